"""The catalogue for assistants: measures that a search finds, and one measure whole, from the compiled catalogue of the day."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from catalogue import wording
from catalogue.assistants.asked import Search
from catalogue.bridge import MeasureCard, PeriodCard, ProgrammeCard, RowCard
from catalogue.contract.match import event_of, judged_sentence, measure_of, programme_head, source
from catalogue.models import Measure
from catalogue.search.query import matching
from catalogue.selection import Wanted, measures_of
from catalogue.shortlist import Snapshot, snapshot
from matcher import Candidate, Condition


def search(asked: Search, today: date) -> dict[str, object]:
    """The measures that are all of it, the closest first. Three queries at most."""
    now = snapshot(today)
    found: QuerySet[Measure] = Measure.objects.in_order()
    if asked.area is not None:
        found = found.filter(area=asked.area)
    if asked.words:
        found = matching(found, asked.words)
    codes = [code for code in found.values_list("code", flat=True) if code in now.groups]
    wishes = [Wanted(topic=asked.topic), Wanted(support_type=asked.support_type), asked.wanted]
    if not all(wanted.asks_nothing for wanted in wishes):
        such = measures_of(wishes, today)
        codes = [code for code in codes if code in such]
    return {
        "as_of": today.isoformat(),
        "catalogue_version": now.version,
        "count": len(codes),
        "results": [_found(now, code, today) for code in codes[: asked.limit]],
    }


def _found(now: Snapshot, code: str, day: date) -> dict[str, object]:
    return {
        **measure_of(now.measures[code]),
        "programmes": [
            {**programme_head(now.programmes[one.key]), "availability": one.availability(day).value}
            for one in now.groups[code]
        ],
    }


def measure(code: str, now: Snapshot, day: date) -> dict[str, object]:
    """One measure with everything that its rules and its days say."""
    card: MeasureCard = now.measures[code]
    return {
        "as_of": day.isoformat(),
        "catalogue_version": now.version,
        "measure": measure_of(card),
        "programmes": [_programme(one, now.programmes[one.key], day) for one in now.groups[code]],
    }


def _programme(one: Candidate, card: ProgrammeCard, day: date) -> dict[str, object]:
    return {
        **programme_head(card),
        "availability": one.availability(day).value,
        "encoding": card.encoding,
        "judged": judged_sentence(card),
        "gives": list(card.gives),
        "focus": [{"level": row.level.value, **_condition(row.condition)} for row in one.focus],
        "criteria": [
            {"group": number, **_row(row)} for number, rows in enumerate(card.requirements, start=1) for row in rows
        ],
        "bonuses": [{"effect": row.effect, **_row(row)} for row in card.bonuses],
        "checks": [{"text": check.text, "source": source(check.origin)} for check in card.checks],
        "periods": [_period(period) for period in card.periods],
        "history": [event_of(event) for event in card.history],
    }


def _row(row: RowCard) -> dict[str, object]:
    return {**_condition(row.condition), "source": source(row.origin), "note": row.note}


def _condition(condition: Condition) -> dict[str, object]:
    return {
        "feature": condition.feature,
        "regime": condition.regime,
        "operator": condition.operator,
        "values": list(condition.values),
        "text": wording.condition_text(condition),
    }


def _period(period: PeriodCard) -> dict[str, object]:
    return {
        "state": period.state.value,
        "first": period.first.isoformat() if period.first else None,
        "last": period.last.isoformat() if period.last else None,
        "note": period.note,
        "source": source(period.origin),
    }
