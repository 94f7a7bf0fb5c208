"""``webhooks/``: a key's own, and no other's; the secret shown once; each mistake named."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils.timezone import now
from pytest_django.fixtures import DjangoAssertNumQueries

from catalogue.models import ApiKey, DisabledWhy, Scope, Webhook, WebhookDelivery
from catalogue.webhooks.registering import MOST_HOOKS
from catalogue.webhooks.sending import Outcome
from catalogue.webhooks.signing import secret_of
from catalogue.webhooks.worker import work
from tests.api.asking import errors
from tests.api.partners import Partner, partner

pytestmark = pytest.mark.django_db

URL = "https://hooks.example.jp/catalogue"
NEW = {"url": URL, "events": ["catalogue.changed"]}


@pytest.fixture
def keyed() -> tuple[ApiKey, Partner]:
    return partner(Scope.READ, Scope.KEEP)


@pytest.fixture
def program(keyed: tuple[ApiKey, Partner]) -> Partner:
    return keyed[1]


def made(program: Partner, **more: object) -> dict[str, Any]:
    response = program.post("webhooks/", NEW | more)
    assert (response.status_code, response["Cache-Control"]) == (201, "no-store"), response.content.decode()
    found: dict[str, Any] = response.json()
    return found


def test_a_webhook_is_made_and_its_secret_shown_once(program: Partner) -> None:
    answer = made(program, events=["decision.changed", "catalogue.changed"])
    identity, secret = answer["id"], answer.pop("secret")
    assert answer == {
        "id": identity,
        "url": URL,
        "events": ["catalogue.changed", "decision.changed"],
        "language": "ja",
        "created_at": "2026-11-23T10:00:00+09:00",
        "enabled": True,
        "disabled_at": None,
        "disabled_reason": None,
        "disabled_text": None,
        "failures": 0,
    }
    hook = Webhook.objects.get()
    assert (secret, secret.startswith("whsec_"), len(secret)) == (secret_of(hook), True, 50)
    assert program.get("webhooks/").json()["results"] == [answer]
    assert program.get(f"webhooks/{identity}/").json() == {**answer, "deliveries": []}
    stored = "".join(str(value) for value in Webhook.objects.values().get().values())
    assert secret.removeprefix("whsec_") not in stored


def test_two_webhooks_have_different_secrets(program: Partner) -> None:
    assert made(program)["secret"] != made(program)["secret"]


def test_it_speaks_the_language_of_who_asked(program: Partner) -> None:
    response = program.post("webhooks/", NEW, **{"Accept-Language": "en"})
    assert response.json()["language"] == "en"


@pytest.mark.parametrize(
    ("body", "pointers"),
    [
        ({}, ["/url", "/events"]),
        ({"url": URL}, ["/events"]),
        ({"events": ["catalogue.changed"]}, ["/url"]),
        (NEW | {"url": 5}, ["/url"]),
        (NEW | {"url": "http://hooks.example.jp/"}, ["/url"]),
        (NEW | {"url": "https://10.0.0.1/"}, ["/url"]),
        (NEW | {"url": "https://user:word@hooks.example.jp/"}, ["/url"]),
        (NEW | {"events": []}, ["/events"]),
        (NEW | {"events": "catalogue.changed"}, ["/events"]),
        (NEW | {"events": ["ping"]}, ["/events"]),
        (NEW | {"events": ["catalogue.changed", 1]}, ["/events"]),
        (NEW | {"secret": "x"}, ["/secret"]),
        ([], [""]),
    ],
)
def test_a_mistake_is_named_and_nothing_is_made(program: Partner, body: object, pointers: list[str]) -> None:
    response = program.post("webhooks/", body)
    assert [where for where, _text in errors(response)] == pointers
    assert Webhook.objects.count() == 0


def test_the_query_is_read_strictly(program: Partner) -> None:
    identity = made(program)["id"]
    answers = [
        program.get("webhooks/?pages=1"),
        program.get(f"webhooks/{identity}/?page=1"),
        program.post("webhooks/?page=1", NEW),
        program.post(f"webhooks/{identity}/ping/?x=1"),
        program.post(f"webhooks/{identity}/ping/", {"x": 1}),
        program.post(f"webhooks/{identity}/enable/", []),
    ]
    assert [one.status_code for one in answers] == [400] * 6


def test_a_key_has_so_many_and_no_more(program: Partner) -> None:
    for _number in range(MOST_HOOKS):
        made(program)
    [(where, text)] = errors(program.post("webhooks/", NEW))
    assert (where, text) == ("/url", "一つの鍵の通知先は10件までです。使わないものを消してください。")
    program.ask("DELETE", f"webhooks/{Webhook.objects.all()[0].code}/")
    made(program)


def test_a_webhook_is_paged_by_number(program: Partner) -> None:
    for _number in range(3):
        made(program)
    found, address = [], "webhooks/?cursor=&page_size=2"
    while address:
        page = program.get(address).json()
        found += [one["id"] for one in page["results"]]
        address = page["next"] and page["next"].partition("/api/v1/")[2]
    assert found == list(Webhook.objects.order_by("pk").values_list("code", flat=True))


def test_a_deleted_webhook_is_gone_with_what_waits(program: Partner) -> None:
    identity = made(program)["id"]
    program.post(f"webhooks/{identity}/ping/")
    gone = program.ask("DELETE", f"webhooks/{identity}/")
    assert (gone.status_code, gone.content) == (204, b"")
    assert program.get(f"webhooks/{identity}/").status_code == 404
    assert (Webhook.objects.count(), WebhookDelivery.objects.count()) == (0, 0)


def test_a_ping_is_asked_for_and_tells_how_it_came_out(program: Partner) -> None:
    identity = made(program)["id"]
    response = program.post(f"webhooks/{identity}/ping/", {})
    assert (response.status_code, response["Cache-Control"]) == (202, "no-store")
    asked = response.json()
    assert (asked["event"], asked["state"], asked["attempts"]) == ("ping", "pending", 0)
    assert program.post(f"webhooks/{identity}/ping/").json() == asked
    work(now, sending=lambda _one, _now: Outcome(204, None))
    [delivery] = program.get(f"webhooks/{identity}/").json()["deliveries"]
    assert delivery == asked | {
        "state": "delivered",
        "attempts": 1,
        "last_attempt_at": "2026-11-23T10:00:00+09:00",
        "next_attempt_at": None,
        "last_status": 204,
    }


def test_only_the_last_deliveries_are_told(program: Partner) -> None:
    identity, hook = made(program)["id"], Webhook.objects.get()
    for number in range(21):
        WebhookDelivery.objects.create(
            webhook=hook, event="ping", payload="{}", code=f"msg_{number}", created_at=now(), state="delivered"
        )
    told = program.get(f"webhooks/{identity}/").json()["deliveries"]
    assert [one["id"] for one in told] == [f"msg_{number}" for number in range(20, 0, -1)]


def test_one_that_is_disabled_says_why_and_can_be_started_again(program: Partner) -> None:
    identity = made(program)["id"]
    Webhook.objects.get().disable(DisabledWhy.GONE, now())
    shown = program.get(f"webhooks/{identity}/").json()
    assert {name: shown[name] for name in ("enabled", "disabled_at", "disabled_reason", "disabled_text")} == {
        "enabled": False,
        "disabled_at": "2026-11-23T10:00:00+09:00",
        "disabled_reason": "gone",
        "disabled_text": "送り先が 410 を返したので止めました。",
    }
    again = program.post(f"webhooks/{identity}/enable/")
    assert (again.status_code, again.json()["enabled"], again.json()["disabled_reason"]) == (200, True, None)


ADDRESSES = [("GET", ""), ("DELETE", ""), ("POST", "enable/"), ("POST", "ping/")]


def test_what_one_key_has_no_other_sees(program: Partner) -> None:
    identity = made(program)["id"]
    other = partner(*Scope, of="みほん商工会議所")[1]
    for method, rest in ADDRESSES:
        answer = other.ask(method, f"webhooks/{identity}/{rest}")
        absent = other.ask(method, f"webhooks/{'x' * 43}/{rest}")
        assert (answer.status_code, answer.content) == (404, absent.content)
    assert other.get("webhooks/").json()["results"] == []
    assert (Webhook.objects.count(), WebhookDelivery.objects.count()) == (1, 0)
    assert program.get(f"webhooks/{identity}/").status_code == 200


def test_without_a_key_there_are_no_webhooks(program: Partner) -> None:
    identity = made(program)["id"]
    nobody = Partner()
    answers = [nobody.get("webhooks/"), nobody.post("webhooks/", NEW)]
    answers += [nobody.ask(method, f"webhooks/{identity}/{rest}") for method, rest in ADDRESSES]
    assert [(one.status_code, one["WWW-Authenticate"]) for one in answers] == [(401, "Api-Key")] * 6


@pytest.mark.parametrize(
    ("scopes", "events", "status"),
    [
        ([Scope.READ], ["catalogue.changed"], 201),
        ([Scope.READ], ["decision.changed"], 403),
        ([Scope.READ], ["catalogue.changed", "decision.changed"], 403),
        ([Scope.READ, Scope.KEEP], ["decision.changed"], 201),
        ([Scope.KEEP], ["decision.changed"], 403),
        ([Scope.MATCH, Scope.CLIENTS], ["catalogue.changed"], 403),
    ],
)
def test_a_key_is_told_what_it_may_know(scopes: list[Scope], events: list[str], status: int) -> None:
    asking = partner(*scopes, of="みほん商工会議所")[1]
    assert asking.post("webhooks/", {"url": URL, "events": events}).status_code == status
    assert Webhook.objects.count() == (status == 201)


@pytest.mark.parametrize("change", [{"revoked": True}, {"expiry_date": timedelta(0)}])
def test_a_key_that_no_longer_holds_asks_for_nothing(keyed: tuple[ApiKey, Partner], change: dict[str, Any]) -> None:
    key, program = keyed
    identity = made(program)["id"]
    ends = {name: now() + one if isinstance(one, timedelta) else one for name, one in change.items()}
    ApiKey.objects.filter(pk=key.pk).update(**ends)
    assert {program.ask(method, f"webhooks/{identity}/{rest}").status_code for method, rest in ADDRESSES} == {401}


def test_more_deliveries_take_no_more_queries(
    program: Partner, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    identity = made(program)["id"]
    hook = Webhook.objects.get()
    for _number in range(2):
        with django_assert_num_queries(4):
            program.get(f"webhooks/{identity}/")
        WebhookDelivery.objects.create(
            webhook=hook, event="ping", payload="{}", created_at=now(), next_attempt_at=now()
        )
