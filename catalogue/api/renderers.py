"""Forms of answers beside JSON: lines of JSON, and tables."""

from __future__ import annotations

from rest_framework.renderers import JSONRenderer


class NdjsonRenderer(JSONRenderer):
    """A JSON object a line. A problem that stands for the whole request is one object."""

    media_type = "application/x-ndjson"
    format = "ndjson"


class CsvRenderer(JSONRenderer):
    """A table; what is wrong with the request is still a problem."""

    media_type = "text/csv"
    format = "csv"
