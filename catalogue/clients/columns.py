"""The columns of a table of clients: what each is called, how a cell is read, and how it is written so that it reads the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from catalogue import labels
from catalogue.clients.codes import LIST, NONE, Codes, Unread, codes_of, industry_codes, prefecture_codes, read_several
from catalogue.clients.facts import UNANSWERED, Facts
from catalogue.clients.forms import LONGEST_NOTE
from catalogue.parts.inputs import (
    NotUnderstood,
    read_corporate_number,
    read_count,
    read_founded,
    read_quantity,
    read_yen,
    to_kl,
    to_man,
)
from catalogue.search import search_key
from matcher.profile import MAX_NAME

Said = dict[str, Any]
"""Profile keys, ``note`` and ``facts_on`` → values; None takes an answer back."""


@dataclass(frozen=True, slots=True)
class Column:
    """*unit*: part of the header, and may be left out there. *codes*: what may be written, if that is a list."""

    key: str
    name: str
    hint: str
    read: Callable[[str, date], Any]
    write: Callable[[Facts], str]
    unit: str = ""
    codes: Callable[[], Codes] | None = None
    can_be_emptied: bool = True

    @property
    def header(self) -> str:
        return f"{self.name}（{self.unit}）" if self.unit else self.name

    @property
    def header_keys(self) -> frozenset[str]:
        """How the header may be written, as compared."""
        return frozenset([header_key(self.header), header_key(self.name)])

    def said(self, text: str, today: date) -> Said:
        """What a cell says that is not empty. Raises Unread."""
        if search_key(text) == UNANSWERED:
            if not self.can_be_emptied:
                raise Unread("この項目は空にできません。")
            return self._keyed(None)
        try:
            return self._keyed(self.read(text, today))
        except NotUnderstood as error:
            raise Unread(str(error)) from error

    def _keyed(self, value: Any) -> Said:
        if self.key != "founded_on":
            return {self.key: value}
        if isinstance(value, date):
            return {"founded_on": value.isoformat(), "founded_year": value.year}
        return {"founded_on": None, "founded_year": value}


def header_key(text: str) -> str:
    """A header as compared: neither widths nor spaces matter."""
    return search_key(text).replace(" ", "")


def _typed(key: str, hint: str, read: Callable[[str], Any], write: Callable[[Any], str], **more: Any) -> Column:
    def written(facts: Facts) -> str:
        value = facts.profile.get(key)
        return "" if value is None else write(value)

    return Column(key, labels.ANSWERS[key], hint, lambda text, _today: read(text), written, **more)


def _one(key: str, codes: Callable[[], Codes], hint: str) -> Column:
    return _typed(key, hint, lambda text: codes().read(text), lambda code: codes().write(code), codes=codes)


def _several(key: str, codes: Callable[[], Codes]) -> Column:
    return _typed(
        key,
        f"名前かコード。いくつかあれば「{LIST}」で区切ります。どれもなければ「{NONE}」。",
        lambda text: read_several(text, codes()),
        lambda chosen: LIST.join(codes().write(code) for code in chosen) or NONE,
        codes=codes,
    )


def _name(text: str) -> str:
    if len(text) > MAX_NAME:
        raise Unread(f"長すぎます。{MAX_NAME}字までで書いてください。")
    return " ".join(text.split())


def _number(text: str) -> str | None:
    found = read_corporate_number(text)
    return found.digits if found else None


def _note(text: str) -> str:
    if len(text) > LONGEST_NOTE:
        raise Unread(f"長すぎます。{LONGEST_NOTE:,}字までで書いてください。")
    return text


def _day(text: str, today: date) -> date:
    wrong = f"日付を読み取れませんでした。「{today.isoformat()}」のように、今日までの日を書いてください。"
    try:
        day = read_founded(text, today)
    except NotUnderstood as error:
        raise Unread(wrong) from error
    if not isinstance(day, date):
        raise Unread(wrong)
    return day


COLUMNS = (
    _typed(
        "name",
        "必ず書きます。同じ会社かどうかは、法人番号、なければ会社名で見分けます。",
        _name,
        str,
        can_be_emptied=False,
    ),
    _typed("corporate_number", "13桁。ない場合は空欄。", _number, str),
    _one("entity_type", lambda: codes_of("entity_type"), "名前かコード。"),
    _one("industry", industry_codes, "日本標準産業分類の名前かコード。"),
    _several("other_industries", industry_codes),
    _one("prefecture", prefecture_codes, "都道府県の名前かコード。"),
    _several("other_prefectures", prefecture_codes),
    _typed("employees", "例: 40、約120", read_count, str, unit="人"),
    _typed("capital_yen", "例: 1,000、3千万、1.5億。数字だけなら万円。", read_yen, to_man, unit="万円"),
    Column(
        "founded_on",
        "設立・創業の年",
        "例: 1968、昭和43年、1968-04-09",
        lambda text, today: read_founded(text, today),
        lambda facts: str(facts.profile.get("founded_on") or facts.profile.get("founded_year") or ""),
    ),
    _typed("annual_sales_yen", "例: 8,000、1億2,000万。数字だけなら万円。", read_yen, to_man, unit="万円"),
    _typed("annual_energy_kl", "原油換算。例: 1,200", read_quantity, to_kl, unit="kL"),
    _several("topics", lambda: codes_of("topics")),
    _several("situations", lambda: codes_of("situations")),
    _several("certifications", lambda: codes_of("certifications")),
    Column("note", "メモ", f"{LONGEST_NOTE:,}字まで。", lambda text, _today: _note(text), lambda facts: facts.note),
    Column(
        "facts_on",
        "情報の確認日",
        "空欄なら、新しい支援先は取り込んだ日になり、登録済みの支援先は変わりません。",
        _day,
        lambda facts: facts.facts_on.isoformat(),
        can_be_emptied=False,
    ),
)
"""In the order of the form, in Japanese whatever the page's language."""

NUMBERS = frozenset(["employees", "capital_yen", "annual_sales_yen", "annual_energy_kl"])
"""Columns whose cells a spreadsheet may add up."""
