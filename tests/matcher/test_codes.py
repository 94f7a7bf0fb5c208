"""Codes: 47 prefectures in eight regions, and what a certification implies."""

import pytest

from matcher import codes
from matcher.codes import with_lower_kinds

# 地域は jGrants の区分（関東・甲信越、東海・北陸 …）。
REGIONS = {
    "hokkaido": "01",
    "tohoku": "02 03 04 05 06 07",
    "kanto_koshinetsu": "08 09 10 11 12 13 14 15 19 20",
    "tokai_hokuriku": "16 17 18 21 22 23 24",
    "kinki": "25 26 27 28 29 30",
    "chugoku": "31 32 33 34 35",
    "shikoku": "36 37 38 39",
    "kyushu_okinawa": "40 41 42 43 44 45 46 47",
}


def test_prefectures_are_numbered_from_01_to_47() -> None:
    assert list(codes.PREFECTURES) == [f"{number:02d}" for number in range(1, 48)]
    assert (codes.PREFECTURES[0], codes.PREFECTURES[12], codes.PREFECTURES[-1]) == ("01", "13", "47")


def test_each_prefecture_lies_in_exactly_one_region() -> None:
    members = [prefecture for region in codes.REGIONS.values() for prefecture in region]
    assert sorted(members) == list(codes.PREFECTURES)
    assert set(codes.REGION_OF) == set(codes.PREFECTURES)


@pytest.mark.parametrize(("region", "members"), REGIONS.items())
def test_the_members_of_a_region(region: str, members: str) -> None:
    assert [place for place in codes.PREFECTURES if codes.REGION_OF[place] == region] == members.split()


def test_there_is_no_further_region() -> None:
    assert list(codes.REGIONS) == list(REGIONS)


@pytest.mark.parametrize("kind", ["ENTITY_TYPES", "TOPICS", "CERTIFICATIONS", "SITUATIONS"])
def test_code_lists_are_plain_words_without_repetition(kind: str) -> None:
    listed = getattr(codes, kind)
    assert len(listed) == len(set(listed))
    assert all(code.isascii() and code.replace("_", "").isalnum() and code.islower() for code in listed)


@pytest.mark.parametrize(
    ("held", "implied"),
    [
        ("", ""),
        ("kurumin_try", ""),
        ("kurumin", "kurumin_try"),
        ("kurumin_platinum", "kurumin kurumin_try"),
        ("eruboshi_1", ""),
        ("eruboshi_2", "eruboshi_1"),
        ("eruboshi_3", "eruboshi_1 eruboshi_2"),
        ("eruboshi_platinum", "eruboshi_1 eruboshi_2 eruboshi_3"),
        ("eruboshi_1 eruboshi_3", "eruboshi_2"),
        ("kurumin eruboshi_2", "kurumin_try eruboshi_1"),
        ("kurumin youth_yell", "kurumin_try"),
    ],
)
def test_a_higher_kind_implies_the_lower_ones_and_nothing_else(held: str, implied: str) -> None:
    assert with_lower_kinds(frozenset(held.split())) == {*held.split(), *implied.split()}


@pytest.mark.parametrize("alone", [code for code in codes.CERTIFICATIONS if not code.startswith(("kurumin", "erubo"))])
def test_a_certification_outside_the_two_families_implies_nothing(alone: str) -> None:
    assert with_lower_kinds(frozenset([alone])) == {alone}


def test_ladders_name_known_certifications_each_in_one_family() -> None:
    steps = [step for ladder in codes.CERTIFICATION_LADDERS for step in ladder]
    assert len(steps) == len(set(steps))
    assert set(steps) <= set(codes.CERTIFICATIONS)


@pytest.mark.parametrize("held", [frozenset(codes.CERTIFICATIONS[:4]), frozenset(codes.CERTIFICATIONS)])
def test_to_imply_twice_is_to_imply_once(held: frozenset[str]) -> None:
    assert with_lower_kinds(with_lower_kinds(held)) == with_lower_kinds(held)
