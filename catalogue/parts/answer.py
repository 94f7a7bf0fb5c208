"""The answer to one company's profile, and what a printed sheet shows of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from catalogue import wording
from catalogue.contract.match import size_sentence
from catalogue.parts.answers import every_answer
from catalogue.parts.cards import card
from catalogue.shortlist import MOST, MeasureResult, Shortlist, shortlist
from matcher import Outcome, Profile, ProfileError

ON_A_SHEET = 20
"""Measures on paper when none were kept."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A profile and everything the catalogue says to it on a day."""

    profile: Profile
    answers: Mapping[str, Any]
    found: Shortlist

    @property
    def by_code(self) -> dict[str, MeasureResult]:
        return {one.measure.code: one for one in self.found.results}


def profile_of(stored: Mapping[str, Any], today: date) -> Profile:
    """*stored* answers as the engine reads them. One that *today* no longer allows (a clock set back) counts as not given."""
    answers = dict(stored)
    while True:
        try:
            return Profile.from_mapping(answers, today)
        except ProfileError as error:
            for problem in error.problems:
                answers.pop(str(problem.path[0]), None)


def answer_of(answers: Mapping[str, Any], as_of: date) -> Answer:
    """Match; every measure, the ruled out ones last. Raises NoCatalogue."""
    profile = profile_of(answers, as_of)
    return Answer(profile, answers, shortlist(profile, as_of, MOST, include_ineligible=True))


def counted(found: Shortlist) -> list[dict[str, Any]]:
    """How many measures have each verdict, in words."""
    return [
        {"key": outcome.value, "word": _(wording.VERDICTS[outcome.value]), "count": found.counts[outcome]}
        for outcome in Outcome
    ]


def sheet_context(answer: Answer, kept: Collection[str]) -> dict[str, Any]:
    """What parts/sheet.html shows: the *kept* measures, if there are any, else the first of the list."""
    by_code = answer.by_code
    chosen = sorted((by_code[code] for code in kept if code in by_code), key=lambda one: one.rank)
    usable = [one for one in answer.found.results if one.outcome is not Outcome.INELIGIBLE]
    return {
        "cards": [card(one, answer.profile, answer.found.as_of, kept) for one in chosen or usable[:ON_A_SHEET]],
        "only_kept": bool(chosen),
        "facts": every_answer(answer.answers),
        "size": size_sentence(answer.found.size),
        "figures": counted(answer.found),
        "as_of": answer.found.as_of,
        "version": answer.found.version,
        "name": answer.profile.name or "",
    }
