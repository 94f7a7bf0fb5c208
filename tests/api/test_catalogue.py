"""The catalogue from its other ends: programmes, ministries, areas, budgets, results; what can be asked of the answers."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalogue.models import Budget, Measure, Ministry, Programme, Result
from tests.api.asking import errors, problem

pytestmark = pytest.mark.usefixtures("real_stored", "db")

V1 = "/api/v1/"
LISTS = {"measures": 190, "programmes": None, "ministries": 14, "budgets": None, "results": None}
MODELS = {
    "measures": Measure,
    "programmes": Programme,
    "ministries": Ministry,
    "budgets": Budget,
    "results": Result,
}


def got(client: Client, name: str, **query: object) -> dict[str, Any]:
    response = client.get(f"{V1}{name}/", query_params=query)
    assert response.status_code == 200, response.content.decode()
    return response.json()


@pytest.mark.parametrize("name", LISTS)
def test_a_list_counts_what_is_stored(client: Client, name: str) -> None:
    assert got(client, name, page_size=1)["count"] == MODELS[name].objects.count() > 10


@pytest.mark.parametrize(
    ("name", "expand"),
    [
        ("measures", ""),
        ("programmes", "listings"),
        ("ministries", "measures"),
        ("budgets", "fundings"),
        ("results", "programme,measures"),
        ("areas", "measures"),
    ],
)
def test_more_rows_take_no_more_queries(client: Client, name: str, expand: str) -> None:
    got(client, name, **({"expand": expand} if expand else {}))  # the first of all compiles the catalogue
    found = {}
    for size in (3, 20, 200):
        query: dict[str, object] = {} if name == "areas" else {"page_size": size}
        with CaptureQueriesContext(connection) as captured:
            got(client, name, **query, **({"expand": expand} if expand else {}))
        found[size] = len(captured)
    assert max(found.values()) - min(found.values()) <= 1, found  # a page without any row of some kind asks less
    assert max(found.values()) <= 25


@pytest.mark.parametrize("name", LISTS)
def test_a_walk_meets_everything_once(client: Client, name: str) -> None:
    whole = got(client, name, page_size=200)
    address, seen = f"{V1}{name}/?cursor=&page_size=97", []
    while address:
        answer = client.get(address).json()
        seen += answer["results"]
        address = answer["next"]
    assert len(seen) == whole["count"]
    if whole["count"] <= 200:
        assert seen == whole["results"]


def test_a_walk_goes_on_although_the_catalogue_changes(client: Client) -> None:
    first = got(client, "measures", cursor="", page_size=100)
    Measure.objects.filter(code="1-05").delete()
    rest = client.get(first["next"]).json()["results"]
    assert [one["code"] for one in rest][:1] > [first["results"][-1]["code"]]
    assert len(rest) == 90


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("programmes/seisansei-kakumei/", "listings"),
        ("ministries/経産省/", "measures"),
        ("areas/1/", "measures"),
        ("budgets/seisansei-kakumei:0/", "fundings"),
    ],
)
def test_one_thing_alone_is_whole(client: Client, address: str, key: str) -> None:
    assert client.get(f"{V1}{address}").json()[key]


@pytest.mark.parametrize(
    "address", ["programmes/none/", "ministries/天文省/", "areas/0/", "areas/11/", "budgets/none:0/"]
)
def test_what_is_not_there_is_not_found(client: Client, address: str) -> None:
    problem(client.get(f"{V1}{address}"), 404)


def test_fields_leave_out_and_keep_what_identifies(client: Client) -> None:
    (row,) = got(client, "measures", page_size=1, fields="title,area")["results"]
    assert list(row) == ["code", "area", "title"]


def test_expand_adds(client: Client) -> None:
    plain, more = (
        got(client, "ministries", page_size=1, **query)["results"][0] for query in ({}, {"expand": "measures"})
    )
    assert list(more) == [*plain, "measures"]
    assert [one["code"] for one in more["measures"]] == plain["measure_codes"]


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("fields=titel", "/fields"),
        ("fields=title,title", "/fields"),
        ("ordering=score", "/ordering"),
        ("cursor=x", "/cursor"),
        ("cursor=&page=2", "/page"),
        ("cursor=&ordering=code", "/ordering"),
        ("industry=00", "/industry"),
        ("industry=S", "/industry"),
        ("size=huge", "/size"),
        ("changed_since=yesterday", "/changed_since"),
        ("changed_since=2024-02-30", "/changed_since"),
        ("changed_since=2024-02-01T00:00:00", "/changed_since"),
        ("expand=programmes", "/expand"),
    ],
)
def test_a_mistake_is_named(client: Client, query: str, pointer: str) -> None:
    assert [where for where, _ in errors(client.get(f"{V1}measures/?{query}"))] == [pointer]


def test_ordering_goes_both_ways(client: Client) -> None:
    there = [one["code"] for one in got(client, "measures", ordering="title", page_size=200)["results"]]
    back = [one["code"] for one in got(client, "measures", ordering="-title", page_size=200)["results"]]
    assert len(there) == 190
    assert [one["title"] for one in got(client, "measures", ordering="title", page_size=200)["results"]] == [
        one["title"] for one in reversed(got(client, "measures", ordering="-title", page_size=200)["results"])
    ]
    assert set(there) == set(back)


def codes(client: Client, **query: object) -> set[str]:
    return {one["code"] for one in got(client, "measures", page_size=200, **query)["results"]}


@pytest.mark.parametrize(("name", "one", "other"), [("size", "micro", "large"), ("industry", "01", "39")])
def test_what_is_for_others_is_left_out(client: Client, name: str, one: str, other: str) -> None:
    mine, theirs = codes(client, **{name: one}), codes(client, **{name: other})
    assert mine - theirs
    assert max(len(mine), len(theirs)) < 190


@pytest.mark.parametrize("size", ["micro", "sme", "mid", "large"])
def test_a_size_that_every_requirement_excludes_is_not_shown(client: Client, size: str) -> None:
    left_out = codes(client) - codes(client, size=size)
    for measure in got(client, "measures", page_size=200)["results"]:
        if measure["code"] in left_out:
            rows = [row for one in measure["programmes"] for row in one["criteria"] if row["feature"] == "company_size"]
            assert any(size not in row["values"] for row in rows)


def test_a_broader_industry_finds_what_each_narrower_one_does(client: Client) -> None:
    broad = {one["code"] for one in got(client, "measures", page_size=200, industry="A")["results"]}
    for code in ("01", "02"):
        assert {one["code"] for one in got(client, "measures", page_size=200, industry=code)["results"]} <= broad


@pytest.mark.parametrize("state", ["open", "upcoming", "closed", "unknown"])
def test_availability_is_that_of_today(client: Client, state: str) -> None:
    found = got(client, "programmes", page_size=200, availability=state)["results"]
    assert all(one["availability"] == state for one in found if not one["is_shared"])


@pytest.mark.parametrize(("word", "first"), [("ものづくり補助金", "ものづくり"), ("事業承継税制", "承継")])
def test_a_programme_is_found_by_its_name_first(client: Client, word: str, first: str) -> None:
    (one, *_) = got(client, "programmes", q=word)["results"]
    assert first in one["name"] + "".join(one["aliases"])


@pytest.mark.parametrize("name", ["measures", "programmes"])
def test_what_has_not_changed_since_is_left_out(client: Client, name: str) -> None:
    assert got(client, name, changed_since="2100-01-01")["count"] == 0
    assert got(client, name, changed_since="2000-01-01")["count"] == got(client, name)["count"]


def test_budgets_and_results_are_found_by_programme_and_measure(client: Client) -> None:
    for name in ("budgets", "results"):
        by_programme = got(client, name, programme="seisansei-kakumei")["count"]
        by_measure = got(client, name, measure="1-05")["count"]
        assert by_programme > 0
        assert 0 < by_measure < got(client, name)["count"]
