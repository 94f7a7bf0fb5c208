"""Clients through the API: those of the key's organisation and of no other, added as by hand, matched as they are kept."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalogue.models import Client, Scope
from tests.api.partners import Partner, partner
from tests.console import small
from tests.console.people import FACTS, NUMBERS, OURS, THEIRS, company, organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def ours() -> Partner:
    return partner(Scope.CLIENTS, of=OURS)[1]


def test_a_key_lists_the_clients_of_its_organisation(ours: Partner) -> None:
    one, other = company("かきく商店"), company("あいう工業", corporate_number=NUMBERS[0])
    company("となりの会社", of=THEIRS)
    response = ours.get("clients/")
    assert (response.status_code, response["Cache-Control"]) == (200, "no-store")
    found = response.json()
    assert found["count"] == 2
    assert [(row["id"], row["profile"]["name"]) for row in found["results"]] == [
        (other.pk, "あいう工業"),
        (one.pk, "かきく商店"),
    ]
    assert found["results"][0] == {
        "id": other.pk,
        "profile": {"name": "あいう工業", "corporate_number": NUMBERS[0], **FACTS},
        "facts_on": "2026-11-01",
        "created_at": "2026-11-23T10:00:00+09:00",
        "updated_at": "2026-11-23T10:00:00+09:00",
    }


def test_the_list_has_pages_and_can_be_walked(ours: Partner) -> None:
    for number in range(5):
        company(f"会社{number}")
    second = ours.get("clients/?page=2&page_size=2").json()
    assert [one["profile"]["name"] for one in second["results"]] == ["会社2", "会社3"]
    seen, address = [], "clients/?cursor=&page_size=2"
    while address:
        page = ours.get(address).json()
        seen += [one["profile"]["name"] for one in page["results"]]
        address = (page["next"] or "").partition("/api/v1/")[2]
    assert seen == [f"会社{number}" for number in range(5)]


@pytest.mark.parametrize("address", ["clients/?q=a", "clients/?page=0", "clients/?page=1&page=2"])
def test_what_cannot_be_asked_of_the_list_is_refused(ours: Partner, address: str) -> None:
    assert ours.get(address).status_code == 400


def test_a_client_of_another_organisation_does_not_exist(ours: Partner) -> None:
    small.small()
    theirs = company(of=THEIRS)
    answers = [ours.get(f"clients/{pk}/{rest}") for pk in (theirs.pk, 10**17) for rest in ("", "matches/")]
    assert [one.status_code for one in answers] == [404] * 4
    assert len({one.content for one in answers}) == 1


def test_one_client(ours: Partner) -> None:
    one = company()
    assert ours.get(f"clients/{one.pk}/").json() == ours.get("clients/").json()["results"][0]


def test_a_client_is_added_as_by_hand(ours: Partner) -> None:
    profile: dict[str, Any] = {
        "name": " 株式会社　みほん ",
        "corporate_number": NUMBERS[0],
        **FACTS,
        "topics": ["dx", "gx"],
    }
    response = ours.post("clients/", {"profile": profile, "facts_on": "2026-11-01"})
    assert response.status_code == 201
    made = Client.objects.get()
    assert response.json() == ours.get(f"clients/{made.pk}/").json()
    assert (made.organisation, made.name, made.corporate_number) == (organisation(OURS), "株式会社 みほん", NUMBERS[0])
    assert made.answers == {**FACTS, "topics": ["gx", "dx"]}
    assert made.facts_on.isoformat() == "2026-11-01"
    assert [(one.history_user, one.history_change_reason) for one in made.history.all()] == [(None, "API: 連携先")]


def test_its_facts_are_of_today_unless_told_otherwise(ours: Partner) -> None:
    assert ours.post("clients/", {"profile": {"name": "みほん"}}).json()["facts_on"] == "2026-11-23"


@pytest.mark.parametrize(
    ("body", "pointers"),
    [
        ({}, ["/profile"]),
        ({"profile": {}}, ["/profile/name"]),
        ({"profile": {"name": " "}}, ["/profile/name"]),
        ({"profile": {"name": "\ufffe"}}, ["/profile/name"]),
        ({"profile": {"name": "みほん", "employees": "40"}}, ["/profile/employees"]),
        ({"profile": {"name": "みほん"}, "facts_on": "2026-11-24"}, ["/facts_on"]),
        ({"profile": {"name": "みほん"}, "note": "x"}, ["/note"]),
        ({"profile": {"name": "みほん", "corporate_number": NUMBERS[0]}}, ["/profile/corporate_number"]),
    ],
)
def test_a_mistake_is_named_and_nothing_is_added(ours: Partner, body: object, pointers: list[str]) -> None:
    company(corporate_number=NUMBERS[0])
    refused = ours.post("clients/", body)
    assert (refused.status_code, [one["pointer"] for one in refused.json()["errors"]]) == (400, pointers)
    assert Client.objects.count() == 1


def test_a_number_that_another_organisation_has_may_be_added(ours: Partner) -> None:
    company(of=THEIRS, corporate_number=NUMBERS[0])
    profile = {"name": "みほん", "corporate_number": NUMBERS[0]}
    assert ours.post("clients/", {"profile": profile}).status_code == 201


def test_a_client_is_matched_as_it_is_kept(ours: Partner) -> None:
    small.small()
    one = company()
    _key, matching = partner(Scope.MATCH)
    asked = {"as_of": "2026-12-18", "limit": 2, "include_ineligible": True}
    expected = matching.post("matches/", {"profile": FACTS, **asked})
    found = ours.get(f"clients/{one.pk}/matches/?as_of=2026-12-18&limit=2&include_ineligible=true")
    assert (found.status_code, found["Cache-Control"]) == (200, "no-store")
    assert found.content == expected.content


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("as_of=2026-13-01", "/as_of"),
        ("limit=0", "/limit"),
        ("limit=201", "/limit"),
        ("limit=a", "/limit"),
        ("limit=99999999999999999999", "/limit"),
        ("include_ineligible=1", "/include_ineligible"),
        ("keep=true", "/keep"),
    ],
)
def test_a_mistake_in_the_query_is_named(ours: Partner, query: str, pointer: str) -> None:
    one = company()
    refused = ours.get(f"clients/{one.pk}/matches/?{query}")
    assert (refused.status_code, [each["pointer"] for each in refused.json()["errors"]]) == (400, [pointer])


def test_more_clients_take_no_more_queries(ours: Partner) -> None:
    counts = []
    ours.get("clients/")  # the first one notes that the key is in use
    for number in range(3):
        company(f"会社{number}")
        with CaptureQueriesContext(connection) as asked:
            ours.get("clients/")
        counts.append(len(asked))
    assert counts[0] == counts[2]
