"""A whole set of rules, read back in words while it is edited and wherever it is shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from catalogue.bridge import condition_of
from catalogue.imports.records import CheckRecord, CriterionRecord
from catalogue.models import Criterion, Encoding, Listing, ManualCheck, Role
from catalogue.publishing import Difference, Flip, RuleRow
from catalogue.wording import LEVELS, condition_text, place_text
from matcher import Condition
from matcher.assessment import Finding


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
    return _under(listing.measure.code if listing else "")


def _under(measure: str) -> str:
    return f"［{measure}だけ］" if measure else ""


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


_ROLES = {str(role.value): str(role.label) for role in Role} | {"check": "手で確認する条件"}
_WHOLE = {"encoding": "要件の整理", "open_to_all": "会社についての要件はない"}


def difference_text(one: Difference) -> str:
    """What differs between two versions, as a sentence."""
    if one.field:
        return f"{_WHOLE[one.field]}: {_said(one.was)} → {_said(one.now)}"
    if one.before is None:
        assert one.after is not None
        return f"追加　{_row_text(one.after)}"
    if one.after is None:
        return f"削除　{_row_text(one.before)}"
    before, after = _row_text(one.before), _row_text(one.after)
    if before == after:  # only what stands behind it
        return f"出典の変更　{before}: {_origin(one.before)} → {_origin(one.after)}"
    return f"変更　{before} → {after}"


def _said(value: object) -> str:
    if isinstance(value, bool):
        return "はい" if value else "いいえ"
    return str(Encoding(str(value)).label)


def _row_text(row: RuleRow) -> str:
    record = row.record
    head = f"{_under(row.listing)}{_ROLES[row.role]}"
    if isinstance(record, CheckRecord):
        return f"{head}「{record.text}」"
    text = f"{head}「{_record_text(record)}」"
    if record.level:
        text += f"（{LEVELS[record.level]}{f'、合い方{record.fit}' if record.fit else ''}）"
    return f"{text}：{record.effect}" if record.effect else text


def _record_text(record: CriterionRecord) -> str:
    return condition_text(Condition(record.feature, record.operator, tuple(record.values), record.regime))


def _origin(row: RuleRow) -> str:
    record = row.record
    origin = place_text(record.place) if record.place else f"{record.citation}（{record.read_on}）"
    return f"{origin}、注: {record.note}" if isinstance(record, CriterionRecord) and record.note else origin


def cause_text(flip: Flip) -> str:
    """The rows that make a company's verdict another: those that decide now, those that would decide."""
    was, now = _conditions(flip.was), _conditions(flip.now)
    if not was and not now:
        return "要件の整理のしかた"
    return f"{was or '（なし）'} → {now or '（なし）'}"


def _conditions(findings: Iterable[Finding]) -> str:
    return "、".join(dict.fromkeys(condition_text(finding.condition) for finding in findings))
