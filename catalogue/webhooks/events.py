"""What happens becomes deliveries, each once: changes of the catalogue, and kept matches that would be answered otherwise."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping

from django.db import transaction
from django.utils import translation
from django.utils.timezone import localdate, localtime

from catalogue.contract.changes import change_row
from catalogue.contract.decisions import verification
from catalogue.decisions.verifying import verdicts_on, verify
from catalogue.models import (
    CatalogueChange,
    CatalogueState,
    Decision,
    DeliveryState,
    HookEvent,
    Webhook,
    WebhookDelivery,
)

MOST_CHANGES = 100
"""In one delivery."""

MOST_COMPARED = 100
"""Kept matches in one step, so that deliveries that are due do not wait for all of them."""


def made(
    hook: Webhook, event: HookEvent, data: Mapping[str, object], now: datetime.datetime, about: Decision | None = None
) -> WebhookDelivery:
    """A delivery that waits to be sent."""
    said = {"type": event.value, "timestamp": localtime(now).isoformat(timespec="seconds"), "data": data}
    return WebhookDelivery.objects.create(
        webhook=hook,
        event=event,
        payload=json.dumps(said, ensure_ascii=False, separators=(",", ":")),
        decision=about,
        created_at=now,
        next_attempt_at=now,
    )


def ping(hook: Webhook, now: datetime.datetime) -> WebhookDelivery:
    """A test; the one that waits already, if one does, so that nobody can have an address asked often."""
    waiting = hook.deliveries.filter(event=HookEvent.PING, state=DeliveryState.PENDING)
    return waiting.first() or made(hook, HookEvent.PING, {"webhook": hook.code}, now)


def tell_changes(now: datetime.datetime) -> int:
    """Make deliveries of the changes that each webhook has not been told of yet; returns how many."""
    last, count = CatalogueChange.objects.last_number(), 0
    for hook in Webhook.objects.told_of_changes(now).filter(told_until__lt=last).values_list("pk", flat=True):
        with transaction.atomic():
            count += _tell(Webhook.objects.select_for_update(skip_locked=True).filter(pk=hook).first(), now)
    return count


def _tell(hook: Webhook | None, now: datetime.datetime) -> int:
    """All of it, oldest first; nothing when another worker is about to."""
    if hook is None:
        return 0
    count = 0
    with translation.override(hook.language):
        while rows := list(CatalogueChange.objects.after(hook.told_until)[:MOST_CHANGES]):
            made(hook, HookEvent.CATALOGUE_CHANGED, {"changes": [change_row(one) for one in rows]}, now)
            hook.told_until, count = rows[-1].pk, count + 1
    hook.save(update_fields=["told_until"])
    return count


def compare_decisions(now: datetime.datetime) -> int:
    """Compare some kept matches with what would be answered today; returns how many, 0 when all have been.

    Only those that somebody is to be told of. Raises NoCatalogue.
    """
    today = localdate(now)
    mark = f"{CatalogueState.current_version()}@{today.isoformat()}"
    keys = Webhook.objects.told_of_decisions(now).values("key")
    decisions = Decision.objects.filter(key__in=keys, expires_at__gt=now).exclude(compared_with=mark)
    found = list(decisions.order_by("pk").values_list("pk", flat=True)[:MOST_COMPARED])
    for one in found:
        with transaction.atomic():
            locked = decisions.select_for_update(skip_locked=True).filter(pk=one).first()
            if locked is not None:
                _compare(locked, today, now)
                locked.compared_with = mark
                locked.save(update_fields=["told", "compared_with"])
    return len(found)


def _compare(decision: Decision, today: datetime.date, now: datetime.datetime) -> None:
    verdicts = verdicts_on(decision, today)
    if verdicts == decision.last_told:
        return
    decision.told = verdicts
    verified = verify(decision, today)
    for hook in Webhook.objects.told_of_decisions(now).filter(key=decision.key_id):
        with translation.override(hook.language):
            data = {"decision": decision.code, "today": verification(decision, verified)["today"]}
        made(hook, HookEvent.DECISION_CHANGED, data, now, decision)
