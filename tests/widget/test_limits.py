"""Limits of the widget: each visitor's, and of the key the day, which its own program does not share."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from catalogue.models import Scope, Usage
from tests.api.partners import API, partner
from tests.web.visitor import Page
from tests.widget.embedding import FOUR, SITES, address, embedding, sent

pytestmark = pytest.mark.usefixtures("real_stored", "db")

NOON = datetime(2026, 11, 23, 3, 0, 10, tzinfo=UTC)
"""Ten seconds past noon in Japan."""

SOON = "続けて利用されたため、いったん止めています。1分ほど待ってから、もう一度お試しください。"
TOMORROW = "今日の利用の上限に達しました。日本時間の午前0時を過ぎてから、もう一度お試しください。"


@pytest.fixture
def few(settings: Any) -> None:
    """Two a minute and three a day from an address."""
    settings.ANONYMOUS_PER_MINUTE, settings.ANONYMOUS_PER_DAY = 2, 3


def at(moment: datetime, key: Any, visitor: str = "192.0.2.1", **more: Any) -> Any:
    with time_machine.travel(moment, tick=False):
        return sent(key, FOUR, client=Client(REMOTE_ADDR=visitor), **more)


@pytest.mark.usefixtures("few")
def test_a_visitor_has_the_limits_of_an_address() -> None:
    key = embedding()
    minute = timedelta(minutes=1)
    moments = [NOON, NOON, NOON, NOON + minute, NOON + minute, NOON + timedelta(hours=12)]
    assert [at(moment, key).status_code for moment in moments] == [200, 200, 429, 200, 429, 200]
    assert at(NOON, key, "192.0.2.2").status_code == 200


@pytest.mark.usefixtures("few")
def test_the_widget_and_the_api_share_the_limits_of_an_address() -> None:
    key = embedding()
    with time_machine.travel(NOON, tick=False):
        asking = Client(REMOTE_ADDR="192.0.2.1")
        assert asking.get(f"{API}prefectures/").status_code == 200
        assert [sent(key, FOUR, client=asking).status_code for _one in range(2)] == [200, 429]
        assert asking.get(f"{API}prefectures/").status_code == 429


@pytest.mark.usefixtures("few")
def test_looking_at_the_form_counts_for_nothing_and_every_button_counts() -> None:
    key = embedding()
    with time_machine.travel(NOON, tick=False):
        asking = Client(REMOTE_ADDR="192.0.2.1")
        assert {asking.get(address(key)).status_code for _one in range(5)} == {200}
        assert not Usage.objects.exists()
    found = [at(NOON, key, button=button).status_code for button in ("find", "edit", "answer")]
    assert found == [200, 200, 429]


def test_the_key_counts_the_day_of_all_its_visitors() -> None:
    key = embedding(per_minute=1, per_day=2)
    visitors = ["192.0.2.1", "192.0.2.2", "192.0.2.3"]
    assert [at(NOON, key, visitor).status_code for visitor in visitors] == [200, 200, 429]
    assert at(NOON + timedelta(hours=12), key, visitors[2]).status_code == 200
    assert at(NOON, embedding(), visitors[2]).status_code == 200


def test_visitors_use_up_nothing_of_the_keys_own_program() -> None:
    key, program = partner(Scope.MATCH, origins=SITES, per_minute=1, per_day=1)
    assert [at(NOON, key).status_code, at(NOON, key).status_code] == [200, 429]
    with time_machine.travel(NOON, tick=False):
        answered = [program.post("matches/", {"profile": {}}).status_code for _one in range(2)]
    assert answered == [200, 429]


def test_a_refusal_counts_for_neither() -> None:
    key = embedding(per_day=1)
    at(NOON, key, "192.0.2.1")
    before = set(Usage.objects.values_list("caller", "in_minute", "in_day"))
    assert {at(NOON, key, visitor).status_code for visitor in ("192.0.2.1", "192.0.2.2")} == {429}
    assert set(Usage.objects.values_list("caller", "in_minute", "in_day")) == before


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize("button", ["answer", "find", "edit"])
@pytest.mark.parametrize(
    ("later", "wait", "words"), [(timedelta(), "50", SOON), (timedelta(minutes=2), "43070", TOMORROW)]
)
def test_a_refusal_says_when_to_try_again_and_loses_nothing(
    button: str, later: timedelta, wait: str, words: str
) -> None:
    key = embedding()
    for _one in range(2):
        at(NOON, key)
    if later:
        at(NOON + timedelta(minutes=1), key)
    response = at(NOON + later, key, button=button)
    refused = Page("", response)
    assert (response.status_code, response["Retry-After"]) == (429, wait)
    assert (refused.heading, words in refused.words) == ("しばらくお待ちください", True)
    assert refused.form(button).sent == {name: [value] for name, value in FOUR.items()}
    assert response["Content-Security-Policy"].count(" ".join(SITES)) == 1
    assert not response.cookies


def test_no_address_is_kept() -> None:
    at(NOON, key := embedding())
    callers = sorted(Usage.objects.values_list("caller", flat=True))
    assert callers[1] == f"visitors:{key.pk}"
    assert "192.0.2.1" not in callers[0]
