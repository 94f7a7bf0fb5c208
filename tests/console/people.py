"""People of the console: organisations, users by role, their browsers and their clients."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.contrib.auth.models import Group
from django.test import Client as Browser

from catalogue import roles
from catalogue.models import Client, Organisation, User

OURS, THEIRS = "みほん商工会議所", "となり信用金庫"
"""Two organisations that must never see one another's clients."""

FACTS: Mapping[str, Any] = {"entity_type": "corporation", "industry": "09", "prefecture": "20", "employees": 40}
"""The four facts for a first answer."""

NUMBERS = ("7000012050002", "8700110005901", "2000012010019")
"""法人番号 with a right check digit."""


def organisation(name: str = OURS) -> Organisation:
    """The organisation of that name, made when there is none."""
    return Organisation.objects.get_or_create(name=name)[0]


def user(role: roles.Role | None = roles.ADVISOR, of: str = OURS) -> User:
    """Somebody with *role* (None: without any) in the organisation *of* ("": in none); the same again when asked again."""
    username = f"{role.code if role else 'nobody'}-{of}"
    made, _new = User.objects.get_or_create(username=username, organisation=organisation(of) if of else None)
    if role:
        made.groups.add(Group.objects.get(name=role.label))
    return made


def browser(role: roles.Role | None = roles.ADVISOR, of: str = OURS) -> Browser:
    """A browser in which that user is logged in."""
    opened = Browser()
    opened.force_login(user(role, of), backend="django.contrib.auth.backends.ModelBackend")
    return opened


def company(name: str = "株式会社みほん", of: str = OURS, answers: Mapping[str, Any] = FACTS, **more: Any) -> Client:
    """A client of the organisation *of*."""
    given = {"facts_on": date(2026, 11, 1)} | more
    return Client.objects.create(organisation=organisation(of), name=name, answers=dict(answers), **given)
