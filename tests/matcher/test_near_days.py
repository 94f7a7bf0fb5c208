"""The days on which a condition on a company's age begins and ceases to hold."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.assessment import judge
from matcher.facts import derive, years_between
from matcher.features import Kind
from matcher.near import AGE, anniversary, holds_from, holds_until
from matcher.operators import OPERATORS
from matcher.profile import Profile
from matcher.rules import Condition
from matcher.truth import TRUE
from tests.matcher.strategies import AS_OF, conditions, profiles

C = Condition
BORN = date(2020, 4, 1)
DAYS = [
    # condition, born, as of; holds from, holds until
    (C(AGE, "at_least", (5,)), BORN, "2024-03-31", "2025-04-01", None),
    (C(AGE, "at_least", (5,)), BORN, "2025-03-31", "2025-04-01", None),
    (C(AGE, "at_least", (5,)), BORN, "2025-04-01", None, None),
    (C(AGE, "at_least", (4.5,)), BORN, "2024-03-31", "2025-04-01", None),
    (C(AGE, "more_than", (5,)), BORN, "2025-04-01", "2026-04-01", None),
    (C(AGE, "more_than", (4.5,)), BORN, "2024-03-31", "2025-04-01", None),
    (C(AGE, "between", (5, 7)), BORN, "2024-03-31", "2025-04-01", None),
    (C(AGE, "between", (3, 5)), BORN, "2024-03-31", None, "2026-03-31"),
    (C(AGE, "at_most", (5,)), BORN, "2024-03-31", None, "2026-03-31"),
    (C(AGE, "at_most", (5,)), BORN, "2026-03-31", None, "2026-03-31"),
    (C(AGE, "at_most", (5,)), BORN, "2026-04-01", None, None),
    (C(AGE, "at_most", (5.5,)), BORN, "2024-03-31", None, "2026-03-31"),
    (C(AGE, "less_than", (5,)), BORN, "2024-03-31", None, "2025-03-31"),
    (C(AGE, "less_than", (5.5,)), BORN, "2024-03-31", None, "2026-03-31"),
    (C(AGE, "is_answered"), BORN, "2024-03-31", None, None),
    (C("employees", "at_least", (5,)), BORN, "2024-03-31", None, None),
    (C("annual_sales_yen", "at_most", (5,)), BORN, "2024-03-31", None, None),
    # Founded on a leap day: years are complete on 1 March, or on the next leap day itself.
    (C(AGE, "at_least", (3,)), date(2020, 2, 29), "2022-06-01", "2023-03-01", None),
    (C(AGE, "at_least", (4,)), date(2020, 2, 29), "2022-06-01", "2024-02-29", None),
    (C(AGE, "less_than", (3,)), date(2020, 2, 29), "2022-06-01", None, "2023-02-28"),
    (C(AGE, "less_than", (4,)), date(2020, 2, 29), "2022-06-01", None, "2024-02-28"),
    # From the year alone: the day after which no foundation in that year would make a difference.
    (C(AGE, "at_least", (5,)), 2020, "2024-03-31", "2025-12-31", None),
    (C(AGE, "at_least", (5,)), 2020, "2025-12-30", "2025-12-31", None),
    (C(AGE, "at_least", (5,)), 2020, "2025-12-31", None, None),
    (C(AGE, "less_than", (5,)), 2020, "2024-03-31", None, "2024-12-31"),
    (C(AGE, "less_than", (5,)), 2020, "2024-12-31", None, "2024-12-31"),
    (C(AGE, "less_than", (5,)), 2020, "2025-01-01", None, None),
    (C(AGE, "at_least", (0,)), 2024, "2024-03-31", None, None),
    # Nothing known, and beyond the calendar.
    (C(AGE, "at_least", (5,)), None, "2024-03-31", None, None),
    (C(AGE, "less_than", (5,)), None, "2024-03-31", None, None),
    (C(AGE, "at_least", (10**15,)), BORN, "2024-03-31", None, None),
    (C(AGE, "at_most", (7979,)), BORN, "2024-03-31", None, None),
    (C(AGE, "at_most", (7978,)), BORN, "2024-03-31", None, "9999-03-31"),
]  # fmt: skip


@pytest.mark.parametrize(("condition", "born", "as_of", "start", "end"), DAYS)
def test_the_days_on_which_an_age_turns(
    condition: Condition, born: date | int | None, as_of: str, start: str | None, end: str | None
) -> None:
    profile = Profile(founded_on=born) if isinstance(born, date) else Profile(founded_year=born)
    day = date.fromisoformat(as_of)
    assert holds_from(condition, profile, day) == (None if start is None else date.fromisoformat(start))
    assert holds_until(condition, profile, day) == (None if end is None else date.fromisoformat(end))


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(0, 200))
def test_an_anniversary_is_the_first_day_of_its_age(born: date, years: int) -> None:
    day = anniversary(born, years)
    assert day is not None
    assert years_between(born, day) == years
    assert years_between(born, day - timedelta(days=1)) == years - 1


ages = conditions((AGE,)).filter(lambda row: row.operator != "is_answered")


@given(ages, profiles)
def test_the_days_are_those_on_which_the_verdict_turns(condition: Condition, profile: Profile) -> None:
    def on(day: date) -> object:
        return judge(condition, derive(profile, day, [condition.fact])[condition.fact])

    start, end = holds_from(condition, profile, AS_OF), holds_until(condition, profile, AS_OF)
    if start is not None:
        assert on(start) is TRUE
        assert on(start - timedelta(days=1)) is not TRUE
    if end is not None:
        assert on(end) is TRUE
        assert on(end + timedelta(days=1)) is not TRUE
    assert (end is not None) is (on(AS_OF) is TRUE and condition.operator in ("at_most", "less_than", "between"))


def test_every_operator_of_numbers_stands_in_the_table() -> None:
    assert {row[0].operator for row in DAYS} == {key for key, row in OPERATORS.items() if Kind.NUMBER in row.kinds}
