"""The way through the form: five pages, a follow-up for six industries, a check page, and how to take everything back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalogue.industries import search as industries
from catalogue.models import Draft, Measure
from catalogue.parts.addresses import back_to
from catalogue.parts.answers import said
from catalogue.parts.industry_field import found_industries
from catalogue.parts.pages import NEEDED, PAGES, AnswerForm, Page, after, keys_of, page_of
from catalogue.web import drafts
from catalogue.web.prefill import is_on


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Go on where one left off: the first page that has not been left yet, or the check page."""
    draft = drafts.current(request)
    left = draft.pages if draft else []
    for page in PAGES:
        if page.slug not in left:
            return redirect("profile-page", page.slug)
    return redirect("profile-check")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def form_page(request: HttpRequest, slug: str) -> HttpResponse:
    """One page of the form; saved as it is left, by whichever button."""
    page = page_of(slug)
    if page is None:
        raise Http404
    draft = drafts.current(request)
    answers = draft.answers if draft else {}
    form = AnswerForm(keys_of(page, answers), answers, request.POST if request.method == "POST" else None)
    wants_search = "find" in request.POST
    if request.method == "POST" and not wants_search and form.is_valid():
        response = HttpResponseRedirect(_next_address(request, page, form))
        drafts.save(request, response, form.answers(), page=page.slug)
        return response
    return _show(request, page, form, draft, searching=wants_search)


def _next_address(request: HttpRequest, page: Page, form: AnswerForm) -> str:
    """Where the pressed button leads."""
    industry = form.answers().get("industry")
    if industry in industries.FOLLOW_UPS:
        return reverse("profile-industry")
    if "results" in request.POST:
        return reverse("results")
    following = after(page)
    if "check" in request.POST or following is None:
        return reverse("profile-check")
    return reverse("profile-page", args=[following.slug])


def _show(
    request: HttpRequest, page: Page, form: AnswerForm, draft: Draft | None, *, searching: bool = False
) -> HttpResponse:
    if searching:  # only the words were asked about: the rest of the page is not judged yet
        form.errors.clear()
    fields = list(form.shown())
    mistakes = [
        {"target": field["target"], "text": error, "label": field["label"]}
        for field in fields
        for error in field["errors"]
    ]
    context = {
        "page": page,
        "steps": steps(draft, page.slug),
        "number": PAGES.index(page) + 1,
        "count": len(PAGES),
        "fields": fields,
        "mistakes": mistakes,
        "previous": PAGES[PAGES.index(page) - 1].slug if PAGES.index(page) else "",
        "last": after(page) is None,
        "has_answers": bool(draft and draft.answers),
        "can_prefill": is_on()
        and "corporate_number" in page.keys
        and "corporate_number" in (draft.answers if draft else {}),
    }
    return render(request, "catalogue/profile/page.html", context, status=422 if mistakes else 200)


def steps(draft: Draft | None, current: str) -> list[dict[str, Any]]:
    """The pages as step navigation: done, current, to come."""
    left = draft.pages if draft else []
    return [
        {
            "slug": page.slug,
            "title": page.title,
            "done": page.slug in left and page.slug != current,
            "current": page.slug == current,
        }
        for page in PAGES
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def industry_detail(request: HttpRequest) -> HttpResponse:
    """The one more question that six major groups need, because the law of company size tells parts of them apart."""
    draft = drafts.current(request)
    group = str((draft.answers if draft else {}).get("industry", ""))[:2]
    if group not in industries.FOLLOW_UPS:
        return redirect("profile-page", "basics")
    choices = [(code, _(label)) for code, label in industries.FOLLOW_UPS[group]]
    error = ""
    if request.method == "POST":
        field = forms.ChoiceField(choices=choices)
        try:
            code = field.clean(request.POST.get("industry", ""))
        except forms.ValidationError:
            error = _("近いものを一つ選んでください。わからなければ「わからない」を選べます。")
        else:
            onward = reverse("results") if "results" in request.POST else reverse("profile-page", args=["size"])
            response = HttpResponseRedirect(onward)
            drafts.save(request, response, {"industry": code})
            return response
    stored = draft.answers.get("industry") if draft else None
    context = {
        "group": industries.name_of(group),
        "options": [
            {"value": code, "label": label, "checked": code == stored and code != group, "id": f"id_industry_{number}"}
            for number, (code, label) in enumerate(choices)
        ],
        "error": error,
        "steps": steps(draft, "basics"),
    }
    return render(request, "catalogue/profile/industry.html", context, status=422 if error else 200)


@require_safe
@never_cache
def check(request: HttpRequest) -> HttpResponse:
    """Everything that has been said, with a way to change each."""
    draft = drafts.current(request)
    answers = draft.answers if draft else {}
    missing = [key for key in NEEDED if key not in answers]
    context = {
        "steps": steps(draft, "check"),
        "sections": [{"page": page, "rows": said(answers, keys_of(page, answers))} for page in PAGES],
        "missing": missing,
        "has_answers": bool(answers),
    }
    return render(request, "catalogue/profile/check.html", context)


@require_POST  # what is typed is told to no log and no history
@never_cache
def industry_search(request: HttpRequest) -> HttpResponse:
    """What the words of the industry field find; the same choices that the page shows without JavaScript."""
    words = (request.POST.get("industry_q") or request.POST.get("other_industries_q") or "")[:60]
    key = "other_industries" if "other_industries_q" in request.POST else "industry"
    found = found_industries(words)
    field = {
        "key": key,
        "found": found,
        "words": words,
        "searched": bool(words.strip()),
        "empty": bool(words.strip()) and not found,
    }
    return render(request, "catalogue/parts/industry_found.html", {"field": field})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def delete(request: HttpRequest) -> HttpResponse:
    """「すべて消す」: asks once, then deletes for good."""
    if request.method == "POST":
        response = redirect("profile-deleted")
        drafts.forget(request, response)
        return response
    draft = drafts.current(request)
    return render(request, "catalogue/profile/delete.html", {"has_answers": bool(draft)})


@require_safe
def deleted(request: HttpRequest) -> HttpResponse:
    """Said once it is done."""
    return render(request, "catalogue/profile/deleted.html")


@require_POST
def star(request: HttpRequest, code: str) -> HttpResponse:
    """Keep a measure in mind (★) or no longer, and go back to where one was."""
    if not Measure.objects.filter(code=code).exists():
        raise Http404
    response = redirect(back_to(request, code))
    drafts.star(request, response, code, keep=request.POST.get("keep") != "no")
    return response
