"""Strict JSON: what is read, what is refused and why."""

import pytest

from catalogue.contract.decoding import MOST_BYTES, BadJson, decode, printable
from tests.bad_input import UNREADABLE

READ = [
    (b"{}", {}),
    (b"[]", []),
    (b"null", None),
    (b"4.0", 4.0),
    (b"9007199254740993", 9007199254740993),
    (b"9" * 4300, int("9" * 4300)),
    (b"1e999", float("inf")),
    ('"食品"'.encode(), "食品"),
    ('\ufeff{"a": 1}'.encode(), {"a": 1}),
    (b'"\\u0000\\ud800"', "\0\ud800"),
    (b'{"a": {"a": 1}, "b": {"a": 1}}', {"a": {"a": 1}, "b": {"a": 1}}),
    (b" {} ".ljust(MOST_BYTES), {}),
]


@pytest.mark.parametrize(("data", "value"), READ, ids=[repr(data[:30]) for data, _ in READ])
def test_json_is_read_as_it_stands(data: bytes, value: object) -> None:
    assert decode(data) == value
    assert type(decode(data)) is type(value)


@pytest.mark.parametrize("case", UNREADABLE)
def test_what_is_not_json_is_refused_with_the_reason(case: str) -> None:
    data, sentence = UNREADABLE[case]
    with pytest.raises(BadJson) as refused:
        decode(data)
    assert str(refused.value) == sentence


def test_too_much_is_not_read() -> None:
    with pytest.raises(BadJson, match="大きすぎます。1,048,576バイトまでです。"):
        decode(b"{}".ljust(MOST_BYTES + 1))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("topics", "topics"),
        ("", ""),
        ("食品\0", "食品\0"),
        ("\ud800a\udfff", "?a?"),
        ("あ" * 100, "あ" * 100),
        ("あ" * 101, "あ" * 100 + "…"),
    ],
)
def test_what_is_shown_of_a_text_can_always_be_sent(text: str, shown: str) -> None:
    assert printable(text) == shown
    assert shown.encode("utf-8").decode("utf-8") == shown
