"""The score of every candidate at once, as sliced numbers, and the first of them in order. Equal to ``relevance``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from matcher.assessment import judge
from matcher.facts import Facts, Worlds
from matcher.planes import Sliced, add, add_constant, from_positions, greatest, positions_of, sliced, values_at
from matcher.relevance import (
    AUDIENCE,
    BONUS,
    CLOSED_MOST,
    CLOSED_SHIFT,
    COMPANY,
    ELIGIBLE,
    USABLE,
    Relevance,
    company_focus,
    focus_levels,
    industry_focus,
    industry_points,
    support_points,
)
from matcher.rules import Availability, Candidate, Condition, Fact, Level
from matcher.tables import KEPT_ANSWERS, Pair, Sameness, Table, table

_CLOSED_DIGITS = CLOSED_MOST.bit_length()


class _Points:
    """Points that depend on one single-valued fact, kept for every answer that rules can tell apart."""

    def __init__(self, rows: dict[tuple[tuple[Condition, Level], ...], list[int]], fact: Fact, width: int) -> None:
        self.fact = fact
        self._rows, self._width = rows, width
        self._sameness = Sameness(fact, (condition for row in rows for condition, _ in row))
        self._kept: dict[object, Sliced] = {}

    def of(self, worlds: Worlds) -> Sliced:
        key = self._sameness.key(worlds)
        found = self._kept.get(key)
        if found is None:
            if len(self._kept) >= KEPT_ANSWERS:
                self._kept.clear()
            points = {}
            for row, places in self._rows.items():
                value = self.points(row, worlds)
                points.update(dict.fromkeys(places, value))
            found = self._kept[key] = sliced(points, self._width)
        return found

    def points(self, row: tuple[tuple[Condition, Level], ...], worlds: Worlds) -> int:
        return sum(COMPANY[level] for condition, level in row if judge(condition, worlds) == 2)


class _IndustryPoints(_Points):
    def points(self, row: tuple[tuple[Condition, Level], ...], worlds: Worlds) -> int:
        return industry_points(row, [judge(condition, worlds) for condition, _ in row])


class Scoring:
    """Compiled once over *candidates* (in index order)."""

    def __init__(self, candidates: Sequence[Candidate], relevance: Relevance, width: int) -> None:
        self._candidates, self._width = candidates, width
        by_value: dict[tuple[str, str], dict[int, int]] = defaultdict(dict)
        industries: dict[tuple[tuple[Condition, Level], ...], list[int]] = defaultdict(list)
        company: dict[Fact, dict[tuple[tuple[Condition, Level], ...], list[int]]] = defaultdict(
            lambda: defaultdict(list)
        )
        bonuses: dict[Fact, dict[tuple[tuple[Condition, ...], ...], list[int]]] = defaultdict(lambda: defaultdict(list))
        fixed: dict[int, int] = {}
        for place, candidate in enumerate(candidates):
            for (feature, value), level in focus_levels(candidate).items():
                by_value[feature, value][place] = relevance.focus_points(feature, value, level)
            fixed[place] = support_points(candidate) + AUDIENCE[candidate.audience]
            industry_rows = industry_focus(candidate)
            if industry_rows:
                industries[industry_rows].append(place)
            else:
                fixed[place] += industry_points((), ())
            rows: dict[Fact, list[tuple[Condition, Level]]] = defaultdict(list)
            for condition, level in company_focus(candidate):
                rows[condition.fact].append((condition, level))
            for fact, row in rows.items():
                company[fact][tuple(row)].append(place)
            for fact in {row.fact for row in candidate.bonuses}:
                bonuses[fact][(tuple(row for row in candidate.bonuses if row.fact == fact),)].append(place)
        self._fixed = sliced(fixed, width)
        self._by_value: dict[str, dict[str, Sliced]] = defaultdict(dict)
        for (feature, value), points in by_value.items():
            self._by_value[feature][value] = sliced(points, width)
        self._tables: list[_Points] = [_Points(rows_, fact, width) for fact, rows_ in company.items()]
        if industries:
            self._tables.append(_IndustryPoints(industries, ("industry", ""), width))
        self._bonuses: list[Table] = [table(fact, signatures, width) for fact, signatures in bonuses.items()]
        self._days: dict[date, Pair] = {}

    def _on(self, day: date) -> Pair:
        """(closed, not closed) on *day*."""
        found = self._days.get(day)
        if found is None:
            if len(self._days) >= KEPT_ANSWERS:
                self._days.clear()
            closed = from_positions(
                (
                    place
                    for place, candidate in enumerate(self._candidates)
                    if candidate.periods and candidate.availability(day) is Availability.CLOSED
                ),
                self._width,
            )
            found = self._days[day] = (closed, (1 << self._width) - 1 ^ closed)
        return found

    def relevance(self, yes: int, facts: Facts) -> Sliced:
        """Every candidate's points but for availability."""
        total = list(self._fixed)
        add_constant(total, ELIGIBLE, yes)
        for feature, values in self._by_value.items():
            worlds = facts[feature, ""]
            if worlds is not None:
                for value in worlds[0]:  # type: ignore[union-attr]  # a set of codes
                    points = values.get(value)
                    if points is not None:
                        add(total, points)
        for one in self._tables:
            points = one.of(facts[one.fact])
            if points:
                add(total, points)
        met = 0
        for bonus in self._bonuses:
            met |= bonus.judge(facts[bonus.fact])[0]
        if met:
            add_constant(total, BONUS, met)
        return total

    def order(self, yes: int, among: int, facts: Facts, day: date, count: int) -> list[int]:
        """The first *count* positions of *among* in ranking order: score, then eligible, then position.

        *yes*: the eligible ones. Shorter than *count* only when *among* is.
        """
        total = self.relevance(yes, facts)
        closed, usable = self._on(day)
        places = self._ordered(yes, among & usable, total, count)
        if len(places) < count and among & closed:
            kept = total[CLOSED_SHIFT : CLOSED_SHIFT + _CLOSED_DIGITS]
            over = 0
            for plane in total[CLOSED_SHIFT + _CLOSED_DIGITS :]:
                over |= plane
            kept = [plane | over for plane in kept]
            places += self._ordered(yes, among & closed, kept, count - len(places))
        return places

    def _ordered(self, yes: int, among: int, total: Sliced, count: int) -> list[int]:
        numbers = [yes, *total]
        chosen = greatest(numbers, among, count) if among.bit_count() > count else among
        places = list(positions_of(chosen))
        values = values_at(numbers, places, self._width)
        return [place for _, place in sorted(zip((-value for value in values), places, strict=True))]


assert USABLE > CLOSED_MOST, "a closed candidate must stand below every one that is not closed"
