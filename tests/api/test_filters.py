"""The filters of the list: each finds what the measures themselves say, on the real catalogue."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from django.test import Client

from catalogue.labels import TOPICS
from catalogue.models import Ministry, SupportType
from tests.api.asking import MEASURES, errors
from tests.bad_input import BAD_TEXT

pytestmark = pytest.mark.usefixtures("real_stored", "db")

Json = Mapping[str, Any]

FLAGS = {"true": True, "false": False}
EVERY = {
    "area": ([str(area) for area in range(1, 11)], lambda measure, value: measure["area"] == int(value)),
    "audience": (["direct", "indirect", "none"], lambda measure, value: measure["audience"] == value),
    "is_new": (list(FLAGS), lambda measure, value: measure["is_new"] is FLAGS[value]),
    "kurumin_bonus": (list(FLAGS), lambda measure, value: measure["kurumin_bonus"] is FLAGS[value]),
    "topic": (list(TOPICS), lambda measure, value: value in measure["topics"]),
    "support_type": (
        SupportType.values,
        lambda measure, value: any(value in programme["support_types"] for programme in measure["programmes"]),
    ),
}
"""Filter → all its values, and when a measure is found."""


@pytest.fixture(scope="module")
def whole(real_stored: None) -> list[Json]:
    """The whole catalogue, in order."""
    return found(Client())


def found(client: Client, **query: object) -> list[Json]:
    response = client.get(MEASURES, query_params={"page_size": 200} | query)
    assert response.status_code == 200, response.content.decode()
    assert response.json()["count"] == len(response.json()["results"])
    return response.json()["results"]


def codes(measures: list[Json]) -> list[str]:
    return [measure["code"] for measure in measures]


@pytest.mark.parametrize("name", EVERY)
def test_a_filter_finds_what_the_measures_themselves_say(client: Client, whole: list[Json], name: str) -> None:
    values, holds = EVERY[name]
    departing = [
        value
        for value in values
        if codes(found(client, **{name: value})) != codes([measure for measure in whole if holds(measure, value)])
    ]
    assert departing == []


def test_a_ministry_is_found_wherever_it_takes_part(client: Client, whole: list[Json]) -> None:
    names = list(Ministry.objects.values_list("name", flat=True))
    assert len(names) == 14
    for name in names:
        assert codes(found(client, ministry=name)) == codes([one for one in whole if name in one["ministries"]])


@pytest.mark.parametrize(
    ("query", "holds"),
    [
        ({"area": 1, "is_new": "true"}, lambda one: one["area"] == 1 and one["is_new"]),
        ({"area": 1, "kurumin_bonus": "true"}, lambda one: one["area"] == 1 and one["kurumin_bonus"]),
        (
            {"ministry": "中企庁", "audience": "direct", "topic": "succession"},
            lambda one: "中企庁" in one["ministries"] and one["audience"] == "direct" and "succession" in one["topics"],
        ),
        ({"area": 9, "q": "9-09"}, lambda one: one["code"] == "9-09"),
    ],
)
def test_filters_narrow_one_another(
    client: Client, whole: list[Json], query: Json, holds: Callable[[Json], bool]
) -> None:
    expected = codes([one for one in whole if holds(one)])
    assert expected
    assert codes(found(client, **query)) == expected


SAME = [
    ("gx", ["GX", "ＧＸ", "ｇｘ", "Gx", " gx ", "　ＧＸ　"]),
    ("dx認定", ["DX認定", "ＤＸ認定", "Dx認定"]),
    ("グリーン", ["ｸﾞﾘｰﾝ", "グリーン "]),
    ("1-05", ["１-０５", "1－05"]),
    ("承継 補助金", ["補助金 承継", "承継　補助金", "  承継\t補助金 "]),
]


@pytest.mark.parametrize(("word", "others"), SAME)
def test_widths_cases_and_the_order_of_words_do_not_matter(client: Client, word: str, others: list[str]) -> None:
    expected = codes(found(client, q=word))
    assert expected
    for other in others:
        assert codes(found(client, q=other)) == expected


@pytest.mark.parametrize("word", ["輸出", "承継", "脱炭", "賃上", "観光", "農業"])
def test_a_word_of_two_characters_is_found_in_the_text(client: Client, whole: list[Json], word: str) -> None:
    measures = found(client, q=word)
    assert 0 < len(measures) < 190
    plainly = [one for one in whole if word in one["title"] or word in one["summary"]]
    assert set(codes(plainly)) <= set(codes(measures))


def test_every_word_must_be_found(client: Client) -> None:
    one, other = codes(found(client, q="輸出")), codes(found(client, q="食品"))
    assert set(codes(found(client, q="輸出 食品"))) == set(one) & set(other)


@pytest.mark.parametrize("sign", ["%", "_", "\\", "'", '"', "' OR 1=1 --"])
def test_a_sign_means_itself(client: Client, sign: str) -> None:
    assert len(found(client, q=sign)) < 10


@pytest.mark.parametrize("query", [{"q": ""}, {"q": "　 "}, {"area": ""}, {"ministry": ""}, {"topic": "", "page": ""}])
def test_an_empty_filter_is_none(client: Client, query: Json) -> None:
    assert client.get(MEASURES, query_params={"page_size": 1} | query).json()["count"] == 190


PER_PAGE = "1以上200以下の整数で書いてください。"
PAGE = "1以上1,000,000以下の整数で書いてください。"
FLAG = "true か false で書いてください。"
AREAS = "使えるのは 1、2、3、4、5、6、7、8、9、10 です。"
MINISTRY = "この府省庁はありません。経産省、中企庁のように、カタログにある名前で書いてください。"
TWICE = "同じ絞り込みが二度書かれています。一つにしてください。"
NAMES = (
    "この絞り込みはありません。使えるのは size、industry、prefecture、availability、changed_since、q、area、ministry、audience、is_new、"
    "support_type、topic、kurumin_bonus、page、page_size、cursor、ordering、fields です。"
)

BAD = [
    ("area=11", [("/area", f"「11」という値はありません。{AREAS}")]),
    ("area=%EF%BC%91", [("/area", f"「１」という値はありません。{AREAS}")]),
    ("area=1&area=4", [("/area", TWICE)]),
    ("audience=all", [("/audience", "「all」という値はありません。使えるのは direct、indirect、none です。")]),
    ("is_new=yes", [("/is_new", FLAG)]),
    ("is_new=True", [("/is_new", FLAG)]),
    ("kurumin_bonus=1", [("/kurumin_bonus", FLAG)]),
    ("ministry=%E7%B5%8C%E6%B8%88%E7%9C%81", [("/ministry", MINISTRY)]),
    ("page=0", [("/page", PAGE)]),
    ("page=last", [("/page", PAGE)]),
    ("page=-1", [("/page", PAGE)]),
    ("page=1e3", [("/page", PAGE)]),
    (f"page={'9' * 5000}", [("/page", PAGE)]),
    ("page_size=0", [("/page_size", PER_PAGE)]),
    ("page_size=201", [("/page_size", PER_PAGE)]),
    ("page_size=%EF%BC%95", [("/page_size", PER_PAGE)]),
    ("page_size=5.0", [("/page_size", PER_PAGE)]),
    ("topik=dx", [("/topik", "この絞り込みはありません。「topic」ではありませんか。")]),
    ("format=xml", [("/format", NAMES)]),
    ("a/b~c=1", [("/a~1b~0c", NAMES)]),
    ("%00=1", [("/\0", NAMES)]),
    ("q=%00", [("/q", BAD_TEXT)]),
    ("q=gx&topik=dx&area=11&page=x", None),
]


@pytest.mark.parametrize(("query", "expected"), BAD, ids=[query[:40] for query, _ in BAD])
def test_a_filter_that_means_nothing_is_refused(
    client: Client, query: str, expected: list[tuple[str, str]] | None
) -> None:
    found = errors(client.get(f"{MEASURES}?{query}"))
    if expected is None:
        assert [pointer for pointer, _ in found] == ["/topik", "/page", "/area"]
    else:
        assert found == expected


@pytest.mark.parametrize("name", ["q", "area", "ministry", "audience", "is_new", "support_type", "topic"])
def test_a_nul_in_any_filter_is_refused(client: Client, name: str) -> None:
    assert [pointer for pointer, _ in errors(client.get(f"{MEASURES}?{name}=%00"))] == [f"/{name}"]


def test_a_search_without_end_is_refused(client: Client) -> None:
    assert len(found(client, q="あ" * 200)) == 0
    assert [pointer for pointer, _ in errors(client.get(MEASURES, query_params={"q": "あ" * 201}))] == ["/q"]
