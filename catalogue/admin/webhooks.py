"""Webhooks of partners: looked at, stopped and started again. They are made over the API, where their secret is shown."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.timezone import now

from catalogue.admin.site import site
from catalogue.models import ApiKey, DisabledWhy, Webhook, WebhookDelivery


class LookedAt:
    """Nobody adds, changes or deletes it here."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """It comes over the API."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What a partner has asked for is the partner's."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """It is stopped instead."""
        return False


def links(key: ApiKey) -> SafeString:
    """The webhooks of a key, each leading to its page."""
    found = [
        (reverse("admin:catalogue_webhook_change", args=[hook.pk]), hook.url, state_text(hook))
        for hook in Webhook.objects.filter(key=key.pk)
    ]
    return format_html_join(SafeString("<br>"), '<a href="{}">{}</a>（{}）', found) or SafeString("なし")


def state_text(hook: Webhook) -> str:
    """Whether anything is sent, and if not, why."""
    return hook.get_disabled_why_display() if hook.disabled_why else "送信中"


LAST_DELIVERIES = 50


class DeliveryInline(LookedAt, admin.TabularInline):
    """The last deliveries of a webhook; what they say is left out, for it may be about a company."""

    model = WebhookDelivery
    fields = (
        "code",
        "event",
        "created_at",
        "state",
        "attempts",
        "last_attempt_at",
        "next_attempt_at",
        "last_status",
        "last_failure",
    )
    readonly_fields = fields
    extra = 0

    def get_queryset(self, request: HttpRequest) -> QuerySet[WebhookDelivery]:
        """Of the webhook at hand, the last ones."""
        assert request.resolver_match is not None  # it has led here
        of_one = WebhookDelivery.objects.filter(webhook=request.resolver_match.kwargs["object_id"])
        last = of_one.values("pk")[:LAST_DELIVERIES]
        return super().get_queryset(request).filter(pk__in=list(last.values_list("pk", flat=True)))


@admin.register(Webhook, site=site)
class WebhookAdmin(LookedAt, admin.ModelAdmin):
    """通知先."""

    list_display = ("url", "key", "of_catalogue", "of_decisions", "state", "failures", "created_at")
    list_filter = ("disabled_why",)
    list_select_related = ("key",)
    search_fields = ("url", "key__name", "key__prefix")
    fieldsets = (
        (None, {"fields": ("key", "url", "of_catalogue", "of_decisions", "language", "created_at")}),
        ("状態", {"fields": ("disabled_at", "disabled_why", "failures")}),
    )
    inlines = (DeliveryInline,)
    actions = ("stop", "start")

    def has_stop_permission(self, request: HttpRequest) -> bool:
        """Whether this person stops and starts webhooks."""
        return request.user.has_perm("catalogue.change_webhook")

    @admin.action(description="選択された通知先への通知を止める", permissions=["stop"])
    def stop(self, request: HttpRequest, hooks: QuerySet[Webhook]) -> None:
        """Nothing more is sent to these."""
        running = [hook for hook in hooks if hook.disabled_at is None]
        for hook in running:
            hook.disable(DisabledWhy.STOPPED, now())
        messages.success(request, f"{len(running)}件の通知を止めました。")

    @admin.action(description="選択された通知先への通知を再開する", permissions=["stop"])
    def start(self, request: HttpRequest, hooks: QuerySet[Webhook]) -> None:
        """These are sent what waits, and what comes."""
        stopped = [hook for hook in hooks if hook.disabled_at is not None]
        for hook in stopped:
            hook.enable()
        messages.success(request, f"{len(stopped)}件の通知を再開しました。")

    @admin.display(description="状態")
    def state(self, hook: Webhook) -> str:
        """In words."""
        return state_text(hook)
