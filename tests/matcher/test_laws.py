"""The laws that three-valued matching must keep, whatever the catalogue and the company."""

from __future__ import annotations

from hypothesis import given

from matcher.assessment import Outcome, assess
from matcher.facts import derive
from matcher.features import FEATURES_OF_ANSWER
from matcher.index import Index, conditions_of
from matcher.profile import Profile
from matcher.questions import Trials, next_questions
from matcher.ranking import rank
from matcher.rules import Candidate
from matcher.truth import UNKNOWN
from tests.matcher.strategies import AS_OF, catalogues, growing_profiles, profiles, whole_profiles

# Two forms of organisation and an industry given too broadly leave a question of law open even when every key has an answer.
_SETTLED_FORMS = {"corporation", "sole_proprietor", "npo", "other"}


@given(catalogues(), growing_profiles())
def test_more_answers_never_flip_a_decided_verdict(
    candidates: list[Candidate], profiles: tuple[Profile, Profile]
) -> None:
    index = Index(candidates)
    before, after = (derive(profile, AS_OF, index.facts) for profile in profiles)
    for candidate in candidates:
        truth = assess(candidate, before).truth
        if truth is not UNKNOWN:
            assert assess(candidate, after).truth is truth


@given(catalogues(), whole_profiles)
def test_with_every_answer_given_nothing_is_unknown(candidates: list[Candidate], profile: Profile) -> None:
    if profile.entity_type not in _SETTLED_FORMS:
        profile = profile.with_answer("entity_type", "corporation")
    profile = profile.with_answer("industry", "3921").with_answer("other_industries", frozenset(["751", "0911"]))
    index = Index(candidates)
    facts = derive(profile, AS_OF, index.facts)
    for candidate in candidates:
        wanted = [condition for condition in conditions_of(candidate) if condition.regime == "credit_guarantee"]
        if candidate.encoded and not wanted:
            assert assess(candidate, facts).truth is not UNKNOWN


@given(catalogues(), profiles)
def test_only_what_an_open_clause_mentions_is_asked_about(candidates: list[Candidate], profile: Profile) -> None:
    index = Index(candidates)
    trials = Trials(condition for candidate in candidates for condition in conditions_of(candidate))
    facts = derive(profile, AS_OF, index.facts)
    ranked = {entry.lead.group: entry.outcome for entry in rank(candidates, index.relevance, facts, AS_OF)}
    open_features = {
        condition.feature
        for candidate in candidates
        if ranked[candidate.group] is Outcome.NEEDS_INFO
        for condition in assess(candidate, facts).open_conditions
    }
    undecided = sum(outcome is Outcome.NEEDS_INFO for outcome in ranked.values())
    for question in next_questions(index, trials, profile, AS_OF):
        assert open_features.intersection(FEATURES_OF_ANSWER[question.answer])
        assert question.at_least <= question.decides <= question.mentioned_by <= undecided


@given(catalogues(), profiles)
def test_the_parts_add_up_and_no_score_rises_with_rank(candidates: list[Candidate], profile: Profile) -> None:
    index = Index(candidates)
    ranked = rank(candidates, index.relevance, derive(profile, AS_OF, index.facts), AS_OF)
    scores = [entry.score.points for entry in ranked]
    assert scores == sorted(scores, reverse=True)
    for entry in ranked:
        assert entry.score.points == sum(part.points for part in entry.score.parts) >= 0


@given(catalogues(), profiles)
def test_the_order_does_not_depend_on_how_candidates_came_in(candidates: list[Candidate], profile: Profile) -> None:
    index = Index(candidates)
    facts = derive(profile, AS_OF, index.facts)
    forth = rank(candidates, index.relevance, facts, AS_OF)
    assert rank(list(reversed(candidates)), index.relevance, facts, AS_OF) == forth
