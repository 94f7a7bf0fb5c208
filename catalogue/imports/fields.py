"""Reading the keys of one mapping: each reader takes what is right and notes what is wrong, so that all mistakes come at once."""

from __future__ import annotations

import re
from collections.abc import Callable
from collections.abc import Sequence as Seq
from datetime import date
from decimal import Decimal
from typing import TypeVar

from catalogue.imports.nodes import Mapping, Mistakes, Scalar, Sequence, Tree
from catalogue.models.measure import PLACE_PATTERN
from catalogue.validators import nearest

T = TypeVar("T")

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_NUMBER = re.compile(r"([0-9]+|[0-9]{1,3}(,[0-9]{3})+)(\.[0-9]{1,4})?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_AS_OF = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])(-[0-9]{2})?")
_MOST = Decimal(10**14)  # as the database keeps 18 digits, 4 of them behind the point

EMPTY = "空です。値を書くか、キーごと消してください。"
EMPTY_LIST = "空です。1つ以上書くか、キーごと消してください。"


class Fields:
    """One mapping of a file. Every key must be among *allowed*; whatever is not read is a mistake."""

    def __init__(self, tree: Tree, mistakes: Mistakes, path: str, allowed: Seq[str]) -> None:
        self.mistakes, self.path = mistakes, path
        self.line = tree.line
        self.ok = isinstance(tree, Mapping)
        self.items: dict[str, Tree] = {}
        self._lines: dict[str, int] = {}
        if not isinstance(tree, Mapping):
            mistakes.add(tree.line, path, f"「キー: 値」の形で書いてください。使えるキーは {'、'.join(allowed)} です。")
            return
        self.items, self._lines = tree.items, tree.keys
        for key in tree.items:
            if key not in allowed:
                mistakes.add(tree.keys[key], self.key(key), f"このキーはありません。{nearest(key, tuple(allowed))}")

    def line_of(self, name: str) -> int:
        """The line of key *name*, or of the mapping when it is absent."""
        return self._lines.get(name, self.line)

    def key(self, name: str) -> str:
        """The path of *name* for a message."""
        return f"{self.path}.{name}" if self.path else name

    def wrong(self, name: str, message: str) -> None:
        """Note a mistake at key *name*, or at the mapping when it is absent."""
        self.mistakes.add(self.line_of(name), self.key(name), message)

    def has(self, name: str) -> bool:
        """Whether the key is there and says something."""
        found = self.items.get(name)
        return found is not None and not (isinstance(found, Scalar) and _says_nothing(found))

    def _lacks(self, name: str, required: bool, empty: str = EMPTY) -> bool:
        """Whether the key says nothing; that it had to, or that it stands there empty, is a mistake."""
        if self.has(name):
            return False
        if required and self.ok:
            self.wrong(name, "必ず書いてください。")
        elif name in self.items:
            self.wrong(name, empty)
        return True

    def text(self, name: str, *, required: bool = False, most: int = 600) -> str:
        """A non-empty string; "" when absent."""
        if self._lacks(name, required):
            return ""
        found = self.items[name]
        if not isinstance(found, Scalar):
            self.wrong(name, "1つの文字列で書いてください。")
            return ""
        self._check_text(name, self.line_of(name), found.text, most)
        return found.text

    def _check_text(self, name: str, line: int, text: str, most: int) -> None:
        if _CONTROL.search(text):
            self.mistakes.add(line, self.key(name), "使えない制御文字が入っています。")
        if len(text) > most:
            self.mistakes.add(line, self.key(name), f"長すぎます（{len(text):,}字）。{most}字までです。")
        if text != text.strip():
            self.mistakes.add(line, self.key(name), "前後の空白を取ってください。")

    def one_of(self, name: str, allowed: Seq[str], *, required: bool = True) -> str:
        """A code among *allowed*; "" for anything else, so that nothing further is said about it."""
        text = self.text(name, required=required)
        if text and text not in allowed:
            self.wrong(name, f"「{shown(text)}」はありません。{nearest(text, tuple(allowed))}")
            return ""
        return text

    def matching(self, name: str, pattern: str, example: str, *, required: bool = True, most: int = 600) -> str:
        """A string of a given form; "" for anything else, so that nothing further is said about it."""
        text = self.text(name, required=required, most=most)
        if text and not re.fullmatch(pattern, text):
            self.wrong(name, f"「{shown(text)}」は形が違います。{example}のように書いてください。")
            return ""
        return text

    def place(self, name: str = "place", *, required: bool = True) -> str:
        """A place in the source."""
        return self.matching(name, PLACE_PATTERN, "「p6 方針」「p6 フォローアップ」「p48-50」", required=required)

    def flag(self, name: str) -> bool:
        """``true`` or ``false``; false when absent."""
        found = self.items.get(name)
        if found is None:
            return False
        if not isinstance(found, Scalar) or not found.plain or found.text not in ("true", "false"):
            self.wrong(name, "true か false で書いてください。")
            return False
        return found.text == "true"

    def whole(self, name: str) -> int | None:
        """A small whole number, if given."""
        text = self.text(name)
        if text and not (text.isascii() and text.isdigit() and len(text) <= 3):
            self.wrong(name, f"「{shown(text)}」は整数ではありません。「8」のように数字だけで書いてください。")
            return None
        return int(text) if text else None

    def number(self, name: str) -> Decimal:
        """A number ≥ 0 without a unit."""
        text = self.text(name, required=True)
        value = Decimal(text.replace(",", "")) if _NUMBER.fullmatch(text) else _MOST
        if value < _MOST:
            return value
        if text:
            self.wrong(
                name,
                f"「{shown(text)}」は数ではありません。単位は unit に分けて、0以上の数（小数は4桁まで）を書いてください。",
            )
        return Decimal(0)

    def day(self, name: str, *, required: bool = False) -> date | None:
        """An ISO date; None when absent."""
        text = self.text(name, required=required)
        if not text:
            return None
        try:
            if not _DAY.fullmatch(text):
                raise ValueError(text)
            return date.fromisoformat(text)
        except ValueError:
            self.wrong(name, f"「{shown(text)}」は日付ではありません。2024-03-31 のように書いてください。")
            return None

    def month_or_day(self, name: str) -> str:
        """``2024-01`` or ``2024-01-15``; "" when absent."""
        text = self.text(name)
        if text and _AS_OF.fullmatch(text) is None:
            self.wrong(name, f"「{shown(text)}」は時点ではありません。2024-01 か 2024-01-15 のように書いてください。")
        elif len(text) == 10:
            self.day(name)
        return text

    def texts(self, name: str, *, required: bool = False) -> list[str]:
        """A list of strings; empty when absent."""
        return [text for text, _ in self.texts_with_lines(name, required=required)]

    def texts_with_lines(self, name: str, *, required: bool = False) -> list[tuple[str, int]]:
        """A list of strings and the line each stands on."""
        if self._lacks(name, required, EMPTY_LIST):
            return []
        found = self.items[name]
        if not isinstance(found, Sequence):
            self.wrong(name, "[ ] で囲んだ並びで書いてください。")
            return []
        if not found.items:
            self.wrong(name, "空です。1つ以上書いてください。" if required else EMPTY_LIST)
        texts = []
        for item in found.items:
            if not isinstance(item, Scalar):
                self.mistakes.add(item.line, self.key(name), "並びの中は文字列で書いてください。")
            elif _says_nothing(item):
                self.mistakes.add(item.line, self.key(name), "並びの中に空の項目があります。")
            else:
                self._check_text(name, item.line, item.text, 200)
                texts.append((item.text, item.line))
        return texts

    def codes(self, name: str, allowed: Seq[str], *, required: bool = False) -> tuple[str, ...]:
        """A list of different codes among *allowed*; none at all for anything else, so that nothing further is said about it."""
        texts = self.texts_with_lines(name, required=required)
        seen: set[str] = set()
        for text, line in texts:
            if text not in allowed:
                self.mistakes.add(
                    line, self.key(name), f"「{shown(text)}」はありません。{nearest(text, tuple(allowed))}"
                )
            if text in seen:
                self.mistakes.add(line, self.key(name), f"「{text}」が二度書かれています。")
            seen.add(text)
        return tuple(text for text, _ in texts) if seen <= set(allowed) else ()

    def each(self, name: str, read: Callable[[Tree, Mistakes, str], T], *, required: bool = False) -> tuple[T, ...]:
        """A list, each item read by *read*; empty when absent. A list that is there but empty is a mistake."""
        if self._lacks(name, required, EMPTY_LIST):
            return ()
        found = self.items[name]
        if not isinstance(found, Sequence):
            self.wrong(name, "「- 」で始まる並びで書いてください。")
            return ()
        if not found.items:
            self.wrong(name, "空です。1つ以上書いてください。" if required else EMPTY_LIST)
        return tuple(read(item, self.mistakes, f"{self.key(name)}[{place}]") for place, item in enumerate(found.items))


def shown(text: str) -> str:
    """*text* as a message quotes it: not more than is needed to recognise it."""
    return text if len(text) <= 40 else f"{text[:40]}…"


def _says_nothing(scalar: Scalar) -> bool:
    return not scalar.text or (scalar.plain and scalar.text in ("null", "~"))
