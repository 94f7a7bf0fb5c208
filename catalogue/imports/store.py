"""Records → database, all or nothing; what is the same already is left alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.db import transaction

from catalogue.imports.changes import Change, compare
from catalogue.imports.dump import dump_catalogue
from catalogue.imports.records import (
    BudgetRecord,
    CatalogueRecord,
    CriterionRecord,
    FundingRecord,
    MeasureRecord,
    ProgrammeRecord,
    ReadingRecord,
    RowsRecord,
    UseRecord,
)
from catalogue.models import (
    AvailabilityPeriod,
    Budget,
    CatalogueState,
    Charge,
    Criterion,
    Event,
    Funding,
    Listing,
    ManualCheck,
    Measure,
    Ministry,
    Note,
    Programme,
    Reading,
    Result,
    Role,
    Support,
)
from catalogue.search import search_key


def store_catalogue(record: CatalogueRecord, progress: Callable[[int, int], None] = lambda done, of: None) -> Change:
    """Make the database say what *record* says, in one transaction; returns what that changed.

    Measures, shared programmes and budgets keep their identity by code; the rows of whatever differs are written anew.
    *progress* is told (done, of) measures.
    """
    with transaction.atomic():
        before = dump_catalogue()
        change = compare(before, record)
        if change.is_empty and CatalogueState.current_version() == change.version:
            return change
        readings = _readings(record.readings, before.readings)
        budgets = _budgets(record.budgets)
        ministries = _ministries(record.measures.values())
        touched = set(change.added + change.changed)
        writer = _Writer(readings, budgets, record.programmes)
        Measure.objects.filter(code__in=[code for code in before.measures if code not in record.measures]).delete()
        kept = _programme_codes(record)
        Programme.objects.exclude(code__in=kept).delete()
        for code, programme in record.programmes.items():
            if f"programmes/{code}" in touched or code not in before.programmes:
                writer.programme(programme, shared=True)
        for done, measure in enumerate(record.measures.values(), start=1):
            uses = {f"programmes/{one.use}" for one in measure.programmes if isinstance(one, UseRecord)}
            if f"measures/{measure.code}" in touched or uses & touched:
                writer.measure(measure, ministries)
            progress(done, len(record.measures))
        Budget.objects.filter(fundings=None, is_shared=False).delete()
        Budget.objects.filter(is_shared=True).exclude(code__in=[budget.code for budget in record.budgets]).delete()
        Ministry.objects.filter(charges=None).delete()
        Reading.objects.exclude(code__in=[reading.code for reading in record.readings]).delete()
        CatalogueState.objects.update_or_create(pk=1, defaults={"version": change.version})
    return change


def _programme_codes(record: CatalogueRecord) -> list[str]:
    inline = [
        listed.code
        for measure in record.measures.values()
        for listed in measure.programmes
        if isinstance(listed, ProgrammeRecord)
    ]
    return [*record.programmes, *inline]


def _readings(records: Iterable[ReadingRecord], before: Iterable[ReadingRecord]) -> Mapping[str, Reading]:
    return {
        record.code: Reading.objects.update_or_create(
            code=record.code,
            defaults={
                "words": list(record.words),
                "regime": record.regime,
                "sizes": list(record.sizes),
                "reason": record.reason,
                "position": position,
            },
        )[0]
        for position, record in enumerate(records)
    }


def _budgets(records: Iterable[BudgetRecord]) -> Mapping[str, Budget]:
    return {
        record.code: Budget.objects.update_or_create(
            code=record.code,
            defaults={
                "name": record.name,
                "fiscal_year": record.year,
                "kind": record.kind,
                "amount_yen": record.amount,
                "is_shared": True,
            },
        )[0]
        for record in records
    }


def _ministries(measures: Iterable[MeasureRecord]) -> Mapping[str, Ministry]:
    names = sorted({name for measure in measures for name in measure.ministries})
    known = {ministry.name: ministry for ministry in Ministry.objects.filter(name__in=names)}
    new = Ministry.objects.bulk_create([Ministry(name=name) for name in names if name not in known])
    return known | {ministry.name: ministry for ministry in new}


def _search_text(record: MeasureRecord, shared: Mapping[str, ProgrammeRecord]) -> str:
    """Everything of a measure that a search should find."""
    words = [record.code, record.title, record.summary, *record.ministries]
    for listed in record.programmes:
        programme = shared[listed.use] if isinstance(listed, UseRecord) else listed
        aspect = listed.aspect if isinstance(listed, UseRecord) else ""
        words += [programme.name, *programme.aliases, programme.heading, listed.heading, aspect]
        for event in dict.fromkeys(programme.rows.history + listed.rows.history):
            words += [event.old_name, event.new_name]
    return search_key(" ".join(words))


class _Writer:
    def __init__(
        self,
        readings: Mapping[str, Reading],
        budgets: Mapping[str, Budget],
        shared: Mapping[str, ProgrammeRecord],
    ) -> None:
        self._readings, self._budgets, self._shared = readings, budgets, shared

    def measure(self, record: MeasureRecord, ministries: Mapping[str, Ministry]) -> None:
        measure, _ = Measure.objects.update_or_create(
            code=record.code,
            defaults={
                "area": record.area,
                "number": int(record.code.partition("-")[2]),
                "title": record.title,
                "is_new": record.new,
                "summary": record.summary,
                "audience": record.audience,
                "place": record.place,
                "search_text": _search_text(record, self._shared),
            },
        )
        measure.charges.all().delete()
        Charge.objects.bulk_create(
            Charge(measure=measure, ministry=ministries[name], position=position)
            for position, name in enumerate(record.ministries)
        )
        measure.notes.all().delete()
        Note.objects.bulk_create(
            Note(measure=measure, position=position, text=note.text, place=note.place)
            for position, note in enumerate(record.notes)
        )
        measure.listings.all().delete()
        for position, listed in enumerate(record.programmes):
            if isinstance(listed, UseRecord):
                programme = Programme.objects.get(code=listed.use)
                listing = Listing.objects.create(
                    measure=measure,
                    programme=programme,
                    position=position,
                    heading=listed.heading,
                    place=listed.place,
                    aspect=listed.aspect,
                )
                self._rows(programme, listing, listed.rows)
            else:
                programme = self.programme(listed, shared=False)
                Listing.objects.create(measure=measure, programme=programme, position=position)

    def programme(self, record: ProgrammeRecord, *, shared: bool) -> Programme:
        programme, _ = Programme.objects.update_or_create(
            code=record.code,
            defaults={
                "name": record.name,
                "heading": record.heading,
                "place": record.place,
                "encoding": record.encoding,
                "open_to_all": record.open_to_all,
                "is_shared": shared,
                "gives": list(record.gives),
                "aliases": list(record.aliases),
            },
        )
        for model in (Support, Funding, Result, Criterion, ManualCheck, AvailabilityPeriod, Event, Note):
            model.objects.filter(programme=programme, listing=None).delete()
        self._rows(programme, None, record.rows)
        return programme

    def _rows(self, programme: Programme, listing: Listing | None, rows: RowsRecord) -> None:
        owner: Mapping[str, Any] = {"programme": programme, "listing": listing}
        Support.objects.bulk_create(Support(**owner, position=i, code=code) for i, code in enumerate(rows.supports))
        Funding.objects.bulk_create(
            Funding(
                **owner,
                position=i,
                budget=self._budget(programme, listing, i, row),
                amount_yen=row.amount,
                part_of=row.part_of,
                place=row.place,
                note=row.note,
            )
            for i, row in enumerate(rows.budgets)
        )
        Result.objects.bulk_create(
            Result(
                **owner,
                position=i,
                metric=row.metric,
                value=row.value,
                unit=row.unit,
                detail=row.detail,
                as_of=row.as_of,
                place=row.place,
            )
            for i, row in enumerate(rows.results)
        )
        criteria: list[Criterion] = []
        for group, alternatives in enumerate(rows.requirements, start=1):
            criteria += [self._criterion(owner, Role.REQUIREMENT, group, row) for row in alternatives]
        criteria += [self._criterion(owner, Role.FOCUS, 0, row) for row in rows.focus]
        criteria += [self._criterion(owner, Role.BONUS, 0, row) for row in rows.bonuses]
        for position, criterion in enumerate(criteria):
            criterion.position = position
        Criterion.objects.bulk_create(criteria)
        ManualCheck.objects.bulk_create(
            ManualCheck(**owner, position=i, text=row.text, place=row.place, citation=row.citation, read_on=row.read_on)
            for i, row in enumerate(rows.checks)
        )
        Note.objects.bulk_create(
            Note(**owner, position=i, text=row.text, place=row.place) for i, row in enumerate(rows.notes)
        )
        AvailabilityPeriod.objects.bulk_create(
            AvailabilityPeriod(
                **owner,
                position=i,
                state=row.state,
                first=row.first,
                last=row.last,
                place=row.place,
                citation=row.citation,
                read_on=row.read_on,
                note=row.note,
            )
            for i, row in enumerate(rows.availability)
        )
        Event.objects.bulk_create(
            Event(
                **owner,
                position=i,
                kind=row.kind,
                on=row.on,
                old_name=row.old_name,
                new_name=row.new_name,
                citation=row.citation,
                read_on=row.read_on,
                note=row.note,
            )
            for i, row in enumerate(rows.history)
        )

    def _budget(self, programme: Programme, listing: Listing | None, position: int, row: FundingRecord) -> Budget:
        if row.pot:
            return self._budgets[row.pot]
        where = f"{programme.code}@{listing.measure.code}" if listing else programme.code
        return Budget.objects.update_or_create(
            code=f"{where}:{position}",
            defaults={
                "name": programme.name,
                "fiscal_year": row.year,
                "kind": row.kind,
                "amount_yen": row.amount,
                "is_shared": False,
            },
        )[0]

    def _criterion(self, owner: Mapping[str, Any], role: Role, group: int, row: CriterionRecord) -> Criterion:
        return Criterion(
            **owner,
            role=role,
            group=group,
            feature=row.feature,
            operator=row.operator,
            values=list(row.values),
            regime=row.regime,
            level=row.level,
            fit=row.fit,
            effect=row.effect,
            reading=self._readings[row.reading] if row.reading else None,
            place=row.place,
            citation=row.citation,
            read_on=row.read_on,
            note=row.note,
        )
