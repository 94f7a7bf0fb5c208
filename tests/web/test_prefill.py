"""Suggestions from gBizINFO: off without a token, asked for by a button, kept only when ticked."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from catalogue.imports.gbizinfo.client import Unavailable
from catalogue.models import Draft
from catalogue.models.draft import fingerprint
from catalogue.web import prefill
from tests.catalogue.gbizinfo import entry

pytestmark = pytest.mark.django_db
NUMBER = "7000012050002"
ADDRESS = "/profile/prefill/"


@pytest.fixture
def draft() -> Draft:
    return Draft.objects.create(fingerprint=fingerprint("key"), answers={"corporate_number": NUMBER, "employees": 12})


@pytest.fixture
def visitor(client: Client, draft: Draft, settings: Settings) -> Client:
    settings.GBIZINFO_TOKEN = "a token"
    client.cookies["draft"] = "key"
    return client


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """Each time that gBizINFO is asked: number and token. It answers with the recorded whole answer."""
    calls: list[tuple[str, str]] = []

    def fetch(number: str, token: str) -> Mapping[str, object] | None:
        calls.append((number, token))
        return entry("full")

    monkeypatch.setattr(prefill, "fetch", fetch)
    return calls


def test_without_a_token_there_is_no_such_page(visitor: Client, settings: Settings, asked: list[Any]) -> None:
    settings.GBIZINFO_TOKEN = ""
    assert visitor.get(ADDRESS).status_code == visitor.post(ADDRESS).status_code == 404
    assert "gBizINFO" not in visitor.get("/profile/basics/").content.decode()
    assert asked == []


def test_the_form_leads_to_it_once_there_is_a_number(visitor: Client, draft: Draft) -> None:
    assert ADDRESS in visitor.get("/profile/basics/").content.decode()
    Draft.objects.update(answers={})
    assert ADDRESS not in visitor.get("/profile/basics/").content.decode()
    assert visitor.get(ADDRESS)["Location"] == "/profile/basics/"


def test_looking_at_the_page_asks_nobody(visitor: Client, asked: list[Any]) -> None:
    page = visitor.get(ADDRESS).content.decode()
    assert NUMBER in page
    assert "送るのは法人番号だけです" in page
    assert asked == []


def test_the_button_asks_with_the_number_alone_and_keeps_nothing(
    visitor: Client, draft: Draft, asked: list[tuple[str, str]]
) -> None:
    page = visitor.post(ADDRESS).content.decode()
    assert asked == [(NUMBER, "a token")]
    assert "出典：gBizINFO（経済産業省）" in page
    assert 'name="take_key"' in page
    assert " checked" not in page
    assert Draft.objects.get().answers == draft.answers


def test_what_is_ticked_is_kept_and_nothing_else(visitor: Client, asked: list[Any]) -> None:
    fields = {"take": "1", "take_key": ["capital_yen"], "value_capital_yen": "30000000", "value_employees": "99"}
    response = visitor.post(ADDRESS, fields)
    assert response["Location"] == "/profile/basics/"
    assert Draft.objects.get().answers == {"corporate_number": NUMBER, "employees": 12, "capital_yen": 30_000_000}


def test_certifications_come_beside_those_that_are_answered(visitor: Client, asked: list[Any]) -> None:
    Draft.objects.update(answers={"corporate_number": NUMBER, "certifications": ["kurumin"]})
    visitor.post(
        ADDRESS,
        {"take": "1", "take_key": "certifications", "value_certifications": json.dumps(["dx_certified", "kurumin"])},
    )
    assert Draft.objects.get().answers["certifications"] == ["dx_certified", "kurumin"]


def test_a_day_of_foundation_brings_its_year(visitor: Client) -> None:
    visitor.post(ADDRESS, {"take": "1", "take_key": "founded_on", "value_founded_on": '"1968-04-01"'})
    answers = Draft.objects.get().answers
    assert (answers["founded_on"], answers["founded_year"]) == ("1968-04-01", 1968)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("capital_yen", '"many"'),
        ("capital_yen", "-1"),
        ("capital_yen", "1e400"),
        ("capital_yen", "["),
        ("capital_yen", "[" * 100_000),
        ("capital_yen", ""),
        ("founded_on", '"9999-99-99"'),
        ("founded_on", "null"),
        ("certifications", "5"),
        ("certifications", '["no such"]'),
        ("no_such_key", "1"),
    ],
)
def test_what_the_engine_refuses_is_left_out(visitor: Client, draft: Draft, key: str, value: str) -> None:
    assert visitor.post(ADDRESS, {"take": "1", "take_key": key, f"value_{key}": value}).status_code == 302
    assert Draft.objects.get().answers == draft.answers


def test_when_it_cannot_be_asked_the_page_says_so_and_nothing_is_lost(
    visitor: Client, draft: Draft, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fetch(number: str, token: str) -> None:
        raise Unavailable("timeout")

    monkeypatch.setattr(prefill, "fetch", fetch)
    response = visitor.post(ADDRESS)
    assert response.status_code == 200
    assert str(Unavailable("timeout")) in response.content.decode()
    assert Draft.objects.get().answers == draft.answers


def test_a_number_that_nobody_knows_is_said_to_be_unknown(visitor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prefill, "fetch", lambda number, token: None)
    assert "gBizINFOに見つかりませんでした" in visitor.post(ADDRESS).content.decode()
