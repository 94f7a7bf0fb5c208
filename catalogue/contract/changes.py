"""Changes of the catalogue in the public contract: a row, and what has happened in a sentence."""

from __future__ import annotations

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.language import day_text
from catalogue.models import CatalogueChange, ChangeKind, ChangePart
from catalogue.wording import AVAILABILITIES

_SENTENCES = {
    (ChangeKind.PUBLISHED, ChangePart.ENTRY): gettext_lazy("「{title}」がカタログに加わりました。"),
    (ChangeKind.PUBLISHED, ChangePart.RULES): gettext_lazy("「{title}」の要件が改められました。"),
    (ChangeKind.CHANGED, ChangePart.CONTENT): gettext_lazy("「{title}」の内容が改められました。"),
    (ChangeKind.WITHDRAWN, ChangePart.ENTRY): gettext_lazy("「{title}」はカタログからなくなりました。"),
    (ChangeKind.WITHDRAWN, ChangePart.END): gettext_lazy("「{title}」の終了が記録されました。"),
    (ChangeKind.WITHDRAWN, ChangePart.RULES): gettext_lazy("「{title}」の要件の期間が改められました。"),
    (ChangeKind.RE_DATED, ChangePart.AVAILABILITY): gettext_lazy("「{title}」の受付期間の記載が改められました。"),
}
_FROM_A_DAY = {
    (ChangeKind.PUBLISHED, ChangePart.RULES): gettext_lazy("「{title}」の要件が改められました（{day}から）。"),
    (ChangeKind.WITHDRAWN, ChangePart.END): gettext_lazy("「{title}」の終了が記録されました（{day}）。"),
    (ChangeKind.WITHDRAWN, ChangePart.RULES): gettext_lazy("{day}から、「{title}」の要件はなくなります。"),
}
_BY_CALENDAR = {
    (ChangeKind.PUBLISHED, ChangePart.RULES): gettext_lazy("{day}から、「{title}」の新しい要件が使われています。"),
    (ChangeKind.WITHDRAWN, ChangePart.END): gettext_lazy("「{title}」は終了しました（{day}）。"),
    (ChangeKind.WITHDRAWN, ChangePart.RULES): gettext_lazy("{day}から、「{title}」の要件はありません。"),
    (ChangeKind.RE_DATED, ChangePart.AVAILABILITY): gettext_lazy(
        "{day}から、「{title}」の受付状況は「{availability}」です。"
    ),
}

HAPPENINGS = tuple(_SENTENCES)
"""What can happen to what."""


def sentence(one: CatalogueChange) -> str:
    """What has happened, in the language at hand."""
    key = ChangeKind(one.kind), ChangePart(one.part)
    day = day_text(one.effective_on.isoformat()) if one.effective_on else ""
    texts = _BY_CALENDAR if one.by_calendar else (_FROM_A_DAY if day and key in _FROM_A_DAY else _SENTENCES)
    state = _(AVAILABILITIES[one.availability]) if one.availability else ""
    return str(texts[key]).format(title=one.title, day=day, availability=state)


def change_row(one: CatalogueChange) -> dict[str, object]:
    """A change, in the contract's keys and order."""
    return {
        "id": one.pk,
        "at": localtime(one.at).isoformat(timespec="seconds"),
        "kind": one.kind,
        "part": one.part,
        "measure": one.measure or None,
        "programme": one.programme or None,
        "measure_codes": one.measures,
        "title": one.title,
        "effective_on": one.effective_on.isoformat() if one.effective_on else None,
        "by_calendar": one.by_calendar,
        "availability": one.availability or None,
        "catalogue_version": one.catalogue_version,
        "text": sentence(one),
    }
