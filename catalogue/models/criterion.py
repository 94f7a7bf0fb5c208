"""Criterion: one row of a programme's conditions. Requirement, focus and bonus have one shape."""

from __future__ import annotations

import datetime

from django.db import models
from simple_history.models import HistoricalRecords

from catalogue.models.codes import Role
from catalogue.models.programme import Programme, SourcedRow, one_origin
from catalogue.models.rules import RuleVersion
from catalogue.validators import validate_criterion


class Reading(models.Model):
    """読み替え: what the source's words for a company size mean, decided once."""

    code = models.CharField("コード", max_length=40, unique=True)
    words = models.JSONField("出典の語")
    regime = models.CharField("制度", max_length=30)
    sizes = models.JSONField("企業規模")
    reason = models.CharField("理由", max_length=500)
    position = models.PositiveSmallIntegerField("順番")

    class Meta:
        verbose_name = verbose_name_plural = "読み替え"
        ordering = ("position",)

    def __str__(self) -> str:
        return self.code


class CriterionQuerySet(models.QuerySet["Criterion"]):
    """Queries in the words of the domain."""

    def in_force(self, day: datetime.date) -> CriterionQuerySet:
        """Rows of the rules that hold on *day*."""
        return self.filter(version__in=RuleVersion.objects.in_force(day))


class Criterion(SourcedRow):
    """条件. *group*: requirement rows of one group are OR-ed, groups AND-ed; 0 for focus and bonus.

    *values*: codes, or numbers in the feature's unit. *level* only for focus, *effect* only for bonus.
    *fit*: 1 to 10, how far a programme was made for these topics or situations; null for the usual one of the level.
    """

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="+", verbose_name="事業")
    version = models.ForeignKey(RuleVersion, on_delete=models.CASCADE, related_name="criteria", verbose_name="要件の版")
    role = models.CharField("役割", max_length=12, choices=Role)
    group = models.PositiveSmallIntegerField("組", default=0)
    feature = models.CharField("項目", max_length=40)
    operator = models.CharField("比べ方", max_length=20)
    values = models.JSONField("値", default=list, blank=True)
    regime = models.CharField("制度", max_length=30, blank=True)
    level = models.CharField("重さ", max_length=10, blank=True)
    fit = models.PositiveSmallIntegerField("合い方", null=True, blank=True)
    effect = models.CharField("効果", max_length=200, blank=True)
    reading = models.ForeignKey(Reading, on_delete=models.PROTECT, null=True, blank=True, verbose_name="読み替え")
    note = models.CharField("注", max_length=500, blank=True)

    history = HistoricalRecords(verbose_name="条件の履歴", verbose_name_plural="条件の履歴")
    objects = CriterionQuerySet.as_manager()

    class Meta(SourcedRow.Meta):
        verbose_name = verbose_name_plural = "条件"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(role__in=Role.values),
                name="criterion_role_known",
                violation_error_message="役割は requirement、focus、bonus のいずれかです。",
            ),
            models.CheckConstraint(
                condition=models.Q(role=Role.FOCUS, level__in=["primary", "secondary"])
                | ~models.Q(role=Role.FOCUS) & models.Q(level=""),
                name="criterion_level_with_focus",
                violation_error_message="重さ（primary、secondary）は対象・目的の条件にだけ、必ず付けます。",
            ),
            models.CheckConstraint(
                condition=models.Q(fit__isnull=True)
                | models.Q(level="primary", fit__gte=6, fit__lte=10)
                | models.Q(level="secondary", fit__gte=1, fit__lte=5),
                name="criterion_fit_with_its_level",
                violation_error_message="合い方（fit）は、primary なら6から10まで、secondary なら1から5までです。",
            ),
            models.CheckConstraint(
                condition=models.Q(role=Role.BONUS) | models.Q(effect=""),
                name="criterion_effect_with_bonus",
                violation_error_message="効果は加点・優遇の条件にだけ付けられます。",
            ),
            one_origin("criterion_has_one_origin"),
        ]

    def __str__(self) -> str:
        return f"{self.feature} {self.operator} {self.values}"

    def clean(self) -> None:
        """Raises ValidationError when the row means nothing to the engine."""
        validate_criterion(self.feature, self.operator, self.values, self.regime, self.role, self.level, self.fit)
