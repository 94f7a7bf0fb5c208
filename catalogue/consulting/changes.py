"""What has changed for a client since somebody last looked, step by step, each with its cause.

From what was seen (answers, day, verdicts) to now in three steps: first the rules of the catalogue change, then the day, then the
facts. Each step changes one thing and leaves the rest, so that what moves in it was moved by that one thing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise
from typing import Any

from catalogue.parts.answer import Answer
from catalogue.shortlist import MeasureResult
from matcher import Availability, Condition, Outcome
from matcher.features import FEATURES
from matcher.index import conditions_of
from matcher.near import AGE
from matcher.profile import PROFILE_KEYS
from matcher.relevance import facts_of


@dataclass(frozen=True, slots=True)
class State:
    """What a measure says to a client: may it, and is it open."""

    outcome: Outcome
    availability: Availability


Verdicts = Mapping[str, State]
"""Measure code → what the rules say."""


class Cause(StrEnum):
    """What a step changes, in the order of the steps."""

    RULE = "rule"
    DATE = "date"
    FACT = "fact"


class Passing(StrEnum):
    """What a day can bring."""

    RULE = "rule"
    AVAILABILITY = "availability"
    AGE = "age"


@dataclass(frozen=True, slots=True)
class Step:
    """*before*, *after*: None while the measure is not in the catalogue.

    Of a day: what it brought (*passing*) and the conditions on the age that *turned*. Of facts: the profile keys (*facts*) that
    changed and that the measure reads.
    """

    cause: Cause
    before: State | None
    after: State | None
    passing: tuple[Passing, ...] = ()
    turned: tuple[Condition, ...] = ()
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """One measure that has not ended where it began, and how it came there."""

    measure: str
    steps: tuple[Step, ...]


def verdicts_of(results: Iterable[MeasureResult]) -> dict[str, State]:
    """What *results* say, without their evidence."""
    return {one.measure.code: State(one.outcome, one.availability) for one in results}


def moved(seen: Verdicts, ruled: Verdicts, dated: Verdicts, told: Verdicts) -> tuple[Change, ...]:
    """The measures that moved from *seen* to *told*, with the steps in which they did; in the order of *told*, what is gone last."""
    stages = (seen, ruled, dated, told)
    found = []
    for code in dict.fromkeys((*told, *seen)):
        states = [stage.get(code) for stage in stages]
        if states[0] != states[-1]:
            steps = zip(Cause, pairwise(states), strict=True)
            found.append(Change(code, tuple(Step(cause, *pair) for cause, pair in steps if pair[0] != pair[1])))
    return tuple(found)


def changes(seen: Verdicts, ruled: Answer, dated: Answer, told: Answer) -> tuple[Change, ...]:
    """As :func:`moved`, each step with what it was about.

    *ruled*: the rules of now to the answers and the day of then; *dated*: to the answers of then today; *told*: to those of now.
    """
    stages = [verdicts_of(answer.found.results) for answer in (ruled, dated, told)]
    then, later, now = ruled.by_code, dated.by_code, told.by_code
    keys = changed_keys(dated.answers, told.answers)

    def explained(code: str, step: Step) -> Step:
        if step.cause is Cause.DATE:
            return _of_the_day(step, then.get(code), later.get(code))
        return _of_facts(step, later.get(code), now.get(code), keys) if step.cause is Cause.FACT else step

    return tuple(
        Change(one.measure, tuple(explained(one.measure, step) for step in one.steps)) for one in moved(seen, *stages)
    )


def changed_keys(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[str, ...]:
    """The profile keys answered otherwise, in the profile's order; either way of telling the foundation is ``founded_on``."""
    keys = [key for key in PROFILE_KEYS if before.get(key) != after.get(key)]
    return tuple(dict.fromkeys("founded_on" if key == "founded_year" else key for key in keys))


def _of_the_day(step: Step, then: MeasureResult | None, now: MeasureResult | None) -> Step:
    """A rule that came into force, an availability, or else an age: nothing else depends on the day."""
    if then is None or now is None or _candidates(then) != _candidates(now):
        return replace(step, passing=(Passing.RULE,))
    passing = (Passing.AVAILABILITY,) if then.availability is not now.availability else ()
    if then.outcome is now.outcome:
        return replace(step, passing=passing)
    return replace(step, passing=(*passing, Passing.AGE), turned=_turned(then, now))


def _candidates(one: MeasureResult) -> list[object]:
    return [programme.verdict.candidate for programme in one.programmes]


def _turned(then: MeasureResult, now: MeasureResult) -> tuple[Condition, ...]:
    """The conditions on the age that came out otherwise."""
    pairs = zip(then.programmes, now.programmes, strict=True)
    findings = [
        (before, after)
        for one, other in pairs
        for clause, later in zip(one.verdict.clauses, other.verdict.clauses, strict=True)
        for before, after in zip(clause.findings, later.findings, strict=True)
    ]
    turned = [after.condition for before, after in findings if before.truth is not after.truth]
    return tuple(dict.fromkeys(one for one in turned if one.feature == AGE))


def _of_facts(step: Step, then: MeasureResult | None, now: MeasureResult | None, keys: Iterable[str]) -> Step:
    """The *keys* that its conditions read; for an availability that moved with the programme it stands for, what ranks them too."""
    if then is None or now is None:  # the catalogue was loaded anew in this very moment
        return step
    candidates = [programme.verdict.candidate for programme in now.programmes]
    features = {row.feature for candidate in candidates for row in conditions_of(candidate)}
    if then.outcome is now.outcome:
        features |= {feature for candidate in candidates for feature, _regime in facts_of(candidate)}
    read = {key for feature in features for key in FEATURES[feature].answers}
    return replace(step, facts=tuple(key for key in keys if key in read))
