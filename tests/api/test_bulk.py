"""POST /api/v1/matches/bulk/ and the other questions about companies: each line, each measure, each programme as one match says."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client

from catalogue.contract.bulk import MOST_LINE_BYTES, MOST_LINES
from catalogue.models import Programme
from catalogue.shortlist import Snapshot, snapshot
from tests.api.asking import DAY, matched, problem, whole
from tests.companies import COMPANIES

pytestmark = pytest.mark.usefixtures("real_stored", "db")

V1 = "/api/v1/"
BULK = f"{V1}matches/bulk/"


def bulk(client: Client, lines: bytes, query: str = "", **headers: str) -> list[dict[str, Any]]:
    response = client.post(BULK + query, lines, content_type="application/x-ndjson", headers=headers)
    assert (response.status_code, response["Content-Type"]) == (200, "application/x-ndjson")
    return [json.loads(line) for line in response.getvalue().splitlines()]


def asked(client: Client, address: str, body: object) -> HttpResponse:
    return client.post(f"{V1}{address}", json.dumps(body), content_type="application/json")


@pytest.mark.parametrize("options", [{}, {"limit": 200, "include_ineligible": True}, {"limit": 1}])
def test_each_line_is_answered_as_one_match(client: Client, options: dict[str, object]) -> None:
    requests = [{"profile": profile, "as_of": DAY, **options} for profile in COMPANIES.values()] * 2
    lines = "\n".join(map(json.dumps, requests)).encode()
    for number, (request, line) in enumerate(zip(requests, bulk(client, lines), strict=True), start=1):
        one = matched(client, request["profile"], **options)
        del one["next_questions"]
        assert line == {"line": number, **one}


def test_no_lines_are_answered_by_none(client: Client) -> None:
    assert bulk(client, b"") == bulk(client, b"\n\n") == []


def test_questions_come_when_they_are_asked_for(client: Client) -> None:
    (line,) = bulk(client, json.dumps({"profile": {"industry": "09"}, "as_of": DAY}).encode(), "?next_questions=true")
    assert line == {"line": 1, **matched(client, {"industry": "09"})}


def test_a_line_is_in_the_language_of_the_request(client: Client) -> None:
    (line,) = bulk(client, b'{"profile": {}}', **{"accept-language": "en"})
    assert "law" in line["company_size"]["why"] or "Act" in line["company_size"]["why"]


BAD = [
    (b"{", "JSONとして読めません（1行目の2文字目）。", None),
    (b"[]", "誤りが1件あります。", [""]),
    (
        b'{"profile": {"employees": "40", "topics": ["x"]}}',
        "誤りが2件あります。",
        ["/profile/employees", "/profile/topics/0"],
    ),
    (b'{"profile": {"name": "' + b"a" * MOST_LINE_BYTES + b'"}}', "この行は長すぎます。65,536バイトまでです。", None),
]


def test_an_error_in_a_line_answers_on_that_line_and_stops_nothing(client: Client) -> None:
    good = b'{"profile": {}, "limit": 1}'
    lines = bulk(client, b"\n".join([good, *(text for text, *_ in BAD), b"", good]))
    assert [line["line"] for line in lines] == [1, 2, 3, 4, 5, 7]
    assert len(lines[0]["results"]) == len(lines[-1]["results"]) == 1
    for line, (_, detail, pointers) in zip(lines[1:-1], BAD, strict=True):
        assert (line["type"], line["status"], line["detail"]) == ("urn:problem:invalid-request", 400, detail)
        assert [one["pointer"] for one in line.get("errors", [])] == (pointers or [])


def test_a_database_that_is_gone_meanwhile_is_told_on_the_lines_that_need_it(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(day: date) -> Snapshot:
        if day.year == 2025:
            raise OperationalError
        return snapshot(day)

    monkeypatch.setattr("catalogue.contract.bulk.snapshot", gone)
    days = ["2024-03-31", "2025-03-31", "2024-03-31"]
    lines = bulk(client, "\n".join(json.dumps({"profile": {}, "limit": 1, "as_of": day}) for day in days).encode())
    assert [(line["line"], line.get("status", 200)) for line in lines] == [(1, 200), (2, 503), (3, 200)]
    assert lines[1]["type"] == "urn:problem:unavailable"


@pytest.mark.parametrize(("count", "status"), [(MOST_LINES, 200), (MOST_LINES + 1, 413)])
def test_no_more_lines_than_are_allowed(client: Client, count: int, status: int) -> None:
    response = client.post(BULK, b"\n" * (count - 1) + b"[]", content_type="application/x-ndjson")
    assert response.status_code == status
    if status == 413:
        problem(response, 413)
    else:
        assert response.getvalue().count(b"\n") == 1


def test_lines_are_called_so(client: Client) -> None:
    found = problem(client.post(BULK, b"{}", content_type="application/json"), 415)
    assert found["detail"] == "Content-Type を application/x-ndjson にして送ってください。"


@pytest.mark.parametrize("company", COMPANIES)
def test_one_measure_is_explained_as_in_the_list(client: Client, company: str) -> None:
    everything = whole(client, COMPANIES[company])
    for one in everything["results"][::60]:
        answer = asked(
            client, f"matches/{one['measure']['code']}/", {"profile": COMPANIES[company], "as_of": DAY}
        ).json()
        assert answer["result"] == one
        assert (answer["result"]["verdict"] == "needs_info") or not answer["missing"] or len(one["programmes"]) > 1
    problem(asked(client, "matches/9-99/", {"profile": {}}), 404)


def test_which_companies_may_use_a_programme(client: Client) -> None:
    profiles = list(COMPANIES.values())
    single = Programme.objects.filter(is_shared=False).exclude(listings=None).order_by("code")
    for programme in single[:2]:
        answer = asked(client, f"programmes/{programme.code}/matches/", {"profiles": profiles, "as_of": DAY}).json()
        assert [one["index"] for one in answer["results"]] == list(range(len(profiles)))
        assert sum(answer["counts"].values()) == len(profiles)
        for profile, one in zip(profiles, answer["results"], strict=True):
            verdicts = [
                judged["verdict"]
                for place in whole(client, profile)["results"]
                for judged in place["programmes"]
                if judged["code"] == programme.code
            ]
            assert verdicts == [one["verdict"]]
    problem(asked(client, "programmes/none/matches/", {"profiles": []}), 404)
    problem(asked(client, "programmes/none/matches/", {"profiles": [{}] * 1001}), 400)


@pytest.mark.parametrize("company", COMPANIES)
def test_the_next_question_is_the_first_of_a_match(client: Client, company: str) -> None:
    answer = asked(client, "next-question/", {"profile": COMPANIES[company], "as_of": DAY}).json()
    found = [one for one in (answer["question"], *answer["others"]) if one]
    keys = ("feature", "text", "decides", "decides_at_least", "mentioned_by")
    assert [{key: one[key] for key in keys} for one in found] == matched(client, COMPANIES[company])["next_questions"]


@pytest.mark.parametrize("company", COMPANIES)
def test_a_sound_profile_is_given_back(client: Client, company: str) -> None:
    answer = asked(client, "profiles/validate/", {"profile": COMPANIES[company], "as_of": DAY}).json()
    assert answer["valid"] is True
    again = asked(client, "profiles/validate/", {"profile": answer["profile"], "as_of": DAY}).json()
    assert again == answer
    assert matched(client, answer["profile"]) == matched(client, COMPANIES[company])


def test_mistakes_of_a_profile_are_the_answer(client: Client) -> None:
    response = asked(client, "profiles/validate/", {"profile": {"employees": -1, "x": 1}})
    assert response.status_code == 200
    assert response.json()["valid"] is False
    assert [one["pointer"] for one in response.json()["errors"]] == ["/profile/employees", "/profile/x"]
    problem(asked(client, "profiles/validate/", {"as_of": DAY}), 400)
    problem(client.post(f"{V1}profiles/validate/", b"{", content_type="application/json"), 400)
