"""What is published is what everybody is told: the API answers by the new rule from its day on, and by the old one before."""

import datetime
from typing import Any

import pytest
from django.test import Client

from catalogue.models import Programme, User
from catalogue.publishing import publish
from tests.publishing.drafting import NOW, handed_in

WINTER = datetime.date(2026, 12, 1)
SHOP = {"entity_type": "corporation", "industry": "58", "capital_yen": 500_000_000, "employees": 250}


def answer(client: Client, day: str) -> dict[str, Any]:
    body = {"profile": SHOP, "as_of": day, "include_ineligible": True}
    found: dict[str, Any] = client.post("/api/v1/matches/", body, "application/json").json()
    return found


def verdict(client: Client, day: str) -> str:
    found: dict[str, str] = {one["measure"]["code"]: one["verdict"] for one in answer(client, day)["results"]}
    return found["1-01"]


@pytest.mark.parametrize(
    ("day", "before", "after"), [("2026-11-30", "eligible", "eligible"), ("2026-12-01", "eligible", "ineligible")]
)
def test_the_api_answers_by_the_rule_of_the_day(
    programme: Programme, editor: User, approver: User, client: Client, day: str, before: str, after: str
) -> None:
    assert verdict(client, day) == before
    publish(handed_in(programme, 200, editor), approver, WINTER, NOW)
    assert verdict(client, day) == after


def test_the_answer_of_a_past_day_stays_the_same_but_for_the_name_of_the_catalogue(
    programme: Programme, editor: User, approver: User, client: Client
) -> None:
    before = answer(client, "2026-11-30")
    publish(handed_in(programme, 200, editor), approver, WINTER, NOW)
    after = answer(client, "2026-11-30")
    assert [key for key in before if before[key] != after[key]] == ["catalogue_version"]
