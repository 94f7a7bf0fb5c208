"""A catalogue of a few measures, whose verdicts and days can be told by looking."""

from __future__ import annotations

from datetime import date

from catalogue.imports.records import (
    CatalogueRecord,
    CheckRecord,
    EventRecord,
    MeasureRecord,
    PeriodRecord,
    ProgrammeRecord,
    RowsRecord,
    UseRecord,
)
from catalogue.imports.store import store_catalogue
from catalogue.shortlist import Snapshot, snapshot
from matcher import Condition
from tests.catalogue.test_bridge import row

TODAY = date(2026, 11, 23)
OPENS, CLOSES = date(2026, 12, 1), date(2026, 12, 18)
YEARS = 5

SMALL = Condition("employees", "at_most", (300,))
YOUNG = Condition("years_since_foundation", "less_than", (YEARS,))


def programme(code: str, name: str, *conditions: Condition, **rows: object) -> ProgrammeRecord:
    """With a clause for each condition; without any, open to all."""
    asked = tuple((row(one),) for one in conditions)
    made = RowsRecord(supports=("subsidy",), requirements=asked, **rows)  # type: ignore[arg-type]
    return ProgrammeRecord(code, name, "", "p6", "done", not conditions, made)


def measure(code: str, title: str, *programmes: ProgrammeRecord | UseRecord) -> MeasureRecord:
    area = int(code.partition("-")[0])
    return MeasureRecord(code, area, title, False, ("経産省",), "direct", "p6", f"{title}の概要。", programmes, ())


def kept(*measures: MeasureRecord, shared: ProgrammeRecord | None = None) -> Snapshot:
    """The catalogue of just these, in the database, compiled."""
    programmes = {shared.code: shared} if shared else {}
    store_catalogue(CatalogueRecord((), (), programmes, {one.code: one for one in measures}))
    return snapshot(TODAY)


WINDOW = PeriodRecord("open", OPENS, CLOSES, "p6")
RENAMED = EventRecord("renamed", "2026-10-01", "旧・設備補助金", "設備補助金", "公式の案内", TODAY, "")
ENDED = EventRecord("ended", "2026-11", "", "", "公式の案内", TODAY, "")

EQUIPMENT = measure(
    "1-01",
    "設備の更新",
    programme(
        "setsubi",
        "設備補助金",
        SMALL,
        availability=(WINDOW,),
        history=(RENAMED,),
        checks=(CheckRecord("事業計画が要ります。", "p6 方針"),),
    ),
)
START = measure("1-02", "創業の後押し", programme("sogyo", "創業補助金", YOUNG))
ADVICE = measure("2-01", "経営の相談", programme("sodan", "相談窓口"))


def small() -> Snapshot:
    """For up to 300 people, open in December; for the first five years; for everybody."""
    return kept(EQUIPMENT, START, ADVICE)
