"""Bit planes: one Python integer holds one bit for each of any number of candidates (or companies).

The whole index rests on these few functions. A *sliced* number list is one integer too: the plane of the lowest binary digit,
above it the plane of the next, and so on, so that a few operations add a number to each of 100,000 others.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

Sliced = int


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


def sliced(points: Mapping[int, int], width: int) -> Sliced:
    """*points*: position → whole number ≥ 0 (absent means 0)."""
    digits = max(points.values(), default=0).bit_length()
    return from_positions(
        (
            place + digit * width
            for place, value in points.items()
            for digit in range(value.bit_length())
            if value >> digit & 1
        ),
        digits * width,
    )


def constant(value: int, where: int, width: int) -> Sliced:
    """*value* at the positions set in *where*."""
    number = 0
    for digit in range(value.bit_length()):
        if value >> digit & 1:
            number |= where << digit * width
    return number


def add_up(numbers: Iterable[Sliced], width: int) -> list[int]:
    """The planes of the sums, position by position, lowest digit first.

    Three numbers become a sum and a carry, for all digits at once; carries wait until their digit's turn comes.
    """
    left, full, digits = list(numbers), (1 << width) - 1, []
    while left:
        carries = []
        while len(left) > 1:
            one, other = left.pop(), left.pop()
            half = one ^ other
            carry = one & other
            if left:
                third = left.pop()
                carry |= half & third
                half ^= third
            left.append(half)
            if carry:
                carries.append(carry)
        digits.append(left[0] & full)
        left[0] >>= width
        left = carries + left if left[0] else carries
    return digits


def together(digits: Sequence[int], width: int) -> Sliced:
    """Planes of digits, lowest first, laid side by side."""
    number = 0
    for digit, plane in enumerate(digits):
        number |= plane << digit * width
    return number


def greatest(numbers: Sequence[Sliced], width: int) -> Sliced:
    """The greatest of the numbers, position by position; 0 of none."""
    best = 0
    for number in numbers:
        differing = best ^ number
        greater, equal = 0, (1 << width) - 1
        # From the highest digit down, the first in which two numbers differ decides.
        for digit in reversed(range((differing.bit_length() + width - 1) // width)):
            plane = differing >> digit * width & equal
            greater |= plane & number >> digit * width
            equal ^= plane
        chosen = together([greater] * ((differing.bit_length() + width - 1) // width), width)
        best ^= differing & chosen
    return best


def descending(numbers: Sequence[int], among: int) -> Iterator[int]:
    """The positions of *among*, the greatest of *numbers* first; of equals, the lowest positions first.

    Goes from the highest digit down and parts those that have it from those that do not, which wait until they are asked for.
    """
    waiting = [(among, len(numbers))]
    while waiting:
        among, digit = waiting.pop()
        while digit and among & among - 1:  # more than one is left
            digit -= 1
            having = among & numbers[digit]
            if having:
                if having != among:
                    waiting.append((among ^ having, digit))
                among = having
        while among:
            rest = among & among - 1
            yield (among ^ rest).bit_length() - 1
            among = rest
