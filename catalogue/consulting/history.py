"""Who did what to a client, and when: read from the history that is kept of every row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.utils.timezone import localdate

from catalogue.consulting.changes import changed_keys
from catalogue.models import Client, Override, Proposal


class Event(StrEnum):
    """What somebody did."""

    REGISTERED = "registered"
    EDITED = "edited"
    STATUS = "status"
    OVERRULED = "overruled"
    WITHDRAWN = "withdrawn"
    RAN_OUT = "ran_out"


@dataclass(frozen=True, slots=True)
class Entry:
    """One change. *before*, *after*: the fields that differ, or all when there was nothing before.

    Of a client: ``name``, ``corporate_number``, ``note``, ``facts_on``, and ``answers`` as a whole, of which *facts* are the keys that
    differ. *measure*: what a status or an override is about.
    """

    at: datetime
    by: str
    event: Event
    measure: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    facts: tuple[str, ...] = ()


CLIENT_FIELDS = ("name", "corporate_number", "note", "facts_on", "answers")
STATUS_FIELDS = ("status", "on", "note")
OVERRIDE_FIELDS = ("verdict", "ruled", "reason", "until", "withdrawn_at")


def history_of(client: Client) -> list[Entry]:
    """Everything that was done, the latest first. A fixed number of queries."""
    found = [
        *_client_entries(_rows(Client.history.filter(id=client.pk))),
        *_proposal_entries(_rows(Proposal.history.filter(client_id=client.pk))),
        *_override_entries(_rows(Override.history.filter(client_id=client.pk))),
    ]
    return sorted(found, key=lambda one: one.at)[::-1]  # of one moment too, the later row first


def statuses_of(client: Client, measures: Iterable[str]) -> dict[str, list[Entry]]:
    """Measure code → how its status came to be what it is, the latest first. One query."""
    rows = _rows(Proposal.history.filter(client_id=client.pk, measure__in=list(measures)))
    found: dict[str, list[Entry]] = {}
    for one in reversed(_proposal_entries(rows)):
        found.setdefault(one.measure, []).append(one)
    return found


def _rows(query: Any) -> list[Any]:
    """Rows of a history as they were written."""
    return list(query.select_related("history_user").order_by("history_date", "history_id"))


def _with_earlier(rows: Iterable[Any]) -> Iterable[tuple[Any, Any]]:
    """Each row with the one before it of the same thing; what was deleted is told no more."""
    last: dict[int, Any] = {}
    for row in rows:
        if row.history_type != "-":
            yield last.get(row.id), row
        last[row.id] = row


def _entry(event: Event, earlier: Any, row: Any, fields: Iterable[str]) -> Entry:
    before = {name: getattr(earlier, name) for name in fields} if earlier else {}
    after = {name: getattr(row, name) for name in fields}
    differing = [name for name in after if not before or before[name] != after[name]]
    return Entry(
        row.history_date,
        str(row.history_user or ""),
        event,
        getattr(row, "measure", ""),
        {name: before[name] for name in differing if before},
        {name: after[name] for name in differing},
        changed_keys(before.get("answers", {}), after.get("answers", {})),
    )


def _client_entries(rows: Iterable[Any]) -> list[Entry]:
    entries = [
        _entry(Event.EDITED if earlier else Event.REGISTERED, earlier, row, CLIENT_FIELDS)
        for earlier, row in _with_earlier(rows)
    ]
    return [one for one in entries if one.after]


def _proposal_entries(rows: Iterable[Any]) -> list[Entry]:
    entries = [_entry(Event.STATUS, earlier, row, STATUS_FIELDS) for earlier, row in _with_earlier(rows)]
    return [one for one in entries if one.after]


def _override_entries(rows: Iterable[Any]) -> list[Entry]:
    return [
        _entry(_event_of(earlier, row), None, row, OVERRIDE_FIELDS)
        for earlier, row in _with_earlier(rows)
        if not earlier or earlier.withdrawn_at != row.withdrawn_at
    ]


def _event_of(earlier: Any, row: Any) -> Event:
    """Closing one that had run out by then withdraws nothing."""
    if not row.withdrawn_at:
        return Event.OVERRULED
    return Event.RAN_OUT if localdate(row.withdrawn_at) > row.until else Event.WITHDRAWN
