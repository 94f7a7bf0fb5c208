"""A match request, read: its defaults, its bounds, and where each mistake stands."""

from datetime import date

import pytest

from catalogue.contract.match import MatchRequest, RequestError, errors_of, pointer, read_request
from matcher import Problem, Profile

TODAY = date(2026, 11, 23)

READ = [
    ({"profile": {}}, MatchRequest(Profile(), TODAY, 20, False)),
    (
        {"profile": {}, "as_of": None, "limit": None, "include_ineligible": None},
        MatchRequest(Profile(), TODAY, 20, False),
    ),
    ({"profile": {"employees": None}}, MatchRequest(Profile(), TODAY, 20, False)),
    ({"profile": {"employees": 0}}, MatchRequest(Profile(employees=0), TODAY, 20, False)),
    ({"profile": {"topics": []}}, MatchRequest(Profile(topics=frozenset()), TODAY, 20, False)),
    ({"profile": {}, "as_of": "2000-01-01"}, MatchRequest(Profile(), date(2000, 1, 1), 20, False)),
    ({"profile": {}, "as_of": "2100-12-31"}, MatchRequest(Profile(), date(2100, 12, 31), 20, False)),
    ({"profile": {}, "limit": 1}, MatchRequest(Profile(), TODAY, 1, False)),
    ({"profile": {}, "limit": 200}, MatchRequest(Profile(), TODAY, 200, False)),
    ({"profile": {}, "include_ineligible": True}, MatchRequest(Profile(), TODAY, 20, True)),
    (
        {"profile": {"founded_year": 2030}, "as_of": "2030-01-01"},
        MatchRequest(Profile(founded_year=2030), date(2030, 1, 1), 20, False),
    ),
]


@pytest.mark.parametrize(("body", "request_"), READ)
def test_a_sound_request_is_read(body: object, request_: MatchRequest) -> None:
    assert read_request(body, TODAY) == request_


def problems(body: object) -> list[tuple[tuple[str | int, ...], str]]:
    with pytest.raises(RequestError) as refused:
        read_request(body, TODAY)
    return [(problem.path, problem.code) for problem in refused.value.problems]


def test_a_profile_is_read_as_of_the_day_asked_for() -> None:
    assert problems({"profile": {"founded_year": 2025}, "as_of": "2024-12-31"}) == [
        (("profile", "founded_year"), "after_as_of")
    ]


def test_where_the_day_is_wrong_the_profile_is_read_as_of_today() -> None:
    assert problems({"profile": {"founded_year": 2027}, "as_of": "soon"}) == [
        (("as_of",), "bad_date"),
        (("profile", "founded_year"), "after_as_of"),
    ]


POINTERS = [
    # RFC 6901, section 5
    ((), ""),
    (("foo",), "/foo"),
    (("foo", 0), "/foo/0"),
    (("",), "/"),
    (("a/b",), "/a~1b"),
    (("c%d",), "/c%d"),
    (("i\\j",), "/i\\j"),
    (("m~n",), "/m~0n"),
    (("~1",), "/~01"),
    (("profile", "topics", 11), "/profile/topics/11"),
    (("\ud800",), "/?"),
    (("x" * 101,), "/" + "x" * 100 + "…"),
]


@pytest.mark.parametrize(("path", "expected"), POINTERS)
def test_a_pointer_is_that_of_the_standard(path: tuple[str | int, ...], expected: str) -> None:
    assert pointer(path) == expected


def test_mistakes_are_listed_with_pointer_and_sentence() -> None:
    found = errors_of(
        [Problem(("profile", "topics", 1), "wrong_type", {"expected": "string"}), Problem((), "required")]
    )
    assert found == [
        {"pointer": "/profile/topics/1", "detail": "文字列で書いてください。"},
        {"pointer": "", "detail": "必ず書いてください。"},
    ]
