"""Limits over HTTP: 429 with the seconds to wait, and on every answer what is left (draft-ietf-httpapi-ratelimit-headers)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponseBase
from django.utils.timezone import now
from rest_framework.exceptions import Throttled
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from catalogue.api.keys import sent_key
from catalogue.limits import Caller, Spending, address_of, holder_of, somebody_at, spend

if TYPE_CHECKING:  # the framework's views load this module
    from rest_framework.views import APIView


def caller_of(request: Request) -> Caller:
    """The key's holder, or somebody at an address."""
    key = sent_key(request)
    return somebody_at(address_of(request.META)) if key is None else holder_of(key)


class Limits(BaseThrottle):
    """One request a request."""

    def allow_request(self, request: Request, view: APIView) -> bool:
        """Count it, and note what is left."""
        self._spending = _noted(request, spend(caller_of(request), now()))
        return self._spending.wait == 0

    def wait(self) -> float:
        """Seconds until it may be tried again."""
        return float(self._spending.wait)


def charge(request: Request, companies: int) -> None:
    """Count a request about many *companies* on the day as often as there are; one is counted already. Raises Throttled."""
    if companies > 1:
        spending = _noted(request, spend(caller_of(request), now(), asked=0, cost=companies - 1))
        if spending.wait:
            raise Throttled(wait=spending.wait)


def _noted(request: Request, spending: Spending) -> Spending:
    request._request.spending = spending  # type: ignore[attr-defined]  # read by the middleware below
    return spending


def rate_limit_headers(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Say on each counted answer what the limits are and what is left of them."""

    def answered(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        spending: Spending | None = getattr(request, "spending", None)
        if spending is not None:
            limits = spending.allowances
            response.headers["RateLimit-Policy"] = ", ".join(
                f'"{one.name}";q={one.quota};w={one.seconds}' for one in limits
            )
            response.headers["RateLimit"] = ", ".join(f'"{one.name}";r={one.left};t={one.renewed_in}' for one in limits)
        return response

    return answered
