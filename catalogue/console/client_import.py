"""Many clients from a file: a template, a preview of what would change, and all of it or nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate

from catalogue.clients.files import MOST_BYTES, MOST_ROWS, Sheet, Unusable, read_sheet, xlsx_of
from catalogue.clients.plan import CHANGED, NEW, SAME, Plan, PlanChanged, carry_out, plan_of
from catalogue.console.access import ADDS_CLIENTS, KEEPS_CLIENTS, page
from catalogue.console.client_form import member_of
from catalogue.console.clients import XLSX, file_response
from catalogue.models import Client, User

_KEPT_FOR = timedelta(hours=4)
_MOST_SEALED = 900_000
"""Characters; a form may hold a million bytes."""


@page(ADDS_CLIENTS, KEEPS_CLIENTS)
def template(request: HttpRequest) -> HttpResponse:
    """An empty table with its headings, and on a second sheet how to fill it."""
    return file_response(xlsx_of([], localdate()), XLSX, "shien-saki-hinagata.xlsx")


@page(ADDS_CLIENTS, KEEPS_CLIENTS, methods=("GET", "HEAD", "POST"))
def import_file(request: HttpRequest) -> HttpResponse:
    """Choose a file; see what it would do; do it. The file is read once and travels, sealed, in the preview's form."""
    user = member_of(request)
    if request.method != "POST":
        return _choose(request, "")
    if "sealed" in request.POST:
        return _confirm(request, user)
    upload = request.FILES.get("file")
    try:
        sheet = _read(upload)
        plan = plan_of(sheet, list(Client.objects.of(user)), localdate())
        return _preview(request, user, sheet, plan)
    except Unusable as error:
        return _choose(request, str(error))


def _read(upload: UploadedFile | None) -> Sheet:
    if upload is None:
        raise Unusable("ファイルを選んでください。")
    if upload.size is None or upload.size > MOST_BYTES:
        raise Unusable(f"ファイルが大きすぎます。{MOST_BYTES // 1_000_000}MBまでのファイルに分けてください。")
    return read_sheet(upload.read())


def _confirm(request: HttpRequest, user: User) -> HttpResponse:
    try:
        header, rows, shown = signing.loads(request.POST["sealed"], salt=_salt(user), max_age=_KEPT_FOR)
    except signing.BadSignature:
        return _choose(request, "プレビューの期限が切れました。もう一度ファイルを選んでください。")
    sheet = Sheet(tuple(header), tuple((number, tuple(cells)) for number, cells in rows))
    try:
        done = carry_out(user, sheet, localdate(), shown)
    except PlanChanged as error:
        return _preview(request, user, sheet, error.plan, error.rows)
    new, changed = len(done.of(NEW)), len(done.of(CHANGED))
    messages.success(request, f"取り込みました。新しい支援先 {new}件、変更 {changed}件。")
    return redirect("client-list")


def _preview(request: HttpRequest, user: User, sheet: Sheet, plan: Plan, moved: tuple[int, ...] = ()) -> HttpResponse:
    sealed = signing.dumps([sheet.header, sheet.rows, plan.marks], salt=_salt(user), compress=True)
    if len(sealed) > _MOST_SEALED:
        raise Unusable("一度に取り込むには文字が多すぎます。行を半分ほどにしたファイルに分けてください。")
    context: dict[str, Any] = {
        "plan": plan,
        "new": plan.of(NEW),
        "changed": plan.of(CHANGED),
        "same": plan.of(SAME),
        "moved": [_moved(plan, row) for row in moved],
        "sealed": sealed,
    }
    refused = bool(plan.mistakes or moved)
    return render(request, "catalogue/console/client_import_preview.html", context, status=422 if refused else 200)


def _moved(plan: Plan, row: int) -> str:
    name = next((step.facts.name for step in plan.steps if step.row == row), "")
    return f"{row}行目（{name}）" if name else f"{row}行目"


def _choose(request: HttpRequest, error: str) -> HttpResponse:
    context = {
        "error": error,
        "mistakes": [{"target": "id_file", "text": error}] if error else [],
        "most_rows": MOST_ROWS,
        "most_megabytes": MOST_BYTES // 1_000_000,
    }
    return render(request, "catalogue/console/client_import.html", context, status=422 if error else 200)


def _salt(user: User) -> str:
    """A preview is good for the person and the organisation that it was made for."""
    return f"client import {user.pk} {user.organisation_id}"
