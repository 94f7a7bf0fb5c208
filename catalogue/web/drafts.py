"""A browser and its answers: found by a cookie, begun with the first answer, changed key by key so that two tabs lose nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now

from catalogue.models.draft import KEPT_FOR, Draft, fingerprint, new_key

COOKIE = "draft"
_LONGEST_KEY = 100


def current(request: HttpRequest) -> Draft | None:
    """The answers of this browser, if it has given any that are still kept."""
    key = request.COOKIES.get(COOKIE, "")
    if not 0 < len(key) <= _LONGEST_KEY:
        return None
    draft = Draft.objects.of(key).first()
    return draft if draft and draft.touched_at >= now() - KEPT_FOR else None


def save(
    request: HttpRequest,
    response: HttpResponse,
    answers: Mapping[str, Any],
    *,
    page: str = "",
    in_place: bool = False,
) -> Draft:
    """Change just these *answers* (None: not answered any more), beginning a draft if there is none.

    *page*: the form page that is left with them. *in_place*: keep what was answered before, to tell what changed.
    """
    with transaction.atomic():
        draft = _changing(request, response)
        if in_place:
            draft.before = draft.answers
        merged = draft.answers | answers
        draft.answers = {key: value for key, value in merged.items() if value is not None}
        if page and page not in draft.pages:
            draft.pages = [*draft.pages, page]
        draft.save()
    return draft


def star(request: HttpRequest, response: HttpResponse, code: str, *, keep: bool) -> None:
    """Keep a measure in mind, or no longer."""
    with transaction.atomic():
        draft = _changing(request, response)
        others = [one for one in draft.stars if one != code]
        draft.stars = [*others, code] if keep else others
        draft.save()


def forget(request: HttpRequest, response: HttpResponse) -> None:
    """Delete the answers and every link to them, and the cookie."""
    draft = current(request)
    if draft:
        draft.delete()
    response.delete_cookie(COOKIE, samesite="Lax")


def _changing(request: HttpRequest, response: HttpResponse) -> Draft:
    """This browser's draft, held until the transaction ends, or a new one; the cookie is kept for as long as the answers."""
    found = current(request)
    held = Draft.objects.select_for_update().filter(pk=found.pk).first() if found else None  # deleted meanwhile: None
    key = request.COOKIES[COOKIE] if held else new_key()
    _remember(response, key)
    return held or Draft.objects.create(fingerprint=fingerprint(key))


def _remember(response: HttpResponse, key: str) -> None:
    response.set_cookie(
        COOKIE,
        key,
        max_age=KEPT_FOR,
        httponly=True,
        samesite="Lax",
        secure=settings.CSRF_COOKIE_SECURE,
    )
