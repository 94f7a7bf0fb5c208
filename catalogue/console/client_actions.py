"""What is done on a client's page. Whatever is refused comes back with what was typed; whatever is taken leads back to where one was."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.timezone import localdate, now

from catalogue.console.access import KEEPS_CLIENTS, page, user_of
from catalogue.console.client import Refused, Standing, client_of, shown, standing_of
from catalogue.console.client_choice import Choice
from catalogue.console.client_forms import Form, OverrideForm, StatusForm, TaskForm
from catalogue.consulting.facts import add_answers, held
from catalogue.consulting.overrides import overrule, withdraw
from catalogue.consulting.proposals import set_status
from catalogue.consulting.seen import confirm
from catalogue.models import Client, ProposalStatus
from catalogue.parts.addresses import ours
from catalogue.parts.pages import AnswerForm
from catalogue.parts.question import asked_again
from catalogue.parts.unavailable import with_catalogue
from matcher import Outcome
from matcher.features import QUESTIONS

_POST = ("POST",)


def _here(request: HttpRequest, client: Client) -> str:
    """Where the form stood."""
    return ours(request.POST.get("next", ""), reverse("client", args=[client.pk]))


def _back(request: HttpRequest, client: Client, anchor: str) -> HttpResponse:
    return redirect(f"{_here(request, client)}#{anchor}")


def _standing(request: HttpRequest, pk: int, code: str) -> Standing:
    """Raises Http404 for a measure that there is not."""
    standing = standing_of(client_of(request, pk), localdate())
    if code not in standing.judgements:
        raise Http404
    return standing


def _again(request: HttpRequest, standing: Standing, form: Form, code: str = "") -> HttpResponse:
    """The page with the refused *form* open, of *code* alone if it is one of a measure's."""
    refused = Refused(form, code, mistakes=form.mistakes())
    return shown(request, standing, Choice(measure=code), _here(request, standing.client), refused)


@page(KEEPS_CLIENTS, methods=_POST)
@with_catalogue
def status(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Write down how far a measure has got."""
    standing = _standing(request, pk, code)
    form = StatusForm(code, request.POST)
    if not form.is_valid():
        return _again(request, standing, form, code)
    given = form.cleaned_data
    word = ProposalStatus(given["status"])
    set_status(standing.client, code, status=word, on=given["on"], note=given["note"], by=user_of(request))
    messages.success(request, f"{code} {standing.titles[code]}：状況を「{word.label}」にしました。")
    return _back(request, standing.client, f"m-{code}")


@page(KEEPS_CLIENTS, methods=_POST)
@with_catalogue
def override(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Judge a measure otherwise than the rules, for a while."""
    standing = _standing(request, pk, code)
    ruled = standing.judgements[code].ruled
    form = OverrideForm(ruled, standing.today, code, request.POST)
    if not form.is_valid():
        return _again(request, standing, form, code)
    given = form.cleaned_data
    overrule(
        standing.client,
        code,
        verdict=Outcome(given["verdict"]),
        ruled=ruled,
        reason=given["reason"],
        until=given["until"],
        by=user_of(request),
        at=now(),
    )
    messages.success(request, f"{code} {standing.titles[code]}：相談員の判断を記録しました。")
    return _back(request, standing.client, f"m-{code}")


@page(KEEPS_CLIENTS, methods=_POST)
def override_withdraw(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Let the rules judge again. Pressed twice, the second time changes nothing."""
    client = client_of(request, pk)
    if withdraw(client, code, at=now()):
        messages.success(request, f"{code}：相談員の判断を取り消しました。規則の判定に戻ります。")
    return _back(request, client, f"m-{code}")


@page(KEEPS_CLIENTS, methods=_POST)
@with_catalogue
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """One answer given in place; the changes then say what it moved."""
    client, key = client_of(request, pk), request.POST.get("question", "")
    if key not in QUESTIONS:
        return _back(request, client, "question")
    searching = "find" in request.POST
    with transaction.atomic():
        client = held(client)
        form = AnswerForm([key], client.answers, request.POST)
        if not searching and form.is_valid():
            add_answers(client, form.answers())
            return redirect(f"{reverse('client', args=[pk])}#changes")
    standing = standing_of(client, localdate())
    question = asked_again(standing.answer, form, key, searching=searching)
    mistakes = [{"target": question["field"]["target"], "text": text} for text in question["field"]["errors"]]
    refused = Refused(question=question, mistakes=mistakes)
    return shown(request, standing, Choice(), reverse("client", args=[pk]), refused)


@page(KEEPS_CLIENTS, methods=_POST)
@with_catalogue
def seen(request: HttpRequest, pk: int) -> HttpResponse:
    """Take note of the changes, if they are still the ones that were shown."""
    client = client_of(request, pk)
    now_there = standing_of(client, localdate()).answer
    shown_then = tuple(request.POST.get(name, "") for name in ("version", "as_of", "edits"))
    if shown_then == (now_there.found.version, now_there.found.as_of.isoformat(), str(client.edits)):
        confirm(user_of(request), client, now_there, now())
        messages.success(request, "変化を確認したことを記録しました。")
    else:
        messages.warning(request, "表示してから、また変わりました。もう一度確かめてください。")
    return _back(request, client, "changes")


@page(KEEPS_CLIENTS, methods=_POST)
@with_catalogue
def task_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down something to do."""
    standing = standing_of(client_of(request, pk), localdate())
    form = TaskForm(standing.titles, request.POST)
    if not form.is_valid():
        return _again(request, standing, form)
    standing.client.tasks.create(by=user_of(request), **form.cleaned_data)
    return _back(request, standing.client, "tasks")


@page(KEEPS_CLIENTS, methods=_POST)
def task_done(request: HttpRequest, pk: int, task: int) -> HttpResponse:
    """Done, or after all not."""
    client = client_of(request, pk)
    one = get_object_or_404(client.tasks, pk=task)
    one.done_at = now() if request.POST.get("done") == "yes" else None
    one.save(update_fields=["done_at"])
    return _back(request, client, "tasks")


@page(KEEPS_CLIENTS, methods=_POST)
def task_delete(request: HttpRequest, pk: int, task: int) -> HttpResponse:
    """Strike it out. Of two at once, the second finds nothing."""
    client = client_of(request, pk)
    get_object_or_404(client.tasks, pk=task).delete()
    return _back(request, client, "tasks")
