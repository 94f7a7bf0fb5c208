"""One candidate × one profile → a verdict with all its evidence. This is the reference; the index must equal it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from matcher.facts import Facts, Worlds
from matcher.features import FEATURES
from matcher.operators import OPERATORS
from matcher.rules import Candidate, Condition
from matcher.truth import FALSE, TRUE, UNKNOWN, Truth, agreed, all_of, any_of


class Outcome(StrEnum):
    """What a candidate's requirements come to."""

    ELIGIBLE = "eligible"
    NEEDS_INFO = "needs_info"
    INELIGIBLE = "ineligible"


OUTCOME_OF = {TRUE: Outcome.ELIGIBLE, UNKNOWN: Outcome.NEEDS_INFO, FALSE: Outcome.INELIGIBLE}


@dataclass(frozen=True, slots=True)
class Finding:
    """One condition, how it came out, and the answer (possible answers) it was tested on."""

    condition: Condition
    truth: Truth
    answer: Worlds


@dataclass(frozen=True, slots=True)
class ClauseFinding:
    """One clause: the greatest of its conditions."""

    truth: Truth
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """The least of a candidate's clauses, and everything it rests on."""

    candidate: Candidate
    truth: Truth
    clauses: tuple[ClauseFinding, ...]

    @property
    def outcome(self) -> Outcome:
        """The verdict as a word."""
        return OUTCOME_OF[self.truth]

    @property
    def failing(self) -> tuple[ClauseFinding, ...]:
        """The clauses that rule the candidate out."""
        return tuple(clause for clause in self.clauses if clause.truth is FALSE)

    @property
    def open_conditions(self) -> tuple[Condition, ...]:
        """The undecided conditions of undecided clauses: what an answer could still settle. None once it is ruled out."""
        if self.truth is not UNKNOWN:
            return ()
        return tuple(
            finding.condition
            for clause in self.clauses
            if clause.truth is UNKNOWN
            for finding in clause.findings
            if finding.truth is UNKNOWN
        )


def judge(condition: Condition, worlds: Worlds) -> Truth:
    """How *condition* comes out: what holds in every world that the answers leave possible, else UNKNOWN."""
    if worlds is None:
        return UNKNOWN
    if condition.operator == "is_answered":
        return TRUE if len(worlds) == 1 else UNKNOWN
    test, kind = OPERATORS[condition.operator].test, FEATURES[condition.feature].kind
    return agreed(test(world, condition.values, kind) for world in worlds)


def assess(candidate: Candidate, facts: Facts) -> Verdict:
    """Judge every condition of every clause; nothing is cut short, so that the evidence is whole.

    *facts* must hold every fact that the candidate's requirements mention.
    """
    clauses = []
    for clause in candidate.requirements:
        findings = tuple(
            Finding(condition, judge(condition, facts[condition.fact]), facts[condition.fact])
            for condition in clause.conditions
        )
        clauses.append(ClauseFinding(any_of(finding.truth for finding in findings), findings))
    encoded = TRUE if candidate.encoded else UNKNOWN
    return Verdict(candidate, min(encoded, all_of(clause.truth for clause in clauses)), tuple(clauses))
