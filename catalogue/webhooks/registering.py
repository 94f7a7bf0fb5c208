"""A key's webhooks: made, within a bound."""

from __future__ import annotations

import datetime
from collections.abc import Collection

from django.db import transaction

from catalogue.models import ApiKey, CatalogueChange, HookEvent, Webhook

MOST_HOOKS = 10
"""Of one key."""

SUBSCRIBED = (HookEvent.CATALOGUE_CHANGED, HookEvent.DECISION_CHANGED)
"""What can be asked for; a ping comes when it is asked for."""


class TooMany(Exception):
    """The key has as many webhooks as it may have."""


def register(key: ApiKey, url: str, events: Collection[HookEvent], language: str, now: datetime.datetime) -> Webhook:
    """A new webhook, which is told of what changes from now on. Raises TooMany."""
    with transaction.atomic():
        ApiKey.objects.select_for_update().get(pk=key.pk)  # of two at once the second counts the first
        if Webhook.objects.filter(key=key).count() >= MOST_HOOKS:
            raise TooMany
        return Webhook.objects.create(
            key=key,
            url=url,
            of_catalogue=HookEvent.CATALOGUE_CHANGED in events,
            of_decisions=HookEvent.DECISION_CHANGED in events,
            language=language,
            created_at=now,
            told_until=CatalogueChange.objects.last_number(),
        )
