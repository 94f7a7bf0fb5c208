"""Numbers as people write them: what is read, what is refused, and what is written back."""

import contextlib
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.units import MOST, format_budget, format_quantity, parse_quantity
from matcher.features import Unit

YEN, PEOPLE, YEARS, KL = Unit.YEN, Unit.PEOPLE, Unit.YEARS, Unit.KL

READ = [
    ("1円", YEN, 1),
    ("5000万円", YEN, 50_000_000),
    ("5,000万円", YEN, 50_000_000),
    ("3億円", YEN, 300_000_000),
    ("1億5000万円", YEN, 150_000_000),
    ("1億5,000万円", YEN, 150_000_000),
    ("1億1円", YEN, 100_000_001),
    ("0.35億円", YEN, 35_000_000),
    ("987.7億円", YEN, 98_770_000_000),
    ("12.345万円", YEN, 123_450),
    ("1.2兆円", YEN, 1_200_000_000_000),
    ("1000兆円", YEN, MOST),
    ("0円", YEN, 0),
    ("300人", PEOPLE, 300),
    ("2,000人", PEOPLE, 2000),
    ("5年", YEARS, 5),
    ("1500kL", KL, 1500),
    ("0.5kL", KL, 0.5),
    (" 300人 ", PEOPLE, 300),
]

REFUSED = [
    ("", YEN, "nothing"),
    ("円", YEN, "no number"),
    ("300", PEOPLE, "no unit"),
    ("3億", YEN, "no 円"),
    ("300人", YEN, "people for yen"),
    ("300円", PEOPLE, "yen for people"),
    ("1億人", PEOPLE, "億 for people"),
    ("1億5000", YEN, "no unit after 億"),
    ("1億5000億円", YEN, "億 twice"),
    ("1億円5000万円", YEN, "円 twice"),
    ("-3億円", YEN, "minus"),
    ("+3億円", YEN, "plus"),
    ("３億円", YEN, "full-width digits"),
    ("3 億円", YEN, "a space within"),
    ("3億円程度", YEN, "a word after"),
    ("約3億円", YEN, "a word before"),
    ("1,00円", YEN, "a comma at the wrong place"),
    ("1.2.3億円", YEN, "two points"),
    ("1e9円", YEN, "an exponent"),
    ("NaN円", YEN, "no number in letters"),
    ("0.5円", YEN, "a part of a yen"),
    ("0.5人", PEOPLE, "a part of a person"),
    ("1500kl", KL, "another spelling of the unit"),
    ("1001兆円", YEN, "too large"),
    ("9" * 16 + "人", PEOPLE, "too large"),
    ("0" * 30 + "1円", YEN, "too long"),
]

QUANTITIES = [
    (300_000_000, YEN, "3億円"),
    (150_000_000, YEN, "1億5000万円"),
    (50_000_000, YEN, "5000万円"),
    (100_000_001, YEN, "100000001円"),
    (0, YEN, "0円"),
    (10**12, YEN, "10000億円"),
    (300, PEOPLE, "300人"),
    (5, YEARS, "5年"),
    (1500, KL, "1500kL"),
    (0.5, KL, "0.5kL"),
    (1234567.5, KL, "1234567.5kL"),
]

BUDGETS = [
    (200_000_000_000, "2000億円"),
    (98_770_000_000, "987.7億円"),
    (1_455_000_000, "14.55億円"),
    (35_000_000, "0.35億円"),
    (1_000_000, "0.01億円"),
    (100_000, "10万円"),
    (123_450, "12.345万円"),
    (1, "1円"),
]


@pytest.mark.parametrize(("text", "unit", "number"), READ)
def test_a_number_with_its_unit_is_read(text: str, unit: Unit, number: float) -> None:
    assert parse_quantity(text, unit) == number


@pytest.mark.parametrize(("text", "unit", "why"), REFUSED, ids=[f"{why}: {text[:12]}" for text, _, why in REFUSED])
def test_anything_else_is_refused(text: str, unit: Unit, why: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(text)}$"):
        parse_quantity(text, unit)


@pytest.mark.parametrize(("number", "unit", "text"), QUANTITIES)
def test_a_threshold_has_one_text(number: float, unit: Unit, text: str) -> None:
    assert format_quantity(number, unit) == text


@pytest.mark.parametrize(("yen", "text"), BUDGETS)
def test_a_budget_is_written_as_the_source_prints_it(yen: int, text: str) -> None:
    assert format_budget(yen) == text


def test_whole_numbers_are_read_as_whole() -> None:
    assert type(parse_quantity("0.5億円", YEN)) is type(parse_quantity("1500.0kL", KL)) is int


@given(st.integers(0, MOST), st.sampled_from(Unit))
def test_every_whole_threshold_comes_back(number: int, unit: Unit) -> None:
    assert parse_quantity(format_quantity(number, unit), unit) == number


@given(st.decimals(0, 10**9, places=3))
def test_every_part_of_a_kilolitre_comes_back(number: float) -> None:
    assert parse_quantity(format_quantity(float(number), KL), KL) == float(number)


@given(st.integers(1, MOST))
def test_every_budget_comes_back(yen: int) -> None:
    assert parse_quantity(format_budget(yen), YEN) == yen


@given(st.text(max_size=40), st.sampled_from(Unit))
def test_any_text_is_read_or_refused(text: str, unit: Unit) -> None:
    with contextlib.suppress(ValueError):
        assert 0 <= parse_quantity(text, unit) <= MOST
