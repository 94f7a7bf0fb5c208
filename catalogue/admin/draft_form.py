"""The form of a draft: its words, its criteria and its checks on one page; rows are added and chosen again without saving."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict

from catalogue.admin.pickers import CriterionForm, check_origin, initial_of, listing_choices
from catalogue.admin.readback import Section, read_back
from catalogue.models import Criterion, Encoding, Listing, ManualCheck, Reading, RuleVersion
from catalogue.models.measure import place_validator

ADDING = {"add-criterion": "criteria", "add-check": "checks"}
"""Buttons that add an empty row → the prefix of its rows."""

MOST_ROWS = 60


class WordsForm(forms.Form):
    """What is said of the version as a whole. *seen*: how often it had been changed when the page was made."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    why = forms.CharField(
        label="変更の理由",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "何をなぜ変えるのかを書いてください。承認者と、あとで見る人が読みます。"},
        help_text="何を、どの資料にもとづいて変えるのか。",
    )
    encoding = forms.ChoiceField(label="要件の整理", choices=Encoding.choices)
    open_to_all = forms.BooleanField(label="会社についての要件はない（どの会社も使える）", required=False)


class CheckForm(forms.Form):
    """A condition that is checked by hand."""

    remove = forms.BooleanField(label="この条件を消す", required=False)
    text = forms.CharField(
        label="確認すること", max_length=300, error_messages={"required": "確認することを書いてください。"}
    )
    listing = forms.ChoiceField(label="適用するところ", required=False)
    place = forms.CharField(label="出典の箇所", required=False, max_length=30, validators=[place_validator])
    citation = forms.CharField(label="ほかの根拠", required=False, max_length=300)
    read_on = forms.DateField(label="確認日", required=False, help_text="例: 2026-11-23")

    def __init__(self, *args: Any, listings: Sequence[Listing] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.listings = {str(one.pk): one for one in listings}
        field: Any = self.fields["listing"]
        field.choices = listing_choices(self.listings)

    def clean(self) -> dict[str, Any]:
        """One origin, as every sourced row has."""
        data = super().clean() or self.cleaned_data
        if data.get("remove"):
            self.errors.clear()
        else:
            check_origin(self, data)
        return data


class DraftForm:
    """All forms of a draft's page, as stored or as sent (*data*). Counts of rows come with the data, and are bounded."""

    def __init__(self, version: RuleVersion, data: QueryDict | None = None) -> None:
        self.version, self.data = version, data
        self.listings = list(
            version.programme.listings.select_related("measure").order_by("measure__area", "measure__number")
        )
        if len(self.listings) < 2:
            self.listings = []
        self._readings = Reading.objects.all()
        stored = {
            "seen": version.edits,
            "why": version.why,
            "encoding": version.encoding,
            "open_to_all": version.open_to_all,
        }
        self.words = WordsForm(data, initial=stored)
        self.criteria: list[CriterionForm] = []
        self.checks: list[CheckForm] = []
        if data is None:
            for number, row in enumerate(version.criteria.select_related("reading")):
                self.criteria.append(self._criterion(number, initial_of(row)))
            for number, check in enumerate(version.checks.all()):
                self.checks.append(self._check(number, _initial_of_check(check)))
        else:
            self.criteria = [self._criterion(number) for number in range(self._count("criteria"))]
            self.checks = [self._check(number) for number in range(self._count("checks"))]

    def _count(self, prefix: str) -> int:
        assert self.data is not None
        text = self.data.get(f"{prefix}-count", "0")
        return min(int(text), MOST_ROWS) if text.isascii() and text.isdigit() else 0

    def _criterion(self, number: int, initial: Mapping[str, Any] | None = None) -> CriterionForm:
        return CriterionForm(
            self.data,
            prefix=f"criteria-{number}",
            initial=dict(initial or {}),
            listings=self.listings,
            readings=self._readings,
        )

    def _check(self, number: int, initial: Mapping[str, Any] | None = None) -> CheckForm:
        return CheckForm(self.data, prefix=f"checks-{number}", initial=dict(initial or {}), listings=self.listings)

    def add(self, prefix: str) -> None:
        """One more empty row."""
        rows: list[Any] = self.criteria if prefix == "criteria" else self.checks
        form: Any = CriterionForm if prefix == "criteria" else CheckForm
        extra: dict[str, Any] = {"readings": self._readings} if prefix == "criteria" else {}
        initial = {"role": "requirement", "group": 1 + max([0, *self._groups()])} if prefix == "criteria" else {}
        if len(rows) < MOST_ROWS:
            rows.append(form(prefix=f"{prefix}-{len(rows)}", initial=initial, listings=self.listings, **extra))

    def _groups(self) -> list[int]:
        numbers = [str(form["group"].value() or "") for form in self.criteria]
        return [int(text) for text in numbers if text.isascii() and text.isdigit()]

    def is_valid(self) -> bool:
        """Whether every part of it is."""
        parts = [self.words, *self.criteria, *self.checks]
        return all(part.is_valid() for part in parts)

    def rows(self) -> tuple[list[Criterion], list[ManualCheck]]:
        """What to store: the rows that are whole and not taken out, in order."""
        programme, version = self.version.programme_id, self.version.pk
        kept = [form for form in self.criteria if form.is_bound and form.is_valid() and not form.cleaned_data["remove"]]
        criteria = [form.criterion(programme, version, position) for position, form in enumerate(kept)]
        whole = [form for form in self.checks if form.is_bound and form.is_valid() and not form.cleaned_data["remove"]]
        checks = [
            ManualCheck(
                programme_id=programme,
                version_id=version,
                listing=self.listing_of(form.cleaned_data["listing"]),
                position=position,
                text=form.cleaned_data["text"],
                place=form.cleaned_data["place"],
                citation=form.cleaned_data["citation"],
                read_on=form.cleaned_data["read_on"] if form.cleaned_data["citation"] else None,
            )
            for position, form in enumerate(whole)
        ]
        return criteria, checks

    def listing_of(self, key: str) -> Listing | None:
        """The listing with this *key*; None for the whole programme."""
        return next((one for one in self.listings if str(one.pk) == key), None)

    def sections(self) -> list[Section]:
        """The rules in words, as they stand on the page: of what is sent, the rows that are whole."""
        if self.data is None:
            stored = self.version.criteria.select_related("listing__measure")
            checks = self.version.checks.select_related("listing__measure")
            return read_back(stored, checks, open_to_all=self.version.open_to_all)
        return read_back(*self.rows(), open_to_all="open_to_all" in self.data)

    def mistakes(self) -> list[dict[str, str]]:
        """Every mistake with the field that it stands at."""
        found = []
        named: list[tuple[str, Any]] = [("", self.words)]
        named += [(f"条件{number}の", form) for number, form in enumerate(self.criteria, start=1)]
        named += [(f"手で確認する条件{number}の", form) for number, form in enumerate(self.checks, start=1)]
        for name, form in named:
            for field, errors in form.errors.items():
                label = form.fields[field].label if field in form.fields else ""
                found += [
                    {
                        "target": form[field].id_for_label or f"id_{form.prefix}-{field}",
                        "text": f"{name}{label}: {error}",
                    }
                    for error in errors
                ]
        return found


def _initial_of_check(check: ManualCheck) -> dict[str, Any]:
    return {
        "text": check.text,
        "listing": str(check.listing_id or ""),
        "place": check.place,
        "citation": check.citation,
        "read_on": check.read_on,
    }
