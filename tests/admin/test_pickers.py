"""A criterion as an editor picks it: what is offered follows from the feature; what is refused stands at its field."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.http import QueryDict

from catalogue import labels
from catalogue.admin.pickers import CriterionForm, initial_of, operators_for
from catalogue.models import Criterion, Reading
from matcher.features import FEATURES
from matcher.operators import OPERATORS

pytestmark = pytest.mark.django_db

ROW = {"role": "requirement", "group": "1", "place": "p6 方針"}


def form(**sent: Any) -> CriterionForm:
    """The form with what is sent; lists are several values of one field."""
    data = QueryDict(mutable=True)
    for key, value in (ROW | sent).items():
        data.setlist(f"row-{key}", value if isinstance(value, list) else [value])
    return CriterionForm(data, prefix="row")


def test_every_operator_has_a_name_and_every_feature_offers_just_what_suits_it() -> None:
    assert set(labels.OPERATORS) == set(OPERATORS)
    for feature in FEATURES.values():
        assert [key for key, _name in operators_for(feature)] == [
            key for key, operator in OPERATORS.items() if feature.kind in operator.kinds
        ]


@pytest.mark.parametrize(
    ("sent", "values", "sentence"),
    [
        ({"feature": "employees", "operator": "at_most", "low": "３００人"}, [300], "常時使用する従業員数が300人以下"),
        ({"feature": "capital_yen", "operator": "at_most", "low": "5,000"}, [50_000_000], "資本金が5,000万円以下"),
        ({"feature": "capital_yen", "operator": "less_than", "low": "10億"}, [1_000_000_000], "資本金が10億円未満"),
        (
            {"feature": "annual_energy_kl", "operator": "between", "low": "0.5", "high": "1500"},
            [0.5, 1500],
            "年間エネルギー使用量（原油換算）が0.5kL以上1,500kL以下",
        ),
        (
            {"feature": "years_since_foundation", "operator": "less_than", "low": "5年"},
            [5],
            "設立・創業からの年数が5年未満",
        ),
        ({"feature": "prefecture", "operator": "is_one_of", "codes": ["18"]}, ["18"], "本社の所在地が福井県"),
        (
            {"feature": "company_size", "operator": "is_one_of", "regime": "basic_law", "codes": ["sme"]},
            ["sme"],
            "企業規模（中小企業基本法）が中小企業者（小規模企業者を除く）",
        ),
        ({"feature": "industry", "operator": "is_one_of", "codes": ["09"]}, ["09"], "主たる業種が食料品製造業（09）"),
        ({"feature": "employees", "operator": "is_answered"}, [], "常時使用する従業員数がわかっている"),
    ],
)
def test_what_is_picked_is_stored_and_read_back(sent: dict[str, Any], values: list[Any], sentence: str) -> None:
    row = form(**sent)
    assert row.is_valid(), row.errors
    assert row.cleaned_data["values"] == values
    assert row.sentence == sentence
    stored = row.criterion(1, 1, 0)
    assert (stored.feature, stored.operator, stored.values, stored.group) == (
        sent["feature"],
        sent["operator"],
        values,
        1,
    )


@pytest.mark.parametrize(
    ("sent", "field", "message"),
    [
        ({"feature": "employees", "operator": "at_most", "low": ""}, "low", "数を書いてください（単位は人）。"),
        ({"feature": "prefecture", "operator": "is_one_of"}, "codes", "値を一つ以上選んでください。"),
        ({"feature": "employees", "operator": "has_any", "low": "3"}, "operator", "has_any"),
        (
            {"feature": "years_since_foundation", "operator": "at_most", "low": "五つ"},
            "low",
            "年数は「5」のように、0以上の整数で書いてください。",
        ),
        (
            {"feature": "annual_energy_kl", "operator": "between", "low": "5", "high": "3"},
            "low",
            "範囲の下限が上限より大きく",
        ),
        ({"feature": "company_size", "operator": "is_one_of", "codes": ["sme"]}, "regime", "企業規模には制度"),
        ({"feature": "employees", "operator": "at_most", "low": "3", "place": ""}, "place", "どちらか一方"),
        ({"feature": "employees", "operator": "at_most", "low": "3", "citation": "公募要領"}, "place", "どちらか一方"),
        (
            {"feature": "employees", "operator": "at_most", "low": "3", "place": "", "citation": "公募要領"},
            "read_on",
            "読んだ日",
        ),
        (
            {
                "feature": "employees",
                "operator": "at_most",
                "low": "3",
                "place": "",
                "citation": "公募要領",
                "read_on": "2026-11-24",
            },
            "read_on",
            "今日まで",
        ),
        ({"role": "focus", "feature": "topics", "operator": "has_any", "codes": ["dx"]}, "level", "重さを選んで"),
        (
            {
                "role": "focus",
                "feature": "topics",
                "operator": "has_any",
                "codes": ["dx"],
                "level": "primary",
                "fit": "3",
            },
            "fit",
            "6から10",
        ),
    ],
)
def test_what_is_wrong_is_said_at_its_field(sent: dict[str, Any], field: str, message: str) -> None:
    row = form(**sent)
    assert not row.is_valid()
    assert message in " ".join(row.errors[field])
    assert row.sentence == ""


def test_a_row_that_is_taken_out_needs_nothing_more() -> None:
    assert form(feature="employees", operator="at_most", low="", place="", remove="on").is_valid()


def test_only_what_the_feature_and_the_role_need_is_shown() -> None:
    tail = ["place", "citation", "read_on", "note", "remove"]
    assert form(feature="employees", operator="at_most").shown == ["role", "group", "feature", "operator", "low", *tail]
    assert form(feature="employees", operator="between").shown[4:6] == ["low", "high"]
    assert form(feature="employees", operator="is_answered").shown == ["role", "group", "feature", "operator", *tail]
    assert "regime" in form(feature="company_size", operator="is_one_of").shown
    assert "effect" in form(role="bonus", feature="certifications", operator="has_any").shown
    focus = form(role="focus", feature="topics", operator="has_any").shown
    assert "level" in focus
    assert "fit" in focus
    assert "group" not in focus


def test_choosing_another_feature_carries_along_what_was_typed() -> None:
    row = form(feature="prefecture", operator="is_one_of", low="300", effect="優先")
    assert {field.name: field.value() for field in row.kept()} == {"low": "300", "effect": "優先"}


@pytest.mark.parametrize(
    "stored",
    [
        {"feature": "capital_yen", "operator": "at_most", "values": [150_000_000]},
        {"feature": "annual_energy_kl", "operator": "between", "values": [0.5, 1500]},
        {"feature": "industry", "operator": "is_one_of", "values": ["E", "09", "391", "3921"]},
        {"feature": "certifications", "operator": "has_any", "values": ["kurumin"], "role": "bonus", "effect": "加点"},
        {"feature": "topics", "operator": "has_any", "values": ["dx"], "role": "focus", "level": "primary", "fit": 8},
    ],
)
def test_a_stored_row_comes_back_as_it_was(stored: dict[str, Any]) -> None:
    row = Criterion(**{"role": "requirement", "group": 2, "citation": "要領", "read_on": date(2026, 1, 5)} | stored)
    row.group = 2 if row.role == "requirement" else 0
    shown = initial_of(row)
    sent = {
        key: value if isinstance(value, list) else str(value)
        for key, value in shown.items()
        if value is not None and key != "sentence"
    }
    again = form(**sent | {"place": ""})
    assert again.is_valid(), again.errors
    back = again.criterion(1, 1, 0)
    for name in ("role", "group", "feature", "operator", "values", "level", "fit", "effect", "citation", "read_on"):
        assert getattr(back, name) == getattr(row, name), name


def test_a_reading_is_picked_by_its_words() -> None:
    Reading.objects.create(
        code="smes", words=["中小企業等"], regime="basic_law", sizes=["sme"], reason="理由", position=0
    )
    row = form(feature="company_size", operator="is_one_of", regime="basic_law", codes=["sme"], reading="smes")
    assert row.is_valid(), row.errors
    assert row.criterion(1, 1, 0).reading.code == "smes"  # type: ignore[union-attr]
