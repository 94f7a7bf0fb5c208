"""A verdict that an advisor gives instead of the rules: in force until its day, one a measure, counted apart."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils.timezone import now
from pytest_django.fixtures import DjangoAssertNumQueries

from catalogue.consulting.overrides import (
    Counts,
    Judgement,
    counted,
    judged,
    last_day,
    overrides_of,
    overrule,
    withdraw,
)
from catalogue.models import Client, Override
from matcher import Outcome
from tests.console.people import THEIRS, company, user

ELIGIBLE, NEEDS, NO = Outcome.ELIGIBLE, Outcome.NEEDS_INFO, Outcome.INELIGIBLE
UNTIL = date(2026, 12, 31)


def overruled(client: Client, measure: str = "4-05", verdict: Outcome = ELIGIBLE, until: date = UNTIL) -> Override:
    return overrule(
        client, measure, verdict=verdict, ruled=NO, reason="窓口に確かめた", until=until, by=user(), at=now()
    )


@pytest.mark.parametrize(
    ("made_on", "last"),
    [
        (date(2026, 11, 23), date(2027, 11, 23)),
        (date(2027, 2, 28), date(2028, 2, 28)),
        (date(2028, 2, 29), date(2029, 3, 1)),
        (date(9999, 1, 1), date.max),
    ],
)
def test_a_year_at_most(made_on: date, last: date) -> None:
    assert last_day(made_on) == last


def test_the_verdict_that_counts() -> None:
    by_hand = Override(verdict="needs_info")
    assert Judgement(NO).outcome is NO
    assert Judgement(NO, by_hand).outcome is NEEDS
    found = judged({"1-01": NO, "1-02": ELIGIBLE}, {"1-01": by_hand, "9-99": by_hand})
    assert found == {"1-01": Judgement(NO, by_hand), "1-02": Judgement(ELIGIBLE)}


@pytest.mark.parametrize(
    ("ruled", "verdict", "rescued"),
    [
        (NO, "", False),
        (NO, "needs_info", True),
        (NO, "eligible", True),
        (NEEDS, "eligible", False),
        (ELIGIBLE, "ineligible", False),
        (NO, "ineligible", False),
    ],
)
def test_rescued_is_what_only_the_rules_rule_out(ruled: Outcome, verdict: str, rescued: bool) -> None:
    assert Judgement(ruled, Override(verdict=verdict) if verdict else None).is_rescued is rescued


def test_what_an_advisor_judged_counts_apart() -> None:
    by_hand = Override(verdict="eligible")
    rows = [Judgement(ELIGIBLE), Judgement(ELIGIBLE), Judgement(NO), Judgement(NO, by_hand)]
    assert counted(rows) == Counts({ELIGIBLE: 2, NEEDS: 0, NO: 1}, 1)
    assert counted([]) == Counts({ELIGIBLE: 0, NEEDS: 0, NO: 0}, 0)


@pytest.mark.django_db
class TestKept:
    @pytest.mark.parametrize(
        ("day", "in_force"),
        [(UNTIL - timedelta(1), True), (UNTIL, True), (UNTIL + timedelta(1), False)],
    )
    def test_it_runs_out_after_its_last_day(self, day: date, in_force: bool) -> None:
        client = company()
        one = overruled(client)
        assert overrides_of([client.pk], day) == ({client.pk: {"4-05": one}} if in_force else {})

    def test_one_a_measure_and_the_later_one_counts(self) -> None:
        client = company()
        first, second = overruled(client), overruled(client, verdict=NEEDS)
        assert overrides_of([client.pk], UNTIL) == {client.pk: {"4-05": second}}
        first.refresh_from_db()
        assert first.withdrawn_at == now()

    def test_one_that_has_run_out_makes_room(self) -> None:
        client = company()
        overruled(client, until=date(2026, 11, 22))
        assert overrides_of([client.pk], date(2026, 11, 23)) == {}
        assert overrides_of([client.pk], UNTIL) == {}
        second = overruled(client)
        assert overrides_of([client.pk], UNTIL) == {client.pk: {"4-05": second}}

    def test_withdrawn_the_rules_judge_again(self) -> None:
        client = company()
        overruled(client)
        assert withdraw(client, "4-05", at=now()) is True
        assert overrides_of([client.pk], UNTIL) == {}
        assert withdraw(client, "4-05", at=now()) is False

    def test_withdrawing_touches_no_other_measure_and_no_other_client(self) -> None:
        client, other = company(), company(of=THEIRS)
        kept, theirs = overruled(client, "1-01"), overruled(other)
        overruled(client)
        withdraw(client, "4-05", at=now())
        found = overrides_of([client.pk, other.pk], UNTIL)
        assert found == {client.pk: {"1-01": kept}, other.pk: {"4-05": theirs}}

    @pytest.mark.parametrize("count", [1, 3])
    def test_one_query_for_any_number_of_clients(
        self, count: int, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        clients = [company(f"会社{number}") for number in range(count)]
        for client in clients:
            overruled(client)
        with django_assert_num_queries(1):
            found = overrides_of([client.pk for client in clients], UNTIL)
            assert [str(one["4-05"].by) for one in found.values()] == ["advisor-みほん商工会議所"] * count
