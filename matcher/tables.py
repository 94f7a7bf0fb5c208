"""What the index keeps for one fact: for any answer, one integer that says what every clause on it comes to.

Its bits lie as :class:`Layout` says. Answers that no rule can tell apart share one integer, which is made when such an
answer is first given, by the reference operators themselves.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from matcher import industry
from matcher.assessment import judge
from matcher.facts import Worlds
from matcher.features import FEATURES, MULTIPLE, Kind
from matcher.planes import from_positions
from matcher.rules import Condition, Fact
from matcher.truth import FALSE, TRUE

KEPT_ANSWERS = 4096
KEPT_BYTES = 1 << 26
"""A table that remembers more answers than this, or more memory, starts afresh."""

Part = tuple[Condition, ...]
"""Conditions, OR-ed."""

Places = Mapping[Condition, list[int]]
"""Condition → the bits, in yes planes, of the clauses that it can satisfy."""


@dataclass(frozen=True, slots=True)
class Layout:
    """*segments* of two planes each of *width* bits over candidates: the yes plane, above it the maybe plane.

    The lowest segment holds objections: a candidate's clause on one fact alone, if an answer leaves it unsettled (in the yes plane)
    or rules it out (in both). Each other segment is a slot for one clause a candidate, where what its facts say is OR-ed.
    """

    width: int
    segments: int

    @property
    def pair(self) -> int:
        """Bits of one segment."""
        return 2 * self.width

    @property
    def bits(self) -> int:
        """Bits of all segments."""
        return self.pair * self.segments


class Kept(ABC):
    """Integers by answer to one fact, kept for every answer that the *conditions* judge alike."""

    def __init__(self, fact: Fact, conditions: Iterable[Condition], bits: int) -> None:
        self._kind = FEATURES[fact[0]].kind
        values = {value for condition in conditions for value in condition.values}
        self._named = frozenset(map(str, values))
        self._cuts = sorted(value for value in values if isinstance(value, int | float))
        self._deep = {value[:2] for value in self._named if len(value) > 2}
        self.most = max(min(KEPT_ANSWERS, KEPT_BYTES * 8 // (bits + 1)), 2)
        self._by_answer: dict[Worlds, int] = {}
        self._by_key: dict[object, int] = {}

    def of(self, worlds: Worlds) -> int:
        """The integer for an answer."""
        found = self._by_answer.get(worlds)
        if found is None:
            key = self._key(worlds)
            found = self._by_key.get(key)
            if found is None:
                found = self._made(worlds)
                if len(self._by_key) >= self.most:
                    self._by_key.clear()
                    self._by_answer.clear()
                self._by_key[key] = found
            if len(self._by_answer) >= KEPT_ANSWERS:
                self._by_answer.clear()
            self._by_answer[worlds] = found
        return found

    def _key(self, worlds: Worlds) -> object:
        """Equal only for answers that every condition judges alike."""
        if worlds is None:
            return None
        if self._kind is Kind.NUMBER:
            return tuple([bisect_left(self._cuts, world) + bisect_right(self._cuts, world) for world in worlds])
        if self._kind is Kind.CODE:
            return worlds
        (answer,) = worlds
        if self._kind is Kind.CODES:
            return answer & self._named  # type: ignore[operator]  # a set of codes
        if self._kind is Kind.INDUSTRY:
            return self._industry(answer)  # type: ignore[arg-type]  # a code
        return frozenset(map(self._industry, answer))  # type: ignore[arg-type]  # a set of codes

    def _industry(self, code: str) -> str:
        return code if code in industry.DIVISIONS or code[:2] in self._deep else code[:2]

    @abstractmethod
    def _made(self, worlds: Worlds) -> int:
        """The integer for an answer, made anew."""


class FactTable(Kept):
    """*asked*: the bits, in the lowest segment's yes plane, of the candidates that can object; all others stand in slots."""

    def __init__(self, fact: Fact, places: Places, asked: Iterable[int], layout: Layout) -> None:
        super().__init__(fact, places, layout.bits)
        self._places, self._layout = dict(places), layout
        plane = from_positions(asked, layout.width)
        self._asked = plane | plane << layout.width

    def _made(self, worlds: Worlds) -> int:
        yes: list[int] = []
        maybe: list[int] = []
        for condition, places in self._places.items():
            truth = judge(condition, worlds)
            if truth is not FALSE:
                maybe += places
                if truth is TRUE:
                    yes += places
        width = self._layout.width
        return from_positions([*yes, *(place + width for place in maybe)], self._layout.bits) ^ self._asked


class SetTable:
    """The same for a fact that is a set of codes: most clauses depend on each code by itself, and those are kept by code."""

    def __init__(self, fact: Fact, places: Places, whole: Places, asked: Iterable[int], layout: Layout) -> None:
        self._each = FactTable(fact, places, asked, layout)
        self._whole = FactTable(fact, whole, (), layout) if whole else None
        self._by_code: dict[str, int] = {}
        self._unanswered: int | None = None

    def of(self, worlds: Worlds) -> int:
        """As :meth:`Kept.of`."""
        if worlds is None:
            if self._unanswered is None:
                self._unanswered = self._each.of(None) | (self._whole.of(None) if self._whole else 0)
            return self._unanswered
        found = self._whole.of(worlds) if self._whole else 0
        by_code = self._by_code
        for code in worlds[0]:  # type: ignore[union-attr]  # a set of codes
            plane = by_code.get(code)
            if plane is None:
                if len(by_code) >= self._each.most:
                    by_code.clear()
                plane = by_code[code] = self._each.of((frozenset([code]),))
            if plane:
                found |= plane
        return found


Table = FactTable | SetTable


class Draft:
    """What a table is made from, while candidates are read one by one."""

    def __init__(self, fact: Fact) -> None:
        self._fact = fact
        self._is_set = FEATURES[fact[0]].kind in MULTIPLE
        self._places: dict[Condition, list[int]] = defaultdict(list)
        self._whole: dict[Condition, list[int]] = defaultdict(list)
        self._asked: list[int] = []
        self._split: dict[Condition, list[Condition]] = {}

    def takes_objection(self, clause: Part, place: int) -> bool:
        """Whether *clause* (all on this fact) can be an objection of the candidate at *place*, and if so, note it."""
        if self._asked and self._asked[-1] == place:
            return False  # one objection a candidate and fact; a second clause takes a slot
        if self._is_set and (len(clause) > 1 or clause[0].operator not in ("is_none_of", "is_answered")):
            return False  # it cannot be told code by code
        self._asked.append(place)
        for condition in clause:
            self._add(self._places, condition, place)
        return True

    def add(self, condition: Condition, bit: int) -> None:
        """*condition* is one of the clause whose slot is *bit*."""
        self._add(self._whole if self._is_set and condition.operator != "has_any" else self._places, condition, bit)

    def _add(self, places: dict[Condition, list[int]], condition: Condition, bit: int) -> None:
        for one in self._split.get(condition) or self._split.setdefault(condition, by_value(condition)):
            places[one].append(bit)

    def table(self, layout: Layout) -> Table:
        """The table."""
        if self._is_set:
            return SetTable(self._fact, self._places, self._whole, self._asked, layout)
        return FactTable(self._fact, self._places, self._asked, layout)


def by_value(condition: Condition) -> list[Condition]:
    """*condition* as conditions on one value each, of which one must hold, so that many candidates share few of them.

    Not for a size, which may be any of several classes: one of them for certain, though none of them is certain.
    """
    if condition.regime or condition.operator not in ("is_one_of", "has_any"):
        return [condition]
    return [Condition(condition.feature, condition.operator, (value,)) for value in condition.values]
