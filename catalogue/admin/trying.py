"""A version's rules on one company, for an editor's eyes; a company that tells something is kept as a scenario."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from catalogue.bridge import compile_trial
from catalogue.models import RuleVersion, Scenario, ScenarioKind
from catalogue.parts.answer import profile_of
from catalogue.parts.answers import every_answer
from catalogue.parts.cards import verdict_word
from catalogue.publishing.scenarios import judged as verdict_by
from catalogue.wording import OUTCOMES, finding_text
from matcher import Candidate
from matcher.features import FEATURES, QUESTIONS

_WORDS = {"met": "合っています", "unmet": "合っていません", "unknown": "まだわかりません"}
_LONGEST_NAME = 200


def answer_keys(version: RuleVersion) -> list[str]:
    """The profile keys that the version's rows read, the easiest to answer first."""
    read = {key for row in version.criteria.all() for key in FEATURES[row.feature].answers}
    return [key for key in QUESTIONS if key in read]


def facts_text(answers: Mapping[str, Any]) -> str:
    """A company's answers on one line."""
    return "、".join(f"{label}：{text}" for label, text in every_answer(answers)) or "（何も答えていない会社）"


def candidate_of(version: RuleVersion) -> Candidate | None:
    """The version's rules under the first measure that lists its programme; None while none does."""
    return next(iter(compile_trial(version).values()), None)


def judged(candidate: Candidate, answers: Mapping[str, Any], day: date) -> dict[str, Any]:
    """The candidate's verdict on *day*, clause by clause."""
    profile = profile_of(answers, day)
    verdict = verdict_by(candidate, profile, day)
    return {
        "verdict": verdict_word(verdict, profile),
        "clauses": [
            {
                "word": _WORDS[OUTCOMES[clause.truth]],
                "lines": [finding_text(finding) for finding in clause.findings],
            }
            for clause in verdict.clauses
        ],
    }


def keep(version: RuleVersion, candidate: Candidate, answers: Mapping[str, Any], day: date, name: str) -> Scenario:
    """The company as a scenario that expects from this version on what its *candidate* gives now."""
    verdict = verdict_by(candidate, profile_of(answers, day), day)
    return Scenario.objects.create(
        kind=ScenarioKind.RULE,
        programme=version.programme,
        measure=candidate.group,
        name=(name.strip() or facts_text(answers))[:_LONGEST_NAME],
        profile=dict(answers),
        expected=verdict.outcome.value,
        only_for=version,
    )
