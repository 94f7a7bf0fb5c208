"""The days still to come on which a programme opens or closes, and the clients whom that concerns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from catalogue.bridge import MeasureCard, ProgrammeCard
from catalogue.consulting.clientele import Clientele, verdicts
from catalogue.consulting.proposals import UNDER_WAY
from catalogue.models import Client, ProposalStatus
from catalogue.shortlist import Snapshot
from catalogue.turns import Turn, turns
from matcher import Outcome

OVER = frozenset([ProposalStatus.ADOPTED, ProposalStatus.REJECTED, ProposalStatus.DROPPED])
"""Whoever has been through it needs no deadline of it."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """*turn*: opening or closing, and its day. *measure*: the first under which the programme concerns somebody."""

    turn: Turn
    measure: MeasureCard
    programme: ProgrammeCard
    clients: tuple[Client, ...]


def deadlines(rules: Snapshot, whose: Clientele, day: date) -> list[Deadline]:
    """From *day* on, by day: of every programme that a client may use, or of a measure that is in progress.

    A programme under several measures is told once.
    """
    coming = [
        (turn, place, candidate)
        for place, candidate in enumerate(rules.index.candidates)
        for turn in turns(candidate)
        if turn.day >= day
    ]
    if not coming:
        return []
    possible = {client.pk: verdicts(rules, client, day).maybe for client in whose.clients}
    told: dict[tuple[str, Turn], tuple[MeasureCard, ProgrammeCard]] = {}
    concerned: dict[tuple[str, Turn], dict[int, Client]] = {}
    for turn, place, candidate in coming:
        card = rules.programmes[candidate.key]
        for client in whose.clients:
            ruled = Outcome.NEEDS_INFO if possible[client.pk] >> place & 1 else Outcome.INELIGIBLE
            if _concerns(whose, client, candidate.group, ruled):
                told.setdefault((card.code, turn), (rules.measures[candidate.group], card))
                concerned.setdefault((card.code, turn), {})[client.pk] = client
    found = [Deadline(key[1], *told[key], tuple(clients.values())) for key, clients in concerned.items()]
    return sorted(found, key=lambda one: (one.turn.day, one.turn.kind, one.measure.area, one.measure.code))


def _concerns(whose: Clientele, client: Client, code: str, ruled: Outcome) -> bool:
    status = whose.status(client, code)
    if status in UNDER_WAY:
        return True
    return status not in OVER and whose.outcome(client, code, ruled) is not Outcome.INELIGIBLE
