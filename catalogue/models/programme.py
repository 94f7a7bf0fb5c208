"""Programme, what a company applies for, and Listing, its place under a measure.

Rows of a programme (supports, criteria, results, fundings, checks, notes) belong to the programme wherever it is listed, or,
with a ``listing``, only to that listing. Criteria and checks are rules: they belong to a version of them, too.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from django.core.validators import RegexValidator
from django.db import models
from simple_history.models import HistoricalRecords

from catalogue.models.codes import AvailabilityState, Encoding, Role, SupportType
from catalogue.models.measure import Measure, place_validator
from catalogue.validators import validate_certifications

if TYPE_CHECKING:
    from catalogue.models.criterion import Criterion
    from catalogue.models.rules import RuleVersion

Row = TypeVar("Row", bound="ProgrammeRow")

RULE_ROWS = ("criteria", "checks")
"""Kinds of rows that belong to a version of the rules."""

slug_validator = RegexValidator(r"^[a-z0-9]+(-[a-z0-9]+)*\Z", "コードは英小文字・数字・ハイフンで書いてください。")


class Programme(models.Model):
    """事業. *is_shared*: listed under several measures, so it has a file of its own.

    *gives*: codes of the certifications that it grants. *aliases*: other names, old and new, that a company may know it by.
    """

    code = models.CharField("コード", max_length=60, unique=True, validators=[slug_validator])
    name = models.CharField("事業名", max_length=200)
    heading = models.CharField("出典の見出し", max_length=300, blank=True)
    place = models.CharField("出典の箇所", max_length=30, validators=[place_validator])
    is_shared = models.BooleanField("複数の施策に載る", default=False)
    gives = models.JSONField("得られる認定", default=list, blank=True, validators=[validate_certifications])
    aliases = models.JSONField("ほかの呼び名", default=list, blank=True)

    in_force: list[RuleVersion]
    history = HistoricalRecords(verbose_name="事業の履歴", verbose_name_plural="事業の履歴")

    class Meta:
        verbose_name = verbose_name_plural = "事業"
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name

    @property
    def rules(self) -> RuleVersion | None:
        """The version of the rules that holds on the day asked for, None when none does.

        Reads what is prefetched; ``Measure.objects.whole(day)`` prefetches it.
        """
        return next(iter(self.in_force), None)

    @property
    def encoding(self) -> str:
        """How far the rules that hold have been encoded: without rules, not yet."""
        return self.rules.encoding if self.rules else Encoding.NOT_YET.value

    @property
    def open_to_all(self) -> bool:
        """Whether the rules that hold say that there are none."""
        return self.rules is not None and self.rules.open_to_all


class Listing(models.Model):
    """A programme as it stands under one measure. *heading*, *place*, *aspect* only for shared programmes."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="listings", verbose_name="施策")
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="listings", verbose_name="事業")
    position = models.PositiveSmallIntegerField("順番")
    heading = models.CharField("出典の見出し", max_length=300, blank=True)
    place = models.CharField("出典の箇所", max_length=30, blank=True, validators=[place_validator])
    aspect = models.CharField("この施策での側面", max_length=200, blank=True)

    history = HistoricalRecords(verbose_name="掲載の履歴", verbose_name_plural="掲載の履歴")

    class Meta:
        verbose_name = verbose_name_plural = "掲載"
        ordering = ("position",)
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "programme"],
                name="listing_once",
                violation_error_message="同じ事業が一つの施策に二度載っています。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure.code} {self.programme.name}"

    def rows(self, name: str) -> list[Any]:
        """The programme's rows of kind *name* (``results``, ``checks`` …) that hold here: its own, then this listing's.

        Reads what is prefetched; ``Measure.objects.whole(day)`` prefetches all.
        """
        owner = self.programme.rules if name in RULE_ROWS else self.programme
        rows = getattr(owner, name).all() if owner else ()
        # Each counts its places from zero: the database alone would mix the two as it likes.
        return [row for owner in (None, self.pk) for row in rows if row.listing_id == owner]

    def rows_replaced(self, rows: Sequence[Row]) -> list[Row]:
        """Of *rows*, this listing's if it has any, else the programme's: a listing says its part more precisely."""
        return [row for row in rows if row.listing_id is not None] or list(rows)

    @property
    def support_codes(self) -> list[str]:
        """What it gives, here."""
        return [row.code for row in self.rows_replaced(self.rows("supports"))]

    def criteria(self, role: str) -> list[Criterion]:
        """The criteria of one role that hold here: a listing's requirements and bonuses add, its focus replaces."""
        found = [row for row in self.rows("criteria") if row.role == role]
        return self.rows_replaced(found) if role == Role.FOCUS else found

    def requirement_groups(self) -> list[list[Criterion]]:
        """Requirement rows by group; groups of the programme and of the listing are separate."""
        groups: dict[tuple[bool, int], list[Criterion]] = {}
        for row in self.criteria(Role.REQUIREMENT):
            groups.setdefault((row.listing_id is not None, row.group), []).append(row)
        return list(groups.values())


class ProgrammeRow(models.Model):
    """What all rows of a programme share."""

    listing = models.ForeignKey(
        Listing, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name="掲載"
    )
    position = models.PositiveSmallIntegerField("順番")

    class Meta:
        abstract = True
        ordering = ("position",)

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.position + 1}"


class SourcedRow(ProgrammeRow):
    """A row that comes from the source (*place*) or from elsewhere (*citation*, with the day it was read)."""

    place = models.CharField("出典の箇所", max_length=30, blank=True, validators=[place_validator])
    citation = models.CharField("ほかの根拠", max_length=300, blank=True)
    read_on = models.DateField("確認日", null=True, blank=True)

    class Meta(ProgrammeRow.Meta):
        abstract = True


def one_origin(name: str) -> models.CheckConstraint:
    """Every sourced row says where it comes from, in exactly one way."""
    return models.CheckConstraint(
        condition=(~models.Q(place="") & models.Q(citation="", read_on__isnull=True))
        | (models.Q(place="", read_on__isnull=False) & ~models.Q(citation="")),
        name=name,
        violation_error_message="出典の箇所（place）か、ほかの根拠と確認日（citation、read_on）のどちらか一方を書いてください。",
    )


class Support(ProgrammeRow):
    """支援の種類."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="supports", verbose_name="事業")
    code = models.CharField("種類", max_length=30, choices=SupportType)

    history = HistoricalRecords(verbose_name="支援の種類の履歴", verbose_name_plural="支援の種類の履歴")

    class Meta(ProgrammeRow.Meta):
        verbose_name = verbose_name_plural = "支援の種類"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(code__in=SupportType.values),
                name="support_known",
                violation_error_message="支援の種類のコードが一覧にありません。",
            ),
        ]


class Result(ProgrammeRow):
    """実績: a count that the source states."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="results", verbose_name="事業")
    metric = models.CharField("指標", max_length=100)
    value = models.DecimalField("値", max_digits=18, decimal_places=4)
    unit = models.CharField("単位", max_length=20)
    detail = models.CharField("数えた範囲", max_length=300, blank=True)
    as_of = models.CharField("時点", max_length=10, blank=True)
    place = models.CharField("出典の箇所", max_length=30, validators=[place_validator])

    history = HistoricalRecords(verbose_name="実績の履歴", verbose_name_plural="実績の履歴")

    class Meta(ProgrammeRow.Meta):
        verbose_name = verbose_name_plural = "実績"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(value__gte=0),
                name="result_not_negative",
                violation_error_message="実績の値は0以上です。",
            ),
        ]


class ManualCheck(SourcedRow):
    """要確認: a stated condition that no feature expresses."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="+", verbose_name="事業")
    version = models.ForeignKey(
        "catalogue.RuleVersion", on_delete=models.CASCADE, related_name="checks", verbose_name="要件の版"
    )
    text = models.CharField("確認すること", max_length=300)

    history = HistoricalRecords(verbose_name="手で確認する条件の履歴", verbose_name_plural="手で確認する条件の履歴")

    class Meta(SourcedRow.Meta):
        verbose_name = verbose_name_plural = "手で確認する条件"
        constraints = [one_origin("check_has_one_origin")]


class AvailabilityPeriod(SourcedRow):
    """受付状況: a state known for some days, both ends inclusive."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="periods", verbose_name="事業")
    state = models.CharField("状況", max_length=10, choices=AvailabilityState)
    first = models.DateField("この日から", null=True, blank=True)
    last = models.DateField("この日まで", null=True, blank=True)
    note = models.CharField("注", max_length=500, blank=True)

    history = HistoricalRecords(verbose_name="受付状況の履歴", verbose_name_plural="受付状況の履歴")

    class Meta(SourcedRow.Meta):
        verbose_name = verbose_name_plural = "受付状況"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=AvailabilityState.values),
                name="period_state_known",
                violation_error_message="状況は open、upcoming、closed のいずれかです。",
            ),
            models.CheckConstraint(
                condition=models.Q(first__isnull=False) | models.Q(last__isnull=False),
                name="period_has_a_day",
                violation_error_message="受付状況には、いつから（from）かいつまで（until）の日付が要ります。",
            ),
            models.CheckConstraint(
                condition=models.Q(first__isnull=True)
                | models.Q(last__isnull=True)
                | models.Q(first__lte=models.F("last")),
                name="period_in_order",
                violation_error_message="受付状況の終わりの日が始まりの日より前です。",
            ),
            one_origin("period_has_one_origin"),
        ]


class Note(models.Model):
    """注記: a doubtful or misprinted place of the source, kept and explained; of a measure, a programme or a listing."""

    measure = models.ForeignKey(
        Measure, on_delete=models.CASCADE, null=True, blank=True, related_name="notes", verbose_name="施策"
    )
    programme = models.ForeignKey(
        Programme, on_delete=models.CASCADE, null=True, blank=True, related_name="notes", verbose_name="事業"
    )
    listing = models.ForeignKey(
        Listing, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name="掲載"
    )
    position = models.PositiveSmallIntegerField("順番")
    text = models.CharField("注記", max_length=600)
    place = models.CharField("出典の箇所", max_length=30, validators=[place_validator])

    history = HistoricalRecords(verbose_name="注記の履歴", verbose_name_plural="注記の履歴")

    class Meta:
        ordering = ("position",)
        verbose_name = verbose_name_plural = "注記"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(measure__isnull=False) ^ models.Q(programme__isnull=False),
                name="note_belongs_to_one",
                violation_error_message="注記は施策か事業のどちらか一方に付きます。",
            ),
        ]

    def __str__(self) -> str:
        return self.text
