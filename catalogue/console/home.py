"""The first page after the login: what is to be done, what is coming, what has changed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now

from catalogue.console.access import KEEPS_CLIENTS, SEES_CLIENTS, page, user_of
from catalogue.consulting.agenda import finish, last_opened, open_tasks, with_old_facts
from catalogue.consulting.clientele import clientele
from catalogue.consulting.deadlines import Deadline, deadlines
from catalogue.consulting.news import NewRules, News, new_rules, news
from catalogue.contract.match import event_sentence, source
from catalogue.language import day_text
from catalogue.models import Client, Task, User
from catalogue.models.clients import ClientQuerySet
from catalogue.parts.exports.calendar import turn_label
from catalogue.parts.exports.table import programme_name
from catalogue.shortlist import NoCatalogue, Snapshot, snapshot

TASKS, OLD, RECENT, NEWS, NAMED = 20, 10, 8, 10, 10
"""How many of each stand here; of a deadline's clients, how many by name."""


@page()
def home(request: HttpRequest) -> HttpResponse:
    """What waits for this person: of the own organisation's clients, for who may see clients; of the catalogue, for everybody."""
    user, day = user_of(request), localdate()
    try:
        rules = snapshot(day)
    except NoCatalogue:
        rules = None
    context: dict[str, Any] = {
        "person": user,
        "sees_clients": bool(user.organisation_id) and user.has_perm(f"catalogue.{SEES_CLIENTS}"),
        "is_loaded": rules is not None,
        "rules": [_new_rules(one) for one in new_rules(rules, NEWS)] if rules else [],
        "news": [_news(one) for one in news(rules, day, NEWS)] if rules else [],
        "as_of": day,
    }
    if context["sees_clients"]:
        context |= _of_clients(user, rules, day, every_task=request.GET.get("tasks") == "all")
    return render(request, "catalogue/console/home.html", context)


def _of_clients(user: User, rules: Snapshot | None, day: date, *, every_task: bool) -> dict[str, Any]:
    clients: ClientQuerySet = Client.objects.of(user)
    whose = clientele(clients, day)
    tasks = list(open_tasks(clients))
    old = list(with_old_facts(clients, day))
    coming = deadlines(rules, whose, day) if rules else []
    titles = {code: card.title for code, card in rules.measures.items()} if rules else {}
    return {
        "has_clients": bool(whose.clients),
        "may_edit": user.has_perm(f"catalogue.{KEEPS_CLIENTS}"),
        "search": reverse("client-list"),
        "tasks": [_task(one, titles, day) for one in (tasks if every_task else tasks[:TASKS])],
        "more_tasks": 0 if every_task else max(len(tasks) - TASKS, 0),
        "days": [
            {"day": turn_day, "deadlines": [_deadline(one) for one in group]}
            for turn_day, group in groupby(coming, key=lambda one: one.turn.day)
        ],
        "old": _links(old[:OLD]),
        "more_old": max(len(old) - OLD, 0),
        "recent": _links(last_opened(user, clients, RECENT)),
    }


def _links(clients: Iterable[Client]) -> list[dict[str, Any]]:
    return [{"name": one.name, "url": reverse("client", args=[one.pk]), "facts_on": one.facts_on} for one in clients]


def _task(one: Task, titles: dict[str, str], day: date) -> dict[str, Any]:
    return {
        "pk": one.pk,
        "text": one.text,
        "due": one.due,
        "overdue": one.due is not None and one.due < day,
        "client": one.client,
        "url": reverse("client", args=[one.client_id]),
        "measure": titles.get(one.measure, ""),
    }


def _deadline(one: Deadline) -> dict[str, Any]:
    return {
        "what": turn_label(one.turn.kind),
        "measure": one.measure,
        "programme": programme_name(one.programme),
        "clients": _links(one.clients[:NAMED]),
        "more": max(len(one.clients) - NAMED, 0),
    }


def _news(one: News) -> dict[str, Any]:
    return {
        "day": day_text(one.event.on),
        "programme": programme_name(one.programme),
        "text": event_sentence(one.event),
        "source": source(one.event.origin),
        "measures": one.measures,
    }


def _new_rules(one: NewRules) -> dict[str, Any]:
    return {
        "on": localdate(one.version.published_at),
        "programme": one.version.programme.name,
        "first": one.version.first,
        "why": one.version.why,
        "measures": one.measures,
    }


@page(KEEPS_CLIENTS, methods=("POST",))
def task_done(request: HttpRequest, pk: int) -> HttpResponse:
    """A task is done. Another organisation's is not there."""
    task = finish(Client.objects.of(user_of(request)), pk, now())
    if task is None:
        raise Http404
    messages.success(request, f"{task.client}の「{task.text}」を済みにしました。")
    return redirect("console")
