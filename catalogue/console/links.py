"""Addresses of clients' pages, from all the pages that list clients."""

from __future__ import annotations

from django.urls import reverse


def clients_address() -> str:
    """The list of clients."""
    return f"{reverse('console')}clients/"


def client_address(pk: int) -> str:
    """One client's page."""
    return f"{clients_address()}{pk}/"
