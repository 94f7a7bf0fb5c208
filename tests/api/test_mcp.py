"""The address for assistants: JSON-RPC in, JSON-RPC out, and around it the API's own keys, limits and problems."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import ProgrammingError
from django.test import Client
from django.utils.timezone import now
from pytest_django.fixtures import DjangoAssertNumQueries

from catalogue.assistants import tools
from catalogue.models import Scope, Usage
from tests.api.asking import problem
from tests.api.assistants import HELLO, MCP, MODERN, called, calling, send
from tests.api.partners import partner
from tests.companies import FOOD_MAKER
from tests.console.people import OURS

pytestmark = pytest.mark.usefixtures("real_stored", "db")

META = {"io.modelcontextprotocol/protocolVersion": MODERN, "io.modelcontextprotocol/clientCapabilities": {}}

CALLS: dict[str, dict[str, Any]] = {
    "search_measures": {"q": "省エネ"},
    "get_measure": {"code": "1-05"},
    "match_company": {"profile": FOOD_MAKER},
    "explain_match": {"profile": FOOD_MAKER, "code": "1-05"},
    "next_question": {"profile": FOOD_MAKER},
    "list_features": {},
    "find_industry": {"q": "パン屋"},
}
READING = {"search_measures", "get_measure", "list_features", "find_industry"}
"""Tools that say nothing of any company; the others need a key that may match, if there is a key."""


def test_it_says_who_it_is_and_how_to_go_about_it() -> None:
    found = send("initialize", HELLO).json()["result"]
    assert found["serverInfo"]["title"] == "支援施策さがし"
    assert found["capabilities"] == {"tools": {"listChanged": False}}
    assert "needs_info は「まだわからない」で、「使えない」ではありません。" in found["instructions"]
    assert send("initialize", HELLO, accept_language="en").json()["result"]["serverInfo"]["title"] == "Support Finder"


def test_the_schema_leaves_it_out_and_says_where_it_is() -> None:
    schema = Client().get("/api/v1/schema/").json()
    assert MCP not in schema["paths"]
    assert MCP in schema["info"]["description"]


def test_every_tool_only_reads() -> None:
    found = send("tools/list").json()["result"]["tools"]
    hints = {"readOnlyHint": True, "destructiveHint": False, "idempotentHint": True, "openWorldHint": False}
    assert {one["name"]: one["annotations"] for one in found} == dict.fromkeys(CALLS, hints)


def test_nothing_is_remembered_and_nothing_is_cached_on_the_way() -> None:
    response = send("initialize", HELLO)
    assert "Mcp-Session-Id" not in response
    assert response["Cache-Control"] == "no-store"
    assert called("list_features")  # without a handshake


def test_a_notification_is_taken_and_not_answered() -> None:
    body = {"jsonrpc": "2.0", "method": "notifications/initialized"}
    response = Client().post(MCP, body, content_type="application/json")
    assert (response.status_code, response.content) == (202, b"")


@pytest.mark.parametrize("method", ["GET", "DELETE", "PUT"])
def test_there_is_no_stream_and_no_session_to_end(method: str) -> None:
    response = Client().generic(method, MCP, headers={"accept": "text/event-stream"})
    problem(response, 405)
    assert response["Allow"] == "POST, OPTIONS"
    assert "RateLimit" not in response  # clients ask as a matter of course


def test_the_newer_protocol_needs_no_handshake() -> None:
    params = {"name": "get_measure", "arguments": {"code": "1-05"}, "_meta": META}
    sent = {"mcp_protocol_version": MODERN, "mcp_method": "tools/call", "mcp_name": "get_measure"}
    found = send("tools/call", params, **sent).json()["result"]
    assert (found["resultType"], found["structuredContent"]["measure"]["code"]) == ("complete", "1-05")


def test_what_the_newer_protocol_would_stream_is_not_there() -> None:
    sent = {"mcp_protocol_version": MODERN, "mcp_method": "subscriptions/listen"}
    response = send("subscriptions/listen", {"notifications": {}, "_meta": META}, **sent)
    assert (response.status_code, response["Content-Type"]) == (404, "application/json")
    assert response.json()["error"]["code"] == -32601


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"[]", 400, -32602),
        (b"{}", 400, -32602),
        (b"", 400, -32602),
        (b'[{"jsonrpc": "2.0", "id": 1, "method": "ping"}]', 400, -32602),
        (b'{"jsonrpc": "2.0", "id": 1, "method": "\\ud800"}', 400, -32700),
        (b'{"jsonrpc": "2.0", "id": 1, "method": "resources/list"}', 200, -32601),
        (b'{"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {}}', 200, -32602),
        (b'{"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "nope"}}', 200, -32602),
    ],
)
def test_what_is_no_message_for_us_is_an_error_of_the_protocol(body: bytes, status: int, code: int) -> None:
    response = Client().post(MCP, body, content_type="application/json")
    assert (response.status_code, response["Content-Type"]) == (status, "application/json")
    assert response.json()["error"]["code"] == code


@pytest.mark.parametrize(
    ("body", "sent", "status"),
    [
        (b"{", {}, 400),
        (b'{"id": NaN}', {}, 400),
        (b'{"id": 1, "id": 2}', {}, 400),
        (b"[" * 100_000, {}, 400),
        (b"{}".ljust(1024 * 1024 + 1), {}, 413),
        (b"{}", {"content_type": "text/plain"}, 415),
        (b"{}", {"headers": {"accept": "text/event-stream"}}, 406),
        (b"{}", {"query_params": {"key": "x"}}, 400),
    ],
    ids=["broken", "NaN", "twice", "deep", "long", "type", "accept", "query"],
)
def test_what_is_wrong_around_the_message_is_a_problem(body: bytes, sent: dict[str, Any], status: int) -> None:
    problem(Client().post(MCP, body, **({"content_type": "application/json"} | sent)), status)


@pytest.mark.parametrize(
    ("origin", "status"),
    [
        ("", 200),
        ("http://testserver", 200),
        ("https://bank.example", 200),
        ("https://testserver", 403),
        ("http://testserver.evil.example", 403),
        ("null", 403),
    ],
)
def test_pages_of_others_may_not_ask_unless_they_are_listed(origin: str, status: int, settings: Any) -> None:
    settings.CORS_ALLOWED_ORIGINS = ["https://bank.example"]
    response = send("ping", **({"origin": origin} if origin else {}))
    assert response.status_code == status
    assert response["Content-Type"] == ("application/json" if status == 200 else "application/problem+json")


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "Api-Key"])
def test_a_key_is_sent_as_clients_can(scheme: str) -> None:
    made, asking = partner(Scope.READ)
    assert calling("list_features", key=asking.secret, scheme=scheme).status_code == 200
    made.refresh_from_db()
    assert made.last_used_at is not None


def test_elsewhere_a_bearer_is_still_refused() -> None:
    _key, asking = partner(Scope.READ)
    headers = {"authorization": f"Bearer {asking.secret}"}
    assert Client().get("/api/v1/measures/", headers=headers).status_code == 401


def test_a_key_that_does_not_hold_is_refused_whatever_is_asked() -> None:
    _key, revoked = partner(*(Scope.READ, Scope.MATCH), revoked=True)
    _key, over = partner(Scope.READ, expiry_date=now() - timedelta(seconds=1))
    for secret in ("nonsense", revoked.secret, over.secret):
        response = send("ping", key=secret)
        assert (response.status_code, response["Content-Type"]) == (401, "application/problem+json")
        assert response["WWW-Authenticate"] == "Api-Key, Bearer"


@pytest.mark.parametrize("name", CALLS)
def test_a_key_may_use_the_tools_it_is_for(name: str) -> None:
    keys = {"nobody": ""} | {scope: partner(scope, of=OURS)[1].secret for scope in Scope}
    allowed = Scope.READ if name in READING else Scope.MATCH
    assert {holder: calling(name, CALLS[name], key=key).status_code for holder, key in keys.items()} == {
        holder: 200 if holder in ("nobody", allowed) else 403 for holder in keys
    }


def test_whoever_may_ask_may_read_what_tools_there_are() -> None:
    for scope in Scope:
        _key, asking = partner(scope, of=OURS)
        assert send("tools/list", key=asking.secret).status_code == 200


def test_a_refusal_names_the_scope() -> None:
    _key, asking = partner(Scope.READ)
    refused = calling("match_company", {"profile": {}}, key=asking.secret).json()
    assert refused["type"] == "urn:problem:not-allowed"
    assert refused["detail"] == "この鍵は「会社を照合する」ためには使えません。"


def test_every_message_counts_once(settings: Any) -> None:
    settings.ANONYMOUS_PER_MINUTE, settings.ANONYMOUS_PER_DAY = 3, 5
    found = [send("initialize", HELLO), send("tools/list"), called("list_features"), send("ping")]
    assert found[0]["RateLimit-Policy"] == '"minute";q=3;w=60, "day";q=5;w=86400'  # type: ignore[index]
    assert found[1]["RateLimit"].startswith('"minute";r=1;')
    refused = found[3]
    assert (refused.status_code, refused["Content-Type"]) == (429, "application/problem+json")  # type: ignore[union-attr]
    assert int(refused["Retry-After"]) > 0
    assert Usage.objects.get().in_minute == 3


def test_it_has_the_number_of_the_request() -> None:
    assert send("ping", x_request_id="assistant-0001")["X-Request-ID"] == "assistant-0001"


def test_our_own_fault_is_told_as_everywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_given: object) -> None:
        raise ProgrammingError("a secret of the database")

    monkeypatch.setattr(tools, "features", broken)
    client = Client(raise_request_exception=False)
    body = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "list_features"}}
    response = client.post(MCP, json.dumps(body), content_type="application/json")
    assert (response.status_code, response["Content-Type"]) == (500, "application/problem+json")
    assert "secret" not in response.content.decode()


QUERIES = {
    "search_measures": 2,
    "get_measure": 1,
    "match_company": 1,
    "explain_match": 2,
    "next_question": 1,
    "list_features": 0,
    "find_industry": 0,
}


@pytest.mark.parametrize("name", QUERIES)
def test_a_call_asks_the_database_as_often_as_written_and_once_to_count(
    name: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    calling(name, CALLS[name])  # the first one compiles the catalogue
    with django_assert_num_queries(QUERIES[name] + 1):
        calling(name, CALLS[name])
