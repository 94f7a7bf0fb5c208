"""Every rule of the catalogue is pinned down by companies with known verdicts; ``python -m tests.scenarios write`` finds them."""

from __future__ import annotations

import pytest

from catalogue.bridge import load_candidates
from matcher import Candidate, Outcome
from tests.scenarios import rule_files
from tests.scenarios.rule_cases import AS_OF, Case, survivors, verdict_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def ruled(real_stored: object) -> list[tuple[Candidate, list[Case]]]:
    """The programmes with requirements, each with its cases."""
    return [
        (candidate, rule_files.read(candidate.group).get(rule_files.programme_of(candidate), []))
        for candidate in load_candidates(AS_OF)
        if candidate.requirements
    ]


def test_every_company_gets_the_verdict_of_its_file(ruled: list[tuple[Candidate, list[Case]]]) -> None:
    wrong = [
        (candidate.key, case.answers, case.verdict)
        for candidate, cases in ruled
        for case in cases
        if verdict_of(candidate, case.answers) is not case.verdict
    ]
    assert wrong == []


def test_every_rule_has_a_company_of_each_verdict(ruled: list[tuple[Candidate, list[Case]]]) -> None:
    # What is not fully encoded, or asks for what no answer can rule out, has no eligible or no ineligible company.
    lacking = [
        candidate.key
        for candidate, cases in ruled
        if not {Outcome.ELIGIBLE, Outcome.INELIGIBLE, Outcome.NEEDS_INFO} <= {case.verdict for case in cases}
    ]
    assert lacking == []


def test_no_small_wrong_in_a_rule_goes_unseen(ruled: list[tuple[Candidate, list[Case]]]) -> None:
    alive = [(candidate.key, name) for candidate, cases in ruled for name in survivors(candidate, cases)]
    assert alive == []
