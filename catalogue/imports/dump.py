"""Database → records: the inverse of ``store``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from django.db.models import Prefetch

from catalogue.imports.changes import digest_of
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
from catalogue.models import (
    Budget,
    Criterion,
    Listing,
    ManualCheck,
    Measure,
    Note,
    Programme,
    Reading,
    Role,
    RuleVersion,
)
from catalogue.models.programme import ProgrammeRow

Row = TypeVar("Row", bound=ProgrammeRow | Note)


LAST_DAY = date.max
"""The rules of this day are those that stand in the end, when every dated version has begun."""


def dump_catalogue(day: date) -> CatalogueRecord:
    """What the database holds, with the rules of *day*, in a fixed number of queries."""
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
        "periods",
        "events",
        "notes",
    )
    shared = Programme.objects.filter(is_shared=True).prefetch_related(*rows, _rules("versions", day))
    measures = (
        Measure.objects.in_order()
        .prefetch_related("charges__ministry", "notes", "listings__programme")
        .prefetch_related(
            *(f"listings__programme__{row}" for row in rows), _rules("listings__programme__versions", day)
        )
    )
    return CatalogueRecord(
        readings,
        budgets,
        {row.code: _programme(row) for row in shared},
        {row.code: _measure(row) for row in measures},
    )


@dataclass(frozen=True, slots=True)
class DatedRules:
    """What a published version says, and on which days it holds. *digest*: of its rows."""

    programme: str
    first: date | None
    last: date | None
    digest: str

    def __str__(self) -> str:
        return repr((self.programme, str(self.first), str(self.last), self.digest))


def dated_versions() -> list[DatedRules]:
    """Every published version of programmes whose rules have dates; empty while none has."""
    published = RuleVersion.objects.published()
    codes = published.exclude(first=None, last=None).values("programme")
    versions = published.filter(programme__in=codes).select_related("programme")
    return [
        DatedRules(row.programme.code, row.first, row.last, digest_of(_rule_rows(row)))
        for row in versions.prefetch_related(
            "criteria__reading", "criteria__listing__measure", "checks__listing__measure"
        )
    ]


def dated_rules() -> list[str]:
    """The same in words, for the catalogue's name."""
    return [str(one) for one in dated_versions()]


def _rule_rows(version: RuleVersion) -> tuple[object, ...]:
    """All that a version says, in the order of its listings."""
    rows = [*version.criteria.all(), *version.checks.all()]
    listings = {row.listing_id: row.listing.measure.code if row.listing else "" for row in rows}
    ordered = sorted(listings, key=lambda key: listings[key])
    return (
        version.encoding,
        version.open_to_all,
        *((listings[key], RowsRecord(**_ruled(version, key))) for key in ordered),
    )


def _rules(lookup: str, day: date) -> Prefetch:
    versions = RuleVersion.objects.in_force(day).prefetch_related("criteria__reading", "checks")
    return Prefetch(lookup, versions, to_attr="in_force")


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
        availability=tuple(
            PeriodRecord(row.state, row.first, row.last, row.place, row.citation, row.read_on, row.note)
            for row in _of(programme.periods.all(), listing)
        ),
        history=tuple(
            EventRecord(row.kind, row.on, row.old_name, row.new_name, row.citation, row.read_on, row.note)
            for row in _of(programme.events.all(), listing)
        ),
        notes=_notes(_of(programme.notes.all(), listing)),
        **(_ruled(programme.rules, listing) if programme.rules else {}),
    )


def _ruled(version: RuleVersion, listing: int | None) -> dict[str, Any]:
    """The rows that a version of the rules says of a programme, or of its listing."""
    criteria = _of(version.criteria.all(), listing)
    return {
        "requirements": _groups([row for row in criteria if row.role == Role.REQUIREMENT]),
        "focus": tuple(criterion_record(row) for row in criteria if row.role == Role.FOCUS),
        "bonuses": tuple(criterion_record(row) for row in criteria if row.role == Role.BONUS),
        "checks": tuple(check_record(row) for row in _of(version.checks.all(), listing)),
    }


def _groups(rows: Sequence[Criterion]) -> tuple[tuple[CriterionRecord, ...], ...]:
    numbers = dict.fromkeys(row.group for row in rows)
    return tuple(tuple(criterion_record(row) for row in rows if row.group == number) for number in numbers)


def check_record(row: ManualCheck) -> CheckRecord:
    """What a stored condition to be checked by hand says."""
    return CheckRecord(row.text, row.place, row.citation, row.read_on)


def criterion_record(row: Criterion) -> CriterionRecord:
    """What a stored criterion says."""
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
