"""The answer of a match as bytes: what companies have in common is judged, told and written once.

A programme's evidence depends on the facts that its own rows ask and on the language, and on nothing else; so do the parts of its
score. They are kept as the bytes that they become, for as long as the snapshot lives. Equal to ``contract.match.answer`` written as
JSON; tests prove it.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from typing import TypeVar

from django.utils.translation import get_language

from catalogue import wording
from catalogue.bridge import ProgrammeCard, RowCard
from catalogue.contract.match import (
    MatchRequest,
    criterion_of,
    event_of,
    judged_of,
    measure_of,
    part_of,
    points,
    programme_of,
    questions_of,
    size_sentence,
)
from catalogue.shortlist import ProgrammeResult, SizeAnswer, Snapshot, size_of
from matcher import Availability, Candidate, Condition, Part, Profile, Truth, Verdict, derive, next_questions
from matcher.assessment import OUTCOME_OF, Finding, judge
from matcher.facts import Facts, Worlds
from matcher.features import FEATURES, Kind
from matcher.relevance import NO_SCORE, TOPICS
from matcher.rules import Fact
from matcher.truth import FALSE, TRUE, UNKNOWN

KEPT = 20_000
"""Pieces of some hundred bytes remembered of each kind; then they are forgotten together."""

T = TypeVar("T")
K = TypeVar("K")


def dump(value: object) -> str:
    """JSON as it is sent: one line, no spaces."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def teller(snapshot: Snapshot) -> Teller:
    """The one that tells a snapshot's answers in the language of now."""
    language = get_language() or ""
    found = snapshot.told.get(language)
    if found is None:
        found = snapshot.told[language] = Teller(snapshot)
    assert isinstance(found, Teller)
    return found


class Teller:
    """Answers by one snapshot, in the language in which it is asked."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        rows = _Rows()
        self._programmes = {
            one.key: _Programme(one, snapshot.programmes[one.key], rows) for one in snapshot.index.candidates
        }
        self._scored = {one.key: _Scored(one) for one in snapshot.index.candidates}
        self._measures = {
            code: f',"measure":{dump(measure_of(card))},"programmes":['.encode()
            for code, card in snapshot.measures.items()
        }
        self._scores: dict[tuple[object, ...], bytes] = {}
        self._parts: dict[Part, str] = {}
        self._sizes: dict[SizeAnswer, str] = {}

    def answer(self, asked: MatchRequest, *, questions: bool) -> bytes:
        """As the answer to one match; without ``next_questions`` unless they are wanted, for they take longest."""
        index, profile = self._snapshot.index, asked.profile
        facts = derive(profile, asked.as_of, index.facts)
        verdicts = index.verdicts(facts)
        leads = index.top_of(verdicts, facts, asked.as_of, asked.limit)
        if asked.include_ineligible and len(leads) < asked.limit:
            leads += index.ruled_out(verdicts)[: asked.limit - len(leads)]
        size = size_of(profile)
        told = _kept(self._sizes, size, lambda: dump({"value": size.value, "why": size_sentence(size)}))
        counts = dump({outcome.value: count for outcome, count in index.counts(verdicts).items()})
        text = [
            f'{{"as_of":"{asked.as_of.isoformat()}","catalogue_version":"{self._snapshot.version}","company_size":{told},'
            f'"counts":{counts},"results":['.encode()
        ]
        chosen = _masks(facts)
        for rank, lead in enumerate(leads, start=1):
            self._result(text, rank, lead, facts, chosen, asked.as_of)
        text.append(b"]" + (self._questions(profile, asked.as_of) if questions else b"") + b"}")
        return b"".join(text)

    def _questions(self, profile: Profile, as_of: date) -> bytes:
        found = next_questions(self._snapshot.index, self._snapshot.trials, profile, as_of)
        return f',"next_questions":{dump(questions_of(found))}'.encode()

    def _result(
        self, text: list[bytes], rank: int, lead: Candidate, facts: Facts, chosen: dict[Fact, int], as_of: date
    ) -> None:
        programmes, best = [], UNKNOWN
        for one in self._snapshot.groups[lead.group]:
            truth, told = self._programmes[one.key].told(facts, as_of)
            programmes.append(told)
            if one is lead:
                best = truth
        availability = lead.availability(as_of)
        score = self._score(lead, facts, chosen, best, availability, as_of)
        comma = b"," if rank > 1 else b""
        text += (
            comma,
            b'{"rank":%d' % rank,
            _STANDINGS[best, availability],
            score,
            self._measures[lead.group],
            b",".join(programmes),
            b"]}",
        )

    def _score(
        self,
        lead: Candidate,
        facts: Facts,
        chosen: dict[Fact, int],
        truth: Truth,
        availability: Availability,
        as_of: date,
    ) -> bytes:
        key = (lead.key, truth, availability, *self._scored[lead.key].said(facts, chosen))
        return _kept(self._scores, key, lambda: self._counted(lead, facts, truth, as_of))

    def _counted(self, lead: Candidate, facts: Facts, truth: Truth, as_of: date) -> bytes:
        ruled_out = truth not in (TRUE, UNKNOWN)
        score = NO_SCORE if ruled_out else self._snapshot.index.relevance.score(lead, facts, truth, as_of)
        parts = ",".join(_kept(self._parts, part, partial(_told_part, part)) for part in score.parts)
        return f',"score":{points(score.points)},"score_parts":[{parts}]'.encode()


_STANDINGS = {
    (truth, availability): f',"verdict":"{outcome.value}","availability":"{availability.value}"'.encode()
    for truth, outcome in OUTCOME_OF.items()
    for availability in Availability
}


def _told_part(part: Part) -> str:
    return dump(part_of(part))


class _Rows:
    """The rows of all programmes. Those that say the same are one: many programmes ask alike."""

    def __init__(self) -> None:
        self._rows: dict[RowCard, _Row] = {}
        self._answers: dict[tuple[str, Worlds], str] = {}

    def row(self, card: RowCard) -> _Row:
        """The one that says what *card* says."""
        return self._rows.get(card) or self._rows.setdefault(card, _Row(card, self))

    def answer(self, feature: str, worlds: Worlds) -> str | None:
        """An answer in words, None when there is none."""
        if worlds is None:
            return None
        return _kept(self._answers, (feature, worlds), lambda: wording.answer_text(feature, worlds))


class _Row:
    """What a row comes to, by answer, as JSON without its beginning."""

    def __init__(self, card: RowCard, rows: _Rows) -> None:
        self.condition, self._rows = card.condition, rows
        self._phrase = wording.condition_text(card.condition)
        unknown = Finding(card.condition, UNKNOWN, None)
        text = dump({**criterion_of(unknown, card), "outcome": "@outcome", "text": "@text"})
        self._before, self._between, self._after = _split(text, "@outcome", "@text")
        self._told: dict[Worlds, tuple[Truth, bytes]] = {}

    def told(self, worlds: Worlds) -> tuple[Truth, bytes]:
        """How it came out."""
        return self._told.get(worlds) or _kept(self._told, worlds, lambda: self._judged(worlds), _KEPT_OF_ONE)

    def _judged(self, worlds: Worlds) -> tuple[Truth, bytes]:
        truth = judge(self.condition, worlds)
        answer = self._rows.answer(self.condition.feature, worlds)
        text = wording.outcome_text(Finding(self.condition, truth, worlds), self._phrase, answer)
        outcome = f'"{wording.outcome_code(truth)}"'.encode()
        return truth, b"".join([self._before, outcome, self._between, dump(text).encode(), self._after])


def _split(text: str, *marks: str) -> list[bytes]:
    """JSON of an object, without its first brace, in pieces around the values that are *marks*, which come in this order."""
    pieces, rest = [], text[1:]
    for mark in marks:
        piece, rest = rest.split(f'"{mark}"')
        pieces.append(piece.encode())
    return [*pieces, rest.encode()]


class _Programme:
    """A programme's evidence: what never changes is written once, the rest are its rows as they came out."""

    def __init__(self, one: Candidate, card: ProgrammeCard, rows: _Rows) -> None:
        self._one, self._events = one, card.history
        self._clauses = [
            [(rows.row(row), f'{{"group":{number},'.encode()) for row in clause]
            for number, clause in enumerate(card.requirements, start=1)
        ]
        self._bonuses = [(rows.row(row), f'{{"effect":{dump(row.effect)},'.encode()) for row in card.bonuses]
        asked = [row for clause in self._clauses for row, _head in clause] + [row for row, _head in self._bonuses]
        self._facts = tuple(dict.fromkeys(row.condition.fact for row in asked))
        self._told: dict[tuple[Worlds, ...], tuple[Truth, bytes]] = {}
        self._histories: dict[tuple[bool, ...], bytes] = {}
        bare = ProgrammeResult(replace(card, requirements=(), bonuses=()), Verdict(one, TRUE, ()), ())
        whole = {**programme_of(bare), "judged": judged_of(card)}
        whole |= {key: f"@{key}" for key in ("verdict", "criteria", "bonuses", "history")}
        self._pieces = _split(dump(whole), "@verdict", "@criteria", "@bonuses", "@history")

    def told(self, facts: Facts, as_of: date) -> tuple[Truth, bytes]:
        """The verdict, and everything as JSON."""
        key = tuple([facts[fact] for fact in self._facts])
        truth, text = self._told.get(key) or _kept(self._told, key, lambda: self._judged(facts), _KEPT_OF_ONE)
        return truth, text + self._history(as_of)

    def _history(self, as_of: date) -> bytes:
        known = tuple([event.known_on(as_of) for event in self._events])
        return self._histories.get(known) or _kept(self._histories, known, lambda: self._told_history(known))

    def _told_history(self, known: tuple[bool, ...]) -> bytes:
        told = [event_of(event) for event, is_known in zip(self._events, known, strict=True) if is_known]
        return dump(told).encode() + self._pieces[-1]

    def _judged(self, facts: Facts) -> tuple[Truth, bytes]:
        truth = TRUE if self._one.encoded else UNKNOWN
        criteria, bonuses = [], []
        for clause in self._clauses:
            best = FALSE
            for row, head in clause:
                found, text = row.told(facts[row.condition.fact])
                best = max(best, found)
                criteria.append(head + text)
            truth = min(truth, best)
        for row, head in self._bonuses:
            bonuses.append(head + row.told(facts[row.condition.fact])[1])
        verdict = f'"{OUTCOME_OF[truth].value}"'.encode()
        before_verdict, before_criteria, before_bonuses, before_history, _end = self._pieces
        lists = (b"[" + b",".join(criteria) + b"]", b"[" + b",".join(bonuses) + b"]")
        pieces = (b"{", before_verdict, verdict, before_criteria, lists[0], before_bonuses, lists[1], before_history)
        return truth, b"".join(pieces)


_KEPT_OF_ONE = 200
"""Pieces remembered of each programme and of each row, the former of some kilobytes."""

_UNANSWERED = 1
"""A mask's bit that stands for no answer; each code has one of its own above it."""

_BITS: dict[object, int] = {}


def _bit(code: object) -> int:
    return _BITS.get(code) or _BITS.setdefault(code, 2 << len(_BITS))


def _masks(facts: Facts) -> dict[Fact, int]:
    """Answers that are sets of codes, as bits."""
    return {
        fact: _UNANSWERED if worlds is None else sum(map(_bit, worlds[0]))  # type: ignore[arg-type]  # a set of codes
        for fact, worlds in facts.items()
        if FEATURES[fact[0]].kind is Kind.CODES
    }


class _Scored:
    """What a candidate's score depends on, and no more: which codes that its rows name, which other rows are met."""

    def __init__(self, one: Candidate) -> None:
        sets: dict[Fact, int] = {TOPICS: _UNANSWERED}
        others: dict[Fact, dict[Condition, None]] = {}
        for row in (*(focus.condition for focus in one.focus), *one.bonuses):
            if FEATURES[row.feature].kind is Kind.CODES:
                sets[row.fact] = sets.get(row.fact, _UNANSWERED) | sum(map(_bit, set(row.values)))
            else:
                others.setdefault(row.fact, {})[row] = None
        self._sets = tuple(sets.items())
        self._others = tuple((fact, _Judged(tuple(rows))) for fact, rows in others.items())

    def said(self, facts: Facts, chosen: dict[Fact, int]) -> list[object]:
        """Equal for answers that earn the same, for the same reasons."""
        return [
            *[chosen[fact] & named for fact, named in self._sets],
            *[rows[facts[fact]] for fact, rows in self._others],
        ]


class _Judged(dict[Worlds, tuple[Truth, ...]]):
    """Answer to one fact → how its *rows* come out."""

    def __init__(self, rows: tuple[Condition, ...]) -> None:
        self._rows = rows

    def __missing__(self, worlds: Worlds) -> tuple[Truth, ...]:
        return _kept(self, worlds, lambda: tuple(judge(row, worlds) for row in self._rows), _KEPT_OF_ONE)


def _kept(known: dict[K, T], key: K, make: Callable[[], T], most: int | None = None) -> T:
    found = known.get(key)
    if found is None:
        if len(known) >= (most or KEPT):
            known.clear()
        found = known[key] = make()
    return found
