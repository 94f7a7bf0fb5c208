"""What has become of the catalogue, one change a row, for who keeps a copy of it or wants to tell people."""

from __future__ import annotations

import hashlib
from typing import Any

from django.db.models import QuerySet
from django.utils.http import quote_etag
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.request import Request

from catalogue.api.about import about
from catalogue.api.catalogue import List
from catalogue.api.filters import ChangeFilter
from catalogue.api.serializers import CODE, PROGRAMME_CODE
from catalogue.contract.changes import change_row
from catalogue.models import CatalogueChange, ChangeKind, ChangePart
from catalogue.wording import AVAILABILITIES


class ChangeSerializer(serializers.Serializer[CatalogueChange]):
    """A change."""

    identity = "id"

    id = serializers.IntegerField(**about(_("変更の番号。後の変更ほど大きい。"), 120))
    at = serializers.DateTimeField(**about(_("記録した日時。"), "2026-11-23T10:00:00+09:00"))
    kind = serializers.CharField(
        **about(_("種類: 公開、変更、取り下げ、期間の変更。"), "published", enum=ChangeKind.values)
    )
    part = serializers.CharField(
        **about(_("変わったもの: 掲載そのもの、内容、要件、受付期間、終了。"), "rules", enum=ChangePart.values)
    )
    measure = serializers.CharField(allow_null=True, **{**CODE, "help_text": _("施策番号。事業の変更なら null。")})
    programme = serializers.CharField(
        allow_null=True, **{**PROGRAMME_CODE, "help_text": _("事業のコード。施策の変更なら null。")}
    )
    measure_codes = serializers.ListField(
        child=serializers.CharField(**CODE), **about(_("関わる施策の番号。"), ["1-05"])
    )
    title = serializers.CharField(**about(_("施策または事業の名称。"), "省力化投資補助金"))
    effective_on = serializers.DateField(
        allow_null=True, **about(_("いつから有効か。すぐに、またはすべての日に有効なら null。"), "2027-04-01")
    )
    by_calendar = serializers.BooleanField(
        **about(_("記載は変わらず、日が来たことによる変更（受付の始まりと終わりなど）かどうか。"), False)
    )
    availability = serializers.CharField(
        allow_null=True,
        **about(_("日が来たことで変わった受付状況。ほかの変更では null。"), None, enum=[*AVAILABILITIES, None]),
    )
    catalogue_version = serializers.CharField(**about(_("変更した後のカタログの版。"), "a1b2c3d4e5f6"))
    text = serializers.CharField(
        **about(_("何が起きたかを文にしたもの。"), "「省力化投資補助金」の要件が改められました。")
    )

    def to_representation(self, change: CatalogueChange) -> dict[str, Any]:
        """Of the row, what is asked for."""
        return {key: value for key, value in change_row(change).items() if key in self.fields}


class ChangeList(List):
    """Changes of the catalogue 変更, the oldest first."""

    kind, filterset_class = ChangeSerializer, ChangeFilter
    walk = ("pk",)

    def get_queryset(self) -> QuerySet[CatalogueChange]:
        """All changes by number."""
        return CatalogueChange.objects.order_by("pk")

    def tag(self, request: Request) -> str:
        """Also by the last change: a day brings some without a new version."""
        said = f"{super().tag(request)}{CatalogueChange.objects.last_number()}"
        return quote_etag(hashlib.sha256(said.encode()).hexdigest()[:32])

    def changed_at(self) -> int:
        """Also when a day has been looked at."""
        last = CatalogueChange.objects.order_by("-pk").values_list("at", flat=True).first()
        return max(super().changed_at(), int(last.timestamp()) if last else 0)
