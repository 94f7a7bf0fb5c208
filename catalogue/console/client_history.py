"""Who changed what of a client, and when."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from catalogue.console.access import SEES_CLIENTS, page
from catalogue.console.client import client_of
from catalogue.console.client_text import entry_text
from catalogue.consulting.history import history_of
from catalogue.models import Measure

PER_PAGE = 50


@page(SEES_CLIENTS)
def client_history(request: HttpRequest, pk: int) -> HttpResponse:
    """The latest first."""
    client = client_of(request, pk)
    at = Paginator(history_of(client), PER_PAGE).get_page(request.GET.get("page"))
    titles = dict(Measure.objects.values_list("code", "title"))
    here = reverse("client-history", args=[pk])
    context = {
        "client": client,
        "page": at,
        "entries": [{"at": one.at, "by": one.by, "text": entry_text(one, titles)} for one in at],
        "previous": f"{here}?page={at.previous_page_number()}" if at.has_previous() else "",
        "following": f"{here}?page={at.next_page_number()}" if at.has_next() else "",
    }
    return render(request, "catalogue/console/client/history.html", context)
