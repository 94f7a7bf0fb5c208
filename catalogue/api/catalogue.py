"""The catalogue's lists and single things: read the query, say what has not changed, show the rest."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpResponseBase
from django.utils.timezone import localdate
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer
from rest_framework.views import APIView

from catalogue.api import conditional
from catalogue.api.filters import BudgetFilter, Filters, MeasureFilter, ProgrammeFilter, ResultFilter
from catalogue.api.pages import Pages
from catalogue.api.parts import (
    Area,
    AreaSerializer,
    MinistrySerializer,
    WholeBudgetSerializer,
    WholeProgrammeSerializer,
    WholeResultSerializer,
)
from catalogue.api.query import Asked, Parameter, Shape, parameters, read_query
from catalogue.api.remembered import remembered
from catalogue.api.serializers import MeasureSerializer
from catalogue.models import (
    AREAS,
    Budget,
    CatalogueState,
    Charge,
    Funding,
    Measure,
    Ministry,
    Programme,
    Result,
    RuleVersion,
)
from catalogue.models.programme import Listing
from catalogue.selection import availabilities
from catalogue.shortlist import NoCatalogue


class FromCatalogue(APIView):
    """A view of the catalogue: where none is loaded it says so, since an empty list would be taken for the truth."""

    day: date
    state: CatalogueState
    last_modified: int | None = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Read the clock and the catalogue's version. Raises NoCatalogue."""
        super().initial(request, *args, **kwargs)
        self.day = localdate()
        state = CatalogueState.objects.filter(pk=1).first()
        if state is None or not state.version:
            raise NoCatalogue
        self.state = state

    def get(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The answer, or that it has not changed."""
        tag, at = self.tag(request), self.changed_at()
        found = remembered.answer(request.path, tag)
        if found is None:  # what is remembered was asked for without mistakes
            self.check(request)
        response = conditional.unchanged(request, tag, at) or found or self.answer(request, *args, **kwargs)
        # What was read while another version came would stand under the wrong name.
        if found is None and self.state.version == CatalogueState.current_version():
            remembered.keep(request.path, tag, response)
        conditional.mark(response, tag, at)  # type: ignore[arg-type]
        return response

    def tag(self, request: Request) -> str:
        """What this answer is called."""
        return conditional.state_tag(self.state, self.day, request)

    def changed_at(self) -> int:
        """When this answer may last have changed."""
        return conditional.changed_at(self.state, self.day)

    def check(self, request: Request) -> None:
        """Raises ValidationError for a query with mistakes."""
        read_query(request.query_params, Shape((), ""), None)

    def answer(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """What is sent."""
        raise NotImplementedError


class Shaped(FromCatalogue, GenericAPIView):
    """One thing or many, with the fields that are asked for. *walk*: the unique key along which all are walked."""

    kind: type[Serializer]
    filterset_class: type[Filters] | None = None
    pagination_class: type[Pages] | None = None
    orderings: dict[str, tuple[str, ...]] = {}
    walk: tuple[str, ...] = ("code",)
    whole = False
    asked = Asked(None, frozenset())

    @classmethod
    @cache  # it makes every field anew
    def shape(cls) -> Shape:
        """What can be asked of the answer."""
        return Shape(
            tuple(cls.kind().fields),
            cls.kind.identity,  # type: ignore[attr-defined]  # every kind that is listed has one
            getattr(cls.kind, "expandable", ()) if not cls.whole else (),
            tuple(cls.orderings),
            cls.pagination_class is not None,
        )

    @classmethod
    def parameters(cls) -> list[Parameter]:
        """The query's keys, for the schema."""
        return parameters(cls.shape(), cls.filterset_class)

    def get_serializer_class(self) -> type[Serializer]:
        return self.kind

    def check(self, request: Request) -> None:
        self.asked = read_query(request.query_params, self.shape(), self.filterset_class)

    def shown(self, found: Any, *, many: bool) -> Any:
        """*found* in its public form, with the keys that are asked for."""
        serializer = self.get_serializer(found, many=many)
        fields = serializer.child.fields if many else serializer.fields  # type: ignore[attr-defined]
        shape = self.shape()
        for name in list(fields):
            if not self.asked.keeps(name, shape, whole=self.whole):
                fields.pop(name)
        return serializer.data


class List(Shaped):
    """``GET …/``: paged, filtered, searched."""

    pagination_class = Pages

    def answer(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        found = self.get_queryset()
        if self.filterset_class:
            filters = self.filterset_class(request.query_params, queryset=found)
            filters.version = self.state.version
            found = filters.qs
        if order := request.query_params.get("ordering"):
            columns = self.orderings[order.removeprefix("-")]
            signed = [f"-{one}" for one in columns] if order.startswith("-") else columns
            found = found.order_by(*signed, *self.walk)
        page = self.paginate_queryset(found)
        return self.get_paginated_response(self.shown(page, many=True))


class Detail(Shaped):
    """``GET …/{code}/``: one thing, whole."""

    whole = True
    lookup_field = "code"

    def answer(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return Response(self.shown(self.get_object(), many=False))


class MeasureList(List):
    """Measures 施策, with their programmes."""

    kind, filterset_class = MeasureSerializer, MeasureFilter
    walk = ("area", "number")
    orderings = {"code": ("area", "number"), "title": ("title",)}

    def get_queryset(self) -> QuerySet[Measure]:
        """All measures in the source's order, with the rules of today."""
        return Measure.objects.in_order().whole(self.day)


class MeasureDetail(Detail):
    """One measure 施策 with everything that is known of it."""

    kind = MeasureSerializer

    def get_queryset(self) -> QuerySet[Measure]:
        """All measures, with the rules of today."""
        return Measure.objects.whole(self.day)


class OfProgrammes(Shaped):
    """Programmes as they stand today."""

    kind = WholeProgrammeSerializer

    def get_queryset(self) -> QuerySet[Programme]:
        """All programmes by code, with the rules of today."""
        rules = RuleVersion.objects.in_force(self.day).prefetch_related("criteria", "checks")
        listings = Listing.objects.select_related("measure").order_by("measure__area", "measure__number")
        return Programme.objects.order_by("code").prefetch_related(  # type: ignore[no-redef]
            Prefetch("versions", rules, to_attr="in_force"),
            Prefetch("listings", listings),
            "supports",
            "periods",
            "events",
            "fundings__budget",
            "results",
        )

    def get_serializer_context(self) -> dict[str, Any]:
        return {**super().get_serializer_context(), "availabilities": availabilities(self.day)}


class ProgrammeList(OfProgrammes, List):
    """Programmes 事業."""

    filterset_class = ProgrammeFilter
    orderings = {"code": ("code",), "name": ("name",)}


class ProgrammeDetail(OfProgrammes, Detail):
    """One programme 事業 with its places under measures."""


class OfMinistries(Shaped):
    """Ministries with their measures."""

    kind = MinistrySerializer
    walk = ("name",)

    def get_queryset(self) -> QuerySet[Ministry]:
        """All ministries by name."""
        return Ministry.objects.order_by("name").prefetch_related(
            Prefetch("charges", Charge.objects.select_related("measure"))
        )


class MinistryList(OfMinistries, List):
    """Ministries 府省庁."""

    orderings = {"name": ("name",)}


class MinistryDetail(OfMinistries, Detail):
    """One ministry 府省庁."""

    lookup_field = "name"


class BudgetList(List):
    """Budgets 予算, each counted once."""

    kind, filterset_class = WholeBudgetSerializer, BudgetFilter
    orderings = {"code": ("code",), "amount_yen": ("amount_yen",), "fiscal_year": ("fiscal_year",)}

    def get_queryset(self) -> QuerySet[Budget]:
        """All budgets by code, the lines of each by programme."""
        lines = Funding.objects.order_by("programme__code", "position", "pk").select_related("programme")
        return Budget.objects.order_by("code").prefetch_related(Prefetch("fundings", lines))


class BudgetDetail(Detail):
    """One budget 予算."""

    kind = WholeBudgetSerializer
    get_queryset = BudgetList.get_queryset


class ResultList(List):
    """Results 実績."""

    kind, filterset_class = WholeResultSerializer, ResultFilter
    walk = ("programme__code", "pk")
    orderings = {"programme": ("programme__code",), "metric": ("metric",), "value": ("value",)}

    def get_queryset(self) -> QuerySet[Result]:
        """All results by programme."""
        listings = Listing.objects.select_related("measure").order_by("measure__area", "measure__number")
        return (
            Result.objects.select_related("programme")
            .order_by("programme__code", "pk")
            .prefetch_related(Prefetch("programme__listings", listings))
        )


class OfAreas(Shaped):
    """The ten areas; their names are the source's table of contents and no rows."""

    kind = AreaSerializer

    def areas(self, numbers: Iterable[int]) -> list[Area]:
        """These areas with their measures; one query."""
        wanted = tuple(numbers)
        measures = list(Measure.objects.in_order().filter(area__in=wanted))
        return [
            Area(number, AREAS[number], tuple(measure for measure in measures if measure.area == number))
            for number in wanted
        ]


class AreaList(OfAreas):
    """Areas 分野."""

    many = True

    def answer(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        found = self.shown(self.areas(AREAS), many=True)
        return Response({"count": len(found), "results": found})


class AreaDetail(OfAreas):
    """One area 分野."""

    whole = True

    def answer(self, request: Request, *args: Any, number: int, **kwargs: Any) -> Response:
        if number not in AREAS:
            raise Http404
        return Response(self.shown(self.areas([number])[0], many=False))
