"""The rows of a programme in their public form: budget lines, results, criteria, checks, what has become of it."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from catalogue import wording
from catalogue.api.about import about
from catalogue.bridge import Origin, condition_of
from catalogue.contract.match import source
from catalogue.models import BudgetKind, Criterion, EventKind, Funding, Result, Role
from catalogue.models.programme import AvailabilityPeriod, ManualCheck
from matcher.features import FEATURES
from matcher.operators import OPERATORS
from matcher.size import REGIMES

SOURCE = _("出典の箇所。")
FISCAL_YEAR = about(_("会計年度（R5は2023年4月から2024年3月まで）。"), "R5")
KIND = about(_("予算の種別。"), "supplementary", enum=BudgetKind.values)
NOTE = about(_("注。なければ空。"), "")
FEATURE = about(_("項目（features/ のコード）。"), "employees", enum=FEATURES)
OPERATOR = about(_("比べ方。"), "at_most", enum=OPERATORS)
REGIME = about(_("企業規模を数える制度。ほかの項目では空。"), "", enum=("", *REGIMES))


class BudgetSerializer(serializers.Serializer[Funding]):
    """A budget line as printed; ``budget`` names the sum it draws on, so that a reader counts it once."""

    budget = serializers.CharField(
        source="budget.code", **about(_("予算のコード。同じものは一度だけ数える。"), "seisansei-kakumei:0")
    )
    name = serializers.CharField(source="budget.name", **about(_("予算の名称。"), "中小企業生産性革命推進事業"))
    fiscal_year = serializers.CharField(source="budget.fiscal_year", **FISCAL_YEAR)
    kind = serializers.CharField(source="budget.kind", **KIND)
    amount_yen = serializers.IntegerField(
        allow_null=True, **about(_("印刷された金額（円）。書かれていなければ null。"), 200_000_000_000)
    )
    part_of = serializers.BooleanField(**about(_("内数かどうか。"), False))
    source = serializers.CharField(source="place", **about(SOURCE, "p25 フォローアップ"))  # type: ignore[assignment]  # a key of the API
    note = serializers.CharField(**NOTE)


class NumberField(serializers.Field):
    """A stored decimal as a JSON number, whole where it is."""

    def to_representation(self, value: Decimal) -> int | float:
        """550, not 550.0000."""
        return plain_number(value)


def plain_number(value: Decimal) -> int | float:
    """A JSON number, whole where it is."""
    return int(value) if value == value.to_integral_value() else float(value)


class ResultSerializer(serializers.Serializer[Result]):
    """A stated count; ``as_of`` is a day, a month or null."""

    metric = serializers.CharField(**about(_("指標。"), "採択"))
    value = NumberField(**about(_("値（unit の単位）。"), 550))
    unit = serializers.CharField(**about(_("値の単位。"), "者"))
    detail = serializers.CharField(**about(_("数えた範囲。なければ空。"), "第10次～第16次公募のグリーン枠"))
    as_of = serializers.SerializerMethodField(**about(_("時点（年月か年月日）。書かれていなければ null。"), "2024-01"))
    source = serializers.CharField(source="place", **about(SOURCE, "p6 フォローアップ"))  # type: ignore[assignment]  # a key of the API

    def get_as_of(self, row: Result) -> str | None:
        return row.as_of or None


class CriterionSerializer(serializers.Serializer[Criterion]):
    """One row; rows of one requirement ``group`` are alternatives, groups must all be met."""

    role = serializers.CharField(**about(_("役割: 要件、対象・目的、加点・優遇。"), "requirement", enum=Role.values))
    group = serializers.IntegerField(**about(_("要件の組。同じ組はどれか一つ、組どうしはすべて。要件でなければ0。"), 1))
    feature = serializers.CharField(**FEATURE)
    regime = serializers.CharField(**REGIME)
    operator = serializers.CharField(**OPERATOR)
    values = serializers.ListField(
        child=serializers.JSONField(**about(_("コード、または項目の単位での数。"), 300, format="value")),
        **about(_("比べる値。"), [300]),
    )
    level = serializers.CharField(
        **about(_("対象・目的の重さ。ほかの役割では空。"), "", enum=("", "primary", "secondary"))
    )
    fit = serializers.IntegerField(allow_null=True, **about(_("合い方（1から10）。書かれていなければ null。"), None))
    effect = serializers.CharField(**about(_("加点・優遇の効果。ほかの役割では空。"), ""))
    text = serializers.SerializerMethodField(**about(_("条件を文にしたもの。"), "常時使用する従業員数が300人以下"))
    source = serializers.SerializerMethodField(
        **about(SOURCE, "中堅企業等支援に関する取組方針フォローアップ（2024年3月） p6 方針")
    )  # type: ignore[assignment]  # a key of the API
    note = serializers.CharField(**NOTE)

    def get_text(self, row: Criterion) -> str:
        return wording.condition_text(condition_of(row))

    def get_source(self, row: Criterion) -> str:
        return origin_text(row)


def origin_text(row: Criterion | ManualCheck | AvailabilityPeriod) -> str:
    """Where a row comes from."""
    return source(Origin(row.place, row.citation, row.read_on))


class CheckSerializer(serializers.Serializer[ManualCheck]):
    """A stated condition that is checked by hand."""

    text = serializers.CharField(**about(_("手で確認する条件。"), "過去に同じ補助金を受けていないこと"))
    source = serializers.SerializerMethodField(**about(SOURCE, "p6 方針"))  # type: ignore[assignment]  # a key of the API

    def get_source(self, row: ManualCheck) -> str:
        return origin_text(row)


class PeriodSerializer(serializers.Serializer[AvailabilityPeriod]):
    """A state known to hold for some days, both ends inclusive."""

    state = serializers.CharField(**about(_("受付状況。"), "closed", enum=("open", "upcoming", "closed")))
    first = serializers.DateField(
        allow_null=True, **about(_("この日から（含む）。決まっていなければ null。"), "2025-04-01")
    )
    last = serializers.DateField(allow_null=True, **about(_("この日まで（含む）。決まっていなければ null。"), None))
    note = serializers.CharField(**NOTE)
    source = serializers.SerializerMethodField(**about(SOURCE, "p6 方針"))  # type: ignore[assignment]  # a key of the API

    def get_source(self, row: AvailabilityPeriod) -> str:
        return origin_text(row)


class EventSerializer(serializers.Serializer):
    """What has become of a programme since the source."""

    event = serializers.CharField(**about(_("できごと。"), "succeeded", enum=EventKind.values))
    on = serializers.CharField(allow_null=True, **about(_("日（年月か年月日）。わからなければ null。"), "2025-04"))
    to = serializers.CharField(allow_null=True, **about(_("後の名称。なければ null。"), "新事業進出補助金"))
    text = serializers.CharField(
        **about(_("できごとを文にしたもの。"), "2025年4月に新事業進出補助金に引き継がれました。")
    )
    source = serializers.CharField(**about(SOURCE, "中小企業庁 公募要領（2025-05-01確認）"))  # type: ignore[assignment]  # a key of the API

    def get_fields(self) -> dict[str, serializers.Field]:
        """``from`` is a word of the language, and cannot be written as the others."""
        fields = super().get_fields()
        old = serializers.CharField(allow_null=True, **about(_("前の名称。なければ null。"), "事業再構築補助金"))
        return {
            key: field
            for name in fields
            for key, field in ([("from", old)] if name == "to" else []) + [(name, fields[name])]
        }


class NoteSerializer(serializers.Serializer):
    """A doubtful place of the source, explained."""

    text = serializers.CharField(**about(_("注記。"), "出典の金額は印刷の誤りとみられる"))
    source = serializers.CharField(**about(SOURCE, "p6 方針"))  # type: ignore[assignment]  # a key of the API
