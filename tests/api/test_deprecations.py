"""What will go is marked in the schema and on the answers that it is part of; while nothing will, nothing is said."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils.translation import gettext_lazy

from catalogue.api import deprecations, docs
from catalogue.api.deprecations import Deprecation
from tests.api.drawing import drawn, without_texts

LINK = "https://catalogue.example/deprecations"
SAID = {
    "since": date(2026, 4, 1),
    "sunset": date(2027, 4, 1),
    "instead": gettext_lazy("名前。"),
    "link": f"{LINK}#1",
}
OPERATION = Deprecation(operation="GET /api/v1/areas/{number}/", **SAID)
PARAMETER = Deprecation(operation="GET /api/v1/measures/", parameter="is_new", **SAID)
FIELD = Deprecation(field="Code.label", **SAID)
HEADERS = ("Deprecation", "Sunset", "Link")
TOLD = ("@1774969200", "Wed, 31 Mar 2027 15:00:00 GMT", f'<{LINK}#1>; rel="deprecation"')
"""The first of April begins in Japan nine hours before it does in Greenwich."""


@pytest.fixture(autouse=True)
def nothing_drawn() -> Iterator[None]:
    """What the service has drawn with a test's table is forgotten with it."""
    yield
    docs.drawn.cache_clear()


def marked(node: Any, where: str = "") -> list[str]:
    """Where a schema says that something is deprecated."""
    pairs = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    here = [where] if isinstance(node, dict) and node.get("deprecated") is True else []
    return [*here, *(place for key, value in pairs for place in marked(value, f"{where}/{key}"))]


def told(client: Client, address: str) -> tuple[str | None, ...]:
    response = client.get(address)
    assert response.status_code == 200
    return tuple(response.get(name) for name in HEADERS)


@pytest.mark.django_db
def test_while_nothing_will_go_nothing_is_said(client: Client) -> None:
    assert deprecations.TABLE == ()
    assert marked(drawn()) == []
    assert told(client, "/api/v1/features/") == (None, None, None)


@pytest.mark.parametrize(
    ("one", "places"),
    [
        (OPERATION, ["/paths//api/v1/areas/{number}//get"]),
        (FIELD, ["/components/schemas/Code/properties/label"]),
    ],
    ids=lambda value: value.name if isinstance(value, Deprecation) else "",
)
def test_the_schema_marks_it_and_nothing_else(
    monkeypatch: pytest.MonkeyPatch, one: Deprecation, places: list[str]
) -> None:
    before = without_texts(drawn())
    monkeypatch.setattr(deprecations, "TABLE", (one,))
    after = drawn()
    assert marked(after) == places
    monkeypatch.undo()
    assert without_texts(drawn()) == before


@pytest.mark.parametrize(
    ("language", "description"),
    [
        ("ja", "新規の施策だけ（true）、それ以外だけ（false）。 非推奨（2026-04-01から。2027-04-01に廃止）。名前。"),
        (
            "en",
            "Only new measures (true), only the others (false)."
            " Deprecated since 2026-04-01, to be removed on 2027-04-01. Name.",
        ),
    ],
)
def test_the_schema_says_until_when_and_what_instead(
    monkeypatch: pytest.MonkeyPatch, language: str, description: str
) -> None:
    monkeypatch.setattr(deprecations, "TABLE", (PARAMETER,))
    parameters = drawn(language)["paths"]["/api/v1/measures/"]["get"]["parameters"]
    assert [(one["name"], one["description"]) for one in parameters if one.get("deprecated")] == [
        ("is_new", description)
    ]


@pytest.mark.usefixtures("real_stored", "db")
@pytest.mark.parametrize(
    ("one", "with_it", "without"),
    [
        (OPERATION, ["areas/1/"], ["areas/"]),
        (PARAMETER, ["measures/?is_new=true", "measures/?page_size=1&is_new="], ["measures/?page_size=1"]),
        (FIELD, ["features/", "prefectures/"], ["areas/", "schema/", "docs/"]),
    ],
    ids=lambda value: value.name if isinstance(value, Deprecation) else "",
)
def test_the_answers_that_it_is_part_of_say_so(
    client: Client, monkeypatch: pytest.MonkeyPatch, one: Deprecation, with_it: list[str], without: list[str]
) -> None:
    monkeypatch.setattr(deprecations, "TABLE", (one,))
    assert [told(client, f"/api/v1/{address}") for address in with_it] == [TOLD] * len(with_it)
    assert [told(client, f"/api/v1/{address}") for address in without] == [(None, None, None)] * len(without)


@pytest.mark.usefixtures("real_stored", "db")
def test_refusals_and_heads_say_so_too_and_other_addresses_do_not(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deprecations, "TABLE", (OPERATION,))
    assert client.head("/api/v1/areas/1/")["Deprecation"] == TOLD[0]
    assert client.get("/api/v1/areas/11/")["Deprecation"] == TOLD[0]
    assert "Deprecation" not in client.post("/api/v1/areas/1/")
    assert "Deprecation" not in client.get("/api/v1/nothing/")


@pytest.mark.usefixtures("real_stored", "db")
def test_of_several_the_first_day_counts_and_every_link_stands(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    later = Deprecation(
        operation="GET /api/v1/measures/",
        since=date(2026, 3, 1),
        sunset=date(2028, 1, 1),
        instead="",
        link=f"{LINK}#2",
    )
    monkeypatch.setattr(deprecations, "TABLE", (PARAMETER, later))
    assert told(client, "/api/v1/measures/?is_new=true") == (
        "@1772290800",
        TOLD[1],
        f'{TOLD[2]}, <{LINK}#2>; rel="deprecation"',
    )


@pytest.mark.parametrize(
    ("since", "sunset", "sound"),
    [
        (date(2026, 4, 1), date(2027, 4, 1), True),
        (date(2026, 4, 1), date(2027, 3, 31), False),
        (date(2027, 3, 1), date(2028, 2, 29), False),
        (date(2028, 2, 29), date(2029, 2, 28), False),
        (date(2028, 2, 29), date(2029, 3, 1), True),
    ],
)
def test_a_year_is_the_least_notice(since: date, sunset: date, sound: bool) -> None:
    def made() -> Deprecation:
        return Deprecation(operation="GET /api/v1/areas/", since=since, sunset=sunset, instead="", link=LINK)

    if sound:
        assert made().sunset == sunset
    else:
        with pytest.raises(ValueError, match=f"^GET /api/v1/areas/: {since} to {sunset} is less than a year$"):
            made()


@pytest.mark.parametrize(
    "named",
    [
        {},
        {"parameter": "q"},
        {"operation": "GET /api/v1/areas/", "field": "Area.name"},
        {"parameter": "q", "field": "Area.name"},
    ],
)
def test_it_is_of_an_operation_a_parameter_or_a_field(named: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="of an operation, of a parameter of one, or of a field"):
        Deprecation(**SAID, **named)


@pytest.mark.parametrize(
    "named",
    [
        {"operation": "GET /api/v1/nothing/"},
        {"operation": "POST /api/v1/areas/"},
        {"operation": "/api/v1/areas/"},
        {"operation": "GET /api/v1/measures/", "parameter": "new"},
        {"field": "Area.new"},
        {"field": "Nothing.name"},
        {"field": "name"},
    ],
)
def test_a_name_that_the_schema_does_not_know_is_found_when_it_is_drawn(
    monkeypatch: pytest.MonkeyPatch, named: dict[str, str]
) -> None:
    one = Deprecation(**SAID, **named)
    monkeypatch.setattr(deprecations, "TABLE", (one,))
    with pytest.raises(LookupError, match="the schema has no "):
        drawn()
