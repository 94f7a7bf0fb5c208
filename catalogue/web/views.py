from typing import Final

from django.conf import settings
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from catalogue.parts.addresses import ours
from catalogue.web import drafts, health

# What the start page shows to try: a food manufacturer in Nagano with 40 employees.
SAMPLE_REQUEST: Final = (
    '{"profile": {"entity_type": "corporation", "industry": "09", "prefecture": "20", "employees": 40,'
    ' "topics": ["dx", "investment"]}}'
)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Say what the service is and where to go on; works without a catalogue, and then says so."""
    return render(
        request,
        "catalogue/home.html",
        {
            "resuming": _has_answers(request),
            "measures": health.status()["catalogue"]["measures"],
            "matches_url": request.build_absolute_uri(reverse("api:matches")),
            "sample_request": SAMPLE_REQUEST,
        },
    )


@require_safe
@never_cache
def language(request: HttpRequest, code: str) -> HttpResponse:
    """Remember the language and go back to where one was, on this site."""
    if code not in dict(settings.LANGUAGES):
        raise Http404
    response = HttpResponseRedirect(ours(request.GET.get("next", ""), reverse("home")))
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        code,
        max_age=365 * 24 * 60 * 60,
        httponly=True,
        samesite="Lax",
        secure=settings.CSRF_COOKIE_SECURE,
    )
    return response


def _has_answers(request: HttpRequest) -> bool:
    """Whether this browser can go on where it left off; without a database it cannot."""
    try:
        draft = drafts.current(request)
    except DatabaseError:
        return False
    return draft is not None and bool(draft.answers)


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept, why, how long, and how to delete it."""
    return render(request, "catalogue/privacy.html")


@require_safe
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """Answer 200 if the service can do its work, 503 if not; the body says what is missing."""
    answer = health.status()
    return JsonResponse(answer, status=200 if answer["status"] == "ok" else 503)
