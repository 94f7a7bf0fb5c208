"""Records become rows: all or nothing, what is the same stays as it is, and what money is stays one."""

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalogue.imports.changes import Change
from catalogue.imports.dump import dump_catalogue
from catalogue.imports.reader import read_catalogue
from catalogue.imports.records import CatalogueRecord
from catalogue.imports.store import store_catalogue
from catalogue.models import (
    Budget,
    CatalogueState,
    Criterion,
    Funding,
    Listing,
    Measure,
    Ministry,
    Note,
    Programme,
    Reading,
    Result,
    Support,
)
from tests.catalogue.files import BUDGETS, FIRST, GOOD, READINGS, SECOND, SHARED, changed, write

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 23)

Load = Callable[[dict[str, str]], Change]


@pytest.fixture
def load(tmp_path: Path) -> Load:
    """Read a catalogue from files and store it."""
    folders = (tmp_path / str(number) for number in range(99))
    return lambda files: store_catalogue(read_catalogue(write(next(folders), files)))


def without_second() -> dict[str, str]:
    """The good catalogue without its second measure, and without the programme that only it uses."""
    return {name: text for name, text in GOOD.items() if name not in (SECOND, SHARED)}


def of_size(record: CatalogueRecord, count: int) -> CatalogueRecord:
    """*record*'s first measure *count* times, each with a programme of its own and the shared one."""
    first, (shared,) = record.measures["1-01"], record.measures["1-02"].programmes
    measures = {}
    for number in range(1, count + 1):
        own = replace(first.programmes[0], code=f"setsubi-{number}")
        measures[f"1-{number:02d}"] = replace(first, code=f"1-{number:02d}", programmes=(own, shared))
    return replace(record, measures=measures)


def test_what_is_stored_is_what_was_read(tmp_path: Path) -> None:
    record = read_catalogue(write(tmp_path, GOOD))
    change = store_catalogue(record)
    assert dump_catalogue(TODAY) == record
    assert change.added == ("readings", "budgets", "programmes/soudan", "measures/1-01", "measures/1-02")
    assert CatalogueState.current_version() == change.version


@pytest.mark.skipif(os.environ.get("TEST_DATABASE") != "postgres", reason="SQLite keeps no sizes of tables")
def test_after_a_load_the_database_knows_how_large_its_tables_are(load: Load) -> None:
    load(GOOD)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, reltuples FROM pg_class WHERE relname IN ('catalogue_measure', 'catalogue_criterion')"
        )
        assert dict(cursor.fetchall()) == {
            "catalogue_measure": Measure.objects.count(),
            "catalogue_criterion": Criterion.objects.count(),
        }


def test_the_second_load_changes_nothing(load: Load) -> None:
    version = load(GOOD).version
    rows = list(Criterion.objects.values())
    assert load(GOOD) == Change((), (), (), version)
    assert list(Criterion.objects.values()) == rows


def test_the_order_of_pots_says_nothing(load: Load) -> None:
    other = "- {code: aid, name: 別, year: R5, kind: initial, amount: null}\n"
    use = "pot: kikin}\n  - {year: R5, kind: initial, amount: null, place: p6, pot: aid}"
    files = changed(FIRST, "pot: kikin}", use)
    load(files | {BUDGETS: GOOD[BUDGETS] + other})
    assert load(files | {BUDGETS: other + GOOD[BUDGETS]}).is_empty


def test_a_changed_summary_changes_one_measure_and_it_stays_itself(load: Load) -> None:
    before = load(GOOD).version
    keys = dict(Measure.objects.values_list("code", "pk"))
    change = load(changed(FIRST, "補助金が出ます。", "補助金があります。"))
    assert (change.added, change.changed, change.removed) == ((), ("measures/1-01",), ())
    assert change.version != before
    assert dict(Measure.objects.values_list("code", "pk")) == keys
    assert Measure.objects.get(code="1-01").summary == "設備を新しくする会社に補助金があります。"


def test_a_removed_measure_goes_with_all_that_was_only_its_own(load: Load) -> None:
    load(GOOD | {FIRST: GOOD[FIRST].replace("経産省, 中企庁", "経産省")})
    change = load(without_second() | {FIRST: GOOD[FIRST].replace("経産省, 中企庁", "経産省")})
    assert change.removed == ("programmes/soudan", "measures/1-02")
    assert list(Measure.objects.values_list("code", flat=True)) == ["1-01"]
    assert list(Programme.objects.values_list("code", flat=True)) == ["setsubi"]
    assert list(Budget.objects.values_list("code", flat=True)) == ["kikin"]
    assert list(Ministry.objects.values_list("name", flat=True)) == ["経産省"]
    assert Listing.objects.count() == Funding.objects.count() == 1


def test_a_reading_and_a_pot_that_are_no_longer_used_go(load: Load) -> None:
    load(GOOD)
    without_pots = {name: text.replace(", pot: kikin", "") for name, text in GOOD.items()}
    change = load(
        without_pots
        | {BUDGETS: "[]\n", READINGS: "[]\n", FIRST: without_pots[FIRST].replace("      reading: chusho\n", "")}
    )
    assert change.removed == ("readings", "budgets")
    assert (Reading.objects.count(), Budget.objects.filter(is_shared=True).count()) == (0, 0)


def test_a_programme_that_becomes_shared_stays_itself(load: Load) -> None:
    first, _, rest = GOOD[FIRST].partition("- code: setsubi\n")
    shared = "code: setsubi\n" + rest.replace("\n  ", "\n").removeprefix("  ")
    load(GOOD)
    key = Programme.objects.get(code="setsubi").pk
    change = load(GOOD | {FIRST: f"{first}- use: setsubi\n  place: p6\n", "programmes/setsubi.yaml": shared})
    assert (change.added, change.changed) == (("programmes/setsubi",), ("measures/1-01",))
    programme = Programme.objects.get(code="setsubi")
    assert (programme.pk, programme.is_shared) == (key, True)
    rules = programme.versions.get()
    assert (rules.criteria.count(), programme.results.count(), programme.fundings.count()) == (4, 1, 1)


def test_a_programme_that_moves_to_another_measure_stays_itself(load: Load) -> None:
    first, _, rest = GOOD[FIRST].partition("- code: setsubi\n")
    second, _, desk = GOOD[SECOND].partition("- use: soudan\n")
    load(GOOD)
    key = Programme.objects.get(code="setsubi").pk
    load(GOOD | {FIRST: f"{first}- use: soudan\n{desk}", SECOND: f"{second}- code: setsubi\n{rest}"})
    assert Programme.objects.get(code="setsubi").pk == key
    assert [row.programme.code for row in Measure.objects.get(code="1-02").listings.all()] == ["setsubi"]


def test_a_sum_counts_a_shared_pot_once(load: Load) -> None:
    own = "pot: kikin}\n  - {year: R4, kind: supplementary, amount: 3億円, place: p6}"
    load(changed(FIRST, "pot: kikin}", own))
    assert Budget.objects.get(code="kikin").fundings.count() == 2
    assert Budget.objects.total_yen() == 2_300_000_000


def test_a_sum_of_nothing_is_nothing() -> None:
    assert Budget.objects.total_yen() == 0


def test_a_shared_programme_stands_under_each_measure_with_what_is_said_there(load: Load) -> None:
    third = GOOD[SECOND].replace("1-02", "1-03").replace("  supports: [consultation]\n", "").split("  budgets")[0]
    load(GOOD | {"measures/1-03.yaml": third})
    assert Programme.objects.filter(code="soudan").count() == 1
    supports = {
        measure.code: [listing.support_codes for listing in measure.listings.all()]
        for measure in Measure.objects.whole(TODAY).filter(code__in=["1-02", "1-03"])
    }
    assert supports == {"1-02": [["consultation"]], "1-03": [["consultation", "information"]]}


def test_a_load_that_fails_leaves_everything_as_it_was(tmp_path: Path, load: Load) -> None:
    load(GOOD)
    models = (Measure, Programme, Listing, Criterion, Funding, Budget, Result, Support, Note, Ministry, CatalogueState)
    before = [list(model.objects.order_by("pk").values()) for model in models]
    text = {name: text.replace("設備", "機械").replace("20億円", "30億円") for name, text in GOOD.items()}

    def fail_late(done: int, of: int) -> None:
        if done == of:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        store_catalogue(read_catalogue(write(tmp_path / "new", text)), fail_late)
    assert [list(model.objects.order_by("pk").values()) for model in models] == before


def test_progress_counts_every_measure(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    store_catalogue(read_catalogue(write(tmp_path, GOOD)), lambda done, of: seen.append((done, of)))
    assert seen == [(1, 2), (2, 2)]


def test_three_measures_take_no_more_queries_than_one(tmp_path: Path) -> None:
    record = read_catalogue(write(tmp_path, GOOD))
    counts = []
    for size in (1, 3):
        store_catalogue(of_size(record, size))
        with CaptureQueriesContext(connection) as dumping:
            assert dump_catalogue(TODAY) == of_size(record, size)
        with CaptureQueriesContext(connection) as showing:
            assert len(Measure.objects.whole(TODAY)) == size
        counts.append((len(dumping), len(showing)))
    assert counts[0] == counts[1]
