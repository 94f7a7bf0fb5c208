"""``changes/``: what has become of the catalogue, from a moment or a change on."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils.http import http_date
from pytest_django.fixtures import DjangoAssertNumQueries

from catalogue.changelog.calendar import look
from catalogue.models import CatalogueChange, Scope
from tests.api.asking import errors
from tests.api.partners import Partner, partner
from tests.console import small

pytestmark = pytest.mark.django_db

CHANGES = "/api/v1/changes/"
NEW = small.measure("3-01", "新しい施策", small.programme("atarashii", "新しい事業"))


@pytest.fixture(autouse=True)
def _changed() -> None:
    """Three measures; the next day another instead of one; ten days later a programme opens."""
    small.small()
    look(small.TODAY)
    with time_machine.travel("2026-11-24T10:00:00+09:00", tick=False):
        small.kept(small.EQUIPMENT, small.START, NEW)
    with time_machine.travel("2026-12-01T00:05:00+09:00", tick=False):
        look(small.OPENS)


def told(client: Client, **query: object) -> list[dict[str, Any]]:
    response = client.get(CHANGES, query)
    assert response.status_code == 200, response.content.decode()
    found: list[dict[str, Any]] = response.json()["results"]
    return found


def codes(found: list[dict[str, Any]]) -> list[str]:
    return [one["measure"] or one["programme"] for one in found]


ALL = ["3-01", "atarashii", "2-01", "sodan", "setsubi"]


def test_a_row_is_whole(client: Client) -> None:
    opened = told(client)[-1]
    assert opened == {
        "id": CatalogueChange.objects.last_number(),
        "at": "2026-12-01T00:05:00+09:00",
        "kind": "re_dated",
        "part": "availability",
        "measure": None,
        "programme": "setsubi",
        "measure_codes": ["1-01"],
        "title": "設備補助金",
        "effective_on": "2026-12-01",
        "by_calendar": True,
        "availability": "open",
        "catalogue_version": opened["catalogue_version"],
        "text": "2026年12月1日から、「設備補助金」の受付状況は「受付中」です。",
    }
    assert (
        opened["catalogue_version"]
        == client.get(CHANGES.replace("changes", "catalogue.json").rstrip("/")).json()["catalogue_version"]
    )


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, ALL),
        ({"since": ""}, ALL),
        ({"since": "2026-11-24"}, ALL),
        ({"since": "2026-11-24T10:00:00+09:00"}, ALL),
        ({"since": "2026-11-24T10:00:01+09:00"}, ALL[4:]),
        ({"since": "2026-12-01"}, ALL[4:]),
        ({"since": "2026-12-02"}, []),
        ({"kind": "withdrawn"}, ALL[2:4]),
        ({"programme": "sodan"}, ALL[3:4]),
        ({"kind": "re_dated", "programme": "sodan"}, []),
    ],
)
def test_what_is_asked_for(client: Client, query: dict[str, str], expected: list[str]) -> None:
    assert codes(told(client, **query)) == expected


def test_after_a_change_come_the_later_ones(client: Client) -> None:
    third = told(client)[2]["id"]
    assert codes(told(client, after=third)) == ALL[3:]
    assert codes(told(client, after=third, since="2026-12-01")) == ALL[4:]
    assert told(client, after=CatalogueChange.objects.last_number()) == []


def test_a_walk_meets_each_once_and_what_comes_meanwhile(client: Client) -> None:
    found, address = [], f"{CHANGES}?cursor=&page_size=2"
    while address:
        page = client.get(address).json()
        found += codes(page["results"])
        if len(found) == 4:
            small.kept(small.EQUIPMENT, NEW)
        address = page["next"]
    assert found == [*ALL, "1-02", "sogyo"]


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ({"since": "2026-13-01"}, "/since"),
        ({"since": "2026-11-24T10:00:00"}, "/since"),
        ({"after": "x"}, "/after"),
        ({"after": "-1"}, "/after"),
        ({"after": "9" * 16}, "/after"),
        ({"kind": "deleted"}, "/kind"),
        ({"sinse": "2026-11-24"}, "/sinse"),
        ({"cursor": "", "page": "2"}, "/page"),
    ],
)
def test_a_mistake_is_named(client: Client, query: dict[str, str], pointer: str) -> None:
    assert [where for where, _text in errors(client.get(CHANGES, query))] == [pointer]


def test_who_has_it_already_is_told_so_until_something_changes(client: Client) -> None:
    first = client.get(CHANGES)
    again = client.get(CHANGES, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    CatalogueChange.objects.create(kind="changed", part="content", measure="1-01", title="設備の更新")
    changed = client.get(CHANGES, headers={"if-none-match": first["ETag"]})
    assert (changed.status_code, len(changed.json()["results"])) == (200, 6)


def test_who_asks_by_time_is_told_what_a_day_alone_has_brought(client: Client) -> None:
    first = client.get(CHANGES)
    assert first["Last-Modified"] == http_date(CatalogueChange.objects.latest("at").at.timestamp())
    CatalogueChange.objects.create(kind="changed", part="content", measure="1-01", title="設備の更新")
    CatalogueChange.objects.filter(title="設備の更新").update(at=datetime(2026, 12, 2, tzinfo=UTC))
    changed = client.get(CHANGES, headers={"if-modified-since": first["Last-Modified"]})
    assert (changed.status_code, len(changed.json()["results"])) == (200, 6)
    assert client.get(CHANGES, headers={"if-modified-since": changed["Last-Modified"]}).status_code == 304


def test_anybody_may_read_and_a_key_needs_its_scope() -> None:
    asking = [Partner(), partner(Scope.READ)[1], partner(Scope.MATCH)[1]]
    assert [one.get("changes/").status_code for one in asking] == [200, 200, 403]


def test_it_is_told_in_english_too(client: Client) -> None:
    response = client.get(CHANGES, {"kind": "re_dated"}, headers={"accept-language": "en"})
    assert response.json()["results"][0]["text"] == "Since 1 December 2026, the availability of “設備補助金” is: Open."


def test_a_page_of_any_size_takes_the_same_queries(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for size in (1, 5):
        with django_assert_num_queries(7):
            client.get(CHANGES, {"page_size": size})
