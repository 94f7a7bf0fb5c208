"""Three truth values, strong Kleene.

Rounding UNKNOWN to TRUE sends a company off to apply in vain; rounding it to FALSE hides
support that was made for it. So it is carried as a third value, all the way.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum


class Truth(IntEnum):
    """FALSE < UNKNOWN < TRUE, so that *and* is the least and *or* the greatest."""

    FALSE = 0
    UNKNOWN = 1
    TRUE = 2


FALSE, UNKNOWN, TRUE = Truth.FALSE, Truth.UNKNOWN, Truth.TRUE


def all_of(values: Iterable[Truth]) -> Truth:
    """The least of *values*; TRUE when there are none."""
    return min(values, default=TRUE)


def any_of(values: Iterable[Truth]) -> Truth:
    """The greatest of *values*; FALSE when there are none."""
    return max(values, default=FALSE)


def negate(value: Truth) -> Truth:
    """FALSE and TRUE swap places; UNKNOWN stays."""
    return Truth(2 - value)


def agreed(values: Iterable[Truth]) -> Truth:
    """What holds in every possible world: the common value, or UNKNOWN where the worlds differ.

    Each item is the outcome in one world that the company's answers leave possible; there is at least one.
    """
    outcomes = set(values)
    return outcomes.pop() if len(outcomes) == 1 else UNKNOWN
