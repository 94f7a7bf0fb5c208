"""The index turned round: one candidate × any number of companies, one bit a company.

Built once from many companies' facts. A condition's planes are made when first asked for and kept, so that candidates
that share conditions share the work; no loop of theirs goes over companies, only over the different answers or their digits.
"""

from __future__ import annotations

import sys
from array import array
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from matcher.assessment import judge
from matcher.facts import Facts, Worlds
from matcher.features import FEATURES, MULTIPLE, Kind
from matcher.operators import Number
from matcher.planes import from_positions
from matcher.rules import Candidate, Condition, Fact
from matcher.truth import FALSE, TRUE


class Standing(NamedTuple):
    """*yes*: eligible; *maybe*: not ruled out (a superset). Bits over companies."""

    yes: int
    maybe: int


class _Codes:
    """A fact with few different answers: which of them each company gave, as one character a company."""

    def __init__(self, answers: Sequence[Worlds]) -> None:
        numbers: dict[Worlds, int] = {}
        text = "".join([chr(numbers.setdefault(answer, len(numbers))) for answer in answers])
        self._distinct = list(numbers)
        # Highest bit first, as int() reads it; company 0 is the lowest bit.
        self._text = text[::-1]
        self._bytes = self._text.encode("latin-1") if len(numbers) <= 256 else None

    def judge(self, condition: Condition) -> Standing:
        truths = [judge(condition, worlds) for worlds in self._distinct]
        return Standing(
            self._plane([truth is TRUE for truth in truths]), self._plane([truth > FALSE for truth in truths])
        )

    def _plane(self, chosen: Sequence[bool]) -> int:
        """The companies whose answer is among *chosen*."""
        if not any(chosen):
            return 0
        if self._bytes is not None:
            table = bytes(49 if place < len(chosen) and chosen[place] else 48 for place in range(256))
            return int(self._bytes.translate(table), 2)
        return int(self._text.translate({place: "1" if one else "0" for place, one in enumerate(chosen)}), 2)


_DIGIT = [bytes(48 + (byte >> bit & 1) for byte in range(256)) for bit in range(8)]


class _Ranks:
    """A number of every company: its rank among all, as the planes of the rank's digits."""

    def __init__(self, values: Sequence[Number | None]) -> None:
        self._values = sorted({value for value in values if value is not None})
        self._full = (1 << len(values)) - 1
        rank_of = {value: rank for rank, value in enumerate(self._values)}
        ranks = array("I", [0 if value is None else rank_of[value] for value in reversed(values)])
        if sys.byteorder == "big":
            ranks.byteswap()
        digits = range(len(self._values).bit_length())
        data = ranks.tobytes()
        self._digits = [int(data[digit >> 3 :: ranks.itemsize].translate(_DIGIT[digit & 7]), 2) for digit in digits]

    def holding(self, condition: Condition) -> int:
        """Whose number meets *condition*; of no meaning for who gave none."""
        marks = {0, len(self._values)}
        for cut in condition.values:
            marks.update(bisect(self._values, cut) for bisect in (bisect_left, bisect_right))
        plane = 0
        for low, high in pairwise(sorted(marks)):
            if judge(condition, (self._values[low],)) is TRUE:
                plane |= self._below(high) ^ self._below(low)
        return plane

    def _below(self, rank: int) -> int:
        less, equal = 0, self._full
        for digit in reversed(range(len(self._digits))):
            having = equal & self._digits[digit]
            if rank >> digit & 1:
                less |= equal ^ having
                equal = having
            else:
                equal ^= having
        return less


class _Numbers:
    """A number, or two between which it lies; there may be as many different ones as companies."""

    def __init__(self, answers: Sequence[Worlds]) -> None:
        width = len(answers)
        self._full = (1 << width) - 1
        self._known = from_positions((place for place, one in enumerate(answers) if one is not None), width)
        self._open = from_positions((place for place, one in enumerate(answers) if one and len(one) > 1), width)
        ends = (0, -1) if self._open else (0,)
        self._ends = [_Ranks([None if one is None else one[end] for one in answers]) for end in ends]  # type: ignore[misc]

    def judge(self, condition: Condition) -> Standing:
        if condition.operator == "is_answered":
            return Standing(self._known ^ self._open, self._full)
        held = [ranks.holding(condition) & self._known for ranks in self._ends]
        return Standing(held[0] & held[-1], held[0] | held[-1] | self._full ^ self._known)


class _Sets:
    """A set of codes: a plane a code, since distinct sets may be as many as companies."""

    def __init__(self, answers: Sequence[Worlds]) -> None:
        places: dict[str, list[int]] = defaultdict(list)
        known = []
        for place, worlds in enumerate(answers):
            if worlds is not None:
                known.append(place)
                for code in worlds[0]:  # type: ignore[union-attr]  # a set of codes
                    places[code].append(place)
        width = len(answers)
        self._known = from_positions(known, width)
        self._unanswered = (1 << width) - 1 ^ self._known
        self._by_code = {code: from_positions(holders, width) for code, holders in places.items()}

    def judge(self, condition: Condition) -> Standing:
        yes = maybe = self._known
        if condition.operator != "is_answered":
            together = (
                [(value,) for value in condition.values] if condition.operator == "has_all" else [condition.values]
            )
            for values in together:
                some = self._having(Condition(condition.feature, "has_any", values))
                yes &= some.yes
                maybe &= some.maybe
            if condition.operator == "is_none_of":
                yes, maybe = self._known ^ maybe, self._known ^ yes
        return Standing(yes, maybe | self._unanswered)

    def _having(self, condition: Condition) -> Standing:
        yes = maybe = 0
        for code, plane in self._by_code.items():
            truth = judge(condition, (frozenset([code]),))
            if truth is not FALSE:
                maybe |= plane
                if truth is TRUE:
                    yes |= plane
        return Standing(yes, maybe)


def _column(fact: Fact, answers: Sequence[Worlds]) -> _Codes | _Numbers | _Sets:
    kind = FEATURES[fact[0]].kind
    if kind in MULTIPLE:
        return _Sets(answers)
    return _Numbers(answers) if kind is Kind.NUMBER else _Codes(answers)


class Population:
    """Many companies, ready to be matched with one candidate after another."""

    def __init__(self, companies: Iterable[Facts], facts: Iterable[Fact]) -> None:
        """*companies*: the facts of each, all holding *facts* (what the candidates to come may mention)."""
        rows = list(companies)
        self.size = len(rows)
        self.full = (1 << self.size) - 1
        self._columns = {fact: _column(fact, [row[fact] for row in rows]) for fact in facts}
        self._kept: dict[Condition, Standing] = {}

    def _judge(self, condition: Condition) -> Standing:
        found = self._kept.get(condition)
        if found is None:
            found = self._kept[condition] = self._columns[condition.fact].judge(condition)
        return found

    def match(self, candidate: Candidate) -> Standing:
        """Judge *candidate* for every company. Raises KeyError for a fact that the population was not built with."""
        yes, maybe = (self.full if candidate.encoded else 0), self.full
        for clause in candidate.requirements:
            sure = possible = 0
            for condition in clause.conditions:
                one = self._judge(condition)
                sure |= one.yes
                possible |= one.maybe
            yes &= sure
            maybe &= possible
        return Standing(yes, maybe)
