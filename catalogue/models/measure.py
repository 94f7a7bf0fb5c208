"""Ministry and Measure: the 190 numbered measures and who is in charge of them."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import QuerySet
from simple_history.models import HistoricalRecords

from catalogue.models.codes import AREAS, Audience

if TYPE_CHECKING:
    from catalogue.models.rules import RuleVersion

CODE_PATTERN = r"^(10|[1-9])-[0-9]{2}\Z"
PLACE_PATTERN = r"^p[1-9][0-9]{0,2}(-[1-9][0-9]{0,2})?( (方針|フォローアップ|注))?\Z"

code_validator = RegexValidator(CODE_PATTERN, "施策番号は「1-05」のように、分野の番号と2桁の番号で書いてください。")
place_validator = RegexValidator(
    PLACE_PATTERN, "出典の箇所は「p6 方針」「p6 フォローアップ」「p6 注」「p48-50」のように書いてください。"
)


class Ministry(models.Model):
    """所管府省庁, by the short name that the source prints."""

    name = models.CharField("名称", max_length=20, unique=True)

    class Meta:
        verbose_name = verbose_name_plural = "府省庁"
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class MeasureQuerySet(models.QuerySet["Measure"]):
    """Queries in the words of the domain."""

    def in_order(self) -> MeasureQuerySet:
        """As the source numbers them."""
        return self.order_by("area", "number")

    def whole(self, day: datetime.date) -> MeasureQuerySet:
        """With everything that a measure's page shows on *day*, in a fixed number of queries."""
        from catalogue.models.rules import RuleVersion  # which knows programmes, which know measures

        return self.with_rules(RuleVersion.objects.in_force(day)).prefetch_related(
            "notes",
            "listings__programme__notes",
            "listings__programme__fundings__budget",
            "listings__programme__results",
        )

    def with_rules(self, versions: QuerySet[RuleVersion]) -> MeasureQuerySet:
        """With the rules that *versions* say, one of a programme at most, and what a match shows beside them."""
        rules = versions.prefetch_related("criteria", "checks")
        return self.prefetch_related(
            models.Prefetch("listings__programme__versions", rules, to_attr="in_force"),
            "charges__ministry",
            "listings__programme__supports",
            "listings__programme__periods",
            "listings__programme__events",
        )


class Measure(models.Model):
    """施策: one numbered entry of the source."""

    code = models.CharField("施策番号", max_length=5, unique=True, validators=[code_validator])
    area = models.PositiveSmallIntegerField("分野", choices=list(AREAS.items()))
    number = models.PositiveSmallIntegerField("分野内の番号")
    title = models.CharField("施策名", max_length=200)
    is_new = models.BooleanField("新規", default=False)
    summary = models.TextField("概要")
    audience = models.CharField("使い手", max_length=10, choices=Audience)
    place = models.CharField("出典の箇所", max_length=30, validators=[place_validator])
    search_text = models.TextField("検索用の文字列", editable=False)

    history = HistoricalRecords(verbose_name="施策の履歴", verbose_name_plural="施策の履歴")
    objects = MeasureQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "施策"
        ordering = ("area", "number")
        constraints = [
            models.UniqueConstraint(fields=["area", "number"], name="measure_number_unique_in_area"),
            models.CheckConstraint(
                condition=models.Q(area__gte=1, area__lte=10),
                name="measure_area_known",
                violation_error_message="分野は1から10の番号です。",
            ),
            models.CheckConstraint(
                condition=models.Q(audience__in=Audience.values),
                name="measure_audience_known",
                violation_error_message="使い手は direct、indirect、none のいずれかです。",
            ),
            models.CheckConstraint(
                condition=~models.Q(title="") & ~models.Q(summary=""),
                name="measure_has_title_and_summary",
                violation_error_message="施策には施策名と概要が要ります。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    @property
    def ministry_names(self) -> list[str]:
        """As the source prints them, the lead one first."""
        return [charge.ministry.name for charge in self.charges.all()]


class Charge(models.Model):
    """A ministry in charge of a measure; the first is the lead."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="charges", verbose_name="施策")
    ministry = models.ForeignKey(Ministry, on_delete=models.PROTECT, related_name="charges", verbose_name="府省庁")
    position = models.PositiveSmallIntegerField("順番")

    history = HistoricalRecords(verbose_name="所管の履歴", verbose_name_plural="所管の履歴")

    class Meta:
        verbose_name = verbose_name_plural = "所管"
        ordering = ("position",)
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "ministry"],
                name="charge_once",
                violation_error_message="同じ府省庁が二度書かれています。",
            ),
        ]

    def __str__(self) -> str:
        return self.ministry.name
