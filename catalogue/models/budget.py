"""Budget, a sum of money with an identity of its own, and Funding, a programme's share in it.

A budget that the source prints under several programmes is one budget; sums go over budgets, never over fundings.
"""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models
from simple_history.models import HistoricalRecords

from catalogue.models.codes import BudgetKind
from catalogue.models.measure import place_validator
from catalogue.models.programme import Programme, ProgrammeRow

fiscal_year_validator = RegexValidator(r"^[HR][0-9]{1,2}\Z", "会計年度は「R5」のように書いてください。")


class BudgetQuerySet(models.QuerySet["Budget"]):
    """Queries in the words of the domain."""

    def total_yen(self) -> int:
        """The sum of the known amounts, each budget counted once."""
        return self.aggregate(total=models.Sum("amount_yen"))["total"] or 0


class Budget(models.Model):
    """予算. *is_shared*: named in budgets.yaml because several programmes draw on it."""

    code = models.CharField("コード", max_length=120, unique=True)
    name = models.CharField("名称", max_length=200, blank=True)
    fiscal_year = models.CharField("会計年度", max_length=3, validators=[fiscal_year_validator])
    kind = models.CharField("種別", max_length=20, choices=BudgetKind)
    amount_yen = models.BigIntegerField("金額（円）", null=True, blank=True)
    is_shared = models.BooleanField("複数の事業で使う", default=False)

    history = HistoricalRecords(verbose_name="予算の履歴", verbose_name_plural="予算の履歴")
    objects = BudgetQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "予算"
        ordering = ("code",)
        constraints = [
            models.CheckConstraint(
                condition=models.Q(amount_yen__isnull=True) | models.Q(amount_yen__gt=0),
                name="budget_amount_positive",
                violation_error_message="予算の金額は正の数です。書かれていなければ空にしてください。",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=BudgetKind.values),
                name="budget_kind_known",
                violation_error_message="予算の種別のコードが一覧にありません。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.fiscal_year} {self.get_kind_display()} {self.name}"


class Funding(ProgrammeRow):
    """A budget line as printed: *amount_yen* is the printed figure, *part_of* 内数."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="fundings", verbose_name="事業")
    budget = models.ForeignKey(Budget, on_delete=models.PROTECT, related_name="fundings", verbose_name="予算")
    amount_yen = models.BigIntegerField("印刷された金額（円）", null=True, blank=True)
    part_of = models.BooleanField("内数", default=False)
    place = models.CharField("出典の箇所", max_length=30, validators=[place_validator])
    note = models.CharField("注", max_length=500, blank=True)

    history = HistoricalRecords(verbose_name="予算の記載の履歴", verbose_name_plural="予算の記載の履歴")

    class Meta(ProgrammeRow.Meta):
        verbose_name = verbose_name_plural = "予算の記載"
