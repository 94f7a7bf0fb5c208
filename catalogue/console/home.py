"""The first page after the login."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from catalogue.console.access import page, user_of


@page()
def home(request: HttpRequest) -> HttpResponse:
    """What waits for this person."""
    return render(request, "catalogue/console/home.html", {"person": user_of(request)})
