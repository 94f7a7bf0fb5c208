"""Role × address × method, found by asking: every address of the console and the admin, as each kind of person.

``python -m tests.console.permissions`` is not needed: the test that compares the README with this prints what is right.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.test import Client as Browser
from django.urls import URLPattern, URLResolver, get_resolver

from catalogue.roles import ROLES
from tests.console.people import THEIRS, browser

OPENED = ("console/", "admin/", "login/", "logout/", "feed/")
"""What stands behind a login, and the login itself."""

METHODS = ("GET", "POST")

OTHERS = "他機関の相談員"


@dataclass(frozen=True, slots=True)
class Address:
    """*route* as it is written in the table; *path* with this test's objects in it."""

    route: str
    path: str
    name: str


def patterns(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every pattern below *resolver* with its whole route."""
    for one in resolver.url_patterns:
        route = prefix + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from patterns(one, route)
        else:
            yield route, one


def addresses(objects: Mapping[str, Any]) -> list[Address]:
    """The addresses behind the login. *objects*: parameter, or "name parameter", → a value that exists. A gap raises LookupError."""
    found = []
    for route, pattern in patterns(get_resolver()):
        if not route.startswith(OPENED):
            continue
        path, name = route, pattern.name or ""
        for converter, key in re.findall(r"<(?:(\w+):)?(\w+)>", route):
            value = objects.get(f"{name} {key}", objects.get(key))
            if value is None:
                raise LookupError(f"no {key} for {route}")
            path = path.replace(f"<{converter}:{key}>" if converter else f"<{key}>", str(value))
        found.append(Address(f"/{route}", "/" + re.sub(r"^\^|\$$", "", path), name))
    return found


def answer(asking: Browser, address: Address, method: str) -> str:
    """○ may, – may not, "" for a method that the address does not know. What a POST changes is undone."""
    with transaction.atomic():
        response = asking.generic(method, address.path)
        transaction.set_rollback(True)
    if response.status_code == 405:
        return ""
    refused = response.status_code in (403, 404)
    to_login = response.status_code == 302 and "/login/" in response["Location"]
    return "–" if refused or to_login else "○"


def people() -> dict[str, Browser]:
    """Each kind of person with a browser."""
    kinds = {"匿名": Browser()} | {role.label: browser(role) for role in ROLES}
    return kinds | {OTHERS: browser(of=THEIRS)}


def table(objects: Mapping[str, Any]) -> dict[tuple[str, str], dict[str, str]]:
    """(route, method) → kind of person → answer; methods that an address does not know are left out."""
    asking = people()
    found = {}
    for address in addresses(objects):
        for method in METHODS:
            row = {kind: answer(one, address, method) for kind, one in asking.items()}
            if any(row.values()):
                found[address.route, method] = row
    return found


def markdown(rows: Mapping[tuple[str, str], Mapping[str, str]]) -> str:
    """The table for operators: addresses that are open to the same people by the same methods stand in one row."""
    kinds = list(next(iter(rows.values())))
    by_route: dict[str, dict[str, list[str]]] = {}
    for (route, method), row in rows.items():
        cells = by_route.setdefault(route, {kind: [] for kind in kinds})
        for kind in kinds:
            if row[kind] == "○":
                cells[kind].append(method)
    groups: dict[tuple[str, ...], list[str]] = {}
    for route, cells in by_route.items():
        groups.setdefault(tuple("·".join(cells[kind]) or "–" for kind in kinds), []).append(route)
    lines = [f"| 画面 | {' | '.join(kinds)} |", "|---|" + "---|" * len(kinds)]
    lines += [f"| {_routes(routes)} | {' | '.join(cells)} |" for cells, routes in groups.items()]
    return "\n".join(lines)


def _routes(routes: Iterable[str]) -> str:
    return "<br>".join(f"`{route}`" for route in sorted(routes))
