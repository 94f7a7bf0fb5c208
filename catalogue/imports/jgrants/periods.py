"""What a linked call says in the catalogue: from when to when its programme is open."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Max, Q
from django.utils.timezone import localtime

from catalogue.models import AvailabilityPeriod, AvailabilityState, Call, Programme
from catalogue.models.calls import LINKED_STATES

_LONGEST_TITLE = 300


def apply_days(call: Call, today: date) -> bool:
    """Make the availability of *call*'s programme what the call says, or take it away when it says nothing.

    Sets ``call.period`` and leaves saving the call to the caller. Returns whether the catalogue has changed. A row that a load
    from files has written anew is known by its citation and taken over.
    """
    known = list(AvailabilityPeriod.objects.filter(Q(pk=call.period_id) | Q(citation=call.citation)).order_by("pk"))
    days = call.days if call.state in LINKED_STATES else None
    programme = call.programme
    if days is None or programme is None:
        call.period = None
        _delete(known)
        return bool(known)
    kept = next((row for row in known if row.programme_id == programme.pk), None)
    _delete([row for row in known if row is not kept])
    wanted = {"state": AvailabilityState.OPEN.value, "first": days[0], "last": days[1], "note": _note(call)}
    same = kept is not None and all(getattr(kept, name) == value for name, value in wanted.items())
    row = kept or AvailabilityPeriod(programme=programme, position=_next_position(programme))
    if not same:
        for name, value in (wanted | {"place": "", "citation": call.citation, "read_on": today}).items():
            setattr(row, name, value)
        row.save()
    call.period = row
    return not same or len(known) > 1


def _delete(rows: list[AvailabilityPeriod]) -> None:
    for row in rows:
        row.delete()


def _next_position(programme: Programme) -> int:
    """Behind all others: of several periods that hold on a day the last one counts."""
    last: int | None = programme.periods.filter(listing=None).aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1


def _note(call: Call) -> str:
    assert call.closes_at is not None
    title = call.title if len(call.title) <= _LONGEST_TITLE else f"{call.title[:_LONGEST_TITLE]}…"
    return f"公募「{title}」の受付です。締切は{moment_text(call.closes_at)}です。"


def moment_text(moment: datetime) -> str:
    """A time in Japan: 2026年12月1日17時00分."""
    here = localtime(moment)
    return f"{here.year}年{here.month}月{here.day}日{here.hour}時{here.minute:02}分"
