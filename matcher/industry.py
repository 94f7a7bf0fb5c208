"""JSIC rev.14 (日本標準産業分類, in force from 2024-04-01): the hierarchy, and the size-law category of each industry.

A code is a division letter ``A``–``T``, a two-digit major group (``09``), or three or four digits where known.
Only divisions and major groups are listed here; a deeper code is accepted under any existing major group.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache

from matcher.truth import FALSE, TRUE, UNKNOWN, Truth

_LAST_MAJOR_GROUP = {
    "A": 2, "B": 4, "C": 5, "D": 8, "E": 32, "F": 36, "G": 41, "H": 49, "I": 61, "J": 67,
    "K": 70, "L": 74, "M": 77, "N": 80, "O": 82, "P": 85, "Q": 87, "R": 96, "S": 98, "T": 99,
}  # fmt: skip


def _divisions() -> dict[str, tuple[str, ...]]:
    first, table = 1, {}
    for letter, last in _LAST_MAJOR_GROUP.items():
        table[letter] = tuple(f"{number:02d}" for number in range(first, last + 1))
        first = last + 1
    return table


DIVISIONS = _divisions()
"""Division letter → its major groups."""

DIVISION_OF = {group: letter for letter, groups in DIVISIONS.items() for group in groups}

_DEEPER = re.compile(r"[0-9]{2,4}")


def is_code(text: str) -> bool:
    """Whether *text* is a division, a major group, or three or four ASCII digits under an existing major group."""
    return text in DIVISIONS or (_DEEPER.fullmatch(text) is not None and text[:2] in DIVISION_OF)


def within(code: str, broader: str) -> bool:
    """Whether industry *code* lies in *broader* or is the same."""
    return code.startswith(broader) or (code not in DIVISIONS and DIVISION_OF[code[:2]] == broader)


def matches(code: str, wanted: str) -> Truth:
    """Does a company of industry *code* belong to *wanted*? UNKNOWN when its answer is broader than the rule."""
    if within(code, wanted):
        return TRUE
    return UNKNOWN if within(wanted, code) else FALSE


class Category(StrEnum):
    """The four classes of 中小企業基本法 第2条第1項."""

    MANUFACTURING = "manufacturing_etc"
    WHOLESALE = "wholesale"
    SERVICE = "service"
    RETAIL = "retail"


class Special(StrEnum):
    """Industries with a line of their own in the cabinet orders of the support laws (政令で定める業種)."""

    RUBBER = "rubber"
    SOFTWARE = "software_infoprocessing"
    RYOKAN = "ryokan"


# 中小企業庁の対応表（高齢・障害・求職者雇用支援機構の手引きが同じ表を載せる）: what is not named here is 製造業その他.
_WHOLESALE = frozenset(f"{n}" for n in range(50, 56))
_RETAIL = frozenset([*(f"{n}" for n in range(56, 62)), "76", "77"])
_SERVICE = frozenset(["38", "39", "70", *(f"{n}" for n in range(71, 76)), *(f"{n}" for n in range(78, 97))])

# Split below the major group: (major group, its general category, deeper codes of the other category).
_SPLIT = {
    "41": (Category.MANUFACTURING, Category.SERVICE, ("411", "412", "415", "416")),
    "69": (Category.MANUFACTURING, Category.SERVICE, ("693",)),
    "79": (Category.SERVICE, Category.MANUFACTURING, ("791",)),
}

# Special lines: deeper codes certainly inside, and those of which only a part is inside (then both stay possible).
# Rubber leaves out tyres and tubes for cars and aircraft (part of 191) and industrial belts (part of 1931).
_SPECIAL: dict[str, tuple[Special, tuple[str, ...], tuple[str, ...]]] = {
    "19": (Special.RUBBER, ("192", "1932", "1933", "199"), ("1919", "1931")),
    "39": (Special.SOFTWARE, ("391", "3921"), ()),
    "75": (Special.RYOKAN, ("751",), ()),
}

NEEDS_DETAIL = frozenset([*_SPLIT, *_SPECIAL])
"""The six major groups that cannot decide company size alone."""

LODGING_AND_AMUSEMENT = frozenset(["75", "80"])
"""宿泊業・娯楽業: 20 employees count as small under three laws (政令, in force 2014-04)."""

Legal = tuple[Category, Special | None, bool]
"""(category, special line, lodging or amusement): all that size law asks of an industry."""


def _membership(code: str, members: tuple[str, ...], partly: tuple[str, ...] = ()) -> frozenset[bool]:
    """Which answers remain possible to "is *code* among *members*?"."""
    if any(code.startswith(member) for member in members):
        return frozenset([True])
    if any(member.startswith(code) or code == member for member in (*members, *partly)):
        return frozenset([True, False])
    return frozenset([False])


@lru_cache(maxsize=4096)
def legal_kinds(code: str | None) -> frozenset[Legal]:
    """Every legal kind that an industry answer leaves possible; all of them when the industry is unanswered.

    Sources: 中小企業基本法第2条第1項; 中小企業支援法施行令第1条; JSIC column of the special lines is general knowledge.
    """
    if code is None or code in DIVISIONS:
        groups = DIVISION_OF if code is None else DIVISIONS[code]
        return frozenset(kind for group in groups for kind in legal_kinds(group))
    group = code[:2]
    if group in _SPLIT:
        general, other, members = _SPLIT[group]
        return frozenset((other if inside else general, None, False) for inside in _membership(code, members))
    if group in _WHOLESALE:
        category = Category.WHOLESALE
    elif group in _RETAIL:
        category = Category.RETAIL
    else:
        category = Category.SERVICE if group in _SERVICE else Category.MANUFACTURING
    lodging = group in LODGING_AND_AMUSEMENT
    if group in _SPECIAL:
        special, members, partly = _SPECIAL[group]
        return frozenset(
            (category, special if inside else None, lodging) for inside in _membership(code, members, partly)
        )
    return frozenset([(category, None, lodging)])


def finer_codes(code: str | None) -> tuple[str, ...]:
    """Answers that would say more than *code* does about company size.

    Unanswered: every major group. A division: its major groups. One of the six major groups that need detail:
    the three- and four-digit codes that settle it. Otherwise none.
    """
    if code is None:
        return tuple(DIVISION_OF)
    if code in DIVISIONS:
        return DIVISIONS[code]
    if code[:2] in _SPLIT:
        members = _SPLIT[code[:2]][2]
    elif code[:2] in _SPECIAL:
        members = (*_SPECIAL[code[:2]][1], *_SPECIAL[code[:2]][2])
    else:
        return ()
    finer = tuple(member for member in members if member != code and member.startswith(code))
    return (*finer, _elsewhere(code, members)) if finer else ()


def _elsewhere(code: str, members: tuple[str, ...]) -> str:
    """A code under *code* that is none of *members*: stands for "something else of this group"."""
    for digit in "0123456789":
        candidate = code + digit
        if not any(candidate.startswith(member) or member.startswith(candidate) for member in members):
            return candidate
    raise AssertionError(f"every code under {code} is special")
