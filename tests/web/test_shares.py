"""A link that shows an answer to others: for reading only, of that day, until it is taken back."""

from __future__ import annotations

import re
from typing import Any

import pytest
import time_machine
from django.test import Client

from catalogue.models import CatalogueState, Measure, Share
from tests.web.company import FOUR, MAKER, asked, browser, kept
from tests.web.reading import page, see

pytestmark = pytest.mark.usefixtures("real_stored", "db")

Json = dict[str, Any]
NEW = "/results/shares/new/"


def shared(client: Client) -> str:
    """Make a link; its path."""
    response = client.post(NEW)
    assert (response.status_code, response["Location"]) == (302, "/results/shares/")
    return f"/shared/{kept(client).shares.all()[0].key}/"


def test_a_link_is_listed_with_its_day_and_opens_for_everybody() -> None:
    client = browser(MAKER)
    assert "まだリンクはありません。" in see(client, "/results/shares/").one("main").text
    address = shared(client)
    listed = see(client, "/results/shares/").one("ul.shares")
    assert listed.one("label").text == "2026年11月23日の結果"
    assert listed.one("a")["href"] == f"http://testserver{address}"
    assert [one["value"] for one in listed.all("input") if one["type"] == "text"] == [listed.one("a")["href"]]
    assert see(Client(), address).one("h1").text == "株式会社みほんに合いそうな支援施策"


def test_every_link_has_a_key_of_its_own_that_nobody_can_guess() -> None:
    client = browser(MAKER)
    keys = {shared(client).split("/")[2] for _ in range(5)}
    assert len(keys) == 5
    assert all(re.fullmatch(r"[-_A-Za-z0-9]{43}", key) for key in keys)


def test_it_is_for_reading_only() -> None:
    shown = see(Client(), shared(browser(MAKER, ["1-05"]))).one("main")
    assert [one.tag for one in shown.walk() if one.tag in ("a", "form", "button", "input", "select")] == []
    assert "ここからは変更できません。" in shown.one("div.notice").text


def test_it_shows_what_its_owner_sees_on_paper() -> None:
    for stars in ([], ["4-04", "1-05"]):
        client = browser(MAKER, stars)
        paper, link = see(client, "/results/print/").one("main"), see(Client(), shared(client)).one("main")
        for part in ("h1", "p.sheet__meta", "dd", "p.sheet__lead", "li.sheet__one"):
            assert link.texts(part) == paper.texts(part)
    assert link.texts("span.sheet__code") == sorted(
        ["4-04", "1-05"],
        key=[one["measure"]["code"] for one in asked(MAKER)["results"]].index,
    )


def test_no_search_engine_keeps_it_and_no_site_learns_its_address() -> None:
    response = Client().get(shared(browser(MAKER)))
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert response["Referrer-Policy"] == "no-referrer"
    assert "no-store" in response["Cache-Control"]
    robots = [one["content"] for one in page(response).all("meta") if one.attrs.get("name") == "robots"]
    assert robots == ["noindex, nofollow"]
    assert not response.cookies


def test_it_shows_the_answers_and_the_day_of_its_making() -> None:
    client = browser(MAKER, ["1-05"])
    address = shared(client)
    before = see(Client(), address).one("main").text
    client.post("/results/answer/", {"question": "employees", "employees": "900"})
    client.post("/measures/4-04/star/", {"keep": "yes"})
    with time_machine.travel("2026-12-05T10:00:00+09:00", tick=False):
        assert "基準日 2026年12月5日" in see(client, "/results/print/").one("main").text
        assert see(Client(), address).one("main").text == before
    assert "基準日 2026年11月23日" in before
    assert "47人" in before


def test_the_newest_link_stands_first() -> None:
    client = browser(MAKER)
    old = shared(client)
    with time_machine.travel("2026-12-05T10:00:00+09:00", tick=False):
        new = shared(client)
        listed = see(client, "/results/shares/").one("ul.shares")
        assert listed.texts("label") == ["2026年12月5日の結果", "2026年11月23日の結果"]
        assert [one["href"].removeprefix("http://testserver") for one in listed.all("a")] == [new, old]


# Taken back


def revoke(client: Client, pk: int) -> int:
    return client.post(f"/results/shares/{pk}/revoke/").status_code


def test_a_link_taken_back_is_gone_and_others_stay() -> None:
    client = browser(MAKER)
    first, second = shared(client), shared(client)
    form = see(client, "/results/shares/").one("ul.shares").all("form")[1]
    assert form["method"] == "post"
    assert client.post(form["action"])["Location"] == "/results/shares/"
    assert page(Client().get(first), 404).one("h1").text == "ページが見つかりません"
    assert Client().get(second).status_code == 200


def test_only_its_owner_takes_a_link_back() -> None:
    owner, other = browser(MAKER), browser(FOUR)
    address = shared(owner)
    pk = Share.objects.get().pk
    shared(other)
    for client in (other, Client()):
        assert revoke(client, pk) == 404
        assert client.get(f"/results/shares/{pk}/revoke/").status_code == 405
    assert Client().get(address).status_code == 200
    assert (revoke(owner, pk), revoke(owner, pk)) == (302, 404)
    assert Client().get(address).status_code == 404
    assert Share.objects.count() == 1


@pytest.mark.parametrize("pk", [0, 2**31, 2**63, 10**40])
def test_a_link_that_is_not_there_cannot_be_taken_back(pk: int) -> None:
    assert revoke(browser(MAKER), pk) == 404


def test_with_the_answers_go_their_links() -> None:
    client = browser(MAKER)
    address = shared(client)
    assert client.post("/profile/delete/").status_code == 302
    assert Client().get(address).status_code == 404
    assert Share.objects.count() == 0


# What is not there


@pytest.mark.parametrize("key", ["x", "A" * 43, "あ", "%00", "1", "x" * 3000, "..", "new"])
def test_a_guessed_key_opens_nothing(key: str) -> None:
    shared(browser(MAKER))
    assert Client().get(f"/shared/{key}/").status_code == 404


def test_nothing_of_a_key_but_all_of_it_opens() -> None:
    key = shared(browser(MAKER)).split("/")[2]
    for near in (key[:-1], f"{key}A", key.swapcase(), f"_{key[1:]}" if key[0] != "_" else f"-{key[1:]}"):
        assert Client().get(f"/shared/{near}/").status_code == 404


def test_the_key_of_a_link_opens_no_draft_and_that_of_a_browser_no_link() -> None:
    client = browser(MAKER)
    key = shared(client).split("/")[2]
    stranger = Client()
    stranger.cookies["draft"] = key
    assert see(stranger, "/results/").one("h1").text == "まだ答えがありません"
    assert Client().get(f"/shared/{client.cookies['draft'].value}/").status_code == 404


@pytest.mark.parametrize("client", [Client(), None], ids=["nobody", "only stars"])
def test_without_answers_there_is_nothing_to_share(client: Client | None) -> None:
    client = client or browser({}, ["1-05"])
    assert client.post(NEW).status_code == 404
    assert Share.objects.count() == 0
    shown = see(client, "/results/shares/").one("main")
    assert "先に会社のことを答えてください。" in shown.text
    assert shown.all("form") == []


def test_a_link_is_made_by_a_form_of_ours_only() -> None:
    client = browser(MAKER)
    assert client.get(NEW).status_code == 405
    client.handler.enforce_csrf_checks = True
    assert client.post(NEW).status_code == 403
    assert Share.objects.count() == 0


def test_without_a_catalogue_a_link_asks_for_patience() -> None:
    address = shared(browser(MAKER))
    Measure.objects.all().delete()
    CatalogueState.objects.all().delete()
    assert page(Client().get(address), 503).one("h1").text == "ただいま準備しています"
