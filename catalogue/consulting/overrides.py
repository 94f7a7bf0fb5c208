"""The verdicts for a client: by the rules, and by an advisor where one knows better. Whatever shows a verdict asks here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from catalogue.consulting.facts import held
from catalogue.models import Client, Override, User
from matcher import Outcome
from matcher.near import anniversary


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict. *ruled*: what the rules say; *override*: what an advisor says instead, as long as it is in force."""

    ruled: Outcome
    override: Override | None = None

    @property
    def outcome(self) -> Outcome:
        """The verdict that counts."""
        return Outcome(self.override.verdict) if self.override else self.ruled

    @property
    def is_rescued(self) -> bool:
        """Whether the rules rule it out and an advisor does not."""
        return self.ruled is Outcome.INELIGIBLE and self.outcome is not Outcome.INELIGIBLE


@dataclass(frozen=True, slots=True)
class Counts:
    """How many measures have each verdict by the rules alone, and how many an advisor has judged: nothing counts twice."""

    ruled: Mapping[Outcome, int]
    overridden: int


def overrides_of(clients: Iterable[int], day: date) -> dict[int, dict[str, Override]]:
    """Client's pk → measure code → the override in force on *day*. One query; clients without any are left out."""
    found: dict[int, dict[str, Override]] = {}
    for one in Override.objects.in_force(day).filter(client__in=clients).select_related("by"):
        found.setdefault(one.client_id, {})[one.measure] = one
    return found


def judged(ruled: Mapping[str, Outcome], overrides: Mapping[str, Override]) -> dict[str, Judgement]:
    """Measure code → verdict with *overrides* applied. One of a measure that the rules do not know says nothing."""
    return {code: Judgement(outcome, overrides.get(code)) for code, outcome in ruled.items()}


def counted(judgements: Iterable[Judgement]) -> Counts:
    """The figures above a list of verdicts."""
    ruled = dict.fromkeys(Outcome, 0)
    overridden = 0
    for one in judgements:
        if one.override:
            overridden += 1
        else:
            ruled[one.ruled] += 1
    return Counts(ruled, overridden)


def last_day(made_on: date) -> date:
    """The last day that an override made on *made_on* may be given: a year on. Nobody knows better for ever."""
    return anniversary(made_on, 1) or date.max


@transaction.atomic
def overrule(
    client: Client, measure: str, *, verdict: Outcome, ruled: Outcome, reason: str, until: date, by: User, at: datetime
) -> Override:
    """Judge *measure* otherwise than the rules; an earlier override of it, run out or not, is closed."""
    withdraw(client, measure, at=at)
    return Override.objects.create(
        client=client,
        measure=measure,
        verdict=verdict.value,
        ruled=ruled.value,
        reason=reason,
        until=until,
        by=by,
    )


@transaction.atomic
def withdraw(client: Client, measure: str, *, at: datetime) -> bool:
    """Let the rules judge again; whether there was an override to close."""
    held(client)
    closed = client.overrides.filter(measure=measure, withdrawn_at=None).first()
    if closed:
        closed.withdrawn_at = at
        closed.save()  # one by one, so that the history has it
    return closed is not None
