"""The companies whose answer is known: looked up here, added by trying a draft, renewed at the gate."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from catalogue.admin.history import HistoryAdmin
from catalogue.admin.site import site
from catalogue.admin.trying import facts_text
from catalogue.models import Scenario, ScenarioKind
from catalogue.wording import VERDICTS


@admin.register(Scenario, site=site)
class ScenarioAdmin(HistoryAdmin):
    """検証用の会社. What the files say stays as it is; what was added here can be taken out again."""

    list_display = ("name", "kind", "programme", "measure", "expectation", "only_for", "retired_by")
    list_filter = ("kind",)
    list_select_related = ("programme", "only_for__programme", "retired_by__programme")
    search_fields = ("name", "programme__name", "measure")
    fields = ("name", "kind", "programme", "measure", "facts", "expectation", "as_of", "only_for", "retired_by", "note")
    readonly_fields = ("facts", "expectation")

    @admin.display(description="会社")
    def facts(self, scenario: Scenario) -> str:
        """Its answers in words."""
        return facts_text(scenario.profile)

    @admin.display(description="期待")
    def expectation(self, scenario: Scenario) -> str:
        """A verdict, or how many measures its readers have graded."""
        if scenario.kind == ScenarioKind.RULE:
            return VERDICTS[scenario.expected]
        return f"{len(scenario.expected)}施策の評価"

    def has_add_permission(self, request: HttpRequest) -> bool:
        """From the page that tries a draft."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """At the gate, together with the version that makes it necessary."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What the files say comes back with the next load."""
        return super().has_delete_permission(request, obj) and obj is not None and obj.code is None
