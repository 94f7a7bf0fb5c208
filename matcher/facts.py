"""From answers to facts: what the rules test, as possible worlds.

A fact is known, partly known or unknown. It is kept as the tuple of answers that remain possible: one item when certain,
several when the answers leave it open (a company size without its capital, an age from the year alone), ``None`` when unanswered.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from matcher.codes import REGION_OF, with_lower_kinds
from matcher.operators import Possible
from matcher.profile import Profile
from matcher.rules import Fact
from matcher.size import possible_classes

Worlds = tuple[Possible, ...] | None
"""The answers that remain possible, in a settled order; None: unanswered."""

Facts = dict[Fact, Worlds]


def derive(profile: Profile, as_of: date, wanted: Iterable[Fact]) -> Facts:
    """The *wanted* facts of *profile* on the day *as_of*."""
    return {fact: _derive_one(profile, as_of, fact) for fact in wanted}


def _derive_one(profile: Profile, as_of: date, fact: Fact) -> Worlds:
    feature, regime = fact
    if feature == "company_size":
        return _size(profile, regime)
    if feature == "region":
        return None if profile.prefecture is None else (REGION_OF[profile.prefecture],)
    if feature == "years_since_foundation":
        return _age(profile, as_of)
    if feature == "certifications":
        return None if profile.certifications is None else (with_lower_kinds(profile.certifications),)
    answer = getattr(profile, feature)
    return None if answer is None else (answer,)


def _size(profile: Profile, regime: str) -> Worlds:
    given = (profile.entity_type, profile.industry, profile.capital_yen, profile.employees)
    return tuple(sorted(size.value for size in possible_classes(regime, *given)))


def years_between(first: date, last: date) -> int:
    """Whole years from *first* to *last*; a company founded on 29 February completes a year on 1 March."""
    return last.year - first.year - ((last.month, last.day) < (first.month, first.day))


def _age(profile: Profile, as_of: date) -> Worlds:
    if profile.founded_on is not None:
        return (years_between(profile.founded_on, as_of),)
    if profile.founded_year is None:
        return None
    youngest = max(as_of.year - profile.founded_year - 1, 0)
    oldest = years_between(date(profile.founded_year, 1, 1), as_of)
    return tuple(sorted({youngest, oldest}))
