"""How far each measure has got with a client, and which ones are handed over."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from django.db import transaction

from catalogue.consulting.facts import held
from catalogue.models import Client, Proposal, ProposalStatus, User

UNDER_WAY = (ProposalStatus.PROPOSED, ProposalStatus.CONSIDERING, ProposalStatus.APPLYING)
"""Statuses of measures that a client is to think about."""

HANDED_OVER = 10
"""Measures on the page to hand over when none is under way."""


@transaction.atomic
def set_status(client: Client, measure: str, *, status: ProposalStatus, on: date, note: str, by: User) -> Proposal:
    """Write down the status of *measure*."""
    held(client)
    proposal = client.proposals.filter(measure=measure).first() or Proposal(client=client, measure=measure)
    proposal.status, proposal.on, proposal.note, proposal.by = status, on, note, by
    proposal.save()
    return proposal


def status_of(proposals: Mapping[str, Proposal], measure: str) -> ProposalStatus:
    """What is written down of *measure*; 未提案 when nothing is."""
    found = proposals.get(measure)
    return ProposalStatus(found.status) if found else ProposalStatus.NOT_PROPOSED


def to_hand_over(ranked: Sequence[str], ruled_out: Collection[str], proposals: Mapping[str, Proposal]) -> list[str]:
    """Of all measures as *ranked*, those under way; without any, the first ones that are not *ruled_out*."""
    under_way = [code for code in ranked if status_of(proposals, code) in UNDER_WAY]
    return under_way or [code for code in ranked if code not in ruled_out][:HANDED_OVER]
