"""Operators: one table row each. Form choices, validation, wording and evaluation all read this table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from matcher import industry
from matcher.features import MULTIPLE, Kind
from matcher.truth import FALSE, TRUE, Truth, all_of, any_of, negate

Number = int | float
Value = str | int | float
"""A value in a rule: a code, or a number in the feature's unit."""

Possible = str | int | float | frozenset[str]
"""An answer in one possible world: a code, a number, or a set of codes."""


def _truth(holds: bool) -> Truth:
    return TRUE if holds else FALSE


def _is(answer: str, wanted: Value, kind: Kind) -> Truth:
    if kind in (Kind.INDUSTRY, Kind.INDUSTRIES):
        return industry.matches(answer, str(wanted))
    return _truth(answer == wanted)


Test = Callable[[Possible, tuple[Value, ...], Kind], Truth]


def _one_of(answer: Possible, values: tuple[Value, ...], kind: Kind) -> Truth:
    assert isinstance(answer, str)
    return any_of(_is(answer, value, kind) for value in values)


def _has_any(answer: Possible, values: tuple[Value, ...], kind: Kind) -> Truth:
    assert isinstance(answer, frozenset)
    return any_of(_is(held, value, kind) for held in answer for value in values)


def _has_all(answer: Possible, values: tuple[Value, ...], kind: Kind) -> Truth:
    assert isinstance(answer, frozenset)
    return all_of(any_of(_is(held, value, kind) for held in answer) for value in values)


def _none_of(answer: Possible, values: tuple[Value, ...], kind: Kind) -> Truth:
    return negate((_has_any if kind in MULTIPLE else _one_of)(answer, values, kind))


def _compared(holds: Callable[..., bool]) -> Test:
    def test(answer: Possible, values: tuple[Value, ...], kind: Kind) -> Truth:
        return _truth(holds(answer, *values))

    return test


@dataclass(frozen=True, slots=True)
class Operator:
    """*least* and *most*: how many values it takes (most None: any number). *test*: one possible answer → Truth."""

    key: str
    kinds: frozenset[Kind]
    least: int
    most: int | None
    test: Test


_SINGLE = frozenset([Kind.CODE, Kind.INDUSTRY])
_NUMBER = frozenset([Kind.NUMBER])

OPERATORS: Mapping[str, Operator] = {
    operator.key: operator
    for operator in (
        Operator("is_one_of", _SINGLE, 1, None, _one_of),
        Operator("is_none_of", _SINGLE | MULTIPLE, 1, None, _none_of),
        Operator("at_least", _NUMBER, 1, 1, _compared(lambda answer, bound: answer >= bound)),
        Operator("at_most", _NUMBER, 1, 1, _compared(lambda answer, bound: answer <= bound)),
        Operator("less_than", _NUMBER, 1, 1, _compared(lambda answer, bound: answer < bound)),
        Operator("more_than", _NUMBER, 1, 1, _compared(lambda answer, bound: answer > bound)),
        Operator("between", _NUMBER, 2, 2, _compared(lambda answer, low, high: low <= answer <= high)),
        Operator("has_any", MULTIPLE, 1, None, _has_any),
        Operator("has_all", MULTIPLE, 1, None, _has_all),
        Operator("is_answered", frozenset(Kind), 0, 0, lambda answer, values, kind: TRUE),
    )
}
"""``between`` takes both bounds inclusive. ``is_none_of`` on a set: none of the values is held."""
