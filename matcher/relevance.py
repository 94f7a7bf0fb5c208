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
from matcher.rules import Audience, Availability, Candidate, Condition, Fact, Level
from matcher.truth import FALSE, TRUE, UNKNOWN, Truth

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

FOCUS: Mapping[str, int] = {"topics": 42, "situations": 16}
"""Made for what the company wants, or is in the middle of: for each point of fit, times rarity.

Of several that match, the one that earns most counts in full and the others by three quarters: who serves one wish well
comes before who touches many."""

UNASKED = 4
"""As long as nobody has said what the company wants: for each point of fit to any wish. Who serves many wishes is likely to serve its."""

RARITY_LEAST = 30
"""A match on what every candidate serves counts this share (in hundredths) of a match that a single one serves."""

INDUSTRY: Mapping[Level, int] = {Level.PRIMARY: 150, Level.SECONDARY: 90}
"""Made for this industry. What was made for others (primary) earns nothing here, and half for wishes that it would meet there."""

ANY_INDUSTRY = 70
"""Made for no industry in particular, or the answer is too broad to tell: between its own industry's and another's."""

COMPANY: Mapping[Level, int] = {Level.PRIMARY: 40, Level.SECONDARY: 10}
"""Made for companies of this size, form, place or age, or that hold this."""

BONUS = 30
"""Something the company holds gives extra points or better terms here."""


TOPICS: Fact = ("topics", "")


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


def focus_fits(candidate: Candidate) -> dict[tuple[str, str], int]:
    """(feature, value) → fit, for what counts by value (``FOCUS``); the greatest where several are given."""
    fits: dict[tuple[str, str], int] = {}
    for focus in candidate.focus:
        if focus.condition.feature in FOCUS:
            for value in focus.condition.values:
                key = (focus.condition.feature, str(value))
                fits[key] = max(fits.get(key, 0), focus.strength)
    return fits


def industry_focus(candidate: Candidate) -> tuple[tuple[Condition, Level], ...]:
    """The industries a candidate was made for."""
    return tuple((row.condition, row.level) for row in candidate.focus if row.condition.feature == "industry")


def company_focus(candidate: Candidate) -> tuple[tuple[Condition, Level], ...]:
    """Every other focus: size, form, place, age …"""
    return tuple(
        (row.condition, row.level)
        for row in candidate.focus
        if row.condition.feature != "industry" and row.condition.feature not in FOCUS
    )


def industry_points(rows: Iterable[tuple[Condition, Level]], truths: Iterable[Truth]) -> int:
    """The points of the industry part, given each row's outcome; ANY_INDUSTRY when there are no rows."""
    judged = list(zip(rows, truths, strict=True))
    met = [INDUSTRY[level] for (_, level), truth in judged if truth is TRUE]
    if met:
        return max(met)
    return ANY_INDUSTRY if not judged or any(truth is UNKNOWN for _, truth in judged) else 0


def is_for_another_industry(rows: Iterable[tuple[Condition, Level]], truths: Iterable[Truth]) -> bool:
    """Whether a candidate was made for certain industries (primary), and this company's is none that it names."""
    judged = list(zip(rows, truths, strict=True))
    return all(truth is FALSE for _, truth in judged) and any(level is Level.PRIMARY for (_, level), _ in judged)


def unasked_points(candidate: Candidate) -> int:
    """What a candidate earns while the company's wishes are unknown."""
    return UNASKED * sum(fit for (feature, _), fit in focus_fits(candidate).items() if feature == "topics")


def several(points: Iterable[int]) -> int:
    """What several matches earn together: the greatest in full, the others by three quarters, rounded down."""
    given = list(points)
    return (max(given) + 3 * sum(given)) // 4 if given else 0


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
            served.update(focus_fits(candidate).keys())
        self._rarity = {key: _rarity(count, total) for key, count in served.items()}

    def focus_points(self, feature: str, value: str, fit: int) -> int:
        """Points (tenths) of one matched value."""
        return FOCUS[feature] * fit * self._rarity[feature, value] // 100

    def score(self, candidate: Candidate, facts: Facts, truth: Truth, day: date) -> Score:
        """The score of *candidate* with its verdict *truth* on *day*; nothing for one that is ruled out.

        *facts* must hold every fact that its focus and bonus rows mention.
        """
        if truth < UNKNOWN:
            return NO_SCORE
        matches = self._matches(candidate, facts)
        parts = [
            Part("verdict", ELIGIBLE if truth is TRUE else 0),
            *matches,
            self._industry(candidate, facts, matches),
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
        for (feature, value), fit in focus_fits(candidate).items():
            worlds = facts[feature, ""]
            if worlds is not None and value in worlds[0]:  # type: ignore[operator]  # a set of codes
                matched.setdefault(feature, []).append((self.focus_points(feature, value, fit), value))
        parts = []
        for feature, found in matched.items():
            found.sort(key=lambda item: (-item[0], item[1]))
            parts.append(Part(feature, several(points for points, _ in found), tuple(value for _, value in found)))
        if facts[TOPICS] is None and (points := unasked_points(candidate)):
            parts.append(Part("unasked_topics", points))
        return parts

    def _industry(self, candidate: Candidate, facts: Facts, matches: Iterable[Part]) -> Part:
        rows = industry_focus(candidate)
        truths = [judge(condition, facts[condition.fact]) for condition, _ in rows]
        if is_for_another_industry(rows, truths):
            lost = sum(part.points - part.points // 2 for part in matches)
            return Part("other_industry", -lost, tuple(condition for condition, _ in rows))
        met = tuple(condition for (condition, _), truth in zip(rows, truths, strict=True) if truth is TRUE)
        return Part("industry", industry_points(rows, truths), met)

    def _company(self, candidate: Candidate, facts: Facts) -> tuple[int, tuple[object, ...]]:
        met = [row for row in company_focus(candidate) if judge(row[0], facts[row[0].fact]) is TRUE]
        return sum(COMPANY[level] for _, level in met), tuple(condition for condition, _ in met)

    def _bonus(self, candidate: Candidate, facts: Facts) -> tuple[int, tuple[object, ...]]:
        met = tuple(row for row in candidate.bonuses if judge(row, facts[row.fact]) is TRUE)
        return (BONUS if met else 0), met


def facts_of(candidate: Candidate) -> set[Fact]:
    """Every fact that scoring *candidate* reads."""
    return {TOPICS} | {row.condition.fact for row in candidate.focus} | {row.fact for row in candidate.bonuses}


def _rarity(count: int, total: int) -> int:
    """Hundredths from RARITY_LEAST (all serve it) to 100 (one does), by the logarithm of the share that serves it."""
    if total <= 1:
        return 100
    return RARITY_LEAST + round((100 - RARITY_LEAST) * math.log(total / count) / math.log(total))
