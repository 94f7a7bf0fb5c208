"""What needs care of the real catalogue: as many queries as of a small one."""

from __future__ import annotations

import pytest
from pytest_django import DjangoAssertNumQueries

from catalogue import roles
from tests.console.people import browser

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("real_stored")]


def test_the_page_needs_as_many_queries_however_much_there_is(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    reader = browser(roles.EDITOR)
    with django_assert_num_queries(26):
        page = reader.get("/console/care/").content.decode()
    assert "受付状況が 2024-03-31 で終わりました。" in page
