"""The days that are known of the programmes of an answer, as a calendar file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import NamedTuple
from zlib import crc32

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from catalogue.bridge import Origin
from catalogue.contract.match import event_sentence, source
from catalogue.models.codes import EventKind
from catalogue.parts.exports.table import clean, programme_name
from catalogue.shortlist import ProgrammeResult, Shortlist
from catalogue.turns import OPENING, marked_by
from matcher import Outcome

DOMAIN = "support-finder.invalid"
"""Ends every UID. Never resolves (RFC 2606): the service may move, an entry in somebody's calendar stays the same."""
PRODUCT = "-//support-finder//known dates//JA"


@dataclass(frozen=True, slots=True)
class KnownDate:
    """One day. *uid*: unique in a calendar, and the same in every later one; *url*: absolute, "" for none."""

    uid: str
    day: date
    summary: str
    description: str
    url: str = ""


def known_dates(found: Shortlist, address: Callable[[str], str] = lambda code: "") -> list[KnownDate]:
    """The days from ``as_of`` on that are known of programmes not ruled out, in order; *address*: measure's code → its page.

    A programme under several measures is told once, under the one that stands highest. A month without a day is left out.
    """
    dates: dict[str, KnownDate] = {}
    for one in found.results:
        for programme in one.programmes:
            if programme.verdict.outcome is Outcome.INELIGIBLE:
                continue
            for known in _days(programme):
                if known.day < found.as_of:
                    continue
                uid = f"{programme.card.code}-{known.key}@{DOMAIN}"
                summary = _("{what}: {measure}（{programme}）").format(
                    what=known.label, measure=one.measure.title, programme=known.part or programme_name(programme.card)
                )
                earlier = dates.get(uid) or KnownDate(uid, known.day, summary, "", address(one.measure.code))
                dates[uid] = _with(earlier, known.text)
    caution = _("日程は変わることがあります。申し込む前に、公募要領や窓口で確かめてください。")
    return [_with(one, caution) for one in sorted(dates.values(), key=lambda one: one.day)]


def ics_bytes(dates: Iterable[KnownDate], now: datetime) -> bytes:
    """An iCalendar file (RFC 5545) of whole days that take up no time; *now*: aware, when it was made."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.calendar_name = _("支援施策の日程")
    calendar.add("x-wr-timezone", "Asia/Tokyo")
    for one in dates:
        event = Event()
        event.add("uid", one.uid)
        event.add("dtstamp", now)
        event.add("dtstart", one.day)  # a day without an end lasts one day
        event.add("summary", clean(one.summary))
        event.add("description", clean(one.description))
        event.add("transp", "TRANSPARENT")
        if one.url:
            event.add("url", one.url)
        calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content


class _Known(NamedTuple):
    """*part*: what of the programme it is about, "" when the whole."""

    kind: str
    day: date
    label: str
    text: str
    part: str = ""

    @property
    def key(self) -> str:
        """Tells it from all else that is known of a programme."""
        part = f"-{crc32(self.part.encode()):08x}" if self.part else ""
        return f"{self.kind}-{self.day.isoformat()}{part}"


def _with(one: KnownDate, text: str) -> KnownDate:
    """*one* telling *text*, too, unless it does already."""
    if text in one.description:
        return one
    return replace(one, description=f"{one.description}\n{text}" if one.description else text)


def _days(one: ProgrammeResult) -> Iterator[_Known]:
    for period in one.card.periods:
        for kind, day in marked_by(one.verdict.candidate, period):
            yield _Known(kind, day, turn_label(kind), _sourced(period.note, period.origin))
    for event in one.card.history:
        if len(event.on) == len("2025-03-31"):
            label, text = _(str(EventKind(event.kind).label)), _sourced(event_sentence(event), event.origin)
            yield _Known(event.kind, date.fromisoformat(event.on), label, text, event.old_name)


def turn_label(kind: str) -> str:
    """What happens on a day on which a programme opens or closes."""
    return _("受付の始まり") if kind == OPENING else _("受付の終わり")


def _sourced(text: str, origin: Origin) -> str:
    return "\n".join(filter(None, (text, _("出典: {source}").format(source=source(origin)))))
