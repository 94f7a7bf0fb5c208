"""What would be, if: the index with one question's facts taken out, so that each trial answer costs a few operations."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from matcher.facts import Facts
from matcher.rules import Fact

if TYPE_CHECKING:
    from matcher.index import Index, Verdicts


class Probe:
    """One company's standing, ready for "what if" questions. *facts* must hold ``index.rule_facts``."""

    def __init__(self, index: Index, facts: Facts) -> None:
        self._index = index
        self._joined = {fact: _passing(index, fact, facts) for fact in index.joined}
        self._slots = [[(one, *one.judge(facts[one.fact])) for one in slot.tables] for slot in index.slots]
        self.verdicts: Verdicts = index.verdicts(facts)
        self._undecided = self._count(self.verdicts.yes, self.verdicts.maybe)

    def _count(self, yes: int, maybe: int) -> int:
        """Undecided groups."""
        index = self._index
        return (index.spread(maybe) & ~index.spread(yes) & index.leaders).bit_count()

    def mentioned(self, affected: Collection[Fact]) -> int:
        """Undecided groups in which an open condition on an *affected* fact stands in an open clause of an open candidate."""
        index = self._index
        touched = 0
        for fact, (sure, possible) in self._joined.items():
            if fact in affected:
                # A joined plane may hold several clauses on the fact; those that are open are what it leaves unknown.
                touched |= possible & ~sure
        for slot, judged in zip(index.slots, self._slots, strict=True):
            sure = slot.absent
            unknown = 0
            for one, yes, left in judged:
                sure |= yes
                if one.fact in affected:
                    unknown |= left
            touched |= unknown & ~sure
        undecided = self.verdicts.maybe & ~self.verdicts.yes
        plane = index.spread(touched & undecided) & ~index.spread(self.verdicts.yes) & index.leaders
        return plane.bit_count()

    def decided(self, trials: Sequence[Facts], affected: Collection[Fact]) -> list[int]:
        """For each trial (the *affected* facts under one answer), how many undecided groups it decides."""
        index = self._index
        rest_yes, rest_maybe = index.encoded, index.full
        for fact, (sure, possible) in self._joined.items():
            if fact not in affected:
                rest_yes &= sure
                rest_maybe &= possible
        moving = [index.joined[fact] for fact in affected if fact in index.joined]
        slots = []
        for slot, judged in zip(index.slots, self._slots, strict=True):
            sure, unknown = slot.absent, 0
            changing = []
            for one, yes, left in judged:
                if one.fact in affected:
                    changing.append(one)
                else:
                    sure |= yes
                    unknown |= left
            if changing:
                slots.append((sure, sure | unknown, changing))
            else:
                rest_yes &= sure
                rest_maybe &= sure | unknown
        counts = []
        for facts in trials:
            yes, maybe = rest_yes, rest_maybe
            for one in moving:
                sure, unknown = one.judge(facts[one.fact])
                sure |= one.unmentioned
                yes &= sure
                maybe &= sure | unknown
            for sure, possible, changing in slots:
                for one in changing:
                    more, left = one.judge(facts[one.fact])
                    sure |= more
                    possible |= more | left
                yes &= sure
                maybe &= possible
            counts.append(self._undecided - self._count(yes, maybe))
        return counts


def _passing(index: Index, fact: Fact, facts: Facts) -> tuple[int, int]:
    one = index.joined[fact]
    sure, unknown = one.judge(facts[fact])
    sure |= one.unmentioned
    return sure, sure | unknown
