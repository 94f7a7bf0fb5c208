"""The small forms of the client page: what they take, what they refuse, and how they are shown with what was typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms

from catalogue import wording
from catalogue.console.client_text import on
from catalogue.consulting.overrides import last_day
from catalogue.models import ProposalStatus
from matcher import Outcome

EARLIEST, LATEST = date(2000, 1, 1), date(2100, 12, 31)
"""Days beyond are a slip of the hand."""

_REQUIRED = {"required": "選ぶか、書いてください。"}


class Day(forms.DateField):
    """A day from *first* to *last*, both inclusive."""

    def __init__(self, first: date = EARLIEST, last: date = LATEST, **kwargs: Any) -> None:
        super().__init__(
            input_formats=["%Y-%m-%d", "%Y/%m/%d", "%Y年%m月%d日"],
            error_messages={
                "required": "日付を書いてください。",
                "invalid": "日付として読めません。「2026-04-01」のように書いてください。",
            },
            **kwargs,
        )
        self.first, self.last = first, last

    def clean(self, value: Any) -> date | None:
        """Raises ValidationError with the days that would be right."""
        day: date | None = super().clean(value)
        if day is not None and not self.first <= day <= self.last:
            raise forms.ValidationError(f"{on(self.first)}から{on(self.last)}までの日付にしてください。")
        return day


class Line(forms.CharField):
    """A line of text."""

    def __init__(self, most: int, **kwargs: Any) -> None:
        super().__init__(max_length=most, **kwargs)
        self.error_messages |= {"required": "内容を書いてください。"}


class Form(forms.Form):
    """*place*: tells its fields from those of the same form elsewhere on the page."""

    def __init__(self, place: str = "", data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.place = place

    def shown(self) -> list[Shown]:
        """Its fields, with what was typed."""
        return [self._shown(name) for name in self.fields]

    def _shown(self, name: str) -> Shown:
        field, value = self.fields[name], self[name].value()
        errors = self.errors.get(name) if self.is_bound else None
        options: Any = field.choices if isinstance(field, forms.ChoiceField) else ()
        return Shown(
            f"{name}-{self.place}" if self.place else f"id_{name}",
            name,
            str(field.label),
            str(field.help_text),
            "date" if isinstance(field, Day) else "select" if options else "text",
            value.isoformat() if isinstance(value, date) else str(value or ""),
            str(errors[0]) if errors else "",
            tuple((str(code), str(label)) for code, label in options),
        )

    def mistakes(self) -> list[dict[str, str]]:
        """What is wrong, as the error summary shows it."""
        return [{"target": one.id, "text": f"{one.label}：{one.error}"} for one in self.shown() if one.error]


@dataclass(frozen=True, slots=True)
class Shown:
    """A field as its template reads it. *kind*: date, select or text."""

    id: str
    name: str
    label: str
    hint: str
    kind: str
    value: str
    error: str
    options: tuple[tuple[str, str], ...]

    @property
    def described(self) -> str:
        """The ids of what else is said about it."""
        said = (("hint", self.hint), ("error", self.error))
        return " ".join(f"{kind}-{self.id}" for kind, text in said if text)


class StatusForm(Form):
    """How far a measure has got."""

    status = forms.ChoiceField(
        label="状況",
        choices=ProposalStatus.choices,
        error_messages=_REQUIRED | {"invalid_choice": "一覧の状況から選んでください。"},
    )
    on = Day(label="日付")
    note = Line(500, label="メモ", required=False)


class OverrideForm(Form):
    """Another verdict than the rules', with a reason and an end."""

    def __init__(self, ruled: Outcome, today: date, place: str = "", data: Any = None) -> None:
        super().__init__(place, data)
        others = [(one.value, wording.VERDICTS[one.value]) for one in Outcome if one is not ruled]
        self.fields["verdict"] = forms.ChoiceField(
            label="相談員の判断",
            choices=[("", "選ぶ"), *others],
            error_messages=_REQUIRED
            | {"invalid_choice": f"規則の判定（{wording.VERDICTS[ruled.value]}）と違う判定を選んでください。"},
        )
        self.fields["reason"] = Line(500, label="理由")
        self.fields["until"] = Day(
            today, last_day(today), label="期限", help_text=f"長くて{on(last_day(today))}までです。"
        )


class TaskForm(Form):
    """Something to do. *titles*: measure code → title, of what a task can be about."""

    text = Line(300, label="内容")
    due = Day(label="期日", required=False)
    measure = Line(5, label="施策番号", required=False, help_text="施策についてのことなら。例: 1-05")

    def __init__(self, titles: Mapping[str, str], data: Any = None) -> None:
        super().__init__("", data)
        self._titles = titles

    def clean_measure(self) -> str:
        """Raises ValidationError for a measure that there is not."""
        code: str = self.cleaned_data["measure"]
        if code and code not in self._titles:
            raise forms.ValidationError("その番号の施策はありません。「1-05」のように書いてください。")
        return code
