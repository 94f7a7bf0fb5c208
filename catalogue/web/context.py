"""What every page shows around its own matter."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _


def site(request: HttpRequest) -> dict[str, Any]:
    """The navigation, with the current part marked; not *framed*, as the widget is by pages of others."""
    items = [
        (reverse("profile"), _("さがす")),
        (reverse("results"), _("結果")),
        (reverse("measure-list"), _("施策の一覧")),
        (reverse("privacy"), _("プライバシー")),
    ]
    return {
        "framed": False,
        "site_nav": [{"url": url, "label": label, "current": request.path.startswith(url)} for url, label in items],
        "site_path": request.get_full_path() if request.method == "GET" else request.path,
    }
