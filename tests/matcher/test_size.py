"""Company size by law: every bound from both sides, for companies of which everything is known.

中小企業基本法第2条第1項・第5項; 政令で定める業種（中小企業支援法施行令第1条）; 産業競争力強化法; 租税特別措置法; 中小企業信用保険法.
"""

import pytest

from matcher.codes import ENTITY_TYPES
from matcher.size import REGIMES, possible_classes

OKU = 100_000_000
MANY_YEN, MANY_PEOPLE = 5 * OKU, 1999
"""Above every bound of the four categories, below those of 特定事業者 (capital) and 中堅企業者 (people)."""

EVERY_REGIME = tuple(REGIMES)
SPECIALS = ("support_law", "small_3laws", "tokutei_jigyosha", "chuken", "credit_guarantee")
NO_SPECIALS = ("basic_law", "mhlw")
TOKUTEI = ("tokutei_jigyosha", "subsidy_sme")
LODGING_TWENTY = ("small_3laws", "credit_guarantee")


def size(regime: str, industry: str, capital: int | None, people: int, form: str = "corporation") -> str:
    """The possible classes in alphabetical order, as words."""
    return " ".join(sorted(possible_classes(regime, form, industry, capital, people)))


# ── 中小企業基本法 ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("industry", "capital", "people", "expected"),
    [
        # 製造業その他: 3億円 or 300 people, small up to 20
        ("09", 3 * OKU, MANY_PEOPLE, "sme"),
        ("09", 3 * OKU + 1, MANY_PEOPLE, "mid"),
        ("09", MANY_YEN, 300, "sme"),
        ("09", MANY_YEN, 301, "mid"),
        ("09", MANY_YEN, 20, "micro"),
        ("09", MANY_YEN, 21, "sme"),
        # 卸売業: 1億円 or 100 people, small up to 5
        ("50", 1 * OKU, MANY_PEOPLE, "sme"),
        ("50", 1 * OKU + 1, MANY_PEOPLE, "mid"),
        ("50", MANY_YEN, 100, "sme"),
        ("50", MANY_YEN, 101, "mid"),
        ("50", MANY_YEN, 5, "micro"),
        ("50", MANY_YEN, 6, "sme"),
        # サービス業: 5,000万円 or 100 people, small up to 5
        ("85", 50_000_000, MANY_PEOPLE, "sme"),
        ("85", 50_000_001, MANY_PEOPLE, "mid"),
        ("85", MANY_YEN, 100, "sme"),
        ("85", MANY_YEN, 101, "mid"),
        ("85", MANY_YEN, 5, "micro"),
        ("85", MANY_YEN, 6, "sme"),
        # 小売業 (restaurants too): 5,000万円 or 50 people, small up to 5
        ("76", 50_000_000, MANY_PEOPLE, "sme"),
        ("76", 50_000_001, MANY_PEOPLE, "mid"),
        ("76", MANY_YEN, 50, "sme"),
        ("76", MANY_YEN, 51, "mid"),
        ("76", MANY_YEN, 5, "micro"),
        ("76", MANY_YEN, 6, "sme"),
        # Nothing at all is the smallest there is.
        ("76", 0, 0, "micro"),
    ],
)
def test_the_four_categories_by_capital_or_employees(industry: str, capital: int, people: int, expected: str) -> None:
    assert size("basic_law", industry, capital, people) == size("mhlw", industry, capital, people) == expected


@pytest.mark.parametrize("regime", [key for key in EVERY_REGIME if key != "tax_sme"])
@pytest.mark.parametrize(
    ("capital", "people", "expected"),
    [(3 * OKU, 2001, "sme"), (10 * OKU, 2000, "mid"), (10 * OKU, 2001, "large"), (3 * OKU + 1, 2001, "large")],
)
def test_mid_sized_is_up_to_2000_and_no_sme(regime: str, capital: int, people: int, expected: str) -> None:
    assert size(regime, "09", capital, people) == expected


# ── 政令で定める業種 ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("industry", "capital", "people", "expected", "under_basic_law"),
    [
        ("192", MANY_YEN, 301, "sme", "mid"),
        ("192", MANY_YEN, 900, "sme", "mid"),
        ("192", MANY_YEN, 901, "mid", "mid"),
        ("192", 3 * OKU, 901, "sme", "sme"),
        ("192", 3 * OKU + 1, 901, "mid", "mid"),
        ("1911", MANY_YEN, 301, "mid", "mid"),
        ("391", 3 * OKU, MANY_PEOPLE, "sme", "mid"),
        ("391", 3 * OKU + 1, MANY_PEOPLE, "mid", "mid"),
        ("391", MANY_YEN, 300, "sme", "mid"),
        ("3921", MANY_YEN, 300, "sme", "mid"),
        ("3922", MANY_YEN, 101, "mid", "mid"),
        ("3922", 50_000_001, 101, "mid", "mid"),
        ("751", MANY_YEN, 200, "sme", "mid"),
        ("751", 50_000_000, MANY_PEOPLE, "sme", "sme"),
        ("751", 50_000_001, MANY_PEOPLE, "mid", "mid"),
        ("752", MANY_YEN, 101, "mid", "mid"),
    ],
)
def test_special_lines_hold_under_the_support_laws_only(
    industry: str, capital: int, people: int, expected: str, under_basic_law: str
) -> None:
    assert {size(regime, industry, capital, people) for regime in ("support_law", "chuken")} == {expected}
    assert {size(regime, industry, capital, people) for regime in NO_SPECIALS} == {under_basic_law}


@pytest.mark.parametrize("regime", [key for key in SPECIALS if key not in TOKUTEI])
@pytest.mark.parametrize(("industry", "people", "expected"), [("751", 201, "mid"), ("391", 301, "mid")])
def test_special_lines_end(regime: str, industry: str, people: int, expected: str) -> None:
    assert size(regime, industry, MANY_YEN, people) == expected
    assert size(regime, industry, MANY_YEN, people - 1) == "sme"


# ── 小規模 ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("regime", EVERY_REGIME)
@pytest.mark.parametrize("industry", ["751", "752", "80"])
def test_twenty_are_small_in_lodging_and_amusement_under_the_three_laws_only(regime: str, industry: str) -> None:
    most = 20 if regime in LODGING_TWENTY else 5
    assert [size(regime, industry, 10_000_000, most + step) for step in (0, 1)] == ["micro", "sme"]


@pytest.mark.parametrize("regime", EVERY_REGIME)
@pytest.mark.parametrize(("industry", "most"), [("09", 20), ("192", 20), ("50", 5), ("391", 5), ("78", 5), ("76", 5)])
def test_small_elsewhere(regime: str, industry: str, most: int) -> None:
    assert [size(regime, industry, 10_000_000, most + step) for step in (0, 1)] == ["micro", "sme"]


# ── 特定事業者 ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("industry", "most"),
    [
        ("09", 500),
        ("791", 500),
        ("50", 400),
        ("85", 300),
        ("3922", 300),
        ("76", 300),
        ("391", 500),
        ("3921", 500),
        ("751", 500),
        ("752", 300),
    ],
)
def test_tokutei_counts_employees_while_capital_stays_under_a_billion(industry: str, most: int) -> None:
    regime = "tokutei_jigyosha"
    assert [size(regime, industry, 10 * OKU - 1, most + step) for step in (0, 1)] == ["sme", "mid"]
    assert size(regime, industry, 10 * OKU, most) == "mid"
    assert size("support_law", industry, 10 * OKU - 1, most) == "mid"


@pytest.mark.parametrize(
    ("industry", "capital", "people", "expected"),
    [
        ("192", 10 * OKU - 1, 900, "sme"),
        ("192", 10 * OKU - 1, 901, "mid"),
        ("09", 3 * OKU, 501, "sme"),
        ("09", 10 * OKU, 300, "sme"),
        ("09", 10 * OKU, 301, "mid"),
    ],
)
def test_tokutei_adds_to_the_smes_and_takes_none_away(industry: str, capital: int, people: int, expected: str) -> None:
    assert size("tokutei_jigyosha", industry, capital, people) == expected


@pytest.mark.parametrize(
    ("capital", "people", "expected"),
    [
        (3 * OKU, MANY_PEOPLE, "sme"),
        (MANY_YEN, 300, "sme"),
        (MANY_YEN, 301, "mid sme"),
        (10 * OKU - 1, 500, "mid sme"),
        (10 * OKU, 500, "mid"),
        (MANY_YEN, 501, "mid"),
    ],
)
def test_subsidies_admit_smes_for_certain_and_tokutei_by_their_own_rules(
    capital: int, people: int, expected: str
) -> None:
    assert size("subsidy_sme", "09", capital, people) == expected


# ── 租税特別措置法 ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("industry", ["09", "50", "85", "76", "192", "391"])
@pytest.mark.parametrize(
    ("form", "capital", "people", "expected"),
    [
        ("corporation", 1 * OKU, 9999, "sme"),
        ("corporation", 1 * OKU + 1, 2000, "mid"),
        ("corporation", 1 * OKU + 1, 2001, "large"),
        ("corporation", 1 * OKU + 1, 1, "mid"),
        ("agricultural_corporation", 1 * OKU, 9999, "sme"),
        ("agricultural_corporation", 1 * OKU + 1, 9, "mid"),
        ("sole_proprietor", None, 1000, "sme"),
        ("sole_proprietor", None, 1001, "mid"),
        ("npo", None, 1000, "sme"),
        ("npo", None, 1001, "mid"),
        ("other", None, 1000, "sme"),
        ("other", None, 1001, "mid"),
        ("cooperative", None, 9999, "sme"),
    ],
)
def test_tax_law_has_one_line_for_all_industries(
    industry: str, form: str, capital: int | None, people: int, expected: str
) -> None:
    assert size("tax_sme", industry, capital, people, form) == expected


# ── organisations that are no companies ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("regime", [key for key in EVERY_REGIME if key not in (*TOKUTEI, "tax_sme")])
@pytest.mark.parametrize(
    ("industry", "people", "expected"),
    [
        ("09", 0, "micro"),
        ("09", 300, "sme"),
        ("09", 301, "mid"),
        ("76", 50, "sme"),
        ("76", 51, "mid"),
        ("76", 0, "micro"),
    ],
)
def test_a_sole_proprietor_is_measured_by_employees_alone(
    regime: str, industry: str, people: int, expected: str
) -> None:
    for capital in (None, 0, 1, 10 * OKU):
        assert size(regime, industry, capital, people, "sole_proprietor") == expected


@pytest.mark.parametrize("capital", [None, 0, 10 * OKU])
def test_a_sole_proprietor_is_tokutei_by_employees_alone(capital: int | None) -> None:
    found = [size("tokutei_jigyosha", "50", capital, people, "sole_proprietor") for people in (400, 401)]
    assert found == ["sme", "mid"]


OUT, SO, MSO, MO = "outside", "outside sme", "mid outside sme", "mid outside"


@pytest.mark.parametrize(
    ("form", "regime", "industry", "people", "expected"),
    [
        # 基本法: companies and individuals only
        ("npo", "basic_law", "85", 10, OUT),
        ("other", "basic_law", "85", 10, OUT),
        ("cooperative", "basic_law", "09", 10, OUT),
        ("agricultural_corporation", "basic_law", "01", 300, SO),
        ("agricultural_corporation", "basic_law", "01", 301, MO),
        # support laws: 事業協同組合 yes, 農協・生協 no; 会社形態の農業法人 yes, 農事組合法人 no
        ("npo", "support_law", "85", 10, OUT),
        ("other", "support_law", "85", 10, OUT),
        ("cooperative", "support_law", "09", 10, "micro outside"),
        ("cooperative", "support_law", "09", 9999, SO),
        ("agricultural_corporation", "support_law", "01", 300, SO),
        # 厚労省: by employees, where there is no capital
        ("npo", "mhlw", "85", 100, "sme"),
        ("npo", "mhlw", "85", 101, "mid"),
        ("other", "mhlw", "09", 300, "sme"),
        ("other", "mhlw", "09", 301, "mid"),
        ("cooperative", "mhlw", "50", 100, "sme"),
        ("cooperative", "mhlw", "50", 101, "mid"),
        # 信用保険法: NPO by its category, a medical corporation up to 300, other bodies of the same code not at all
        ("npo", "credit_guarantee", "58", 50, SO),
        ("npo", "credit_guarantee", "58", 51, MO),
        ("npo", "credit_guarantee", "83", 100, SO),
        ("npo", "credit_guarantee", "83", 101, MSO),
        ("npo", "credit_guarantee", "83", 300, MSO),
        ("npo", "credit_guarantee", "83", 301, MO),
        ("other", "credit_guarantee", "83", 10, OUT),
        # Subsidies: NPO and medical corporations by each call's own rules
        ("npo", "subsidy_sme", "83", 100, SO),
        ("npo", "subsidy_sme", "83", 301, MO),
        ("cooperative", "subsidy_sme", "09", 9999, SO),
    ],
)
def test_other_organisations(form: str, regime: str, industry: str, people: int, expected: str) -> None:
    assert size(regime, industry, MANY_YEN, people, form) == expected


@pytest.mark.parametrize("regime", EVERY_REGIME)
def test_every_regime_measures_every_form(regime: str) -> None:
    assert set(REGIMES[regime].tests) == set(ENTITY_TYPES)
