"""A kept match run again, on its own day and today: what would differ, and by which cause.

First the catalogue of now answers on the day of then, after that today: each step changes one thing, so that what moves in it has
that cause. Within a step a measure moved by its rules when other versions of them are in force, and else by content or by the day.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils import translation

from catalogue.decisions.canonical import digest
from catalogue.decisions.keeping import Findings, State, findings
from catalogue.models import Decision
from catalogue.shortlist import outcome_at, snapshot
from matcher import Profile, ProfileError, derive


class Cause(StrEnum):
    """Why a measure would be answered otherwise."""

    RULE_VERSION = "rule_version"
    CATALOGUE = "catalogue"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Renumbered:
    """A programme that is judged by another version of its rules; None while there is none."""

    programme: str
    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True)
class Step:
    """A measure before and after one thing changed; None while it is not in the catalogue. The same when only its evidence or texts differ."""

    cause: Cause
    before: State | None
    after: State | None
    rules: tuple[Renumbered, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """One measure, and how it came there."""

    measure: str
    steps: tuple[Step, ...]

    @property
    def before(self) -> State | None:
        """What was kept."""
        return self.steps[0].before

    @property
    def after(self) -> State | None:
        """What would be answered."""
        return self.steps[-1].after


@dataclass(frozen=True, slots=True)
class Rerun:
    """The match again on a day. *left_out*: answers that are none on that day, or none any more."""

    as_of: datetime.date
    version: str
    digest: str
    differences: tuple[Difference, ...]
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Verification:
    """*intact*: whether what is kept is still what was answered."""

    intact: bool
    same_day: Rerun
    today: Rerun


def verify(decision: Decision, today: datetime.date) -> Verification:
    """Run it again, in its language. Raises NoCatalogue."""
    kept = {code: (verdict, availability, points) for code, (verdict, availability, points) in decision.states.items()}
    with translation.override(decision.language):
        then, left_out = _again(decision, decision.as_of)
        now, left_out_today = _again(decision, today)
    edited = _steps(kept, then.states, Renumbering(decision.rules, then), Cause.CATALOGUE)
    passed = _steps(then.states, now.states, Renumbering(then.rules, now), Cause.DATE)
    told = _told_otherwise(decision.answered, then, kept, Renumbering(decision.rules, then))
    moved = [code for code in dict.fromkeys((*now.states, *kept)) if kept.get(code) != now.states.get(code)]
    return Verification(
        digest(decision.answered) == decision.digest,
        Rerun(decision.as_of, then.found.version, then.digest, _each((told | edited).items()), left_out),
        Rerun(
            today,
            now.found.version,
            now.digest,
            tuple(
                Difference(code, tuple(steps[code] for steps in (edited, passed) if code in steps)) for code in moved
            ),
            left_out_today,
        ),
    )


def _each(steps: Iterable[tuple[str, Step]]) -> tuple[Difference, ...]:
    return tuple(Difference(code, (step,)) for code, step in steps)


def _again(decision: Decision, day: datetime.date) -> tuple[Findings, tuple[str, ...]]:
    profile, left_out = _read(decision.profile, day)
    return findings(profile, day, decision.limit, include_ineligible=decision.include_ineligible), left_out


def _read(stored: Mapping[str, Any], day: datetime.date) -> tuple[Profile, tuple[str, ...]]:
    """The profile on *day*, and the keys that cannot be read on it: a foundation still to come, a code that is no more."""
    left = dict(stored)
    while True:
        try:
            return Profile.from_mapping(left, day), tuple(key for key in stored if key not in left)
        except ProfileError as error:
            for problem in error.problems:
                left.pop(str(problem.path[0]), None)


def verdicts_on(decision: Decision, day: datetime.date) -> dict[str, str]:
    """Measure code → verdict, as it would be on *day*. Raises NoCatalogue. Without evidence: many are asked, and few have moved."""
    profile, _left_out = _read(decision.profile, day)
    now = snapshot(day)
    found = now.index.groups(now.index.verdicts(derive(profile, day, now.index.rule_facts)))
    return {code: outcome_at(found, places[0]).value for code, places in now.index.places.items()}


class Renumbering:
    """By which other versions of their rules measures are judged: numbers before, and what is found with those after."""

    def __init__(self, before: Mapping[str, int], after: Findings) -> None:
        self._before, self._after = before, after

    def of(self, measure: str) -> tuple[Renumbered, ...]:
        """The measure's programmes whose rules have another number, in order."""
        pairs = (
            (code, self._before.get(code), self._after.rules.get(code)) for code in self._after.listed.get(measure, ())
        )
        return tuple(Renumbered(code, one, other) for code, one, other in pairs if one != other)


def _steps(
    before: Mapping[str, State], after: Mapping[str, State], rules: Renumbering, otherwise: Cause
) -> dict[str, Step]:
    codes = [code for code in dict.fromkeys((*after, *before)) if before.get(code) != after.get(code)]
    return {code: _step(before.get(code), after.get(code), rules.of(code), otherwise) for code in codes}


def _step(before: State | None, after: State | None, rules: tuple[Renumbered, ...], otherwise: Cause) -> Step:
    return Step(Cause.RULE_VERSION if rules else otherwise, before, after, rules)


def _told_otherwise(
    kept: Mapping[str, Any], then: Findings, states: Mapping[str, State], rules: Renumbering
) -> dict[str, Step]:
    """The measures of the kept list that are told in other words or by other evidence; a place in the list is no part of them."""
    before, after = _places(kept), _places(then.answer)
    codes = [code for code, place in after.items() if code in before and before[code] != place]
    return {code: _step(states[code], then.states[code], rules.of(code), Cause.CATALOGUE) for code in codes}


def _places(answer: Mapping[str, Any]) -> dict[str, Any]:
    return {one["measure"]["code"]: {**one, "rank": 0} for one in answer["results"]}
