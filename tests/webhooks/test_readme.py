"""The README's receiver takes what we send, and nothing that anybody has touched."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.utils.timezone import now

from catalogue.models import Scope, WebhookDelivery
from catalogue.webhooks.events import ping
from catalogue.webhooks.queue import DELAYS, MOST_FAILED, deliver
from catalogue.webhooks.registering import MOST_HOOKS
from catalogue.webhooks.signing import secret_of
from tests.api.partners import partner
from tests.webhooks.receiver import Receiver, hook

README = Path(__file__).resolve().parents[2] / "README.md"
SECTION = README.read_text(encoding="utf-8").partition("### Changes and webhooks")[2].partition("\n### ")[0]


@pytest.mark.django_db
def test_the_example_takes_what_is_sent_and_refuses_what_was_tampered_with(
    receiver: Callable[..., Receiver], capsys: pytest.CaptureFixture[str]
) -> None:
    server = receiver()
    target = hook(partner(Scope.READ)[0], server.url)
    ping(target, now())
    deliver(now(), now)
    [got] = server.received
    [code] = re.findall(r"```python\n(.*?)```", SECTION, re.DOTALL)
    example: dict[str, Any] = {}
    exec(re.sub(r'"whsec_[^"]+"', repr(secret_of(target)), code), example)  # noqa: S102  (it is ours)
    assert example["received"](got.headers, got.body.encode()) == 204
    assert capsys.readouterr().out == f"ping {{'webhook': '{target.code}'}}\n"
    assert example["received"](got.headers, got.body.replace("ping", "pong").encode()) == 400
    assert WebhookDelivery.objects.get().state == "delivered"


def test_the_figures_are_those_of_the_code() -> None:
    seconds = {"s": 1, "min": 60, "h": 3600}
    told = re.search(r"sent again after ((?:[0-9]+ \w+,?\s)+)", SECTION)
    assert told
    delays = [int(number) * seconds[unit] for number, unit in re.findall(r"([0-9]+) (\w+)", told[1])]
    assert delays == [delay.total_seconds() for delay in DELAYS]
    assert (MOST_FAILED, MOST_HOOKS) == (3, 10)
