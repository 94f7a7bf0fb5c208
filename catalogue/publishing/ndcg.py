"""How well a ranking agrees with careful readers: nDCG of the first ten."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

FIRST = 10


def agreement(grades: Mapping[str, float], order: Sequence[str]) -> float:
    """Gain 2^grade − 1, discount log2(place + 1); 1 is the order of the grades itself. A measure without a grade has 0."""
    best = _gain(sorted(grades.values(), reverse=True))
    return _gain([grades.get(code, 0) for code in order]) / best


def _gain(grades: Sequence[float]) -> float:
    return sum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(grades[:FIRST]))
