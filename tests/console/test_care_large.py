"""What needs care of the real catalogue: as many queries as of a small one."""

from __future__ import annotations

import pytest
from pytest_django import DjangoAssertNumQueries

from catalogue import roles
from tests.console.people import browser

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("real_stored")]

URL = "/console/care/"


@pytest.mark.parametrize(("query", "back", "forth"), [("", False, True), ("?page=2", True, True)])
def test_the_page_needs_as_many_queries_however_much_there_is(
    query: str, back: bool, forth: bool, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    reader = browser(roles.EDITOR)
    with django_assert_num_queries(26):
        page = reader.get(f"{URL}{query}").content.decode()
    assert ("前の50件" in page, "次の50件" in page) == (back, forth)
