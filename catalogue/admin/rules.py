"""Versions of rules in the admin: the list, and the addresses of everything that can be done with one."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import URLPattern, path

from catalogue.admin import draft_pages, gate_pages
from catalogue.admin.site import site
from catalogue.models import RuleVersion

View = Any


@admin.register(RuleVersion, site=site)
class RuleVersionAdmin(admin.ModelAdmin):
    """要件の版. A draft is begun from its programme; what is published is only ever read."""

    list_display = ("programme", "number", "state", "first", "last", "author", "approver", "published_at")
    list_display_links = ("programme", "number")
    list_filter = ("state", "alone")
    list_select_related = ("programme", "author", "approver")
    search_fields = ("programme__name", "programme__code", "why")
    ordering = ("-created_at", "-pk")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """From the programme's page alone: a version belongs to one."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: RuleVersion | None = None) -> bool:
        """What has been in use stays, for the days on which it was."""
        return super().has_delete_permission(request, obj) and obj is not None and obj.published_at is None

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """None: each version is looked at before anything is done with it."""
        return {}

    def get_urls(self) -> list[URLPattern]:
        """Beside the list and the deletion of a draft, pages of our own."""
        name = "catalogue_ruleversion"
        pages: tuple[tuple[str, str, View], ...] = (
            ("new/<int:programme>/", "new", draft_pages.new),
            ("<path:object_id>/change/", "change", draft_pages.change),
            ("<int:pk>/try/", "try", draft_pages.try_out),
            ("<int:pk>/compare/", "compare", draft_pages.compare),
            ("<int:pk>/restore/", "restore", draft_pages.restore),
            ("<int:pk>/gate/", "gate", gate_pages.gate),
            ("<int:pk>/scenarios/", "accept", gate_pages.accept),
            ("<int:pk>/submit/", "submit", gate_pages.submit),
            ("<int:pk>/send-back/", "send_back", gate_pages.send_back),
            ("<int:pk>/publish/", "publish", gate_pages.publish),
        )
        own = [path(route, self.admin_site.admin_view(view), name=f"{name}_{key}") for route, key, view in pages]
        return own + [one for one in super().get_urls() if one.name != f"{name}_change"]
