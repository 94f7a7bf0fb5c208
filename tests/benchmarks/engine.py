"""The index against the reference loop: verdicts, the first twenty, the what-if table; one candidate against many companies."""

from __future__ import annotations

from collections.abc import Sequence

from matcher import Candidate, Facts, Index, Population, Profile, Trials, assess, derive, next_questions, rank
from matcher.index import conditions_of
from matcher.questions import reference_questions
from tests.benchmarks.generate import AS_OF, profiles
from tests.benchmarks.measure import best, duration, each, fresh, heading, held, line, once, size, times

FIRST = 20


def companies(index: Index, count: int, seed: int) -> list[Facts]:
    """Facts of *count* companies that nobody has seen before."""
    return [derive(profile, AS_OF, index.facts) for profile in profiles(count, seed)]


def run(name: str, candidates: Sequence[Candidate], reference: int) -> None:
    """Print the figures of one catalogue; the reference loop is measured on *reference* companies."""
    heading(f"{name}: {len(candidates):,} candidates")
    seconds, index = once(lambda: Index(candidates))
    line("compile the index", duration(seconds))
    asked = profiles(100, seed=3)
    line("facts from a profile", duration(each(lambda profile: derive(profile, AS_OF, index.facts), asked)))
    known = companies(index, 100, seed=3)
    unseen = [companies(index, 20, seed) for seed in range(10, 15)]
    few = known[:reference]

    verdicts = best(index.verdicts, known)
    line("memory after 100 companies", size(held(index, index.candidates, *index.candidates)))
    slow = each(lambda facts: [assess(one, facts).truth for one in candidates], few)
    line("all verdicts", f"{duration(verdicts)}   {times(slow / verdicts)} the reference ({duration(slow).strip()})")
    line("all verdicts, companies not seen before", duration(fresh(index.verdicts, unseen)))
    top = best(lambda facts: index.top(facts, AS_OF, FIRST), known)
    slow = each(lambda facts: rank(candidates, index.relevance, facts, AS_OF)[:FIRST], few)
    line(
        "verdicts, scores and first 20",
        f"{duration(top)}   {times(slow / top)} the reference ({duration(slow).strip()})",
    )

    trials = Trials(condition for one in candidates for condition in conditions_of(one))
    table = best(lambda profile: next_questions(index, trials, profile, AS_OF), asked[:20])
    text = duration(table)
    if len(candidates) <= 1000:
        slow = each(lambda profile: reference_questions(candidates, trials, profile, AS_OF), asked[:1])
        text += f"   {times(slow / table)} the reference ({duration(slow).strip()})"
    line("what-if table behind the next question", text)


def run_population(candidates: Sequence[Candidate], many: int, crowd: int) -> None:
    """One candidate × *many* companies, and *crowd* companies × all candidates."""
    heading(f"One candidate × {many:,} companies; {crowd:,} companies × {len(candidates)} candidates")
    wanted = {condition.fact for one in candidates for condition in conditions_of(one)}
    # A million different companies say nothing more than these, each many times over: planes are as wide.
    base = [derive(profile, AS_OF, wanted) for profile in profiles(min(20_000, crowd), seed=5)]
    picked = max(candidates[:50], key=lambda one: len(one.requirements))
    population = Population((base[place % len(base)] for place in range(many)), {c.fact for c in conditions_of(picked)})
    cold, _ = once(lambda: population.match(picked))
    warm = best(population.match, [picked])
    naive = each(lambda facts: assess(picked, facts).truth, base[:2000]) * many
    line("one candidate, first time asked", duration(cold))
    line("one candidate, conditions known", f"{duration(warm)}   {times(naive / warm)} a loop (scaled from 2,000)")
    population = Population((base[place % len(base)] for place in range(crowd)), wanted)

    def all_candidates(_: Profile | None) -> None:
        for one in candidates:
            population.match(one)

    cold, _ = once(lambda: all_candidates(None))
    warm = best(all_candidates, [None])
    naive = each(lambda facts: [assess(one, facts).truth for one in candidates], base[:20]) * crowd
    line("all candidates, first time asked", duration(cold))
    line("all candidates, conditions known", f"{duration(warm)}   {times(naive / warm)} a loop (scaled from 20)")
