"""A company profile: frozen answers. An absent answer is unknown, never a default."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date

from matcher import codes, industry
from matcher.errors import Problem, ProfileError

MAX_YEN = 10**15
MAX_EMPLOYEES = 10**7
MAX_ENERGY_KL = 10**9
MAX_NAME = 200
MAX_LIST = 200
EARLIEST_FOUNDATION = 500
"""Bounds beyond which an answer is a slip of the hand; the oldest living company was founded in 578."""


@dataclass(frozen=True, slots=True)
class Profile:
    """The answers of one company; ``None`` means "not answered", an empty set "answered: none".

    Money in yen, energy in kilolitres of crude oil equivalent a year, industries as JSIC codes, prefectures as JIS X 0401.
    *name* and *corporate_number* are for display and never used for matching.
    """

    name: str | None = None
    corporate_number: str | None = None
    entity_type: str | None = None
    industry: str | None = None
    other_industries: frozenset[str] | None = None
    prefecture: str | None = None
    other_prefectures: frozenset[str] | None = None
    capital_yen: int | None = None
    employees: int | None = None
    founded_year: int | None = None
    founded_on: date | None = None
    annual_sales_yen: int | None = None
    annual_energy_kl: float | None = None
    topics: frozenset[str] | None = None
    certifications: frozenset[str] | None = None
    situations: frozenset[str] | None = None

    @classmethod
    def from_mapping(cls, answers: object, as_of: date) -> Profile:
        """Read a decoded JSON object as of a day.

        Raises ProfileError with every mistake: unknown keys (nearest right one suggested), wrong types, unknown codes,
        numbers out of range, dates after *as_of*, answers that contradict one another.
        """
        if not isinstance(answers, Mapping):
            raise ProfileError((Problem((), "wrong_type", {"expected": "object"}),))
        if len(answers) > MAX_LIST:
            raise ProfileError((Problem((), "too_many", {"most": MAX_LIST}),))
        problems: list[Problem] = []
        given: dict[str, object] = {}
        for key, value in answers.items():
            reader = _READERS.get(key)
            if reader is None:
                near = nearest(str(key), PROFILE_KEYS)
                problems.append(Problem((_shown(key),), "unknown_key", {"suggestion": near, "allowed": PROFILE_KEYS}))
            elif value is not None:
                try:
                    given[key] = reader(value)
                except _Refused as refused:
                    problems += [Problem((key, *p.path), p.code, p.params) for p in refused.problems]
        problems += _contradictions(given, as_of)
        if problems:
            raise ProfileError(tuple(problems))
        return cls(**given)  # type: ignore[arg-type]  # the readers return what the fields declare

    def answered(self, key: str) -> bool:
        """Whether the question *key* has an answer; either way of telling the foundation answers ``founded_on``."""
        if key == "founded_on":
            return self.founded_on is not None or self.founded_year is not None
        return getattr(self, key) is not None

    def with_answer(self, key: str, value: object) -> Profile:
        """A copy with one answer changed."""
        return replace(self, **{key: value})  # type: ignore[arg-type]  # the caller names the key


PROFILE_KEYS = tuple(field.name for field in fields(Profile))


class _Refused(Exception):
    def __init__(self, *problems: Problem) -> None:
        self.problems = problems


def _shown(key: object) -> str:
    """An unknown key as a report can carry it: not endless, and never a lone surrogate, which no encoding can write."""
    return str(key)[:MAX_NAME].encode("utf-8", "backslashreplace").decode()


def nearest(text: str, allowed: Sequence[str]) -> str | None:
    """The code that was probably meant. Numbers that look alike are not near: 1 is 01, and never 41."""
    if text.isdigit():
        padded = text.zfill(2)
        return padded if padded in allowed else None
    near = difflib.get_close_matches(text[:MAX_NAME].lower(), allowed, n=1)
    return near[0] if near else None


def _refuse(code: str, **params: object) -> _Refused:
    return _Refused(Problem((), code, params))


_UNPRINTABLE = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")
"""Control characters, and halves of characters, which no encoding can write."""


def is_plain(text: str) -> bool:
    """Whether *text* holds nothing that cannot be shown or written."""
    return not _UNPRINTABLE.search(text)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise _refuse("wrong_type", expected="string")
    if not is_plain(value):
        raise _refuse("bad_text")
    return value


def _name(value: object) -> str:
    text = _text(value)
    if len(text) > MAX_NAME:
        raise _refuse("too_long", most=MAX_NAME)
    return text


def _whole(least: int, most: int) -> Callable[[object], int]:
    def read(value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            raise _refuse("wrong_type", expected="integer")
        if not least <= value <= most:
            raise _refuse("out_of_range", least=least, most=most)
        return value

    return read


def _energy(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _refuse("wrong_type", expected="number")
    if not 0 <= value <= MAX_ENERGY_KL:  # NaN compares false; math.isfinite fails on 10**400
        raise _refuse("out_of_range", least=0, most=MAX_ENERGY_KL)
    return value


def _code(allowed: tuple[str, ...]) -> Callable[[object], str]:
    def read(value: object) -> str:
        text = _text(value)
        if text not in allowed:
            raise _refuse("unknown_code", value=text[:MAX_NAME], suggestion=nearest(text, allowed), allowed=allowed)
        return text

    return read


def _industry(value: object) -> str:
    text = _text(value)
    if not industry.is_code(text):
        raise _refuse("unknown_industry", value=text[:MAX_NAME])
    return text


def _list_of(read_item: Callable[[object], str]) -> Callable[[object], frozenset[str]]:
    def read(value: object) -> frozenset[str]:
        if not isinstance(value, list | tuple):
            raise _refuse("wrong_type", expected="list")
        if len(value) > MAX_LIST:
            raise _refuse("too_many", most=MAX_LIST)
        items, problems = [], []
        for place, item in enumerate(value):
            try:
                items.append(read_item(item))
            except _Refused as refused:
                problems += [Problem((place, *p.path), p.code, p.params) for p in refused.problems]
        if problems:
            raise _Refused(*problems)
        return frozenset(items)

    return read


_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _day(value: object) -> date:
    text = _text(value)
    try:
        day = date.fromisoformat(text) if _DAY.fullmatch(text) else None  # by itself it also reads 2024-W01-1
    except ValueError:
        day = None
    if day is None:
        raise _refuse("bad_date")
    if day.year < EARLIEST_FOUNDATION:
        raise _refuse("out_of_range", least=f"{EARLIEST_FOUNDATION:04d}-01-01", most="9999-12-31")
    return day


def check_digit(digits: str) -> int:
    """The leading digit of a 13-digit 法人番号 over its last twelve *digits*: 9 − (Σ Pn·Qn mod 9), 平成26年財務省令第70号."""
    total = sum(int(digit) * (1 if place % 2 == 0 else 2) for place, digit in enumerate(reversed(digits)))
    return 9 - total % 9


def _corporate_number(value: object) -> str:
    text = _text(value)
    if len(text) != 13 or not (text.isascii() and text.isdigit()):
        raise _refuse("bad_corporate_number")
    if check_digit(text[1:]) != int(text[0]):
        raise _refuse("bad_check_digit")
    return text


_READERS: Mapping[str, Callable[[object], object]] = {
    "name": _name,
    "corporate_number": _corporate_number,
    "entity_type": _code(codes.ENTITY_TYPES),
    "industry": _industry,
    "other_industries": _list_of(_industry),
    "prefecture": _code(codes.PREFECTURES),
    "other_prefectures": _list_of(_code(codes.PREFECTURES)),
    "capital_yen": _whole(0, MAX_YEN),
    "employees": _whole(0, MAX_EMPLOYEES),
    "founded_year": _whole(EARLIEST_FOUNDATION, 9999),
    "founded_on": _day,
    "annual_sales_yen": _whole(0, MAX_YEN),
    "annual_energy_kl": _energy,
    "topics": _list_of(_code(codes.TOPICS)),
    "certifications": _list_of(_code(codes.CERTIFICATIONS)),
    "situations": _list_of(_code(codes.SITUATIONS)),
}


def _contradictions(given: Mapping[str, object], as_of: date) -> list[Problem]:
    """Answers that are each fine and cannot hold together, or not on that day."""
    found = []
    year, day = given.get("founded_year"), given.get("founded_on")
    if isinstance(year, int) and isinstance(day, date) and day.year != year:
        found.append(Problem(("founded_year",), "contradicts", {"other": "founded_on"}))
    if isinstance(day, date) and day > as_of:
        found.append(Problem(("founded_on",), "after_as_of", {"as_of": as_of.isoformat()}))
    elif isinstance(year, int) and year > as_of.year:
        found.append(Problem(("founded_year",), "after_as_of", {"as_of": as_of.isoformat()}))
    return found
