"""A company hands its answers over to an advisor: says what, to whom and how long, and shows a code once."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from catalogue.clients.handover import MAY_BE_LEFT_OUT, give, withdraw, wording
from catalogue.models import Draft
from catalogue.models.clients import HANDOVER_LASTS
from catalogue.parts.answers import every_answer, label_of
from catalogue.web import drafts


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def handover(request: HttpRequest) -> HttpResponse:
    """What would be handed over; a press of the button makes the code. It is shown in this answer and never again."""
    draft = drafts.current(request)
    has_answers = draft is not None and bool(draft.answers.keys() - set(MAY_BE_LEFT_OUT))
    code, refused = "", False
    if request.method == "POST":
        if draft is None or not has_answers:
            raise Http404
        refused = "agreed" not in request.POST
        if not refused:
            code = give(draft, request.POST.getlist("left_out"), now())
    return _show(request, draft if has_answers else None, code, refused=refused)


def _show(request: HttpRequest, draft: Draft | None, code: str, *, refused: bool) -> HttpResponse:
    answers = draft.answers if draft else {}
    left_out = request.POST.getlist("left_out")
    waiting = draft.handovers.filter(used_at=None, expires_at__gt=now()).first() if draft else None
    used = draft.handovers.exclude(used_at=None).order_by("-used_at") if draft else []
    error = _("渡す内容を確かめ、「上の内容で渡すことに同意します」に印を付けてください。") if refused else ""
    context = {
        "has_answers": draft is not None,
        "answers": every_answer(answers),
        "wording": wording(),
        "choices": [
            {"key": key, "label": label_of(key), "checked": key in left_out}
            for key in MAY_BE_LEFT_OUT
            if answers.get(key)
        ],
        "code": code,
        "waiting": waiting,
        "expires_on": localdate(waiting.expires_at) if waiting else None,
        "used": [localdate(one.used_at) for one in used if one.used_at],
        "days": HANDOVER_LASTS.days,
        "error": error,
        "mistakes": [{"target": "id_agreed", "text": error}] if error else [],
    }
    return render(request, "catalogue/results/handover.html", context, status=422 if refused else 200)


@require_POST
def revoke(request: HttpRequest) -> HttpResponse:
    """Take one's own code back."""
    draft = drafts.current(request)
    if draft is None:
        raise Http404
    withdraw(draft)
    return redirect("handover")
