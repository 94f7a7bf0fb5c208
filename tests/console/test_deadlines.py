"""Which days to come concern which clients; what has changed in the catalogue."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from catalogue.consulting.clientele import clientele
from catalogue.consulting.deadlines import OVER, deadlines
from catalogue.consulting.news import news
from catalogue.consulting.proposals import UNDER_WAY
from catalogue.imports.records import RowsRecord, UseRecord
from catalogue.models import Client, Override, Proposal, ProposalStatus
from catalogue.shortlist import Snapshot
from matcher import Outcome
from tests.console.people import THEIRS, company, user
from tests.console.small import CLOSES, ENDED, EQUIPMENT, OPENS, SMALL, TODAY, WINDOW, kept, measure, programme, small

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def told(rules: Snapshot, day: date = TODAY) -> list[tuple[str, date, list[str]]]:
    found = deadlines(rules, clientele(Client.objects.of(user()), day), day)
    return [(one.turn.kind, one.turn.day, [client.name for client in one.clients]) for one in found]


@pytest.mark.parametrize(
    ("day", "kinds"),
    [
        (OPENS, ["opening", "closing"]),
        (OPENS + DAY, ["closing"]),
        (CLOSES, ["closing"]),
        (CLOSES + DAY, []),
    ],
)
def test_a_day_is_told_until_it_is_past(day: date, kinds: list[str]) -> None:
    rules = small()
    company(answers={"employees": 10})
    assert [kind for kind, _day, _names in told(rules, day)] == kinds


@pytest.mark.parametrize(
    ("answers", "names"),
    [({"employees": 300}, ["あ"]), ({}, ["あ"]), ({"employees": 301}, [])],
    ids=["yes", "open", "no"],
)
def test_a_day_concerns_who_may_use_it(answers: dict[str, Any], names: list[str]) -> None:
    rules = small()
    company("あ", answers=answers)
    assert [whom for _kind, _day, whom in told(rules)] == ([names, names] if names else [])


@pytest.mark.parametrize("status", ProposalStatus)
@pytest.mark.parametrize(("employees", "usable"), [(300, True), (301, False)])
def test_the_status_says_more_than_the_verdict(status: ProposalStatus, employees: int, usable: bool) -> None:
    rules = small()
    client = company(answers={"employees": employees})
    Proposal.objects.create(client=client, measure="1-01", status=status, on=TODAY)
    assert bool(told(rules)) == (status in UNDER_WAY or (usable and status not in OVER))


def test_every_status_but_the_first_is_under_way_or_over() -> None:
    assert sorted([*UNDER_WAY, *OVER]) == sorted(set(ProposalStatus) - {ProposalStatus.NOT_PROPOSED})


@pytest.mark.parametrize(
    ("employees", "verdict", "is_told"), [(300, Outcome.INELIGIBLE, False), (301, Outcome.ELIGIBLE, True)]
)
def test_an_advisor_knows_better(employees: int, verdict: Outcome, is_told: bool) -> None:
    rules = small()
    client = company(answers={"employees": employees})
    Override.objects.create(
        client=client, measure="1-01", verdict=verdict.value, ruled="eligible", reason="確かめた。", until=TODAY
    )
    assert bool(told(rules)) == is_told


def test_a_programme_under_two_measures_is_told_once() -> None:
    shared = programme("setsubi", "設備補助金", SMALL, availability=(WINDOW,))
    use = UseRecord("setsubi", "", "p7", "", RowsRecord())
    rules = kept(measure("1-01", "設備の更新", use), measure("1-02", "設備の省エネ", use), shared=shared)
    company("あ", answers={"employees": 10})
    assert told(rules) == [("opening", OPENS, ["あ"]), ("closing", CLOSES, ["あ"])]


def test_another_organisations_clients_are_nobodys_business() -> None:
    rules = small()
    company("よその会社", of=THEIRS, answers={"employees": 10})
    assert told(rules) == []


def test_news_is_what_has_happened_the_latest_first() -> None:
    rules = kept(
        measure("1-01", "設備の更新", programme("a", "終わる補助金", SMALL, history=(ENDED,))),
        measure("1-03", EQUIPMENT.title, *EQUIPMENT.programmes),
    )
    assert [(one.event.on, one.programme.name) for one in news(rules, TODAY, 10)] == [("2026-10-01", "設備補助金")]
    later = news(rules, date(2026, 12, 1), 10)  # a month counts when it is over
    assert [(one.event.on, one.programme.name) for one in later] == [
        ("2026-11", "終わる補助金"),
        ("2026-10-01", "設備補助金"),
    ]
    assert news(rules, date(2026, 12, 1), 1) == later[:1]
    assert news(rules, date(2026, 9, 30), 10) == []
