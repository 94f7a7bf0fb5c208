"""What the frame shows: the form of four questions, the first measures, or why there is no answer just now.

A page of another site shows it, where browsers keep cookies back: it needs none. The answers travel in the body of the POST and
nowhere else, and each page is made of what was sent with its request alone.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from catalogue import wording
from catalogue.contract.match import size_sentence
from catalogue.limits import MINUTE, address_of, spend_embedded
from catalogue.models import ApiKey
from catalogue.parts.answer import counted, profile_of
from catalogue.parts.answers import every_answer
from catalogue.parts.cards import card
from catalogue.parts.pages import NEEDED, AnswerForm
from catalogue.shortlist import NoCatalogue, shortlist

SHOWN = 10
"""Measures of an answer; the service itself shows them all."""

_TYPED = (*NEEDED, "industry_q", "industry_listed")
_BUTTONS = ("find", "edit")
"""Buttons that only show the form again, with more to choose from or as it was."""


@csrf_exempt  # nothing is changed and nobody is known: whoever has it sent, the answer is the same
@xframe_options_exempt  # the policy below names who may show it
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def frame(request: HttpRequest, prefix: str) -> HttpResponse:
    """The frame of the key with this public *prefix*; 404 unless some site may show it."""
    at = now()
    key = ApiKey.objects.embedding(prefix, at)
    if key is None:
        raise Http404
    ApiKey.objects.used(key, at)
    with translation.override(_language(request)):
        response = _shown(request, key, at)
        response.headers["Content-Language"] = translation.get_language()
    response._csp_replace = {"frame-ancestors": list(key.sites)}  # type: ignore[attr-defined]  # read by django-csp
    return response


def _language(request: HttpRequest) -> str:
    """The language of the page around, which its script names; else the browser's."""
    wanted = request.GET.get("lang", "")
    return wanted if wanted in dict(settings.LANGUAGES) else translation.get_language() or settings.LANGUAGE_CODE


def _shown(request: HttpRequest, key: ApiKey, at: datetime.datetime) -> HttpResponse:
    """The form; or what comes of what was sent, once that has been counted."""
    if request.method != "POST":
        return _page("form", key, _form(AnswerForm(NEEDED, {})))
    sent = request.POST
    wait = spend_embedded(address_of(request.META), key, at).wait
    if wait:
        response = _page("again", key, _again(sent, _("しばらくお待ちください"), _when(wait)), 429)
        response.headers["Retry-After"] = str(wait)
        return response
    form = AnswerForm(NEEDED, {}, sent)
    if any(name in sent for name in _BUTTONS):
        form.errors.clear()  # nothing is judged yet
        return _page("form", key, _form(form))
    if not form.is_valid():
        return _page("form", key, _form(form), 422)
    try:
        return _page("answer", key, _answer(form, localdate(at)) | {"sent": _typed(sent)})
    except NoCatalogue:
        text = _("施策のデータを読み込んでいます。しばらくしてから、もう一度お試しください。")
        response = _page("again", key, _again(sent, _("ただいま準備しています"), text), 503)
        response.headers["Retry-After"] = str(MINUTE)
        return response


def _page(name: str, key: ApiKey, context: Mapping[str, Any], status: int = 200) -> HttpResponse:
    """A page without a request: nothing of a visitor of the service itself comes into it."""
    around = {"sites": " ".join(key.sites), "language": translation.get_language(), "framed": True}
    return HttpResponse(render_to_string(f"catalogue/widget/{name}.html", {**around, **context}), status=status)


def _form(form: AnswerForm) -> dict[str, Any]:
    fields = list(form.shown())
    mistakes = [{"target": field["target"], "text": error} for field in fields for error in field["errors"]]
    return {"fields": fields, "mistakes": mistakes}


def _answer(form: AnswerForm, as_of: datetime.date) -> dict[str, Any]:
    answers = {key: value for key, value in form.answers().items() if value is not None}
    profile = profile_of(answers, as_of)
    found = shortlist(profile, as_of, SHOWN)
    return {
        "facts": every_answer(answers),
        "size": size_sentence(found.size),
        "figures": counted(found),
        "total": sum(found.counts.values()),
        "cards": [card(one, profile, as_of, ()) for one in found.results],
        "question": wording.question_text(found.questions[0]) if found.questions else "",
        "as_of": as_of,
    }


def _again(sent: Mapping[str, str], title: str, text: str) -> dict[str, Any]:
    """Why there is no answer, with what was typed ready to be sent once more."""
    return {
        "title": title,
        "text": text,
        "sent": _typed(sent),
        "button": next((one for one in _BUTTONS if one in sent), "answer"),
    }


def _typed(sent: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(name, sent[name]) for name in _TYPED if name in sent]


def _when(wait: int) -> str:
    """When it may be tried again, after a full minute or a full day."""
    if wait <= MINUTE:
        return _("続けて利用されたため、いったん止めています。1分ほど待ってから、もう一度お試しください。")
    return _("今日の利用の上限に達しました。日本時間の午前0時を過ぎてから、もう一度お試しください。")
