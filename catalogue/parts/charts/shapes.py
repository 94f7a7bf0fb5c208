"""What the pictures share: points, labels, and text measured before it is drawn.

Text is measured in ems by a rule of thumb that suits Japanese fonts; a server has no fonts to ask.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

Anchor = Literal["start", "middle", "end"]

FONT, LINE = 14, 18
"""Size of the text and distance of its lines, in pixels; the templates' ``font-size`` is FONT."""

BASELINE = 14  # from the top of a line
PAD = 4


class Point(NamedTuple):
    x: float
    y: float

    def __str__(self) -> str:
        return f"{self.x},{self.y}"


class Line(NamedTuple):
    """A line of text and the height of its baseline."""

    y: float
    text: str


@dataclass(frozen=True)
class Label:
    """Lines of text at *x*; *anchor*: start, middle or end."""

    x: float
    anchor: Anchor
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Frame:
    """The size of a picture, and one sentence of what it shows."""

    width: float
    height: float
    summary: str

    @property
    def view_box(self) -> str:
        return f"0 0 {self.width} {self.height}"


def text_width(text: str) -> float:
    """Width in ems: 1 for a full-width character, 0.65 for any other (letters and digits have 0.55 on average)."""
    return sum(1 if unicodedata.east_asian_width(char) in "WFA" else 0.65 for char in text)


_OPEN, _CLOSE = "[（「『［]*", "[、。，．・：；？！）」』］ー々〜ぁぃぅぇぉっゃゅょ]*"
_KATAKANA, _LATIN = "[ァ-ヺー]+", "[!-~Ａ-Ｚａ-ｚ０-９＆]+"
# What stays on one line if it can: a phrase – a word in kanji, katakana or Latin letters with the hiragana behind it, or a short
# addition in brackets –, else a word that is not in kanji, else a character; the first two with the marks that belong to them.
_PIECES = [
    re.compile(rf"（[^（）]{{1,10}}）|{_OPEN}(?:(?:[一-龠々ヶ]+|{_KATAKANA}|{_LATIN})[ぁ-ん]*|[ぁ-ん]+|.){_CLOSE}"),
    re.compile(rf"{_OPEN}(?:{_KATAKANA}|{_LATIN}|.){_CLOSE}"),
    re.compile("."),
]


def wrap(text: str, width: float, most: int) -> tuple[str, ...]:
    """*text* in lines of up to *width* ems (2 or more), as few and as even as can be.

    Phrases stay whole, or words at least, if *most* lines can hold them. What they cannot hold at all is cut off, with 「…」.
    """
    text = " ".join(text.split())
    for pattern in _PIECES:
        pieces = pattern.findall(text)
        lines = _filled(pieces, width)
        if len(lines) <= most and _widest(lines) <= width:
            return _evened(pieces, lines)
    last = lines[most - 1]
    while text_width(last) > width - 1:
        last = last[:-1]
    return (*lines[: most - 1], last + "…")


def _filled(pieces: Iterable[str], width: float) -> tuple[str, ...]:
    lines = [""]
    for piece in pieces:
        if lines[-1] and text_width(lines[-1] + piece.strip()) > width:
            lines.append("")
        lines[-1] = (lines[-1] + piece).lstrip()
    return tuple(line.rstrip() for line in lines)


def _evened(pieces: Sequence[str], lines: tuple[str, ...]) -> tuple[str, ...]:
    """As many lines, none of them longer than it must be."""
    while True:
        closer = _filled(pieces, _widest(lines) - 0.01)
        if len(closer) > len(lines) or _widest(closer) >= _widest(lines):
            return lines
        lines = closer


def _widest(lines: Iterable[str]) -> float:
    return max(map(text_width, lines))


def rounded(number: float) -> float:
    return round(number, 1) + 0.0  # no minus before a zero


def place(x: float, y: float) -> Point:
    return Point(rounded(x), rounded(y))


def written(x: float, top: float, anchor: Anchor, texts: Iterable[str]) -> Label:
    lines = (Line(rounded(top + BASELINE + row * LINE), text) for row, text in enumerate(texts))
    return Label(rounded(x), anchor, tuple(lines))
