"""The score of every candidate at once, as sliced numbers, and the first of them in order. Equal to ``relevance``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from matcher.assessment import judge
from matcher.facts import Facts, Worlds
from matcher.planes import Sliced, add_up, constant, descending, from_positions, greatest, sliced, together
from matcher.relevance import (
    AUDIENCE,
    BONUS,
    CLOSED_MOST,
    CLOSED_SHIFT,
    COMPANY,
    ELIGIBLE,
    TOPICS,
    USABLE,
    Relevance,
    company_focus,
    focus_fits,
    industry_focus,
    industry_points,
    is_for_another_industry,
    support_points,
    unasked_points,
)
from matcher.rules import Availability, Candidate, Condition, Fact, Level
from matcher.tables import KEPT_ANSWERS, Draft, Kept, Layout
from matcher.truth import TRUE

_CLOSED_DIGITS = CLOSED_MOST.bit_length()
_DIGITS = 12
"""Enough for the points of a table that stands for one fact."""

_INDUSTRY: Fact = ("industry", "")

Row = tuple[tuple[Condition, Level], ...]


class _Points(Kept):
    """Points that depend on one single-valued fact."""

    def __init__(self, rows: dict[Row, list[int]], fact: Fact, width: int) -> None:
        super().__init__(fact, (condition for row in rows for condition, _ in row), width * _DIGITS)
        self.fact = fact
        self._rows, self._width = rows, width

    def _made(self, worlds: Worlds) -> Sliced:
        points = {}
        for row, places in self._rows.items():
            value = self.points(row, worlds)
            if value:
                points.update(dict.fromkeys(places, value))
        return sliced(points, self._width)

    def points(self, row: Row, worlds: Worlds) -> int:
        return sum(COMPANY[level] for condition, level in row if judge(condition, worlds) is TRUE)


class _IndustryPoints(_Points):
    def points(self, row: Row, worlds: Worlds) -> int:
        return industry_points(row, [judge(condition, worlds) for condition, _ in row])


class _OtherIndustry(_Points):
    """One where a candidate was made for another industry."""

    def points(self, row: Row, worlds: Worlds) -> int:
        return int(is_for_another_industry(row, [judge(condition, worlds) for condition, _ in row]))


class _Matched(Kept):
    """Points for the values of one feature that a company names, or for all that it might."""

    def __init__(self, feature: str, values: dict[str, Sliced], unanswered: Sliced, width: int) -> None:
        self.fact: Fact = (feature, "")
        super().__init__(self.fact, [Condition(feature, "has_any", tuple(values))], width * _DIGITS)
        self._values, self._unanswered, self._width = values, unanswered, width

    def _made(self, worlds: Worlds) -> Sliced:
        if worlds is None:
            return self._unanswered
        found = [self._values[value] for value in worlds[0] if value in self._values]  # type: ignore[union-attr]  # a set of codes
        if len(found) < 2:
            return found[0] if found else 0
        # (greatest + 3 × sum) // 4: a number moved up by a digit is twice as large, and the two lowest digits fall off.
        doubled = [number << self._width for number in found]
        digits = add_up([*found, *doubled, greatest(found, self._width)], self._width)
        return together(digits[2:], self._width)


class Scoring:
    """Compiled once over *candidates* (in index order)."""

    def __init__(self, candidates: Sequence[Candidate], relevance: Relevance, width: int) -> None:
        self._candidates, self._width = candidates, width
        by_value: dict[tuple[str, str], dict[int, int]] = defaultdict(dict)
        industries: dict[Row, list[int]] = defaultdict(list)
        company: dict[Fact, dict[Row, list[int]]] = defaultdict(lambda: defaultdict(list))
        bonuses: dict[Fact, Draft] = {}
        fixed: dict[int, int] = {}
        for place, candidate in enumerate(candidates):
            for (feature, value), fit in focus_fits(candidate).items():
                by_value[feature, value][place] = relevance.focus_points(feature, value, fit)
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
            for condition in candidate.bonuses:
                fact = condition.fact
                (bonuses.get(fact) or bonuses.setdefault(fact, Draft(fact))).add(condition, place)
        self._fixed = sliced(fixed, width)
        values: dict[str, dict[str, Sliced]] = defaultdict(dict)
        for (feature, value), points in by_value.items():
            values[feature][value] = sliced(points, width)
        unasked = sliced({place: unasked_points(one) for place, one in enumerate(candidates)}, width)
        self._matched = [
            _Matched(feature, known, unasked if (feature, "") == TOPICS else 0, width)
            for feature, known in values.items()
        ]
        self._tables: list[_Points] = [_Points(rows_, fact, width) for fact, rows_ in company.items()]
        self._others = _OtherIndustry(industries, _INDUSTRY, width)
        if industries:
            self._tables.append(_IndustryPoints(industries, _INDUSTRY, width))
        self._bonuses = {fact: draft.table(Layout(width, 1)) for fact, draft in bonuses.items()}
        self._days: dict[date, int] = {}

    def _closed(self, day: date) -> int:
        """The candidates that are closed on *day*."""
        found = self._days.get(day)
        if found is None:
            if len(self._days) >= KEPT_ANSWERS:
                self._days.clear()
            closed = (
                place
                for place, candidate in enumerate(self._candidates)
                if candidate.periods and candidate.availability(day) is Availability.CLOSED
            )
            found = self._days[day] = from_positions(closed, self._width)
        return found

    def relevance(self, yes: int, facts: Facts) -> list[int]:
        """Every candidate's points but for availability: the planes of their digits, lowest first."""
        numbers = [self._fixed, constant(ELIGIBLE, yes, self._width)]
        numbers += self._matches(facts)
        for one in self._tables:
            points = one.of(facts[one.fact])
            if points:
                numbers.append(points)
        met = 0
        for fact, bonus in self._bonuses.items():
            met |= bonus.of(facts[fact])
        met &= (1 << self._width) - 1
        if met:
            numbers.append(constant(BONUS, met, self._width))
        return add_up(numbers, self._width)

    def _matches(self, facts: Facts) -> list[Sliced]:
        """The points of matched values, feature by feature; half where a candidate was made for another industry."""
        numbers = [number for table in self._matched if (number := table.of(facts[table.fact]))]
        if numbers and (others := self._others.of(facts[_INDUSTRY]) if _INDUSTRY in facts else 0):
            most = max(number.bit_length() for number in numbers) // self._width + 1
            mask = together([others] * most, self._width)
            # Moved down by a digit is half, rounded down.
            numbers = [number & ~mask | number >> self._width & mask for number in numbers]
        return numbers

    def order(self, yes: int, among: int, facts: Facts, day: date) -> Iterator[int]:
        """The positions of *among* in ranking order: score, then eligible, then position.

        *yes*: the eligible ones. Found as they are asked for.
        """
        total = self.relevance(yes, facts)
        closed = among & self._closed(day)
        yield from descending([yes, *total], among ^ closed)
        if closed:
            kept = total[CLOSED_SHIFT : CLOSED_SHIFT + _CLOSED_DIGITS]
            over = 0
            for plane in total[CLOSED_SHIFT + _CLOSED_DIGITS :]:
                over |= plane
            yield from descending([yes, *(plane | over for plane in kept)], closed)


assert USABLE > CLOSED_MOST, "a closed candidate must stand below every one that is not closed"
