"""Companies judged by reading the source as an experienced advisor would (judged_companies.json): what leads, stands first.

Each measure was graded twice, independently: 3 lead with it, 2 clearly relevant and usable; ``excluded`` is what both readings
say that a stated condition rules out. Only areas whose conditions are encoded are asked for their leads.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

pytestmark = pytest.mark.usefixtures("real_stored", "db")

JUDGED = json.loads(Path(__file__).with_name("judged_companies.json").read_text(encoding="utf-8"))
COMPANIES = {company["id"]: company for company in JUDGED["companies"]}

ENCODED_AREAS = ("1-", "4-", "9-")
FIRST = 10


def leads(company: Mapping[str, Any]) -> set[str]:
    return {code for code, grade in company["grades"].items() if grade == 3 and code.startswith(ENCODED_AREAS)}


@pytest.fixture
def places(client: Client, company: str) -> list[tuple[str, str]]:
    """(measure, verdict) of the whole list, in order."""
    body = {
        "profile": COMPANIES[company]["profile"],
        "as_of": JUDGED["as_of"],
        "limit": 200,
        "include_ineligible": True,
    }
    response = client.post("/api/v1/matches/", body, content_type="application/json")
    assert response.status_code == 200, response.content.decode()
    return [(one["measure"]["code"], one["verdict"]) for one in response.json()["results"]]


@pytest.mark.parametrize("company", [name for name, company in COMPANIES.items() if leads(company)])
def test_what_to_lead_with_stands_among_the_first(company: str, places: list[tuple[str, str]]) -> None:
    first = {code for code, _ in places[:FIRST]}
    assert leads(COMPANIES[company]) - first == set()


@pytest.mark.parametrize("company", COMPANIES)
def test_what_a_stated_condition_rules_out_is_not_offered(company: str, places: list[tuple[str, str]]) -> None:
    eligible = {code for code, verdict in places if verdict == "eligible"}
    assert set(COMPANIES[company]["excluded"]) & eligible == set()


@pytest.mark.parametrize("company", COMPANIES)
def test_what_is_clearly_usable_is_not_refused(company: str, places: list[tuple[str, str]]) -> None:
    ineligible = {code for code, verdict in places if verdict == "ineligible"}
    usable = {code for code, grade in COMPANIES[company]["grades"].items() if grade >= 2}
    assert usable & ineligible == set()


def test_there_are_companies_to_judge() -> None:
    assert len(COMPANIES) == 10
    assert sum(bool(leads(company)) for company in COMPANIES.values()) >= 5
