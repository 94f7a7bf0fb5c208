"""The clients of the own organisation: found, and carried out as files."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate

from catalogue import labels
from catalogue.clients.files import csv_of, xlsx_of
from catalogue.clients.finding import SORTS, Choice, found, old_before
from catalogue.console.access import SEES_CLIENTS, page, user_of
from catalogue.models import Client
from catalogue.parts.answers import text_of

ON_A_PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@page(SEES_CLIENTS)
def browse(request: HttpRequest) -> HttpResponse:
    """Search, filter, sort, page."""
    user, today = user_of(request), localdate()
    every, choice = list(Client.objects.of(user)), Choice.read(request.GET)
    matched = found(every, choice, today)
    shown = Paginator(matched, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "has_organisation": user.organisation_id is not None,
        "total": len(every),
        "matched": len(matched),
        "rows": [_row(one, one.facts_on < old_before(today)) for one in shown],
        "choice": choice,
        "narrowed": choice.prefecture or choice.industry or choice.old or choice.sort != "name",
        "prefectures": labels.PREFECTURES.items(),
        "divisions": labels.DIVISIONS.items(),
        "sorts": SORTS.items(),
        "page": shown,
        "size": ON_A_PAGE,
        "previous": _address(choice, shown.previous_page_number()) if shown.has_previous() else "",
        "following": _address(choice, shown.next_page_number()) if shown.has_next() else "",
        "csv": _address(choice, 1, "client-csv"),
        "xlsx": _address(choice, 1, "client-xlsx"),
    }
    return render(request, "catalogue/console/client_list.html", context)


def _row(client: Client, old: bool) -> dict[str, Any]:
    answers = client.answers
    told = [text_of(answers, key) for key in ("industry", "prefecture", "employees")]
    if client.corporate_number:
        told.append(f"法人番号 {client.corporate_number}")
    return {
        "pk": client.pk,
        "name": client.name,
        "url": reverse("client", args=[client.pk]),
        "facts": "・".join(filter(None, told)),
        "facts_on": client.facts_on,
        "old": old,
    }


def _address(choice: Choice, number: int, name: str = "client-list") -> str:
    asked = urlencode(choice.address | ({"page": number} if number > 1 else {}))
    return f"{reverse(name)}?{asked}" if asked else reverse(name)


@page(SEES_CLIENTS)
def as_csv(request: HttpRequest) -> HttpResponse:
    """The clients that were asked for, in the shape that the import reads."""
    return file_response(csv_of(_chosen(request)), "text/csv; charset=utf-8", "shien-saki.csv")


@page(SEES_CLIENTS)
def as_xlsx(request: HttpRequest) -> HttpResponse:
    """The same for a spreadsheet."""
    return file_response(xlsx_of(_chosen(request), localdate()), XLSX, "shien-saki.xlsx")


def _chosen(request: HttpRequest) -> list[Client]:
    return found(Client.objects.of(user_of(request)), Choice.read(request.GET), localdate())


def file_response(content: bytes, kind: str, name: str) -> HttpResponse:
    """A file to keep."""
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
