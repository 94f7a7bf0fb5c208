"""From answers to facts: the answers that remain possible, on a given day."""

from datetime import date

import pytest

from matcher.facts import Worlds, derive, years_between
from matcher.features import FEATURES
from matcher.profile import Profile
from matcher.size import REGIMES

AS_OF = date(2024, 3, 31)
EVERY_FACT = [(key, regime) for key, row in FEATURES.items() for regime in (REGIMES if row.by_regime else [""])]


def fact(profile: Profile, feature: str, regime: str = "", as_of: date = AS_OF) -> Worlds:
    return derive(profile, as_of, [(feature, regime)])[feature, regime]


@pytest.mark.parametrize(
    ("first", "last", "years"),
    [
        ("2019-04-01", "2019-04-01", 0),
        ("2019-04-01", "2020-03-31", 0),
        ("2019-04-01", "2020-04-01", 1),
        ("2019-04-01", "2024-03-31", 4),
        ("2019-04-01", "2024-04-01", 5),
        ("2019-04-01", "2024-04-02", 5),
        ("2019-12-31", "2020-01-01", 0),
        ("2019-12-31", "2020-12-30", 0),
        ("2019-12-31", "2020-12-31", 1),
        ("1924-03-31", "2024-03-31", 100),
        # Founded on a leap day: a year is complete on 1 March, or on the next leap day itself.
        ("2020-02-29", "2021-02-28", 0),
        ("2020-02-29", "2021-03-01", 1),
        ("2020-02-29", "2024-02-28", 3),
        ("2020-02-29", "2024-02-29", 4),
        ("2023-02-28", "2024-02-28", 1),
        ("2023-03-01", "2024-02-29", 0),
    ],
)
def test_whole_years_between_two_days(first: str, last: str, years: int) -> None:
    assert years_between(date.fromisoformat(first), date.fromisoformat(last)) == years


@pytest.mark.parametrize(
    ("founded", "as_of", "age"),
    [("2019-04-01", "2024-03-31", 4), ("2019-04-01", "2024-04-01", 5), ("2024-03-31", "2024-03-31", 0)],
)
def test_age_from_the_day_of_foundation(founded: str, as_of: str, age: int) -> None:
    profile = Profile(founded_on=date.fromisoformat(founded))
    assert fact(profile, "years_since_foundation", as_of=date.fromisoformat(as_of)) == (age,)


@pytest.mark.parametrize(
    ("year", "as_of", "ages"),
    [
        # Either side of the anniversary …
        (2019, "2024-03-31", (4, 5)),
        (2019, "2024-01-02", (4, 5)),
        (2019, "2024-12-30", (4, 5)),
        (2023, "2024-03-31", (0, 1)),
        (2020, "2024-02-29", (3, 4)),
        # … on New Year's Day only who was founded on one has completed the year, on New Year's Eve everyone has.
        (2019, "2024-01-01", (4, 5)),
        (2019, "2024-12-31", (5,)),
        (2023, "2024-12-31", (1,)),
        # Founded this year, and not after today.
        (2024, "2024-01-01", (0,)),
        (2024, "2024-03-31", (0,)),
        (2024, "2024-12-31", (0,)),
    ],
)
def test_age_from_the_year_alone(year: int, as_of: str, ages: tuple[int, ...]) -> None:
    assert fact(Profile(founded_year=year), "years_since_foundation", as_of=date.fromisoformat(as_of)) == ages


def test_the_day_of_foundation_says_more_than_the_year() -> None:
    both = Profile(founded_year=2019, founded_on=date(2019, 4, 1))
    assert fact(both, "years_since_foundation") == (4,)


@pytest.mark.parametrize("founded", [date(2019, month, day) for month, day in [(1, 1), (3, 31), (4, 1), (12, 31)]])
def test_the_true_age_is_among_those_that_the_year_leaves_possible(founded: date) -> None:
    (true,) = fact(Profile(founded_on=founded), "years_since_foundation") or ()
    assert true in (fact(Profile(founded_year=2019), "years_since_foundation") or ())


@pytest.mark.parametrize(
    ("prefecture", "region"),
    [
        ("01", "hokkaido"),
        ("07", "tohoku"),
        ("13", "kanto_koshinetsu"),
        ("20", "kanto_koshinetsu"),
        ("18", "tokai_hokuriku"),
        ("47", "kyushu_okinawa"),
    ],
)
def test_region_follows_from_the_prefecture(prefecture: str, region: str) -> None:
    assert fact(Profile(prefecture=prefecture), "region") == (region,)


def test_certifications_include_what_they_imply() -> None:
    held = Profile(certifications=frozenset(["kurumin", "eruboshi_2", "dx_certified"]))
    implied = frozenset(["kurumin_try", "kurumin", "eruboshi_1", "eruboshi_2", "dx_certified"])
    assert fact(held, "certifications") == (implied,)
    assert fact(Profile(certifications=frozenset()), "certifications") == (frozenset(),)


@pytest.mark.parametrize(
    ("regime", "answers", "worlds"),
    [
        ("basic_law", {"industry": "09", "employees": 21}, ("sme",)),
        ("basic_law", {"industry": "09", "employees": 301}, ("mid", "sme")),
        ("basic_law", {"industry": "09"}, ("large", "micro", "mid", "sme")),
        ("support_law", {"industry": "192", "employees": 900, "capital_yen": 10**9}, ("sme",)),
        ("basic_law", {"industry": "192", "employees": 900, "capital_yen": 10**9}, ("mid",)),
        ("basic_law", {"entity_type": "npo"}, ("outside",)),
        ("support_law", {"entity_type": "cooperative", "employees": 0}, ("micro", "outside")),
    ],
)
def test_size_is_all_that_the_answers_leave_possible_in_alphabetical_order(
    regime: str, answers: dict, worlds: tuple[str, ...]
) -> None:
    assert fact(Profile(**{"entity_type": "corporation", **answers}), "company_size", regime) == worlds


@pytest.mark.parametrize(
    ("answers", "feature", "worlds"),
    [
        ({"entity_type": "npo"}, "entity_type", ("npo",)),
        ({"industry": "0911"}, "industry", ("0911",)),
        ({"capital_yen": 0}, "capital_yen", (0,)),
        ({"employees": 0}, "employees", (0,)),
        ({"annual_sales_yen": 1}, "annual_sales_yen", (1,)),
        ({"annual_energy_kl": 1500.5}, "annual_energy_kl", (1500.5,)),
        ({"prefecture": "13"}, "prefecture", ("13",)),
        ({"other_prefectures": frozenset()}, "other_prefectures", (frozenset(),)),
        ({"other_industries": frozenset(["A"])}, "other_industries", (frozenset(["A"]),)),
        ({"topics": frozenset(["dx"])}, "topics", (frozenset(["dx"]),)),
        ({"situations": frozenset()}, "situations", (frozenset(),)),
    ],
)
def test_other_facts_are_the_answers_themselves(answers: dict, feature: str, worlds: Worlds) -> None:
    assert fact(Profile(**answers), feature) == worlds


def test_without_answers_every_fact_but_size_is_unknown() -> None:
    facts = derive(Profile(), AS_OF, EVERY_FACT)
    assert list(facts) == EVERY_FACT
    assert {feature for (feature, _), worlds in facts.items() if worlds is not None} == {"company_size"}
    assert all(len(worlds) > 1 for worlds in facts.values() if worlds is not None)


def test_only_what_is_wanted_is_derived() -> None:
    assert derive(Profile(employees=5), AS_OF, [("employees", "")]) == {("employees", ""): (5,)}
    assert derive(Profile(employees=5), AS_OF, []) == {}
