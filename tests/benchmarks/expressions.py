"""The same rules as text in the languages of the rivals, so that they can be asked for every verdict.

Neither knows a third truth value. So each condition becomes two plain ones, "holds for certain" and "may hold", and what is
derived from a profile is passed in: a number as its least and its greatest possible value, a size as the text of its possible
classes, an industry as its code at each depth, an unanswered set as an empty one beside a flag.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from matcher import Candidate, Condition, Facts, industry
from matcher.facts import Worlds
from matcher.features import FEATURES, Kind
from matcher.rules import Fact
from matcher.size import SizeClass

_LEAST, _GREATEST = -1, 10**16
_DEPTHS = (1, 2, 3, 4)
_SIZES = [
    "|".join(some) for count in range(1, 6) for some in combinations(sorted(size.value for size in SizeClass), count)
]


@dataclass(frozen=True, slots=True)
class Language:
    """What the two write differently."""

    both: str
    either: str


ZEN = Language(" and ", " or ")
CEL = Language(" && ", " || ")


def _name(fact: Fact) -> str:
    return "_".join(part for part in fact if part)


def _within(code: str) -> list[str]:
    """*code* and everything broader, by depth: "E", "09", "091"."""
    if code in industry.DIVISIONS:
        return [code]
    return [industry.DIVISION_OF[code[:2]], *(code[:depth] for depth in _DEPTHS[1:] if depth <= len(code))]


def inputs(facts: Facts) -> dict[str, object]:
    """A company's facts as the expressions read them."""
    found: dict[str, object] = {}
    for fact, worlds in facts.items():
        found |= _input(_name(fact), FEATURES[fact[0]].kind, worlds)
    return found


def _input(name: str, kind: Kind, worlds: Worlds) -> dict[str, object]:
    if kind is Kind.NUMBER:
        return {f"{name}_lo": worlds[0] if worlds else _LEAST, f"{name}_hi": worlds[-1] if worlds else _GREATEST}
    if kind is Kind.CODE:
        return {name: "|".join(map(str, worlds or ()))}
    if kind is Kind.INDUSTRY:
        path = _within(str(worlds[0])) if worlds else [""]
        by_depth = dict(zip((f"{name}_{depth}" for depth in _DEPTHS), [*path, "", "", ""], strict=False))
        return {name: path[-1], **by_depth}
    held = sorted(map(str, worlds[0])) if worlds else []  # type: ignore[arg-type]  # a set of codes
    within = {broad for code in held for broad in _within(code)} if kind is Kind.INDUSTRIES else held
    return {name: held, f"{name}_within": sorted(within), f"{name}_known": worlds is not None}


class Writer:
    """Writes candidates in one of the languages."""

    def __init__(self, language: Language) -> None:
        self._language = language

    def verdict(self, candidate: Candidate) -> str:
        """2: eligible, 1: needs information, 0: ruled out."""
        clauses = [[self._condition(row) for row in clause.conditions] for clause in candidate.requirements]
        yes = self._all(self._any(sure for sure, _ in clause) for clause in clauses) if candidate.encoded else "false"
        maybe = self._all(self._any(possible for _, possible in clause) for clause in clauses)
        return f"({maybe}) ? (({yes}) ? 2 : 1) : 0"

    def _all(self, parts: Iterable[str]) -> str:
        return self._language.both.join(f"({part})" for part in parts) or "true"

    def _any(self, parts: Iterable[str]) -> str:
        return self._language.either.join(f"({part})" for part in parts) or "false"

    def _condition(self, condition: Condition) -> tuple[str, str]:
        name, kind = _name(condition.fact), FEATURES[condition.feature].kind
        if kind is Kind.NUMBER:
            return self._number(condition, f"{name}_lo", f"{name}_hi")
        if kind in (Kind.CODES, Kind.INDUSTRIES):
            return self._set(condition, name, kind)
        if condition.operator == "is_answered":
            return (
                (f'{name} != ""', "true")
                if not condition.regime
                else (_among(name, (s.value for s in SizeClass)), "true")
            )
        sure, possible = self._industry(condition, name) if kind is Kind.INDUSTRY else self._code(condition, name)
        if condition.operator == "is_none_of":
            sure, possible = f"!({possible})", f"!({sure})"
        return sure, possible

    def _number(self, condition: Condition, low: str, high: str) -> tuple[str, str]:
        bounds = condition.values
        match condition.operator:
            case "is_answered":
                return f"{low} == {high}", "true"
            case "between":
                return self._all((f"{low} >= {bounds[0]}", f"{high} <= {bounds[1]}")), self._all(
                    (f"{high} >= {bounds[0]}", f"{low} <= {bounds[1]}")
                )
            case "at_least" | "more_than":
                sign = ">=" if condition.operator == "at_least" else ">"
                return f"{low} {sign} {bounds[0]}", f"{high} {sign} {bounds[0]}"
        sign = "<=" if condition.operator == "at_most" else "<"
        return f"{high} {sign} {bounds[0]}", f"{low} {sign} {bounds[0]}"

    def _code(self, condition: Condition, name: str) -> tuple[str, str]:
        wanted = set(map(str, condition.values))
        if condition.regime:
            sure = [text for text in _SIZES if wanted.issuperset(text.split("|"))]
            return _among(name, sure), _among(name, (text for text in _SIZES if wanted.intersection(text.split("|"))))
        return _among(name, wanted), _among(name, {*wanted, ""})

    def _industry(self, condition: Condition, name: str) -> tuple[str, str]:
        by_depth: dict[int, list[str]] = {}
        broader = {""}
        for value in map(str, condition.values):
            by_depth.setdefault(len(_within(value)), []).append(value)
            broader.update(_within(value)[:-1])
        sure = [_among(f"{name}_{depth}", values) for depth, values in by_depth.items()]
        return self._any(sure), self._any([*sure, _among(name, broader)])

    def _set(self, condition: Condition, name: str, kind: Kind) -> tuple[str, str]:
        known = f"{name}_known"
        if condition.operator == "is_answered":
            return known, "true"
        sure, possible = [], []
        for value in map(str, condition.values):
            broader = _within(value)[:-1] if kind is Kind.INDUSTRIES else []
            holding = [f"{json.dumps(value)} in {name}_within"]
            sure += holding
            possible.append(self._any([*holding, *(f"{json.dumps(code)} in {name}" for code in broader)]))
        joined = self._all if condition.operator == "has_all" else self._any
        yes, maybe = joined(sure), joined(possible)
        if condition.operator == "is_none_of":
            yes, maybe = self._all((known, f"!({maybe})")), f"!({yes})"
        return yes, self._any((f"!({known})", maybe))


def _among(name: str, values: Iterable[str]) -> str:
    return f"{name} in {json.dumps(sorted(values))}"
