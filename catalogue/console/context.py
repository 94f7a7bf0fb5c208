"""The console's navigation: only what the person may open."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

_ITEMS = (
    ("console", "ホーム", ()),
    ("client-list", "支援先", ("view_client",)),
    ("console-measures", "施策から探す", ("view_client",)),
    ("matrix", "一覧表", ("view_client",)),
    ("console-feed", "カレンダー", ("view_client",)),
    ("calls", "公募", ("view_call",)),
    ("care", "カタログの手入れ", ("view_measure",)),
    ("catalogue-files", "書き出しと取り込み", ("view_measure",)),
    ("admin:index", "カタログの管理", ("view_measure",)),
)


def console(request: HttpRequest) -> dict[str, Any]:
    """Nothing for the public pages: they must not touch the session."""
    if not request.path.startswith(("/console/", "/login/", "/logout/")):
        return {"console_nav": []}
    user = request.user
    items = [
        (reverse(name), label)
        for name, label, needed in _ITEMS
        if user.has_perms([f"catalogue.{one}" for one in needed])
    ]
    current = max((url for url, _label in items if request.path.startswith(url)), key=len, default="")
    return {"console_nav": [{"url": url, "label": label, "current": url == current} for url, label in items]}
