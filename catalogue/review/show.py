"""One measure as an editor reads it: facts, rules read back as sentences, where each comes from, notes."""

from __future__ import annotations

from collections.abc import Iterator

from catalogue import wording
from catalogue.imports.records import (
    CatalogueRecord,
    CheckRecord,
    CriterionRecord,
    FundingRecord,
    MeasureRecord,
    PeriodRecord,
    ProgrammeRecord,
    ResultRecord,
    RowsRecord,
    UseRecord,
)
from catalogue.models.codes import AREAS, Audience, AvailabilityState, BudgetKind, Encoding, SupportType
from catalogue.units import format_budget
from matcher import Condition


def show(record: CatalogueRecord, measure: MeasureRecord) -> str:
    """The whole measure as text, ending without a newline."""
    return "\n".join(_measure(record, measure))


def _measure(record: CatalogueRecord, measure: MeasureRecord) -> Iterator[str]:
    mark = "【新規】" if measure.new else ""
    yield f"{measure.code} {measure.title}{mark}［{measure.place}］"
    yield f"  分野 {measure.area} {AREAS[measure.area]}／所管 {'・'.join(measure.ministries)}／{Audience(measure.audience).label}"
    yield f"  {measure.summary}"
    for listed in measure.programmes:
        yield ""
        if isinstance(listed, UseRecord):
            yield from _programme(record.programmes[listed.use])
            yield f"  この施策での掲載［{listed.place}］" + (f": {listed.aspect}" if listed.aspect else "")
            yield from _rows(listed.rows)
        else:
            yield from _programme(listed)
    if measure.notes:
        yield ""
        yield from (f"  注 {note.text}［{note.place}］" for note in measure.notes)


def _programme(programme: ProgrammeRecord) -> Iterator[str]:
    yield f"■ {programme.name}（{programme.code}）［{programme.place}］"
    if programme.heading and programme.heading != programme.name:
        yield f"  出典の見出し: {programme.heading}"
    state = Encoding(programme.encoding).label
    yield f"  要件の整理: {state}" + ("、要件なし（誰でも使える）" if programme.open_to_all else "")
    yield from _rows(programme.rows)


def _rows(rows: RowsRecord) -> Iterator[str]:
    if rows.supports:
        yield "  支援の種類: " + "、".join(SupportType(code).label for code in rows.supports)
    yield from (f"  予算 {_funding(row)}" for row in rows.budgets)
    yield from (f"  実績 {_result(row)}" for row in rows.results)
    for number, group in enumerate(rows.requirements, start=1):
        yield f"  要件{number}" + ("（次のいずれか）" if len(group) > 1 else "")
        yield from (f"    ・{_criterion(row)}" for row in group)
    yield from (f"  手で確認 {check.text}［{_origin(check)}］" for check in rows.checks)
    yield from (f"  {wording.LEVELS[row.level]}: {_criterion(row)}" for row in rows.focus)
    yield from (f"  加点・優遇 {row.effect}: {_criterion(row)}" for row in rows.bonuses)
    yield from (f"  受付状況 {_period(row)}" for row in rows.availability)
    yield from (f"  注 {note.text}［{note.place}］" for note in rows.notes)


def _criterion(row: CriterionRecord) -> str:
    condition = Condition(row.feature, row.operator, row.values, row.regime)
    reading = f"（読み替え {row.reading}）" if row.reading else ""
    note = f" ※{row.note}" if row.note else ""
    return f"{wording.condition_text(condition)}{reading}［{_origin(row)}］{note}"


def _origin(row: CriterionRecord | CheckRecord | PeriodRecord) -> str:
    return row.place or f"{row.citation}、{row.read_on}確認"


def _funding(row: FundingRecord) -> str:
    amount = format_budget(row.amount) if row.amount is not None else "金額の記載なし"
    extra = [text for text in ("の内数" if row.part_of else "", f"（{row.note}）" if row.note else "") if text]
    pot = f"［予算 {row.pot}］" if row.pot else ""
    return f"{row.year} {BudgetKind(row.kind).label} {amount}{''.join(extra)}{pot}［{row.place}］"


def _result(row: ResultRecord) -> str:
    of = "、".join(text for text in (row.detail, f"{row.as_of}時点" if row.as_of else "") if text)
    return f"{row.metric} {row.value:,f}{row.unit}" + (f"（{of}）" if of else "") + f"［{row.place}］"


def _period(row: PeriodRecord) -> str:
    days = f"{row.first or ''}〜{row.last or ''}"
    return f"{AvailabilityState(row.state).label} {days}［{_origin(row)}］" + (f" ※{row.note}" if row.note else "")
