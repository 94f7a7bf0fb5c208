"""What needs care in the catalogue: counted, filtered, each line with the way to where one mends it."""

from __future__ import annotations

from collections import Counter
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate, now

from catalogue.console.access import SEES_CATALOGUE, page, user_of
from catalogue.models import LinkCheck
from catalogue.review.care import KINDS, Line, care
from catalogue.search import search_key

PER_PAGE = 50
_LONGEST_QUERY = 200


@page(SEES_CATALOGUE)
def care_page(request: HttpRequest) -> HttpResponse:
    """The list as of today."""
    day = localdate()
    kind = request.GET.get("kind", "") if request.GET.get("kind", "") in KINDS else ""
    query = request.GET.get("q", "").strip()[:_LONGEST_QUERY]
    everything = care(day, now(), user_of(request))
    counts = Counter(one.kind for one in everything)
    chosen = [one for one in everything if kind in ("", one.kind) and _says(one, query)]
    found = Paginator(chosen, PER_PAGE).get_page(request.GET.get("page"))
    checked = LinkCheck.objects.order_by("-checked_at").values_list("checked_at", flat=True).first()
    context = {
        "as_of": day,
        "total": len(everything),
        "counts": [{"key": key, "label": label, "count": counts[key]} for key, label in KINDS.items()],
        "kind": kind,
        "q": query,
        "rows": [_row(one) for one in found],
        "pages": found,
        "query": urlencode({"kind": kind, "q": query}),
        "links_checked": checked,
    }
    return render(request, "catalogue/console/care.html", context)


def _says(one: Line, query: str) -> bool:
    """Whether all words of *query* stand in a line."""
    said = search_key(f"{one.about} {one.title} {one.text}")
    return all(search_key(word) in said for word in query.split())


def _row(one: Line) -> dict[str, Any]:
    return {
        "line": one,
        "label": KINDS[one.kind],
        "url": reverse(f"admin:catalogue_{one.target}_change", args=[one.pk]),
    }
