"""Reading a profile: suggestions, several mistakes at once, and what a report may carry."""

import ast
from datetime import date
from pathlib import Path

import pytest

from matcher import codes
from matcher import profile as module
from matcher.errors import Problem, ProfileError
from matcher.facts import derive
from matcher.features import FEATURES
from matcher.profile import MAX_LIST, PROFILE_KEYS, Profile
from matcher.size import REGIMES
from tests.matcher.test_profile import AS_OF, OTHER_MISTAKES, WHOLE, WRONG_TYPE, problems, read

SUGGESTED: list[tuple[str, str | None]] = [
    ("capital", "capital_yen"),
    ("employee", "employees"),
    ("Industry", "industry"),
    ("prefectures", "prefecture"),
    ("topic", "topics"),
    ("zzzzzz", None),
    ("", None),
]


@pytest.mark.parametrize(("key", "suggestion"), SUGGESTED)
def test_an_unknown_key_is_named_and_the_nearest_right_one_suggested(key: str, suggestion: str | None) -> None:
    (problem,) = problems({key: 5})
    assert (problem.path, problem.code) == ((key,), "unknown_key")
    assert problem.params["suggestion"] == suggestion


def test_an_unknown_key_is_a_mistake_even_without_a_value() -> None:
    assert [problem.code for problem in problems({"capital": None})] == ["unknown_key"]


def test_as_many_unknown_keys_as_a_list_may_hold_are_each_named() -> None:
    assert len(problems({f"key{number}": 5 for number in range(MAX_LIST)})) == MAX_LIST


@pytest.mark.parametrize(
    ("key", "shown"),
    [("\ud800", "\\ud800"), ("a" * 10**6, "a" * 200), ("キー", "キー"), ("a\x00", "a\x00")],
    ids=["lone surrogate", "endless", "Japanese", "NUL"],
)
def test_a_reported_key_can_always_be_written_out(key: str, shown: str) -> None:
    (problem,) = problems({key: 5})
    assert problem.path == (shown,)
    assert str(problem.path[0]).encode()


UNKNOWN_CODES: list[tuple[dict[str, object], tuple[str | int, ...], str, str | None, tuple[str, ...]]] = [
    ({"entity_type": "corporate"}, ("entity_type",), "corporate", "corporation", codes.ENTITY_TYPES),
    ({"prefecture": "48"}, ("prefecture",), "48", None, codes.PREFECTURES),
    ({"prefecture": "東京都"}, ("prefecture",), "東京都", None, codes.PREFECTURES),
    ({"other_prefectures": ["13", "1"]}, ("other_prefectures", 1), "1", "01", codes.PREFECTURES),
    ({"topics": ["gx", "cyber_security"]}, ("topics", 1), "cyber_security", "cybersecurity", codes.TOPICS),
    ({"topics": ["GX"]}, ("topics", 0), "GX", "gx", codes.TOPICS),
    ({"certifications": ["kurumim"]}, ("certifications", 0), "kurumim", "kurumin", codes.CERTIFICATIONS),
    ({"situations": ["export"]}, ("situations", 0), "export", "exporting", codes.SITUATIONS),
    ({"entity_type": "x" * 10**6}, ("entity_type",), "x" * 200, None, codes.ENTITY_TYPES),
]


@pytest.mark.parametrize(
    ("answers", "path", "value", "suggestion", "allowed"), UNKNOWN_CODES, ids=lambda value: str(value)[:40]
)
def test_an_unknown_code_comes_with_the_nearest_right_one_and_all_that_are_allowed(
    answers: dict[str, object],
    path: tuple[str | int, ...],
    value: str,
    suggestion: str | None,
    allowed: tuple[str, ...],
) -> None:
    (problem,) = problems(answers)
    assert problem == Problem(path, "unknown_code", {"value": value, "suggestion": suggestion, "allowed": allowed})


@pytest.mark.parametrize(
    "number",
    [
        "7000012050002",
        "1180301018771",
        "4011001098993",
        "2120901007402",
        "6120001039879",
        "5050005005266",
        "3013101009781",
        "8040001999013",
    ],
)
def test_corporate_numbers_that_exist(number: str) -> None:
    assert read({"corporate_number": number}).corporate_number == number
    for other in set("0123456789") - {number[0]}:
        assert problems({"corporate_number": other + number[1:]})[0].code == "bad_check_digit"


def test_every_mistake_is_reported_in_the_order_of_the_keys() -> None:
    mistaken = {
        "topics": ["gx", "gxx", 5, "dx"],
        "emploees": 5,
        "capital_yen": True,
        "founded_year": 1990,
        "industry": "09",
        "founded_on": "2030-01-01",
        "name": "\x00",
    }
    assert [(problem.path, problem.code) for problem in problems(mistaken)] == [
        (("topics", 1), "unknown_code"),
        (("topics", 2), "wrong_type"),
        (("emploees",), "unknown_key"),
        (("capital_yen",), "wrong_type"),
        (("name",), "bad_text"),
        # What contradicts itself comes after what is wrong by itself.
        (("founded_year",), "contradicts"),
        (("founded_on",), "after_as_of"),
    ]


def test_an_answer_that_could_not_be_read_contradicts_nothing() -> None:
    assert [problem.code for problem in problems({"founded_year": 2030, "founded_on": "never"})] == [
        "bad_date",
        "after_as_of",
    ]


def test_the_error_prints_path_and_code() -> None:
    error = ProfileError((Problem(("topics", 0), "unknown_code"), Problem(("name",), "bad_text")))
    assert str(error) == "topics/0: unknown_code; name: bad_text"


def _codes_in_the_source() -> set[str]:
    places = {"_refuse": 0, "Problem": 1}
    return {
        code.value
        for node in ast.walk(ast.parse(Path(module.__file__).read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in places
        if isinstance(code := node.args[places[node.func.id]], ast.Constant)
    }


def test_every_problem_code_has_a_case() -> None:
    tables = {"unknown_key", "unknown_code", "wrong_type", "out_of_range"}
    assert tables | {code for _, _, code, _ in OTHER_MISTAKES} == _codes_in_the_source()


def test_every_key_has_a_case_of_a_wrong_type() -> None:
    assert {key for key, _, _ in WRONG_TYPE} == set(PROFILE_KEYS)


def test_name_and_number_never_count() -> None:
    """Two companies that differ in nothing else have the same facts, whatever rules ask."""
    wanted = [(key, regime) for key, row in FEATURES.items() for regime in (REGIMES if row.by_regime else [""])]
    one = read(WHOLE)
    other = read({**WHOLE, "name": "別の会社", "corporate_number": "1180301018771"})
    assert one != other
    assert derive(one, AS_OF, wanted) == derive(other, AS_OF, wanted)
    assert derive(Profile(), date(2024, 3, 31), wanted) == derive(Profile(name="x"), date(2024, 3, 31), wanted)
