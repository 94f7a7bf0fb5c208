"""What has changed in the catalogue lately: what became of programmes, and the rules that editors have published."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from catalogue.bridge import EventCard, MeasureCard, ProgrammeCard
from catalogue.models import RuleVersion
from catalogue.shortlist import Snapshot


@dataclass(frozen=True, slots=True)
class News:
    """*measures*: all under which the programme is listed."""

    event: EventCard
    programme: ProgrammeCard
    measures: tuple[MeasureCard, ...]


def news(rules: Snapshot, day: date, limit: int) -> list[News]:
    """The last *limit* dated events that had happened by *day*, the latest first."""
    listed = _listed(rules)
    cards = {rules.programmes[one.key].code: rules.programmes[one.key] for one in rules.index.candidates}
    found: dict[tuple[str, EventCard], News] = {}
    for code, card in cards.items():
        for event in card.history:
            if event.on and event.known_on(day):
                found[code, event] = News(event, card, tuple(listed[code]))
    return sorted(found.values(), key=lambda one: one.event.on, reverse=True)[:limit]


@dataclass(frozen=True, slots=True)
class NewRules:
    """A published version of a programme's rules. *measures*: all under which the programme is listed."""

    version: RuleVersion
    measures: tuple[MeasureCard, ...]


def new_rules(rules: Snapshot, limit: int) -> list[NewRules]:
    """The *limit* versions that were published last, the latest first; what the files say is no news. One query."""
    listed = _listed(rules)
    found = RuleVersion.objects.published().filter(number__gt=1).select_related("programme")
    versions = found.order_by("-published_at", "-pk")[:limit]
    return [NewRules(one, tuple(listed.get(one.programme.code, ()))) for one in versions]


def _listed(rules: Snapshot) -> dict[str, list[MeasureCard]]:
    """Programme → the measures under which it is listed, in order."""
    listed: dict[str, list[MeasureCard]] = {}
    for candidate in rules.index.candidates:
        listed.setdefault(rules.programmes[candidate.key].code, []).append(rules.measures[candidate.group])
    return listed
