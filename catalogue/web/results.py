"""The answer: ranked cards, the next question in place, what changed, and the same to print and take along."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from catalogue.contract.match import size_sentence
from catalogue.language import listed
from catalogue.models import AREAS, Draft, Measure, SupportType
from catalogue.parts.answer import Answer, answer_of, counted, sheet_context
from catalogue.parts.answers import label_of, text_of
from catalogue.parts.cards import Card, card, verdict_word
from catalogue.parts.choice import PER_PAGE
from catalogue.parts.pages import AnswerForm
from catalogue.parts.question import asked_again, question_of
from catalogue.parts.unavailable import with_catalogue
from catalogue.search.query import matching
from catalogue.shortlist import Shortlist
from catalogue.web import drafts
from catalogue.web.choices import Choice, chosen, filter_fields, read_choice

_CHANGES_SHOWN = 8


def own_answer(draft: Draft, as_of: date) -> Answer:
    """The answer to a browser's own profile."""
    return answer_of(draft.answers, as_of)


@require_safe
@never_cache
@with_catalogue
def results(request: HttpRequest) -> HttpResponse:
    """The ranked list, filtered as the address says."""
    draft = drafts.current(request)
    if draft is None or not draft.answers:
        return render(request, "catalogue/results/empty.html")
    answer = own_answer(draft, localdate())
    choice = read_choice(request.GET)
    context = listing(answer, choice, draft.stars) | {
        "question": question_of(answer, draft.answers),
        "changes": changes_of(draft, answer) if "changed" in request.GET else None,
        "here": request.get_full_path(),
        "own": True,
    }
    return render(request, "catalogue/results/list.html", context)


def listing(answer: Answer, choice: Choice, stars: Collection[str]) -> dict[str, Any]:
    """What the page of results shows of *answer*."""
    found = answer.found
    codes = set(matching(Measure.objects.all(), choice.q).values_list("code", flat=True)) if choice.q else None
    kept = chosen(found.results, choice, codes, stars)
    cards = [card(one, answer.profile, found.as_of, stars) for one in kept[: choice.show]]
    return {
        "answer": answer,
        "choice": choice,
        "filters": filter_fields(choice),
        "figures": figures(found, choice),
        "total": sum(found.counts.values()),
        "shown": len(cards),
        "matched": len(kept),
        "more": choice.query(show=choice.show + PER_PAGE) if len(kept) > len(cards) else "",
        "groups": grouped(cards, choice.group),
        "stars": len(stars),
        "size": size_sentence(found.size),
        "name": answer.profile.name or "",
        "as_of": found.as_of,
        "version": found.version,
    }


def figures(found: Shortlist, choice: Choice) -> list[dict[str, Any]]:
    """The headline figures, each a link to what it counts: of all measures, so without the filters."""
    everything = Choice(sort=choice.sort, group=choice.group)
    return [one | {"url": everything.query(verdict=one["key"])} for one in counted(found)]


def grouped(cards: Iterable[Card], by: str) -> list[dict[str, Any]]:
    """Cards under headings: one without a heading, or by area, or by the kind of help (each once, under its first)."""
    groups: dict[str, list[Card]] = {}
    for one in cards:
        if by == "area":
            title = f"{one.area} {_(AREAS[one.area])}"
        elif by == "support":
            title = one.supports[0] if one.supports else _("その他")
        else:
            title = ""
        groups.setdefault(title, []).append(one)
    titles = list(groups)
    if by == "area":
        titles.sort(key=lambda title: int(title.split(" ")[0]))
    if by == "support":
        order = [_(str(label)) for label in SupportType.labels]
        titles.sort(key=lambda title: order.index(title) if title in order else len(order))
    return [{"title": title, "cards": groups[title]} for title in titles]


@require_POST
@with_catalogue
def answer_question(request: HttpRequest) -> HttpResponse:
    """One answer given in place; the list then says what it changed."""
    draft = drafts.current(request)
    key = request.POST.get("question", "")
    if draft is None:
        return redirect("results")
    try:
        form = AnswerForm([key], draft.answers, request.POST)
    except KeyError:  # no such question
        return redirect("results")
    searching = "find" in request.POST
    if not searching and form.is_valid():
        onward = f"{reverse('results')}?changed={key}#changes"
        response = HttpResponseRedirect(onward)
        drafts.save(request, response, form.answers(), in_place=True)
        return response
    answer = own_answer(draft, localdate())
    question = asked_again(answer, form, key, searching=searching)
    errors = question["field"]["errors"]
    context = listing(answer, Choice(), draft.stars) | {
        "question": question,
        "changes": None,
        "mistakes": [{"target": question["field"]["target"], "text": error} for error in errors],
        "here": reverse("results"),
        "own": True,
    }
    return render(request, "catalogue/results/list.html", context, status=422 if errors else 200)


def changes_of(draft: Draft, answer: Answer) -> dict[str, Any] | None:
    """What the last answer given in place has changed, measure by measure, and which answer it was."""
    if draft.before is None:
        return None
    as_of = answer.found.as_of
    keys = [key for key in answer.answers | draft.before if answer.answers.get(key) != draft.before.get(key)]
    keys = ["founded_on" if key == "founded_year" else key for key in keys]
    if not keys:
        return {"cause": "", "rows": [], "count": 0, "more": 0}
    before = answer_of(draft.before, as_of)
    earlier = before.by_code
    moved = [
        {
            "code": one.measure.code,
            "title": one.measure.title,
            "before": verdict_word(earlier[one.measure.code].lead.verdict, before.profile),
            "after": verdict_word(one.lead.verdict, answer.profile),
        }
        for one in answer.found.results
        if one.measure.code in earlier and earlier[one.measure.code].outcome is not one.outcome
    ]
    cause = listed(
        _("{label}：{answer}").format(label=label_of(key), answer=text_of(answer.answers, key) or _("未回答"))
        for key in dict.fromkeys(keys)
    )
    return {
        "cause": cause,
        "rows": moved[:_CHANGES_SHOWN],
        "count": len(moved),
        "more": max(len(moved) - _CHANGES_SHOWN, 0),
    }


@require_safe
@never_cache
@with_catalogue
def printed(request: HttpRequest) -> HttpResponse:
    """The answer on paper: the company's facts, the date, the version, and what to look at."""
    draft = drafts.current(request)
    if draft is None or not draft.answers:
        return redirect("results")
    return render(request, "catalogue/results/print.html", sheet_context(own_answer(draft, localdate()), draft.stars))
