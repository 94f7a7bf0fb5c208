"""The public form of the catalogue: every field named. Reads what ``Measure.objects.whole(day)`` prefetches, and no more."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from rest_framework import serializers

from catalogue import wording
from catalogue.bridge import Origin, condition_of, event_card
from catalogue.contract.match import event_of, source
from catalogue.models import Criterion, Funding, Listing, Measure, Result, Role
from catalogue.models.programme import ManualCheck
from matcher.codes import CERTIFICATION_LADDERS

KURUMIN = frozenset(CERTIFICATION_LADDERS[0])


class BudgetSerializer(serializers.Serializer[Funding]):
    """A budget line as printed; ``budget`` names the sum it draws on, so that a reader counts it once."""

    budget = serializers.CharField(source="budget.code")
    name = serializers.CharField(source="budget.name")
    fiscal_year = serializers.CharField(source="budget.fiscal_year")
    kind = serializers.CharField(source="budget.kind")
    amount_yen = serializers.IntegerField(allow_null=True)
    part_of = serializers.BooleanField()
    source = serializers.CharField(source="place")  # type: ignore[assignment]  # a key of the API
    note = serializers.CharField()


class ResultSerializer(serializers.Serializer[Result]):
    """A stated count; ``as_of`` is a day, a month or null."""

    metric = serializers.CharField()
    value = serializers.SerializerMethodField("number")
    unit = serializers.CharField()
    detail = serializers.CharField()
    as_of = serializers.SerializerMethodField()
    source = serializers.CharField(source="place")  # type: ignore[assignment]  # a key of the API

    def number(self, row: Result) -> int | float:
        return plain_number(row.value)

    def get_as_of(self, row: Result) -> str | None:
        return row.as_of or None


def plain_number(value: Decimal) -> int | float:
    """A JSON number, whole where it is."""
    return int(value) if value == value.to_integral_value() else float(value)


class CriterionSerializer(serializers.Serializer[Criterion]):
    """One row; rows of one requirement ``group`` are alternatives, groups must all be met."""

    role = serializers.CharField()
    group = serializers.IntegerField()
    feature = serializers.CharField()
    regime = serializers.CharField()
    operator = serializers.CharField()
    values = serializers.ListField()
    level = serializers.CharField()
    fit = serializers.IntegerField(allow_null=True)
    effect = serializers.CharField()
    text = serializers.SerializerMethodField()
    source = serializers.SerializerMethodField()  # type: ignore[assignment]  # a key of the API
    note = serializers.CharField()

    def get_text(self, row: Criterion) -> str:
        return wording.condition_text(condition_of(row))

    def get_source(self, row: Criterion) -> str:
        return origin_text(row)


def origin_text(row: Criterion | ManualCheck) -> str:
    """Where a row comes from."""
    return source(Origin(row.place, row.citation, row.read_on))


class CheckSerializer(serializers.Serializer[ManualCheck]):
    """A stated condition that is checked by hand."""

    text = serializers.CharField()
    source = serializers.SerializerMethodField()  # type: ignore[assignment]  # a key of the API

    def get_source(self, row: ManualCheck) -> str:
        return origin_text(row)


class ProgrammeSerializer(serializers.Serializer[Listing]):
    """A programme as listed under the measure."""

    code = serializers.CharField(source="programme.code")
    name = serializers.CharField(source="programme.name")
    aliases = serializers.ListField(source="programme.aliases")
    aspect = serializers.CharField()
    support_types = serializers.ListField(source="support_codes")
    gives = serializers.ListField(source="programme.gives")
    encoding = serializers.CharField(source="programme.encoding")
    open_to_all = serializers.BooleanField(source="programme.open_to_all")
    criteria = serializers.SerializerMethodField()
    checks = serializers.SerializerMethodField()
    budgets = serializers.SerializerMethodField()
    results = serializers.SerializerMethodField()
    history = serializers.SerializerMethodField()

    def get_criteria(self, listing: Listing) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = []
        for number, group in enumerate(listing.requirement_groups(), start=1):
            rows += [{**row, "group": number} for row in _many(CriterionSerializer, group)]
        for role in (Role.FOCUS, Role.BONUS):
            rows += _many(CriterionSerializer, listing.criteria(role))
        return rows

    def get_checks(self, listing: Listing) -> list[dict[str, Any]]:
        return _many(CheckSerializer, listing.rows("checks"))

    def get_budgets(self, listing: Listing) -> list[dict[str, Any]]:
        return _many(BudgetSerializer, listing.rows("fundings"))

    def get_results(self, listing: Listing) -> list[dict[str, Any]]:
        # A shared programme's counts are stated under one measure or another; each shows its own.
        return _many(ResultSerializer, listing.rows("results"))

    def get_history(self, listing: Listing) -> list[dict[str, str | None]]:
        return [event_of(event_card(row)) for row in listing.rows("events")]


def _many(kind: type[serializers.Serializer], rows: Iterable[Any]) -> list[dict[str, Any]]:
    return list(kind(rows, many=True).data)


class MeasureSerializer(serializers.Serializer[Measure]):
    """A measure with its programmes."""

    code = serializers.CharField()
    area = serializers.IntegerField()
    title = serializers.CharField()
    is_new = serializers.BooleanField()
    summary = serializers.CharField()
    ministries = serializers.ListField(source="ministry_names")
    audience = serializers.CharField()
    kurumin_bonus = serializers.SerializerMethodField()
    topics = serializers.SerializerMethodField()
    source = serializers.CharField(source="place")  # type: ignore[assignment]  # a key of the API
    notes = serializers.SerializerMethodField()
    programmes = ProgrammeSerializer(source="listings.all", many=True)

    def get_kurumin_bonus(self, measure: Measure) -> bool:
        return any(
            row.feature == "certifications" and not KURUMIN.isdisjoint(row.values)
            for listing in measure.listings.all()
            for row in listing.criteria(Role.BONUS)
        )

    def get_topics(self, measure: Measure) -> list[str]:
        named = {
            topic
            for listing in measure.listings.all()
            for row in listing.criteria(Role.FOCUS)
            if row.feature == "topics"
            for topic in row.values
        }
        return sorted(named)

    def get_notes(self, measure: Measure) -> list[dict[str, str]]:
        notes = list(measure.notes.all())
        for listing in measure.listings.all():
            notes += listing.rows("notes")
        return [{"text": note.text, "source": note.place} for note in notes]
