"""A match as plain text for a terminal: a ranked list with reasons."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from catalogue import wording
from catalogue.contract.match import event_sentence, judged_sentence, points, size_sentence, source
from catalogue.models.codes import Encoding
from catalogue.shortlist import MeasureResult, ProgrammeResult, Shortlist
from matcher import Outcome
from matcher.truth import FALSE, TRUE, Truth

WIDTH = 46
"""Characters a line; a Japanese character takes two columns of a terminal."""

MARKS = {"eligible": "○", "needs_info": "△", "ineligible": "×"}
_SHOWN_QUESTIONS = 3


def report(found: Shortlist) -> str:
    """The whole answer as text, ending without a newline."""
    return "\n".join(_lines(found))


def _lines(found: Shortlist) -> Iterator[str]:
    counts = found.counts
    total = sum(counts.values())
    yield (
        f"{total}施策のうち、条件に合う可能性が高いもの {counts[Outcome.ELIGIBLE]}、"
        f"確認が必要なもの {counts[Outcome.NEEDS_INFO]}、条件に合わないもの {counts[Outcome.INELIGIBLE]}"
    )
    yield f"基準日 {found.as_of.isoformat()}　カタログの版 {found.version}"
    yield "企業規模: " + size_sentence(found.size)
    yield ""
    for one in found.results:
        yield from _measure(one)
    if found.questions:
        yield "次に答えると決まるもの"
        for question in found.questions[:_SHOWN_QUESTIONS]:
            yield f"  ・{wording.question_text(question)}（{question.answer}）"
    yield ""
    yield "結果は目安です。対象になるかどうかは、各施策の窓口が判断します。"


def _measure(one: MeasureResult) -> Iterator[str]:
    verdict = one.outcome.value
    heading = f"{one.rank:>3}. {MARKS[verdict]} {one.measure.code} {one.measure.title}"
    yield heading
    facts = [
        wording.VERDICTS[verdict],
        wording.AVAILABILITIES[one.availability.value],
        f"{points(one.score.points):g}点",
        "・".join(one.measure.ministries),
    ]
    yield "       " + "／".join(facts)
    yield from _wrapped(one.measure.summary)
    for part in one.score.parts:
        if part.reasons and part.name not in ("support", "audience"):
            yield from _wrapped(wording.part_text(part), bullet="＋")
    for programme in one.programmes:
        yield from _programme(programme)
    yield ""


def _programme(one: ProgrammeResult) -> Iterator[str]:
    aspect = f"（{one.card.aspect}）" if one.card.aspect else ""
    yield from _wrapped(f"{one.card.name}{aspect}: {wording.VERDICTS[one.verdict.outcome.value]}", bullet="■")
    for event in one.history:
        yield from _wrapped(f"{event_sentence(event)}［{source(event.origin)}］", bullet="  ！")
    if one.card.encoding == Encoding.NOT_YET or one.card.checks:
        yield from _wrapped(judged_sentence(one.card), bullet="  ・")
    for clause, rows in zip(one.verdict.clauses, one.card.requirements, strict=True):
        # Of alternatives, the ones that decide are enough: those met, or else all.
        shown = [pair for pair in zip(clause.findings, rows, strict=True) if pair[0].truth is clause.truth]
        for finding, row in shown[:1] if clause.truth is TRUE else shown:
            yield from _wrapped(
                f"{wording.finding_text(finding)}［{source(row.origin)}］", bullet=f"  {_truth_mark(finding.truth)}"
            )
    for check in one.card.checks:
        yield from _wrapped(f"手で確認: {check.text}", bullet="  ？")


def _truth_mark(truth: Truth) -> str:
    return {TRUE: "○", FALSE: "×"}.get(truth, "？")


def _wrapped(text: str, bullet: str = "") -> Iterator[str]:
    first = f"       {bullet} " if bullet else "       "
    rest = " " * (7 + (len(bullet) * 2 + 1 if bullet else 0))
    for number, line in enumerate(textwrap.wrap(text, WIDTH, break_on_hyphens=False) or [""]):
        yield (rest if number else first) + line


assert set(MARKS) == set(wording.VERDICTS) == {outcome.value for outcome in Outcome}
