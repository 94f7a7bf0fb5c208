"""Matching for assistants: the API's answers, the ranked list without its evidence, the next question with its possible answers."""

from __future__ import annotations

from typing import Any

from catalogue import wording
from catalogue.assistants.answers import form_of
from catalogue.assistants.asked import OneMeasure
from catalogue.contract.match import MatchRequest, RequestError, event_headline, head_of, measure_of, points
from catalogue.contract.matches import OneCompany, asking, explanation, missing_answers
from catalogue.shortlist import MeasureResult, Snapshot, explain, shortlist
from matcher import Outcome, Problem

TOLD = frozenset(wording.PART_TEXTS) - {"support", "audience", "availability", "verdict"}
"""Parts of a score that say something of this company, and no more than the verdict and the availability beside them."""


def match(asked: MatchRequest) -> dict[str, object]:
    """The ranked list; the evidence stays in the explanation of each measure."""
    found = shortlist(asked.profile, asked.as_of, asked.limit, include_ineligible=asked.include_ineligible)
    first = found.questions[0] if found.questions else None
    return {
        **head_of(found),
        "results": [_place(one) for one in found.results],
        "next_question": {"feature": first.answer, "text": wording.question_text(first)} if first else None,
    }


def _place(one: MeasureResult) -> dict[str, object]:
    judged = [programme.verdict for programme in one.programmes]
    return {
        "rank": one.rank,
        "verdict": one.outcome.value,
        "availability": one.availability.value,
        "score": points(one.score.points),
        "measure": measure_of(one.measure),
        "why": [wording.part_text(part) for part in one.score.parts if part.name in TOLD and part.reasons],
        "missing": missing_answers(*judged) if one.outcome is Outcome.NEEDS_INFO else [],
        "programmes": [
            {
                "code": programme.card.code,
                "name": programme.card.name,
                "aspect": programme.card.aspect,
                "support_types": list(programme.card.supports),
                "verdict": programme.verdict.outcome.value,
                "by_hand": len(programme.card.checks),
                "unmet": [
                    wording.finding_text(finding) for clause in programme.verdict.failing for finding in clause.findings
                ],
                "history": [text for event in programme.history if (text := event_headline(event))],
            }
            for programme in one.programmes
        ],
    }


def explained(asked: OneMeasure) -> dict[str, object]:
    """One measure, condition by condition, as the API explains it. Raises RequestError when it has just gone."""
    company = asked.company
    found = explain(company.profile, company.as_of, asked.code)
    if found is None:  # it was there a moment ago
        raise RequestError([Problem(("code",), "unknown_code", {"value": asked.code})])
    return explanation(company, asked.now.version, found)


def next_question(asked: OneCompany, now: Snapshot) -> dict[str, object]:
    """What to ask next as the API says it, and how the first question can be answered."""
    found: dict[str, Any] = asking(asked, now)
    question = found["question"]
    if question is not None:
        answered = asked.profile.industry if question["feature"] == "industry" else None
        found["question"] = {**question, "answer": form_of(question["feature"], answered)}
    return found
