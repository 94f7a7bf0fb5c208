"""Filters of the list of measures; a value that means nothing is refused with its name."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Exists, OuterRef, Q, QuerySet
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from catalogue.contract.decoding import printable
from catalogue.labels import TOPICS
from catalogue.models import AREAS, Audience, Criterion, Listing, Measure, Role, Support, SupportType
from catalogue.search import search_key
from catalogue.validators import nearest
from matcher.codes import CERTIFICATION_LADDERS

_KURUMIN = CERTIFICATION_LADDERS[0]


def _flag(**kwargs: Any) -> django_filters.Filter:
    """``true`` or ``false``, and nothing else: the library's own takes any other word for "no filter"."""
    return django_filters.TypedChoiceFilter(
        choices=[("true", "true"), ("false", "false")], coerce=lambda text: text == "true", **kwargs
    )


class MeasureFilter(django_filters.FilterSet):
    """``?q=&area=&ministry=&audience=&support_type=&topic=&is_new=&kurumin_bonus=``; all AND-ed."""

    q = django_filters.CharFilter(method="search", label="検索語", max_length=200)
    area = django_filters.ChoiceFilter(choices=list(AREAS.items()))
    ministry = django_filters.CharFilter(field_name="charges__ministry__name", max_length=20)
    audience = django_filters.ChoiceFilter(choices=Audience.choices)
    is_new = _flag()
    support_type = django_filters.ChoiceFilter(choices=SupportType.choices, method="by_support")
    topic = django_filters.ChoiceFilter(choices=list(TOPICS.items()), method="by_topic")
    kurumin_bonus = _flag(method="by_kurumin")

    class Meta:
        model = Measure
        fields: list[str] = []

    def search(self, measures: QuerySet[Measure], name: str, text: str) -> QuerySet[Measure]:
        """Every word of *text* somewhere in the measure's names, numbers or summary."""
        for word in search_key(text).split():
            measures = measures.filter(search_text__contains=word)
        return measures

    def by_support(self, measures: QuerySet[Measure], name: str, code: str) -> QuerySet[Measure]:
        """Measures of which a programme gives this kind of support."""
        return measures.filter(Exists(_rows(Support).filter(code=code)))

    def by_topic(self, measures: QuerySet[Measure], name: str, code: str) -> QuerySet[Measure]:
        """Measures of which a programme is for this topic."""
        rows = _rows(Criterion).filter(role=Role.FOCUS, feature="topics", values__icontains=f'"{code}"')
        return measures.filter(Exists(rows))

    def by_kurumin(self, measures: QuerySet[Measure], name: str, wanted: bool) -> QuerySet[Measure]:
        """Measures that do, or do not, prefer くるみん holders."""
        named = Q()
        for code in _KURUMIN:
            named |= Q(values__icontains=f'"{code}"')
        found = Exists(_rows(Criterion).filter(named, role=Role.BONUS, feature="certifications"))
        return measures.filter(found if wanted else ~found)


def _rows(model: type[Criterion] | type[Support]) -> QuerySet:
    """The rows of *model* that hold under the measure at hand.

    A listing with rows of its own says its part more precisely; the programme's are then not what it offers here.
    """
    own = Q(listing__measure=OuterRef("pk"))
    listed = Listing.objects.filter(programme=OuterRef("programme"), measure=OuterRef(OuterRef("pk")))
    return model.objects.filter(own | Q(Exists(listed), listing=None))


def refuse_unknown(request: Request, allowed: tuple[str, ...]) -> None:
    """Raise ValidationError naming each query parameter that does not exist: a misspelt filter is not silently ignored."""
    unknown = [key for key in request.query_params if key not in allowed]
    if unknown:
        raise ValidationError(
            {printable(key): [f"この絞り込みはありません。{nearest(key, allowed)}"] for key in unknown}
        )
