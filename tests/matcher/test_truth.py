"""Three values: the full tables, written out."""

import pytest

from matcher.truth import FALSE, TRUE, UNKNOWN, Truth, agreed, all_of, any_of, negate

F, U, T = FALSE, UNKNOWN, TRUE


def test_unknown_lies_between_false_and_true() -> None:
    assert sorted([T, F, U]) == [F, U, T]
    assert len(Truth) == 3


@pytest.mark.parametrize(
    ("left", "right", "both", "either", "same"),
    [
        (F, F, F, F, F),
        (F, U, F, U, U),
        (F, T, F, T, U),
        (U, F, F, U, U),
        (U, U, U, U, U),
        (U, T, U, T, U),
        (T, F, F, T, U),
        (T, U, U, T, U),
        (T, T, T, T, T),
    ],
)
def test_two_values(left: Truth, right: Truth, both: Truth, either: Truth, same: Truth) -> None:
    assert all_of([left, right]) is both
    assert any_of([left, right]) is either
    assert agreed([left, right]) is same


@pytest.mark.parametrize(("value", "opposite"), [(F, T), (U, U), (T, F)])
def test_negation_leaves_unknown_alone(value: Truth, opposite: Truth) -> None:
    assert negate(value) is opposite


@pytest.mark.parametrize("value", [F, U, T])
def test_one_value_is_what_it_is(value: Truth) -> None:
    assert all_of([value]) is any_of([value]) is agreed([value]) is value


def test_nothing_is_required_of_an_empty_and_nothing_satisfies_an_empty_or() -> None:
    assert all_of([]) is T
    assert any_of([]) is F


@pytest.mark.parametrize(
    ("values", "both", "either", "same"),
    [([T, U, F], F, T, U), ([T, T, U], U, T, U), ([F, F, U], F, U, U), ([T, T, T], T, T, T), ([F, F, F], F, F, F)],
)
def test_three_values_are_read_once_from_any_iterable(
    values: list[Truth], both: Truth, either: Truth, same: Truth
) -> None:
    assert all_of(iter(values)) is both
    assert any_of(iter(values)) is either
    assert agreed(iter(values)) is same
