"""The days on which a programme is known to open or to close."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from catalogue.bridge import PeriodCard
from matcher import Availability, Candidate, Period

EARLIEST, LATEST = date(2000, 1, 1), date(2100, 12, 31)
"""Days that the catalogue can speak of."""

OPENING, CLOSING = "opening", "closing"

_DAY = timedelta(days=1)


class Turn(NamedTuple):
    """*kind*: OPENING, and *day* is the first of being open, or CLOSING, and it is the last."""

    kind: str
    day: date


def turns(candidate: Candidate) -> Iterator[Turn]:
    """All that its periods tell, each once."""
    yield from dict.fromkeys(turn for period in candidate.periods for turn in marked_by(candidate, period))


def marked_by(candidate: Candidate, period: Period | PeriodCard) -> Iterator[Turn]:
    """The first and last days of being open that an end of *period*, one of the candidate's, marks.

    What is open *until* a day may go on after it: "open as of the day of the source" is written so, too. That day is the last
    one only of a window with both ends, or when something else is known of the next day.
    """
    is_window = period.state is Availability.OPEN and period.first is not None
    for day in _ends(period):
        before, after = candidate.availability(day - _DAY), candidate.availability(day)
        if before is after:
            continue
        if after is Availability.OPEN:
            yield Turn(OPENING, day)
        elif before is Availability.OPEN and (is_window or after is not Availability.UNKNOWN):
            yield Turn(CLOSING, day - _DAY)


def _ends(period: Period | PeriodCard) -> Iterator[date]:
    """The days on which the state may be another than on the day before; of those that a match may be about."""
    if period.first is not None and EARLIEST <= period.first <= LATEST:
        yield period.first
    if period.last is not None and EARLIEST <= period.last <= LATEST:
        yield period.last + _DAY
