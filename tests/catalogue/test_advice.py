"""What a company could do about what it is not offered yet: a small catalogue made for it, and the real one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from pytest_django.fixtures import DjangoAssertNumQueries

from catalogue.advice import Gain, NearMiss, Roadmap, certification_gains, near_misses, roadmap
from catalogue.imports.reader import read_catalogue
from catalogue.imports.store import store_catalogue
from catalogue.parts.charts import Node, State, graph
from matcher import Profile
from matcher.features import Change
from tests.catalogue.files import BUDGETS, READINGS, write

DAY = date(2024, 3, 31)
OPEN: dict[str, Any] = {"open_to_all": True}


def row(feature: str, op: str, *values: str) -> dict[str, Any]:
    return {"feature": feature, "op": op, "values": list(values), "place": "p6"}


def needs(*rows: dict[str, Any]) -> dict[str, Any]:
    """A programme that asks for all of *rows*."""
    return {"requirements": [{"any": [one]} for one in rows]}


def closed_from(day: date) -> dict[str, Any]:
    return {"availability": [{"state": "closed", "from": day, "place": "p6"}]}


def bonus(*codes: str) -> dict[str, Any]:
    return {"bonuses": [row("certifications", "has_any", *codes) | {"effect": "加点"}]}


KURUMIN, GX = row("certifications", "has_any", "kurumin"), row("topics", "has_any", "gx")
YELL = row("certifications", "has_any", "youth_yell")
AGED, LARGE = row("years_since_foundation", "at_least", "10年"), row("capital_yen", "at_least", "10億円")

SMALL: dict[str, list[dict[str, Any]]] = {
    "1-01": [OPEN | {"gives": ["kurumin_try", "kurumin", "kurumin_platinum"]} | bonus("kurumin_try")],
    "1-02": [needs(row("employees", "at_most", "100人")) | {"gives": ["youth_yell"]}],
    "1-03": [needs(KURUMIN) | {"supports": ["information"]}],
    "1-04": [needs(GX), needs(KURUMIN, KURUMIN | {"values": ["kurumin", "j_startup"]})],
    "1-05": [needs(KURUMIN) | closed_from(DAY)],
    "1-06": [needs(AGED)],
    "1-07": [needs(AGED) | closed_from(date(2030, 4, 1))],
    "1-08": [needs(KURUMIN, GX)],
    "1-09": [needs(KURUMIN, LARGE)],
    "1-10": [needs(row("certifications", "has_any", "youth_yell", "management_innovation_plan"))],
    "1-11": [needs(YELL)],
    "1-12": [OPEN | bonus("kurumin", "youth_yell")],
    "1-13": [OPEN | bonus("kurumin_platinum"), OPEN | bonus("kurumin")],
    "1-14": [OPEN | bonus("kurumin_platinum")],
    "1-15": [OPEN | bonus("kurumin") | closed_from(DAY)],
    "1-16": [needs(LARGE) | bonus("kurumin")],
    "1-17": [needs(KURUMIN)],  # nobody outside government acts
    "1-18": [needs(KURUMIN, row("employees", "at_most", "120人"), row("situations", "has_any", "exporting"))],
}
"""Measure → its programmes."""

COMPANY = Profile(
    founded_on=date(2020, 4, 1), employees=101, capital_yen=10**7, topics=frozenset(["dx"]), certifications=frozenset()
)  # fmt: skip


@pytest.fixture
def small(db: None, tmp_path: Path) -> None:
    """The small catalogue in the database."""
    files = {READINGS: "[]\n", BUDGETS: "[]\n"}
    for code, programmes in SMALL.items():
        listed = [
            {"code": f"p{code}-{number}", "name": "事業", "place": "p6", "supports": ["subsidy"], "encoding": "done"}
            | one
            for number, one in enumerate(programmes, 1)
        ]
        files[f"measures/{code}.yaml"] = yaml.safe_dump(
            {
                "code": code,
                "area": 1,
                "title": f"施策{code}",
                "ministries": ["経産省"],
                "audience": "none" if code == "1-17" else "direct",
                "place": "p6",
                "summary": "支援します。",
                "programmes": listed,
            },
            allow_unicode=True,
            sort_keys=False,
        )
    store_catalogue(read_catalogue(write(tmp_path, files)))


def told(miss: NearMiss) -> tuple[str, str, list[tuple[tuple[str, ...], date | None]], str]:
    ways = [(way.values, way.on) for way in miss.ways]
    return miss.programme.code, miss.change.value, ways, miss.then.value


@pytest.mark.usefixtures("small")
def test_what_can_be_obtained_comes_first_then_time_then_plans_and_the_better_measure_before() -> None:
    kurumin = (("kurumin",), None)
    assert [told(one) for one in near_misses(COMPANY, DAY)] == [
        ("p1-04-2", "obtainable", [kurumin, (("kurumin", "j_startup"), None)], "eligible"),
        # youth_yell is for at most 100 people here; who gives the other one, the catalogue does not know
        ("p1-10-1", "obtainable", [(("management_innovation_plan",), None)], "eligible"),
        ("p1-03-1", "obtainable", [kurumin], "eligible"),
        ("p1-18-1", "obtainable", [kurumin], "needs_info"),
        ("p1-06-1", "time", [((), date(2030, 4, 1))], "eligible"),
        ("p1-08-1", "plan", [kurumin, (("gx",), None)], "eligible"),
    ]


@pytest.mark.usefixtures("small")
def test_a_near_miss_says_why_and_who_gives_the_certification() -> None:
    found = {one.measure.code: one for one in near_misses(COMPANY, DAY)}
    assert [(one.via.feature, one.change) for one in found["1-08"].why] == [
        ("certifications", Change.OBTAINABLE),
        ("topics", Change.PLAN),
    ]
    assert [
        {code: [(one.measure.code, one.programme.code) for one in givers] for code, givers in way.given_by.items()}
        for way in (*found["1-08"].ways, *found["1-10"].ways)
    ] == [{"kurumin": [("1-01", "p1-01-1")]}, {}, {"management_innovation_plan": []}]
    assert [way.every for way in found["1-08"].ways] == [False, False]


@pytest.mark.usefixtures("small")
def test_a_certification_within_reach_is_offered() -> None:
    found = {one.measure.code: one for one in near_misses(COMPANY.with_answer("employees", 100), DAY)}
    assert told(found["1-11"]) == ("p1-11-1", "obtainable", [(("youth_yell",), None)], "eligible")
    assert found["1-10"].ways[0].values == ("youth_yell", "management_innovation_plan")


def brought(gain: Gain) -> tuple[str, list[str], list[tuple[str, str]]]:
    opens = [(one.measure.code, one.outcome.value) for one in gain.opens]
    return gain.certification, [one.measure.code for one in gain.bonuses], opens


EASY = [("1-03", "eligible"), ("1-04", "eligible"), ("1-18", "needs_info")]
TRY, PLATINUM = ("kurumin_try", ["1-01"], []), ("kurumin_platinum", ["1-13", "1-14"], [])
YOUTH = ("youth_yell", ["1-12"], [("1-10", "eligible"), ("1-11", "eligible")])
GAINS = [
    # certifications, employees; what each would bring
    ([], 101, [("kurumin", ["1-12", "1-13"], EASY), PLATINUM, TRY]),
    (None, 101, [("kurumin", ["1-12", "1-13"], EASY), PLATINUM, TRY]),
    ([], 100, [("kurumin", ["1-12", "1-13"], EASY), YOUTH, PLATINUM, TRY]),
    (["youth_yell"], 101, [("kurumin", ["1-13"], EASY), PLATINUM, TRY]),
    (["kurumin"], 100, [PLATINUM, ("youth_yell", [], YOUTH[2])]),
    (["kurumin"], 101, [PLATINUM]),
    (["kurumin_platinum"], 101, []),
]


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize(("held", "employees", "gains"), GAINS)
def test_what_a_certification_brings_stands_under_the_lowest_kind_that_suffices(
    held: list[str] | None, employees: int, gains: list[tuple[str, list[str], list[tuple[str, str]]]]
) -> None:
    profile = COMPANY.with_answer("certifications", None if held is None else frozenset(held))
    found = certification_gains(profile.with_answer("employees", employees), DAY)
    assert [brought(one) for one in found] == gains
    assert [one.given_by[0].measure.code for one in found] == [
        "1-02" if code == "youth_yell" else "1-01" for code, _, _ in gains
    ]


@pytest.mark.usefixtures("small")
def test_a_gain_counts_a_measure_once_and_shows_the_row() -> None:
    gain = certification_gains(COMPANY, DAY)[0]
    assert gain.measures == ("1-03", "1-04", "1-18", "1-12", "1-13")
    assert [(one.programme.code, one.row.effect) for one in gain.bonuses] == [("p1-12-1", "加点"), ("p1-13-2", "加点")]


def keys(drawn: Roadmap) -> list[tuple[str, int, str, str]]:
    return [(one.key, one.column, one.stage.value, one.measure) for one in drawn.nodes]


@pytest.mark.usefixtures("small")
def test_a_roadmap_leads_from_what_is_held_to_what_it_opens() -> None:
    drawn = roadmap(COMPANY.with_answer("certifications", frozenset(["kurumin_try"])), DAY, first=200)
    assert drawn.held == ("kurumin_try",)
    assert [brought(one) for one in drawn.steps] == [
        ("kurumin", ["1-12", "1-13"], EASY),
        PLATINUM,
    ]
    assert keys(drawn) == [
        ("kurumin_try", 1, "held", ""),
        ("kurumin", 2, "obtainable", "1-01"),
        ("kurumin_platinum", 2, "obtainable", "1-01"),
        # The shortlist in its order, then the near misses in theirs.
        ("1-12", 3, "opened", "1-12"),
        ("1-13", 3, "opened", "1-13"),
        ("1-14", 3, "opened", "1-14"),
        ("1-04", 3, "opened", "1-04"),
        ("1-03", 3, "opened", "1-03"),
        ("1-18", 3, "opened", "1-18"),
    ]
    assert drawn.edges == (
        ("kurumin_try", "kurumin"),
        ("kurumin_try", "kurumin_platinum"),
        *(("kurumin", code) for code in ("1-03", "1-04", "1-18", "1-12", "1-13")),
        ("kurumin_platinum", "1-13"),
        ("kurumin_platinum", "1-14"),
    )
    assert [one.label for one in drawn.nodes][:4] == ["トライくるみん", "くるみん", "プラチナくるみん", "施策1-12"]


@pytest.mark.usefixtures("small")
def test_a_roadmap_looks_no_farther_than_it_is_told() -> None:
    drawn = roadmap(COMPANY, DAY, first=1)
    assert [brought(one) for one in drawn.steps] == [("kurumin", [], EASY), ("kurumin_try", ["1-01"], [])]


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("direction", ["right", "down"])
def test_a_roadmap_can_be_drawn(direction: Any) -> None:
    drawn = roadmap(COMPANY.with_answer("certifications", frozenset(["kurumin_try"])), DAY, first=200)
    nodes = [Node(one.key, one.column, one.label, State(one.stage.value)) for one in drawn.nodes]
    picture = graph(nodes, drawn.edges, direction)
    assert [entry.node.key for column in picture.columns for entry in column.entries] == [
        key for key, *_ in keys(drawn)
    ]


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("ask", [near_misses, certification_gains, roadmap])
def test_each_answer_takes_one_query(
    ask: Callable[[Profile, date], object], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    ask(COMPANY, DAY)
    with django_assert_num_queries(1):
        ask(COMPANY, DAY)
