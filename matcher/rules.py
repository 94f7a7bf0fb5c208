"""Rules as values: conditions, clauses (OR) and candidates (clauses AND-ed).

Built once and frozen; nonsense is refused at building time with a :class:`~matcher.errors.RuleError`,
so that evaluation afterwards cannot fail.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from matcher import industry
from matcher.errors import RuleError
from matcher.features import FEATURES, Feature, Kind
from matcher.operators import OPERATORS, Value
from matcher.size import REGIMES

LARGEST = 10**15
"""A threshold beyond every answer that a profile may hold is a slip of the hand."""

Fact = tuple[str, str]
"""What a condition tests: (feature, regime), the regime empty for all but company size."""


@dataclass(frozen=True, slots=True)
class Condition:
    """One test of one feature: ``Condition("employees", "at_most", (300,))``.

    *values*: codes, or numbers in the feature's unit. *regime*: only for company size, and required there.
    Raises RuleError ``unknown_feature``, ``unknown_operator``, ``unsuited_operator``, ``wrong_number_of_values``,
    ``unknown_value``, ``not_a_number``, ``empty_range``, ``repeated_value``, ``unknown_regime``, ``unwanted_regime``.
    """

    feature: str
    operator: str
    values: tuple[Value, ...] = ()
    regime: str = ""

    def __post_init__(self) -> None:
        feature = FEATURES.get(self.feature)
        if feature is None:
            raise RuleError("unknown_feature", value=self.feature, allowed=tuple(FEATURES))
        operator = OPERATORS.get(self.operator)
        if operator is None:
            raise RuleError("unknown_operator", value=self.operator, allowed=tuple(OPERATORS))
        if feature.kind not in operator.kinds:
            suited = tuple(key for key, row in OPERATORS.items() if feature.kind in row.kinds)
            raise RuleError("unsuited_operator", value=self.operator, feature=self.feature, allowed=suited)
        count = len(self.values)
        if count < operator.least or (operator.most is not None and count > operator.most):
            raise RuleError(
                "wrong_number_of_values", operator=self.operator, count=count, least=operator.least, most=operator.most
            )
        for value in self.values:
            _check_value(feature, value)
        if len(set(self.values)) < count and self.operator != "between":
            raise RuleError("repeated_value", feature=self.feature)
        if self.operator == "between" and self.values[0] > self.values[1]:  # type: ignore[operator]  # both numbers by now
            raise RuleError("empty_range", feature=self.feature, low=self.values[0], high=self.values[1])
        if feature.by_regime and self.regime not in REGIMES:
            raise RuleError("unknown_regime", value=self.regime, allowed=tuple(REGIMES))
        if self.regime and not feature.by_regime:
            raise RuleError("unwanted_regime", feature=self.feature, value=self.regime)

    @property
    def fact(self) -> Fact:
        """What it tests."""
        return (self.feature, self.regime)


def _check_value(feature: Feature, value: Value) -> None:
    if feature.kind is Kind.NUMBER:
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= LARGEST:
            raise RuleError("not_a_number", feature=feature.key, value=value)
    elif feature.kind in (Kind.INDUSTRY, Kind.INDUSTRIES):
        if not isinstance(value, str) or not industry.is_code(value):
            raise RuleError("unknown_value", feature=feature.key, value=value, allowed=())
    elif value not in feature.codes:
        raise RuleError("unknown_value", feature=feature.key, value=value, allowed=feature.codes)


@dataclass(frozen=True, slots=True)
class Clause:
    """Conditions of which one must hold. Raises RuleError ``empty_group``: nothing could ever satisfy it."""

    conditions: tuple[Condition, ...]

    def __post_init__(self) -> None:
        if not self.conditions:
            raise RuleError("empty_group")


class Level(StrEnum):
    """How much a programme is for something."""

    PRIMARY = "primary"
    SECONDARY = "secondary"


FITS: Mapping[Level, range] = {Level.PRIMARY: range(6, 11), Level.SECONDARY: range(1, 6)}
"""How far a programme was made for something, from 1 (worth a mention) to 10 (made for just this), by level."""

USUAL_FIT: Mapping[Level, int] = {Level.PRIMARY: 8, Level.SECONDARY: 4}
"""The fit of a focus that gives none."""


@dataclass(frozen=True, slots=True)
class Focus:
    """Whom or what a programme was made for; never excludes. *fit*: how far (``FITS``); 0 for the usual one of the level.

    Raises RuleError ``unsuited_focus``: a focus on a set names its values by ``has_any``, since each counts by itself;
    ``unsuited_fit``: one that its level does not allow.
    """

    condition: Condition
    level: Level
    fit: int = 0

    def __post_init__(self) -> None:
        if FEATURES[self.condition.feature].kind is Kind.CODES and self.condition.operator != "has_any":
            raise RuleError("unsuited_focus", feature=self.condition.feature, value=self.condition.operator)
        if self.fit and self.fit not in FITS[self.level]:
            allowed = FITS[self.level]
            raise RuleError("unsuited_fit", value=self.fit, level=self.level.value, least=allowed[0], most=allowed[-1])

    @property
    def strength(self) -> int:
        """The fit given, or the usual one."""
        return self.fit or USUAL_FIT[self.level]


class Availability(StrEnum):
    """May one apply on a given day? A separate answer from eligibility."""

    OPEN = "open"
    UPCOMING = "upcoming"
    CLOSED = "closed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Period:
    """A state known to hold from *first* to *last*, both inclusive; None leaves that end open.

    Raises RuleError ``empty_period`` when it ends before it begins.
    """

    state: Availability
    first: date | None = None
    last: date | None = None

    def __post_init__(self) -> None:
        if self.first is not None and self.last is not None and self.last < self.first:
            raise RuleError("empty_period", first=self.first, last=self.last)


class Audience(StrEnum):
    """Who acts: the company itself, others through whom it benefits, or nobody outside government."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something a company might use, with all that is needed to judge and rank it.

    *key*: unique. *group* and *order*: candidates of one group stand or fall together in a ranked list, groups of equal
    score stand in *order* (one group, one order). *requirements*: AND-ed; without any, *encoded* says whether nothing is
    required (True) or nothing is known yet (False: the verdict is then needs_info at best). *supports*: codes of the kinds of help.
    """

    key: str
    group: str
    order: tuple[int, ...]
    requirements: tuple[Clause, ...] = ()
    encoded: bool = True
    focus: tuple[Focus, ...] = ()
    bonuses: tuple[Condition, ...] = ()
    supports: tuple[str, ...] = ()
    audience: Audience = Audience.DIRECT
    periods: tuple[Period, ...] = ()

    def availability(self, day: date) -> Availability:
        """The state on *day*: the last listed period that covers it, UNKNOWN when none does."""
        for period in reversed(self.periods):
            if (period.first is None or period.first <= day) and (period.last is None or day <= period.last):
                return period.state
        return Availability.UNKNOWN
