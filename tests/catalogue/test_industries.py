"""Industries by what people call them: the first hits, in whatever way they type it."""

import pytest

from catalogue import labels
from catalogue.industries.search import Found, choices, name_of, search
from catalogue.industries.words import WORDS
from matcher.industry import DIVISION_OF, DIVISIONS

OFFERED = "ABCDEFGHIJKLMNOPQR"

FIRST = [
    # A–C
    ("米農家", ["01"]),
    ("酪農", ["01"]),
    ("造園", ["01", "06"]),
    ("農業", ["01"]),
    ("木こり", ["02"]),
    ("林業", ["02"]),
    ("漁師", ["03"]),
    ("漁業", ["03", "B"]),
    ("養殖", ["04"]),
    ("砂利", ["05"]),
    # D
    ("建設業", ["D"]),
    ("工務店", ["06"]),
    ("大工", ["07"]),
    ("電気工事", ["08"]),
    # E
    ("製造業", ["E"]),
    ("町工場", ["24", "25", "26"]),
    ("食品加工", ["09"]),
    ("豆腐製造", ["09"]),
    ("酒蔵", ["10"]),
    ("縫製", ["11"]),
    ("製材", ["12"]),
    ("家具製造", ["13"]),
    ("段ボール", ["14"]),
    ("印刷", ["15"]),
    ("製薬", ["16"]),
    ("アスファルト", ["17"]),
    ("樹脂成形", ["18"]),
    ("ゴム", ["19"]),
    ("革製品", ["20"]),
    ("生コン", ["21"]),
    ("鋳物", ["22", "23"]),
    ("プレス", ["24"]),
    ("板金", ["24", "07", "89"]),
    ("めっき", ["24"]),
    ("ポンプ", ["25"]),
    ("金型", ["26"]),
    ("医療機器", ["27"]),
    ("半導体", ["28"]),
    ("配電盤", ["29"]),
    ("無線機", ["30"]),
    ("自動車部品", ["31"]),
    ("漆器", ["32"]),
    # F
    ("太陽光発電", ["33"]),
    ("都市ガス", ["34"]),
    ("熱供給", ["35"]),
    ("水道", ["36"]),
    # G
    ("プロバイダ", ["37"]),
    ("テレビ局", ["38"]),
    ("IT", ["39"]),
    ("システム開発", ["391"]),
    ("Web制作", ["391", "72"]),
    ("データ入力", ["3921"]),
    ("SaaS", ["40"]),
    ("出版社", ["41"]),
    ("動画制作", ["411"]),
    ("録音スタジオ", ["416"]),
    # H
    ("鉄道", ["42"]),
    ("タクシー", ["43"]),
    ("運送", ["44"]),
    ("運送業", ["44"]),
    ("フェリー", ["45"]),
    ("航空", ["46"]),
    ("倉庫", ["47"]),
    ("観光協会", ["48"]),
    ("郵便", ["49"]),
    # I
    ("総合商社", ["50"]),
    ("問屋", ["50", "51", "52", "53", "54", "55"]),
    ("コンビニ", ["56"]),
    ("ドラッグストア", ["56"]),
    ("スーパー", ["56", "58"]),
    ("洋服屋", ["57"]),
    ("豆腐屋", ["58"]),
    ("パン屋", ["58"]),
    ("中古車", ["59"]),
    ("電気屋", ["08", "59"]),
    ("調剤薬局", ["60"]),
    ("ネット通販", ["61"]),
    # J–L
    ("銀行", ["62"]),
    ("信用金庫", ["63"]),
    ("質屋", ["64"]),
    ("証券会社", ["65"]),
    ("両替", ["66"]),
    ("保険代理店", ["67"]),
    ("不動産屋", ["68"]),
    ("アパート経営", ["69"]),
    ("駐車場", ["693"]),
    ("レンタカー", ["70"]),
    ("研究所", ["71"]),
    ("税理士", ["72"]),
    ("広告代理店", ["73"]),
    ("設計事務所", ["74"]),
    ("写真館", ["74"]),
    # M–O
    ("民泊", ["75"]),
    ("ホテル", ["751", "75"]),
    ("ラーメン", ["76"]),
    ("飲食業", ["76"]),
    ("弁当", ["77", "09"]),
    ("宅配ピザ", ["77"]),
    ("美容室", ["78"]),
    ("葬儀", ["79"]),
    ("旅行代理店", ["791"]),
    ("パチンコ", ["80"]),
    ("幼稚園", ["81"]),
    ("認定こども園", ["81", "85"]),
    ("学習塾", ["82"]),
    # P–R
    ("歯医者", ["83"]),
    ("マッサージ", ["78", "83"]),
    ("水質検査", ["84"]),
    ("介護", ["85"]),
    ("郵便局", ["86"]),
    ("農協", ["87"]),
    ("産廃", ["88"]),
    ("車検", ["89"]),
    ("時計修理", ["90"]),
    ("人材派遣", ["91"]),
    ("警備", ["92"]),
    ("商工会", ["93"]),
    ("お寺", ["94"]),
    ("卸売市場", ["95"]),
    ("サービス業", ["R"]),
]

SAME = [
    ("らーめん", "ラーメン"),
    ("ﾗｰﾒﾝ", "ラーメン"),
    (" ラーメン　", "ラーメン"),
    ("ラー メン", "ラーメン"),
    ("ｗｅｂ制作", "Web制作"),
    ("WEB制作", "Web制作"),
    ("ＩＴ", "IT"),
    ("it", "IT"),
    ("さーす", "サース"),
    ("パチんコ", "パチンコ"),
    ("ゔぁいおりん教室", "ヴァイオリン教室"),
    ("旅館・ホテル", "旅館、ホテル"),
    ("旅館／ホテル", "旅館ホテル"),
    ("医療，福祉", "医療、福祉"),
    ("水産養殖業(海面)", "水産養殖業"),
    ("食料品製造業（09）", "食料品製造業"),
    ("ラーメン屋", "ラーメン"),
    ("ラーメン店", "ラーメン"),
    ("ラーメン屋さん", "ラーメン"),
    ("ラーメン" + "屋" * 56, "ラーメン"),
    ("ラーメン屋をやっている", "ラーメン"),
    ("ラーメン屋をやっています", "ラーメン"),
    ("ラーメン屋さんです", "ラーメン"),
    ("花屋さん", "花屋"),
    ("お花屋さん", "花屋"),
    ("お好み焼き屋さん", "お好み焼き"),
    ("内装業", "内装"),
    ("内装業者", "内装"),
    ("タクシー会社", "タクシー"),
    ("IT企業", "IT"),
    ("半導体メーカー", "半導体"),
    ("税理士事務所", "税理士"),
    ("介護施設", "介護"),
    ("酪農家", "酪農"),
    ("駐車場を経営しています", "駐車場"),
]

CODES = [
    ("09", ["09"]),
    ("０９", ["09"]),
    ("39", ["39", "391", "3921"]),
    ("391", ["391"]),
    ("3911", ["391"]),
    ("0911", ["09"]),
    ("E", ["E"]),
    ("ｅ", ["E"]),
    ("R", ["R"]),
]

TOGETHER = [
    ("パン 製造", ["09"]),
    ("製造　パン", ["09"]),
    ("ガソリン スタンド", ["60"]),
    ("自動車 卸", ["54"]),
    ("学習塾・英会話", ["82"]),
    ("ラーメン 林業", []),
    ("ラーメン屋 居酒屋", ["76"]),
]

NOTHING = [
    "",
    " ",
    "　",
    "・",
    "（",
    "（ラーメン）",
    "ぬるぽ",
    "97",
    "98",
    "99",
    "9711",
    "ラーメン" + "屋" * 57,
]


def codes(text: str) -> list[str]:
    return [found.code for found in search(text)]


@pytest.mark.parametrize(("text", "first"), FIRST, ids=[text for text, _ in FIRST])
def test_an_everyday_word_finds_its_industry_first(text: str, first: list[str]) -> None:
    assert codes(text)[: len(first)] == first


def test_the_table_above_covers_every_division_offered() -> None:
    assert {code if code in DIVISIONS else DIVISION_OF[code[:2]] for _, first in FIRST for code in first} == set(
        OFFERED
    )


@pytest.mark.parametrize(("text", "other"), SAME)
def test_however_it_is_typed_it_finds_the_same(text: str, other: str) -> None:
    assert codes(text) == codes(other)


@pytest.mark.parametrize(("text", "found"), CODES)
def test_a_code_comes_first_then_those_below_it(text: str, found: list[str]) -> None:
    assert codes(text)[: len(found)] == found


@pytest.mark.parametrize(("text", "found"), TOGETHER)
def test_several_words_must_all_match(text: str, found: list[str]) -> None:
    assert codes(text) == found


@pytest.mark.parametrize("text", NOTHING)
def test_nothing_is_found_for_nothing(text: str) -> None:
    assert search(text) == []


@pytest.mark.parametrize("text", ["S", "T", "9", "96", "97", "98", "99", "業", "公務", "外国公務", "分類不能の産業"])
def test_public_service_and_the_unclassified_are_never_found(text: str) -> None:
    assert {found.code for found in search(text, 200)} & {"S", "T", "96", "97", "98", "99"} == set()


def test_exact_comes_before_beginning_before_part_and_then_the_code_decides() -> None:
    assert [(found.code, found.matched) for found in search("惣菜")] == [("58", "惣菜"), ("09", "惣菜製造")]
    assert [(found.code, found.matched) for found in search("パン")] == [
        ("09", "パン製造"),
        ("58", "パン屋"),
        ("60", "プロパンガス"),
    ]


def test_what_is_found_says_what_it_is_and_why() -> None:
    assert search("らーめん") == [Found("76", "飲食店", "宿泊業、飲食サービス業", "ラーメン")]
    assert search("駐車場業") == [Found("693", "駐車場業", "不動産業、物品賃貸業", "")]
    assert search("3921") == [Found("3921", "情報処理サービス業", "情報通信業", "")]
    assert search("卸売業、小売業") == [Found("I", "卸売業、小売業", "卸売業、小売業", "")]


def test_a_name_wins_over_an_equal_word() -> None:
    assert search("郵便局")[0] == Found("86", "郵便局", "複合サービス事業", "")


def test_what_a_name_leaves_out_does_not_find_it() -> None:
    assert codes("養殖業") == ["04"]


@pytest.mark.parametrize(("limit", "found"), [(0, 0), (1, 1), (20, 20), (21, 21)])
def test_no_more_than_the_limit_is_found(limit: int, found: int) -> None:
    assert len(search("業", limit)) == found


def test_twenty_are_found_unless_told_otherwise() -> None:
    assert len(search("業")) == 20


def test_a_code_is_found_once() -> None:
    found = [hit.code for hit in search("業", 200)]
    assert len(found) == len(set(found)) > 50


def test_there_are_words_enough() -> None:
    assert len({word for words in WORDS.values() for word in words}) >= 300


def test_every_major_group_offered_has_words() -> None:
    assert {code for _, groups in choices() for code, _ in groups} <= set(WORDS)


@pytest.mark.parametrize("code", WORDS)
def test_words_stand_under_a_code_that_is_offered(code: str) -> None:
    assert code in {*OFFERED, *labels.DEEPER_INDUSTRIES, *(group for _, groups in choices() for group, _ in groups)}


@pytest.mark.parametrize("code", WORDS)
def test_every_word_finds_its_code(code: str) -> None:
    found = {word: {hit.code for hit in search(word) if hit.matched in (word, "")} for word in WORDS[code]}
    assert [word for word, codes_found in found.items() if code not in codes_found] == []


@pytest.mark.parametrize("code", WORDS)
def test_a_word_stands_under_a_code_once(code: str) -> None:
    assert sorted(WORDS[code]) == sorted(set(WORDS[code]))


def test_the_choices_are_all_major_groups_but_public_service_and_the_unclassified() -> None:
    groups = choices()
    assert [label for label, _ in groups] == [labels.DIVISIONS[letter] for letter in OFFERED]
    assert [code for _, rows in groups for code, _ in rows] == [f"{number:02d}" for number in range(1, 96)]
    assert dict(groups)["漁業"] == [("03", "漁業（水産養殖業を除く）"), ("04", "水産養殖業")]


NAMES = [
    ("E", "製造業"),
    ("S", "公務（他に分類されるものを除く）"),
    ("09", "食料品製造業"),
    ("99", "分類不能の産業"),
    ("391", "ソフトウェア業"),
    ("693", "駐車場業"),
    ("753", "下宿"),
    ("0911", "食料品製造業のうち分類0911"),
]


@pytest.mark.parametrize(("code", "name"), NAMES)
def test_a_code_has_a_name(code: str, name: str) -> None:
    assert name_of(code) == name


@pytest.mark.parametrize("text", ["", "U", "00", "9", "e", "０９", "39211"])
def test_what_is_no_code_has_no_name(text: str) -> None:
    with pytest.raises(ValueError, match=f"^{text}$"):
        name_of(text)
