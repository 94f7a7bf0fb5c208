"""One attempt: signed, to the very server of that name, and judged by the status of its answer."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.utils.timezone import now
from standardwebhooks import Webhook as Verifier
from standardwebhooks import WebhookVerificationError

from catalogue.models import SendFailure, Webhook
from catalogue.webhooks.sending import Outcome, send
from catalogue.webhooks.signing import headers, secret_of
from tests.catalogue.stand_in import Start, trickle
from tests.webhooks.receiver import NAME, Receiver, certificate

BODY = '{"type":"ping","data":{"名":"値"}}'


@pytest.mark.parametrize(
    ("status", "failure"),
    [
        (200, None),
        (202, None),
        (204, None),
        (299, None),
        (301, SendFailure.STATUS),
        (302, SendFailure.STATUS),
        (307, SendFailure.STATUS),
        (400, SendFailure.STATUS),
        (404, SendFailure.STATUS),
        (410, SendFailure.STATUS),
        (500, SendFailure.STATUS),
    ],
)
def test_only_a_status_of_2xx_is_taken_and_a_redirect_is_not_followed(
    receiver: Callable[..., Receiver], status: int, failure: SendFailure | None
) -> None:
    server = receiver(status)
    assert send(server.url, BODY, {}) == Outcome(status, failure)
    assert [one.path for one in server.received] == ["/hook?from=catalogue"]


def test_what_is_sent_is_json_and_says_to_whom(receiver: Callable[..., Receiver]) -> None:
    server = receiver()
    send(server.url, BODY, {"webhook-id": "msg_1"})
    [got] = server.received
    assert got.body == BODY
    assert {name: got.headers[name] for name in ("host", "content-type", "content-length", "webhook-id")} == {
        "host": f"127.0.0.1:{server.port}",
        "content-type": "application/json",
        "content-length": str(len(BODY.encode())),
        "webhook-id": "msg_1",
    }


def here(_host: str, _port: int) -> list[str]:
    return ["127.0.0.1"]


def trusted() -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(certificate()))


def test_the_certificate_is_verified_against_the_name(receiver: Callable[..., Receiver]) -> None:
    server = receiver(tls=True)
    asked = [
        send(f"https://{name}:{server.port}/", BODY, {}, look_up=here, trusted=context)
        for name, context in ((NAME, trusted()), ("other.example.jp", trusted()), (NAME, None))
    ]
    assert asked == [Outcome(204, None), Outcome(None, SendFailure.TLS), Outcome(None, SendFailure.TLS)]
    assert len(server.received) == 1


def test_who_does_not_answer_in_time_has_not_answered(receiver: Callable[..., Receiver]) -> None:
    server = receiver()
    server.waits = 20.0
    begun = time_machine.escape_hatch.time.time()
    assert send(server.url, BODY, {}, seconds=0.3) == Outcome(None, SendFailure.TIMEOUT)
    assert time_machine.escape_hatch.time.time() - begun < 5


@pytest.mark.parametrize("piece", [b"HTTP/1.1 100 Continue\r\n\r\n", b"X: y\r\n"])
def test_nor_has_who_lets_it_trickle_in(private: None, stand_in: Start, piece: bytes) -> None:
    server = stand_in([b"HTTP/1.1 200 OK\r\n" if piece.startswith(b"X") else b"", *trickle(piece)])
    assert send(f"http://127.0.0.1:{server.port}/", BODY, {}, seconds=0.5) == Outcome(None, SendFailure.TIMEOUT)


def test_the_body_of_an_answer_is_not_read(private: None, stand_in: Start) -> None:
    server = stand_in([b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n", *trickle(b"x")])
    assert send(f"http://127.0.0.1:{server.port}/", BODY, {}, seconds=5) == Outcome(200, None)


@pytest.mark.parametrize("answer", [b"", b"nonsense\r\n\r\n", b"HTTP/1.1 abc\r\n\r\n"])
def test_what_is_no_answer_is_none(private: None, stand_in: Start, answer: bytes) -> None:
    server = stand_in([answer] if answer else [])
    assert send(f"http://127.0.0.1:{server.port}/", BODY, {}) == Outcome(None, SendFailure.CONNECTION)


def test_nobody_there_and_a_name_that_does_not_exist(private: None) -> None:
    assert send("http://127.0.0.1:1/", BODY, {}) == Outcome(None, SendFailure.CONNECTION)
    assert send("http://127.0.0.1:1/", BODY, {}, look_up=lambda _h, _p: []) == Outcome(None, SendFailure.NAME)


HOOK = Webhook(seed="seed")


def test_a_receiver_verifies_it_with_the_library_of_the_scheme() -> None:
    sent = headers(HOOK, "msg_1", BODY, now())
    assert Verifier(secret_of(HOOK)).verify(BODY, sent) == {"type": "ping", "data": {"名": "値"}}
    assert (sent["webhook-id"], sent["webhook-timestamp"]) == ("msg_1", "1795395600")


@pytest.mark.parametrize(
    "tampered",
    [
        {"body": BODY.replace("ping", "pong")},
        {"webhook-id": "msg_2"},
        {"webhook-timestamp": "1795395601"},
        {"webhook-signature": "v1,AAAA"},
        {"secret": "another"},
        {"later": 301},
    ],
)
def test_what_was_tampered_with_is_refused(tampered: dict[str, Any]) -> None:
    sent = headers(HOOK, "msg_1", BODY, now()) | {name: one for name, one in tampered.items() if "-" in name}
    verifier = Verifier(secret_of(Webhook(seed=tampered.get("secret", "seed"))))
    with (
        time_machine.travel(now().timestamp() + tampered.get("later", 0), tick=False),
        pytest.raises(WebhookVerificationError),
    ):
        verifier.verify(tampered.get("body", BODY), sent)


def test_while_the_key_is_changed_both_secrets_verify(settings: Any) -> None:
    before = secret_of(HOOK)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = (
        [settings.SECRET_KEY],
        "another key of the service, long enough",
    )
    after = secret_of(HOOK)
    sent = headers(HOOK, "msg_1", BODY, now())
    assert before != after
    for secret in (before, after):
        Verifier(secret).verify(BODY, sent)
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(WebhookVerificationError):
        Verifier(before).verify(BODY, headers(HOOK, "msg_1", BODY, now()))
