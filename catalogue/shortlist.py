"""The one use case: a company's profile → ranked verdicts. The web, the API and the command all call it."""

from __future__ import annotations

import contextlib
import threading
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, partial

from django.db import DatabaseError

from catalogue.bridge import EventCard, MeasureCard, ProgrammeCard, compile_catalogue
from catalogue.models import CatalogueState, RuleVersion
from matcher import (
    Availability,
    Candidate,
    Index,
    Outcome,
    Profile,
    Question,
    Score,
    Trials,
    Verdict,
    Verdicts,
    assess,
    derive,
    next_questions,
)
from matcher.assessment import Finding, judge
from matcher.facts import Facts, bounded
from matcher.index import conditions_of
from matcher.relevance import NO_SCORE
from matcher.size import SIZE_ANSWERS, possible_classes, settling_answers
from matcher.truth import TRUE, UNKNOWN

SIZE_REGIME = "basic_law"
"""The law by which a company's size is told in general; each rule still uses its own."""

DEFAULT_LIMIT, MOST = 20, 200

ERAS_KEPT = 4
"""Spans of days with rules of their own of which each process keeps the compiled catalogue."""

SIZES_KEPT = 65_536
"""Answers about size of which each process remembers what follows."""

ANSWERS_KEPT = 64
"""Answers remembered by each process, until the catalogue changes."""


@dataclass(frozen=True, slots=True)
class SizeAnswer:
    """*value*: the class when certain. *possible*: every class left.

    *settling*: profile keys of which one answer could settle it; *missing*: all that are unanswered and count.
    """

    value: str | None
    possible: tuple[str, ...]
    settling: tuple[str, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProgrammeResult:
    """One programme's verdict with its evidence; *bonuses* are judged like conditions, and never decide.

    *history*: what had become of the programme by the day of the match.
    """

    card: ProgrammeCard
    verdict: Verdict
    bonuses: tuple[Finding, ...]
    history: tuple[EventCard, ...] = ()


@dataclass(frozen=True, slots=True)
class MeasureResult:
    """One place of the list; *rank* counts from 1. The measure stands for its best programme, the one at *leading* of *programmes*."""

    rank: int
    measure: MeasureCard
    outcome: Outcome
    availability: Availability
    score: Score
    programmes: tuple[ProgrammeResult, ...]
    leading: int = 0

    @property
    def lead(self) -> ProgrammeResult:
        """The programme that the measure stands for."""
        return self.programmes[self.leading]


@dataclass(frozen=True, slots=True)
class Shortlist:
    """The answer: what the company can use, in what order, and what to ask next."""

    as_of: date
    version: str
    size: SizeAnswer
    counts: Mapping[Outcome, int]
    results: tuple[MeasureResult, ...]
    questions: tuple[Question, ...]


class NoCatalogue(Exception):
    """No catalogue is loaded; ``manage.py catalogue load`` loads it."""


class Snapshot:
    """One version of the catalogue, compiled with the rules of a day."""

    def __init__(self, version: str, day: date) -> None:
        compiled = compile_catalogue(day)
        self.version = version
        self.measures, self.programmes = compiled.measures, compiled.programmes
        self.index = Index(compiled.candidates)
        self.trials = Trials(condition for candidate in compiled.candidates for condition in conditions_of(candidate))
        self.groups: dict[str, list[Candidate]] = {}
        for candidate in compiled.candidates:
            self.groups.setdefault(candidate.group, []).append(candidate)
        self.told: dict[str, object] = {}
        """What has been put into words already, by language; it goes with the snapshot."""
        # One company looks at its answer many times over: filtered, turned over, compared.
        self.answer = lru_cache(maxsize=ANSWERS_KEPT)(partial(_answer, self))


class _Eras:
    """One version of the catalogue: the spans of days over which its rules stay the same, and the snapshots last asked for."""

    def __init__(self, version: str) -> None:
        self.version = version
        self._starts = RuleVersion.objects.days_of_change()
        self._kept: OrderedDict[int, Snapshot] = OrderedDict()

    def snapshot(self, day: date) -> Snapshot | None:
        """The one of the day's era, if it is kept."""
        era = bisect_right(self._starts, day)
        found = self._kept.get(era)
        if found is not None:
            with contextlib.suppress(KeyError):  # another thread may just have let it go
                self._kept.move_to_end(era)
        return found

    def keep(self, day: date, made: Snapshot) -> None:
        """Keep a snapshot of the day's era, and let the one go that nobody has asked for longest."""
        self._kept[bisect_right(self._starts, day)] = made
        if len(self._kept) > ERAS_KEPT:
            self._kept.popitem(last=False)


_lock = threading.Lock()
_eras: _Eras | None = None


def snapshot(day: date, version: str = "") -> Snapshot:
    """The compiled catalogue that the database holds, with the rules of *day*, for all that is asked of it.

    *version*: the one that the caller has just read. Raises NoCatalogue. One query, or none for who knows the version, unless it
    has to be compiled.
    """
    eras, version = _eras, version or version_at_hand()
    found = eras.snapshot(day) if eras is not None and eras.version == version else None
    return found or _compiled(day)


def warm_up(day: date) -> Snapshot | None:
    """Compile before the first request asks. None without a database or a catalogue: requests will say so."""
    with contextlib.suppress(DatabaseError, NoCatalogue):
        return snapshot(day)
    return None


def _compiled(day: date) -> Snapshot:
    """Compile what the database holds, unless another thread has just done so."""
    global _eras
    with _lock:
        while True:
            version = version_at_hand()
            eras = _eras if _eras is not None and _eras.version == version else _Eras(version)
            found = eras.snapshot(day)
            made = found or Snapshot(version, day)
            # A load in between would put rows of two versions under one name.
            if found is None and version != version_at_hand():
                continue
            eras.keep(day, made)
            _eras = eras
            return made


def version_at_hand() -> str:
    """The version that the database holds. One query; raises NoCatalogue."""
    version = CatalogueState.current_version()
    if not version:
        raise NoCatalogue
    return version


def shortlist(
    profile: Profile, as_of: date, limit: int = DEFAULT_LIMIT, *, include_ineligible: bool = False
) -> Shortlist:
    """Match *profile* on the day *as_of*; at most *limit* measures (1 to 200), the ineligible ones last if asked for.

    The rules are those of that day. Raises NoCatalogue. One query; the same profile, day and catalogue version give an equal
    answer.
    """
    return snapshot(as_of).answer(profile, as_of, limit, include_ineligible)


def _answer(snapshot: Snapshot, profile: Profile, as_of: date, limit: int, include_ineligible: bool) -> Shortlist:
    index = snapshot.index
    facts = derive(profile, as_of, index.facts)
    verdicts = index.verdicts(facts)
    leads = index.top_of(verdicts, facts, as_of, limit)
    if include_ineligible and len(leads) < limit:
        leads += index.ruled_out(verdicts)[: limit - len(leads)]
    return Shortlist(
        as_of,
        snapshot.version,
        size_of(profile),
        index.counts(verdicts),
        tuple(_result(snapshot, rank, lead, facts, as_of) for rank, lead in enumerate(leads, start=1)),
        tuple(next_questions(index, snapshot.trials, profile, as_of)),
    )


def explain(profile: Profile, as_of: date, code: str) -> MeasureResult | None:
    """One measure for *profile*, with its place among all; None when there is no such measure. Raises NoCatalogue."""
    now = snapshot(as_of)
    index = now.index
    if code not in now.groups:
        return None
    facts = derive(profile, as_of, index.facts)
    verdicts = index.verdicts(facts)
    leads = index.top_of(verdicts, facts, as_of, index.group_count) + index.ruled_out(verdicts)
    rank, lead = next(place for place in enumerate(leads, start=1) if place[1].group == code)
    return _result(now, rank, lead, facts, as_of)


def outcome_at(found: Verdicts, place: int) -> Outcome:
    """The verdict that stands at a bit."""
    if found.yes >> place & 1:
        return Outcome.ELIGIBLE
    return Outcome.NEEDS_INFO if found.maybe >> place & 1 else Outcome.INELIGIBLE


def size_of(profile: Profile) -> SizeAnswer:
    """The company's size by the general law, as far as the answers tell."""
    return _size_of(profile.entity_type, profile.industry, *bounded(profile.capital_yen, profile.employees))


@lru_cache(maxsize=SIZES_KEPT)
def _size_of(*given: *tuple[str | None, str | None, int | None, int | None]) -> SizeAnswer:
    possible = sorted(size.value for size in possible_classes(SIZE_REGIME, *given))
    certain = len(possible) == 1 and possible[0] != "outside"
    # An unincorporated business has no capital.
    counted = [key for key in SIZE_ANSWERS if (key, given[0]) != ("capital_yen", "sole_proprietor")]
    return SizeAnswer(
        possible[0] if certain else None,
        tuple(possible),
        settling_answers(SIZE_REGIME, *given),
        tuple(key for key in counted if given[SIZE_ANSWERS.index(key)] is None),
    )


def _result(snapshot: Snapshot, rank: int, lead: Candidate, facts: Facts, as_of: date) -> MeasureResult:
    cards = snapshot.programmes
    programmes = tuple(
        ProgrammeResult(
            cards[candidate.key],
            assess(candidate, facts),
            tuple(Finding(row, judge(row, facts[row.fact]), facts[row.fact]) for row in candidate.bonuses),
            tuple(event for event in cards[candidate.key].history if event.known_on(as_of)),
        )
        for candidate in snapshot.groups[lead.group]
    )
    leading = next(place for place, one in enumerate(programmes) if one.verdict.candidate.key == lead.key)
    best = programmes[leading].verdict
    ruled_out = best.truth not in (TRUE, UNKNOWN)
    score = NO_SCORE if ruled_out else snapshot.index.relevance.score(lead, facts, best.truth, as_of)
    measure, availability = snapshot.measures[lead.group], lead.availability(as_of)
    return MeasureResult(rank, measure, best.outcome, availability, score, programmes, leading)
