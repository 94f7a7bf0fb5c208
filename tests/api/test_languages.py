"""The schema and its pages in Japanese and in English: other words, the same contract."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from django.test import Client

from tests.api.asking import problem
from tests.api.drawing import drawn, texts, without_texts
from tests.translations import JAPANESE

pytestmark = pytest.mark.django_db

SCHEMA, DOCS = "/api/v1/schema/", "/api/v1/docs/"
RELEASED = Path(__file__).resolve().parents[2] / "catalogue" / "api" / "v1.json"
ENGLISH = {"accept-language": "en"}

KANA_OR_KANJI = re.compile("[\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fff]")
LATIN = re.compile("[A-Za-z_]{2,}")
NAMES = {
    "API",
    "Api",
    "Key",
    "BOM",
    "CSV",
    "HTTP",
    "JIS",
    "JSON",
    "Pointer",
    "MCP",
    "NDJSON",
    "RFC",
    "SHA",
    "UTF",
    "Accept",
    "Language",
    "Standard",
    "Webhooks",
    "https",
    "kL",
    "null",
    "true",
    "false",
}
KEYS = {
    "as_of",
    "budget",
    "changed",
    "decision",
    "founded_on",
    "group",
    "id",
    "keep",
    "line",
    "next",
    "next_questions",
    "ping",
    "topics",
    "unit",
    "webhook",
}
ADDRESSES = {"api", "mcp", "features", "industries", "matches", "ministries"}


def test_nothing_that_people_read_in_the_english_schema_is_japanese() -> None:
    found = dict(texts(drawn("en")))
    assert len(found) > 900
    assert {where: text for where, text in found.items() if JAPANESE.search(text)} == {}


def test_what_people_read_in_the_japanese_schema_is_japanese_but_for_names_keys_and_addresses() -> None:
    found = dict(texts(drawn("ja")))
    assert len(found) > 900
    assert {where: text for where, text in found.items() if not KANA_OR_KANJI.search(text)} == {}
    assert {word for text in found.values() for word in LATIN.findall(text)} == NAMES | KEYS | ADDRESSES


def test_every_parameter_and_every_component_says_what_it_is() -> None:
    schema = drawn("ja")
    parameters = [
        (path, one)
        for path, operations in schema["paths"].items()
        for operation in operations.values()
        for one in operation.get("parameters", [])
    ]
    assert len(parameters) > 50
    assert [(path, one["name"]) for path, one in parameters if not one.get("description")] == []
    inside = [(path, one) for path, one in parameters if one["in"] == "path"]
    assert [(path, one["name"]) for path, one in inside if not one.get("example")] == []
    components = schema["components"]["schemas"]
    assert [name for name, component in components.items() if not component.get("description")] == []


def test_both_languages_promise_the_same_to_programs() -> None:
    assert without_texts(drawn("en")) == without_texts(drawn("ja"))


def test_every_text_has_its_place_in_both_languages() -> None:
    english, japanese = dict(texts(drawn("en"))), dict(texts(drawn("ja")))
    assert english.keys() == japanese.keys()
    assert {where for where, text in english.items() if not text} == set()


def test_the_released_schema_says_what_the_japanese_one_does_word_for_word() -> None:
    released, now = dict(texts(json.loads(RELEASED.read_text(encoding="utf-8")))), dict(texts(drawn("ja")))
    assert {where: text for where, text in released.items() if now.get(where) != text} == {}


@pytest.mark.parametrize(
    ("query", "accepted", "language"),
    [
        ("", "", "ja"),
        ("", "en", "en"),
        ("", "en-GB,en;q=0.9,ja;q=0.8", "en"),
        ("", "fr", "ja"),
        ("?lang=en", "ja", "en"),
        ("?lang=ja", "en", "ja"),
        ("?lang=", "en", "en"),
    ],
)
@pytest.mark.parametrize(
    ("address", "said"),
    [
        (SCHEMA, {"ja": '"件数。"', "en": '"Number of entries."'}),
        (DOCS, {"ja": '<html lang="ja">', "en": '<html lang="en">'}),
    ],
    ids=["schema", "docs"],
)
def test_the_language_is_the_one_that_is_asked_for(
    client: Client, address: str, said: dict[str, str], query: str, accepted: str, language: str
) -> None:
    response = client.get(f"{address}{query}", headers={"accept-language": accepted} if accepted else {})
    assert response["Content-Language"] == language
    assert "Accept-Language" in response["Vary"]
    assert [known for known, words in said.items() if words in response.content.decode()] == [language]


@pytest.mark.parametrize("address", [SCHEMA, DOCS])
@pytest.mark.parametrize("asked", ["fr", "EN", "en-us", "../en", "\x00"])
def test_a_language_that_there_is_not_is_refused_with_those_that_there_are(
    client: Client, address: str, asked: str
) -> None:
    for accept in ("*/*", "text/html,*/*;q=0.8"):
        found = problem(client.get(address, query_params={"lang": asked}, headers={"accept": accept}), 400)
        assert found["errors"] == [{"pointer": "/lang", "detail": "使えるのは ja、en です。"}]


def test_who_has_the_schema_in_this_language_is_told_so(client: Client) -> None:
    first = client.get(SCHEMA)
    assert (first["Cache-Control"], first["Content-Disposition"]) == ("no-cache", 'inline; filename="openapi.json"')
    for headers, status in (({}, 304), (ENGLISH, 200), ({"accept": "application/yaml"}, 200)):
        again = client.get(SCHEMA, headers={"if-none-match": first["ETag"], **headers})
        assert (again.status_code, again["ETag"] == first["ETag"]) == (status, status == 304)
    assert client.get(f"{SCHEMA}?lang=ja", headers={"if-none-match": first["ETag"], **ENGLISH}).status_code == 304


def test_the_docs_load_the_schema_in_the_language_of_the_page(client: Client) -> None:
    page = client.get(f"{DOCS}?lang=en").content.decode()
    assert "<title>Support Finder API</title>" in page
    assert "?lang=en&amp;script=" in page
    assert '"/api/v1/schema/?lang\\u003Den"' in client.get(f"{DOCS}?lang=en&script=").content.decode()
    assert '"/api/v1/schema/"' in client.get(f"{DOCS}?script=").content.decode()


def test_the_docs_lead_from_one_language_to_the_other(client: Client) -> None:
    page = client.get(DOCS).content.decode()
    assert '<a href="?lang=ja" lang="ja" hreflang="ja" aria-current="true">日本語</a>' in page
    assert '<a href="?lang=en" lang="en" hreflang="en">English</a>' in page
