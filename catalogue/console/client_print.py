"""One page to hand over to a client: its facts, the measures to think about, and what is left to be checked."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate

from catalogue.console.access import KEEPS_CLIENTS, SEES_CLIENTS, page, user_of
from catalogue.console.client import Standing, client_of, standing_of
from catalogue.console.client_cards import Status, checks, status_shown, word_of
from catalogue.console.client_text import override_text
from catalogue.consulting.proposals import UNDER_WAY, status_of, to_hand_over
from catalogue.contract.match import size_sentence
from catalogue.parts.answers import every_answer
from catalogue.parts.cards import Card, VerdictWord, card
from catalogue.parts.unavailable import with_catalogue
from matcher import Outcome

LONGEST_NOTE = 2000


@dataclass(frozen=True, slots=True)
class SheetCard:
    """A measure on paper."""

    card: Card
    verdict: VerdictWord
    overruled: str
    status: Status
    checks: tuple[str, ...]


@page(SEES_CLIENTS)
@with_catalogue
def client_print(request: HttpRequest, pk: int) -> HttpResponse:
    """The page as it is."""
    return _sheet(request, standing_of(client_of(request, pk), localdate()))


@page(KEEPS_CLIENTS, methods=("POST",))
@with_catalogue
def client_print_note(request: HttpRequest, pk: int) -> HttpResponse:
    """The page with a note for the client, which stands on the paper alone: it is not kept, and not in the address."""
    note = request.POST.get("note", "").replace("\x00", "").strip()
    standing = standing_of(client_of(request, pk), localdate())
    mistake = (
        f"長すぎます。{LONGEST_NOTE:,}字までにしてください（いま{len(note):,}字）。" if len(note) > LONGEST_NOTE else ""
    )
    return _sheet(request, standing, note, mistake)


def _sheet(request: HttpRequest, standing: Standing, note: str = "", mistake: str = "") -> HttpResponse:
    one, found = standing.client, standing.answer.found
    ranked = sorted(found.results, key=lambda row: not standing.judgements[row.measure.code].is_rescued)
    ruled_out = [code for code, judgement in standing.judgements.items() if judgement.outcome is Outcome.INELIGIBLE]
    codes = to_hand_over([row.measure.code for row in ranked], ruled_out, standing.proposals)
    context = {
        "client": one,
        "person": user_of(request),
        "keeps": request.user.has_perm("catalogue.change_client"),
        "facts": every_answer(one.contract_answers),
        "size": size_sentence(found.size),
        "under_way": any(status_of(standing.proposals, code) in UNDER_WAY for code in codes),
        "cards": [_card(standing, code) for code in codes],
        "as_of": found.as_of,
        "version": found.version,
        "note": note,
        "mistake": mistake,
        "mistakes": [{"target": "id_note", "text": f"お客さまへの一言：{mistake}"}] if mistake else [],
    }
    return render(request, "catalogue/console/client/print.html", context, status=422 if mistake else 200)


def _card(standing: Standing, code: str) -> SheetCard:
    one, judgement = standing.answer.by_code[code], standing.judgements[code]
    shown = card(one, standing.answer.profile, standing.today, ())
    status = status_shown(standing.proposals, code)
    return SheetCard(shown, word_of(judgement, shown), override_text(judgement), status, checks(one.lead))
