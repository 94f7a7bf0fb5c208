"""GET /api/v1/measures/ and /api/v1/measures/{code}/ on the real catalogue: the contract's keys, and pages."""

from typing import Any

import pytest
from django.test import Client

from catalogue.labels import CERTIFICATIONS, TOPICS
from catalogue.models import BudgetKind, EventKind, SupportType
from matcher.features import FEATURES
from matcher.operators import OPERATORS
from matcher.size import REGIMES
from tests.api.asking import MATCHES, MEASURES, problem
from tests.shapes import Maybe, departures

pytestmark = pytest.mark.usefixtures("real_stored", "db")

MEASURE = {
    "code": str,
    "area": set(range(1, 11)),
    "title": str,
    "is_new": bool,
    "summary": str,
    "ministries": [str],
    "audience": {"direct", "indirect", "none"},
    "kurumin_bonus": bool,
    "topics": [set(TOPICS)],
    "source": str,
    "notes": [{"text": str, "source": str}],
    "programmes": [
        {
            "code": str,
            "name": str,
            "aliases": [str],
            "aspect": str,
            "support_types": [set(SupportType.values)],
            "gives": [set(CERTIFICATIONS)],
            "encoding": {"not_yet", "done", "reviewed"},
            "open_to_all": bool,
            "criteria": [
                {
                    "role": {"requirement", "focus", "bonus"},
                    "group": int,
                    "feature": set(FEATURES),
                    "regime": {"", *REGIMES},
                    "operator": set(OPERATORS),
                    "values": [(str, int, float)],
                    "level": {"", "primary", "secondary"},
                    "fit": Maybe(int),
                    "effect": str,
                    "text": str,
                    "source": str,
                    "note": str,
                }
            ],
            "checks": [{"text": str, "source": str}],
            "budgets": [
                {
                    "budget": str,
                    "name": str,
                    "fiscal_year": str,
                    "kind": set(BudgetKind.values),
                    "amount_yen": Maybe(int),
                    "part_of": bool,
                    "source": str,
                    "note": str,
                }
            ],
            "results": [
                {
                    "metric": str,
                    "value": (int, float),
                    "unit": str,
                    "detail": str,
                    "as_of": Maybe(str),
                    "source": str,
                }
            ],
            "history": [
                {
                    "event": set(EventKind.values),
                    "on": Maybe(str),
                    "from": Maybe(str),
                    "to": Maybe(str),
                    "text": str,
                    "source": str,
                }
            ],
            "periods": [
                {
                    "state": {"open", "upcoming", "closed"},
                    "first": Maybe(str),
                    "last": Maybe(str),
                    "note": str,
                    "source": str,
                }
            ],
        }
    ],
}


def listed(client: Client, **query: object) -> dict[str, Any]:
    response = client.get(MEASURES, query_params={"page_size": 200} | query)
    assert (response.status_code, response["Content-Type"]) == (200, "application/json"), response.content.decode()
    return response.json()


def test_every_measure_has_every_key_of_the_contract_with_its_type(client: Client) -> None:
    answer = listed(client)
    assert list(answer) == ["count", "next", "previous", "results"]
    assert list(departures(answer["results"], [MEASURE])) == []


def test_the_measures_stand_in_the_order_of_the_source(client: Client) -> None:
    codes = [measure["code"] for measure in listed(client)["results"]]
    assert len(codes) == 190
    assert codes == sorted(codes, key=lambda code: [int(part) for part in code.split("-")])
    assert (codes[0], codes[-1]) == ("1-01", "10-05")


@pytest.mark.parametrize("code", ["1-01", "1-05", "4-01", "9-09", "10-05"])
def test_a_measure_by_itself_is_the_same_as_in_the_list(client: Client, code: str) -> None:
    response = client.get(f"{MEASURES}{code}/")
    assert (response.status_code, response["Content-Type"]) == (200, "application/json")
    (found,) = [measure for measure in listed(client)["results"] if measure["code"] == code]
    assert response.json() == found


def test_what_the_source_prints_of_measure_1_05(client: Client) -> None:
    measure = client.get(f"{MEASURES}1-05/").json()
    assert {
        key: measure[key] for key in ("code", "area", "title", "is_new", "ministries", "audience", "kurumin_bonus")
    } == {
        "code": "1-05",
        "area": 1,
        "title": "中堅･中小企業のGXの取組促進",
        "is_new": False,
        "ministries": ["経産省", "中企庁"],
        "audience": "direct",
        "kurumin_bonus": True,
    }
    programme = next(one for one in measure["programmes"] if one["code"] == "seisansei-kakumei")
    assert programme["support_types"] == ["subsidy"]
    assert programme["budgets"] == [
        {
            "budget": "seisansei-kakumei:0",
            "name": "中小企業生産性革命推進事業（ものづくり補助金・IT導入補助金など）",
            "fiscal_year": "R5",
            "kind": "supplementary",
            "amount_yen": 200_000_000_000,
            "part_of": False,
            "source": "p25 フォローアップ",
            "note": programme["budgets"][0]["note"],
        }
    ]
    assert programme["results"] == [
        {
            "metric": "採択",
            "value": 550,
            "unit": "者",
            "detail": "第10次～第16次公募のグリーン枠",
            "as_of": None,
            "source": "p6 フォローアップ",
        }
    ]


def test_requirement_groups_count_from_one_and_the_rest_has_none(client: Client) -> None:
    for measure in listed(client)["results"]:
        for programme in measure["programmes"]:
            groups = [row["group"] for row in programme["criteria"] if row["role"] == "requirement"]
            assert sorted(set(groups)) == list(range(1, len(set(groups)) + 1))
            assert groups == sorted(groups)
            assert {row["group"] for row in programme["criteria"] if row["role"] != "requirement"} <= {0}


def test_a_measure_and_its_match_tell_the_same_requirements(client: Client) -> None:
    body = {"profile": {}, "limit": 200, "include_ineligible": True}
    matches = client.post(MATCHES, body, content_type="application/json").json()["results"]
    measures = {measure["code"]: measure for measure in listed(client)["results"]}
    keys = ("group", "feature", "operator", "values", "source")
    for one in matches:
        for judged, stored in zip(one["programmes"], measures[one["measure"]["code"]]["programmes"], strict=True):
            requirements = [row for row in stored["criteria"] if row["role"] == "requirement"]
            assert [[row[key] for key in keys] for row in judged["criteria"]] == [
                [row[key] for key in keys] for row in requirements
            ]


def test_pages_follow_one_another(client: Client) -> None:
    whole = listed(client)["results"]
    address, seen, pages = f"{MEASURES}?page_size=50", [], []
    while address:
        answer = client.get(address).json()
        assert answer["count"] == 190
        seen += answer["results"]
        pages.append((len(answer["results"]), bool(answer["previous"]), bool(answer["next"])))
        address = answer["next"]
    assert seen == whole
    assert pages == [(50, False, True), (50, True, True), (50, True, True), (40, True, False)]


def test_the_way_back_is_the_way_there(client: Client) -> None:
    second = client.get(MEASURES, query_params={"area": 1, "page_size": 10, "page": 2}).json()
    assert second["previous"] == f"http://testserver{MEASURES}?area=1&page_size=10"
    assert second["next"] == f"http://testserver{MEASURES}?area=1&page=3&page_size=10"


@pytest.mark.parametrize(("size", "length"), [("", 20), ("1", 1), ("20", 20), ("190", 190), ("200", 190)])
def test_the_size_of_a_page(client: Client, size: str, length: int) -> None:
    assert len(client.get(MEASURES, query_params={"page_size": size}).json()["results"]) == length


def test_a_page_beyond_the_end_is_not_found(client: Client) -> None:
    assert client.get(MEASURES, query_params={"page": 10}).status_code == 200
    for page in (11, 999_999):
        problem(client.get(MEASURES, query_params={"page": page}), 404)


def test_a_measure_that_is_not_in_the_catalogue_is_not_found(client: Client) -> None:
    for code in ("9-99", "10-11", "1-00"):
        problem(client.get(f"{MEASURES}{code}/"), 404)
