"""What people type finds the measures they mean, on the real catalogue: the first hits, every spelling, whatever is typed."""

from collections.abc import Iterable
from datetime import date

import pytest
from django.db.models import QuerySet
from pytest_django.fixtures import DjangoAssertNumQueries

from catalogue.models import Measure
from catalogue.search.query import LONGEST_TEXT, LONGEST_WORD, MOST_WORDS, matching

pytestmark = pytest.mark.usefixtures("real_stored", "db")

FEW = 5

AMONG_THE_FIRST = [
    ("IT導入補助金", "1-28 1-11 6-14"),
    ("デジタル化・AI導入補助金", "1-28"),
    ("IT補助金", "1-28"),
    ("ものづくり補助金", "1-28 5-04"),
    ("もの補助", "1-28 5-04"),
    ("持続化補助金", "1-28"),
    ("事業再構築補助金", "1-29 5-04"),
    ("新事業進出補助金", "1-29"),
    ("生産性革命", "1-28"),
    ("事業承継・引継ぎ補助金", "9-09"),
    ("事業承継・M&A補助金", "9-09"),
    ("事業承継 引継ぎ 補助金", "9-09"),
    ("承継", "9-08 9-09 9-10"),
    ("後継ぎ", "9-08 9-09"),
    ("後継者不足", "9-08 9-09"),
    ("会社を継がせたい", "9-08 9-09"),
    ("M&A", "9-11 9-12"),
    ("会社を売りたい", "9-11 9-12"),
    ("会社を譲る", "9-11 9-12"),
    ("くるみん", "4-04"),
    ("えるぼし", "4-03"),
    ("育休", "4-01 4-02 4-08"),
    ("産休", "4-01 4-02"),
    ("女性活躍", "4-03 4-06 4-07"),
    ("電気代", "1-13 1-14 1-15 1-16"),
    ("電気代の補助金がほしい", "1-13 1-14 1-15"),
    ("電気代を下げたい", "1-13 1-14"),
    ("省エネ補助金", "1-13"),
    ("省エネ 補助金", "1-13 1-14 1-15"),
    ("省エネ診断", "1-14"),
    ("脱炭素", "1-05 1-04"),
    ("CO2", "1-05"),
    ("リサイクル", "1-19 1-20"),
    ("ロボット", "1-03 1-30"),
    ("人手不足対策", "6-21"),
    ("省力化投資補助金", "6-14"),
    ("設備投資", "1-15 5-01"),
    ("DX認定", "1-12"),
    ("セキュリティ", "1-11"),
    ("請求書", "1-02"),
    ("データセンター", "1-10"),
    ("トラック", "1-18 7-03"),
    ("２０２４年問題", "1-18"),
    ("バス", "1-34"),
    ("給料", "5-06 5-01 2-06"),
    ("給料を上げたい", "5-06 5-01"),
    ("最低賃金", "5-01"),
    ("賃上げ税制", "5-06"),
    ("助成金", "4-08 5-01 5-03 5-12 6-21"),
    ("非正規", "5-03"),
    ("研修", "6-15"),
    ("リスキリング助成金", "5-12"),
    ("学び直し", "5-11 5-14"),
    ("特定技能", "6-25 6-26 6-27"),
    ("留学生", "6-30 6-39"),
    ("ビザ", "6-25 6-31"),
    ("外国人を雇いたい", "6-33 6-36 6-39"),
    ("採用", "6-21 6-36 6-39"),
    ("副業", "6-03 6-11"),
    ("テレワークの補助金がほしい", "6-20"),
    ("在宅勤務", "6-20"),
    ("移住", "6-16 6-19"),
    ("刑務所", "6-04"),
    ("輸出", "7-03 7-04 7-19"),
    ("越境EC", "7-34"),
    ("ネット通販", "7-34"),
    ("食品輸出", "7-02 7-04"),
    ("展示会", "7-08 7-33"),
    ("関税", "7-01"),
    ("ジェトロ", "6-36 7-01"),
    ("模倣品", "3-17 3-18 7-05"),
    ("特許を取りたい", "3-18 7-05 7-07"),
    ("研究開発税制", "3-16"),
    ("共同研究", "3-04 3-08"),
    ("起業したい", "3-24 3-25"),
    ("経営者保証", "3-26"),
    ("借換", "10-04"),
    ("返済が苦しい", "10-03 10-04"),
    ("ゼロゼロ融資", "10-04"),
    ("リスケ", "10-03"),
    ("利息", "1-15"),
    ("旅館", "8-01 8-02"),
    ("インバウンド", "8-01 8-02"),
    ("飲食店", "1-03 1-22"),
    ("酪農", "1-24"),
    ("農業", "9-01 3-04"),
    ("介護ロボット", "1-30"),
    ("地震", "9-06 9-07"),
    ("BCP", "9-06 9-07"),
    ("半導体の補助金", "2-01 2-04"),
    ("下請け", "5-05"),
    ("本社移転", "6-18"),
    ("よろず", "1-05 1-14"),
    ("補助金を探す", "9-05"),
    ("厚生労働省", "4-01"),
]  # fmt: skip

ALONE = [
    ("1-28", "1-28"),
    ("１ー２８", "1-28"),
    ("万博", "3-25"),
    ("弁護士", "7-21"),
    ("ユースエール", "4-05"),
    ("省エネ 融資", "1-15 1-16"),
    ("食品 ロボット 輸出", "7-02 7-17 7-03"),
    ("IT 知財", ""),
    ("ぬるぽ", ""),
    ("補助金 ぬるぽ", ""),
    ("%", "1-31 5-03 9-13 10-04"),
    ("1_28", ""),
    ("1%28", ""),
]  # fmt: skip

SAME = [
    ("くるみん", "クルミン | ｸﾙﾐﾝ | くるミン | 「くるみん」 | くる\u200bみん | くるみんについて"),
    ("くるみんマーク", "くるみんまーく | クルミンマーク | くるみん マーク"),
    ("ゴルゴ", "ごるご | ｺﾞﾙｺﾞ"),
    ("植物性たんぱく", "植物性タンパク | 植物性ﾀﾝﾊﾟｸ"),
    ("IT導入補助金", "ＩＴ導入補助金 | it導入補助金 | IT 導入補助金 | IT　導入　補助金 | 補助金 導入 it | IT導入補助金について | ＩＴ導入補助金を使いたい"),
    ("M&A", "Ｍ＆Ａ | m&a | M & A | M＆A | M・&・A"),
    ("事業承継・引継ぎ補助金", "事業承継引継ぎ補助金 | 事業承継･引継ぎ補助金 | 「事業承継・引継ぎ補助金」"),
    ("ローカル10,000プロジェクト", "ローカル10000プロジェクト | ローカル１０，０００プロジェクト"),
    ("J-Startup", "Ｊ－Ｓｔａｒｔｕｐ | J−Startup | JStartup | J startup"),
    ("セキュリティ", "セキュリティー | せきゅりてぃ | ｾｷｭﾘﾃｨ"),
    ("リ・スキリング", "リスキリング | りすきりんぐ"),
    ("中堅・中小企業", "中堅･中小企業 | 中堅、中小企業 | 中小企業／中堅"),
    ("1-28", "１－２８ | 1‐28 | 1–28 | 1―28 | 1−28 | 1ー28 | 1ｰ28"),
    ("省エネ 補助金", "補助金 省エネ | 補助金、省エネ | 省エネ　　補助金 | 省エネ の 補助金"),
    ("輸出 食品", "食品 輸出 | 食品・輸出"),
    ("補助金", "補助金がほしい | 補助金はありますか？ | 補助金を使いたいです | 補助金、について"),
]  # fmt: skip


def codes(text: str, measures: QuerySet[Measure] | None = None) -> list[str]:
    return [measure.code for measure in matching(Measure.objects.all() if measures is None else measures, text)]


def names_of(measure: Measure) -> Iterable[str]:
    for listing in measure.listings.all():
        yield listing.programme.name
        yield from listing.programme.aliases


@pytest.mark.parametrize(("text", "expected"), AMONG_THE_FIRST, ids=[text for text, _ in AMONG_THE_FIRST])
def test_what_is_meant_is_among_the_first(text: str, expected: str) -> None:
    first = codes(text)[:FEW]
    assert [code for code in expected.split() if code not in first] == []


@pytest.mark.parametrize(("text", "expected"), ALONE, ids=[text for text, _ in ALONE])
def test_nothing_else_is_found(text: str, expected: str) -> None:
    assert sorted(codes(text)) == sorted(expected.split())


@pytest.mark.parametrize(("text", "others"), SAME, ids=[text for text, _ in SAME])
def test_however_it_is_typed_it_finds_the_same(text: str, others: str) -> None:
    expected = codes(text)
    assert expected
    assert {other: codes(other) for other in others.split(" | ")} == dict.fromkeys(others.split(" | "), expected)


def test_every_title_finds_its_measure_first_or_nearly() -> None:
    titles = Measure.objects.values_list("code", "title")
    assert [(code, title) for code, title in titles if code not in codes(title)[:3]] == []


def test_every_name_with_or_without_its_dots_finds_all_its_measures() -> None:
    listed: dict[str, set[str]] = {}
    for measure in Measure.objects.whole(date(2026, 11, 23)):
        for name in names_of(measure):
            listed.setdefault(name, set()).add(measure.code)
    assert len(listed) > 300
    for name, expected in listed.items():
        found = codes(name.replace("・", ""))
        assert expected <= set(found), name
        assert expected & set(found[:3]), name
        assert "・" not in name or expected <= set(codes(name)), name


@pytest.mark.parametrize(
    "text", ["", " ", "　", "\t\n", "、", "（）", "「」", "？！", "\0", "\ud800", "\u200b", "\0 \x1f\ufeff"]
)
def test_without_a_word_all_are_found_in_their_order(text: str) -> None:
    assert codes(text) == list(Measure.objects.in_order().values_list("code", flat=True))
    assert len(codes(text)) == 190


def test_a_word_itself_comes_before_its_synonyms_and_titles_before_names() -> None:
    found = codes("ロボット")
    title, names, *_ = found
    assert (title, names) == ("1-30", "1-03")
    itself = [code for code in found if "ロボット" in Measure.objects.get(code=code).search_text]
    assert set(itself) < set(found)


ORDER = [
    ("1-91", "薬の備え", "節電のこと。", "節電"),
    ("1-92", "薬の備え", "節電のこと。", "備え"),
    ("1-93", "節電", "薬のこと。", "備え"),
    ("1-94", "節電", "薬のこと。", "節電"),
    ("1-95", "省エネ", "薬のこと。", "備え"),
    ("1-96", "薬の備え", "薬のこと。", "省エネ"),
    ("1-97", "薬の備え", "省エネのこと。", "備え"),
    ("1-98", "薬の備え", "薬のこと。", "備え"),
    ("1-99", "薬の備え", "光熱費のこと。", "備え"),
]
"""Code, title, summary, name of the programme."""


def test_the_order_of_places() -> None:
    for code, title, summary, name in ORDER:
        text = f"{code} {title} {summary} {name}"
        Measure.objects.create(
            code=code, area=1, number=int(code[2:]), title=title, summary=summary, audience="direct", search_text=text
        )
    ours = Measure.objects.filter(area=1, number__gt=90)
    assert codes("節電", ours) == ["1-94", "1-93", "1-91", "1-95", "1-96", "1-92", "1-97", "1-99"]


def test_a_kind_of_support_said_behind_a_word_changes_the_order_alone() -> None:
    plain, wished = codes("設備"), codes("設備の税制")
    assert set(plain) == set(wished) == set(codes("設備税制"))
    assert wished[0] == codes("設備税制")[0] == "9-07"
    assert plain.index("9-07") > FEW


def test_the_synonyms_find_more_than_the_word() -> None:
    literal = set(Measure.objects.filter(search_text__contains="承継").values_list("code", flat=True))
    assert literal < set(codes("承継"))


def test_補助金_does_not_find_what_gives_a_助成金_only() -> None:
    assert "5-03" in codes("助成金")
    assert "5-03" not in codes("補助金")


def test_a_word_within_another_is_not_found() -> None:
    assert "1-28" in codes("IT")
    assert "3-18" not in codes("IT")  # INPIT
    assert "1-33" not in codes("システム")  # エコシステム


def test_what_is_narrowed_already_stays_so() -> None:
    area = Measure.objects.filter(area=9)
    assert codes("補助金", area) == [code for code in codes("補助金") if code.startswith("9-")] != []
    assert codes("", area) == [code for code in codes("") if code.startswith("9-")]


def test_the_words_beyond_the_tenth_are_not_looked_at() -> None:
    assert codes(" ".join(["補助金"] * MOST_WORDS + ["ぬるぽ"])) == codes("補助金")
    assert codes(" ".join(["補助金"] * (MOST_WORDS - 1) + ["ぬるぽ"])) == []


def test_the_characters_beyond_the_fortieth_are_not_looked_at() -> None:
    Measure.objects.filter(code="1-02").update(search_text="1-02 " + "ぬ" * (LONGEST_WORD - 1) + "るぽ")
    assert codes("ぬ" * (LONGEST_WORD - 1) + "るが") == ["1-02"]
    assert codes("ぬ" * (LONGEST_WORD - 1) + "が") == []


def test_the_text_beyond_a_thousand_characters_is_not_looked_at() -> None:
    assert codes("補助金" + " " * (LONGEST_TEXT - 3) + "ぬるぽ") == codes("補助金")
    assert codes("補助金" + " " * (LONGEST_TEXT - 4) + "ぬるぽ") == []


HOSTILE = [
    "\0補助金", "補\ud800助金", "%" * 10_000, "_" * 10_000, "あ" * 10_000, "\\", "'", '"', "' OR 1=1 --", "'; DROP TABLE x; --", "!%!_", "\\%", "%s", "{}",
    "%(name)s", "$1", "?", "\U0010ffff", "\ufffe", "\ue000", "ﷺ" * 1000, "ぁ゙" * 500, " ".join(map(chr, range(0x3041, 0x3097))), "x " * 5000,
    " ".join(("あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむめもやゆよ" + chr(0x30a2 + n)) for n in range(10)),
    "農林水産 M&A 商談会 越境EC 事業承継 後継ぎ 後継者 人を雇いたい 人を採りたい お金を借りたい 給料を上げたい",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=[ascii(text[:8]) for text in HOSTILE])
def test_whatever_is_typed_is_one_query(text: str, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(1):
        found = list(matching(Measure.objects.all(), text))
    with django_assert_num_queries(1):
        assert matching(Measure.objects.all(), text).count() == len(found)


@pytest.mark.parametrize("text", ["", "補助金", "承継 補助金 相談", "電気代の補助金がほしい", "ぬるぽ"])
def test_however_much_is_found_it_is_one_query(text: str, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(1):
        list(matching(Measure.objects.all(), text))
