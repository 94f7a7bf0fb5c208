"""Answers of the catalogue are made once for a version, and never given for another one, another address or another language."""

from __future__ import annotations

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalogue.api.remembered import Remembered, remembered
from catalogue.models import CatalogueState

MEASURES = "/api/v1/measures/"


def asked(client: Client, address: str, **headers: str) -> tuple[HttpResponse, int]:
    """The answer, and how many queries it took."""
    with CaptureQueriesContext(
        connection,
    ) as queries:
        response = client.get(address, headers=headers)
    assert response.status_code == 200
    return response, len(queries)


@pytest.mark.usefixtures("real_stored", "db")
@pytest.mark.parametrize("address", [MEASURES, f"{MEASURES}1-05/", "/api/v1/catalogue.json", "/api/v1/catalogue.csv"])
def test_the_second_answer_is_the_first_without_its_work(client: Client, address: str) -> None:
    first, work = asked(client, address)
    second, less = asked(client, address)
    assert less < work
    assert second.content == first.content
    told = ("Content-Type", "ETag", "Last-Modified", "Cache-Control", "Vary", "Content-Disposition", "Content-Language")
    assert [second.get(name) for name in told] == [first.get(name) for name in told]


@pytest.mark.usefixtures("real_stored", "db")
def test_what_is_asked_otherwise_is_answered_otherwise(client: Client) -> None:
    japanese = asked(client, f"{MEASURES}1-05/")[0].content
    english = asked(client, f"{MEASURES}1-05/", **{"accept-language": "en"})[0].content
    few = asked(client, f"{MEASURES}1-05/?fields=code")[0].content
    assert len({japanese, english, few}) == 3
    assert asked(client, f"{MEASURES}1-05/")[0].content == japanese


@pytest.mark.usefixtures("real_stored", "db")
def test_another_version_is_asked_anew(client: Client) -> None:
    _first, work = asked(client, MEASURES)
    CatalogueState.objects.update(version="another")
    assert asked(client, MEASURES)[1] == work


@pytest.mark.usefixtures("real_stored", "db")
def test_refusals_are_not_remembered(client: Client) -> None:
    for address in (f"{MEASURES}9-99/", f"{MEASURES}?area=99"):
        assert client.get(address).status_code == client.get(address).status_code != 200
    assert remembered.answer(f"{MEASURES}9-99/", "") is None


def test_what_nobody_has_asked_for_longest_goes_first() -> None:
    kept = Remembered(1000)
    for name in "abcd":
        kept.keep(name, "1", HttpResponse(name * 250))
    assert kept.answer("a", "1") is not None
    kept.keep("e", "1", HttpResponse("e" * 250))
    assert {name for name in "abcde" if kept.answer(name, "1")} == set("acde")
    assert kept.answer("a", "2") is None
    kept.keep("large", "1", HttpResponse("x" * 251))
    assert kept.answer("large", "1") is None
