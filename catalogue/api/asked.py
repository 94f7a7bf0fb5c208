"""What the matching addresses take, for the schema alone: requests are read by ``catalogue.contract``, which names every mistake."""

from __future__ import annotations

from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from catalogue.api.about import Text, about
from catalogue.contract.bulk import MOST_LINES
from catalogue.contract.matches import MOST_PROFILES
from catalogue.shortlist import DEFAULT_LIMIT, MOST
from catalogue.turns import EARLIEST, LATEST
from matcher import codes
from matcher.profile import EARLIEST_FOUNDATION, MAX_EMPLOYEES, MAX_ENERGY_KL, MAX_LIST, MAX_NAME, MAX_YEN

INDUSTRY = r"^([A-T]|0[1-9][0-9]{0,2}|[1-9][0-9]{1,3})$"
PLAIN = r"^[^\x00-\x1f\x7f]*$"


def _optional(text: Text, example: object, **more: Any) -> dict[str, Any]:
    return about(text, example, required=False, allow_null=True, **more)


def _list(text: Text, example: str, **more: Any) -> serializers.ListField:
    child = serializers.CharField(**about(_("コード。"), example, **more))
    return serializers.ListField(child=child, max_length=MAX_LIST, **_optional(text, [example]))


class Closed(serializers.Serializer):
    """An object in which any other key is refused."""

    is_closed = True


class ProfileSerializer(Closed):
    """A company. What is not answered is left out or null; an empty list says "none"."""

    name = serializers.CharField(
        max_length=MAX_NAME,
        **_optional(_("会社名。表示にだけ使い、照合には使わない。"), "諏訪精密工業", pattern=PLAIN),
    )
    corporate_number = serializers.CharField(
        **_optional(
            _("法人番号（13桁）。検査用の数字を確かめる。照合には使わない。"),
            "7000012050002",
            format="corporate-number",
        )
    )
    entity_type = serializers.CharField(**_optional(_("法人・個人の別。"), "corporation", enum=codes.ENTITY_TYPES))
    industry = serializers.CharField(
        **_optional(
            _("主たる業種。日本標準産業分類（2023年7月改定）の大分類 A〜T、中分類、または3・4桁の分類。"),
            "09",
            pattern=INDUSTRY,
        )
    )
    other_industries = _list(_("ほかに営む業種。"), "56", pattern=INDUSTRY)
    prefecture = serializers.CharField(**_optional(_("本社の都道府県（JIS X 0401）。"), "20", enum=codes.PREFECTURES))
    other_prefectures = _list(_("ほかの事業所の都道府県。"), "13", enum=codes.PREFECTURES)
    capital_yen = serializers.IntegerField(min_value=0, max_value=MAX_YEN, **_optional(_("資本金（円）。"), 30_000_000))
    employees = serializers.IntegerField(
        min_value=0, max_value=MAX_EMPLOYEES, **_optional(_("常時使用する従業員数（人）。"), 40)
    )
    founded_year = serializers.IntegerField(
        min_value=EARLIEST_FOUNDATION,
        max_value=9999,
        **_optional(_("設立・創業の年（西暦）。founded_on があれば不要。基準日より後にはできない。"), 1985),
    )
    founded_on = serializers.CharField(
        **_optional(_("設立・創業の日。基準日より後にはできない。"), "1985-04-01", format="date")
    )
    annual_sales_yen = serializers.IntegerField(
        min_value=0, max_value=MAX_YEN, **_optional(_("年間売上高（円）。"), 800_000_000)
    )
    annual_energy_kl = serializers.FloatField(
        min_value=0, max_value=MAX_ENERGY_KL, **_optional(_("年間エネルギー使用量（原油換算 kL）。"), 1200)
    )
    topics = _list(_("取り組みたいこと。"), "dx", enum=codes.TOPICS)
    certifications = _list(_("認定・宣言。"), "dx_certified", enum=codes.CERTIFICATIONS)
    situations = _list(_("いまの状況。"), "exporting", enum=codes.SITUATIONS)


AS_OF = _optional(
    format_lazy(
        _("基準日（{first} から {last} まで）。その日の条件と受付状況で判定する。省くと今日（日本時間）。"),
        first=EARLIEST,
        last=LATEST,
    ),
    "2024-03-31",
    format="day",
)


class CompanySerializer(Closed):
    """One company."""

    profile = ProfileSerializer(help_text=_("会社の情報。"))
    as_of = serializers.CharField(**AS_OF)


class MatchSerializer(CompanySerializer):
    """One company, and how much to say."""

    limit = serializers.IntegerField(
        min_value=1,
        max_value=MOST,
        **_optional(
            format_lazy(_("返す施策の数（1から{most}）。省くと{default}。"), most=MOST, default=DEFAULT_LIMIT),
            DEFAULT_LIMIT,
        ),
    )
    include_ineligible = serializers.BooleanField(
        **_optional(_("条件に合わない施策も最後に返すかどうか。省くと false。"), False)
    )
    keep = serializers.BooleanField(
        **_optional(_("判定の記録を残すかどうか（「判定の記録を残す」鍵が要る）。省くと false。"), False)
    )


class UncheckedSerializer(Closed):
    """A profile that may have mistakes: they are the answer."""

    profile = serializers.JSONField(**about(_("確かめたい会社の情報。どんな値でもよい。"), {"employees": "40人"}))
    as_of = serializers.CharField(**AS_OF)


class CompaniesSerializer(Closed):
    """Several companies."""

    profiles = serializers.ListField(
        child=ProfileSerializer(),
        max_length=MOST_PROFILES,
        **about(format_lazy(_("会社の情報（{most}社まで）。"), most=MOST_PROFILES), [{"employees": 40}]),
    )
    as_of = serializers.CharField(**AS_OF)


NDJSON = {
    "type": "string",
    "format": "ndjson-requests",
    "description": format_lazy(
        _("一行に一つ、matches/ と同じ要求（JSON）。{most}行まで。空の行は飛ばす。"), most=f"{MOST_LINES:,}"
    ),
    "examples": ['{"profile": {"industry": "09", "employees": 40}}\n{"profile": {"industry": "39"}, "limit": 5}\n'],
}
