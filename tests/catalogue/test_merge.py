"""A load takes what has changed in the files, leaves what editors have changed, and refuses what has changed on both sides."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from catalogue.imports.changes import Change, digest_of
from catalogue.imports.content import renew_version
from catalogue.imports.dump import dump_catalogue
from catalogue.imports.nodes import CatalogueError
from catalogue.imports.reader import read_catalogue
from catalogue.imports.records import ResultRecord
from catalogue.imports.store import store_catalogue
from catalogue.models import (
    CatalogueState,
    Criterion,
    Listing,
    Load,
    LoadedPart,
    Measure,
    Programme,
    RuleState,
    RuleVersion,
    User,
)
from tests.catalogue.files import FIRST, GOOD, SECOND, SHARED, changed, write

pytestmark = pytest.mark.django_db

TODAY, LATER = date(2026, 11, 23), date(2026, 12, 1)
BOTH = (
    "ファイルもデータベースも、前の読み込みのあとで変わっています。catalogue export で書き出した内容とファイルを"
    "合わせてから読み込むか、ファイルの内容を優先するなら --overwrite を付けてください。"
)
Loader = Callable[..., Change]


@pytest.fixture
def load(tmp_path: Path) -> Loader:
    """Read a catalogue from files and store it; the good one has been stored before."""
    folders = (tmp_path / str(number) for number in range(99))

    def load(files: dict[str, str], **options: Any) -> Change:
        return store_catalogue(read_catalogue(write(next(folders), files)), **options)

    load(GOOD)
    return load


def title() -> str:
    return Measure.objects.get(code="1-01").title


def retitle(new: str) -> None:
    """As an editor does."""
    Measure.objects.filter(code="1-01").update(title=new)


def retitled(new: str) -> dict[str, str]:
    return changed(FIRST, "title: 設備の更新", f"title: {new}")


def second_version(code: str, first: date) -> RuleVersion:
    """Published from *first* on: the rules as they are, for at most 50 employees."""
    programme = Programme.objects.get(code=code)
    before = programme.versions.get()
    rows = [*before.criteria.all(), *before.checks.all()]
    RuleVersion.objects.filter(pk=before.pk).update(last=date.fromordinal(first.toordinal() - 1))
    version = RuleVersion.objects.create(
        programme=programme,
        number=2,
        state=RuleState.PUBLISHED,
        first=first,
        encoding=before.encoding,
        published_at=before.published_at,
    )
    for row in rows:
        row.pk, row.version = None, version
        row.save()
    version.criteria.filter(feature="employees").update(values=[50])
    renew_version()
    return version


def employees() -> dict[int, list[Any]]:
    """Version → the number of employees that it asks for."""
    return dict(Criterion.objects.filter(feature="employees").values_list("version__number", "values"))


SIDES = [
    # the title in the file, in the database, and what a load makes of them; it was 設備の更新 when last loaded
    ("設備の更新", "設備の更新", "設備の更新"),
    ("設備の更新", "編集した題", "編集した題"),
    ("新しい題", "設備の更新", "新しい題"),
    ("新しい題", "新しい題", "新しい題"),
]


@pytest.mark.parametrize(("file", "stored", "found"), SIDES)
def test_one_side_that_changed_wins(load: Loader, file: str, stored: str, found: str) -> None:
    retitle(stored)
    load(retitled(file))
    assert title() == found


def test_what_changed_on_both_sides_is_refused_as_a_whole(load: Loader) -> None:
    retitle("編集した題")
    Measure.objects.filter(code="1-02").update(summary="編集した概要。")
    before = (dump_catalogue(TODAY), CatalogueState.current_version(), list(LoadedPart.objects.values()))
    both = retitled("新しい題") | {
        SECOND: GOOD[SECOND].replace("設備の相談\n", "設備のこと\n"),
        SHARED: GOOD[SHARED] + "\n",
    }
    with pytest.raises(CatalogueError) as caught:
        load(both)
    assert [str(one) for one in caught.value.mistakes] == [f"{FIRST}: {BOTH}", f"{SECOND}: {BOTH}"]
    assert (dump_catalogue(TODAY), CatalogueState.current_version(), list(LoadedPart.objects.values())) == before


def test_overwriting_makes_the_database_say_what_the_files_say(load: Loader, tmp_path: Path) -> None:
    retitle("編集した題")
    change = load(retitled("新しい題"), overwrite=True)
    assert (change.changed, title()) == (("measures/1-01",), "新しい題")
    retitle("編集した題")
    load(retitled("新しい題"))
    assert title() == "編集した題"


def test_what_both_sides_agree_on_is_known_as_loaded(load: Loader) -> None:
    retitle("新しい題")
    load(retitled("新しい題"))
    load(retitled("さらに新しい題"))
    assert title() == "さらに新しい題"


def test_another_file_is_loaded_beside_an_edited_one(load: Loader) -> None:
    retitle("編集した題")
    change = load({**GOOD, SECOND: GOOD[SECOND].replace("設備の相談\n", "設備のこと\n")})
    assert change.changed == ("measures/1-02",)
    assert [one.title for one in Measure.objects.in_order()] == ["編集した題", "設備のこと"]


def test_what_an_editor_made_stays(load: Loader) -> None:
    Measure.objects.create(code="1-03", area=1, number=3, title="題", summary="概要。", audience="direct", place="p6")
    Programme.objects.create(code="mada", name="どこにも載っていない事業", place="p6")
    assert load(retitled("新しい題")).removed == ()
    assert Measure.objects.filter(code="1-03").exists()
    assert Programme.objects.filter(code="mada").exists()


def test_what_no_longer_has_a_file_goes_unless_it_was_edited(load: Loader) -> None:
    without = {name: text for name, text in GOOD.items() if name not in (SECOND, SHARED)}
    Measure.objects.filter(code="1-02").update(title="編集した題")
    with pytest.raises(CatalogueError) as caught:
        load(without)
    assert [str(one) for one in caught.value.mistakes] == [f"{SECOND}: {BOTH}"]
    Measure.objects.filter(code="1-02").update(title="設備の相談")
    assert load(without).removed == ("programmes/soudan", "measures/1-02")


def test_parts_that_would_not_go_together_are_refused(load: Loader) -> None:
    listing = Listing.objects.get(measure__code="1-02")
    Listing.objects.create(measure=Measure.objects.get(code="1-01"), programme=listing.programme, position=1)
    without = {name: text for name, text in GOOD.items() if name not in (SECOND, SHARED)}
    with pytest.raises(CatalogueError) as caught:
        load(without)
    assert [str(one) for one in caught.value.mistakes] == [
        f"{FIRST} use: programmes/soudan.yaml がありません。一覧にあるコードを書いてください。"
    ]


def test_a_load_does_not_undo_a_publication(load: Loader) -> None:
    second_version("setsubi", LATER)
    load({**GOOD, SECOND: GOOD[SECOND].replace("設備の相談\n", "設備のこと\n")})
    assert employees() == {1: [300], 2: [50]}
    assert list(RuleVersion.objects.filter(programme__code="setsubi").values_list("first", "last")) == [
        (None, date(2026, 11, 30)),
        (LATER, None),
    ]
    with pytest.raises(CatalogueError):
        load(changed(FIRST, "values: [300人]", "values: [200人]"))
    assert employees() == {1: [300], 2: [50]}


def test_a_listing_that_is_loaded_anew_keeps_the_rows_of_every_version(load: Loader) -> None:
    version = second_version("setsubi", LATER)
    listing = Listing.objects.get(measure__code="1-01")
    Criterion.objects.filter(version=version, feature="employees").update(listing=listing)
    renew_version()
    exported = dump_catalogue(LATER)
    changed_title = replace(exported.measures["1-01"], title="新しい題")
    store_catalogue(exported, overwrite=True)
    store_catalogue(replace(exported, measures={**exported.measures, "1-01": changed_title}))
    assert (title(), Listing.objects.get(measure__code="1-01").pk) == ("新しい題", listing.pk)


def test_rules_that_are_loaded_after_a_publication_leave_the_past_alone(load: Loader) -> None:
    second_version("setsubi", LATER)
    published = changed(FIRST, "values: [300人]", "values: [50人]")
    assert load(published).is_empty
    load(changed(FIRST, "values: [300人]", "values: [60人]"))
    assert employees() == {1: [300], 2: [60]}


def test_a_reading_that_goes_leaves_the_rules_of_other_days_as_they_are(load: Loader) -> None:
    second_version("setsubi", LATER)
    exported = dump_catalogue(LATER)
    store_catalogue(exported)
    measure = exported.measures["1-01"]
    (programme,) = measure.programmes
    groups = tuple(tuple(replace(row, reading="") for row in group) for group in programme.rows.requirements)
    plain = replace(programme, rows=replace(programme.rows, requirements=groups))
    measures = {**exported.measures, "1-01": replace(measure, programmes=(plain,))}
    store_catalogue(replace(exported, readings=(), measures=measures))
    rows = Criterion.objects.filter(feature="company_size").order_by("version__number")
    assert [(row.version.number, row.values, row.reading) for row in rows] == [
        (1, ["micro", "sme"], None),
        (2, ["micro", "sme"], None),
    ]


def test_overwriting_ends_the_dates_of_rules(load: Loader) -> None:
    plain = CatalogueState.current_version()
    second_version("setsubi", LATER)
    assert CatalogueState.current_version() != plain
    load(GOOD, overwrite=True)
    assert CatalogueState.current_version() == plain
    for day in (date.min, TODAY, LATER):
        assert dump_catalogue(day).measures == dump_catalogue(TODAY).measures
    states = RuleVersion.objects.filter(programme__code="setsubi").values_list("state", "first", "last")
    assert list(states) == [(RuleState.REPLACED, None, date(2026, 11, 30)), (RuleState.PUBLISHED, None, None)]


def test_a_load_that_changes_something_is_noted(load: Loader) -> None:
    user = User.objects.create(username="hensei")
    change = load(retitled("新しい題"), by=user)
    load(retitled("新しい題"))
    noted = Load.objects.values_list("by__username", "version", "added", "changed", "removed")
    assert noted[0] == ("hensei", change.version, [], ["measures/1-01"], [])
    assert len(noted) == 2


def test_a_digest_leaves_out_what_says_nothing() -> None:
    said = ResultRecord("採択", Decimal("12.50"), "者", "", "", "p6")
    assert digest_of(replace(said, value=Decimal("12.5000"))) == digest_of(said)
    assert digest_of(replace(said, value=Decimal("12.6"))) != digest_of(said)
    assert digest_of(replace(said, detail="全国")) != digest_of(said)
