"""Listings by what the catalogue says of them on a day, asked of the compiled catalogue: every wish of one listing at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from catalogue.bridge import MeasureCard
from catalogue.shortlist import Snapshot, snapshot
from matcher import FALSE, Candidate, Level
from matcher.assessment import judge
from matcher.codes import CERTIFICATION_LADDERS, REGION_OF
from matcher.facts import Facts
from matcher.planes import positions_of

_KURUMIN = frozenset(CERTIFICATION_LADDERS[0])


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a listing must be; None asks nothing.

    *size*, *industry*, *prefecture*: its requirements do not rule such a company out, and it was not made for others. *topic*: it was made for this.
    """

    area: int | None = None
    ministry: str | None = None
    audience: str | None = None
    support_type: str | None = None
    topic: str | None = None
    kurumin_bonus: bool | None = None
    availability: str | None = None
    size: str | None = None
    industry: str | None = None
    prefecture: str | None = None

    @property
    def asks_nothing(self) -> bool:
        """Whether every listing will do."""
        return self == Wanted()


@dataclass(frozen=True, slots=True)
class Place:
    """A listing: the codes of its measure and of its programme."""

    measure: str
    programme: str


def select(wanted: Wanted, day: date, version: str = "") -> list[Place]:
    """The listings that are all of it on *day*, in the source's order. *version* and queries as in ``snapshot``; raises NoCatalogue."""
    return _select(snapshot(day, version), wanted, day)


def measures_of(wishes: Iterable[Wanted], day: date, version: str = "", *, without: Iterable[Wanted] = ()) -> set[str]:
    """The codes of the measures that have on *day*, for each of *wishes*, a listing that is all of it, and none that is *without*.

    One listing need not be all of several wishes. *version* and queries as in ``snapshot``; raises NoCatalogue.
    """
    now = snapshot(day, version)
    found = set(now.measures)
    for wanted in wishes:
        if not wanted.asks_nothing:
            found &= {place.measure for place in _select(now, wanted, day)}
    for unwanted in without:
        found -= {place.measure for place in _select(now, unwanted, day)}
    return found


def _select(now: Snapshot, wanted: Wanted, day: date) -> list[Place]:
    return [
        Place(candidate.group, now.programmes[candidate.key].code)
        for candidate in _not_ruled_out(now, wanted)
        if _is_wanted(candidate, now.measures[candidate.group], wanted, day)
    ]


def availabilities(day: date) -> dict[str, str]:
    """Programme → whether one can apply on *day*; where its listings differ, the last says it. One query."""
    now = snapshot(day)
    return {now.programmes[one.key].code: one.availability(day).value for one in now.index.candidates}


def _not_ruled_out(now: Snapshot, wanted: Wanted) -> Iterator[Candidate]:
    index = now.index
    facts: Facts = dict.fromkeys(index.rule_facts)
    for fact in facts:
        feature, _regime = fact
        if feature == "company_size" and wanted.size:
            facts[fact] = (wanted.size,)
        elif feature == "industry" and wanted.industry:
            facts[fact] = (wanted.industry,)
        elif feature == "prefecture" and wanted.prefecture:
            facts[fact] = (wanted.prefecture,)
        elif feature == "region" and wanted.prefecture:
            facts[fact] = (REGION_OF[wanted.prefecture],)
    # A company that has nothing else: its only business, its only site.
    for feature, answer in (("other_industries", wanted.industry), ("other_prefectures", wanted.prefecture)):
        if answer and (feature, "") in facts:
            facts[feature, ""] = (frozenset(),)
    known = {fact: worlds for fact, worlds in _asked(wanted).items() if worlds is not None}
    found = (index.candidates[place] for place in positions_of(index.verdicts(facts).maybe))
    return (one for one in found if not _is_for_others(one, known))  # type: ignore[arg-type]


def _asked(wanted: Wanted) -> Facts:
    """What *wanted* says of the company, by feature."""
    return {
        ("company_size", ""): (wanted.size,) if wanted.size else None,
        ("industry", ""): (wanted.industry,) if wanted.industry else None,
        ("prefecture", ""): (wanted.prefecture,) if wanted.prefecture else None,
        ("region", ""): (REGION_OF[wanted.prefecture],) if wanted.prefecture else None,
    }


def _is_for_others(one: Candidate, known: Facts) -> bool:
    """Whether it was made for certain industries, sizes or places, and this company's is none of them."""
    for (feature, _), worlds in known.items():
        rows = [row for row in one.focus if row.condition.feature == feature]
        if any(row.level is Level.PRIMARY for row in rows) and all(
            judge(row.condition, worlds) is FALSE for row in rows
        ):
            return True
    return False


def _is_wanted(one: Candidate, measure: MeasureCard, wanted: Wanted, day: date) -> bool:
    return (
        wanted.area in (None, measure.area)
        and (wanted.ministry is None or wanted.ministry in measure.ministries)
        and wanted.audience in (None, measure.audience)
        and (wanted.support_type is None or wanted.support_type in one.supports)
        and (wanted.topic is None or wanted.topic in _topics(one))
        and wanted.kurumin_bonus in (None, _prefers_kurumin(one))
        and wanted.availability in (None, one.availability(day).value)
    )


def _topics(one: Candidate) -> set[object]:
    return {value for row in one.focus if row.condition.feature == "topics" for value in row.condition.values}


def _prefers_kurumin(one: Candidate) -> bool:
    return any(row.feature == "certifications" and not _KURUMIN.isdisjoint(row.values) for row in one.bonuses)
