"""The SDK's own client: over HTTP with a running server, and over the standard streams of a process of ours."""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import anyio
import httpx2
import pytest
from django.db import connection
from mcp import Client, MCPError, StdioServerParameters
from mcp.client.stdio import stdio_client
from mcp.client.streamable_http import streamable_http_client
from pytest_django.live_server_helper import LiveServer

from catalogue.imports.records import CatalogueRecord
from catalogue.imports.store import store_catalogue
from catalogue.models import Scope
from tests.api.asking import DAY
from tests.api.assistants import MCP
from tests.api.partners import partner
from tests.api.test_mcp import CALLS
from tests.companies import FOOD_MAKER

ROOT = Path(__file__).resolve().parents[2]
WITHIN = 60


def run(scenario: Callable[[], Awaitable[None]]) -> None:
    async def in_time() -> None:
        with anyio.fail_after(WITHIN):
            await scenario()

    anyio.run(in_time)


@pytest.fixture
def committed(transactional_db: None, real: CatalogueRecord) -> None:
    """The real catalogue where other connections see it."""
    store_catalogue(real)


@asynccontextmanager
async def over_http(live_server: LiveServer, key: str, mode: str = "auto") -> AsyncIterator[Client]:
    """As the README configures it."""
    headers = {"Authorization": f"Bearer {key}", "Accept-Language": "en"}
    async with (
        httpx2.AsyncClient(headers=headers, timeout=WITHIN) as asking,
        Client(streamable_http_client(f"{live_server.url}{MCP}", http_client=asking), mode=mode) as client,
    ):
        yield client


async def use(client: Client) -> None:
    """Find every tool, call each; the client itself holds every answer to the schema that the tool has."""
    told = await client.list_tools()
    assert [tool.name for tool in told.tools] == list(CALLS)
    for name, arguments in CALLS.items():
        found = await client.call_tool(name, arguments)
        assert not found.is_error, found.content
        assert found.structured_content
    refused = await client.call_tool("match_company", {"profile": {"employees": "40"}, "as_of": DAY})
    assert refused.is_error
    assert "/profile/employees" in refused.content[0].text  # type: ignore[union-attr]
    with pytest.raises(MCPError):
        await client.call_tool("nope")


@pytest.mark.usefixtures("committed")
def test_over_http_in_both_eras_of_the_protocol(live_server: LiveServer) -> None:
    _key, both = partner(Scope.READ, Scope.MATCH, per_minute=1000)
    _key, reader = partner(Scope.READ)

    async def scenario() -> None:
        for mode, version in (("legacy", "2025-11-25"), ("auto", "2026-07-28")):
            async with over_http(live_server, both.secret, mode) as client:
                assert client.protocol_version == version
                assert client.server_info.title == "Support Finder"
                await use(client)
        async with over_http(live_server, reader.secret, "legacy") as client:
            assert not (await client.call_tool("list_features")).is_error
            with pytest.raises(MCPError):
                await client.call_tool("match_company", {"profile": FOOD_MAKER})
        with pytest.RaisesGroup(MCPError, flatten_subgroups=True):
            async with over_http(live_server, "nonsense", "legacy"):
                pass

    run(scenario)


def reachable(folder: Path) -> str:
    """The URL by which another process finds what this test has stored; what is in memory is first laid down."""
    if connection.vendor == "postgresql":
        server = urlsplit(os.environ["DATABASE_URL"])
        return urlunsplit(server._replace(path=f"/{connection.settings_dict['NAME']}"))
    with sqlite3.connect(folder / "db.sqlite3") as copy:
        connection.connection.backup(copy)
    copy.close()
    return f"sqlite:///{folder / 'db.sqlite3'}"


@pytest.mark.django_db(transaction=True)
def test_over_standard_streams_where_no_catalogue_is_loaded(tmp_path: Path) -> None:
    """The process reads the database for a match, and says what it finds there."""
    environment = {
        "APP_ENV": "development",
        "DATABASE_URL": reachable(tmp_path),
        "DJANGO_SETTINGS_MODULE": "catalogue.settings",
    }
    command = StdioServerParameters(
        command=sys.executable, args=["manage.py", "mcp", "--language", "en"], cwd=ROOT, env=environment
    )

    async def scenario() -> None:
        with (tmp_path / "complaints").open("w") as complaints:
            async with Client(stdio_client(command, errlog=complaints)) as client:
                assert client.server_info.title == "Support Finder"
                assert [tool.name for tool in (await client.list_tools()).tools] == list(CALLS)
                found = await client.call_tool("find_industry", {"q": "09"})
                assert found.structured_content["results"][0]["name"] == "Food manufacturing"
                refused = await client.call_tool("match_company", {"profile": {}})
                assert (refused.is_error, refused.content[0].text) == (True, "No catalogue is loaded.")  # type: ignore[union-attr]

    run(scenario)
    assert (tmp_path / "complaints").read_text() == ""
