"""Which measures of a client to show: read from the address, so that one comes back to the same list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from catalogue import wording
from catalogue.consulting.overrides import Judgement
from catalogue.consulting.proposals import status_of
from catalogue.models import AREAS, Proposal, ProposalStatus, SupportType
from catalogue.parts.choice import PER_PAGE, how_many, query_of
from catalogue.shortlist import MeasureResult
from matcher import Outcome

OVERRIDDEN = "overridden"
"""Beside the three verdicts of the rules: whatever an advisor has judged, and counts as none of them."""

FILTERS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "verdict": ("判定", {"": "合わないもの以外"} | wording.VERDICTS | {OVERRIDDEN: "相談員の判断があるもの"}),
    "area": ("分野", {"": "すべて"} | {str(number): name for number, name in AREAS.items()}),
    "support": ("支援の種類", {"": "すべて"} | {code: str(label) for code, label in SupportType.choices}),
    "availability": ("受付状況", {"": "すべて"} | wording.AVAILABILITIES),
    "status": ("提案の状況", {"": "すべて"} | {code: str(label) for code, label in ProposalStatus.choices}),
}
"""Name → label, and what can be chosen."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Every filter "" when not set. *measure*: this one alone. *show*: how many at most."""

    verdict: str = ""
    area: str = ""
    support: str = ""
    availability: str = ""
    status: str = ""
    measure: str = ""
    show: int = PER_PAGE

    @property
    def active(self) -> int:
        """How many filters are set."""
        return sum(bool(getattr(self, name)) for name in FILTERS)

    def query(self, **changes: object) -> str:
        """The address's query with *changes*; what is as usual is left out."""
        return query_of(self, changes)


def read_choice(query: QueryDict) -> Choice:
    """What the address asks for; what it does not know it leaves out."""
    known = {name: query.get(name, "") for name, (_label, options) in FILTERS.items() if query.get(name, "") in options}
    return Choice(**known, measure=query.get("measure", ""), show=how_many(query.get("show", "")))


def chosen(
    results: Iterable[MeasureResult],
    choice: Choice,
    judgements: Mapping[str, Judgement],
    proposals: Mapping[str, Proposal],
) -> list[MeasureResult]:
    """*results* that the choice lets through. What the rules rule out and an advisor does not stands first: it has no rank of its own."""
    if choice.measure:
        return [one for one in results if one.measure.code == choice.measure]
    kept = [one for one in results if _passes(one, choice, judgements[one.measure.code], proposals)]
    return sorted(kept, key=lambda one: not judgements[one.measure.code].is_rescued)


def _passes(one: MeasureResult, choice: Choice, judgement: Judgement, proposals: Mapping[str, Proposal]) -> bool:
    status = status_of(proposals, one.measure.code)
    by_verdict = {
        # Whoever asks for a status wants it whatever became of the verdict.
        "": judgement.outcome is not Outcome.INELIGIBLE or choice.status not in ("", ProposalStatus.NOT_PROPOSED),
        OVERRIDDEN: judgement.override is not None,
    }
    return (
        by_verdict.get(choice.verdict, not judgement.override and judgement.ruled.value == choice.verdict)
        and choice.area in ("", str(one.measure.area))
        and (not choice.support or any(choice.support in programme.card.supports for programme in one.programmes))
        and choice.availability in ("", one.availability.value)
        and choice.status in ("", status)
    )


def filter_fields(choice: Choice) -> list[dict[str, Any]]:
    """The filters as selects."""
    return [
        {
            "name": name,
            "label": label,
            "options": [
                {"value": value, "label": text, "selected": getattr(choice, name) == value}
                for value, text in options.items()
            ],
        }
        for name, (label, options) in FILTERS.items()
    ]
