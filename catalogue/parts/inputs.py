"""What people type into the number fields of a company profile, and the words that show them how it was read.

Every reader takes the text of a field and gives None for an empty one; what it cannot read, or can read in two ways, it
refuses with NotUnderstood. A unit that is written wins over the unit of the box: 「3,000円」 in a box of 万円 is 3,000 yen.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from django.utils.translation import gettext as _

from catalogue.language import day_text, kilolitres_text, listed, people_text
from catalogue.parts.japanese_numbers import (
    ERAS,
    NotUnderstood,
    Number,
    ambiguous,
    fold,
    from_era,
    ordinal,
    parse_number,
    refuse_what_is_no_single_figure,
    tidy,
    to_kl,
    to_man,
    without_hedges,
    year_words,
    yen_words,
)
from catalogue.wording import problem_text
from matcher.errors import Problem
from matcher.profile import EARLIEST_FOUNDATION, MAX_EMPLOYEES, MAX_ENERGY_KL, MAX_YEN, check_digit

__all__ = [
    "CorporateNumber",
    "NotUnderstood",
    "read_corporate_number",
    "read_count",
    "read_founded",
    "read_quantity",
    "read_year",
    "read_yen",
    "to_kl",
    "to_man",
    "year_words",
    "yen_words",
]

_BOXES = {1: "円", 10**3: "千円", 10**4: "万円", 10**6: "百万円", 10**8: "億円"}

# ¥ in front says yen as 円 behind does, and may close with the dash of a receipt: ¥3,000-; so does the deed's 金三百万円也.
_YEN = re.compile(r"(?:金(?=.*円))?(?P<sign>¥)?(?P<number>[^¥円]+?)(?P<word>円也?)?(?(sign)-?)")
_PEOPLE = re.compile(r"(?P<number>.+?)(?P<word>人|名)?")
_KL = re.compile(r"(?P<number>.+?)(?P<word>kl|キロリットル)?", re.IGNORECASE)

_NOBODY = frozenset(["なし", "無し", "無", "ない", "無い", "いない", "居ない", "いません", "ありません"])
_NO_FIGURE = _NOBODY | {"不明", "わからない", "分からない", "わかりません", "分かりません", "未定", "未回答", "-"}


def read_yen(text: str, unit: int = 10_000) -> int | None:
    """An amount in yen. A bare number counts in *unit* yen (1, 1,000, 10,000, a million or 100 million).

    兆, 億 and 万 stand for themselves: 「3,000万」 is 30,000,000 in any box, while 「3千」 is 3,000 of the box's unit.
    Raises NotUnderstood for what is no amount, has two readings, a fraction of a yen, or more than MAX_YEN.
    """
    unread = _("金額を読み取れませんでした。「3000」のように{box}単位の数字で書いてください（{words}）。").format(
        box=_(_BOXES[unit]), words=yen_words(3000 * unit)
    )
    spelled = _spelled(text, _YEN, unread)
    if spelled is None:
        return None
    number, has_unit = spelled
    factor = 1 if has_unit or number.marked else unit
    yen = _whole_yen(number.value * factor)
    if number.other is not None and not has_unit:
        raise ambiguous(yen_words(yen), yen_words(_whole_yen(number.other * factor)))
    if number.loose and not has_unit and unit > 1:
        raise ambiguous(yen_words(_whole_yen(number.value)), yen_words(_whole_yen(number.value * unit)))
    _refuse_more(yen, MAX_YEN, yen_words(MAX_YEN))
    return yen


def _whole_yen(yen: Fraction) -> int:
    if yen.denominator > 1:
        raise NotUnderstood(_("1円より細かい金額は使えません。小数点の位置を確かめてください。"))
    return int(yen)


def read_count(text: str) -> int | None:
    """A number of people; 「なし」 and 「いない」 are 0. Raises NotUnderstood, also for more than MAX_EMPLOYEES."""
    if tidy(text) in _NOBODY:
        return 0
    unread = _("人数を読み取れませんでした。「50」のように数字で書いてください（50人）。")
    people = _one_reading(_spelled(text, _PEOPLE, unread), people_text)
    if people is None:
        return None
    if people.denominator > 1:
        raise NotUnderstood(_("人数は整数で書いてください（例 50）。"))
    _refuse_more(people, MAX_EMPLOYEES, people_text(MAX_EMPLOYEES))
    return int(people)


def read_quantity(text: str) -> float | None:
    """Kilolitres of crude oil equivalent (原油換算). Raises NotUnderstood, also for more than MAX_ENERGY_KL."""
    unread = _(
        "エネルギー使用量を読み取れませんでした。「1200」のように原油換算の数字をkL単位で書いてください（1,200kL）。"
    )
    kilolitres = _one_reading(_spelled(text, _KL, unread), _kilolitres)
    if kilolitres is None:
        return None
    _refuse_more(kilolitres, MAX_ENERGY_KL, _kilolitres(MAX_ENERGY_KL))
    return float(kilolitres)


def _kilolitres(number: int) -> str:
    return kilolitres_text(f"{number:,}")


def _spelled(text: str, pattern: re.Pattern[str], unread: str) -> tuple[Number, bool] | None:
    """The number in *text* and whether a unit stood with it; None when the field is empty."""
    text = tidy(text)
    if not text:
        return None
    if text in _NO_FIGURE:
        raise NotUnderstood(
            _("「{text}」では数になりません。0なら「0」と書き、わからなければ空欄のままにしてください。").format(
                text=text
            )
        )
    text = without_hedges(text)
    refuse_what_is_no_single_figure(text)
    found = pattern.fullmatch(text)
    number = parse_number(found["number"]) if found else None
    if found is None or number is None:
        raise NotUnderstood(unread)
    return number, any(part for name, part in found.groupdict().items() if name != "number")


def _one_reading(spelled: tuple[Number, bool] | None, words: Callable[[int], str]) -> Fraction | None:
    if spelled is None:
        return None
    number, has_unit = spelled
    if number.other is not None and not has_unit:
        raise ambiguous(words(int(number.value)), words(int(number.other)))
    return number.value


def _refuse_more(number: Fraction | int, most: int, words: str) -> None:
    if number > most:
        raise NotUnderstood(_("大きすぎます。{most}までです。単位と桁を確かめてください。").format(most=words))


_NUMBER = r"[0-9]{1,4}|[〇一二三四五六七八九十百千]+"
_DAY = re.compile(
    rf"(?:(?P<era>明治?|大正?|昭和?|平成?|令和?|[MTSHR])\.?)?(?P<year>元|{_NUMBER})(?:年|[-/.](?=.)|\Z)"
    rf"(?:(?P<month>{_NUMBER})(?:月|[-/.](?=.)|\Z)(?:(?P<day>{_NUMBER})日?)?)?",
    re.IGNORECASE,
)
_COMPACT = re.compile(r"^([0-9]{4})([0-9]{2})([0-9]{2})$")
_AROUND = re.compile(
    r"^(?:創業|設立|創立)?(?:約|およそ)?(?:西暦)?|(?:頃|ごろ|ころ)?(?:に?(?:創業|設立|創立))?$"
)  # the box asks for either
_BOTH_CALENDARS = re.compile(r"([^()]+)\(([^()]+)\)([^()]*)")
_ERA_OF = {key: era for era in ERAS for key in (era.name[0], era.letter)}


def read_year(text: str, today: date) -> int | None:
    """A year up to that of *today*, 西暦 or 和暦; of a date the year alone. Raises NotUnderstood."""
    parts = _read_parts(text, today)
    return parts[0] if parts else None


def read_founded(text: str, today: date) -> int | date | None:
    """A date when year, month and day are given, else the year. Raises NotUnderstood.

    Of a day in 明治5年 or before only the year is taken: those days are of the old calendar.
    """
    parts = _read_parts(text, today)
    if not parts:
        return None
    return date(*parts) if len(parts) == 3 else parts[0]


def _read_parts(text: str, today: date) -> tuple[int, ...]:
    """(year,), (year, month) or (year, month, day), none of them after *today*; () when the field is empty."""
    text = tidy(text)
    if not text:
        return ()
    text = _AROUND.sub("", text)
    if text.endswith("年度"):
        year = _parts(text.removesuffix("度"), today)[0]
        raise NotUnderstood(
            _("年度ではなく年で書いてください（4月から12月なら{year}年、1月から3月なら{following}年）。").format(
                year=year, following=year + 1
            )
        )
    both = _BOTH_CALENDARS.fullmatch(text)
    if both is None:
        return _parts(text, today)
    parts = _parts(both[1] + both[3], today)
    for inside in both[2].split("・"):
        other = _parts(inside, today)
        if any(one != two for one, two in zip(parts, other, strict=False)):
            raise NotUnderstood(_("かっこの中と外で年や日が食い違っています。どちらかを直してください。"))
        parts = max(parts, other, key=len)
    return parts


def _parts(text: str, today: date) -> tuple[int, ...]:
    found = _DAY.fullmatch(_COMPACT.sub(r"\1-\2-\3", text))
    numbers = _numbers(found) if found else []
    if found is None or not all(1 <= n <= most for n, most in zip(numbers, (9999, 12, 31), strict=False)):
        raise NotUnderstood(_("年を読み取れませんでした。「1968」「昭和43年」のように書いてください。"))
    if found["era"]:
        parts = from_era(_ERA_OF[found["era"][0].upper()], *numbers)
    elif numbers[0] < 100:
        raise NotUnderstood(
            _("「{number}」だけでは年が決まりません。西暦4桁か、年号をつけて書いてください（例 {readings}）。").format(
                number=numbers[0], readings=listed(_readings(numbers[0], today))
            )
        )
    else:
        parts = tuple(numbers)
    if parts[0] < EARLIEST_FOUNDATION:
        raise NotUnderstood(_("{year}年より前は書けません。年を確かめてください。").format(year=EARLIEST_FOUNDATION))
    if parts > today.timetuple()[: len(parts)]:
        raise NotUnderstood(
            _("今日（{today}）より後は書けません。年を確かめてください。").format(today=day_text(today.isoformat()))
        )
    if len(parts) == 3:
        _refuse_no_day(*parts)
    return parts


def _numbers(found: re.Match[str]) -> list[int]:
    """Year, month and day as far as they are given; 0 for what is no number."""
    spelled = [part for part in found.group("year", "month", "day") if part]
    if spelled[0] == "元" and found["era"]:
        spelled[0] = "1"
    return [int(number.value) if (number := parse_number(part)) else 0 for part in spelled]


def _readings(number: int, today: date) -> list[str]:
    """What a year of one or two digits may be: 43 is 昭和43年（1968年）, 明治43年（1910年） or 1943年."""
    in_eras = [(era, era.year(number)) for era in ERAS if number <= era.years]
    return [
        *(
            _("{era}{number}年（{year}年）").format(era=_(era.name), number=ordinal(number), year=year)
            for era, year in in_eras
            if year <= today.year
        ),
        *(_("{year}年").format(year=century + number) for century in (2000, 1900) if century + number <= today.year),
    ]


def _refuse_no_day(year: int, month: int, day: int) -> None:
    try:
        date(year, month, day)
    except ValueError:
        raise NotUnderstood(_("{day}という日はありません。").format(day=day_text(f"{year}-{month}-{day}"))) from None


class CorporateNumber(NamedTuple):
    """A 法人番号 of 13 digits, and whether its first was worked out from the 12 digits of a 会社法人等番号."""

    digits: str
    completed: bool


_LETTER_AND_DIGITS = re.compile(r"(T?)([0-9]+)", re.IGNORECASE)


def read_corporate_number(text: str) -> CorporateNumber | None:
    """A 法人番号, a 会社法人等番号 or a 登録番号 (T and 13 digits), in any grouping. Raises NotUnderstood."""
    text = fold(text)
    if not text:
        return None
    found = _LETTER_AND_DIGITS.fullmatch(re.sub(r"[\s,-]", "", text))
    if found is None:
        raise NotUnderstood(_("法人番号を読み取れませんでした。13桁の数字で書いてください。"))
    letter, digits = found.groups()
    if letter and len(digits) != 13:
        raise NotUnderstood(_("登録番号はTと13桁の数字です。いまは数字が{count}桁です。").format(count=len(digits)))
    if len(digits) not in (12, 13):
        raise NotUnderstood(
            _("法人番号は13桁（会社法人等番号は12桁）の数字です。いまは{count}桁です。").format(count=len(digits))
        )
    if len(digits) == 12:
        return CorporateNumber(f"{check_digit(digits)}{digits}", True)
    if check_digit(digits[1:]) == int(digits[0]):
        return CorporateNumber(digits, False)
    if letter:
        raise NotUnderstood(
            _("この登録番号は法人番号になりません。番号を確かめるか、個人事業主なら空欄のままにしてください。")
        )
    raise NotUnderstood(problem_text(Problem((), "bad_check_digit")))
