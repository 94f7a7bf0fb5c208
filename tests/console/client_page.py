"""The page of a client, as its tests open it and write on it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.test import Client as Browser

from catalogue.consulting.proposals import set_status
from catalogue.models import Client, ProposalStatus
from tests.console.people import FACTS, browser, user
from tests.web.reading import Node

TODAY = date(2026, 11, 23)
NO = "5-01"
"""A measure that is ruled out for a company of 5,000; 4-05 is ruled out from 301 employees on."""
LARGE = FACTS | {"employees": 5000, "capital_yen": 5_000_000_000}


def address(client: Client, end: str = "") -> str:
    return f"/console/clients/{client.pk}/{end}"


def codes(shown: Node) -> list[str]:
    return [one["id"].removeprefix("m-") for one in shown.all("li.card")]


def card(shown: Node, code: str) -> Node:
    return shown.one(f"#m-{code}")


def post(client: Client, end: str, data: dict[str, Any], by: Browser | None = None) -> Any:
    return (by or browser()).post(address(client, end), data)


def summary(shown: Node) -> list[tuple[str, str]]:
    return [(link["href"], link.text) for link in shown.one("#errors").all("a")]


def status(client: Client, code: str, word: ProposalStatus) -> None:
    set_status(client, code, status=word, on=TODAY, note="", by=user())


def overruled(client: Client, **more: str) -> Any:
    given = {"verdict": "needs_info", "reason": "窓口に確かめた", "until": "2026-12-31"} | more
    return post(client, f"measures/{NO}/override/", given)
