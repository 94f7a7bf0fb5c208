"""Filters of the list of measures; a value that means nothing is refused with its name."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.timezone import localdate
from rest_framework.exceptions import ValidationError

from catalogue.labels import TOPICS
from catalogue.models import AREAS, Audience, Measure, Ministry, SupportType
from catalogue.models.filters import about, giving, preferring_kurumin
from catalogue.search.query import matching
from catalogue.validators import nearest

MOST_PER_PAGE = 200
_MOST_PAGES = 10**6


def _choice(choices: Iterable[tuple[object, object]], **kwargs: Any) -> django_filters.Filter:
    codes = [(str(code), label) for code, label in choices]
    allowed = "、".join(code for code, _ in codes)
    message = f"「%(value)s」という値はありません。使えるのは {allowed} です。"
    return django_filters.ChoiceFilter(choices=codes, error_messages={"invalid_choice": message}, **kwargs)


def _flag(**kwargs: Any) -> django_filters.Filter:
    """``true`` or ``false``, and nothing else: the library's own takes any other word for "no filter"."""
    return django_filters.TypedChoiceFilter(
        choices=[("true", "true"), ("false", "false")],
        coerce=lambda text: text == "true",
        error_messages={"invalid_choice": "true か false で書いてください。"},
        **kwargs,
    )


class MeasureFilter(django_filters.FilterSet):
    """``?q=&area=&ministry=&audience=&support_type=&topic=&is_new=&kurumin_bonus=``; all AND-ed."""

    q = django_filters.CharFilter(
        method="search",
        label="検索語",
        max_length=200,
        error_messages={"null_characters_not_allowed": "使えない文字（制御文字など）が入っています。"},
    )
    area = _choice(AREAS.items())
    ministry = django_filters.ModelChoiceFilter(
        field_name="charges__ministry",
        to_field_name="name",
        queryset=Ministry.objects.all(),
        error_messages={
            "invalid_choice": "この府省庁はありません。経産省、中企庁のように、カタログにある名前で書いてください。"
        },
    )
    audience = _choice(Audience.choices)
    is_new = _flag()
    support_type = _choice(SupportType.choices, method="by_support")
    topic = _choice(TOPICS.items(), method="by_topic")
    kurumin_bonus = _flag(method="by_kurumin")

    class Meta:
        model = Measure
        fields: list[str] = []

    def search(self, measures: QuerySet[Measure], name: str, text: str) -> QuerySet[Measure]:
        """Every word of *text*, or a synonym, somewhere in the measure's names, numbers or summary; the closest first."""
        return matching(measures, text)

    def by_support(self, measures: QuerySet[Measure], name: str, code: str) -> QuerySet[Measure]:
        return giving(measures, code)

    def by_topic(self, measures: QuerySet[Measure], name: str, code: str) -> QuerySet[Measure]:
        return about(measures, code, localdate())

    def by_kurumin(self, measures: QuerySet[Measure], name: str, wanted: bool) -> QuerySet[Measure]:
        return preferring_kurumin(measures, localdate(), preferring=wanted)


def check_query(query: QueryDict) -> None:
    """Raise ValidationError with every mistake of the list's query: a misspelt or repeated filter is not silently ignored."""
    allowed = (*MeasureFilter.base_filters, "page", "page_size")
    errors: dict[str, list[str]] = {}
    for key, values in query.lists():
        if key not in allowed:
            errors[key] = [f"この絞り込みはありません。{nearest(key, allowed)}"]
        elif len(values) > 1:
            errors[key] = ["同じ絞り込みが二度書かれています。一つにしてください。"]
    for key, most in (("page", _MOST_PAGES), ("page_size", MOST_PER_PAGE)):
        if not _is_whole(query.get(key) or "1", most):
            errors.setdefault(key, [f"1以上{most:,}以下の整数で書いてください。"])
    for key, messages in MeasureFilter(query).errors.items():
        errors.setdefault(key, list(messages))
    if errors:
        raise ValidationError(errors)


def _is_whole(text: str, most: int) -> bool:
    digits = text.isascii() and text.isdigit() and len(text) <= len(str(most))
    return digits and 1 <= int(text) <= most
