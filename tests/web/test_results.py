"""The answer: the places and figures of the API, what is shown first, and what is said where there is nothing to show."""

from __future__ import annotations

from typing import Any
from urllib.parse import urldefrag

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalogue.models import CatalogueState, Measure
from catalogue.models.draft import KEPT_FOR
from tests.web.company import FOUR, JUDGED, MAKER, asked, browser, codes, kept
from tests.web.reading import Node, page, see

pytestmark = pytest.mark.usefixtures("real_stored", "db")

DAYS = ("2024-03-31", "2026-11-26")
COMPANIES = ("P01", "P36", "Q25", "R06")
"""A parts maker; a company of which two things are known; a large NPO; a hotel with a restaurant."""


def places(shown: Node) -> list[tuple[str, str, str]]:
    """(place, measure, verdict) of every card."""
    found = []
    for card in shown.all("li.card"):
        verdict = next(name for name in card.classes if name != "card").removeprefix("card--")
        found.append((card.one("p.card__rank").text.removeprefix("順位 "), card["id"].removeprefix("m-"), verdict))
    return found


def told(found: list[dict[str, Any]]) -> list[tuple[str, str, str]]:
    return [(str(one["rank"]), one["measure"]["code"], one["verdict"]) for one in found]


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("company", COMPANIES)
def test_the_order_is_that_of_the_api(company: str, day: str) -> None:
    with time_machine.travel(f"{day}T10:00:00+09:00", tick=False):
        answers = JUDGED[company]
        found, client = asked(answers)["results"], browser(answers)
        usable = [one for one in found if one["verdict"] != "ineligible"]
        assert len(found) == 190
        assert places(see(client, "/results/", show=200)) == told(usable)
        assert places(see(client, "/results/", show=200, verdict="ineligible")) == told(found[len(usable) :])


def test_more_adds_twenty_and_stays_at_the_last_one_until_nothing_is_left() -> None:
    client = browser(MAKER)
    wanted = told([one for one in asked(MAKER)["results"] if one["verdict"] != "ineligible"])
    address, seen = "/results/", 0
    while address:
        shown = see(client, address)
        found = places(shown)
        seen += 20
        assert found == wanted[:seen]
        assert f"{len(wanted)}件のうち{len(found)}件を表示しています。" in shown.one("p.count").text
        more = [link for box in shown.all("p.more") for link in box.all("a")]
        assert len(more) == (1 if seen < len(wanted) else 0)
        address = ""
        if more:
            query, fragment = urldefrag(more[0]["href"])
            assert fragment == f"m-{found[-1][1]}"
            address = f"/results/{query}"
    assert seen >= len(wanted)


@pytest.mark.parametrize("company", COMPANIES)
def test_the_headline_figures_are_those_of_the_api_and_lead_to_what_they_count(company: str) -> None:
    answers = JUDGED[company]
    client, counts = browser(answers), asked(answers)["counts"]
    shown = see(client, "/results/")
    assert shown.one("p.figures__lead").text == "190施策のうち"
    figures = shown.one("dl.figures")
    assert figures.texts("dt") == ["条件に合う可能性が高い", "確認が必要", "条件に合わない"]
    assert figures.texts("dd") == [f"{counts[verdict]}件を見る" for verdict in ("eligible", "needs_info", "ineligible")]
    for link, (verdict, count) in zip(figures.all("a"), counts.items(), strict=True):
        one = see(client, f"/results/{link['href']}&show=200")
        assert {place[2] for place in places(one)} <= {verdict}
        assert len(places(one)) == count


def test_the_figures_count_all_measures_whatever_is_chosen() -> None:
    client = browser(MAKER)
    plain = see(client, "/results/").one("dl.figures")
    narrow = see(client, "/results/", area=4, support="subsidy", q="補助金", star="yes", show=60).one("dl.figures")
    assert narrow.texts("dd") == plain.texts("dd")
    assert [link["href"] for link in narrow.all("a")] == [link["href"] for link in plain.all("a")]


@pytest.mark.parametrize("answers", [MAKER, FOUR], ids=["named", "not named"])
def test_it_says_for_whom_and_of_which_day(answers: dict[str, Any]) -> None:
    found, shown = asked(answers), see(browser(answers), "/results/")
    assert shown.one("h1").text == ("株式会社みほんの支援施策" if "name" in answers else "使えそうな支援施策")
    assert found["company_size"]["why"] in shown.one("p.size").text
    assert f"基準日 2026年11月23日、カタログの版 {found['catalogue_version']}。" in shown.one("p.page__note").text


def test_what_is_typed_is_text_and_nothing_else() -> None:
    client = browser(MAKER | {"name": '<b>"A&B"</b>'})
    for address in ("/results/", "/results/print/"):
        assert '<b>"A&B"</b>' in see(client, address).one("h1").text
    shown = see(client, "/results/", q='"><script>x</script>')
    assert shown.one("#id_q")["value"] == '"><script>x</script>'


# Where there is nothing to show


@pytest.mark.parametrize("address", ["/results/", "/results/near/", "/results/roadmap/", "/results/compare/"])
def test_without_answers_it_says_how_to_begin(address: str) -> None:
    for client in (Client(), browser({}), browser({}, ["1-05"])):
        shown = see(client, address)
        assert shown.one("h1").text == "まだ答えがありません"
        assert [link["href"] for link in shown.one("main").all("a")] == ["/profile/", "/measures/"]


def test_answers_are_there_for_thirty_days_and_no_longer() -> None:
    client = browser(MAKER)
    touched = kept(client).touched_at
    for more, heading in ((KEPT_FOR, "株式会社みほんの支援施策"), (KEPT_FOR * 1.0001, "まだ答えがありません")):
        with time_machine.travel(touched + more, tick=False):
            assert see(client, "/results/").one("h1").text == heading


@pytest.mark.parametrize("key", ["", "x", "x" * 43, "x" * 101, "é", "\x00"])
def test_a_key_that_nobody_has_opens_nothing(key: str) -> None:
    browser(MAKER)
    client = Client()
    client.cookies["draft"] = key
    assert see(client, "/results/").one("h1").text == "まだ答えがありません"


@pytest.mark.parametrize("query", [{"q": "くじらの水族館"}, {"star": "yes"}, {"area": 8, "ministry": "法務省"}])
def test_where_nothing_is_found_it_says_so_and_how_to_go_on(query: dict[str, object]) -> None:
    shown = see(browser(MAKER), "/results/", **query)
    assert codes(shown) == []
    assert "0件のうち0件を表示しています。" in shown.one("p.count").text
    assert "この条件に合う施策はありません。条件を外すか、別の言葉で探してください。" in shown.one("main").text
    assert [link["href"] for link in shown.one("form.filters").all("a")] == ["/results/"]
    assert shown.all("p.more") == []


# Without a catalogue


@pytest.fixture
def emptied(real_stored: None, db: None) -> None:
    Measure.objects.all().delete()
    CatalogueState.objects.all().delete()


NEEDS_A_CATALOGUE = [
    ("get", "/measures/"),
    ("get", "/results/"),
    ("get", "/results/near/"),
    ("get", "/results/roadmap/"),
    ("get", "/results/compare/"),
    ("get", "/results/print/"),
    ("get", "/results/list.csv"),
    ("get", "/results/list.xlsx"),
    ("get", "/results/days.ics"),
    ("post", "/results/shares/new/"),
]


@pytest.mark.usefixtures("emptied")
@pytest.mark.parametrize(("method", "address"), NEEDS_A_CATALOGUE)
def test_without_a_catalogue_it_asks_for_patience(method: str, address: str) -> None:
    client = browser(MAKER)
    response = getattr(client, method)(address)
    shown = page(response, 503)
    assert shown.one("h1").text == "ただいま準備しています"
    assert "答えは保存されています" in shown.one("main").text
    assert response["Retry-After"] == "60"
    assert kept(client).answers == MAKER


@pytest.mark.usefixtures("emptied")
def test_without_a_catalogue_an_answer_in_place_is_kept_all_the_same() -> None:
    client = browser(MAKER)
    given = {"question": "annual_energy_kl", "annual_energy_kl": "800"}
    page(client.post("/results/answer/", given, follow=True), 503)
    assert kept(client).answers == MAKER | {"annual_energy_kl": 800}
    page(client.post("/results/answer/", given | {"annual_energy_kl": "たくさん"}), 503)


# How often the database is asked


def queries(client: Client, address: str) -> int:
    see(client, address)  # the first one compiles the catalogue
    with CaptureQueriesContext(connection) as captured:
        see(client, address)
    return len(captured)


@pytest.mark.parametrize("address", ["/results/?show=200", "/results/near/", "/results/roadmap/", "/results/print/"])
def test_three_measures_take_as_many_queries_as_all(address: str) -> None:
    client = browser(MAKER)
    whole = queries(client, address)
    Measure.objects.exclude(code__in=["1-05", "1-12", "4-04"]).delete()
    CatalogueState.objects.update(version="three")
    assert len(codes(see(client, "/results/?show=200"))) == 3
    assert queries(client, address) == whole
    assert whole <= 4
