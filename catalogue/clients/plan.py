"""Many clients at once: what a table would make new and change, row by row; and done all at once or not at all."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db import transaction

from catalogue.clients.codes import Unread
from catalogue.clients.columns import COLUMNS, Column, Said, header_key
from catalogue.clients.facts import Difference, Facts, differences
from catalogue.clients.files import Sheet
from catalogue.clients.keeping import add_many, hold, rewrite
from catalogue.models import Client, User
from catalogue.wording import problem_text
from matcher import Profile, ProfileError

NEW, CHANGED, SAME = "new", "changed", "same"


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong in a row of the file, and what would be right. *column* "": the row as a whole."""

    row: int
    column: str
    text: str


@dataclass(frozen=True, slots=True)
class Step:
    """What one row does. *client*: whom it is about, None for a new one; *differences*: to what is known so far."""

    row: int
    kind: str
    facts: Facts
    client: Client | None
    differences: tuple[Difference, ...] = ()

    @property
    def mark(self) -> tuple[int, str, int, int]:
        """What it would be done to: row, kind, client and the client's edits."""
        if self.client is None:
            return (self.row, self.kind, 0, 0)
        return (self.row, self.kind, self.client.pk, 0 if self.kind == SAME else self.client.edits)


@dataclass(frozen=True, slots=True)
class Plan:
    """With any mistake nothing is done."""

    steps: tuple[Step, ...]
    mistakes: tuple[Mistake, ...]

    def of(self, kind: str) -> tuple[Step, ...]:
        """The steps of one kind."""
        return tuple(step for step in self.steps if step.kind == kind)

    @property
    def marks(self) -> tuple[tuple[int, str, int, int], ...]:
        return tuple(step.mark for step in self.steps)

    @property
    def does_anything(self) -> bool:
        return any(step.kind != SAME for step in self.steps)


class PlanChanged(Exception):
    """Somebody has saved since the plan was shown. *plan*: how it is now; *rows*: what is different in it."""

    def __init__(self, plan: Plan, rows: tuple[int, ...]) -> None:
        super().__init__(rows)
        self.plan, self.rows = plan, rows


def carry_out(user: User, sheet: Sheet, today: date, shown: Iterable[Sequence[object]]) -> Plan:
    """Do what was *shown* (the plan's marks), all of it or nothing. Raises PlanChanged when it is not the same any more."""
    with transaction.atomic():
        organisation = hold(user)
        plan = plan_of(sheet, list(Client.objects.of(user)), today)
        before = {tuple(mark) for mark in shown}
        rows = tuple(step.row for step in plan.steps if step.mark not in before)
        rows += tuple(mistake.row for mistake in plan.mistakes)
        if rows:
            raise PlanChanged(plan, tuple(sorted(set(rows))))
        add_many(user, organisation, (step.facts for step in plan.of(NEW)))
        for step in plan.of(CHANGED):
            assert step.client is not None
            rewrite(step.client, step.facts)
        return plan


def plan_of(sheet: Sheet, clients: Sequence[Client], today: date) -> Plan:
    """What *sheet* would do to the *clients* of an organisation."""
    columns, mistakes = _columns(sheet)
    if mistakes:
        return Plan((), tuple(mistakes))
    known = _Known(clients)
    steps: list[Step] = []
    for number, cells in sheet.rows:
        said, wrong = _said(number, columns, cells, today)
        step = None if wrong else _step(number, said, known, today)
        if isinstance(step, Step):
            steps.append(step)
        mistakes += wrong if step is None else [step] if isinstance(step, Mistake) else []
    return Plan(tuple(steps), tuple(mistakes))


def _columns(sheet: Sheet) -> tuple[list[Column | None], list[Mistake]]:
    """The column of each place, None for one without a heading and without anything in it."""
    by_key = {key: column for column in COLUMNS for key in column.header_keys}
    columns: list[Column | None] = []
    mistakes: list[Mistake] = []
    for header in sheet.header:
        column = by_key.get(header_key(header))
        if header and column is None:
            near = difflib.get_close_matches(header_key(header)[:60], by_key, n=1, cutoff=0.5)
            hint = (
                f"「{by_key[near[0]].header}」のことなら、そう書いてください。"
                if near
                else "この列を消すか、ひな形の見出しに合わせてください。"
            )
            mistakes.append(Mistake(1, header[:60], f"この見出しの列はありません。{hint}"))
        elif column in columns and column is not None:
            mistakes.append(Mistake(1, column.header, "同じ見出しの列が二つあります。どちらかを消してください。"))
        columns.append(column)
    width = max((len(cells) for _number, cells in sheet.rows), default=0)
    columns += [None] * (width - len(columns))
    for number, cells in sheet.rows:
        if any(text and not _heading(sheet, place) for place, text in enumerate(cells)):
            mistakes.append(Mistake(number, "", "見出しのない列に値があります。見出しを付けるか、値を消してください。"))
    if not mistakes and not any(column and column.key in ("name", "corporate_number") for column in columns):
        mistakes.append(Mistake(1, "", "「会社名」か「法人番号」の列が要ります。どの支援先かを見分けるためです。"))
    return columns, mistakes


def _heading(sheet: Sheet, place: int) -> str:
    return sheet.header[place] if place < len(sheet.header) else ""


def _said(
    number: int, columns: Sequence[Column | None], cells: Sequence[str], today: date
) -> tuple[Said, list[Mistake]]:
    said: Said = {}
    mistakes = []
    for column, text in zip(columns, cells, strict=False):
        if column and text:
            try:
                said |= column.said(text, today)
            except Unread as error:
                mistakes.append(Mistake(number, column.header, str(error)))
    return said, mistakes


class _Known:
    """Clients by number and name, and the rows that have spoken for one already."""

    def __init__(self, clients: Iterable[Client]) -> None:
        self._clients = list(clients)
        self._by_number = {one.corporate_number: one for one in self._clients if one.corporate_number}
        self._by_name: dict[str, list[Client]] = {}
        for one in self._clients:
            self._by_name.setdefault(one.name, []).append(one)
        self._rows: dict[int, int] = {}
        self._numbers: dict[str, int] = {}
        self._new: dict[str, list[tuple[int, str]]] = {}

    def client(self, name: str, number: str) -> Client | str | None:
        """Whom a row means: by number, else by the exact name; None for somebody new. A sentence when that is not clear."""
        if number and number in self._by_number:
            return self._by_number[number]
        named = [one for one in self._by_name.get(name, []) if not (number and one.corporate_number)]
        if len(named) > 1:
            return "同じ会社名の支援先がいくつかあります。法人番号を書いて、どれかがわかるようにしてください。"
        return named[0] if named else None

    def earlier_row(self, row: int, client: Client | None, name: str, number: str) -> int:
        """The earlier row that is about the same company; 0 if there is none, and from now on it is this *row*."""
        earlier = self._numbers.setdefault(number, row) if number else row
        if earlier != row:
            return earlier
        if client:
            earlier = self._rows.setdefault(client.pk, row)
            return earlier if earlier != row else 0
        named = self._new.setdefault(name, [])
        earlier = next((other_row for other_row, other in named if not (number and other)), 0)
        named.append((row, number))
        return earlier


def _step(number: int, said: Said, known: _Known, today: date) -> Step | Mistake:
    name, own = said.get("name") or "", said.get("corporate_number") or ""
    client = known.client(name, own)
    if isinstance(client, str):
        return Mistake(number, "会社名", client)
    if client is None and not name:
        return Mistake(number, "会社名", "会社名を書いてください。")
    if earlier := known.earlier_row(number, client, name, own):
        return Mistake(number, "", f"{earlier}行目と同じ支援先です。どちらかの行を消してください。")
    before = Facts.of(client) if client else Facts("", "", {}, "", today)
    profile = {key: value for key, value in said.items() if key not in ("note", "facts_on")}
    facts = before.answered(profile)
    if "note" in said:
        facts = replace(facts, note=said["note"] or "")
    if "facts_on" in said:
        facts = replace(facts, facts_on=said["facts_on"])
    try:
        Profile.from_mapping(facts.profile, said.get("facts_on", today))
    except ProfileError as error:
        problem = error.problems[0]
        key = "founded_on" if problem.path[0] == "founded_year" else problem.path[0]
        return Mistake(number, next(one.header for one in COLUMNS if one.key == key), problem_text(problem))
    facts = facts.tidy(today)
    if client is None:
        nothing = replace(before, name=facts.name, facts_on=facts.facts_on)
        return Step(number, NEW, facts, None, differences(nothing, facts))
    changed = differences(before, facts)
    return Step(number, CHANGED if facts != before.tidy(today) else SAME, facts, client, changed)
