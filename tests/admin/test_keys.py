"""Keys in the admin: made and shown once, revoked for good, by administrators alone."""

from __future__ import annotations

import re

import pytest
from django.test import Client as Browser
from django.utils.html import escape

from catalogue import roles
from catalogue.models import ApiKey
from tests.console.people import OURS, browser, organisation

pytestmark = pytest.mark.django_db

ADD, LIST = "/admin/catalogue/apikey/add/", "/admin/catalogue/apikey/"
FORM = {
    "name": "みほん銀行",
    "organisation": "",
    "scope_read": "on",
    "per_minute": "60",
    "per_day": "1000",
    "origins": "https://www.example.jp\r\n\r\n https://bank.example \r\nhttps://www.example.jp",
    "expiry_date_0": "",
    "expiry_date_1": "",
}


def administrator() -> Browser:
    return browser(roles.ADMINISTRATOR)


def change(key: ApiKey) -> str:
    return f"{LIST}{key.pk}/change/"


def test_a_key_is_shown_once_and_works() -> None:
    response = administrator().post(ADD, FORM)
    shown = re.search(r"<code>([A-Za-z0-9]{8}\.[A-Za-z0-9]{32})</code>", response.content.decode())
    assert shown
    assert (response.status_code, "no-store" in response["Cache-Control"]) == (200, True)
    key = ApiKey.objects.get()
    assert (key.name, key.per_minute, key.per_day) == ("みほん銀行", 60, 1000)
    assert key.origins == ["https://www.example.jp", "https://bank.example"]
    secret = shown[1]
    sent = {"Authorization": f"Api-Key {secret}"}
    assert Browser().get("/api/v1/prefectures/", headers=sent).status_code == 200
    for address in (LIST, change(key), f"{LIST}{key.pk}/history/"):
        page = administrator().get(address)
        assert (page.status_code, secret.partition(".")[2] in page.content.decode()) == (200, False)


def test_a_key_is_revoked_and_stays_so() -> None:
    asking = administrator()
    asking.post(ADD, FORM)
    key = ApiKey.objects.get()
    assert asking.post(change(key), FORM | {"revoked": "on"}).status_code == 302
    assert ApiKey.objects.get().revoked is True
    asking.post(change(key), FORM | {"name": "別の名前"})
    assert ApiKey.objects.get().revoked is True
    assert "失効" in asking.get(LIST).content.decode()


def test_changing_a_key_leaves_the_secret() -> None:
    asking = administrator()
    asking.post(ADD, FORM)
    before = ApiKey.objects.get()
    asking.post(
        change(before), FORM | {"per_minute": "5", "organisation": str(organisation(OURS).pk), "scope_clients": "on"}
    )
    after = ApiKey.objects.get()
    assert (after.per_minute, after.hashed_key, after.scope_clients) == (5, before.hashed_key, True)


TAG = '<script src="http://testserver/widget/v1.js" data-key="{}" async></script>'


@pytest.mark.parametrize(
    ("more", "shown"),
    [
        ({"scope_match": "on"}, True),
        ({}, False),
        ({"scope_match": "on", "origins": ""}, False),
        ({"scope_match": "on", "revoked": "on"}, False),
        ({"scope_match": "on", "expiry_date_0": "2026-11-23", "expiry_date_1": "10:00"}, False),
        ({"scope_match": "on", "expiry_date_0": "2026-11-23", "expiry_date_1": "10:01"}, True),
    ],
)
def test_a_key_that_sites_may_embed_by_shows_the_tag_for_their_pages(more: dict[str, str], *, shown: bool) -> None:
    asking = administrator()
    assert "data-key" not in asking.get(ADD).content.decode()
    asking.post(ADD, FORM)
    key = ApiKey.objects.get()
    asking.post(change(key), FORM | more)
    page = asking.get(change(key)).content.decode()
    assert (f"<code>{escape(TAG.format(key.prefix))}</code>" in page) == shown
    assert ("data-key" in page) == shown


@pytest.mark.parametrize(
    ("more", "part"),
    [
        ({"name": ""}, "必須"),
        ({"scope_read": ""}, "使い道を一つ以上"),
        ({"scope_clients": "on"}, "支援機関を選んで"),
        ({"per_minute": "0"}, "1以上"),
        ({"origins": "http://www.example.jp"}, "origin ではありません"),
        ({"origins": "www.example.jp"}, "www.example.jp」"),
    ],
)
def test_a_mistake_is_named_and_no_key_is_made(more: dict[str, str], part: str) -> None:
    # What is not ticked is not sent at all.
    asking = administrator()
    form = {name: value for name, value in more.items() if value or not name.startswith("scope")}
    left = {name: value for name, value in FORM.items() if name not in more}
    response = asking.post(ADD, left | form)
    assert (response.status_code, ApiKey.objects.count()) == (200, 0)
    assert part in response.content.decode()


@pytest.mark.parametrize(
    "role", [one for one in roles.ROLES if one is not roles.ADMINISTRATOR], ids=lambda one: one.code
)
def test_only_an_administrator_keeps_keys(role: roles.Role) -> None:
    administrator().post(ADD, FORM)
    key = ApiKey.objects.get()
    asking = browser(role)
    for address in (LIST, ADD, change(key)):
        assert asking.get(address).status_code in (302, 403)
    assert asking.post(ADD, FORM).status_code in (302, 403)
    assert ApiKey.objects.count() == 1


def test_nobody_deletes_a_key() -> None:
    asking = administrator()
    asking.post(ADD, FORM)
    key = ApiKey.objects.get()
    assert asking.post(f"{LIST}{key.pk}/delete/", {"post": "yes"}).status_code == 403
    asking.post(LIST, {"action": "delete_selected", "_selected_action": str(key.pk), "post": "yes"})
    assert ApiKey.objects.count() == 1
