"""Hypothesis strategies: any catalogue, any company. Small vocabularies, so that rules and answers meet often."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from matcher import codes
from matcher.features import FEATURES, Kind
from matcher.operators import OPERATORS
from matcher.profile import Profile
from matcher.rules import FITS, Audience, Availability, Candidate, Clause, Condition, Focus, Level, Period
from matcher.size import REGIMES

AS_OF = date(2024, 3, 31)

INDUSTRY_RULES = ("A", "E", "09", "391", "3921", "39", "I", "75", "751")
INDUSTRY_ANSWERS = ("A", "E", "09", "10", "39", "391", "392", "3921", "41", "75", "751", "58", "19", "191", "G")
SOME_TOPICS = codes.TOPICS[:5]
SOME_SITUATIONS = codes.SITUATIONS[:4]
PREFECTURES = ("01", "13", "18", "47")
MARKS = {
    "capital_yen": (50_000_000, 300_000_000, 1_000_000_000),
    "employees": (5, 20, 100, 300, 2000),
    "years_since_foundation": (0, 3, 5, 10),
    "annual_sales_yen": (0, 10**9),
    "annual_energy_kl": (0, 1500, 1500.5),
}

_ALLOWED = {
    "topics": SOME_TOPICS,
    "situations": SOME_SITUATIONS,
    "prefecture": PREFECTURES,
    "other_prefectures": PREFECTURES,
}


def _values(feature: str, operator: str) -> st.SearchStrategy[tuple]:
    row, spec = OPERATORS[operator], FEATURES[feature]
    if row.most == 0:
        return st.just(())
    if spec.kind is Kind.NUMBER:
        return st.lists(st.sampled_from(MARKS[feature]), min_size=row.least, max_size=row.least).map(
            lambda values: tuple(sorted(values))
        )
    if spec.kind in (Kind.INDUSTRY, Kind.INDUSTRIES):
        allowed: tuple[str, ...] = INDUSTRY_RULES
    else:
        allowed = _ALLOWED.get(feature, spec.codes)
    return st.lists(st.sampled_from(allowed), min_size=1, max_size=3, unique=True).map(tuple)


@st.composite
def conditions(draw: st.DrawFn, features: tuple[str, ...] = tuple(FEATURES)) -> Condition:
    feature = draw(st.sampled_from(features))
    suited = [key for key, row in OPERATORS.items() if FEATURES[feature].kind in row.kinds]
    operator = draw(st.sampled_from(suited))
    regime = draw(st.sampled_from(tuple(REGIMES))) if FEATURES[feature].by_regime else ""
    return Condition(feature, operator, draw(_values(feature, operator)), regime)


clauses = st.lists(conditions(), min_size=1, max_size=3).map(lambda rows: Clause(tuple(rows)))


@st.composite
def focuses(draw: st.DrawFn) -> Focus:
    condition = draw(
        conditions().filter(lambda row: FEATURES[row.feature].kind is not Kind.CODES or row.operator == "has_any")
    )
    level = draw(st.sampled_from(Level))
    return Focus(condition, level, draw(st.sampled_from((0, *FITS[level]))))


_days = st.sampled_from((None, date(2023, 4, 1), date(2024, 3, 31), date(2024, 4, 1)))


@st.composite
def periods(draw: st.DrawFn) -> Period:
    first, last = draw(_days), draw(_days)
    if first is not None and last is not None and last < first:
        first, last = last, first
    return Period(draw(st.sampled_from((Availability.OPEN, Availability.UPCOMING, Availability.CLOSED))), first, last)


@st.composite
def catalogues(draw: st.DrawFn, most: int = 12) -> list[Candidate]:
    """Candidates in groups of one to several, in any order."""
    built = []
    for number in range(draw(st.integers(0, most))):
        group = draw(st.integers(0, 6))
        built.append(
            Candidate(
                key=f"c{number:02d}",
                group=f"g{group}",
                order=(group % 3, group),
                requirements=tuple(draw(st.lists(clauses, max_size=4))),
                encoded=draw(st.booleans()),
                focus=tuple(draw(st.lists(focuses(), max_size=4))),
                bonuses=tuple(draw(st.lists(conditions(), max_size=2))),
                supports=tuple(draw(st.lists(st.sampled_from(("subsidy", "loan", "information")), max_size=2))),
                audience=draw(st.sampled_from(Audience)),
                periods=tuple(draw(st.lists(periods(), max_size=2))),
            )
        )
    return draw(st.permutations(built))


def _near(feature: str) -> st.SearchStrategy[int]:
    return st.sampled_from(sorted({max(int(mark) + step, 0) for mark in MARKS[feature] for step in (-1, 0, 1)}))


def _some(values: tuple[str, ...]) -> st.SearchStrategy[frozenset[str]]:
    return st.frozensets(st.sampled_from(values))


ANSWERS: dict[str, st.SearchStrategy] = {
    "entity_type": st.sampled_from(codes.ENTITY_TYPES),
    "industry": st.sampled_from(INDUSTRY_ANSWERS),
    "other_industries": _some(INDUSTRY_ANSWERS),
    "prefecture": st.sampled_from(PREFECTURES),
    "other_prefectures": _some(PREFECTURES),
    "capital_yen": _near("capital_yen"),
    "employees": _near("employees"),
    "founded_year": st.integers(2012, 2024),
    "founded_on": st.dates(date(2012, 1, 1), AS_OF),
    "annual_sales_yen": _near("annual_sales_yen"),
    "annual_energy_kl": st.sampled_from((0, 1499.5, 1500, 1500.25, 1500.5, 1501)),
    "topics": _some(SOME_TOPICS),
    "certifications": _some(codes.CERTIFICATIONS),
    "situations": _some(SOME_SITUATIONS),
}

whole_profiles = st.fixed_dictionaries(ANSWERS).map(
    lambda given: Profile(**{**given, "founded_year": given["founded_on"].year})
)
"""Every key answered."""

profiles = st.fixed_dictionaries({}, optional=ANSWERS).map(lambda given: _consistent(given))
"""Any answers present, any absent."""


def _consistent(given: dict) -> Profile:
    if "founded_on" in given:
        given = {**given, "founded_year": given["founded_on"].year}
    return Profile(**given)


@st.composite
def growing_profiles(draw: st.DrawFn) -> tuple[Profile, Profile]:
    """A company with some answers, and the same with more."""
    whole = draw(whole_profiles)
    kept = draw(st.frozensets(st.sampled_from(tuple(ANSWERS))))
    less = frozenset(draw(st.frozensets(st.sampled_from(tuple(ANSWERS))))) & kept

    def only(keys: frozenset[str]) -> Profile:
        return Profile(**{key: getattr(whole, key) for key in keys})

    return only(less), only(kept)
