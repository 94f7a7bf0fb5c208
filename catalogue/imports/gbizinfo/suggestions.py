"""An answer of gBizINFO → values that a person may take over into a profile.

Most of it comes from other registers, is empty for small firms, and may be old: each value carries its source and, where
gBizINFO tells one, a date. What is missing, out of range or of another form than described is left out, never guessed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from catalogue import labels
from catalogue.language import day_text, listed
from catalogue.wording import value_text
from matcher import ProfileError
from matcher.profile import Profile

SOURCE = "出典：gBizINFO（経済産業省）"
"""The attribution that the terms of use ask for; it stands wherever a suggestion stands."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One answer: *key* and *value* as the profile has them, *shown* as people read it.

    *as_of*: when gBizINFO last updated it, if it says so. Under ``certifications`` the value is what gBizINFO knows of and
    never all that a company holds: to be added to other answers, not put in their place.
    """

    key: str
    value: object
    shown: str
    as_of: date | None
    source: str = SOURCE


@dataclass(frozen=True, slots=True)
class Prefill:
    """Suggestions in the order of the profile. *closed*: the corporation's register is closed, since *closed_on* if told."""

    suggestions: tuple[Suggestion, ...]
    closed_on: date | None = None
    closed: bool = False

    @property
    def warning(self) -> str:
        """What to tell before anything else; "" when there is nothing."""
        if not self.closed:
            return ""
        since = _("{day}に").format(day=day_text(self.closed_on.isoformat())) if self.closed_on else ""
        return _(
            "gBizINFOでは、この法人の登記記録は{since}閉鎖されています（解散・合併など）。法人番号を確かめてください。"
        ).format(since=since)


def suggest(answer: Mapping[str, object], today: date) -> Prefill:
    """What *answer*, an entry as ``client.fetch`` gives it, suggests on the day *today*; never fails, whatever it holds."""
    found = tuple(_suggestions(answer, today))
    if any(one.key == "founded_on" for one in found):
        # 創業 may lie years before 設立, and a profile has one foundation: the registered one.
        found = tuple(one for one in found if one.key != "founded_year")
    closed_on = _past_day(answer.get("close_date"), today)
    return Prefill(found, closed_on, closed_on is not None or _text(answer.get("status")) == "閉鎖")


def _suggestions(answer: Mapping[str, object], today: date) -> Iterator[Suggestion]:
    for row in _ROWS:
        value = row.read(answer.get(row.field))
        if value is not None and _fits(row.key, value, today):
            yield Suggestion(row.key, value, row.show(value), _updated(answer, row.field, today))
    if held := _certifications(answer.get("certification"), today):
        shown = listed(_certified_text(code, day) for code, day in held.items())
        yield Suggestion("certifications", tuple(held), shown, None)


def _fits(key: str, value: object, today: date) -> bool:
    """Whether a profile takes the answer: the profile's own bounds, codes and days."""
    try:
        Profile.from_mapping({key: value}, today)
    except ProfileError:
        return False
    return True


# Readers of a field: a profile's value, or None.

_NOTHING = frozenset(["", "-", "Null"])
"""How gBizINFO writes a missing text, besides null and leaving it out."""


def _text(value: object) -> str | None:
    text = value.strip() if isinstance(value, str) else ""
    return None if text in _NOTHING else text


def _positive(value: object) -> int | None:
    """A whole number; 0 is how registers write that they do not know."""
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else None


_COMPANIES = frozenset(["301", "302", "303", "304", "305"])
"""株式会社, 有限会社, 合名会社, 合資会社, 合同会社. Of 399 and the others the form is not told."""


def _entity_type(value: object) -> str | None:
    return "corporation" if _text(value) in _COMPANIES else None


def _prefecture(value: object) -> str | None:
    place = _text(value) or ""
    return next((code for code, name in labels.PREFECTURES.items() if place.startswith(name)), None)


_DAY = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:T[0-9:.]+\+09:00)?")


def _iso_day(value: object) -> str | None:
    """A day in Japan as 2001-04-01; the time that may follow is dropped."""
    found = _DAY.fullmatch(_text(value) or "")
    try:
        return date.fromisoformat(found[1]).isoformat() if found else None
    except ValueError:
        return None


def _past_day(value: object, today: date) -> date | None:
    iso = _iso_day(value)
    day = date.fromisoformat(iso) if iso else None
    return None if day is None or day > today else day


class _Row(NamedTuple):
    key: str
    field: str
    read: Callable[[object], object]
    show: Callable[[Any], str]


_ROWS = (
    _Row("name", "name", _text, str),
    _Row("entity_type", "kind", _entity_type, lambda code: _(labels.ENTITY_TYPES[code])),
    _Row("prefecture", "location", _prefecture, lambda code: _(labels.PREFECTURES[code])),
    _Row("capital_yen", "capital_stock", _positive, lambda yen: value_text("capital_yen", yen)),
    _Row("employees", "employee_number", _positive, lambda people: value_text("employees", people)),
    _Row("founded_on", "date_of_establishment", _iso_day, day_text),
    _Row("founded_year", "founding_year", _positive, lambda year: _("{year}年").format(year=year)),
)
"""Profile key, field of gBizINFO, how it is read, how it is shown. ``industry`` is not the JSIC, so it is not taken."""

_REGISTERED = frozenset(["name", "kind", "location"])
"""What ``update_date`` is about: the register of corporate numbers. Capital or staff may be far older, or newer."""


def _updated(answer: Mapping[str, object], field: str, today: date) -> date | None:
    """When a field was last updated: by the metadata of the field, else by the entry's own date where that speaks of it."""
    metadata = answer.get("meta-data")
    days = metadata.get("last_update_date") if isinstance(metadata, Mapping) else None
    told = _past_day(days.get(field), today) if isinstance(days, Mapping) else None
    return told or (_past_day(answer.get("update_date"), today) if field in _REGISTERED else None)


# Certifications

_SPELLINGS: Mapping[str, tuple[str, ...]] = {
    "kurumin_try": ("トライくるみん認定", "トライくるみんプラス", "トライくるみんプラス認定"),
    "kurumin": ("くるみん認定", "くるみんプラス", "くるみんプラス認定"),
    "kurumin_platinum": ("プラチナくるみん認定", "プラチナくるみんプラス", "プラチナくるみんプラス認定"),
    "eruboshi_1": ("えるぼし認定（1段階目）", "えるぼし1段階目", "えるぼし認定1段階目"),
    "eruboshi_2": ("えるぼし認定（2段階目）", "えるぼし2段階目", "えるぼし認定2段階目"),
    "eruboshi_3": ("えるぼし認定（3段階目）", "えるぼし3段階目", "えるぼし認定3段階目"),
    "eruboshi_platinum": ("プラチナえるぼし認定", "プラチナえるぼしプラス", "プラチナえるぼしプラス認定"),
    "youth_yell": ("ユースエール認定",),
    "dx_certified": ("DX認定制度",),
    "bcp_plan": ("事業継続力強化計画", "事業継続力強化計画認定", "連携事業継続力強化計画認定"),
    "management_innovation_plan": ("経営革新計画", "経営革新計画承認"),
    "management_improvement_plan": ("経営力向上計画", "経営力向上計画認定", "経営力向上計画に係る認定"),
    "regional_future_plan": ("地域経済牽引事業計画", "地域経済牽引事業計画承認", "地域経済牽引事業計画の承認"),
    "supply_security_plan": ("供給確保計画", "供給確保計画認定", "供給確保計画の認定"),
}
"""Titles besides the labels. えるぼし without its step stays out, and so does 事業再編計画 without its law: two laws have one."""


def _plain(title: str) -> str:
    """Full-width letters and digits made narrow, as in ＤＸ認定制度; no spaces."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", title))


_CODE_OF = {
    _plain(title): code for code, label in labels.CERTIFICATIONS.items() for title in (label, *_SPELLINGS.get(code, ()))
}


def _certifications(entries: object, today: date) -> dict[str, date | None]:
    """Code → the last day of approval that is told, in the order of the labels."""
    found: dict[str, date | None] = {}
    for entry in entries if isinstance(entries, list) else ():
        title = _text(entry.get("title")) if isinstance(entry, Mapping) else None
        code = _CODE_OF.get(_plain(title)) if title else None
        if code is None or not _holds(entry, today):
            continue
        days = [day for day in (found.get(code), _past_day(entry.get("date_of_approval"), today)) if day]
        found[code] = max(days, default=None)
    return {code: found[code] for code in labels.CERTIFICATIONS if code in found}


def _holds(entry: Mapping[str, object], today: date) -> bool:
    """Not approved only later, and not known to have expired."""
    approved, expires = (_iso_day(entry.get(field)) for field in ("date_of_approval", "expiration_date"))
    return (approved is None or approved <= today.isoformat()) and (expires is None or expires >= today.isoformat())


def _certified_text(code: str, day: date | None) -> str:
    name = _(labels.CERTIFICATIONS[code])
    return name if day is None else _("{name}（{day}）").format(name=name, day=day_text(day.isoformat()))
