"""All candidates × one profile, by bit planes. Equal to the reference on every input; tests prove it.

Candidates are laid side by side, one bit each, in catalogue order, so that the lowest bit wins a tie. A candidate's
requirements fall into two parts. Clauses on a single fact are joined per fact: with an answer, one plane says who passes.
The others go into *slots*, one clause of a candidate in each, where the planes of their facts are OR-ed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from matcher.assessment import Outcome
from matcher.facts import Facts
from matcher.features import FEATURES, MULTIPLE, Kind
from matcher.planes import from_positions, positions_of
from matcher.probe import Probe
from matcher.relevance import Relevance, facts_of
from matcher.rules import Candidate, Clause, Condition, Fact
from matcher.scoring import Scoring
from matcher.tables import Signature, Table, table


class Verdicts(NamedTuple):
    """*yes*: eligible for certain; *maybe*: not ruled out (a superset). Bits over candidates."""

    yes: int
    maybe: int


@dataclass(frozen=True, slots=True)
class Slot:
    """One clause each of many candidates: *absent* are the candidates that have none here."""

    absent: int
    tables: tuple[Table, ...]


class Index:
    """A catalogue compiled for matching. Immutable: an edit builds a new one and swaps the reference."""

    def __init__(self, candidates: Iterable[Candidate]) -> None:
        self.candidates: Sequence[Candidate] = sorted(candidates, key=lambda c: (c.order, c.group, c.key))
        self.width = len(self.candidates)
        self.full = (1 << self.width) - 1
        self._compile_groups()
        self._compile_requirements()
        self.relevance = Relevance(self.candidates)
        self.scoring = Scoring(self.candidates, self.relevance, self.width)
        self.rule_facts: frozenset[Fact] = frozenset(
            condition.fact for candidate in self.candidates for condition in conditions_of(candidate)
        )
        self.facts: frozenset[Fact] = self.rule_facts.union(*(facts_of(candidate) for candidate in self.candidates))

    def _compile_groups(self) -> None:
        starts, seen = [], ""
        run = longest = 0
        for place, candidate in enumerate(self.candidates):
            if not place or candidate.group != seen:
                starts.append(place)
                seen, run = candidate.group, 0
            run += 1
            longest = max(longest, run)
        self.leaders = from_positions(starts, self.width)
        self.group_count = len(starts)
        # Steps of doubling length; bit p of a step: candidates p and p + step belong to one group.
        self._steps: list[tuple[int, int]] = []
        step = 1
        while step < longest:
            same = (
                place
                for place in range(self.width - step)
                if self.candidates[place].group == self.candidates[place + step].group
            )
            self._steps.append((step, from_positions(same, self.width)))
            step *= 2

    def _compile_requirements(self) -> None:
        joined: dict[Fact, dict[int, list[tuple[Condition, ...]]]] = defaultdict(lambda: defaultdict(list))
        slots: list[dict[Fact, dict[Signature, list[int]]]] = []
        present: list[list[int]] = []
        for place, candidate in enumerate(self.candidates):
            mixed = []
            for clause in (part for whole in candidate.requirements for part in without_has_all(whole)):
                facts = {condition.fact for condition in clause}
                if len(facts) == 1 and FEATURES[clause[0].feature].kind not in MULTIPLE:
                    joined[clause[0].fact][place].append(clause)
                else:
                    mixed.append((sorted(facts), clause))
            # Like clauses meet in like slots, which keeps the number of planes a slot needs low.
            for number, (facts_in_order, clause) in enumerate(sorted(mixed, key=lambda item: item[0])):
                if number == len(slots):
                    slots.append(defaultdict(lambda: defaultdict(list)))
                    present.append([])
                present[number].append(place)
                for fact in facts_in_order:
                    part = tuple(condition for condition in clause if condition.fact == fact)
                    slots[number][fact][(part,)].append(place)
        self.encoded = from_positions((p for p, c in enumerate(self.candidates) if c.encoded), self.width)
        self.joined = {fact: self._joined_table(fact, clauses) for fact, clauses in joined.items()}
        self.slots = tuple(
            Slot(
                self.full ^ from_positions(places, self.width),
                tuple(table(fact, signatures, self.width) for fact, signatures in slot.items()),
            )
            for slot, places in zip(slots, present, strict=True)
        )

    def _joined_table(self, fact: Fact, clauses: dict[int, list[tuple[Condition, ...]]]) -> Table:
        signatures: dict[Signature, list[int]] = defaultdict(list)
        for place, group in clauses.items():
            signatures[tuple(group)].append(place)
        return table(fact, signatures, self.width)

    def verdicts(self, facts: Facts) -> Verdicts:
        """Judge every candidate. *facts* must hold ``rule_facts``."""
        yes, maybe = self.encoded, self.full
        for fact, one in self.joined.items():
            sure, unknown = one.judge(facts[fact])
            sure |= one.unmentioned
            yes &= sure
            maybe &= sure | unknown
        for slot in self.slots:
            sure, unknown = slot.absent, 0
            for one in slot.tables:
                more, left = one.judge(facts[one.fact])
                sure |= more
                unknown |= left
            yes &= sure
            maybe &= sure | unknown
        return Verdicts(yes, maybe)

    def spread(self, plane: int) -> int:
        """Every candidate of every group of which at least one candidate is set in *plane*."""
        for step, same in self._steps:
            plane |= plane >> step & same
        # Leaders now have it; hand it back along the same steps.
        for step, same in self._steps:
            plane |= (plane & same) << step
        return plane

    def best(self, verdicts: Verdicts) -> Verdicts:
        """Only the candidates that may stand for their group: those with the group's best verdict."""
        if not self._steps:
            return verdicts
        return Verdicts(verdicts.yes, verdicts.yes | verdicts.maybe & ~self.spread(verdicts.yes))

    def counts(self, verdicts: Verdicts) -> dict[Outcome, int]:
        """Groups by outcome."""
        eligible = (self.spread(verdicts.yes) & self.leaders).bit_count()
        possible = (self.spread(verdicts.maybe) & self.leaders).bit_count()
        return {
            Outcome.ELIGIBLE: eligible,
            Outcome.NEEDS_INFO: possible - eligible,
            Outcome.INELIGIBLE: self.group_count - possible,
        }

    def top(self, facts: Facts, day: date, limit: int) -> list[Candidate]:
        """The leading candidates of the first *limit* groups that are not ruled out, in ranking order.

        *facts* must hold ``facts``; *day* is the day on which availability is asked.
        """
        return self.top_of(self.verdicts(facts), facts, day, limit)

    def top_of(self, verdicts: Verdicts, facts: Facts, day: date, limit: int) -> list[Candidate]:
        """As :meth:`top`, for *verdicts* that are known already."""
        best = self.best(verdicts)
        wanted = limit
        while True:
            places = self.scoring.order(best.yes, best.maybe, facts, day, wanted)
            leads: dict[str, Candidate] = {}
            for place in places:
                candidate = self.candidates[place]
                leads.setdefault(candidate.group, candidate)
            if len(leads) >= limit or len(places) < wanted:
                return list(leads.values())[:limit]
            wanted *= 2

    def probe(self, facts: Facts) -> Probe:
        """One company's standing, ready for "what if" questions. *facts* must hold ``rule_facts``."""
        return Probe(self, facts)

    def ruled_out(self, verdicts: Verdicts) -> list[Candidate]:
        """The first candidate of each group of which every candidate is ruled out, in catalogue order."""
        return [self.candidates[place] for place in positions_of(self.leaders & ~self.spread(verdicts.maybe))]


def conditions_of(candidate: Candidate) -> list[Condition]:
    """Every condition of a candidate's requirements."""
    return [condition for clause in candidate.requirements for condition in clause.conditions]


def without_has_all(clause: Clause) -> list[tuple[Condition, ...]]:
    """The same clause as clauses in which no set of codes is asked for "has all".

    a ∧ b ∨ c is (a ∨ c) ∧ (b ∨ c), in three values as in two; "has all of a, b" is "has any of a" ∧ "has any of b".
    """
    for place, condition in enumerate(clause.conditions):
        if condition.operator == "has_all" and FEATURES[condition.feature].kind is Kind.CODES:
            rest = clause.conditions[:place], clause.conditions[place + 1 :]
            parts = []
            for value in condition.values:
                one = Condition(condition.feature, "has_any", (value,))
                parts += without_has_all(Clause((*rest[0], one, *rest[1])))
            return parts
    return [clause.conditions]
