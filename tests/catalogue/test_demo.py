"""A made-up installation: believable, made once, and never in production."""

from __future__ import annotations

from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from catalogue.demo.build import FIRST, SECOND, build
from catalogue.models import Client, Organisation, Override, Proposal, Task, User
from catalogue.roles import ROLES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("real_stored")]

TODAY = date(2026, 11, 23)


def test_there_is_somebody_of_every_role_and_something_to_see_everywhere() -> None:
    logins = build(TODAY)
    assert {login.roles for login in logins} == {role.label for role in ROLES}
    assert set(Organisation.objects.values_list("name", flat=True)) == {FIRST, SECOND}
    for one in Client.objects.all():
        one.full_clean(exclude=["created_by"])
    for model in (Proposal, Override, Task):
        assert model.objects.exists()


def test_a_second_run_adds_nothing() -> None:
    build(TODAY)
    counts = [model.objects.count() for model in (Client, Organisation, Override, Proposal, Task, User)]
    build(TODAY)
    assert [model.objects.count() for model in (Client, Organisation, Override, Proposal, Task, User)] == counts


def test_production_refuses(settings: Any) -> None:
    settings.APP_ENV = "production"
    with pytest.raises(CommandError, match="開発用"):
        call_command("demo_console", stdout=StringIO())
    assert not User.objects.exists()
