"""Webhooks in the admin: seen under their key, stopped and started by administrators, and never shown with what they tell."""

from __future__ import annotations

import pytest
from django.test import Client as Browser
from django.utils.timezone import now

from catalogue import roles
from catalogue.models import DisabledWhy, Scope, Webhook, WebhookDelivery
from catalogue.webhooks.signing import secret_of
from tests.api.partners import partner
from tests.console.people import browser
from tests.webhooks.receiver import hook

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]  # Django's admin leaves variables undefined

LIST = "/admin/catalogue/webhook/"
URL = "https://hooks.example.jp/catalogue"


@pytest.fixture
def target() -> Webhook:
    made = hook(partner(Scope.READ, name="みほん銀行")[0], URL)
    for number in range(52):
        WebhookDelivery.objects.create(
            webhook=made,
            event="decision.changed",
            payload='{"内緒": 1}',
            code=f"msg_{number:03}",
            created_at=now(),
            next_attempt_at=now(),
        )
    return made


def act(asking: Browser, action: str, one: Webhook) -> int:
    return asking.post(LIST, {"action": action, "_selected_action": str(one.pk)}).status_code


def test_they_stand_under_their_key_and_by_themselves(target: Webhook) -> None:
    asking = browser(roles.ADMINISTRATOR)
    for address in (LIST, f"{LIST}{target.pk}/change/", f"/admin/catalogue/apikey/{target.key_id}/change/"):
        page = asking.get(address)
        assert (page.status_code, URL in page.content.decode()) == (200, True), address
        assert secret_of(target) not in page.content.decode()


def test_the_last_deliveries_are_told_without_what_they_say(target: Webhook) -> None:
    page = browser(roles.ADMINISTRATOR).get(f"{LIST}{target.pk}/change/").content.decode()
    assert [number for number in range(52) if f"msg_{number:03}" in page] == list(range(2, 52))
    assert "内緒" not in page


def test_an_administrator_stops_and_starts_them(target: Webhook) -> None:
    asking = browser(roles.ADMINISTRATOR)
    assert act(asking, "stop", target) == 302
    found = Webhook.objects.get()
    assert (found.disabled_at, found.disabled_why) == (now(), DisabledWhy.STOPPED)
    assert "管理者が止めた" in asking.get(LIST).content.decode()
    act(asking, "start", target)
    assert Webhook.objects.get().disabled_at is None


def test_nobody_changes_or_deletes_them_here(target: Webhook) -> None:
    asking = browser(roles.ADMINISTRATOR)
    answers = [
        asking.post(f"{LIST}{target.pk}/change/", {"url": "https://other.example/"}),
        asking.post(f"{LIST}{target.pk}/delete/", {"post": "yes"}),
        asking.get(f"{LIST}add/"),
    ]
    assert [one.status_code for one in answers] == [403] * 3
    act(asking, "delete_selected", target)
    assert Webhook.objects.get().url == URL


@pytest.mark.parametrize(
    "role", [one for one in roles.ROLES if one is not roles.ADMINISTRATOR], ids=lambda one: one.code
)
def test_nobody_else_sees_or_stops_them(target: Webhook, role: roles.Role) -> None:
    asking = browser(role)
    for address in (LIST, f"{LIST}{target.pk}/change/"):
        assert asking.get(address).status_code in (302, 403)
    act(asking, "stop", target)
    assert Webhook.objects.get().disabled_at is None
