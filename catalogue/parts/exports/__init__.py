"""An answer to take along: as a table (CSV, xlsx) and as calendar dates (ICS). Pure functions: a shortlist in, bytes out."""

from catalogue.parts.exports.calendar import KnownDate, ics_bytes, known_dates
from catalogue.parts.exports.spreadsheet import csv_bytes, xlsx_bytes
from catalogue.parts.exports.table import Answers, Table, company, rows

__all__ = ["Answers", "KnownDate", "Table", "company", "csv_bytes", "ics_bytes", "known_dates", "rows", "xlsx_bytes"]
