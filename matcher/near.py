"""What could be done about a candidate that is ruled out, and on which day a condition on a company's age turns.

Advice respects what can change. Nobody is told to shrink, to move the head office, or to be another company; nobody is told to
get into trouble. What is left: a certification can be obtained, time passes, a plan can be made.
"""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass
from datetime import MAXYEAR, date, timedelta

from matcher.assessment import ClauseFinding, Finding, Verdict, assess, judge
from matcher.codes import with_lower_kinds
from matcher.facts import Facts, derive
from matcher.features import FEATURES, Change, Unit
from matcher.operators import OPERATORS, Number
from matcher.profile import Profile
from matcher.rules import Condition
from matcher.truth import FALSE, TRUE, Truth

CHANGEABLE = (Change.OBTAINABLE, Change.TIME, Change.PLAN, Change.FIXED)
"""The most changeable first: what one can apply for, what comes by waiting, what takes other plans, what stays as it is."""

UNWANTED = frozenset(
    ["excess_debt", "covid_loan", "overseas_dispute", "near_minimum_wage", "successor_absent", "hq_relocation"]
)
"""Situations that nobody is advised to bring about: trouble, and moving the head office."""

UNWANTED_GROWTH = frozenset(["annual_energy_kl"])
"""What time could bring and nobody should wait for."""

EASIEST = ("certifications", "years_since_foundation", "topics", "situations", "other_industries", "other_prefectures")
"""Among equally changeable alternatives, the feature that asks least of a company; the others come after these."""

AGE = "years_since_foundation"


@dataclass(frozen=True, slots=True)
class Blocking:
    """A failing clause, how far it can change, and the one of its conditions through which it would (*via*)."""

    clause: ClauseFinding
    change: Change
    via: Condition


@dataclass(frozen=True, slots=True)
class Miss:
    """Everything that stands in the way, all of it changeable. *change*: that of the least changeable.

    *then*: what the verdict would be with all of it changed and every other answer as it is; UNKNOWN or TRUE.
    """

    blocking: tuple[Blocking, ...]
    change: Change
    then: Truth


def near_miss(verdict: Verdict, facts: Facts, out_of_reach: Collection[str] = ()) -> Miss | None:
    """What could change about a verdict on *facts*; None unless it is a ruling out of which every reason can.

    *out_of_reach*: certifications that this company cannot obtain. None also when the changes would not go together:
    by the time that one age is reached, another has passed.
    """
    if verdict.truth is not FALSE:
        return None
    found = [_blocking(clause, out_of_reach) for clause in verdict.failing]
    blocking = tuple(one for one in found if one is not None)
    if len(blocking) < len(found):
        return None
    changed = dict(facts)
    for one in blocking:
        _grant(changed, one, out_of_reach)
    then = assess(verdict.candidate, changed).truth
    if then is FALSE:
        return None
    return Miss(blocking, max((one.change for one in blocking), key=CHANGEABLE.index), then)


def change_of(finding: Finding, out_of_reach: Collection[str] = ()) -> Change:
    """How a condition that fails could come to hold; FIXED where it cannot, or where nobody should be told to."""
    change = FEATURES[finding.condition.feature].change
    if change is Change.FIXED or finding.condition.feature in UNWANTED_GROWTH:
        return Change.FIXED
    can = _is_still_below(finding) if change is Change.TIME else bool(missing(finding, out_of_reach))
    return change if can else Change.FIXED


def missing(finding: Finding, out_of_reach: Collection[str] = ()) -> tuple[str, ...]:
    """The codes that would make a failing condition on a set hold: any one of them for ``has_any``, all for ``has_all``.

    Empty where no code would, or none that may be advised.
    """
    condition = finding.condition
    if condition.operator not in ("has_any", "has_all") or finding.answer is None:
        return ()
    test, kind = OPERATORS["has_any"].test, FEATURES[condition.feature].kind
    lacking = [str(value) for value in condition.values if test(finding.answer[0], (value,), kind) is not TRUE]
    possible = tuple(value for value in lacking if value not in UNWANTED and value not in out_of_reach)
    return possible if condition.operator == "has_any" or len(possible) == len(lacking) else ()


def holds_from(condition: Condition, profile: Profile, as_of: date) -> date | None:
    """The day after *as_of* from which a condition on the age holds for certain.

    From the year of foundation alone: as if it had been the last day of that year. None when it holds already, when there is
    no such day, or when nothing is known of the foundation.
    """
    least = _least(condition) if condition.feature == AGE else None
    founded = _founded(profile, 12, 31)
    if least is None or founded is None or _holds(condition, profile, as_of):
        return None
    day = anniversary(founded, int(least))  # a whole number, as years are
    return day if day is not None and day > as_of else None


def holds_until(condition: Condition, profile: Profile, as_of: date) -> date | None:
    """The last day on which a condition on the age, which holds on *as_of*, holds for certain.

    From the year of foundation alone: as if it had been the first day of that year. None when it does not hold for certain
    on *as_of*, or never ends.
    """
    beyond = _beyond(condition) if condition.feature == AGE else None
    founded = _founded(profile, 1, 1)
    if beyond is None or founded is None:
        return None
    if not _holds(condition, profile, as_of):
        return None
    day = anniversary(founded, beyond)
    return None if day is None else day - timedelta(days=1)


def _holds(condition: Condition, profile: Profile, day: date) -> bool:
    """For certain, on that day."""
    return judge(condition, derive(profile, day, [condition.fact])[condition.fact]) is TRUE


def _founded(profile: Profile, month: int, day: int) -> date | None:
    """The day of the foundation; *month* and *day* stand in where only the year is known."""
    if profile.founded_on is not None or profile.founded_year is None:
        return profile.founded_on
    return date(profile.founded_year, month, day)


def anniversary(day: date, years: int) -> date | None:
    """The day on which *years* are completed since *day*, as ``years_between`` counts; None beyond the calendar."""
    if day.year + years > MAXYEAR:
        return None
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def _blocking(clause: ClauseFinding, out_of_reach: Collection[str]) -> Blocking | None:
    """The way out of a failing clause that asks least; None when there is none."""
    ways = [(change_of(finding, out_of_reach), finding.condition) for finding in clause.findings]
    change, via = min(ways, key=lambda way: (CHANGEABLE.index(way[0]), *_effort(way[1])))
    return None if change is Change.FIXED else Blocking(clause, change, via)


def _effort(condition: Condition) -> tuple[int, Number]:
    order = EASIEST.index(condition.feature) if condition.feature in EASIEST else len(EASIEST)
    return order, _least(condition) or 0


def _grant(facts: Facts, blocking: Blocking, out_of_reach: Collection[str]) -> None:
    """Change *facts* as *blocking* says, and no more than it takes."""
    fact = blocking.via.fact
    worlds = facts[fact]
    assert worlds is not None  # a condition on an unanswered fact is unknown, and blocks nothing
    if judge(blocking.via, worlds) is TRUE:
        return
    if blocking.change is Change.TIME:
        least = _least(blocking.via)
        assert least is not None
        facts[fact] = (max(least, *(world for world in worlds if isinstance(world, int | float))),)
        return
    held, new = worlds[0], missing(Finding(blocking.via, FALSE, worlds), out_of_reach)
    assert isinstance(held, frozenset)
    both = held | set(new if blocking.via.operator == "has_all" else new[:1])
    facts[fact] = (with_lower_kinds(both) if fact[0] == "certifications" else both,)


def _is_still_below(finding: Finding) -> bool:
    least = _least(finding.condition)
    return least is not None and all(
        isinstance(world, int | float) and world < least for world in finding.answer or (least,)
    )


def _least(condition: Condition) -> Number | None:
    """A number from which a condition holds, the least whole one for whole numbers; None where growing does not help."""
    if condition.operator not in ("at_least", "more_than", "between"):
        return None
    low = float(condition.values[0]) if FEATURES[condition.feature].unit is Unit.KL else int(condition.values[0])
    if low < float(condition.values[0]) or condition.operator == "more_than":
        low += 1
    return low if condition.operator != "between" or low <= float(condition.values[1]) else None


def _beyond(condition: Condition) -> int | None:
    """The least whole number at which an upper bound no longer holds; None for a condition without one."""
    if condition.operator not in ("at_most", "less_than", "between"):
        return None
    high = float(condition.values[-1])
    return math.ceil(high) if condition.operator == "less_than" else math.floor(high) + 1
