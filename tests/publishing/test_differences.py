"""What differs between two sets of rules: rows by what they are about, requirements by how they are grouped."""

from dataclasses import replace

import pytest

from catalogue.imports.records import CheckRecord, CriterionRecord
from catalogue.publishing import Difference, RuleRow, Rules, differences
from catalogue.publishing.differences import Kind


def required(group: int, feature: str, *values: object, listing: str = "") -> RuleRow:
    return RuleRow(
        listing,
        "requirement",
        group,
        CriterionRecord(feature, "at_most", values, "", "", place="p6"),  # type: ignore[arg-type]
    )


SMALL, SMALLER = required(1, "employees", 300), required(1, "employees", 200)
POOR = required(1, "capital_yen", 100)
DX = RuleRow("", "focus", 0, CriterionRecord("topics", "has_any", ("dx",), "", "primary", place="p6"))
GX = RuleRow("", "focus", 0, CriterionRecord("topics", "has_any", ("gx",), "", "primary", place="p6"))
PLAN = RuleRow("", "check", 0, CheckRecord("計画が要ります。", "p6"))
BOOK = RuleRow("", "check", 0, CheckRecord("帳簿が要ります。", "p6"))


def group(number: int, *rows: RuleRow) -> tuple[RuleRow, ...]:
    return tuple(replace(row, group=number) for row in rows)


def added(row: RuleRow) -> Difference:
    return Difference(Kind.ADDED, after=row)


def removed(row: RuleRow) -> Difference:
    return Difference(Kind.REMOVED, before=row)


def changed(before: RuleRow, after: RuleRow) -> Difference:
    return Difference(Kind.CHANGED, before, after)


CASES = [
    ("nothing", (SMALL, DX), (SMALL, DX), ()),
    ("the order of rows says nothing", (DX, GX, SMALL), (SMALL, GX, DX), ()),
    ("the numbers of groups say nothing", group(1, SMALL) + group(2, POOR), group(4, POOR) + group(5, SMALL), ()),
    ("the order of alternatives says nothing", (SMALL, POOR), (POOR, SMALL), ()),
    ("a row that is added", (SMALL,), (SMALL, DX), (added(DX),)),
    ("a row that is removed", (SMALL, DX), (SMALL,), (removed(DX),)),
    ("a threshold that moves", (SMALL, POOR), (SMALLER, POOR), (changed(SMALL, SMALLER),)),
    ("a group before another", (SMALL,), group(1, POOR) + group(2, SMALL), (added(POOR),)),
    ("an alternative more", (SMALL,), (SMALL, POOR), (added(POOR),)),
    (
        "an alternative that becomes a requirement of its own",
        (SMALL, POOR),
        group(1, SMALL) + group(2, POOR),
        (removed(POOR), added(*group(2, POOR))),
    ),
    ("a topic for another", (DX,), (GX,), (changed(DX, GX),)),
    ("a topic beside another", (DX,), (DX, GX), (added(GX),)),
    ("one of two of a kind", (DX, GX), (GX,), (removed(DX),)),
    ("the same row twice", (DX, DX), (DX,), (removed(DX),)),
    ("what is checked by hand", (PLAN,), (BOOK,), (changed(PLAN, BOOK),)),
    (
        "a row that moves to a listing",
        (DX,),
        (replace(DX, listing="1-02"),),
        (removed(DX), added(replace(DX, listing="1-02"))),
    ),
    (
        "a note",
        (SMALL,),
        (replace(SMALL, record=replace(SMALL.record, note="注")),),  # type: ignore[call-arg]
        (changed(SMALL, replace(SMALL, record=replace(SMALL.record, note="注"))),),  # type: ignore[call-arg]
    ),
]


@pytest.mark.parametrize(("before", "after", "found"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_what_differs(before: tuple[RuleRow, ...], after: tuple[RuleRow, ...], found: tuple[Difference, ...]) -> None:
    assert differences(Rules("done", False, before), Rules("done", False, after)) == found


def test_what_is_said_of_the_rules_as_a_whole() -> None:
    assert differences(Rules("not_yet", False, ()), Rules("done", True, ())) == (
        Difference(Kind.CHANGED, field="encoding", was="not_yet", now="done"),
        Difference(Kind.CHANGED, field="open_to_all", was=False, now=True),
    )
