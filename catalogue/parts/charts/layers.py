"""The order of boxes in the columns of a picture, so that few arrows cross: the barycentre heuristic, the same every time."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import combinations, pairwise
from statistics import fmean

Order = tuple[tuple[int, ...], ...]
"""Columns of boxes from first to last, each box by its number."""
Links = Collection[tuple[int, int]]
"""Arrows from a box to one of the next column."""

_SWEEPS = 6


def crossings(order: Order, links: Links, *, nested: bool = False) -> int:
    """How many pairs of arrows cross between columns side by side; *nested*: between columns of one stack, drawn as arcs beside it."""
    at = {box: place for column in order for place, box in enumerate(column)}
    count = 0
    for column in order:
        leaving = [(at[source], at[target]) for source, target in links if source in column]
        for (source, target), (other_source, other_target) in combinations(leaving, 2):
            turned = (source - other_source) * (target - other_target)
            count += turned > 0 if nested else turned < 0
    return count


def arranged(order: Order, links: Links, *, last: Collection[int] = (), nested: bool = False) -> Order:
    """*order* with each column sorted by the mean place of its neighbours, back and forth; never more crossings than before.

    The boxes *last* stay at the end of their columns.
    """
    best, least, current = order, crossings(order, links, nested=nested), list(order)
    for sweep in range(_SWEEPS):
        steps = list(pairwise(range(len(order))))
        for still, moved in steps if sweep % 2 == 0 else [(right, left) for left, right in reversed(steps)]:
            current[moved] = _sorted(current[moved], current[still], links, last, nested=nested)
        count = crossings(tuple(current), links, nested=nested)
        if count < least:
            best, least = tuple(current), count
    return best


def _sorted(
    column: Sequence[int],
    beside: Sequence[int],
    links: Iterable[tuple[int, int]],
    last: Collection[int],
    *,
    nested: bool,
) -> tuple[int, ...]:
    there = {box: place for place, box in enumerate(reversed(beside) if nested else beside)}
    places: dict[int, list[int]] = {box: [] for box in column}
    for source, target in links:
        for box, neighbour in ((source, target), (target, source)):
            if box in places and neighbour in there:
                places[box].append(there[neighbour])

    def key(item: tuple[int, int]) -> tuple[bool, float]:
        place, box = item
        return box in last, fmean(places[box] or [place])

    return tuple(box for _place, box in sorted(enumerate(column), key=key))
