"""What is done of the catalogue and what is left, in figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from catalogue.imports.records import (
    CatalogueRecord,
    CriterionRecord,
    MeasureRecord,
    ProgrammeRecord,
    RowsRecord,
    UseRecord,
)
from catalogue.models.codes import Encoding
from matcher.codes import CERTIFICATIONS, SITUATIONS, TOPICS


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts over programmes, each shared one once; *unused*: codes that no row names, by list."""

    measures: int
    programmes: Mapping[str, int]
    listings: int
    budgets: int
    results: int
    requirement_groups: int
    requirement_rows: int
    checks: int
    focus_rows: int
    bonus_rows: int
    open_to_all: int
    by_hand_only: int
    rows_without_origin: int
    unused: Mapping[str, tuple[str, ...]]


def figures(record: CatalogueRecord) -> Figures:
    """Count."""
    programmes = list(_programmes(record))
    rows = [programme.rows for programme in programmes] + [use.rows for use in _uses(record)]
    criteria = [row for one in rows for row in _criteria(one)]
    return Figures(
        len(record.measures),
        Counter(programme.encoding for programme in programmes),
        sum(len(measure.programmes) for measure in record.measures.values()),
        sum(len(one.budgets) for one in rows),
        sum(len(one.results) for one in rows),
        sum(len(one.requirements) for one in rows),
        sum(len(group) for one in rows for group in one.requirements),
        sum(len(one.checks) for one in rows),
        sum(len(one.focus) for one in rows),
        sum(len(one.bonuses) for one in rows),
        sum(programme.open_to_all for programme in programmes),
        sum(_by_hand_only(programme) for programme in programmes),
        sum(not (row.place or (row.citation and row.read_on)) for row in criteria),
        {
            name: _unused(allowed, name, criteria)
            for name, allowed in (("topics", TOPICS), ("situations", SITUATIONS), ("certifications", CERTIFICATIONS))
        },
    )


def _unused(allowed: Collection[str], feature: str, criteria: Iterable[CriterionRecord]) -> tuple[str, ...]:
    named = {value for row in criteria if row.feature == feature for value in row.values}
    return tuple(code for code in allowed if code not in named)


def _by_hand_only(programme: ProgrammeRecord) -> bool:
    done = programme.encoding != Encoding.NOT_YET
    return done and not programme.open_to_all and not programme.rows.requirements


def _programmes(record: CatalogueRecord) -> Iterator[ProgrammeRecord]:
    yield from record.programmes.values()
    for measure in record.measures.values():
        for listed in measure.programmes:
            if isinstance(listed, ProgrammeRecord):
                yield listed


def _uses(record: CatalogueRecord) -> Iterator[UseRecord]:
    for measure in record.measures.values():
        for listed in measure.programmes:
            if isinstance(listed, UseRecord):
                yield listed


def _criteria(rows: RowsRecord) -> Iterator[CriterionRecord]:
    for group in rows.requirements:
        yield from group
    yield from rows.focus
    yield from rows.bonuses


def not_encoded(record: CatalogueRecord) -> list[MeasureRecord]:
    """Measures of which a programme is not yet encoded."""
    shared = record.programmes
    return [
        measure
        for measure in record.measures.values()
        if any(
            (shared[listed.use] if isinstance(listed, UseRecord) else listed).encoding == Encoding.NOT_YET
            for listed in measure.programmes
        )
    ]
