"""The organisation's days in a calendar of one's own: a secret address, and what stands behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_safe

from catalogue.console.access import SEES_CLIENTS, page, user_of
from catalogue.consulting.agenda import open_tasks
from catalogue.consulting.clientele import clientele
from catalogue.consulting.deadlines import Deadline, deadlines
from catalogue.consulting.feed import new_address, owner, revoke
from catalogue.models import Client, Task
from catalogue.parts.exports.calendar import DOMAIN, KnownDate, ics_bytes, turn_label
from catalogue.parts.exports.table import programme_name
from catalogue.parts.unavailable import with_catalogue
from catalogue.shortlist import snapshot

NAMED = 30
"""How many clients of a day are named; a calendar shows no more."""

CAUTION = "日程は変わることがあります。申し込む前に、公募要領や窓口で確かめてください。"


@page(SEES_CLIENTS)
def feed_page(request: HttpRequest) -> HttpResponse:
    """Whether there is an address, and how to get one. The address itself cannot be shown again."""
    return render(request, "catalogue/console/feed.html", {"person": user_of(request), "address": ""})


@page(SEES_CLIENTS, methods=("POST",))
def feed_renew(request: HttpRequest) -> HttpResponse:
    """Make an address, or another one; shown in this answer and never again."""
    user = user_of(request)
    if not user.organisation_id:
        raise Http404
    address = request.build_absolute_uri(reverse("feed", args=[new_address(user)]))
    return render(request, "catalogue/console/feed.html", {"person": user, "address": address})


@page(SEES_CLIENTS, methods=("POST",))
def feed_revoke(request: HttpRequest) -> HttpResponse:
    """Take the address back."""
    revoke(user_of(request))
    messages.success(request, "カレンダーのアドレスを無効にしました。")
    return redirect("console-feed")


@require_safe
@with_catalogue
def feed(request: HttpRequest, key: str) -> HttpResponse:
    """The calendar. Whoever has the key may read it; whoever could not log in and see the same gets nothing by it."""
    user = owner(key)
    if user is None:
        raise Http404
    day = localdate()
    clients = Client.objects.of(user)
    with translation.override("ja"):  # a calendar programme asks in any language, and its owner reads Japanese
        dates = [
            *(
                _deadline(one, request.build_absolute_uri)
                for one in deadlines(snapshot(day), clientele(clients, day), day)
            ),
            *_tasks(open_tasks(clients).filter(due__isnull=False), request.build_absolute_uri),
        ]
        response = HttpResponse(ics_bytes(dates, now()), content_type="text/calendar; charset=utf-8")
    response["Cache-Control"] = "private"
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    return response


def _deadline(one: Deadline, absolute: Callable[[str], str]) -> KnownDate:
    names = "、".join(client.name for client in one.clients[:NAMED])
    more = f"　ほか{len(one.clients) - NAMED}件" if len(one.clients) > NAMED else ""
    return KnownDate(
        f"{one.programme.code}-{one.turn.kind}-{one.turn.day.isoformat()}@{DOMAIN}",
        one.turn.day,
        f"{turn_label(one.turn.kind)}: {one.measure.title}（{programme_name(one.programme)}）",
        f"支援先: {names}{more}\n{CAUTION}",
        absolute(reverse("reach", args=[one.measure.code])),
    )


def _tasks(tasks: Iterable[Task], absolute: Callable[[str], str]) -> Iterable[KnownDate]:
    for one in tasks:
        assert isinstance(one.due, date)
        name = one.client.name
        yield KnownDate(
            f"task-{one.pk}@{DOMAIN}",
            one.due,
            f"{one.text}（{name}）",
            name,
            absolute(reverse("client", args=[one.client_id])),
        )
