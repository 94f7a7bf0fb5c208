"""Who may open what: asked of every address, held against the roles and against the README."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client as Browser

from tests.console.permissions import addresses, answer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("real_stored")]

README = Path(__file__).resolve().parents[2] / "README.md"


@pytest.fixture
def objects() -> dict[str, Any]:
    """A value for each parameter of an address."""
    return {}


def test_nobody_opens_anything_without_a_login(objects: dict[str, Any]) -> None:
    free = {"/login/", "/logout/"}
    opened = {
        (one.route, method)
        for one in addresses(objects)
        for method in ("GET", "POST")
        if answer(Browser(), one, method) == "○"
    }
    assert {route for route, _method in opened} <= free
