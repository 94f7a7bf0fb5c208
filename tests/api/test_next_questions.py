"""The next questions on the real catalogue: counted, not guessed."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from catalogue.bridge import compile_catalogue
from matcher import Profile, Trials
from matcher.features import FEATURES
from matcher.index import conditions_of
from tests.api.asking import DAY, whole
from tests.companies import COMPANIES, as_json

pytestmark = pytest.mark.usefixtures("real_stored", "db")

REFINABLE = {"industry", "founded_on"}
"""An answer may be there and still say too little: a division, a year."""


def undecided(answer: dict[str, Any]) -> set[str]:
    return {one["measure"]["code"] for one in answer["results"] if one["verdict"] == "needs_info"}


def trials(profile: Profile, question: str) -> list[Profile]:
    """Every answer to *question* that the catalogue's rules can tell apart."""
    candidates = compile_catalogue(date(2024, 3, 31)).candidates
    conditions = [condition for candidate in candidates for condition in conditions_of(candidate)]
    return Trials(conditions).of(question, profile, date.fromisoformat(DAY))


def profile_of(company: str) -> Profile:
    return Profile.from_mapping(COMPANIES[company], date.fromisoformat(DAY))


@pytest.mark.parametrize("company", COMPANIES)
def test_only_what_is_unanswered_or_too_broad_is_asked(client: Client, company: str) -> None:
    asked = {question["feature"] for question in whole(client, COMPANIES[company])["next_questions"]}
    answered = {key for key in asked if profile_of(company).answered(key)}
    assert answered <= REFINABLE


@pytest.mark.parametrize("company", COMPANIES)
def test_only_what_an_open_condition_mentions_is_asked(client: Client, company: str) -> None:
    answer = whole(client, COMPANIES[company])
    mentioned = {
        key
        for one in answer["results"]
        if one["verdict"] == "needs_info"
        for programme in one["programmes"]
        for row in programme["criteria"]
        if row["outcome"] == "unknown"
        for key in FEATURES[row["feature"]].answers
    }
    assert {question["feature"] for question in answer["next_questions"]} <= mentioned


@pytest.mark.parametrize("company", COMPANIES)
def test_the_most_telling_question_comes_first(client: Client, company: str) -> None:
    counts = [
        (question["decides"], question["decides_at_least"], question["mentioned_by"])
        for question in whole(client, COMPANIES[company])["next_questions"]
    ]
    assert counts == sorted(counts, reverse=True)
    assert all(0 <= least <= most <= mentioned for most, least, mentioned in counts)


@pytest.mark.parametrize("company", ["nothing answered", "a shop that hands over", "a restaurant without a company"])
def test_the_first_question_decides_what_it_says(client: Client, company: str) -> None:
    before = whole(client, COMPANIES[company])
    question = before["next_questions"][0]
    decided = [
        len(undecided(before) - undecided(whole(client, as_json(answered))))
        for answered in trials(profile_of(company), question["feature"])
    ]
    assert (max(decided), min(decided)) == (question["decides"], question["decides_at_least"])
    assert question["decides"] > 0


def test_the_company_with_every_answer_is_asked_nothing(client: Client) -> None:
    assert whole(client, COMPANIES["everything answered"])["next_questions"] == []


def test_a_broad_industry_is_asked_for_more_exactly(client: Client) -> None:
    texts = {q["feature"]: q["text"] for q in whole(client, {"industry": "G"})["next_questions"]}
    assert texts["industry"].startswith("主たる業種（より詳しく）")
