"""Calls 公募 as jGrants publishes them: one round in which a subsidy can be applied for. People say to which programme it belongs."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any, cast

from django.core.validators import RegexValidator
from django.db import models
from django.db.models.deletion import Collector
from django.utils.timezone import localtime
from simple_history.models import HistoricalRecords

from catalogue.models.people import User
from catalogue.models.programme import AvailabilityPeriod, Programme

ATTRIBUTION = "Jグランツ（jGrants）からの出典"
"""What the terms of use ask for; it stands wherever something of a call is shown."""

JGRANTS_ID = r"[A-Za-z0-9]{1,40}"

CONTENT = (
    "name",
    "title",
    "institution",
    "target_area",
    "use_purpose",
    "industry",
    "employees_band",
    "rate",
    "max_yen",
    "page_url",
    "detail_html",
)
"""The fields whose change a person looks at. Days are not among them: they are applied."""


class CallState(models.TextChoices):
    """What people have said of a call."""

    SUGGESTED = "suggested", "候補"
    LINKED = "linked", "対応づけ済み"
    CHANGED = "changed", "内容が変わった"
    DISMISSED = "dismissed", "対象外"


LINKED_STATES = (CallState.LINKED, CallState.CHANGED)
"""In which a call has a programme; in no other has it one."""


def back_to_candidates(collector: Collector, field: Any, calls: Sequence[Call], using: str) -> None:
    """The programme goes and the call stays: somebody has to say anew where it belongs."""
    # In this order: at no time is a call linked without a programme, or has it anything to accept without a link.
    collector.add_field_update(Call._meta.get_field("accepted"), None, calls)
    collector.add_field_update(Call._meta.get_field("state"), CallState.SUGGESTED.value, calls)
    collector.add_field_update(field, None, calls)


class CallQuerySet(models.QuerySet["Call"]):
    """Queries in the words of the domain."""

    def waiting(self) -> CallQuerySet:
        """What somebody has to look at: candidates, and links whose content has changed."""
        return self.filter(state__in=(CallState.SUGGESTED, CallState.CHANGED))

    def linked(self) -> CallQuerySet:
        """Those that belong to a programme, whether or not their content has changed since."""
        return self.filter(state__in=LINKED_STATES)

    def closing_from(self, now: datetime.datetime) -> CallQuerySet:
        """Whose deadline is not over, the next one first."""
        return self.filter(closes_at__gte=now).order_by("closes_at", "pk")


class Call(models.Model):
    """公募. The printed fields are as jGrants prints them; *max_yen* is null when it states none.

    *accepted*: the content that was last accepted, while a newer one waits for somebody to look at it; else null.
    *suggestions*: ``{"programme": code, "score": 1–100, "why": sentence}``, the best first. *period*: what the link says in
    the catalogue about the availability of its programme.
    """

    jgrants_id = models.CharField(
        "JグランツのID",
        max_length=40,
        unique=True,
        validators=[RegexValidator(rf"^{JGRANTS_ID}\Z", "JグランツのIDは英数字で書いてください。")],
    )
    name = models.CharField("補助金番号", max_length=100, blank=True)
    title = models.CharField("公募名", max_length=500)
    institution = models.CharField("実施機関", max_length=300, blank=True)
    target_area = models.TextField("対象地域", blank=True)
    use_purpose = models.TextField("利用目的", blank=True)
    industry = models.TextField("業種", blank=True)
    employees_band = models.CharField("従業員数", max_length=100, blank=True)
    rate = models.TextField("補助率", blank=True)
    max_yen = models.BigIntegerField("補助上限額（円）", null=True, blank=True)
    page_url = models.URLField("Jグランツのページ", max_length=500, blank=True)
    opens_at = models.DateTimeField("受付開始", null=True, blank=True)
    closes_at = models.DateTimeField("受付締切", null=True, blank=True)
    detail_html = models.TextField("詳細", blank=True)
    detail_text = models.TextField("詳細（文字）", blank=True)
    content_hash = models.CharField("内容の指紋", max_length=64)

    state = models.CharField("状態", max_length=10, choices=CallState, default=CallState.SUGGESTED)
    programme = models.ForeignKey(
        Programme, on_delete=back_to_candidates, null=True, blank=True, related_name="calls", verbose_name="事業"
    )
    suggestions = models.JSONField("事業の候補", default=list, blank=True)
    accepted = models.JSONField("前の内容", null=True, blank=True)
    period = models.OneToOneField(
        AvailabilityPeriod,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="call",
        verbose_name="受付状況",
    )
    fetched_at = models.DateTimeField("取得日時")
    changed_at = models.DateTimeField("変更日時")

    history = HistoricalRecords(
        excluded_fields=["detail_html", "detail_text", "accepted", "suggestions", "fetched_at"],
        verbose_name="公募の履歴",
        verbose_name_plural="公募の履歴",
    )
    objects = CallQuerySet.as_manager()

    # For the history of the next save: who, and why.
    _history_user: User
    _change_reason: str

    class Meta:
        verbose_name = verbose_name_plural = "公募"
        ordering = (models.F("closes_at").asc(nulls_last=True), "pk")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=CallState.values),
                name="call_state_known",
                violation_error_message="公募の状態のコードが一覧にありません。",
            ),
            models.CheckConstraint(
                condition=~models.Q(title=""),
                name="call_has_a_title",
                violation_error_message="公募には公募名が要ります。",
            ),
            models.CheckConstraint(
                condition=models.Q(max_yen__isnull=True) | models.Q(max_yen__gt=0),
                name="call_limit_positive",
                violation_error_message="補助上限額は正の数です。書かれていなければ空にしてください。",
            ),
            models.CheckConstraint(
                condition=models.Q(opens_at__isnull=True)
                | models.Q(closes_at__isnull=True)
                | models.Q(opens_at__lt=models.F("closes_at")),
                name="call_in_order",
                violation_error_message="受付締切は受付開始より後です。",
            ),
            # One way only: a programme that is deleted takes the state first and then itself out of the call.
            models.CheckConstraint(
                condition=~models.Q(state__in=LINKED_STATES) | models.Q(programme__isnull=False),
                name="call_linked_to_a_programme",
                violation_error_message="対応づけ済みの公募には事業が要ります。",
            ),
            models.CheckConstraint(
                condition=models.Q(state=CallState.CHANGED) | models.Q(accepted__isnull=True),
                name="call_accepted_while_changed",
                violation_error_message="前の内容は、内容が変わった公募にだけ残します。",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @classmethod
    def label(cls, field: str) -> str:
        """What people call a field."""
        return str(cast("models.Field[Any, Any]", cls._meta.get_field(field)).verbose_name)

    @property
    def days(self) -> tuple[datetime.date, datetime.date] | None:
        """The first and the last day in Japan on which one can apply; None when jGrants does not state both.

        A call that closes at midnight was last open the day before.
        """
        if self.opens_at is None or self.closes_at is None:
            return None
        last_moment = self.closes_at - datetime.timedelta(microseconds=1)
        return localtime(self.opens_at).date(), localtime(last_moment).date()

    @property
    def citation(self) -> str:
        """How the catalogue names this call as the source of a fact."""
        return f"Jグランツ（jGrants）公募情報 {self.jgrants_id}"
