"""A measure turned round: verdicts, what is missing, and what has changed since a day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from catalogue.consulting.clientele import Clientele, clientele
from catalogue.consulting.reach import Cause, Reached, reach
from catalogue.models import Client, Override, Proposal, ProposalStatus
from catalogue.shortlist import snapshot
from matcher import Condition, Outcome
from tests.console.people import THEIRS, company, user
from tests.console.small import ADVICE, EQUIPMENT, START, TODAY, kept, measure, programme, small

pytestmark = pytest.mark.django_db

YES, MAYBE, NO = Outcome.ELIGIBLE, Outcome.NEEDS_INFO, Outcome.INELIGIBLE
MONTH_AGO = TODAY - timedelta(days=30)


def mine() -> Clientele:
    return clientele(Client.objects.of(user()), TODAY)


def reached(code: str, answers: dict[str, Any], since: date = MONTH_AGO) -> Reached:
    """What the measure *code* is to a client with these answers."""
    rules = small()
    company(answers=answers)
    (one,) = reach(rules, rules, mine(), code, TODAY, since)
    return one


@pytest.mark.parametrize(
    ("code", "answers", "outcome", "missing"),
    [
        ("1-01", {"employees": 300}, YES, ()),
        ("1-01", {"employees": 301}, NO, ()),
        ("1-01", {}, MAYBE, ("employees",)),
        ("1-02", {}, MAYBE, ("founded_on",)),
        ("1-02", {"founded_year": 2021}, MAYBE, ()),
        ("2-01", {}, YES, ()),
    ],
)
def test_a_client_is_judged_and_what_is_missing_is_named(
    code: str, answers: dict[str, Any], outcome: Outcome, missing: tuple[str, ...]
) -> None:
    one = reached(code, answers)
    assert (one.outcome, one.ruled, one.missing) == (outcome, outcome, missing)


@pytest.mark.parametrize(
    ("founded_on", "since", "before", "now"),
    [
        ("2021-11-23", "2026-11-22", YES, NO),
        ("2021-11-23", "2026-11-23", None, NO),
        ("2021-11-24", "2026-10-24", None, YES),
        ("2021-10-25", "2026-10-24", YES, NO),
        ("2021-10-24", "2026-10-24", None, NO),
        ("2026-11-01", "2026-10-24", MAYBE, YES),
    ],
)
def test_the_date_is_the_cause_when_an_age_has_passed(
    founded_on: str, since: str, before: Outcome | None, now: Outcome
) -> None:
    one = reached("1-02", {"founded_on": founded_on}, date.fromisoformat(since))
    assert one.outcome is now
    assert (one.change.before if one.change else None) is before
    assert one.change is None or one.change.causes == (Cause.DATE,)
    assert one.is_no_longer_usable == (before is YES)
    assert one.is_newly_usable == (before is MAYBE)


def test_the_rule_is_the_cause_when_another_is_in_force() -> None:
    then = small()
    stricter = measure(
        "1-01", "設備の更新", programme("setsubi", "設備補助金", Condition("employees", "at_most", (100,)))
    )
    now = kept(stricter, START, ADVICE)
    for name, employees in (("あ", 100), ("い", 200), ("う", 301)):
        company(name, answers={"employees": employees})
    found = reach(now, then, mine(), "1-01", TODAY, MONTH_AGO)
    assert [one.outcome for one in found] == [YES, NO, NO]
    assert [one.change.causes if one.change else () for one in found] == [(), (Cause.RULE,), ()]
    assert [one.is_no_longer_usable for one in found] == [False, True, False]


def test_a_rule_and_the_date_may_both_be_causes() -> None:
    large = Condition("employees", "at_least", (50,))
    then = kept(measure("1-02", "創業の後押し", programme("sogyo", "創業補助金", large)))
    now = kept(START)
    company(answers={"founded_on": "2021-11-01"})  # five years ago on the first of this month
    (one,) = reach(now, then, mine(), "1-02", TODAY, MONTH_AGO)
    assert one.change is not None
    assert (one.change.before, one.change.causes, one.outcome) == (MAYBE, (Cause.RULE, Cause.DATE), NO)


def test_an_override_counts_until_its_last_day() -> None:
    rules = small()
    for name, until in (("あ", TODAY), ("い", TODAY - timedelta(days=1))):
        Override.objects.create(
            client=company(name, answers={"employees": 400}),
            measure="1-01",
            verdict=YES.value,
            ruled=NO.value,
            reason="出向者を除くと300人以下。",
            until=until,
        )
    found = reach(rules, rules, mine(), "1-01", TODAY, MONTH_AGO)
    assert [(one.outcome, one.ruled, bool(one.override)) for one in found] == [(YES, NO, True), (NO, NO, False)]


def test_the_status_is_the_clients_own() -> None:
    rules = small()
    first, _second = company("あ"), company("い")
    Proposal.objects.create(client=first, measure="1-01", status=ProposalStatus.APPLYING, on=TODAY)
    found = reach(rules, rules, mine(), "1-01", TODAY, MONTH_AGO)
    assert [one.status for one in found] == [ProposalStatus.APPLYING, ProposalStatus.NOT_PROPOSED]


def test_only_the_users_own_clients_are_judged() -> None:
    rules = small()
    ours, theirs = company(), company("よその会社", of=THEIRS)
    Override.objects.create(
        client=theirs, measure="1-01", verdict=NO.value, ruled=YES.value, reason="よその理由", until=TODAY
    )
    Proposal.objects.create(client=theirs, measure="1-01", status=ProposalStatus.ADOPTED, on=TODAY)
    whose = mine()
    assert whose.clients == (ours,)
    assert (whose.statuses, whose.overrides) == ({}, {})
    assert [one.client for one in reach(rules, rules, whose, "1-01", TODAY, MONTH_AGO)] == [ours]


def test_the_small_catalogue_is_the_one_in_the_database() -> None:
    assert small() is snapshot(TODAY)
    assert list(snapshot(TODAY).groups) == [EQUIPMENT.code, START.code, ADVICE.code]
