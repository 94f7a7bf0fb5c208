"""Numbers, days and lists as the visitor's language writes them: Japanese counts by ten thousands, and closes without a space."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from catalogue.units import format_budget, format_quantity
from matcher.features import Unit


def in_japanese() -> bool:
    """Whether the page at hand is in Japanese; without a page it is as the settings say."""
    return (get_language() or settings.LANGUAGE_CODE).startswith("ja")


def listed(texts: Iterable[str]) -> str:
    """Texts side by side: A、B."""
    return _("、").join(texts)


def quantity_text(number: int | float, unit: Unit) -> str:
    """A number of a rule or an answer with its unit: 1億5,000万円, 300人, 5年, 1,500kL."""
    if unit is Unit.YEN:
        return _grouped(format_quantity(number, unit)) if in_japanese() else yen_text(int(number))
    count = re.sub(r"[^0-9.]", "", format_quantity(number, unit))
    if unit is Unit.YEARS:
        return ngettext("{count}年", "{count}年", int(number)).format(count=count)
    if unit is Unit.PEOPLE:
        return people_text(int(number))
    return kilolitres_text(_grouped(count))


def yen_text(yen: int) -> str:
    """An amount where neither 万 nor 億 is used: ¥30,000,000."""
    return f"¥{yen:,}"


def budget_text(yen: int) -> str:
    """A budget: 987.7億円."""
    return format_budget(yen) if in_japanese() else yen_text(yen)


def people_text(count: int) -> str:
    """A number of people: 1,200人."""
    return ngettext("{count}人", "{count}人", count).format(count=f"{count:,}")


def kilolitres_text(figure: str) -> str:
    """A *figure* of kilolitres: 1,500kL."""
    return _("{count}kL").format(count=figure)


_LONG_NUMBER = re.compile(r"(?<![.0-9])[0-9]{4,}")


def _grouped(text: str) -> str:
    """Thousands separated: 5000万円 → 5,000万円."""
    return _LONG_NUMBER.sub(lambda digits: f"{int(digits[0]):,}", text)


MONTHS = ("1月", "2月", "3月", "4月", "5月", "6月", "7月", "8月", "9月", "10月", "11月", "12月")


def day_text(day: str) -> str:
    """An ISO day or month as people write it: 2025-03-31 → 2025年3月31日, 2025-03 → 2025年3月."""
    year, month, *rest = (int(part) for part in day.split("-"))
    phrase = _("{year}年{month}{day}日") if rest else _("{year}年{month}")
    return phrase.format(year=year, month=_(MONTHS[month - 1]), day=rest[0] if rest else "")


def days_text(first: date | None, last: date | None) -> str:
    """Since and until when, as far as it is known: 2025年4月1日から2025年4月30日まで; "" when neither is."""
    since, until = (day_text(day.isoformat()) if day else "" for day in (first, last))
    if since and until:
        return _("{since}から{until}まで").format(since=since, until=until)
    if since:
        return _("{day}から").format(day=since)
    return _("{day}まで").format(day=until) if until else ""
