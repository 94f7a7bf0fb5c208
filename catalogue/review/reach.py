"""Which measures no judged company meets among the first of its list: rows that nobody's wishes lead to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from catalogue.models import Measure
from catalogue.shortlist import shortlist
from matcher import Profile

FIRST = 20


@dataclass(frozen=True, slots=True)
class Reach:
    """*missed*: codes of the measures that stand among the *first* of none of the *companies*."""

    companies: int
    first: int
    missed: tuple[str, ...]


def reach(profiles: Iterable[Mapping[str, object]], as_of: date) -> Reach:
    """Match every profile against the database's catalogue. Raises ProfileError, NoCatalogue."""
    seen: set[str] = set()
    count = 0
    for profile in profiles:
        count += 1
        found = shortlist(Profile.from_mapping(profile, as_of), as_of, FIRST)
        seen.update(one.measure.code for one in found.results)
    codes = Measure.objects.in_order().values_list("code", flat=True)
    return Reach(count, FIRST, tuple(code for code in codes if code not in seen))
