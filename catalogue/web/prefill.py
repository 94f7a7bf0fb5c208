"""Suggestions from gBizINFO for who gave a corporate number: asked for by a button, taken one by one. Off without a token."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from catalogue.imports.gbizinfo.client import Unavailable, fetch
from catalogue.imports.gbizinfo.suggestions import Prefill, suggest
from catalogue.parts.answers import label_of
from catalogue.web import drafts
from matcher import Profile, ProfileError
from matcher.profile import PROFILE_KEYS

_TEMPLATE = "catalogue/profile/prefill.html"


def is_on() -> bool:
    """Whether this installation may ask gBizINFO."""
    return bool(settings.GBIZINFO_TOKEN)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def prefill(request: HttpRequest) -> HttpResponse:
    """Ask for suggestions, show each with its date, and keep those that the person ticks."""
    if not is_on():
        raise Http404
    draft = drafts.current(request)
    number = draft.answers.get("corporate_number") if draft else None
    if draft is None or number is None:
        return redirect("profile-page", "basics")
    if "take" in request.POST:
        return _take(request, draft.answers)
    if request.method == "POST":
        return _ask(request, number, draft.answers)
    return render(request, _TEMPLATE, {"number": number, "asked": False, "rows": [], "error": "", "closed": ""})


def _ask(request: HttpRequest, number: str, answers: dict[str, Any]) -> HttpResponse:
    error, found = "", Prefill(())
    try:
        entry = fetch(number, settings.GBIZINFO_TOKEN)
        if entry is None:
            error = _("この法人番号の情報は、gBizINFOに見つかりませんでした。")
        else:
            found = suggest(entry, localdate())
    except Unavailable as unavailable:
        error = str(unavailable)
    rows = [
        {
            "key": one.key,
            "label": label_of(one.key),
            "shown": one.shown,
            "as_of": one.as_of,
            "source": _(one.source),
            "value": json.dumps(one.value, ensure_ascii=False),
            "answered": one.key in answers,
            "id": f"id_take_{one.key}",
        }
        for one in found.suggestions
    ]
    context = {"number": number, "asked": True, "rows": rows, "error": error, "closed": found.warning}
    return render(request, _TEMPLATE, context)


def _take(request: HttpRequest, answers: dict[str, Any]) -> HttpResponse:
    """Keep what was ticked, if the engine finds it sound beside the other answers; what it refuses is left out."""
    taken: dict[str, Any] = {}
    for key in request.POST.getlist("take_key"):
        if key not in PROFILE_KEYS:
            continue
        try:
            value = json.loads(request.POST.get(f"value_{key}", ""))
            if key == "certifications":  # what gBizINFO knows of comes beside what is answered
                value = sorted({*answers.get(key, []), *value})
            more = taken | {key: value}
            if key == "founded_on":
                more["founded_year"] = int(str(value)[:4])
            Profile.from_mapping(answers | more, localdate())
        except (ValueError, TypeError, RecursionError, ProfileError):
            continue
        taken = more
    response = HttpResponseRedirect(reverse("profile-page", args=["basics"]))
    drafts.save(request, response, taken)
    return response
