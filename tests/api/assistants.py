"""Asking as an assistant does: one message of JSON-RPC a request."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpResponse
from django.test import Client

MCP = "/api/v1/mcp/"
HANDSHAKE, MODERN = "2025-06-18", "2026-07-28"
HELLO = {"protocolVersion": HANDSHAKE, "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}}


def send(method: str, params: object = None, *, key: str = "", scheme: str = "Bearer", **headers: str) -> HttpResponse:
    """One request. *headers*: with underscores for hyphens."""
    message = {"jsonrpc": "2.0", "id": 1, "method": method, "params": params or {}}
    sent = {"accept": "application/json, text/event-stream", "mcp-protocol-version": HANDSHAKE}
    sent |= {name.replace("_", "-"): value for name, value in headers.items()}
    if key:
        sent["authorization"] = f"{scheme} {key}"
    return Client().post(MCP, json.dumps(message), content_type="application/json", headers=sent)


def calling(name: str, arguments: object = None, **more: str) -> HttpResponse:
    """A tool is called."""
    return send("tools/call", {"name": name, "arguments": arguments or {}}, **more)


def called(name: str, arguments: object = None, **more: str) -> dict[str, Any]:
    """What a call has come to."""
    response = calling(name, arguments, **more)
    assert (response.status_code, response["Content-Type"]) == (200, "application/json"), response.content.decode()
    found: dict[str, Any] = response.json()["result"]
    return found


def answered(name: str, arguments: object = None, **more: str) -> dict[str, Any]:
    """The answer of a call that was sound."""
    found = called(name, arguments, **more)
    assert found["isError"] is False, found["content"][0]["text"]
    answer: dict[str, Any] = found["structuredContent"]
    return answer


def mistakes(name: str, arguments: object, **more: str) -> list[str]:
    """The lines in which a call is refused."""
    found = called(name, arguments, **more)
    assert (found["isError"], found.get("structuredContent")) == (True, None)
    lines: list[str] = found["content"][0]["text"].split("\n")
    return lines
