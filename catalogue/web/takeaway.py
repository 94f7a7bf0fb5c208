"""Files to take along, the comparison of kept measures, and links that show an answer to others."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from catalogue.models import Draft, Share
from catalogue.models.draft import KEPT_FOR
from catalogue.parts.answer import Answer, answer_of, sheet_context
from catalogue.parts.answers import every_answer
from catalogue.parts.cards import card, decisive
from catalogue.parts.exports.calendar import ics_bytes, known_dates
from catalogue.parts.exports.spreadsheet import csv_bytes, xlsx_bytes
from catalogue.parts.unavailable import with_catalogue
from catalogue.shortlist import MeasureResult
from catalogue.web import drafts
from catalogue.web.results import own_answer
from catalogue.wording import condition_text
from matcher import Profile

MOST_COMPARED = 4
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _answer(request: HttpRequest) -> tuple[Draft, Answer]:
    draft = drafts.current(request)
    if draft is None or not draft.answers:
        raise Http404
    return draft, own_answer(draft, localdate())


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_safe
@never_cache
@with_catalogue
def as_csv(request: HttpRequest) -> HttpResponse:
    """All measures of the answer, a row each."""
    _draft, answer = _answer(request)
    return _file(csv_bytes(answer.found, every_answer(answer.answers)), "text/csv; charset=utf-8", "shien-shisaku.csv")


@require_safe
@never_cache
@with_catalogue
def as_xlsx(request: HttpRequest) -> HttpResponse:
    """The same for a spreadsheet."""
    _draft, answer = _answer(request)
    return _file(xlsx_bytes(answer.found, every_answer(answer.answers)), _XLSX, "shien-shisaku.xlsx")


@require_safe
@never_cache
@with_catalogue
def as_calendar(request: HttpRequest) -> HttpResponse:
    """The days that are known of measures that are not ruled out."""
    _draft, answer = _answer(request)

    def address(code: str) -> str:
        return request.build_absolute_uri(reverse("measure", args=[code]))

    dates = ics_bytes(known_dates(answer.found, address), now())
    return _file(dates, "text/calendar; charset=utf-8", "shien-shisaku.ics")


@require_safe
@never_cache
@with_catalogue
def compare(request: HttpRequest) -> HttpResponse:
    """Up to four measures side by side: those that the address names, else the kept ones."""
    draft = drafts.current(request)
    answer = own_answer(draft, localdate()) if draft and draft.answers else None
    if answer is None:
        return render(request, "catalogue/results/empty.html")
    by_code = answer.by_code
    stars = draft.stars if draft else []
    named = [code for code in dict.fromkeys(request.GET.getlist("m")) if code in by_code]
    codes = (named or [code for code in stars if code in by_code])[:MOST_COMPARED]
    columns = [_column(by_code[code], answer.profile, answer.found.as_of, stars) for code in codes]
    return render(
        request,
        "catalogue/results/compare.html",
        {
            "columns": columns,
            "rows": _rows(columns),
            "most": MOST_COMPARED,
            "kept": [by_code[code] for code in stars if code in by_code],
            "codes": codes,
        },
    )


def _column(one: MeasureResult, profile: Profile, as_of: date, stars: list[str]) -> dict[str, Any]:
    shown = card(one, profile, as_of, stars)
    conditions = [
        " ／ ".join(condition_text(finding.condition) for finding in clause.findings)
        for clause in one.lead.verdict.clauses
    ]
    return {
        "card": shown,
        "cells": {
            _("判定"): [f"{shown.verdict.icon} {shown.verdict.text}"],
            _("概要"): [shown.summary],
            _("支援の種類"): list(shown.supports),
            _("所管"): list(shown.ministries),
            _("受付状況"): [shown.availability_text, *shown.history],
            _("条件"): conditions or [_("出典に、会社についての要件は書かれていません。")],
            _("決め手・足りない情報"): [condition_text(finding.condition) for finding in decisive(one.lead)]
            or [_("なし")],
            _("手で確認する条件"): [check.text for check in one.lead.card.checks] or [_("なし")],
            _("加点・優遇"): [*shown.bonus_held, *shown.bonus_open] or [_("なし")],
        },
    }


def _rows(columns: list[dict[str, Any]]) -> list[dict[str, Any]]:
    labels = list(columns[0]["cells"]) if columns else []
    return [{"label": label, "cells": [column["cells"][label] for column in columns]} for label in labels]


@require_safe
@never_cache
def shares(request: HttpRequest) -> HttpResponse:
    """The links that show this answer to others."""
    draft = drafts.current(request)
    links = draft.shares.all() if draft else []
    context = {
        "links": [
            {"id": link.pk, "url": request.build_absolute_uri(reverse("shared", args=[link.key])), "as_of": link.as_of}
            for link in links
        ],
        "has_answers": bool(draft and draft.answers),
    }
    return render(request, "catalogue/results/shares.html", context)


@require_POST
@with_catalogue
def share(request: HttpRequest) -> HttpResponse:
    """Make a link to the answer as it is today."""
    draft, answer = _answer(request)
    Share.objects.create(draft=draft, answers=draft.answers, stars=draft.stars, as_of=answer.found.as_of)
    return redirect("shares")


@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one's own link back. Another's is not there."""
    draft = drafts.current(request)
    deleted, _counts = Share.objects.filter(pk=pk, draft=draft).delete() if draft else (0, {})
    if not deleted:
        raise Http404
    return redirect("shares")


@require_safe
@never_cache
@with_catalogue
def shared(request: HttpRequest, key: str) -> HttpResponse:
    """What a link shows: the answers of that day, to be read and printed, and nothing to change."""
    link = Share.objects.filter(key=key, draft__touched_at__gte=now() - KEPT_FOR).first()
    if link is None:
        raise Http404
    answer = answer_of(link.answers, link.as_of)
    response = render(request, "catalogue/results/shared.html", sheet_context(answer, link.stars))
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    return response
