"""Webhook: an address of a partner that is told of changes. WebhookDelivery: one thing that it is told, until it has taken it."""

from __future__ import annotations

import datetime
import secrets

from django.db import models

from catalogue.models.decisions import Decision
from catalogue.models.draft import new_key
from catalogue.models.keys import ApiKey

LONGEST_URL = 500


class HookEvent(models.TextChoices):
    """What an address can be told."""

    CATALOGUE_CHANGED = "catalogue.changed", "カタログの変更"
    DECISION_CHANGED = "decision.changed", "残した判定の変化"
    PING = "ping", "試し"


class DeliveryState(models.TextChoices):
    """How far a delivery has got."""

    PENDING = "pending", "送信待ち"
    DELIVERED = "delivered", "届いた"
    FAILED = "failed", "届かなかった"


class SendFailure(models.TextChoices):
    """Why an attempt has failed."""

    NAME = "name", "ホスト名が見つかりません"
    ADDRESS = "address", "公開されていないアドレスには送りません"
    CONNECTION = "connection", "接続できないか、途中で切れました"
    TLS = "tls", "サーバー証明書を確かめられません"
    TIMEOUT = "timeout", "時間内に返事がありません"
    STATUS = "status", "2xx ではない返事です"


class DisabledWhy(models.TextChoices):
    """Why nothing is sent any more."""

    FAILING = "failing", "続けて届かなかった"
    GONE = "gone", "送り先が 410 を返した"
    STOPPED = "stopped", "管理者が止めた"


def _key_holds(now: datetime.datetime, prefix: str = "") -> models.Q:
    unlimited = models.Q(**{f"{prefix}key__expiry_date": None}) | models.Q(**{f"{prefix}key__expiry_date__gt": now})
    return models.Q(**{f"{prefix}key__revoked": False, f"{prefix}disabled_at": None}) & unlimited


class WebhookQuerySet(models.QuerySet["Webhook"]):
    """Queries in the words of the domain."""

    def serving(self, now: datetime.datetime) -> WebhookQuerySet:
        """Those that are told anything: not disabled, and of a key that holds."""
        return self.filter(_key_holds(now))

    def told_of_changes(self, now: datetime.datetime) -> WebhookQuerySet:
        """Those that are told of the catalogue."""
        return self.serving(now).filter(of_catalogue=True, key__scope_read=True)

    def told_of_decisions(self, now: datetime.datetime) -> WebhookQuerySet:
        """Those that are told of what their key has kept."""
        return self.serving(now).filter(of_decisions=True, key__scope_keep=True)


class Webhook(models.Model):
    """通知先. *seed*: what its secret is derived from, together with SECRET_KEY; the secret itself is kept nowhere.

    *told_until*: the number of the last change that has become a delivery. *failures*: deliveries given up in a row.
    """

    key = models.ForeignKey(ApiKey, on_delete=models.CASCADE, related_name="webhooks", verbose_name="鍵")
    code = models.CharField("番号", max_length=64, unique=True, default=new_key, editable=False)
    url = models.CharField("送り先", max_length=LONGEST_URL)
    of_catalogue = models.BooleanField(HookEvent.CATALOGUE_CHANGED.label)
    of_decisions = models.BooleanField(HookEvent.DECISION_CHANGED.label)
    language = models.CharField("言語", max_length=10)
    seed = models.CharField("秘密のもと", max_length=64, default=new_key, editable=False)
    created_at = models.DateTimeField("登録日時")
    disabled_at = models.DateTimeField("止まった日時", null=True, blank=True)
    disabled_why = models.CharField("止まった理由", max_length=10, blank=True, choices=DisabledWhy)
    failures = models.PositiveIntegerField("続けて届かなかった数", default=0)
    told_until = models.BigIntegerField("知らせた変更", default=0)
    tried_at = models.DateTimeField("最後に送った日時", null=True, blank=True)

    objects = WebhookQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "通知先"
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(
                condition=models.Q(of_catalogue=True) | models.Q(of_decisions=True),
                name="webhook_of_something",
                violation_error_message="通知先には、知らせるできごとが一つは要ります。",
            ),
            models.CheckConstraint(
                condition=models.Q(disabled_at=None, disabled_why="")
                | models.Q(disabled_at__isnull=False, disabled_why__in=DisabledWhy.values),
                name="webhook_disabled_with_a_reason",
                violation_error_message="止まった通知先には、日時と理由が要ります。",
            ),
        ]

    def __str__(self) -> str:
        return self.url

    @property
    def events(self) -> tuple[HookEvent, ...]:
        """What it wants to be told."""
        wanted = ((HookEvent.CATALOGUE_CHANGED, self.of_catalogue), (HookEvent.DECISION_CHANGED, self.of_decisions))
        return tuple(event for event, is_wanted in wanted if is_wanted)

    def disable(self, why: DisabledWhy, now: datetime.datetime) -> None:
        """Nothing more is sent; what waits goes on waiting. One that is disabled already keeps its reason."""
        if self.disabled_at is None:
            self.disabled_at, self.disabled_why = now, why
            self.save(update_fields=["disabled_at", "disabled_why"])

    def enable(self) -> None:
        """From now on it is sent what waits and what comes."""
        self.disabled_at, self.disabled_why, self.failures = None, "", 0
        self.save(update_fields=["disabled_at", "disabled_why", "failures"])


def new_message() -> str:
    """The number of a delivery, by which a receiver knows one that comes twice."""
    return f"msg_{secrets.token_urlsafe(18)}"


class WebhookDeliveryQuerySet(models.QuerySet["WebhookDelivery"]):
    """Queries in the words of the domain."""

    def due(self, now: datetime.datetime) -> WebhookDeliveryQuerySet:
        """What is to be sent now, to whom it may still be sent, and about what has not been deleted or run out."""
        may = models.Q(event=HookEvent.PING)
        may |= models.Q(event=HookEvent.CATALOGUE_CHANGED, webhook__key__scope_read=True)
        may |= models.Q(event=HookEvent.DECISION_CHANGED, webhook__key__scope_keep=True)
        waiting = self.filter(state=DeliveryState.PENDING, next_attempt_at__lte=now)
        there = models.Q(decision=None) | models.Q(decision__expires_at__gt=now)
        return waiting.filter(_key_holds(now, "webhook__") & may & there)

    def made_before(self, moment: datetime.datetime) -> WebhookDeliveryQuerySet:
        """Kept for as long as was promised, whether or not they have arrived."""
        return self.filter(created_at__lt=moment)


class WebhookDelivery(models.Model):
    """通知. *payload*: the JSON as it is sent, each time the same. *next_attempt_at*: also until when a worker has it in hand.

    *decision*: the kept match that it is about, with which it goes.
    """

    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries", verbose_name="通知先")
    code = models.CharField("番号", max_length=40, unique=True, default=new_message, editable=False)
    event = models.CharField("できごと", max_length=20, choices=HookEvent)
    payload = models.TextField("本文")
    decision = models.ForeignKey(
        Decision, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name="判定の記録"
    )
    created_at = models.DateTimeField("作成日時", db_index=True)
    state = models.CharField("状態", max_length=10, choices=DeliveryState, default=DeliveryState.PENDING)
    attempts = models.PositiveSmallIntegerField("送った回数", default=0)
    next_attempt_at = models.DateTimeField("次に送る日時", null=True, blank=True)
    last_attempt_at = models.DateTimeField("最後に送った日時", null=True, blank=True)
    last_status = models.PositiveSmallIntegerField("最後の返事", null=True, blank=True)
    last_failure = models.CharField("最後の失敗", max_length=10, blank=True, choices=SendFailure)

    objects = WebhookDeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "通知"
        ordering = ("-pk",)
        indexes = [models.Index(fields=["state", "next_attempt_at"], name="webhookdelivery_due")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state=DeliveryState.PENDING, next_attempt_at__isnull=False)
                | models.Q(state__in=(DeliveryState.DELIVERED, DeliveryState.FAILED), next_attempt_at=None),
                name="webhookdelivery_waits_for_a_time",
                violation_error_message="送信待ちの通知にだけ、次に送る日時が要ります。",
            ),
        ]

    def __str__(self) -> str:
        return self.code
