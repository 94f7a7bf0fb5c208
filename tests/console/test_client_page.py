"""The page of a client: what it may use, what is written down of it, and everything that can be done in place."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from catalogue import roles
from catalogue.consulting.proposals import HANDED_OVER, set_status
from catalogue.models import CatalogueState, Client, Criterion, Override, Proposal, ProposalStatus, Seen, Task
from catalogue.parts.answer import answer_of
from matcher import Outcome
from tests.console.people import FACTS, NUMBERS, OURS, THEIRS, browser, company, user
from tests.web.reading import Node, page, see

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("real_stored")]

TODAY = date(2026, 11, 23)
NO = "5-01"
"""A measure that is ruled out for a company of 5,000; 4-05 is ruled out from 301 employees on."""
LARGE = FACTS | {"employees": 5000, "capital_yen": 5_000_000_000}


def address(client: Client, end: str = "") -> str:
    return f"/console/clients/{client.pk}/{end}"


def codes(shown: Node) -> list[str]:
    return [one["id"].removeprefix("m-") for one in shown.all("li.card")]


def card(shown: Node, code: str) -> Node:
    return shown.one(f"#m-{code}")


def post(client: Client, end: str, data: dict[str, Any], by: Browser | None = None) -> Any:
    return (by or browser()).post(address(client, end), data)


def summary(shown: Node) -> list[tuple[str, str]]:
    return [(link["href"], link.text) for link in shown.one("#errors").all("a")]


def status(client: Client, code: str, word: ProposalStatus) -> None:
    set_status(client, code, status=word, on=TODAY, note="", by=user())


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
    ("POST", "tasks/1/done/", {"done": "yes"}),
    ("POST", "tasks/1/delete/", {}),
]


@pytest.mark.parametrize(("method", "end", "data"), STRANGERS)
def test_only_the_own_organisation_and_only_who_may(method: str, end: str, data: dict[str, str]) -> None:
    client = company()
    Task.objects.create(pk=1, client=client, text="電話する", by=user())

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


# Status


def test_a_status_is_written_down_with_date_note_and_who_and_leads_back() -> None:
    client = company()
    here = f"{address(client)}?area=4&show=40"
    answer = post(
        client, "measures/4-05/status/", {"status": "considering", "on": "2026-11-20", "note": " 来月 ", "next": here}
    )
    assert (answer.status_code, answer["Location"]) == (302, f"{here}#m-4-05")
    kept = client.proposals.get()
    assert (kept.measure, kept.status, kept.on, kept.note, kept.by) == (
        "4-05",
        "considering",
        date(2026, 11, 20),
        "来月",
        user(),
    )
    shown = card(see(browser(), here), "4-05")
    assert shown.one("p.status").text == f"検討中 2026年11月20日 {user()} 来月"
    assert f"2026年11月23日 {user()}：状況 検討中、日付 2026年11月20日、メモ 来月" in shown.text


def test_a_status_changes_and_its_past_stays() -> None:
    client = company()
    for word in ("proposed", "applying"):
        post(client, "measures/4-05/status/", {"status": word, "on": "2026-11-23", "note": ""})
    assert client.proposals.get().status == "applying"
    past = [one.text for one in card(see(browser(), address(client), measure="4-05"), "4-05").one("ul.plain").all("li")]
    assert [text.split("：")[1] for text in past] == ["状況 提案済み → 申請中", "状況 提案済み、日付 2026年11月23日"]


@pytest.mark.parametrize("elsewhere", ["https://example.com/", "//example.com/", "/\\example.com/"])
def test_a_form_leads_to_no_other_site(elsewhere: str) -> None:
    client = company()
    answer = post(client, "measures/4-05/status/", {"status": "proposed", "on": "2026-11-23", "next": elsewhere})
    assert answer["Location"] == f"{address(client)}#m-4-05"


@pytest.mark.parametrize(
    ("data", "mistakes"),
    [
        ({"status": "?"}, {"status": "状況：一覧の状況から選んでください。"}),
        ({"status": ""}, {"status": "状況：選ぶか、書いてください。"}),
        ({"on": ""}, {"on": "日付：日付を書いてください。"}),
        ({"on": "きのう"}, {"on": "日付：日付として読めません。「2026-04-01」のように書いてください。"}),
        ({"on": "1999-12-31"}, {"on": "日付：2000年1月1日から2100年12月31日までの日付にしてください。"}),
        ({"on": "2101-01-01"}, {"on": "日付：2000年1月1日から2100年12月31日までの日付にしてください。"}),
        ({"note": "長" * 501}, {"note": "メモ："}),
    ],
)
def test_a_status_that_is_refused_says_why_and_loses_nothing(data: dict[str, str], mistakes: dict[str, str]) -> None:
    client = company()
    given = {"status": "proposed", "on": "2026-11-20", "note": "来月また", "next": f"{address(client)}?area=4"} | data
    shown = page(post(client, "measures/4-05/status/", given), 422)
    assert client.proposals.count() == 0
    assert codes(shown) == ["4-05"]
    found = summary(shown)
    assert [where for where, _text in found] == [f"#{name}-4-05" for name in mistakes]
    assert all(text.startswith(expected) for (_where, text), expected in zip(found, mistakes.values(), strict=True))
    form = card(shown, "4-05").all("form")[0]
    fields = {one["name"]: one for one in form.all("input") if "name" in one.attrs}
    assert "open" in card(shown, "4-05").one("details").attrs
    assert fields["note"]["value"] == given["note"]
    assert fields["on"]["value"] == given["on"]
    assert fields["next"]["value"] == given["next"]
    assert [one.attrs.get("aria-invalid", "") for one in form.walk() if one.attrs.get("name") in mistakes] == ["true"]


# Overrides


def overruled(client: Client, **more: str) -> Any:
    given = {"verdict": "needs_info", "reason": "窓口に確かめた", "until": "2026-12-31"} | more
    return post(client, f"measures/{NO}/override/", given)


def test_an_override_is_shown_as_such_counts_apart_and_stands_where_it_is_seen() -> None:
    client = company(answers=LARGE)
    before = see(browser(), address(client))
    assert NO not in codes(before)
    assert overruled(client).status_code == 302
    shown = see(browser(), address(client))
    assert codes(shown)[0] == NO
    said = f"相談員の判断（{user()}）：確認が必要。理由：窓口に確かめた。期限：2026年12月31日まで。規則では：条件に合わない。"
    assert card(shown, NO).one("p.verdict").text == "△相談員の判断：確認が必要"
    assert card(shown, NO).one("p.overruled").text == said
    counts = [
        [int(one.all("a")[0].text.removesuffix("件を見る")) for one in dl.all("dd")]
        for dl in (before.one("dl.figures"), shown.one("dl.figures"))
    ]
    eligible, needs, no, by_hand = counts[0]
    assert by_hand == 0
    assert counts[1] == [eligible, needs, no - 1, 1]
    assert codes(see(browser(), address(client), verdict="overridden")) == [NO]
    assert NO not in codes(see(browser(), address(client), verdict="needs_info", show="200"))
    sheet = see(browser(), address(client, "print/"))
    assert [one.text for one in sheet.all("p.overruled")] == [said]
    assert sheet.all("li.sheet__one")[0].one("strong").text == "△ 相談員の判断：確認が必要"


def test_an_override_is_withdrawn_by_a_button() -> None:
    client = company(answers=LARGE)
    overruled(client)
    button = next(
        one for one in card(see(browser(), address(client)), NO).all("form") if one["action"].endswith("withdraw/")
    )
    assert browser().post(button["action"]).status_code == 302
    assert NO not in codes(see(browser(), address(client)))
    assert client.overrides.get().withdrawn_at == now()
    assert browser().post(button["action"]).status_code == 302


@pytest.mark.parametrize(("days", "in_force"), [(38, True), (39, False)])
def test_an_override_runs_out_by_itself(days: int, in_force: bool) -> None:
    client = company(answers=LARGE)
    overruled(client)
    with time_machine.travel(datetime.fromisoformat("2026-11-23T10:00:00+09:00") + timedelta(days), tick=False):
        assert (NO in codes(see(browser(), address(client)))) is in_force


def test_an_override_that_the_rules_have_come_to_says_so() -> None:
    client = company(answers=LARGE)
    overruled(client)
    client.answers = {}
    client.save()
    said = card(see(browser(), address(client), verdict="overridden"), NO).one("p.overruled").text
    assert said.endswith("規則では：確認が必要（同じ）。")


@pytest.mark.parametrize(
    ("data", "place", "mistake"),
    [
        ({"verdict": ""}, "verdict", "相談員の判断：選ぶか、書いてください。"),
        (
            {"verdict": "ineligible"},
            "verdict",
            "相談員の判断：規則の判定（条件に合わない）と違う判定を選んでください。",
        ),
        ({"reason": " "}, "reason", "理由：内容を書いてください。"),
        ({"until": ""}, "until", "期限：日付を書いてください。"),
        ({"until": "2026-11-22"}, "until", "期限：2026年11月23日から2027年11月23日までの日付にしてください。"),
        ({"until": "2027-11-24"}, "until", "期限：2026年11月23日から2027年11月23日までの日付にしてください。"),
    ],
)
def test_an_override_that_is_refused_says_why_and_loses_nothing(data: dict[str, str], place: str, mistake: str) -> None:
    client = company(answers=LARGE)
    shown = page(overruled(client, **data), 422)
    assert summary(shown) == [(f"#{place}-{NO}", mistake)]
    assert client.overrides.count() == 0
    given = {"verdict": "needs_info", "reason": "窓口に確かめた", "until": "2026-12-31"} | data
    assert shown.one(f"#until-{NO}")["value"] == given["until"]
    assert shown.one(f"#reason-{NO}")["value"] == given["reason"]


@pytest.mark.parametrize("until", ["2026-11-23", "2027-11-23"])
def test_an_override_may_end_today_and_in_a_year(until: str) -> None:
    client = company(answers=LARGE)
    assert overruled(client, until=until).status_code == 302
    assert client.overrides.get().until == date.fromisoformat(until)


# The question


def test_the_next_question_is_answered_in_place_and_the_changes_say_what_it_moved() -> None:
    client = company()
    shown = see(browser(), address(client))
    assert shown.one("#question").one("form")["action"] == address(client, "answer/")
    answer = post(client, "answer/", {"question": "employees", "employees": "301"})
    assert (answer.status_code, answer["Location"]) == (302, f"{address(client)}#changes")
    client.refresh_from_db()
    assert (client.answers, client.edits, client.facts_on) == (FACTS | {"employees": 301}, 1, date(2026, 11, 1))
    moved = see(browser(), address(client)).one("#changes").text
    assert "会社の情報：○ 条件に合う可能性が高い → × 条件に合わない 常時使用する従業員数：40人 → 301人" in moved


def test_an_answer_that_is_refused_stays_in_its_field() -> None:
    client = company()
    shown = page(post(client, "answer/", {"question": "employees", "employees": "たくさん"}), 422)
    assert [where for where, _text in summary(shown)] == ["#id_employees"]
    assert shown.one("#id_employees")["value"] == "たくさん"
    client.refresh_from_db()
    assert (client.answers, client.edits) == (FACTS, 0)


def test_words_for_an_industry_are_looked_up_without_a_script() -> None:
    client = company()
    shown = page(post(client, "answer/", {"question": "industry", "industry_q": "ラーメン屋", "find": "1"}))
    assert "見つかった業種" in shown.one("#question").text
    assert shown.all("#errors") == []


@pytest.mark.parametrize("key", ["", "name", "corporate_number", "nonsense"])
def test_only_questions_can_be_answered(key: str) -> None:
    client = company()
    assert post(client, "answer/", {"question": key, key or "x": "x"})["Location"] == f"{address(client)}#question"
    client.refresh_from_db()
    assert client.answers == FACTS


# Changes


def confirmation(shown: Node) -> dict[str, str]:
    form = shown.one("#changes").one("form")
    return {one["name"]: one["value"] for one in form.all("input") if one["name"] != "csrfmiddlewaretoken"}


def narrow_the_rule(version: str) -> None:
    """4-05 for up to 39 employees."""
    Criterion.objects.filter(programme__listings__measure__code="4-05", feature="employees").update(values=[39])
    CatalogueState.objects.update(version=version)


def test_the_first_visit_has_seen_what_there_is() -> None:
    client = company()
    shown = see(browser(), address(client))
    assert "変わった判定・受付状況はありません。" in shown.one("#changes").text
    seen = Seen.objects.get()
    assert (seen.client, seen.by, seen.as_of, seen.answers) == (client, user(), TODAY, FACTS)
    assert len(seen.verdicts) == 190
    assert seen.verdicts["4-05"] == ["eligible", "unknown"]
    see(browser(), address(client))
    assert Seen.objects.count() == 1


def test_a_change_stays_until_it_is_confirmed_by_each() -> None:
    client = company()
    for role in (roles.ADVISOR, roles.VIEWER):
        see(browser(role), address(client))
    narrow_the_rule("narrowed and confirmed")
    for _visit in range(2):
        shown = see(browser(), address(client))
        assert (
            "カタログ：○ 条件に合う可能性が高い → × 条件に合わない カタログの規則が変わりました。"
            in shown.one("#changes").text
        )
    answer = post(client, "seen/", confirmation(shown))
    assert answer["Location"] == f"{address(client)}#changes"
    assert "変わった判定・受付状況はありません。" in see(browser(), address(client)).one("#changes").text
    assert "カタログの規則が変わりました。" in see(browser(roles.VIEWER), address(client)).one("#changes").text


def test_what_was_not_shown_is_not_confirmed() -> None:
    client = company()
    see(browser(), address(client))
    post(client, "answer/", {"question": "employees", "employees": "301"})
    shown = see(browser(), address(client))
    narrow_the_rule("narrowed while somebody looked")
    by = browser()
    post(client, "seen/", confirmation(shown), by)
    again = see(by, address(client))
    assert "表示してから、また変わりました。" in again.text
    assert "会社の情報：" in again.one("#changes").text


def test_a_changed_verdict_that_an_advisor_judges_says_so() -> None:
    client = company()
    see(browser(), address(client))
    post(client, "measures/4-05/override/", {"verdict": "needs_info", "reason": "確かめた", "until": "2026-12-31"})
    post(client, "answer/", {"question": "employees", "employees": "301"})
    (row,) = [one for one in see(browser(), address(client)).one("#changes").all("li") if one.text.startswith("4-05 ")]
    assert row.one("p.overruled").text.startswith("相談員の判断")


# Tasks


def test_tasks_are_added_done_undone_and_deleted() -> None:
    client = company()
    here = {"next": f"{address(client)}?area=4"}
    answer = post(client, "tasks/", {"text": "電話する", "due": "2026-12-01", "measure": "4-05"} | here)
    assert answer["Location"] == f"{address(client)}?area=4#tasks"
    task = client.tasks.get()
    assert (task.text, task.due, task.measure, task.by, task.done_at) == (
        "電話する",
        date(2026, 12, 1),
        "4-05",
        user(),
        None,
    )
    assert "電話する（4-05 " in see(browser(), address(client)).one("#tasks").text
    post(client, f"tasks/{task.pk}/done/", {"done": "yes"})
    task.refresh_from_db()
    assert task.done_at == now()
    assert "済んだもの（1件）" in see(browser(), address(client)).one("#tasks").text
    post(client, f"tasks/{task.pk}/done/", {"done": "no"})
    task.refresh_from_db()
    assert task.done_at is None
    post(client, f"tasks/{task.pk}/delete/", {})
    assert client.tasks.count() == 0


@pytest.mark.parametrize(("due", "late"), [(TODAY, False), (TODAY - timedelta(1), True), (None, False)])
def test_a_task_is_late_after_its_day(due: date | None, late: bool) -> None:
    client = company()
    Task.objects.create(client=client, text="電話する", due=due, by=user())
    assert ("期日を過ぎています" in see(browser(), address(client)).text) is late


@pytest.mark.parametrize(
    ("data", "mistake"),
    [
        ({"text": " "}, ("#id_text", "内容：内容を書いてください。")),
        ({"due": "あした"}, ("#id_due", "期日：日付として読めません。「2026-04-01」のように書いてください。")),
        (
            {"measure": "9-99"},
            ("#id_measure", "施策番号：その番号の施策はありません。「1-05」のように書いてください。"),
        ),
    ],
)
def test_a_task_that_is_refused_says_why_and_loses_nothing(data: dict[str, str], mistake: tuple[str, str]) -> None:
    client = company()
    given = {"text": "電話する", "due": "2026-12-01", "measure": "4-05"} | data
    shown = page(post(client, "tasks/", given), 422)
    assert summary(shown) == [mistake]
    assert {name: shown.one(f"#id_{name}")["value"] for name in given} == given
    assert client.tasks.count() == 0


# The page to hand over


def test_the_sheet_shows_the_first_ten_or_what_is_under_way() -> None:
    client = company(note="社外秘")
    ranked = [one.measure.code for one in answer_of(FACTS, TODAY).found.results]
    sheet = see(browser(), address(client, "print/"))
    assert [one.one("span.sheet__code").text for one in sheet.all("li.sheet__one")] == ranked[:HANDED_OVER]
    for code, word in ((ranked[30], "applying"), (ranked[2], "proposed"), (ranked[1], "adopted")):
        status(client, code, ProposalStatus(word))
    sheet = see(browser(), address(client, "print/"))
    assert [one.one("span.sheet__code").text for one in sheet.all("li.sheet__one")] == [ranked[2], ranked[30]]
    assert sheet.one("h1").text == "株式会社みほん 様：支援施策のご案内"
    assert sheet.one("p.sheet__meta").text.startswith(f"{OURS} 担当 {user()} 2026年11月23日 カタログの版 ")
    assert "社外秘" not in sheet.text


def test_what_is_to_be_checked_by_hand_is_on_the_sheet() -> None:
    client = company()
    results = answer_of(FACTS, TODAY).found.results
    checked = next(one for one in results if one.lead.card.checks)
    status(client, checked.measure.code, ProposalStatus.PROPOSED)
    sheet = see(browser(), address(client, "print/"))
    assert all(check.text in sheet.one("li.sheet__one").text for check in checked.lead.card.checks)


def test_a_note_stands_on_the_sheet_and_is_not_kept() -> None:
    client = company()
    sheet = page(post(client, "print/note/", {"note": "<b>来週</b>\n伺います"}))
    assert sheet.one("textarea").text == "<b>来週</b> 伺います"
    assert "お客さまへ" in [one.text for one in sheet.all("h2")]
    assert "来週" not in see(browser(), address(client, "print/")).text


@pytest.mark.parametrize(("length", "code"), [(2000, 200), (2001, 422)])
def test_a_note_fits_on_a_sheet(length: int, code: int) -> None:
    sheet = page(post(company(), "print/note/", {"note": "長" * length}), code)
    assert sheet.one("textarea").text == "長" * length
    assert bool(sheet.all("#errors")) is (code == 422)


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
