"""What a company could do about what it is not offered yet, and what each certification would open.

Evidence only; ``advice_text`` has the sentences. Nothing is advised that cannot change or should not (``matcher.near``), nothing
through a certification that this company cannot obtain, and nothing towards what is known to have closed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from django.utils.translation import gettext as _

from catalogue import labels
from catalogue.bridge import MeasureCard, ProgrammeCard, RowCard
from catalogue.shortlist import Snapshot, snapshot
from matcher import FALSE, Audience, Availability, Candidate, Facts, Outcome, Profile, assess, derive
from matcher.assessment import OUTCOME_OF, Finding, judge
from matcher.codes import CERTIFICATION_LADDERS, CERTIFICATIONS, with_lower_kinds
from matcher.features import Change
from matcher.index import conditions_of
from matcher.near import CHANGEABLE, Blocking, holds_from, missing, near_miss
from matcher.rules import Fact

HELD: Fact = ("certifications", "")


@dataclass(frozen=True, slots=True)
class Grant:
    """A programme that gives a certification."""

    measure: MeasureCard
    programme: ProgrammeCard


@dataclass(frozen=True, slots=True)
class Way:
    """How one failing clause could come to be met.

    *values*: codes to be added, any one of them, or all where *every*. *given_by*: certification → who gives it, empty where
    the catalogue does not know. *on*: the day from which time alone has done it, where it can be told.
    """

    blocking: Blocking
    values: tuple[str, ...]
    every: bool
    given_by: Mapping[str, tuple[Grant, ...]]
    on: date | None


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A measure that is ruled out, by the programme that is nearest. *then*: its verdict once every way has been gone."""

    measure: MeasureCard
    programme: ProgrammeCard
    change: Change
    ways: tuple[Way, ...]
    then: Outcome

    @property
    def why(self) -> tuple[Blocking, ...]:
        """What stands in the way."""
        return tuple(way.blocking for way in self.ways)


@dataclass(frozen=True, slots=True)
class Bonus:
    """A measure under which a certification brings extra points or better terms: the first programme and row to do so."""

    measure: MeasureCard
    programme: ProgrammeCard
    row: RowCard


@dataclass(frozen=True, slots=True)
class Opening:
    """A measure whose verdict a certification alone lifts, and to what."""

    measure: MeasureCard
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Gain:
    """What a certification would bring beyond the lower kinds of the same: each thing stands under the lowest kind that suffices."""

    certification: str
    given_by: tuple[Grant, ...]
    bonuses: tuple[Bonus, ...]
    opens: tuple[Opening, ...]

    @property
    def measures(self) -> tuple[str, ...]:
        """The codes of all measures that it does something for, each once: what it opens, then where it is a bonus."""
        opened, bettered = (one.measure.code for one in self.opens), (one.measure.code for one in self.bonuses)
        return tuple(dict.fromkeys((*opened, *bettered)))


class Stage(StrEnum):
    HELD = "held"
    OBTAINABLE = "obtainable"
    OPENED = "opened"


@dataclass(frozen=True, slots=True)
class RoadNode:
    """*measure*: the measure to read more in: its own code, or that of who gives the certification; "" where none is."""

    key: str
    column: int
    label: str
    stage: Stage
    measure: str


@dataclass(frozen=True, slots=True)
class Roadmap:
    """*held*: certifications; *steps*: what to obtain, most useful first; the same as *nodes* and *edges* (pairs of keys)."""

    held: tuple[str, ...]
    steps: tuple[Gain, ...]
    nodes: tuple[RoadNode, ...]
    edges: tuple[tuple[str, str], ...]


def near_misses(profile: Profile, as_of: date) -> tuple[NearMiss, ...]:
    """The ruled-out measures of which every obstacle can change; each by its nearest programme.

    What can be obtained first, then what time brings, then what other plans would; among these by the score that the
    measure would have with the other answers as they are. Raises NoCatalogue. One query.
    """
    return _near_misses(_look(profile, as_of))


def certification_gains(profile: Profile, as_of: date) -> tuple[Gain, ...]:
    """Every certification that the company does not hold, could obtain by the catalogue, and would gain by; most measures first.

    While the certifications are unanswered, none counts as held. Raises NoCatalogue. One query.
    """
    return _gains(_look(profile, as_of))


def roadmap(profile: Profile, as_of: date, first: int = 10) -> Roadmap:
    """The certifications that open something among the *first* measures of the shortlist and the near misses.

    Raises NoCatalogue. One query.
    """
    company = _look(profile, as_of)
    leads = company.now.index.top(company.facts, as_of, first)
    relevant = dict.fromkeys(lead.group for lead in leads)
    relevant.update(dict.fromkeys(miss.measure.code for miss in _near_misses(company)))
    steps = _by_use(
        replace(
            gain,
            bonuses=tuple(one for one in gain.bonuses if one.measure.code in relevant),
            opens=tuple(one for one in gain.opens if one.measure.code in relevant),
        )
        for gain in _gains(company)
    )
    held = tuple(code for code in CERTIFICATIONS if code in (profile.certifications or ()))
    return Roadmap(held, steps, *_drawn(held, steps, [company.now.measures[code] for code in relevant]))


@dataclass(frozen=True, slots=True)
class _Company:
    """One company on one day before one catalogue. *reach*: certification → those who would give it to this company."""

    now: Snapshot
    profile: Profile
    as_of: date
    facts: Facts
    reach: Mapping[str, tuple[Grant, ...]]


def _look(profile: Profile, as_of: date) -> _Company:
    now = snapshot(as_of)
    facts = derive(profile, as_of, now.index.facts | {HELD})
    # Who gives a certification may ask for that very one: while unanswered, it is no way to itself.
    settled, reach = _holding(facts), dict[str, tuple[Grant, ...]]()
    for candidate in now.index.candidates:
        for code in now.programmes[candidate.key].gives:
            gets_it = _is_of_use(candidate, as_of) and assess(candidate, settled).truth is not FALSE
            reach[code] = reach.get(code, ()) + ((Grant(*_cards(now, candidate)),) if gets_it else ())
    return _Company(now, profile, as_of, facts, reach)


def _cards(now: Snapshot, candidate: Candidate) -> tuple[MeasureCard, ProgrammeCard]:
    return now.measures[candidate.group], now.programmes[candidate.key]


def _is_of_use(candidate: Candidate, day: date) -> bool:
    """Whether companies can use it at all, and it is not known to be closed on *day*."""
    return candidate.audience is not Audience.NONE and candidate.availability(day) is not Availability.CLOSED


def _held(facts: Facts) -> frozenset[str]:
    """The certifications held, lower kinds too; none while that is unanswered."""
    worlds = facts[HELD]
    return worlds[0] if worlds is not None and isinstance(worlds[0], frozenset) else frozenset()


def _holding(facts: Facts, *more: str) -> Facts:
    return facts | {HELD: (with_lower_kinds(_held(facts).union(more)),)}


def _near_misses(company: _Company) -> tuple[NearMiss, ...]:
    now, found = company.now, []
    for lead in now.index.ruled_out(now.index.verdicts(company.facts)):
        near = [one for candidate in now.groups[lead.group] if (one := _nearness(company, candidate)) is not None]
        if near:
            found.append(min(near, key=lambda one: one[0]))
    return tuple(miss for place, miss in sorted(found, key=lambda one: one[0]))


def _nearness(company: _Company, candidate: Candidate) -> tuple[tuple[int, int, tuple[int, ...], str], NearMiss] | None:
    """A near miss after its place in the list; None where there is nothing to advise."""
    now, facts, day = company.now, company.facts, company.as_of
    out_of_reach = [code for code, givers in company.reach.items() if not givers]
    miss = near_miss(assess(candidate, facts), facts, out_of_reach)
    if miss is None:
        return None
    ways = tuple(_way(company, blocking, out_of_reach) for blocking in miss.blocking)
    if not all(_is_of_use(candidate, on) for on in (day, *(way.on for way in ways if way.on))):
        return None
    points = now.index.relevance.score(candidate, facts, miss.then, day).points
    place = (CHANGEABLE.index(miss.change), -points, candidate.order, candidate.key)
    return place, NearMiss(*_cards(now, candidate), miss.change, ways, OUTCOME_OF[miss.then])


def _way(company: _Company, blocking: Blocking, out_of_reach: Collection[str]) -> Way:
    condition = blocking.via
    values = missing(Finding(condition, FALSE, company.facts[condition.fact]), out_of_reach)
    given_by = {code: company.reach.get(code, ()) for code in values if blocking.change is Change.OBTAINABLE}
    on = holds_from(condition, company.profile, company.as_of)
    return Way(blocking, values, condition.operator == "has_all", given_by, on)


def _gains(company: _Company) -> tuple[Gain, ...]:
    # Few candidates turn on a certification at all; only these are looked at for each.
    usable = [[one for one in group if _is_of_use(one, company.as_of)] for group in company.now.groups.values()]
    asking = [group for group in usable if any(row.fact == HELD for one in group for row in conditions_of(one))]
    crediting = [one for group in usable for one in group if any(row.fact == HELD for row in one.bonuses)]
    gains = []
    for code in CERTIFICATIONS:
        if code not in _held(company.facts) and (given_by := company.reach.get(code, ())):
            lower = with_lower_kinds(frozenset([code])) - {code}
            change = _holding(company.facts, *lower), _holding(company.facts, code)
            bonuses, opens = _bonuses(company.now, crediting, *change), _openings(company.now, asking, *change)
            gains.append(Gain(code, given_by, bonuses, opens))
    return _by_use(gains)


def _by_use(gains: Iterable[Gain]) -> tuple[Gain, ...]:
    """Those that do something for any measure, most measures first."""
    return tuple(sorted((gain for gain in gains if gain.measures), key=lambda gain: -len(gain.measures)))


def _bonuses(now: Snapshot, candidates: Iterable[Candidate], before: Facts, after: Facts) -> tuple[Bonus, ...]:
    found: dict[str, Bonus] = {}
    for candidate in candidates:
        for row in now.programmes[candidate.key].bonuses:
            was, comes_to = (judge(row.condition, facts[row.condition.fact]) for facts in (before, after))
            if was < comes_to and assess(candidate, before).truth is not FALSE:
                found.setdefault(candidate.group, Bonus(*_cards(now, candidate), row))
    return tuple(found.values())


def _openings(now: Snapshot, groups: Iterable[list[Candidate]], before: Facts, after: Facts) -> tuple[Opening, ...]:
    found = []
    for group in groups:
        was, comes_to = (max(assess(one, facts).truth for one in group) for facts in (before, after))
        if was < comes_to:
            found.append(Opening(now.measures[group[0].group], OUTCOME_OF[comes_to]))
    return tuple(found)


def _drawn(
    held: Sequence[str], steps: Sequence[Gain], relevant: Iterable[MeasureCard]
) -> tuple[tuple[RoadNode, ...], tuple[tuple[str, str], ...]]:
    """The nodes and edges of a roadmap; what is held leads to higher kinds of the same."""
    named, opened = labels.CERTIFICATIONS, {code for step in steps for code in step.measures}
    first = [RoadNode(code, 1, _(named[code]), Stage.HELD, "") for code in held]
    then = [
        RoadNode(code, 2, _(named[code]), Stage.OBTAINABLE, step.given_by[0].measure.code)
        for step in steps
        for code in [step.certification]
    ]
    last = [RoadNode(one.code, 3, one.title, Stage.OPENED, one.code) for one in relevant if one.code in opened]
    climbs = [
        (lower.key, higher.key)
        for higher in then
        for ladder in CERTIFICATION_LADDERS
        for lower in first
        if {lower.key, higher.key} <= set(ladder)
    ]
    return (*first, *then, *last), (*climbs, *((step.certification, code) for step in steps for code in step.measures))
