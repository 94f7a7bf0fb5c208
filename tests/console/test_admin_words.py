"""The admin speaks Japanese on the pages that packages bring along, too."""

from __future__ import annotations

import html
import re

import pytest
from django.contrib.auth.models import Group

from catalogue import roles
from catalogue.admin.site import site
from catalogue.models import Measure, Programme
from tests.console.people import browser, user
from tests.console.small import small

pytestmark = pytest.mark.django_db

KNOWN = {"setsubi", "Startup"}
"""Codes, and names that are written so."""


def english(page: str) -> set[str]:
    """The words of a page in Latin letters, without styles and scripts."""
    seen = html.unescape(re.sub(r"(?s)<(script|style).*?</\1>|<[^>]*>", " ", page))
    return set(re.findall(r"[A-Za-z_]{3,}", seen)) - KNOWN


def test_the_history_of_a_programme_is_japanese() -> None:
    small()
    programme = Programme.objects.get(code="setsubi")
    programme.heading = "見出し"
    programme.save()
    person = browser(roles.EDITOR)
    for path in ("history/", f"history/{programme.history.latest().pk}/"):
        answer = person.get(f"/admin/catalogue/programme/{programme.pk}/{path}")
        assert answer.status_code == 200
        assert english(answer.content.decode()) - {"editor"} == set()


def test_the_pages_of_a_measure_and_a_programme_are_japanese() -> None:
    small()
    person = browser(roles.EDITOR)
    for one in (Measure.objects.get(code="1-01"), Programme.objects.get(code="setsubi")):
        answer = person.get(f"/admin/catalogue/{one._meta.model_name}/{one.pk}/change/")
        assert answer.status_code == 200
        assert english(answer.content.decode()) - {"editor"} == set()


def test_every_field_that_is_edited_has_a_japanese_name() -> None:
    models = {*site._registry} | {inline.model for admin in site._registry.values() for inline in admin.inlines}
    names = {
        f"{model.__name__}.{field.name}": str(field.verbose_name)
        for model in models - {Group, type(user())}
        for field in model._meta.fields
        if field.editable and not field.primary_key
    }
    assert [key for key, name in names.items() if not re.search("[\u3040-\u9fff]", name)] == []
