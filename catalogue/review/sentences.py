"""The catalogue's records as sentences that editors read: each says all that its record says."""

from __future__ import annotations

from catalogue import labels, wording
from catalogue.imports.records import (
    BudgetRecord,
    CheckRecord,
    CriterionRecord,
    EventRecord,
    FundingRecord,
    NoteRecord,
    PeriodRecord,
    ReadingRecord,
    ResultRecord,
)
from catalogue.models.codes import AvailabilityState, BudgetKind, EventKind
from catalogue.units import format_budget
from matcher import Condition


def criterion_text(row: CriterionRecord) -> str:
    """The condition of a row with its reading, origin and note; what it is for stands around it."""
    condition = Condition(row.feature, row.operator, row.values, row.regime)
    reading = f"（読み替え {row.reading}）" if row.reading else ""
    return f"{wording.condition_text(condition)}{reading}［{origin_text(row)}］{_remark(row.note)}"


def group_text(rows: tuple[CriterionRecord, ...]) -> str:
    """A requirement: one of its rows is enough."""
    return " または ".join(criterion_text(row) for row in rows)


def focus_text(row: CriterionRecord) -> str:
    """Whom or what it is for, and how much."""
    fit = f"、合い方{row.fit}" if row.fit else ""
    return f"{wording.LEVELS[row.level]}{fit}: {criterion_text(row)}"


def bonus_text(row: CriterionRecord) -> str:
    """What is preferred, with its effect."""
    return f"{row.effect}: {criterion_text(row)}" if row.effect else criterion_text(row)


def check_text(row: CheckRecord) -> str:
    """A condition that is checked by hand."""
    return f"{row.text}［{origin_text(row)}］"


def note_text(row: NoteRecord) -> str:
    """A note with its place."""
    return f"{row.text}［{row.place}］"


def origin_text(row: CriterionRecord | CheckRecord | PeriodRecord) -> str:
    """Where a row comes from."""
    return row.place or f"{row.citation}、{row.read_on}確認"


def funding_text(row: FundingRecord) -> str:
    """A budget line as printed."""
    extra = [text for text in ("の内数" if row.part_of else "", f"（{row.note}）" if row.note else "") if text]
    pot = f"［予算 {row.pot}］" if row.pot else ""
    return f"{row.year} {BudgetKind(row.kind).label} {_amount(row.amount)}{''.join(extra)}{pot}［{row.place}］"


def result_text(row: ResultRecord) -> str:
    """A figure of what was achieved."""
    of = "、".join(text for text in (row.detail, f"{row.as_of}時点" if row.as_of else "") if text)
    return f"{row.metric} {row.value.normalize():,f}{row.unit}" + (f"（{of}）" if of else "") + f"［{row.place}］"


def period_text(row: PeriodRecord) -> str:
    """When one can apply."""
    days = f"{row.first or ''}〜{row.last or ''}"
    return f"{AvailabilityState(row.state).label} {days}［{origin_text(row)}］{_remark(row.note)}"


def event_text(row: EventRecord) -> str:
    """What has become of a programme."""
    names = f" {row.old_name or '（名称の記載なし）'} → {row.new_name}" if row.new_name else ""
    old = f" {row.old_name}" if row.old_name and not row.new_name else ""
    day = row.on or "日の記載なし"
    return f"{EventKind(row.kind).label} {day}{names}{old}［{row.citation}、{row.read_on}確認］{_remark(row.note)}"


def budget_text(row: BudgetRecord) -> str:
    """A budget that several programmes draw on."""
    return f"{row.name} {row.year} {BudgetKind(row.kind).label} {_amount(row.amount)}"


def reading_text(row: ReadingRecord) -> str:
    """What words of the source mean."""
    sizes = "・".join(labels.COMPANY_SIZES[size] for size in row.sizes)
    return f"「{'」「'.join(row.words)}」＝{labels.REGIMES[row.regime]}の{sizes}（{row.reason}）"


def _amount(yen: int | None) -> str:
    return format_budget(yen) if yen is not None else "金額の記載なし"


def _remark(note: str) -> str:
    return f" ※{note}" if note else ""
