"""What is to be sent arrives at least once: tried again ever later, given up after a day, and never in two hands at once."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.utils.timezone import now
from standardwebhooks import Webhook as Verifier

from catalogue.models import ApiKey, Decision, DisabledWhy, HookEvent, Scope, SendFailure, Webhook, WebhookDelivery
from catalogue.webhooks.events import ping
from catalogue.webhooks.queue import AT_ONCE, DELAYS, IN_HAND, JITTER, KEPT_FOR, MOST_FAILED, deliver, settle, take
from catalogue.webhooks.sending import Outcome
from catalogue.webhooks.signing import secret_of
from tests.api.partners import partner
from tests.webhooks.receiver import Receiver, hook

pytestmark = pytest.mark.django_db

TAKEN, REFUSED, SILENT = Outcome(204, None), Outcome(500, SendFailure.STATUS), Outcome(None, SendFailure.TIMEOUT)


@pytest.fixture
def key() -> ApiKey:
    return partner(Scope.READ, Scope.KEEP)[0]


@pytest.fixture
def target(key: ApiKey) -> Webhook:
    return hook(key, "https://hooks.example.jp/")


def waiting(of: Webhook, event: HookEvent = HookEvent.PING) -> WebhookDelivery:
    return WebhookDelivery.objects.create(
        webhook=of, event=event, payload="{}", created_at=now(), next_attempt_at=now()
    )


def attempt(outcome: Outcome, at: datetime, chance: float = 0.0) -> int:
    return deliver(at, lambda: at, sending=lambda _one, _now: outcome, chance=lambda: chance)


def reread(one: Any) -> Any:
    return type(one).objects.get(pk=one.pk)


def test_a_receiver_gets_it_signed(key: ApiKey, receiver: Callable[..., Receiver]) -> None:
    server = receiver()
    one = ping(hook(key, server.url), now())
    assert deliver(now(), now) == 1
    [got] = server.received
    assert Verifier(secret_of(one.webhook)).verify(got.body, got.headers) == {
        "type": "ping",
        "timestamp": "2026-11-23T10:00:00+09:00",
        "data": {"webhook": one.webhook.code},
    }
    assert got.headers["webhook-id"] == one.code
    one = reread(one)
    assert (one.state, one.attempts, one.last_status, one.next_attempt_at) == ("delivered", 1, 204, None)
    assert (deliver(now(), now), len(server.received)) == (0, 1)


def test_each_attempt_has_the_same_number_and_body_and_a_time_of_its_own(
    key: ApiKey, receiver: Callable[..., Receiver]
) -> None:
    server = receiver(500, 204)
    ping(hook(key, server.url), now())
    deliver(now(), now)
    with time_machine.travel(now() + timedelta(minutes=1), tick=False):
        deliver(now(), now)
    first, second = server.received
    assert (first.headers["webhook-id"], first.body) == (second.headers["webhook-id"], second.body)
    times = [int(one.headers["webhook-timestamp"]) for one in (first, second)]
    assert times[1] - times[0] == 60


def test_the_delays_grow_to_about_a_day() -> None:
    assert list(DELAYS) == sorted(DELAYS)
    assert timedelta(hours=20) < sum(DELAYS, timedelta()) < timedelta(hours=28)


@pytest.mark.parametrize("chance", [0.0, 0.5, 1.0])
def test_it_is_tried_again_ever_later_and_then_given_up(target: Webhook, chance: float) -> None:
    one, at = waiting(target), now()
    for number, delay in enumerate(DELAYS, start=1):
        assert attempt(SILENT, at - timedelta(seconds=1)) == 0
        assert attempt(SILENT, at, chance) == 1
        one = reread(one)
        assert (one.state, one.attempts, one.last_failure) == ("pending", number, "timeout")
        assert one.next_attempt_at == at + delay * (1 + JITTER * chance)
        at = one.next_attempt_at
    assert attempt(SILENT, at) == 1
    one = reread(one)
    assert (one.state, one.attempts, one.next_attempt_at) == ("failed", len(DELAYS) + 1, None)
    assert reread(target).failures == 1
    assert attempt(SILENT, at + timedelta(days=9)) == 0


def last_attempt(of: Webhook) -> WebhookDelivery:
    """A delivery that is given up when it fails once more."""
    one = waiting(of)
    WebhookDelivery.objects.filter(pk=one.pk).update(attempts=len(DELAYS))
    return one


def test_deliveries_given_up_in_a_row_disable_a_webhook(target: Webhook) -> None:
    for number in range(1, MOST_FAILED + 1):
        assert reread(target).disabled_at is None
        last_attempt(target)
        attempt(REFUSED, now())
        assert reread(target).failures == number
    found = reread(target)
    assert (found.disabled_at, found.disabled_why) == (now(), DisabledWhy.FAILING)


def test_one_that_arrives_in_between_begins_the_count_anew(target: Webhook) -> None:
    for outcome in [*[REFUSED] * (MOST_FAILED - 1), TAKEN, *[REFUSED] * (MOST_FAILED - 1)]:
        last_attempt(target)
        attempt(outcome, now())
    found = reread(target)
    assert (found.disabled_at, found.failures) == (None, MOST_FAILED - 1)


def test_gone_is_gone_at_once(target: Webhook) -> None:
    one = waiting(target)
    attempt(Outcome(410, SendFailure.STATUS), now())
    found, one = reread(target), reread(one)
    assert (found.disabled_why, one.state, one.attempts, one.last_status) == (DisabledWhy.GONE, "failed", 1, 410)


def test_what_is_disabled_gets_nothing_until_it_is_enabled_and_then_what_waited(target: Webhook) -> None:
    one = waiting(target)
    target.disable(DisabledWhy.STOPPED, now())
    target.disable(DisabledWhy.GONE, now() + timedelta(1))
    assert (attempt(TAKEN, now()), target.disabled_why) == (0, DisabledWhy.STOPPED)
    target.enable()
    assert (attempt(TAKEN, now()), reread(one).state) == (1, "delivered")


@pytest.mark.parametrize(
    ("change", "sent"),
    [
        ({}, 1),
        ({"revoked": True}, 0),
        ({"expiry_date": timedelta(0)}, 0),
        ({"expiry_date": timedelta(seconds=1)}, 1),
    ],
)
def test_a_key_that_no_longer_holds_stops_its_webhooks_at_once(
    key: ApiKey, target: Webhook, change: dict[str, Any], sent: int
) -> None:
    waiting(target)
    ends = {name: now() + one if isinstance(one, timedelta) else one for name, one in change.items()}
    ApiKey.objects.filter(pk=key.pk).update(name="連携先", **ends)
    assert attempt(TAKEN, now()) == sent


@pytest.mark.parametrize(
    ("event", "scope", "sent"),
    [
        (HookEvent.CATALOGUE_CHANGED, "scope_read", 0),
        (HookEvent.CATALOGUE_CHANGED, "scope_keep", 1),
        (HookEvent.DECISION_CHANGED, "scope_keep", 0),
        (HookEvent.DECISION_CHANGED, "scope_read", 1),
        (HookEvent.PING, "scope_keep", 1),
    ],
)
def test_what_a_key_may_no_longer_know_is_not_sent(
    key: ApiKey, target: Webhook, event: HookEvent, scope: str, sent: int
) -> None:
    waiting(target, event)
    ApiKey.objects.filter(pk=key.pk).update(**{scope: False})
    assert attempt(TAKEN, now()) == sent


def test_what_one_worker_has_in_hand_no_other_is_given(target: Webhook) -> None:
    waiting(target)
    assert [len(take(now())) for _worker in range(2)] == [1, 0]


def test_what_a_killed_worker_had_in_hand_is_sent_by_the_next(target: Webhook) -> None:
    one = waiting(target)
    take(now())  # and no more is heard of that worker
    assert attempt(TAKEN, now() + IN_HAND - timedelta(seconds=1)) == 0
    assert attempt(TAKEN, now() + IN_HAND) == 1
    assert (reread(one).state, reread(one).attempts) == ("delivered", 2)


def test_a_worker_that_comes_back_late_changes_nothing(target: Webhook) -> None:
    one = waiting(target)
    [late] = take(now())
    [again] = take(now() + IN_HAND)
    settle(again, TAKEN, now() + IN_HAND, 0.0)
    settle(late, Outcome(410, SendFailure.STATUS), now() + IN_HAND, 0.0)
    assert (reread(one).state, reread(target).disabled_at) == ("delivered", None)


def test_a_webhook_that_is_deleted_meanwhile_is_no_trouble(target: Webhook) -> None:
    waiting(target)
    [taken] = take(now())
    target.delete()
    settle(taken, TAKEN, now(), 0.0)
    assert WebhookDelivery.objects.count() == 0


def test_one_that_does_not_answer_holds_up_nobody_else(key: ApiKey, receiver: Callable[..., Receiver]) -> None:
    dead, alive = receiver(500), receiver()
    for _number in range(3):
        waiting(hook_of(key, dead))
    one = waiting(hook_of(key, alive))
    assert deliver(now(), now) == 2
    assert (reread(one).state, len(dead.received)) == ("delivered", 1)


def test_however_much_waits_for_some_the_others_have_their_turn(key: ApiKey) -> None:
    """Nine that are never reached, each with more than it will ever be rid of, and then one that is."""
    for number in range(AT_ONCE + 1):
        one = hook(key, f"https://hooks{number}.example.jp/")
        for _more in range(3):
            waiting(one)
    late = waiting(hook(key, "https://late.example.jp/"))
    for _round in range(2):
        attempt(SILENT, now())
    assert reread(late).attempts == 1


def test_about_what_has_run_out_nothing_is_sent(target: Webhook) -> None:
    kept = {"limit": 1, "include_ineligible": False, "profile": {}, "rules": {}, "states": {}, "as_of": now().date()}
    about = Decision.objects.create(key=target.key, kept_at=now(), expires_at=now() + timedelta(seconds=1), **kept)
    WebhookDelivery.objects.filter(pk=waiting(target, HookEvent.DECISION_CHANGED).pk).update(decision=about)
    assert [len(take(at)) for at in (now() + timedelta(seconds=1), now())] == [0, 1]


def hook_of(key: ApiKey, server: Receiver) -> Webhook:
    return Webhook.objects.filter(url=server.url).first() or hook(key, server.url)


def test_deliveries_are_deleted_after_a_while(target: Webhook) -> None:
    for age in (KEPT_FOR, KEPT_FOR + timedelta(seconds=1)):
        WebhookDelivery.objects.filter(pk=waiting(target).pk).update(created_at=now() - age)
    told = StringIO()
    call_command("webhooks", "expire", stdout=told)
    assert (told.getvalue().strip(), WebhookDelivery.objects.count()) == ("30日より前の通知を 1 件消しました。", 1)


def test_the_body_is_json_in_japanese_as_it_is(target: Webhook) -> None:
    one = ping(target, now())
    assert json.loads(one.payload)["type"] == "ping"
    assert one.payload.startswith('{"type":"ping",')
