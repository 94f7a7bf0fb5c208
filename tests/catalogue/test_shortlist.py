"""The one use case on the real catalogue: equal to the reference on every measure, and the size it tells."""

from datetime import date

import pytest
from pytest_django.fixtures import DjangoAssertNumQueries

from catalogue.bridge import Compiled, compile_catalogue
from catalogue.shortlist import MOST, SizeAnswer, shortlist, size_of
from matcher import Clause, Profile, Relevance, Trials, derive, rank
from matcher.index import conditions_of
from matcher.questions import reference_questions
from matcher.relevance import facts_of
from tests.companies import COMPANIES

pytestmark = pytest.mark.usefixtures("real_stored", "db")

DAYS = (date(2024, 3, 31), date(2026, 11, 23))


@pytest.fixture(scope="module")
def compiled(real_stored: None) -> Compiled:
    return compile_catalogue(date(2024, 3, 31))


def profile_of(company: str, day: date) -> Profile:
    return Profile.from_mapping(COMPANIES[company], day)


def test_cards_and_candidates_tell_the_same(compiled: Compiled) -> None:
    assert len(compiled.measures) == 190
    assert {candidate.group for candidate in compiled.candidates} == compiled.measures.keys()
    assert {candidate.key for candidate in compiled.candidates} == compiled.programmes.keys()
    for candidate in compiled.candidates:
        card = compiled.programmes[candidate.key]
        groups = tuple(Clause(tuple(row.condition for row in group)) for group in card.requirements)
        assert groups == candidate.requirements
        assert tuple(row.condition for row in card.bonuses) == candidate.bonuses
        assert card.supports == candidate.supports


@pytest.mark.parametrize("day", DAYS, ids=str)
@pytest.mark.parametrize("company", COMPANIES)
def test_the_whole_list_is_that_of_the_reference(compiled: Compiled, company: str, day: date) -> None:
    profile = profile_of(company, day)
    wanted = {condition.fact for candidate in compiled.candidates for condition in conditions_of(candidate)}
    facts = derive(profile, day, wanted.union(*(facts_of(candidate) for candidate in compiled.candidates)))
    reference = rank(compiled.candidates, Relevance(compiled.candidates), facts, day)

    found = shortlist(profile, day, MOST, include_ineligible=True)

    assert [(one.measure.code, one.outcome, one.score, one.availability) for one in found.results] == [
        (one.lead.group, one.outcome, one.score, one.lead.availability(day)) for one in reference
    ]


@pytest.mark.parametrize("company", COMPANIES)
def test_the_questions_are_those_of_the_reference(compiled: Compiled, company: str) -> None:
    profile = profile_of(company, DAYS[0])
    trials = Trials(condition for candidate in compiled.candidates for condition in conditions_of(candidate))
    reference = reference_questions(compiled.candidates, trials, profile, DAYS[0])
    assert list(shortlist(profile, DAYS[0]).questions) == reference


def test_every_programme_of_a_measure_is_judged_in_the_order_of_the_source(compiled: Compiled) -> None:
    listed: dict[str, list[str]] = {}
    for candidate in compiled.candidates:
        listed.setdefault(candidate.group, []).append(compiled.programmes[candidate.key].code)
    found = shortlist(Profile(), DAYS[0], MOST, include_ineligible=True)
    assert {one.measure.code: [row.card.code for row in one.programmes] for one in found.results} == listed


def test_the_same_question_gives_an_equal_answer() -> None:
    profile = profile_of("a food maker in Nagano", DAYS[0])
    assert shortlist(profile, DAYS[0]) == shortlist(profile, DAYS[0])


def test_once_compiled_an_answer_takes_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    shortlist(Profile(), DAYS[0])
    with django_assert_num_queries(1):
        shortlist(Profile(), DAYS[0], MOST, include_ineligible=True)


FOOD = {"entity_type": "corporation", "industry": "09"}
ALL = ("large", "micro", "mid", "outside", "sme")
FOUR = ("entity_type", "industry", "capital_yen", "employees")

SIZES = [
    # answers → class, possible classes, answers that could settle it, answers that are missing
    (FOOD | {"capital_yen": 0, "employees": 20}, SizeAnswer("micro", ("micro",), (), ())),
    (FOOD | {"employees": 20}, SizeAnswer("micro", ("micro",), (), ("capital_yen",))),
    (FOOD | {"employees": 300}, SizeAnswer("sme", ("sme",), (), ("capital_yen",))),
    (
        FOOD | {"employees": 301},
        SizeAnswer(None, ("mid", "sme"), ("capital_yen",), ("capital_yen",)),
    ),
    (
        FOOD | {"capital_yen": 300_000_001},
        SizeAnswer(None, ("large", "micro", "mid", "sme"), ("employees",), ("employees",)),
    ),
    (
        {"entity_type": "sole_proprietor", "industry": "09"},
        SizeAnswer(None, ("large", "micro", "mid", "sme"), ("employees",), ("employees",)),
    ),
    ({"entity_type": "npo"}, SizeAnswer(None, ("outside",), (), ("industry", "capital_yen", "employees"))),
    ({}, SizeAnswer(None, ALL, (), FOUR)),
]


@pytest.mark.parametrize(("answers", "size"), SIZES)
def test_the_size_is_told_as_far_as_the_answers_go(answers: dict[str, object], size: SizeAnswer) -> None:
    assert size_of(Profile.from_mapping(answers, DAYS[0])) == size
