"""What holds of every answer: what has not changed is not sent again, numbers of requests, other origins, language, compression."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import brotli
import pytest
import time_machine
from django.test import Client
from drf_spectacular.generators import SchemaGenerator

from catalogue.models import CatalogueState
from tests.api.asking import MATCHES, MEASURES

pytestmark = pytest.mark.usefixtures("real_stored", "db")

V1 = "/api/v1/"
RELEASED = Path(__file__).resolve().parents[2] / "catalogue" / "api" / "v1.json"


@pytest.mark.parametrize(
    "address",
    [
        "measures/?page_size=1",
        "measures/1-05/",
        "ministries/",
        "areas/",
        "features/",
        "catalogue.json",
        "catalogue.csv",
    ],
)
def test_who_has_it_already_is_told_so(client: Client, address: str) -> None:
    first = client.get(f"{V1}{address}")
    again = client.get(f"{V1}{address}", headers={"if-none-match": first["ETag"]})
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")
    assert again["ETag"] == first["ETag"]
    assert client.get(f"{V1}{address}", headers={"if-none-match": '"another"'}).status_code == 200


def test_another_version_day_language_or_query_is_another_answer(client: Client) -> None:
    tags = [client.get(f"{MEASURES}1-05/")["ETag"], client.get(f"{MEASURES}1-06/")["ETag"]]
    tags.append(client.get(f"{MEASURES}1-05/", headers={"accept-language": "en"})["ETag"])
    with time_machine.travel("2026-11-24T10:00:00+09:00", tick=False):
        tags.append(client.get(f"{MEASURES}1-05/")["ETag"])
    CatalogueState.objects.update(version="another")
    tags.append(client.get(f"{MEASURES}1-05/")["ETag"])
    assert len(set(tags)) == 5


def test_the_file_is_called_by_its_version(client: Client) -> None:
    version = CatalogueState.current_version()
    response = client.get(f"{V1}catalogue.json")
    assert response["ETag"] == f'"{version}"'
    whole = response.json()
    assert (whole["catalogue_version"], len(whole["measures"])) == (version, 190)
    assert whole["licence"]
    table = client.get(f"{V1}catalogue.csv").content.decode("utf-8-sig")
    assert table.splitlines()[0].startswith("施策番号,分野,施策名")


def test_a_request_has_a_number(client: Client) -> None:
    assert len(client.get(MEASURES)["X-Request-ID"]) == 32
    assert client.get(MEASURES, headers={"x-request-id": "partner-0001"})["X-Request-ID"] == "partner-0001"
    assert client.get(MEASURES, headers={"x-request-id": "a b\r\nc"})["X-Request-ID"] != "a b\r\nc"


def test_only_listed_origins_may_ask_from_a_browser(client: Client, settings: Any) -> None:
    settings.CORS_ALLOWED_ORIGINS = ["https://bank.example"]
    assert (
        client.get(MEASURES, headers={"origin": "https://bank.example"})["Access-Control-Allow-Origin"]
        == "https://bank.example"
    )
    for origin, address in (("https://other.example", MEASURES), ("https://bank.example", "/")):
        assert "Access-Control-Allow-Origin" not in client.get(address, headers={"origin": origin})


@pytest.mark.parametrize(
    ("language", "title", "detail"),
    [
        ("ja", "見つかりません", "このアドレスにあたるものはありません。"),
        ("en", "Not found", "There is nothing at this address."),
    ],
)
def test_problems_speak_the_language_that_is_asked_for(client: Client, language: str, title: str, detail: str) -> None:
    response = client.get(f"{MEASURES}9-99/", headers={"accept-language": language})
    assert (response.json()["title"], response.json()["detail"]) == (title, detail)
    assert "Accept-Language" in response["Vary"]


def test_mistakes_in_english_name_the_same_places(client: Client) -> None:
    body = {"profile": {"employees": "40"}}
    found = client.post(MATCHES, body, content_type="application/json", headers={"accept-language": "en"}).json()
    assert found["detail"] == "There is one mistake."
    assert [one["pointer"] for one in found["errors"]] == ["/profile/employees"]


def test_br_is_what_a_client_gets_that_takes_it(client: Client) -> None:
    plain = client.get(f"{MEASURES}1-05/")
    packed = client.get(f"{MEASURES}1-05/", headers={"accept-encoding": "gzip, br"})
    assert (packed["Content-Encoding"], brotli.decompress(packed.content)) == ("br", plain.content)
    refused = client.get(f"{MEASURES}1-05/", headers={"accept-encoding": "gzip, br;q=0"})
    assert refused["Content-Encoding"] == "gzip"


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    drawn = SchemaGenerator().get_schema(request=None, public=True)
    found: dict[str, Any] = json.loads(json.dumps(drawn, ensure_ascii=False, default=str))
    return found


def test_every_field_has_a_meaning_and_an_example(schema: dict[str, Any]) -> None:
    lacking = [
        f"{name}.{key}"
        for name, one in schema["components"]["schemas"].items()
        for key, field in one.get("properties", {}).items()
        if "description" not in field or ("examples" not in field and "$ref" not in json.dumps(field))
    ]
    assert lacking == []


def test_nothing_of_the_released_schema_is_gone_or_narrower(schema: dict[str, Any]) -> None:
    assert list(narrowed(json.loads(RELEASED.read_text(encoding="utf-8")), schema)) == []


def narrowed(old: Any, new: Any, where: str = "") -> Iterator[str]:
    """Where *new* lacks what *old* promised, or asks for more."""
    if isinstance(old, dict):
        if not isinstance(new, dict):
            yield where
            return
        for key, value in old.items():
            if key in ("description", "examples", "example", "summary", "default"):
                continue
            if key not in new:
                # A limit that is no more asks for less.
                if key not in (
                    "maxLength",
                    "maximum",
                    "minimum",
                    "pattern",
                    "maxItems",
                    "minItems",
                    "additionalProperties",
                ):
                    yield f"{where}/{key}"
            elif key == "required" and isinstance(value, list):
                if set(new[key]) != set(value):
                    yield f"{where}/required"
            elif key == "parameters":
                names = {one["name"]: one for one in new[key]}
                for one in value:
                    yield from narrowed(one, names.get(one["name"]), f"{where}/{one['name']}")
                yield from (
                    f"{where}/{name}"
                    for name, one in names.items()
                    if one.get("required") and name not in {o["name"] for o in value}
                )
            else:
                yield from narrowed(value, new[key], f"{where}/{key}")
    elif isinstance(old, list):
        yield from (f"{where}: {item!r}" for item in old if not isinstance(new, list) or item not in new)
    elif old != new and where.rpartition("/")[2] not in ("version", "title"):
        yield f"{where}: {old!r} became {new!r}"


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (lambda new: new.pop("paths"), ["/paths"]),
        (lambda new: new["one"]["enum"].remove("b"), ["/one/enum: 'b'"]),
        (lambda new: new["one"]["enum"].append("c"), []),
        (lambda new: new["one"].update(required=["x", "y"]), ["/one/required"]),
        (lambda new: new["one"].update(type="integer"), ["/one/type: 'string' became 'integer'"]),
    ],
)
def test_what_counts_as_narrower(change: Any, found: list[str]) -> None:
    old = {"paths": {}, "one": {"type": "string", "enum": ["a", "b"], "required": ["x"]}}
    new = json.loads(json.dumps(old))
    change(new)
    assert list(narrowed(old, new)) == found


def test_the_schema_and_its_pages_come_from_here(client: Client) -> None:
    assert client.get(f"{V1}schema/").json()["openapi"] == "3.1.1"
    page = client.get(f"{V1}docs/")
    assert page.status_code == 200
    assert "https://" not in page.content.decode()
    policy = page["Content-Security-Policy"]
    assert "unsafe-inline" not in policy
    assert "img-src 'self' data:" in policy
    script = client.get(f"{V1}docs/?script=")
    assert script["Content-Type"] == "application/javascript"
