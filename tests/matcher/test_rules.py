"""Rules are values: nonsense is refused when they are built, and what was built cannot be changed."""

import ast
import dataclasses
import math
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from matcher import rules
from matcher.errors import RuleError
from matcher.features import FEATURES
from matcher.rules import Availability, Candidate, Clause, Condition, Focus, Level, Period

SMALL = Condition("employees", "at_most", (20,))

REFUSED: list[tuple[str, Callable[[], object]]] = [
    ("unknown_feature", lambda: Condition("employee", "at_most", (20,))),
    ("unknown_feature", lambda: Condition("", "is_answered")),
    ("unknown_operator", lambda: Condition("employees", "at_mots", (20,))),
    ("unsuited_operator", lambda: Condition("employees", "is_one_of", (20,))),
    ("unsuited_operator", lambda: Condition("prefecture", "has_any", ("13",))),
    ("unsuited_operator", lambda: Condition("topics", "is_one_of", ("dx",))),
    ("unsuited_operator", lambda: Condition("industry", "has_any", ("09",))),
    ("unsuited_operator", lambda: Condition("entity_type", "at_least", (1,))),
    ("wrong_number_of_values", lambda: Condition("employees", "at_most")),
    ("wrong_number_of_values", lambda: Condition("employees", "at_most", (5, 20))),
    ("wrong_number_of_values", lambda: Condition("employees", "at_least", (5, 20))),
    ("wrong_number_of_values", lambda: Condition("employees", "less_than", (5, 20))),
    ("wrong_number_of_values", lambda: Condition("employees", "more_than", (5, 20))),
    ("wrong_number_of_values", lambda: Condition("employees", "between", (5,))),
    ("wrong_number_of_values", lambda: Condition("employees", "between", (5, 20, 50))),
    ("wrong_number_of_values", lambda: Condition("topics", "has_any")),
    ("wrong_number_of_values", lambda: Condition("topics", "has_all")),
    ("wrong_number_of_values", lambda: Condition("prefecture", "is_one_of")),
    ("wrong_number_of_values", lambda: Condition("prefecture", "is_answered", ("13",))),
    ("unknown_value", lambda: Condition("prefecture", "is_one_of", ("48",))),
    ("unknown_value", lambda: Condition("prefecture", "is_one_of", (13,))),
    ("unknown_value", lambda: Condition("topics", "has_any", ("dx", "DX"))),
    ("unknown_value", lambda: Condition("industry", "is_one_of", ("U",))),
    ("unknown_value", lambda: Condition("industry", "is_one_of", ("00",))),
    ("unknown_value", lambda: Condition("industry", "is_one_of", (39,))),
    ("unknown_value", lambda: Condition("other_industries", "has_any", ("09112",))),
    ("unknown_value", lambda: Condition("company_size", "is_one_of", ("outside",), "basic_law")),
    ("not_a_number", lambda: Condition("employees", "at_most", ("20",))),
    ("not_a_number", lambda: Condition("employees", "at_most", (True,))),
    ("not_a_number", lambda: Condition("employees", "at_most", (-1,))),
    ("not_a_number", lambda: Condition("annual_energy_kl", "at_most", (math.nan,))),
    ("not_a_number", lambda: Condition("annual_energy_kl", "at_least", (math.inf,))),
    ("not_a_number", lambda: Condition("capital_yen", "at_most", (10**15 + 1,))),
    ("not_a_number", lambda: Condition("annual_energy_kl", "at_most", (10**400,))),
    ("empty_range", lambda: Condition("employees", "between", (20, 5))),
    ("repeated_value", lambda: Condition("topics", "has_any", ("dx", "gx", "dx"))),
    ("unknown_regime", lambda: Condition("company_size", "is_one_of", ("sme",))),
    ("unknown_regime", lambda: Condition("company_size", "is_one_of", ("sme",), "civil_law")),
    ("unwanted_regime", lambda: Condition("employees", "at_most", (20,), "basic_law")),
    ("empty_group", lambda: Clause(())),
    ("unsuited_focus", lambda: Focus(Condition("topics", "has_all", ("dx", "gx")), Level.PRIMARY)),
    ("unsuited_focus", lambda: Focus(Condition("situations", "is_none_of", ("exporting",)), Level.PRIMARY)),
    ("unsuited_focus", lambda: Focus(Condition("certifications", "is_answered"), Level.SECONDARY)),
    ("unsuited_fit", lambda: Focus(Condition("topics", "has_any", ("dx",)), Level.PRIMARY, 5)),
    ("unsuited_fit", lambda: Focus(Condition("topics", "has_any", ("dx",)), Level.PRIMARY, 11)),
    ("unsuited_fit", lambda: Focus(Condition("topics", "has_any", ("dx",)), Level.SECONDARY, 6)),
    ("unsuited_fit", lambda: Focus(Condition("topics", "has_any", ("dx",)), Level.SECONDARY, -1)),
    ("empty_period", lambda: Period(Availability.OPEN, date(2024, 4, 1), date(2024, 3, 31))),
]


@pytest.mark.parametrize(("code", "build"), REFUSED)
def test_nonsense_is_refused_when_it_is_built(code: str, build: Callable[[], object]) -> None:
    with pytest.raises(RuleError) as caught:
        build()
    assert caught.value.code == code


def _raised_in_the_source() -> set[str]:
    tree = ast.parse(Path(rules.__file__).read_text(encoding="utf-8"))
    return {
        node.args[0].value
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "RuleError"
        if isinstance(node.args[0], ast.Constant)
    }


def test_every_code_that_can_be_raised_is_raised_above() -> None:
    assert {code for code, _ in REFUSED} == _raised_in_the_source()


def test_every_code_is_documented_where_it_is_raised() -> None:
    documented = " ".join(kind.__doc__ or "" for kind in (Condition, Clause, Focus, Period))
    assert {code for code in _raised_in_the_source() if f"``{code}``" not in documented} == set()


@pytest.mark.parametrize(
    ("build", "params"),
    [
        (lambda: Condition("x", "at_most", (1,)), {"value": "x", "allowed": tuple(FEATURES)}),
        (
            lambda: Condition("employees", "between", (5,)),
            {"operator": "between", "count": 1, "least": 2, "most": 2},
        ),
        (lambda: Condition("employees", "between", (20, 5)), {"feature": "employees", "low": 20, "high": 5}),
        (
            lambda: Condition("prefecture", "has_any", ("13",)),
            {"feature": "prefecture", "value": "has_any", "allowed": ("is_one_of", "is_none_of", "is_answered")},
        ),
    ],
)
def test_a_refusal_says_what_would_be_right(build: Callable[[], object], params: dict[str, object]) -> None:
    with pytest.raises(RuleError) as caught:
        build()
    assert caught.value.params == params


@pytest.mark.parametrize(
    "condition",
    [
        Condition("employees", "between", (20, 20)),
        Condition("annual_energy_kl", "less_than", (1500.5,)),
        Condition("capital_yen", "at_least", (0,)),
        Condition("capital_yen", "at_most", (10**15,)),
        Condition("industry", "is_none_of", ("A", "39", "391", "3921")),
        Condition("company_size", "is_one_of", ("micro", "sme"), "mhlw"),
        Condition("other_prefectures", "has_all", ("13", "27")),
        Condition("topics", "is_answered"),
    ],
)
def test_what_means_something_is_accepted(condition: Condition) -> None:
    assert condition.fact == (condition.feature, condition.regime)


@pytest.mark.parametrize(
    ("value", "field"),
    [
        (SMALL, "values"),
        (Clause((SMALL,)), "conditions"),
        (Focus(SMALL, Level.PRIMARY), "level"),
        (Period(Availability.OPEN), "state"),
        (Candidate("p", "m", (1,)), "requirements"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_rules_are_frozen_and_compare_by_value(value: object, field: str) -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(value, field, ())
    twin = dataclasses.replace(value)  # type: ignore[type-var]
    assert (twin, hash(twin)) == (value, hash(value))


OPEN, UPCOMING, CLOSED, NOT_KNOWN = Availability.OPEN, Availability.UPCOMING, Availability.CLOSED, Availability.UNKNOWN
MARCH, APRIL, MAY = date(2024, 3, 31), date(2024, 4, 1), date(2024, 5, 31)


@pytest.mark.parametrize(
    ("periods", "day", "state"),
    [
        ((), MARCH, NOT_KNOWN),
        ((Period(OPEN),), MARCH, OPEN),
        ((Period(OPEN, APRIL),), MARCH, NOT_KNOWN),
        ((Period(OPEN, APRIL),), APRIL, OPEN),
        ((Period(OPEN, APRIL),), date(2034, 1, 1), OPEN),
        ((Period(OPEN, None, MARCH),), MARCH, OPEN),
        ((Period(OPEN, None, MARCH),), date(1984, 1, 1), OPEN),
        ((Period(OPEN, None, MARCH),), APRIL, NOT_KNOWN),
        ((Period(OPEN, APRIL, MAY),), MARCH, NOT_KNOWN),
        ((Period(OPEN, APRIL, MAY),), MAY, OPEN),
        ((Period(OPEN, APRIL, MAY),), date(2024, 6, 1), NOT_KNOWN),
        ((Period(OPEN, APRIL, APRIL),), APRIL, OPEN),
        ((Period(UPCOMING, None, MARCH), Period(OPEN, APRIL, MAY), Period(CLOSED, MAY)), MARCH, UPCOMING),
        ((Period(UPCOMING, None, MARCH), Period(OPEN, APRIL, MAY), Period(CLOSED, MAY)), APRIL, OPEN),
        ((Period(UPCOMING, None, MARCH), Period(OPEN, APRIL, MAY), Period(CLOSED, MAY)), MAY, CLOSED),
        ((Period(CLOSED, MAY), Period(OPEN, APRIL, MAY)), MAY, OPEN),
        ((Period(OPEN), Period(CLOSED, APRIL)), MARCH, OPEN),
        ((Period(OPEN), Period(CLOSED, APRIL)), APRIL, CLOSED),
    ],
)
def test_the_last_listed_period_that_covers_the_day_tells_its_state(
    periods: tuple[Period, ...], day: date, state: Availability
) -> None:
    assert Candidate("p", "m", (1,), periods=periods).availability(day) is state
