"""Companies judged by reading the source as an experienced advisor would, and how well the ranking agrees with them.

Each measure was graded twice, independently: 3 lead with it, 2 clearly relevant and usable, 1 worth a mention.
``excluded`` is what both readings say that a stated condition rules out.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from catalogue.publishing.ndcg import agreement as ndcg
from catalogue.shortlist import shortlist
from matcher import Outcome, Profile
from tests.catalogue.files import FIXTURES

FILES = ("given", "own", "held_out")
FOLDER = FIXTURES / "scenarios" / "judged"


@dataclass(frozen=True)
class Judged:
    """*grades*: measure → 0.5 to 3; a measure that is not there has 0."""

    id: str
    profile: Mapping[str, Any]
    as_of: date
    grades: Mapping[str, float]
    excluded: Sequence[str]

    @property
    def leads(self) -> set[str]:
        """What both readings lead with."""
        return {code for code, grade in self.grades.items() if grade == 3}

    @property
    def usable(self) -> set[str]:
        return {code for code, grade in self.grades.items() if grade >= 2}


def companies(name: str) -> list[Judged]:
    """The companies of one file."""
    read = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    day = date.fromisoformat(read["as_of"])
    return [Judged(one["id"], one["profile"], day, one["grades"], one["excluded"]) for one in read["companies"]]


def ranking(company: Judged) -> dict[str, Outcome]:
    """Measure → verdict, in the order of the list; the ruled out last."""
    profile = Profile.from_mapping(company.profile, company.as_of)
    found = shortlist(profile, company.as_of, 200, include_ineligible=True)
    return {one.measure.code: one.outcome for one in found.results}


def agreement(company: Judged, order: Sequence[str]) -> float:
    """nDCG of the first ten; 1 is the order of the grades itself."""
    return ndcg(company.grades, order)
