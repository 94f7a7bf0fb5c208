"""Records → database, all or nothing; what is the same already is left alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.db.models.functions import Now

from catalogue.imports.changes import Change, compare, version_of
from catalogue.imports.content import remember_content, renew_version, search_text
from catalogue.imports.dump import LAST_DAY, dated_rules, dump_catalogue
from catalogue.imports.merge import digests, merge
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
from catalogue.imports.statistics import count_again
from catalogue.models import (
    AvailabilityPeriod,
    Budget,
    CatalogueState,
    Charge,
    Criterion,
    Encoding,
    Event,
    Funding,
    Listing,
    Load,
    LoadedPart,
    ManualCheck,
    Measure,
    Ministry,
    Note,
    Programme,
    Reading,
    Result,
    Role,
    RuleState,
    RuleVersion,
    Support,
    User,
)


def store_catalogue(
    files: CatalogueRecord,
    progress: Callable[[int, int], None] = lambda done, of: None,
    *,
    overwrite: bool = False,
    base: Mapping[str, str] | None = None,
    by: User | None = None,
) -> Change:
    """Bring what *files* say into the database, in one transaction; returns what that changed.

    What editors have changed since the last load stays, as far as its file has not changed; with *overwrite* the files win.
    *base*: the digests of the parts that *files* were made from, when that is not the last load: an editor's files, which the
    next load then meets as it meets any work of editors.
    Raises CatalogueError for what has changed on both sides. Measures, programmes, listings and budgets keep their
    identity; the rows of whatever differs are written anew. Rules go into the version that stands in the end, so that the
    past keeps its own. *progress* is told (done, of) measures.
    """
    with transaction.atomic():
        before = dump_catalogue(LAST_DAY)
        loaded = dict(LoadedPart.objects.values_list("name", "digest"))
        record = files if overwrite else merge(files, before, loaded if base is None else base)
        if base is None:
            _remember(digests(files), loaded)
        if overwrite:
            _undate()
        change = compare(before, record)
        if not change.is_empty:
            _store(record, before, set(change.added + change.changed), progress)
            count_again()
        if dated := dated_rules():
            change = replace(change, version=version_of(record, dated))
        if change.version != CatalogueState.current_version():
            change = replace(change, version=renew_version())
            names = {"added": change.added, "changed": change.changed, "removed": change.removed}
            Load.objects.create(by=by, version=change.version, **{kind: list(one) for kind, one in names.items()})
        remember_content()
    return change


def _remember(digests: Mapping[str, str], loaded: Mapping[str, str]) -> None:
    """Keep what the files say now, to tell next time what has changed."""
    LoadedPart.objects.exclude(name__in=digests).delete()
    LoadedPart.objects.bulk_create(
        [LoadedPart(name=name, digest=one) for name, one in digests.items() if loaded.get(name) != one],
        update_conflicts=True,
        unique_fields=["name"],
        update_fields=["digest"],
    )


def _undate() -> None:
    """The last version of each programme's rules holds since always, and alone."""
    last = RuleVersion.objects.in_force(LAST_DAY)
    RuleVersion.objects.published().exclude(pk__in=last).update(state=RuleState.REPLACED)
    last.update(first=None)


def _store(
    record: CatalogueRecord, before: CatalogueRecord, touched: set[str], progress: Callable[[int, int], None]
) -> None:
    writer = _Writer(_readings(record.readings), _budgets(record.budgets), record.programmes)
    ministries = _ministries(record.measures.values())
    Measure.objects.filter(code__in=before.measures.keys() - record.measures.keys()).delete()
    Programme.objects.filter(code__in=_programme_codes(before) - _programme_codes(record)).delete()
    for code, programme in record.programmes.items():
        if f"programmes/{code}" in touched:
            writer.programme(programme, shared=True)
    for done, measure in enumerate(record.measures.values(), start=1):
        uses = {f"programmes/{one.use}" for one in measure.programmes if isinstance(one, UseRecord)}
        if f"measures/{measure.code}" in touched or uses & touched:
            writer.measure(measure, ministries)
        progress(done, len(record.measures))
    Budget.objects.filter(fundings=None, is_shared=False).delete()
    Budget.objects.filter(is_shared=True).exclude(code__in=[budget.code for budget in record.budgets]).delete()
    Ministry.objects.filter(charges=None).delete()
    gone = Reading.objects.exclude(code__in=[reading.code for reading in record.readings])
    # Rows of other versions keep what the reading came to.
    Criterion.objects.filter(reading__in=gone).update(reading=None)
    gone.delete()


def _programme_codes(record: CatalogueRecord) -> set[str]:
    inline = {
        listed.code
        for measure in record.measures.values()
        for listed in measure.programmes
        if isinstance(listed, ProgrammeRecord)
    }
    return {*record.programmes, *inline}


def _readings(records: Iterable[ReadingRecord]) -> Mapping[str, Reading]:
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
                "search_text": search_text(record, self._shared),
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
        codes = [listed.use if isinstance(listed, UseRecord) else listed.code for listed in record.programmes]
        measure.listings.exclude(programme__code__in=codes).delete()
        for position, listed in enumerate(record.programmes):
            if isinstance(listed, UseRecord):
                programme = Programme.objects.get(code=listed.use)
                said, rows = {"heading": listed.heading, "place": listed.place, "aspect": listed.aspect}, listed.rows
            else:
                programme = self.programme(listed, shared=False)
                said, rows = {"heading": "", "place": "", "aspect": ""}, RowsRecord()
            # It stays itself, because rules of other days hang on it, too.
            listing, _ = Listing.objects.update_or_create(
                measure=measure, programme=programme, defaults={"position": position, **said}
            )
            self._rows(programme, self._version(programme), listing, rows)

    def programme(self, record: ProgrammeRecord, *, shared: bool) -> Programme:
        programme, _ = Programme.objects.update_or_create(
            code=record.code,
            defaults={
                "name": record.name,
                "heading": record.heading,
                "place": record.place,
                "is_shared": shared,
                "gives": list(record.gives),
                "aliases": list(record.aliases),
            },
        )
        version = self._version(programme)
        version.encoding, version.open_to_all = record.encoding, record.open_to_all
        version.save()
        self._rows(programme, version, None, record.rows)
        return programme

    def _version(self, programme: Programme) -> RuleVersion:
        """The version that stands in the end; where none does, the next."""
        published = programme.versions.published()
        if found := published.in_force(LAST_DAY).first():
            return found
        said = programme.versions.aggregate(number=Max("number", default=0))
        ended = published.aggregate(last=Max("last"))["last"]
        return RuleVersion.objects.create(
            programme=programme,
            number=said["number"] + 1,
            state=RuleState.PUBLISHED,
            first=ended + timedelta(1) if ended else None,
            encoding=Encoding.NOT_YET,
            published_at=Now(),
        )

    def _rows(self, programme: Programme, version: RuleVersion, listing: Listing | None, rows: RowsRecord) -> None:
        for model in (Support, Funding, Result, AvailabilityPeriod, Event, Note):
            model._default_manager.filter(programme=programme, listing=listing).delete()
        Criterion.objects.filter(version=version, listing=listing).delete()
        ManualCheck.objects.filter(version=version, listing=listing).delete()
        owner: Mapping[str, Any] = {"programme": programme, "listing": listing}
        ruled = {**owner, "version": version}
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
            criteria += [self._criterion(ruled, Role.REQUIREMENT, group, row) for row in alternatives]
        criteria += [self._criterion(ruled, Role.FOCUS, 0, row) for row in rows.focus]
        criteria += [self._criterion(ruled, Role.BONUS, 0, row) for row in rows.bonuses]
        for position, criterion in enumerate(criteria):
            criterion.position = position
        Criterion.objects.bulk_create(criteria)
        ManualCheck.objects.bulk_create(
            ManualCheck(**ruled, position=i, text=row.text, place=row.place, citation=row.citation, read_on=row.read_on)
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
