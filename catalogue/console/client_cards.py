"""A measure as a client's page shows it: the card of the public page, the verdict that counts, and what is written down of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.timezone import localdate

from catalogue import wording
from catalogue.console.client_forms import Form, OverrideForm, Shown, StatusForm
from catalogue.console.client_text import on, override_text, status_text
from catalogue.consulting.history import Entry
from catalogue.consulting.overrides import Judgement
from catalogue.consulting.proposals import status_of
from catalogue.models import Encoding, Proposal, ProposalStatus
from catalogue.parts.cards import ICONS, Card, VerdictWord, card
from catalogue.shortlist import MeasureResult, ProgrammeResult
from matcher import Profile


@dataclass(frozen=True, slots=True)
class Status:
    """What is written down of a measure. *line*: since when, by whom, and the note; "" while nothing is."""

    word: str
    line: str


@dataclass(frozen=True, slots=True)
class ClientCard:
    """*verdict*: the one that counts; *overruled*: how an advisor came to it, "" when the rules did.

    *open*: whether its forms are to be seen at once, with the one for an override, which few cards need.
    """

    card: Card
    verdict: VerdictWord
    overruled: str
    status: Status
    checks: tuple[str, ...]
    past: tuple[str, ...]
    status_form: list[Shown]
    override_form: list[Shown]
    open: bool


def client_card(
    one: MeasureResult,
    profile: Profile,
    judgement: Judgement,
    proposals: Mapping[str, Proposal],
    past: Iterable[Entry],
    today: date,
    *,
    alone: bool = False,
    refused: Form | None = None,
) -> ClientCard:
    """The card of one result. *alone*: the only one on the page; *refused*: a form of it that was not taken."""
    code = one.measure.code
    shown = card(one, profile, today, ())
    status = refused if isinstance(refused, StatusForm) else status_form(code, proposals.get(code), today)
    return ClientCard(
        shown,
        word_of(judgement, shown),
        override_text(judgement),
        status_shown(proposals, code),
        checks(one.lead),
        tuple(f"{on(localdate(entry.at))} {entry.by or '（不明）'}：{status_text(entry)}" for entry in past),
        status.shown(),
        _override_form(judgement, code, today, refused).shown() if alone else [],
        alone,
    )


def _override_form(judgement: Judgement, code: str, today: date, refused: Form | None) -> Form:
    return refused if isinstance(refused, OverrideForm) else OverrideForm(judgement.ruled, today, code)


def status_form(code: str, proposal: Proposal | None, today: date) -> StatusForm:
    """What is written down, to be changed today."""
    given = {
        "status": proposal.status if proposal else ProposalStatus.NOT_PROPOSED.value,
        "on": today,
        "note": proposal.note if proposal else "",
    }
    return StatusForm(code, initial=given)


def word_of(judgement: Judgement, shown: Card) -> VerdictWord:
    """The verdict that counts as a word; what the rules still ask for is not asked of an advisor's."""
    if not judgement.override:
        return shown.verdict
    key = judgement.outcome.value
    return VerdictWord(key, ICONS[judgement.outcome], f"相談員の判断：{wording.VERDICTS[key]}", ())


def status_shown(proposals: Mapping[str, Proposal], code: str) -> Status:
    """The status in words."""
    status, proposal = status_of(proposals, code), proposals.get(code)
    said = (on(proposal.on), str(proposal.by or ""), proposal.note) if proposal else ()
    return Status(str(status.label), "　".join(filter(None, said)))


def checks(programme: ProgrammeResult) -> tuple[str, ...]:
    """What is left to be checked by hand."""
    not_encoded = (wording.NOT_ENCODED,) if programme.card.encoding == Encoding.NOT_YET else ()
    return (*not_encoded, *(check.text for check in programme.card.checks))
