"""Filters of the lists; a value that means nothing is refused with its name."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time
from typing import Any

import django_filters
from django import forms
from django.core.validators import RegexValidator
from django.db.models import QuerySet
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.functional import lazy
from django.utils.timezone import is_naive, localdate, make_aware
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.api.about import Text
from catalogue.industries.search import is_offered
from catalogue.labels import COMPANY_SIZES, PREFECTURES, TOPICS
from catalogue.models import (
    AREAS,
    Audience,
    Budget,
    BudgetKind,
    CatalogueChange,
    ChangeKind,
    Measure,
    Ministry,
    Programme,
    Result,
    SupportType,
)
from catalogue.models.changed import changed_measures, changed_programmes
from catalogue.search.programmes import matching_programmes
from catalogue.search.query import matching
from catalogue.selection import Wanted, measures_of, select
from catalogue.wording import AVAILABILITIES
from matcher.size import SIZE_CODES

LONGEST_SEARCH = 200
CODE = r"^([a-z0-9]+(-[a-z0-9]+)*)?$"
FISCAL_YEAR = r"^([HR][0-9]{1,2})?$"


def _told(one: django_filters.Filter, text: Text, example: object, schema: dict[str, Any]) -> django_filters.Filter:
    """*one*, with what the schema says of it."""
    one.told = {"description": text, "example": example, "schema": schema}
    return one


def _unknown_value(allowed: str) -> Any:
    return lazy(
        lambda: _("「%(value)s」という値はありません。使えるのは {allowed} です。").format(allowed=allowed), str
    )()


def _choice(choices: Iterable[tuple[object, object]], text: Text, **kwargs: Any) -> django_filters.Filter:
    known = [(str(code), label) for code, label in choices]
    codes = [code for code, _label in known]
    message = _unknown_value("、".join(codes))
    one = django_filters.ChoiceFilter(choices=known, error_messages={"invalid_choice": message}, **kwargs)
    return _told(one, text, codes[0], {"type": "string", "enum": [*codes, ""]})


def _flag(text: Text, **kwargs: Any) -> django_filters.Filter:
    """``true`` or ``false``, and nothing else: the library's own takes any other word for "no filter"."""
    one = django_filters.TypedChoiceFilter(
        choices=[("true", "true"), ("false", "false")],
        coerce=lambda text: text == "true",
        error_messages={"invalid_choice": gettext_lazy("true か false で書いてください。")},
        **kwargs,
    )
    return _told(one, text, "true", {"type": "string", "enum": ["true", "false", ""]})


def _pattern(pattern: str, message: Any, text: Text, example: str, **kwargs: Any) -> django_filters.Filter:
    """A text of one form."""
    one = django_filters.CharFilter(
        validators=[RegexValidator(pattern.replace("$", r"\Z"), message)],
        max_length=60,
        strip=False,
        **kwargs,
    )
    return _told(one, text, example, {"type": "string", "pattern": pattern, "maxLength": 60})


class _IndustryField(forms.CharField):
    def clean(self, value: Any) -> str:
        code = str(super().clean(value))
        if code and not is_offered(code):
            raise forms.ValidationError(
                _("「{value}」という業種のコードはありません。industries/ にあるコードを書いてください。").format(
                    value=code[:60]
                )
            )
        return code


class _IndustryFilter(django_filters.Filter):
    field_class = _IndustryField


class _SinceField(forms.CharField):
    def clean(self, value: Any) -> datetime | None:
        text = str(super().clean(value))
        if not text:
            return None
        try:
            day, moment = (parse_date(text), None) if len(text) == 10 else (None, parse_datetime(text))
            found = make_aware(datetime.combine(day, time())) if day else moment
            if found is not None and 2000 <= found.year <= 2100 and not is_naive(found):
                return found
        except (ValueError, OverflowError):
            pass
        raise forms.ValidationError(
            _("「2026-04-01」か「2026-04-01T09:00:00+09:00」のように、2000年から2100年までの日時で書いてください。")
        )


class _SinceFilter(django_filters.Filter):
    field_class = _SinceField


def _since() -> django_filters.Filter:
    text = gettext_lazy(
        "この日（日本時間）またはこの日時より後に変わったもの。読み込み、編集、条件の適用開始・終了を数える。"
    )
    return _told(
        _SinceFilter(method="by_change", strip=False), text, "2026-04-01", {"type": "string", "format": "day-or-moment"}
    )


def _search(text: Text) -> django_filters.Filter:
    one = django_filters.CharFilter(
        method="search",
        max_length=LONGEST_SEARCH,
        error_messages={
            "null_characters_not_allowed": gettext_lazy("使えない文字（制御文字など）が入っています。"),
            "max_length": gettext_lazy("長すぎます。%(limit_value)d字までです。"),
        },
    )
    return _told(one, text, "省エネ 補助金", {"type": "string", "maxLength": LONGEST_SEARCH, "pattern": "^[^\\x00]*$"})


def _ministry(**kwargs: Any) -> django_filters.Filter:
    one = django_filters.ModelChoiceFilter(
        to_field_name="name",
        queryset=Ministry.objects.all(),
        error_messages={
            "invalid_choice": gettext_lazy(
                "この府省庁はありません。経産省、中企庁のように、カタログにある名前で書いてください。"
            )
        },
        **kwargs,
    )
    return _told(
        one,
        gettext_lazy("所管府省庁（ministries/ の名称）。主な所管でなくてもよい。"),
        "経産省",
        {"type": "string", "format": "ministry"},
    )


_AREA = gettext_lazy("分野の番号。")
_MEASURE = (r"^((10|[1-9])-[0-9]{2})?$", gettext_lazy("施策番号は「1-05」のように書いてください。"))
_PROGRAMME = (CODE, gettext_lazy("事業のコードは英小文字・数字・ハイフンで書いてください。"))


class Filters(django_filters.FilterSet):
    """Filters of what the catalogue says. *version*: the one that the view has read."""

    version = ""


class _OfCompany(Filters):
    """What is asked of a listing's requirements and days."""

    size = _choice(
        [(code, COMPANY_SIZES[code]) for code in SIZE_CODES],
        gettext_lazy("企業規模。要件がこの規模を除かず、ほかの規模のためのものでもないもの。"),
        method="later",
    )
    industry = _told(
        _IndustryFilter(method="later", strip=False),
        gettext_lazy(
            "業種（日本標準産業分類の大分類・中分類・小分類・細分類）。要件がこの業種を除かず、ほかの業種のためのものでもないもの。上位の分類で書かれた要件も下位の分類で書かれた要件も考える。"
        ),
        "09",
        {"type": "string", "pattern": "^(|[A-R]|0[1-9][0-9]{0,2}|[1-8][0-9]{1,3}|9[0-5][0-9]{0,2})$"},
    )
    prefecture = _choice(
        PREFECTURES.items(),
        gettext_lazy("本社の都道府県（JIS X 0401）。要件がこの所在地を除かず、ほかの地域のためのものでもないもの。"),
        method="later",
    )
    availability = _choice(AVAILABILITIES.items(), gettext_lazy("今日（日本時間）の受付状況。"), method="later")
    changed_since = _since()

    def later(self, found: QuerySet, name: str, value: Any) -> QuerySet:
        """Nothing yet: these are asked together, of one listing."""
        return found

    def wanted(self, *names: str) -> Wanted:
        """The wishes of these *names*, as the engine takes them."""
        given = {name: self.form.cleaned_data.get(name) for name in names}
        return Wanted(**{name: None if value in (None, "") else value for name, value in given.items()})


_COMPANY = ("size", "industry", "prefecture", "availability")


class MeasureFilter(_OfCompany):
    """Measures; all filters AND-ed."""

    q = _search(gettext_lazy("検索語。略称・別名・言い換えでも探す。すべての語を含むもの。近いものから並ぶ。"))
    area = _choice(AREAS.items(), _AREA)
    ministry = _ministry(field_name="charges__ministry")
    audience = _choice(Audience.choices, gettext_lazy("使い手。"))
    is_new = _flag(gettext_lazy("新規の施策だけ（true）、それ以外だけ（false）。"))
    support_type = _choice(SupportType.choices, gettext_lazy("支援の種類。"), method="later")
    topic = _choice(TOPICS.items(), gettext_lazy("何のための施策か。"), method="later")
    kurumin_bonus = _flag(
        gettext_lazy("くるみん認定への加点・優遇があるもの（true）、ないもの（false）。"), method="later"
    )

    class Meta:
        model = Measure
        fields: list[str] = []

    def search(self, measures: QuerySet[Measure], name: str, text: str) -> QuerySet[Measure]:
        """Every word of *text*, or a synonym, somewhere in the measure's names, numbers or summary; the closest first."""
        return matching(measures, text)

    def by_change(self, measures: QuerySet[Measure], name: str, since: datetime) -> QuerySet[Measure]:
        return measures.filter(pk__in=changed_measures(since, localdate()).values("pk"))

    def filter_queryset(self, queryset: QuerySet[Measure]) -> QuerySet[Measure]:
        """What the compiled catalogue knows is asked of it together: the company of one listing, the others each of the measure."""
        found = super().filter_queryset(queryset)
        asked = [self.wanted(*_COMPANY), self.wanted("topic"), self.wanted("support_type")]
        preferring, kurumin = Wanted(kurumin_bonus=True), self.form.cleaned_data["kurumin_bonus"]
        asked += [preferring] if kurumin is True else []
        without = [preferring] if kurumin is False else []
        if not without and all(wanted.asks_nothing for wanted in asked):
            return found  # type: ignore[no-any-return]
        return found.filter(code__in=measures_of(asked, localdate(), self.version, without=without))  # type: ignore[no-any-return]


class ProgrammeFilter(_OfCompany):
    """Programmes of which one listing is all that is asked."""

    q = _search(gettext_lazy("検索語。事業の名前と呼び名、載っている施策を探す。近いものから並ぶ。"))
    area = _choice(AREAS.items(), _AREA, method="later")
    ministry = _ministry(method="later")
    audience = _choice(Audience.choices, gettext_lazy("使い手。"), method="later")
    support_type = _choice(SupportType.choices, gettext_lazy("支援の種類。"), method="later")
    topic = _choice(TOPICS.items(), gettext_lazy("何のための事業か。"), method="later")
    kurumin_bonus = _flag(
        gettext_lazy("くるみん認定への加点・優遇があるもの（true）、ないもの（false）。"), method="later"
    )
    measure = _pattern(*_MEASURE, gettext_lazy("載っている施策の番号。"), "1-05", field_name="listings__measure__code")

    class Meta:
        model = Programme
        fields: list[str] = []

    def search(self, programmes: QuerySet[Programme], name: str, text: str) -> QuerySet[Programme]:
        return matching_programmes(programmes, text)

    def by_change(self, programmes: QuerySet[Programme], name: str, since: datetime) -> QuerySet[Programme]:
        return programmes.filter(pk__in=changed_programmes(since, localdate()).values("pk"))

    def filter_queryset(self, queryset: QuerySet[Programme]) -> QuerySet[Programme]:
        """Whatever is asked of a listing is asked of one and the same."""
        found = super().filter_queryset(queryset)
        ministry = self.form.cleaned_data.get("ministry")
        area = self.form.cleaned_data.get("area")
        self.form.cleaned_data["ministry"] = ministry.name if ministry else None
        self.form.cleaned_data["area"] = int(area) if area else None
        wanted = self.wanted(*_COMPANY, "area", "ministry", "audience", "support_type", "topic", "kurumin_bonus")
        if wanted.asks_nothing:
            return found  # type: ignore[no-any-return]
        return found.filter(code__in={place.programme for place in select(wanted, localdate(), self.version)})  # type: ignore[no-any-return]


class _OfProgramme(Filters):
    """What hangs on programmes: found by them and by their measures. *to_programme*: the way there."""

    to_programme = ""

    def of_measures(self, found: QuerySet, **wanted: Any) -> QuerySet:
        """Those of *found* of which a programme is listed under such a measure."""
        programmes = Programme.objects.filter(**{f"listings__measure__{key}": value for key, value in wanted.items()})
        return found.filter(**{f"{self.to_programme}__in": programmes.values("pk")}).distinct()

    def search(self, found: QuerySet, name: str, text: str) -> QuerySet:
        measures = matching(Measure.objects.all(), text).order_by().values("pk")
        return self.of_measures(found, pk__in=measures)

    def by_area(self, found: QuerySet, name: str, area: str) -> QuerySet:
        return self.of_measures(found, area=area)

    def by_ministry(self, found: QuerySet, name: str, ministry: Ministry) -> QuerySet:
        return self.of_measures(found, charges__ministry=ministry)

    def by_measure(self, found: QuerySet, name: str, code: str) -> QuerySet:
        return self.of_measures(found, code=code)

    def by_programme(self, found: QuerySet, name: str, code: str) -> QuerySet:
        return found.filter(**{f"{self.to_programme}__code": code}).distinct()


class BudgetFilter(_OfProgramme):
    """Budgets; all filters AND-ed."""

    to_programme = "fundings__programme"

    q = _search(gettext_lazy("検索語。この予算を使う事業の載る施策を探す。"))
    fiscal_year = _pattern(
        FISCAL_YEAR, gettext_lazy("会計年度は「R5」のように書いてください。"), gettext_lazy("会計年度。"), "R5"
    )
    kind = _choice(BudgetKind.choices, gettext_lazy("予算の種別。"))
    area = _choice(AREAS.items(), _AREA, method="by_area")
    ministry = _ministry(method="by_ministry")
    measure = _pattern(*_MEASURE, gettext_lazy("施策番号。"), "1-05", method="by_measure")
    programme = _pattern(*_PROGRAMME, gettext_lazy("事業のコード。"), "seisansei-kakumei", method="by_programme")

    class Meta:
        model = Budget
        fields: list[str] = []


class ResultFilter(_OfProgramme):
    """Results; all filters AND-ed."""

    to_programme = "programme"

    q = _search(gettext_lazy("検索語。この実績の事業の載る施策を探す。"))
    area = _choice(AREAS.items(), _AREA, method="by_area")
    ministry = _ministry(method="by_ministry")
    measure = _pattern(*_MEASURE, gettext_lazy("施策番号。"), "1-05", method="by_measure")
    programme = _pattern(*_PROGRAMME, gettext_lazy("事業のコード。"), "seisansei-kakumei", method="by_programme")

    class Meta:
        model = Result
        fields: list[str] = []


class ChangeFilter(django_filters.FilterSet):
    """Changes; all filters AND-ed."""

    since = _told(
        _SinceFilter(field_name="at", lookup_expr="gte", strip=False),
        gettext_lazy("この日（日本時間）またはこの日時から後に記録した変更。"),
        "2026-04-01",
        {"type": "string", "format": "day-or-moment"},
    )
    after = _told(
        django_filters.CharFilter(
            field_name="pk",
            lookup_expr="gt",
            validators=[RegexValidator(r"^[0-9]{1,15}\Z", gettext_lazy("変更の番号（0以上の整数）で書いてください。"))],
            strip=False,
        ),
        gettext_lazy("この番号より後の変更。最後に受け取った変更の id を書く。"),
        120,
        {"type": "integer", "minimum": 0, "maximum": 10**15 - 1},
    )
    kind = _choice(ChangeKind.choices, gettext_lazy("変更の種類。"))
    programme = _pattern(*_PROGRAMME, gettext_lazy("事業のコード。"), "seisansei-kakumei")

    class Meta:
        model = CatalogueChange
        fields: list[str] = []
