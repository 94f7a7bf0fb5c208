"""The gate: what a version would change if it were published, found in memory; nothing is written.

Every company is asked twice, before the rules in force on the day and before the same with the version in their place.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import fmean

from django.db.models import QuerySet

from catalogue.bridge import compile_trial
from catalogue.models import Client, RuleVersion, Scenario
from catalogue.publishing.ndcg import FIRST, agreement
from catalogue.publishing.scenarios import Checked, checked, judged
from catalogue.shortlist import snapshot
from matcher import Candidate, Index, Outcome, Profile, ProfileError, Verdict, derive
from matcher.assessment import ClauseFinding, Finding

CLIENT = "client"
"""The kind of a flip of a stored client, beside those of scenarios."""


@dataclass(frozen=True, slots=True)
class Flip:
    """A company whose verdict on the programme, as listed under *measure*, would be another.

    *name*: "" of a client whom the asking user may not see. *was* and *now*: the conditions that decided, and would decide, of
    the clauses that differ; both are empty where only it is said otherwise how far the rules are encoded.
    """

    kind: str
    name: str
    measure: str
    before: Outcome
    after: Outcome
    was: tuple[Finding, ...]
    now: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Move:
    """How the ranking of a judged company agrees with its readers: nDCG@10."""

    name: str
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class Trial:
    """*first*: the day from which the version would hold; *day*: on which clients are asked. *unread*: clients whose answers make no profile."""

    version: RuleVersion
    first: date | None
    day: date
    checked: tuple[Checked, ...]
    flips: tuple[Flip, ...]
    flip_count: int
    moves: tuple[Move, ...]
    unread: int

    @property
    def failed(self) -> tuple[Checked, ...]:
        """The scenarios that forbid publication."""
        return tuple(one for one in self.checked if not one.passed)

    @property
    def passed_count(self) -> int:
        """How many scenarios are met."""
        return len(self.checked) - len(self.failed)

    @property
    def before_average(self) -> float:
        """Over the judged companies; 0 without any."""
        return fmean([one.before for one in self.moves] or [0])

    @property
    def after_average(self) -> float:
        """Over the judged companies; 0 without any."""
        return fmean([one.after for one in self.moves] or [0])

    @property
    def moved(self) -> tuple[Move, ...]:
        """The judged companies whose score changes."""
        return tuple(one for one in self.moves if one.before != one.after)


@dataclass(frozen=True, slots=True)
class _Company:
    """*key* tells companies of one name apart."""

    kind: str
    key: int
    name: str
    profile: Profile
    day: date


def trial(version: RuleVersion, first: date | None, day: date, visible: QuerySet[Client]) -> Trial:
    """What publishing *version* from *first* on (None: since always) would change, as seen on *day*.

    All clients are asked and counted; only those of *visible* are named.
    """
    asked_on = first or day
    now, tried = snapshot(asked_on).index, compile_trial(version)
    then = Index(tried.get(one.key, one) for one in now.candidates)
    listed = [(one, tried[one.key]) for one in now.candidates if one.key in tried]
    mine = Scenario.objects.for_trial(version, first)
    readers = list(Scenario.objects.judged())
    companies, unread = _companies([*mine, *readers], visible, asked_on)
    flips = [(company, flip) for company in companies for flip in _flips(company, listed)]
    return Trial(
        version,
        first,
        asked_on,
        checked(mine, tried, version.programme.code, asked_on),
        tuple(flip for _, flip in flips),
        len({(company.kind, company.key) for company, _ in flips}),
        _moves(readers, now, then, asked_on),
        unread,
    )


def _companies(scenarios: Sequence[Scenario], visible: QuerySet[Client], day: date) -> tuple[list[_Company], int]:
    """Everybody to be asked, and how many clients cannot be."""
    found = [
        _Company(one.kind, one.pk, one.name, Profile.from_mapping(one.profile, one.as_of or day), one.as_of or day)
        for one in scenarios
    ]
    named, unread = set(visible.values_list("pk", flat=True)), 0
    for client in Client.objects.order_by("pk"):
        try:
            profile = Profile.from_mapping(client.contract_answers, day)
        except ProfileError:
            unread += 1
            continue
        found.append(_Company(CLIENT, client.pk, client.name if client.pk in named else "", profile, day))
    return found, unread


def _flips(company: _Company, listed: Sequence[tuple[Candidate, Candidate]]) -> Iterator[Flip]:
    """Of the programme as *listed*, before and after."""
    for before, after in listed:
        was, now = (judged(one, company.profile, company.day) for one in (before, after))
        if was.outcome is not now.outcome:
            causes = _deciding(was, now), _deciding(now, was)
            yield Flip(company.kind, company.name, before.group, was.outcome, now.outcome, *causes)


def _deciding(verdict: Verdict, other: Verdict) -> tuple[Finding, ...]:
    """Of the clauses that *other* does not have: the conditions that settle them, in those that come out worst."""
    known = [_conditions(clause) for clause in other.clauses]
    own = [clause for clause in verdict.clauses if _conditions(clause) not in known]
    if not own:
        return ()
    worst = min(clause.truth for clause in own)
    return tuple(
        finding
        for clause in own
        if clause.truth == worst
        for finding in clause.findings
        if finding.truth == clause.truth
    )


def _conditions(clause: ClauseFinding) -> frozenset[object]:
    return frozenset(finding.condition for finding in clause.findings)


def _moves(readers: Sequence[Scenario], before: Index, after: Index, day: date) -> tuple[Move, ...]:
    moves = []
    for one in readers:
        asked_on = one.as_of or day
        profile = Profile.from_mapping(one.profile, asked_on)
        scores = [agreement(one.expected, _order(index, profile, asked_on)) for index in (before, after)]
        moves.append(Move(one.name, *scores))
    return tuple(moves)


def _order(index: Index, profile: Profile, day: date) -> list[str]:
    """The measures that are offered first, the best first."""
    return [lead.group for lead in index.top(derive(profile, day, index.facts), day, FIRST)]
