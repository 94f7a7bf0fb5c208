"""Errors as ``application/problem+json`` (RFC 9457), everywhere under /api/."""

from __future__ import annotations

import logging
import math
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views import defaults
from django.views.decorators.csrf import csrf_exempt
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import set_rollback

from catalogue.contract.match import RequestError, errors_of, pointer
from catalogue.shortlist import NoCatalogue

CONTENT_TYPE = "application/problem+json"
_log = logging.getLogger("django.request")

_KINDS = {
    400: ("invalid-request", gettext_lazy("要求に誤りがあります")),
    401: ("key-required", gettext_lazy("鍵が要ります")),
    403: ("not-allowed", gettext_lazy("許されていません")),
    404: ("not-found", gettext_lazy("見つかりません")),
    405: ("method-not-allowed", gettext_lazy("この方法では使えません")),
    406: ("not-acceptable", gettext_lazy("求められた形式では返せません")),
    412: ("precondition-failed", gettext_lazy("前提が変わっています")),
    413: ("too-large", gettext_lazy("本文が大きすぎます")),
    415: ("unsupported-media-type", gettext_lazy("本文の形式が違います")),
    429: ("too-many-requests", gettext_lazy("要求が多すぎます")),
    500: ("internal-error", gettext_lazy("こちらの不具合です")),
    503: ("unavailable", gettext_lazy("いまは使えません")),
}
_DETAILS = {
    404: gettext_lazy("このアドレスにあたるものはありません。"),
    405: gettext_lazy("このアドレスはこのHTTPメソッドを受け付けません。"),
    429: gettext_lazy(
        "1分または1日の上限を超えました。Retry-After の秒数だけ待ってから送ってください。上限は RateLimit-Policy にあります。"
    ),
    500: gettext_lazy("しばらくしてからもう一度お試しください。"),
}
_UNREACHABLE = gettext_lazy("データベースに届きません。しばらくしてからもう一度お試しください。")
_REFUSED = gettext_lazy("要求を受け付けられません。アドレスと見出し（Host など）を確かめてください。")
_JSON = "application/json"


def kinds() -> Mapping[int, tuple[str, Any]]:
    """Status → the last part of its type, and its title."""
    return _KINDS


def body(status: int, detail: Any, errors: list[dict[str, str]] | None = None) -> dict[str, Any]:
    """A problem document; *errors* only for mistakes in input."""
    kind, title = _KINDS[status]
    problem: dict[str, Any] = {
        "type": f"urn:problem:{kind}",
        "title": str(title),
        "status": status,
        "detail": str(detail),
    }
    if errors is not None:
        problem["errors"] = errors
    return problem


def line_problem(line: int, detail: str, errors: list[dict[str, str]] | None) -> dict[str, Any]:
    """What is wrong with one line of many."""
    return {"line": line, **body(400, detail or _counted(errors or []), errors)}


def line_unanswered(line: int) -> dict[str, Any]:
    """That one line of many could not be answered just now."""
    return {"line": line, **body(503, _UNREACHABLE)}


def _counted(errors: list[dict[str, str]]) -> str:
    return ngettext("誤りが{count}件あります。", "誤りが{count}件あります。", len(errors)).format(count=len(errors))


def exception_handler(error: Exception, context: Mapping[str, Any]) -> Response | None:
    """What a view raised, as a problem; None for what is our own fault, which Django reports as 500."""
    if isinstance(error, RequestError):
        set_rollback()
        errors = errors_of(error.problems)
        return _response(body(400, _counted(errors), errors))
    if isinstance(error, NoCatalogue):
        return _response(body(503, _("カタログが読み込まれていません。")), {"Retry-After": "60"})
    if isinstance(error, OperationalError | InterfaceError):
        _log.error("The database cannot be asked: %s", error)
        return _response(body(503, _UNREACHABLE), {"Retry-After": "5"})
    if isinstance(error, SuspiciousOperation):  # more parameters in the query than Django reads
        return _response(body(400, _REFUSED))
    if isinstance(error, Http404):
        error = exceptions.NotFound()
    elif isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied()
    if not isinstance(error, exceptions.APIException):
        return None
    set_rollback()
    status = error.status_code
    if isinstance(error, exceptions.ValidationError):
        errors = _field_errors(error.detail)
        return _response(body(status, _counted(errors), errors))
    return _response(
        body(status, _DETAILS.get(status) or _about_form(error, context) or str(error.detail)), _headers(error)
    )


def _about_form(error: exceptions.APIException, context: Mapping[str, Any]) -> str:
    """What forms of body and answer the view takes and gives; "" for other mistakes."""
    view = context.get("view")
    if isinstance(error, exceptions.UnsupportedMediaType):
        media = view.parser_classes[0].media_type if view else _JSON
        if media == _JSON:
            return _("Content-Type を application/json にして、JSONで送ってください。")
        return _("Content-Type を {media} にして送ってください。").format(media=media)
    if isinstance(error, exceptions.NotAcceptable):
        media = view.renderer_classes[0].media_type if view else _JSON
        return _("{media} で返します。Accept を確かめてください。").format(media=media)
    return ""


def _headers(error: exceptions.APIException) -> dict[str, str]:
    """How to say who one is, and when to try again."""
    wait, scheme = getattr(error, "wait", None), getattr(error, "auth_header", None)
    return ({"Retry-After": str(math.ceil(wait))} if wait else {}) | ({"WWW-Authenticate": scheme} if scheme else {})


def _field_errors(detail: Any) -> list[dict[str, str]]:
    """Django's and DRF's errors by field, as pointers into the query."""
    fields = detail if isinstance(detail, dict) else {"": detail}
    return [
        {"pointer": pointer(field if isinstance(field, tuple) else [field]) if field else "", "detail": str(message)}
        for field, messages in fields.items()
        for message in (messages if isinstance(messages, list) else [messages])
    ]


def _response(problem: dict[str, Any], headers: Mapping[str, str] | None = None) -> Response:
    return Response(problem, status=problem["status"], headers=headers, content_type=CONTENT_TYPE)


@csrf_exempt  # nothing is done here, so there is nothing to forge
def not_found(request: HttpRequest) -> JsonResponse:
    """Every other address under /api/."""
    hint = "" if request.path.endswith("/") else _("アドレスの最後の「/」を確かめてください。")
    return _plain_response(404, f"{_DETAILS[404]}{hint}")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What Django refuses before any view (a host that is not ours); as a page for people, as a problem under /api/."""
    return _plain_response(400, _REFUSED) if _is_api(request) else defaults.bad_request(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    """Our own fault."""
    return _plain_response(500, _DETAILS[500]) if _is_api(request) else defaults.server_error(request)


def _is_api(request: HttpRequest) -> bool:
    return request.path.startswith("/api/")


def _plain_response(status: int, detail: Any) -> JsonResponse:
    """A problem where no view of the framework has been reached."""
    return JsonResponse(
        body(status, detail), status=status, content_type=CONTENT_TYPE, json_dumps_params={"ensure_ascii": False}
    )
