"""The catalogue out and in: a zip to take away, a zip to hand in, and the approval by somebody else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now

from catalogue.console.access import KEEPS_CATALOGUE, PUBLISHES, SEES_CATALOGUE, page, user_of
from catalogue.imports.archive import MOST_ARCHIVE_BYTES, pack, unpack
from catalogue.imports.dump import dump_catalogue
from catalogue.imports.merge import digests
from catalogue.imports.nodes import CatalogueError, Mistake
from catalogue.imports.writer import render_catalogue
from catalogue.models import CatalogueState, ImportState, PendingImport
from catalogue.review import intake
from catalogue.review.differences import KINDS, Difference

PER_PAGE = 20
MOST_OPEN = 12
"""With more parts than that, each is folded up."""


class HandInForm(forms.Form):
    """A zip of the catalogue's files, and why."""

    archive = forms.FileField(
        label="カタログのzipファイル",
        error_messages={
            "required": "zipファイルを選んでください。",
            "missing": "zipファイルを選んでください。",
            "empty": "ファイルが空です。書き出したzipと同じ形のファイルを選んでください。",
        },
    )
    reason = forms.CharField(
        label="変更の理由",
        max_length=2000,
        error_messages={
            "required": "何をなぜ変えるのかを書いてください。承認者と、あとで見る人が読みます。",
            "max_length": "理由は%(limit_value)d文字までで書いてください（いまは%(show_value)d文字です）。",
        },
    )

    def clean_archive(self) -> Any:
        """Too large is said before anything is read."""
        archive = self.cleaned_data["archive"]
        if archive.size > MOST_ARCHIVE_BYTES:
            raise forms.ValidationError(
                f"大きすぎます。{MOST_ARCHIVE_BYTES // 1_000_000}MBまでのzipファイルにしてください。"
            )
        return archive


class RejectForm(forms.Form):
    """Why it goes back."""

    why = forms.CharField(
        label="差し戻しの理由",
        max_length=2000,
        error_messages={
            "required": "何を直せばよいかを書いてください。",
            "max_length": "%(limit_value)d文字までで書いてください（いまは%(show_value)d文字です）。",
        },
    )


@page(SEES_CATALOGUE)
def files(request: HttpRequest) -> HttpResponse:
    """What waits, what was decided, and the ways out and in."""
    found = PendingImport.objects.select_related("by", "decided_by").defer("files", "base")
    decided = Paginator(found.exclude(state=ImportState.WAITING), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "version": CatalogueState.current_version(),
        "waiting": [_row(one) for one in found.waiting()],
        "decided": [_row(one) for one in decided],
        "pages": decided,
        "may_hand_in": _may(request, KEEPS_CATALOGUE),
    }
    return render(request, "catalogue/console/catalogue_files.html", context)


@page(SEES_CATALOGUE)
def export(request: HttpRequest) -> HttpResponse:
    """The files as ``manage.py catalogue export`` writes them, with the rules of today."""
    record = dump_catalogue(localdate())
    if not record.measures:
        raise Http404
    name = f"catalogue-{CatalogueState.current_version()}.zip"
    response = HttpResponse(pack(render_catalogue(record), digests(record)), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@page(KEEPS_CATALOGUE, methods=("GET", "HEAD", "POST"))
def hand_in(request: HttpRequest) -> HttpResponse:
    """Read a zip, say all that is wrong with it, and keep what it would change for somebody else to look at."""
    if request.method != "POST":
        return _hand_in_page(request, HandInForm())
    form = HandInForm(request.POST, request.FILES)
    if not form.is_valid():
        return _hand_in_page(request, form)
    sent = form.cleaned_data["archive"]
    try:
        archive = unpack(sent.read())
        record = archive.read()
    except CatalogueError as error:
        form.add_error("archive", f"誤りが{len(error.mistakes)}件あります。何も取り込んでいません。")
        return _hand_in_page(request, form, wrong=error.mistakes)
    base = intake.base_of(archive)
    found = intake.plan(record, base)
    if not found.is_possible:
        form.add_error("archive", "今のカタログとは合わせられません。何も取り込んでいません。")
        return _hand_in_page(request, form, wrong=found.mistakes, clashes=found.clashes)
    if not found.differences:
        form.add_error("archive", "今のカタログと同じ内容です。変えたところがあるか確かめてください。")
        return _hand_in_page(request, form)
    reason, name = form.cleaned_data["reason"], sent.name[:200]
    pending = intake.hand_in(record, base, found, by=user_of(request), name=name, reason=reason, now=now())
    messages.success(request, "取り込みを依頼しました。ほかの人が承認すると、カタログに反映されます。")
    return redirect("catalogue-pending", pending.pk)


def _hand_in_page(
    request: HttpRequest, form: HandInForm, wrong: Iterable[Mistake] = (), clashes: Iterable[str] = ()
) -> HttpResponse:
    mistakes = _mistakes(form)
    context = {
        "form": form,
        "mistakes": mistakes,
        "wrong": [{"file": one.file, "line": one.line, "key": one.key, "message": one.message} for one in wrong],
        "clashes": list(clashes),
        "most": MOST_ARCHIVE_BYTES // 1_000_000,
    }
    return render(request, "catalogue/console/catalogue_import.html", context, status=422 if mistakes else 200)


@page(SEES_CATALOGUE)
def pending(request: HttpRequest, pk: int) -> HttpResponse:
    """One import with all that it changes."""
    return _pending_page(request, get_object_or_404(PendingImport, pk=pk))


def _pending_page(
    request: HttpRequest,
    one: PendingImport,
    refused: str = "",
    unmet: Sequence[str] = (),
    why: str = "",
    mistakes: Iterable[Any] = (),
    status: int = 200,
) -> HttpResponse:
    waits = one.state == ImportState.WAITING
    found = intake.plan_of(one) if waits else None
    shown = found.differences if found else intake.kept_difference(one)
    own = one.by_id == user_of(request).pk
    publishes = _may(request, PUBLISHES)
    context = {
        "one": one,
        "waits": waits,
        "plan": found,
        "differences": shown,
        "counts": _counts(shown),
        "folded": len(shown) > MOST_OPEN,
        "moved": bool(found and found.version != one.against),
        "may_approve": publishes and bool(found and found.is_possible) and not (own and settings.FOUR_EYES),
        "may_reject": publishes and waits and not own,
        "may_withdraw": waits and own and _may(request, KEEPS_CATALOGUE),
        "own": own,
        "refused": refused,
        "unmet": unmet,
        "why": why,
        "mistakes": list(mistakes),
    }
    return render(request, "catalogue/console/catalogue_pending.html", context, status=status)


@page(PUBLISHES, methods=("POST",))
def apply(request: HttpRequest, pk: int) -> HttpResponse:
    """The approval of what was seen: on any other catalogue the difference is shown anew."""
    one = get_object_or_404(PendingImport, pk=pk)
    try:
        done = intake.approve(one, request.POST.get("seen", ""), user_of(request), now(), four_eyes=settings.FOUR_EYES)
    except intake.Unmet as error:
        return _refused(request, pk, str(error), error.found)
    except intake.NotPossible as error:
        return _refused(request, pk, str(error))
    messages.success(request, f"カタログに反映しました（版 {done.applied}）。")
    return redirect("catalogue-pending", pk)


@page(PUBLISHES, methods=("POST",))
def reject(request: HttpRequest, pk: int) -> HttpResponse:
    """Sent back, with the reason."""
    one = get_object_or_404(PendingImport, pk=pk)
    form = RejectForm(request.POST)
    if not form.is_valid():
        return _pending_page(request, one, why=request.POST.get("why", ""), mistakes=_mistakes(form), status=422)
    try:
        intake.reject(one, user_of(request), now(), form.cleaned_data["why"])
    except intake.NotPossible as error:
        return _refused(request, pk, str(error))
    messages.success(request, "差し戻しました。")
    return redirect("catalogue-pending", pk)


@page(KEEPS_CATALOGUE, methods=("POST",))
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Taken back by who handed it in."""
    one = get_object_or_404(PendingImport, pk=pk, by=user_of(request))
    try:
        intake.withdraw(one, user_of(request), now())
    except intake.NotPossible as error:
        return _refused(request, pk, str(error))
    messages.success(request, "取り下げました。")
    return redirect("catalogue-pending", pk)


def _refused(request: HttpRequest, pk: int, sentence: str, unmet: Sequence[str] = ()) -> HttpResponse:
    one = get_object_or_404(PendingImport, pk=pk)
    return _pending_page(request, one, refused=sentence, unmet=unmet, status=409)


def _mistakes(form: forms.Form) -> list[dict[str, str]]:
    return [
        {"target": f"id_{name}", "text": f"{form.fields[name].label}：{text}"}
        for name, texts in form.errors.items()
        for text in texts
    ]


def _may(request: HttpRequest, permission: str) -> bool:
    return user_of(request).has_perm(f"catalogue.{permission}")


def _row(one: PendingImport) -> dict[str, Any]:
    return {"one": one, "counts": _counts(intake.kept_difference(one))}


def _counts(found: Iterable[Difference]) -> str:
    """追加1、変更2."""
    by_kind = Counter(one.kind for one in found)
    return "、".join(f"{text}{by_kind[kind]}" for kind, text in KINDS.items() if by_kind[kind]) or "違いなし"
