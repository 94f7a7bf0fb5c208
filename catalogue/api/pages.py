"""Parts of a list: pages by number, or a walk along a unique key that a change of the catalogue does not upset."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework.exceptions import ValidationError
from rest_framework.pagination import PageNumberPagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param
from rest_framework.views import APIView

from catalogue.api.query import MOST_PER_PAGE, PER_PAGE


class Pages(PageNumberPagination):
    """``?page=2&page_size=50``, or ``?cursor=`` and then what ``next`` says. The view names its unique ``walk``."""

    page_size = PER_PAGE
    page_size_query_param = "page_size"
    max_page_size = MOST_PER_PAGE
    _walked: dict[str, Any] | None = None

    def paginate_queryset(self, queryset: QuerySet, request: Request, view: APIView | None = None) -> list[Any] | None:  # type: ignore[override]
        """One page. Raises ValidationError for a cursor that none of our answers named."""
        if "cursor" not in request.query_params:
            return super().paginate_queryset(queryset, request, view)
        walk: Sequence[str] = view.walk  # type: ignore[union-attr]  # every list has one
        size = self.get_page_size(request) or PER_PAGE
        after = read_cursor(request.query_params["cursor"], walk)
        try:
            rest = queryset.filter(_beyond(walk, after)) if after else queryset
        except (TypeError, ValueError) as error:  # a text for a number
            raise _unusable() from error
        steps = {f"step_{place}": F(name) for place, name in enumerate(walk)}
        found = list(rest.annotate(**steps).order_by(*steps)[: size + 1])
        following = None
        if len(found) > size:
            last = [getattr(found[size - 1], step) for step in steps]
            following = replace_query_param(request.build_absolute_uri(), "cursor", write_cursor(last))
        self._walked = {"count": queryset.order_by().count(), "next": following, "previous": None}
        return found[:size]

    def get_paginated_response(self, data: Any) -> Response:
        """The same envelope for both."""
        if self._walked is None:
            return super().get_paginated_response(data)
        return Response({**self._walked, "results": data})

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """The envelope, described."""
        return {
            "type": "object",
            "description": gettext_lazy("一覧の一ページ。"),
            "required": [*_PAGE, "results"],
            "properties": {**_PAGE, "results": {**schema, "description": gettext_lazy("このページの分。")}},
        }


def write_cursor(key: Sequence[object]) -> str:
    """The place after *key*, as a word that an address can hold."""
    return base64.urlsafe_b64encode(json.dumps(key).encode()).decode().rstrip("=")


def read_cursor(text: str, walk: Sequence[str]) -> list[str | int]:
    """The key that a cursor names; nothing for the start. Raises ValidationError."""
    if not text:
        return []
    try:
        padded = text + "=" * (-len(text) % 4)
        key = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
        if write_cursor(key) == text and len(key) == len(walk) and all(map(_is_key, key)):
            return list(key)
    except (ValueError, TypeError, binascii.Error, RecursionError):
        pass
    raise _unusable()


def _unusable() -> ValidationError:
    return ValidationError({"cursor": [_("この目印は使えません。空で始め、答えの next に従ってください。")]})


_MOST = 2**31
_PAGE = {
    "count": {"type": "integer", "description": gettext_lazy("全部の件数。"), "examples": [190]},
    "next": {
        "type": ["string", "null"],
        "format": "uri",
        "description": gettext_lazy("続きのアドレス。なければ null。"),
        "examples": ["https://catalogue.example/api/v1/measures/?page=2"],
    },
    "previous": {
        "type": ["string", "null"],
        "format": "uri",
        "description": gettext_lazy("前のページのアドレス。なければ null。"),
        "examples": [None],
    },
}


def _is_key(value: object) -> bool:
    if isinstance(value, str):
        return "\0" not in value and value.isprintable()
    return type(value) is int and 0 <= value < _MOST


def _beyond(walk: Sequence[str], after: Sequence[object]) -> Q:
    """Rows whose key stands after *after*, column by column."""
    found, same = Q(), Q()
    for name, value in zip(walk, after, strict=True):
        found |= same & Q(**{f"{name}__gt": value})
        same &= Q(**{name: value})
    return found
