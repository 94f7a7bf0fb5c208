"""Kept matches: read, run again, deleted, by the key that kept them and no other."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.timezone import localdate, now
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from catalogue.api import kept
from catalogue.api.keys import key_of
from catalogue.api.query import Shape, read_query
from catalogue.api.views import Private
from catalogue.contract.decisions import record, verification
from catalogue.contract.match import read_keys
from catalogue.decisions.verifying import verify
from catalogue.models import Decision, Scope


class Kept(Private):
    """A kept match. It tells about a company, so that nothing on the way may store it."""

    scope = Scope.KEEP

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Raises ValidationError for any query."""
        super().initial(request, *args, **kwargs)
        read_query(request.query_params, Shape((), ""), None)

    def decisions(self) -> QuerySet[Decision]:
        """Those of the key at hand."""
        return Decision.objects.of(key_of(self.request, Scope.KEEP), now())


class DecisionView(Kept):
    """One kept match."""

    @extend_schema(
        operation_id="decision", summary=_("残した判定の記録を返す"), responses={200: kept.DecisionSerializer}
    )
    def get(self, request: Request, code: str) -> Response:
        """Everything that was kept."""
        return Response(record(get_object_or_404(self.decisions(), code=code)))

    @extend_schema(operation_id="decision_delete", summary=_("判定の記録を消す"), responses={204: None})
    def delete(self, request: Request, code: str) -> Response:
        """Gone for good."""
        get_object_or_404(self.decisions(), code=code).delete()
        return Response(status=204)


class VerifyView(Kept):
    """One kept match, run again."""

    @extend_schema(
        operation_id="decision_verify",
        summary=_("判定をもう一度行い、同じ日と今日で違いがあるか、なぜかを返す"),
        request=None,
        responses={200: kept.VerificationSerializer},
    )
    def post(self, request: Request, code: str) -> Response:
        """Whether and why it would be answered otherwise. The body is empty, or an empty object."""
        found = get_object_or_404(self.decisions(), code=code)
        read_keys(request.data, ()).finish()
        return Response(verification(found, verify(found, localdate())))
