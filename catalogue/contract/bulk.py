"""Many matches, line by line: what companies have in common is judged, told and written once.

A programme's evidence depends on the facts that its own rows ask, on the day and on the language, and on nothing else; so do the
parts of its score. They are kept as the JSON that they become. Equal to one match after another; tests prove it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from typing import TypeVar

from django.utils.translation import gettext as _

from catalogue.bridge import ProgrammeCard, RowCard
from catalogue.contract.decoding import BadJson, decode
from catalogue.contract.match import (
    MatchRequest,
    RequestError,
    answer,
    criterion_of,
    errors_of,
    judged_of,
    measure_of,
    part_of,
    points,
    programme_of,
    read_request,
    size_sentence,
)
from catalogue.shortlist import ProgrammeResult, SizeAnswer, Snapshot, size_of, snapshot
from matcher import Candidate, Part, Score, Verdict, derive
from matcher.assessment import OUTCOME_OF, Finding, judge
from matcher.facts import Facts, Worlds
from matcher.features import FEATURES, Kind
from matcher.relevance import NO_SCORE
from matcher.rules import Fact
from matcher.truth import FALSE, TRUE, UNKNOWN, Truth

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

    def lines(
        self, given: Iterable[bytes], refused: Callable[[int, str, list[dict[str, str]] | None], object]
    ) -> Iterator[bytes]:
        """A line of JSON for each line that is not blank. *refused*: line number, sentence, mistakes → what to say instead."""
        for number, line in enumerate(given, start=1):
            if line.strip():
                yield self._line(number, line, refused).encode() + b"\n"

    def _line(
        self, number: int, line: bytes, refused: Callable[[int, str, list[dict[str, str]] | None], object]
    ) -> str:
        if len(line) > MOST_LINE_BYTES:
            return dump(
                refused(
                    number, _("この行は長すぎます。{most}バイトまでです。").format(most=f"{MOST_LINE_BYTES:,}"), None
                )
            )
        try:
            asked = read_request(decode(line.rstrip(b"\r\n")), self._today)
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
            return dump(
                answer(explainer.snapshot.answer(asked.profile, asked.as_of, asked.limit, asked.include_ineligible))
            )
        return explainer.answer(asked)


class _Explainer:
    """One day's answers by one snapshot."""

    def __init__(self, snapshot: Snapshot, as_of: date) -> None:
        self.snapshot, self.as_of = snapshot, as_of
        self._measures = {code: dump(measure_of(card)) for code, card in snapshot.measures.items()}
        numbers: dict[RowCard, int] = {}
        self._programmes = {
            one.key: _Programme(one, snapshot.programmes[one.key], as_of, numbers) for one in snapshot.index.candidates
        }
        self._scored = {one.key: _Scored(one) for one in snapshot.index.candidates}
        self._rows: dict[tuple[int, Worlds], tuple[Truth, str]] = {}
        self._scores: dict[tuple[object, ...], tuple[float, str]] = {}
        self._parts: dict[Part, str] = {}
        self._sizes: dict[SizeAnswer, str] = {}

    def answer(self, asked: MatchRequest) -> str:
        """As the answer to one match, without its next questions."""
        index, profile = self.snapshot.index, asked.profile
        facts = derive(profile, self.as_of, index.facts)
        verdicts = index.verdicts(facts)
        leads = index.top_of(verdicts, facts, self.as_of, asked.limit)
        if asked.include_ineligible and len(leads) < asked.limit:
            leads += index.ruled_out(verdicts)[: asked.limit - len(leads)]
        size = size_of(profile)
        told = _kept(self._sizes, size, lambda: dump({"value": size.value, "why": size_sentence(size)}))
        counts = dump({outcome.value: count for outcome, count in index.counts(verdicts).items()})
        results = ",".join([self._result(rank, lead, facts) for rank, lead in enumerate(leads, start=1)])
        return (
            f'{{"as_of":"{self.as_of.isoformat()}","catalogue_version":"{self.snapshot.version}","company_size":{told},'
            f'"counts":{counts},"results":[{results}]}}'
        )

    def _result(self, rank: int, lead: Candidate, facts: Facts) -> str:
        programmes, best = [], UNKNOWN
        for one in self.snapshot.groups[lead.group]:
            truth, text = self._programmes[one.key].told(facts, self._rows)
            programmes.append(text)
            if one.key == lead.key:
                best = truth
        score, parts = self._score(lead, facts, best)
        return (
            f'{{"rank":{rank},"verdict":"{OUTCOME_OF[best].value}","availability":"{lead.availability(self.as_of).value}",'
            f'"score":{score},"score_parts":[{parts}],"measure":{self._measures[lead.group]},'
            f'"programmes":[{",".join(programmes)}]}}'
        )

    def _score(self, lead: Candidate, facts: Facts, truth: Truth) -> tuple[float, str]:
        key = (lead.key, truth, *self._scored[lead.key].said(facts))
        return _kept(self._scores, key, lambda: self._counted(lead, facts, truth))

    def _counted(self, lead: Candidate, facts: Facts, truth: Truth) -> tuple[float, str]:
        ruled_out = truth not in (TRUE, UNKNOWN)
        score: Score = NO_SCORE if ruled_out else self.snapshot.index.relevance.score(lead, facts, truth, self.as_of)
        parts = ",".join(_kept(self._parts, part, partial(_told_part, part)) for part in score.parts)
        return points(score.points), parts


def _told_part(part: Part) -> str:
    return dump(part_of(part))


class _Programme:
    """A programme's evidence: what never changes is written once, the rest are its rows as they came out."""

    def __init__(self, one: Candidate, card: ProgrammeCard, as_of: date, numbers: dict[RowCard, int]) -> None:
        self._encoded = TRUE if one.encoded else UNKNOWN
        history = tuple(event for event in card.history if event.known_on(as_of))
        bare = replace(card, requirements=(), bonuses=())
        whole = programme_of(ProgrammeResult(bare, Verdict(one, TRUE, ()), (), history))
        whole["judged"] = judged_of(card)
        text = dump({**whole, "verdict": "@verdict", "criteria": "@criteria", "bonuses": "@bonuses"})
        before, rest = text.split('"@verdict"')
        between, rest = rest.split('"@criteria"')
        after, end = rest.split('"@bonuses"')
        self._texts = (before, between, after, end)
        self._clauses = [
            [(numbers.setdefault(row, len(numbers)), row, f'{{"group":{number},') for row in rows]
            for number, rows in enumerate(card.requirements, start=1)
        ]
        self._bonuses = [
            (numbers.setdefault(row, len(numbers)), row, f'{{"effect":{dump(row.effect)},') for row in card.bonuses
        ]

    def told(self, facts: Facts, known: dict[tuple[int, Worlds], tuple[Truth, str]]) -> tuple[Truth, str]:
        """The verdict, and everything as JSON."""
        truth, criteria = self._encoded, []
        for clause in self._clauses:
            best = FALSE
            for number, row, head in clause:
                worlds = facts[row.condition.fact]
                found, text = known.get((number, worlds)) or _kept(
                    known, (number, worlds), partial(_judged, row, worlds)
                )
                best = max(best, found)
                criteria.append(head + text)
            truth = min(truth, best)
        bonuses = []
        for number, row, head in self._bonuses:
            worlds = facts[row.condition.fact]
            bonuses.append(head + _kept(known, (number, worlds), partial(_judged, row, worlds))[1])
        before, between, after, end = self._texts
        verdict = OUTCOME_OF[truth].value
        return (
            truth,
            f'{before}"{verdict}"{between}[{",".join(criteria)}]{after}[{",".join(bonuses)}]{end}',
        )


def _judged(row: RowCard, worlds: Worlds) -> tuple[Truth, str]:
    truth = judge(row.condition, worlds)
    return truth, dump(criterion_of(Finding(row.condition, truth, worlds), row))[1:]


class _Scored:
    """What a candidate's score depends on: of answers that are sets of codes, only the codes that its rows name."""

    def __init__(self, one: Candidate) -> None:
        named: dict[Fact, set[object]] = {("topics", ""): set()}
        for row in (*(focus.condition for focus in one.focus), *one.bonuses):
            named.setdefault(row.fact, set()).update(row.values)
        self._facts = [
            (fact, frozenset(values) if FEATURES[fact[0]].kind is Kind.CODES else None)
            for fact, values in named.items()
        ]

    def said(self, facts: Facts) -> list[object]:
        """These answers."""
        said: list[object] = []
        for fact, named in self._facts:
            worlds = facts[fact]
            said.append(worlds if named is None or worlds is None else worlds[0] & named)  # type: ignore[operator]  # sets of codes
        return said


def _kept(known: dict[K, T], key: K, make: Callable[[], T]) -> T:
    found = known.get(key)
    if found is None:
        if len(known) >= KEPT:
            known.clear()
        found = known[key] = make()
    return found
