"""Where a client stands."""

from __future__ import annotations

from django.urls import reverse


def client_url(pk: int) -> str:
    """The page of one client."""
    return f"{reverse('client-list')}{pk}/"
