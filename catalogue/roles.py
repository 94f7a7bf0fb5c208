"""Roles: what each may do. The groups are made by a migration and given these permissions after every ``migrate``.

The table is the only place that says so: pages and the admin ask for a permission, never for a role.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import AppConfig

CATALOGUE = (
    "ministry",
    "measure",
    "programme",
    "listing",
    "budget",
    "funding",
    "result",
    "support",
    "criterion",
    "manualcheck",
    "availabilityperiod",
    "event",
    "note",
    "charge",
    "reading",
    "scenario",
)
"""Models of the catalogue that an editor keeps."""


def _on(models: Iterable[str], *actions: str) -> frozenset[str]:
    return frozenset(f"{action}_{model}" for model in models for action in actions)


CLIENTS_SEEN = _on(("client",), "view")
CLIENTS_KEPT = _on(("client",), "add", "change", "delete") | CLIENTS_SEEN
CATALOGUE_SEEN = _on((*CATALOGUE, "ruleversion"), "view")
CATALOGUE_KEPT = _on((*CATALOGUE, "ruleversion"), "add", "change", "delete") | CATALOGUE_SEEN
PUBLISHING = frozenset(["publish_ruleversion"]) | CATALOGUE_SEEN
CALLS_SEEN = _on(("call",), "view")
CALLS_KEPT = _on(("call",), "change") | CALLS_SEEN
PEOPLE_KEPT = _on(("organisation", "user"), "add", "change", "view")
KEYS_KEPT = _on(("apikey",), "add", "change", "view")
WEBHOOKS_KEPT = _on(("webhook",), "change", "view") | _on(("webhookdelivery",), "view")


@dataclass(frozen=True, slots=True)
class Role:
    """*permissions*: codenames of this app."""

    code: str
    label: str
    permissions: frozenset[str]


VIEWER = Role("viewer", "閲覧者", CLIENTS_SEEN)
ADVISOR = Role("advisor", "相談員", CLIENTS_KEPT)
EDITOR = Role("editor", "編集者", CATALOGUE_KEPT | CALLS_KEPT)
APPROVER = Role("approver", "承認者", PUBLISHING | CALLS_SEEN)
ADMINISTRATOR = Role("administrator", "管理者", PEOPLE_KEPT | KEYS_KEPT | WEBHOOKS_KEPT | CATALOGUE_SEEN | CALLS_SEEN)

ROLES = (VIEWER, ADVISOR, EDITOR, APPROVER, ADMINISTRATOR)
"""A role is a group; a person may have several."""


def sync_roles(sender: AppConfig, **kwargs: Any) -> None:
    """After ``migrate``: each group has just the permissions of its role. Raises LookupError for one that does not exist."""
    from django.contrib.auth.management import create_permissions
    from django.contrib.auth.models import Group, Permission

    create_permissions(sender, verbosity=0)  # else made only after this
    known = {one.codename: one for one in Permission.objects.filter(content_type__app_label=sender.label)}
    for role in ROLES:
        if missing := role.permissions - known.keys():
            raise LookupError(f"role {role.code}: no such permission: {', '.join(sorted(missing))}")
        group, _made = Group.objects.get_or_create(name=role.label)
        group.permissions.set(known[codename] for codename in role.permissions)
