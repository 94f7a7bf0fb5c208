"""Near misses: what can change, what comes of it, and what is never advised."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.assessment import Finding, assess, judge
from matcher.codes import CERTIFICATIONS, SITUATIONS
from matcher.facts import derive
from matcher.features import FEATURES, Change, Kind
from matcher.index import Index, conditions_of
from matcher.near import AGE, EASIEST, UNWANTED, Miss, change_of, holds_from, missing, near_miss
from matcher.profile import Profile
from matcher.rules import Candidate, Clause, Condition
from matcher.truth import FALSE, TRUE, UNKNOWN
from tests.matcher.strategies import AS_OF, catalogues, clauses, conditions, profiles, whole_profiles

C = Condition
FIXED, TIME, OBTAINABLE, PLAN = Change.FIXED, Change.TIME, Change.OBTAINABLE, Change.PLAN
NONE: frozenset[str] = frozenset()

# What must never be advised, written out: a feature that moves here from FIXED breaks this test, not a company.
NEVER = {"entity_type", "industry", "company_size", "capital_yen", "employees", "prefecture", "region"}


def some(*codes: str) -> frozenset[str]:
    return frozenset(codes)


CHANGES = [
    # a failing condition, the answer, how it could come to hold
    (C("entity_type", "is_one_of", ("npo",)), "corporation", FIXED),
    (C("industry", "is_one_of", ("09",)), "10", FIXED),
    (C("company_size", "is_one_of", ("sme",), "basic_law"), "large", FIXED),
    (C("capital_yen", "at_least", (100,)), 99, FIXED),
    (C("capital_yen", "at_most", (100,)), 101, FIXED),
    (C("employees", "at_least", (20,)), 5, FIXED),
    (C("employees", "at_most", (20,)), 21, FIXED),
    (C("prefecture", "is_one_of", ("47",)), "13", FIXED),
    (C("region", "is_one_of", ("kinki",)), "tohoku", FIXED),
    (C(AGE, "at_least", (5,)), 4, TIME),
    (C(AGE, "more_than", (5,)), 5, TIME),
    (C(AGE, "between", (5, 5)), 4, TIME),
    (C(AGE, "between", (5, 6)), 7, FIXED),
    (C(AGE, "between", (5.2, 5.8)), 4, FIXED),
    (C(AGE, "at_most", (5,)), 6, FIXED),
    (C(AGE, "less_than", (5,)), 5, FIXED),
    (C("annual_sales_yen", "at_least", (100,)), 99, TIME),
    (C("annual_sales_yen", "more_than", (100,)), 100, TIME),
    (C("annual_sales_yen", "between", (100, 200)), 99, TIME),
    (C("annual_sales_yen", "between", (100, 200)), 201, FIXED),
    (C("annual_sales_yen", "at_most", (100,)), 101, FIXED),
    (C("annual_energy_kl", "at_least", (1500,)), 1499.5, FIXED),
    (C("annual_energy_kl", "between", (1500.2, 1500.8)), 1500.0, FIXED),
    (C("annual_energy_kl", "less_than", (1500,)), 1500, FIXED),
    (C("certifications", "has_any", ("kurumin",)), NONE, OBTAINABLE),
    (C("certifications", "has_all", ("kurumin", "j_startup")), some("kurumin"), OBTAINABLE),
    (C("certifications", "is_none_of", ("kurumin",)), some("kurumin"), FIXED),
    (C("topics", "has_any", ("gx",)), some("dx"), PLAN),
    (C("topics", "is_none_of", ("gx",)), some("gx"), FIXED),
    (C("situations", "has_any", ("exporting",)), NONE, PLAN),
    (C("situations", "has_any", ("hq_relocation",)), NONE, FIXED),
    (C("situations", "has_all", ("exporting", "excess_debt")), NONE, FIXED),
    (C("situations", "is_none_of", ("exporting",)), some("exporting"), FIXED),
    (C("other_industries", "has_any", ("E",)), some("76"), PLAN),
    (C("other_prefectures", "has_any", ("47",)), NONE, PLAN),
    (C("other_prefectures", "is_none_of", ("47",)), some("47"), FIXED),
]  # fmt: skip


@pytest.mark.parametrize(("condition", "answer", "change"), CHANGES)
def test_how_a_failing_condition_could_come_to_hold(condition: Condition, answer: object, change: Change) -> None:
    worlds = (answer,)
    assert judge(condition, worlds) is FALSE  # type: ignore[arg-type]  # of the kind that the feature has
    assert change_of(Finding(condition, FALSE, worlds)) is change  # type: ignore[arg-type]


def test_every_feature_stands_in_the_table() -> None:
    assert {condition.feature for condition, _, _ in CHANGES} == FEATURES.keys()
    assert {key for key, row in FEATURES.items() if row.change is FIXED} == NEVER
    assert set(SITUATIONS) > UNWANTED
    assert [key for key in EASIEST if FEATURES[key].change is FIXED] == []


MISSING = [
    (C("situations", "has_any", ("exporting", "hq_relocation", "overseas_site")), NONE, ("exporting", "overseas_site")),
    (C("topics", "has_all", ("gx", "dx", "rd")), some("dx"), ("gx", "rd")),
    (C("certifications", "has_any", ("j_startup", "kurumin")), NONE, ("j_startup", "kurumin")),
    (C("other_industries", "has_all", ("E", "76")), some("0911"), ("76",)),
    (C("topics", "is_none_of", ("gx",)), some("gx"), ()),
]


@pytest.mark.parametrize(("condition", "held", "codes"), MISSING)
def test_what_is_missing(condition: Condition, held: frozenset[str], codes: tuple[str, ...]) -> None:
    assert missing(Finding(condition, FALSE, (held,))) == codes


@pytest.mark.parametrize(
    ("operator", "out_of_reach", "codes"),
    [
        ("has_any", ("kurumin",), ("j_startup",)),
        ("has_any", ("kurumin", "j_startup"), ()),
        ("has_all", (), ("kurumin", "j_startup")),
        ("has_all", ("kurumin",), ()),
    ],
)
def test_what_is_out_of_reach_is_not_missing(operator: str, out_of_reach: tuple[str, ...], codes: tuple[str]) -> None:
    finding = Finding(C("certifications", operator, ("kurumin", "j_startup")), FALSE, (NONE,))
    assert missing(finding, out_of_reach) == codes
    assert change_of(finding, out_of_reach) is (OBTAINABLE if codes else FIXED)


OLD = C("capital_yen", "at_least", (10**9,))
GX, MARK = C("topics", "has_any", ("gx",)), C("certifications", "has_any", ("kurumin",))
AGED_5, AGED_9, YOUNG = C(AGE, "at_least", (5,)), C(AGE, "at_least", (9,)), C(AGE, "at_most", (6,))
SELLS, ABROAD = C("annual_sales_yen", "at_least", (100,)), C("situations", "has_any", ("exporting",))
NO_GX = C("topics", "is_none_of", ("gx",))
ASKED = C("employees", "at_most", (20,))

MISSES = [
    # clauses, the conditions through which they would change, the least changeable, the verdict then
    ([[MARK]], [MARK], OBTAINABLE, TRUE),
    ([[MARK], [ASKED]], [MARK], OBTAINABLE, UNKNOWN),
    ([[MARK], [GX]], [MARK, GX], PLAN, TRUE),
    ([[MARK], [AGED_5]], [MARK, AGED_5], TIME, TRUE),
    ([[AGED_5], [GX]], [AGED_5, GX], PLAN, TRUE),
    ([[OLD, MARK]], [MARK], OBTAINABLE, TRUE),
    ([[GX, AGED_5, MARK]], [MARK], OBTAINABLE, TRUE),
    ([[GX, AGED_5, OLD]], [AGED_5], TIME, TRUE),
    ([[SELLS, AGED_9, AGED_5]], [AGED_5], TIME, TRUE),
    ([[ABROAD, GX]], [GX], PLAN, TRUE),
    ([[AGED_5], [YOUNG]], [AGED_5], TIME, TRUE),
    ([[AGED_5], [AGED_9]], [AGED_5, AGED_9], TIME, TRUE),
    # One way serves both clauses.
    ([[C("topics", "has_any", ("gx", "rd"))], [GX], [C("topics", "is_none_of", ("rd",))]],
     [C("topics", "has_any", ("gx", "rd")), GX], PLAN, TRUE),
]  # fmt: skip

NO_MISSES = [
    [[OLD]],
    [[MARK], [OLD]],
    [[GX], [MARK], [OLD, C("capital_yen", "at_most", (0,))]],
    [[AGED_9], [YOUNG]],  # by the time that one is reached, the other has passed
    [[GX], [NO_GX]],
    [[ASKED]],  # open, not ruled out
    [[C("topics", "has_any", ("dx",))]],  # met
    [],
]

COMPANY = Profile(
    founded_on=date(2020, 4, 1), capital_yen=1, annual_sales_yen=0, topics=some("dx"), certifications=NONE, situations=NONE
)  # fmt: skip


def missed(rows: list[list[Condition]], out_of_reach: tuple[str, ...] = ()) -> Miss | None:
    candidate = Candidate("a", "a", (1,), tuple(Clause(tuple(row)) for row in rows))
    facts = derive(COMPANY, AS_OF, {condition.fact for condition in conditions_of(candidate)})
    before = dict(facts)
    found = near_miss(assess(candidate, facts), facts, out_of_reach)
    assert facts == before
    return found


@pytest.mark.parametrize(("rows", "vias", "change", "then"), MISSES)
def test_a_near_miss(rows: list[list[Condition]], vias: list[Condition], change: Change, then: object) -> None:
    found = missed(rows)
    assert found is not None
    assert [one.via for one in found.blocking] == vias
    assert [one.via in [row.condition for row in one.clause.findings] for one in found.blocking] == [True] * len(vias)
    assert (found.change, found.then) == (change, then)


@pytest.mark.parametrize("rows", NO_MISSES)
def test_no_near_miss(rows: list[list[Condition]]) -> None:
    assert missed(rows) is None


def test_what_is_out_of_reach_leaves_the_next_best_way() -> None:
    found = missed([[MARK, GX]], ("kurumin",))
    assert found is not None
    assert [(one.via, one.change) for one in found.blocking] == [(GX, PLAN)]
    assert missed([[MARK, OLD]], ("kurumin",)) is None


# Drawn freely, hardly one candidate in thirty would be a near miss.
upward = conditions(tuple(key for key in FEATURES if key not in NEVER)).filter(
    lambda row: row.operator in ("has_any", "has_all", "at_least", "more_than", "between")
)
changeable = st.lists(upward, min_size=1, max_size=2).map(lambda rows: Clause(tuple(rows)))
any_clause = st.one_of(changeable, changeable, clauses)
near_candidates = st.lists(any_clause, min_size=1, max_size=3).map(
    lambda rows: [Candidate("a", "a", (1,), tuple(rows))]
)


@given(catalogues() | near_candidates, whole_profiles | profiles, st.frozensets(st.sampled_from(CERTIFICATIONS)))
def test_nothing_advises_what_cannot_or_should_not_change(
    candidates: list[Candidate], profile: Profile, out_of_reach: frozenset[str]
) -> None:
    facts = derive(profile, AS_OF, Index(candidates).facts)
    for candidate in candidates:
        verdict = assess(candidate, facts)
        miss = near_miss(verdict, facts, out_of_reach)
        if miss is not None:
            assert verdict.truth is FALSE
            assert tuple(one.clause for one in miss.blocking) == verdict.failing
            for one in miss.blocking:
                assert one.via.feature not in NEVER
                assert one.via.operator not in ("is_none_of", "at_most", "less_than")
                advised = set(missing(Finding(one.via, FALSE, facts[one.via.fact]), out_of_reach))
                assert bool(advised) is (one.change is not TIME)
                assert not advised & (out_of_reach | UNWANTED)


@given(near_candidates, whole_profiles | profiles)
def test_a_company_that_follows_the_advice_is_no_longer_ruled_out(
    candidates: list[Candidate], profile: Profile
) -> None:
    (candidate,) = candidates
    wanted = {condition.fact for condition in conditions_of(candidate)}
    facts = derive(profile, AS_OF, wanted)
    miss = near_miss(assess(candidate, facts), facts)
    if miss is None:
        return
    day, followed = AS_OF, profile
    for via in (one.via for one in miss.blocking):
        now = derive(followed, day, [via.fact])[via.fact]
        if judge(via, now) is TRUE:
            continue
        if via.feature == AGE:
            day = max(day, holds_from(via, profile, AS_OF) or day)
        elif FEATURES[via.feature].kind is Kind.NUMBER:
            more = 0 if via.operator != "more_than" else 1
            followed = followed.with_answer(via.feature, via.values[0] + more)  # type: ignore[operator]
        else:
            values = missing(Finding(via, FALSE, now))
            added = values if via.operator == "has_all" else values[:1]
            followed = followed.with_answer(via.feature, getattr(followed, via.feature) | set(added))
    then = assess(candidate, derive(followed, day, wanted)).truth
    assert then is not FALSE
    # From the year alone, the age on that day stays open.
    assert then is miss.then or profile.founded_on is None
