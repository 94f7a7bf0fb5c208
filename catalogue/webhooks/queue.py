"""What is to be sent, and what becomes of it: taken in hand by one worker at a time, tried again ever later, given up in the end."""

from __future__ import annotations

import datetime
import random
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from django.db import transaction
from django.db.models import Exists, F, OuterRef

from catalogue.models import DeliveryState, DisabledWhy, Webhook, WebhookDelivery
from catalogue.models.webhooks import WebhookDeliveryQuerySet
from catalogue.webhooks.sending import Outcome, send
from catalogue.webhooks.signing import headers

DELAYS = tuple(
    datetime.timedelta(seconds=seconds) for seconds in (5, 60, 5 * 60, 30 * 60, 2 * 3600, 5 * 3600, 8 * 3600, 8 * 3600)
)
"""After each failed attempt: about a day in all, nine attempts."""

JITTER = 0.1
"""By up to this part each delay is longer, so that what failed together does not come again together."""

IN_HAND = datetime.timedelta(minutes=1)
"""For so long a worker has a delivery to itself; one that was killed meanwhile loses it to the next."""

MOST_FAILED = 3
"""So many deliveries given up in a row disable a webhook."""

KEPT_FOR = datetime.timedelta(days=30)
AT_ONCE = 8

Send = Callable[[WebhookDelivery, datetime.datetime], Outcome]


def send_signed(delivery: WebhookDelivery, now: datetime.datetime) -> Outcome:
    """One attempt, signed anew with the time of now."""
    hook = delivery.webhook
    return send(hook.url, delivery.payload, headers(hook, delivery.code, delivery.payload, now))


def deliver(
    now: datetime.datetime,
    clock: Callable[[], datetime.datetime],
    *,
    sending: Send = send_signed,
    chance: Callable[[], float] = random.random,
) -> int:
    """Send what is due, side by side, one delivery a webhook, so that who does not answer holds up nobody else; returns how many.

    *clock*: the time when an answer is there.
    """
    taken = take(now)
    if taken:
        with ThreadPoolExecutor(len(taken)) as pool:
            outcomes = list(pool.map(lambda one: sending(one, now), taken))
        for one, outcome in zip(taken, outcomes, strict=True):
            settle(one, outcome, clock(), chance())
    return len(taken)


def take(now: datetime.datetime) -> Sequence[WebhookDelivery]:
    """Deliveries that are due, in the hand of the caller from now on: no other worker is given them.

    One of each webhook, that first which was longest not tried: however much waits for some, the others have their turn.
    """
    due = WebhookDelivery.objects.due(now)
    if not due.exists():
        return ()
    with transaction.atomic():
        having = Webhook.objects.filter(Exists(due.filter(webhook=OuterRef("pk"))))
        hooks = having.order_by(F("tried_at").asc(nulls_first=True), "pk")
        # The lock of the webhook is that of all its deliveries; which of them are due is asked once it is held.
        found = (_first(due, hook, now) for hook in hooks.select_for_update(skip_locked=True)[:AT_ONCE])
        return [one for one in found if one is not None]


def _first(due: WebhookDeliveryQuerySet, hook: Webhook, now: datetime.datetime) -> WebhookDelivery | None:
    one = due.filter(webhook=hook).order_by("next_attempt_at", "pk").first()
    if one is not None:
        one.webhook = hook
        one.attempts += 1
        one.last_attempt_at, one.next_attempt_at = now, now + IN_HAND
        one.save(update_fields=["attempts", "last_attempt_at", "next_attempt_at"])
        hook.tried_at = now
        hook.save(update_fields=["tried_at"])
    return one


def settle(taken: WebhookDelivery, outcome: Outcome, now: datetime.datetime, chance: float) -> None:
    """Note how an attempt came out. One that another worker has taken in hand meanwhile is left to that one."""
    with transaction.atomic():
        hook = Webhook.objects.select_for_update().filter(pk=taken.webhook_id).first()
        waiting = WebhookDelivery.objects.filter(state=DeliveryState.PENDING, attempts=taken.attempts)
        one = waiting.select_for_update().filter(pk=taken.pk).first()
        if hook is None or one is None:
            return
        one.last_status, one.last_failure = outcome.status, outcome.failure or ""
        if outcome.failure is None:
            one.state, one.next_attempt_at = DeliveryState.DELIVERED, None
            _count(hook, 0)
        elif outcome.is_gone:
            one.state, one.next_attempt_at = DeliveryState.FAILED, None
            hook.disable(DisabledWhy.GONE, now)
        elif one.attempts <= len(DELAYS):
            one.next_attempt_at = now + DELAYS[one.attempts - 1] * (1 + JITTER * chance)
        else:
            one.state, one.next_attempt_at = DeliveryState.FAILED, None
            _count(hook, hook.failures + 1)
            if hook.failures >= MOST_FAILED:
                hook.disable(DisabledWhy.FAILING, now)
        one.save(update_fields=["last_status", "last_failure", "state", "next_attempt_at"])


def _count(hook: Webhook, failures: int) -> None:
    if hook.failures != failures:
        hook.failures = failures
        hook.save(update_fields=["failures"])


def forget(now: datetime.datetime) -> int:
    """Delete what was to be kept until now; returns how many."""
    count, _each = WebhookDelivery.objects.made_before(now - KEPT_FOR).delete()
    return count
