"""What a company hands over: its code typed, its answers seen, and a client made or changed, with the consent."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now

from catalogue.clients.handover import CodeRefused, Offer, OfferChanged, TooManyFailures, look_up, take
from catalogue.console.access import ADDS_CLIENTS, KEEPS_CLIENTS, page
from catalogue.console.client_form import member_of
from catalogue.models import User
from catalogue.parts.answers import every_answer
from catalogue.parts.exports.table import clean
from matcher.profile import MAX_NAME

REFUSED = (
    "このコードでは受け取れません。文字が違うか、使用済みか、期限（3日）が過ぎています。会社の方に確かめてください。"
)
TOO_MANY = "誤ったコードが続いたため、しばらく受け取れません。1時間ほどおいてから試してください。"


@page(ADDS_CLIENTS, KEEPS_CLIENTS, methods=("GET", "HEAD", "POST"))
def receive(request: HttpRequest) -> HttpResponse:
    """The code; then what it brings; then the client."""
    user = member_of(request)
    if request.method != "POST":
        return _ask(request, "")
    code = request.POST.get("code", "").strip()[:100]
    if not code:
        return _ask(request, "コードを書いてください。")
    try:
        if "take" in request.POST:
            return _take(request, user, code)
        return _show(request, look_up(user, code, now()), code)
    except CodeRefused:
        return _ask(request, REFUSED)
    except TooManyFailures:
        return _ask(request, TOO_MANY)


def _take(request: HttpRequest, user: User, code: str) -> HttpResponse:
    name = " ".join(clean(request.POST.get("name", "")).split())
    if error := _wrong_with(name):
        return _show(request, look_up(user, code, now()), code, name=name, error=error)
    try:
        client = take(user, code, name, request.POST.get("shown", ""), now())
    except OfferChanged:
        return _show(request, look_up(user, code, now()), code, name=name, moved=True)
    messages.success(request, f"「{client.name}」の情報を受け取りました。")
    return redirect("client", client.pk)


def _wrong_with(name: str) -> str:
    if not name:
        return "会社名を書いてください。"
    return f"長すぎます。会社名は{MAX_NAME}字までで書いてください。" if len(name) > MAX_NAME else ""


def _ask(request: HttpRequest, error: str) -> HttpResponse:
    context = {
        "error": error,
        "code": request.POST.get("code", "")[:100],
        "mistakes": [{"target": "id_code", "text": error}] if error else [],
    }
    return render(request, "catalogue/console/receive.html", context, status=422 if error else 200)


def _show(
    request: HttpRequest, offer: Offer, code: str, *, name: str | None = None, error: str = "", moved: bool = False
) -> HttpResponse:
    handed = offer.handover.answers
    context: dict[str, Any] = {
        "offer": offer,
        "url": reverse("client", args=[offer.client.pk]) if offer.client else "",
        "code": code,
        "name": (offer.client.name if offer.client else offer.facts.name) if name is None else name,
        "answers": every_answer(handed),
        "agreed_at": offer.handover.agreed_at,
        "wording": offer.handover.wording.splitlines(),
        "error": error,
        "moved": moved,
        "mistakes": [{"target": "id_name", "text": error}] if error else [],
    }
    return render(request, "catalogue/console/receive_preview.html", context, status=422 if error or moved else 200)
