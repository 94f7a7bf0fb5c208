"""``POST /api/v1/mcp/``: the tools for assistants, by the streamable HTTP of the Model Context Protocol.

Keys, limits, request numbers and problems are the API's. Nothing is remembered between two requests and nothing is streamed, so that
it runs in the threads of a WSGI server: a POST is answered with JSON, a GET or DELETE with 405.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from asgiref.sync import async_to_sync
from django.conf import settings
from django.http import HttpResponse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import MethodNotAllowed, PermissionDenied
from rest_framework.request import Request
from rest_framework.views import APIView

from catalogue.api.keys import SCHEME, KeyAuthentication, require
from catalogue.api.query import Shape, read_query
from catalogue.assistants.tools import Outcome, Tool, call


class KeyOrBearer(KeyAuthentication):
    """``Authorization: Api-Key …`` as elsewhere, or ``Bearer …``, which is all that many MCP clients can send."""

    schemes = (SCHEME, "Bearer")


@extend_schema(exclude=True)  # JSON-RPC, which describes itself by ``tools/list``
class McpView(APIView):
    """The tools for assistants."""

    http_method_names = ["post", "options"]
    authentication_classes = [KeyOrBearer]
    permission_classes = []  # whoever may ask at all may read what tools there are; each tool has a scope of its own

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Raises MethodNotAllowed before the form of an answer is spoken of: clients ask for a stream by GET, and read the 405."""
        if (request.method or "").lower() not in self.http_method_names:
            raise MethodNotAllowed(request.method or "")
        super().initial(request, *args, **kwargs)
        if not _is_from_here(request):
            raise PermissionDenied(_("このOriginのページからは使えません。"))
        read_query(request.query_params, Shape((), ""), None)

    def post(self, request: Request) -> HttpResponse:
        """One message. What a tool raises becomes the problem that it is at every other address."""
        from catalogue.assistants.server import assistants_server, exchange  # where nobody asks, nothing is loaded

        today, raised = localdate(), []

        def run(tool: Tool, arguments: Mapping[str, object]) -> Outcome:
            try:
                require(request, tool.scope)
                return call(tool, arguments, today)
            except Exception as error:
                raised.append(error)
                raise

        status, media_type, content = async_to_sync(exchange)(
            assistants_server(run), _headers(request), json.dumps(request.data).encode()
        )
        if raised:
            raise raised[0]
        response = HttpResponse(content, status=status, content_type=media_type)
        response.headers["Cache-Control"] = "no-store"
        return response


def _is_from_here(request: Request) -> bool:
    """Whether it comes from no page at all, from one of ours, or from one that may ask the API: else a page could ask in its visitor's network."""
    origin = request.META.get("HTTP_ORIGIN")
    return origin is None or origin in (f"{request.scheme}://{request.get_host()}", *settings.CORS_ALLOWED_ORIGINS)


def _headers(request: Request) -> list[tuple[bytes, bytes]]:
    """What the transport reads: the forms, which are settled by now, and the protocol's own headers."""
    own = ((name, text) for name, text in request.headers.items() if name.lower().startswith("mcp-"))
    settled = (("Accept", "application/json, text/event-stream"), ("Content-Type", "application/json"))
    return [(name.lower().encode("latin-1"), text.encode("latin-1")) for name, text in (*settled, *own)]
