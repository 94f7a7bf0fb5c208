"""The first page after the login: what waits, for whom."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils.timezone import now

from catalogue import roles
from catalogue.models import Client, Seen, Task
from tests.console.people import OURS, THEIRS, browser, company, user
from tests.console.small import TODAY, small
from tests.web.reading import Node, see

pytestmark = pytest.mark.django_db

HOME = "/console/"
DAY = timedelta(days=1)


def section(page: Node, name: str) -> Node:
    """The part of the page with this heading's id."""
    (found,) = (one for one in page.all("section") if one["aria-labelledby"] == name)
    return found


def tasks(page: Node) -> list[str]:
    return section(page, "tasks").texts("strong")


def task(text: str, due: int | None = None, client: Client | None = None) -> Task:
    """*due*: days from today."""
    day = None if due is None else TODAY + due * DAY
    return Task.objects.create(client=client or company(text), text=text, due=day)


def test_tasks_stand_by_their_day_the_overdue_first() -> None:
    small()
    for text, due in (("いつでも", None), ("あした", 1), ("きのう", -1), ("きょう", 0), ("先月", -30)):
        task(text, due)
    page = see(browser(), HOME)
    assert tasks(page) == ["先月", "きのう", "きょう", "あした", "いつでも"]
    assert section(page, "tasks").texts("p.agenda__late") == [
        "期日 2026年10月24日（過ぎています）",
        "期日 2026年11月22日（過ぎています）",
    ]


def test_a_task_names_its_client_and_its_measure() -> None:
    small()
    client = company("あ商店")
    Task.objects.create(client=client, text="見積もりを取る", measure="1-01")
    Task.objects.create(client=client, text="もうない施策", measure="9-99")
    page = section(see(browser(), HOME), "tasks")
    assert [one.text for one in page.all("p.agenda__about")] == ["あ商店 設備の更新", "期日なし", "あ商店", "期日なし"]
    assert page.all("a")[0]["href"] == f"/console/clients/{client.pk}/"


def test_a_task_is_done_in_place() -> None:
    small()
    one = task("見積もりを取る")
    opened = browser()
    answer = opened.post(f"/console/tasks/{one.pk}/done/", follow=True)
    assert answer.redirect_chain == [(HOME, 302)]
    assert "見積もりを取るの「見積もりを取る」を済みにしました。" in answer.content.decode()
    assert tasks(see(opened, HOME)) == []
    one.refresh_from_db()
    assert one.done_at == now()


def test_a_task_done_before_stays_as_it_was() -> None:
    small()
    one = task("見積もりを取る")
    one.done_at = now() - DAY
    one.save()
    assert browser().post(f"/console/tasks/{one.pk}/done/").status_code == 302
    one.refresh_from_db()
    assert one.done_at == now() - DAY


def test_another_organisations_task_is_not_there() -> None:
    small()
    theirs = task("よその用事", client=company("よその会社", of=THEIRS))
    assert tasks(see(browser(), HOME)) == []
    assert browser().post(f"/console/tasks/{theirs.pk}/done/").status_code == 404
    theirs.refresh_from_db()
    assert theirs.done_at is None


@pytest.mark.parametrize(("role", "status"), [(roles.VIEWER, 403), (roles.EDITOR, 403), (roles.ADVISOR, 302)])
def test_only_who_keeps_clients_may_do_a_task(role: roles.Role, status: int) -> None:
    small()
    assert browser(role).post(f"/console/tasks/{task('用事').pk}/done/").status_code == status


def test_a_viewer_sees_the_same_without_buttons() -> None:
    small()
    task("見積もりを取る", -1)
    page = see(browser(roles.VIEWER), HOME)
    assert tasks(page) == ["見積もりを取る"]
    assert page.one("main").texts("button") == ["探す"]
    assert "支援先のページで書き足せます" not in page.text


@pytest.mark.parametrize(("count", "shown", "more"), [(20, 20, []), (21, 20, ["ほかの1件も見る"])])
def test_of_many_tasks_the_first_twenty(count: int, shown: int, more: list[str]) -> None:
    small()
    client = company()
    for number in range(count):
        task(f"用事{number}", number, client)
    page = section(see(browser(), HOME), "tasks")
    assert len(page.all("strong")) == shown
    assert [one.text for one in page.all("a") if "tasks=all" in one["href"]] == more
    assert len(section(see(browser(), f"{HOME}?tasks=all"), "tasks").all("strong")) == count


def test_known_days_stand_with_the_clients_whom_they_concern() -> None:
    small()
    company("あ商店", answers={"employees": 1})
    company("いの産業", answers={"employees": 400})
    company("うみ水産", answers={})
    days = section(see(browser(), HOME), "days")
    assert days.texts("h3") == ["2026年12月1日", "2026年12月18日"]
    assert [one.text for one in days.all("li")] == [
        "受付の始まり 設備の更新（設備補助金）あ商店、うみ水産",
        "受付の終わり 設備の更新（設備補助金）あ商店、うみ水産",
    ]


@pytest.mark.parametrize(("count", "more"), [(10, False), (11, True)])
def test_a_day_names_ten_clients_and_counts_the_rest(count: int, more: bool) -> None:
    small()
    for number in range(count):
        company(f"会社{number:02d}", answers={})
    text = section(see(browser(), HOME), "days").all("li")[0].text
    assert "会社09" in text
    assert text.endswith("ほか1件") == more


def test_what_has_changed_in_the_catalogue_is_told_to_everybody() -> None:
    small()
    for role in roles.ROLES:
        if "view_client" in role.permissions or "view_measure" in role.permissions:
            assert section(see(browser(role), HOME), "news").texts("strong") == ["2026年10月1日"]


@pytest.mark.parametrize("role", [roles.EDITOR, roles.APPROVER, roles.ADMINISTRATOR])
def test_who_may_not_see_clients_sees_none(role: roles.Role) -> None:
    small()
    task("見積もりを取る", client=company("あ商店"))
    page = see(browser(role), HOME)
    assert "あ商店" not in page.text
    assert "見積もりを取る" not in page.text
    assert [one["aria-labelledby"] for one in page.all("section")] == ["news"]


@pytest.mark.parametrize(("days", "is_old"), [(365, False), (366, True)])
def test_facts_are_old_after_a_year(days: int, is_old: bool) -> None:
    small()
    company("あ商店", facts_on=TODAY - days * DAY)
    assert ("あ商店" in section(see(browser(), HOME), "old").text) == is_old


def test_the_oldest_facts_stand_first() -> None:
    small()
    for number in range(12):
        company(f"会社{number:02d}", facts_on=TODAY - (400 + number) * DAY)
    old = section(see(browser(), HOME), "old")
    assert [one.split(" ")[0] for one in old.texts("li")] == [f"会社{number:02d}" for number in range(11, 1, -1)]
    assert old.texts("p")[-1] == "ほか2件"


def test_the_clients_opened_last_are_this_persons_own() -> None:
    small()
    for number, name in enumerate(("あ商店", "いの産業")):
        Seen.objects.create(client=company(name), by=user(), at=now() + number * DAY, as_of=TODAY, version="")
    Seen.objects.create(client=company("うみ水産"), by=user(roles.VIEWER), at=now(), as_of=TODAY, version="")
    Seen.objects.create(client=company("移った会社", of=THEIRS), by=user(), at=now(), as_of=TODAY, version="")
    assert section(see(browser(), HOME), "recent").texts("li") == ["いの産業", "あ商店"]


def test_nothing_of_another_organisation_stands_here() -> None:
    small()
    client = company("よその会社", of=THEIRS, answers={}, facts_on=TODAY - 500 * DAY)
    task("よその用事", -1, client)
    assert "よその" not in see(browser(), HOME).text
    assert "よその用事" in see(browser(of=THEIRS), HOME).text


def test_an_empty_desk_says_what_to_do_first() -> None:
    small()
    page = see(browser(), HOME)
    assert [one["href"] for one in page.one("main").all("a.button")] == ["/console/clients/new/"]
    assert page.all("#id_q") == []
    assert see(browser(roles.VIEWER), HOME).one("main").all("a.button") == []


def test_a_client_is_searched_in_the_list_of_clients() -> None:
    small()
    company()
    form = see(browser(), HOME).one("main").all("form")[0]
    assert (form["method"], form["action"], form.one("#id_q")["name"]) == ("get", "/console/clients/", "q")


def test_without_an_organisation_the_page_says_whom_to_ask() -> None:
    small()
    company()
    page = see(browser(of=""), HOME)
    assert "管理者に登録を頼んでください" in page.text
    assert [one["aria-labelledby"] for one in page.all("section")] == ["news"]


def test_without_a_catalogue_the_tasks_are_still_there() -> None:
    task("見積もりを取る")
    page = see(browser(), HOME)
    assert tasks(page) == ["見積もりを取る"]
    assert "カタログがまだ読み込まれていない" in page.text


@pytest.mark.parametrize("name", [OURS, THEIRS])
def test_the_page_says_whose_it_is(name: str) -> None:
    assert name in see(browser(of=name), HOME).text
