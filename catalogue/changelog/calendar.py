"""What a day brings without anybody writing anything: rules come into force, a programme opens or closes, an end is there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.db import transaction

from catalogue.changelog.recording import change, end_of, said_of
from catalogue.changelog.said import PROGRAMMES
from catalogue.models import AvailabilityPeriod, CatalogueChange, CatalogueState, ChangeKind, ChangePart, Told
from catalogue.selection import availabilities

_DAY = timedelta(days=1)


def look(today: date) -> int:
    """Tell what the days since the last look have brought, each once, *today* included; returns how many changes that were.

    The first look only remembers the day. Two looks at once are one after the other, by the lock of the catalogue's version.
    Raises NoCatalogue when it has gone meanwhile.
    """
    if CatalogueState.objects.filter(pk=1, looked_on__gte=today).exists():
        return 0
    with transaction.atomic():
        state = CatalogueState.lock()
        if state is None or (state.looked_on is not None and state.looked_on >= today):
            return 0
        changes = [] if state.looked_on is None else list(_brought(state.looked_on, today))
        for one in changes:
            one.by_calendar, one.catalogue_version = True, state.version
        CatalogueChange.objects.bulk_create(changes)
        CatalogueState.objects.filter(pk=state.pk).update(looked_on=today)
    return len(changes)


def _brought(since: date, today: date) -> Iterator[CatalogueChange]:
    """What each day after *since* has brought, in order."""
    told = {row.name.removeprefix(PROGRAMMES): row for row in Told.objects.filter(name__startswith=PROGRAMMES)}
    turning = _turning_days()
    for day in (since + _DAY * number for number in range(1, (today - since).days + 1)):
        for row in told.values():
            yield from _of_rules(row, day)
            yield from (
                _change(row, ChangeKind.WITHDRAWN, ChangePart.END, day) for on in row.ended if end_of(on) == day
            )
        if day in turning:
            before, after = availabilities(day - _DAY), availabilities(day)
            for code, row in told.items():
                if code in after and before.get(code) != after[code]:
                    one = _change(row, ChangeKind.RE_DATED, ChangePart.AVAILABILITY, day)
                    one.availability = after[code]
                    yield one


def _turning_days() -> set[date]:
    """The days on which some programme may be open, or no longer, other than on the day before."""
    periods = AvailabilityPeriod.objects.values_list("first", "last")
    firsts = {first for first, _last in periods if first}
    return firsts | {last + _DAY for _first, last in periods if last and last < date.max}


def _of_rules(row: Told, day: date) -> Iterator[CatalogueChange]:
    """Rules that come into force on *day*, or that were in force on the day before and have nothing behind them."""
    spans = [(_day(first, date.min), _day(last, date.max)) for first, last, _digest in row.rules]
    if any(first == day for first, _last in spans):
        yield _change(row, ChangeKind.PUBLISHED, ChangePart.RULES, day)
    elif any(last == day - _DAY for _first, last in spans):
        yield _change(row, ChangeKind.WITHDRAWN, ChangePart.RULES, day)


def _day(text: str | None, otherwise: date) -> date:
    return date.fromisoformat(text) if text else otherwise


def _change(row: Told, kind: ChangeKind, part: ChangePart, day: date) -> CatalogueChange:
    return change(said_of(row), kind, part, day)
