"""The tables as files: what a spreadsheet and a CSV reader read back."""

import csv
import io
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from catalogue.parts.exports import csv_bytes, xlsx_bytes
from catalogue.parts.exports.spreadsheet import is_misread
from catalogue.parts.exports.table import Cell, clean
from tests.contract.built import SHORTLIST
from tests.web.test_exports import ANSWERS, COMPANY, HEADER, MEASURES, NOTHING, titled

FORMULAS = [
    "=1+1",
    "+81",
    "-5",
    "@SUM(A1)",
    "\t=1",
    "\tx",
    "\rx",
    "\nx",
    " =1",
    "　=1",
    "＝1",
    "＋1",
    "－1",
    "＠1",
    "=",
    "-",
]
OTHER_THINGS = [
    "1-01",
    "10-19",
    "3/4",
    "1-2-3",
    "1/2/2003",
    "0120",
    "00",
    "123456789012",
    "7000012050002",
    "1e5",
    "12E3",
]
PLAIN = [
    "",
    "1=1",
    "a@b",
    "'=1",
    "5",
    "2024-03-31",
    "12345678901",
    "1-01a",
    "e5",
    "0.5",
    "0",
    "3,000万円",
    "・-",
    "#N/A",
]


def read_csv(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def read_xlsx(content: bytes) -> Workbook:
    return load_workbook(io.BytesIO(content))


def read_back(value: Cell) -> Cell | None:
    """An empty text is an empty cell."""
    return None if value == "" else value


@pytest.mark.parametrize("text", [*FORMULAS, *OTHER_THINGS])
def test_a_text_that_would_become_something_else_is_held_as_text(text: str) -> None:
    assert is_misread(text)
    content = xlsx_bytes(titled(text), [(text, text)])
    for held in (read_xlsx(content)["施策"]["C2"], read_xlsx(content)["会社の情報"]["B2"]):
        assert (held.data_type, held.value, held.quotePrefix) == ("s", clean(text), True)
    table = read_csv(csv_bytes(titled(text), [("名", text)]))
    assert (table[1][2], table[4]) == (f"'{clean(text)}", ["名", f"'{clean(text)}"])


@pytest.mark.parametrize("text", PLAIN)
def test_other_texts_are_left_as_they_are(text: str) -> None:
    assert not is_misread(text)
    held = read_xlsx(xlsx_bytes(titled(text), ANSWERS))["施策"]["C2"]
    assert (held.data_type, held.value, held.quotePrefix) == ("s" if text else "n", read_back(text), False)
    assert read_csv(csv_bytes(titled(text), ANSWERS))[1][2] == text


def test_the_csv_opens_in_excel() -> None:
    content = csv_bytes(SHORTLIST, ANSWERS)
    assert content.startswith(b"\xef\xbb\xbf\xe9\xa0\x86")
    assert content.endswith("ご注意,結果は目安です。対象になるかどうかは、各施策の窓口が判断します。\r\n".encode())
    # A line end within a cell is a LF alone.
    assert content.count(b"\n") - content.count(b"\r\n") == sum(
        str(value).count("\n") for row in MEASURES for value in row
    )


def test_the_csv_reads_back() -> None:
    measures = [[str(value) for value in row] for row in MEASURES]
    for row in measures:
        row[1] = f"'{row[1]}"
    facts = [[label, f"'{value}" if value == "7000012050002" else str(value)] for label, value in COMPANY]
    assert read_csv(csv_bytes(SHORTLIST, ANSWERS)) == [list(HEADER), *measures, [], ["項目", "内容"], *facts]
    assert read_csv(csv_bytes(NOTHING, ()))[:3] == [list(HEADER), [], ["項目", "内容"]]


def test_the_workbook_reads_back() -> None:
    book = read_xlsx(xlsx_bytes(SHORTLIST, ANSWERS))
    assert book.sheetnames == ["施策", "会社の情報"]
    measures, facts = book.worksheets
    assert list(measures.values) == [HEADER, *(tuple(read_back(value) for value in row) for row in MEASURES)]
    assert list(facts.values) == [("項目", "内容"), *COMPANY]
    assert [measures.cell(2, column).data_type for column in (1, 2, 8)] == ["n", "s", "n"]
    assert facts["B6"].data_type == "n"


def test_the_workbook_is_ready_to_be_used() -> None:
    measures, facts = read_xlsx(xlsx_bytes(SHORTLIST, ANSWERS)).worksheets
    assert (measures.freeze_panes, facts.freeze_panes) == ("D2", "A2")
    assert (measures.auto_filter.ref, facts.auto_filter.ref) == ("A1:P4", None)
    for sheet in (measures, facts):
        assert [[held.font.bold for held in row] for row in sheet.rows] == [
            [number == 0] * sheet.max_column for number in range(sheet.max_row)
        ]
        assert {(held.alignment.wrap_text, held.alignment.vertical) for row in sheet.rows for held in row} == {
            (True, "top")
        }
    assert [measures.column_dimensions[letter].width for letter in "ABCP"] == [6, 10, 32, 44]
    assert [facts.column_dimensions[letter].width for letter in "AB"] == [34, 80]


def test_an_empty_workbook_opens() -> None:
    measures, facts = read_xlsx(xlsx_bytes(NOTHING, ())).worksheets
    assert list(measures.values) == [HEADER]
    assert measures.auto_filter.ref == "A1:P1"
    assert facts.max_row == len(COMPANY) - len(ANSWERS) + 1


def test_the_same_answer_gives_the_same_bytes_at_any_time() -> None:
    made = []
    for moment in (datetime(2026, 11, 23, 1, tzinfo=UTC), datetime(2027, 5, 6, 7, 8, 9, tzinfo=UTC)):
        with time_machine.travel(moment, tick=False):
            made.append((csv_bytes(SHORTLIST, ANSWERS), xlsx_bytes(SHORTLIST, ANSWERS)))
    assert made[0] == made[1]
    with zipfile.ZipFile(io.BytesIO(made[0][1])) as archive:
        assert {part.date_time for part in archive.infolist()} == {(2024, 3, 31, 0, 0, 0)}
    properties = read_xlsx(made[0][1]).properties
    assert (properties.created, properties.modified) == (datetime(2024, 3, 31), datetime(2024, 3, 31))  # noqa: DTZ001
    assert xlsx_bytes(replace(SHORTLIST, as_of=date(2024, 4, 1)), ANSWERS) != made[0][1]


@given(
    st.text(
        st.characters() | st.characters(categories=["Cs", "Cc", "Cf", "Cn", "Zs"]) | st.sampled_from("=+-@\t\r\n01")
    )
)
def test_any_text_makes_files_that_open_and_no_formula(text: str) -> None:
    answers = [(text, text)]
    sheet = read_xlsx(xlsx_bytes(NOTHING, answers))["会社の情報"]
    assert [held.data_type for held in sheet[2]] == ["s" if clean(text) else "n"] * 2
    assert [held.value for held in sheet[2]] == [read_back(clean(text))] * 2
    label, value = read_csv(csv_bytes(NOTHING, answers))[3]
    assert label == value == ("'" if is_misread(clean(text)) else "") + clean(text)
    assert not value.lstrip().startswith(tuple("=+-@＝＋－＠"))
