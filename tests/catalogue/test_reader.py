"""Files become records, and a file that cannot become one says why."""

import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from catalogue.imports.nodes import MOST_BYTES
from catalogue.imports.reader import read_catalogue
from catalogue.imports.records import (
    BudgetRecord,
    CatalogueRecord,
    CheckRecord,
    CriterionRecord,
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
from tests.catalogue.files import BUDGETS, FIRST, GOOD, READINGS, complaints, write

SUBSIDY = ProgrammeRecord(
    "setsubi",
    "設備補助金",
    "",
    "p6 方針",
    "done",
    False,
    RowsRecord(
        supports=("subsidy",),
        budgets=(FundingRecord("R5", "initial", 2_000_000_000, True, "p6 方針", "kikin"),),
        results=(ResultRecord("採択", Decimal(550), "者", "第1次", "2024-01", "p6 フォローアップ"),),
        requirements=(
            (
                CriterionRecord(
                    "company_size",
                    "is_one_of",
                    ("micro", "sme"),
                    regime="support_law",
                    reading="chusho",
                    place="p6 方針",
                ),
                CriterionRecord("employees", "at_most", (300,), place="p6 方針"),
            ),
        ),
        focus=(CriterionRecord("topics", "has_any", ("investment", "gx"), level="primary", place="p6 方針"),),
        bonuses=(
            CriterionRecord(
                "certifications",
                "has_any",
                ("kurumin",),
                effect="加点",
                citation="公募要領",
                read_on=datetime.date(2026, 11, 23),
            ),
        ),
        checks=(CheckRecord("事業計画が要ります。", "p6 方針"),),
        availability=(PeriodRecord("open", datetime.date(2024, 1, 15), datetime.date(2024, 3, 31), place="p6 方針"),),
        notes=(NoteRecord("予算は内数。", "p6 注"),),
    ),
)
DESK = ProgrammeRecord(
    "soudan",
    "相談窓口",
    "",
    "p7",
    "done",
    True,
    RowsRecord(
        supports=("consultation", "information"), budgets=(FundingRecord("R4", "supplementary", None, False, "p7 注"),)
    ),
)
LISTED_DESK = UseRecord(
    "soudan",
    "設備の相談窓口",
    "p7 方針",
    "設備",
    RowsRecord(
        supports=("consultation",),
        budgets=(FundingRecord("R5", "initial", 2_100_000_000, False, "p7 方針", "kikin", "丸め方が違う。"),),
    ),
)
RECORD = CatalogueRecord(
    readings=(ReadingRecord("chusho", ("中小企業", "中小企業者"), "support_law", ("micro", "sme"), "補助金の通例。"),),
    budgets=(BudgetRecord("kikin", "基金", "R5", "initial", 2_000_000_000),),
    programmes={"soudan": DESK},
    measures={
        "1-01": MeasureRecord(
            "1-01",
            1,
            "設備の更新",
            False,
            ("経産省", "中企庁"),
            "direct",
            "p6",
            "設備を新しくする会社に補助金が出ます。",
            (SUBSIDY,),
            (),
        ),
        "1-02": MeasureRecord(
            "1-02",
            1,
            "設備の相談",
            False,
            ("中企庁",),
            "direct",
            "p7-8",
            "設備のことを専門家に相談できます。",
            (LISTED_DESK,),
            (),
        ),
    },
)

UNREADABLE = "YAMLとして読めません。字下げ（半角空白2つ）、コロンの後の空白、引用符を確かめてください"
NO_MAPPING = (
    "「キー: 値」の形で書いてください。使えるキーは code、area、title、new、ministries、audience、place、summary、"
    "programmes、notes です。"
)
MARKS = "値の先頭に「&」「*」「!」は使えません。文字なら引用符で囲んでください。"
DEEP = " 1行目: 入れ子が深すぎます。20段までです。"

# What the file of the first measure holds, and what is said of it after its name.
NO_MEASURES = {
    "empty": ("", " 1行目: 中身がありません。"),
    "only a comment": ("# 書きかけ\n", " 1行目: 中身がありません。"),
    "a list": ("- 1-01\n", f" 1行目: {NO_MAPPING}"),
    "a word": ("施策\n", f" 1行目: {NO_MAPPING}"),
    "Shift JIS": (GOOD[FIRST].encode("cp932"), " 3行目: UTF-8で保存されていません。文字コードをUTF-8にしてください。"),
    "NUL": ("code: 1-01\ntitle: 設\0備\n", " 2行目: 使えない制御文字が入っています。"),
    "tab": ("code: 1-01\n\ttitle: 設備\n", " 2行目: 字下げにタブがあります。半角空白2つにしてください。"),
    "tab after spaces": (
        "notes:\n- text: a\n  \tb: c\n",
        " 3行目: 字下げにタブがあります。半角空白2つにしてください。",
    ),
    "too far in": (
        "code: 1-01\n  area: 1\n",
        f" 2行目: {UNREADABLE}（mapping values are not allowed in this context）。",
    ),
    "not far enough": ("notes:\n  - a\n b: c\n", f" 3行目: {UNREADABLE}（did not find expected key）。"),
    "no space": ("code: 1-01\narea:1\ntitle: a\n", f" 2行目: {UNREADABLE}（could not find expected ':'）。"),
    "open quote": ('code: 1-01\ntitle: "設備\narea: 1\n', f" 2行目: {UNREADABLE}（found unexpected end of stream）。"),
    "two in one": (
        GOOD[FIRST] + "---\na: 1\n",
        " 49行目: 「---」の後に続きがあります。1つのファイルに書けるのは1つだけです。",
    ),
    "anchor": ("code: 1-01\ntitle: &a 設備\n", f" 2行目 title: {MARKS}"),
    "tag": ("code: 1-01\ntitle: !!int 3\n", f" 2行目 title: {MARKS}"),
    "aliases that multiply": ("a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n", f" 1行目 a: {MARKS}"),
    "a list in itself": ("a: &a [*a]\n", f" 1行目 a: {MARKS}"),
    "brackets": ("[" * 100_000, DEEP),
    "braces": ("{a: " * 100_000, DEEP),
    "dashes": ("- " * 100_000, DEEP),
    "question marks": ("? " * 100_000, DEEP),
    "large": ("#" * (MOST_BYTES + 1), ": 大きすぎます（1,000,001バイト）。1つのファイルは1,000,000バイトまでです。"),
}


def test_the_good_catalogue_is_read(tmp_path: Path) -> None:
    assert read_catalogue(write(tmp_path, GOOD)) == RECORD


@pytest.mark.parametrize("text", [GOOD[FIRST].replace("\n", "\r\n"), "\ufeff" + GOOD[FIRST], "---\n" + GOOD[FIRST]])
def test_what_an_editor_adds_is_no_matter(tmp_path: Path, text: str) -> None:
    assert read_catalogue(write(tmp_path, GOOD | {FIRST: text})) == RECORD


@pytest.mark.parametrize(("content", "complaint"), NO_MEASURES.values(), ids=NO_MEASURES)
def test_a_file_that_is_no_measure_says_why(tmp_path: Path, content: str | bytes, complaint: str) -> None:
    assert complaints(tmp_path, GOOD | {FIRST: content}) == [FIRST + complaint]


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    files = {name: text for name, text in GOOD.items() if name != READINGS}
    assert complaints(tmp_path, files) == ["readings.yaml: ファイルがありません。"]


def test_a_file_that_would_be_passed_over_is_named(tmp_path: Path) -> None:
    assert complaints(tmp_path, GOOD | {"measures/1-03.yml": "", "programmes/a.YAML": ""}) == [
        "measures/1-03.yml: このファイルは読まれません。拡張子を .yaml にしてください。",
        "programmes/a.YAML: このファイルは読まれません。拡張子を .yaml にしてください。",
    ]


def test_a_list_that_is_none_says_so(tmp_path: Path) -> None:
    assert complaints(tmp_path, GOOD | {BUDGETS: "code: kikin\n", READINGS: "chusho\n"}) == [
        "budgets.yaml 1行目: 「- 」で始まる並びで書いてください。",
        "readings.yaml 1行目: 「- 」で始まる並びで書いてください。",
    ]


def test_a_folder_that_is_no_catalogue_is_refused(tmp_path: Path) -> None:
    message = "measures フォルダーがありません。カタログの場所を確かめてください。"
    assert complaints(tmp_path, {}) == [f"{tmp_path}: {message}"]


def test_a_catalogue_without_measures_is_refused(tmp_path: Path) -> None:
    (tmp_path / "measures").mkdir()
    assert complaints(tmp_path, {READINGS: "[]\n", BUDGETS: "[]\n"}) == [
        "measures: 施策のファイルが1つもありません。カタログの場所を確かめてください。"
    ]
