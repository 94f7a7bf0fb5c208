"""Views only translate: read the request, call one function, show what came back."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.timezone import localdate
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework.generics import ListAPIView, RetrieveAPIView
from rest_framework.pagination import PageNumberPagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from catalogue.api.filters import MOST_PER_PAGE, MeasureFilter, check_query
from catalogue.api.serializers import MeasureSerializer
from catalogue.contract.match import answer, read_request
from catalogue.models import CatalogueState, Measure
from catalogue.shortlist import NoCatalogue, shortlist


class MatchView(APIView):
    """``POST /api/v1/matches/``: a profile in, the ranked list out."""

    def post(self, request: Request) -> Response:
        """Match one company. Nothing about it is stored."""
        asked = read_request(request.data, localdate())
        found = shortlist(asked.profile, asked.as_of, asked.limit, include_ineligible=asked.include_ineligible)
        return Response(answer(found))


class Pages(PageNumberPagination):
    """``?page=2&page_size=50``."""

    page_size = 20
    page_size_query_param = "page_size"
    max_page_size = MOST_PER_PAGE


class FromCatalogue(APIView):
    """A view of the catalogue: where none is loaded it says so, since an empty list would be taken for the truth."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Raises NoCatalogue."""
        super().initial(request, *args, **kwargs)
        if not CatalogueState.current_version():
            raise NoCatalogue


class MeasureList(FromCatalogue, ListAPIView):
    """``GET /api/v1/measures/``: paged, filtered, searched."""

    serializer_class = MeasureSerializer
    pagination_class = Pages
    filter_backends = (DjangoFilterBackend,)
    filterset_class = MeasureFilter

    def get_queryset(self) -> QuerySet[Measure]:
        """All measures in the source's order, with the rules of today."""
        return Measure.objects.in_order().whole(localdate())

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """One page; raises ValidationError for a query with mistakes."""
        check_query(request.query_params)
        return super().list(request, *args, **kwargs)


class MeasureDetail(FromCatalogue, RetrieveAPIView):
    """``GET /api/v1/measures/{code}/``."""

    serializer_class = MeasureSerializer
    lookup_field = "code"

    def get_queryset(self) -> QuerySet[Measure]:
        """All measures, with the rules of today."""
        return Measure.objects.whole(localdate())
