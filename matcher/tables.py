"""What the index keeps for one fact: for any answer, the candidates for which it decides, and for which it leaves open.

A *signature* is what one candidate asks of one fact: clauses (AND) of conditions (OR), all on that fact. Candidates share
signatures, so an answer is judged once a signature, by the reference operators themselves, and the result is kept for all
answers that no rule can tell apart.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping

from matcher import industry
from matcher.assessment import judge
from matcher.facts import Worlds
from matcher.features import FEATURES, Kind
from matcher.planes import from_positions
from matcher.rules import Condition, Fact
from matcher.truth import FALSE, TRUE, all_of, any_of

Signature = tuple[tuple[Condition, ...], ...]
Pair = tuple[int, int]
"""(yes plane, unknown plane); disjoint."""

KEPT_ANSWERS = 4096
"""Answers remembered per table before it starts afresh; only sets can have so many."""


class Sameness:
    """Which answers to a fact no rule can tell apart, given all *conditions* on it."""

    def __init__(self, fact: Fact, conditions: Iterable[Condition]) -> None:
        self.kind = FEATURES[fact[0]].kind
        values = {value for condition in conditions for value in condition.values}
        self.cuts = sorted(value for value in values if isinstance(value, int | float))
        self._deep = {str(value)[:2] for value in values if len(str(value)) > 2}

    def key(self, worlds: Worlds) -> object:
        """Equal for answers that every condition judges alike."""
        if worlds is None:
            return None
        if self.kind is Kind.NUMBER:
            return tuple([bisect_left(self.cuts, world) + bisect_right(self.cuts, world) for world in worlds])
        if self.kind is Kind.INDUSTRY:
            (code,) = worlds
            assert isinstance(code, str)
            return code if code in industry.DIVISIONS or code[:2] in self._deep else code[:2]
        return worlds


class FactTable:
    """Judges every signature on one fact at once."""

    def __init__(self, fact: Fact, signatures: Mapping[Signature, list[int]], width: int) -> None:
        self.fact = fact
        self.mentioned = from_positions((place for places in signatures.values() for place in places), width)
        self.unmentioned = (1 << width) - 1 ^ self.mentioned
        self._signatures = [(signature, from_positions(places, width)) for signature, places in signatures.items()]
        self.sameness = Sameness(
            fact, (condition for signature in signatures for clause in signature for condition in clause)
        )
        self._kept: dict[object, Pair] = {}

    def judge(self, worlds: Worlds) -> Pair:
        """The candidates whose signature on this fact holds for certain, and those for which it stays open."""
        if worlds is None:
            return 0, self.mentioned
        key = self.sameness.key(worlds)
        pair = self._kept.get(key)
        if pair is None:
            if len(self._kept) >= KEPT_ANSWERS:
                self._kept.clear()
            pair = self._kept[key] = self._judge(worlds)
        return pair

    def _judge(self, worlds: Worlds) -> Pair:
        yes = unknown = 0
        for signature, plane in self._signatures:
            truth = all_of(any_of(judge(condition, worlds) for condition in clause) for clause in signature)
            if truth is TRUE:
                yes |= plane
            elif truth is not FALSE:
                unknown |= plane
        return yes, unknown


class SetTable:
    """The same for a fact that is a set of codes: most signatures say "has any of", and those are kept a plane a value."""

    def __init__(self, fact: Fact, signatures: Mapping[Signature, list[int]], width: int) -> None:
        by_value: dict[str, list[int]] = {}
        rest: dict[Signature, list[int]] = {}
        plain = FEATURES[fact[0]].kind is Kind.CODES
        for signature, places in signatures.items():
            if plain and all(condition.operator == "has_any" for clause in signature for condition in clause):
                assert len(signature) == 1
                for value in {str(value) for condition in signature[0] for value in condition.values}:
                    by_value.setdefault(value, []).extend(places)
            else:
                rest[signature] = places
        self.fact = fact
        self._by_value = {value: from_positions(places, width) for value, places in by_value.items()}
        self._rest = FactTable(fact, rest, width)
        self.mentioned = self._rest.mentioned
        for plane in self._by_value.values():
            self.mentioned |= plane
        self.unmentioned = (1 << width) - 1 ^ self.mentioned

    def judge(self, worlds: Worlds) -> Pair:
        """As :meth:`FactTable.judge`."""
        if worlds is None:
            return 0, self.mentioned
        yes, unknown = self._rest.judge(worlds)
        (held,) = worlds
        by_value = self._by_value
        assert isinstance(held, frozenset)
        for value in held:
            plane = by_value.get(value)
            if plane is not None:
                yes |= plane
        return yes, unknown


Table = FactTable | SetTable


def table(fact: Fact, signatures: Mapping[Signature, list[int]], width: int) -> Table:
    """The table that suits *fact*."""
    kind = FEATURES[fact[0]].kind
    return (SetTable if kind in (Kind.CODES, Kind.INDUSTRIES) else FactTable)(fact, signatures, width)
