"""The history of an object in the admin."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from simple_history.admin import SimpleHistoryAdmin


class HistoryAdmin(SimpleHistoryAdmin):
    """With the history of each object; an entry without a reason shows none, where the package would print ``None``."""

    object_history_form_template = "admin/catalogue/history_form.html"

    def set_history_delta_changes(
        self, request: HttpRequest, historical_records: Sequence[Any], foreign_keys_are_objs: bool = True
    ) -> None:
        super().set_history_delta_changes(request, historical_records, foreign_keys_are_objs)
        for record in historical_records:
            record.history_change_reason = record.history_change_reason or ""

    def render_history_view(
        self, request: HttpRequest, template: str, context: dict[str, Any], **kwargs: Any
    ) -> HttpResponse:
        """With a variable that the package's template asks for and its view leaves out."""
        page: HttpResponse = super().render_history_view(request, template, {"onclick_attrib": ""} | context, **kwargs)
        return page
