"""What the addresses of webhooks take and answer, for the schema alone; tests hold the answers to this."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from catalogue.api.about import about
from catalogue.api.asked import Closed
from catalogue.models import DeliveryState, DisabledWhy, HookEvent, SendFailure
from catalogue.models.webhooks import LONGEST_URL
from catalogue.webhooks.registering import SUBSCRIBED

_EVENTS = [event.value for event in SUBSCRIBED]
_URL = _("送り先。公開された https:// のアドレス。")
_EXAMPLE = "https://hooks.example.jp/catalogue"


class NewWebhookSerializer(Closed):
    """What to be told, and where."""

    url = serializers.CharField(max_length=LONGEST_URL, **about(_URL, _EXAMPLE, format="hook-url"))
    events = serializers.ListField(
        child=serializers.CharField(**about(_("できごと。"), "catalogue.changed", enum=_EVENTS)),
        min_length=1,
        **about(_("知らせるできごと。decision.changed には「判定の記録を残す」鍵が要る。"), ["catalogue.changed"]),
    )


class WebhookSerializer(serializers.Serializer):
    """A webhook."""

    id = serializers.CharField(**about(_("通知先の番号。"), "kq3XK0V6v5Y1mJx0s3Cw0o6H2m1pQxwFh8Lr9tZbN4A"))
    url = serializers.CharField(**about(_URL, _EXAMPLE))
    events = serializers.ListField(
        child=serializers.CharField(**about(_("できごと。"), "catalogue.changed", enum=_EVENTS)),
        **about(_("知らせるできごと。"), ["catalogue.changed"]),
    )
    language = serializers.CharField(**about(_("通知の文の言語。登録したときの Accept-Language による。"), "ja"))
    created_at = serializers.DateTimeField(**about(_("登録日時。"), "2026-11-23T10:00:00+09:00"))
    enabled = serializers.BooleanField(**about(_("通知を送っているかどうか。"), True))
    disabled_at = serializers.DateTimeField(
        allow_null=True, **about(_("止まった日時。止まっていなければ null。"), None)
    )
    disabled_reason = serializers.CharField(
        allow_null=True,
        **about(
            _("止まった理由: 続けて届かなかった、送り先が410を返した、管理者が止めた。止まっていなければ null。"),
            None,
            enum=[*DisabledWhy.values, None],
        ),
    )
    disabled_text = serializers.CharField(allow_null=True, **about(_("止まった理由を文にしたもの。"), None))
    failures = serializers.IntegerField(**about(_("続けて届かなかった通知の数（件）。"), 0))


class MadeWebhookSerializer(WebhookSerializer):
    """A new webhook."""

    secret = serializers.CharField(
        **about(
            _("署名を確かめるための秘密（Standard Webhooks の形）。この答えにだけある。"),
            "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw1uZl9QO3JgM=",
        )
    )


class DeliverySerializer(serializers.Serializer):
    """A delivery."""

    id = serializers.CharField(**about(_("通知の番号。webhook-id と同じ。"), "msg_2KWPBgLlAfxdpx2AI54pPJ85f4W"))
    event = serializers.CharField(**about(_("できごと。"), "ping", enum=HookEvent.values))
    created_at = serializers.DateTimeField(**about(_("作成日時。"), "2026-11-23T10:00:00+09:00"))
    state = serializers.CharField(
        **about(_("状態: 送信待ち、届いた、届かなかった。"), "pending", enum=DeliveryState.values)
    )
    attempts = serializers.IntegerField(**about(_("送った回数（回）。"), 0))
    last_attempt_at = serializers.DateTimeField(allow_null=True, **about(_("最後に送った日時。まだなら null。"), None))
    next_attempt_at = serializers.DateTimeField(
        allow_null=True, **about(_("次に送る日時。もう送らなければ null。"), "2026-11-23T10:00:00+09:00")
    )
    last_status = serializers.IntegerField(
        allow_null=True, **about(_("最後の返事のHTTPの状態番号。なければ null。"), None)
    )
    last_failure = serializers.CharField(
        allow_null=True,
        **about(
            _("最後の失敗: 名前、アドレス、接続、証明書、時間切れ、返事。なければ null。"),
            None,
            enum=[*SendFailure.values, None],
        ),
    )
    last_failure_text = serializers.CharField(allow_null=True, **about(_("最後の失敗を文にしたもの。"), None))


class WholeWebhookSerializer(WebhookSerializer):
    """A webhook with its last deliveries."""

    deliveries = DeliverySerializer(many=True, help_text=_("最近の通知。新しい順。"))
