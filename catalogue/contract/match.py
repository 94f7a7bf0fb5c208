"""A match in the public contract: the request read, the answer laid out."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.utils.translation import gettext as _

from catalogue import labels, wording
from catalogue.bridge import EventCard, MeasureCard, Origin, ProgrammeCard, RowCard
from catalogue.contract.decoding import printable
from catalogue.models.codes import Encoding, EventKind
from catalogue.shortlist import (
    DEFAULT_LIMIT,
    MOST,
    SIZE_REGIME,
    MeasureResult,
    ProgrammeResult,
    Shortlist,
    SizeAnswer,
)
from catalogue.turns import EARLIEST, LATEST
from matcher import Outcome, Part, Problem, Profile, ProfileError, Question
from matcher.assessment import Finding

T = TypeVar("T")

KEYS = ("profile", "as_of", "limit", "include_ineligible")


@dataclass(frozen=True, slots=True)
class MatchRequest:
    """A request whose every part is sound."""

    profile: Profile
    as_of: date
    limit: int
    include_ineligible: bool
    keep: bool = False


class RequestError(ValueError):
    """A request with mistakes; their paths start at the request's root."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(f"{len(self.problems)} problems")


def read_request(body: object, today: date, *, keepable: bool = False) -> MatchRequest:
    """Read a decoded match request; *today* is the default day. Only what is *keepable* may ask for it.

    Raises RequestError with every mistake.
    """
    read = read_keys(body, (*KEYS, "keep") if keepable else KEYS)
    as_of = read.of("as_of", read_day, today)
    limit = read.of("limit", read_limit, DEFAULT_LIMIT)
    include_ineligible = read.of("include_ineligible", _read_flag, False)
    keep = read.of("keep", _read_flag, False)
    profile = read.profile(as_of)
    read.finish()
    return MatchRequest(profile, as_of, limit, include_ineligible, keep)


def read_keys(body: object, allowed: tuple[str, ...]) -> Reader:
    """A request ready to be read key by key. Raises RequestError for what is no object; unknown keys are kept as mistakes."""
    if not isinstance(body, Mapping):
        raise RequestError([Problem((), "wrong_type", {"expected": "object"})])
    if len(body) > MOST:
        raise RequestError([Problem((), "too_many", {"most": MOST})])
    read = Reader(body)
    for key in body:
        if key not in allowed:
            near = difflib.get_close_matches(str(key)[:MOST], allowed, n=1)
            read.problems.append(
                Problem((str(key),), "unknown_key", {"suggestion": near[0] if near else None, "allowed": allowed})
            )
    return read


class Refused(Exception):
    """What a reader of one key raises: the code of a Problem and what it is told with."""

    def __init__(self, code: str, **params: object) -> None:
        self.code, self.params = code, params


class Reader:
    """A request's keys and the mistakes found so far."""

    def __init__(self, body: Mapping[str, object]) -> None:
        self.body = body
        self.problems: list[Problem] = []

    def of(self, key: str, read: Callable[[object], T], default: T) -> T:
        """The value of *key*; *default* when it is not there, or wrong."""
        value = self.body.get(key)
        if value is None:
            return default
        try:
            return read(value)
        except Refused as refused:
            self.problems.append(Problem((key,), refused.code, refused.params))
            return default

    def profile(self, as_of: date) -> Profile:
        """The company; an empty one when it is not there, or wrong."""
        if self.body.get("profile") is None:
            self.problems.append(Problem(("profile",), "required"))
            return Profile()
        try:
            return Profile.from_mapping(self.body["profile"], as_of)
        except ProfileError as error:
            self.problems += [Problem(("profile", *p.path), p.code, p.params) for p in error.problems]
            return Profile()

    def finish(self) -> None:
        """Raises RequestError if there were mistakes."""
        if self.problems:
            raise RequestError(self.problems)


def read_day(value: object) -> date:
    """An ISO date within the years that the catalogue can speak of."""
    if not isinstance(value, str):
        raise Refused("wrong_type", expected="string")
    try:
        day = date.fromisoformat(value)
    except ValueError:
        day = None
    if day is None or day.isoformat() != value:  # Python also reads 20240331 and 2024-W13-7
        raise Refused("bad_date")
    if not EARLIEST <= day <= LATEST:
        raise Refused("out_of_range", least=EARLIEST.isoformat(), most=LATEST.isoformat())
    return day


def read_limit(value: object) -> int:
    """How many measures to return."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise Refused("wrong_type", expected="integer")
    if not 1 <= value <= MOST:
        raise Refused("out_of_range", least=1, most=MOST)
    return value


def _read_flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise Refused("wrong_type", expected="boolean")
    return value


def pointer(path: Iterable[str | int]) -> str:
    """A JSON pointer (RFC 6901)."""
    return "".join("/" + printable(str(step)).replace("~", "~0").replace("/", "~1") for step in path)


def errors_of(problems: Iterable[Problem]) -> list[dict[str, str]]:
    """Mistakes as the contract lists them."""
    return [{"pointer": pointer(problem.path), "detail": wording.problem_text(problem)} for problem in problems]


def answer(found: Shortlist) -> dict[str, object]:
    """The answer of a match, in the contract's keys and order."""
    return {
        **head_of(found),
        "results": [result_of(one) for one in found.results],
        "next_questions": questions_of(found.questions),
    }


def questions_of(questions: Iterable[Question]) -> list[dict[str, object]]:
    """What is worth asking next, and what it would decide."""
    return [
        {
            "feature": question.answer,
            "text": wording.question_text(question),
            "decides": question.decides,
            "decides_at_least": question.at_least,
            "mentioned_by": question.mentioned_by,
        }
        for question in questions
    ]


def head_of(found: Shortlist) -> dict[str, object]:
    """What stands above the list."""
    return {
        "as_of": found.as_of.isoformat(),
        "catalogue_version": found.version,
        "company_size": {
            "value": found.size.value,
            "why": size_sentence(found.size),
        },
        "counts": {outcome.value: found.counts[outcome] for outcome in Outcome},
    }


def size_sentence(size: SizeAnswer) -> str:
    """The company's size and why."""
    return wording.size_text(size.value, size.possible, size.settling, size.missing, SIZE_REGIME)


def points(tenths: int) -> float:
    """Points as shown, from the tenths that they are counted in."""
    return tenths / 10


def result_of(one: MeasureResult) -> dict[str, object]:
    """One place of the list."""
    return {
        "rank": one.rank,
        "verdict": one.outcome.value,
        "availability": one.availability.value,
        "score": points(one.score.points),
        "score_parts": [part_of(part) for part in one.score.parts],
        "measure": measure_of(one.measure),
        "programmes": [programme_of(programme) for programme in one.programmes],
    }


def part_of(part: Part) -> dict[str, object]:
    """A part of the score."""
    return {"part": part.name, "points": points(part.points), "why": wording.part_text(part)}


def measure_of(card: MeasureCard) -> dict[str, object]:
    """The measure of a place of the list."""
    return {
        "code": card.code,
        "title": card.title,
        "area": card.area,
        "ministries": list(card.ministries),
        "summary": card.summary,
        "audience": card.audience,
    }


def programme_of(one: ProgrammeResult) -> dict[str, object]:
    """A programme with its verdict and all the evidence."""
    card = one.card
    return {
        **programme_head(card),
        "verdict": one.verdict.outcome.value,
        "encoding": card.encoding,
        "judged": judged_of(card),
        "criteria": [
            {"group": number, **criterion_of(finding, row)}
            for number, (clause, rows) in enumerate(zip(one.verdict.clauses, card.requirements, strict=True), start=1)
            for finding, row in zip(clause.findings, rows, strict=True)
        ],
        "bonuses": [
            {"effect": row.effect, **criterion_of(finding, row)}
            for finding, row in zip(one.bonuses, card.bonuses, strict=True)
        ],
        "checks": [{"text": check.text, "source": source(check.origin)} for check in card.checks],
        "history": [event_of(event) for event in one.history],
    }


def programme_head(card: ProgrammeCard) -> dict[str, object]:
    """What a programme is called, and what it gives."""
    return {"code": card.code, "name": card.name, "aspect": card.aspect, "support_types": list(card.supports)}


def judged_of(card: ProgrammeCard) -> dict[str, object]:
    """How far the verdict on a programme goes, counted and told."""
    return {"by_machine": len(card.requirements), "by_hand": len(card.checks), "text": judged_sentence(card)}


def judged_sentence(card: ProgrammeCard) -> str:
    """How far the verdict on a programme goes."""
    if card.encoding == Encoding.NOT_YET:
        return _(wording.NOT_ENCODED)
    return wording.judged_text(len(card.requirements), len(card.checks))


def criterion_of(finding: Finding, row: RowCard) -> dict[str, object]:
    """A condition with how it came out."""
    condition = finding.condition
    return {
        "feature": condition.feature,
        **({"regime": condition.regime} if condition.regime else {}),
        "operator": condition.operator,
        "values": list(condition.values),
        "outcome": wording.outcome_code(finding.truth),
        "text": wording.finding_text(finding),
        "source": source(row.origin),
    }


def event_of(event: EventCard) -> dict[str, str | None]:
    """What became of a programme; ``on`` is a day, a month or null."""
    return {
        "event": event.kind,
        "on": event.on or None,
        "from": event.old_name or None,
        "to": event.new_name or None,
        "text": event_sentence(event),
        "source": source(event.origin),
    }


def event_sentence(event: EventCard) -> str:
    """What became of a programme, in words, with what else is known of it."""
    return wording.event_text(event.kind, event.on, event.old_name, event.new_name, event.note)


def event_headline(event: EventCard) -> str:
    """The same in one short sentence; "" for conditions that only the whole can tell."""
    if event.kind in (EventKind.CHANGED, EventKind.TERMS):
        return ""
    return wording.event_text(event.kind, event.on, event.old_name, event.new_name, "")


def source(origin: Origin) -> str:
    """Where a row comes from, in words."""
    if origin.place:
        return f"{_(labels.SOURCE)} {wording.place_text(origin.place)}"
    read_on = _("（{day}確認）").format(day=origin.read_on.isoformat()) if origin.read_on else ""
    return f"{origin.citation}{read_on}"
