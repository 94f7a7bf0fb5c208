"""Everything that jGrants is asked in one run. Whatever goes wrong is named, and the rest goes on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple

from catalogue.imports.jgrants import cleaning
from catalogue.imports.jgrants.client import JGrants, Row, Unavailable
from catalogue.imports.jgrants.reading import Content, Summary, Unreadable, read, summarise

MOST_FAILURES = 5
"""Questions without an answer one after another; after so many there is no sense in the next."""

FRESH_FOR = timedelta(days=7)
"""So long the details of a call that nobody has linked are not asked for again: they come with megabytes of attachments."""


class Known(NamedTuple):
    """A stored call, as far as it matters for what is asked."""

    summary: Summary
    is_linked: bool
    fetched_at: datetime

    def need_not_be_asked(self, summary: Summary, now: datetime) -> bool:
        """Whether a list that has it as *summary* tells enough: over and over still, or fresh and not linked."""
        if summary.closes_at and summary.closes_at < now and summary.closes_at == self.summary.closes_at:
            return True
        return not self.is_linked and summary == self.summary and now - self.fetched_at < FRESH_FOR


class Problem(NamedTuple):
    """What could not be had, and why."""

    about: str
    why: str

    def __str__(self) -> str:
        return f"{self.about}: {self.why}"


@dataclass(slots=True)
class Fetched:
    """*seen*: ids that the lists had; *complete*: every list was had; *dropped*: titles by the key of cleaning.DROPPED.

    *unasked*: how many stored calls are as the lists have them, and nothing more was asked.
    """

    contents: list[Content] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    dropped: dict[str, list[str]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    complete: bool = True
    unasked: int = 0


class _GivenUp(Exception):
    pass


def fetch(client: JGrants, keywords: Iterable[str], known: Mapping[str, Known], now: datetime) -> Fetched:
    """What the lists for *keywords* have and can still be applied for, with its details.

    *known*: the stored calls by their ids. Of them nothing is dropped, for people have decided on them.
    """
    found = Fetched()
    questions = _Questions(found)
    try:
        for row in _listed(client, keywords, questions).values():
            _look_at(row, client, known, now, questions)
    except _GivenUp:
        found.complete = False
        found.problems.append(
            Problem("中断", f"{MOST_FAILURES}回続けて返事がなかったため、残りは問い合わせていません。")
        )
    return found


class _Questions:
    """Counts the failures in a row."""

    def __init__(self, found: Fetched) -> None:
        self.found, self._failures = found, 0

    def answered(self) -> None:
        self._failures = 0

    def failed(self, about: str, unavailable: Unavailable) -> None:
        self.found.problems.append(Problem(about, str(unavailable)))
        self._failures += 1
        if self._failures >= MOST_FAILURES:
            raise _GivenUp


def _listed(client: JGrants, keywords: Iterable[str], questions: _Questions) -> Mapping[str, Row]:
    """The rows of all lists, each call once."""
    rows: dict[str, Row] = {}
    for keyword in keywords:
        try:
            answer: Sequence[Row] = client.listed(keyword)
        except Unavailable as unavailable:
            questions.found.complete = False
            questions.failed(f"一覧「{keyword}」", unavailable)
            continue
        questions.answered()
        rows.update((cleaning.text(row.get("id")), row) for row in answer)
    rows.pop("", None)
    questions.found.seen.update(rows)
    return rows


def _look_at(row: Row, client: JGrants, known: Mapping[str, Known], now: datetime, questions: _Questions) -> None:
    found, jgrants_id, summary = questions.found, cleaning.text(row.get("id")), summarise(row)
    title = summary.title
    if jgrants_id in known:
        if known[jgrants_id].need_not_be_asked(summary, now):
            found.unasked += 1
            return
    elif reason := cleaning.drop_reason(title, "", summary.closes_at, now):
        found.dropped.setdefault(reason, []).append(title)
        return
    try:
        detail = client.detail(jgrants_id)
        questions.answered()
        content = read(detail)
    except Unavailable as unavailable:
        questions.failed(f"公募 {jgrants_id}「{title}」", unavailable)
        return
    except Unreadable as unreadable:
        found.problems.append(Problem(f"公募 {jgrants_id}「{title}」", str(unreadable)))
        return
    phrase = cleaning.text(detail.get("subsidy_catch_phrase"))
    reason = None if jgrants_id in known else cleaning.drop_reason(content.title, phrase, content.closes_at, now)
    if reason:
        found.dropped.setdefault(reason, []).append(content.title)
    else:
        found.contents.append(content)
