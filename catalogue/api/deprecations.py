"""What will go: told in the schema, and on the answers that it is part of (RFC 9745, RFC 8594), for at least a year before."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.http import http_date
from django.utils.timezone import make_aware
from django.utils.translation import gettext as _

from catalogue.api.about import Text
from catalogue.api.docs import drawn


@dataclass(frozen=True, slots=True, kw_only=True)
class Deprecation:
    """An *operation* (``GET /api/v1/areas/{number}/``), a *parameter* of its query, or a *field* (``Measure.is_new``) that will go.

    *since* the first of these days it should not be begun with, from *sunset* it may be gone; *instead* says what to use, *link* where
    to read about it. Raises ValueError for less than a year's notice.
    """

    since: date
    sunset: date
    instead: Text
    link: str
    operation: str = ""
    parameter: str = ""
    field: str = ""

    def __post_init__(self) -> None:
        if bool(self.operation) == bool(self.field) or (self.parameter and self.field):
            raise ValueError("a deprecation is of an operation, of a parameter of one, or of a field")
        if (self.sunset.year - 1, self.sunset.month, self.sunset.day) < (
            self.since.year,
            self.since.month,
            self.since.day,
        ):
            raise ValueError(f"{self.name}: {self.since} to {self.sunset} is less than a year")

    @property
    def name(self) -> str:
        """What it is called here."""
        return self.field or f"{self.operation} {self.parameter}".strip()


TABLE: tuple[Deprecation, ...] = ()


def mark(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    """drf-spectacular's hook. Raises LookupError for a name that the schema does not know."""
    for one in TABLE:
        place = _place(result, one)
        said = _("非推奨（{since}から。{sunset}に廃止）。{instead}").format(
            since=one.since, sunset=one.sunset, instead=one.instead
        )
        place.update(deprecated=True, description=f"{place.get('description', '')} {said}".strip())
    return result


def _place(schema: dict[str, Any], one: Deprecation) -> dict[str, Any]:
    try:
        if one.field:
            component, name = one.field.split(".")
            found: dict[str, Any] = schema["components"]["schemas"][component]["properties"][name]
            return found
        method, path = one.operation.split(" ")
        operation: dict[str, Any] = schema["paths"][path][method.lower()]
        return {each["name"]: each for each in operation["parameters"]}[one.parameter] if one.parameter else operation
    except (KeyError, ValueError) as error:
        raise LookupError(f"the schema has no {one.name}") from error


_ARGUMENT = re.compile(r"<(?:\w+:)?(\w+)>")


def part_of(request: HttpRequest) -> list[Deprecation]:
    """The deprecations that an answer to *request* is to tell of."""
    if not TABLE or request.resolver_match is None:
        return []
    method = "GET" if request.method == "HEAD" else request.method
    operation = f"{method} /" + _ARGUMENT.sub(r"{\1}", request.resolver_match.route)
    return [
        one
        for one in TABLE
        if (one.operation == operation and (not one.parameter or one.parameter in request.GET))
        or (one.field and one.field.partition(".")[0] in _components(operation))
    ]


@cache
def _components(operation: str) -> frozenset[str]:
    """The components that an operation takes or gives, directly or within others."""
    schema = drawn(settings.LANGUAGE_CODE)
    method, path = operation.split(" ")
    found: set[str] = set()
    waiting: list[Any] = [schema["paths"].get(path, {}).get(method.lower())]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            name = str(node.get("$ref", "")).rpartition("/")[2]
            if name and name not in found:
                found.add(name)
                waiting.append(schema["components"]["schemas"][name])
            waiting.extend(node.values())
        elif isinstance(node, list):
            waiting.extend(node)
    return frozenset(found)


def deprecation_headers(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Say on an answer since when what it was asked by, or a part of it, is deprecated, when the first of it will go, and where to read on."""

    def answered(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if found := part_of(request):
            response.headers["Deprecation"] = f"@{_midnight(min(one.since for one in found))}"
            response.headers["Sunset"] = http_date(_midnight(min(one.sunset for one in found)))
            response.headers["Link"] = ", ".join(dict.fromkeys(f'<{one.link}>; rel="deprecation"' for one in found))
        return response

    return answered


def _midnight(day: date) -> int:
    """When a day begins in Japan."""
    return int(make_aware(datetime.combine(day, time())).timestamp())
