"""The clients that somebody may see, each as the engine reads it, and what advisors have said of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from catalogue.consulting.overrides import Judgement, overrides_of
from catalogue.models import Client, Override, Proposal, ProposalStatus
from catalogue.models.clients import ClientQuerySet
from catalogue.parts.answer import profile_of
from catalogue.shortlist import Snapshot, outcome_at
from matcher import Outcome, Profile, Verdicts, derive

Key = tuple[int, str]
"""A client (its primary key) and a measure (its code)."""


@dataclass(frozen=True, slots=True)
class Clientele:
    """*statuses* and *overrides*: only where somebody has set one; of overrides only those in force."""

    clients: tuple[Client, ...]
    statuses: Mapping[Key, ProposalStatus] = field(default_factory=dict)
    overrides: Mapping[int, Mapping[str, Override]] = field(default_factory=dict)

    def status(self, client: Client, code: str) -> ProposalStatus:
        """How far a measure has got with a client."""
        return self.statuses.get((client.pk, code), ProposalStatus.NOT_PROPOSED)

    def outcome(self, client: Client, code: str, ruled: Outcome) -> Outcome:
        """The verdict that counts: an advisor's where there is one, else that of the rules (*ruled*)."""
        override = self.override(client, code)
        return Judgement(ruled, override).outcome if override else ruled

    def override(self, client: Client, code: str) -> Override | None:
        """What an advisor says instead of the rules, if anything."""
        return self.overrides.get(client.pk, {}).get(code)


def clientele(clients: ClientQuerySet, day: date) -> Clientele:
    """Three queries, however many clients. *clients*: those of the user, and no others."""
    statuses = Proposal.objects.filter(client__in=clients).values_list("client", "measure", "status")
    return Clientele(
        tuple(clients),
        {(client, code): ProposalStatus(status) for client, code, status in statuses},
        overrides_of(clients.values_list("pk", flat=True), day),
    )


def profile(client: Client, day: date) -> Profile:
    """A client as the engine reads it on *day*."""
    return profile_of(client.answers, day)


def verdicts(rules: Snapshot, client: Client, day: date) -> Verdicts:
    """What the *rules* say of every candidate for *client*, as it is known now, on *day*."""
    return rules.index.verdicts(derive(profile(client, day), day, rules.index.rule_facts))


def outcomes(rules: Snapshot, client: Client, day: date) -> dict[str, Outcome]:
    """The same of every measure, by code, in catalogue order."""
    groups = rules.index.groups(verdicts(rules, client, day))
    return {code: outcome_at(groups, places[0]) for code, places in rules.index.places.items()}
