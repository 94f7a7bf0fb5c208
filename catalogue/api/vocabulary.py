"""The words that profiles and rules are written in: enough to build a form."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from catalogue import labels, wording
from catalogue.api.about import about
from catalogue.api.conditional import mark, program, unchanged
from catalogue.api.query import Parameter, Shape, read_query
from catalogue.contract.forms import FORMS, TYPES
from catalogue.industries.search import is_offered, name_of, search
from matcher.codes import REGION_OF
from matcher.features import FEATURES, Change, Feature, Kind, Unit
from matcher.industry import DIVISION_OF, DIVISIONS
from matcher.operators import OPERATORS
from matcher.profile import MAX_EMPLOYEES
from matcher.size import REGIMES


class LabelSerializer(serializers.Serializer):
    """A word in both languages."""

    ja = serializers.CharField(**about(gettext_lazy("日本語。"), "常時使用する従業員数"))
    en = serializers.CharField(**about(gettext_lazy("英語。"), "Regular employees"))


class CodeSerializer(serializers.Serializer):
    """A code and what it means."""

    code = serializers.CharField(**about(gettext_lazy("コード。"), "corporation"))
    label = LabelSerializer(help_text=gettext_lazy("意味。"))  # type: ignore[assignment]


class ProfileKeySerializer(serializers.Serializer):
    """A profile key from which a feature is read."""

    key = serializers.CharField(**about(gettext_lazy("会社の情報のキー。"), "employees", enum=FORMS))
    label = LabelSerializer(help_text=gettext_lazy("名前。"))  # type: ignore[assignment]
    type = serializers.CharField(
        **about(
            gettext_lazy("値の形。"),
            "integer",
            enum=TYPES,
        )
    )
    least = serializers.IntegerField(allow_null=True, **about(gettext_lazy("数の下限（含む）。なければ null。"), 0))
    most = serializers.IntegerField(
        allow_null=True, **about(gettext_lazy("数の上限（含む）、並びなら個数の上限。なければ null。"), MAX_EMPLOYEES)
    )


class FeatureSerializer(serializers.Serializer):
    """What a rule can ask of a company."""

    identity = "key"

    key = serializers.CharField(**about(gettext_lazy("項目のコード。"), "employees", enum=FEATURES))
    label = LabelSerializer(help_text=gettext_lazy("名前。"))  # type: ignore[assignment]
    kind = serializers.CharField(**about(gettext_lazy("答えの種類。"), "number", enum=[kind.value for kind in Kind]))
    unit = serializers.CharField(
        allow_null=True,
        **about(gettext_lazy("数の単位。数でなければ null。"), "people", enum=[*(unit.value for unit in Unit), None]),
    )
    change = serializers.CharField(
        **about(
            gettext_lazy("変えられるか: 変わらない、時とともに変わる、取得できる、会社の予定。"),
            "fixed",
            enum=[one.value for one in Change],
        )
    )
    answers = ProfileKeySerializer(many=True, help_text=gettext_lazy("この項目のもとになる、会社の情報のキー。"))
    codes = CodeSerializer(
        many=True, help_text=gettext_lazy("使えるコード。コードでなければ空。業種は industries/ にある。")
    )
    operators = CodeSerializer(many=True, help_text=gettext_lazy("この項目に使える比べ方。"))
    regimes = CodeSerializer(many=True, help_text=gettext_lazy("企業規模を数える制度。ほかの項目では空。"))


class IndustrySerializer(serializers.Serializer):
    """An industry of 日本標準産業分類 (revision of July 2023)."""

    identity = "code"

    code = serializers.CharField(
        **about(gettext_lazy("コード: 大分類（A〜T）、中分類（2桁）、または3・4桁の分類。"), "09")
    )
    label = LabelSerializer(help_text=gettext_lazy("名前。"))  # type: ignore[assignment]
    level = serializers.CharField(
        **about(gettext_lazy("段階。"), "major_group", enum=("division", "major_group", "detail"))
    )
    parent = serializers.CharField(allow_null=True, **about(gettext_lazy("一つ上の分類。大分類では null。"), "E"))  # type: ignore[assignment]
    offered = serializers.BooleanField(
        **about(gettext_lazy("会社の業種として選べるかどうか（公務と分類不能は選べない）。"), True)
    )


class PrefectureSerializer(serializers.Serializer):
    """A prefecture by JIS X 0401."""

    identity = "code"

    code = serializers.CharField(**about(gettext_lazy("都道府県コード（JIS X 0401）。"), "20"))
    label = LabelSerializer(help_text=gettext_lazy("名前。"))  # type: ignore[assignment]
    region = CodeSerializer(help_text=gettext_lazy("地域。"))


def both(text: str) -> dict[str, str]:
    """*text*, which is Japanese, in both languages."""
    found = {}
    for language in ("ja", "en"):
        with translation.override(language):
            found[language] = _(text)
    return found


def _coded(names: dict[str, str]) -> list[dict[str, Any]]:
    return [{"code": code, "label": both(name)} for code, name in names.items()]


@cache
def features() -> tuple[dict[str, Any], ...]:
    """The table of features."""
    return tuple(_feature(feature) for feature in FEATURES.values())


def _feature(feature: Feature) -> dict[str, Any]:
    keys = [key for one in feature.answers for key in ((one, "founded_year") if one == "founded_on" else (one,))]
    names = wording.CODES.get(feature.key, {})
    return {
        "key": feature.key,
        "label": both(labels.FEATURES[feature.key]),
        "kind": feature.kind.value,
        "unit": feature.unit.value if feature.unit else None,
        "change": feature.change.value,
        "answers": [
            {
                "key": key,
                "label": both(labels.ANSWERS[key]),
                "type": FORMS[key].type,
                "least": FORMS[key].least,
                "most": FORMS[key].most,
            }
            for key in keys
        ],
        "codes": _coded({code: names[code] for code in feature.codes}),
        "operators": _coded(
            {key: labels.OPERATORS[key] for key, one in OPERATORS.items() if feature.kind in one.kinds}
        ),
        "regimes": _coded({code: labels.REGIMES[code] for code in REGIMES}) if feature.by_regime else [],
    }


@cache
def industries() -> dict[str, dict[str, Any]]:
    """Every industry with a name, division by division."""
    deeper = sorted(labels.DEEPER_INDUSTRIES)
    codes = [
        code
        for division, groups in DIVISIONS.items()
        for code in (division, *(one for group in groups for one in (group, *(c for c in deeper if c[:2] == group))))
    ]
    return {code: _industry(code) for code in codes}


def _industry(code: str) -> dict[str, Any]:
    label = {}
    for language in ("ja", "en"):
        with translation.override(language):
            label[language] = name_of(code)
    level = "division" if code in DIVISIONS else "major_group" if len(code) == 2 else "detail"
    parent = {"division": None, "major_group": DIVISION_OF.get(code)}.get(level, code[:2])
    return {"code": code, "label": label, "level": level, "parent": parent, "offered": is_offered(code)}


@cache
def prefectures() -> tuple[dict[str, Any], ...]:
    """All prefectures with their regions."""
    return tuple(
        {
            "code": code,
            "label": both(name),
            "region": {"code": REGION_OF[code], "label": both(labels.REGIONS[REGION_OF[code]])},
        }
        for code, name in labels.PREFECTURES.items()
    )


class Vocabulary(APIView):
    """A list that changes with a release only."""

    kind: type[serializers.Serializer]
    many = True

    @classmethod
    def shape(cls) -> Shape:
        """What can be asked of the answer."""
        return Shape((), "")

    @classmethod
    def parameters(cls) -> list[Parameter]:
        """The query's keys, for the schema."""
        return []

    def get(self, request: Request) -> Any:
        """The list, or that it has not changed."""
        found = self.found(request)
        tag = f'"{program()}"'
        response = unchanged(request, tag, None) or Response({"count": len(found), "results": found})
        mark(response, tag, None)
        return response

    def found(self, request: Request) -> list[dict[str, Any]]:
        """The rows. Raises ValidationError for a query with mistakes."""
        raise NotImplementedError


class FeatureList(Vocabulary):
    """What rules can ask of a company, and from which answers."""

    kind = FeatureSerializer

    def found(self, request: Request) -> list[dict[str, Any]]:
        read_query(request.query_params, self.shape(), None)
        return list(features())


class PrefectureList(Vocabulary):
    """Prefectures 都道府県 and their regions."""

    kind = PrefectureSerializer

    def found(self, request: Request) -> list[dict[str, Any]]:
        read_query(request.query_params, self.shape(), None)
        return list(prefectures())


_LONGEST_WORDS = 60


class IndustryList(Vocabulary):
    """Industries 業種 with their hierarchy; ``q`` finds them by everyday words."""

    kind = IndustrySerializer

    @classmethod
    def parameters(cls) -> list[Parameter]:
        text = {"type": "string", "maxLength": _LONGEST_WORDS, "pattern": "^[^\\x00]*$"}
        divisions = {"type": "string", "enum": ["", *(code for code in industries() if len(code) < 3)]}
        return [
            {
                "in": "query",
                "name": "q",
                "required": False,
                "schema": text,
                "example": "パン屋",
                "description": gettext_lazy("日常の言葉か名前かコード。近いものから並ぶ。"),
            },
            {
                "in": "query",
                "name": "parent",
                "required": False,
                "schema": divisions,
                "example": "E",
                "description": gettext_lazy("一つ上の分類のコード。"),
            },
        ]

    def found(self, request: Request) -> list[dict[str, Any]]:
        query = request.query_params
        read_query(query, self.shape(), None, plain=("q", "parent"))
        rows, parent = industries(), query.get("parent") or ""
        if len(query.get("q") or "") > _LONGEST_WORDS:
            raise ValidationError({"q": [_("長すぎます。{most}字までです。").format(most=_LONGEST_WORDS)]})
        if "\0" in (query.get("q") or ""):
            raise ValidationError({"q": [_("使えない文字（制御文字など）が入っています。")]})
        if parent and (parent not in rows or len(parent) > 2):
            raise ValidationError({"parent": [_("大分類（A〜T）か中分類（2桁）のコードで書いてください。")]})
        words = query.get("q") or ""
        searched = [one.code for one in search(words, limit=len(rows))] if words else list(rows)
        found = [rows.get(code) or _industry(code) for code in searched]
        return [row for row in found if row["parent"] == parent] if parent else found
