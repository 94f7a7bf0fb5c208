"""What part of the answer is shown, and how: each filter alone against what the API's data say, all in the address."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qs

import pytest
from django.test import Client

from catalogue.labels import CERTIFICATIONS
from catalogue.models import AREAS, Ministry, SupportType
from tests.api.asking import MEASURES
from tests.web.company import FOUR, MAKER, asked, browser, codes
from tests.web.reading import Node, see

pytestmark = pytest.mark.usefixtures("real_stored", "db")

Json = dict[str, Any]
Holds = Callable[[Json, str], bool]

STARS = ["4-04", "1-05", "1-29"]
KURUMIN = [code for code, name in CERTIFICATIONS.items() if "くるみん" in name]
SUPPORTS = {code: str(label) for code, label in SupportType.choices}


def _supports(one: Json) -> list[str]:
    """What its programmes give, each kind once."""
    return list(dict.fromkeys(code for programme in one["programmes"] for code in programme["support_types"]))


def _prefers_kurumin(one: Json, value: str) -> bool:
    rows = [row for programme in one["programmes"] for row in programme["bonuses"]]
    return any(row["feature"] == "certifications" and set(row["values"]) & set(KURUMIN) for row in rows)


EVERY: Mapping[str, tuple[list[str], Holds]] = {
    "verdict": (["eligible", "needs_info", "ineligible"], lambda one, value: one["verdict"] == value),
    "area": ([str(area) for area in range(1, 11)], lambda one, value: str(one["measure"]["area"]) == value),
    "support": (list(SUPPORTS), lambda one, value: value in _supports(one)),
    "audience": (["direct", "indirect", "none"], lambda one, value: one["measure"]["audience"] == value),
    "availability": (["open", "upcoming", "closed", "unknown"], lambda one, value: one["availability"] == value),
    "kurumin": (["yes"], _prefers_kurumin),
    "star": (["yes"], lambda one, value: one["measure"]["code"] in STARS),
}
"""Filter → all its values, and when a measure is shown."""


@pytest.fixture(scope="module")
def found(real_stored: None) -> list[Json]:
    """The API's answer to the company without energy figures, of which much is open."""
    results: list[Json] = asked(FOUR)["results"]
    return results


@pytest.fixture
def client(db: None) -> Client:
    return browser(FOUR, STARS)


def shown(client: Client, **query: object) -> list[str]:
    return codes(see(client, "/results/", **({"show": 200} | query)))


def usable(found: list[Json]) -> list[Json]:
    return [one for one in found if one["verdict"] != "ineligible"]


def measures(found: list[Json]) -> list[str]:
    return [one["measure"]["code"] for one in found]


@pytest.mark.parametrize("name", EVERY)
def test_each_filter_shows_what_the_api_says(client: Client, found: list[Json], name: str) -> None:
    values, holds = EVERY[name]
    rest = found if name == "verdict" else usable(found)
    wanted = {value: measures([one for one in rest if holds(one, value)]) for value in values}
    assert {value: shown(client, **{name: value}) for value in values} == wanted
    assert any(wanted.values())
    assert all(len(codes) < len(rest) for codes in wanted.values())


def test_a_ministry_shows_all_that_it_takes_part_in(client: Client, found: list[Json]) -> None:
    names = list(Ministry.objects.values_list("name", flat=True))
    wanted = {name: measures([one for one in usable(found) if name in one["measure"]["ministries"]]) for name in names}
    assert {name: shown(client, ministry=name) for name in names} == wanted
    assert len(names) == 14


def test_filters_narrow_one_another_and_the_search(client: Client, found: list[Json]) -> None:
    searched = measures_of_api(client, "補助金")
    wanted = [
        one["measure"]["code"]
        for one in found
        if one["verdict"] == "eligible"
        and one["measure"]["area"] == 1
        and "経産省" in one["measure"]["ministries"]
        and one["measure"]["code"] in searched
    ]
    assert wanted
    assert shown(client, q="補助金", verdict="eligible", area=1, ministry="経産省") == wanted


# Search


def measures_of_api(client: Client, words: str) -> list[str]:
    response = client.get(MEASURES, query_params={"q": words, "page_size": 200})
    return [one["code"] for one in response.json()["results"]]


SEARCHES = [
    "IT導入補助金",
    "デジタル化・AI導入補助金",
    "事業承継・引継ぎ補助金",
    "事業承継・M&A補助金",
    "承継",
    "ｲﾝﾊﾞｳﾝﾄﾞ",
    "インバウンド",
    "いんばうんど",
    "電気代",
    "跡継ぎ",
    "ＧＸ",
    "4-04",
    "税制 賃上げ",
]


@pytest.mark.parametrize("words", SEARCHES)
def test_a_search_finds_the_same_as_the_api_in_the_order_of_the_answer(
    client: Client, found: list[Json], words: str
) -> None:
    there = measures_of_api(client, words)
    wanted = [code for code in measures(usable(found)) if code in there]
    assert wanted
    assert shown(client, q=words) == wanted


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("IT導入補助金", "デジタル化・AI導入補助金"),
        ("事業承継・引継ぎ補助金", "事業承継・M&A補助金"),
        ("ｲﾝﾊﾞｳﾝﾄﾞ", "いんばうんど"),
        ("GX", "ｇｘ"),
        ("承継\0", "  承継 "),
    ],
)
def test_old_and_new_names_and_all_spellings_find_the_same(client: Client, old: str, new: str) -> None:
    assert shown(client, q=old) == shown(client, q=new) != []


@pytest.mark.parametrize("words", ["", " ", "　"])
def test_no_word_is_no_search(client: Client, found: list[Json], words: str) -> None:
    assert shown(client, q=words) == measures(usable(found))


# Order and groups


def test_in_the_order_of_the_catalogue(client: Client, found: list[Json]) -> None:
    wanted = sorted(measures(usable(found)), key=lambda code: [int(part) for part in code.split("-")])
    assert shown(client, sort="catalogue") == wanted


def test_verdict_by_verdict_each_in_the_usual_order(client: Client, found: list[Json]) -> None:
    wanted = [
        one["measure"]["code"] for verdict in ("eligible", "needs_info") for one in found if one["verdict"] == verdict
    ]
    assert shown(client, sort="verdict") == wanted != measures(usable(found))


def groups(page: Node) -> dict[str, list[str]]:
    """Heading → measures, in the order of the page."""
    titles, lists = page.texts("h2.group-title"), page.all("ol.cards")
    return dict(zip(titles, [codes(one) for one in lists], strict=True))


def test_grouped_by_area(client: Client, found: list[Json]) -> None:
    wanted = {
        f"{area} {name}": measures([one for one in usable(found) if one["measure"]["area"] == area])
        for area, name in AREAS.items()
    }
    page = see(client, "/results/", show=200, group="area")
    assert list(groups(page).items()) == list(wanted.items())


def test_grouped_by_the_first_kind_of_support(client: Client, found: list[Json]) -> None:
    wanted = {
        label: measures([one for one in usable(found) if _supports(one)[0] == code])
        for code, label in SUPPORTS.items()
        if any(_supports(one)[0] == code for one in usable(found))
    }
    page = see(client, "/results/", show=200, group="support")
    assert list(groups(page).items()) == list(wanted.items())


def test_groups_are_made_of_what_is_shown_and_more_goes_on(client: Client, found: list[Json]) -> None:
    page = see(client, "/results/", group="area")
    assert sorted(codes(page)) == sorted(measures(usable(found))[:20])
    query = page.one("p.more").one("a")["href"].partition("#")[0]
    assert parse_qs(query.lstrip("?")) == {"group": ["area"], "show": ["40"]}


# The address


UNKNOWN = [
    {"verdict": "good"},
    {"area": 11},
    {"area": 0},
    {"area": "１"},
    {"ministry": "火星省"},
    {"ministry": "\0"},
    {"support": "money"},
    {"audience": "all"},
    {"availability": "開"},
    {"kurumin": "no"},
    {"star": "1"},
    {"sort": "points"},
    {"group": "ministry"},
    {"show": "many"},
    {"show": -20},
    {"show": "２０"},
    {"show": 0},
    {"show": 1000},
    {"show": "9" * 400},
    {"page": 3, "limit": 1, "capital_yen": 1},
]


@pytest.mark.parametrize("query", UNKNOWN, ids=str)
def test_what_is_not_known_is_left_out(client: Client, found: list[Json], query: dict[str, object]) -> None:
    assert codes(see(client, "/results/", **query)) == measures(usable(found))[:20]


@pytest.mark.parametrize(("show", "count"), [(19, 20), (20, 20), (21, 21), (60, 60), (999, 190)])
def test_how_many_are_shown(client: Client, found: list[Json], show: int, count: int) -> None:
    assert shown(client, show=show) == measures(usable(found))[:count]


ALL = {
    "q": "補助金",
    "verdict": "eligible",
    "area": "1",
    "ministry": "経産省",
    "support": "subsidy",
    "audience": "direct",
    "availability": "unknown",
    "kurumin": "yes",
    "star": "yes",
    "sort": "verdict",
    "group": "area",
}


def test_the_form_stands_as_the_address_says_and_sends_it_again(client: Client) -> None:
    form = see(client, "/results/", **ALL).one("form.filters")
    assert (form["method"], form["action"]) == ("get", "/results/")
    sent = {"q": form.one("#id_q")["value"]}
    for select in form.all("select"):
        sent[select["name"]] = next(one["value"] for one in select.all("option") if "selected" in one.attrs)
    assert sent == ALL
    assert "open" in form.one("details").attrs
    assert form.one("span.group__count").text == "7件の条件"


def test_each_filter_has_its_label_and_every_value_its_word(client: Client) -> None:
    form = see(client, "/results/").one("form.filters")
    labels = {label["for"]: label.text for label in form.all("label")}
    for control in (*form.all("select"), *form.all("input")):
        assert labels[control["id"]]
    assert all(form.texts("option"))
    assert "open" not in form.one("details").attrs


def test_nothing_but_choices_is_in_any_address_of_the_page() -> None:
    page = see(browser(MAKER, STARS), "/results/", **(ALL | {"show": 20, "star": "", "verdict": "needs_info", "q": ""}))
    names = {
        name
        for link in page.one("main").all("a")
        for name in parse_qs(link["href"].partition("?")[2].partition("#")[0])
    }
    assert names <= {*ALL, "show"}
