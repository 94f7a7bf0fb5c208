"""A whole set of rules, read back in words while it is edited and wherever it is shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from catalogue.bridge import condition_of
from catalogue.models import Criterion, Listing, ManualCheck, Role
from catalogue.wording import LEVELS, condition_text


@dataclass(frozen=True, slots=True)
class Section:
    """*lines*: each a sentence; for requirements each a group, of which one alternative is enough."""

    title: str
    lines: tuple[str, ...]


def read_back(rows: Iterable[Criterion], checks: Iterable[ManualCheck], *, open_to_all: bool) -> list[Section]:
    """*rows* and *checks* as sentences, by what they do. Empty parts are left out; nothing at all says so."""
    rows = list(rows)
    groups: dict[tuple[int | None, int], list[Criterion]] = {}
    for row in rows:
        if row.role == Role.REQUIREMENT:
            groups.setdefault((row.listing_id, row.group), []).append(row)
    sections = [
        Section("要件（すべて満たすこと）", tuple(_group(found) for found in groups.values())),
        Section("手で確認する条件", tuple(f"{_where(check.listing)}{check.text}" for check in checks)),
        Section("対象・目的", tuple(_focus(row) for row in rows if row.role == Role.FOCUS)),
        Section("加点・優遇", tuple(_bonus(row) for row in rows if row.role == Role.BONUS)),
    ]
    found = [section for section in sections if section.lines]
    if open_to_all:
        return [
            Section("要件", ("会社についての要件はありません（どの会社も条件に合う可能性が高い、と判定します）。",)),
            *found,
        ]
    return found or [Section("要件", ("まだ整理していません。判定は「確認が必要」になります。",))]


def _where(listing: Listing | None) -> str:
    return f"［{listing.measure.code}だけ］" if listing else ""


def sentence(row: Criterion) -> str:
    """One row in words."""
    return condition_text(condition_of(row))


def _group(rows: list[Criterion]) -> str:
    return _where(rows[0].listing) + " または ".join(sentence(row) for row in rows)


def _focus(row: Criterion) -> str:
    fit = f"、合い方{row.fit}" if row.fit else ""
    return f"{_where(row.listing)}{sentence(row)}（{LEVELS[row.level]}{fit}）"


def _bonus(row: Criterion) -> str:
    return f"{_where(row.listing)}{sentence(row)}" + (f"：{row.effect}" if row.effect else "")
