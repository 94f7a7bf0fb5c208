"""The list of clients: what was asked for, and who it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from catalogue.clients.names import digits_of, name_key
from catalogue.models import Client
from catalogue.models.clients import FACTS_OLD_AFTER
from catalogue.search import search_key
from matcher.codes import PREFECTURES
from matcher.industry import DIVISIONS, is_code, within

SORTS: Mapping[str, str] = {"name": "名称", "facts": "情報の古い順", "updated": "更新の新しい順"}
"""Order → its name; the first is the usual one."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Which clients are wanted, and in which order. "" and False ask for nothing."""

    q: str = ""
    prefecture: str = ""
    industry: str = ""
    old: bool = False
    sort: str = "name"

    @classmethod
    def read(cls, asked: Mapping[str, str]) -> Choice:
        """From an address; what cannot be asked for counts as not asked."""
        prefecture, industry, sort = (asked.get(name, "") for name in ("prefecture", "industry", "sort"))
        return cls(
            asked.get("q", "").strip()[:_LONGEST],
            prefecture if prefecture in PREFECTURES else "",
            industry if industry in DIVISIONS else "",
            asked.get("old") == "1",
            sort if sort in SORTS else "name",
        )

    @property
    def asks(self) -> bool:
        """Whether anybody may be left out."""
        return bool(self.q or self.prefecture or self.industry or self.old)

    @property
    def address(self) -> dict[str, str]:
        """What of it stands in an address."""
        asked = {"q": self.q, "prefecture": self.prefecture, "industry": self.industry, "old": "1" if self.old else ""}
        return {key: value for key, value in asked.items() if value} | (
            {} if self.sort == "name" else {"sort": self.sort}
        )


_LONGEST = 200


def old_before(today: date) -> date:
    """Facts confirmed before this day should be asked for again."""
    return today - FACTS_OLD_AFTER


def found(clients: Iterable[Client], choice: Choice, today: date) -> list[Client]:
    """The *clients* that were asked for, in order. Compared here, since no database folds Japanese names."""
    wanted = [one for one in clients if _meets(one, choice, today)]
    return sorted(wanted, key=_ORDERS[choice.sort])


def _meets(client: Client, choice: Choice, today: date) -> bool:
    answers = client.answers
    industry = answers.get("industry", "")
    return (
        (not choice.prefecture or answers.get("prefecture") == choice.prefecture)
        and (not choice.industry or (is_code(industry) and within(industry, choice.industry)))
        and (not choice.old or client.facts_on < old_before(today))
        and (not choice.q or _named(client, choice.q))
    )


def _named(client: Client, words: str) -> bool:
    if digits := digits_of(words):
        return digits in client.corporate_number or digits in search_key(client.name)
    if key := name_key(words):
        return key in name_key(client.name)
    return search_key(words) in search_key(client.name)


_ORDERS: Mapping[str, Callable[[Client], Any]] = {
    "name": lambda one: (name_key(one.name), one.name, one.pk),
    "facts": lambda one: (one.facts_on, name_key(one.name), one.pk),
    "updated": lambda one: (-one.updated_at.timestamp(), one.pk),
}
