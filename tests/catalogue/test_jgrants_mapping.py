"""Programmes that a call may belong to: the real catalogue by its names, and never a link."""

import pytest

from catalogue.imports.jgrants.client import LONGEST_KEYWORD, SHORTEST_KEYWORD
from catalogue.imports.jgrants.mapping import GENERAL, LEAST_SCORE, MOST_SUGGESTIONS, Names, Suggestion
from catalogue.models import Programme

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("real_stored")]

FIRST = [
    ("令和8年度 ものづくり・商業・サービス生産性向上促進補助金（第23次公募）", "seisansei-kakumei"),
    ("小規模事業者持続化補助金＜一般型 通常枠＞第20回", "seisansei-kakumei"),
    ("ＩＴ導入補助金２０２５", "seisansei-kakumei"),
    ("事業承継・Ｍ＆Ａ補助金（14次公募）専門家活用枠", "seisansei-kakumei"),
    ("中小企業新事業進出補助金 第5回公募", "jigyo-saikochiku"),
    ("省エネルギー投資促進支援事業費補助金 ３次公募", "shoene-toshi-shien"),
    ("中小企業省力化投資補助金（一般型・第7回公募）", "shoryokuka-toshi"),
    ("令和８年度　フェムテック等サポートサービス実証事業費補助金", "femtech-jissho"),
]


@pytest.mark.parametrize(("title", "code"), FIRST)
def test_a_name_in_the_title_leads_to_its_programme(title: str, code: str) -> None:
    first = Names.stored().suggest(title)[0]
    assert (first.programme, first.score) == (code, 100)
    assert first.why.endswith("が公募名に含まれています。")


def test_a_name_that_is_near_is_suggested_as_such() -> None:
    first, *_others = Names.stored().suggest("海外サプライチェーン多元化支援事業")
    assert first.programme == "kaigai-supply-chain-tagenka"
    assert LEAST_SCORE <= first.score < 100
    assert first.why == "公募名が「海外サプライチェーン多元化等支援事業」に似ています。"


@pytest.mark.parametrize(
    "title",
    ["東京都 設備投資緊急支援事業", "架空市空き店舗活用補助金", "補助金", "令和8年度 第3次", "", "？"],
)
def test_what_has_no_name_in_common_suggests_nothing(title: str) -> None:
    assert Names.stored().suggest(title) == []


@pytest.mark.parametrize("title", ["DX投資促進税制の活用支援", "事業継続力強化計画策定支援補助金"])
def test_neither_a_tax_nor_a_certification_has_calls(title: str) -> None:
    suggested = [one.programme for one in Names.stored().suggest(title)]
    given = Programme.objects.filter(code__in=suggested).exclude(supports__code__in=("subsidy", "grant"))
    assert not given.exists()


def test_what_every_name_has_makes_none_of_them_near() -> None:
    names = Names([("a", "水産加工支援補助金"), ("b", "農業機械支援補助金"), ("c", "伝統工芸支援補助金")])
    assert names.suggest("空き家支援補助金") == []
    assert [one.programme for one in names.suggest("水産加工の補助金")] == ["a"]


def test_a_programme_is_suggested_once_by_its_best_name() -> None:
    names = Names([("a", "省力化補助金"), ("a", "中小企業省力化投資補助金"), ("b", "農業機械補助金")])
    assert names.suggest("中小企業省力化投資補助金") == [
        Suggestion("a", 100, "「中小企業省力化投資補助金」が公募名に含まれています。")
    ]


def test_of_two_names_in_a_title_the_longer_comes_first() -> None:
    names = Names([("a", "省力化投資"), ("b", "省力化投資補助金"), ("c", "省力化投資")])
    assert [one.programme for one in names.suggest("省力化投資補助金")] == ["b", "a", "c"]


def test_no_more_are_suggested_than_anybody_reads() -> None:
    names = Names((f"p-{number}", "省力化投資") for number in range(9))
    assert [one.programme for one in names.suggest("省力化投資")] == [
        f"p-{number}" for number in range(MOST_SUGGESTIONS)
    ]


def test_a_name_of_three_letters_stands_in_too_many_titles() -> None:
    names = Names([("a", "未来法"), ("b", "地域未来")])
    assert [one.programme for one in names.suggest("地域未来法の補助金")] == ["b"]


def test_the_keywords_are_ones_that_the_list_takes() -> None:
    keywords = Names.stored().keywords()
    assert keywords[: len(GENERAL)] == GENERAL
    assert len(set(keywords)) == len(keywords)
    assert all(SHORTEST_KEYWORD <= len(word) <= LONGEST_KEYWORD for word in keywords)
    assert "フェムテック等サポートサービス実証事業" in keywords
    assert "フェムテック補助金" not in keywords  # found by 補助金


def test_the_names_take_two_queries(django_assert_num_queries: object) -> None:
    with django_assert_num_queries(2):  # type: ignore[operator]
        Names.stored()
