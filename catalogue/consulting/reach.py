"""A measure turned round: which clients may use it, what is missing, and for whom that has changed since a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from catalogue.consulting.clientele import Clientele, profile, verdicts
from catalogue.models import Client, Override, ProposalStatus
from catalogue.parts.cards import missing_answers
from catalogue.shortlist import Snapshot, outcome_at
from matcher import Availability, Outcome, Verdict, assess, derive
from matcher.assessment import OUTCOME_OF


class Cause(StrEnum):
    """Why a verdict is another than it was, the client's facts being the same."""

    DATE = "date"
    RULE = "rule"


@dataclass(frozen=True, slots=True)
class Change:
    """*before*: what the rules of then said on that day. *causes*: never empty."""

    before: Outcome
    causes: tuple[Cause, ...]


@dataclass(frozen=True, slots=True)
class Reached:
    """What a measure is to a client. *outcome* counts; *ruled* is that of the rules; *override*: why an advisor says otherwise.

    *lead*: the programme that the measure stands for, judged. *missing*: profile keys not answered that would settle it.
    """

    client: Client
    outcome: Outcome
    ruled: Outcome
    override: Override | None
    lead: Verdict
    missing: tuple[str, ...]
    availability: Availability
    status: ProposalStatus
    change: Change | None

    @property
    def is_newly_usable(self) -> bool:
        """Whether the rules say more for it than they did."""
        return self.change is not None and _RANKS[self.ruled] > _RANKS[self.change.before]

    @property
    def is_no_longer_usable(self) -> bool:
        """Whether the rules say less for it than they did."""
        return self.change is not None and _RANKS[self.ruled] < _RANKS[self.change.before]


_RANKS = {outcome: truth for truth, outcome in OUTCOME_OF.items()}


def reach(rules: Snapshot, rules_then: Snapshot, whose: Clientele, code: str, day: date, since: date) -> list[Reached]:
    """Every client, in the order of *whose*. *rules*: those in force on *day*; *rules_then*: on *since*.

    The measure *code* must be known to both.
    """
    return [_reached(rules, rules_then, whose, client, code, day, since) for client in whose.clients]


def _reached(
    rules: Snapshot, rules_then: Snapshot, whose: Clientele, client: Client, code: str, day: date, since: date
) -> Reached:
    index = rules.index
    told = profile(client, day)
    facts = derive(told, day, index.facts)
    lead = index.lead_of(code, index.verdicts(facts), facts, day)
    verdict = assess(lead, facts)
    return Reached(
        client,
        whose.outcome(client, code, verdict.outcome),
        verdict.outcome,
        whose.override(client, code),
        verdict,
        missing_answers(verdict, told),
        lead.availability(day),
        whose.status(client, code),
        _change(rules, rules_then, client, code, verdict.outcome, since),
    )


def _change(
    rules: Snapshot, rules_then: Snapshot, client: Client, code: str, now: Outcome, since: date
) -> Change | None:
    """The way from then to now, by way of the rules of now on the day of then: a step that changes the verdict is a cause."""
    between = _outcome(rules, client, code, since)
    before = between if rules_then is rules else _outcome(rules_then, client, code, since)
    if before is now:
        return None
    steps = ((Cause.RULE, before, between), (Cause.DATE, between, now))
    return Change(before, tuple(cause for cause, earlier, later in steps if earlier is not later))


def _outcome(rules: Snapshot, client: Client, code: str, day: date) -> Outcome:
    return outcome_at(rules.index.groups(verdicts(rules, client, day)), rules.index.places[code][0])
