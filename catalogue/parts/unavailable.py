"""While no catalogue is loaded, every page that needs one says so."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from catalogue.shortlist import NoCatalogue


def with_catalogue(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """*view*, which says so (503) while no catalogue is loaded."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except NoCatalogue:
            response = render(request, "catalogue/unavailable.html", status=503)
            response["Retry-After"] = "60"
            return response

    return answered
