"""A client on one page: the fields of the public form, and what only an advisor keeps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms

from catalogue.clients.facts import Facts
from catalogue.parts.answers import IN_ORDER, text_of
from catalogue.parts.pages import NEEDED, AnswerForm, shown_field

FIRST = ("name", "corporate_number", *NEEDED)
"""Asked for in the open; the rest in groups that are closed at first."""

GROUPS = (
    ("設立・資本金・売上など", ("capital_yen", "founded_on", "annual_sales_yen", "annual_energy_kl")),
    ("ほかの業種・ほかの事業所", ("other_industries", "other_prefectures")),
    ("取り組みたいこと", ("topics",)),
    ("いまの状況", ("situations",)),
    ("認定・宣言", ("certifications",)),
)

LONGEST_NOTE = 4000


@dataclass(frozen=True, slots=True)
class Group:
    """*fields*: as their template reads them; *answered*: how many have an answer."""

    title: str
    fields: tuple[dict[str, Any], ...]
    answered: int
    is_open: bool


class ClientForm(AnswerForm):
    """*facts*: what is kept so far, None for a new client. What nobody could tell so far need not be told now."""

    note = forms.CharField(required=False, max_length=LONGEST_NOTE, label="メモ", widget=forms.Textarea)
    confirmed = forms.BooleanField(required=False)

    def __init__(self, facts: Facts | None = None, data: Any = None) -> None:
        self._kept: Mapping[str, Any] = facts.profile if facts else {}
        super().__init__(IN_ORDER, self._kept, data)
        self.initial["note"] = facts.note if facts else ""
        name: Any = self.fields["name"]
        name.help_text, name.need, name.required = "", True, True
        name.error_messages["required"] = f"{name.label}を書いてください。"
        if facts:
            for key in NEEDED:
                field: Any = self.fields[key]
                field.need = field.required = key in self._kept
        if len(self._kept.get("other_industries") or ()) > 1:  # the field shows the first only
            names = text_of(self._kept, "other_industries")
            others: Any = self.fields["other_industries"]
            others.help_text = (
                f"いまの登録: {names}。先頭のまま保存すれば、すべて残ります。選び直すと、選んだ一つに置きかわります。"
            )

    def facts(self, today: date, before: date | None = None) -> Facts:
        """What the form says. *before*: when the facts were confirmed so far. Only after is_valid()."""
        said = dict(self.answers())
        kept = self._kept.get("other_industries") or []
        if said["other_industries"] == kept[:1]:
            said["other_industries"] = kept
        confirmed = today if before is None or self.cleaned_data["confirmed"] else before
        return Facts("", "", {}, self.cleaned_data["note"], confirmed).answered(said)

    def shown_first(self) -> Iterator[dict[str, Any]]:
        """The fields in the open."""
        for key in FIRST:
            yield shown_field(self, key, self._kept)

    def shown_groups(self) -> Iterator[Group]:
        """The others; a group with a mistake, or with words that are being searched, is open."""
        for title, keys in GROUPS:
            fields = tuple(shown_field(self, key, self._kept) for key in keys)
            answered = sum(text_of(self._kept, key) != "" for key in keys)
            searched = any(field.get("searched") for field in fields)
            yield Group(title, fields, answered, searched or any(field["errors"] for field in fields))

    def mistakes(self) -> list[dict[str, str]]:
        """Every mistake and where it is, in the order of the page."""
        if not self.is_bound:
            return []
        shown = [*self.shown_first(), *(field for group in self.shown_groups() for field in group.fields)]
        found = [{"target": field["target"], "text": error} for field in shown for error in field["errors"]]
        return found + [{"target": "id_note", "text": f"メモ: {error}"} for error in self.errors.get("note", [])]

    def without_judgement(self) -> None:
        """Only the words of an industry were asked about: the rest is not judged yet."""
        self.errors.clear()
