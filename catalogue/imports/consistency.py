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
    readings: Sequence[ReadingRecord] | None,
    budgets: Sequence[BudgetRecord] | None,
    programmes: Mapping[str, ProgrammeRecord | None],
    measures: Mapping[str, MeasureRecord | None],
) -> list[Mistake]:
    """Every mistake between files; *programmes* and *measures* by file name.

    None is a file that could not be read. Nothing is said about what it may hold.
    """
    return [
        *_repeated("readings.yaml", readings or ()),
        *_repeated("budgets.yaml", budgets or ()),
        *_codes(programmes, measures),
        *_uses(programmes, measures),
        *_readings(readings, programmes, measures),
        *_pots(budgets, programmes, measures),
    ]


def _repeated(file: str, records: Sequence[ReadingRecord | BudgetRecord]) -> Iterator[Mistake]:
    seen: set[str] = set()
    for record in records:
        if record.code and record.code in seen:
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
    yield from _doubles(places, "事業のコード")
    numbers: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for name, measure in measures.items():
        if measure:
            numbers[measure.code].append((f"measures/{name}", measure.line))
    yield from _doubles(numbers, "施策番号")


def _doubles(places: Mapping[str, Sequence[tuple[str, int]]], what: str) -> Iterator[Mistake]:
    for code, ((first, _), *others) in places.items():
        for file, line in others if code else ():
            yield Mistake(file, line, "code", f"{what}「{code}」は {first} にもあります。別のものにしてください。")


def _uses(
    programmes: Mapping[str, ProgrammeRecord | None], measures: Mapping[str, MeasureRecord | None]
) -> Iterator[Mistake]:
    codes = {record.code for record in programmes.values() if record}
    there = codes | {name.removesuffix(".yaml") for name in programmes}
    used: set[str] = set()
    for name, measure in measures.items():
        seen: set[str] = set()
        for listed in measure.programmes if measure else ():
            if not isinstance(listed, UseRecord) or not listed.use:
                continue
            if listed.use not in there:
                hint = nearest(listed.use, tuple(sorted(codes)))
                message = f"programmes/{listed.use}.yaml がありません。{hint}"
                yield Mistake(f"measures/{name}", listed.line, "use", message)
            if listed.use in seen:
                yield Mistake(f"measures/{name}", listed.line, "use", f"「{listed.use}」が二度載っています。")
            seen.add(listed.use)
        used |= seen
    if used <= there and all(measures.values()):
        for name, record in programmes.items():
            if record and not used & {record.code, name.removesuffix(".yaml")}:
                yield Mistake(f"programmes/{name}", record.line, "code", "どの施策からも use されていません。")


def _readings(
    readings: Sequence[ReadingRecord] | None,
    programmes: Mapping[str, ProgrammeRecord | None],
    measures: Mapping[str, MeasureRecord | None],
) -> Iterator[Mistake]:
    if readings is None:
        return
    known = {record.code: record for record in readings}
    for file, rows in _all_rows(programmes, measures):
        for row in (*(row for group in rows.requirements for row in group), *rows.focus, *rows.bonuses):
            problem = _reading_problem(row, known)
            if problem:
                yield Mistake(file, row.line, "reading", problem)


def _pots(
    budgets: Sequence[BudgetRecord] | None,
    programmes: Mapping[str, ProgrammeRecord | None],
    measures: Mapping[str, MeasureRecord | None],
) -> Iterator[Mistake]:
    if budgets is None:
        return
    pots = {record.code: record for record in budgets}
    used: set[str] = set()
    for file, rows in _all_rows(programmes, measures):
        for funding in rows.budgets:
            problem = _pot_problem(funding, pots)
            if problem:
                yield Mistake(file, funding.line, "pot", problem)
            used.add(funding.pot)
    if used <= {"", *pots} and all(programmes.values()) and all(measures.values()):
        for record in budgets:
            if record.code and record.code not in used:
                message = f"「pot: {record.code}」としている予算がありません。使わないなら消してください。"
                yield Mistake("budgets.yaml", record.line, "code", message)


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
    if not reading.regime or not reading.sizes:
        return ""
    said = ("company_size", "is_one_of", reading.regime, set(reading.sizes))
    if (row.feature, row.operator, row.regime, set(row.values)) != said:
        meaning = f"company_size、is_one_of、{reading.regime}、[{', '.join(reading.sizes)}]"
        return f"読み替え「{row.reading}」は {meaning} です。行の feature、op、regime、values をそろえてください。"
    return ""


def _pot_problem(funding: FundingRecord, pots: Mapping[str, BudgetRecord]) -> str:
    if not funding.pot:
        return ""
    pot = pots.get(funding.pot)
    if pot is None:
        return f"「{funding.pot}」は budgets.yaml にありません。{nearest(funding.pot, tuple(pots))}"
    said, meant = (funding.year, funding.kind), (pot.year, pot.kind)
    if said != meant and all(said + meant):
        return f"「{funding.pot}」は {pot.year} の {pot.kind} です。行の year と kind をそろえてください。"
    if funding.amount != pot.amount and not funding.note and 0 not in (funding.amount, pot.amount):
        return f"金額が budgets.yaml の「{funding.pot}」と違います。出典どおりなら note に理由を書いてください。"
    return ""
