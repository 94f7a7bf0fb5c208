"""What the options of a match do, and which answers of a company count as answers."""

import json
from datetime import date

import pytest
import time_machine
from django.test import Client

from tests.api.asking import DAY, MATCHES, matched, post, whole
from tests.companies import COMPANIES, FOOD_MAKER

pytestmark = pytest.mark.usefixtures("real_stored", "db")


@pytest.mark.parametrize("limit", [1, 2, 20, 189, 190, 200])
def test_the_limit_cuts_the_same_list(client: Client, limit: int) -> None:
    listed = whole(client, FOOD_MAKER)["results"]
    assert whole(client, FOOD_MAKER, limit=limit)["results"] == listed[:limit]


def test_twenty_come_back_unless_asked_otherwise(client: Client) -> None:
    assert matched(client, FOOD_MAKER) == matched(client, FOOD_MAKER, limit=20)
    assert len(matched(client, FOOD_MAKER)["results"]) == 20


def test_the_ineligible_come_back_only_when_asked_for(client: Client) -> None:
    answer = matched(client, FOOD_MAKER, limit=200)
    assert answer["counts"]["ineligible"] > 0
    assert len(answer["results"]) == answer["counts"]["eligible"] + answer["counts"]["needs_info"]
    assert answer == matched(client, FOOD_MAKER, limit=200, include_ineligible=False)


def test_the_limit_changes_neither_counts_nor_questions(client: Client) -> None:
    one, all_of_them = matched(client, FOOD_MAKER, limit=1), whole(client, FOOD_MAKER)
    for key in ("counts", "next_questions", "company_size", "catalogue_version"):
        assert one[key] == all_of_them[key]


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2024-03-31T14:59:59+00:00", "2024-03-31"),
        ("2024-03-31T15:00:00+00:00", "2024-04-01"),
        ("2024-04-01T00:00:00+09:00", "2024-04-01"),
    ],
)
def test_the_day_is_today_in_japan(client: Client, moment: str, day: str) -> None:
    with time_machine.travel(moment, tick=False):
        assert post(client, {"profile": {}}).json()["as_of"] == day


def test_in_this_suite_today_is_23_november_2026(client: Client) -> None:
    assert post(client, {"profile": {}}).json()["as_of"] == date(2026, 11, 23).isoformat()


def test_an_option_that_is_null_is_absent(client: Client) -> None:
    plain = post(client, {"profile": FOOD_MAKER})
    nulls = post(client, {"profile": FOOD_MAKER, "as_of": None, "limit": None, "include_ineligible": None})
    assert nulls.content == plain.content


def test_the_first_and_the_last_day_that_can_be_asked_of(client: Client) -> None:
    for day in ("2000-01-01", "2100-12-31"):
        assert matched(client, {}, as_of=day)["as_of"] == day


@pytest.mark.parametrize("company", COMPANIES)
def test_null_is_no_answer(client: Client, company: str) -> None:
    profile = COMPANIES[company]
    nulls = dict.fromkeys(COMPANIES["everything answered"])
    assert whole(client, nulls | profile) == whole(client, profile)


LISTS = ("topics", "certifications", "situations", "other_industries", "other_prefectures")


def test_an_empty_list_is_an_answer(client: Client) -> None:
    asked = {question["feature"] for question in whole(client, {})["next_questions"]}
    none = {question["feature"] for question in whole(client, {key: [] for key in LISTS})["next_questions"]}
    assert {"topics", "situations", "certifications"} <= asked
    assert none.isdisjoint(LISTS)


def test_none_held_is_unmet_where_no_answer_is_unknown(client: Client) -> None:
    def outcomes(profile: dict[str, object]) -> set[str]:
        return {
            row["outcome"]
            for one in whole(client, profile)["results"]
            for programme in one["programmes"]
            for row in programme["criteria"]
            if (row["feature"], row["operator"]) == ("situations", "has_any")
        }

    assert outcomes({}) == {"unknown"}
    assert outcomes({"situations": []}) == {"unmet"}


def test_name_and_corporate_number_change_nothing(client: Client) -> None:
    named = dict(FOOD_MAKER) | {"name": "株式会社GX・くるみん", "corporate_number": "7000012050002"}
    assert post(client, {"profile": named}).content == post(client, {"profile": FOOD_MAKER}).content


def test_the_order_of_keys_and_codes_changes_nothing(client: Client) -> None:
    turned = {key: value[::-1] if isinstance(value, list) else value for key, value in reversed(FOOD_MAKER.items())}
    assert post(client, {"profile": turned}).content == post(client, {"profile": FOOD_MAKER}).content


def test_a_code_given_twice_counts_once(client: Client) -> None:
    assert whole(client, {"topics": ["gx", "gx"]}) == whole(client, {"topics": ["gx"]})


def test_a_body_may_begin_with_a_byte_order_mark_and_hold_full_width_text(client: Client) -> None:
    body = json.dumps({"profile": {"name": "食品　株式会社"}, "as_of": DAY}, ensure_ascii=False).encode("utf-8-sig")
    response = client.post(MATCHES, body, content_type="application/json; charset=utf-8")
    assert response.status_code == 200
