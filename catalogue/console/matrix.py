"""All clients × all measures on one page, and as a file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localdate

from catalogue import wording
from catalogue.console import words
from catalogue.console.access import SEES_CLIENTS, page, user_of
from catalogue.console.files import download
from catalogue.consulting.clientele import clientele
from catalogue.consulting.matrix import Cell, Matrix, Wanted, matrix
from catalogue.models import AREAS, Client, ProposalStatus
from catalogue.parts.cards import ICONS
from catalogue.parts.exports.spreadsheet import Sheet
from catalogue.parts.exports.table import Table, clean
from catalogue.parts.unavailable import with_catalogue
from catalogue.shortlist import snapshot
from matcher import Availability, Outcome

_LONGEST_QUERY = 200


@page(SEES_CLIENTS)
@with_catalogue
def matrix_page(request: HttpRequest) -> HttpResponse:
    """The matrix, or the part of it that the address asks for."""
    wanted = _read(request.GET)
    found = _found(request, wanted, localdate())
    context = {
        "wanted": wanted,
        "filters": _filters(wanted),
        "is_narrowed": wanted != Wanted(),
        "measures": [{"code": one.code, "title": one.title} for one in found.measures],
        "rows": [
            {"client": row.client, "url": reverse("client", args=[row.client.pk]), "cells": _cells(row.cells)}
            for row in found.rows
        ],
        "legend": _legend(),
        "as_of": localdate(),
        "query": request.GET.urlencode(),
    }
    return render(request, "catalogue/console/matrix.html", context)


@page(SEES_CLIENTS)
@with_catalogue
def matrix_file(request: HttpRequest, kind: str) -> HttpResponse:
    """The same part as a table: a row a client, a column a measure."""
    found = _found(request, _read(request.GET), localdate())
    header = ("支援先", "法人番号", *(clean(f"{one.code} {one.title}") for one in found.measures))
    rows = tuple(
        (clean(row.client.name), row.client.corporate_number, *(_said(cell) for cell in row.cells))
        for row in found.rows
    )
    widths = (30, 16, *(14 for _ in found.measures))
    return download(Sheet("一覧表", Table(header, rows), widths, freeze="C2"), kind, "ichiran", localdate())


def _found(request: HttpRequest, wanted: Wanted, day: date) -> Matrix:
    rules = snapshot(day)
    return matrix(rules, clientele(Client.objects.of(user_of(request)), day), day, wanted)


def _read(query: QueryDict) -> Wanted:
    """What the address asks for. What it does not know it leaves out: an old link still opens."""
    area, availability, outcome, status = (query.get(key, "") for key in ("area", "availability", "verdict", "status"))
    return Wanted(
        query.get("q", "").replace("\x00", " ").strip()[:_LONGEST_QUERY],
        int(area) if area in map(str, AREAS) else None,
        Availability(availability) if availability in wording.AVAILABILITIES else None,
        Outcome(outcome) if outcome in wording.VERDICTS else None,
        ProposalStatus(status) if status in ProposalStatus.values else None,
    )


def _filters(wanted: Wanted) -> list[dict[str, Any]]:
    """The filters as selects, with the chosen option marked."""
    fields: list[tuple[str, str, object, Mapping[str, str]]] = [
        ("area", "分野", wanted.area, {str(number): name for number, name in AREAS.items()}),
        ("verdict", "判定", wanted.outcome, wording.VERDICTS),
        ("status", "状況", wanted.status, dict(ProposalStatus.choices)),
        ("availability", "受付状況", wanted.availability, wording.AVAILABILITIES),
    ]
    return [
        {
            "name": name,
            "label": label,
            "options": [
                {"value": value, "label": text, "selected": chosen is not None and str(chosen) == value}
                for value, text in options.items()
            ],
        }
        for name, label, chosen, options in fields
    ]


def _cells(cells: Iterable[Cell | None]) -> SafeString:
    """A row's cells, from the few that there are: a template would take seconds for ninety thousand of them."""
    return mark_safe("".join([_cell(cell) for cell in cells]))  # noqa: S308  # each was made by format_html


_CLASSES = {Outcome.ELIGIBLE: "yes", Outcome.NEEDS_INFO: "maybe", Outcome.INELIGIBLE: "no"}


@cache
def _cell(cell: Cell | None) -> SafeString:
    """Sign and word in one text: of ninety thousand cells, each element more would keep a browser busy for a second."""
    if cell is None:
        return mark_safe("<td></td>")
    told = [words.verdict(cell.outcome)]
    if cell.status is not ProposalStatus.NOT_PROPOSED:
        told.append(f"{words.STATUS_MARK}{cell.status.label}")
    if cell.overridden:
        told.append(f"{words.OVERRIDE_MARK}{words.OVERRIDE_WORD}")
    return format_html('<td class="{}">{}</td>', _CLASSES[cell.outcome], " ".join(told))


def _said(cell: Cell | None) -> str:
    if cell is None:
        return ""
    told = [words.verdict(cell.outcome)]
    if cell.status is not ProposalStatus.NOT_PROPOSED:
        told.append(str(cell.status.label))
    if cell.overridden:
        told.append(words.OVERRIDE_WORD)
    return "／".join(told)


def _legend() -> list[dict[str, str]]:
    """What the signs mean."""
    verdicts = [
        {"sign": ICONS[outcome], "text": f"{words.VERDICTS[outcome]}（{wording.VERDICTS[outcome.value]}）"}
        for outcome in Outcome
    ]
    return [
        *verdicts,
        {"sign": words.STATUS_MARK, "text": "提案の状況（未提案には付きません）"},
        {"sign": words.OVERRIDE_MARK, "text": "相談員が規則の判定を上書きしたもの"},
    ]
