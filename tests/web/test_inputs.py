"""What people type into number fields: what is read, what is refused and with which words, and what is written back."""

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from catalogue.parts.inputs import (
    CorporateNumber,
    NotUnderstood,
    read_corporate_number,
    read_count,
    read_founded,
    read_quantity,
    read_year,
    read_yen,
    to_man,
    year_words,
    yen_words,
)
from matcher.profile import EARLIEST_FOUNDATION, MAX_EMPLOYEES, MAX_ENERGY_KL, MAX_YEN, Profile, check_digit

TODAY = date(2026, 11, 23)


def cases(table: Iterable[tuple[str, object]]) -> list[tuple[str, object]]:
    """Every spelling of a table whose first column may hold several, with ``|`` between them."""
    return [(text, outcome) for spellings, outcome in table for text in spellings.split(" | ")]


EMPTY = ["", " ", "　", "\t\r\n", "\u200b\ufeff", " " * 1000]

YEN = [
    ("3000 | ３０００ | 3,000 | ３，０００ | 3、000 | ３、０００ | 3 000 | 3, 000 | ３　０００ | 03000", 30_000_000),
    ("3000万 | 3000万円 | ３，０００万 | 3,000 万 円 | 3000万円。 | 3000萬圓 | ¥3000万 | 3,000\u200b万円", 30_000_000),
    ("3千 | 3千万 | 3千万円 | 三千 | 三千万円 | 三〇〇〇 | 三〇〇〇万円 | 三○○○万円 | 金参千万円也", 30_000_000),
    ("30,000千円 | 30百万円 | ３０百万円 | 30000000円 | ¥30,000,000 | ￥３０,０００,０００ | \\30,000,000", 30_000_000),
    ("約3000 | 約 3,000万円 | およそ3千万 | だいたい3000万円くらい | 3000万円程度 | 3000万円弱 | 3,000万強", 30_000_000),
    ("3000位 | 3000ほど | 3000万円前後 | ほぼ3000 | 3000万円余り", 30_000_000),
    ("1.5億 | 1億5000万円 | 1億5千万 | １．５億円 | 1。5億 | 一億五千万円 | 一億五〇〇〇万円", 150_000_000),
    ("1億2千万円 | 1億2,000万円 | 一億二千万 | 1億2千万 | 12000 | 1.2億", 120_000_000),
    ("3千5百万 | 3500 | 三千五百万円 | 3千500万 | 3.5千万", 35_000_000),
    ("1千 | 千 | 一千 | 千万 | 一千万円", 10_000_000),
    ("3.5 | ３．５ | 3.5万 | 35,000円 | 3万5千円 | 三万五千円", 35_000),
    ("3,000円 | 3千円 | ¥3,000 | ¥3,000- | ¥3,000円 | 三千円", 3_000),  # the unit that is written wins
    ("3万 | 3万円", 30_000),
    ("0.5 | 0.500 | 5千円", 5_000),
    ("1.234", 12_340),
    ("0" * 56 + "3000", 30_000_000),
    ("2千10 | 2010", 20_100_000),
    ("0.0001 | 1円", 1),
    ("1億5円", 100_000_005),
    ("2千5円", 2_005),
    ("12億3456万7890円", 1_234_567_890),
    ("1.2兆円", 1_200_000_000_000),
    ("0 | ０ | 0円 | 〇円 | ゼロ | 零 | ゼロ円 | 0万円", 0),
    ("1000兆円 | 100,000,000,000 | 千兆", MAX_YEN),
]  # fmt: skip

NO_YEN = [
    ("abc | 円 | 約 | 弱 | 万 | 億円 | 兆兆 | 万億 | \0 | 3000\0 | 。 | , | NaN | ∞ | 1e9 | 0x10 | 3_000", "読み取れません"),
    ("3000ドル | 資本金3000 | 数千万 | 金3000 | 30¥00 | 3000円円 | 3000- | 1京円 | +3000 | ٣", "読み取れません"),
    ("1,00 | 3,5 | 1,2345 | 1,2340 | 1234,567 | 0,001 | ,000 | 3,000,00 | 3 0 0 0 | 1.2.3 | 1.234.567 | .5 | 5.", "読み取れません"),
    ("1億20000万 | 1億10000万 | 1億円5000万円 | 2万3億 | 1.5億2千万 | 2千3.5 | 5〇 | 二五千 | 3千5千", "読み取れません"),
    ("abc", "金額を読み取れませんでした。「3000」のように万円単位の数字で書いてください（3,000万円）。"),
    ("-3000 | －３０００ | −3000 | ―3000 | ー3000 | ‐3000 | ¥-3000 | 約-3 | ▲300 | △300万円 | マイナス5", "マイナスの数は使えません"),
    ("2000〜3000 | 2000～3000万 | 2000-3000 | 二千〜三千万円 | 2千万から3千万 | 2、3 | 二、三億", "幅のある書き方"),
    ("3000以上 | 3000万円未満 | 1億円超 | 5千万以下 | 5千万以内 | 〜3000 | 3000〜", "幅のある書き方"),
    ("0.00001 | 0.5円 | 1.00005万円 | 30.00005千", "1円より細かい金額"),
    ("1001兆円 | 1000兆1円 | 100000000001 | " + "9" * 41, "大きすぎます。1,000兆円までです"),
    ("1" + "0" * 60 + " | " + "あ" * 1000 + " | " + "3" * 1000, "60字まで"),
    ("① | 10² | ½ | 3⑤ | ㈢", "丸数字・上付きの数字・分数の文字"),
    ("なし | 無し | 不明 | わからない | 未定 | - | ― | ー", "0なら「0」と書き、わからなければ空欄"),
    ("〇 | ○ | ◯", "丸印とも読めます。0なら「0」"),
    ("1億5000 | １億５，０００ | 一億五千", "「1億5,000円」とも「1億5,000万円」とも"),
    ("2億5000", "「2億5,000円」とも「2億5,000万円」とも"),
    ("1億5", "「1億5円」とも「1億5,000万円」とも"),
    ("1兆5000", "「1兆5,000円」とも「1兆5,000億円」とも"),
    ("3万5千", "「3万5,000円」とも「3億5,000万円」とも"),
    ("2千5", "「2,005万円」とも「2,500万円」とも"),
    ("30,000千", "「3,000万円」とも「3,000億円」とも"),
    ("10千", "「1万円」とも「1億円」とも"),
    ("1.500 | 約1.500億円", "「1.5」とも「1,500」とも"),
    ("3.000", "「3」とも「3,000」とも"),
    ("100、200 | 100 200", "「100,200」とも「100〜200」とも"),
    ("二三百万", "「2〜3」とも「23」とも"),
]  # fmt: skip

COUNTS = [
    ("50 | ５０人 | 50人 | 50名 | 50 人 | 五十 | 五十人 | 五〇 | 五○人 | 約50人 | 約 50 名 | 50人くらい | 50人弱 | 50.0", 50),
    ("1人 | 一人 | 1 | 01", 1),
    ("0 | ０ | 0人 | なし | 無し | いない | いません | ゼロ | ゼロ人 | 〇人", 0),
    ("1,200 | １，２００人 | 1、200名 | 千二百人 | 1千2百 | 1 200", 1_200),
    ("1.5万人 | 15000 | 1万5千 | 一万五千人", 15_000),
    ("100,200 | 10万200 | 十万二百", 100_200),
    ("100、000 | 100 000人 | 十万", 100_000),
    ("100、100 | 100 100人", 100_100),
    ("105 | 百五人 | 105人", 105),
    ("10000000 | 1000万人", MAX_EMPLOYEES),
]  # fmt: skip

NO_COUNT = [
    ("人 | 社員 | 50円 | 50人人 | 社員50人 | 50人(うちパート10人) | 50+10 | 2,3人 | 数十人 | 約", "人数を読み取れません"),
    ("3.5 | 50.5人 | 0.00001万人", "人数は整数で"),
    ("50〜60人 | 50～60 | 50-60人 | 50人から60人 | 2、3人 | 50人以上 | 300人以下", "幅のある書き方"),
    ("-5 | －５人", "マイナスの数は使えません"),
    ("二三人", "「2〜3」とも「23」とも"),
    ("百五", "「105人」とも「150人」とも"),
    ("三千五", "「3,005人」とも「3,500人」とも"),
    ("10000001 | 1億人", "10,000,000人まで"),
    ("不明 | わからない", "わからなければ空欄"),
]  # fmt: skip

QUANTITIES = [
    ("1200 | 1,200 | 1200kL | １２００ｋＬ | 1200KL | 1,200 kl | 1200㎘ | 1200キロリットル | 千二百 | 1.2千kL | 約1200", 1200.0),
    ("1.5 | １．５キロリットル | 1.5kL", 1.5),
    ("0.1", 0.1),
    ("0 | 0kL", 0.0),
    ("1000000000 | 10億kL", float(MAX_ENERGY_KL)),
]  # fmt: skip

NO_QUANTITY = [
    ("1200L | 1200トン | kL | 1200kLkL | 1200人", "エネルギー使用量を読み取れません"),
    ("1000000000.1 | 11億", "1,000,000,000kLまで"),
    ("1500〜3000 | 1500kL以上", "幅のある書き方"),
    ("-1", "マイナスの数は使えません"),
    ("1.500kL", "「1.5」とも「1,500」とも"),
    ("なし", "わからなければ空欄"),
]

YEARS = [
    ("1968 | １９６８ | 1968年 | 西暦1968年 | 一九六八年 | 千九百六十八年 | 1968年頃 | 約1968年 | 1968年に創業 | 設立1968年", 1968),
    ("昭和43年 | 昭和43 | 昭和４３年 | 昭和四十三年 | 昭和四三 | 昭43 | S43 | s43 | Ｓ４３ | S.43 | S43年 | 昭和 43 年", 1968),
    ("1968年4月 | 1968/4 | 昭和43年4月 | S43.4 | 昭和43年4月1日 | 1968-04-01 | 19680401", 1968),
    ("1968年（昭和43年） | 昭和43年(1968年) | 昭和43年（1968年）4月", 1968),
    ("明治元年 | 明治1年 | M1 | 1868年（明治元年）", 1868),
    ("明30 | M30", 1897),
    ("大5 | T5", 1916),
    ("平5 | H5", 1993),
    ("令5 | R5", 2023),
    ("明治5 | 明治5年12月2日", 1872),
    ("明治45 | M45 | 大正元年 | T1 | 1912", 1912),
    ("大正15 | T15 | 昭和元年 | S1 | 昭和1", 1926),
    ("昭和64 | S64 | 平成元年 | H1 | ㍻元年 | 1989年（昭和64年・平成元年）", 1989),
    ("平成31 | H31 | 令和元年 | R1 | ㋿元年 | 2019年", 2019),
    ("2026 | 令和8 | R8 | 2026年11月 | 2026年11月23日", 2026),
    ("578 | 578年", 578),
    ("500", EARLIEST_FOUNDATION),
]  # fmt: skip

NO_YEAR = [
    ("abc | 年 | 元年 | 昭和 | 不明 | 西暦 | \0 | -1968 | 1968〜1970 | 12345 | 1968年4月1日(月) | 1968() | (昭和43年)", "年を読み取れません"),
    ("昭和0年 | 0 | 1968年13月 | 1968年0月 | 1968年4月32日 | 04/01/1968 | 1,968 | 慶応3年 | X43 | 元43", "年を読み取れません"),
    ("昭和65年 | S65 | 昭和1968年 | 昭和百年 | 昭和64年1月8日 | 昭和64年2月", "昭和は64年まで（1989年1月7日まで）です"),
    ("平成32 | H32 | 平成31年5月1日 | 平成31年5月", "平成は31年まで（2019年4月30日まで）です"),
    ("大正16 | T16 | 大正15年12月26日", "大正は15年まで（1926年12月25日まで）です"),
    ("明治46 | M46 | 明治45年7月31日", "明治は45年まで（1912年7月30日まで）です"),
    ("令和元年4月30日 | 令和元年4月", "令和は2019年5月1日からです"),
    ("平成元年1月7日", "平成は1989年1月8日からです"),
    ("昭和元年12月24日", "昭和は1926年12月25日からです"),
    ("大正元年7月29日", "大正は1912年7月30日からです"),
    ("2027 | 令和9 | R9 | 9999 | 2026年12月 | 2026年11月24日", "今日（2026年11月23日）より後は書けません"),
    ("499 | 100 | 499年12月31日", "500年より前は書けません"),
    ("43 | 43年 | ４３ | 43.4.1 | 四三", "（例 昭和43年（1968年）、明治43年（1910年）、1943年）"),
    ("1", "（例 令和元年（2019年）、平成元年（1989年）、昭和元年（1926年）、大正元年（1912年）、明治元年（1868年）、2001年、1901年）"),
    ("8", "（例 令和8年（2026年）、平成8年（1996年）、昭和8年（1933年）、大正8年（1919年）、明治8年（1875年）、2008年、1908年）"),
    ("45", "（例 昭和45年（1970年）、明治45年（1912年）、1945年）"),
    ("64", "（例 昭和64年（1989年）、1964年）"),
    ("65", "（例 1965年）"),
    ("26", "（例 平成26年（2014年）、昭和26年（1951年）、明治26年（1893年）、2026年、1926年）"),
    ("27", "（例 平成27年（2015年）、昭和27年（1952年）、明治27年（1894年）、1927年）"),
    ("99", "「99」だけでは年が決まりません。西暦4桁か、年号をつけて書いてください（例 1999年）。"),
    ("1968年度 | 昭和43年度", "4月から12月なら1968年、1月から3月なら1969年"),
    ("1968年（昭和44年） | 1968年4月1日（昭和43年5月1日） | 1989年（昭和64年・平成2年）", "食い違っています"),
    ("1968年2月30日 | 19680230", "1968年2月30日という日はありません"),
    ("1900年2月29日", "1900年2月29日という日はありません"),
]  # fmt: skip

FOUNDED = [
    ("昭和43年4月1日 | 昭和四十三年四月一日 | S43.4.1 | S43/4/1 | ｓ４３．４．１ | 昭和43年4月1日設立", date(1968, 4, 1)),
    ("1968年4月1日 | 1968-04-01 | 1968/4/1 | 1968.4.1 | １９６８年４月１日 | 1968−4−1 | 19680401", date(1968, 4, 1)),
    ("1968年（昭和43年）4月1日 | 昭和43年4月1日（1968年） | 1968年（昭和43年4月1日）", date(1968, 4, 1)),
    ("1968 | 昭和43年 | 1968年4月 | S43.4", 1968),
    ("明治45年7月30日 | 大正元年7月30日", date(1912, 7, 30)),
    ("大正15年12月25日 | 昭和元年12月25日", date(1926, 12, 25)),
    ("昭和64年1月7日", date(1989, 1, 7)),
    ("平成元年1月8日", date(1989, 1, 8)),
    ("平成31年4月30日", date(2019, 4, 30)),
    ("令和元年5月1日", date(2019, 5, 1)),
    ("2000年2月29日 | 平成12年2月29日", date(2000, 2, 29)),
    ("2026年11月23日 | 令和8年11月23日", TODAY),
    ("明治6年1月1日", date(1873, 1, 1)),
    ("昭和43年12月31日", date(1968, 12, 31)),
    ("明治5年12月2日 | 明治5年2月30日", 1872),  # days of the old calendar
    ("500年1月1日", date(500, 1, 1)),
]  # fmt: skip

# Published numbers; COMPLETED has the last twelve digits of each.
CORPORATE_NUMBERS = [
    ("7000012050002 | ７００００１２０５０００２ | 7-0000-1205-0002 | 7 0000 1205 0002", "7000012050002"),
    ("7—0000−1205ー0002 | 7‐0000‐1205‐0002 | ７－００００－１２０５－０００２ | 7,000,012,050,002", "7000012050002"),
    ("T7000012050002 | t7000012050002 | Ｔ７００００１２０５０００２ | T 7000-012050-002", "7000012050002"),
    ("1180301018771", "1180301018771"),
    ("4011001098993", "4011001098993"),
]

COMPLETED = [
    ("000012050002 | 0000-12-050002 | ００００－１２－０５０００２", "7000012050002"),
    ("180301018771 | 1803-01-018771", "1180301018771"),
    ("011001098993", "4011001098993"),
]

NO_CORPORATE_NUMBER = [
    ("abc | なし | - | T | 7.00001E+12 | 7000012050002番 | \0 | 七〇〇〇〇一二〇五〇〇〇二", "法人番号を読み取れませんでした"),
    ("1234567890123 | 0000000000000 | 7000012050003", "検査用の数字（先頭の1桁）が合いません"),
    ("123", "13桁（会社法人等番号は12桁）の数字です。いまは3桁です"),
    ("70000120500021", "いまは14桁です"),
    ("T000012050002", "登録番号はTと13桁の数字です。いまは数字が12桁です"),
    ("T1234567890123", "個人事業主なら空欄のままに"),
    ("7" * 61, "60字まで"),
]  # fmt: skip

YEN_WORDS = [
    (0, "0円"),
    (1, "1円"),
    (5_000, "5,000円"),
    (9_999, "9,999円"),
    (10_000, "1万円"),
    (35_000, "3万5,000円"),
    (30_000_000, "3,000万円"),
    (12_345_678, "1,234万5,678円"),
    (100_000_005, "1億5円"),
    (120_000_000, "1億2,000万円"),
    (1_200_000_000_000, "1兆2,000億円"),
    (MAX_YEN, "1,000兆円"),
]

MAN = [
    (0, "0"),
    (1, "0.0001"),
    (10, "0.001"),
    (35_000, "3.5"),
    (12_340, "1.234"),
    (30_000_000, "3000"),
    (MAX_YEN, "100000000000"),
]

YEAR_WORDS = [
    (578, "578年"),
    (1867, "1867年"),
    (1868, "1868年（明治元年）"),
    (1912, "1912年（明治45年・大正元年）"),
    (1926, "1926年（大正15年・昭和元年）"),
    (1968, "1968年（昭和43年）"),
    (1989, "1989年（昭和64年・平成元年）"),
    (2019, "2019年（平成31年・令和元年）"),
    (2026, "2026年（令和8年）"),
]

UNITS = [
    ("3000", 1, 3_000),
    ("3000", 1_000, 3_000_000),
    ("30", 10**6, 30_000_000),
    ("1.5", 10**8, 150_000_000),
    ("3000万", 1, 30_000_000),
    ("3万5千", 1, 35_000),
    ("30,000千", 1, 30_000_000),
]


def refused(reader: Callable[[str], object], text: str) -> str:
    with pytest.raises(NotUnderstood) as refusal:
        reader(text)
    return str(refusal.value)


def year(text: str) -> int | None:
    return read_year(text, TODAY)


def founded(text: str) -> int | date | None:
    return read_founded(text, TODAY)


READERS: tuple[Callable[[str], object], ...] = (
    read_yen,
    read_count,
    read_quantity,
    year,
    founded,
    read_corporate_number,
)


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("text", EMPTY)
def test_an_empty_field_is_no_answer(reader: Callable[[str], object], text: str) -> None:
    assert reader(text) is None


@pytest.mark.parametrize(("text", "yen"), cases(YEN))
def test_an_amount_is_read(text: str, yen: int) -> None:
    assert read_yen(text) == yen
    assert type(read_yen(text)) is int


@pytest.mark.parametrize(("text", "why"), cases(NO_YEN))
def test_what_is_no_amount_is_refused(text: str, why: str) -> None:
    assert why in refused(read_yen, text)


@pytest.mark.parametrize(("text", "unit", "yen"), UNITS)
def test_a_bare_number_counts_in_the_unit_of_the_box(text: str, unit: int, yen: int) -> None:
    assert read_yen(text, unit) == yen


@pytest.mark.parametrize(
    ("unit", "words"),
    [
        (1, "円単位の数字で書いてください（3,000円）"),
        (10**3, "千円単位の数字で書いてください（300万円）"),
        (10**4, "万円単位の数字で書いてください（3,000万円）"),
        (10**6, "百万円単位の数字で書いてください（30億円）"),
        (10**8, "億円単位の数字で書いてください（3,000億円）"),
    ],
)
def test_a_refusal_names_the_unit_of_the_box(unit: int, words: str) -> None:
    assert f"「3000」のように{words}" in refused(lambda text: read_yen(text, unit), "abc")


@pytest.mark.parametrize(("text", "people"), cases(COUNTS))
def test_a_number_of_people_is_read(text: str, people: int) -> None:
    assert read_count(text) == people
    assert type(read_count(text)) is int


@pytest.mark.parametrize(("text", "why"), cases(NO_COUNT))
def test_what_is_no_number_of_people_is_refused(text: str, why: str) -> None:
    assert why in refused(read_count, text)


@pytest.mark.parametrize(("text", "kilolitres"), cases(QUANTITIES))
def test_a_quantity_is_read(text: str, kilolitres: float) -> None:
    assert read_quantity(text) == kilolitres
    assert type(read_quantity(text)) is float


@pytest.mark.parametrize(("text", "why"), cases(NO_QUANTITY))
def test_what_is_no_quantity_is_refused(text: str, why: str) -> None:
    assert why in refused(read_quantity, text)


@pytest.mark.parametrize(("text", "expected"), cases(YEARS))
def test_a_year_is_read(text: str, expected: int) -> None:
    assert year(text) == expected


@pytest.mark.parametrize(("text", "why"), cases(NO_YEAR))
def test_what_is_no_year_is_refused(text: str, why: str) -> None:
    assert why in refused(year, text)
    assert why in refused(founded, text)


@pytest.mark.parametrize(("text", "expected"), cases(FOUNDED))
def test_a_full_date_is_a_date_and_else_a_year(text: str, expected: int | date) -> None:
    assert founded(text) == expected
    assert year(text) == (expected.year if isinstance(expected, date) else expected)


@pytest.mark.parametrize(("text", "digits"), cases(CORPORATE_NUMBERS))
def test_a_corporate_number_is_read(text: str, digits: str) -> None:
    assert read_corporate_number(text) == CorporateNumber(digits, completed=False)


@pytest.mark.parametrize(("text", "digits"), cases(COMPLETED))
def test_a_registry_number_is_completed_and_says_so(text: str, digits: str) -> None:
    assert read_corporate_number(text) == CorporateNumber(digits, completed=True)


@pytest.mark.parametrize(("text", "why"), cases(NO_CORPORATE_NUMBER))
def test_what_is_no_corporate_number_is_refused(text: str, why: str) -> None:
    assert why in refused(read_corporate_number, text)


@pytest.mark.parametrize(("yen", "words"), YEN_WORDS)
def test_yen_in_words(yen: int, words: str) -> None:
    assert yen_words(yen) == words


@pytest.mark.parametrize(("yen", "text"), MAN)
def test_yen_in_the_box(yen: int, text: str) -> None:
    assert to_man(yen) == text


@pytest.mark.parametrize(("number", "words"), YEAR_WORDS)
def test_a_year_in_words(number: int, words: str) -> None:
    assert year_words(number) == words


amounts = st.integers(0, MAX_YEN) | st.integers(0, 10**11).map(lambda man: man * 10_000)


def full_width(text: str) -> str:
    return text.translate({code: code + 0xFEE0 for code in range(0x21, 0x7F)})


@given(amounts)
def test_every_amount_comes_back_from_the_box(yen: int) -> None:
    assert read_yen(to_man(yen)) == read_yen(full_width(to_man(yen))) == yen


@given(amounts)
def test_every_amount_comes_back_from_its_words(yen: int) -> None:
    assert read_yen(yen_words(yen)) == read_yen(f"約{full_width(yen_words(yen))}程度") == yen


@given(st.integers(0, MAX_EMPLOYEES))
def test_every_count_comes_back(people: int) -> None:
    assert read_count(f"{people}") == read_count(f"{people:,}人") == read_count(full_width(f"{people:,}名")) == people


@given(st.decimals(0, MAX_ENERGY_KL, places=2))
def test_every_quantity_comes_back(kilolitres: Decimal) -> None:
    assert read_quantity(f"{kilolitres:,f}kL") == read_quantity(f"{kilolitres:f}") == float(kilolitres)


@given(st.integers(EARLIEST_FOUNDATION, TODAY.year))
def test_every_year_comes_back_from_its_words(number: int) -> None:
    assert year(year_words(number)) == year(str(number)) == number


@given(st.dates(date(500, 1, 1), TODAY))
def test_every_date_comes_back(day: date) -> None:
    assert founded(f"{day.year}年{day.month}月{day.day}日") == founded(day.isoformat().lstrip("0")) == day


@given(st.text("0123456789", min_size=12, max_size=12))
def test_every_registry_number_is_completed_to_a_valid_number(digits: str) -> None:
    number = f"{check_digit(digits)}{digits}"
    assert read_corporate_number(digits) == CorporateNumber(number, completed=True)
    assert read_corporate_number(number) == CorporateNumber(number, completed=False)


anything = (
    st.text(st.characters() | st.characters(categories=["Cs", "Cc", "Cf", "Nd", "Nl", "No", "Zs", "Pd"]))
    | st.text(
        "0123456789０５,，、.。 　-ー〜〇一二三四五六七八九十百千万億兆円¥人名約弱強MTSHR年月日元昭和平成令()（）\ud800\0"
    )
    | st.lists(
        st.sampled_from(
            ["1", "20", "3,000", "五", "千", "万", "億", "兆", "円", "年", "月", "日", "昭和", "-", "(", ")"]
        )
    ).map("".join)
)


@given(anything)
@example("\0")
@example("\ud800")
@example("1\udfff")
@example("1" + "0" * 40)
@example("兆兆")
@example("9" * 1000)
@example("一" * 60)
@example("令和九千九百九十九年")
@example("\ufdfa" * 60)
def test_any_text_is_read_as_an_answer_or_refused_in_words(text: str) -> None:
    readers = dict(zip(("capital_yen", "employees", "annual_energy_kl", "year", "day", "number"), READERS, strict=True))
    answers, refusals = {}, []
    for key, reader in readers.items():
        try:
            answers[key] = reader(text)
        except NotUnderstood as refusal:
            refusals.append(str(refusal))
    day, number = answers.pop("day", None), answers.pop("number", None)
    assert (day.year if isinstance(day, date) else day) == answers.pop("year", None)
    if isinstance(day, date):
        answers["founded_on"] = day.isoformat()
    elif day is not None:
        answers["founded_year"] = day
    if isinstance(number, CorporateNumber):
        answers["corporate_number"] = number.digits
    Profile.from_mapping(answers, TODAY)
    assert [words for words in refusals if not (words.endswith("。") and words.isprintable())] == []
