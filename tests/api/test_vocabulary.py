"""features/, industries/, prefectures/: enough to build a form, complete and in both languages."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from matcher.features import FEATURES
from matcher.profile import PROFILE_KEYS
from tests.api.asking import errors

pytestmark = pytest.mark.django_db

V1 = "/api/v1/"


def rows(client: Client, address: str) -> list[dict[str, Any]]:
    answer = client.get(f"{V1}{address}").json()
    assert answer["count"] == len(answer["results"])
    found: list[dict[str, Any]] = answer["results"]
    return found


def test_features_tell_all_that_a_form_needs(client: Client) -> None:
    found = {one["key"]: one for one in rows(client, "features/")}
    assert list(found) == list(FEATURES)
    for key, feature in FEATURES.items():
        one = found[key]
        assert (one["kind"], one["unit"]) == (feature.kind.value, feature.unit.value if feature.unit else None)
        assert [code["code"] for code in one["codes"]] == list(feature.codes)
        assert one["operators"]
        assert bool(one["regimes"]) is feature.by_regime
    asked = {answer["key"] for one in found.values() for answer in one["answers"]}
    assert asked == set(PROFILE_KEYS) - {"name", "corporate_number"}


def labels(value: object) -> list[dict[str, str]]:
    if isinstance(value, dict):
        own = [value] if set(value) == {"ja", "en"} else []
        return own + [label for one in value.values() for label in labels(one)]
    return [label for one in value for label in labels(one)] if isinstance(value, list) else []


@pytest.mark.parametrize(("address", "least"), [("features/", 200), ("industries/", 120), ("prefectures/", 94)])
def test_every_label_is_in_both_languages(client: Client, address: str, least: int) -> None:
    found = labels(rows(client, address))
    assert len(found) >= least
    assert [label for label in found if not label["en"].isascii() and label["en"] == label["ja"]] == []


def test_industries_stand_under_one_another(client: Client) -> None:
    found = {one["code"]: one for one in rows(client, "industries/")}
    assert len(found) == 20 + 99 + 9
    assert all(one["parent"] is None or one["parent"] in found for one in found.values())
    assert [one["code"] for one in rows(client, "industries/?parent=39")] == ["391", "3921"]
    assert [one["code"] for one in rows(client, "industries/?parent=A")] == ["01", "02"]


@pytest.mark.parametrize(("word", "code"), [("パン屋", "58"), ("ソフトウェア", "391"), ("旅館", "751")])
def test_industries_are_found_by_everyday_words(client: Client, word: str, code: str) -> None:
    assert code in [one["code"] for one in rows(client, f"industries/?q={word}")]


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("industries/?q=" + "あ" * 61, "/q"),
        ("industries/?parent=00", "/parent"),
        ("features/?q=x", "/q"),
        ("prefectures/?page=1", "/page"),
    ],
)
def test_what_means_nothing_is_refused(client: Client, query: str, pointer: str) -> None:
    assert [where for where, _ in errors(client.get(f"{V1}{query}"))] == [pointer]


def test_prefectures_have_regions(client: Client) -> None:
    found = rows(client, "prefectures/")
    assert len(found) == 47
    assert next(one for one in found if one["code"] == "20")["region"]["code"] == "kanto_koshinetsu"
