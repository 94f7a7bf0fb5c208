"""What only the files together can tell: codes that meet twice, uses of what is not there, pots and readings that disagree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from catalogue.imports.nodes import Mistake
from catalogue.imports.records import (
    BudgetRecord,
    CriterionRecord,
    FundingRecord,
    MeasureRecord,
    ProgrammeRecord,
    ReadingRecord,
    RowsRecord,
    UseRecord,
)
from catalogue.validators import nearest


def check_catalogue(
    readings: Sequence[ReadingRecord],
    budgets: Sequence[BudgetRecord],
    programmes: Mapping[str, ProgrammeRecord | None],
    measures: Mapping[str, MeasureRecord | None],
) -> list[Mistake]:
    """Every mistake between files; *programmes* and *measures* by file name, None for a file that could not be read."""
    return [
        *_repeated("readings.yaml", readings),
        *_repeated("budgets.yaml", budgets),
        *_codes(programmes, measures),
        *_uses(programmes, measures),
        *_rows_together(readings, budgets, programmes, measures),
    ]


def _repeated(file: str, records: Sequence[ReadingRecord | BudgetRecord]) -> Iterator[Mistake]:
    seen: set[str] = set()
    for record in records:
        if record.code in seen:
            yield Mistake(file, record.line, "code", f"「{record.code}」が二度あります。")
        seen.add(record.code)


def _codes(
    programmes: Mapping[str, ProgrammeRecord | None], measures: Mapping[str, MeasureRecord | None]
) -> Iterator[Mistake]:
    """A code means one thing: measures by their file, programmes over all files."""
    places: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for name, record in programmes.items():
        if record:
            places[record.code].append((f"programmes/{name}", record.line))
    for name, measure in measures.items():
        for listed in measure.programmes if measure else ():
            if isinstance(listed, ProgrammeRecord):
                places[listed.code].append((f"measures/{name}", listed.line))
    for code, ((first, _), *others) in places.items():
        for file, line in others:
            yield Mistake(
                file, line, "code", f"事業のコード「{code}」は {first} にもあります。別のコードにしてください。"
            )


def _uses(
    programmes: Mapping[str, ProgrammeRecord | None], measures: Mapping[str, MeasureRecord | None]
) -> Iterator[Mistake]:
    shared = {record.code for record in programmes.values() if record}
    unreadable = {name.removesuffix(".yaml") for name, record in programmes.items() if record is None}
    used: set[str] = set()
    for name, measure in measures.items():
        seen: set[str] = set()
        for listed in measure.programmes if measure else ():
            if not isinstance(listed, UseRecord) or not listed.use:
                continue
            if listed.use not in shared | unreadable:
                hint = nearest(listed.use, tuple(sorted(shared)))
                message = f"programmes/{listed.use}.yaml がありません。{hint}"
                yield Mistake(f"measures/{name}", listed.line, "use", message)
            if listed.use in seen:
                yield Mistake(f"measures/{name}", listed.line, "use", f"「{listed.use}」が二度載っています。")
            seen.add(listed.use)
        used |= seen
    for name, record in programmes.items():
        if record and record.code not in used and all(measures.values()):
            yield Mistake(f"programmes/{name}", record.line, "code", "どの施策からも use されていません。")


def _rows_together(
    readings: Sequence[ReadingRecord],
    budgets: Sequence[BudgetRecord],
    programmes: Mapping[str, ProgrammeRecord | None],
    measures: Mapping[str, MeasureRecord | None],
) -> Iterator[Mistake]:
    known_readings = {record.code: record for record in readings}
    pots = {record.code: record for record in budgets}
    for file, rows in _all_rows(programmes, measures):
        for row in (*(row for group in rows.requirements for row in group), *rows.focus, *rows.bonuses):
            problem = _reading_problem(row, known_readings)
            if problem:
                yield Mistake(file, row.line, "reading", problem)
        for funding in rows.budgets:
            problem = _pot_problem(funding, pots)
            if problem:
                yield Mistake(file, funding.line, "pot", problem)


def _all_rows(
    programmes: Mapping[str, ProgrammeRecord | None], measures: Mapping[str, MeasureRecord | None]
) -> Iterator[tuple[str, RowsRecord]]:
    """(file, rows) of every programme and listing."""
    for name, record in programmes.items():
        if record:
            yield f"programmes/{name}", record.rows
    for name, measure in measures.items():
        for listed in measure.programmes if measure else ():
            yield f"measures/{name}", listed.rows


def _reading_problem(row: CriterionRecord, readings: Mapping[str, ReadingRecord]) -> str:
    if not row.reading:
        return ""
    reading = readings.get(row.reading)
    if reading is None:
        return f"読み替え「{row.reading}」は readings.yaml にありません。{nearest(row.reading, tuple(readings))}"
    if (row.feature, row.regime, set(row.values)) != ("company_size", reading.regime, set(reading.sizes)):
        return f"読み替え「{row.reading}」は {reading.regime} の {'、'.join(reading.sizes)} です。行の regime と values が違います。"
    return ""


def _pot_problem(funding: FundingRecord, pots: Mapping[str, BudgetRecord]) -> str:
    if not funding.pot:
        return ""
    pot = pots.get(funding.pot)
    if pot is None:
        return f"「{funding.pot}」は budgets.yaml にありません。{nearest(funding.pot, tuple(pots))}"
    if (funding.year, funding.kind) != (pot.year, pot.kind):
        return f"「{funding.pot}」は {pot.year} の {pot.kind} です。行の year と kind が違います。"
    if funding.amount != pot.amount and not funding.note:
        return f"金額が budgets.yaml の「{funding.pot}」と違います。出典どおりなら note に理由を書いてください。"
    return ""
