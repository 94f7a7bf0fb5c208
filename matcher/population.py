"""The index turned round: one candidate × any number of companies, one bit a company.

Built once from many companies' facts. A condition's planes are made when first asked for and kept, so that candidates
that share conditions share the work.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from matcher.assessment import judge
from matcher.facts import Facts, Worlds
from matcher.features import FEATURES, Kind
from matcher.planes import from_positions
from matcher.rules import Candidate, Condition, Fact
from matcher.truth import FALSE, TRUE


class Standing(NamedTuple):
    """*yes*: eligible; *maybe*: not ruled out (a superset). Bits over companies."""

    yes: int
    maybe: int


class _Column:
    """One fact of every company: which distinct answer each of them gave, as one character a company."""

    def __init__(self, answers: Sequence[Worlds]) -> None:
        numbers: dict[Worlds, int] = {}
        text = "".join([chr(numbers.setdefault(answer, len(numbers))) for answer in answers])
        self.distinct = list(numbers)
        # Highest bit first, as int() reads it; company 0 is the lowest bit.
        self._text = text[::-1]
        self._bytes = self._text.encode("latin-1") if len(numbers) <= 256 else None

    def plane(self, chosen: Sequence[bool]) -> int:
        """The companies whose distinct answer is among *chosen*."""
        if not any(chosen):
            return 0
        if self._bytes is not None:
            table = bytes(49 if place < len(chosen) and chosen[place] else 48 for place in range(256))
            return int(self._bytes.translate(table), 2)
        return int(self._text.translate({place: "1" if one else "0" for place, one in enumerate(chosen)}), 2)


class _SetColumn:
    """A set of codes of every company: a plane a code, since distinct sets may be as many as companies."""

    def __init__(self, answers: Sequence[Worlds]) -> None:
        places: dict[str, list[int]] = defaultdict(list)
        known = []
        for place, worlds in enumerate(answers):
            if worlds is not None:
                known.append(place)
                for code in worlds[0]:  # type: ignore[union-attr]  # a set of codes
                    places[code].append(place)
        width = len(answers)
        self.known = from_positions(known, width)
        self.by_code = {code: from_positions(holders, width) for code, holders in places.items()}

    def plane(self, condition: Condition) -> int:
        planes = [self.by_code.get(str(value), 0) for value in condition.values]
        result = 0
        if condition.operator == "has_all":
            result = self.known
            for plane in planes:
                result &= plane
            return result
        for plane in planes:
            result |= plane
        if condition.operator == "has_any":
            return result
        return self.known if condition.operator == "is_answered" else self.known & ~result


class Population:
    """Many companies, ready to be matched with one candidate after another."""

    def __init__(self, companies: Iterable[Facts], facts: Iterable[Fact]) -> None:
        """*companies*: the facts of each, all holding *facts* (what the candidates to come may mention)."""
        rows = list(companies)
        self.size = len(rows)
        self.full = (1 << self.size) - 1
        self._columns: dict[Fact, _Column | _SetColumn] = {}
        for fact in facts:
            kind = _SetColumn if FEATURES[fact[0]].kind is Kind.CODES else _Column
            self._columns[fact] = kind([row[fact] for row in rows])
        self._kept: dict[Condition, Standing] = {}

    def _judge(self, condition: Condition) -> Standing:
        found = self._kept.get(condition)
        if found is None:
            column = self._columns[condition.fact]
            if isinstance(column, _SetColumn):
                yes = column.plane(condition)
                found = Standing(yes, yes | self.full ^ column.known)
            else:
                truths = [judge(condition, worlds) for worlds in column.distinct]
                found = Standing(
                    column.plane([truth is TRUE for truth in truths]), column.plane([truth > FALSE for truth in truths])
                )
            self._kept[condition] = found
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
