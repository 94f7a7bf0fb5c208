"""POST /api/v1/matches/ on the real catalogue: the answer that the contract promises."""

from itertools import pairwise
from typing import Any

import pytest
from django.test import Client

from catalogue.models import EventKind, SupportType
from matcher.features import FEATURES, QUESTIONS
from matcher.operators import OPERATORS
from matcher.size import REGIMES, SIZE_CODES
from tests.api.asking import by_code, matched, post, whole
from tests.companies import COMPANIES, FOOD_MAKER
from tests.shapes import Maybe, departures

pytestmark = pytest.mark.usefixtures("real_stored", "db")

VERDICTS = {"eligible", "needs_info", "ineligible"}
BEST_FIRST = ("eligible", "needs_info", "ineligible")
OUTCOMES = {"met", "unmet", "unknown"}
VALUES = [(str, int, float)]

CRITERION = {
    "feature": set(FEATURES),
    "operator": set(OPERATORS),
    "values": VALUES,
    "outcome": OUTCOMES,
    "text": str,
    "source": str,
}
SIZE_CRITERION = {"feature": {"company_size"}, "regime": set(REGIMES)} | CRITERION
EVENT = {
    "event": set(EventKind.values),
    "on": Maybe(str),
    "from": Maybe(str),
    "to": Maybe(str),
    "text": str,
    "source": str,
}
PROGRAMME = {
    "code": str,
    "name": str,
    "aspect": str,
    "support_types": [set(SupportType.values)],
    "verdict": VERDICTS,
    "encoding": {"not_yet", "done", "reviewed"},
    "judged": {"by_machine": int, "by_hand": int, "text": str},
    "criteria": list,
    "bonuses": list,
    "checks": [{"text": str, "source": str}],
    "history": [EVENT],
}
ANSWER = {
    "as_of": {"2024-03-31"},
    "catalogue_version": str,
    "company_size": {"value": Maybe(set(SIZE_CODES)), "why": str},
    "counts": dict.fromkeys(BEST_FIRST, int),
    "results": [
        {
            "rank": int,
            "verdict": VERDICTS,
            "availability": {"open", "upcoming", "closed", "unknown"},
            "score": float,
            "score_parts": [{"part": str, "points": float, "why": str}],
            "measure": {
                "code": str,
                "title": str,
                "area": set(range(1, 11)),
                "ministries": [str],
                "summary": str,
                "audience": {"direct", "indirect", "none"},
            },
            "programmes": [PROGRAMME],
        }
    ],
    "next_questions": [
        {
            "feature": set(QUESTIONS),
            "text": str,
            "decides": int,
            "decides_at_least": int,
            "mentioned_by": int,
        }
    ],
}


@pytest.fixture(params=COMPANIES, scope="module")
def company(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def answer(client: Client, company: str) -> dict[str, Any]:
    return whole(client, COMPANIES[company])


def criteria(answer: dict[str, Any]) -> list[dict[str, Any]]:
    return [row for one in answer["results"] for programme in one["programmes"] for row in programme["criteria"]]


def bonuses(answer: dict[str, Any]) -> list[dict[str, Any]]:
    return [row for one in answer["results"] for programme in one["programmes"] for row in programme["bonuses"]]


def test_every_key_of_the_contract_is_there_with_its_type(answer: dict[str, Any]) -> None:
    found = list(departures(answer, ANSWER))
    for rows, first in ((criteria(answer), {"group": int}), (bonuses(answer), {"effect": str})):
        for row in rows:
            found += departures(row, first | (SIZE_CRITERION if row["feature"] == "company_size" else CRITERION))
    assert found == []


def test_ranks_count_from_one(answer: dict[str, Any]) -> None:
    assert [one["rank"] for one in answer["results"]] == list(range(1, 191))


def test_every_measure_comes_back_once(answer: dict[str, Any]) -> None:
    assert len(by_code(answer)) == len(answer["results"]) == 190


def test_the_score_never_rises_with_rank(answer: dict[str, Any]) -> None:
    assert all(above["score"] >= below["score"] for above, below in pairwise(answer["results"]))


def test_the_parts_add_up_to_the_score(answer: dict[str, Any]) -> None:
    for one in answer["results"]:
        assert round(sum(part["points"] for part in one["score_parts"]), 1) == one["score"]


def test_the_ineligible_stand_last_without_points(answer: dict[str, Any]) -> None:
    ruled_out = [one["verdict"] == "ineligible" for one in answer["results"]]
    assert ruled_out == sorted(ruled_out)
    for one in answer["results"]:
        if one["verdict"] == "ineligible":
            assert (one["score"], one["score_parts"]) == (0.0, [])
        else:
            assert one["score"] > 0


def test_a_measure_has_the_verdict_of_its_best_programme(answer: dict[str, Any]) -> None:
    for one in answer["results"]:
        assert one["verdict"] == min((row["verdict"] for row in one["programmes"]), key=BEST_FIRST.index)


def test_the_counts_are_those_of_the_whole_list(answer: dict[str, Any]) -> None:
    verdicts = [one["verdict"] for one in answer["results"]]
    assert answer["counts"] == {verdict: verdicts.count(verdict) for verdict in BEST_FIRST}


def test_a_verdict_is_the_least_of_its_groups_and_a_group_the_best_of_its_rows(answer: dict[str, Any]) -> None:
    rank = {"unmet": 0, "unknown": 1, "met": 2}
    for one in answer["results"]:
        for programme in one["programmes"]:
            groups: dict[int, int] = {}
            for row in programme["criteria"]:
                groups[row["group"]] = max(groups.get(row["group"], 0), rank[row["outcome"]])
            least = min(groups.values(), default=2)
            if least == 2 and programme["verdict"] == "needs_info":  # more is known to be asked than is encoded
                assert programme["encoding"] == "not_yet" or (programme["checks"] and not groups)
            else:
                assert programme["verdict"] == ("ineligible", "needs_info", "eligible")[least]


def test_what_is_not_encoded_is_never_eligible(answer: dict[str, Any]) -> None:
    for one in answer["results"]:
        for programme in one["programmes"]:
            assert (programme["encoding"], programme["verdict"]) != ("not_yet", "eligible")


def test_what_needs_information_says_what_is_missing(answer: dict[str, Any]) -> None:
    for one in answer["results"]:
        for programme in one["programmes"]:
            if programme["verdict"] == "needs_info":
                open_rows = [row for row in programme["criteria"] if row["outcome"] == "unknown"]
                assert open_rows or programme["encoding"] == "not_yet" or programme["checks"], programme["code"]


def test_every_reason_says_where_it_stands(answer: dict[str, Any]) -> None:
    rows = criteria(answer) + bonuses(answer)
    assert rows
    assert all(row["text"] and row["source"] for row in rows)


def test_the_same_question_gives_the_same_bytes(client: Client, company: str) -> None:
    body = {"profile": COMPANIES[company], "as_of": "2024-03-31", "limit": 200, "include_ineligible": True}
    assert post(client, body).content == post(client, body).content


def test_a_bonus_is_met_by_a_higher_kind_of_what_it_names(client: Client) -> None:
    outcomes = {
        held: {
            row["outcome"]
            for row in bonuses(matched(client, {"certifications": [held]}))
            if row["values"] == ["kurumin"]
        }
        for held in ("kurumin_try", "kurumin", "kurumin_platinum")
    }
    assert outcomes == {"kurumin_try": {"unmet"}, "kurumin": {"met"}, "kurumin_platinum": {"met"}}


def test_a_listed_measure_is_one_of_the_catalogue(client: Client) -> None:
    first = matched(client, FOOD_MAKER, limit=1)["results"][0]["measure"]
    stored = client.get(f"/api/v1/measures/{first['code']}/").json()
    assert first == {key: stored[key] for key in first}
