"""JSIC rev.14 (日本標準産業分類, in force from 2024-04-01): the hierarchy, and the size-law category of each industry.

A code is a division letter ``A``–``T``, a two-digit major group (``09``), or three or four digits where known.
Only divisions and major groups are listed here; a deeper code is accepted under any existing major group.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
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
_DIGITS = "0123456789"


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

# Six major groups cannot decide alone. For each: is a code in the group's exception? The longest mark that a code starts with
# answers, the group's own mark for the rest of it; None: only a part is inside, so that both stay possible.
_MARKS: Mapping[str, Mapping[str, bool | None]] = {
    "41": {"41": False, "411": True, "412": True, "415": True, "416": True},
    "69": {"69": False, "693": True},
    "79": {"79": False, "791": True},
    # Rubber leaves out tyres and tubes for cars (1911) and aircraft (part of 1919), and industrial belts (part of 1931).
    "19": {"19": True, "1911": False, "1919": None, "1931": None},
    "39": {"39": False, "391": True, "3921": True},
    "75": {"75": False, "751": True},
}

_ANSWERS: Mapping[bool | None, tuple[bool, ...]] = {True: (True,), False: (False,), None: (True, False)}

# The exception is another category, or a special line.
_SPLIT = {
    "41": (Category.MANUFACTURING, Category.SERVICE),
    "69": (Category.MANUFACTURING, Category.SERVICE),
    "79": (Category.SERVICE, Category.MANUFACTURING),
}
_SPECIAL = {"19": Special.RUBBER, "39": Special.SOFTWARE, "75": Special.RYOKAN}

NEEDS_DETAIL = frozenset(_MARKS)
"""The six major groups that cannot decide company size alone."""

LODGING_AND_AMUSEMENT = frozenset(["75", "80"])
"""宿泊業・娯楽業: 20 employees count as small under three laws (政令, in force 2014-04)."""

Legal = tuple[Category, Special | None, bool]
"""(category, special line, lodging or amusement): all that size law asks of an industry."""


def _inside(code: str) -> frozenset[bool]:
    """Which answers remain possible to "does *code* belong to the exception of its major group?"."""
    marks = _MARKS[code[:2]]
    own = max((mark for mark in marks if code.startswith(mark)), key=len)
    reached = (own, *(mark for mark in marks if mark != own and mark.startswith(code)))
    return frozenset(answer for mark in reached for answer in _ANSWERS[marks[mark]])


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
        general, other = _SPLIT[group]
        return frozenset((other if inside else general, None, False) for inside in _inside(code))
    if group in _WHOLESALE:
        category = Category.WHOLESALE
    elif group in _RETAIL:
        category = Category.RETAIL
    else:
        category = Category.SERVICE if group in _SERVICE else Category.MANUFACTURING
    lodging = group in LODGING_AND_AMUSEMENT
    if group in _SPECIAL:
        special = _SPECIAL[group]
        return frozenset((category, special if inside else None, lodging) for inside in _inside(code))
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
    finer = tuple(mark for mark in _MARKS.get(code[:2], ()) if mark != code and mark.startswith(code))
    return (*finer, *elsewhere(code, finer)) if finer else ()


def elsewhere(code: str, named: Collection[str]) -> tuple[str, ...]:
    """A code under *code* that is none of *named*, stands for "something else of this group"; empty when they fill it."""
    for tail in (*_DIGITS, *(first + second for first in _DIGITS for second in _DIGITS)):
        found = code + tail
        if is_code(found) and not any(found.startswith(one) or one.startswith(found) for one in named):
            return (found,)
    return ()
