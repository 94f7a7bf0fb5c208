"""Companies before the pages: their browser, and what the API says to the same profile."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.test import Client
from django.utils.timezone import localdate

from catalogue.models import Draft
from catalogue.models.draft import fingerprint, new_key
from catalogue.web.drafts import COOKIE
from tests.api.asking import post
from tests.scenarios.judged import FILES, companies
from tests.web.reading import Node

Json = dict[str, Any]

MAKER: Json = {
    "name": "株式会社みほん",
    "entity_type": "corporation",
    "industry": "09",
    "prefecture": "20",
    "capital_yen": 12_340_000,
    "employees": 47,
    "founded_year": 1968,
    "topics": ["dx", "investment"],
    "situations": ["food_manufacturer", "wage_raise_planned"],
    "certifications": [],
}
"""A food manufacturer that holds no certification, and has not said what it spends on energy."""

FOUR: Json = {"entity_type": "corporation", "industry": "09", "prefecture": "20", "employees": 40}
"""The four facts for a first answer."""

JUDGED: Mapping[str, Json] = {one.id: dict(one.profile) for name in FILES for one in companies(name)}
"""The judged companies' profiles."""


def browser(answers: Mapping[str, Any], stars: Sequence[str] = (), **more: Any) -> Client:
    """A browser whose draft has these *answers*."""
    key = new_key()
    Draft.objects.create(fingerprint=fingerprint(key), answers=dict(answers), stars=list(stars), **more)
    client = Client()
    client.cookies[COOKIE] = key
    return client


def kept(client: Client) -> Draft:
    """What the service keeps of a browser."""
    return Draft.objects.of(client.cookies[COOKIE].value).get()


def asked(answers: Mapping[str, Any]) -> Json:
    """The API's answer today, with every measure."""
    body = {"profile": answers, "as_of": localdate().isoformat(), "limit": 200, "include_ineligible": True}
    response = post(Client(), body)
    assert response.status_code == 200, response.content.decode()
    found: Json = json.loads(response.content)
    return found


def codes(page: Node) -> list[str]:
    """The measures of a list, in its order."""
    return [card["id"].removeprefix("m-") for card in page.all("li.card")]
