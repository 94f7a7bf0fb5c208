"""An answer to take along: as a table (CSV, xlsx) and as calendar dates (ICS). Pure functions: a shortlist in, bytes out."""

from catalogue.web.exports.calendar import KnownDate, ics_bytes, known_dates
from catalogue.web.exports.spreadsheet import csv_bytes, xlsx_bytes
from catalogue.web.exports.table import Answers, Table, company, rows

__all__ = ["Answers", "KnownDate", "Table", "company", "csv_bytes", "ics_bytes", "known_dates", "rows", "xlsx_bytes"]
