"""One candidate × one company: the whole tree of evidence, by hand."""

from datetime import date

import pytest

from matcher.assessment import ClauseFinding, Finding, Outcome, Verdict, assess
from matcher.facts import derive
from matcher.profile import Profile
from matcher.rules import Candidate, Clause, Condition
from matcher.truth import FALSE, TRUE, UNKNOWN, Truth

AS_OF = date(2024, 3, 31)

SMALL = Condition("employees", "at_most", (20,))
TOKYO = Condition("prefecture", "is_one_of", ("13",))
GREEN = Condition("topics", "has_any", ("gx",))
YOUNG = Condition("years_since_foundation", "less_than", (5,))
SME = Condition("company_size", "is_one_of", ("micro", "sme"), "basic_law")


def candidate(*clauses: tuple[Condition, ...], encoded: bool = True) -> Candidate:
    return Candidate("p", "m", (1,), requirements=tuple(Clause(clause) for clause in clauses), encoded=encoded)


def assessed(asked: Candidate, **answers: object) -> Verdict:
    wanted = {condition.fact for clause in asked.requirements for condition in clause.conditions}
    return assess(asked, derive(Profile(**answers), AS_OF, wanted))  # type: ignore[arg-type]


def test_the_evidence_of_an_eligible_candidate() -> None:
    asked = candidate((SMALL,), (TOKYO, GREEN))
    assert assessed(asked, employees=20, prefecture="13") == Verdict(
        asked,
        TRUE,
        (
            ClauseFinding(TRUE, (Finding(SMALL, TRUE, (20,)),)),
            ClauseFinding(TRUE, (Finding(TOKYO, TRUE, ("13",)), Finding(GREEN, UNKNOWN, None))),
        ),
    )


def test_the_evidence_of_one_that_needs_information() -> None:
    asked = candidate((SMALL,), (TOKYO, GREEN))
    verdict = assessed(asked, employees=20, prefecture="01")
    assert verdict == Verdict(
        asked,
        UNKNOWN,
        (
            ClauseFinding(TRUE, (Finding(SMALL, TRUE, (20,)),)),
            ClauseFinding(UNKNOWN, (Finding(TOKYO, FALSE, ("01",)), Finding(GREEN, UNKNOWN, None))),
        ),
    )
    assert verdict.open_conditions == (GREEN,)
    assert verdict.failing == ()


def test_the_evidence_of_one_that_is_ruled_out_is_whole_too() -> None:
    asked = candidate((SMALL,), (TOKYO, GREEN), (YOUNG,))
    verdict = assessed(asked, employees=21, prefecture="01", founded_year=2019)
    assert verdict == Verdict(
        asked,
        FALSE,
        (
            ClauseFinding(FALSE, (Finding(SMALL, FALSE, (21,)),)),
            ClauseFinding(UNKNOWN, (Finding(TOKYO, FALSE, ("01",)), Finding(GREEN, UNKNOWN, None))),
            ClauseFinding(UNKNOWN, (Finding(YOUNG, UNKNOWN, (4, 5)),)),
        ),
    )
    assert verdict.failing == verdict.clauses[:1]
    assert verdict.open_conditions == ()


def test_every_failing_clause_is_named() -> None:
    verdict = assessed(candidate((SMALL,), (TOKYO,), (GREEN,)), employees=21, prefecture="01", topics=frozenset(["gx"]))
    assert verdict.failing == verdict.clauses[:2]


def test_the_possible_answers_stand_in_the_evidence() -> None:
    verdict = assessed(candidate((SME,)), entity_type="corporation", industry="09", employees=301)
    assert verdict.clauses[0].findings[0].answer == ("mid", "sme")
    assert verdict.open_conditions == (SME,)


def test_open_conditions_are_those_of_open_clauses_only() -> None:
    """GREEN is open in a clause that TOKYO already satisfies, and counts only where nothing else does."""
    satisfied = candidate((TOKYO, GREEN), (SMALL,))
    assert assessed(satisfied, prefecture="13").open_conditions == (SMALL,)
    needed = candidate((TOKYO, GREEN), (SMALL, GREEN))
    assert assessed(needed, prefecture="13").open_conditions == (SMALL, GREEN)
    assert assessed(needed).open_conditions == (TOKYO, GREEN, SMALL, GREEN)


@pytest.mark.parametrize(
    ("encoded", "clauses", "answers", "truth"),
    [
        # Nothing is required.
        (True, (), {}, TRUE),
        # Nothing is known yet of what is required.
        (False, (), {}, UNKNOWN),
        (False, ((SMALL,),), {"employees": 5}, UNKNOWN),
        (False, ((SMALL,),), {}, UNKNOWN),
        (False, ((SMALL,),), {"employees": 21}, FALSE),
        (False, ((SMALL,), (TOKYO,)), {"employees": 5, "prefecture": "01"}, FALSE),
        # A clause is the greatest of its conditions …
        (True, ((SMALL, TOKYO),), {"employees": 5, "prefecture": "01"}, TRUE),
        (True, ((SMALL, TOKYO),), {"employees": 21, "prefecture": "01"}, FALSE),
        (True, ((SMALL, TOKYO),), {"employees": 21}, UNKNOWN),
        (True, ((SMALL, TOKYO),), {"employees": 5}, TRUE),
        # … and a candidate the least of its clauses.
        (True, ((SMALL,), (TOKYO,)), {"employees": 5, "prefecture": "13"}, TRUE),
        (True, ((SMALL,), (TOKYO,)), {"employees": 5}, UNKNOWN),
        (True, ((SMALL,), (TOKYO,)), {"employees": 21}, FALSE),
    ],
)
def test_the_verdict(
    encoded: bool, clauses: tuple[tuple[Condition, ...], ...], answers: dict[str, object], truth: Truth
) -> None:
    assert assessed(candidate(*clauses, encoded=encoded), **answers).truth is truth


@pytest.mark.parametrize(
    ("truth", "outcome"),
    [(TRUE, Outcome.ELIGIBLE), (UNKNOWN, Outcome.NEEDS_INFO), (FALSE, Outcome.INELIGIBLE)],
)
def test_each_truth_has_its_word(truth: Truth, outcome: Outcome) -> None:
    assert Verdict(candidate(), truth, ()).outcome is outcome


def test_what_is_not_encoded_asks_no_question() -> None:
    verdict = assessed(candidate(encoded=False))
    assert (verdict.outcome, verdict.clauses, verdict.open_conditions) == (Outcome.NEEDS_INFO, (), ())
