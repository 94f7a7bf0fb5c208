"""A client in two minutes: made, changed and deleted."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate

from catalogue.clients.facts import Facts
from catalogue.clients.forms import ClientForm
from catalogue.clients.keeping import ChangedMeanwhile, Meanwhile, NumberTaken, add, change, forget
from catalogue.console.access import ADDS_CLIENTS, DELETES_CLIENTS, KEEPS_CLIENTS, page, user_of
from catalogue.industries import search as industries
from catalogue.models import Client, User
from catalogue.models.draft import new_key
from catalogue.parts.answers import label_of

FORM = ("GET", "HEAD", "POST")


def member_of(request: HttpRequest) -> User:
    """The user, who belongs to an organisation; nobody else can keep clients."""
    user = user_of(request)
    if user.organisation_id is None:
        raise PermissionDenied
    return user


@page(ADDS_CLIENTS, methods=FORM)
def new(request: HttpRequest) -> HttpResponse:
    """Four facts first. A form that is sent twice makes one client."""
    user, today = member_of(request), localdate()
    form = ClientForm(None, request.POST if request.method == "POST" else None)
    key = request.POST.get("form_key", "")[:100] or new_key()
    taken = None
    if request.method == "POST" and "find" not in request.POST and form.is_valid():
        try:
            client = add(user, form.facts(today), today, key)
        except NumberTaken as error:
            taken = _taken(form, error)
        else:
            messages.success(request, f"「{client.name}」を登録しました。")
            return _onward(client, "")
    return _show(request, form, {"form_key": key, "taken": taken})


@page(KEEPS_CLIENTS, methods=FORM)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The same for a client that is there. Who saves second is told what changed meanwhile, and keeps what was typed."""
    user, today = member_of(request), localdate()
    client = get_object_or_404(Client.objects.of(user), pk=pk)
    form = ClientForm(Facts.of(client), request.POST if request.method == "POST" else None)
    seen = _number(request.POST.get("edits", ""), client.edits)
    taken: dict[str, str] | None = None
    meanwhile: Meanwhile | None = None
    if request.method == "POST" and "find" not in request.POST and form.is_valid():
        before = client.answers.get("industry", "")
        try:
            client = change(user, pk, form.facts(today, client.facts_on), today, seen)
        except ChangedMeanwhile as error:
            meanwhile = error.meanwhile
            seen = meanwhile.edits
        except NumberTaken as error:
            taken = _taken(form, error)
        else:
            messages.success(request, f"「{client.name}」を保存しました。")
            return _onward(client, before)
    more = {
        "client": client,
        "url": reverse("client", args=[pk]),
        "edits": seen,
        "taken": taken,
        "meanwhile": meanwhile,
    }
    return _show(request, form, more | {"consents": _consents(client)})


def _show(request: HttpRequest, form: ClientForm, more: dict[str, Any]) -> HttpResponse:
    if "find" in request.POST:
        form.without_judgement()
    mistakes = form.mistakes()
    context = {
        "client": None,
        "meanwhile": None,
        "consents": [],
        "form": form,
        "fields": list(form.shown_first()),
        "groups": list(form.shown_groups()),
        "mistakes": mistakes,
    } | more
    refused = bool(mistakes or context["meanwhile"])
    return render(request, "catalogue/console/client_form.html", context, status=422 if refused else 200)


def _taken(form: ClientForm, error: NumberTaken) -> dict[str, str]:
    form.add_error(
        "corporate_number", "同じ法人番号の支援先がすでにあります。番号を確かめるか、その支援先を直してください。"
    )
    return {"name": error.client.name, "url": reverse("client", args=[error.client.pk])}


def _onward(client: Client, industry_before: str) -> HttpResponse:
    """To the one more question that six industries need, when the industry is new; else to the client."""
    industry = client.answers.get("industry", "")
    if industry in industries.FOLLOW_UPS and industry != industry_before:
        return redirect("client-industry", client.pk)
    return redirect("client", client.pk)


def _number(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else otherwise


def _consents(client: Client) -> list[dict[str, Any]]:
    return [
        {
            "given_at": one.given_at,
            "received_at": one.received_at,
            "by": str(one.received_by or "記録なし"),
            "scope": "、".join(dict.fromkeys(label_of(_asked(key)) for key in one.scope)),
            "wording": one.wording.splitlines(),
        }
        for one in client.consents.select_related("received_by")
    ]


def _asked(key: str) -> str:
    return "founded_on" if key == "founded_year" else key


@page(KEEPS_CLIENTS, methods=FORM)
def industry(request: HttpRequest, pk: int) -> HttpResponse:
    """The one more question, because the law of company size tells parts of six industries apart."""
    user, today = member_of(request), localdate()
    client = get_object_or_404(Client.objects.of(user), pk=pk)
    stored = client.answers.get("industry", "")
    group = stored[:2]
    if group not in industries.FOLLOW_UPS:
        return redirect("client", pk)
    choices = industries.FOLLOW_UPS[group]
    error = ""
    if request.method == "POST":
        try:
            code = forms.ChoiceField(choices=choices).clean(request.POST.get("industry", ""))
            change(user, pk, Facts.of(client).answered({"industry": code}), today, client.edits)
        except forms.ValidationError:
            error = "近いものを一つ選んでください。わからなければ「わからない」を選べます。"
        except ChangedMeanwhile:
            return redirect("client-industry", pk)
        else:
            return redirect("client", pk)
    options = [
        {"value": code, "label": label, "checked": code == stored != group, "id": f"id_industry_{place}"}
        for place, (code, label) in enumerate(choices)
    ]
    context = {
        "client": client,
        "url": reverse("client", args=[pk]),
        "group": industries.name_of(group),
        "options": options,
        "mistakes": [{"target": "id_industry_0", "text": error}] if error else [],
        "error": error,
    }
    return render(request, "catalogue/console/client_industry.html", context, status=422 if error else 200)


@page(DELETES_CLIENTS, methods=FORM)
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks once, then deletes for good, the history as well."""
    client = get_object_or_404(Client.objects.of(user_of(request)), pk=pk)
    if request.method == "POST":
        name = client.name
        forget(client)
        messages.success(request, f"「{name}」を削除しました。")
        return redirect("client-list")
    context = {
        "client": client,
        "url": reverse("client", args=[pk]),
        "proposals": client.proposals.count(),
        "tasks": client.tasks.count(),
        "consents": client.consents.count(),
    }
    return render(request, "catalogue/console/client_delete.html", context)
