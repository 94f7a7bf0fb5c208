"""Codes as people write them into a table: by name or by code, several beside one another. Nothing is guessed."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from django.utils import translation

from catalogue import labels
from catalogue.industries import search as industries
from catalogue.search import search_key
from matcher.industry import DIVISION_OF, DIVISIONS

NONE = "特にない"
LIST = "、"

_SEPARATORS = re.compile(r"([、,，;；\n])")
_CODED = re.compile(r"([a-t]|[0-9]{1,4})(?:[ :]+(.+))?")
_SHOWN = 40


class Unread(ValueError):
    """A cell that cannot be read; the message says in Japanese what would be right."""


def key_of(text: str) -> str:
    """One spelling for names: widths, cases and commas do not matter."""
    return search_key(text).replace("、", ",")


class Codes:
    """*names*: code → name. A name may also be written without what stands in brackets, if that leaves one only."""

    def __init__(self, names: Mapping[str, str], short: Mapping[str, str] | None = None) -> None:
        self.names = names
        self._codes = {key_of(code): code for code in names}
        self._named = _by_key((name, code) for code, name in names.items())
        self._short = _by_key(
            [(name.partition("（")[0], code) for code, name in names.items()] + [*(short or {}).items()]
        )

    def write(self, code: str) -> str:
        """The name."""
        return self.names.get(code, code)

    def found(self, text: str) -> tuple[str, ...]:
        """The codes that *text* may mean."""
        key = key_of(text)
        if key in self._codes:
            return (self._codes[key],)
        return self._named.get(key) or self._short.get(key, ())

    def read(self, text: str) -> str:
        """The code. Raises Unread."""
        found = self.found(text)
        if len(found) == 1:
            return found[0]
        if found:
            names = "と".join(f"「{self.write(one)}」" for one in found)
            raise Unread(f"「{text[:_SHOWN]}」には{names}があります。どれか一つを書いてください。")
        raise Unread(f"「{text[:_SHOWN]}」は選択肢にありません。{self._hint(key_of(text))}")

    def _hint(self, key: str) -> str:
        if key.isdigit() and key.zfill(2) in self.names:  # a spreadsheet has taken 09 for a number
            return f"「{self.write(key.zfill(2))}」なら、その名前かコード「{key.zfill(2)}」で書いてください。"
        if near := difflib.get_close_matches(key[:100], self._named, n=1):
            return f"「{self.write(self._named[near[0]][0])}」なら、その名前で書いてください。"
        return "ひな形の「書き方」のシートにある名前かコードで書いてください。"


def _by_key(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for name, code in pairs:
        key = key_of(name)
        if code not in found.get(key, ()):
            found[key] = (*found.get(key, ()), code)
    return found


class Industries(Codes):
    """A JSIC code, a name, or both; the name must be the code's. Any code that a company may have, listed or not."""

    def __init__(self) -> None:
        listed = {*DIVISIONS, *DIVISION_OF, *labels.DEEPER_INDUSTRIES}
        listed |= {code for answers in industries.FOLLOW_UPS.values() for code, _label in answers}
        super().__init__({code: industries.name_of(code) for code in sorted(listed) if industries.is_offered(code)})

    def write(self, code: str) -> str:
        return f"{code} {industries.name_of(code)}" if industries.is_offered(code) else code

    def found(self, text: str) -> tuple[str, ...]:
        code, name = self._coded(text)
        if not code:
            return super().found(text)
        return (code,) if name in ("", key_of(industries.name_of(code))) else ()

    def read(self, text: str) -> str:
        code, _name = self._coded(text)
        if code and not self.found(text):
            raise Unread(
                f"コード{code}は「{industries.name_of(code)}」です。コードか名前のどちらかに合わせてください。"
            )
        return super().read(text)

    def _coded(self, text: str) -> tuple[str, str]:
        """The code at the beginning, if it is one, and the name that follows."""
        coded = _CODED.fullmatch(key_of(text))
        code = coded[1].upper() if coded else ""
        return (code, coded[2] or "") if coded and industries.is_offered(code) else ("", "")

    def _hint(self, key: str) -> str:
        found = [] if key.isdigit() else industries.search(key, 3)
        if found:
            near = "、".join(f"「{self.write(one.code)}」" for one in found)
            return f"近いものは{near}です。名前かコードで書いてください。"
        return super()._hint(key)


def read_several(text: str, codes: Codes) -> list[str]:
    """Codes beside one another, separated by 、 , ; or lines; [] for 特にない. A separator may be part of a name. Raises Unread."""
    if key_of(text) == key_of(NONE):
        return []
    pieces = _SEPARATORS.split(text)
    chosen: list[str] = []
    place = 0
    while place < len(pieces):
        if pieces[place].strip() and not _SEPARATORS.fullmatch(pieces[place]):
            if key_of(pieces[place]) == key_of(NONE):
                raise Unread(f"「{NONE}」と、ほかの選択肢は一緒に書けません。どちらかを消してください。")
            code, place = _longest(pieces, place, codes)
            chosen.append(code)
        else:
            place += 1
    return chosen


def _longest(pieces: Sequence[str], place: int, codes: Codes) -> tuple[str, int]:
    """The code of the longest run of *pieces* that is one, and where it ends."""
    for end in range(min(len(pieces), place + _LONGEST_NAME), place + 1, -2):
        found = codes.found("".join(pieces[place:end]).strip())
        if len(found) == 1:
            return found[0], end
    return codes.read(pieces[place].strip()), place + 1


_LONGEST_NAME = 15
"""Pieces: no name has more than seven separators in it."""


@cache
def industry_codes() -> Industries:
    """All industries, in Japanese whatever the page's language."""
    with translation.override("ja"):
        return Industries()


@cache
def prefecture_codes() -> Codes:
    """The 47; 長野 is 長野県."""
    return Codes(labels.PREFECTURES, {name[:-1]: code for code, name in labels.PREFECTURES.items() if name != "北海道"})


@cache
def codes_of(key: str) -> Codes:
    """Those of one profile key."""
    return Codes(_NAMES[key])


_NAMES: Mapping[str, Mapping[str, str]] = {
    "entity_type": labels.ENTITY_TYPES,
    "topics": labels.TOPICS,
    "situations": labels.SITUATIONS,
    "certifications": labels.CERTIFICATIONS,
}
