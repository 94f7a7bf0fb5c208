"""The SDK's server around the tools. Loading the SDK takes a second and 50 MB: whoever serves assistants loads this module, and nobody else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import anyio
import mcp_types as types
from asgiref.sync import sync_to_async
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from mcp.shared.exceptions import MCPError

from catalogue.assistants.tools import TOOLS, Outcome, Tool, instructions

Run = Callable[[Tool, Mapping[str, object]], Outcome]
NAME, VERSION = "shien-shisaku", "1.0.0"


def assistants_server(run: Run) -> Server[Any]:
    """A server in the language at hand. *run* is called in the thread that waits for the server: database connections belong to threads."""
    tools = _described(get_language() or "")

    async def list_tools(context: object, params: object) -> types.ListToolsResult:
        return types.ListToolsResult(tools=list(tools))

    async def call_tool(context: object, params: types.CallToolRequestParams) -> types.CallToolResult:
        tool = TOOLS.get(params.name)
        if tool is None:
            raise MCPError(
                types.INVALID_PARAMS, _("「{name}」というツールはありません。").format(name=params.name[:60])
            )
        try:
            found = await sync_to_async(run)(tool, params.arguments or {})
        except Exception as error:  # whoever runs the tools has seen it; what it says is not for callers
            raise MCPError(types.INTERNAL_ERROR, _("しばらくしてからもう一度お試しください。")) from error
        return types.CallToolResult(
            content=[types.TextContent(type="text", text=found.text)],
            structured_content=found.answer,
            is_error=found.answer is None,
        )

    return Server(
        NAME,
        version=VERSION,
        title=_("支援施策さがし"),
        instructions=instructions(),
        get_tool_input_schema=lambda name: None,  # no argument of ours is sent as a header beside the body
        on_list_tools=list_tools,
        on_call_tool=call_tool,
    )


@cache
def _described(language: str) -> tuple[types.Tool, ...]:
    """All tools in *language*, which is the one at hand."""
    hints = types.ToolAnnotations(
        read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
    )
    return tuple(
        types.Tool(
            name=tool.name,
            title=str(tool.title),
            description=str(tool.description),
            input_schema=tool.takes(),
            output_schema=tool.answers(),
            annotations=hints,
        )
        for tool in TOOLS.values()
    )


async def serve_standard_streams(server: Server[Any]) -> None:
    """Serve one assistant on this machine until it closes our input. Nothing else is written to the output meanwhile."""
    async with stdio_server() as (read, write):
        await server.run(read, write, server.create_initialization_options())


async def exchange(server: Server[Any], headers: list[tuple[bytes, bytes]], body: bytes) -> tuple[int, str, bytes]:
    """One POST of the streamable HTTP transport, without a session and without a stream: status, media type and body of its answer."""
    asked = iter([{"type": "http.request", "body": body, "more_body": False}])
    sent: list[Any] = []

    async def receive() -> dict[str, object]:
        for message in asked:
            return message
        await anyio.sleep_forever()  # that a caller has gone away is noticed when the answer is written
        raise AssertionError("unreachable")

    async def send(message: Any) -> None:
        sent.append(message)

    manager = StreamableHTTPSessionManager(server, json_response=True, stateless=True)
    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": "POST",
        "path": "/",
        "query_string": b"",
        "headers": headers,
    }
    async with manager.run():
        await manager.handle_request(scope, receive, send)
    start = sent[0]
    media = dict(start["headers"]).get(b"content-type", b"").decode("latin-1")
    return start["status"], media, b"".join(message.get("body", b"") for message in sent[1:])
