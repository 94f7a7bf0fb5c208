"""What is to be done for clients, and whose facts should be asked for again."""

from __future__ import annotations

import datetime

from django.db.models import F, QuerySet

from catalogue.models import Client, Seen, Task, User
from catalogue.models.clients import FACTS_OLD_AFTER, ClientQuerySet


def open_tasks(clients: ClientQuerySet) -> QuerySet[Task]:
    """Not done yet, the longest overdue first, those without a day last."""
    found = Task.objects.filter(client__in=clients, done_at=None).select_related("client", "by")
    return found.order_by(F("due").asc(nulls_last=True), "pk")


def finish(clients: ClientQuerySet, pk: int, now: datetime.datetime) -> Task | None:
    """The task, done; done before it stays as it is. None when no such client has it."""
    task = Task.objects.filter(client__in=clients, pk=pk).select_related("client").first()
    if task is not None and task.done_at is None:
        task.done_at = now
        task.save(update_fields=["done_at"])
    return task


def with_old_facts(clients: ClientQuerySet, day: datetime.date) -> ClientQuerySet:
    """Whose facts nobody has confirmed for a year, the oldest first."""
    return clients.facts_older_than(day - FACTS_OLD_AFTER).order_by("facts_on", "name", "pk")


def last_opened(user: User, clients: ClientQuerySet, limit: int) -> list[Client]:
    """The clients that *user* looked at last, the latest first."""
    seen = Seen.objects.filter(by=user, client__in=clients).select_related("client").order_by("-at", "-pk")
    return [one.client for one in seen[:limit]]
