"""Catalogues and companies of any size, drawn by chance from a written-down distribution. The same seed gives the same.

A generated candidate asks for about four clauses of one to three conditions. Half of the conditions are conditions of the real
catalogue, drawn as often as they occur there; the other half come from :data:`WRITTEN`, because the real catalogue is national
and says little of places, ages and forms, which the programmes of prefectures and cities turn on. What a candidate is for, its
bonuses, kinds of help, audience and the number of candidates in a group are drawn as they occur in the real catalogue.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, timedelta

from matcher import Candidate, Clause, Condition, Focus, Level, Profile, codes
from matcher.industry import DIVISION_OF
from matcher.relevance import FOCUS, focus_fits
from matcher.rules import FITS

AS_OF = date(2026, 11, 23)

CLAUSES = {2: 1, 3: 3, 4: 4, 5: 3, 6: 1}
"""Clauses of a candidate → how often."""

CONDITIONS = {1: 60, 2: 25, 3: 15}
"""Conditions of a clause → how often; the real catalogue has 71, 20 and 9 in a hundred."""

REAL_SHARE = 0.5
"""How many conditions are drawn from the real catalogue."""

MISSING = 0.25
"""How many of a company's answers are missing."""

THRESHOLDS = {
    "employees": (5, 20, 30, 50, 100, 101, 300, 301, 500, 1000, 2000),
    "capital_yen": (10**7, 3 * 10**7, 5 * 10**7, 10**8, 3 * 10**8, 10**9),
    "years_since_foundation": (1, 3, 5, 7, 10, 15, 20, 100),
    "annual_sales_yen": (10**7, 5 * 10**7, 10**8, 5 * 10**8, 10**9, 10**10),
    "annual_energy_kl": (500, 1500, 3000),
}
_MAJOR_GROUPS = tuple(DIVISION_OF)
_INDUSTRIES = (*"ABCDEFGHIJKLMNOPQR", *_MAJOR_GROUPS, "391", "392", "693", "751", "791", "0911", "3921")
_ORGANISATIONS = codes.ENTITY_TYPES[:5]

Draw = Callable[[random.Random], Condition]


def _codes(feature: str, operator: str, allowed: Sequence[str], most: int) -> Draw:
    return lambda chance: Condition(feature, operator, tuple(chance.sample(allowed, chance.randint(1, most))))


def _size(chance: random.Random) -> Condition:
    regime = chance.choice(("basic_law", "support_law", "small_3laws", "mhlw", "tax_sme"))
    return Condition("company_size", "is_one_of", chance.choice((("micro",), ("micro", "sme"))), regime)


def _number(feature: str) -> Draw:
    return lambda chance: Condition(
        feature, chance.choice(("at_least", "at_most", "less_than", "more_than")), (chance.choice(THRESHOLDS[feature]),)
    )


WRITTEN: Sequence[tuple[int, Draw]] = (
    (16, _size),
    (12, _codes("industry", "is_one_of", _INDUSTRIES, 4)),
    (3, _codes("industry", "is_none_of", _INDUSTRIES, 3)),
    (4, _codes("other_industries", "has_any", _INDUSTRIES, 4)),
    (12, _codes("prefecture", "is_one_of", codes.PREFECTURES, 3)),
    (5, _codes("region", "is_one_of", tuple(codes.REGIONS), 2)),
    (3, _codes("other_prefectures", "has_any", codes.PREFECTURES, 3)),
    (8, _codes("entity_type", "is_one_of", _ORGANISATIONS, 3)),
    (7, _number("employees")),
    (4, _number("capital_yen")),
    (6, _number("years_since_foundation")),
    (3, _number("annual_sales_yen")),
    (2, _number("annual_energy_kl")),
    (8, _codes("situations", "has_any", codes.SITUATIONS, 3)),
    (2, _codes("situations", "is_none_of", codes.SITUATIONS, 2)),
    (5, _codes("certifications", "has_any", codes.CERTIFICATIONS, 3)),
    (3, _codes("topics", "has_any", codes.TOPICS, 3)),
    (1, _codes("certifications", "has_all", codes.CERTIFICATIONS, 2)),
)
"""How often → how a condition is drawn that is not taken from the real catalogue."""


def _drawn(chance: random.Random, table: dict[int, int]) -> int:
    return chance.choices(tuple(table), tuple(table.values()))[0]


def _level(fit: int) -> Level:
    return next(level for level, fits in FITS.items() if fit in fits)


class _Pool:
    """What the real catalogue's encoded candidates say, each as often as it occurs."""

    def __init__(self, real: Sequence[Candidate]) -> None:
        whole = [candidate for candidate in real if candidate.encoded]
        self.conditions = [c for candidate in whole for clause in candidate.requirements for c in clause.conditions]
        self.values = [key for candidate in whole for key in focus_fits(candidate).items()]
        self.value_counts = [len(focus_fits(candidate)) for candidate in whole]
        self.rows = [tuple(row for row in candidate.focus if row.condition.feature not in FOCUS) for candidate in whole]
        self.bonuses = [candidate.bonuses for candidate in real]
        self.supports = [candidate.supports for candidate in real]
        self.audiences = [candidate.audience for candidate in real]
        self.periods = [candidate.periods for candidate in real]
        self.group_sizes = list(Counter(candidate.group for candidate in real).values())

    def condition(self, chance: random.Random) -> Condition:
        if chance.random() < REAL_SHARE:
            return chance.choice(self.conditions)
        (draw,) = chance.choices([draw for _, draw in WRITTEN], [weight for weight, _ in WRITTEN])
        return draw(chance)

    def clause(self, chance: random.Random) -> Clause:
        count = _drawn(chance, CONDITIONS)
        return Clause(tuple(dict.fromkeys(self.condition(chance) for _ in range(count))))

    def focus(self, chance: random.Random) -> tuple[Focus, ...]:
        values = dict(chance.choice(self.values) for _ in range(chance.choice(self.value_counts)))
        counted = tuple(
            Focus(Condition(feature, "has_any", (value,)), _level(fit), fit) for (feature, value), fit in values.items()
        )
        return counted + chance.choice(self.rows)


def candidates(real: Sequence[Candidate], count: int, seed: int = 1) -> list[Candidate]:
    """*count* candidates in groups of one or several."""
    chance, pool = random.Random(seed), _Pool(real)
    built: list[Candidate] = []
    group = 0
    while len(built) < count:
        group += 1
        for _ in range(min(chance.choice(pool.group_sizes), count - len(built))):
            built.append(
                Candidate(
                    key=f"{len(built):06d}",
                    group=f"g{group:06d}",
                    order=(group,),
                    requirements=tuple(pool.clause(chance) for _ in range(_drawn(chance, CLAUSES))),
                    focus=pool.focus(chance),
                    bonuses=chance.choice(pool.bonuses),
                    supports=chance.choice(pool.supports),
                    audience=chance.choice(pool.audiences),
                    periods=chance.choice(pool.periods),
                )
            )
    return built


def _around(chance: random.Random, low: float, high: float) -> int:
    """A whole number that is as likely to lie between 10 and 100 as between 100 and 1,000."""
    return int(low * (high / low) ** chance.random())


def _some(chance: random.Random, allowed: Sequence[str], most: int) -> frozenset[str]:
    return frozenset(chance.sample(allowed, chance.randint(0, most)))


def _founded(chance: random.Random) -> date:
    return AS_OF - timedelta(days=int(60 * 365 * chance.random() ** 2))


def profile(chance: random.Random) -> Profile:
    """One company, :data:`MISSING` of its answers missing."""
    founded = _founded(chance)
    industries = (*_MAJOR_GROUPS * 4, *_INDUSTRIES)
    answers = {
        "entity_type": chance.choices(_ORGANISATIONS, (70, 20, 3, 4, 3))[0],
        "industry": chance.choice(industries),
        "other_industries": _some(chance, industries, 2),
        "prefecture": chance.choice(codes.PREFECTURES),
        "other_prefectures": _some(chance, codes.PREFECTURES, 2),
        "capital_yen": _around(chance, 10**6, 10**9) // 10**5 * 10**5,
        "employees": _around(chance, 1, 3000),
        "annual_sales_yen": _around(chance, 10**6, 10**11) // 10**5 * 10**5,
        "annual_energy_kl": _around(chance, 1, 10**4),
        "topics": _some(chance, codes.TOPICS, 4),
        "certifications": _some(chance, codes.CERTIFICATIONS, 3),
        "situations": _some(chance, codes.SITUATIONS, 4),
        "founded_on" if chance.random() < 0.7 else "founded_year": founded,
    }
    kept = {key: answer for key, answer in answers.items() if chance.random() >= MISSING}
    if "founded_year" in kept:
        kept["founded_year"] = founded.year
    return Profile(**kept)


def profiles(count: int, seed: int = 2) -> list[Profile]:
    """*count* companies."""
    chance = random.Random(seed)
    return [profile(chance) for _ in range(count)]
