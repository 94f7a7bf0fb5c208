"""Numbers as people write them in catalogue files, and back. Exact: decimals throughout, no rounding."""

from __future__ import annotations

import re
from decimal import Decimal

from matcher.features import Unit

_UNITS: dict[Unit, dict[str, Decimal]] = {
    Unit.YEN: {"円": Decimal(1), "万円": Decimal(10**4), "億円": Decimal(10**8), "兆円": Decimal(10**12)},
    Unit.PEOPLE: {"人": Decimal(1)},
    Unit.YEARS: {"年": Decimal(1)},
    Unit.KL: {"kL": Decimal(1)},
}
EXAMPLES = {Unit.YEN: "3億円、5000万円", Unit.PEOPLE: "300人", Unit.YEARS: "5年", Unit.KL: "1500kL"}

_QUANTITY = re.compile(r"(?:([0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?)億)?([0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?)?(\D*)")
_LONGEST = 30
MOST = 10**15
"""Beyond any company and any budget; larger numbers are slips, and the database could not keep them."""


def parse_quantity(text: str, unit: Unit) -> int | float:
    """The number that *text* states in *unit* (yen, people, years, kL): ``"1億5000万円"`` → 150000000.

    Raises ValueError when the unit is missing or another, when it is no number or one beyond MOST.
    """
    found = _QUANTITY.fullmatch(text.strip()) if len(text) <= _LONGEST else None
    if found is None:
        raise ValueError(text)
    oku, rest, suffix = found.groups()
    if oku is not None and rest is None:
        suffix, rest, oku = "億" + suffix, oku, None
    if rest is None or suffix not in _UNITS[unit] or (oku is not None and suffix not in ("円", "万円")):
        raise ValueError(text)
    number = Decimal(rest.replace(",", "")) * _UNITS[unit][suffix]
    if oku is not None:
        number += Decimal(oku.replace(",", "")) * 10**8
    if number > MOST:
        raise ValueError(text)
    if number == number.to_integral_value():
        return int(number)
    if unit is not Unit.KL:
        raise ValueError(text)
    return float(number)


def format_quantity(number: int | float, unit: Unit) -> str:
    """The canonical text of a threshold: 300000000 yen → ``3億円``, 150000000 → ``1億5000万円``, 1500 kL → ``1500kL``."""
    if unit is not Unit.YEN:
        (suffix,) = _UNITS[unit]
        return f"{_plain(Decimal(str(number)))}{suffix}"
    assert isinstance(number, int)
    oku, below = divmod(number, 10**8)
    man, yen = divmod(below, 10**4)
    if yen or not number:
        return f"{number}円"
    return (f"{oku}億" if oku else "") + (f"{man}万" if man else "") + "円"


def format_budget(yen: int) -> str:
    """The canonical text of a budget, as the source prints them: 987.7億円, 0.35億円; 万円 where 億円 would need more digits."""
    if yen % 10**6 == 0:
        return f"{_plain(Decimal(yen) / 10**8)}億円"
    return f"{_plain(Decimal(yen) / 10**4)}万円" if yen % 10 == 0 else f"{yen}円"


def _plain(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
