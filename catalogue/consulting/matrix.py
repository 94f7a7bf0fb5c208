"""All clients × all measures, or the part of it that was asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from catalogue.bridge import MeasureCard
from catalogue.consulting.availability import availability
from catalogue.consulting.clientele import Clientele, outcomes
from catalogue.models import Client, ProposalStatus
from catalogue.search import search_key
from catalogue.shortlist import Snapshot
from matcher import Availability, Outcome


class Cell(NamedTuple):
    """One client and one measure; *overridden*: the verdict is an advisor's."""

    outcome: Outcome
    status: ProposalStatus
    overridden: bool


PLAIN = {outcome: Cell(outcome, ProposalStatus.NOT_PROPOSED, False) for outcome in Outcome}
"""The cells of which nobody has said anything: nearly all."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What part of the matrix; None, or "", for all of it. *words*: of the client's name, or its number."""

    words: str = ""
    area: int | None = None
    availability: Availability | None = None
    outcome: Outcome | None = None
    status: ProposalStatus | None = None

    def lets_through(self, cell: Cell) -> bool:
        """Whether a cell is of the verdict and the status that are asked for."""
        return self.outcome in (None, cell.outcome) and self.status in (None, cell.status)


class Row(NamedTuple):
    """A client; its cells stand as the matrix's measures do, None for those that were not asked for."""

    client: Client
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """*rows* and *measures* without a cell that was asked for are left out."""

    measures: tuple[MeasureCard, ...]
    rows: tuple[Row, ...]


def matrix(rules: Snapshot, whose: Clientele, day: date, wanted: Wanted) -> Matrix:
    """The matrix as of *day*."""
    codes = [
        code
        for code, card in rules.measures.items()
        if code in rules.groups
        and wanted.area in (None, card.area)
        and (wanted.availability is None or availability(rules, code, day) is wanted.availability)
    ]
    said: dict[int, set[str]] = {}
    for pk, code in whose.statuses:
        said.setdefault(pk, set()).add(code)
    for pk, codes_of in whose.overrides.items():
        said.setdefault(pk, set()).update(codes_of)
    rows = []
    for client in whose.clients:
        if not _named(client, wanted.words):
            continue
        ruled = outcomes(rules, client, day)
        told = {code: _cell(whose, client, code, ruled[code]) for code in said.get(client.pk, ()) if code in ruled}
        rows.append(Row(client, tuple(told.get(code) or PLAIN[ruled[code]] for code in codes)))
    measures = [rules.measures[code] for code in codes]
    if wanted.outcome is None and wanted.status is None:
        return Matrix(tuple(measures), tuple(rows))
    return _narrowed(measures, rows, wanted)


def _cell(whose: Clientele, client: Client, code: str, ruled: Outcome) -> Cell:
    overridden = whose.override(client, code) is not None
    return Cell(whose.outcome(client, code, ruled), whose.status(client, code), overridden)


def _named(client: Client, words: str) -> bool:
    return search_key(words) in search_key(client.name) or (bool(words) and words in client.corporate_number)


def _narrowed(measures: list[MeasureCard], rows: list[Row], wanted: Wanted) -> Matrix:
    """Only cells that are asked for, only clients and measures that have one."""
    shown = [
        Row(row.client, tuple(cell if cell and wanted.lets_through(cell) else None for cell in row.cells))
        for row in rows
    ]
    shown = [row for row in shown if any(row.cells)]
    places = [place for place in range(len(measures)) if any(row.cells[place] for row in shown)]
    return Matrix(
        tuple(measures[place] for place in places),
        tuple(Row(row.client, tuple(row.cells[place] for place in places)) for row in shown),
    )
