"""The bit planes give what the reference gives, on any catalogue and any company: verdicts, scores, order, questions."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from matcher.assessment import Outcome, assess
from matcher.facts import derive
from matcher.index import Index, conditions_of
from matcher.population import Population
from matcher.profile import Profile
from matcher.questions import Trials, next_questions, reference_questions
from matcher.ranking import rank
from matcher.rules import Candidate
from matcher.truth import TRUE, UNKNOWN
from tests.matcher.strategies import AS_OF, catalogues, profiles


@given(catalogues(), profiles)
def test_verdicts(candidates: list[Candidate], profile: Profile) -> None:
    index = Index(candidates)
    facts = derive(profile, AS_OF, index.facts)
    yes, maybe = index.verdicts(facts)
    for place, candidate in enumerate(index.candidates):
        truth = assess(candidate, facts).truth
        assert (yes >> place & 1, maybe >> place & 1) == (truth is TRUE, truth >= UNKNOWN)


@given(catalogues(), profiles, st.integers(1, 8), st.sampled_from((AS_OF, date(2026, 11, 23))))
def test_order_scores_and_counts(candidates: list[Candidate], profile: Profile, limit: int, day: date) -> None:
    index = Index(candidates)
    facts = derive(profile, AS_OF, index.facts)
    ranked = rank(candidates, index.relevance, facts, day)
    listed = [entry.lead.key for entry in ranked if entry.outcome is not Outcome.INELIGIBLE]
    assert [candidate.key for candidate in index.top(facts, day, limit)] == listed[:limit]
    verdicts = index.verdicts(facts)
    assert [c.group for c in index.ruled_out(verdicts)] == [e.lead.group for e in ranked[len(listed) :]]
    outcomes = [entry.outcome for entry in ranked]
    assert index.counts(verdicts) == {outcome: outcomes.count(outcome) for outcome in Outcome}


@given(catalogues(), profiles)
def test_every_score_to_the_last_digit(candidates: list[Candidate], profile: Profile) -> None:
    index = Index(candidates)
    facts = derive(profile, AS_OF, index.facts)
    yes, _ = index.verdicts(facts)
    planes = index.scoring.relevance(yes, facts)
    for place, candidate in enumerate(index.candidates):
        truth = assess(candidate, facts).truth
        if truth >= UNKNOWN:
            score = index.relevance.score(candidate, facts, truth, AS_OF)
            without_availability = sum(part.points for part in score.parts if part.name != "availability")
            assert sum((plane >> place & 1) << digit for digit, plane in enumerate(planes)) == without_availability


@given(catalogues(8), profiles)
def test_questions(candidates: list[Candidate], profile: Profile) -> None:
    trials = Trials(condition for candidate in candidates for condition in conditions_of(candidate))
    by_index = next_questions(Index(candidates), trials, profile, AS_OF)
    assert by_index == reference_questions(candidates, trials, profile, AS_OF)


@given(catalogues(), st.lists(profiles, max_size=12))
def test_population(candidates: list[Candidate], companies: list[Profile]) -> None:
    wanted = {condition.fact for candidate in candidates for condition in conditions_of(candidate)}
    rows = [derive(profile, AS_OF, wanted) for profile in companies]
    population = Population(rows, wanted)
    for candidate in candidates:
        yes, maybe = population.match(candidate)
        truths = [assess(candidate, row).truth for row in rows]
        assert yes == sum(1 << place for place, truth in enumerate(truths) if truth is TRUE)
        assert maybe == sum(1 << place for place, truth in enumerate(truths) if truth >= UNKNOWN)


@given(catalogues(), profiles, st.sampled_from((AS_OF, date(2026, 11, 23))))
def test_one_group_as_in_the_whole_list(candidates: list[Candidate], profile: Profile, day: date) -> None:
    index = Index(candidates)
    facts = derive(profile, AS_OF, index.facts)
    verdicts = index.verdicts(facts)
    eligible, possible = index.groups(verdicts)
    for entry in rank(candidates, index.relevance, facts, day):
        group = entry.lead.group
        assert index.lead_of(group, verdicts, facts, day).key == entry.lead.key
        at = index.places[group][0]
        outcome = (bool(eligible >> at & 1), bool(possible >> at & 1))
        assert outcome == (entry.outcome is Outcome.ELIGIBLE, entry.outcome is not Outcome.INELIGIBLE)
