"""The five short pages of the form, and the forms that read them. One topic a page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from catalogue.parts.fields import Answers, field_for
from catalogue.parts.industry_field import shown_industry
from catalogue.wording import problem_text
from matcher import Profile, ProfileError


@dataclass(frozen=True, slots=True)
class Page:
    """*keys*: the profile keys asked for, in order."""

    slug: str
    title: Any
    lead: Any
    keys: tuple[str, ...]


PAGES = (
    Page(
        "basics",
        gettext_lazy("会社の基本"),
        gettext_lazy("法人・個人の別、業種、所在地をうかがいます。"),
        ("entity_type", "industry", "prefecture", "name", "corporate_number"),
    ),
    Page(
        "size",
        gettext_lazy("規模"),
        gettext_lazy("従業員数だけあれば先へ進めます。ほかは、わかるものだけで構いません。"),
        ("employees", "capital_yen", "founded_on", "annual_sales_yen", "annual_energy_kl"),
    ),
    Page(
        "topics",
        gettext_lazy("やりたいこと"),
        gettext_lazy("取り組みたいこと、困っていることを選んでください。いくつでも選べます。"),
        ("topics",),
    ),
    Page(
        "situations",
        gettext_lazy("いまの状況"),
        gettext_lazy("あてはまるものを選んでください。条件や優遇に関わります。"),
        ("situations",),
    ),
    Page(
        "certifications",
        pgettext_lazy("page", "認定・宣言"),  # the steps have room for a short word only
        gettext_lazy("すでに取っているものを選んでください。補助金の加点などに関わります。"),
        ("certifications",),
    ),
)

NEEDED = ("entity_type", "industry", "prefecture", "employees")
"""The four facts for a first answer."""


def page_of(slug: str) -> Page | None:
    """The page with this *slug*."""
    return next((page for page in PAGES if page.slug == slug), None)


def keys_of(page: Page, answers: Mapping[str, Any]) -> tuple[str, ...]:
    """What *page* asks for; further businesses and sites, once they have been answered in place, beside the first."""
    return page.keys + tuple(key for key in _BESIDE if key in answers and _BESIDE[key] in page.keys)


_BESIDE = {"other_industries": "industry", "other_prefectures": "prefecture"}


def after(page: Page) -> Page | None:
    """The page that follows; None after the last."""
    place = PAGES.index(page) + 1
    return PAGES[place] if place < len(PAGES) else None


class AnswerForm(forms.Form):
    """Reads the given *keys*; what they say must also agree with the *other* answers of the company."""

    def __init__(self, keys: Sequence[str], other: Mapping[str, Any], data: Any = None) -> None:
        super().__init__(data)
        self.keys, self._other = tuple(keys), other
        for key in keys:
            self.fields[key] = field_for(key)
            self.initial[key] = self.fields[key].typed(other)  # type: ignore[attr-defined]  # an Answer

    def answers(self) -> Answers:
        """Profile keys → values, None for what is not answered. Only after is_valid()."""
        return self._answers

    def clean(self) -> dict[str, Any]:
        """Raises nothing; what the engine refuses stands at its field."""
        cleaned = super().clean() or self.cleaned_data
        self._answers: Answers = {}
        for key in self.keys:
            if key in cleaned:
                self._answers |= self.fields[key].answers(cleaned[key])  # type: ignore[attr-defined]
        merged = {key: value for key, value in (dict(self._other) | self._answers).items() if value is not None}
        try:
            Profile.from_mapping(merged, localdate())
        except ProfileError as error:
            for problem in error.problems:
                key = str(problem.path[0])
                field = "founded_on" if key == "founded_year" else key
                if field in self.fields and field not in self.errors:
                    self.add_error(field, problem_text(problem))
        return cleaned

    def shown(self) -> Iterator[dict[str, Any]]:
        """Each field as its template reads it."""
        for key in self.keys:
            yield shown_field(self, key, self._other)


def shown_field(form: AnswerForm, key: str, answers: Mapping[str, Any]) -> dict[str, Any]:
    """One field with its label, hint, value, words and mistakes."""
    field: Any = form.fields[key]
    bound = form[key]
    value = bound.value()
    errors = [str(error) for error in bound.errors][:1]  # one thing at a time
    shown: dict[str, Any] = {
        "key": key,
        "kind": field.kind,
        "label": field.label,
        "hint": field.help_text,
        "need": field.need,
        "unit": getattr(field, "unit", ""),
        "value": value,
        "errors": errors,
        "echo": "" if errors else field.echo(form.answers() if form.is_bound else answers),
        "widget": bound,
        "describedby": " ".join(
            name for name, there in ((f"hint-{key}", field.help_text), (f"error-{key}", errors)) if there
        ),
        "target": f"id_{key}",
    }
    if field.kind == "text":
        shown["mode"] = field.widget.attrs.get("inputmode", "")
        shown["autocomplete"] = field.widget.attrs["autocomplete"]
    if field.kind == "select":
        shown["widget"] = bound.as_widget(attrs={"aria-describedby": shown["describedby"]} if errors else None)
    if field.kind == "radios":
        shown["options"] = [
            {"value": code, "label": label, "checked": str(value or "") == code, "id": f"id_{key}_{number}"}
            for number, (code, label) in enumerate(field.choices)
        ]
        shown["target"] = f"id_{key}_0"
    if field.kind == "groups":
        shown |= _groups(field, key, value or [])
    if field.kind == "industry":
        shown |= shown_industry(key, value) | {"none_label": field.none_label}
    return shown


def _groups(field: Any, key: str, chosen: Sequence[str]) -> dict[str, Any]:
    groups = []
    for number, (title, codes) in enumerate(field.groups):
        options = [
            {"value": code, "label": _(field.names[code]), "checked": code in chosen, "id": f"id_{key}_{code}"}
            for code in codes
        ]
        checked = sum(option["checked"] for option in options)
        groups.append({"title": _(title), "options": options, "checked": checked, "open": bool(checked) or number == 0})
    return {"groups": groups, "none": "none" in chosen, "target": f"id_{key}_{field.groups[0][1][0]}"}
