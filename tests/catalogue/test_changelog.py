"""What becomes of the catalogue is told once, whichever way it came, and what a day alone brings as well."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils.timezone import now

from catalogue import publishing, roles
from catalogue.changelog.calendar import look
from catalogue.contract.changes import sentence
from catalogue.imports.jgrants.links import link, unlink
from catalogue.imports.records import CatalogueRecord, EventRecord, MeasureRecord, PeriodRecord
from catalogue.imports.store import store_catalogue
from catalogue.models import (
    Call,
    CatalogueChange,
    CatalogueState,
    Criterion,
    Measure,
    Programme,
    RuleVersion,
    Told,
)
from tests.admin.test_meanwhile import sent
from tests.console import small
from tests.console.people import browser, user
from tests.console.test_catalogue_files import approve, exported_with, handed_in

pytestmark = pytest.mark.django_db

TODAY, DAY = small.TODAY, timedelta(1)


@pytest.fixture(autouse=True)
def _three_measures() -> None:
    small.small()


def rows(after: int = 0) -> list[tuple[str, str, str, date | None]]:
    """Kind, part, whose, and from when."""
    return [
        (one.kind, one.part, one.measure or one.programme, one.effective_on)
        for one in CatalogueChange.objects.after(after)
    ]


def stored(*measures: MeasureRecord) -> None:
    store_catalogue(CatalogueRecord((), (), {}, {one.code: one for one in measures}), overwrite=True)


def equipment(**rows: Any) -> MeasureRecord:
    """The first measure with other rows of its programme."""
    [programme] = small.EQUIPMENT.programmes
    return replace(small.EQUIPMENT, programmes=(replace(programme, rows=replace(programme.rows, **rows)),))


def test_of_the_first_catalogue_nothing_is_told() -> None:
    assert rows() == []
    assert Told.objects.count() == 6


def test_the_same_again_changes_nothing() -> None:
    stored(small.EQUIPMENT, small.START, small.ADVICE)
    assert rows() == []


NEW = small.measure("3-01", "新しい施策", small.programme("atarashii", "新しい事業"))


def test_a_load_tells_what_is_new_and_what_is_gone() -> None:
    stored(small.EQUIPMENT, small.START, NEW)
    assert rows() == [
        ("published", "entry", "3-01", None),
        ("published", "entry", "atarashii", None),
        ("withdrawn", "entry", "2-01", None),
        ("withdrawn", "entry", "sodan", None),
    ]
    assert [one.measures for one in CatalogueChange.objects.all()] == [["3-01"], ["3-01"], ["2-01"], ["2-01"]]
    assert {one.catalogue_version for one in CatalogueChange.objects.all()} == {CatalogueState.current_version()}


WINDOW = PeriodRecord("open", date(2027, 1, 5), date(2027, 2, 5), "p6")
ENDED = EventRecord("ended", "2026-11", "", "", "公式の案内", TODAY, "")


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        (equipment(availability=(WINDOW,)), [("re_dated", "availability", "setsubi", None)]),
        (equipment(availability=()), [("re_dated", "availability", "setsubi", None)]),
        (equipment(supports=("loan",)), [("changed", "content", "setsubi", None)]),
        (equipment(requirements=()), [("published", "rules", "setsubi", None)]),
        (equipment(checks=()), [("published", "rules", "setsubi", None)]),
        (equipment(history=(small.RENAMED, ENDED)), [("withdrawn", "end", "setsubi", date(2026, 12, 1))]),
        (equipment(history=()), [("changed", "content", "setsubi", None)]),
        (
            equipment(history=(small.RENAMED, replace(ENDED, on="2027-03-31"))),
            [("withdrawn", "end", "setsubi", date(2027, 3, 31))],
        ),
        (
            equipment(history=(small.RENAMED, replace(ENDED, on="2026-12"))),
            [("withdrawn", "end", "setsubi", date(2027, 1, 1))],
        ),
        (equipment(history=(small.RENAMED, replace(ENDED, on=""))), [("withdrawn", "end", "setsubi", None)]),
        (replace(small.EQUIPMENT, title="設備を新しく"), [("changed", "content", "1-01", None)]),
        (replace(small.EQUIPMENT, ministries=("中企庁",)), [("changed", "content", "1-01", None)]),
    ],
)
def test_a_load_tells_what_has_changed(changed: MeasureRecord, expected: list[Any]) -> None:
    stored(changed, small.START, small.ADVICE)
    assert rows() == expected


def test_an_end_that_is_taken_back_is_a_change_of_content() -> None:
    stored(equipment(history=(small.RENAMED, ENDED)), small.START, small.ADVICE)
    last = CatalogueChange.objects.last_number()
    stored(small.EQUIPMENT, small.START, small.ADVICE)
    assert rows(last) == [("changed", "content", "setsubi", None)]


def published(first: date | None) -> RuleVersion:
    """Other rules of 設備補助金 from a day on, by the way that editors and approvers take."""
    programme = Programme.objects.get(code="setsubi")
    draft = publishing.new_draft(programme, user(roles.EDITOR))
    Criterion.objects.filter(version=draft).update(values=[100])
    draft.why = "上限が下がった"
    draft.save()
    submitted = publishing.submit(draft, user(roles.EDITOR), now())
    return publishing.publish(submitted, user(roles.APPROVER), first, now())


def test_rules_that_are_published_say_from_when() -> None:
    published(date(2027, 4, 1))
    assert rows() == [("published", "rules", "setsubi", date(2027, 4, 1))]


def test_rules_that_are_corrected_hold_since_always() -> None:
    published(None)
    assert rows() == [("published", "rules", "setsubi", None)]


def test_an_undone_publication_is_an_undone_change() -> None:
    published(date(2027, 4, 1))
    last = CatalogueChange.objects.last_number()
    RuleVersion.objects.filter(number=2).update(state="replaced")
    RuleVersion.objects.filter(number=1, programme__code="setsubi").update(last=None)
    stored(small.EQUIPMENT, small.START, small.ADVICE)
    assert rows(last) == [("withdrawn", "rules", "setsubi", None)]


@pytest.mark.ignore_template_errors  # Django's admin leaves variables undefined
def test_an_edit_in_the_admin_is_told() -> None:
    editor = browser(roles.EDITOR)
    address = f"/admin/catalogue/programme/{Programme.objects.get(code='sodan').pk}/change/"
    data = sent(editor.get(address).content.decode()) | {"name": "よろず相談", "aliases": "[]"}
    assert editor.post(address, data).status_code == 302
    assert rows() == [("changed", "content", "sodan", None)]


def test_what_editors_delete_is_told() -> None:
    measure = Measure.objects.get(code="2-01")
    response = browser(roles.EDITOR).post(
        "/admin/catalogue/measure/",
        {"action": "delete_selected", "_selected_action": str(measure.pk), "post": "yes"},
    )
    assert (response.status_code, rows()[0]) == (302, ("withdrawn", "entry", "2-01", None))


def test_a_call_that_is_linked_and_unlinked_is_told() -> None:
    call = Call.objects.create(
        jgrants_id="a1",
        title="公募",
        content_hash="0" * 64,
        fetched_at=now(),
        changed_at=now(),
        opens_at=now(),
        closes_at=now() + timedelta(30),
    )
    linked = link(call, Programme.objects.get(code="sodan"), user(roles.EDITOR), TODAY)
    unlink(linked, user(roles.EDITOR), TODAY)
    assert rows() == [("re_dated", "availability", "sodan", None)] * 2


def test_files_that_somebody_else_approves_are_told_when_they_are_approved() -> None:
    handed = handed_in(exported_with("measures/2-01.yaml", "title: 経営の相談", "title: 経営のよろず相談"))
    assert rows() == []
    status, page = approve(handed)
    assert (status, rows()) == (200, [("changed", "content", "2-01", None)]), page


def test_a_catalogue_from_before_is_looked_at_by_the_next_load() -> None:
    Told.objects.all().delete()
    stored(small.EQUIPMENT, small.START, small.ADVICE)
    assert (Told.objects.count(), rows()) == (6, [])


def test_what_is_undone_is_not_told() -> None:
    with transaction.atomic():
        published(None)
        transaction.set_rollback(True)
    assert rows() == []


def looked(*days: date) -> list[tuple[str, str, str, date | None]]:
    for day in days:
        look(day)
    return rows()


def test_the_first_look_remembers_the_day_alone() -> None:
    assert looked(date(2026, 12, 1)) == []


OPENS, CLOSED = (
    ("re_dated", "availability", "setsubi", small.OPENS),
    ("re_dated", "availability", "setsubi", small.CLOSES + DAY),
)


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ([TODAY, small.OPENS - DAY], []),
        ([TODAY, small.OPENS], [OPENS]),
        ([TODAY, small.OPENS, small.OPENS], [OPENS]),
        ([TODAY, small.OPENS, small.OPENS - DAY, small.OPENS], [OPENS]),
        ([TODAY, small.CLOSES], [OPENS]),
        ([TODAY, small.CLOSES + DAY], [OPENS, CLOSED]),
        ([TODAY, date(2027, 6, 1)], [OPENS, CLOSED]),
        ([small.OPENS, small.CLOSES + DAY], [CLOSED]),
    ],
)
def test_what_a_day_brings_is_told_once_and_no_day_is_left_out(days: list[date], expected: list[Any]) -> None:
    assert looked(*days) == expected
    assert all(one.by_calendar for one in CatalogueChange.objects.all())


def test_a_day_says_into_which_state_it_has_brought_a_programme() -> None:
    looked(TODAY, small.CLOSES + DAY)
    assert [one.availability for one in CatalogueChange.objects.all()] == ["open", "unknown"]


def test_rules_come_into_force_on_their_day() -> None:
    published(date(2026, 12, 10))
    last = CatalogueChange.objects.last_number()
    for day in (TODAY, date(2026, 12, 9)):
        look(day)
    before = rows(last)
    look(date(2026, 12, 10))
    assert rows(last)[len(before) :] == [("published", "rules", "setsubi", date(2026, 12, 10))]
    assert [one[1] for one in before] == ["availability"]


def test_an_end_comes_on_its_day() -> None:
    stored(equipment(history=(replace(ENDED, on="2026-11-30"),), availability=()), small.START, small.ADVICE)
    last = CatalogueChange.objects.last_number()
    look(TODAY)
    look(date(2026, 12, 1))
    assert rows(last) == [("withdrawn", "end", "setsubi", date(2026, 11, 30))]


def test_without_a_catalogue_there_is_nothing_to_look_at() -> None:
    CatalogueState.objects.all().delete()
    assert look(TODAY) == 0


TITLE = "設備補助金"


@pytest.mark.parametrize(
    ("kind", "part", "more", "text"),
    [
        ("published", "entry", {}, f"「{TITLE}」がカタログに加わりました。"),
        ("published", "rules", {}, f"「{TITLE}」の要件が改められました。"),
        ("published", "rules", {"on": 1}, f"「{TITLE}」の要件が改められました（2027年4月1日から）。"),
        ("published", "rules", {"on": 1, "by": 1}, f"2027年4月1日から、「{TITLE}」の新しい要件が使われています。"),
        ("changed", "content", {}, f"「{TITLE}」の内容が改められました。"),
        ("withdrawn", "entry", {}, f"「{TITLE}」はカタログからなくなりました。"),
        ("withdrawn", "end", {}, f"「{TITLE}」の終了が記録されました。"),
        ("withdrawn", "end", {"on": 1}, f"「{TITLE}」の終了が記録されました（2027年4月1日）。"),
        ("withdrawn", "end", {"on": 1, "by": 1}, f"「{TITLE}」は終了しました（2027年4月1日）。"),
        ("withdrawn", "rules", {}, f"「{TITLE}」の要件の期間が改められました。"),
        ("withdrawn", "rules", {"on": 1}, f"2027年4月1日から、「{TITLE}」の要件はなくなります。"),
        ("withdrawn", "rules", {"on": 1, "by": 1}, f"2027年4月1日から、「{TITLE}」の要件はありません。"),
        ("re_dated", "availability", {}, f"「{TITLE}」の受付期間の記載が改められました。"),
        (
            "re_dated",
            "availability",
            {"on": 1, "by": 1, "state": "open"},
            f"2027年4月1日から、「{TITLE}」の受付状況は「受付中」です。",
        ),
    ],
)
def test_the_sentence(kind: str, part: str, more: dict[str, Any], text: str) -> None:
    one = CatalogueChange(
        kind=kind,
        part=part,
        programme="setsubi",
        title=TITLE,
        effective_on=date(2027, 4, 1) if "on" in more else None,
        by_calendar="by" in more,
        availability=more.get("state", ""),
    )
    assert sentence(one) == text
