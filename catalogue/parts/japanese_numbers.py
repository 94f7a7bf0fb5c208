"""Numbers as Japanese people type them: full-width, with commas, in kanji, with 万 and 億, with 約 and 程度; and their eras.

Nothing is guessed: what has two readings is refused, and the refusal names both. Exact: fractions throughout, no rounding.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from django.utils.translation import gettext as _

from catalogue.language import day_text, in_japanese, yen_text

LONGEST = 60
"""Characters; the longest amount in kanji has 30."""


class NotUnderstood(ValueError):
    """Input without a reading, or with several. The message says in Japanese what is wrong and what would be right."""


def ambiguous(first: str, second: str) -> NotUnderstood:
    """The refusal of what can be read in two ways, naming both."""
    return NotUnderstood(
        _("「{first}」とも「{second}」とも読めます。どちらかに書き直してください。").format(first=first, second=second)
    )


_DASHES = "‐‒–—―−─━ーㅡ"  # NFKC brings －, ﹣, ﹘, ‑ and ｰ to one of these
_WAVES = "〜∼⁓〰"
_INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"  # comes along when a number is copied from a page or a PDF
_SAME = str.maketrans(
    {
        **dict.fromkeys(_DASHES, "-"),
        **dict.fromkeys(_WAVES, "~"),
        **dict.fromkeys(_INVISIBLE, ""),
        **dict(zip("○◯壱弐参拾萬圓\\", "〇〇一二三十万円¥", strict=True)),
    }
)


def fold(text: str) -> str:
    """*text* with one spelling for every digit, letter, dash and wave; "" when there is nothing to read."""
    text = text.strip()
    if len(text) > LONGEST:
        raise NotUnderstood(_("長すぎて読み取れません。{most}字までで書いてください。").format(most=LONGEST))
    if any(unicodedata.category(char) == "No" for char in text):  # NFKC would make 102 of 10²
        raise NotUnderstood(
            _("丸数字・上付きの数字・分数の文字（①、²、½など）は読み取れません。ふつうの数字で書いてください。")
        )
    return unicodedata.normalize("NFKC", text).translate(_SAME).strip()


def _range(first: str, last: str) -> str:
    return _("{first}〜{last}").format(first=first, last=last)


_TWO_NUMBERS = re.compile(r"(?<![0-9、 ])([0-9]{3})[、 ]([0-9]{3})(?![0-9、 ])")
_GROUP_GAP = re.compile(r"(?<=[0-9])[、 ](?=[0-9]{3}(?![0-9]))")


def tidy(text: str) -> str:
    """*text* folded, without spaces and with one spelling of comma and point; "" when there is nothing to read.

    A 、 or a space separates thousands where a comma may stand: 「1、200」. 「100、200」 may as well be two numbers: refused.
    """
    text = re.sub(r"(?<=[^。])。$", "", re.sub(r"\s+", " ", fold(text)))
    text = re.sub(r"(?<![0-9]) | (?![0-9])", "", text)
    text = re.sub(r"(?<=[0-9])。(?=[0-9])", ".", text)
    two = _TWO_NUMBERS.search(text)
    if two and two[1] < two[2]:
        raise ambiguous(f"{two[1]},{two[2]}", _range(two[1], two[2]))
    return _GROUP_GAP.sub(",", text)


class Number(NamedTuple):
    """A number as it is spelled out."""

    value: Fraction
    marked: bool
    """Whether 万, 億 or 兆 was written."""
    other: Fraction | None
    """What else it may be when no unit follows: 2千5 is 2,005 or 2,500; 1億5000 ends on 5,000 or on 5,000万."""
    loose: bool
    """Whether a unit of thousands that did not follow may have been meant or not: 30,000千, 3万5千."""


class _Addend(NamedTuple):
    times: Fraction
    scale: int


_KANJI = "〇一二三四五六七八九"
_DIGITS = r"(?:[1-9][0-9]{0,2}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?"
_ADDEND = re.compile(rf"({_DIGITS}|[{_KANJI}])?([千百十])|({_DIGITS}|[{_KANJI}]+)")
_SECTIONS = re.compile(r"(?:([^兆億万]+)兆)?(?:([^兆億万]+)億)?(?:([^兆億万]+)万)?([^兆億万]+)?")
_LARGE = (10**12, 10**8, 10**4, 1)
_SMALL = {"千": 1000, "百": 100, "十": 10, None: 1}
_AS_DIGITS = str.maketrans(_KANJI, "0123456789", ",")


def parse_number(text: str) -> Number | None:
    """The number that a tidy *text* spells out and nothing else: 1,200, 1.5億, 3千5百万, 五〇, 一億二千万. None: it is none."""
    if text in ("ゼロ", "零"):
        return Number(Fraction(0), False, None, False)
    found = _SECTIONS.fullmatch(text)
    if found is None:
        return None
    sections: list[tuple[int, list[_Addend]]] = []
    for section, large in zip(found.groups(), _LARGE, strict=True):
        if section is not None:
            addends = _addends(section, large)
            if addends is None:
                return None
            sections.append((large, addends))
    every = [addend for _large, addends in sections for addend in addends]
    if not every or not _descending(every):
        return None
    value = _total(every)
    other = _other(value, every, [(large, _total(addends)) for large, addends in sections])
    marked = sections[0][0] > 1
    loose = sections[-1][0] == 1 if marked else any(times >= 10 and scale > 1 for times, scale in every)
    return Number(value, marked, other, loose)


def _addends(section: str, large: int) -> list[_Addend] | None:
    found, place = [], 0
    while place < len(section):
        match = _ADDEND.match(section, place)
        if match is None:
            return None
        times, scale, rest = match.groups()
        digits = (times or rest or "1").translate(_AS_DIGITS)
        found.append(_Addend(Fraction(digits), _SMALL[scale] * large))
        place = match.end()
    return found


def _descending(addends: Sequence[_Addend]) -> bool:
    """Whether each addend fits below the one before: 1億2,000万 does, 1億20,000万 does not. Only the last may have a point."""
    for above, below in pairwise(addends):
        if above.times.denominator > 1 or below.scale >= above.scale or below.times * below.scale >= above.scale:
            return False
    return len(addends) == 1 or addends[-1].scale > 1 or addends[-1].times.denominator == 1


def _total(addends: Sequence[_Addend]) -> Fraction:
    return sum((times * scale for times, scale in addends), Fraction(0))


def _other(value: Fraction, addends: Sequence[_Addend], sections: Sequence[tuple[int, Fraction]]) -> Fraction | None:
    if len(addends) < 2:
        return None
    above, last = addends[-2:]
    large, rest = sections[-1]
    if last.scale == 1 and last.times < 10 and above.scale >= 100:
        other = value - last.times + last.times * above.scale / 10
    elif large == 1 and len(sections) > 1 and sections[-2][0] >= 10**8:
        other = value - rest + rest * sections[-2][0] / 10**4
    else:
        return None
    return other if other != value else None


_HEDGES = re.compile(
    r"^(?:約|およそ|おおよそ|凡そ|だいたい|大体|ほぼ|おおむね|概ね|ざっと)"
    r"|(?:くらい|ぐらい|位|程度|ほど|程|前後|弱|強|あまり|余り|余)$"
)
_BELOW_ZERO = re.compile(r"¥?(?:[-▲△]|マイナス).")
_RANGE = re.compile(
    rf"~|から|以上|以下|以内|未満|超|(?<=.)-(?=[0-9{_KANJI}])|(?<![0-9])[0-9]、[0-9](?![0-9])|[{_KANJI}]、[{_KANJI}]"
)
_NEIGHBOURS = re.compile(rf"(?<![{_KANJI}])(?:一二|二三|三四|四五|五六|六七|七八|八九)(?![{_KANJI}])")
_THREE_PLACES = re.compile(r"(?<![0-9,.])([1-9][0-9]{0,2})\.([0-9]{2}0)(?![0-9.])")


def without_hedges(text: str) -> str:
    """A tidy *text* without 約 … before and 程度, 弱, 強 … behind: the figure is taken as it stands, 約50人 is 50."""
    return _HEDGES.sub("", text)


def refuse_what_is_no_single_figure(text: str) -> None:
    """Raise NotUnderstood for negative numbers, ranges and bounds, and for spellings with two readings."""
    if _BELOW_ZERO.match(text):
        raise NotUnderstood(_("マイナスの数は使えません。0以上の数を書いてください。"))
    if _RANGE.search(text):
        raise NotUnderstood(
            _(
                "「50〜60」「50以上」のような幅のある書き方は読み取れません。実際にいちばん近い数をひとつ書いてください（例 55）。"
            )
        )
    if near := _NEIGHBOURS.search(text):
        digits = near[0].translate(_AS_DIGITS)
        raise ambiguous(_range(*digits), digits)
    if point := _THREE_PLACES.search(text):
        raise ambiguous(f"{point[1]}.{point[2]}".rstrip("0").rstrip("."), f"{point[1]},{point[2]}")
    if text == "〇":
        raise NotUnderstood(_("「〇」は、数の0とも丸印とも読めます。0なら「0」と書いてください。"))


class Era(NamedTuple):
    """A 元号 with its days in the calendar of today; the day of a change counts to both eras until 昭和."""

    name: str
    letter: str
    first: date
    last: date | None

    @property
    def years(self) -> int:
        """The number of its last year: 昭和 has 64."""
        return (self.last or date.max).year - self.first.year + 1

    def year(self, number: int) -> int:
        return self.first.year + number - 1


ERAS = (
    Era("令和", "R", date(2019, 5, 1), None),
    Era("平成", "H", date(1989, 1, 8), date(2019, 4, 30)),
    Era("昭和", "S", date(1926, 12, 25), date(1989, 1, 7)),
    Era("大正", "T", date(1912, 7, 30), date(1926, 12, 25)),
    Era("明治", "M", date(1868, 1, 25), date(1912, 7, 30)),
)
"""Newest first."""


def from_era(era: Era, number: int, *month_and_day: int) -> tuple[int, ...]:
    """Year, month and day in 西暦, as far as given. Exact to the day: 昭和64年 has seven of them, all in January.

    Of 明治5年 and before the year alone: those months and days are of the old calendar.
    """
    parts = (era.year(number), *(() if era.letter == "M" and number < 6 else month_and_day))
    if era.last is not None and parts > era.last.timetuple()[: len(parts)]:
        raise NotUnderstood(
            _("{era}は{years}年まで（{last}まで）です。西暦か、正しい年号で書いてください。").format(
                era=_(era.name), years=era.years, last=day_text(era.last.isoformat())
            )
        )
    if parts < era.first.timetuple()[: len(parts)]:
        raise NotUnderstood(
            _("{era}は{first}からです。西暦か、正しい年号で書いてください。").format(
                era=_(era.name), first=day_text(era.first.isoformat())
            )
        )
    return parts


_SCALES = ((10**12, "兆"), (10**8, "億"), (10**4, "万"), (1, ""))


def yen_words(yen: int) -> str:
    """*yen*, 0 or more, to the last yen: 120000000 → 1億2,000万円. (A threshold of a rule is units.format_quantity's.)"""
    if not in_japanese():
        return yen_text(yen)
    words = ""
    for scale, name in _SCALES:
        count, yen = divmod(yen, scale)
        words += f"{count:,}{name}" if count else ""
    return f"{words or 0}円"


def to_kl(kilolitres: float, comma: str = "") -> str:
    """A quantity with all its digits and never as a power of ten: 1200, 0.00001, 1234.567; *comma* between thousands."""
    return f"{Decimal(repr(kilolitres)).normalize():{comma}f}"


def to_man(yen: int) -> str:
    """What stands in the box of 万円 for *yen*, 0 or more, exactly: 35000 → 3.5."""
    man, rest = divmod(yen, 10_000)
    return f"{man}.{rest:04d}".rstrip("0") if rest else str(man)


def year_words(year: int) -> str:
    """1968 → 1968年（昭和43年）; before 明治, and in other languages, without an era."""
    if not in_japanese():
        return _("{year}年").format(year=year)
    eras = "・".join(
        f"{era.name}{ordinal(year - era.first.year + 1)}年"
        for era in reversed(ERAS)
        if 1 <= year - era.first.year + 1 <= era.years
    )
    return f"{year}年（{eras}）" if eras else f"{year}年"


def ordinal(number: int) -> str:
    """The first year of an era is 元年."""
    return _("元") if number == 1 else str(number)
