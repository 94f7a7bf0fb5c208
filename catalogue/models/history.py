"""Event: what is known of a programme since the source was printed. Always from elsewhere, so always cited and dated."""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models
from simple_history.models import HistoricalRecords

from catalogue.models.codes import EventKind
from catalogue.models.programme import Programme, ProgrammeRow

DAY_OR_MONTH = r"^[0-9]{4}-(0[1-9]|1[0-2])(-[0-9]{2})?\Z"

_NAMED = (EventKind.RENAMED, EventKind.SUCCEEDED)
_EXPLAINED = (EventKind.CHANGED, EventKind.TERMS)


class Event(ProgrammeRow):
    """その後の経緯. *on*: ISO day, or month when the day is unknown, or "". *new_name*: of what it became, or of what followed."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="events", verbose_name="事業")
    kind = models.CharField("できごと", max_length=10, choices=EventKind)
    on = models.CharField(
        "日",
        max_length=10,
        blank=True,
        validators=[RegexValidator(DAY_OR_MONTH, "日は「2025-03-31」か「2025-03」のように書いてください。")],
    )
    old_name = models.CharField("前の名称", max_length=200, blank=True)
    new_name = models.CharField("後の名称", max_length=200, blank=True)
    citation = models.CharField("根拠", max_length=300)
    read_on = models.DateField("確認日")
    note = models.CharField("注", max_length=500, blank=True)

    history = HistoricalRecords(verbose_name="その後の経緯の履歴", verbose_name_plural="その後の経緯の履歴")

    class Meta(ProgrammeRow.Meta):
        verbose_name = verbose_name_plural = "その後の経緯"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=EventKind.values),
                name="event_kind_known",
                violation_error_message="できごとは ended、renamed、succeeded、changed、terms のいずれかです。",
            ),
            models.CheckConstraint(
                condition=(models.Q(kind__in=_NAMED) & ~models.Q(new_name=""))
                | (~models.Q(kind__in=_NAMED) & models.Q(new_name="")),
                name="event_new_name_with_renamed_or_succeeded",
                violation_error_message="後の名称（to）は、名称変更（renamed）と後継（succeeded）にだけ、必ず書きます。",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind__in=_EXPLAINED) | ~models.Q(note=""),
                name="event_change_has_a_note",
                violation_error_message="内容の変更（changed）とのちの条件（terms）には、その内容を注（note）に書いてください。",
            ),
            models.CheckConstraint(
                condition=~models.Q(citation=""),
                name="event_has_an_origin",
                violation_error_message="その後の経緯には根拠（citation）と確認日（read_on）が要ります。",
            ),
        ]
