"""What differs from what the catalogue said before becomes changes, in the transaction that made the difference."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from datetime import date, timedelta

from catalogue.changelog.said import MEASURES, Said, Span
from catalogue.models import CatalogueChange, ChangeKind, ChangePart, Told

_DAY = timedelta(days=1)
_FIELDS = ("title", "measures", "content", "periods", "rules", "ended")


def record(now: Mapping[str, Said], version: str) -> None:
    """Tell what differs between what was told before and what the catalogue says *now* under the name *version*.

    Of the first catalogue nothing is told: there was nothing that it could differ from. The caller holds the lock of the catalogue's
    version, so that numbers grow as changes become visible.
    """
    before = {row.name: said_of(row) for row in Told.objects.all()}
    if before:
        changes = list(differences(before, now))
        for one in changes:
            one.catalogue_version = version
        CatalogueChange.objects.bulk_create(changes)
    _remember(before, now)


def _remember(before: Mapping[str, Said], now: Mapping[str, Said]) -> None:
    Told.objects.filter(name__in=before.keys() - now.keys()).delete()
    Told.objects.bulk_create(
        [Told(**asdict(one)) for name, one in now.items() if before.get(name) != one],
        update_conflicts=True,
        unique_fields=["name"],
        update_fields=_FIELDS,
    )


def said_of(row: Told) -> Said:
    """What was told, as it is compared."""
    rules = tuple((first, last, digest) for first, last, digest in row.rules)
    return Said(row.name, row.title, tuple(row.measures), row.content, row.periods, rules, tuple(row.ended))


def differences(before: Mapping[str, Said], now: Mapping[str, Said]) -> Iterator[CatalogueChange]:
    """What has become of each measure and each programme, in the order of *now*; what is gone comes last."""
    for name, one in now.items():
        if name not in before:
            yield change(one, ChangeKind.PUBLISHED, ChangePart.ENTRY)
        else:
            yield from _of_one(before[name], one)
    for name, one in before.items():
        if name not in now:
            yield change(one, ChangeKind.WITHDRAWN, ChangePart.ENTRY)


def _of_one(before: Said, now: Said) -> Iterator[CatalogueChange]:
    yield from _of_rules(before, now)
    if before.periods != now.periods:
        yield change(now, ChangeKind.RE_DATED, ChangePart.AVAILABILITY)
    ends = [on for on in now.ended if on not in before.ended]
    for on in ends:
        yield change(now, ChangeKind.WITHDRAWN, ChangePart.END, end_of(on))
    if before.content != now.content or (before.ended != now.ended and not ends):
        yield change(now, ChangeKind.CHANGED, ChangePart.CONTENT)


def _of_rules(before: Said, now: Said) -> Iterator[CatalogueChange]:
    """A change for each version that was not there, or not from that day on; where versions only end sooner, one for that."""
    known = {(first, digest) for first, _last, digest in before.rules}
    new = [span for span in now.rules if (span[0], span[2]) not in known]
    for first, _last, _digest in new:
        yield change(now, ChangeKind.PUBLISHED, ChangePart.RULES, first and date.fromisoformat(first))
    if before.rules != now.rules and not new:
        yield change(now, ChangeKind.WITHDRAWN, ChangePart.RULES, _without_rules(now.rules))


def _without_rules(rules: Iterable[Span]) -> date | None:
    """The day from which there are no rules any more; None when that is no one day."""
    lasts = [last for _first, last, _digest in rules]
    return date.fromisoformat(lasts[-1]) + _DAY if lasts and lasts[-1] else None


def end_of(on: str) -> date | None:
    """The day from which an end that is told *on* a day or in a month is known; None for one without a date."""
    if not on:
        return None
    if len(on) > len("2026-11"):
        return date.fromisoformat(on)
    year, month = map(int, on.split("-"))
    return date(year + month // 12, month % 12 + 1, 1)


def change(of: Said, kind: ChangeKind, part: ChangePart, effective_on: date | str | None = None) -> CatalogueChange:
    """A change of one measure or programme."""
    code = of.name.partition("/")[2]
    is_measure = of.name.startswith(MEASURES)
    return CatalogueChange(
        kind=kind,
        part=part,
        measure=code if is_measure else "",
        programme="" if is_measure else code,
        measures=list(of.measures),
        title=of.title,
        effective_on=effective_on or None,
    )
