"""What the schema cannot say in its own words: values of our formats, and answers that contradict one another.

    python -m pytest tests/api/test_fuzz.py

asks a few questions of every operation; FUZZ_EXAMPLES says how many.
"""

from __future__ import annotations

import json
import os
from datetime import date
from typing import Any

import schemathesis
from django.core.wsgi import get_wsgi_application
from drf_spectacular.generators import SchemaGenerator
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from catalogue.api.pages import write_cursor
from matcher.profile import check_digit

JSON = "application/json"
SCHEMA: dict[str, Any] = {}
"""The schema, once it is loaded."""

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "2"))

MINISTRIES = ("経産省", "中企庁", "厚労省", "農水省")


def corporate_numbers() -> st.SearchStrategy[str]:
    return st.text("0123456789", min_size=12, max_size=12).map(lambda digits: f"{check_digit(digits)}{digits}")


_LINES = (
    '{"profile": {"industry": "09", "employees": 40}}',
    '{"profile": {}, "limit": 1, "as_of": "2024-03-31"}',
    '{"profile": {"employees": "40"}}',
    '{"profile": ',
    "",
    "[]",
)


def register() -> None:
    """Tell schemathesis about our formats."""
    days = st.dates(min_value=_day(2000), max_value=_day(2100)).map(lambda day: day.isoformat())
    schemathesis.openapi.format("corporate-number", corporate_numbers())
    schemathesis.openapi.format("ministry", st.sampled_from(MINISTRIES))
    schemathesis.openapi.format("day", days)
    past = st.dates(min_value=_day(2000), max_value=_day(2026)).map(lambda day: day.isoformat())
    schemathesis.openapi.format("past-day", past)
    schemathesis.openapi.format("day-or-moment", days | days.map(lambda day: f"{day}T09:00:00+09:00"))
    schemathesis.openapi.format("cursor", st.just("") | st.just(write_cursor(["a"])) | st.just(write_cursor([3, 5])))
    schemathesis.openapi.format("hook-url", st.from_regex(r"https://[a-z]{1,20}\.example/[a-z]{0,20}", fullmatch=True))
    schemathesis.openapi.format("ndjson-requests", st.lists(st.sampled_from(_LINES), max_size=6).map("\n".join))


@schemathesis.serializer("application/x-ndjson")
def as_lines(ctx: Any, value: Any) -> bytes:
    """A body of lines, or whatever stands in its place."""
    return value.encode("utf-8", "replace") if isinstance(value, str) else json.dumps(value).encode()


def _day(year: int) -> date:
    return date(year, 1, 1)


def consistent(body: Any) -> Any:
    """*body* without what is sound by itself and not beside the rest: two foundations, or one after the day."""
    if isinstance(body, dict) and isinstance(body.get("limit"), float):
        body["limit"] = int(body["limit"])
    for profile in _profiles(body):
        if isinstance(profile, dict):
            profile.pop("founded_on", None)
            for key, value in profile.items():
                # To a schema 40.0 is an integer; the contract takes whole numbers written as such.
                if isinstance(value, float) and value.is_integer() and key != "annual_energy_kl":
                    profile[key] = int(value)
            year = profile.get("founded_year")
            if isinstance(year, int) and year > 1999:
                profile["founded_year"] = 1999
    return body


def is_negated(case: schemathesis.Case, part: str) -> bool:
    """Whether *part* of a request is meant to be refused."""
    parts = case.meta.components.items() if case.meta else ()
    return any(location.value == part and one.mode.is_negative for location, one in parts)


def is_no_mistake(case: schemathesis.Case) -> bool:
    """Whether a body that is meant to be refused, and nothing else of its request, is one that the schema allows: a format says nothing of null."""
    parts = case.meta.components.items() if case.meta else ()
    if [location.value for location, one in parts if one.mode.is_negative] != ["body"] or case.media_type != JSON:
        return False
    wanted = SCHEMA["paths"][case.operation.path][case.method.lower()]["requestBody"]["content"][JSON]["schema"]
    return Draft202012Validator({**wanted, "components": SCHEMA["components"]}).is_valid(case.body)


def says_nothing(query: Any) -> bool:
    """Whether a key of *query* is sent without a value."""
    return any(value in ("", None, {}, []) for value in (query or {}).values())


def new_client(operation: str, body: Any) -> None:
    """A client has a name of more than blanks, and a number that no other has."""
    if operation == "POST /api/v1/clients/":
        body["profile"]["name"] = "みほん"
        body["profile"].pop("corporate_number", None)


def walk_alone(query: Any) -> None:
    """A walk by cursor has an order of its own: nothing else may name one."""
    if query and "cursor" in query:
        query["cursor"] = ""
        for other in ("page", "ordering"):
            query.pop(other, None)


def _profiles(body: Any) -> list[Any]:
    if not isinstance(body, dict):
        return []
    several = body.get("profiles")
    return [body.get("profile"), *(several if isinstance(several, list) else [])]


def load() -> Any:
    """The schema as the code draws it, asked of the service inside this process."""
    register()
    SCHEMA.update(json.loads(json.dumps(SchemaGenerator().get_schema(request=None, public=True), default=str)))
    schema = schemathesis.openapi.from_dict({**SCHEMA, "servers": [{"url": "http://localhost"}]})
    schema.app = get_wsgi_application()
    return schema
