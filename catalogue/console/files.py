"""Tables as downloads."""

from __future__ import annotations

from datetime import date

from django.http import HttpResponse

from catalogue.parts.exports.spreadsheet import Sheet, csv_of, xlsx_of

CSV, XLSX = "csv", "xlsx"
KINDS = {
    CSV: "text/csv; charset=utf-8",
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def download(sheet: Sheet, kind: str, name: str, day: date) -> HttpResponse:
    """*sheet* as a file; *kind*: one of KINDS; *name*: without its ending, in letters that every system knows."""
    content = csv_of(sheet.table) if kind == CSV else xlsx_of([sheet], day)
    response = HttpResponse(content, content_type=KINDS[kind])
    response["Content-Disposition"] = f'attachment; filename="{name}-{day.isoformat()}.{kind}"'
    return response
