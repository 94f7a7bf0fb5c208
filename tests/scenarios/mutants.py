"""Small wrongs that a rule could have: each threshold, list entry, operator, regime, condition and clause, changed one at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import product

from matcher import Candidate, Clause, Condition
from matcher.features import FEATURES, Kind
from matcher.rules import LARGEST
from matcher.size import CAPITAL_BOUNDS, EMPLOYEE_BOUNDS, REGIMES, possible_classes

_OPPOSITE = {
    "is_one_of": "is_none_of",
    "is_none_of": "is_one_of",
    "at_least": "less_than",
    "less_than": "at_least",
    "at_most": "more_than",
    "more_than": "at_most",
    "has_any": "is_none_of",
}
_STRICTER = {"at_least": "more_than", "more_than": "at_least", "at_most": "less_than", "less_than": "at_most"}

_FORMS = tuple(REGIMES["basic_law"].tests)
_INDUSTRIES = ("24", "52", "72", "58", "391", "3922", "192", "1911", "751", "752", "80")
_CAPITALS = (0, *(bound + 1 for bound in CAPITAL_BOUNDS))
_EMPLOYEES = (0, *(bound + 1 for bound in EMPLOYEE_BOUNDS))


@cache
def _same_law(one: Condition, other: Condition) -> bool:
    """Whether two size conditions judge every company alike: one of each kind that any regime can tell apart is tried."""
    return all(
        _judged(one, company) == _judged(other, company)
        for company in product(_FORMS, _INDUSTRIES, _CAPITALS, _EMPLOYEES)
    )


def _judged(condition: Condition, company: tuple[str, str, int, int]) -> set[bool]:
    return {size.value in condition.values for size in possible_classes(condition.regime, *company)}


def mutants(candidate: Candidate) -> Iterator[tuple[str, Candidate]]:
    """(what was changed, the changed candidate), for every requirement of *candidate*."""
    clauses = candidate.requirements
    for place, clause in enumerate(clauses):
        others = (clauses[:place], clauses[place + 1 :])
        yield f"group {place + 1}: dropped", replace(candidate, requirements=(*others[0], *others[1]))
        for at, condition in enumerate(clause.conditions):
            where = f"group {place + 1} row {at + 1} ({condition.feature})"
            rest = (clause.conditions[:at], clause.conditions[at + 1 :])
            if rest[0] or rest[1]:
                changed = Clause((*rest[0], *rest[1]))
                yield f"{where}: dropped", replace(candidate, requirements=(*others[0], changed, *others[1]))
            for name, wrong in _changed(condition):
                changed = Clause((*rest[0], wrong, *rest[1]))
                yield f"{where}: {name}", replace(candidate, requirements=(*others[0], changed, *others[1]))


def _changed(condition: Condition) -> Iterator[tuple[str, Condition]]:
    operator, values = condition.operator, condition.values
    if operator in _OPPOSITE:
        opposite = _OPPOSITE[operator]
        if operator == "is_none_of" and FEATURES[condition.feature].kind in (Kind.CODES, Kind.INDUSTRIES):
            opposite = "has_any"
        yield f"{operator} → {opposite}", replace(condition, operator=opposite)
    if operator in _STRICTER:
        yield f"{operator} → {_STRICTER[operator]}", replace(condition, operator=_STRICTER[operator])
    if operator == "has_any" and len(values) > 1:
        yield "has_any → has_all", replace(condition, operator="has_all")
    if operator == "has_all" and len(values) > 1:
        yield "has_all → has_any", replace(condition, operator="has_any")
    for place, value in enumerate(values):
        if isinstance(value, str):
            if len(values) > 1:
                yield f"without {value}", replace(condition, values=(*values[:place], *values[place + 1 :]))
        else:
            for step in (-1, 1):
                moved = value + step
                if 0 <= moved <= LARGEST:
                    changed = (*values[:place], moved, *values[place + 1 :])
                    if operator != "between" or changed[0] <= changed[1]:  # type: ignore[operator]  # numbers both
                        yield f"{value} → {moved}", replace(condition, values=changed)
    foreign = _foreign(condition)
    if foreign:
        yield f"with {foreign}", replace(condition, values=(*values, foreign))
    for regime in REGIMES if condition.regime else ():
        wrong = replace(condition, regime=regime)
        if not _same_law(condition, wrong):
            yield f"{condition.regime} → {regime}", wrong


def _foreign(condition: Condition) -> str | None:
    """A value that the condition does not name, where it names codes at all."""
    feature = FEATURES[condition.feature]
    if condition.operator == "is_answered" or feature.kind is Kind.NUMBER:
        return None
    if feature.kind in (Kind.INDUSTRY, Kind.INDUSTRIES):
        named = {str(value) for value in condition.values}
        return next((code for code in ("47", "74", "62") if code not in named and not named & {"H", "L", "J"}), None)
    return next((code for code in reversed(feature.codes) if code not in condition.values), None)
