"""One client: what it may use and why, what is open, what has changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import localdate, now

from catalogue import wording
from catalogue.console.access import SEES_CLIENTS, page, user_of
from catalogue.console.client_cards import client_card
from catalogue.console.client_choice import OVERRIDDEN, Choice, chosen, filter_fields, read_choice
from catalogue.console.client_forms import Form, TaskForm
from catalogue.console.client_text import CAUSES, override_text, state_texts, step_text
from catalogue.consulting.changes import Change
from catalogue.consulting.history import statuses_of
from catalogue.consulting.overrides import Counts, Judgement, counted, judged, overrides_of
from catalogue.consulting.seen import changes_since, seen_by
from catalogue.contract.match import size_sentence
from catalogue.models import Client, Proposal, Task
from catalogue.models.clients import FACTS_OLD_AFTER
from catalogue.parts.answer import Answer, answer_of
from catalogue.parts.answers import every_answer, said
from catalogue.parts.choice import PER_PAGE
from catalogue.parts.question import question_of
from catalogue.parts.unavailable import with_catalogue

IN_SHORT = ("entity_type", "industry", "prefecture", "employees", "capital_yen", "founded_on")
"""The facts that an advisor has to have in mind."""

CHANGES_SHOWN = 8
DONE_SHOWN = 20


def client_of(request: HttpRequest, pk: int) -> Client:
    """A client that the user may see. Raises Http404 for any other: whether it exists is nobody's business."""
    return get_object_or_404(Client.objects.of(user_of(request)).select_related("organisation"), pk=pk)


@dataclass(frozen=True, slots=True)
class Standing:
    """A client today: what the rules say, and what people have said and written down."""

    client: Client
    answer: Answer
    judgements: Mapping[str, Judgement]
    proposals: Mapping[str, Proposal]

    @property
    def today(self) -> date:
        """The day of it."""
        return self.answer.found.as_of

    @property
    def titles(self) -> dict[str, str]:
        """Measure code → title."""
        return {one.measure.code: one.measure.title for one in self.answer.found.results}


def standing_of(client: Client, today: date) -> Standing:
    """How *client* stands *today*. Raises NoCatalogue. Its name plays no part in it, so clients who say the same share an answer."""
    answer = answer_of(client.answers, today)
    ruled = {one.measure.code: one.outcome for one in answer.found.results}
    overrides = overrides_of([client.pk], today).get(client.pk, {})
    proposals = {one.measure: one for one in client.proposals.select_related("by")}
    return Standing(client, answer, judged(ruled, overrides), proposals)


@page(SEES_CLIENTS)
@with_catalogue
def client(request: HttpRequest, pk: int) -> HttpResponse:
    """The client's page, the measures filtered as the address says."""
    return shown(
        request, standing_of(client_of(request, pk), localdate()), read_choice(request.GET), request.get_full_path()
    )


@dataclass(frozen=True, slots=True)
class Refused:
    """What was not taken, to be shown again with what was typed: a *form* (of *measure*, or of the tasks), or the *question*."""

    form: Form | None = None
    measure: str = ""
    question: Mapping[str, Any] | None = None
    mistakes: list[dict[str, str]] = field(default_factory=list)


def shown(
    request: HttpRequest, standing: Standing, choice: Choice, here: str, refused: Refused | None = None
) -> HttpResponse:
    """The page of *standing*. *here*: where its forms lead back to."""
    one, answer = standing.client, standing.answer
    seen = seen_by(user_of(request), one, answer, now())
    changes = [_change(change, standing, seen.answers) for change in changes_since(seen, answer)]
    refused = refused or Refused()
    context = _measures(standing, choice, refused) | {
        "client": one,
        "keeps": request.user.has_perm("catalogue.change_client"),
        "here": here,
        "facts": said(one.answers, IN_SHORT),
        "all_facts": every_answer(one.answers),
        "size": size_sentence(answer.found.size),
        "facts_are_old": one.facts_on < standing.today - FACTS_OLD_AFTER,
        "question": refused.question or question_of(answer, one.answers),
        "seen": seen,
        "changes": changes[:CHANGES_SHOWN],
        "more_changes": changes[CHANGES_SHOWN:],
        "mistakes": refused.mistakes,
        "as_of": standing.today,
        "version": answer.found.version,
    }
    context |= _tasks(standing, refused.form if isinstance(refused.form, TaskForm) else TaskForm(standing.titles))
    return render(request, "catalogue/console/client/page.html", context, status=422 if refused.mistakes else 200)


def _measures(standing: Standing, choice: Choice, refused: Refused) -> dict[str, Any]:
    one, answer = standing.client, standing.answer
    kept = chosen(answer.found.results, choice, standing.judgements, standing.proposals)
    rows = kept[: choice.show]
    past = statuses_of(one, [row.measure.code for row in rows])
    cards = [
        client_card(
            row,
            answer.profile,
            standing.judgements[row.measure.code],
            standing.proposals,
            past.get(row.measure.code, ()),
            standing.today,
            alone=bool(choice.measure),
            refused=refused.form if row.measure.code == refused.measure else None,
        )
        for row in rows
    ]
    action = reverse("client", args=[one.pk])
    return {
        "choice": choice,
        "filters": filter_fields(choice),
        "figures": _figures(counted(standing.judgements.values()), action),
        "total": len(standing.judgements),
        "cards": cards,
        "matched": len(kept),
        "more": action + choice.query(show=choice.show + PER_PAGE) if len(kept) > len(rows) else "",
        "last": rows[-1].measure.code if rows else "",
        "gone": [proposal for code, proposal in standing.proposals.items() if code not in standing.judgements],
    }


def _figures(counts: Counts, action: str) -> list[dict[str, Any]]:
    rows = [(outcome.value, wording.VERDICTS[outcome.value], count) for outcome, count in counts.ruled.items()]
    rows.append((OVERRIDDEN, "相談員の判断", counts.overridden))
    return [
        {"key": key, "word": word, "count": count, "url": f"{action}{Choice(verdict=key).query()}#measures"}
        for key, word, count in rows
    ]


def _change(change: Change, standing: Standing, before: Mapping[str, Any]) -> dict[str, Any]:
    code = change.measure
    steps = []
    for step in change.steps:
        was, comes_to = state_texts(step.before, step.after)
        text = step_text(step, before, standing.client.answers)
        steps.append({"cause": CAUSES[step.cause], "before": was, "after": comes_to, "text": text})
    overruled = override_text(standing.judgements[code]) if code in standing.judgements else ""
    return {"code": code, "title": standing.titles.get(code, ""), "steps": steps, "overruled": overruled}


def _tasks(standing: Standing, form: TaskForm) -> dict[str, Any]:
    today, titles = standing.today, standing.titles
    tasks = list(standing.client.tasks.select_related("by"))
    done = sorted((one for one in tasks if one.done_at), key=lambda one: str(one.done_at), reverse=True)

    def row(one: Task) -> dict[str, Any]:
        late = bool(one.due and one.due < today and not one.done_at)
        return {"task": one, "title": titles.get(one.measure, ""), "late": late}

    return {
        "tasks": [row(one) for one in tasks if not one.done_at],
        "done": [row(one) for one in done[:DONE_SHOWN]],
        "done_count": len(done),
        "task_form": form.shown(),
    }
