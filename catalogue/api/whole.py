"""The whole catalogue as one file, in Japanese as the source is: the same for all who ask as long as the version
and the rules of the day do not change."""

from __future__ import annotations

import csv
import io
import json
from bisect import bisect_right
from datetime import date
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request

from catalogue import labels
from catalogue.api.about import about
from catalogue.api.catalogue import FromCatalogue
from catalogue.api.query import Parameter
from catalogue.api.renderers import CsvRenderer
from catalogue.api.serializers import MeasureSerializer
from catalogue.models import AREAS, Measure, RuleVersion, SupportType

LICENCE = (
    "出典の文書は政府の公表資料です。利用の条件は、出典を公表した府省庁の利用規約（公共データ利用規約）に従ってください。"
    "要件の整理は目安で、対象になるかどうかは各施策の窓口が判断します。"
)
_ALWAYS = "always"


class WholeSerializer(serializers.Serializer):
    """The file."""

    catalogue_version = serializers.CharField(**about(_("カタログの版。"), "a1b2c3d4e5f6"))
    rules_since = serializers.CharField(
        allow_null=True, **about(_("この条件が適用され始めた日。ずっと同じなら null。"), "2026-04-01", format="date")
    )
    source = serializers.CharField(**about(_("出典の文書。"), labels.SOURCE))  # type: ignore[assignment]
    licence = serializers.CharField(**about(_("利用の条件。"), LICENCE))
    measures = MeasureSerializer(many=True, help_text=_("すべての施策。"))


class WholeFile(FromCatalogue):
    """One file. The ETag begins with the catalogue's version."""

    media_type = ""

    @classmethod
    def parameters(cls) -> list[Parameter]:
        """The query's keys, for the schema."""
        return []

    def tag(self, request: Request) -> str:
        """The version, and the first day of today's rules if others held before."""
        since = rules_since(self.day)
        return f'"{self.state.version}"' if since == _ALWAYS else f'"{self.state.version}-{since}"'

    def answer(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The file, under a name that tells the version."""
        with translation.override("ja"):
            content = self.build(self.state.version, rules_since(self.day), self.day)
        response = HttpResponse(content, content_type=self.media_type)
        ending = self.media_type.partition(";")[0].rpartition("/")[2]
        response.headers["Content-Disposition"] = f'attachment; filename="catalogue-{self.state.version}.{ending}"'
        return response

    def build(self, version: str, since: str, day: date) -> bytes:
        """The file's content."""
        raise NotImplementedError


def rules_since(day: date) -> str:
    """The day from which the rules of *day* have held, or that they always have. One query or two."""
    changes = RuleVersion.objects.days_of_change()
    place = bisect_right(changes, day)
    return changes[place - 1].isoformat() if place else _ALWAYS


def _measures(day: date) -> list[dict[str, Any]]:
    return list(MeasureSerializer(Measure.objects.in_order().whole(day), many=True).data)  # type: ignore[arg-type]


HEADER = (
    "施策番号", "分野", "施策名", "所管", "使い手", "新規", "くるみん", "事業コード", "事業名", "側面", "支援の種類", "要件", "手で確認する条件",
    "加点・優遇", "予算", "実績", "概要", "出典の箇所", "カタログの版", "出典", "利用の条件",
)  # fmt: skip


def _row(measure: dict[str, Any], one: dict[str, Any] | None) -> tuple[object, ...]:
    head = (
        measure["code"],
        AREAS[measure["area"]],
        measure["title"],
        "・".join(measure["ministries"]),
        measure["audience"],
        "はい" if measure["is_new"] else "",
        "はい" if measure["kurumin_bonus"] else "",
    )
    tail = (measure["summary"], measure["source"])
    if one is None:
        return (*head, *[""] * 9, *tail)
    groups: dict[int, list[str]] = {}
    for row in one["criteria"]:
        if row["role"] == "requirement":
            groups.setdefault(row["group"], []).append(row["text"])
    budgets = (
        f"{row['fiscal_year']} {row['amount_yen'] if row['amount_yen'] is not None else '金額の記載なし'}"
        f"{'円' if row['amount_yen'] is not None else ''}{'の内数' if row['part_of'] else ''}"
        for row in one["budgets"]
    )
    return (
        *head,
        one["code"],
        one["name"],
        one["aspect"],
        "・".join(str(SupportType(code).label) for code in one["support_types"]),
        "\n".join(" または ".join(group) for group in groups.values()),
        "\n".join(row["text"] for row in one["checks"]),
        "\n".join(row["text"] for row in one["criteria"] if row["role"] == "bonus"),
        "\n".join(budgets),
        "\n".join(f"{row['metric']} {row['value']}{row['unit']}" for row in one["results"]),
        *tail,
    )


def _cell(value: object) -> str:
    """A text that no spreadsheet takes for a formula."""
    text = str(value)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


class CatalogueJson(WholeFile):
    """The whole catalogue as JSON."""

    media_type = "application/json"
    renderer_classes = [JSONRenderer]
    kind = WholeSerializer

    def build(self, version: str, since: str, day: date) -> bytes:
        """Everything as the lists answer it."""
        whole = {
            "catalogue_version": version,
            "rules_since": None if since == _ALWAYS else since,
            "source": labels.SOURCE,
            "licence": LICENCE,
            "measures": _measures(day),
        }
        return json.dumps(whole, ensure_ascii=False, default=str, separators=(",", ":")).encode()


class CatalogueCsv(WholeFile):
    """The whole catalogue as CSV."""

    media_type = "text/csv; charset=utf-8"
    renderer_classes = [CsvRenderer]

    def build(self, version: str, since: str, day: date) -> bytes:
        """One row a listing, under a byte order mark, as spreadsheets like it."""
        text = io.StringIO(newline="")
        table = csv.writer(text)
        table.writerow(HEADER)
        for measure in _measures(day):
            for one in measure["programmes"] or [None]:
                table.writerow([_cell(value) for value in (*_row(measure, one), version, labels.SOURCE, LICENCE)])
        return ("\ufeff" + text.getvalue()).encode()

    @extend_schema(
        operation_id="catalogue_csv",
        responses={
            (200, "text/csv"): {
                "type": "string",
                "description": _("施策の掲載ごとに一行。先頭行は見出し。UTF-8（BOM付き）。"),
                "examples": [",".join(HEADER[:3])],
            }
        },
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The file, or that it has not changed."""
        return super().get(request, *args, **kwargs)
