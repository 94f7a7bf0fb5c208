"""What would be, if: the index with one question's facts taken out, so that each trial answer costs a few operations."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from matcher.facts import Facts
from matcher.rules import Fact

if TYPE_CHECKING:
    from matcher.index import Index


class Probe:
    """One company's standing, ready for "what if" questions. *facts* must hold ``index.rule_facts``."""

    def __init__(self, index: Index, facts: Facts) -> None:
        self._index = index
        self._said = {fact: one.of(facts[fact]) for fact, one in index.tables.items()}
        said = self._without(())
        self._open = index.open_clauses(said)
        self._both = index.conclude(said)
        self._undecided = index.undecided_groups(self._both)

    def _without(self, affected: Collection[Fact]) -> int:
        """What all facts but the *affected* ones say."""
        said = self._index.start
        for fact, plane in self._said.items():
            if fact not in affected:
                said |= plane
        return said

    def mentioned(self, affected: Collection[Fact]) -> int:
        """Undecided groups in which an open condition on an *affected* fact stands in an open clause of an open candidate."""
        said = 0
        for fact in affected:
            said |= self._said.get(fact, 0)
        # No condition of an open clause holds, so that what one leaves open there is not hidden by another.
        touched = self._index.open_clauses(said) & self._open
        return self._index.open_groups(touched, self._both).bit_count()

    def decided(self, trials: Iterable[Facts], affected: Collection[Fact]) -> list[int]:
        """For each trial (the *affected* facts under one answer), how many undecided groups it decides."""
        index = self._index
        rest = self._without(affected)
        moving = [(fact, one) for fact, one in index.tables.items() if fact in affected]
        found = []
        for facts in trials:
            said = rest
            for fact, one in moving:
                said |= one.of(facts[fact])
            found.append(self._undecided - index.undecided_groups(index.conclude(said)))
        return found
