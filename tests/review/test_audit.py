"""The run of characters that two texts share."""

import pytest

from catalogue.review.audit import shared_run


@pytest.mark.parametrize(
    ("ours", "source", "run"),
    [
        ("", "abcdef", ""),
        ("abc", "abcdef", ""),  # too short to count
        ("abcd", "abcdef", "abcd"),
        ("xxabcdexx", "abcdef", "abcde"),
        ("abcdefgh", "abcdefgh", "abcdefgh"),
        ("abcx", "abcdef", ""),
        ("wxyz abcd", "abcd wxyz", "wxyz"),
    ],
)
def test_the_first_shared_run_is_taken_as_long_as_it_goes(ours: str, source: str, run: str) -> None:
    assert shared_run(ours, source, least=4) == run
