"""The frame knows nobody and keeps nothing: no cookie, no row, no log, the same for everybody. And how it looks."""

from __future__ import annotations

import logging
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.test import Client

from catalogue import roles
from catalogue.models import Usage
from tests.console.people import browser as logged_in
from tests.web.company import MAKER, browser
from tests.web.visitor import Page
from tests.widget.embedding import FOUR, STATES, address, embedding, sent, shown

pytestmark = pytest.mark.usefixtures("real_stored", "db")


def rows() -> dict[str, int]:
    models = [model for model in apps.get_models() if model is not Usage]
    return {model.__name__: model._base_manager.count() for model in models}


@pytest.mark.parametrize("state", STATES)
def test_no_answer_sets_a_cookie_or_may_be_stored(state: str) -> None:
    key = embedding()
    before = rows()
    response = STATES[state][0](key)
    assert not response.cookies
    assert "no-store" in response["Cache-Control"]
    assert "Cookie" not in response["Vary"]
    assert rows() == before


@pytest.mark.parametrize("known", ["a visitor with answers", "an administrator"])
def test_whoever_looks_sees_the_same(known: str) -> None:
    key = embedding()
    client = browser(MAKER, ["1-05"]) if known == "a visitor with answers" else logged_in(roles.ADMINISTRATOR)
    for somebody, anybody in (
        (client.get(address(key)), Client().get(address(key))),
        (sent(key, FOUR, client=client), sent(key, FOUR)),
    ):
        assert somebody.content == anybody.content
        assert not somebody.cookies


def test_no_answer_stands_in_any_address() -> None:
    for node in shown("answer", embedding()).walk():
        for name in ("href", "action", "src"):
            assert not re.search(r"employees|40|４０|corporation|prefecture|industry", node.attrs.get(name, ""))


def test_answers_stand_in_no_log(caplog: pytest.LogCaptureFixture) -> None:
    told = FOUR | {"employees": "約7319人", "industry_q": "とくべつな工場"}
    wrong = told | {"employees": "数万7319", "industry_listed": ""}
    django = logging.getLogger("django")
    django.addHandler(caplog.handler)
    try:
        with caplog.at_level(logging.DEBUG), caplog.at_level(logging.DEBUG, "django"):
            key = embedding(per_day=4)
            found = [
                *(sent(key, told, button=button).status_code for button in ("find", "edit", "answer")),
                sent(key, wrong).status_code,
                sent(key, told).status_code,
            ]
    finally:
        django.removeHandler(caplog.handler)
    assert found == [200, 200, 200, 422, 429]
    said = [f"{record.getMessage()} {record.args} {record.exc_text}" for record in caplog.records]
    assert any(f"Unprocessable Entity: /widget/{key.prefix}/" in line for line in said)
    assert [line for line in said if "7319" in line or "とくべつ" in line] == []


def test_the_use_of_its_key_is_noted() -> None:
    key = embedding()
    Client().get(address(key))
    key.refresh_from_db()
    assert key.last_used_at == datetime(2026, 11, 23, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    "body",
    [
        ("application/json", b'{"employees": 40}'),
        ("text/plain", b"employees=40"),
        ("application/x-www-form-urlencoded", b"employees=%FF%FE&industry_q=%00&entity_type=corporation"),
        ("application/x-www-form-urlencoded", b"employees=" + "あ".encode() * 5000),
    ],
    ids=["json", "text", "bytes", "long"],
)
def test_what_is_no_form_is_told_what_is_missing(body: tuple[str, bytes]) -> None:
    kind, data = body
    response = Client().post(address(embedding()), data, content_type=kind)
    assert response.status_code == 422
    assert Page("", response).summary()


def test_what_is_typed_is_never_markup() -> None:
    nasty = '"><script>alert(1)</script>'
    found = Page("", sent(embedding(), FOUR | {"employees": nasty, "industry_q": nasty}))
    assert len(found.all("script")) == 1
    assert found.form("answer").sent["employees"] == found.form("answer").sent["industry_q"] == [nasty]


# Its look


CSS = (Path(__file__).parents[2] / "catalogue/static/catalogue/widget.css").read_text(encoding="utf-8")
STYLED = set(re.findall(r"\.([A-Za-z][\w-]*)", re.sub(r"/\*.*?\*/", "", CSS, flags=re.DOTALL)))
PLAIN = {"form", "industry", "industry__list", "card--eligible", "card--needs_info"}
"""Classes of things that look as they do anyway."""


@pytest.mark.parametrize("state", STATES)
def test_everything_in_it_has_a_look_and_a_name(state: str) -> None:
    whole = shown(state, embedding())
    assert {name for node in whole.walk() for name in node.classes} - STYLED - PLAIN == set()
    assert len(whole.all("h1")) == 1
    labelled = {label["for"] for label in whole.all("label")}
    for node in whole.walk():
        assert not {"style", "placeholder", "disabled", "readonly", "autofocus", "hx-post"} & set(node.attrs)
        assert node.tag not in ("style", "iframe")
        if node.tag in ("input", "select") and node.attrs.get("type") != "hidden":
            assert node["id"] in labelled
    levels = [int(node.tag[1]) for node in whole.walk() if re.fullmatch("h[1-6]", node.tag)]
    assert sorted(set(levels)) == list(range(1, max(levels) + 1))


def test_the_first_load_is_small() -> None:
    files = ["/static/catalogue/tokens/tokens.css", "/static/catalogue/widget.css", "/static/catalogue/widget.js"]
    page_size = len(Client().get(address(embedding()), headers={"accept-encoding": "gzip"}).content)
    script = len(Client().get("/widget/v1.js", headers={"accept-encoding": "gzip"}).content)
    assert page_size + script < 7_000
    assert [one["href"] for one in shown("form", embedding()).all("link")] + [
        one["src"] for one in shown("form", embedding()).all("script")
    ] == files


def test_an_answer_asks_the_database_six_times(django_assert_num_queries: Any) -> None:
    key = embedding()
    sent(key, FOUR)  # compiled, and the key's use noted
    with django_assert_num_queries(6):  # the key, a savepoint and its end, two counts, the version
        sent(key, FOUR)
