"""The same rules in two engines from PyPI, each with its expressions compiled beforehand; every verdict is compared."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import cel
import zen

from matcher import Candidate, Facts, Index, assess
from tests.benchmarks.engine import companies
from tests.benchmarks.expressions import CEL, ZEN, Writer, inputs
from tests.benchmarks.measure import best, duration, each, heading, line, times

Ask = Callable[[Mapping[str, object]], object]


def _zen(text: str) -> Ask:
    return zen.compile_expression(text).evaluate


def _cel(text: str) -> Ask:
    return cel.compile(text).execute


def run(candidates: Sequence[Candidate], seen: int) -> bool:
    """Print the figures; whether every verdict on *seen* companies is the same."""
    heading(f"Two engines from PyPI, {len(candidates)} candidates, verdicts of {seen} companies compared one by one")
    index = Index(candidates)
    known = companies(index, 100, seed=3)
    own = best(index.verdicts, known)
    rows = [{fact: facts[fact] for fact in index.rule_facts} for facts in known[:seen]]
    sound = True
    for name, language, compiled in (("zen-engine", ZEN, _zen), ("common-expression-language", CEL, _cel)):
        asks = [compiled(Writer(language).verdict(one)) for one in candidates]
        wrong = sum(_differences(candidates, asks, facts) for facts in rows)
        read = [inputs(facts) for facts in rows]
        seconds = each(lambda context, asks=asks: [ask(context) for ask in asks], read)  # type: ignore[misc]  # bound now
        line(
            name,
            f"{duration(seconds)} a company   the index is {times(seconds / own)} as fast; {wrong} verdicts differ",
        )
        sound = sound and not wrong
    return sound


def _differences(candidates: Sequence[Candidate], asks: Sequence[Ask], facts: Facts) -> int:
    context = inputs(facts)
    return sum(
        round(float(str(ask(context)))) != int(assess(one, facts).truth)
        for one, ask in zip(candidates, asks, strict=True)
    )
