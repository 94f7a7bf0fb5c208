"""Thresholds of published rules on which no scenario stands: a slip in such a number would be published unseen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from catalogue.bridge import condition_of
from catalogue.models import Criterion, Role, Scenario, ScenarioKind
from matcher import FALSE, TRUE, Condition, Profile, ProfileError, derive
from matcher.assessment import judge
from matcher.features import FEATURES, Kind


def number_conditions(rows: Iterable[Criterion]) -> Iterator[Condition]:
    """The requirements of *rows* that set a number a threshold, each threshold by itself and once."""
    found: dict[Condition, None] = {}
    for row in rows:
        if row.role == Role.REQUIREMENT and FEATURES[row.feature].kind is Kind.NUMBER and row.values:
            found.update(dict.fromkeys(_apart(condition_of(row))))
    yield from found


def _apart(condition: Condition) -> list[Condition]:
    if condition.operator != "between":
        return [condition]
    low, high = condition.values
    return [Condition(condition.feature, "at_least", (low,)), Condition(condition.feature, "at_most", (high,))]


def companies(day: date) -> dict[int, list[tuple[Profile, date]]]:
    """Programme's pk → the companies of its rule scenarios in use, each on its day; *day* for those without one. One query."""
    used = Scenario.objects.filter(kind=ScenarioKind.RULE, retired_by=None, only_for=None) | Scenario.objects.filter(
        kind=ScenarioKind.RULE, retired_by=None, only_for__published_at__isnull=False
    )
    found: dict[int, list[tuple[Profile, date]]] = {}
    for programme, answers, as_of in used.values_list("programme_id", "profile", "as_of"):
        if programme is not None and (profile := _read(answers, as_of or day)):
            found.setdefault(programme, []).append((profile, as_of or day))
    return found


def _read(answers: Mapping[str, object], day: date) -> Profile | None:
    try:
        return Profile.from_mapping(answers, day)
    except ProfileError:
        return None


def missing_sides(condition: Condition, scenarios: Iterable[tuple[Profile, date]]) -> tuple[bool, bool]:
    """Whether no company meets *condition*, and whether none fails it."""
    truths = {
        judge(condition, derive(profile, day, {condition.fact}).get(condition.fact)) for profile, day in scenarios
    }
    return TRUE not in truths, FALSE not in truths
