"""Database → records: the inverse of ``store``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from catalogue.imports.records import (
    BudgetRecord,
    CatalogueRecord,
    CheckRecord,
    CriterionRecord,
    EventRecord,
    FundingRecord,
    MeasureRecord,
    NoteRecord,
    PeriodRecord,
    ProgrammeRecord,
    ReadingRecord,
    ResultRecord,
    RowsRecord,
    UseRecord,
    in_order_of_code,
)
from catalogue.models import Budget, Criterion, Listing, Measure, Note, Programme, Reading, Role
from catalogue.models.programme import ProgrammeRow

Row = TypeVar("Row", bound=ProgrammeRow | Note)


def dump_catalogue() -> CatalogueRecord:
    """What the database holds, in a fixed number of queries."""
    readings = tuple(
        ReadingRecord(row.code, tuple(row.words), row.regime, tuple(row.sizes), row.reason)
        for row in Reading.objects.all()
    )
    budgets = in_order_of_code(
        BudgetRecord(row.code, row.name, row.fiscal_year, row.kind, row.amount_yen)
        for row in Budget.objects.filter(is_shared=True)
    )
    rows = (
        "supports",
        "fundings__budget",
        "results",
        "criteria__reading",
        "checks",
        "periods",
        "events",
        "notes",
    )
    shared = Programme.objects.filter(is_shared=True).prefetch_related(*rows)
    measures = (
        Measure.objects.in_order()
        .prefetch_related("charges__ministry", "notes", "listings__programme")
        .prefetch_related(*(f"listings__programme__{row}" for row in rows))
    )
    return CatalogueRecord(
        readings,
        budgets,
        {row.code: _programme(row) for row in shared},
        {row.code: _measure(row) for row in measures},
    )


def _measure(measure: Measure) -> MeasureRecord:
    return MeasureRecord(
        measure.code,
        measure.area,
        measure.title,
        measure.is_new,
        tuple(measure.ministry_names),
        measure.audience,
        measure.place,
        measure.summary,
        tuple(
            _use(listing) if listing.programme.is_shared else _programme(listing.programme)
            for listing in measure.listings.all()
        ),
        _notes(measure.notes.all()),
    )


def _programme(programme: Programme) -> ProgrammeRecord:
    return ProgrammeRecord(
        programme.code,
        programme.name,
        programme.heading,
        programme.place,
        programme.encoding,
        programme.open_to_all,
        _rows(programme, None),
        tuple(programme.gives),
        tuple(programme.aliases),
    )


def _use(listing: Listing) -> UseRecord:
    return UseRecord(
        listing.programme.code, listing.heading, listing.place, listing.aspect, _rows(listing.programme, listing.pk)
    )


def _of(rows: Iterable[Row], listing: int | None) -> list[Row]:
    return [row for row in rows if row.listing_id == listing]


def _rows(programme: Programme, listing: int | None) -> RowsRecord:
    criteria = _of(programme.criteria.all(), listing)
    return RowsRecord(
        supports=tuple(row.code for row in _of(programme.supports.all(), listing)),
        budgets=tuple(
            FundingRecord(
                row.budget.fiscal_year,
                row.budget.kind,
                row.amount_yen,
                row.part_of,
                row.place,
                row.budget.code if row.budget.is_shared else "",
                row.note,
            )
            for row in _of(programme.fundings.all(), listing)
        ),
        results=tuple(
            ResultRecord(row.metric, row.value, row.unit, row.detail, row.as_of, row.place)
            for row in _of(programme.results.all(), listing)
        ),
        requirements=_groups([row for row in criteria if row.role == Role.REQUIREMENT]),
        focus=tuple(_criterion(row) for row in criteria if row.role == Role.FOCUS),
        bonuses=tuple(_criterion(row) for row in criteria if row.role == Role.BONUS),
        checks=tuple(
            CheckRecord(row.text, row.place, row.citation, row.read_on) for row in _of(programme.checks.all(), listing)
        ),
        availability=tuple(
            PeriodRecord(row.state, row.first, row.last, row.place, row.citation, row.read_on, row.note)
            for row in _of(programme.periods.all(), listing)
        ),
        history=tuple(
            EventRecord(row.kind, row.on, row.old_name, row.new_name, row.citation, row.read_on, row.note)
            for row in _of(programme.events.all(), listing)
        ),
        notes=_notes(_of(programme.notes.all(), listing)),
    )


def _groups(rows: Sequence[Criterion]) -> tuple[tuple[CriterionRecord, ...], ...]:
    numbers = dict.fromkeys(row.group for row in rows)
    return tuple(tuple(_criterion(row) for row in rows if row.group == number) for number in numbers)


def _criterion(row: Criterion) -> CriterionRecord:
    return CriterionRecord(
        row.feature,
        row.operator,
        tuple(row.values),
        row.regime,
        row.level,
        row.fit,
        row.effect,
        row.reading.code if row.reading else "",
        row.place,
        row.citation,
        row.read_on,
        row.note,
    )


def _notes(rows: Iterable[Note]) -> tuple[NoteRecord, ...]:
    return tuple(NoteRecord(row.text, row.place) for row in rows)
