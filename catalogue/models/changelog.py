"""CatalogueChange: what has become of the catalogue, one change a row, never changed again. Told: what it said when that was last looked at."""

from __future__ import annotations

from django.db import models

from catalogue.models.codes import AvailabilityState


class ChangeKind(models.TextChoices):
    """What has happened."""

    PUBLISHED = "published", "公開"
    CHANGED = "changed", "変更"
    WITHDRAWN = "withdrawn", "取り下げ"
    RE_DATED = "re_dated", "期間の変更"


class ChangePart(models.TextChoices):
    """What of a measure or a programme it has happened to."""

    ENTRY = "entry", "掲載"
    CONTENT = "content", "内容"
    RULES = "rules", "要件"
    AVAILABILITY = "availability", "受付期間"
    END = "end", "終了"


class CatalogueChangeQuerySet(models.QuerySet["CatalogueChange"]):
    """Queries in the words of the domain."""

    def last_number(self) -> int:
        """The number of the last change, 0 when there is none."""
        return self.order_by("-pk").values_list("pk", flat=True).first() or 0

    def after(self, number: int) -> CatalogueChangeQuerySet:
        """Those behind the change *number*, the oldest first."""
        return self.filter(pk__gt=number).order_by("pk")


class CatalogueChange(models.Model):
    """カタログの変更. Numbers grow in the order in which changes can be seen: all are written under the lock of the catalogue's version.

    *measures*: codes of the measures concerned; *programme*: "" when a measure itself has changed. *title*: of the measure or the programme.
    *effective_on*: from which day it holds; null when it holds at once, or for all days. *by_calendar*: nobody has written anything,
    a day has come. *availability*: into which state that day has brought the programme, else "".
    """

    at = models.DateTimeField("日時", auto_now_add=True, db_index=True)
    kind = models.CharField("種類", max_length=10, choices=ChangeKind)
    part = models.CharField("変わったもの", max_length=12, choices=ChangePart)
    measure = models.CharField("施策番号", max_length=5, blank=True)
    programme = models.CharField("事業のコード", max_length=60, blank=True)
    measures = models.JSONField("関わる施策", default=list)
    title = models.CharField("名称", max_length=200)
    effective_on = models.DateField("いつから", null=True, blank=True)
    by_calendar = models.BooleanField("日が来たことによる", default=False)
    availability = models.CharField(
        "受付状況", max_length=10, blank=True, choices=[*AvailabilityState.choices, ("unknown", "要確認")]
    )
    catalogue_version = models.CharField("カタログの版", max_length=40)

    objects = CatalogueChangeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "カタログの変更"
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=ChangeKind.values, part__in=ChangePart.values),
                name="cataloguechange_known",
                violation_error_message="変更の種類のコードが一覧にありません。",
            ),
            models.CheckConstraint(
                condition=~models.Q(measure="") ^ ~models.Q(programme=""),
                name="cataloguechange_of_one",
                violation_error_message="変更は施策か事業のどちらか一方のものです。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.measure or self.programme}"


class Told(models.Model):
    """What the catalogue said of a measure or a programme when that was last looked at, as fingerprints.

    *name*: ``measures/1-05``, ``programmes/setsubi``. *rules*: [first, last, fingerprint] of each published version, in order.
    *ended*: the days on which it is said to have ended, as they are written.
    """

    name = models.CharField("名前", max_length=80, unique=True)
    title = models.CharField("名称", max_length=200)
    measures = models.JSONField("関わる施策", default=list)
    content = models.CharField("内容の指紋", max_length=64)
    periods = models.CharField("受付期間の指紋", max_length=64)
    rules = models.JSONField("要件の指紋", default=list)
    ended = models.JSONField("終了", default=list)

    class Meta:
        verbose_name = verbose_name_plural = "伝えた内容"
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name
