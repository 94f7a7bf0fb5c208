"""From answers to facts: what the rules test, as possible worlds.

A fact is known, partly known or unknown. It is kept as the tuple of answers that remain possible: one item when certain,
several when the answers leave it open (a company size without its capital, an age from the year alone), ``None`` when unanswered.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache

from matcher.codes import REGION_OF, with_lower_kinds
from matcher.industry import Legal, legal_kinds
from matcher.operators import Possible
from matcher.profile import Profile
from matcher.rules import Fact
from matcher.size import CAPITAL_BOUNDS, EMPLOYEE_BOUNDS, REGIMES, possible_classes

Worlds = tuple[Possible, ...] | None
"""The answers that remain possible, in a settled order; None: unanswered."""

Facts = dict[Fact, Worlds]


def derive(profile: Profile, as_of: date, wanted: Iterable[Fact]) -> Facts:
    """The *wanted* facts of *profile* on the day *as_of*."""
    sizes = size_facts(profile.entity_type, profile.industry, profile.capital_yen, profile.employees)
    return {fact: sizes[fact] if fact[1] else _derive_one(profile, as_of, fact[0]) for fact in wanted}


def _derive_one(profile: Profile, as_of: date, feature: str) -> Worlds:
    if feature == "years_since_foundation":
        return _age(profile, as_of)
    if feature == "region":
        return None if profile.prefecture is None else (REGION_OF[profile.prefecture],)
    answer = getattr(profile, feature)
    if answer is None:
        return None
    return (with_lower_kinds(answer) if feature == "certifications" else answer,)


def size_facts(
    entity_type: str | None, industry: str | None, capital: int | None, employees: int | None
) -> Mapping[Fact, Worlds]:
    """The company size under every regime."""
    return _size_facts(entity_type, _ALIKE.setdefault(legal_kinds(industry), industry), *bounded(capital, employees))


def bounded(capital: int | None, employees: int | None) -> tuple[int | None, int | None]:
    """A capital and a number of employees that no size law tells apart from these: there are few of them, and no end of those."""
    return (
        None if capital is None else _CAPITALS[bisect_left(CAPITAL_BOUNDS, capital)],
        None if employees is None else _EMPLOYEES[bisect_left(EMPLOYEE_BOUNDS, employees)],
    )


# Industries that no size law tells apart share one entry.
_ALIKE: dict[frozenset[Legal], str | None] = {}
_CAPITALS = (*CAPITAL_BOUNDS, CAPITAL_BOUNDS[-1] + 1)
_EMPLOYEES = (*EMPLOYEE_BOUNDS, EMPLOYEE_BOUNDS[-1] + 1)


@lru_cache(maxsize=65536)
def _size_facts(*given: *tuple[str | None, str | None, int | None, int | None]) -> Mapping[Fact, Worlds]:
    return {
        ("company_size", regime): tuple(sorted(size.value for size in possible_classes(regime, *given)))
        for regime in REGIMES
    }


def years_between(first: date, last: date) -> int:
    """Whole years from *first* to *last*; a company founded on 29 February completes a year on 1 March."""
    return last.year - first.year - ((last.month, last.day) < (first.month, first.day))


def _age(profile: Profile, as_of: date) -> Worlds:
    if profile.founded_on is not None:
        return (years_between(profile.founded_on, as_of),)
    if profile.founded_year is None:
        return None
    oldest, youngest = (years_between(date(profile.founded_year, *ends), as_of) for ends in ((1, 1), (12, 31)))
    return tuple(sorted({max(youngest, 0), oldest}))
