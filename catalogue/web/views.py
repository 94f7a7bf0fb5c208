from typing import Final

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from catalogue.web import health

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
            "measures": health.status()["catalogue"]["measures"],
            "matches_url": request.build_absolute_uri(reverse("api:matches")),
            "sample_request": SAMPLE_REQUEST,
        },
    )


@require_safe
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """Answer 200 if the service can do its work, 503 if not; the body says what is missing."""
    answer = health.status()
    return JsonResponse(answer, status=200 if answer["status"] == "ok" else 503)
