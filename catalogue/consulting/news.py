"""What has changed in the catalogue lately: what became of programmes, by the day on which it happened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from catalogue.bridge import EventCard, MeasureCard, ProgrammeCard
from catalogue.shortlist import Snapshot


@dataclass(frozen=True, slots=True)
class News:
    """*measures*: all under which the programme is listed."""

    event: EventCard
    programme: ProgrammeCard
    measures: tuple[MeasureCard, ...]


def news(rules: Snapshot, day: date, limit: int) -> list[News]:
    """The last *limit* dated events that had happened by *day*, the latest first."""
    listed: dict[str, list[MeasureCard]] = {}
    cards: dict[str, ProgrammeCard] = {}
    for candidate in rules.index.candidates:
        card = rules.programmes[candidate.key]
        listed.setdefault(card.code, []).append(rules.measures[candidate.group])
        cards.setdefault(card.code, card)
    found: dict[tuple[str, EventCard], News] = {}
    for code, card in cards.items():
        for event in card.history:
            if event.on and event.known_on(day):
                found[code, event] = News(event, card, tuple(listed[code]))
    return sorted(found.values(), key=lambda one: one.event.on, reverse=True)[:limit]
