"""How relevant a candidate is to a company: a sum of named parts, each with its reason. Points are whole tenths.

The weights stand in one table. Everything is an integer, so that the reference here and the bit planes of the index
agree to the last digit.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from matcher.assessment import judge
from matcher.facts import Facts
from matcher.features import FEATURES, Kind
from matcher.rules import Audience, Availability, Candidate, Condition, Fact, Level
from matcher.truth import TRUE, UNKNOWN, Truth

USABLE = 200
"""Not known to be closed: nothing that has closed outranks what may still be open."""

CLOSED_SHIFT, CLOSED_MOST = 4, 127
"""A closed candidate keeps a sixteenth of its points, at most these, which is below USABLE."""

ELIGIBLE = 50
"""Every stated condition is met: of two equally relevant candidates the certain one comes first."""

AUDIENCE: Mapping[Audience, int] = {Audience.DIRECT: 60, Audience.INDIRECT: 50, Audience.NONE: 0}
"""The company itself can act; others act for it; nobody outside government acts."""

SUPPORT: Mapping[str, int] = {
    "subsidy": 50, "grant": 50, "tax": 45, "loan": 45, "guarantee": 45, "equity": 45, "insurance": 40,
    "expert_dispatch": 40, "consultation": 40, "matching": 35, "certification": 35, "training": 35,
    "research_collaboration": 35, "event": 30, "infrastructure": 20, "regulation": 10, "information": 10,
}  # fmt: skip
"""What the company can do with it, the best of its kinds of help: money and hands-on help before leaflets."""

FOCUS: Mapping[tuple[str, Level], int] = {
    ("topics", Level.PRIMARY): 260,
    ("topics", Level.SECONDARY): 100,
    ("situations", Level.PRIMARY): 260,
    ("situations", Level.SECONDARY): 100,
    ("certifications", Level.PRIMARY): 40,
    ("certifications", Level.SECONDARY): 20,
}
"""Made for what the company wants or is in the middle of (primary), or also serves it (secondary); times rarity.

What a company holds already is a reason to look, not a wish."""

RARITY_LEAST = 50
"""A match on what every candidate serves counts this share (in hundredths) of a match that a single one serves."""

INDUSTRY: Mapping[Level, int] = {Level.PRIMARY: 150, Level.SECONDARY: 90}
"""Made for this industry."""

ANY_INDUSTRY = 50
"""Made for no industry in particular, or the answer is too broad to tell: between its own industry's and another's."""

COMPANY: Mapping[Level, int] = {Level.PRIMARY: 40, Level.SECONDARY: 20}
"""Made for companies of this size, form, place or age."""

BONUS = 30
"""Something the company holds gives extra points or better terms here."""


class Part(NamedTuple):
    """One part of a score. *points* in tenths; *reasons*: the codes, conditions or words that earned it."""

    name: str
    points: int
    reasons: tuple[object, ...] = ()


@dataclass(frozen=True, slots=True)
class Score:
    """*points* in tenths is the sum of the *parts*' points."""

    points: int
    parts: tuple[Part, ...]


NO_SCORE = Score(0, ())


def is_counted_by_value(condition: Condition) -> bool:
    """Whether each value of a focus condition counts by itself (topics, situations, certifications)."""
    return FEATURES[condition.feature].kind is Kind.CODES and (condition.feature, Level.PRIMARY) in FOCUS


def focus_levels(candidate: Candidate) -> dict[tuple[str, str], Level]:
    """(feature, value) → its level, for what counts by value; primary wins where both are given."""
    levels: dict[tuple[str, str], Level] = {}
    for focus in candidate.focus:
        if is_counted_by_value(focus.condition):
            for value in focus.condition.values:
                key = (focus.condition.feature, str(value))
                if levels.get(key) is not Level.PRIMARY:
                    levels[key] = focus.level
    return levels


def industry_focus(candidate: Candidate) -> tuple[tuple[Condition, Level], ...]:
    """The industries a candidate was made for."""
    return tuple((row.condition, row.level) for row in candidate.focus if row.condition.feature == "industry")


def company_focus(candidate: Candidate) -> tuple[tuple[Condition, Level], ...]:
    """Every other focus: size, form, place, age …"""
    return tuple(
        (row.condition, row.level)
        for row in candidate.focus
        if row.condition.feature != "industry" and not is_counted_by_value(row.condition)
    )


def industry_points(rows: Iterable[tuple[Condition, Level]], truths: Iterable[Truth]) -> int:
    """The points of the industry part, given each row's outcome; ANY_INDUSTRY when there are no rows."""
    judged = list(zip(rows, truths, strict=True))
    met = [INDUSTRY[level] for (_, level), truth in judged if truth is TRUE]
    if met:
        return max(met)
    return ANY_INDUSTRY if not judged or any(truth is UNKNOWN for _, truth in judged) else 0


def support_points(candidate: Candidate) -> int:
    """The best of its kinds of help; none named, none counted."""
    return max((SUPPORT[code] for code in candidate.supports), default=0)


def closed_points(points: int) -> int:
    """What is left of *points* once a candidate has closed."""
    return min(points >> CLOSED_SHIFT, CLOSED_MOST)


class Relevance:
    """Scores candidates of one catalogue; built over all of them, since a rare match says more than a common one."""

    def __init__(self, candidates: Iterable[Candidate]) -> None:
        served: Counter[tuple[str, str]] = Counter()
        total = 0
        for candidate in candidates:
            total += 1
            served.update(focus_levels(candidate).keys())
        self._rarity = {key: _rarity(count, total) for key, count in served.items()}

    def focus_points(self, feature: str, value: str, level: Level) -> int:
        """Points (tenths) of one matched value."""
        return FOCUS[feature, level] * self._rarity[feature, value] // 100

    def score(self, candidate: Candidate, facts: Facts, truth: Truth, day: date) -> Score:
        """The score of *candidate* with its verdict *truth* on *day*; nothing for one that is ruled out.

        *facts* must hold every fact that its focus and bonus rows mention.
        """
        if truth < UNKNOWN:
            return NO_SCORE
        parts = [
            Part("verdict", ELIGIBLE if truth is TRUE else 0),
            *self._matches(candidate, facts),
            Part("industry", *self._industry(candidate, facts)),
            Part("company", *self._company(candidate, facts)),
            Part("bonus", *self._bonus(candidate, facts)),
            Part("support", support_points(candidate), candidate.supports),
            Part("audience", AUDIENCE[candidate.audience], (candidate.audience.value,)),
        ]
        closed = candidate.availability(day) is Availability.CLOSED
        points = sum(part.points for part in parts)
        parts.append(Part("availability", closed_points(points) - points if closed else USABLE))
        kept = tuple(part for part in parts if part.points)
        return Score(sum(part.points for part in kept), kept)

    def _matches(self, candidate: Candidate, facts: Facts) -> list[Part]:
        matched: dict[str, list[tuple[int, str]]] = {}
        for (feature, value), level in focus_levels(candidate).items():
            worlds = facts[feature, ""]
            if worlds is not None and value in worlds[0]:  # type: ignore[operator]  # a set of codes
                matched.setdefault(feature, []).append((self.focus_points(feature, value, level), value))
        parts = []
        for feature, found in matched.items():
            found.sort(key=lambda item: (-item[0], item[1]))
            parts.append(Part(feature, sum(points for points, _ in found), tuple(value for _, value in found)))
        return parts

    def _industry(self, candidate: Candidate, facts: Facts) -> tuple[int, tuple[object, ...]]:
        rows = industry_focus(candidate)
        truths = [judge(condition, facts[condition.fact]) for condition, _ in rows]
        met = tuple(condition for (condition, _), truth in zip(rows, truths, strict=True) if truth is TRUE)
        return industry_points(rows, truths), met

    def _company(self, candidate: Candidate, facts: Facts) -> tuple[int, tuple[object, ...]]:
        met = [row for row in company_focus(candidate) if judge(row[0], facts[row[0].fact]) is TRUE]
        return sum(COMPANY[level] for _, level in met), tuple(condition for condition, _ in met)

    def _bonus(self, candidate: Candidate, facts: Facts) -> tuple[int, tuple[object, ...]]:
        met = tuple(row for row in candidate.bonuses if judge(row, facts[row.fact]) is TRUE)
        return (BONUS if met else 0), met


def facts_of(candidate: Candidate) -> set[Fact]:
    """Every fact that scoring *candidate* reads."""
    return {row.condition.fact for row in candidate.focus} | {row.fact for row in candidate.bonuses}


def _rarity(count: int, total: int) -> int:
    """Hundredths from RARITY_LEAST (all serve it) to 100 (one does), by the logarithm of the share that serves it."""
    if total <= 1:
        return 100
    return RARITY_LEAST + round((100 - RARITY_LEAST) * math.log(total / count) / math.log(total))
