"""Bit planes: one Python integer holds one bit for each of any number of candidates (or companies).

The whole index rests on these few functions. A *sliced* number list keeps many small whole numbers as planes,
lowest binary digit first, so that one addition adds a number to each of 100,000 others.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

Sliced = list[int]


def from_positions(positions: Iterable[int], width: int) -> int:
    """The plane of *width* bits in which just *positions* are set."""
    data = bytearray(width // 8 + 1)
    for position in positions:
        data[position >> 3] |= 1 << (position & 7)
    return int.from_bytes(data, "little")


_NOT_EMPTY = re.compile(rb"[^\x00]")
_BITS = [tuple(bit for bit in range(8) if byte >> bit & 1) for byte in range(256)]


def positions_of(plane: int) -> Iterator[int]:
    """The set bits of *plane*, lowest first."""
    data = plane.to_bytes((plane.bit_length() + 7) // 8, "little")
    for found in _NOT_EMPTY.finditer(data):
        start = found.start()
        for bit in _BITS[data[start]]:
            yield start * 8 + bit


def lowest(plane: int, count: int) -> int:
    """The plane of the *count* lowest set bits of *plane*."""
    kept = 0
    for _ in range(count):
        bit = plane & -plane
        if not bit:
            break
        kept |= bit
        plane ^= bit
    return kept


def sliced(points: Mapping[int, int], width: int) -> Sliced:
    """Planes of *points*: position → whole number ≥ 0 (absent means 0)."""
    digits = max(points.values(), default=0).bit_length()
    return [
        from_positions((place for place, value in points.items() if value >> digit & 1), width)
        for digit in range(digits)
    ]


def add(total: Sliced, more: Sequence[int]) -> None:
    """Add the numbers *more* to *total*, position by position, in place."""
    carry = 0
    for digit, plane in enumerate(more):
        if digit == len(total):
            total.append(0)
        own = total[digit]
        if carry:
            half = own ^ plane
            total[digit] = half ^ carry
            carry = (own & plane) | (carry & half)
        elif plane:
            total[digit] = own ^ plane
            carry = own & plane
    digit = len(more)
    while carry:
        if digit == len(total):
            total.append(carry)
            return
        own = total[digit]
        total[digit] = own ^ carry
        carry &= own
        digit += 1


def add_constant(total: Sliced, value: int, where: int) -> None:
    """Add *value* at the positions set in *where*, in place."""
    add(total, [where if value >> digit & 1 else 0 for digit in range(value.bit_length())])


def greatest(numbers: Sequence[int], among: int, count: int) -> int:
    """The plane of the *count* positions of *among* with the greatest *numbers*; of equals, the lowest positions.

    Goes from the highest digit down and splits what is left into those that have it and those that do not,
    so that it touches each digit once, whatever the number of positions.
    """
    sure, wanted = 0, count
    for plane in reversed(numbers):
        having = among & plane
        found = having.bit_count()
        if found > wanted:
            among = having
        else:
            sure |= having
            wanted -= found
            among &= ~plane
            if not wanted:
                return sure
    return sure | (among if among.bit_count() <= wanted else lowest(among, wanted))


def values_at(numbers: Sequence[int], places: Sequence[int], width: int) -> list[int]:
    """The numbers at *places*."""
    length = width // 8 + 1
    data = [plane.to_bytes(length, "little") for plane in numbers]
    return [
        sum((digits[place >> 3] >> (place & 7) & 1) << digit for digit, digits in enumerate(data)) for place in places
    ]
