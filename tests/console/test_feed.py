"""The calendar by a secret address: what stands in it, who may open it, and that the key is kept nowhere."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.test import Client as Browser
from icalendar import Calendar, Event

from catalogue import roles
from catalogue.models import Task, User
from catalogue.models.draft import fingerprint
from tests.console.people import THEIRS, browser, company, organisation, user
from tests.console.small import CLOSES, OPENS, TODAY, small
from tests.web.reading import page, see

pytestmark = pytest.mark.django_db

PAGE, NEW, REVOKE = "/console/feed/", "/console/feed/new/", "/console/feed/revoke/"


def address(role: roles.Role = roles.ADVISOR, of: str | None = None) -> str:
    """A new address, as the page shows it."""
    opened = browser(role, of) if of else browser(role)
    return "".join(page(opened.post(NEW)).one("textarea").inside).strip()  # type: ignore[arg-type]


def events(feed: str) -> list[Event]:
    """What a calendar programme, which nobody has logged in, reads at *feed*."""
    response = Browser().get(feed)
    assert response.status_code == 200
    return list(Calendar.from_ical(response.content).events)


def status(feed: str) -> int:
    return Browser().get(feed).status_code


# What stands in it


def test_deadlines_and_tasks_of_the_clients() -> None:
    small()
    client = company("あ商店", answers={"employees": 1})
    company("いの産業", answers={"employees": 400})
    task = Task.objects.create(client=client, text="見積もりを取る", due=TODAY - timedelta(days=3))
    Task.objects.create(client=client, text="いつでもよい")
    found = {str(one["uid"]): one for one in events(address())}
    assert {uid: (one["dtstart"].dt, str(one["summary"])) for uid, one in found.items()} == {
        f"setsubi-opening-{OPENS}@support-finder.invalid": (OPENS, "受付の始まり: 設備の更新（設備補助金）"),
        f"setsubi-closing-{CLOSES}@support-finder.invalid": (CLOSES, "受付の終わり: 設備の更新（設備補助金）"),
        f"task-{task.pk}@support-finder.invalid": (TODAY - timedelta(days=3), "見積もりを取る（あ商店）"),
    }
    opening = found[f"setsubi-opening-{OPENS}@support-finder.invalid"]
    assert str(opening["description"]).startswith("支援先: あ商店\n日程は変わることがあります。")
    assert str(opening["url"]) == "http://testserver/console/measures/1-01/"
    assert (
        str(found[f"task-{task.pk}@support-finder.invalid"]["url"]) == f"http://testserver/console/clients/{client.pk}/"
    )


def test_a_task_that_is_done_is_no_longer_there() -> None:
    small()
    task = Task.objects.create(client=company(answers={"employees": 400}), text="見積もりを取る", due=TODAY)
    feed = address()
    assert len(events(feed)) == 1
    browser().post(f"/console/tasks/{task.pk}/done/")
    assert events(feed) == []


def test_the_next_reading_has_the_same_uids() -> None:
    small()
    company(answers={})
    feed = address()
    assert [str(one["uid"]) for one in events(feed)] == [str(one["uid"]) for one in events(feed)]


def test_the_calendar_is_japanese_whoever_asks() -> None:
    small()
    company(answers={})
    response = Browser().get(address(), headers={"accept-language": "en"})
    content = response.content.decode()
    assert "X-WR-TIMEZONE:Asia/Tokyo" in content
    assert "受付の始まり" in content


def test_the_answer_is_for_one_reader_and_no_search_engine() -> None:
    small()
    response = Browser().get(address())
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Cache-Control"] == "private"
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert response["Referrer-Policy"] == "no-referrer"
    assert response.cookies == {}


# Who may open it


def test_another_organisations_clients_are_not_in_it() -> None:
    small()
    theirs = company("よその会社", of=THEIRS, answers={"employees": 1})
    Task.objects.create(client=theirs, text="よその用事", due=TODAY)
    assert events(address()) == []
    assert len(events(address(of=THEIRS))) == 3


@pytest.mark.parametrize("key", ["", "x", "../x", "a" * 5000, "%00", "あ"])
def test_a_wrong_key_opens_nothing(key: str) -> None:
    small()
    address()
    assert status(f"/feed/{key}.ics") == 404


def gone(person: User) -> None:
    person.is_active = False


def homeless(person: User) -> None:
    person.organisation = None


def demoted(person: User) -> None:
    person.groups.clear()


@pytest.mark.parametrize("change", [gone, homeless, demoted], ids=lambda change: change.__name__)
def test_who_could_not_see_clients_after_a_login_sees_none_without(change: object) -> None:
    small()
    feed = address()
    assert status(feed) == 200
    person = user()
    change(person)  # type: ignore[operator]
    person.save()
    assert status(feed) == 404


def test_who_has_moved_to_another_organisation_sees_its_clients() -> None:
    small()
    Task.objects.create(client=company("あ商店"), text="うちの用事", due=TODAY)
    Task.objects.create(
        client=company("よその会社", of=THEIRS, answers={"employees": 400}), text="よその用事", due=TODAY
    )
    feed = address()
    person = user()
    person.organisation = organisation(THEIRS)
    person.save()
    assert [str(one["summary"]) for one in events(feed)] == ["よその用事（よその会社）"]


# The key


def test_the_address_is_shown_once_and_only_its_fingerprint_is_kept() -> None:
    small()
    feed = address()
    (key,) = re.findall(r"^http://testserver/feed/([\w-]{43})\.ics$", feed)
    stored = user()
    assert stored.feed_fingerprint == fingerprint(key)
    for value in User.objects.filter(pk=stored.pk).values().get().values():
        assert key not in str(value)
    text = see(browser(), PAGE)
    assert text.all("textarea") == []
    assert "いま使えるアドレスが一つあります。" in text.text


def test_a_new_address_replaces_the_one_before() -> None:
    small()
    first, second = address(), address()
    assert (status(first), status(second)) == (404, 200)


def test_a_revoked_address_opens_nothing() -> None:
    small()
    feed, other = address(), address(roles.VIEWER)
    opened = browser()
    assert opened.post(REVOKE, follow=True).redirect_chain == [(PAGE, 302)]
    assert (status(feed), status(other)) == (404, 200)
    assert "いま使えるアドレスはありません。" in see(opened, PAGE).text


@pytest.mark.parametrize("change", [NEW, REVOKE])
def test_to_look_changes_nothing(change: str) -> None:
    small()
    feed = address()
    assert browser().get(change).status_code == 405
    assert status(feed) == 200


@pytest.mark.parametrize("change", [NEW, REVOKE])
def test_another_site_cannot_press_the_button(change: str) -> None:
    guarded = Browser(enforce_csrf_checks=True)
    guarded.force_login(user(), backend="django.contrib.auth.backends.ModelBackend")
    assert guarded.post(change).status_code == 403


def test_without_an_organisation_there_is_nothing_to_show() -> None:
    opened = browser(of="")
    assert "管理者に登録を頼んでください" in see(opened, PAGE).text
    assert opened.post(NEW).status_code == 404


def test_the_answer_with_the_address_is_kept_nowhere() -> None:
    small()
    assert "no-store" in browser().post(NEW)["Cache-Control"]


def test_a_day_of_the_calendar_is_a_whole_day() -> None:
    small()
    company(answers={})
    (first, *_rest) = events(address())
    assert type(first["dtstart"].dt) is date
    assert "dtend" not in first


@pytest.mark.parametrize(("count", "more"), [(30, ""), (31, "　ほか1件")])
def test_a_day_names_thirty_clients_and_counts_the_rest(count: int, more: str) -> None:
    small()
    for number in range(count):
        company(f"会社{number:02d}", answers={})
    first = str(events(address())[0]["description"]).split("\n")[0]
    assert first == "支援先: " + "、".join(f"会社{number:02d}" for number in range(30)) + more
