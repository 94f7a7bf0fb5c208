"""What happens is told to whom it concerns, each change once."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.utils.timezone import now
from standardwebhooks import Webhook as Verifier

from catalogue.models import (
    ApiKey,
    CatalogueChange,
    CatalogueState,
    Decision,
    DisabledWhy,
    HookEvent,
    Scope,
    Webhook,
    WebhookDelivery,
)
from catalogue.webhooks import events
from catalogue.webhooks.events import compare_decisions, ping, tell_changes
from catalogue.webhooks.sending import Outcome
from catalogue.webhooks.signing import secret_of
from catalogue.webhooks.worker import work
from tests.api.partners import Partner, partner
from tests.api.test_decisions import COMPANY, publish
from tests.console import small
from tests.webhooks.receiver import Receiver, hook

pytestmark = pytest.mark.django_db

URL = "https://hooks.example.jp/"
NEW = small.measure("3-01", "新しい施策", small.programme("atarashii", "新しい事業"))


@pytest.fixture(autouse=True)
def _three_measures() -> None:
    small.small()


@pytest.fixture
def keeper() -> tuple[ApiKey, Partner]:
    return partner(Scope.READ, Scope.MATCH, Scope.KEEP)


def told(of: Webhook) -> list[dict[str, Any]]:
    """The bodies made for a webhook, the oldest first."""
    return [json.loads(one.payload) for one in of.deliveries.order_by("pk")]


def round_of_work() -> None:
    """All that a worker does, and everybody takes what is sent."""
    while work(now, sending=lambda _one, _now: Outcome(204, None)):
        pass


def loaded() -> None:
    """Another measure in the place of the third: four changes."""
    small.kept(small.EQUIPMENT, small.START, NEW)


def test_the_rows_of_changes_are_told_together_and_once(keeper: tuple[ApiKey, Partner]) -> None:
    key, program = keeper
    target = hook(key, URL, HookEvent.CATALOGUE_CHANGED)
    loaded()
    for _again in range(2):
        round_of_work()
    [body] = told(target)
    assert (body["type"], body["timestamp"]) == ("catalogue.changed", "2026-11-23T10:00:00+09:00")
    assert body["data"]["changes"] == program.get("changes/").json()["results"]
    assert len(body["data"]["changes"]) == 4


def test_what_was_before_a_webhook_it_is_not_told(keeper: tuple[ApiKey, Partner]) -> None:
    loaded()
    target = hook(keeper[0], URL, HookEvent.CATALOGUE_CHANGED)
    round_of_work()
    assert told(target) == []


def test_what_a_day_brings_is_told(keeper: tuple[ApiKey, Partner]) -> None:
    target = hook(keeper[0], URL, HookEvent.CATALOGUE_CHANGED)
    round_of_work()
    with time_machine.travel("2026-12-01T00:00:00+09:00", tick=False):
        round_of_work()
    [body] = told(target)
    assert [(one["programme"], one["by_calendar"]) for one in body["data"]["changes"]] == [("setsubi", True)]


def test_many_changes_are_several_deliveries(keeper: tuple[ApiKey, Partner], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "MOST_CHANGES", 3)
    target = hook(keeper[0], URL, HookEvent.CATALOGUE_CHANGED)
    loaded()
    assert tell_changes(now()) == 2
    assert [len(one["data"]["changes"]) for one in told(target)] == [3, 1]
    assert Webhook.objects.get().told_until == CatalogueChange.objects.last_number()


def test_it_is_told_in_the_language_in_which_it_was_asked_for(keeper: tuple[ApiKey, Partner]) -> None:
    target = hook(keeper[0], URL, HookEvent.CATALOGUE_CHANGED)
    Webhook.objects.update(language="en")
    loaded()
    tell_changes(now())
    assert told(target)[0]["data"]["changes"][0]["text"] == "“新しい施策” has been added to the catalogue."


def test_what_was_missed_while_disabled_is_told_afterwards(keeper: tuple[ApiKey, Partner]) -> None:
    target = hook(keeper[0], URL, HookEvent.CATALOGUE_CHANGED)
    target.disable(DisabledWhy.GONE, now())
    loaded()
    assert tell_changes(now()) == 0
    target.enable()
    assert tell_changes(now()) == 1


@pytest.mark.parametrize(
    "change", [{"revoked": True}, {"expiry_date": datetime(2026, 11, 23, 1, tzinfo=UTC)}, {"scope_read": False}]
)
def test_a_key_that_may_not_know_is_not_told(keeper: tuple[ApiKey, Partner], change: dict[str, Any]) -> None:
    hook(keeper[0], URL, HookEvent.CATALOGUE_CHANGED)
    loaded()
    ApiKey.objects.update(**change)
    assert tell_changes(now()) == 0


def test_a_ping_that_waits_is_the_ping(keeper: tuple[ApiKey, Partner]) -> None:
    target = hook(keeper[0], URL)
    first = ping(target, now())
    assert ping(target, now() + timedelta(1)) == first
    WebhookDelivery.objects.update(state="delivered", next_attempt_at=None)
    assert ping(target, now()) != first


# Kept matches


def kept(program: Partner, **more: object) -> str:
    response = program.post("matches/", {"profile": COMPANY, "as_of": small.TODAY.isoformat(), "keep": True} | more)
    assert response.status_code == 200, response.content.decode()
    return str(response.json()["decision"]["id"])


def test_a_verdict_that_would_differ_is_told_once_and_as_verify_tells_it(keeper: tuple[ApiKey, Partner]) -> None:
    key, program = keeper
    target, identity = hook(key, URL, HookEvent.DECISION_CHANGED), kept(program)
    round_of_work()
    assert told(target) == []
    publish("setsubi", 30, small.TODAY, ends=small.TODAY - timedelta(1))
    for _again in range(2):
        round_of_work()
    [body] = told(target)
    assert (body["type"], body["data"]["decision"]) == ("decision.changed", identity)
    assert body["data"]["today"] == program.post(f"decisions/{identity}/verify/").json()["today"]
    [difference] = body["data"]["today"]["differences"]
    assert (difference["measure"], difference["before"]["verdict"], difference["after"]["verdict"]) == (
        "1-01",
        "eligible",
        "ineligible",
    )
    for day in ("2026-11-24", "2026-11-25"):
        with time_machine.travel(f"{day}T10:00:00+09:00", tick=False):
            round_of_work()
    assert len(told(target)) == 1


def test_a_verdict_that_comes_back_is_told_again(keeper: tuple[ApiKey, Partner]) -> None:
    key, program = keeper
    target = hook(key, URL, HookEvent.DECISION_CHANGED)
    kept(program)
    publish("setsubi", 30, small.TODAY, ends=small.TODAY - timedelta(1))
    round_of_work()
    publish("setsubi", 300, small.TODAY + timedelta(1), ends=small.TODAY)
    with time_machine.travel("2026-11-24T10:00:00+09:00", tick=False):
        round_of_work()
    verdicts = [[one["after"]["verdict"] for one in body["data"]["today"]["differences"]] for body in told(target)]
    assert verdicts == [["ineligible"], []]


def test_the_day_alone_can_change_a_verdict(keeper: tuple[ApiKey, Partner]) -> None:
    key, program = keeper
    target = hook(key, URL, HookEvent.DECISION_CHANGED)
    kept(program)
    for day in ("2026-11-30", "2026-12-01", "2026-12-02"):
        with time_machine.travel(f"{day}T10:00:00+09:00", tick=False):
            round_of_work()
    [body] = told(target)
    assert [one["measure"] for one in body["data"]["today"]["differences"]] == ["1-01", "1-02"]
    assert body["timestamp"] == "2026-12-01T10:00:00+09:00"


def test_an_availability_alone_is_no_verdict(keeper: tuple[ApiKey, Partner]) -> None:
    key, program = keeper
    target = hook(key, URL, HookEvent.DECISION_CHANGED)
    kept(program, profile={"employees": 40}, as_of="2026-11-23")
    with time_machine.travel("2026-12-01T10:00:00+09:00", tick=False):
        round_of_work()
    assert told(target) == []


def test_each_kept_match_is_compared_once_a_version_and_day(keeper: tuple[ApiKey, Partner]) -> None:
    key, program = keeper
    hook(key, URL, HookEvent.DECISION_CHANGED)
    kept(program)
    assert [compare_decisions(now()) for _again in range(2)] == [1, 0]
    loaded()
    assert [compare_decisions(now()) for _again in range(2)] == [1, 0]
    assert Decision.objects.get().compared_with == f"{CatalogueState.current_version()}@2026-11-23"


def test_what_one_key_keeps_no_other_keys_webhook_is_told(keeper: tuple[ApiKey, Partner]) -> None:
    kept(keeper[1])
    other = hook(partner(Scope.READ, Scope.MATCH, Scope.KEEP)[0], URL)
    own = hook(keeper[0], URL)
    publish("setsubi", 30, small.TODAY, ends=small.TODAY - timedelta(1))
    round_of_work()
    assert ["decision.changed" in {one["type"] for one in told(target)} for target in (other, own)] == [False, True]


def test_whose_webhooks_want_other_things_has_nothing_compared(keeper: tuple[ApiKey, Partner]) -> None:
    kept(keeper[1])
    hook(keeper[0], URL, HookEvent.CATALOGUE_CHANGED)
    assert compare_decisions(now()) == 0


@pytest.mark.parametrize("change", [{"scope_keep": False}, {"revoked": True}])
def test_a_key_that_may_no_longer_keep_is_not_told(keeper: tuple[ApiKey, Partner], change: dict[str, Any]) -> None:
    kept(keeper[1])
    hook(keeper[0], URL)
    ApiKey.objects.update(**change)
    publish("setsubi", 30, small.TODAY, ends=small.TODAY - timedelta(1))
    assert compare_decisions(now()) == 0


def test_what_is_over_is_not_compared(keeper: tuple[ApiKey, Partner]) -> None:
    kept(keeper[1])
    hook(keeper[0], URL)
    Decision.objects.update(expires_at=now())
    assert compare_decisions(now()) == 0


def test_a_kept_match_that_is_deleted_takes_what_waits_with_it(keeper: tuple[ApiKey, Partner]) -> None:
    key, program = keeper
    hook(key, URL, HookEvent.DECISION_CHANGED)
    identity = kept(program)
    publish("setsubi", 30, small.TODAY, ends=small.TODAY - timedelta(1))
    compare_decisions(now())
    assert WebhookDelivery.objects.count() == 1
    program.ask("DELETE", f"decisions/{identity}/")
    assert WebhookDelivery.objects.count() == 0


def test_the_command_tells_a_real_receiver(keeper: tuple[ApiKey, Partner], receiver: Callable[..., Receiver]) -> None:
    server = receiver()
    target = hook(keeper[0], server.url)
    identity = kept(keeper[1])
    loaded()
    publish("setsubi", 30, date(2026, 11, 23), ends=date(2026, 11, 22))
    call_command("webhooks", "deliver")
    bodies = [Verifier(secret_of(target)).verify(one.body, one.headers) for one in server.received]
    by_type = {body["type"]: body["data"] for body in bodies}
    assert set(by_type) == {"catalogue.changed", "decision.changed"}
    assert by_type["decision.changed"]["decision"] == identity
    assert len(by_type["catalogue.changed"]["changes"]) == 5


def test_without_a_catalogue_what_waits_is_sent_all_the_same(keeper: tuple[ApiKey, Partner]) -> None:
    kept(keeper[1])
    one = ping(hook(keeper[0], URL), now())
    CatalogueState.objects.all().delete()
    round_of_work()
    assert WebhookDelivery.objects.get(pk=one.pk).state == "delivered"
