"""The script as every partner's page loads it: one file for all, from another origin."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import etag, require_safe

_SCRIPT: Final = Path(__file__).with_name("v1.js").read_bytes()
_ETAG: Final = f'"{hashlib.sha256(_SCRIPT).hexdigest()[:32]}"'
_DAY = 24 * 60 * 60


@require_safe
@cache_control(public=True, max_age=_DAY, must_revalidate=True)
@etag(lambda request: _ETAG)
def script(request: HttpRequest) -> HttpResponse:
    """A mended one is everywhere after a day."""
    response = HttpResponse(_SCRIPT, content_type="text/javascript; charset=utf-8")
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.headers["Access-Control-Allow-Origin"] = "*"  # for pages that load it with crossorigin
    return response
