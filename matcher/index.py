"""All candidates × one profile, by bit planes. Equal to the reference on every input; tests prove it.

Candidates are laid side by side, one bit each, in catalogue order, so that the lowest bit wins a tie. Planes are laid side by
side in turn (``tables.Layout``), all clauses of all candidates in one integer: with an answer to each fact, a verdict on
everything is one OR a fact, and then an AND of the segments.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from matcher.assessment import Outcome
from matcher.facts import Facts
from matcher.planes import from_positions, positions_of
from matcher.probe import Probe
from matcher.relevance import Relevance, facts_of
from matcher.rules import Candidate, Clause, Condition, Fact
from matcher.scoring import Scoring
from matcher.tables import Draft, Layout, Part, Table


class Verdicts(NamedTuple):
    """*yes*: eligible for certain; *maybe*: not ruled out (a superset). Bits over candidates."""

    yes: int
    maybe: int


class Index:
    """A catalogue compiled for matching. Immutable: an edit builds a new one and swaps the reference."""

    def __init__(self, candidates: Iterable[Candidate]) -> None:
        self.candidates: Sequence[Candidate] = sorted(candidates, key=lambda c: (c.order, c.group, c.key))
        self.width = len(self.candidates)
        self.full = (1 << self.width) - 1
        self.objecting = (1 << 2 * self.width) - 1
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
        self.places: dict[str, list[int]] = {}
        run = longest = 0
        for place, candidate in enumerate(self.candidates):
            if not place or candidate.group != seen:
                starts.append(place)
                seen, run = candidate.group, 0
            self.places.setdefault(candidate.group, []).append(place)
            run += 1
            longest = max(longest, run)
        self.leaders = from_positions(starts, self.width)
        self.group_count = len(starts)
        # Steps of doubling length; bit p of a step: candidates p and p + step belong to one group. Twice, for pairs of planes.
        self._steps: list[tuple[int, int]] = []
        step = 1
        while step < longest:
            same = (
                place
                for place in range(self.width - step)
                if self.candidates[place].group == self.candidates[place + step].group
            )
            plane = from_positions(same, self.width)
            self._steps.append((step, plane | plane << self.width))
            step *= 2

    def _compile_requirements(self) -> None:
        drafts: dict[Fact, Draft] = {}
        filled: list[list[int]] = []
        pair = 2 * self.width
        for place, candidate in enumerate(self.candidates):
            slots = 0
            for clause in (part for whole in candidate.requirements for part in without_has_all(whole)):
                mentioned = {c.fact: drafts.get(c.fact) or drafts.setdefault(c.fact, Draft(c.fact)) for c in clause}
                if len(mentioned) == 1 and mentioned[clause[0].fact].takes_objection(clause, place):
                    continue
                if slots == len(filled):
                    filled.append([])
                filled[slots].append(place)
                slots += 1
                for condition in clause:
                    mentioned[condition.fact].add(condition, place + pair * slots)
        self.layout = Layout(self.width, 1 + len(filled))
        self.tables: Mapping[Fact, Table] = {fact: draft.table(self.layout) for fact, draft in drafts.items()}
        # Before any answer: no objection but to what is not encoded, and a slot without a clause is met.
        self.start = from_positions((p for p, c in enumerate(self.candidates) if not c.encoded), pair)
        for number, places in enumerate(filled):
            absent = self.full ^ from_positions(places, self.width)
            self.start |= (absent | absent << self.width) << pair * (number + 1)
        self._yes_planes = 0
        for number in range(self.layout.segments):
            self._yes_planes |= self.full << pair * number
        # Half of the segments onto the other half, until one is left; where they overlap, nothing is changed by it.
        self._folds = []
        left = self.layout.segments
        while left > 1:
            self._folds.append((left // 2) * pair)
            left -= left // 2

    def verdicts(self, facts: Facts) -> Verdicts:
        """Judge every candidate. *facts* must hold ``rule_facts``."""
        said = self.start
        for fact, one in self.tables.items():
            said |= one.of(facts[fact])
        both = self.conclude(said)
        return Verdicts(both & self.full, both >> self.width)

    def conclude(self, said: int) -> int:
        """From what all facts say, OR-ed with ``start``, to one pair of planes: yes, above it maybe."""
        said ^= self.objecting
        for step in self._folds:
            said &= said >> step
        return said

    def open_clauses(self, said: int) -> int:
        """The bits, in yes planes, of the clauses that *said* leaves open: maybe, and not yes."""
        said ^= self.objecting
        maybe = said >> self.width & self._yes_planes
        return maybe ^ (maybe & said)

    def open_groups(self, clauses: int, both: int) -> int:
        """The leaders of the undecided groups in which an undecided candidate has one of *clauses* (from :meth:`open_clauses`)."""
        for step in self._folds:
            clauses |= clauses >> step
        maybe = both >> self.width
        return self._led(clauses & maybe & ~both) & ~self._led(both & self.full) & self.leaders

    def undecided_groups(self, both: int) -> int:
        """How many groups are undecided, given what :meth:`conclude` found."""
        for step, same in self._steps:
            both |= both >> step & same
        maybe = both >> self.width & self.leaders
        return (maybe ^ (maybe & both)).bit_count()

    def spread(self, plane: int) -> int:
        """Every candidate of every group of which at least one candidate is set in *plane*."""
        plane = self._led(plane)
        # Leaders now have it; hand it back along the same steps.
        for step, same in self._steps:
            plane |= (plane & same & self.full) << step
        return plane

    def _led(self, plane: int) -> int:
        """*plane*, and the leader of every group in it."""
        for step, same in self._steps:
            plane |= plane >> step & same
        return plane

    def best(self, verdicts: Verdicts) -> Verdicts:
        """Only the candidates that may stand for their group: those with the group's best verdict."""
        if not self._steps:
            return verdicts
        return Verdicts(verdicts.yes, verdicts.yes | verdicts.maybe & ~self.spread(verdicts.yes))

    def groups(self, verdicts: Verdicts) -> Verdicts:
        """The same of groups, each at the bit of its first candidate: a group is what the best of its candidates is."""
        return Verdicts(self._led(verdicts.yes) & self.leaders, self._led(verdicts.maybe) & self.leaders)

    def counts(self, verdicts: Verdicts) -> dict[Outcome, int]:
        """Groups by outcome."""
        eligible, possible = (plane.bit_count() for plane in self.groups(verdicts))
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
        leads: dict[str, Candidate] = {}
        for place in self.scoring.order(best.yes, best.maybe, facts, day):
            candidate = self.candidates[place]
            leads.setdefault(candidate.group, candidate)
            if len(leads) == limit:
                break
        return list(leads.values())

    def lead_of(self, group: str, verdicts: Verdicts, facts: Facts, day: date) -> Candidate:
        """The candidate that stands for *group*, in the list of :meth:`top_of` or of :meth:`ruled_out`. *facts* must hold ``facts``."""
        places = self.places[group]
        best = self.best(verdicts)
        among = best.maybe & from_positions(places, self.width)
        return self.candidates[next(self.scoring.order(best.yes, among, facts, day), places[0])]

    def probe(self, facts: Facts) -> Probe:
        """One company's standing, ready for "what if" questions. *facts* must hold ``rule_facts``."""
        return Probe(self, facts)

    def ruled_out(self, verdicts: Verdicts) -> list[Candidate]:
        """The first candidate of each group of which every candidate is ruled out, in catalogue order."""
        return [self.candidates[place] for place in positions_of(self.leaders & ~self._led(verdicts.maybe))]


def conditions_of(candidate: Candidate) -> list[Condition]:
    """Every condition of a candidate's requirements."""
    return [condition for clause in candidate.requirements for condition in clause.conditions]


def without_has_all(clause: Clause) -> list[Part]:
    """The same clause as clauses in which no set is asked for "has all".

    a ∧ b ∨ c is (a ∨ c) ∧ (b ∨ c), in three values as in two; "has all of a, b" is "has any of a" ∧ "has any of b".
    """
    for place, condition in enumerate(clause.conditions):
        if condition.operator == "has_all":
            rest = clause.conditions[:place], clause.conditions[place + 1 :]
            parts = []
            for value in condition.values:
                one = Condition(condition.feature, "has_any", (value,))
                parts += without_has_all(Clause((*rest[0], one, *rest[1])))
            return parts
    return [clause.conditions]
