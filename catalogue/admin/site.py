"""The admin site: the project's own login, and the catalogue's permissions instead of a staff flag."""

from __future__ import annotations

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse


class CatalogueAdmin(AdminSite):
    """Open to whoever may look at the catalogue or keep accounts."""

    site_title = "支援施策カタログ"
    site_header = "支援施策カタログの管理"
    index_title = "カタログと利用者"
    site_url = "/console/"

    def has_permission(self, request: HttpRequest) -> bool:
        """Whether this person may open the admin at all; each page asks for its own permission besides."""
        return request.user.is_active and request.user.has_perm("catalogue.view_measure")

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The project's own login page; who is logged in already and may not, is told so."""
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect_to_login(request.GET.get("next") or reverse("admin:index"))


site = CatalogueAdmin(name="admin")
