"""What differs between two catalogues, in words: every change is seen, and said where it is."""

from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from catalogue.imports.reader import read_catalogue
from catalogue.imports.records import (
    BudgetRecord,
    CatalogueRecord,
    CheckRecord,
    CriterionRecord,
    EventRecord,
    FundingRecord,
    MeasureRecord,
    NoteRecord,
    PeriodRecord,
    ProgrammeRecord,
    ReadingRecord,
    ResultRecord,
    RowsRecord,
    UseRecord,
)
from catalogue.review.differences import ROW_TEXTS, Difference, Line, differences
from catalogue.review.sentences import budget_text, focus_text, reading_text, result_text
from tests.catalogue.files import BUDGETS, FIRST, GOOD, SECOND, SHARED, write

P = "設備補助金"
SIZE = "企業規模（中小企業支援の各法（政令の特例を含む））が次のいずれか: 小規模企業者、中小企業者（小規模企業者を除く）（読み替え chusho）［p6 方針］"


def found(tmp_path: Path, files: dict[str, str]) -> list[Difference]:
    """What *files* differ in from the good catalogue."""
    return differences(read_catalogue(write(tmp_path / "a", GOOD)), read_catalogue(write(tmp_path / "b", files)))


@pytest.mark.parametrize(
    ("name", "old", "new", "line"),
    [
        (FIRST, "title: 設備の更新", "title: 設備の新設", Line("", "施策名", "設備の更新", "設備の新設")),
        (FIRST, "title: ", "new: true\ntitle: ", Line("", "新規", "いいえ", "はい")),
        (FIRST, "[経産省, 中企庁]", "[中企庁, 経産省]", Line("", "所管", "経産省・中企庁", "中企庁・経産省")),
        (FIRST, "audience: direct", "audience: none", Line("", "使い手", "企業が直接使う", "企業が使う手続きはない")),
        (FIRST, "  name: 設備補助金", "  name: 設備補助", Line("設備補助", "事業名", P, "設備補助")),
        (
            FIRST,
            "values: [300人]",
            "values: [299人]",
            Line(
                P,
                "要件",
                f"{SIZE} または 常時使用する従業員数が300人以下［p6 方針］",
                f"{SIZE} または 常時使用する従業員数が299人以下［p6 方針］",
            ),
        ),
        (
            FIRST,
            "value: 550",
            "value: 551",
            Line(
                P,
                "実績",
                "採択 550者（第1次、2024-01時点）［p6 フォローアップ］",
                "採択 551者（第1次、2024-01時点）［p6 フォローアップ］",
            ),
        ),
        (
            FIRST,
            "until: 2024-03-31",
            "until: 2024-04-30",
            Line(P, "受付状況", "受付中 2024-01-15〜2024-03-31［p6 方針］", "受付中 2024-01-15〜2024-04-30［p6 方針］"),
        ),
        (
            FIRST,
            "  checks:\n  - {text: 事業計画が要ります。, place: p6 方針}\n",
            "",
            Line(P, "手で確認する条件", "事業計画が要ります。［p6 方針］", ""),
        ),
        (
            FIRST,
            "  - {text: 予算は内数。, place: p6 注}",
            "  - {text: 予算は内数。, place: p6 注}\n  - {text: 二つめ。, place: p6 注}",
            Line(P, "注記", "", "二つめ。［p6 注］"),
        ),
        (SECOND, "aspect: 設備", "aspect: 相談", Line("共通の事業 soudan", "この施策での側面", "設備", "相談")),
        (SECOND, "[consultation]", "[information]", Line("共通の事業 soudan", "支援の種類", "相談", "情報提供")),
        (SHARED, "name: 相談窓口", "name: 相談の窓口", Line("", "事業名", "相談窓口", "相談の窓口")),
        (
            BUDGETS,
            "name: 基金",
            "name: 別の基金",
            Line("", "kikin", "基金 R5 当初予算 20億円", "別の基金 R5 当初予算 20億円"),
        ),
    ],
)
def test_a_change_is_said_with_its_place(tmp_path: Path, name: str, old: str, new: str, line: Line) -> None:
    (part,) = found(tmp_path, GOOD | {name: GOOD[name].replace(old, new)})
    assert (part.kind, part.name) == ("changed", name.removesuffix(".yaml"))
    assert part.lines == (line,)


def test_equal_catalogues_do_not_differ(tmp_path: Path, real: CatalogueRecord) -> None:
    assert found(tmp_path, dict(GOOD)) == []
    assert differences(real, real) == []


def test_parts_are_removed_and_added(tmp_path: Path) -> None:
    third = GOOD[FIRST].replace('"1-01"', '"1-03"').replace("code: setsubi", "code: setsubi-3")
    files = {name: text for name, text in GOOD.items() if name not in (SECOND, SHARED)} | {"measures/1-03.yaml": third}
    assert found(tmp_path, files) == [
        Difference("removed", "programmes/soudan", "共通の事業 相談窓口（soudan）"),
        Difference("removed", "measures/1-02", "施策 1-02 設備の相談"),
        Difference("added", "measures/1-03", "施策 1-03 設備の更新"),
    ]


def test_a_programme_under_a_measure_is_added_removed_and_moved() -> None:
    one, two = (programme(code=code, name=code) for code in ("a", "b"))
    before, after = measure(programmes=(one, two)), measure(programmes=(two,))
    assert lines(before, after) == (Line("", "事業", "a（a）", ""),)
    assert lines(after, before) == (Line("", "事業", "", "a（a）"),)
    assert lines(before, measure(programmes=(two, one))) == (Line("", "順番", "a、b", "b、a"),)


CRITERION = CriterionRecord("employees", "at_most", (300,), place="p6")
OTHER: dict[type, dict[str, Any]] = {
    ReadingRecord: {"words": ("零細",), "regime": "basic_law", "sizes": ("micro",), "reason": "別"},
    BudgetRecord: {"name": "別", "year": "R6", "kind": "other", "amount": None},
    NoteRecord: {"text": "別", "place": "p9"},
    CheckRecord: {"text": "別", "place": "p9", "citation": "別", "read_on": date(2026, 1, 1)},
    FundingRecord: {"year": "R6", "kind": "other", "amount": 1, "part_of": True, "place": "p9", "pot": "別", "note": "別"},
    ResultRecord: {"metric": "別", "value": Decimal("2.5"), "unit": "別", "detail": "別", "as_of": "2024-02", "place": "p9"},
    CriterionRecord: {
        "feature": "capital_yen", "operator": "at_least", "values": (301,), "fit": 9, "level": "secondary",
        "effect": "別", "reading": "別", "place": "p9", "citation": "別", "read_on": date(2026, 1, 1), "note": "別",
    },
    PeriodRecord: {
        "state": "closed", "first": date(2026, 1, 1), "last": date(2026, 2, 2), "place": "p9", "citation": "別",
        "read_on": date(2026, 1, 1), "note": "別",
    },
    EventRecord: {
        "kind": "terms", "on": "2025-01", "old_name": "別", "new_name": "別", "citation": "別",
        "read_on": date(2026, 1, 1), "note": "別",
    },
    ProgrammeRecord: {
        "name": "別", "heading": "別", "place": "p9", "encoding": "not_yet", "open_to_all": True,
        "gives": ("kurumin",), "aliases": ("別",),
    },
    UseRecord: {"heading": "別", "place": "p9", "aspect": "別"},
    MeasureRecord: {
        "area": 2, "title": "別", "new": True, "ministries": ("別省",), "audience": "none", "place": "p9", "summary": "別",
    },
}  # fmt: skip
"""Every field of every record with another value than the samples below have."""

LISTS = {"notes", "programmes", "rows"}
"""Fields whose content has tests of its own."""

SAMPLES: dict[str, tuple[Any, ...]] = {
    "budgets": (FundingRecord("R5", "initial", None, False, "p6"),),
    "results": (ResultRecord("件数", Decimal(2), "件", "", "", "p6"),),
    "requirements": ((CRITERION,),),
    "focus": (replace(CRITERION, level="primary"),),
    "bonuses": (CRITERION,),
    "checks": (CheckRecord("確認", "p6"),),
    "availability": (PeriodRecord("open", None, None, "p6"),),
    "history": (EventRecord("ended", "", "", "", "官報", date(2026, 11, 23)),),
    "notes": (NoteRecord("注", "p6"),),
}


def programme(**said: Any) -> ProgrammeRecord:
    whole = {
        "code": "a", "name": "事業", "heading": "", "place": "p6", "encoding": "done", "open_to_all": False,
        "rows": RowsRecord(),
    }  # fmt: skip
    return ProgrammeRecord(**(whole | said))


def measure(**said: Any) -> MeasureRecord:
    whole = {
        "code": "1-01", "area": 1, "title": "施策", "new": False, "ministries": ("経産省",), "audience": "direct",
        "place": "p6", "summary": "概要", "programmes": (programme(),), "notes": (),
    }  # fmt: skip
    return MeasureRecord(**(whole | said))


def lines(before: MeasureRecord, after: MeasureRecord) -> tuple[Line, ...]:
    one, other = (CatalogueRecord((), (), {}, {side.code: side}) for side in (before, after))
    (part,) = differences(one, other)
    return part.lines


def test_every_field_of_every_record_has_another_value() -> None:
    given = {
        ProgrammeRecord: {"code"},
        UseRecord: {"use"},
        MeasureRecord: {"code"},
        ReadingRecord: {"code"},
        BudgetRecord: {"code"},
    }
    for record, values in OTHER.items():
        names = {one.name for one in fields(record) if one.compare} - LISTS - given.get(record, set())
        assert names - {"regime"} <= values.keys() <= names


@pytest.mark.parametrize("field", OTHER[MeasureRecord])
def test_a_change_of_a_measure_is_one_line(field: str) -> None:
    (line,) = lines(measure(), measure(**{field: OTHER[MeasureRecord][field]}))
    assert line.where == ""
    assert line.old != line.new


@pytest.mark.parametrize("field", OTHER[ProgrammeRecord])
def test_a_change_of_a_programme_is_one_line(field: str) -> None:
    changed = programme(**{field: OTHER[ProgrammeRecord][field]})
    (line,) = lines(measure(), measure(programmes=(changed,)))
    assert line.where == changed.name
    assert line.old != line.new


@pytest.mark.parametrize("field", OTHER[UseRecord])
def test_a_change_of_a_listing_is_one_line(field: str) -> None:
    use = UseRecord("a", "", "p6", "", RowsRecord())
    changed = replace(use, **{field: OTHER[UseRecord][field]})
    (line,) = lines(measure(programmes=(use,)), measure(programmes=(changed,)))
    assert (line.where, line.new) == ("共通の事業 a", OTHER[UseRecord][field])


def row_changes() -> list[tuple[str, str]]:
    found = []
    for kind, rows in SAMPLES.items():
        record = type(rows[0][0] if kind == "requirements" else rows[0])
        outside = {"requirements": {"level", "fit", "effect"}, "focus": {"effect"}, "bonuses": {"level", "fit"}}.get(
            kind, set()
        )
        found += [(kind, field) for field in OTHER[record] if field not in outside]
    return found


@pytest.mark.parametrize(("kind", "field"), row_changes())
def test_a_change_of_a_row_is_one_line(kind: str, field: str) -> None:
    (row,) = SAMPLES[kind]
    plain = row[0] if kind == "requirements" else row
    extra = {"citation": {"place": "", "read_on": date(2026, 5, 5)}, "read_on": {"place": "", "citation": "官報"}}
    both = {} if kind == "history" or field not in extra else extra[field]
    other = replace(plain, **(both | {field: OTHER[type(plain)][field]}))
    if field == "read_on" and kind != "history":
        plain = replace(plain, place="", citation="官報", read_on=date(2026, 5, 5))
    if field == "old_name":
        plain, other = (replace(one, new_name="あと") for one in (plain, other))
    if kind == "requirements":
        before, after = RowsRecord(requirements=((plain,),)), RowsRecord(requirements=((other,),))
    else:
        before, after = RowsRecord(**{kind: (plain,)}), RowsRecord(**{kind: (other,)})
    (line,) = lines(measure(programmes=(programme(rows=before),)), measure(programmes=(programme(rows=after),)))
    assert (line.where, line.label) == ("事業", ROW_TEXTS[kind][0])
    assert line.old != line.new
    assert line.old
    assert line.new


def test_zeros_that_a_database_adds_are_no_difference() -> None:
    (row,) = SAMPLES["results"]
    other = replace(row, value=Decimal("2.0000"))
    assert result_text(replace(row, value=Decimal("100.0000"))) == "件数 100件［p6］"
    before, after = (programme(rows=RowsRecord(results=(one,))) for one in (row, other))
    assert lines(measure(programmes=(before,)), measure(title="別", programmes=(after,))) == (
        Line("", "施策名", "施策", "別"),
    )


def test_every_list_of_rows_is_compared() -> None:
    assert ROW_TEXTS.keys() == {one.name for one in fields(RowsRecord)}
    assert SAMPLES.keys() == ROW_TEXTS.keys() - {"supports"}


def test_a_row_says_its_regime_and_its_fit() -> None:
    size = CriterionRecord("company_size", "is_one_of", ("sme",), regime="support_law", level="primary", place="p6")
    assert focus_text(size) != focus_text(replace(size, regime="basic_law"))
    assert focus_text(replace(size, fit=8)).startswith("主な対象、合い方8: ")


@pytest.mark.parametrize("field", OTHER[ReadingRecord])
def test_a_reading_says_all_of_itself(field: str) -> None:
    one = ReadingRecord("chusho", ("中小企業",), "support_law", ("micro", "sme"), "通例。")
    assert reading_text(one) != reading_text(replace(one, **{field: OTHER[ReadingRecord][field]}))


@pytest.mark.parametrize("field", OTHER[BudgetRecord])
def test_a_budget_says_all_of_itself(field: str) -> None:
    one = BudgetRecord("kikin", "基金", "R5", "initial", 10**9)
    assert budget_text(one) != budget_text(replace(one, **{field: OTHER[BudgetRecord][field]}))
