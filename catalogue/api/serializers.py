"""Measures in their public form: every field named. Reads what ``Measure.objects.whole(day)`` prefetches, and no more."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from catalogue.api.about import Text, about
from catalogue.api.rows import (
    BudgetSerializer,
    CheckSerializer,
    CriterionSerializer,
    EventSerializer,
    NoteSerializer,
    PeriodSerializer,
    ResultSerializer,
)
from catalogue.bridge import event_card
from catalogue.contract.match import event_of
from catalogue.labels import CERTIFICATIONS, TOPICS
from catalogue.models import AREAS, Audience, Encoding, Listing, Measure, Role, SupportType
from matcher.codes import CERTIFICATION_LADDERS

KURUMIN = frozenset(CERTIFICATION_LADDERS[0])

CODE = about(_("施策番号（分野-番号）。"), "1-05", pattern=r"^(10|[1-9])-[0-9]{2}$")
TITLE = about(_("施策名。"), "中小企業等のグリーントランスフォーメーション（GX）")
AREA = about(_("分野の番号（1から10）。"), 1, enum=AREAS)
PROGRAMME_CODE = about(_("事業のコード。"), "seisansei-kakumei")
PROGRAMME_NAME = about(_("事業名。"), "ものづくり補助金（グリーン枠）")
ALIASES = about(_("ほかの呼び名。"), ["ものづくり・商業・サービス生産性向上促進補助金"])
ENCODING = about(_("要件の整理: 未整理、整理済み、確認済み。"), "done", enum=Encoding.values)
OPEN_TO_ALL = about(_("会社についての要件がないと確かめたかどうか。"), False)


def codes(text: Text, example: str, enum: Iterable[str]) -> serializers.ListField:
    """A list of codes."""
    child = serializers.CharField(**about(_("コード。"), example, enum=enum))
    return serializers.ListField(child=child, **about(text, [example]))


def texts(text: Text, example: str, **more: Any) -> serializers.ListField:
    """A list of strings."""
    return serializers.ListField(child=serializers.CharField(**about(text, example)), **about(text, [example], **more))


class ProgrammeSerializer(serializers.Serializer[Listing]):
    """A programme as listed under the measure."""

    code = serializers.CharField(source="programme.code", **PROGRAMME_CODE)
    name = serializers.CharField(source="programme.name", **PROGRAMME_NAME)
    aliases = texts(_("ほかの呼び名。"), "ものづくり・商業・サービス生産性向上促進補助金", source="programme.aliases")
    aspect = serializers.CharField(**about(_("この施策での側面。なければ空。"), "グリーン枠"))
    support_types = serializers.ListField(
        child=serializers.CharField(**about(_("支援の種類。"), "subsidy", enum=SupportType.values)),
        **about(_("支援の種類。"), ["subsidy"], source="support_codes"),
    )
    gives = serializers.ListField(
        child=serializers.CharField(**about(_("認定のコード。"), "dx_certified", enum=CERTIFICATIONS)),
        **about(_("得られる認定。"), ["dx_certified"], source="programme.gives"),
    )
    encoding = serializers.CharField(source="programme.encoding", **ENCODING)
    open_to_all = serializers.BooleanField(source="programme.open_to_all", **OPEN_TO_ALL)
    criteria = serializers.SerializerMethodField(**about(_("条件。要件、対象・目的、加点・優遇の順。"), []))
    checks = serializers.SerializerMethodField(**about(_("手で確認する条件。"), []))
    budgets = serializers.SerializerMethodField(**about(_("予算の記載。"), []))
    results = serializers.SerializerMethodField(**about(_("実績。"), []))
    history = serializers.SerializerMethodField(**about(_("その後の経緯。"), []))
    periods = serializers.SerializerMethodField(**about(_("わかっている受付状況。"), []))

    @extend_schema_field(CriterionSerializer(many=True))
    def get_criteria(self, listing: Listing) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = []
        for number, group in enumerate(listing.requirement_groups(), start=1):
            rows += [{**row, "group": number} for row in _many(CriterionSerializer, group)]
        for role in (Role.FOCUS, Role.BONUS):
            rows += _many(CriterionSerializer, listing.criteria(role))
        return rows

    @extend_schema_field(CheckSerializer(many=True))
    def get_checks(self, listing: Listing) -> list[dict[str, Any]]:
        return _many(CheckSerializer, listing.rows("checks"))

    @extend_schema_field(BudgetSerializer(many=True))
    def get_budgets(self, listing: Listing) -> list[dict[str, Any]]:
        return _many(BudgetSerializer, listing.rows("fundings"))

    @extend_schema_field(ResultSerializer(many=True))
    def get_results(self, listing: Listing) -> list[dict[str, Any]]:
        # A shared programme's counts are stated under one measure or another; each shows its own.
        return _many(ResultSerializer, listing.rows("results"))

    @extend_schema_field(EventSerializer(many=True))
    def get_history(self, listing: Listing) -> list[dict[str, str | None]]:
        return [event_of(event_card(row)) for row in listing.rows("events")]

    @extend_schema_field(PeriodSerializer(many=True))
    def get_periods(self, listing: Listing) -> list[dict[str, Any]]:
        return _many(PeriodSerializer, listing.rows("periods"))


def _many(kind: type[serializers.Serializer], rows: Iterable[Any]) -> list[dict[str, Any]]:
    return list(kind(rows, many=True).data)


class MeasureSerializer(serializers.Serializer[Measure]):
    """A measure with its programmes."""

    identity = "code"

    code = serializers.CharField(**CODE)
    area = serializers.IntegerField(**AREA)
    title = serializers.CharField(**TITLE)
    is_new = serializers.BooleanField(**about(_("新規の施策かどうか。"), False))
    summary = serializers.CharField(**about(_("概要。"), "温室効果ガスの排出削減に取り組む中小企業等を支援する。"))
    ministries = texts(_("所管府省庁。最初が主な所管。"), "経産省", source="ministry_names")
    audience = serializers.CharField(
        **about(
            _("使い手: 企業が直接使う、ほかの主体を通じて届く、企業が使う手続きはない。"),
            "direct",
            enum=Audience.values,
        )
    )
    kurumin_bonus = serializers.SerializerMethodField(**about(_("くるみん認定への加点・優遇があるかどうか。"), True))
    topics = serializers.SerializerMethodField(**about(_("何のための施策か（topics のコード）。"), ["gx"]))
    source = serializers.CharField(source="place", **about(_("出典の箇所。"), "p6 方針"))  # type: ignore[assignment]  # a key of the API
    notes = serializers.SerializerMethodField(**about(_("出典についての注記。"), []))
    programmes = ProgrammeSerializer(source="listings.all", many=True, help_text=_("この施策に載る事業。"))

    def get_kurumin_bonus(self, measure: Measure) -> bool:
        return any(
            row.feature == "certifications" and not KURUMIN.isdisjoint(row.values)
            for listing in measure.listings.all()
            for row in listing.criteria(Role.BONUS)
        )

    @extend_schema_field(codes(_("コード。"), "gx", TOPICS))
    def get_topics(self, measure: Measure) -> list[str]:
        named = {
            topic
            for listing in measure.listings.all()
            for row in listing.criteria(Role.FOCUS)
            if row.feature == "topics"
            for topic in row.values
        }
        return sorted(named)

    @extend_schema_field(NoteSerializer(many=True))
    def get_notes(self, measure: Measure) -> list[dict[str, str]]:
        notes = list(measure.notes.all())
        for listing in measure.listings.all():
            notes += listing.rows("notes")
        return [{"text": note.text, "source": note.place} for note in notes]
