"""An answer as two tables: one row a measure, and what the answer rests on."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from catalogue import labels, wording
from catalogue.bridge import Origin, ProgrammeCard
from catalogue.contract.match import event_sentence, judged_sentence, points, size_sentence, source
from catalogue.language import day_text, listed
from catalogue.models.codes import AREAS, SupportType
from catalogue.shortlist import MeasureResult, ProgrammeResult, Shortlist
from matcher import Outcome
from matcher.assessment import Finding
from matcher.truth import TRUE

Cell = str | int | float
Answers = Sequence[tuple[str, str]]
"""What the company answered, in the order and words of the page: (question, answer)."""

LONGEST = 32_767
"""UTF-16 units in a cell; a spreadsheet cuts or refuses more."""

_UNPRINTABLE = re.compile("[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NOT_MAIN = ("support", "audience")
"""Parts of a score that tell nothing of this company."""


@dataclass(frozen=True, slots=True)
class Table:
    """Every row is as long as the header; texts are printable, their lines end in LF."""

    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def rows(found: Shortlist) -> Table:
    """The measures in their order."""
    columns = _columns()
    return Table(
        tuple(columns),
        tuple(tuple(_cell(read(one)) for read in columns.values()) for one in found.results),
    )


def company(found: Shortlist, answers: Answers) -> Table:
    """The company's answers, and then what else the list rests on."""
    counts = [
        (_("施策の数（{verdict}）").format(verdict=_(wording.VERDICTS[outcome.value])), found.counts[outcome])
        for outcome in Outcome
    ]
    told: list[tuple[str, Cell]] = [
        *answers,
        (_("企業規模"), size_sentence(found.size)),
        *counts,
        (_("この一覧にある施策の数"), len(found.results)),
        (_("基準日"), day_text(found.as_of.isoformat())),
        (_("カタログの版"), found.version),
        (_("ご注意"), _("結果は目安です。対象になるかどうかは、各施策の窓口が判断します。")),
    ]
    return Table((_("項目"), _("内容")), tuple((clean(label), _cell(value)) for label, value in told))


def clean(text: str) -> str:
    """*text* without what no file may hold: control characters, surrogates, noncharacters; every line end a LF."""
    return _UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def programme_name(card: ProgrammeCard) -> str:
    """A programme with the part of it that is meant."""
    return f"{card.name}（{card.aspect}）" if card.aspect else card.name


def _cell(value: Cell) -> Cell:
    return _cut(clean(value)) if isinstance(value, str) else value


def _cut(text: str) -> str:
    if len(text.encode("utf-16-le")) <= 2 * LONGEST:
        return text
    # Half a pair at the cut is dropped.
    return text.encode("utf-16-le")[: 2 * (LONGEST - 1)].decode("utf-16-le", "ignore") + "…"


def _columns() -> Mapping[str, Callable[[MeasureResult], Cell]]:
    return {
        _("順位"): lambda one: one.rank,
        _("施策番号"): lambda one: one.measure.code,
        _("施策名"): lambda one: one.measure.title,
        _("分野"): lambda one: _(AREAS[one.measure.area]),
        _("所管"): lambda one: "・".join(one.measure.ministries),
        _("判定"): lambda one: _(wording.VERDICTS[one.outcome.value]),
        _("受付状況"): lambda one: _(wording.AVAILABILITIES[one.availability.value]),
        _("点数"): lambda one: points(one.score.points),
        _("支援の種類"): lambda one: listed(
            _once(_(str(SupportType(code).label)) for programme in one.programmes for code in programme.card.supports)
        ),
        _("概要"): lambda one: one.measure.summary,
        _("主な理由"): lambda one: "\n".join(
            wording.part_text(part) for part in one.score.parts if part.reasons and part.name not in _NOT_MAIN
        ),
        _("合わない・わからない条件"): lambda one: _told(one, _not_met),
        _("手で確認する条件"): lambda one: _told(one, _checks),
        _("加点・優遇"): lambda one: _told(one, _bonuses),
        _("その後の経緯"): lambda one: _told(one, _history),
        _("出典"): _sources,
    }


def _once(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(texts))


def _told(one: MeasureResult, tell: Callable[[ProgrammeResult], Iterator[str]]) -> str:
    """A line for everything that there is to tell of a measure's programmes, each with the programme's name."""
    return "\n".join(
        f"{programme_name(programme.card)}: {text}" for programme in one.programmes for text in tell(programme)
    )


def _not_met(one: ProgrammeResult) -> Iterator[str]:
    """What keeps a programme from being eligible. Alternatives share a line: one of them would do."""
    if not one.verdict.candidate.encoded:
        yield judged_sentence(one.card)
    for clause in one.verdict.clauses:
        if clause.truth is not TRUE:
            deciding: Iterable[Finding] = (finding for finding in clause.findings if finding.truth is clause.truth)
            yield _("または").join(wording.finding_text(finding) for finding in deciding)


def _checks(one: ProgrammeResult) -> Iterator[str]:
    return (check.text for check in one.card.checks)


def _bonuses(one: ProgrammeResult) -> Iterator[str]:
    for finding, row in zip(one.bonuses, one.card.bonuses, strict=True):
        text = wording.finding_text(finding)
        yield f"{row.effect}: {text}" if row.effect else text


def _history(one: ProgrammeResult) -> Iterator[str]:
    return (event_sentence(event) for event in one.history)


def _sources(one: MeasureResult) -> str:
    """Where everything that the row tells comes from; what names no place of its own is from the document as a whole."""
    return "\n".join(_once(source(origin) for programme in one.programmes for origin in _origins(programme))) or (
        _(labels.SOURCE)
    )


def _origins(one: ProgrammeResult) -> Iterator[Origin]:
    for group in one.card.requirements:
        yield from (row.origin for row in group)
    yield from (row.origin for row in one.card.bonuses)
    yield from (check.origin for check in one.card.checks)
    yield from (event.origin for event in one.history)
