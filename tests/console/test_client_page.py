"""The page of a client: what it shows, to whom, and how it is filtered."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from catalogue import roles
from catalogue.models import CatalogueState, Override, Proposal, ProposalStatus, Seen, Task
from catalogue.parts.answer import answer_of
from matcher import Outcome
from tests.console.client_page import LARGE, NO, TODAY, address, card, codes, overruled, post, status
from tests.console.people import FACTS, NUMBERS, THEIRS, browser, company, user
from tests.web.reading import see

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("real_stored")]

# What is there


def test_the_measures_stand_as_ranked_twenty_at_first_and_then_more() -> None:
    client = company()
    found = answer_of(FACTS, TODAY).found.results
    usable = [one.measure.code for one in found if one.outcome is not Outcome.INELIGIBLE]
    shown = see(browser(), address(client))
    assert codes(shown) == usable[:20]
    assert shown.one("p.count").text == f"{len(usable)}件のうち20件を表示しています。"
    more = shown.one("p.more").one("a")["href"]
    assert more == f"{address(client)}?show=40#m-{usable[19]}"
    assert codes(see(browser(), address(client), show="40")) == usable[:40]


def test_a_card_says_verdict_reasons_and_that_nothing_is_proposed() -> None:
    shown = card(see(browser(), address(company()), measure="4-05"), "4-05")
    (result,) = [one for one in answer_of(FACTS, TODAY).found.results if one.measure.code == "4-05"]
    assert shown.one("h3").text == f"{result.measure.title} 4-05"
    assert shown.one("p.verdict").text == "○条件に合う可能性が高い"
    assert shown.one("p.status").text == "未提案"
    assert shown.all("p.overruled") == []
    ruled_out = card(see(browser(), address(company("二", answers=LARGE)), measure="4-05"), "4-05")
    assert ruled_out.one("ul.card__reasons").text.startswith(
        "常時使用する従業員数が300人以下。合っていません（5,000人）。"
    )


@pytest.mark.parametrize(
    ("query", "test"),
    [
        ({"verdict": "eligible"}, lambda one: one.outcome is Outcome.ELIGIBLE),
        ({"verdict": "ineligible"}, lambda one: one.outcome is Outcome.INELIGIBLE),
        ({"verdict": "overridden"}, lambda one: False),
        ({"area": "9"}, lambda one: one.measure.area == 9 and one.outcome is not Outcome.INELIGIBLE),
        (
            {"support": "tax", "verdict": "ineligible"},
            lambda one: one.outcome is Outcome.INELIGIBLE and any("tax" in row.card.supports for row in one.programmes),
        ),
        (
            {"availability": "closed"},
            lambda one: one.availability.value == "closed" and one.outcome is not Outcome.INELIGIBLE,
        ),
        ({"status": "proposed"}, lambda one: one.measure.code in ("4-05", NO)),
        ({"status": "adopted"}, lambda one: one.measure.code == "1-28"),
        (
            {"status": "not_proposed", "area": "4"},
            lambda one: one.measure.area == 4 and one.measure.code != "4-05" and one.outcome is not Outcome.INELIGIBLE,
        ),
        ({"verdict": "nonsense", "area": "99", "measure": "1-28"}, lambda one: one.measure.code == "1-28"),
    ],
)
def test_the_address_filters(query: dict[str, str], test: Any) -> None:
    client = company(answers=LARGE)
    for code, word in {"4-05": "proposed", NO: "proposed", "1-28": "adopted"}.items():
        status(client, code, ProposalStatus(word))
    expected = [one.measure.code for one in answer_of(LARGE, TODAY).found.results if test(one)]
    assert codes(see(browser(), address(client), show="200", **query)) == expected


def test_the_facts_stand_in_short_with_what_is_not_answered() -> None:
    shown = see(
        browser(), address(company(answers={"employees": 40}, corporate_number=NUMBERS[0], note="一行目\n二行目"))
    )
    facts = {row.one("dt").text: row.one("dd").text for row in shown.one("dl.facts--short").all("div")}
    assert facts["常時使用する従業員数"] == "40人"
    assert facts["資本金"] == "未回答"
    assert facts["法人番号"] == NUMBERS[0]
    assert facts["情報の確認日"] == "2026年11月1日"
    assert "一行目" in shown.one("p.client-note").text


@pytest.mark.parametrize(("facts_on", "old"), [(date(2025, 11, 23), False), (date(2025, 11, 22), True)])
def test_facts_of_more_than_a_year_ago_are_called_old(facts_on: date, old: bool) -> None:
    shown = see(browser(), address(company(facts_on=facts_on)))
    assert ("1年以上" in shown.text) is old


def test_a_viewer_sees_all_of_it_and_no_form_to_change_it() -> None:
    shown = see(browser(roles.VIEWER), address(company()))
    assert codes(shown)
    assert [one["action"] for one in shown.one("main").all("form")] == [f"{shown.one('form.filters')['action']}"]


def test_records_of_measures_that_the_catalogue_has_no_more_are_shown() -> None:
    client = company()
    Proposal.objects.create(client=client, measure="9-99", status="adopted", on=TODAY, by=user())
    assert "9-99 採択（2026年11月23日）" in see(browser(), address(client)).text


def test_without_a_catalogue_the_page_says_so() -> None:
    client = company()
    CatalogueState.objects.all().delete()
    for end in ("", "print/"):
        assert browser().get(address(client, end)).status_code == 503
    assert browser().get(address(client, "history/")).status_code == 200


# Who may


TASK = 10**9  # no sequence gets there

STRANGERS = [
    ("GET", "", {}),
    ("GET", "print/", {}),
    ("GET", "history/", {}),
    ("POST", "print/note/", {"note": "x"}),
    ("POST", "answer/", {"question": "employees", "employees": "1"}),
    ("POST", "seen/", {}),
    ("POST", "measures/4-05/status/", {"status": "proposed", "on": "2026-11-23"}),
    ("POST", "measures/4-05/override/", {"verdict": "ineligible", "reason": "x", "until": "2026-12-31"}),
    ("POST", "measures/4-05/override/withdraw/", {}),
    ("POST", "tasks/", {"text": "x"}),
    ("POST", f"tasks/{TASK}/done/", {"done": "yes"}),
    ("POST", f"tasks/{TASK}/delete/", {}),
]


@pytest.mark.parametrize(("method", "end", "data"), STRANGERS)
def test_only_the_own_organisation_and_only_who_may(method: str, end: str, data: dict[str, str]) -> None:
    client = company()
    Task.objects.create(pk=TASK, client=client, text="電話する", by=user())

    def asked(by: Browser) -> int:
        return int(
            by.generic(
                method,
                address(client, end),
                "&".join(f"{key}={value}" for key, value in data.items()),
                content_type="application/x-www-form-urlencoded",
            ).status_code
        )

    assert asked(Browser()) == 302
    assert asked(browser(of=THEIRS)) == 404
    assert asked(browser(of="")) == 404
    assert asked(browser(roles.EDITOR)) == 403
    assert asked(browser(roles.VIEWER)) == (200 if method == "GET" else 403)
    assert Task.objects.filter(text="電話する", done_at=None).count() == 1
    assert (Proposal.objects.count(), Override.objects.count(), Task.objects.count()) == (0, 0, 1)
    assert browser().generic("GET" if method == "POST" else "POST", address(client, end)).status_code == 405
    assert asked(browser()) in (200, 302)


@pytest.mark.parametrize(
    "end", ["measures/9-99/status/", "measures/9-99/override/", "tasks/99/done/", "tasks/99/delete/"]
)
def test_what_there_is_not_cannot_be_changed(end: str) -> None:
    assert post(company(), end, {"status": "proposed", "on": "2026-11-23"}).status_code == 404


def test_a_task_of_another_client_cannot_be_reached_through_ones_own() -> None:
    one, other = company("一"), company("二")
    task = Task.objects.create(client=other, text="電話する")
    assert post(one, f"tasks/{task.pk}/delete/", {}).status_code == 404


# Queries


@pytest.mark.parametrize("end", ["", "print/", "history/"])
def test_the_queries_do_not_grow_with_what_is_written_down(end: str) -> None:
    one, many = company("一", answers=LARGE), company("二", answers=LARGE)
    ranked = [row.measure.code for row in answer_of(LARGE, TODAY).found.results]
    for client, count in ((one, 1), (many, 9)):
        overruled(client)
        for code in ranked[:count]:
            status(client, code, ProposalStatus.PROPOSED)
            Task.objects.create(client=client, text="電話する", by=user(), measure=code)
    counts = []
    for client in (one, many):
        by = browser()
        by.get(address(client, end))
        Seen.objects.update(as_of=date(2024, 1, 1))
        with CaptureQueriesContext(connection) as queries:
            assert by.get(address(client, end)).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert counts[0] <= 17


def test_every_id_that_is_pointed_at_is_there() -> None:
    client = company(answers=LARGE)
    overruled(client)
    for query in ({}, {"measure": NO}):
        shown = see(browser(), address(client), **query)
        ids = {one["id"] for one in shown.walk() if "id" in one.attrs}
        pointed = {one[name] for one in shown.walk() for name in ("for", "aria-labelledby") if name in one.attrs}
        pointed |= {
            part for one in shown.walk() for part in re.split(" ", one.attrs.get("aria-describedby", "")) if part
        }
        assert pointed - ids == set()
        assert len(shown.all("h1")) == 1
