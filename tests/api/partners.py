"""Partners: keys by what they are for, and asking with them."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpResponse
from django.test import Client

from catalogue.models import ApiKey, Scope
from tests.console.people import organisation

API = "/api/v1/"


def partner(*scopes: Scope, of: str = "", name: str = "連携先", **more: Any) -> tuple[ApiKey, Partner]:
    """A key for just *scopes*, of the organisation *of* if any, and a program that asks with it."""
    may = {f"scope_{scope.value}": scope in scopes for scope in Scope}
    made, secret = ApiKey.objects.create_key(name=name, organisation=organisation(of) if of else None, **may, **more)
    return made, Partner(secret)


class Partner:
    """A program with a key; "" for one without."""

    def __init__(self, secret: str = "") -> None:
        self.secret = secret
        self._headers = {"Authorization": f"Api-Key {secret}"} if secret else {}

    def ask(self, method: str, address: str, body: object = None, **headers: str) -> HttpResponse:
        """Ask an *address* below the API's root."""
        data = "" if body is None else json.dumps(body)
        sent = {**self._headers, **headers}
        return Client().generic(method, f"{API}{address}", data, "application/json", headers=sent)

    def get(self, address: str, **headers: str) -> HttpResponse:
        return self.ask("GET", address, **headers)

    def post(self, address: str, body: object = None, **headers: str) -> HttpResponse:
        return self.ask("POST", address, body, **headers)
