"""The order of the list, one clause of its sentence after another."""

from datetime import date

import pytest

from matcher.assessment import Outcome
from matcher.facts import derive
from matcher.index import Index
from matcher.profile import Profile
from matcher.ranking import Ranked, rank
from matcher.relevance import NO_SCORE, Relevance, Score
from matcher.rules import Audience, Availability, Candidate, Clause, Condition, Focus, Level, Period
from matcher.truth import FALSE, TRUE, UNKNOWN, Truth

AS_OF = date(2024, 3, 31)

TOKYO = (Clause((Condition("prefecture", "is_one_of", ("13",)),)),)
OKINAWA = (Clause((Condition("prefecture", "is_one_of", ("47",)),)),)
SMALL = (Clause((Condition("employees", "at_most", (20,)),)),)
GREEN = (Focus(Condition("topics", "has_any", ("gx",)), Level.PRIMARY),)
CLOSED = (Period(Availability.CLOSED),)

COMPANY = Profile(prefecture="13", topics=frozenset(["gx"]))
"""In Tokyo, wants green, employees not answered."""


def listed(*candidates: Candidate) -> list[tuple[str, str]]:
    """(key of the lead, outcome) in order; the index must agree."""
    index = Index(candidates)
    facts = derive(COMPANY, AS_OF, index.facts)
    ranked = rank(candidates, Relevance(candidates), facts, AS_OF)
    assert ranked == rank(reversed(candidates), Relevance(candidates), facts, AS_OF)
    leads = [entry.lead.key for entry in ranked if entry.outcome is not Outcome.INELIGIBLE]
    assert [candidate.key for candidate in index.top(facts, AS_OF, len(candidates))] == leads
    return [(entry.lead.key, entry.outcome.value) for entry in ranked]


def entry(truth: Truth, points: int, order: tuple[int, ...] = (1,), group: str = "m") -> Ranked:
    return Ranked(Candidate(group, group, order), truth, Score(points, ()))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        # The higher score, whatever the verdict …
        (entry(TRUE, 301), entry(TRUE, 300)),
        (entry(UNKNOWN, 301), entry(TRUE, 300)),
        # … of equal scores the eligible one …
        (entry(TRUE, 300, (2,)), entry(UNKNOWN, 300, (1,))),
        # … then the catalogue order …
        (entry(TRUE, 300, (1, 2)), entry(TRUE, 300, (1, 10))),
        (entry(UNKNOWN, 300, (1, 10)), entry(UNKNOWN, 300, (2, 1))),
        # … then the group's name …
        (entry(TRUE, 300, (1,), "a"), entry(TRUE, 300, (1,), "b")),
        # … and the ineligible last, in catalogue order.
        (entry(UNKNOWN, 0, (9,)), entry(FALSE, 0, (1,))),
        (entry(FALSE, 0, (1,)), entry(FALSE, 0, (2,))),
    ],
)
def test_the_sentence(first: Ranked, second: Ranked) -> None:
    assert first.sort_key < second.sort_key


def test_what_matches_better_comes_first_and_what_is_ruled_out_last() -> None:
    assert listed(
        Candidate("out", "1", (1,), OKINAWA, focus=GREEN),
        Candidate("open", "2", (2,), SMALL),
        Candidate("plain", "3", (3,), TOKYO),
        Candidate("green", "4", (4,), TOKYO, focus=GREEN),
    ) == [("green", "eligible"), ("plain", "eligible"), ("open", "needs_info"), ("out", "ineligible")]


def test_of_full_ties_the_catalogue_order_decides() -> None:
    assert listed(
        Candidate("c", "1-10", (1, 10), TOKYO),
        Candidate("a", "2-01", (2, 1), TOKYO),
        Candidate("b", "1-02", (1, 2), TOKYO),
    ) == [("b", "eligible"), ("c", "eligible"), ("a", "eligible")]


def test_the_ineligible_have_no_score() -> None:
    candidates = [Candidate("a", "1", (1,), OKINAWA, focus=GREEN, supports=("subsidy",))]
    (found,) = rank(candidates, Relevance(candidates), derive(COMPANY, AS_OF, Index(candidates).facts), AS_OF)
    assert (found.outcome, found.score) == (Outcome.INELIGIBLE, NO_SCORE)


def test_a_group_is_listed_once_and_led_by_its_best_verdict() -> None:
    assert listed(
        Candidate("a", "1", (1,), OKINAWA, focus=GREEN),
        Candidate("b", "1", (1,), SMALL, focus=GREEN, supports=("subsidy",)),
        Candidate("c", "1", (1,), TOKYO, audience=Audience.NONE),
        Candidate("d", "2", (2,), SMALL, audience=Audience.NONE),
        Candidate("e", "2", (2,), OKINAWA),
    ) == [("c", "eligible"), ("d", "needs_info")]


def test_of_equal_verdicts_the_highest_score_leads() -> None:
    assert listed(
        Candidate("a", "1", (1,), TOKYO),
        Candidate("b", "1", (1,), TOKYO, focus=GREEN),
        Candidate("c", "1", (1,), TOKYO, focus=GREEN),
    ) == [("b", "eligible")]


def test_a_group_is_ruled_out_when_all_of_it_is_and_led_by_its_first_key() -> None:
    assert listed(Candidate("b", "1", (1,), OKINAWA), Candidate("a", "1", (1,), OKINAWA)) == [("a", "ineligible")]


def test_closed_stands_below_everything_that_is_not_closed_and_above_what_is_ruled_out() -> None:
    assert listed(
        Candidate("closed", "1", (1,), TOKYO, focus=GREEN, supports=("subsidy",), periods=CLOSED),
        Candidate("leaflet", "2", (2,), SMALL, supports=("information",), audience=Audience.NONE),
        Candidate("out", "3", (3,), OKINAWA),
    ) == [("leaflet", "needs_info"), ("closed", "eligible"), ("out", "ineligible")]


def test_the_closed_stand_among_themselves_by_what_they_matched() -> None:
    assert listed(
        Candidate("plain", "1", (1,), TOKYO, periods=CLOSED),
        Candidate("green", "2", (2,), TOKYO, focus=GREEN, periods=CLOSED),
    ) == [("green", "eligible"), ("plain", "eligible")]


def test_an_empty_catalogue_gives_an_empty_list() -> None:
    assert listed() == []
