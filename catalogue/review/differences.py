"""What differs between two catalogues, for eyes: part by part, field by field and row by row, old → new in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Any

from catalogue import labels
from catalogue.imports.changes import compare, parts_of
from catalogue.imports.records import (
    CatalogueRecord,
    MeasureRecord,
    ProgrammeRecord,
    RowsRecord,
    UseRecord,
)
from catalogue.models.codes import AREAS, Audience, Encoding, SupportType
from catalogue.review.sentences import (
    bonus_text,
    budget_text,
    check_text,
    event_text,
    focus_text,
    funding_text,
    group_text,
    note_text,
    period_text,
    reading_text,
    result_text,
)

KINDS = {"added": "追加", "changed": "変更", "removed": "削除"}


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that differs. *where*: the programme, "" for the part itself; *old* or *new* is "" when there is none."""

    where: str
    label: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs in one part of the catalogue. *kind*: a key of KINDS; *lines* of what was changed only."""

    kind: str
    name: str
    title: str
    lines: tuple[Line, ...] = ()

    @property
    def kind_text(self) -> str:
        """The kind in words."""
        return KINDS[self.kind]


def differences(before: CatalogueRecord, after: CatalogueRecord) -> list[Difference]:
    """Every part that differs: what is removed first, then what is changed, then what is added."""
    change, old, new = compare(before, after), parts_of(before), parts_of(after)
    return [
        *(Difference("removed", name, part_title(name, old[name])) for name in change.removed),
        *(
            Difference("changed", name, part_title(name, new[name]), tuple(_lines(old[name], new[name])))
            for name in change.changed
        ),
        *(Difference("added", name, part_title(name, new[name])) for name in change.added),
    ]


def part_title(name: str, part: object) -> str:
    """What people call a part of the catalogue."""
    if isinstance(part, MeasureRecord):
        return f"施策 {part.code} {part.title}"
    if isinstance(part, ProgrammeRecord):
        return f"共通の事業 {part.name}（{part.code}）"
    return {"readings": "読み替え", "budgets": "共通の予算"}.get(name, name)


def _lines(old: Any, new: Any) -> Iterator[Line]:
    if isinstance(new, MeasureRecord):
        yield from _measure(old, new)
    elif isinstance(new, ProgrammeRecord):
        yield from _programme("", old, new)
    else:
        text: Callable[[Any], str] = budget_text if hasattr(new[0], "amount") else reading_text
        yield from _coded(old, new, text)


def _coded(old: Sequence[Any], new: Sequence[Any], text: Callable[[Any], str]) -> Iterator[Line]:
    """Records with a code: the same code is the same record."""
    before, after = ({one.code: text(one) for one in side} for side in (old, new))
    for code in {**before, **after}:
        if before.get(code) != after.get(code):
            yield Line("", code, before.get(code, ""), after.get(code, ""))
    yield from _order([one.code for one in old], [one.code for one in new], "")


def _measure(old: MeasureRecord, new: MeasureRecord) -> Iterator[Line]:
    yield from _fields("", _measure_fields(old), _measure_fields(new))
    yield from _rows("", "注記", map(note_text, old.notes), map(note_text, new.notes))
    before, after = ({_code(one): one for one in side.programmes} for side in (old, new))
    for code in {**before, **after}:
        was, now = before.get(code), after.get(code)
        if was == now:
            continue
        if was is None or now is None:
            yield Line("", "事業", _name(was), _name(now))
        elif isinstance(was, ProgrammeRecord) and isinstance(now, ProgrammeRecord):
            yield from _programme(now.name, was, now)
        elif isinstance(was, UseRecord) and isinstance(now, UseRecord):
            yield from _use(was, now)
        else:
            yield Line("", "事業の置き場所", _name(was), _name(now))
            yield from _row_lists(_name(now), was.rows, now.rows)
    yield from _order(list(before), list(after), "")


def _code(listed: ProgrammeRecord | UseRecord) -> str:
    return listed.use if isinstance(listed, UseRecord) else listed.code


def _name(listed: ProgrammeRecord | UseRecord | None) -> str:
    if listed is None:
        return ""
    return f"共通の事業 {listed.use}" if isinstance(listed, UseRecord) else f"{listed.name}（{listed.code}）"


def _order(old: list[str], new: list[str], where: str) -> Iterator[Line]:
    """When the same things stand in another order."""
    stayed_old, stayed_new = [one for one in old if one in new], [one for one in new if one in old]
    if stayed_old != stayed_new:
        yield Line(where, "順番", "、".join(stayed_old), "、".join(stayed_new))


def _programme(where: str, old: ProgrammeRecord, new: ProgrammeRecord) -> Iterator[Line]:
    yield from _fields(where, _programme_fields(old), _programme_fields(new))
    yield from _row_lists(where, old.rows, new.rows)


def _use(old: UseRecord, new: UseRecord) -> Iterator[Line]:
    where = _name(new)
    yield from _fields(where, _use_fields(old), _use_fields(new))
    yield from _row_lists(where, old.rows, new.rows)


def _measure_fields(row: MeasureRecord) -> Mapping[str, str]:
    return {
        "施策番号": row.code,
        "分野": f"{row.area} {AREAS[row.area]}",
        "施策名": row.title,
        "新規": _yes(row.new),
        "所管": "・".join(row.ministries),
        "使い手": Audience(row.audience).label,
        "出典の箇所": row.place,
        "概要": row.summary,
    }


def _programme_fields(row: ProgrammeRecord) -> Mapping[str, str]:
    return {
        "コード": row.code,
        "事業名": row.name,
        "出典の見出し": row.heading,
        "出典の箇所": row.place,
        "要件の整理": Encoding(row.encoding).label,
        "要件なし": _yes(row.open_to_all),
        "得られる認定": "、".join(labels.CERTIFICATIONS[code] for code in row.gives),
        "ほかの呼び名": "、".join(row.aliases),
    }


def _use_fields(row: UseRecord) -> Mapping[str, str]:
    return {"出典の見出し": row.heading, "出典の箇所": row.place, "この施策での側面": row.aspect}


def _yes(value: bool) -> str:
    return "はい" if value else "いいえ"


def _fields(where: str, old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Line]:
    for label, text in new.items():
        if old[label] != text:
            yield Line(where, label, old[label], text)


ROW_TEXTS: Mapping[str, tuple[str, Callable[[Any], str]]] = {
    "supports": ("支援の種類", lambda code: SupportType(code).label),
    "budgets": ("予算", funding_text),
    "results": ("実績", result_text),
    "requirements": ("要件", group_text),
    "focus": ("対象・目的", focus_text),
    "bonuses": ("加点・優遇", bonus_text),
    "checks": ("手で確認する条件", check_text),
    "availability": ("受付状況", period_text),
    "history": ("その後の経緯", event_text),
    "notes": ("注記", note_text),
}
"""List of rows → what it is called, and a row of it as a sentence."""


def _row_lists(where: str, old: RowsRecord, new: RowsRecord) -> Iterator[Line]:
    for key, (label, text) in ROW_TEXTS.items():
        yield from _rows(where, label, map(text, getattr(old, key)), map(text, getattr(new, key)))


def _rows(where: str, label: str, old: Iterable[str], new: Iterable[str]) -> Iterator[Line]:
    before, after = list(old), list(new)
    for kind, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind != "equal":
            for was, now in zip_longest(before[i:j], after[k:m], fillvalue=""):
                yield Line(where, label, was, now)
