"""Whether a measure, as a whole, can be applied for on a day."""

from __future__ import annotations

from datetime import date

from catalogue.shortlist import Snapshot
from matcher import Availability

_BEST_FIRST = (Availability.OPEN, Availability.UPCOMING, Availability.UNKNOWN, Availability.CLOSED)
"""What may still be open stands above what is known to have closed."""


def availability(rules: Snapshot, code: str, day: date) -> Availability:
    """That of the programme that is best off: closed only when every one is known to be."""
    return min((one.availability(day) for one in rules.groups[code]), key=_BEST_FIRST.index)
