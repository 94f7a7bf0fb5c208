"""A new version of the catalogue is seen at once, compiled once, and never mixed with another."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connection
from pytest_django.fixtures import DjangoAssertNumQueries

from catalogue.imports.reader import read_catalogue
from catalogue.imports.store import store_catalogue
from catalogue.models import CatalogueState
from catalogue.shortlist import NoCatalogue, Shortlist, shortlist, warm_up
from matcher import Profile
from tests.catalogue.files import GOOD, changed, write

Load = Callable[[str], str]


@pytest.fixture
def load(tmp_path: Path) -> Load:
    """Load the small catalogue with another title and another programme's name; returns the version."""

    def load(name: str) -> str:
        files = GOOD | {
            "measures/1-01.yaml": changed("measures/1-01.yaml", "title: 設備の更新", f"title: {name}")[
                "measures/1-01.yaml"
            ].replace("name: 設備補助金", f"name: {name}の補助金")
        }
        return store_catalogue(read_catalogue(write(tmp_path, files))).version

    return load


def ask() -> Shortlist:
    return shortlist(Profile(), date(2024, 3, 31), include_ineligible=True)


def ask_or_none() -> Shortlist | None:
    try:
        return ask()
    except NoCatalogue:
        return None


def names(found: Shortlist) -> tuple[str, str]:
    """The title of measure 1-01 and the name of its programme: rows that are read by different queries."""
    (one,) = [one for one in found.results if one.measure.code == "1-01"]
    return one.measure.title, one.programmes[0].card.name


@pytest.mark.django_db
def test_a_new_version_is_seen_on_the_next_call(load: Load) -> None:
    first = load("古い施策")
    before = ask()
    second = load("新しい施策")
    after = ask()
    assert (before.version, *names(before)) == (first, "古い施策", "古い施策の補助金")
    assert (after.version, *names(after)) == (second, "新しい施策", "新しい施策の補助金")


@pytest.mark.django_db
def test_the_same_content_is_the_same_version_again(load: Load) -> None:
    first = load("古い施策")
    before = ask()
    load("新しい施策")
    ask()
    assert load("古い施策") == first
    assert ask() == before


@pytest.mark.django_db
def test_a_version_is_compiled_once(load: Load, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    load("古い施策")
    ask()
    load("新しい施策")
    first = ask()
    with django_assert_num_queries(1):
        second = ask()
    assert second.results[0].measure is first.results[0].measure


@pytest.mark.django_db
def test_a_server_that_has_warmed_up_asks_only_for_the_version(
    load: Load, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    version = load("施策")
    made = warm_up(date(2024, 3, 31))
    assert made is not None
    assert made.version == version
    with django_assert_num_queries(1):
        ask()


@pytest.mark.django_db
def test_warming_up_without_a_catalogue_waits_for_one(load: Load) -> None:
    assert warm_up(date(2024, 3, 31)) is None
    assert ask_or_none() is None
    load("施策")
    assert ask_or_none() is not None


def test_warming_up_without_a_database_leaves_the_complaint_to_the_requests(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> str:
        raise OperationalError("no server")

    monkeypatch.setattr(CatalogueState, "current_version", refuse)
    assert warm_up(date(2024, 3, 31)) is None
    with pytest.raises(OperationalError):
        ask()


@pytest.mark.django_db
def test_without_a_catalogue_there_is_no_answer(load: Load) -> None:
    with pytest.raises(NoCatalogue):
        ask()
    load("古い施策")
    ask()
    CatalogueState.objects.all().delete()
    with pytest.raises(NoCatalogue):
        ask()


@pytest.mark.django_db
def test_a_load_while_compiling_is_not_mixed_in(load: Load) -> None:
    load("もとの施策")
    ask()
    first = load("古い施策")
    loaded = []

    def meanwhile(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        result = execute(sql, params, many, context)
        if "catalogue_measure" in sql and not loaded:
            loaded.append("a load, as another process would commit it after the first rows were read")
            load("新しい施策")
        return result

    with connection.execute_wrapper(meanwhile):
        after = ask()
    assert loaded
    assert names(after) == ("新しい施策", "新しい施策の補助金")
    assert load("古い施策") == first
    assert names(ask()) == ("古い施策", "古い施策の補助金")


@pytest.mark.django_db(transaction=True)
def test_many_threads_compile_a_version_once(load: Load) -> None:
    threads = 8
    load("古い施策")
    ask()
    version = load("新しい施策")
    together = threading.Barrier(threads, timeout=30)

    def answer() -> Shortlist:
        together.wait()
        try:
            return ask()
        finally:
            connection.close()

    with ThreadPoolExecutor(threads) as pool:
        answers = [one.result() for one in [pool.submit(answer) for _ in range(threads)]]
    assert {one.version for one in answers} == {version}
    assert len({id(one.results[0].measure) for one in answers}) == 1
