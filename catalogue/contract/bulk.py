"""Many matches, line by line: what companies have in common is judged, told and written once.

A programme's evidence depends on the facts that its own rows ask, on the day and on the language, and on nothing else; so do the
parts of its score. They are kept as the JSON that they become. Equal to one match after another; tests prove it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import TypeVar

from django.utils.translation import gettext as _

from catalogue.contract.decoding import BadJson, decode
from catalogue.contract.match import (
    MatchRequest,
    RequestError,
    answer,
    errors_of,
    head_of,
    measure_of,
    part_of,
    points,
    programme_of,
    read_request,
)
from catalogue.shortlist import ProgrammeResult, Shortlist, Snapshot, size_of, snapshot
from matcher import Candidate, Part, derive
from matcher.assessment import OUTCOME_OF, Finding, assess, judge
from matcher.facts import Facts, Worlds
from matcher.index import conditions_of
from matcher.relevance import NO_SCORE, Score
from matcher.rules import Fact
from matcher.truth import TRUE, UNKNOWN, Truth

MOST_LINES, MOST_LINE_BYTES = 10_000, 64 * 1024

KEPT = 50_000
"""Pieces of JSON remembered for one request, of each kind; then they are forgotten together."""

T = TypeVar("T")
K = TypeVar("K")


def dump(value: object) -> str:
    """JSON as it is sent: one line, no spaces."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


class BulkMatches:
    """Answers for the lines of one request, all by the catalogue as it was at the first line of their day."""

    def __init__(self, today: date, *, questions: bool = False) -> None:
        self._today, self._questions = today, questions
        self._days: dict[date, _Explainer] = {}

    def lines(self, given: Iterable[bytes], refused: Callable[[int, str, list[dict[str, str]] | None], object]) -> Iterator[bytes]:
        """A line of JSON for each line that is not blank. *refused*: line number, sentence, mistakes → what to say instead."""
        for number, line in enumerate(given, start=1):
            if line.strip():
                yield self._line(number, line, refused).encode() + b"\n"

    def _line(self, number: int, line: bytes, refused: Callable[[int, str, list[dict[str, str]] | None], object]) -> str:
        if len(line) > MOST_LINE_BYTES:
            return dump(refused(number, _("この行は長すぎます。{most}バイトまでです。").format(most=f"{MOST_LINE_BYTES:,}"), None))
        try:
            asked = read_request(decode(line), self._today)
        except BadJson as error:
            return dump(refused(number, str(error), None))
        except RequestError as error:
            return dump(refused(number, "", errors_of(error.problems)))
        return f'{{"line":{number},{self._answer(asked)[1:]}'

    def _answer(self, asked: MatchRequest) -> str:
        explainer = self._days.get(asked.as_of)
        if explainer is None:
            explainer = self._days[asked.as_of] = _Explainer(snapshot(asked.as_of), asked.as_of)
        if self._questions:
            return dump(answer(explainer.snapshot.answer(asked.profile, asked.as_of, asked.limit, asked.include_ineligible)))
        return explainer.answer(asked)


class _Explainer:
    """One day's answers by one snapshot."""

    def __init__(self, snapshot: Snapshot, as_of: date) -> None:
        self.snapshot, self.as_of = snapshot, as_of
        self._asked: dict[str, tuple[Fact, ...]] = {}
        self._scored: dict[str, tuple[Fact, ...]] = {}
        for one in snapshot.index.candidates:
            rows = [*conditions_of(one), *one.bonuses]
            self._asked[one.key] = tuple(dict.fromkeys(row.fact for row in rows))
            focus = [row.condition.fact for row in one.focus]
            self._scored[one.key] = tuple(dict.fromkeys([("topics", ""), *focus, *(row.fact for row in one.bonuses)]))
        self._programmes: dict[tuple[str, tuple[Worlds, ...]], tuple[Truth, str]] = {}
        self._scores: dict[tuple[str, Truth, tuple[Worlds, ...]], tuple[float, str]] = {}
        self._parts: dict[Part, str] = {}
        self._sizes: dict[object, str] = {}
        self._measures = {code: dump(measure_of(card)) for code, card in snapshot.measures.items()}

    def answer(self, asked: MatchRequest) -> str:
        """As the answer to one match, without its next questions."""
        index, profile = self.snapshot.index, asked.profile
        facts = derive(profile, self.as_of, index.facts)
        verdicts = index.verdicts(facts)
        leads = index.top_of(verdicts, facts, self.as_of, asked.limit)
        if asked.include_ineligible and len(leads) < asked.limit:
            leads += index.ruled_out(verdicts)[: asked.limit - len(leads)]
        head = Shortlist(self.as_of, self.snapshot.version, size_of(profile), index.counts(verdicts), (), ())
        results = ",".join(self._result(rank, lead, facts) for rank, lead in enumerate(leads, start=1))
        return f'{dump(head_of(head))[:-1]},"results":[{results}]}}'

    def _result(self, rank: int, lead: Candidate, facts: Facts) -> str:
        programmes, best = [], UNKNOWN
        for one in self.snapshot.groups[lead.group]:
            truth, text = self._programme(one, facts)
            programmes.append(text)
            if one.key == lead.key:
                best = truth
        score, parts = self._score(lead, facts, best)
        return (
            f'{{"rank":{rank},"verdict":"{OUTCOME_OF[best].value}","availability":"{lead.availability(self.as_of).value}",'
            f'"score":{score},"score_parts":[{parts}],"measure":{self._measures[lead.group]},'
            f'"programmes":[{",".join(programmes)}]}}'
        )

    def _programme(self, one: Candidate, facts: Facts) -> tuple[Truth, str]:
        key = (one.key, tuple([facts[fact] for fact in self._asked[one.key]]))
        return _kept(self._programmes, key, lambda: self._judged(one, facts))

    def _judged(self, one: Candidate, facts: Facts) -> tuple[Truth, str]:
        card, verdict = self.snapshot.programmes[one.key], assess(one, facts)
        bonuses = tuple(Finding(row, judge(row, facts[row.fact]), facts[row.fact]) for row in one.bonuses)
        history = tuple(event for event in card.history if event.known_on(self.as_of))
        return verdict.truth, dump(programme_of(ProgrammeResult(card, verdict, bonuses, history)))

    def _score(self, lead: Candidate, facts: Facts, truth: Truth) -> tuple[float, str]:
        key = (lead.key, truth, tuple([facts[fact] for fact in self._scored[lead.key]]))
        return _kept(self._scores, key, lambda: self._counted(lead, facts, truth))

    def _counted(self, lead: Candidate, facts: Facts, truth: Truth) -> tuple[float, str]:
        ruled_out = truth not in (TRUE, UNKNOWN)
        score: Score = NO_SCORE if ruled_out else self.snapshot.index.relevance.score(lead, facts, truth, self.as_of)
        parts = ",".join(_kept(self._parts, part, lambda part=part: dump(part_of(part))) for part in score.parts)  # type: ignore[misc]
        return points(score.points), parts


def _kept(known: dict[K, T], key: K, make: Callable[[], T]) -> T:
    found = known.get(key)
    if found is None:
        if len(known) >= KEPT:
            known.clear()
        found = known[key] = make()
    return found
