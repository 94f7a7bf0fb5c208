"""What two versions of a programme's rules say, and what differs, row by row, for eyes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from catalogue.imports.dump import check_record, criterion_record
from catalogue.imports.records import CheckRecord, CriterionRecord
from catalogue.models import Criterion, ManualCheck, Role, RuleVersion

CHECK = "check"
"""The role of a condition that is checked by hand."""


class Kind(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One row. *listing*: the measure that it holds under, "" for all. *group*: requirement rows of one are alternatives."""

    listing: str
    role: str
    group: int
    record: CriterionRecord | CheckRecord

    @property
    def subject(self) -> tuple[str, str, str]:
        """What it is about: two rows about the same are one row that has changed."""
        return self.listing, self.role, self.record.feature if isinstance(self.record, CriterionRecord) else ""


@dataclass(frozen=True, slots=True)
class Rules:
    """All that a version says."""

    encoding: str
    open_to_all: bool
    rows: tuple[RuleRow, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """*before* is None for a row that is added, *after* for one that is removed; *field* for what is said of the rules as a whole."""

    kind: Kind
    before: RuleRow | None = None
    after: RuleRow | None = None
    field: str = ""
    was: object = None
    now: object = None


def rules_of(version: RuleVersion) -> Rules:
    """What a stored version says."""
    criteria = version.criteria.select_related("reading", "listing__measure")
    checks = version.checks.select_related("listing__measure")
    return rules_from(version.encoding, version.open_to_all, criteria, checks)


def rules_from(encoding: str, open_to_all: bool, criteria: Iterable[Criterion], checks: Iterable[ManualCheck]) -> Rules:
    """What rows say, stored or not."""
    rows = [RuleRow(_listing(row), row.role, row.group, criterion_record(row)) for row in criteria]
    rows += [RuleRow(_listing(row), CHECK, 0, check_record(row)) for row in checks]
    return Rules(encoding, open_to_all, tuple(rows))


def _listing(row: Criterion | ManualCheck) -> str:
    return row.listing.measure.code if row.listing else ""


def differences(before: Rules, after: Rules) -> tuple[Difference, ...]:
    """What has to change to make *after* of *before*. Only the grouping of requirements counts, not their numbers or order."""
    found = [
        Difference(Kind.CHANGED, field=field, was=was, now=now)
        for field in ("encoding", "open_to_all")
        if (was := getattr(before, field)) != (now := getattr(after, field))
    ]
    others: list[list[RuleRow]] = [
        [row for row in side.rows if row.role != Role.REQUIREMENT] for side in (before, after)
    ]
    for old, new in (*_paired(_groups(before), _groups(after)), (others[0], others[1])):
        found += _rows(old, new)
    return tuple(found)


def _groups(rules: Rules) -> list[list[RuleRow]]:
    groups: dict[tuple[str, int], list[RuleRow]] = {}
    for row in rules.rows:
        if row.role == Role.REQUIREMENT:
            groups.setdefault((row.listing, row.group), []).append(row)
    return list(groups.values())


def _paired(
    before: Sequence[list[RuleRow]], after: Sequence[list[RuleRow]]
) -> Iterable[tuple[list[RuleRow], list[RuleRow]]]:
    """Groups that say the same are left out; of the others, those that are about something alike go together."""
    left = list(after)
    changed = []
    for group in before:
        same = next((one for one in left if _said(one) == _said(group)), None)
        if same is None:
            changed.append(group)
        else:
            left.remove(same)
    for group in changed:
        subjects = {row.subject for row in group}
        alike = next((one for one in left if subjects & {row.subject for row in one}), None)
        if alike is not None:
            left.remove(alike)
        yield group, alike or []
    yield from (([], group) for group in left)


def _said(group: Iterable[RuleRow]) -> list[tuple[str, str]]:
    return sorted((row.listing, repr(row.record)) for row in group)


def _rows(before: Sequence[RuleRow], after: Sequence[RuleRow]) -> list[Difference]:
    kept = [(row.subject, row.record) for row in after]
    gone = []
    for row in before:
        if (row.subject, row.record) in kept:
            kept.remove((row.subject, row.record))
        else:
            gone.append(row)
    come = []
    for row in after:
        if (row.subject, row.record) in kept:
            kept.remove((row.subject, row.record))
            come.append(row)
    found = []
    for row in gone:
        now = next((one for one in come if one.subject == row.subject), None)
        if now is None:
            found.append(Difference(Kind.REMOVED, before=row))
        else:
            come.remove(now)
            found.append(Difference(Kind.CHANGED, before=row, after=now))
    return found + [Difference(Kind.ADDED, after=row) for row in come]
