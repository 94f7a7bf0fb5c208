"""What can be asked of a company: one table, read by rules, forms, wording and the next question alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from matcher import codes
from matcher.size import SIZE_ANSWERS, SIZE_CODES


class Kind(StrEnum):
    """What an answer looks like; operators say which kinds they suit."""

    CODE = "code"
    INDUSTRY = "industry"
    NUMBER = "number"
    CODES = "codes"
    INDUSTRIES = "industries"


MULTIPLE = frozenset([Kind.CODES, Kind.INDUSTRIES])
"""Kinds whose answer is a set."""


class Unit(StrEnum):
    """Units of numbers; a threshold in a catalogue file must carry its unit."""

    YEN = "yen"
    PEOPLE = "people"
    YEARS = "years"
    KL = "kl"


class Change(StrEnum):
    """What can change about a feature; near-miss advice respects it."""

    FIXED = "fixed"
    TIME = "time"
    OBTAINABLE = "obtainable"
    PLAN = "plan"


@dataclass(frozen=True, slots=True)
class Feature:
    """One thing that a rule can ask.

    *codes*: allowed values of the kinds CODE and CODES, else empty. *answers*: the profile keys it is read from,
    which are the ones to ask for when it is unknown. *by_regime*: whether a condition must name a size regime.
    """

    key: str
    kind: Kind
    change: Change
    answers: tuple[str, ...]
    codes: tuple[str, ...] = ()
    unit: Unit | None = None
    by_regime: bool = False


def _table(*features: Feature) -> Mapping[str, Feature]:
    return {feature.key: feature for feature in features}


FEATURES = _table(
    Feature("entity_type", Kind.CODE, Change.FIXED, ("entity_type",), codes.ENTITY_TYPES),
    Feature("industry", Kind.INDUSTRY, Change.FIXED, ("industry",)),
    Feature("other_industries", Kind.INDUSTRIES, Change.PLAN, ("other_industries",)),
    Feature("company_size", Kind.CODE, Change.FIXED, SIZE_ANSWERS, SIZE_CODES, by_regime=True),
    Feature("capital_yen", Kind.NUMBER, Change.FIXED, ("capital_yen",), unit=Unit.YEN),
    Feature("employees", Kind.NUMBER, Change.FIXED, ("employees",), unit=Unit.PEOPLE),
    Feature("prefecture", Kind.CODE, Change.FIXED, ("prefecture",), codes.PREFECTURES),
    Feature("region", Kind.CODE, Change.FIXED, ("prefecture",), tuple(codes.REGIONS)),
    Feature("other_prefectures", Kind.CODES, Change.PLAN, ("other_prefectures",), codes.PREFECTURES),
    Feature("years_since_foundation", Kind.NUMBER, Change.TIME, ("founded_on",), unit=Unit.YEARS),
    Feature("annual_sales_yen", Kind.NUMBER, Change.TIME, ("annual_sales_yen",), unit=Unit.YEN),
    Feature("annual_energy_kl", Kind.NUMBER, Change.TIME, ("annual_energy_kl",), unit=Unit.KL),
    Feature("topics", Kind.CODES, Change.PLAN, ("topics",), codes.TOPICS),
    Feature("certifications", Kind.CODES, Change.OBTAINABLE, ("certifications",), codes.CERTIFICATIONS),
    Feature("situations", Kind.CODES, Change.PLAN, ("situations",), codes.SITUATIONS),
)

QUESTIONS = (
    "entity_type",
    "industry",
    "prefecture",
    "employees",
    "capital_yen",
    "topics",
    "situations",
    "certifications",
    "founded_on",
    "annual_sales_yen",
    "annual_energy_kl",
    "other_industries",
    "other_prefectures",
)
"""The profile keys that can be asked for, the easiest to answer first; ties between questions fall in this order."""

FEATURES_OF_ANSWER: Mapping[str, tuple[str, ...]] = {
    answer: tuple(key for key, feature in FEATURES.items() if answer in feature.answers) for answer in QUESTIONS
}
"""Profile key → the features that an answer to it speaks to."""
