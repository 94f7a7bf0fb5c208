"""What can be done in place beside the measures: a question answered, changes confirmed, tasks kept."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils.timezone import now

from catalogue import roles
from catalogue.models import CatalogueState, Criterion, Seen, Task
from tests.console.client_page import TODAY, address, post, summary
from tests.console.people import FACTS, browser, company, user
from tests.web.reading import Node, page, see

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("real_stored")]

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
