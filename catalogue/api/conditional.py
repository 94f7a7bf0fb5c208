"""Conditional requests on the catalogue: what has not changed since is not sent, nor read, again."""

from __future__ import annotations

import hashlib
from datetime import date, datetime, time
from functools import cache
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag
from django.utils.timezone import make_aware
from django.utils.translation import get_language
from rest_framework.request import Request

from catalogue.models import CatalogueState


def state_tag(state: CatalogueState, day: date, request: HttpRequest | Request) -> str:
    """The name of an answer: by the catalogue's version, the day, the language, the address, and what wrote it."""
    said = (
        state.version,
        day.isoformat(),
        get_language() or "",
        request.get_full_path(),
        request.get_host(),
        program(),
    )
    return quote_etag(hashlib.sha256("\0".join(said).encode("utf-8", "backslashreplace")).hexdigest()[:32])


def changed_at(state: CatalogueState, day: date) -> int:
    """When an answer may last have changed: by a load, or because the day has."""
    return int(max(state.loaded_at, make_aware(datetime.combine(day, time()))).timestamp())


def unchanged(request: Request, tag: str, at: int | None) -> HttpResponse | None:
    """304 for who has it, 412 for who wants another; None when it is to be sent. ``*`` asks whether it exists, and is not asked here."""
    asked = request._request
    if asked.META.get("HTTP_IF_NONE_MATCH", "").strip() == "*" or asked.META.get("HTTP_IF_MATCH", "").strip() == "*":
        return None
    found: HttpResponse | None = get_conditional_response(asked, etag=tag, last_modified=at)
    return found


def mark(response: HttpResponse, tag: str, at: int | None) -> None:
    """Say on an answer what it is, and that it is to be asked for again."""
    response.headers["ETag"] = tag
    if at is not None:
        response.headers["Last-Modified"] = http_date(at)
    response.headers["Cache-Control"] = "no-cache"


@cache
def program() -> str:
    """A name for the code and texts that write the answers, so that a new release is not taken for the old."""
    digest = hashlib.sha256()
    here = Path(__file__).resolve().parents[1]
    for path in sorted([*here.rglob("*.py"), *here.rglob("*.mo")]):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
