"""A key that sites may embed the widget by, and what is sent in its frame."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.test import Client

from catalogue.models import ApiKey, Scope
from tests.api.partners import partner
from tests.web.reading import Node, page

SITES = ["https://www.bank.example", "https://city.example:8443"]

FOUR = {"entity_type": "corporation", "industry_listed": "09", "prefecture": "20", "employees": "４０人"}
"""A food manufacturer in Nagano with 40 people, as it is typed."""

PROFILE = {"entity_type": "corporation", "industry": "09", "prefecture": "20", "employees": 40}
"""The same, as it is read."""


def embedding(**more: Any) -> ApiKey:
    """A key for matching alone."""
    key, _program = partner(Scope.MATCH, **{"origins": SITES, **more})
    return key


def address(key: ApiKey, lang: str = "ja") -> str:
    return f"/widget/{key.prefix}/" + (f"?lang={lang}" if lang else "")


def sent(
    key: ApiKey, typed: Mapping[str, str], *, button: str = "answer", client: Client | None = None, lang: str = "ja"
) -> Any:
    """What comes back when the *button* is pressed."""
    asking = client or Client(enforce_csrf_checks=True)
    return asking.post(address(key, lang), {**typed, button: "1"})


STATES: dict[str, tuple[Callable[[ApiKey], Any], int]] = {
    "form": (lambda key: Client().get(address(key)), 200),
    "answer": (lambda key: sent(key, FOUR), 200),
    "mistakes": (lambda key: sent(key, {}), 422),
    "industries found": (lambda key: sent(key, {"industry_q": "町工場"}, button="find"), 200),
    "nothing found": (lambda key: sent(key, FOUR | {"industry_listed": "", "industry_q": "あいうえお"}), 422),
    "changing answers": (lambda key: sent(key, FOUR, button="edit"), 200),
    "in English": (lambda key: sent(key, FOUR, lang="en"), 200),
}


def shown(state: str, key: ApiKey) -> Node:
    """The frame in one of its states."""
    ask, status = STATES[state]
    return page(ask(key), status)
