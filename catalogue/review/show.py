"""One measure as an editor reads it: facts, rules read back as sentences, where each comes from, notes."""

from __future__ import annotations

from collections.abc import Iterator

from catalogue.imports.records import CatalogueRecord, MeasureRecord, ProgrammeRecord, RowsRecord, UseRecord
from catalogue.models.codes import AREAS, Audience, Encoding, SupportType
from catalogue.review.sentences import (
    bonus_text,
    check_text,
    criterion_text,
    event_text,
    focus_text,
    funding_text,
    note_text,
    period_text,
    result_text,
)


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
        yield from (f"  注 {note_text(note)}" for note in measure.notes)


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
    yield from (f"  予算 {funding_text(row)}" for row in rows.budgets)
    yield from (f"  実績 {result_text(row)}" for row in rows.results)
    for number, group in enumerate(rows.requirements, start=1):
        yield f"  要件{number}" + ("（次のいずれか）" if len(group) > 1 else "")
        yield from (f"    ・{criterion_text(row)}" for row in group)
    yield from (f"  手で確認 {check_text(check)}" for check in rows.checks)
    yield from (f"  {focus_text(row)}" for row in rows.focus)
    yield from (f"  加点・優遇 {bonus_text(row)}" for row in rows.bonuses)
    yield from (f"  受付状況 {period_text(row)}" for row in rows.availability)
    yield from (f"  その後の経緯 {event_text(row)}" for row in rows.history)
    yield from (f"  注 {note_text(note)}" for note in rows.notes)
