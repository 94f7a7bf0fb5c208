"""The catalogue from its other ends: programmes, ministries, areas, budgets, results.

What stands under ``expandable`` is there when it is asked for by ``expand=``, and in the answer to one thing alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from catalogue.api.about import about
from catalogue.api.rows import FISCAL_YEAR, KIND, NOTE, ResultSerializer
from catalogue.api.serializers import (
    ALIASES,
    AREA,
    CODE,
    ENCODING,
    OPEN_TO_ALL,
    PROGRAMME_CODE,
    PROGRAMME_NAME,
    TITLE,
    ProgrammeSerializer,
    codes,
    texts,
)
from catalogue.models import AREAS, Budget, Funding, Listing, Measure, Ministry, Programme, Result, SupportType
from catalogue.wording import AVAILABILITIES


class MeasureNameSerializer(serializers.Serializer[Measure]):
    """A measure by name."""

    code = serializers.CharField(**CODE)
    title = serializers.CharField(**TITLE)
    area = serializers.IntegerField(**AREA)
    summary = serializers.CharField(**about(_("概要。"), "温室効果ガスの排出削減に取り組む中小企業等を支援する。"))


class ProgrammeNameSerializer(serializers.Serializer[Programme]):
    """A programme by name."""

    code = serializers.CharField(**PROGRAMME_CODE)
    name = serializers.CharField(**PROGRAMME_NAME)


class ListingSerializer(ProgrammeSerializer):
    """A programme's place under one measure, with all that holds there."""

    measure = serializers.CharField(source="measure.code", **CODE)
    measure_title = serializers.CharField(source="measure.title", **TITLE)


class WholeProgrammeSerializer(serializers.Serializer[Programme]):
    """A programme, wherever it is listed."""

    identity = "code"
    expandable = ("listings",)

    code = serializers.CharField(**PROGRAMME_CODE)
    name = serializers.CharField(**PROGRAMME_NAME)
    aliases = serializers.ListField(child=serializers.CharField(**about(_("呼び名。"), "もの補助")), **ALIASES)
    support_types = serializers.SerializerMethodField(**about(_("支援の種類。"), ["subsidy"]))
    gives = texts(_("得られる認定のコード。"), "dx_certified")
    encoding = serializers.CharField(**ENCODING)
    open_to_all = serializers.BooleanField(**OPEN_TO_ALL)
    availability = serializers.SerializerMethodField(**about(_("今日（日本時間）の受付状況。"), "unknown"))
    is_shared = serializers.BooleanField(**about(_("複数の施策に載るかどうか。"), False))
    source = serializers.CharField(source="place", **about(_("出典の箇所。"), "p6 方針"))  # type: ignore[assignment]  # a key of the API
    measure_codes = serializers.SerializerMethodField(**about(_("載っている施策の番号。"), ["1-05"]))
    listings = ListingSerializer(source="listings.all", many=True, help_text=_("施策ごとの掲載と、そこでの条件など。"))

    @extend_schema_field(codes(_("コード。"), "subsidy", SupportType.values))
    def get_support_types(self, programme: Programme) -> list[str]:
        return _once(code for listing in programme.listings.all() for code in listing.support_codes)

    @extend_schema_field(serializers.CharField(**about(_("受付状況。"), "unknown", enum=AVAILABILITIES)))
    def get_availability(self, programme: Programme) -> str:
        return str(self.context["availabilities"].get(programme.code, "unknown"))

    def get_measure_codes(self, programme: Programme) -> list[str]:
        return [listing.measure.code for listing in programme.listings.all()]


class MinistrySerializer(serializers.Serializer[Ministry]):
    """A ministry and the measures in which it takes part."""

    identity = "name"
    expandable = ("measures",)

    name = serializers.CharField(**about(_("名称。出典が印刷する短い形。"), "経産省"))
    measure_codes = serializers.SerializerMethodField(**about(_("所管する施策の番号。"), ["1-05"]))
    lead_of = serializers.SerializerMethodField(**about(_("そのうち、主な所管である施策の番号。"), ["1-05"]))
    measures = serializers.SerializerMethodField(**about(_("所管する施策。"), []))

    def _charges(self, ministry: Ministry) -> list[Any]:
        return sorted(ministry.charges.all(), key=lambda one: (one.measure.area, one.measure.number))

    def get_measure_codes(self, ministry: Ministry) -> list[str]:
        return [charge.measure.code for charge in self._charges(ministry)]

    def get_lead_of(self, ministry: Ministry) -> list[str]:
        return [charge.measure.code for charge in self._charges(ministry) if charge.position == 0]

    @extend_schema_field(MeasureNameSerializer(many=True))
    def get_measures(self, ministry: Ministry) -> list[dict[str, Any]]:
        return list(MeasureNameSerializer([charge.measure for charge in self._charges(ministry)], many=True).data)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Area:
    """One of the ten areas, with its measures in order."""

    number: int
    name: str
    measures: tuple[Measure, ...]

    @property
    def measure_codes(self) -> list[str]:
        """Their numbers."""
        return [measure.code for measure in self.measures]


class AreaSerializer(serializers.Serializer[Area]):
    """An area and its measures."""

    identity = "number"
    expandable = ("measures",)

    number = serializers.IntegerField(**AREA)
    name = serializers.CharField(**about(_("名称。"), AREAS[1]))
    measure_codes = texts(_("この分野の施策の番号。"), "1-01")
    measures = MeasureNameSerializer(many=True, help_text=_("この分野の施策。"))


class FundingSerializer(serializers.Serializer[Funding]):
    """Where a budget is printed: under which programme, with which figure."""

    programme = serializers.CharField(source="programme.code", **PROGRAMME_CODE)
    name = serializers.CharField(source="programme.name", **PROGRAMME_NAME)
    amount_yen = serializers.IntegerField(
        allow_null=True, **about(_("印刷された金額（円）。書かれていなければ null。"), 200_000_000_000)
    )
    part_of = serializers.BooleanField(**about(_("内数かどうか。"), False))
    source = serializers.CharField(source="place", **about(_("出典の箇所。"), "p25 フォローアップ"))  # type: ignore[assignment]  # a key of the API
    note = serializers.CharField(**NOTE)


class WholeBudgetSerializer(serializers.Serializer[Budget]):
    """A sum of money, counted once, and the programmes that draw on it."""

    identity = "code"
    expandable = ("fundings",)

    code = serializers.CharField(**about(_("予算のコード。"), "seisansei-kakumei:0"))
    name = serializers.CharField(**about(_("名称。"), "中小企業生産性革命推進事業"))
    fiscal_year = serializers.CharField(**FISCAL_YEAR)
    kind = serializers.CharField(**KIND)
    amount_yen = serializers.IntegerField(
        allow_null=True, **about(_("金額（円）。書かれていなければ null。"), 200_000_000_000)
    )
    is_shared = serializers.BooleanField(**about(_("複数の事業で使う予算かどうか。"), False))
    programme_codes = serializers.SerializerMethodField(
        **about(_("この予算を使う事業のコード。"), ["seisansei-kakumei"])
    )
    fundings = FundingSerializer(source="fundings.all", many=True, help_text=_("この予算の記載。"))

    def get_programme_codes(self, budget: Budget) -> list[str]:
        # By code: of two programmes neither is the first, and a database would mix them as it likes.
        return sorted({funding.programme.code for funding in budget.fundings.all()})


class WholeResultSerializer(ResultSerializer):
    """A stated count with the programme and the measures that it belongs to."""

    identity = "programme_code"
    expandable = ("programme", "measures")

    programme_code = serializers.CharField(source="programme.code", **PROGRAMME_CODE)
    measure_codes = serializers.SerializerMethodField(**about(_("この実績が載る施策の番号。"), ["1-05"]))
    programme = ProgrammeNameSerializer(help_text=_("この実績の事業。"))
    measures = serializers.SerializerMethodField(**about(_("この実績が載る施策。"), []))

    def _measures(self, row: Result) -> list[Measure]:
        listings: list[Listing] = list(row.programme.listings.all())
        return [one.measure for one in listings if row.listing_id in (None, one.pk)]

    def get_measure_codes(self, row: Result) -> list[str]:
        return [measure.code for measure in self._measures(row)]

    @extend_schema_field(MeasureNameSerializer(many=True))
    def get_measures(self, row: Result) -> list[dict[str, Any]]:
        return list(MeasureNameSerializer(self._measures(row), many=True).data)  # type: ignore[arg-type]


def _once(found: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(found))
