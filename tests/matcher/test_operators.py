"""The ten operators: one table of answer, values and outcome; then answers that leave several worlds possible."""

import pytest

from matcher.assessment import judge
from matcher.facts import Worlds
from matcher.features import FEATURES, Kind
from matcher.operators import OPERATORS, Possible, Value
from matcher.rules import Condition
from matcher.truth import FALSE, TRUE, UNKNOWN, Truth

F, U, T = FALSE, UNKNOWN, TRUE

FEATURE_OF = {
    Kind.CODE: "entity_type",
    Kind.INDUSTRY: "industry",
    Kind.NUMBER: "annual_energy_kl",
    Kind.CODES: "topics",
    Kind.INDUSTRIES: "other_industries",
}

CODE, INDUSTRY, NUMBER, CODES, INDUSTRIES = Kind.CODE, Kind.INDUSTRY, Kind.NUMBER, Kind.CODES, Kind.INDUSTRIES


def held(text: str) -> frozenset[str]:
    return frozenset(text.split())


TABLE: list[tuple[str, Kind, Possible, tuple[Value, ...], Truth]] = [
    ("is_one_of", CODE, "npo", ("npo",), T),
    ("is_one_of", CODE, "npo", ("corporation", "npo"), T),
    ("is_one_of", CODE, "npo", ("corporation", "other"), F),
    ("is_one_of", INDUSTRY, "09", ("09",), T),
    ("is_one_of", INDUSTRY, "0911", ("A", "09"), T),
    ("is_one_of", INDUSTRY, "09", ("E",), T),
    ("is_one_of", INDUSTRY, "E", ("09",), U),
    ("is_one_of", INDUSTRY, "E", ("09", "E"), T),
    ("is_one_of", INDUSTRY, "E", ("A", "10"), U),
    ("is_one_of", INDUSTRY, "39", ("391", "3921"), U),
    ("is_one_of", INDUSTRY, "3922", ("391", "3921"), F),
    ("is_one_of", INDUSTRY, "E", ("A", "50"), F),
    ("is_none_of", CODE, "npo", ("npo",), F),
    ("is_none_of", CODE, "npo", ("corporation", "other"), T),
    ("is_none_of", INDUSTRY, "0911", ("E",), F),
    ("is_none_of", INDUSTRY, "E", ("09",), U),
    ("is_none_of", INDUSTRY, "E", ("A", "50"), T),
    ("is_none_of", CODES, held("dx gx"), ("rd", "ip"), T),
    ("is_none_of", CODES, held("dx gx"), ("rd", "gx"), F),
    ("is_none_of", CODES, held(""), ("rd",), T),
    ("is_none_of", INDUSTRIES, held("09 50"), ("A",), T),
    ("is_none_of", INDUSTRIES, held("09 50"), ("E",), F),
    ("is_none_of", INDUSTRIES, held("E 50"), ("09",), U),
    ("is_none_of", INDUSTRIES, held("E 50"), ("09", "I"), F),
    ("is_none_of", INDUSTRIES, held(""), ("09",), T),
    ("at_least", NUMBER, 1499, (1500,), F),
    ("at_least", NUMBER, 1500, (1500,), T),
    ("at_least", NUMBER, 1500.5, (1500,), T),
    ("at_most", NUMBER, 1500, (1500,), T),
    ("at_most", NUMBER, 1500.5, (1500,), F),
    ("at_most", NUMBER, 0, (0,), T),
    ("less_than", NUMBER, 1499.5, (1500,), T),
    ("less_than", NUMBER, 1500, (1500,), F),
    ("less_than", NUMBER, 0, (0,), F),
    ("more_than", NUMBER, 1500, (1500,), F),
    ("more_than", NUMBER, 1501, (1500,), T),
    ("between", NUMBER, 99, (100, 300), F),
    ("between", NUMBER, 100, (100, 300), T),
    ("between", NUMBER, 300, (100, 300), T),
    ("between", NUMBER, 301, (100, 300), F),
    ("between", NUMBER, 100, (100, 100), T),
    ("has_any", CODES, held("dx gx"), ("gx", "rd"), T),
    ("has_any", CODES, held("dx gx"), ("ip", "rd"), F),
    ("has_any", CODES, held(""), ("gx",), F),
    ("has_any", INDUSTRIES, held("09 50"), ("E",), T),
    ("has_any", INDUSTRIES, held("09 50"), ("A", "J"), F),
    ("has_any", INDUSTRIES, held("E 50"), ("09",), U),
    ("has_any", INDUSTRIES, held("E 50"), ("09", "50"), T),
    ("has_any", INDUSTRIES, held(""), ("09",), F),
    ("has_all", CODES, held("dx gx ip"), ("gx", "dx"), T),
    ("has_all", CODES, held("dx gx"), ("gx", "rd"), F),
    ("has_all", CODES, held(""), ("gx",), F),
    ("has_all", INDUSTRIES, held("0911 50"), ("E", "I"), T),
    ("has_all", INDUSTRIES, held("0911"), ("E", "09"), T),
    ("has_all", INDUSTRIES, held("09 50"), ("E", "A"), F),
    ("has_all", INDUSTRIES, held("E 50"), ("09", "I"), U),
    ("has_all", INDUSTRIES, held("E 50"), ("09", "A"), F),
    ("is_answered", CODE, "npo", (), T),
    ("is_answered", INDUSTRY, "A", (), T),
    ("is_answered", NUMBER, 0, (), T),
    ("is_answered", CODES, held(""), (), T),
    ("is_answered", CODES, held("dx"), (), T),
    ("is_answered", INDUSTRIES, held(""), (), T),
]


@pytest.mark.parametrize(("operator", "kind", "answer", "values", "outcome"), TABLE)
def test_an_answer_against_a_rule(
    operator: str, kind: Kind, answer: Possible, values: tuple[Value, ...], outcome: Truth
) -> None:
    assert judge(Condition(FEATURE_OF[kind], operator, values), (answer,)) is outcome


def test_the_table_has_a_case_for_every_operator_and_every_kind_it_suits() -> None:
    allowed = {(operator.key, kind) for operator in OPERATORS.values() for kind in operator.kinds}
    assert {(operator, kind) for operator, kind, *_ in TABLE} == allowed


def test_every_operator_is_shown_to_hold_and_to_fail_wherever_it_can() -> None:
    shown = {(operator, kind, outcome) for operator, kind, _, _, outcome in TABLE}
    missing = {
        (operator, kind, outcome)
        for operator, kind, *_ in TABLE
        for outcome in ((T,) if operator == "is_answered" else (T, F))
    } - shown
    assert missing == set()


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_of_answer_is_asked_by_some_feature_and_suits_some_operator(kind: Kind) -> None:
    assert kind in {feature.kind for feature in FEATURES.values()}
    assert {key for key, operator in OPERATORS.items() if kind in operator.kinds} > {"is_answered"}


@pytest.mark.parametrize(
    ("pair", "values"), {(operator, kind): values for operator, kind, _, values, _ in TABLE}.items(), ids=str
)
def test_no_answer_is_never_a_no(pair: tuple[str, Kind], values: tuple[Value, ...]) -> None:
    operator, kind = pair
    assert judge(Condition(FEATURE_OF[kind], operator, values), None) is U


def age(operator: str, *values: Value) -> Condition:
    return Condition("years_since_foundation", operator, values)


def size(operator: str, *values: Value) -> Condition:
    return Condition("company_size", operator, values, "support_law")


@pytest.mark.parametrize(
    ("condition", "worlds", "outcome"),
    [
        # Founded in a known year on an unknown day: four or five years old.
        (age("at_least", 4), (4, 5), T),
        (age("at_least", 5), (4, 5), U),
        (age("at_least", 6), (4, 5), F),
        (age("less_than", 4), (4, 5), F),
        (age("less_than", 5), (4, 5), U),
        (age("less_than", 6), (4, 5), T),
        (age("between", 0, 4), (4, 5), U),
        (age("between", 4, 5), (4, 5), T),
        (age("is_answered"), (4, 5), U),
        (age("is_answered"), (5,), T),
        # A size that the law leaves open.
        (size("is_one_of", "sme"), ("mid", "sme"), U),
        (size("is_one_of", "mid", "sme"), ("mid", "sme"), T),
        (size("is_one_of", "large"), ("mid", "sme"), F),
        (size("is_none_of", "large"), ("mid", "sme"), T),
        (size("is_none_of", "mid"), ("mid", "sme"), U),
        (size("is_none_of", "mid", "sme"), ("mid", "sme"), F),
        (size("is_answered"), ("mid", "sme"), U),
        (size("is_answered"), ("outside",), T),
        # An organisation that the law does not speak of has none of the sizes.
        (size("is_one_of", "micro", "sme", "mid", "large"), ("outside",), F),
        (size("is_none_of", "large"), ("outside",), T),
        (size("is_one_of", "micro", "sme"), ("outside", "sme"), U),
    ],
)
def test_what_holds_in_every_world_is_certain(condition: Condition, worlds: Worlds, outcome: Truth) -> None:
    assert judge(condition, worlds) is outcome
