"""The next question, to be answered among the results."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from catalogue import wording
from catalogue.parts.answer import Answer
from catalogue.parts.answers import label_of
from catalogue.parts.pages import AnswerForm, shown_field


def question_of(answer: Answer, answers: Mapping[str, Any]) -> dict[str, Any] | None:
    """The question that settles most, with its field, and the two after it."""
    asked = answer.found.questions
    if not asked:
        return None
    question = asked[0]
    return {
        "key": question.answer,
        "text": wording.question_text(question),
        "field": in_place(AnswerForm([question.answer], answers), question.answer, answers),
        "following": [wording.question_text(one) for one in asked[1:3]],
    }


def asked_again(answer: Answer, form: AnswerForm, key: str, *, searching: bool) -> dict[str, Any]:
    """The question *key* as it was answered in *form*, with what is wrong about it; nothing is while its words are *searching*."""
    field = in_place(form, key, answer.answers)
    if searching:
        field |= {"errors": [], "describedby": ""}
    asked = {question.answer: wording.question_text(question) for question in answer.found.questions}
    return {"key": key, "text": asked.get(key, label_of(key)), "field": field, "following": []}


def in_place(form: AnswerForm, key: str, answers: Mapping[str, Any]) -> dict[str, Any]:
    """A field among the results: never required, and its groups shut, so that the list stays within reach."""
    field = shown_field(form, key, answers) | {"need": False}
    for group in field.get("groups", []):
        group["open"] = bool(group["checked"])
    return field
