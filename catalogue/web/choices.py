"""What part of the answer to show, and how: read from the address, so that it can be kept and shared."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue import wording
from catalogue.models import AREAS, Audience, Ministry, SupportType
from catalogue.parts.choice import PER_PAGE, how_many, query_of
from catalogue.shortlist import MeasureResult
from matcher import Outcome
from matcher.codes import CERTIFICATION_LADDERS

_KURUMIN = frozenset(CERTIFICATION_LADDERS[0])
_LONGEST_QUERY = 200

SORTS = {
    "rank": gettext_lazy("おすすめ順"),
    "catalogue": gettext_lazy("施策番号順"),
    "verdict": gettext_lazy("判定ごと"),
}
GROUPS = {"": gettext_lazy("まとめない"), "area": gettext_lazy("分野ごと"), "support": gettext_lazy("支援の種類ごと")}


@dataclass(frozen=True, slots=True)
class Choice:
    """Every filter "" when not set. *show*: how many measures at most."""

    q: str = ""
    verdict: str = ""
    area: str = ""
    ministry: str = ""
    support: str = ""
    audience: str = ""
    availability: str = ""
    kurumin: str = ""
    star: str = ""
    sort: str = "rank"
    group: str = ""
    show: int = PER_PAGE

    @property
    def active(self) -> int:
        """How many filters are set, the search left out."""
        filters = (self.area, self.ministry, self.support, self.audience, self.availability, self.kurumin, self.star)
        return sum(map(bool, filters))

    def query(self, **changes: object) -> str:
        """The address's query with *changes*; what is as usual is left out."""
        return query_of(self, changes)


def read_choice(query: QueryDict) -> Choice:
    """What a page's address asks for. What it does not know it leaves out: an old link still opens."""
    ministries = set(Ministry.objects.values_list("name", flat=True)) if query.get("ministry") else set()
    return Choice(
        q=query.get("q", "").replace("\x00", " ").strip()[:_LONGEST_QUERY],
        verdict=_known(query, "verdict", [outcome.value for outcome in Outcome]),
        area=_known(query, "area", map(str, AREAS)),
        ministry=_known(query, "ministry", ministries),
        support=_known(query, "support", SupportType.values),
        audience=_known(query, "audience", Audience.values),
        availability=_known(query, "availability", wording.AVAILABILITIES),
        kurumin=_known(query, "kurumin", ["yes"]),
        star=_known(query, "star", ["yes"]),
        sort=_known(query, "sort", SORTS) or "rank",
        group=_known(query, "group", GROUPS),
        show=how_many(query.get("show", "")),
    )


def _known(query: QueryDict, name: str, allowed: Iterable[str]) -> str:
    value = query.get(name, "")
    return value if value in set(allowed) else ""


def chosen(
    results: Iterable[MeasureResult], choice: Choice, found: Collection[str] | None, stars: Collection[str]
) -> list[MeasureResult]:
    """*results* that the choice lets through, in its order. *found*: codes that a search found, None without one."""
    tests: list[Callable[[MeasureResult], bool]] = []
    if found is not None:
        tests.append(lambda one: one.measure.code in found)
    if choice.verdict:
        tests.append(lambda one: one.outcome.value == choice.verdict)
    else:
        tests.append(lambda one: one.outcome is not Outcome.INELIGIBLE)
    if choice.area:
        tests.append(lambda one: str(one.measure.area) == choice.area)
    if choice.ministry:
        tests.append(lambda one: choice.ministry in one.measure.ministries)
    if choice.support:
        tests.append(lambda one: any(choice.support in programme.card.supports for programme in one.programmes))
    if choice.audience:
        tests.append(lambda one: one.measure.audience == choice.audience)
    if choice.availability:
        tests.append(lambda one: one.availability.value == choice.availability)
    if choice.kurumin:
        tests.append(prefers_kurumin)
    if choice.star:
        tests.append(lambda one: one.measure.code in stars)
    kept = [one for one in results if all(test(one) for test in tests)]
    if choice.sort == "catalogue":
        kept.sort(key=lambda one: (one.measure.area, one.measure.code))
    if choice.sort == "verdict":
        kept.sort(key=lambda one: list(Outcome).index(one.outcome))
    return kept


def prefers_kurumin(one: MeasureResult) -> bool:
    """Whether くるみん holders get extra points or better terms in one of its programmes."""
    return any(
        row.condition.feature == "certifications" and _KURUMIN.intersection(map(str, row.condition.values))
        for programme in one.programmes
        for row in programme.card.bonuses
    )


def filter_fields(choice: Choice) -> list[dict[str, Any]]:
    """The filters as selects: name, label, options with the chosen one marked."""
    fields: list[tuple[str, str, Mapping[str, Any]]] = [
        ("verdict", _("判定"), {"": _("合わないもの以外"), **{key: _(word) for key, word in wording.VERDICTS.items()}}),
        ("area", _("分野"), {"": _("すべて"), **{str(number): _(name) for number, name in AREAS.items()}}),
        ("support", _("支援の種類"), {"": _("すべて"), **{code: _(str(label)) for code, label in SupportType.choices}}),
        ("ministry", _("所管"), {"": _("すべて"), **{name: name for name in Ministry.objects.values_list("name", flat=True)}}),
        ("audience", _("使い方"), {"": _("すべて"), "direct": _("自社で使うもの"), "indirect": _("ほかを通じて届くもの")}),
        ("availability", _("受付状況"), {"": _("すべて"), **{key: _(word) for key, word in wording.AVAILABILITIES.items()}}),
        ("kurumin", _("くるみんの優遇"), {"": _("すべて"), "yes": _("あるものだけ")}),
        ("star", _("残した施策"), {"": _("すべて"), "yes": _("★だけ")}),
        ("sort", _("並べ方"), SORTS),
        ("group", _("まとめ方"), GROUPS),
    ]  # fmt: skip
    return [
        {
            "name": name,
            "label": label,
            "options": [
                {"value": value, "label": text, "selected": getattr(choice, name) == value}
                for value, text in options.items()
            ],
        }
        for name, label, options in fields
    ]
