"""Calls 公募 from jGrants: what they are, which programme each may belong to, and what people decide of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now

from catalogue.console.access import KEEPS_CALLS, SEES_CALLS, page, user_of
from catalogue.imports.jgrants import links
from catalogue.models import Call, CallState, Programme, User
from catalogue.models.calls import ATTRIBUTION

PER_PAGE = 50
_LONGEST_QUERY = 200

WAITING, EVERY = "waiting", "all"
STATES = {WAITING: "確認を待つもの", **dict(CallState.choices), EVERY: "すべて"}
"""What the list can be cut down to."""


@page(SEES_CALLS)
def calls(request: HttpRequest) -> HttpResponse:
    """The list by state; what has closed only when it is asked for."""
    state = request.GET.get("state", WAITING)
    state = state if state in STATES else WAITING
    query = request.GET.get("q", "").replace("\x00", " ").strip()[:_LONGEST_QUERY]
    past = request.GET.get("past") == "1"
    chosen = _in_state(Call.objects.select_related("programme"), state).defer("detail_html", "detail_text", "accepted")
    for word in query.split():
        chosen = chosen.filter(Q(title__icontains=word) | Q(institution__icontains=word) | Q(name__icontains=word))
    if not past:
        chosen = chosen.filter(Q(closes_at=None) | Q(closes_at__gte=now()))
    found = Paginator(chosen, PER_PAGE).get_page(request.GET.get("page"))
    by_state = dict(Call.objects.order_by().values_list("state").annotate(count=Count("pk")))
    context = {
        "attribution": ATTRIBUTION,
        "states": list(STATES.items()),
        "counts": [(key, label, by_state.get(key, 0)) for key, label in CallState.choices],
        "state": state,
        "q": query,
        "past": past,
        "rows": found,
        "pages": found,
        "query": urlencode({"state": state, "q": query} | ({"past": "1"} if past else {})),
        "stored": sum(by_state.values()),
    }
    return render(request, "catalogue/console/calls.html", context)


def _in_state(found: QuerySet[Call], state: str) -> QuerySet[Call]:
    if state == WAITING:
        return found.filter(state__in=(CallState.SUGGESTED, CallState.CHANGED))
    return found if state == EVERY else found.filter(state=state)


@page(SEES_CALLS)
def call(request: HttpRequest, pk: int) -> HttpResponse:
    """One call with its text and what can be decided."""
    return _page(request, pk)


def _page(request: HttpRequest, pk: int, refused: str = "", mistake: str = "", status: int = 200) -> HttpResponse:
    one = get_object_or_404(Call.objects.select_related("programme"), pk=pk)
    keeps = user_of(request).has_perm(f"catalogue.{KEEPS_CALLS}")
    context = {
        "one": one,
        "attribution": ATTRIBUTION,
        "limit": f"{one.max_yen:,}円" if one.max_yen else "記載なし",
        "suggestions": _suggestions(one),
        "differences": links.differences(one),
        "programmes": Programme.objects.order_by("name", "code").values_list("code", "name") if keeps else (),
        "keeps": keeps,
        "seen": links.mark(one),
        "may_accept": one.state == CallState.CHANGED,
        "may_dismiss": one.state != CallState.DISMISSED,
        "may_return": one.state != CallState.SUGGESTED,
        "refused": refused,
        "mistakes": [{"target": "id_programme", "text": mistake}] if mistake else [],
    }
    return render(request, "catalogue/console/call.html", context, status=status)


def _suggestions(one: Call) -> list[dict[str, Any]]:
    """What is suggested and still exists, the best first, without what is linked already."""
    codes = [said["programme"] for said in one.suggestions]
    known = {found.code: found for found in Programme.objects.filter(code__in=codes)}
    return [
        {"programme": known[said["programme"]], "score": said["score"], "why": said["why"]}
        for said in one.suggestions
        if said["programme"] in known and known[said["programme"]].pk != one.programme_id
    ]


@page(KEEPS_CALLS, methods=("POST",))
def link(request: HttpRequest, pk: int) -> HttpResponse:
    """The call belongs to a programme."""
    programme = Programme.objects.filter(code=request.POST.get("programme", "").replace("\x00", "")).first()
    if programme is None:
        return _page(request, pk, mistake="事業：対応づける事業を一覧から選んでください。", status=422)

    def decide(one: Call, by: User, today: date) -> Call:
        return links.link(one, programme, by, today)

    return _decided(
        request, pk, decide, f"「{programme.name}」に対応づけました。受付の日が、この事業の受付状況に入ります。"
    )


@page(KEEPS_CALLS, methods=("POST",))
def dismiss(request: HttpRequest, pk: int) -> HttpResponse:
    """The call is of no concern here."""
    return _decided(request, pk, links.dismiss, "対象外にしました。")


@page(KEEPS_CALLS, methods=("POST",))
def unlink(request: HttpRequest, pk: int) -> HttpResponse:
    """Back to the candidates."""
    return _decided(request, pk, links.unlink, "候補に戻しました。")


@page(KEEPS_CALLS, methods=("POST",))
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """The link holds with the content of now."""
    return _decided(request, pk, links.accept_change, "変更を確認しました。")


def _decided(request: HttpRequest, pk: int, decide: Callable[[Call, User, date], Call], said: str) -> HttpResponse:
    """Carry out what was decided about the call as it was seen; another call than that is shown as it is now."""
    one = get_object_or_404(Call, pk=pk)
    try:
        if request.POST.get("seen") != links.mark(one):
            raise links.Overtaken
        decide(one, user_of(request), localdate())
    except links.NotPossible as error:
        return _page(request, pk, refused=str(error), status=409)
    messages.success(request, said)
    return redirect("call", pk)
