"""Company size when answers are missing: what stays possible, and which answer would settle it."""

import pytest

from matcher.size import SizeClass, possible_classes, settling_answers

OKU = 100_000_000
Given = tuple[str | None, str | None, int | None, int | None]
"""(entity type, industry, capital, employees)"""

COMPANY, NONE = "corporation", None

CASES: list[tuple[str, Given, str, str]] = [
    # (regime, answers, what is possible, what could settle it)
    # Capital unknown: enough that employees are few.
    ("basic_law", (COMPANY, "09", NONE, 20), "micro", ""),
    ("basic_law", (COMPANY, "09", NONE, 300), "sme", ""),
    ("basic_law", (COMPANY, "09", NONE, 301), "mid sme", "capital_yen"),
    ("basic_law", (COMPANY, "09", NONE, 2000), "mid sme", "capital_yen"),
    ("basic_law", (COMPANY, "09", NONE, 2001), "large sme", "capital_yen"),
    ("tokutei_jigyosha", (COMPANY, "09", NONE, 500), "mid sme", "capital_yen"),
    ("tax_sme", (COMPANY, "09", NONE, 21), "mid sme", "capital_yen"),
    # Employees unknown: little capital makes an SME, and says nothing of how small.
    ("basic_law", (COMPANY, "09", 3 * OKU, NONE), "micro sme", "employees"),
    ("basic_law", (COMPANY, "09", 3 * OKU + 1, NONE), "large micro mid sme", "employees"),
    ("tax_sme", (COMPANY, "09", 1 * OKU + 1, NONE), "large mid", "employees"),
    # Both unknown: employees alone may do, capital alone cannot.
    ("basic_law", (COMPANY, "09", NONE, NONE), "large micro mid sme", "employees"),
    ("basic_law", (COMPANY, NONE, NONE, NONE), "large micro mid sme", "employees"),
    # Industry unknown: settled where all four categories agree.
    ("basic_law", (COMPANY, NONE, NONE, 5), "micro", ""),
    ("basic_law", (COMPANY, NONE, NONE, 6), "micro sme", "industry"),
    ("basic_law", (COMPANY, NONE, NONE, 20), "micro sme", "industry"),
    ("basic_law", (COMPANY, NONE, NONE, 21), "sme", ""),
    ("basic_law", (COMPANY, NONE, NONE, 50), "sme", ""),
    ("basic_law", (COMPANY, NONE, NONE, 51), "mid sme", "industry capital_yen"),
    ("basic_law", (COMPANY, NONE, 50_000_000, 9999), "sme", ""),
    ("basic_law", (COMPANY, NONE, 50_000_001, 9999), "large sme", "industry"),
    ("basic_law", (COMPANY, NONE, 3 * OKU + 1, 301), "mid", ""),
    ("support_law", (COMPANY, NONE, 3 * OKU + 1, 301), "mid sme", "industry"),
    ("support_law", (COMPANY, NONE, 3 * OKU + 1, 901), "mid", ""),
    # Industry too broad: a division, or one of the six major groups.
    ("basic_law", (COMPANY, "I", 1 * OKU, 101), "mid sme", "industry"),
    ("basic_law", (COMPANY, "I", 1 * OKU + 1, 101), "mid", ""),
    ("basic_law", (COMPANY, "E", 3 * OKU + 1, 301), "mid", ""),
    ("support_law", (COMPANY, "E", 3 * OKU + 1, 301), "mid sme", "industry"),
    ("support_law", (COMPANY, "19", 3 * OKU + 1, 301), "mid sme", "industry"),
    ("support_law", (COMPANY, "191", 3 * OKU + 1, 301), "mid sme", "industry"),
    ("support_law", (COMPANY, "39", 3 * OKU, 101), "mid sme", "industry"),
    ("support_law", (COMPANY, "392", 3 * OKU, 101), "mid sme", "industry"),
    ("basic_law", (COMPANY, "39", 3 * OKU, 101), "mid", ""),
    ("basic_law", (COMPANY, "41", 3 * OKU, 101), "mid sme", "industry"),
    ("basic_law", (COMPANY, "69", 3 * OKU, 101), "mid sme", "industry"),
    ("basic_law", (COMPANY, "79", 3 * OKU, 101), "mid sme", "industry"),
    ("support_law", (COMPANY, "75", 3 * OKU, 200), "mid sme", "industry"),
    ("support_law", (COMPANY, "39", NONE, 101), "mid sme", "industry capital_yen"),
    # Only a part of the deepest code is meant: no answer can say which, but capital still may.
    ("support_law", (COMPANY, "1931", 3 * OKU + 1, 301), "mid sme", ""),
    ("support_law", (COMPANY, "1919", NONE, 301), "mid sme", "capital_yen"),
    # Form unknown.
    ("basic_law", (NONE, "09", NONE, 300), "outside sme", "entity_type"),
    ("basic_law", (NONE, "09", NONE, 301), "mid outside sme", "entity_type"),
    ("mhlw", (NONE, "09", NONE, 300), "sme", ""),
    ("mhlw", (NONE, "09", 3 * OKU, 301), "mid sme", "entity_type"),
    ("mhlw", (NONE, "09", 3 * OKU + 1, 301), "mid", ""),
    # Nothing known: to be no company at all would settle it, but is no size to hope for.
    ("basic_law", (NONE, NONE, NONE, NONE), "large micro mid outside sme", ""),
    ("mhlw", (NONE, NONE, NONE, NONE), "large micro mid sme", "employees"),
    # A form that covers two kinds of body: whatever else is answered, nothing settles it.
    ("support_law", ("cooperative", "09", NONE, 21), "outside sme", ""),
    ("basic_law", ("agricultural_corporation", "01", 1, 21), "outside sme", ""),
    ("basic_law", ("npo", NONE, NONE, NONE), "outside", ""),
    # A sole proprietor has no capital to ask for.
    ("basic_law", ("sole_proprietor", "09", NONE, NONE), "large micro mid sme", "employees"),
    ("basic_law", ("sole_proprietor", "09", NONE, 301), "mid", ""),
    ("basic_law", ("sole_proprietor", NONE, NONE, 301), "mid", ""),
    ("tax_sme", ("sole_proprietor", NONE, NONE, 1001), "mid", ""),
]


def _name(value: object) -> str:
    return "-".join("?" if part is None else str(part) for part in value) if isinstance(value, tuple) else str(value)


@pytest.mark.parametrize(("regime", "given", "possible", "settled_by"), CASES, ids=_name)
def test_what_missing_answers_leave_open(regime: str, given: Given, possible: str, settled_by: str) -> None:
    assert " ".join(sorted(possible_classes(regime, *given))) == possible
    assert " ".join(settling_answers(regime, *given)) == settled_by


SETTLED_BY: list[tuple[str, Given, int, object, str]] = [
    # (regime, answers, place of the answer, the answer, the class)
    ("basic_law", (COMPANY, "09", NONE, 301), 2, 3 * OKU, "sme"),
    ("basic_law", (COMPANY, "09", NONE, 301), 2, 3 * OKU + 1, "mid"),
    ("basic_law", (COMPANY, "09", 3 * OKU, NONE), 3, 20, "micro"),
    ("basic_law", (COMPANY, "09", 3 * OKU, NONE), 3, 21, "sme"),
    ("support_law", (COMPANY, "39", 3 * OKU, 101), 1, "391", "sme"),
    ("support_law", (COMPANY, "39", 3 * OKU, 101), 1, "3922", "mid"),
    ("support_law", (COMPANY, "19", 3 * OKU + 1, 301), 1, "192", "sme"),
    ("support_law", (COMPANY, "19", 3 * OKU + 1, 301), 1, "1911", "mid"),
    ("basic_law", (NONE, "09", NONE, 301), 0, "sole_proprietor", "mid"),
    ("basic_law", (NONE, "09", NONE, 301), 0, "npo", "outside"),
]


@pytest.mark.parametrize(("regime", "given", "place", "answer", "expected"), SETTLED_BY, ids=_name)
def test_the_settling_answer_settles(regime: str, given: Given, place: int, answer: object, expected: str) -> None:
    completed = (*given[:place], answer, *given[place + 1 :])
    assert possible_classes(regime, *completed) == {SizeClass(expected)}  # type: ignore[arg-type]
    assert settling_answers(regime, *completed) == ()  # type: ignore[arg-type]
