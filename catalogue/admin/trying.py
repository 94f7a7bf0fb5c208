"""A version's rules on one company, for an editor's eyes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from catalogue.bridge import compile_catalogue
from catalogue.models import RuleVersion
from catalogue.parts.answer import profile_of
from catalogue.parts.cards import verdict_word
from catalogue.wording import OUTCOMES, finding_text
from matcher import Candidate, assess, derive
from matcher.features import FEATURES, QUESTIONS
from matcher.index import conditions_of

_WORDS = {"met": "合っています", "unmet": "合っていません", "unknown": "まだわかりません"}


def answer_keys(version: RuleVersion) -> list[str]:
    """The profile keys that the version's rows read, the easiest to answer first."""
    read = {key for row in version.criteria.all() for key in FEATURES[row.feature].answers}
    return [key for key in QUESTIONS if key in read]


def judged(version: RuleVersion, answers: Mapping[str, Any], day: date) -> dict[str, Any]:
    """The verdict on *day* of the version's first listing, clause by clause."""
    profile = profile_of({key: value for key, value in answers.items() if value is not None}, day)
    candidate = _candidate(version, day)
    facts = derive(profile, day, {condition.fact for condition in conditions_of(candidate)})
    verdict = assess(candidate, facts)
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


def _candidate(version: RuleVersion, day: date) -> Candidate:
    code = version.programme.code
    return next(one for one in compile_catalogue(day, version).candidates if one.key.endswith(f"/{code}"))
