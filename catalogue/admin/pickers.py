"""A criterion as an editor picks it: the feature, then the operators that suit it, then values by name, with units; never raw JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate

from catalogue import labels
from catalogue.bridge import condition_of
from catalogue.industries import search as industries
from catalogue.models import Criterion, Listing, Reading, Role
from catalogue.models.measure import place_validator
from catalogue.parts.inputs import NotUnderstood, read_count, read_quantity, read_yen, to_kl, to_man
from catalogue.validators import first_message, validate_criterion
from catalogue.wording import LEVELS, condition_text, industry_text, value_text
from matcher.features import FEATURES, Feature, Kind, Unit
from matcher.industry import is_code
from matcher.operators import OPERATORS
from matcher.relevance import FOCUS

UNIT_NAMES = {Unit.YEN: "万円", Unit.PEOPLE: "人", Unit.YEARS: "年", Unit.KL: "kL"}


def _read_years(text: str) -> int | None:
    try:
        return read_count(text.strip().removesuffix("年"))
    except NotUnderstood as error:
        raise NotUnderstood("年数は「5」のように、0以上の整数で書いてください。") from error


_READ = {Unit.YEN: read_yen, Unit.PEOPLE: read_count, Unit.YEARS: _read_years, Unit.KL: read_quantity}
_WRITE: Mapping[Unit, Any] = {Unit.YEN: to_man, Unit.PEOPLE: str, Unit.YEARS: str, Unit.KL: to_kl}


# What these three say decides which fields there are: the whole form is made anew. Of any other, only the sentence is.
# A choice takes the place of what is still on its way: it sends everything, and an older answer must not come after it.
_CHOOSING = {
    "hx-post": "",
    "hx-trigger": "change consume",
    "hx-sync": "closest form:replace",
    "hx-include": "closest form",
    "hx-vals": '{"choose": "1"}',
    "hx-select": "#draft",
    "hx-target": "#draft",
    "hx-swap": "outerHTML",
}


def operators_for(feature: Feature) -> list[tuple[str, str]]:
    """The operators that suit *feature*, with their names."""
    return [(key, labels.OPERATORS[key]) for key, operator in OPERATORS.items() if feature.kind in operator.kinds]


def _industry_choices() -> list[Any]:
    """Divisions with their major groups, and the deeper classes that rules have a name for."""
    deeper: dict[str, list[tuple[str, str]]] = {}
    for code, name in labels.DEEPER_INDUSTRIES.items():
        deeper.setdefault(code[:2], []).append((code, f"　{code} {name}"))
    offered: list[Any] = [("分野（大分類）", [(code, f"{code} {name}") for code, name in labels.DIVISIONS.items()])]
    for title, members in industries.choices():
        rows: list[tuple[str, str]] = []
        for code, name in members:
            rows += [(code, f"{code} {name}"), *deeper.get(code, ())]
        offered.append((title, rows))
    return offered


def listing_choices(listings: Mapping[str, Listing]) -> list[tuple[str, str]]:
    """Where a row may hold: under the whole programme, or under one of its listings."""
    return [("", "事業全体"), *((key, f"{one.measure.code} {one.measure.title}") for key, one in listings.items())]


def check_origin(form: forms.Form, data: Mapping[str, Any]) -> None:
    """Every row says where it comes from, in exactly one way."""
    if bool(data.get("place")) == bool(data.get("citation")):
        form.add_error("place", "出典の箇所か、ほかの根拠と確認日の、どちらか一方を書いてください。")
    elif data.get("citation") and not data.get("read_on"):
        form.add_error("read_on", "ほかの根拠を読んだ日を書いてください。")
    elif data.get("read_on") and data["read_on"] > localdate():
        form.add_error("read_on", "確認日は今日までの日付で書いてください。")


class CriterionForm(forms.Form):
    """One row. What is shown of it follows from the feature that is chosen; *listings*: where the row may hold.

    ``criterion()`` is the row as it would be stored; ``sentence`` reads it back, whatever state it is in.
    """

    id = forms.IntegerField(required=False, widget=forms.HiddenInput)
    remove = forms.BooleanField(label="この条件を消す", required=False)
    role = forms.ChoiceField(label="役割", choices=Role.choices)
    group = forms.IntegerField(
        label="組",
        min_value=0,
        max_value=99,
        required=False,
        help_text="要件だけ。同じ番号はどれか一つを満たせばよく、番号の違う組はすべて要ります。",
    )
    listing = forms.ChoiceField(label="適用するところ", required=False)
    feature = forms.ChoiceField(label="項目", choices=[(key, labels.FEATURES[key]) for key in FEATURES])
    operator = forms.ChoiceField(label="比べ方", required=False)
    regime = forms.ChoiceField(
        label="規模の数え方", choices=[("", "選んでください"), *labels.REGIMES.items()], required=False
    )
    codes = forms.MultipleChoiceField(label="値", required=False, widget=forms.CheckboxSelectMultiple)
    low = forms.CharField(label="値", required=False, max_length=40)
    high = forms.CharField(label="上限", required=False, max_length=40)
    level = forms.ChoiceField(label="重さ", choices=[("", "選んでください"), *LEVELS.items()], required=False)
    fit = forms.IntegerField(
        label="合い方（1〜10）", required=False, help_text="空けておくと、重さごとのふつうの値です。"
    )
    effect = forms.CharField(label="効果", required=False, max_length=200)
    reading = forms.ModelChoiceField(Reading.objects.none(), label="読み替え", required=False, to_field_name="code")
    place = forms.CharField(
        label="出典の箇所", required=False, max_length=30, validators=[place_validator], help_text="例: p6 方針"
    )
    citation = forms.CharField(
        label="ほかの根拠", required=False, max_length=300, help_text="法令・公募要領などの名前。"
    )
    read_on = forms.DateField(label="確認日", required=False, help_text="ほかの根拠を読んだ日。例: 2026-11-23")
    note = forms.CharField(label="注", required=False, max_length=500)

    def __init__(self, *args: Any, listings: Iterable[Listing] = (), readings: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.listings = {str(one.pk): one for one in listings}
        self._choice("listing").choices = listing_choices(self.listings)
        self.fields["reading"].queryset = Reading.objects.all() if readings is None else readings  # type: ignore[attr-defined]
        for name in ("role", "feature", "operator"):
            self.fields[name].widget.attrs |= _CHOOSING
        self.known = FEATURES.get(self._now("feature") or next(iter(FEATURES)), next(iter(FEATURES.values())))
        self._choice("operator").choices = operators_for(self.known)
        if self.known.kind in (Kind.INDUSTRY, Kind.INDUSTRIES):
            self._choice("codes").choices = [*_industry_choices(), *self._others()]
            self.fields["codes"].widget = forms.SelectMultiple(
                choices=self._choice("codes").choices, attrs={"size": 10}
            )
        else:
            self._choice("codes").choices = [(code, value_text(self.known.key, code)) for code in self.known.codes]

    def _choice(self, name: str) -> Any:
        return self.fields[name]

    def _now(self, name: str) -> str:
        if self.is_bound:
            return str(self.data.get(self.add_prefix(name), ""))
        return str(self.initial.get(name, ""))

    def _others(self) -> list[Any]:
        """Classes that the row names and the list does not offer, so that choosing another does not lose them."""
        offered = {code for _title, members in _industry_choices() for code, _name in members}
        data: Any = self.data
        named = data.getlist(self.add_prefix("codes")) if self.is_bound else self.initial.get("codes", [])
        rest = [code for code in named if code not in offered and is_code(code)]
        return [("この条件にあるほかの分類", [(code, industry_text(code)) for code in rest])] if rest else []

    @property
    def unit(self) -> str:
        """The unit that stands outside of the box; "" for what is no number."""
        return UNIT_NAMES[self.known.unit] if self.known.unit else ""

    @property
    def shown(self) -> list[str]:
        """The fields that the chosen feature and role need, in order."""
        role = self._now("role") or Role.REQUIREMENT
        names = ["role"]
        names += ["group"] if role == Role.REQUIREMENT else []
        names += ["listing"] if self.listings else []
        names += ["feature", "operator"]
        names += ["regime"] if self.known.by_regime else []
        operator = OPERATORS.get(self._now("operator"))
        if operator is None or operator.most != 0:
            numbers = ["low", "high"] if operator and operator.most == 2 else ["low"]
            names += numbers if self.known.kind is Kind.NUMBER else ["codes"]
        names += {Role.FOCUS: ["level", "fit"] if self.known.key in FOCUS else ["level"], Role.BONUS: ["effect"]}.get(
            Role(role) if role in Role.values else Role.REQUIREMENT, []
        )
        names += ["reading"] if self.known.key == "company_size" else []
        return [*names, "place", "citation", "read_on", "note", "remove"]

    def rows(self) -> list[forms.BoundField]:
        """What is shown, bound."""
        return [self[name] for name in self.shown]

    def kept(self) -> list[forms.BoundField]:
        """What is not shown now and was filled in: carried along hidden, so that choosing again loses nothing."""
        hidden = [name for name in self.fields if name not in self.shown and name not in ("id", "codes")]
        return [self[name] for name in hidden if self[name].value() not in (None, "")]

    def clean(self) -> dict[str, Any]:
        """The row's values as they are stored, under ``values``; what the engine or a constraint refuses stands at its field."""
        data = super().clean() or self.cleaned_data
        if data.get("remove") or self.errors:
            return data
        data["values"] = self._values(data)
        if self.errors:
            return data
        focus, bonus = data["role"] == Role.FOCUS, data["role"] == Role.BONUS
        data["group"] = (data["group"] or 1) if data["role"] == Role.REQUIREMENT else 0
        data["level"] = data["level"] if focus else ""
        data["fit"] = data["fit"] if focus and self.known.key in FOCUS else None
        data["effect"] = data["effect"] if bonus else ""
        data["regime"] = data["regime"] if self.known.by_regime else ""
        check_origin(self, data)
        if focus and not data["level"]:
            self.add_error("level", "対象・目的には、重さを選んでください。")
            return data
        try:
            validate_criterion(
                data["feature"],
                data["operator"],
                data["values"],
                data["regime"],
                data["role"],
                data["level"],
                data["fit"],
            )
        except ValidationError as error:
            for field, message in first_message(error).items():
                target = field if field in self.fields else "low" if self.known.unit else "codes"
                self.add_error(target, message)
        return data

    def _values(self, data: Mapping[str, Any]) -> list[Any]:
        operator = OPERATORS.get(data["operator"])
        if operator is None:
            self.add_error("operator", "比べ方を選んでください。")
            return []
        if operator.most == 0:
            return []
        if self.known.kind is not Kind.NUMBER:
            if not data["codes"]:
                self.add_error("codes", "値を一つ以上選んでください。")
            return list(data.get("codes", ()))
        names = ("low", "high") if operator.most == 2 else ("low",)
        return [self._number(name, data[name]) for name in names]

    def _number(self, name: str, typed: str) -> int | float | None:
        assert self.known.unit is not None
        try:
            number = _READ[self.known.unit](typed)
        except NotUnderstood as error:
            self.add_error(name, str(error))
            return None
        if number is None:
            self.add_error(name, f"数を書いてください（単位は{self.unit}）。")
        return number

    def criterion(self, programme_id: int, version_id: int, position: int) -> Criterion:
        """The row to store. Only after is_valid()."""
        data = self.cleaned_data
        listing = self.listings.get(data["listing"])
        return Criterion(
            programme_id=programme_id,
            version_id=version_id,
            listing=listing,
            position=position,
            role=data["role"],
            group=data["group"],
            feature=data["feature"],
            operator=data["operator"],
            values=data["values"],
            regime=data["regime"],
            level=data["level"],
            fit=data["fit"],
            effect=data["effect"],
            reading=data["reading"],
            place=data["place"],
            citation=data["citation"],
            read_on=data["read_on"] if data["citation"] else None,
            note=data["note"],
        )

    @property
    def sentence(self) -> str:
        """The row in words; "" while it is not whole."""
        if not self.is_bound:
            return str(self.initial.get("sentence", ""))
        if not self.is_valid() or self.cleaned_data.get("remove"):
            return ""
        data = self.cleaned_data
        return condition_text(
            validate_criterion(
                data["feature"],
                data["operator"],
                data["values"],
                data["regime"],
                data["role"],
                data["level"],
                data["fit"],
            )
        )


def initial_of(row: Criterion) -> dict[str, Any]:
    """A stored row as the form shows it."""
    known = FEATURES[row.feature]
    values: dict[str, Any] = {"codes": [str(value) for value in row.values]}
    if known.unit:
        texts = [_WRITE[known.unit](value) for value in row.values]
        values = dict(zip(("low", "high"), texts, strict=False))
    return {
        "id": row.pk,
        "sentence": condition_text(condition_of(row)),
        "role": row.role,
        "group": row.group,
        "listing": str(row.listing_id or ""),
        "feature": row.feature,
        "operator": row.operator,
        "regime": row.regime,
        "level": row.level,
        "fit": row.fit,
        "effect": row.effect,
        "reading": row.reading.code if row.reading else None,
        "place": row.place,
        "citation": row.citation,
        "read_on": row.read_on,
        "note": row.note,
    } | values
