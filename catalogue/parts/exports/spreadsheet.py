"""Tables as files for a spreadsheet."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from catalogue.parts.exports.table import Answers, Cell, Table, company, rows
from catalogue.shortlist import Shortlist

BOM = "\ufeff"
"""Without it, Excel in Japan reads UTF-8 as Shift_JIS."""

WIDTHS = (6, 10, 32, 22, 16, 20, 16, 8, 20, 44, 44, 52, 44, 44, 44, 44)
"""Of the columns of measures, in characters; a Japanese one counts as two."""
COMPANY_WIDTHS = (34, 80)

_FORMULA = re.compile(r"[\t\r\n]|\s*[=+\-@＝＋－＠]")
# 1-01 would become the first of January, 7000012050002 7.00001E+12, and 0120 lose its zero.
_MISREAD = re.compile(r"[0-9]{1,2}(?:[-/][0-9]{1,4}){1,2}|0[0-9]+|[0-9]{12,}|[0-9]+[eE][0-9]+")


def csv_bytes(found: Shortlist, answers: Answers) -> bytes:
    """The measures, an empty line, and the company."""
    return csv_of(rows(found), company(found, answers))


def xlsx_bytes(found: Shortlist, answers: Answers) -> bytes:
    """A workbook of two sheets; the same input gives the same bytes."""
    # Number and name of a measure stay in sight, too.
    first = Sheet(_("施策"), rows(found), WIDTHS, freeze="D2", filtered=True)
    return xlsx_of([first, Sheet(_("会社の情報"), company(found, answers), COMPANY_WIDTHS)], found.as_of)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table in a workbook. *widths*: of its columns, in characters; *freeze*: the first cell that scrolls."""

    title: str
    table: Table
    widths: tuple[int, ...]
    freeze: str = "A2"
    filtered: bool = False


def csv_of(*tables: Table) -> bytes:
    """The tables, an empty line between them; UTF-8 with BOM, CRLF.

    A text that a spreadsheet would run as a formula, or read as another thing than it is, begins with an apostrophe.
    """
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\r\n")
    for place, table in enumerate(tables):
        if place:
            writer.writerow(())
        writer.writerow([_harmless(cell) for cell in table.header])
        writer.writerows([_harmless(cell) for cell in row] for row in table.rows)
    return (BOM + file.getvalue()).encode()


def xlsx_of(sheets: Iterable[Sheet], day: date) -> bytes:
    """A workbook; the same sheets and *day* give the same bytes."""
    book = Workbook()
    assert book.active is not None
    book.remove(book.active)
    for one in sheets:
        made = book.create_sheet(one.title)
        fill_sheet(made, one.table, one.widths)
        made.freeze_panes = one.freeze
        if one.filtered:
            made.auto_filter.ref = made.dimensions
    book.properties.creator = ""
    book.properties.created = book.properties.modified = datetime.combine(day, time())
    return workbook_bytes(book, day)


def is_misread(text: str) -> bool:
    """Whether a spreadsheet would take *text*, typed into a cell, for a formula, a number or a day."""
    return bool(_FORMULA.match(text) or _MISREAD.fullmatch(text))


def _harmless(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and is_misread(cell) else cell


def fill_sheet(sheet: Worksheet, table: Table, widths: tuple[int, ...]) -> None:
    """Write *table*, its columns so wide; no text of it can become a formula."""
    wrapped, bold = Alignment(wrap_text=True, vertical="top"), Font(bold=True)
    for column, (_name, width) in enumerate(zip(table.header, widths, strict=True), start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    for row, cells in enumerate((table.header, *table.rows), start=1):
        for column, value in enumerate(cells, start=1):
            cell = sheet.cell(row, column, None if value == "" else value)
            cell.alignment = wrapped
            if row == 1:
                cell.font = bold
            if isinstance(value, str) and value:
                cell.data_type = "s"  # openpyxl takes what begins with = for a formula, and #N/A for an error
                cell.quotePrefix = is_misread(value)  # else it becomes one as soon as somebody edits the cell


def workbook_bytes(book: Workbook, day: date) -> bytes:
    """*book* as bytes that tell no time but *day*: ``Workbook.save`` and the archive put in the clock's."""
    dated, file = io.BytesIO(), io.BytesIO()
    ExcelWriter(book, zipfile.ZipFile(dated, "w")).save()
    with zipfile.ZipFile(dated) as parts, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in parts.namelist():
            part = zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
            archive.writestr(part, parts.read(name), zipfile.ZIP_DEFLATED)
    return file.getvalue()
