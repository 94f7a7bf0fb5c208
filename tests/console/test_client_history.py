"""Who did what to a client, read from the history of its rows."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.utils.timezone import now
from pytest_django.fixtures import DjangoAssertNumQueries

from catalogue import roles
from catalogue.consulting.facts import add_answers
from catalogue.consulting.history import Event, history_of, statuses_of
from catalogue.consulting.overrides import overrule, withdraw
from catalogue.consulting.proposals import set_status
from catalogue.models import Client, Measure, ProposalStatus
from matcher import Outcome
from tests.console.people import FACTS, THEIRS, browser, company, user
from tests.web.reading import see

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("real_stored")]

START = datetime.fromisoformat("2026-11-23T10:00:00+09:00")


def told(client: Client) -> list[tuple[Event, str, Any, Any, tuple[str, ...]]]:
    return [(one.event, one.measure, one.before, one.after, one.facts) for one in history_of(client)]


def test_the_latest_stands_first_and_only_what_differs_is_told() -> None:
    client, day = company(), START.date()
    with time_machine.travel(START + timedelta(hours=1), tick=False):
        add_answers(client, {"employees": 41, "prefecture": None})
    with time_machine.travel(START + timedelta(hours=2), tick=False):
        set_status(client, "4-05", status=ProposalStatus.PROPOSED, on=day, note="", by=user())
    with time_machine.travel(START + timedelta(hours=3), tick=False):
        set_status(client, "4-05", status=ProposalStatus.APPLYING, on=day, note="", by=user())
    changed = {key: value for key, value in FACTS.items() if key != "prefecture"} | {"employees": 41}
    assert told(client) == [
        (Event.STATUS, "4-05", {"status": "proposed"}, {"status": "applying"}, ()),
        (Event.STATUS, "4-05", {}, {"status": "proposed", "on": day, "note": ""}, ()),
        (Event.EDITED, "", {"answers": FACTS}, {"answers": changed}, ("prefecture", "employees")),
        (
            Event.REGISTERED,
            "",
            {},
            {
                "name": "株式会社みほん",
                "corporate_number": "",
                "note": "",
                "facts_on": date(2026, 11, 1),
                "answers": FACTS,
            },
            tuple(FACTS),
        ),
    ]


def test_saving_what_is_there_already_is_no_entry() -> None:
    client = company()
    set_status(client, "4-05", status=ProposalStatus.PROPOSED, on=START.date(), note="", by=user())
    set_status(client, "4-05", status=ProposalStatus.PROPOSED, on=START.date(), note="", by=user())
    client.save()
    assert [one.event for one in history_of(client)].count(Event.STATUS) == 1
    assert [one.event for one in history_of(client)].count(Event.EDITED) == 0


@pytest.mark.parametrize(("closed_on", "event"), [(23, Event.WITHDRAWN), (24, Event.WITHDRAWN), (25, Event.RAN_OUT)])
def test_closing_what_had_run_out_withdraws_nothing(closed_on: int, event: Event) -> None:
    client = company()
    overrule(
        client,
        "4-05",
        verdict=Outcome.ELIGIBLE,
        ruled=Outcome.INELIGIBLE,
        reason="確かめた",
        until=date(2026, 11, 24),
        by=user(),
        at=START,
    )
    with time_machine.travel(START.replace(day=closed_on, minute=1), tick=False):
        withdraw(client, "4-05", at=now())
    assert [one.event for one in history_of(client)][:2] == [event, Event.OVERRULED]


def test_statuses_stand_by_measure() -> None:
    client = company()
    for status in (ProposalStatus.PROPOSED, ProposalStatus.DROPPED):
        set_status(client, "4-05", status=status, on=START.date(), note="", by=user())
    set_status(client, "1-28", status=ProposalStatus.ADOPTED, on=START.date(), note="", by=user())
    assert {code: [one.after["status"] for one in rows] for code, rows in statuses_of(client, ["4-05"]).items()} == {
        "4-05": ["dropped", "proposed"]
    }


def test_the_page_names_who_did_it() -> None:
    client = company()
    browser().post(
        f"/console/clients/{client.pk}/measures/4-05/status/", {"status": "proposed", "on": "2026-11-23", "note": ""}
    )
    page = see(browser(roles.VIEWER), f"/console/clients/{client.pk}/history/")
    title = Measure.objects.get(code="4-05").title
    assert [one.text for one in page.one("ol.past").all("p")][:2] == [
        f"2026年11月23日 10:00　{user()}".replace("　", " "),
        f"4-05 {title}：状況 提案済み、日付 2026年11月23日",
    ]


def test_another_client_has_another_history() -> None:
    client, other = company(), company(of=THEIRS)
    set_status(other, "4-05", status=ProposalStatus.PROPOSED, on=START.date(), note="", by=user(of=THEIRS))
    assert [one.event for one in history_of(client)] == [Event.REGISTERED]


def test_fifty_a_page() -> None:
    client = company()
    for number in range(50):
        add_answers(client, {"employees": 100 + number})
    address = f"/console/clients/{client.pk}/history/"
    first, second = see(browser(), address), see(browser(), address, page="2")
    assert len(first.one("ol.past").all("li")) == 50
    assert len(second.one("ol.past").all("li")) == 1
    assert first.one("nav.pager").one("a")["href"] == f"{address}?page=2"


@pytest.mark.parametrize("count", [1, 5])
def test_the_queries_do_not_grow(count: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    client = company()
    for number in range(count):
        set_status(client, f"1-0{number + 1}", status=ProposalStatus.PROPOSED, on=START.date(), note="", by=user())
    with django_assert_num_queries(3):
        assert len(history_of(client)) == count + 1
