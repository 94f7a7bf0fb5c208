"""Everything that jGrants is asked in one run. Whatever goes wrong is named, and the rest goes on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from catalogue.imports.jgrants import cleaning
from catalogue.imports.jgrants.client import JGrants, Row, Unavailable
from catalogue.imports.jgrants.reading import Content, Unreadable, read

MOST_FAILURES = 5
"""Questions without an answer one after another; after so many there is no sense in the next."""


class Problem(NamedTuple):
    """What could not be had, and why."""

    about: str
    why: str

    def __str__(self) -> str:
        return f"{self.about}: {self.why}"


@dataclass(slots=True)
class Fetched:
    """*seen*: ids that the lists had; *complete*: every list was had; *dropped*: titles by the key of cleaning.DROPPED."""

    contents: list[Content] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    dropped: dict[str, list[str]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    complete: bool = True


class _GivenUp(Exception):
    pass


def fetch(client: JGrants, keywords: Iterable[str], known: Mapping[str, datetime | None], now: datetime) -> Fetched:
    """What the lists for *keywords* have and can still be applied for, with its details.

    *known*: the stored calls with their deadlines. Of them nothing is dropped, for people have decided on them; only what was
    over and is over still is not asked for again.
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


def _look_at(
    row: Row, client: JGrants, known: Mapping[str, datetime | None], now: datetime, questions: _Questions
) -> None:
    found, jgrants_id = questions.found, cleaning.text(row.get("id"))
    title, closes_at = cleaning.text(row.get("title")), _deadline(row)
    reason = cleaning.drop_reason(title, "", closes_at, now)
    if jgrants_id in known:
        if reason == "over" and known[jgrants_id] == closes_at:
            return
    elif reason:
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
    reason = cleaning.drop_reason(content.title, phrase, content.closes_at, now)
    if reason and jgrants_id not in known:
        found.dropped.setdefault(reason, []).append(content.title)
    else:
        found.contents.append(content)


def _deadline(row: Row) -> datetime | None:
    """As the list has it; what cannot be read there is read, or named, with the details."""
    try:
        return cleaning.moment(row.get("acceptance_end_datetime"))
    except ValueError:
        return None
