"""What is kept of a visitor: found by a key that only the browser has, and changed key by key."""

from typing import Any
from unittest import mock

import pytest
from django.test import Client
from django.utils.timezone import localdate

from catalogue.models import Draft, Share
from catalogue.models.draft import fingerprint
from catalogue.web import drafts
from tests.web.visitor import BASICS, KEPT, SIZE, WAY, Visitor

pytestmark = pytest.mark.django_db

OF_BASICS = {key: KEPT[key] for key in ("entity_type", "industry", "prefecture", "name", "corporate_number")}
OF_SIZE = {key: value for key, value in KEPT.items() if key in SIZE or key == "founded_year"}


@pytest.fixture
def visitor() -> Visitor:
    return Visitor()


def answers() -> dict[str, Any]:
    kept: dict[str, Any] = Draft.objects.get().answers
    return kept


# Two tabs, twice, back


def test_two_tabs_with_different_pages_lose_nothing(visitor: Visitor) -> None:
    visitor.walk({"topics": WAY["topics"]})
    one, other = visitor.tab(), visitor.tab()
    one.open("/profile/basics/")
    other.open("/profile/size/")
    other.fill(**SIZE).press("next")
    one.fill(**BASICS).press("next")
    assert answers() == OF_BASICS | OF_SIZE | {"topics": KEPT["topics"]}
    assert Draft.objects.get().pages == ["topics", "size", "basics"]


def test_two_tabs_opened_before_the_first_answer_lose_nothing(visitor: Visitor) -> None:
    other = visitor.tab()
    visitor.open("/profile/basics/")
    other.open("/profile/size/")
    visitor.fill(**BASICS).press("next")
    other.fill(**SIZE).press("next")
    assert answers() == OF_BASICS | OF_SIZE


def test_what_another_tab_saves_in_the_same_moment_stays(visitor: Visitor) -> None:
    visitor.walk({"basics": BASICS})
    read_before = Draft.objects.get()
    visitor.tab().walk({"size": SIZE})
    visitor.open("/profile/topics/")
    with mock.patch.object(drafts, "current", return_value=read_before):
        response = visitor.client.post("/profile/topics/", visitor.page.form("next").sent | {"topics": ["dx"]})
    assert response.status_code == 302
    assert answers() == OF_BASICS | OF_SIZE | {"topics": ["dx"]}


def test_the_same_page_in_two_tabs_keeps_what_came_last(visitor: Visitor) -> None:
    visitor.walk({"basics": BASICS})
    one, other = visitor.tab(), visitor.tab()
    for tab, employees in [(one, "10"), (other, "20")]:
        tab.open("/profile/size/")
        tab.fill(employees=employees)
    one.press("next")
    other.press("next")
    assert answers() == OF_BASICS | {"employees": 20}


def test_a_double_submit_is_the_same_as_one(visitor: Visitor) -> None:
    visitor.walk({"basics": BASICS})
    visitor.open("/profile/size/")
    twice = visitor.tab()
    twice.page = visitor.page
    visitor.fill(**SIZE).press("next")
    assert twice.fill(**SIZE).press("next").address == "/profile/topics/"
    assert answers() == OF_BASICS | OF_SIZE
    assert Draft.objects.get().pages == ["basics", "size"]


def test_the_back_button_brings_an_older_page_and_changes_only_that(visitor: Visitor) -> None:
    visitor.open("/profile/basics/")
    older = visitor.page
    visitor.walk()
    visitor.page = older
    visitor.fill(entity_type="npo", industry_listed="83", prefecture="47").press("next")
    changed = {"entity_type": "npo", "industry": "83", "prefecture": "47"}
    assert answers() == {key: value for key, value in KEPT.items() if key not in OF_BASICS} | changed
    assert Draft.objects.get().pages == list(WAY)


def test_a_tab_that_was_left_open_while_all_was_deleted_begins_anew(visitor: Visitor) -> None:
    visitor.walk()
    tab = visitor.tab()
    tab.open("/profile/size/")
    old = visitor.key
    visitor.open("/profile/delete/")
    visitor.press()
    tab.press("next")
    assert answers() == OF_SIZE
    assert visitor.key not in ("", old)


def test_deleting_in_the_middle_of_saving_is_no_error(visitor: Visitor) -> None:
    visitor.walk({"basics": BASICS})
    gone = Draft.objects.get()
    Draft.objects.all().delete()
    visitor.open("/profile/size/")
    old = visitor.key
    with mock.patch.object(drafts, "current", return_value=gone):
        response = visitor.client.post("/profile/size/", visitor.page.form("next").sent | {"employees": ["3"]})
    assert response.status_code == 302
    assert answers() == {"employees": 3}
    assert visitor.key != old


# The key


STRANGE_COOKIES = {
    "guessed": "a" * 43,
    "empty": "",
    "one letter": "x",
    "100 characters": "x" * 100,
    "101 characters": "x" * 101,
    "10,000 characters": "x" * 10_000,
    "not ASCII": "会社".encode().decode("latin-1"),
    "no UTF-8": "\xff\xfe",
    "a NUL": "a\0b",
    "quoted": '"\\303\\244"',
    "SQL": "' OR 1=1 --",
}


@pytest.fixture
def another(visitor: Visitor) -> Draft:
    """The answers of somebody else."""
    visitor.walk()
    return Draft.objects.get()


@pytest.mark.parametrize("name", STRANGE_COOKIES)
def test_a_strange_cookie_opens_nothing_and_is_no_error(another: Draft, name: str) -> None:
    cookie = f"draft={STRANGE_COOKIES[name]}"
    client = Client(headers={"cookie": cookie})
    assert client.get("/profile/")["Location"] == "/profile/basics/"
    for address in [*(f"/profile/{slug}/" for slug in WAY), "/profile/check/", "/profile/delete/", "/results/"]:
        response = client.get(address)
        assert response.status_code == 200
        assert "山ノ上" not in response.content.decode()
        assert "4861" not in response.content.decode()
    assert client.post("/profile/delete/").status_code == 302
    assert Draft.objects.get() == another


@pytest.mark.parametrize("name", STRANGE_COOKIES)
def test_a_key_is_never_taken_from_the_visitor(another: Draft, name: str) -> None:
    client = Client(headers={"cookie": f"draft={STRANGE_COOKIES[name]}"})
    assert client.post("/profile/size/", {"employees": "3"}).status_code == 302
    key = client.cookies["draft"].value
    assert len(key) == 43
    assert key != STRANGE_COOKIES[name]
    mine = Draft.objects.exclude(pk=another.pk).get()
    assert (mine.answers, mine.fingerprint) == ({"employees": 3}, fingerprint(key))
    another.refresh_from_db()
    assert another.answers == KEPT


def test_what_the_database_knows_of_a_key_opens_nothing(another: Draft) -> None:
    client = Client(headers={"cookie": f"draft={another.fingerprint}"})
    assert "山ノ上" not in client.get("/profile/basics/").content.decode()


def test_the_key_itself_is_not_in_the_database(visitor: Visitor, another: Draft) -> None:
    Share.objects.create(draft=another, answers=another.answers, as_of=localdate())
    assert len(visitor.key) == 43
    everything = [*Draft.objects.values(), *Share.objects.values()]
    assert visitor.key not in repr(everything)
    assert another.fingerprint == fingerprint(visitor.key)


def test_every_browser_has_a_key_and_answers_of_its_own(another: Draft) -> None:
    keys = set()
    for number in range(20):
        browser = Visitor()
        browser.walk({"size": {"employees": str(number)}})
        assert browser.open("/profile/size/").sent["employees"] == [str(number)]
        keys.add(browser.key)
    assert len(keys) == 20
    assert Draft.objects.count() == 21
