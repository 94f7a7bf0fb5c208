"""Rows → candidates: the only file that knows both vocabularies.

A candidate is a programme as listed under a measure; its group is the measure. Beside it goes a *card*: what is shown of it,
taken from the rows once, so that a match needs no query.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from catalogue.models import AvailabilityPeriod, Criterion, Encoding, Event, Listing, Measure, Role, RuleVersion
from matcher import Audience, Availability, Candidate, Clause, Condition, Focus, Level, Period


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a row comes from: a *place* in the source, or a *citation* read on a day."""

    place: str
    citation: str
    read_on: date | None


@dataclass(frozen=True, slots=True)
class RowCard:
    """A criterion as shown; *effect* only for bonuses."""

    condition: Condition
    origin: Origin
    note: str
    effect: str


@dataclass(frozen=True, slots=True)
class CheckCard:
    """A stated condition to be checked by hand."""

    text: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class EventCard:
    """What is known since the source; *on*: ISO day or month, "" when neither is known."""

    kind: str
    on: str
    old_name: str
    new_name: str
    note: str
    origin: Origin

    def known_on(self, day: date) -> bool:
        """Whether it had happened by *day*: a month counts when it is over, what is undated when it had been read of."""
        if not self.on:
            return self.origin.read_on is not None and self.origin.read_on <= day
        is_month = len(self.on) == len("2024-06")
        return self.on < f"{day:%Y-%m}" if is_month else self.on <= day.isoformat()


@dataclass(frozen=True, slots=True)
class PeriodCard:
    """A state known to hold from *first* to *last*, both inclusive, as shown; None leaves that end open."""

    state: Availability
    first: date | None
    last: date | None
    note: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class ProgrammeCard:
    """A listing as shown. *requirements* stand in the order of the candidate's clauses, *periods* in that of its own.

    *gives*: codes of the certifications that it grants.
    """

    code: str
    name: str
    aspect: str
    encoding: str
    supports: tuple[str, ...]
    requirements: tuple[tuple[RowCard, ...], ...]
    bonuses: tuple[RowCard, ...]
    checks: tuple[CheckCard, ...]
    history: tuple[EventCard, ...] = ()
    periods: tuple[PeriodCard, ...] = ()
    gives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MeasureCard:
    """A measure as shown in a list."""

    code: str
    title: str
    area: int
    ministries: tuple[str, ...]
    summary: str
    audience: str


@dataclass(frozen=True, slots=True)
class Compiled:
    """Everything a match needs: candidates, and the cards by candidate key and by measure code."""

    candidates: tuple[Candidate, ...]
    measures: Mapping[str, MeasureCard]
    programmes: Mapping[str, ProgrammeCard]


def load_candidates(day: date) -> list[Candidate]:
    """All candidates of the database, by the rules of *day*."""
    return list(compile_catalogue(day).candidates)


def compile_trial(version: RuleVersion) -> dict[str, Candidate]:
    """The candidates of the version's programme, by key, as its rules would make them; in a fixed number of queries."""
    listing_it = Measure.objects.in_order().filter(listings__programme=version.programme_id)
    return {
        candidate.key: candidate
        for measure in listing_it.with_rules(RuleVersion.objects.filter(pk=version.pk))
        for listing in measure.listings.all()
        if listing.programme_id == version.programme_id
        for candidate in [_candidate(measure, listing)]
    }


def compile_catalogue(day: date) -> Compiled:
    """Read the whole catalogue with the rules of *day*, in a fixed number of queries."""
    candidates, measures, programmes = [], {}, {}
    for measure in Measure.objects.in_order().with_rules(RuleVersion.objects.in_force(day)):
        measures[measure.code] = MeasureCard(
            measure.code,
            measure.title,
            measure.area,
            tuple(measure.ministry_names),
            measure.summary,
            measure.audience,
        )
        for listing in measure.listings.all():
            candidate = _candidate(measure, listing)
            candidates.append(candidate)
            programmes[candidate.key] = _card(listing)
    return Compiled(tuple(candidates), measures, programmes)


def condition_of(row: Criterion) -> Condition:
    """The engine's condition for a stored row. Raises RuleError for one that means nothing."""
    return Condition(row.feature, row.operator, tuple(row.values), row.regime)


def _candidate(measure: Measure, listing: Listing) -> Candidate:
    programme = listing.programme
    requirements = tuple(Clause(tuple(condition_of(row) for row in group)) for group in listing.requirement_groups())
    # Checked by hand only: nothing that the engine knows decides it, so it stays open rather than silently eligible.
    encoded = programme.encoding != Encoding.NOT_YET and bool(requirements or programme.open_to_all)
    return Candidate(
        key=f"{measure.code}/{programme.code}",
        group=measure.code,
        order=(measure.area, measure.number),
        requirements=requirements,
        encoded=encoded,
        focus=tuple(Focus(condition_of(row), Level(row.level), row.fit or 0) for row in listing.criteria(Role.FOCUS)),
        bonuses=tuple(condition_of(row) for row in listing.criteria(Role.BONUS)),
        supports=tuple(listing.support_codes),
        audience=Audience(measure.audience),
        periods=tuple(Period(Availability(row.state), row.first, row.last) for row in listing.rows("periods")),
    )


def _card(listing: Listing) -> ProgrammeCard:
    programme = listing.programme
    return ProgrammeCard(
        programme.code,
        programme.name,
        listing.aspect,
        programme.encoding,
        tuple(listing.support_codes),
        tuple(tuple(_row(row) for row in group) for group in listing.requirement_groups()),
        tuple(_row(row) for row in listing.criteria(Role.BONUS)),
        tuple(CheckCard(row.text, Origin(row.place, row.citation, row.read_on)) for row in listing.rows("checks")),
        tuple(event_card(row) for row in listing.rows("events")),
        tuple(_period(row) for row in listing.rows("periods")),
        tuple(programme.gives),
    )


def event_card(row: Event) -> EventCard:
    """A stored event as shown."""
    origin = Origin("", row.citation, row.read_on)
    return EventCard(row.kind, row.on, row.old_name, row.new_name, row.note, origin)


def _period(row: AvailabilityPeriod) -> PeriodCard:
    origin = Origin(row.place, row.citation, row.read_on)
    return PeriodCard(Availability(row.state), row.first, row.last, row.note, origin)


def _row(row: Criterion) -> RowCard:
    return RowCard(condition_of(row), Origin(row.place, row.citation, row.read_on), row.note, row.effect)
