"""What has changed since somebody looked: three steps, one cause each, and nothing that ended where it began."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.consulting.changes import (
    Cause,
    Change,
    Passing,
    State,
    Step,
    Verdicts,
    changed_keys,
    changes,
    moved,
    verdicts_of,
)
from catalogue.models import CatalogueState, Criterion
from catalogue.parts.answer import answer_of
from matcher import Availability, Clause, Condition, Outcome, assess
from tests.console.people import FACTS

ELIGIBLE, NEEDS, NO = Outcome.ELIGIBLE, Outcome.NEEDS_INFO, Outcome.INELIGIBLE
OPEN, CLOSED, UNKNOWN = Availability.OPEN, Availability.CLOSED, Availability.UNKNOWN

CODES = ("1-01", "1-02", "9-99")
states = st.builds(State, st.sampled_from(Outcome), st.sampled_from((OPEN, CLOSED)))
stages = st.dictionaries(st.sampled_from(CODES), states)


@given(seen=stages, ruled=stages, dated=stages, told=stages)
def test_the_steps_lead_from_what_was_seen_to_what_is(
    seen: Verdicts, ruled: Verdicts, dated: Verdicts, told: Verdicts
) -> None:
    found = {one.measure: one.steps for one in moved(seen, ruled, dated, told)}
    assert set(found) == {code for code in CODES if seen.get(code) != told.get(code)}
    for code, steps in found.items():
        assert steps[0].before == seen.get(code)
        assert steps[-1].after == told.get(code)
        assert all(one.after == other.before for one, other in pairwise(steps))
        assert all(one.before != one.after for one in steps)
        assert [one.cause for one in steps] == sorted({one.cause for one in steps}, key=list(Cause).index)


@given(seen=stages, ruled=stages, dated=stages, told=stages)
def test_every_step_stands_between_its_two_stages(
    seen: Verdicts, ruled: Verdicts, dated: Verdicts, told: Verdicts
) -> None:
    between = dict(zip(Cause, pairwise((seen, ruled, dated, told)), strict=True))
    for one in moved(seen, ruled, dated, told):
        for step in one.steps:
            before, after = between[step.cause]
            assert (step.before, step.after) == (before.get(one.measure), after.get(one.measure))


@given(seen=stages, between=stages)
def test_what_ends_where_it_began_is_not_listed(seen: Verdicts, between: Verdicts) -> None:
    assert moved(seen, seen, seen, seen) == ()
    assert moved(seen, between, seen, seen) == ()
    assert moved(seen, between, between, seen) == ()


def test_the_list_stands_in_the_order_of_now_and_what_is_gone_stands_last() -> None:
    before, after = State(NO, OPEN), State(NEEDS, OPEN)
    seen = {"1-01": before, "1-02": before, "1-03": before}
    told = {"1-03": after, "1-01": after}
    assert [one.measure for one in moved(seen, seen, seen, told)] == ["1-03", "1-01", "1-02"]


@pytest.mark.parametrize(
    ("before", "after", "keys"),
    [
        ({}, {}, ()),
        ({"employees": 40}, {"employees": 40}, ()),
        ({"employees": 40}, {"employees": 41}, ("employees",)),
        ({"employees": 40}, {}, ("employees",)),
        ({}, {"topics": []}, ("topics",)),
        ({"topics": ["dx"], "employees": 40}, {"prefecture": "20"}, ("prefecture", "employees", "topics")),
        ({"founded_year": 1968}, {"founded_year": 1968, "founded_on": "1968-04-01"}, ("founded_on",)),
        ({"founded_year": 1968}, {"founded_year": 1969, "founded_on": "1969-04-01"}, ("founded_on",)),
    ],
)
def test_the_answers_that_differ(before: Mapping[str, Any], after: Mapping[str, Any], keys: tuple[str, ...]) -> None:
    assert changed_keys(before, after) == keys


# On the real catalogue


def between(
    before: Mapping[str, Any], first: date, after: Mapping[str, Any], last: date, seen: Verdicts | None = None
) -> dict[str, Change]:
    """What changed from *before* on *first* to *after* on *last*, by measure."""
    told = answer_of(after, last)
    then = answer_of(before, first)
    found = changes(verdicts_of(then.found.results) if seen is None else seen, then, answer_of(before, last), told)
    return {one.measure: one for one in found}


DAY = date(2026, 11, 23)
YOUNG = FACTS | {"capital_yen": 10_000_000, "founded_on": "2021-11-24", "founded_year": 2021}
LESS_THAN_FIVE = Condition("years_since_foundation", "less_than", (5,))


@pytest.mark.django_db
@pytest.mark.usefixtures("real_stored")
class TestOnTheRealCatalogue:
    def test_nothing_changed_nothing_listed(self) -> None:
        assert between(FACTS, DAY, FACTS, DAY) == {}

    def test_a_birthday_is_the_cause_on_its_day_and_not_on_the_eve(self) -> None:
        assert between(YOUNG, date(2026, 11, 22), YOUNG, date(2026, 11, 23)) == {}
        before, after = State(ELIGIBLE, OPEN), State(NO, OPEN)
        step = Step(Cause.DATE, before, after, passing=(Passing.AGE,), turned=(LESS_THAN_FIVE,))
        assert between(YOUNG, date(2026, 11, 23), YOUNG, date(2026, 11, 24)) == {"3-26": Change("3-26", (step,))}

    def test_a_closing_day_is_the_cause_on_the_day_after_it(self) -> None:
        eve, last = date(2025, 3, 30), date(2025, 3, 31)
        assert "1-29" not in between(FACTS, eve, FACTS, last)
        (step,) = between(FACTS, last, FACTS, date(2025, 4, 1))["1-29"].steps
        assert (step.cause, step.passing, step.turned) == (Cause.DATE, (Passing.AVAILABILITY,), ())
        assert step.after is not None
        assert step.after.availability is CLOSED

    def test_a_fact_is_named_where_the_measure_reads_it(self) -> None:
        grown = FACTS | {"employees": 301, "topics": ["dx"]}
        found = between(FACTS, DAY, grown, DAY)
        (step,) = found["4-05"].steps
        assert (step.before, step.after) == (State(ELIGIBLE, UNKNOWN), State(NO, UNKNOWN))
        assert (step.cause, step.facts) == (Cause.FACT, ("employees",))
        assert "4-05" not in between(FACTS, DAY, FACTS | {"employees": 300}, DAY)

    def test_a_rule_is_the_cause_when_the_catalogue_says_otherwise(self) -> None:
        before = verdicts_of(answer_of(FACTS, DAY).found.results)
        rows = Criterion.objects.filter(programme__listings__measure__code="4-05", feature="employees")
        assert rows.update(values=[39]) == 1
        CatalogueState.objects.update(version="4-05 for up to 39")
        (one,) = between(FACTS, DAY, FACTS, DAY, seen=before).values()
        assert one == Change("4-05", (Step(Cause.RULE, State(ELIGIBLE, UNKNOWN), State(NO, UNKNOWN)),))

    def test_a_rule_that_comes_into_force_is_told_from_a_birthday(self) -> None:
        then = answer_of(FACTS, DAY)
        one = then.by_code["4-05"]
        candidate = replace(
            one.lead.verdict.candidate, requirements=(Clause((Condition("employees", "at_most", (39,)),)),)
        )
        lead = replace(one.lead, verdict=assess(candidate, {("employees", ""): (40,)}))
        later = replace(one, outcome=NO, programmes=(lead,))
        results = tuple(later if row is one else row for row in then.found.results)
        dated = replace(then, found=replace(then.found, results=results))
        (found,) = changes(verdicts_of(then.found.results), then, dated, dated)
        step = Step(Cause.DATE, State(ELIGIBLE, UNKNOWN), State(NO, UNKNOWN), passing=(Passing.RULE,))
        assert found == Change("4-05", (step,))

    def test_measures_that_come_and_go_are_told(self) -> None:
        before = verdicts_of(answer_of(FACTS, DAY).found.results)
        came = before.pop("4-05")
        before["9-99"] = State(NEEDS, OPEN)
        found = between(FACTS, DAY, FACTS, DAY, seen=before)
        assert found == {
            "4-05": Change("4-05", (Step(Cause.RULE, None, came),)),
            "9-99": Change("9-99", (Step(Cause.RULE, State(NEEDS, OPEN), None),)),
        }

    def test_three_causes_stand_in_three_steps(self) -> None:
        seen = verdicts_of(answer_of(YOUNG, DAY).found.results) | {"3-26": State(NEEDS, OPEN)}
        grown = YOUNG | {"founded_on": "2021-11-25"}
        rule, day, fact = between(YOUNG, DAY, grown, date(2026, 11, 24), seen=seen)["3-26"].steps
        assert [one.cause for one in (rule, day, fact)] == [Cause.RULE, Cause.DATE, Cause.FACT]
        assert [one.after for one in (rule, day, fact)] == [
            State(ELIGIBLE, OPEN),
            State(NO, OPEN),
            State(ELIGIBLE, OPEN),
        ]
        assert fact.facts == ("founded_on",)

    @settings(max_examples=25)
    @given(st.data())
    def test_every_step_of_a_day_or_a_fact_says_what_it_was(self, data: st.DataObject) -> None:
        answers = st.fixed_dictionaries(
            {},
            optional={
                "entity_type": st.sampled_from(("corporation", "sole_proprietor", "npo")),
                "industry": st.sampled_from(("09", "76", "39", "I")),
                "prefecture": st.sampled_from(("13", "20")),
                "employees": st.sampled_from((4, 20, 21, 300, 301, 5000)),
                "capital_yen": st.sampled_from((10**7, 10**9, 10**10)),
                "founded_year": st.sampled_from((1968, 2021)),
                "topics": st.sampled_from(([], ["dx"], ["startup", "rd"])),
                "certifications": st.sampled_from(([], ["kurumin"])),
            },
        )
        days = st.dates(date(2023, 1, 1), date(2027, 12, 31))
        before, after = data.draw(answers), data.draw(answers)
        first, last = sorted((data.draw(days), data.draw(days)))
        found = between(before, first, after, last)
        now, then = (verdicts_of(answer_of(*one).found.results) for one in ((after, last), (before, first)))
        assert set(found) == {code for code in now if now[code] != then[code]}
        for one in found.values():
            for step in one.steps:
                assert step.cause is not Cause.RULE
                assert bool(step.passing) == (step.cause is Cause.DATE)
                assert bool(step.facts) == (step.cause is Cause.FACT)
