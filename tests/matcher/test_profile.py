"""Reading a profile: what is accepted, and every mistake by its path, code and parameters."""

import math
from datetime import date

import pytest

from matcher.errors import Problem, ProfileError
from matcher.features import QUESTIONS
from matcher.profile import MAX_EMPLOYEES, MAX_ENERGY_KL, MAX_LIST, MAX_NAME, MAX_YEN, PROFILE_KEYS, Profile

AS_OF = date(2024, 3, 31)


def read(answers: object) -> Profile:
    return Profile.from_mapping(answers, AS_OF)


def problems(answers: object) -> tuple[Problem, ...]:
    with pytest.raises(ProfileError) as caught:
        read(answers)
    return caught.value.problems


WHOLE = {
    "name": "丸山パン製作所",
    "corporate_number": "7000012050002",
    "entity_type": "corporation",
    "industry": "0971",
    "other_industries": ["I", "76"],
    "prefecture": "47",
    "other_prefectures": ["01", "13"],
    "capital_yen": 10_000_000,
    "employees": 12,
    "founded_year": 1998,
    "founded_on": "1998-04-01",
    "annual_sales_yen": 150_000_000,
    "annual_energy_kl": 12.5,
    "topics": ["gx", "dx", "gx"],
    "certifications": [],
    "situations": ["aged_equipment"],
}


def test_every_key_is_read() -> None:
    assert read(WHOLE) == Profile(
        name="丸山パン製作所",
        corporate_number="7000012050002",
        entity_type="corporation",
        industry="0971",
        other_industries=frozenset(["I", "76"]),
        prefecture="47",
        other_prefectures=frozenset(["01", "13"]),
        capital_yen=10_000_000,
        employees=12,
        founded_year=1998,
        founded_on=date(1998, 4, 1),
        annual_sales_yen=150_000_000,
        annual_energy_kl=12.5,
        topics=frozenset(["gx", "dx"]),
        certifications=frozenset(),
        situations=frozenset(["aged_equipment"]),
    )
    assert tuple(WHOLE) == PROFILE_KEYS


@pytest.mark.parametrize("key", WHOLE)
def test_null_and_an_absent_key_both_mean_not_answered(key: str) -> None:
    assert read({key: None}) == read({}) == Profile()
    assert getattr(read({}), key) is None


@pytest.mark.parametrize("key", [key for key, value in WHOLE.items() if isinstance(value, list)])
def test_an_empty_list_means_answered_none(key: str) -> None:
    profile = read({key: []})
    assert getattr(profile, key) == frozenset()
    assert (profile.answered(key), Profile().answered(key)) == (True, False)


@pytest.mark.parametrize("key", QUESTIONS)
def test_every_question_is_answered_by_its_own_key(key: str) -> None:
    assert read({key: WHOLE[key]}).answered(key)
    assert not read({other: value for other, value in WHOLE.items() if other not in (key, "founded_year")}).answered(
        key
    )


def test_the_year_of_foundation_answers_the_same_question_as_the_day() -> None:
    assert read({"founded_year": 1998}).answered("founded_on")


@pytest.mark.parametrize(
    ("key", "least", "most"),
    [
        ("capital_yen", 0, MAX_YEN),
        ("employees", 0, MAX_EMPLOYEES),
        ("annual_sales_yen", 0, MAX_YEN),
        ("annual_energy_kl", 0, MAX_ENERGY_KL),
        ("founded_year", 500, 2024),
    ],
)
def test_numbers_up_to_their_bounds(key: str, least: int, most: int) -> None:
    assert [getattr(read({key: value}), key) for value in (least, most)] == [least, most]


@pytest.mark.parametrize("day", ["0500-01-01", "2024-02-29", "2024-03-31"])
def test_days_up_to_their_bounds(day: str) -> None:
    assert read({"founded_on": day}).founded_on == date.fromisoformat(day)


@pytest.mark.parametrize("name", ["", "あ" * MAX_NAME, "Café & Söhne 株式会社 🍞", " ~\ue000"])
def test_names(name: str) -> None:
    assert read({"name": name}).name == name


def test_lists_up_to_their_bound() -> None:
    assert read({"topics": ["gx"] * MAX_LIST}).topics == frozenset(["gx"])


WRONG_TYPE: list[tuple[str, object, str]] = [
    ("name", 5, "string"),
    ("corporate_number", 7000012050002, "string"),
    ("entity_type", ["corporation"], "string"),
    ("industry", 9, "string"),
    ("prefecture", 13, "string"),
    ("prefecture", True, "string"),
    ("capital_yen", True, "integer"),
    ("capital_yen", "10000000", "integer"),
    ("capital_yen", 1e7, "integer"),
    ("employees", False, "integer"),
    ("employees", 12.0, "integer"),
    ("employees", [12], "integer"),
    ("founded_year", "1998", "integer"),
    ("founded_on", 1998, "string"),
    ("annual_sales_yen", "１億円", "integer"),
    ("annual_energy_kl", True, "number"),
    ("annual_energy_kl", "12.5", "number"),
    ("annual_energy_kl", {}, "number"),
    ("topics", "gx", "list"),
    ("topics", {"gx": True}, "list"),
    ("certifications", True, "list"),
    ("situations", 0, "list"),
    ("other_industries", "E", "list"),
    ("other_prefectures", 13, "list"),
]


@pytest.mark.parametrize(("key", "value", "expected"), WRONG_TYPE)
def test_a_wrong_type_says_which_is_right(key: str, value: object, expected: str) -> None:
    assert problems({key: value}) == (Problem((key,), "wrong_type", {"expected": expected}),)


@pytest.mark.parametrize("answers", [None, [], ["name"], "name", 5, True, 1.5])
def test_a_profile_is_an_object(answers: object) -> None:
    assert problems(answers) == (Problem((), "wrong_type", {"expected": "object"}),)


OUT_OF_RANGE: list[tuple[str, object, object, object]] = [
    ("capital_yen", -1, 0, MAX_YEN),
    ("capital_yen", MAX_YEN + 1, 0, MAX_YEN),
    ("capital_yen", 10**40, 0, MAX_YEN),
    ("employees", -1, 0, MAX_EMPLOYEES),
    ("employees", MAX_EMPLOYEES + 1, 0, MAX_EMPLOYEES),
    ("annual_sales_yen", 10**40, 0, MAX_YEN),
    ("annual_energy_kl", -0.1, 0, MAX_ENERGY_KL),
    ("annual_energy_kl", MAX_ENERGY_KL + 0.5, 0, MAX_ENERGY_KL),
    ("annual_energy_kl", math.nan, 0, MAX_ENERGY_KL),
    ("annual_energy_kl", math.inf, 0, MAX_ENERGY_KL),
    ("annual_energy_kl", -math.inf, 0, MAX_ENERGY_KL),
    ("annual_energy_kl", 10**40, 0, MAX_ENERGY_KL),
    ("annual_energy_kl", 10**400, 0, MAX_ENERGY_KL),
    ("founded_year", 499, 500, 9999),
    ("founded_year", 10_000, 500, 9999),
    ("founded_on", "0499-12-31", "0500-01-01", "9999-12-31"),
]


@pytest.mark.parametrize(("key", "value", "least", "most"), OUT_OF_RANGE, ids=lambda value: str(value)[:12])
def test_a_number_out_of_range_names_the_range(key: str, value: object, least: object, most: object) -> None:
    assert problems({key: value}) == (Problem((key,), "out_of_range", {"least": least, "most": most}),)


OTHER_MISTAKES: list[tuple[dict[str, object], tuple[str | int, ...], str, dict[str, object]]] = [
    ({"name": "a\x00b"}, ("name",), "bad_text", {}),
    ({"name": "a\nb"}, ("name",), "bad_text", {}),
    ({"name": "a\x7f"}, ("name",), "bad_text", {}),
    ({"name": "a\ud800"}, ("name",), "bad_text", {}),
    ({"industry": "09\x00"}, ("industry",), "bad_text", {}),
    ({"topics": ["gx", "\udfff"]}, ("topics", 1), "bad_text", {}),
    ({"name": "あ" * (MAX_NAME + 1)}, ("name",), "too_long", {"most": MAX_NAME}),
    ({"topics": ["gx"] * (MAX_LIST + 1)}, ("topics",), "too_many", {"most": MAX_LIST}),
    ({f"key{n}": None for n in range(MAX_LIST + 1)}, (), "too_many", {"most": MAX_LIST}),
    ({"industry": "Z"}, ("industry",), "unknown_industry", {"value": "Z"}),
    ({"industry": ""}, ("industry",), "unknown_industry", {"value": ""}),
    ({"industry": "9" * 10**5}, ("industry",), "unknown_industry", {"value": "9" * MAX_NAME}),
    ({"other_industries": ["09", "００"]}, ("other_industries", 1), "unknown_industry", {"value": "００"}),
    ({"topics": [["gx"]]}, ("topics", 0), "wrong_type", {"expected": "string"}),
    ({"topics": ["gx", 5]}, ("topics", 1), "wrong_type", {"expected": "string"}),
    ({"topics": [None]}, ("topics", 0), "wrong_type", {"expected": "string"}),
    ({"founded_on": "1998-4-1"}, ("founded_on",), "bad_date", {}),
    ({"founded_on": "1998-02-29"}, ("founded_on",), "bad_date", {}),
    ({"founded_on": "1998-W14-3"}, ("founded_on",), "bad_date", {}),
    ({"founded_on": "1998/04/01"}, ("founded_on",), "bad_date", {}),
    ({"founded_on": "1998-04-01T00:00:00"}, ("founded_on",), "bad_date", {}),
    ({"founded_on": ""}, ("founded_on",), "bad_date", {}),
    ({"founded_on": "2024-04-01"}, ("founded_on",), "after_as_of", {"as_of": "2024-03-31"}),
    ({"founded_year": 2025}, ("founded_year",), "after_as_of", {"as_of": "2024-03-31"}),
    (
        {"founded_year": 1997, "founded_on": "1998-04-01"},
        ("founded_year",),
        "contradicts",
        {"other": "founded_on"},
    ),
    ({"corporate_number": "700001205000"}, ("corporate_number",), "bad_corporate_number", {}),
    ({"corporate_number": "7-000012050002"}, ("corporate_number",), "bad_corporate_number", {}),
    ({"corporate_number": "７０００012050002"}, ("corporate_number",), "bad_corporate_number", {}),
    ({"corporate_number": "T000012050002"}, ("corporate_number",), "bad_corporate_number", {}),
    ({"corporate_number": "1234567890123"}, ("corporate_number",), "bad_check_digit", {}),
    ({"corporate_number": "0000000000000"}, ("corporate_number",), "bad_check_digit", {}),
    ({"corporate_number": "7000012050003"}, ("corporate_number",), "bad_check_digit", {}),
]


@pytest.mark.parametrize(("answers", "path", "code", "params"), OTHER_MISTAKES, ids=lambda value: str(value)[:40])
def test_a_mistake_is_named_where_it_is(
    answers: dict[str, object], path: tuple[str | int, ...], code: str, params: dict[str, object]
) -> None:
    assert problems(answers) == (Problem(path, code, params),)
