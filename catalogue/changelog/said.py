"""What the catalogue says of each measure and each programme, as fingerprints of what people ask of it: content, periods, rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from catalogue.imports.changes import digest_of
from catalogue.imports.dump import DatedRules
from catalogue.imports.records import CatalogueRecord, MeasureRecord, ProgrammeRecord, RowsRecord, UseRecord
from catalogue.models import EventKind

MEASURES, PROGRAMMES = "measures/", "programmes/"

RULES = ("requirements", "focus", "bonuses", "checks")
"""The rows that belong to a version of the rules."""

Span = tuple[str | None, str | None, str]
"""A version of the rules: its first and last day (ISO), None where it has none, and the fingerprint of what it says."""


@dataclass(frozen=True, slots=True)
class Said:
    """Of one measure or one programme. *measures*: all that it concerns. *ended*: the days on which it is said to have ended."""

    name: str
    title: str
    measures: tuple[str, ...]
    content: str
    periods: str
    rules: tuple[Span, ...] = ()
    ended: tuple[str, ...] = ()


def said(record: CatalogueRecord, dated: Iterable[DatedRules]) -> dict[str, Said]:
    """By name, measures first. *record*: with the rules of the last day; *dated*: all versions of rules that have dates."""
    record = replace(record, measures=_in_order(record))
    found = {f"{MEASURES}{code}": _measure(one) for code, one in record.measures.items()}
    spans: dict[str, list[Span]] = {}
    for one in dated:
        first, last = (day.isoformat() if day else None for day in (one.first, one.last))
        spans.setdefault(one.programme, []).append((first, last, one.digest))
    for programme, places in _programmes(record):
        name = f"{PROGRAMMES}{programme.code}"
        rules = sorted(spans.get(programme.code) or [(None, None, _rules(programme, places))], key=_first)
        found[name] = _programme(record, programme, places, tuple(rules))
    return found


def _in_order(record: CatalogueRecord) -> dict[str, MeasureRecord]:
    """As the source numbers them, wherever they come from: files are read in the order of their names."""
    return dict(sorted(record.measures.items(), key=lambda item: (item[1].area, item[0])))


def _first(span: Span) -> str:
    return span[0] or ""


def _measure(record: MeasureRecord) -> Said:
    codes = [one.use if isinstance(one, UseRecord) else one.code for one in record.programmes]
    content = digest_of((replace(record, programmes=()), codes))
    return Said(f"{MEASURES}{record.code}", record.title, (record.code,), content, "")


Places = Mapping[str, UseRecord | None]
"""Measure → what a programme says there beside its own; None for one that is listed there alone."""


def _programmes(record: CatalogueRecord) -> Iterator[tuple[ProgrammeRecord, Places]]:
    """Each programme with the places where it is listed."""
    shared: dict[str, dict[str, UseRecord | None]] = {code: {} for code in record.programmes}
    for code, measure in record.measures.items():
        for listed in measure.programmes:
            if isinstance(listed, UseRecord):
                shared[listed.use][code] = listed
            else:
                yield listed, {code: None}
    for code, places in shared.items():
        yield record.programmes[code], places


def _programme(record: CatalogueRecord, programme: ProgrammeRecord, places: Places, rules: tuple[Span, ...]) -> Said:
    uses = {code: use for code, use in places.items() if use is not None}
    rows = [programme.rows, *(use.rows for use in uses.values())]
    pots = {funding.pot for one in rows for funding in one.budgets}
    readings = {row.reading for one in rows for row in _criteria(one)}
    content = digest_of(
        (
            replace(programme, rows=_content(programme.rows), encoding="", open_to_all=False),
            [(code, replace(use, rows=_content(use.rows))) for code, use in uses.items()],
            [budget for budget in record.budgets if budget.code in pots],
            [reading for reading in record.readings if reading.code in readings],
        )
    )
    periods = digest_of((programme.rows.availability, [(code, use.rows.availability) for code, use in uses.items()]))
    ended = sorted(event.on for one in rows for event in one.history if event.kind == EventKind.ENDED)
    name = f"{PROGRAMMES}{programme.code}"
    return Said(name, programme.name, tuple(places), content, periods, rules, tuple(ended))


def _content(rows: RowsRecord) -> RowsRecord:
    """Without what is told by itself: rules, periods, the end."""
    history = tuple(event for event in rows.history if event.kind != EventKind.ENDED)
    return replace(rows, requirements=(), focus=(), bonuses=(), checks=(), availability=(), history=history)


def _criteria(rows: RowsRecord) -> list:
    return [row for group in rows.requirements for row in group] + [*rows.focus, *rows.bonuses]


def _rules(programme: ProgrammeRecord, places: Places) -> str:
    """The fingerprint of rules without dates; the same as :func:`catalogue.imports.dump.dated_versions` would give them."""
    rows = {"": programme.rows, **{code: use.rows for code, use in sorted(places.items()) if use is not None}}
    ruled = {code: RowsRecord(**{name: getattr(one, name) for name in RULES}) for code, one in rows.items()}
    return digest_of(
        (
            programme.encoding,
            programme.open_to_all,
            *((code, one) for code, one in ruled.items() if one != RowsRecord()),
        )
    )
