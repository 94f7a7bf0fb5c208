"""Bad input to POST /api/v1/matches/: every mistake named at once with its place, never a 500, never silence."""

import json
import time

import pytest
from django.test import Client

from tests.api.asking import DAY, MATCHES, errors, post, problem
from tests.bad_input import BAD_DATE, INTEGER, MISTAKEN, OBJECT, TEXT, UNREADABLE, Path

pytestmark = pytest.mark.django_db

RANGE = "1以上200以下で書いてください。"
DAYS = "2000-01-01以上2100-12-31以下で書いてください。"
FLAG = "true か falseで書いてください。"
REQUIRED = "必ず書いてください。"
KEYS = "このキーはありません。使えるのは profile、as_of、limit、include_ineligible、keep です。"
TOO_MANY = "多すぎます。200個までです。"

REQUESTS = {
    "a list": ([], [("", OBJECT)]),
    "text": ("profile", [("", OBJECT)]),
    "null": (None, [("", OBJECT)]),
    "no profile": ({}, [("/profile", REQUIRED)]),
    "a profile that is null": ({"profile": None}, [("/profile", REQUIRED)]),
    "a profile without the request around it": (
        {"industry": "09"},
        [("/industry", KEYS), ("/profile", REQUIRED)],
    ),
    "a key nearly right": (
        {"profile": {}, "asof": DAY},
        [("/asof", "このキーはありません。「as_of」ではありませんか。")],
    ),
    "a key with signs": ({"profile": {}, "~/": 1}, [("/~0~1", KEYS)]),
    "a lone surrogate as a key": ({"profile": {}, "\ud800": 1}, [("/?", KEYS)]),
    "a NUL as a key": ({"profile": {}, "\0": 1}, [("/\0", KEYS)]),
    "a key without end": ({"profile": {}, "x" * 5000: 1}, [("/" + "x" * 100 + "…", KEYS)]),
    "5,000 keys": (dict.fromkeys(map(str, range(5000)), 1), [("", TOO_MANY)]),
    "a limit of none": ({"profile": {}, "limit": 0}, [("/limit", RANGE)]),
    "a limit of 201": ({"profile": {}, "limit": 201}, [("/limit", RANGE)]),
    "a limit below none": ({"profile": {}, "limit": -1}, [("/limit", RANGE)]),
    "a limit of 10 to the 40th": ({"profile": {}, "limit": 10**40}, [("/limit", RANGE)]),
    "true for the limit": ({"profile": {}, "limit": True}, [("/limit", INTEGER)]),
    "text for the limit": ({"profile": {}, "limit": "5"}, [("/limit", INTEGER)]),
    "a limit with a point": ({"profile": {}, "limit": 5.0}, [("/limit", INTEGER)]),
    "a number for the day": ({"profile": {}, "as_of": 20240331}, [("/as_of", TEXT)]),
    "a day that is none": ({"profile": {}, "as_of": "2024-02-30"}, [("/as_of", BAD_DATE)]),
    "a day without dashes": ({"profile": {}, "as_of": "20240331"}, [("/as_of", BAD_DATE)]),
    "a day by its week": ({"profile": {}, "as_of": "2024-W13-7"}, [("/as_of", BAD_DATE)]),
    "a day with a time": ({"profile": {}, "as_of": "2024-03-31T00:00:00"}, [("/as_of", BAD_DATE)]),
    "a day in full width": ({"profile": {}, "as_of": "２０２４-０３-３１"}, [("/as_of", BAD_DATE)]),
    "a day with a lone surrogate": ({"profile": {}, "as_of": "2024-03-3\ud800"}, [("/as_of", BAD_DATE)]),
    "an empty day": ({"profile": {}, "as_of": ""}, [("/as_of", BAD_DATE)]),
    "a day before all": ({"profile": {}, "as_of": "1999-12-31"}, [("/as_of", DAYS)]),
    "a day after all": ({"profile": {}, "as_of": "2101-01-01"}, [("/as_of", DAYS)]),
    "yes for the ineligible": ({"profile": {}, "include_ineligible": "yes"}, [("/include_ineligible", FLAG)]),
    "1 for the ineligible": ({"profile": {}, "include_ineligible": 1}, [("/include_ineligible", FLAG)]),
    "everything wrong": (
        {
            "profiles": 1,
            "as_of": "today",
            "limit": "5",
            "include_ineligible": 0,
            "profile": {"employees": True, "a/b": 1},
        },
        [
            ("/profiles", "このキーはありません。「profile」ではありませんか。"),
            ("/as_of", BAD_DATE),
            ("/limit", INTEGER),
            ("/include_ineligible", FLAG),
            ("/profile/employees", INTEGER),
            ("/profile/a~1b", MISTAKEN["a key that is like none"][1][0][1]),
        ],
    ),
}


@pytest.mark.parametrize("case", REQUESTS)
def test_every_mistake_of_a_request_is_named_with_its_place(client: Client, case: str) -> None:
    body, expected = REQUESTS[case]
    assert errors(post(client, body)) == expected


def pointer(path: Path) -> str:
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)


@pytest.mark.parametrize("case", MISTAKEN)
def test_every_mistake_of_a_profile_is_named_with_its_place(client: Client, case: str) -> None:
    profile, expected = MISTAKEN[case]
    body = f'{{"profile": {profile}, "as_of": "{DAY}"}}'.encode()
    assert errors(post(client, body)) == [(f"/profile{pointer(path)}", sentence) for path, sentence in expected]


@pytest.mark.parametrize("case", UNREADABLE)
def test_what_is_not_json_is_refused_with_the_reason(client: Client, case: str) -> None:
    body, sentence = UNREADABLE[case]
    found = problem(post(client, body), 400)
    assert (found["detail"], found.keys()) == (sentence, {"type", "title", "status", "detail"})


def test_no_body_is_a_request_without_a_profile(client: Client) -> None:
    assert errors(post(client, b"")) == [("/profile", REQUIRED)]


@pytest.mark.parametrize("size", [1024 * 1024 + 1, 10 * 1024 * 1024])
def test_a_body_over_the_limit_is_too_large(client: Client, size: int) -> None:
    found = problem(post(client, b'{"profile": {}}'.ljust(size)), 413)
    assert found["detail"] == "本文が大きすぎます。1,048,576バイトまでです。"


def test_a_body_at_the_limit_is_read(client: Client) -> None:
    assert errors(post(client, b"{}".ljust(1024 * 1024))) == [("/profile", REQUIRED)]


COSTLY = {
    "200 unknown keys like known ones": {f"employees{number:03d}": 1 for number in range(200)},
    "a thousand codes like known ones": {
        key: [f"regional_business_{number:03d}" for number in range(200)]
        for key in ("topics", "certifications", "situations", "other_industries", "other_prefectures")
    },
}


@pytest.mark.parametrize("case", COSTLY)
def test_a_thousand_mistakes_are_found_quickly(client: Client, case: str) -> None:
    start = time.process_time()
    found = errors(post(client, {"profile": COSTLY[case]}))
    assert len(found) in (200, 1000)
    assert time.process_time() - start < 2


def test_an_answer_to_bad_input_can_always_be_read_back(client: Client) -> None:
    response = client.post(MATCHES, b'{"\\udc80": {"\\ud800\\u0000": "\\udfff"}}', content_type="application/json")
    assert json.loads(response.content.decode("utf-8"))["status"] == 400
