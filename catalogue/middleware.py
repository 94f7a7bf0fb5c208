"""What goes around every request: its number, and the compression of its answer."""

from __future__ import annotations

import logging
import re
import uuid
from collections.abc import Callable
from contextvars import ContextVar

import brotli  # type: ignore[import-untyped]
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import patch_vary_headers

_number: ContextVar[str] = ContextVar("request_number", default="-")
_USABLE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{7,63}")


def request_number(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Give every request a number, or keep the one that it brings: it stands in the answer (X-Request-ID) and in the log."""

    def numbered(request: HttpRequest) -> HttpResponseBase:
        brought = request.headers.get("X-Request-ID", "")
        number = brought if _USABLE.fullmatch(brought) else uuid.uuid4().hex
        _number.set(number)
        response = get_response(request)
        response.headers["X-Request-ID"] = number
        return response

    return numbered


class NumberFilter(logging.Filter):
    """Puts the number of the request at hand on every line of the log."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_number = _number.get()
        return True


_SHORTEST, _QUALITY = 200, 4


class CompressionMiddleware(GZipMiddleware):
    """gzip for all who take it; br for the API's public answers, which hold no secret that a guess could be measured by."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """*response*, compressed unless it says that it is sent as it is."""
        if getattr(response, "is_sent_as_it_is", False):
            return response
        if isinstance(response, HttpResponse) and self._takes_br(request, response):
            response.content = brotli.compress(response.content, quality=_QUALITY)
            response.headers["Content-Encoding"] = "br"
            response.headers["Content-Length"] = str(len(response.content))
            patch_vary_headers(response, ("Accept-Encoding",))
            if (tag := response.headers.get("ETag", "")).startswith('"'):
                response.headers["ETag"] = f"W/{tag}"
            return response
        return super().process_response(request, response)

    def _takes_br(self, request: HttpRequest, response: HttpResponse) -> bool:
        return (
            request.path.startswith("/api/")
            and not response.has_header("Content-Encoding")
            and len(response.content) >= _SHORTEST
            and any(
                part.partition(";")[0].strip() == "br" and not re.search(r"q=0(\.0*)?\s*$", part)
                for part in request.headers.get("Accept-Encoding", "").lower().split(",")
            )
        )
