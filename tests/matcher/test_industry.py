"""JSIC rev.14, and the size-law class of each industry (中小企業庁の対応表、高齢・障害・求職者雇用支援機構の手引き)."""

import pytest

from matcher.industry import (
    DIVISION_OF,
    DIVISIONS,
    NEEDS_DETAIL,
    Category,
    Legal,
    Special,
    elsewhere,
    finer_codes,
    is_code,
    legal_kinds,
    matches,
    within,
)
from matcher.truth import FALSE, TRUE, UNKNOWN, Truth

# 大分類 → 中分類, first and last.
HIERARCHY = {
    "A": (1, 2), "B": (3, 4), "C": (5, 5), "D": (6, 8), "E": (9, 32), "F": (33, 36), "G": (37, 41), "H": (42, 49),
    "I": (50, 61), "J": (62, 67), "K": (68, 70), "L": (71, 74), "M": (75, 77), "N": (78, 80), "O": (81, 82),
    "P": (83, 85), "Q": (86, 87), "R": (88, 96), "S": (97, 98), "T": (99, 99),
}  # fmt: skip

M, W, S, R = Category.MANUFACTURING, Category.WHOLESALE, Category.SERVICE, Category.RETAIL
PLAIN = {
    W: "50 51 52 53 54 55",
    R: "56 57 58 59 60 61 76 77",
    S: "38 70 71 72 73 74 78 80 81 82 83 84 85 86 87 88 89 90 91 92 93 94 95 96",
    M: "01 02 03 04 05 06 07 08 09 10 11 12 13 14 15 16 17 18 20 21 22 23 24 25 26 27 28 29 30 31 32 33 34 35 36 37 40 "
    "42 43 44 45 46 47 48 49 62 63 64 65 66 67 68 97 98 99",
}
LODGING = {"75", "80"}

RUBBER, SOFTWARE, RYOKAN = Special.RUBBER, Special.SOFTWARE, Special.RYOKAN
DETAIL: dict[str, list[tuple[Category, Special | None]]] = {
    "19": [(M, RUBBER), (M, None)],
    "190": [(M, RUBBER)],
    "191": [(M, RUBBER), (M, None)],
    "1911": [(M, None)],  # 自動車タイヤ・チューブ
    "1919": [(M, RUBBER), (M, None)],  # その他のタイヤ・チューブ: those for aircraft are left out
    "192": [(M, RUBBER)],
    "193": [(M, RUBBER), (M, None)],
    "1931": [(M, RUBBER), (M, None)],  # ゴムベルト: industrial belts are left out
    "1932": [(M, RUBBER)],
    "1933": [(M, RUBBER)],
    "199": [(M, RUBBER)],
    "1993": [(M, RUBBER)],
    "39": [(S, SOFTWARE), (S, None)],
    "390": [(S, None)],
    "391": [(S, SOFTWARE)],
    "3911": [(S, SOFTWARE)],
    "392": [(S, SOFTWARE), (S, None)],
    "3921": [(S, SOFTWARE)],
    "3922": [(S, None)],  # 情報提供サービス業
    "3923": [(S, None)],
    "3929": [(S, None)],
    "41": [(M, None), (S, None)],
    "411": [(S, None)],
    "412": [(S, None)],
    "413": [(M, None)],  # 新聞業
    "414": [(M, None)],  # 出版業
    "415": [(S, None)],
    "416": [(S, None)],
    "4161": [(S, None)],
    "69": [(M, None), (S, None)],
    "691": [(M, None)],
    "692": [(M, None)],
    "693": [(S, None)],  # 駐車場業
    "694": [(M, None)],
    "75": [(S, RYOKAN), (S, None)],
    "751": [(S, RYOKAN)],
    "752": [(S, None)],  # 簡易宿所
    "79": [(S, None), (M, None)],
    "791": [(M, None)],  # 旅行業
    "7911": [(M, None)],
    "799": [(S, None)],
}


def kinds(code: str | None) -> set[tuple[Category, Special | None]]:
    return {(category, special) for category, special, _ in legal_kinds(code)}


def test_twenty_divisions_and_ninety_nine_major_groups() -> None:
    assert "".join(DIVISIONS) == "ABCDEFGHIJKLMNOPQRST"
    assert list(DIVISION_OF) == [f"{number:02d}" for number in range(1, 100)]


@pytest.mark.parametrize(("division", "ends"), HIERARCHY.items())
def test_a_division_is_a_run_of_major_groups(division: str, ends: tuple[int, int]) -> None:
    groups = tuple(f"{number:02d}" for number in range(ends[0], ends[1] + 1))
    assert DIVISIONS[division] == groups
    assert {DIVISION_OF[group] for group in groups} == {division}


@pytest.mark.parametrize("code", ["A", "T", "01", "09", "99", "091", "0911", "3921", "999"])
def test_a_code(code: str) -> None:
    assert is_code(code)


@pytest.mark.parametrize(
    "code", ["", "U", "a", "AA", "0", "9", "00", "000", "09111", "E09", "0 9", "0a", "-9", "０９", "09\n", "٠٩"]
)
def test_no_code(code: str) -> None:
    assert not is_code(code)


@pytest.mark.parametrize(
    ("answer", "rule", "outcome"),
    [
        ("E", "E", TRUE),
        ("09", "09", TRUE),
        ("09", "E", TRUE),
        ("0911", "E", TRUE),
        ("391", "39", TRUE),
        ("3921", "39", TRUE),
        ("3921", "392", TRUE),
        ("E", "09", UNKNOWN),
        ("E", "0911", UNKNOWN),
        ("39", "391", UNKNOWN),
        ("392", "3921", UNKNOWN),
        ("G", "3921", UNKNOWN),
        ("E", "A", FALSE),
        ("09", "10", FALSE),
        ("09", "D", FALSE),
        ("D", "09", FALSE),
        ("391", "3921", FALSE),
        ("391", "392", FALSE),
        ("3922", "3921", FALSE),
        ("32", "F", FALSE),
        ("33", "F", TRUE),
    ],
)
def test_a_company_of_one_industry_against_a_rule_for_another(answer: str, rule: str, outcome: Truth) -> None:
    assert matches(answer, rule) is outcome
    assert within(answer, rule) is (outcome is TRUE)


def test_every_major_group_stands_in_the_tables_of_this_file() -> None:
    listed = [group for groups in PLAIN.values() for group in groups.split()]
    assert sorted([*listed, *NEEDS_DETAIL]) == list(DIVISION_OF)


def test_six_major_groups_cannot_decide_alone() -> None:
    assert {"19", "39", "41", "69", "75", "79"} == NEEDS_DETAIL
    assert {group for group in DIVISION_OF if len(legal_kinds(group)) > 1} == NEEDS_DETAIL


@pytest.mark.parametrize(
    ("group", "category"), [(group, category) for category, groups in PLAIN.items() for group in groups.split()]
)
def test_the_category_of_a_major_group_and_of_all_below_it(group: str, category: Category) -> None:
    only: set[Legal] = {(category, None, group in LODGING)}
    assert legal_kinds(group) == legal_kinds(group + "1") == legal_kinds(group + "99") == only


@pytest.mark.parametrize(("code", "expected"), DETAIL.items())
def test_what_the_six_groups_leave_possible(code: str, expected: list[tuple[Category, Special | None]]) -> None:
    assert kinds(code) == set(expected)
    assert {lodging for _, _, lodging in legal_kinds(code)} == {code.startswith("75")}


@pytest.mark.parametrize(
    ("division", "expected"),
    [
        ("A", {(M, None)}),
        ("E", {(M, None), (M, RUBBER)}),
        ("G", {(M, None), (S, None), (S, SOFTWARE)}),
        ("I", {(W, None), (R, None)}),
        ("K", {(M, None), (S, None)}),
        ("M", {(S, None), (S, RYOKAN), (R, None)}),
        ("N", {(S, None), (M, None)}),
        ("R", {(S, None)}),
        (None, {(M, None), (W, None), (S, None), (R, None), (M, RUBBER), (S, SOFTWARE), (S, RYOKAN)}),
    ],
)
def test_a_division_leaves_the_kinds_of_all_its_groups_possible(
    division: str | None, expected: set[tuple[Category, Special | None]]
) -> None:
    assert kinds(division) == expected


@pytest.mark.parametrize(
    ("code", "finer"),
    [
        ("B", ("03", "04")),
        ("09", ()),
        ("0911", ()),
        ("39", ("391", "3921", "390")),
        ("392", ("3921", "3920")),
        ("391", ()),
        ("3922", ()),
        ("41", ("411", "412", "415", "416", "410")),
        ("69", ("693", "690")),
        ("79", ("791", "790")),
        ("75", ("751", "750")),
        ("19", ("1911", "1919", "1931", "190")),
        ("191", ("1911", "1919", "1910")),
        ("1919", ()),
    ],
)
def test_the_answers_that_would_say_more(code: str, finer: tuple[str, ...]) -> None:
    assert finer_codes(code) == finer


def test_without_an_answer_every_major_group_says_more() -> None:
    assert finer_codes(None) == tuple(DIVISION_OF)


@pytest.mark.parametrize("group", sorted(NEEDS_DETAIL))
def test_the_finer_answers_cover_all_that_the_group_leaves_possible(group: str) -> None:
    assert set().union(*(legal_kinds(code) for code in finer_codes(group))) == legal_kinds(group)
    assert any(len(legal_kinds(code)) == 1 for code in finer_codes(group))


@pytest.mark.parametrize(
    ("code", "named", "found"),
    [
        ("39", {"391", "3921"}, ("390",)),
        ("39", {f"39{digit}" for digit in "012345678"}, ("399",)),
        ("39", {f"39{digit}1" for digit in "0123456789"}, ("3900",)),
        ("39", {f"39{digit}" for digit in "0123456789"}, ()),
        ("392", {f"392{digit}" for digit in "0123456789"}, ()),
        ("3921", set(), ()),
    ],
)
def test_something_else_of_the_group(code: str, named: set[str], found: tuple[str, ...]) -> None:
    assert elsewhere(code, named) == found
