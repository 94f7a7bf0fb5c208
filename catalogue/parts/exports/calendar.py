"""The days that are known of the programmes of an answer, as a calendar file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import NamedTuple
from zlib import crc32

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from catalogue.bridge import Origin, PeriodCard
from catalogue.contract.match import EARLIEST, LATEST, event_sentence, source
from catalogue.models.codes import EventKind
from catalogue.parts.exports.table import clean, programme_name
from catalogue.shortlist import ProgrammeResult, Shortlist
from matcher import Availability, Candidate, Outcome

DOMAIN = "support-finder.invalid"
"""Ends every UID. Never resolves (RFC 2606): the service may move, an entry in somebody's calendar stays the same."""
PRODUCT = "-//support-finder//known dates//JA"

_DAY = timedelta(days=1)


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
        yield from _turns(one.verdict.candidate, period)
    for event in one.card.history:
        if len(event.on) == len("2025-03-31"):
            label, text = _(str(EventKind(event.kind).label)), _sourced(event_sentence(event), event.origin)
            yield _Known(event.kind, date.fromisoformat(event.on), label, text, event.old_name)


def _turns(candidate: Candidate, period: PeriodCard) -> Iterator[_Known]:
    """The first and last days of being open that an end of *period* marks.

    What is open *until* a day may go on after it: "open as of the day of the source" is written so, too. That day is the last
    one only of a window with both ends, or when something else is known of the next day.
    """
    is_window = period.state is Availability.OPEN and period.first is not None
    text = _sourced(period.note, period.origin)
    for day in _ends(period):
        before, after = candidate.availability(day - _DAY), candidate.availability(day)
        if before is after:
            continue
        if after is Availability.OPEN:
            yield _Known("opening", day, _("受付の始まり"), text)
        elif before is Availability.OPEN and (is_window or after is not Availability.UNKNOWN):
            yield _Known("closing", day - _DAY, _("受付の終わり"), text)


def _ends(period: PeriodCard) -> Iterator[date]:
    """The days on which the state may be another than on the day before; of those that a match may be about."""
    if period.first is not None and EARLIEST <= period.first <= LATEST:
        yield period.first
    if period.last is not None and EARLIEST <= period.last <= LATEST:
        yield period.last + _DAY


def _sourced(text: str, origin: Origin) -> str:
    return "\n".join(filter(None, (text, _("出典: {source}").format(source=source(origin)))))
