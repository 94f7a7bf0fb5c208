"""Tables of clients as files: CSV and xlsx, written and read so that what is carried out can come in again unchanged."""

from __future__ import annotations

import csv
import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from xml.etree.ElementTree import ParseError

from openpyxl import Workbook, load_workbook
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from catalogue.clients.columns import COLUMNS, NUMBERS
from catalogue.clients.facts import UNANSWERED, Facts
from catalogue.models import Client
from catalogue.parts.exports.spreadsheet import BOM, fill_sheet, is_misread, workbook_bytes
from catalogue.parts.exports.table import Cell, Table, clean
from catalogue.parts.inputs import to_kl

MOST_BYTES = 2_000_000
MOST_ROWS = 1_000
_MOST_UNPACKED = 50_000_000
_LOWEST_ROW, _LAST_COLUMN = 20_000, 100


class Unusable(ValueError):
    """A file that is no table of clients; the message says in Japanese what would be right."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """*rows*: (number in the file, cells); rows without anything in them are left out."""

    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


# Out


def csv_of(clients: Iterable[Client]) -> bytes:
    """UTF-8 with BOM, CRLF; what a spreadsheet would misread begins with an apostrophe."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(column.header for column in COLUMNS)
    writer.writerows([neutralised(text) for text in _texts(one)] for one in clients)
    return (BOM + file.getvalue()).encode()


def xlsx_of(clients: Iterable[Client], day: date) -> bytes:
    """The clients, and on a second sheet how to write them. The same input gives the same bytes."""
    book = Workbook()
    first = book.active
    assert isinstance(first, Worksheet)
    first.title = "支援先"
    rows = tuple(
        tuple(_cell(column.key, text) for column, text in zip(COLUMNS, _texts(one), strict=True)) for one in clients
    )
    fill_sheet(first, Table(tuple(column.header for column in COLUMNS), rows), tuple(_WIDTHS for _column in COLUMNS))
    first.freeze_panes = "B2"
    second = book.create_sheet("書き方")
    fill_sheet(second, _how_to(), (30, 14, 70))
    second.freeze_panes = "A2"
    book.properties.creator = ""
    book.properties.created = book.properties.modified = datetime.combine(day, time())
    return workbook_bytes(book, day)


_WIDTHS = 22


def _texts(client: Client) -> list[str]:
    facts = Facts.of(client)
    return [clean(column.write(facts)) for column in COLUMNS]


def _cell(key: str, text: str) -> Cell:
    if key not in NUMBERS or not text:
        return text
    return int(text) if text.isdigit() else float(text)


def _how_to() -> Table:
    rows: list[tuple[Cell, ...]] = [
        ("全体", "", "1行に1社。空欄は「まだわからない」です。登録済みの支援先では、空欄の項目は変わりません。"),
        ("全体", "", f"登録済みの答えを消すときは「{UNANSWERED}」と書きます。列は減らしても、並べ替えても構いません。"),
    ]
    rows += [(column.header, "", column.hint) for column in COLUMNS]
    for column in COLUMNS:
        if column.codes:
            rows += [(column.header, code, name) for code, name in column.codes().names.items()]
    return Table(("項目", "コード", "書き方・名前"), tuple(rows))


def neutralised(text: str) -> str:
    """*text* as a spreadsheet takes it for text. ``as_meant`` gives it back, whatever it is."""
    return f"'{text}" if _needs_apostrophe(text) else text


def as_meant(text: str) -> str:
    """What was written, without the apostrophe that kept a spreadsheet from misreading it."""
    return text[1:] if text.startswith("'") and _needs_apostrophe(text[1:]) else text


def _needs_apostrophe(text: str) -> bool:
    return is_misread(text.lstrip("'"))


# In


def read_sheet(content: bytes) -> Sheet:
    """The first table of a file. Raises Unusable."""
    if len(content) > MOST_BYTES:
        raise Unusable(f"ファイルが大きすぎます。{MOST_BYTES // 1_000_000}MBまでのファイルに分けてください。")
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unusable("古い形式（xls）か、パスワードの付いたファイルは読めません。xlsxかCSVで保存し直してください。")
    lines = list(_xlsx_lines(content) if content.startswith(b"PK") else _csv_lines(content))
    if not lines:
        raise Unusable("ファイルに何も書かれていません。1行目に見出し、2行目から支援先を書いてください。")
    (_first, header), *rows = lines
    if len(rows) > MOST_ROWS:
        raise Unusable(f"行が多すぎます。一度に取り込めるのは{MOST_ROWS:,}行までです。ファイルを分けてください。")
    if not rows:
        raise Unusable("見出しの下に支援先の行がありません。2行目から1行に1社ずつ書いてください。")
    return Sheet(header, tuple(rows))


def _lines(rows: Iterable[Iterable[str]]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Rows with anything in them, numbered as a spreadsheet numbers them; no more than are needed to say that there are too many."""
    found = 0
    for number, row in enumerate(rows, start=1):
        if number > _LOWEST_ROW:  # also rows that hold nothing but a format
            raise Unusable(f"{_LOWEST_ROW:,}行より下にも行があります。支援先の表だけのファイルにしてください。")
        cells = [clean(text).strip() for text in row]
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            found += 1
            yield number, tuple(cells)
            if found > MOST_ROWS + 1:
                return


def _csv_lines(content: bytes) -> Iterator[tuple[int, tuple[str, ...]]]:
    text = _decoded(content)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        raise Unusable('CSVとして読めません。引用符（"）の数が合っているかを確かめてください。') from error
    yield from _lines((as_meant(cell.strip()) for cell in row) for row in rows)


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "cp932"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise Unusable("文字コードがわかりません。「CSV UTF-8」かシフトJISのCSV、またはxlsxで保存し直してください。")


_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    InvalidFileException,
    ParseError,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    EOFError,
    OSError,
    NotImplementedError,
)
"""What openpyxl may raise for a file that is none of its own."""


def _xlsx_lines(content: bytes) -> list[tuple[int, tuple[str, ...]]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(part.file_size for part in archive.infolist()) > _MOST_UNPACKED:
                raise Unusable("ファイルの中身が大きすぎます。支援先の表だけのファイルにしてください。")
        book = load_workbook(io.BytesIO(content), read_only=True)
        try:
            sheet: Any = book.worksheets[0]
            sheet.reset_dimensions()  # what a file says of its own size is not to be relied on
            rows = ([_cell_text(cell) for cell in row] for row in sheet.iter_rows(max_col=_LAST_COLUMN))
            return list(_lines(rows))
        finally:
            book.close()
    except Unusable:
        raise
    except _BROKEN as error:
        raise Unusable("Excelのファイルとして読めません。xlsxかCSVで保存し直してください。") from error


def _cell_text(cell: Any) -> str:
    value = cell.value
    if cell.data_type == "f":
        raise Unusable(f"{cell.coordinate}に数式があります。値だけにして（値の貼り付け）から取り込んでください。")
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else to_kl(value)
    return str(value)
