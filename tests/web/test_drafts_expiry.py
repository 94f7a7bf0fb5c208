"""How answers go again: at once when the visitor says so, after thirty days by themselves."""

import datetime
from collections.abc import Mapping
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils.http import http_date
from django.utils.timezone import localdate, now

from catalogue.models import Draft, Share
from tests.web.visitor import KEPT, Visitor

pytestmark = pytest.mark.django_db

DAY = datetime.timedelta(days=1)
SECOND = datetime.timedelta(seconds=1)


@pytest.fixture
def visitor() -> Visitor:
    return Visitor()


@pytest.fixture
def draft(visitor: Visitor) -> Draft:
    """All of a visitor's answers."""
    visitor.walk()
    return Draft.objects.get()


def later(delay: datetime.timedelta) -> time_machine.travel:
    """It is *delay* later."""
    return time_machine.travel(now() + delay, tick=False)


def expire() -> str:
    said = StringIO()
    call_command("drafts", "expire", stdout=said)
    return said.getvalue()


def share(draft: Draft) -> Share:
    return Share.objects.create(draft=draft, answers=draft.answers, as_of=localdate())


def test_delete_asks_first_and_then_leaves_nothing(visitor: Visitor, draft: Draft) -> None:
    share(draft)
    page = visitor.open("/profile/delete/")
    assert "元には戻せません" in page.words
    assert Draft.objects.exists()
    assert page.form().buttons == {"": ["すべて消す"]}
    page = visitor.press()
    assert (page.address, page.heading) == ("/profile/deleted/", "すべて消しました")
    assert not Draft.objects.exists()
    assert not Share.objects.exists()
    cookie = visitor.client.cookies["draft"]
    assert (cookie.value, cookie["max-age"], cookie["path"]) == ("", 0, "/")
    assert visitor.open("/profile/").address == "/profile/basics/"
    assert visitor.page.sent["name"] == [""]


def test_delete_leaves_others_alone_and_without_answers_says_so(draft: Draft) -> None:
    link = share(draft)
    visitor = Visitor()
    page = visitor.open("/profile/delete/")
    assert "保存している答えはありません" in page.words
    assert list(page.forms()) == []
    assert Client().post("/profile/delete/")["Location"] == "/profile/deleted/"
    assert list(Draft.objects.all()) == [draft]
    assert list(Share.objects.all()) == [link]


BOUNDS: Mapping[datetime.timedelta, bool] = {
    DAY: True,
    30 * DAY - SECOND: True,
    30 * DAY: True,
    30 * DAY + SECOND: False,
    365 * DAY: False,
}
"""How long untouched → still kept."""


@pytest.mark.parametrize("delay", BOUNDS)
def test_answers_expire_after_thirty_days(visitor: Visitor, draft: Draft, delay: datetime.timedelta) -> None:
    share(draft)
    kept = BOUNDS[delay]
    with later(delay):
        Visitor().walk({"size": {"employees": "3"}})
        assert visitor.open("/profile/").address == ("/profile/check/" if kept else "/profile/basics/")
        assert ("㈱山ノ上食品①" in visitor.open("/profile/basics/").html) is kept
        assert ("㈱山ノ上食品①" in visitor.open("/profile/check/").html) is kept
        assert expire() == f"30日触れられていない回答を {0 if kept else 1} 件消しました。\n"
        assert Draft.objects.count() == 1 + kept
        assert Share.objects.count() == int(kept)
        assert expire() == "30日触れられていない回答を 0 件消しました。\n"


def test_each_answer_keeps_all_for_another_thirty_days(visitor: Visitor, draft: Draft) -> None:
    key = visitor.key
    for days in (29, 58, 87):
        with later(days * DAY):
            visitor.open("/profile/size/")
            visitor.press("next")
            assert visitor.key == key
            assert visitor.client.cookies["draft"]["expires"] == http_date((now() + 30 * DAY).timestamp())
            assert expire() == "30日触れられていない回答を 0 件消しました。\n"
            assert Draft.objects.get().answers == KEPT


def test_an_expired_draft_is_not_gone_on_with(visitor: Visitor, draft: Draft) -> None:
    old = visitor.key
    with later(30 * DAY + SECOND):
        visitor.open("/profile/size/")
        visitor.fill(employees="3").press("next")
        mine = Draft.objects.exclude(pk=draft.pk).get()
        assert mine.answers == {"employees": 3}
        assert visitor.key != old


@pytest.mark.parametrize("arguments", [(), ("delete",)])
def test_the_command_does_one_thing_only(draft: Draft, arguments: tuple[str, ...]) -> None:
    with pytest.raises(CommandError):
        call_command("drafts", *arguments)
    assert Draft.objects.exists()
