"""A whole catalogue as frozen values: what a file says and what the database holds, in one form.

*line* is where a record's code, or its reference to another file, stands in its own; it is no part of what the record says.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class ReadingRecord:
    """What the source's words for a company size mean."""

    code: str
    words: tuple[str, ...]
    regime: str
    sizes: tuple[str, ...]
    reason: str
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class BudgetRecord:
    """A budget that several programmes draw on; *amount* in yen."""

    code: str
    name: str
    year: str
    kind: str
    amount: int | None
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class NoteRecord:
    text: str
    place: str


@dataclass(frozen=True, slots=True)
class CheckRecord:
    """A stated condition that is checked by hand."""

    text: str
    place: str = ""
    citation: str = ""
    read_on: date | None = None


@dataclass(frozen=True, slots=True)
class FundingRecord:
    """A budget line as printed; *amount* in yen; *pot*: the code of a shared budget."""

    year: str
    kind: str
    amount: int | None
    part_of: bool
    place: str
    pot: str = ""
    note: str = ""
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class ResultRecord:
    """*as_of*: ISO day or month, "" when the source states none."""

    metric: str
    value: Decimal
    unit: str
    detail: str
    as_of: str
    place: str


@dataclass(frozen=True, slots=True)
class CriterionRecord:
    """One row; *values* are codes, or numbers in the feature's unit."""

    feature: str
    operator: str
    values: tuple[str | int | float, ...]
    regime: str = ""
    level: str = ""
    fit: int | None = None
    effect: str = ""
    reading: str = ""
    place: str = ""
    citation: str = ""
    read_on: date | None = None
    note: str = ""
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class PeriodRecord:
    state: str
    first: date | None
    last: date | None
    place: str = ""
    citation: str = ""
    read_on: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class EventRecord:
    """What is known since the source; *on*: ISO day or month, "" when neither is known."""

    kind: str
    on: str
    old_name: str
    new_name: str
    citation: str
    read_on: date
    note: str = ""


@dataclass(frozen=True, slots=True)
class RowsRecord:
    """The rows that a programme and a listing of a shared programme have alike."""

    supports: tuple[str, ...] = ()
    budgets: tuple[FundingRecord, ...] = ()
    results: tuple[ResultRecord, ...] = ()
    requirements: tuple[tuple[CriterionRecord, ...], ...] = ()
    focus: tuple[CriterionRecord, ...] = ()
    bonuses: tuple[CriterionRecord, ...] = ()
    checks: tuple[CheckRecord, ...] = ()
    availability: tuple[PeriodRecord, ...] = ()
    history: tuple[EventRecord, ...] = ()
    notes: tuple[NoteRecord, ...] = ()


@dataclass(frozen=True, slots=True)
class ProgrammeRecord:
    """*gives*: certifications that it grants; *aliases*: other names, old and new."""

    code: str
    name: str
    heading: str
    place: str
    encoding: str
    open_to_all: bool
    rows: RowsRecord
    gives: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class UseRecord:
    """A shared programme as listed under a measure."""

    use: str
    heading: str
    place: str
    aspect: str
    rows: RowsRecord
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class MeasureRecord:
    code: str
    area: int
    title: str
    new: bool
    ministries: tuple[str, ...]
    audience: str
    place: str
    summary: str
    programmes: tuple[ProgrammeRecord | UseRecord, ...]
    notes: tuple[NoteRecord, ...]
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class CatalogueRecord:
    """Everything; *measures* and *programmes* (the shared ones) by code."""

    readings: tuple[ReadingRecord, ...]
    budgets: tuple[BudgetRecord, ...]
    programmes: Mapping[str, ProgrammeRecord]
    measures: Mapping[str, MeasureRecord]


def in_order_of_code(budgets: Iterable[BudgetRecord]) -> tuple[BudgetRecord, ...]:
    """The order of pots, wherever they come from: it says nothing, and a database has its own ideas of one."""
    return tuple(sorted(budgets, key=lambda budget: budget.code))
