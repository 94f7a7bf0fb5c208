"""How often the database is asked: never more for more measures."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import DjangoAssertNumQueries

from tests.api.asking import DAY, MATCHES, MEASURES
from tests.companies import COMPANIES

pytestmark = pytest.mark.usefixtures("real_stored", "db")

MOST = 25
"""A page: one query for each kind of row that a measure has, one for its number, one for the version, none beside."""


def queries(client: Client, address: str, **query: object) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address, query_params=query).status_code == 200
    return len(captured)


def test_a_page_of_any_size_takes_the_same_queries(client: Client) -> None:
    # Of measures that have every kind of row: what is not there is not asked for.
    counts = {size: queries(client, MEASURES, page_size=size, q="再構築") for size in (1, 3, 20, 200)}
    assert len(set(counts.values())) == 1, counts
    assert counts[1] <= MOST


def test_the_whole_catalogue_takes_no_more_queries_than_a_page(client: Client) -> None:
    assert queries(client, MEASURES, page_size=200) == queries(client, MEASURES, page_size=20)


def test_a_measure_takes_no_more_queries_than_a_page(client: Client) -> None:
    assert queries(client, f"{MEASURES}1-05/") < queries(client, MEASURES, page_size=20)


def test_each_filter_is_part_of_the_same_queries(client: Client) -> None:
    plain = queries(client, MEASURES, page_size=20)
    narrow = {"topic": "gx", "support_type": "subsidy", "kurumin_bonus": "true", "area": 1, "audience": "direct"}
    assert queries(client, MEASURES, page_size=20, **narrow) == plain
    assert queries(client, MEASURES, page_size=20, size="sme", industry="09", kurumin_bonus="false") == plain


@pytest.mark.parametrize("company", COMPANIES)
@pytest.mark.parametrize("limit", [1, 200])
def test_a_match_takes_one_query_and_one_that_counts_it(
    client: Client, company: str, limit: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    body = {"profile": COMPANIES[company], "as_of": DAY, "limit": limit, "include_ineligible": True}
    client.post(MATCHES, body, content_type="application/json")  # the first one compiles the catalogue
    with django_assert_num_queries(2):
        client.post(MATCHES, body, content_type="application/json")
