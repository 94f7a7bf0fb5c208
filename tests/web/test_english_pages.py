"""The pages in English: what is not the catalogue's own words is English, and the catalogue's words say that they are Japanese."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any
from unittest import mock

import pytest
from django.test import Client, override_settings

from catalogue.imports.gbizinfo.client import Unavailable
from catalogue.industries.search import FOLLOW_UPS
from catalogue.models import CatalogueState, Measure
from catalogue.web import health, prefill
from tests.web.company import FOUR, MAKER, browser, kept
from tests.web.reading import Node, page

pytestmark = pytest.mark.usefixtures("real_stored", "db")

JAPANESE = re.compile("[\u3001-\u30ff\u4e00-\u9fff\uff01-\uff9f]")
SHOWN = ("aria-label", "label", "title", "alt", "placeholder")
"""Attributes that are read out or shown."""

ENGLISH = {"accept-language": "en-GB,en;q=0.9,ja;q=0.5"}
COMPANY: Mapping[str, Any] = {
    **MAKER,
    "name": "Mihon Foods",
    "corporate_number": "7000012050002",
    "founded_on": "1968-04-01",
    "annual_energy_kl": 1234.5,
    "annual_sales_yen": 900_000_000,
    "other_industries": ["391"],
    "other_prefectures": ["13", "27"],
    "certifications": ["kurumin_try", "dx_certified"],
}
STARS = ("1-05", "4-01", "3-01", "6-14", "9-05")


def left_over(node: Node) -> Iterator[str]:
    """Texts with Japanese in them, outside of what says that it is Japanese; icons are left out."""
    for one in node.inside:
        if isinstance(one, str):
            if JAPANESE.search(one):
                yield " ".join(one.split())
        elif one.attrs.get("lang") != "ja" and one.attrs.get("aria-hidden") != "true":
            yield from (one.attrs[name] for name in SHOWN if JAPANESE.search(one.attrs.get(name, "")))
            yield from left_over(one)


def english(client: Client, address: str, posted: Mapping[str, Any] | None = None, status: int = 200) -> Node:
    """The page at *address*, or what comes of a form, all of it in English."""
    response = client.get(address, headers=ENGLISH) if posted is None else client.post(address, posted, headers=ENGLISH)
    shown = page(response, status)
    assert response["Content-Language"] == "en"
    assert shown.one("html")["lang"] == "en"
    assert list(left_over(shown)) == []
    return shown


FORM = ["/profile/basics/", "/profile/size/", "/profile/topics/", "/profile/situations/", "/profile/certifications/"]
RESULTS = [
    "/results/",
    "/results/?group=area&show=200",
    "/results/?group=support&sort=verdict&show=200",
    "/results/?verdict=ineligible&show=200",
    "/results/?verdict=needs_info&star=yes",
    "/results/?q=DX&ministry=経産省",
    "/results/near/",
    "/results/roadmap/",
    "/results/compare/",
    "/results/shares/",
]
OTHER = ["/", "/privacy/", "/profile/check/", "/profile/delete/", "/profile/deleted/", "/measures/"]


@pytest.mark.parametrize("address", [*OTHER, *FORM, *RESULTS])
def test_a_page_is_english_with_answers_and_without(address: str) -> None:
    english(Client(), address)
    english(browser(FOUR), address)
    english(browser(COMPANY, STARS, pages=["basics", "size"]), address)


@pytest.mark.parametrize("address", ["/measures/?q=DX", "/measures/?q=zzzz", "/measures/?area=9&support=subsidy", "/measures/?page=3"])  # fmt: skip
def test_a_search_is_english_whatever_it_finds(address: str) -> None:
    english(Client(), address)


def test_every_measure_is_english_but_for_its_own_words() -> None:
    asked, blank = browser(COMPANY, STARS), Client()
    for code in Measure.objects.in_order().values_list("code", flat=True):
        for client in (asked, blank):
            shown = page(client.get(f"/measures/{code}/", headers=ENGLISH))
            shown.one("head").one("title").inside.clear()  # the measure's title, where nothing can be marked
            assert list(left_over(shown)) == [], code
            assert shown.one("h1")["lang"] == "ja"


def test_the_print_and_what_others_are_shown_are_english() -> None:
    client = browser(COMPANY, STARS)
    sheet = english(client, "/results/print/")
    assert "As of 23 November 2026" in sheet.one("main").text
    client.post("/results/shares/new/")
    english(client, "/results/shares/")
    english(Client(), f"/shared/{kept(client).shares.get().key}/")
    english(browser({"founded_year": 1968}), "/results/print/")


MISTAKES: list[tuple[str, Mapping[str, Any]]] = [
    ("basics", {"entity_type": "spaceship", "industry_q": "zzzz", "corporate_number": "123"}),
    ("basics", {"industry_q": "restaurant", "corporate_number": "8000012050002", "name": "a\x00"}),
    ("size", {"employees": "", "capital_yen": "2千5", "founded_on": "43", "annual_sales_yen": "-1", "annual_energy_kl": "1〜2"}),
    ("size", {"employees": "三千五", "capital_yen": "0.00001", "founded_on": "昭和65年", "annual_energy_kl": "②"}),
    ("size", {"employees": "1.5", "capital_yen": "九千兆", "founded_on": "2025年度", "annual_energy_kl": "9999999999999"}),
    ("size", {"employees": "100、200", "capital_yen": "1" * 61, "founded_on": "2027", "annual_energy_kl": "many"}),
    ("size", {"employees": "ありません?", "capital_yen": "不明", "founded_on": "2023-02-30", "annual_energy_kl": "〇"}),
    ("size", {"employees": "99999999999", "founded_on": "令和元年4月30日", "annual_sales_yen": "much"}),
    ("topics", {"topics": ["none", "dx"]}),
    ("situations", {"situations": ["none", "exporting"]}),
    ("certifications", {"certifications": ["none", "kurumin"]}),
]  # fmt: skip


@pytest.mark.parametrize(("slug", "typed"), MISTAKES)
def test_mistakes_are_said_in_english(slug: str, typed: Mapping[str, Any]) -> None:
    shown = page(Client().post(f"/profile/{slug}/", typed, headers=ENGLISH), 422)
    assert shown.one("title").text.startswith("Error: ")
    said = " ".join([*shown.one("#errors").texts("li"), *shown.texts(".field__error")])
    for text in filter(JAPANESE.search, map(str, typed.values())):
        said = said.replace(text, "")  # what was typed may be quoted
    assert not JAPANESE.search(said), said


@pytest.mark.parametrize("group", FOLLOW_UPS)
def test_the_question_for_six_industries_is_english(group: str) -> None:
    client = browser({**FOUR, "industry": group})
    english(client, "/profile/industry/")
    english(client, "/profile/industry/", {"industry": "zzz"}, 422)


@pytest.mark.parametrize("words", ["restaurant", "ラーメン屋", "zzzz", "391"])
def test_the_industries_found_are_english(words: str) -> None:
    found = page(Client().post("/profile/industry/search/", {"industry_q": words}, headers=ENGLISH))
    assert list(left_over(found)) == [] if words != "zzzz" else "Nothing was found for “zzzz”." in found.text


def test_an_answer_in_place_tells_in_english_what_it_changed() -> None:
    client = browser({**FOUR, "topics": ["dx"]})
    for posted in (
        {"question": "capital_yen", "capital_yen": "¥900,000,000,000"},
        {"question": "situations", "situations": ["exporting", "foreign_workers"]},
        {"question": "other_industries", "other_industries": "none"},
    ):
        assert client.post("/results/answer/", posted, headers=ENGLISH).status_code == 302
        changes = english(client, "/results/?changed=yes").one("#changes")
        assert "Your answer — " in changes.text
    english(client, "/results/answer/", {"question": "employees", "employees": "50-60"}, 422)


GBIZINFO: Mapping[str, object] = {
    "corporate_number": "7000012050002",
    "name": "株式会社みほん",
    "kind": "301",
    "location": "長野県長野市",
    "capital_stock": 10_000_000,
    "employee_number": 40,
    "date_of_establishment": "1968-04-01",
    "update_date": "2026-10-01T00:00:00+09:00",
    "close_date": "2026-09-30",
    "certification": [{"title": "DX認定制度", "date_of_approval": "2025-01-02"}],
}


@override_settings(GBIZINFO_TOKEN="token")
def test_suggestions_are_english_and_so_is_why_there_are_none() -> None:
    client = browser(COMPANY)
    english(client, "/profile/basics/")
    english(client, "/profile/prefill/")
    with mock.patch.object(prefill, "fetch", return_value=GBIZINFO):
        shown = english(client, "/profile/prefill/", {})
    assert "closed on 30 September 2026" in shown.one("main").text
    assert "Head office location: Nagano as of 1 October 2026" in shown.one("main").text
    assert "DX certification (2 January 2025)" in shown.one("main").text
    for answer in ({"return_value": None}, {"side_effect": Unavailable("timeout")}):
        with mock.patch.object(prefill, "fetch", **answer):
            english(client, "/profile/prefill/", {})


def test_error_pages_are_english() -> None:
    client = Client(raise_request_exception=False)
    english(client, "/no-such-page/", status=404)
    with mock.patch.object(health, "status", side_effect=RuntimeError):
        english(client, "/", status=500)
    asked = browser(FOUR)
    with mock.patch.object(CatalogueState, "current_version", return_value=""):
        english(asked, "/results/", status=503)


def test_files_have_english_headings() -> None:
    text = browser(COMPANY).get("/results/list.csv", headers=ENGLISH).content.decode("utf-8-sig")
    assert text.startswith(
        "Rank,Measure number,Measure,Area,Ministry,Verdict,Availability,Score,Kind of support,Summary,"
    )
    assert "\r\nRegular employees,47 people\r\n" in text


def test_a_visitor_whose_language_is_another_reads_japanese() -> None:
    for languages in ("ja", "fr", "*"):
        response = Client().get("/", headers={"accept-language": languages})
        assert page(response).one("html")["lang"] == "ja"
        assert response["Content-Language"] == "ja"
        assert "Accept-Language" in response["Vary"]


def test_the_api_answers_in_japanese_unless_asked_otherwise() -> None:
    body = {"profile": dict(FOUR), "as_of": date(2026, 11, 23).isoformat(), "limit": 200, "include_ineligible": True}

    def asked(headers: Mapping[str, str]) -> str:
        response = Client().post("/api/v1/matches/", body, content_type="application/json", headers=headers)
        assert response.status_code == 200
        return response.content.decode()

    assert asked({}) == asked({"accept-language": "ja"}) == asked({"accept-language": "fr"})
    assert "を答えると" in asked({})
    assert "Answering “" in asked(ENGLISH)
