"""The order of the list, stated as one sentence.

Groups (measures) stand by score, highest first; of equal scores an eligible one stands before one that needs information;
then in catalogue order; the ineligible stand last, without points, in catalogue order. A group stands for its best candidate:
the best verdict, then the highest score, then the first key.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from matcher.assessment import OUTCOME_OF, Outcome, assess
from matcher.facts import Facts
from matcher.relevance import Relevance, Score
from matcher.rules import Candidate
from matcher.truth import FALSE, Truth


@dataclass(frozen=True, slots=True)
class Ranked:
    """A group in the list, represented by its leading candidate."""

    lead: Candidate
    truth: Truth
    score: Score

    @property
    def outcome(self) -> Outcome:
        """The group's verdict: the best of its candidates'."""
        return OUTCOME_OF[self.truth]

    @property
    def sort_key(self) -> tuple[object, ...]:
        """Ascending: the sentence of this module, word for word."""
        return (self.truth is FALSE, -self.score.points, -self.truth, self.lead.order, self.lead.group)


def rank(candidates: Iterable[Candidate], relevance: Relevance, facts: Facts, day: date) -> list[Ranked]:
    """All groups of *candidates* in order. The reference for the index; linear in the number of candidates."""
    leads: dict[str, Ranked] = {}
    for candidate in candidates:
        truth = assess(candidate, facts).truth
        entry = Ranked(candidate, truth, relevance.score(candidate, facts, truth, day))
        best = leads.get(candidate.group)
        if best is None or _lead_key(entry) < _lead_key(best):
            leads[candidate.group] = entry
    return sorted(leads.values(), key=lambda entry: entry.sort_key)


def _lead_key(entry: Ranked) -> tuple[object, ...]:
    return (-entry.truth, -entry.score.points, entry.lead.key)
