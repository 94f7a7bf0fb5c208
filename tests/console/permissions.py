"""Role × address × method, found by asking: every address of the console and the admin, as each kind of person."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from copy import copy
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

ANYBODY, OTHERS = "匿名", "他機関の相談員"

_ONWARD = re.compile(r"admin/\(\?P<url>\.\*\)\$|admin/catalogue/\w+/<path:object_id>/")
"""Addresses of Django's admin that only lead on to others, whoever asks."""

_PARAMETER = re.compile(r"<(?:\w+:)?(?P<named>\w+)>|\(\[/\]\+\)")

Objects = Mapping[str, Mapping[str, Any]]
"""Beginning of a route → parameter → a value that exists; the longest beginning counts."""


@dataclass(frozen=True, slots=True)
class Address:
    """*route* as it is written in the table; *path* with this test's objects in it."""

    route: str
    path: str


def patterns(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    """The whole route of every pattern below *resolver*."""
    for one in resolver.url_patterns:
        route = prefix + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from patterns(one, route)
        elif isinstance(one, URLPattern) and route.startswith(OPENED) and not _ONWARD.fullmatch(route):
            yield route


def addresses(objects: Objects) -> list[Address]:
    """The addresses behind the login. Raises LookupError for a parameter of which *objects* say nothing."""
    found = []
    for pattern in patterns(get_resolver()):
        route = written = path = _plain(pattern)
        history = iter(("object_id", "history_id"))
        for parameter in _PARAMETER.finditer(route):
            name = parameter["named"] or next(history)
            path = path.replace(parameter[0], str(_value(objects, route, name)), 1)
            written = written.replace(parameter[0], f"<{name}>", 1)
        found.append(Address(f"/{re.sub(r'<[a-z]+:', '<', written)}", f"/{path}"))
    return found


def _plain(route: str) -> str:
    """A route without the marks of a regular expression."""
    return re.sub(r"\(\?P<app_label>(\w+)\)", r"\1", route).replace("^", "").replace("$", "")


def _value(objects: Objects, route: str, name: str) -> Any:
    known = [start for start, values in objects.items() if route.startswith(start) and name in values]
    if not known:
        raise LookupError(f"tests/console/test_permissions.py has no {name} for {route}")
    return objects[max(known, key=len)][name]


def answer(asking: Browser, address: Address, method: str) -> str:
    """○ may, – may not, "" for a method that the address does not know. What the question changes is undone."""
    cookies = copy(asking.cookies)
    with transaction.atomic():
        response = asking.generic(method, address.path)
        transaction.set_rollback(True)
    asking.cookies = cookies
    # Django's own autocomplete fails without its parameters, for those whom it lets in.
    assert response.status_code < 500 or address.route == "/admin/autocomplete/", address
    if response.status_code == 405:
        return ""
    refused = response.status_code in (403, 404)
    to_login = response.status_code == 302 and "/login/" in response["Location"] and "logout" not in address.path
    return "–" if refused or to_login else "○"


def people() -> dict[str, Browser]:
    """Each kind of person with a browser."""
    kinds = {ANYBODY: Browser()} | {role.label: browser(role) for role in ROLES} | {OTHERS: browser(of=THEIRS)}
    for one in kinds.values():
        one.raise_request_exception = False
    return kinds


Table = Mapping[tuple[str, str], Mapping[str, str]]
"""(route, method) → kind of person → answer."""


def table(objects: Objects) -> Table:
    """Every address asked by everybody; methods that an address does not know are left out."""
    asking = people()
    found = {}
    for address in addresses(objects):
        for method in METHODS:
            row = {kind: answer(one, address, method) for kind, one in asking.items()}
            if any(row.values()):
                found[address.route, method] = row
    return found


def markdown(rows: Table) -> str:
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
    lines = [f"| address | {' | '.join(kinds)} |", "|---|" + "---|" * len(kinds)]
    lines += [f"| {_routes(routes)} | {' | '.join(cells)} |" for cells, routes in groups.items()]
    return "\n".join(lines)


def _routes(routes: Iterable[str]) -> str:
    """Side by side; the same page of several models in one."""
    named: dict[str, list[str]] = {}
    for route in sorted(routes):
        found = re.fullmatch(r"/admin/catalogue/(\w+)/(.*)", route)
        if found:
            named.setdefault(f"/admin/catalogue/{{}}/{found[2]}", []).append(found[1])
        else:
            named[route] = []
    return "<br>".join(
        f"`{route.format('{' + ','.join(models) + '}' if len(models) > 1 else models[0]) if models else route}`"
        for route, models in named.items()
    )
