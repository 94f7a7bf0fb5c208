"""A draft's pages: begin, edit with pickers, try on a company, compare, begin again from an old version."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalogue import publishing
from catalogue.admin.draft_form import ADDING, DraftForm
from catalogue.admin.readback import difference_text, read_back
from catalogue.admin.site import site
from catalogue.admin.trying import answer_keys, candidate_of, judged, keep
from catalogue.models import Programme, RuleState, RuleVersion, User
from catalogue.parts.pages import AnswerForm

_T = "admin/catalogue/ruleversion"


def user_of(request: HttpRequest) -> User:
    """The person of an admin page."""
    assert isinstance(request.user, User)
    return request.user


def needs(request: HttpRequest, permission: str) -> None:
    """Raises PermissionDenied without *permission*."""
    if not request.user.has_perm(f"catalogue.{permission}"):
        raise PermissionDenied


def version_of(pk: int) -> RuleVersion:
    """The version with its people and its programme."""
    return get_object_or_404(RuleVersion.objects.select_related("programme", "author", "approver"), pk=pk)


def page(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """One of these pages, with what every admin page has."""
    return TemplateResponse(request, f"{_T}/{template}.html", site.each_context(request) | context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, programme: int) -> HttpResponse:
    """Begin a draft from what holds today."""
    needs(request, "add_ruleversion")
    found = get_object_or_404(Programme, pk=programme)
    if request.method == "POST":
        draft = publishing.new_draft(found, user_of(request))
        messages.success(request, "下書きを作りました。公開するまで、判定には使われません。")
        return redirect("admin:catalogue_ruleversion_change", draft.pk)
    working = RuleVersion.objects.open_work().filter(programme=found).select_related("author", "programme")
    return page(request, "new", {"programme": found, "working": working})


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, object_id: str) -> HttpResponse:
    """A draft is edited; whatever has been handed in or published is read. *object_id*: as the admin writes it, anything."""
    needs(request, "view_ruleversion")
    version = version_of(int(object_id) if object_id.isascii() and object_id.isdigit() else 0)
    if version.state != RuleState.DRAFT or not request.user.has_perm("catalogue.change_ruleversion"):
        if request.method == "POST":
            raise PermissionDenied
        return _show(request, version)
    if request.method != "POST":
        return _edit(request, version, DraftForm(version))
    form = DraftForm(version, request.POST)
    for button, prefix in ADDING.items():
        if button in request.POST:
            form.add(prefix)
            return _edit(request, version, form)
    if not ({"save", "save-and-try"} & request.POST.keys()):
        return _edit(request, version, form)
    if not form.is_valid():
        return _edit(request, version, form, show_errors=True)
    return _save(request, version, form)


def _save(request: HttpRequest, version: RuleVersion, form: DraftForm) -> HttpResponse:
    words = form.words.cleaned_data
    criteria, checks = form.rows()
    try:
        publishing.save_draft(
            version,
            words["seen"],
            by=user_of(request),
            why=words["why"],
            encoding=words["encoding"],
            open_to_all=words["open_to_all"],
            criteria=criteria,
            checks=checks,
        )
    except publishing.EditedMeanwhile as error:
        sent = request.POST.copy()
        sent["seen"] = str(error.edits)
        changed = [difference_text(one) for one in error.differences] or [
            "条件は同じです。変更の理由などが変わりました。"
        ]
        return _edit(request, version_of(version.pk), DraftForm(version, sent), meanwhile=[str(error), *changed])
    except publishing.PublishingError as error:
        messages.error(request, str(error))
        return redirect("admin:catalogue_ruleversion_change", version.pk)
    messages.success(request, "下書きを保存しました。")
    target = "try" if "save-and-try" in request.POST else "change"
    return HttpResponseRedirect(reverse(f"admin:catalogue_ruleversion_{target}", args=[version.pk]))


def _edit(
    request: HttpRequest,
    version: RuleVersion,
    form: DraftForm,
    *,
    show_errors: bool = False,
    meanwhile: list[str] | None = None,
) -> HttpResponse:
    context = {
        "version": version,
        "form": form,
        "words": [(name, form.words[name]) for name in ("why", "encoding", "open_to_all")],
        "sections": form.sections(),
        "mistakes": form.mistakes() if show_errors else [],
        "show_errors": show_errors,
        "meanwhile": meanwhile or [],
    }
    return page(request, "edit", context, status=422 if show_errors else 409 if meanwhile else 200)


def _show(request: HttpRequest, version: RuleVersion) -> HttpResponse:
    others = RuleVersion.objects.filter(programme=version.programme_id).exclude(pk=version.pk)
    against = version.based_on
    context = {
        "version": version,
        "sections": read_back(
            version.criteria.select_related("listing__measure"),
            version.checks.select_related("listing__measure"),
            open_to_all=version.open_to_all,
        ),
        "others": others,
        "against": against,
        "differences": between(against, version) if against else [],
        "can_edit": request.user.has_perm("catalogue.change_ruleversion"),
    }
    return page(request, "show", context)


def between(before: RuleVersion, after: RuleVersion) -> list[str]:
    """What differs between two versions, in sentences."""
    found = publishing.differences(publishing.rules_of(before), publishing.rules_of(after))
    return [difference_text(one) for one in found]


@require_safe
def compare(request: HttpRequest, pk: int) -> HttpResponse:
    """Two versions of a programme."""
    needs(request, "view_ruleversion")
    version = version_of(pk)
    wanted = request.GET.get("with", "")
    key = int(wanted) if wanted.isascii() and wanted.isdigit() else 0
    other = get_object_or_404(RuleVersion, pk=key, programme=version.programme_id)
    return page(
        request,
        "compare",
        {"version": version, "other": other, "differences": between(other, version)},
    )


@require_POST
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    """A new draft that says what an old version said."""
    needs(request, "add_ruleversion")
    draft = publishing.restore(version_of(pk), user_of(request))
    messages.success(request, "古い版の内容で、新しい下書きを作りました。")
    return redirect("admin:catalogue_ruleversion_change", draft.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def try_out(request: HttpRequest, pk: int) -> HttpResponse:
    """「試す」: the version's rules on a company that is typed in; nothing is kept."""
    needs(request, "view_ruleversion")
    version = version_of(pk)
    candidate = candidate_of(version)
    if candidate is None:
        messages.error(request, "この事業を載せている施策がまだないため、試せません。施策に載せてから開いてください。")
        return redirect("admin:catalogue_ruleversion_change", version.pk)
    form = AnswerForm(answer_keys(version), {}, request.POST if request.method == "POST" else None)
    for field in form.fields.values():
        field.required = field.need = False  # type: ignore[attr-defined]  # an Answer; unknown is tried, too
    context: dict[str, Any] = {"version": version, "verdict": None, "clauses": [], "mistakes": [], "can_keep": False}
    if request.method == "POST" and form.is_valid():
        answers = {key: value for key, value in form.answers().items() if value is not None}
        if "keep" in request.POST and request.user.has_perm("catalogue.add_scenario"):
            kept = keep(version, candidate, answers, localdate(), request.POST.get("scenario", ""))
            messages.success(request, f"検証用の会社「{kept}」を加えました。この版から、公開の前に確かめます。")
            return redirect("admin:catalogue_ruleversion_gate", version.pk)
        context |= judged(candidate, answers, localdate())
        context["can_keep"] = version.state == RuleState.DRAFT and request.user.has_perm("catalogue.add_scenario")
    fields = list(form.shown())
    context["fields"] = fields
    context["mistakes"] = [{"target": field["target"], "text": error} for field in fields for error in field["errors"]]
    return page(request, "try", context, status=422 if context["mistakes"] else 200)
