"""The schema, drawn from the code: OpenAPI 3.1, each field with its meaning and an example, each operation with its problems."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from rest_framework import serializers

from catalogue.api.answers import ProblemSerializer
from catalogue.api.keys import FREE, is_keyed, scope_of
from catalogue.api.problems import CONTENT_TYPE, kinds
from catalogue.api.query import Parameter

PROBLEMS = {
    "get": (400, 401, 403, 404, 406, 412, 429, 500, 503),
    "post": (400, 401, 403, 404, 406, 413, 415, 429, 500, 503),
    "delete": (400, 401, 403, 404, 406, 429, 500, 503),
}
"""Method → the statuses with which it can be refused."""

DONE = {200: _("求められた内容です"), 201: _("登録しました"), 202: _("受け付けました"), 204: _("消しました")}
"""Status → what it says of an answer that is no refusal."""

PLACES: dict[str, tuple[Any, str | int]] = {
    "measures": (_("施策の番号。"), "1-05"),
    "matches": (_("施策の番号。"), "1-05"),
    "programmes": (_("事業のコード。"), "seisansei-kakumei"),
    "ministries": (_("府省庁の略称。"), "経産省"),
    "areas": (_("分野の番号。"), 1),
    "budgets": (_("予算のコード。"), "seisansei-kakumei:0"),
    "decisions": (_("判定の記録の番号。"), "q2Yc0b5wYj7m4n1sT8vXzAaBbCcDdEeFfGgHhIiJjKk"),
    "clients": (_("支援先の番号。"), 1),
    "webhooks": (_("通知先の番号。"), "q2Yc0b5wYj7m4n1sT8vXzAaBbCcDdEeFfGgHhIiJjKk"),
}
"""First part of the address → what stands in its place for one thing, with an example."""

_VALUE = {"type": ["string", "number"]}


class KeyScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """The key, for the schema."""

    target_class = "catalogue.api.keys.KeyAuthentication"
    name = "ApiKey"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        """Where it is sent."""
        text = _("「Api-Key 鍵」の形で送る。読むことと照合は、鍵なしでも低い頻度でできる。")
        return {"type": "apiKey", "in": "header", "name": "Authorization", "description": text}


class Schema(AutoSchema):
    """As drf-spectacular draws it, but for what our views say of themselves."""

    def get_tags(self) -> list[str]:
        """The first part of the address."""
        parts = self.path.removeprefix("/api/v1/").split("/")
        return [parts[0].partition(".")[0] or "api"]

    def get_auth(self) -> list[dict[str, Any]]:
        """A key; or nothing, for what is free."""
        free: list[dict[str, Any]] = (
            [{}] if scope_of(self.view, self.method) in FREE and not is_keyed(self.view) else []
        )
        return [*(one for one in super().get_auth() if one), *free]

    def get_override_parameters(self) -> list[Any]:
        """None beside those of the query."""
        return []

    def _resolve_path_parameters(self, variables: Any) -> list[Parameter]:
        found: list[Parameter] = super()._resolve_path_parameters(variables)  # type: ignore[no-untyped-call]
        for one in found:
            one["description"], one["example"] = PLACES[self.get_tags()[0]]
        return found

    def _get_filter_parameters(self) -> list[Parameter]:
        asked = self.method in getattr(self.view, "asked_by", (self.method,))
        return list(self.view.parameters()) if asked and hasattr(self.view, "parameters") else []

    def _get_pagination_parameters(self) -> list[Parameter]:
        return []

    def _is_list_view(self, serializer: Any = None) -> bool:
        if hasattr(self.view, "parameters") and self.method == "GET":
            return getattr(self.view, "pagination_class", None) is not None or getattr(self.view, "many", False)
        return bool(super()._is_list_view(serializer))

    def get_response_serializers(self) -> Any:
        """What the view shows."""
        return getattr(self.view, "kind", None) or super().get_response_serializers()

    def _get_response_bodies(self, direction: Any = "response") -> dict[str, Any]:
        bodies: dict[str, Any] = super()._get_response_bodies(direction)
        problem = {"schema": self.resolve_serializer(ProblemSerializer, "response").ref}
        for status, body in bodies.items():
            body["description"] = DONE[int(status)]
        if self.method == "GET":
            bodies["304"] = {"description": _("変わっていません")}
        for refusal in PROBLEMS.get(self.method.lower(), ()):
            bodies[str(refusal)] = {"description": str(kinds()[refusal][1]), "content": {CONTENT_TYPE: problem}}
        return bodies

    def get_summary(self) -> str | None:
        """The first words of the view's docstring, unless it says more."""
        return super().get_summary() or _said((self.view.__doc__ or "").split("\n")[0].rstrip(".")) or None

    def get_description(self) -> str:  # type: ignore[override]  # as the library itself has it
        """The method's docstring."""
        return _said(super().get_description())

    def _get_paginator(self) -> Any:
        return _Envelope() if getattr(self.view, "many", False) else super()._get_paginator()  # type: ignore[no-untyped-call]

    def _get_serializer_field_meta(self, field: Any, direction: str) -> dict[str, Any]:
        meta: dict[str, Any] = super()._get_serializer_field_meta(field, direction)  # type: ignore[no-untyped-call]
        if isinstance(field, serializers.Field):
            style = field.style
            if "example" in style:
                meta["examples"] = [style["example"]]
            if "enum" in style:
                meta["enum"] = list(style["enum"])
            for key in ("pattern", "format"):
                if key in style and style[key] != "value":
                    meta[key] = style[key]
            meta.pop("readOnly", None)
        return meta

    def _map_serializer_field(self, field: Any, direction: str, bypass_extensions: bool = False) -> Any:
        if isinstance(field, serializers.JSONField) and field.style.get("format") == "value":
            return {**_VALUE, **self._get_serializer_field_meta(field, direction)}
        if type(field).__name__ == "NumberField":
            return {"type": "number", **self._get_serializer_field_meta(field, direction)}
        return super()._map_serializer_field(field, direction, bypass_extensions)  # type: ignore[no-untyped-call]

    def _map_basic_serializer(self, serializer: Any, direction: str) -> Any:
        schema = super()._map_basic_serializer(serializer, direction)  # type: ignore[no-untyped-call]
        if "description" in schema:
            schema["description"] = _said(schema["description"])
        if getattr(serializer, "is_closed", False):
            schema["additionalProperties"] = False
        if identity := getattr(serializer, "identity", None):
            schema["required"] = [identity]  # the others can be left out by ``fields=``
        return schema


def _said(docstring: str) -> str:
    """In the reader's language. The context keeps words as short as these apart from those of pages."""
    return pgettext("docstring", docstring)


class _Envelope:
    """A list that has no pages."""

    def get_paginated_response_schema(self, schema: Any) -> dict[str, Any]:
        """How many, and all of them."""
        count = {"type": "integer", "description": _("件数。"), "examples": [10]}
        return {
            "type": "object",
            "description": _("一覧のすべて。"),
            "required": ["count", "results"],
            "properties": {"count": count, "results": {**schema, "description": _("すべて。")}},
        }
