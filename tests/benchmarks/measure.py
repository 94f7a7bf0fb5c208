"""Timing and printing."""

from __future__ import annotations

import gc
import os
import platform
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from statistics import median
from typing import TypeVar

T = TypeVar("T")

WIDTH = 46


def machine() -> str:
    """What the figures were measured on."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return f"{cores} cores, {platform.machine()}, {platform.python_implementation()} {platform.python_version()}"


def heading(text: str) -> None:
    """Begin a part."""
    print(f"\n== {text} ==", flush=True)


def line(name: str, text: str) -> None:
    """One figure."""
    print(f"  {name:<{WIDTH}} {text}", flush=True)


def duration(seconds: float) -> str:
    """Three digits that count."""
    for unit, size in (("s ", 1), ("ms", 1e-3), ("µs", 1e-6)):  # noqa: B007  (both are used below)
        if seconds >= size:
            break
    value = seconds / size
    return f"{value:8.{max(2 - len(str(int(value))) + 1, 0)}f} {unit}"


def times(ratio: float) -> str:
    """A ratio with two digits that count, or none after the point."""
    return f"{ratio:,.0f}×" if ratio >= 10 else f"{ratio:.1f}×"


def size(number: float) -> str:
    """Bytes as megabytes."""
    return f"{number / 2**20:.1f} MB"


@contextmanager
def _undisturbed() -> Iterator[None]:
    """No collection of garbage within a measurement."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def once(run: Callable[[], T]) -> tuple[float, T]:
    """Seconds of one call, and its result."""
    with _undisturbed():
        started = time.perf_counter()
        result = run()
        return time.perf_counter() - started, result


def each(run: Callable[[T], object], items: Sequence[T]) -> float:
    """Seconds a call, over one pass through *items*."""
    with _undisturbed():
        started = time.perf_counter()
        for item in items:
            run(item)
        return (time.perf_counter() - started) / len(items)


def fresh(run: Callable[[T], object], batches: Iterable[Sequence[T]]) -> float:
    """Seconds a call: the median of one pass through each of *batches*, none of which has been seen before."""
    return median(each(run, batch) for batch in batches)


def best(run: Callable[[T], object], items: Sequence[T], budget: float = 0.5) -> float:
    """Seconds a call: the best of the passes through *items* that *budget* seconds allow, at least three."""
    found, until = [], time.perf_counter() + budget
    while len(found) < 3 or time.perf_counter() < until:
        found.append(each(run, items))
    return min(found)


def held(root: object, *but: object) -> int:
    """Bytes of everything reachable from *root*, except through *but*, classes, functions and modules."""
    seen = {id(one) for one in but}
    total, waiting = 0, [root]
    while waiting:
        one = waiting.pop()
        if id(one) in seen or isinstance(one, type | type(sys) | type(held)):
            continue
        seen.add(id(one))
        total += sys.getsizeof(one)
        waiting += gc.get_referents(one)
    return total
