"""The follow-up questions of the industries of which a law counts some classes apart: every answer decides, but for "not known"."""

import pytest

from catalogue.industries.search import FOLLOW_UPS
from matcher.industry import NEEDS_DETAIL, Category, Special, is_code, legal_kinds, within


def test_the_follow_ups_are_those_of_the_groups_that_need_detail() -> None:
    assert set(FOLLOW_UPS) == NEEDS_DETAIL


@pytest.mark.parametrize("group", FOLLOW_UPS)
def test_a_follow_up_ends_with_not_known(group: str) -> None:
    *_, (code, text) = FOLLOW_UPS[group]
    assert (code, text[:5]) == (group, "わからない")
    assert len(legal_kinds(code)) == 2


@pytest.mark.parametrize("group", FOLLOW_UPS)
def test_the_answers_of_a_follow_up_differ(group: str) -> None:
    answers = FOLLOW_UPS[group]
    assert len(dict(answers)) == len({text for _, text in answers}) == len(answers)


@pytest.mark.parametrize("group", FOLLOW_UPS)
def test_the_answers_of_a_follow_up_reach_both_outcomes(group: str) -> None:
    assert frozenset().union(*(legal_kinds(code) for code, _ in FOLLOW_UPS[group][:-1])) == legal_kinds(group)


@pytest.mark.parametrize(
    ("group", "code"), [(group, code) for group, rows in FOLLOW_UPS.items() for code, _ in rows[:-1]]
)
def test_every_other_answer_decides(group: str, code: str) -> None:
    assert is_code(code)
    assert within(code, group)
    assert len(legal_kinds(code)) == 1


DECIDED = [
    ("1911", Category.MANUFACTURING, None),
    ("192", Category.MANUFACTURING, Special.RUBBER),
    ("1932", Category.MANUFACTURING, Special.RUBBER),
    ("1933", Category.MANUFACTURING, Special.RUBBER),
    ("199", Category.MANUFACTURING, Special.RUBBER),
    ("391", Category.SERVICE, Special.SOFTWARE),
    ("3921", Category.SERVICE, Special.SOFTWARE),
    ("3922", Category.SERVICE, None),
    ("3923", Category.SERVICE, None),
    ("3929", Category.SERVICE, None),
    ("411", Category.SERVICE, None),
    ("412", Category.SERVICE, None),
    ("413", Category.MANUFACTURING, None),
    ("414", Category.MANUFACTURING, None),
    ("415", Category.SERVICE, None),
    ("416", Category.SERVICE, None),
    ("693", Category.SERVICE, None),
    ("691", Category.MANUFACTURING, None),
    ("692", Category.MANUFACTURING, None),
    ("694", Category.MANUFACTURING, None),
    ("751", Category.SERVICE, Special.RYOKAN),
    ("752", Category.SERVICE, None),
    ("753", Category.SERVICE, None),
    ("759", Category.SERVICE, None),
    ("791", Category.MANUFACTURING, None),
    ("796", Category.SERVICE, None),
    ("792", Category.SERVICE, None),
    ("793", Category.SERVICE, None),
    ("794", Category.SERVICE, None),
    ("795", Category.SERVICE, None),
    ("799", Category.SERVICE, None),
]


@pytest.mark.parametrize(("code", "category", "special"), DECIDED)
def test_an_answer_decides_as_the_law_says(code: str, category: Category, special: Special | None) -> None:
    assert legal_kinds(code) == {(category, special, code.startswith("75"))}


def test_every_answer_stands_in_the_table_above() -> None:
    assert [code for code, _, _ in DECIDED] == [code for rows in FOLLOW_UPS.values() for code, _ in rows[:-1]]
