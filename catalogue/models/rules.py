"""RuleVersion: a programme's rules as they hold for some days. What the files say is the first version; editors make the others."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.db import models
from simple_history.models import HistoricalRecords

from catalogue.models.codes import Encoding, RuleState
from catalogue.models.programme import Programme


class RuleVersionQuerySet(models.QuerySet["RuleVersion"]):
    """Queries in the words of the domain."""

    def published(self) -> RuleVersionQuerySet:
        """Those that hold on some days: no drafts, and none that another has replaced."""
        return self.filter(state=RuleState.PUBLISHED)

    def in_force(self, day: datetime.date) -> RuleVersionQuerySet:
        """Those that hold on *day*: at most one of a programme."""
        return self.filter(_in_force(day))

    def days_of_change(self) -> list[datetime.date]:
        """The days, in order, from which other rules hold than on the day before."""
        starts, ends = (
            self.published().exclude(**{end: None}).values_list(end, flat=True) for end in ("first", "last")
        )
        return sorted({*starts, *(last + datetime.timedelta(1) for last in ends if last < datetime.date.max)})

    def open_work(self) -> RuleVersionQuerySet:
        """Drafts, handed in or not."""
        return self.filter(state__in=(RuleState.DRAFT, RuleState.REVIEW))


def _in_force(day: datetime.date) -> models.Q:
    begun = models.Q(first=None) | models.Q(first__lte=day)
    return models.Q(state=RuleState.PUBLISHED) & begun & (models.Q(last=None) | models.Q(last__gte=day))


class RuleVersion(models.Model):
    """要件の版: the rule rows of a programme and of all its listings, with the days on which they hold, both inclusive.

    *first*: null is "since always"; *last*: null is "until further notice". Of a draft they say nothing yet.
    *alone*: published by its own author, because the installation allows it. *edits* counts changes of a draft.
    """

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="versions", verbose_name="事業")
    number = models.PositiveIntegerField("番号")
    state = models.CharField("状態", max_length=10, choices=RuleState, default=RuleState.DRAFT)
    first = models.DateField("この日から", null=True, blank=True)
    last = models.DateField("この日まで", null=True, blank=True)
    encoding = models.CharField("要件の整理", max_length=10, choices=Encoding)
    open_to_all = models.BooleanField("要件なし", default=False)
    why = models.TextField("理由", blank=True, max_length=2000)
    based_on = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="もとの版"
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="作成者",
    )
    approver = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="承認者",
    )
    created_at = models.DateTimeField("作成日時", auto_now_add=True)
    submitted_at = models.DateTimeField("依頼日時", null=True, blank=True)
    published_at = models.DateTimeField("公開日時", null=True, blank=True)
    alone = models.BooleanField("一人で公開", default=False)
    sent_back_why = models.TextField("差し戻しの理由", blank=True, max_length=1000)
    edits = models.PositiveIntegerField("更新回数", default=0, editable=False)

    history = HistoricalRecords(verbose_name="要件の版の履歴", verbose_name_plural="要件の版の履歴")
    objects = RuleVersionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "要件の版"
        ordering = ("programme", "number")
        permissions = [("publish_ruleversion", "要件の版を公開できる")]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "number"],
                name="ruleversion_number_once",
                violation_error_message="この事業には、同じ番号の版がすでにあります。",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=RuleState.values),
                name="ruleversion_state_known",
                violation_error_message="状態は draft、review、published、replaced のいずれかです。",
            ),
            models.CheckConstraint(
                condition=models.Q(first__isnull=True)
                | models.Q(last__isnull=True)
                | models.Q(first__lte=models.F("last")),
                name="ruleversion_in_order",
                violation_error_message="版の終わりの日が始まりの日より前です。",
            ),
            models.CheckConstraint(
                condition=models.Q(encoding__in=Encoding.values),
                name="ruleversion_encoding_known",
                violation_error_message="要件の整理は not_yet、done、reviewed のいずれかです。",
            ),
            models.CheckConstraint(
                condition=models.Q(open_to_all=False) | ~models.Q(encoding=Encoding.NOT_YET),
                name="ruleversion_open_to_all_is_encoded",
                violation_error_message="「要件なし」は、要件を整理した事業にだけ付けられます。",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=RuleState.REVIEW) | models.Q(submitted_at__isnull=False),
                name="ruleversion_review_was_submitted",
                violation_error_message="レビュー依頼の版には依頼日時が要ります。",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    state__in=(RuleState.PUBLISHED, RuleState.REPLACED),
                    published_at__isnull=False,
                )
                | models.Q(state__in=(RuleState.DRAFT, RuleState.REVIEW), published_at__isnull=True)
                | ~models.Q(state__in=RuleState.values),
                name="ruleversion_published_at_a_time",
                violation_error_message="公開日時は公開した版にだけ、必ず付けます。",
            ),
            models.CheckConstraint(
                condition=models.Q(published_at__isnull=False) | models.Q(approver__isnull=True),
                name="ruleversion_approved_when_published",
                violation_error_message="承認者は公開した版にだけ付けられます。",
            ),
            models.CheckConstraint(
                condition=models.Q(alone=True)
                | models.Q(author__isnull=True)
                | models.Q(approver__isnull=True)
                | ~models.Q(approver=models.F("author")),
                name="ruleversion_four_eyes",
                violation_error_message="作成者は自分の版を承認できません。",
            ),
            models.CheckConstraint(
                condition=models.Q(alone=False)
                | models.Q(author__isnull=False, approver__isnull=False, approver=models.F("author")),
                name="ruleversion_alone_is_its_author",
                violation_error_message="「一人で公開」は、作成者自身が承認した版にだけ付けられます。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme} 第{self.number}版"


class LoadedPart(models.Model):
    """A part of the catalogue's files as it was last loaded, to tell which side has changed since. *digest*: of its content."""

    name = models.CharField("名前", max_length=80, unique=True)
    digest = models.CharField("内容の指紋", max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "読み込んだファイル"
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Load(models.Model):
    """読み込み: what a load of the files changed, by the names of the files. Its rows are in no other history."""

    at = models.DateTimeField("日時", auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="利用者",
    )
    version = models.CharField("カタログの版", max_length=40)
    added = models.JSONField("追加", default=list, blank=True)
    changed = models.JSONField("変更", default=list, blank=True)
    removed = models.JSONField("削除", default=list, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "読み込み"
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"読み込み {self.at:%Y-%m-%d} {self.version}"
