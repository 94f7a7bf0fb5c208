"""Asking the API, and what every refusal has in common."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpResponse
from django.test import Client

MATCHES = "/api/v1/matches/"
MEASURES = "/api/v1/measures/"
DAY = "2024-03-31"
"""The day of the source."""

TITLES = {
    400: ("urn:problem:invalid-request", "要求に誤りがあります"),
    404: ("urn:problem:not-found", "見つかりません"),
    405: ("urn:problem:method-not-allowed", "この方法では使えません"),
    406: ("urn:problem:not-acceptable", "求められた形式では返せません"),
    413: ("urn:problem:too-large", "本文が大きすぎます"),
    415: ("urn:problem:unsupported-media-type", "本文の形式が違います"),
    503: ("urn:problem:unavailable", "いまは使えません"),
}


def post(client: Client, body: object, **extra: Any) -> HttpResponse:
    """POST *body*, bytes as they are and anything else as JSON."""
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    return client.post(MATCHES, data, **({"content_type": "application/json"} | extra))


def matched(client: Client, profile: object, **options: object) -> dict[str, Any]:
    """The answer of a match on the day of the source."""
    response = post(client, {"profile": profile, "as_of": DAY} | options)
    assert (response.status_code, response["Content-Type"]) == (200, "application/json"), response.content.decode()
    return response.json()


def whole(client: Client, profile: object, **options: object) -> dict[str, Any]:
    """The answer with every measure of the catalogue."""
    return matched(client, profile, **({"limit": 200, "include_ineligible": True} | options))


def by_code(answer: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Measure code → its place in the list."""
    return {one["measure"]["code"]: one for one in answer["results"]}


def problem(response: HttpResponse, status: int) -> dict[str, Any]:
    """The problem document that *response* is."""
    assert (response.status_code, response["Content-Type"]) == (status, "application/problem+json")
    found = response.json()
    kind, title = TITLES[status]
    assert list(found)[:4] == ["type", "title", "status", "detail"]
    assert (found["type"], found["title"], found["status"]) == (kind, title, status)
    assert found["detail"]
    return found


def errors(response: HttpResponse) -> list[tuple[str, str]]:
    """(pointer, detail) of each mistake in a refused input."""
    found = problem(response, 400)
    listed = [(error["pointer"], error["detail"]) for error in found["errors"]]
    assert found["detail"] == f"誤りが{len(listed)}件あります。"
    return listed
