"""Two editors at once: the second is told what changed since the page was opened, and loses nothing of what was typed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.db.models import Max, Model
from django.utils.timezone import localtime

_TYPES = {"+": "追加", "~": "変更", "-": "削除"}


def histories(model: type[Model], owner: str, rows: tuple[type[Model], ...]) -> list[tuple[Any, str]]:
    """(historical model, its field that names the object) for the object itself and its rows."""
    return [(model.history.model, "id"), *((row.history.model, f"{owner}_id") for row in rows)]  # type: ignore[attr-defined]  # simple_history adds it


def marks(found: list[tuple[Any, str]], pk: int | None) -> str:
    """How far each history of an object has got, as a page remembers it; "" of one that is not stored yet."""
    if pk is None:
        return ""
    return "-".join(
        str(rows.objects.filter(**{field: pk}).aggregate(last=Max("history_id"))["last"] or 0) for rows, field in found
    )


def since(found: list[tuple[Any, str]], pk: int, seen: str) -> Iterator[str]:
    """What has been changed since the page with the marks *seen*: when, by whom, what."""
    known = seen.split("-")
    for (rows, field), text in zip(found, known, strict=False):
        last = int(text) if text.isascii() and text.isdigit() else 0
        for row in rows.objects.filter(history_id__gt=last, **{field: pk}).select_related("history_user"):
            when = f"{localtime(row.history_date):%Y-%m-%d %H:%M}"
            what = f"{rows.instance_type._meta.verbose_name}「{row.instance}」"
            yield f"{when} {row.history_user or '読み込み'}：{what}を{_TYPES[row.history_type]}{_changed(row)}"


def _changed(row: Any) -> str:
    """The fields that a change touched, old → new."""
    before = row.prev_record if row.history_type == "~" else None
    if before is None:
        return ""
    parts = []
    for change in row.diff_against(before).changes:
        label = row.instance_type._meta.get_field(change.field).verbose_name
        parts.append(f"{label} {change.old} → {change.new}")
    return f"（{'、'.join(parts)}）" if parts else ""


class MeanwhileForm(forms.ModelForm):
    """A form that remembers how far the history had got. *histories* is set by its admin."""

    seen = forms.CharField(label="開いたときの履歴", required=False, widget=forms.HiddenInput)
    histories: list[tuple[Any, str]] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["seen"] = marks(self.histories, self.instance.pk)

    def clean(self) -> dict[str, Any]:
        """Refused once when others have saved meanwhile; the second time it is on purpose."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        pk = self.instance.pk
        if pk is not None and data.get("seen") != (now := marks(self.histories, pk)):
            changes = list(since(self.histories, pk, data.get("seen", "")))
            data_sent: Any = self.data
            sent = data_sent.copy()
            sent[self.add_prefix("seen")] = now
            self.data = sent
            raise forms.ValidationError(
                [
                    "開いたあとに、ほかの人が変更しました。入力した内容は残っています。確かめて、よければもう一度保存してください。",
                    *changes,
                ]
            )
        return data
