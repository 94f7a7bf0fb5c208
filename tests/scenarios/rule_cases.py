"""Companies that pin a rule down, found from the rule itself: every mutant of the rule gives one of them another verdict."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product
from math import prod

from matcher import Candidate, Outcome, Profile, assess, derive
from matcher.features import FEATURES, Kind
from matcher.index import conditions_of
from tests.scenarios.mutants import mutants

AS_OF = date(2024, 3, 31)
_MOST_TRIED = 30_000
_UNKNOWN = object()

Answers = Mapping[str, object]

_SIZE_OPTIONS: Mapping[str, tuple[object, ...]] = {
    "entity_type": ("corporation", "sole_proprietor", "npo", "cooperative"),
    "industry": ("24", "52", "72", "58", "391", "751", "192"),
    "capital_yen": (10_000_000, 50_000_001, 100_000_000, 100_000_001, 300_000_001, 999_999_999, 5_000_000_000),
    "employees": (3, 6, 15, 21, 51, 101, 150, 201, 250, 301, 401, 501, 901, 1001, 2000, 2001),
}


@dataclass(frozen=True, slots=True)
class Case:
    """A company (answers as in the public contract) and the verdict that the rule must give it."""

    answers: Answers
    verdict: Outcome


def verdict_of(candidate: Candidate, answers: Answers) -> Outcome:
    """The verdict of a company on the fixed day."""
    profile = Profile.from_mapping(answers, AS_OF)
    facts = derive(profile, AS_OF, {condition.fact for condition in conditions_of(candidate)})
    return assess(candidate, facts).outcome


def survivors(candidate: Candidate, cases: Sequence[Case]) -> list[str]:
    """The mutants that no case tells from the rule."""
    return [
        name
        for name, mutant in mutants(candidate)
        if all(verdict_of(mutant, case.answers) is case.verdict for case in cases)
    ]


def choose(candidate: Candidate) -> tuple[list[Case], list[str]]:
    """Few and simple cases that kill every mutant, and one of each verdict; and the mutants that no company can tell apart.

    Begins with a company that meets everything, then prefers those that differ least from it.
    """
    pool = [Case(answers, verdict_of(candidate, answers)) for answers in _pool(candidate)]
    eligible = [case for case in pool if case.verdict is Outcome.ELIGIBLE]
    first = min(eligible, key=lambda case: len(case.answers), default=pool[0])
    pool.sort(key=lambda case: (_distance(case.answers, first.answers), len(case.answers), str(case.answers)))
    chosen = [first]
    for outcome in (Outcome.INELIGIBLE, Outcome.NEEDS_INFO):
        chosen += [case for case in pool if case.verdict is outcome][:1]
    alike = []
    for name, mutant in mutants(candidate):
        if any(verdict_of(mutant, case.answers) is not case.verdict for case in chosen):
            continue
        killer = next((case for case in pool if verdict_of(mutant, case.answers) is not case.verdict), None)
        if killer is None:
            alike.append(name)
        else:
            chosen.append(killer)
    return chosen, alike


def _distance(one: Answers, other: Answers) -> int:
    return sum(one.get(key, _UNKNOWN) != other.get(key, _UNKNOWN) for key in {*one, *other})


def _pool(candidate: Candidate) -> Iterator[Answers]:
    """Combinations of telling answers; all of them, or a fixed sample of very many."""
    options = _options(candidate)
    keys = list(options)
    if prod(len(options[key]) for key in keys) <= _MOST_TRIED:
        combinations: Iterator[tuple[object, ...]] = product(*options.values())
    else:
        chance = random.Random(candidate.key)
        combinations = (tuple(chance.choice(options[key]) for key in keys) for _ in range(_MOST_TRIED))
    for combination in combinations:
        yield {key: value for key, value in zip(keys, combination, strict=True) if value is not _UNKNOWN}


def _options(candidate: Candidate) -> dict[str, list[object]]:
    options: dict[str, list[object]] = {}
    for condition in conditions_of(candidate):
        kind, key = FEATURES[condition.feature].kind, condition.feature
        if key == "company_size":
            for name, values in _SIZE_OPTIONS.items():
                options.setdefault(name, [_UNKNOWN]).extend(values)
        elif key == "region":
            options.setdefault("prefecture", [_UNKNOWN]).extend(("01", "04", "13", "17", "23", "27", "34", "37", "40"))
        elif key == "years_since_foundation":
            ages = {int(value) + step for value in condition.values for step in (-1, 0, 1)}
            days = [f"{AS_OF.year - age:04d}-03-31" for age in sorted(ages) if age >= 0]
            options.setdefault("founded_on", [_UNKNOWN]).extend(days)
        elif kind is Kind.NUMBER:
            steps = (-2, -1, 0, 1, 2) if key != "annual_energy_kl" else (-1, -0.5, 0, 0.5, 1)
            marks = [value + step for value in condition.values for step in steps if value + step >= 0]  # type: ignore[operator]  # numbers
            options.setdefault(key, [_UNKNOWN]).extend(marks)
        elif kind in (Kind.CODES, Kind.INDUSTRIES):
            foreign = ["74"] if kind is Kind.INDUSTRIES else [FEATURES[key].codes[-1]]
            sets = [[], foreign, list(condition.values), *([value] for value in condition.values)]
            sets += [[*held, *foreign] for held in sets[2:] if foreign[0] not in held]
            if kind is Kind.INDUSTRIES:
                sets.append(["47"])
            options.setdefault(key, [_UNKNOWN]).extend(sets)
        elif kind is Kind.INDUSTRY:
            options.setdefault(key, [_UNKNOWN]).extend([*condition.values, "47", "74"])
        else:
            options.setdefault(key, [_UNKNOWN]).extend([*condition.values, *FEATURES[key].codes[-3:]])
    return {key: _distinct(values) for key, values in options.items()}


def _distinct(values: Sequence[object]) -> list[object]:
    return [value for place, value in enumerate(values) if value not in values[:place]]
