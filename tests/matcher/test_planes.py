"""Bit planes against plain Python."""

from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.planes import add_up, constant, descending, from_positions, greatest, positions_of, sliced, together

WIDTH = 70
"""More than a machine word and no whole number of bytes."""

places = st.sets(st.integers(0, WIDTH - 1))
points = st.dictionaries(st.integers(0, WIDTH - 1), st.integers(0, 300))


def planes_of(values: dict[int, int], width: int = WIDTH) -> list[int]:
    """One plane for each digit, the lowest first."""
    digits = max(values.values(), default=0).bit_length()
    return [
        from_positions((place for place, value in values.items() if value >> digit & 1), width)
        for digit in range(digits)
    ]


def numbers(planes: list[int]) -> list[int]:
    return [sum((plane >> place & 1) << digit for digit, plane in enumerate(planes)) for place in range(WIDTH)]


@pytest.mark.parametrize(
    ("positions", "width", "plane"),
    [([], 0, 0), ([], 9, 0), ([0], 1, 1), ([7], 8, 128), ([8], 9, 256), ([2, 0], 3, 0b101), ([3, 3], 4, 0b1000)],
)
def test_a_plane_has_the_bits_at_its_positions(positions: list[int], width: int, plane: int) -> None:
    assert from_positions(positions, width) == plane
    assert list(positions_of(plane)) == sorted(set(positions))


@given(places)
def test_positions_come_back_lowest_first(positions: set[int]) -> None:
    plane = from_positions(positions, WIDTH)
    assert plane == sum(1 << place for place in positions)
    assert list(positions_of(plane)) == sorted(positions)


def test_a_sliced_number_list_has_the_planes_of_its_digits_side_by_side() -> None:
    assert sliced({0: 1, 1: 2, 3: 3}, 4) == 0b1010_1001
    assert sliced({}, 4) == sliced({2: 0}, 4) == 0
    assert constant(5, 0b0110, 4) == 0b0110_0000_0110
    assert constant(0, 0b0110, 4) == constant(5, 0, 4) == 0


@given(points)
def test_sliced_numbers_can_be_read_back(values: dict[int, int]) -> None:
    assert numbers(add_up([sliced(values, WIDTH)], WIDTH)) == [values.get(place, 0) for place in range(WIDTH)]


@given(st.lists(points, max_size=7), st.integers(0, 300), places)
def test_numbers_are_added_up_position_by_position(many: list[dict[int, int]], value: int, where: set[int]) -> None:
    terms = [sliced(values, WIDTH) for values in many]
    total = add_up([*terms, constant(value, from_positions(where, WIDTH), WIDTH)], WIDTH)
    expected = [sum(values.get(place, 0) for values in many) + value * (place in where) for place in range(WIDTH)]
    assert numbers(total) == expected


@pytest.mark.parametrize(
    ("terms", "total"),
    [
        ([], [0, 0, 0]),
        ([[1, 0, 0]], [1, 0, 0]),
        ([[1, 0, 3], [1, 0, 1]], [2, 0, 4]),
        ([[7, 1, 0], [1, 1, 0], [0, 1, 0]], [8, 3, 0]),
        ([[1, 1, 1]] * 9, [9, 9, 9]),
    ],
)
def test_carrying(terms: list[list[int]], total: list[int]) -> None:
    added = add_up([sliced(dict(enumerate(term)), 3) for term in terms], 3)
    assert numbers(added)[:3] == total


@given(st.lists(points, max_size=7))
def test_the_greatest_is_found_position_by_position(many: list[dict[int, int]]) -> None:
    best = greatest([sliced(values, WIDTH) for values in many], WIDTH)
    expected = [max((values.get(place, 0) for values in many), default=0) for place in range(WIDTH)]
    assert numbers(add_up([best], WIDTH)) == expected


@given(points)
def test_planes_laid_side_by_side_are_the_sliced_numbers(values: dict[int, int]) -> None:
    assert together(planes_of(values), WIDTH) == sliced(values, WIDTH)


@pytest.mark.parametrize(
    ("values", "among", "order"),
    [
        ([5, 9, 9, 1], [0, 1, 2, 3], [1, 2, 0, 3]),
        ([5, 9, 9, 1], [0, 3], [0, 3]),
        ([5, 9, 9, 1], [3], [3]),
        ([5, 9, 9, 1], [], []),
        ([0, 0, 0, 0], [3, 1, 2], [1, 2, 3]),
        ([5, 9], [0, 1, 9], [1, 0, 9]),
    ],
)
def test_the_greatest_first_and_of_equals_the_lowest_positions(
    values: list[int], among: list[int], order: list[int]
) -> None:
    assert list(descending(planes_of(dict(enumerate(values))), from_positions(among, WIDTH))) == order


@given(points, places, st.integers(0, WIDTH))
def test_descending_is_a_stable_sort_read_as_far_as_wanted(values: dict[int, int], among: set[int], first: int) -> None:
    expected = sorted(among, key=lambda place: (-values.get(place, 0), place))[:first]
    assert list(islice(descending(planes_of(values), from_positions(among, WIDTH)), first)) == expected
