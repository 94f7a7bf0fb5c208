"""Further questions about companies in the public contract: one measure, one programme, what to ask next, is the profile sound."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from catalogue import labels, wording
from catalogue.contract.match import RequestError, errors_of, read_day, read_keys, result_of, size_sentence
from catalogue.shortlist import MeasureResult, Snapshot, size_of
from matcher import Outcome, Problem, Profile, ProfileError, Verdict, assess, derive, next_questions
from matcher.features import FEATURES, QUESTIONS
from matcher.profile import PROFILE_KEYS

MOST_PROFILES = 1000
"""Profiles in one request of a programme's matches."""


@dataclass(frozen=True, slots=True)
class OneCompany:
    """A sound request about one company."""

    profile: Profile
    as_of: date


@dataclass(frozen=True, slots=True)
class Companies:
    """A sound request about several, in their order."""

    profiles: tuple[Profile, ...]
    as_of: date


def read_company(body: object, today: date) -> OneCompany:
    """``{"profile", "as_of"}``. Raises RequestError with every mistake."""
    read = read_keys(body, ("profile", "as_of"))
    as_of = read.of("as_of", read_day, today)
    profile = read.profile(as_of)
    read.finish()
    return OneCompany(profile, as_of)


def read_companies(body: object, today: date) -> Companies:
    """``{"profiles", "as_of"}``. Raises RequestError with every mistake."""
    read = read_keys(body, ("profiles", "as_of"))
    as_of = read.of("as_of", read_day, today)
    given = read.body.get("profiles")
    profiles = []
    if given is None:
        read.problems.append(Problem(("profiles",), "required"))
    elif not isinstance(given, list):
        read.problems.append(Problem(("profiles",), "wrong_type", {"expected": "list"}))
    elif len(given) > MOST_PROFILES:
        read.problems.append(Problem(("profiles",), "too_many", {"most": MOST_PROFILES}))
    else:
        for place, one in enumerate(given):
            try:
                profiles.append(Profile.from_mapping(one, as_of))
            except ProfileError as error:
                read.problems += [Problem(("profiles", place, *p.path), p.code, p.params) for p in error.problems]
    read.finish()
    return Companies(tuple(profiles), as_of)


def explanation(asked: OneCompany, version: str, found: MeasureResult) -> dict[str, object]:
    """One measure explained: as in a list, with what is still to be answered."""
    return {
        **_head(asked.as_of, version),
        "company_size": company_size(asked.profile),
        "result": result_of(found),
        "missing": missing_answers(*(one.verdict for one in found.programmes)),
    }


def standing(asked: Companies, snapshot: Snapshot, code: str) -> dict[str, object] | None:
    """Which of the companies may use a programme: the best of its places; None when there is no such programme."""
    places = [one for one in snapshot.index.candidates if snapshot.programmes[one.key].code == code]
    if not places:
        return None
    results = []
    for number, profile in enumerate(asked.profiles):
        facts = derive(profile, asked.as_of, snapshot.index.rule_facts)
        verdicts = [assess(place, facts) for place in places]
        best = max(verdicts, key=lambda one: one.truth)
        results.append(
            {
                "index": number,
                "verdict": best.outcome.value,
                "measures": [one.candidate.group for one in verdicts if one.truth is best.truth],
                "missing": missing_answers(best),
                "failing": [wording.finding_text(finding) for clause in best.failing for finding in clause.findings],
            }
        )
    counts = {outcome.value: sum(one["verdict"] == outcome.value for one in results) for outcome in Outcome}
    return {
        **_head(asked.as_of, snapshot.version),
        "programme": {"code": code, "name": snapshot.programmes[places[0].key].name},
        "availability": places[-1].availability(asked.as_of).value,
        "counts": counts,
        "results": results,
    }


def asking(asked: OneCompany, snapshot: Snapshot) -> dict[str, object]:
    """What to ask next: every question worth asking, the most telling first."""
    found = next_questions(snapshot.index, snapshot.trials, asked.profile, asked.as_of)
    questions = [
        {
            "feature": one.answer,
            "label": _(labels.ANSWERS[one.answer]),
            "text": wording.question_text(one),
            "decides": one.decides,
            "decides_at_least": one.at_least,
            "mentioned_by": one.mentioned_by,
            "refines": one.refines,
        }
        for one in found
    ]
    return {
        **_head(asked.as_of, snapshot.version),
        "question": questions[0] if questions else None,
        "others": questions[1:],
    }


def checked(body: object, today: date) -> dict[str, object]:
    """Whether a profile is sound, and what it says. Only what is around the profile can be refused: RequestError."""
    read = read_keys(body, ("profile", "as_of"))
    as_of = read.of("as_of", read_day, today)
    read.finish()
    if "profile" not in read.body:
        raise RequestError([Problem(("profile",), "required")])
    try:
        profile = Profile.from_mapping(read.body["profile"], as_of)
    except ProfileError as error:
        problems = [Problem(("profile", *p.path), p.code, p.params) for p in error.problems]
        return {**_validity(as_of), "errors": errors_of(problems)}
    answered = [key for key in QUESTIONS if profile.answered(key)]
    return {
        **_validity(as_of),
        "valid": True,
        "profile": as_json(profile),
        "answered": answered,
        "unanswered": [key for key in QUESTIONS if key not in answered],
        "company_size": company_size(profile),
    }


def _validity(as_of: date) -> dict[str, object]:
    return {
        "as_of": as_of.isoformat(),
        "valid": False,
        "errors": [],
        "profile": None,
        "answered": [],
        "unanswered": [],
        "company_size": None,
    }


def as_json(profile: Profile) -> dict[str, object]:
    """The answers of a profile as they are posted; lists in order, what is not answered left out."""
    found: dict[str, object] = {}
    for key in PROFILE_KEYS:
        value = getattr(profile, key)
        if isinstance(value, frozenset):
            found[key] = sorted(value)
        elif isinstance(value, date):
            found[key] = value.isoformat()
        elif value is not None:
            found[key] = value
    return found


def company_size(profile: Profile) -> dict[str, object]:
    """The company's size and why."""
    size = size_of(profile)
    return {"value": size.value, "why": size_sentence(size)}


def missing_answers(*verdicts: Verdict) -> list[dict[str, str]]:
    """The answers that could still decide these verdicts."""
    keys = {key for one in verdicts for condition in one.open_conditions for key in FEATURES[condition.feature].answers}
    return [{"key": key, "label": _(labels.ANSWERS[key])} for key in QUESTIONS if key in keys]


def _head(as_of: date, version: str) -> Mapping[str, object]:
    return {"as_of": as_of.isoformat(), "catalogue_version": version}
