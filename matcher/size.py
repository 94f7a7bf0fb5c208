"""Company size by law: one company, several answers, each in three values.

A *regime* is the law or practice whose words a programme uses. Under a regime a company falls into exactly one
:class:`SizeClass`; what is not answered leaves several possible, and :func:`possible_classes` returns them all.
Every bound is 以下 (inclusive). Sources: 中小企業基本法第2条第1項・第5項, 中小企業支援法施行令第1条, 産業競争力強化法
(2024年改正, 中堅企業者), 租税特別措置法, 中小企業信用保険法; what rests on office practice says so at its table row.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum
from functools import lru_cache
from itertools import product

from matcher.industry import Category, Legal, Special, finer_codes, legal_kinds


class SizeClass(StrEnum):
    """The classes of the public code list, and ``outside``: an organisation that the regime does not speak of."""

    MICRO = "micro"
    SME = "sme"
    MID = "mid"
    LARGE = "large"
    OUTSIDE = "outside"


SIZE_CODES = ("micro", "sme", "mid", "large")
"""What a rule may ask for; nobody asks for ``outside``."""


class Test(Enum):
    """By what a kind of organisation is measured."""

    EITHER = "capital or employees"
    CAPITAL = "capital alone"
    EMPLOYEES = "employees alone"
    MEDICAL = "employees alone, with a limit of its own in services: a medical corporation"
    ALWAYS = "counted as an SME whatever its size"
    OUTSIDE = "not spoken of"
    EITHER_OR_OUTSIDE = "a company's test, or outside: the form answered covers both"
    MEDICAL_EMPLOYEES_OR_OUTSIDE = "a medical corporation, employees, or outside: the form answered covers all three"
    ALWAYS_OR_OUTSIDE = "always, or outside: the form answered covers both"


@dataclass(frozen=True, slots=True)
class Limit:
    """Upper bounds, inclusive: capital in yen, regular employees in heads."""

    capital: int
    employees: int


_OKU = 100_000_000

BASIC_LIMITS: Mapping[Category, Limit] = {
    Category.MANUFACTURING: Limit(3 * _OKU, 300),
    Category.WHOLESALE: Limit(1 * _OKU, 100),
    Category.SERVICE: Limit(50_000_000, 100),
    Category.RETAIL: Limit(50_000_000, 50),
}
SPECIAL_LIMITS: Mapping[Special, Limit] = {
    Special.RUBBER: Limit(3 * _OKU, 900),
    Special.SOFTWARE: Limit(3 * _OKU, 300),
    Special.RYOKAN: Limit(50_000_000, 200),
}
SMALL_EMPLOYEES: Mapping[Category, int] = {
    Category.MANUFACTURING: 20,
    Category.WHOLESALE: 5,
    Category.SERVICE: 5,
    Category.RETAIL: 5,
}
LODGING_SMALL_EMPLOYEES = 20
MID_EMPLOYEES = 2000
TOKUTEI_EMPLOYEES: Mapping[Category, int] = {
    Category.MANUFACTURING: 500,
    Category.WHOLESALE: 400,
    Category.SERVICE: 300,
    Category.RETAIL: 300,
}
# 中小企業等経営強化法: software, information processing and ryokan have the bound of 「その他の業種」, not that of services.
TOKUTEI_SPECIAL_EMPLOYEES: Mapping[Special, int] = {Special.RUBBER: 500, Special.SOFTWARE: 500, Special.RYOKAN: 500}
TOKUTEI_CAPITAL_BELOW = 10 * _OKU
TAX_CAPITAL = 1 * _OKU
TAX_EMPLOYEES = 1000
MEDICAL_EMPLOYEES = 300


@dataclass(frozen=True, slots=True)
class Regime:
    """One way of counting.

    *specials*: do the cabinet-order lines apply? *lodging_small*: are 20 employees small in lodging and amusement?
    *tokutei*: is a 特定事業者 (by employees, capital under 1 billion yen) counted as an SME? *tax*: the tax law's own
    bounds instead of the four categories. *tests*: organisation form → how it is measured. *at_least*: a narrower regime that holds
    for certain, where words leave open whether this one does: then what either says remains possible.
    """

    key: str
    tests: Mapping[str, Test]
    specials: bool = True
    lodging_small: bool = False
    tokutei: bool = False
    tax: bool = False
    at_least: str = ""


# 会社と個人だけが中小企業者; 農事組合法人は含まれず、会社形態の農業法人は含まれる（中小企業庁FAQ Q6）, and the profile's code covers both.
_BASIC = {
    "corporation": Test.EITHER,
    "sole_proprietor": Test.EMPLOYEES,
    "cooperative": Test.OUTSIDE,
    "agricultural_corporation": Test.EITHER_OR_OUTSIDE,
    "npo": Test.OUTSIDE,
    "other": Test.OUTSIDE,
}
# Support laws name 事業協同組合 and the like, some only with SME members, and leave out 農協・生協.
_SUPPORT = {**_BASIC, "cooperative": Test.ALWAYS_OR_OUTSIDE}
# 厚労省: 資本金等のない事業主は常時雇用する労働者数で判定する.
_MHLW = {
    "corporation": Test.EITHER,
    "sole_proprietor": Test.EMPLOYEES,
    "cooperative": Test.EMPLOYEES,
    "agricultural_corporation": Test.EITHER,
    "npo": Test.EMPLOYEES,
    "other": Test.EMPLOYEES,
}
# 租特法: 資本金1億円以下; 資本のない法人・個人は1,000人以下; 協同組合等. Control by a large firm is not in the profile.
_TAX = {
    "corporation": Test.CAPITAL,
    "sole_proprietor": Test.EMPLOYEES,
    "cooperative": Test.ALWAYS,
    "agricultural_corporation": Test.CAPITAL,
    "npo": Test.EMPLOYEES,
    "other": Test.EMPLOYEES,
}
# 信用保険法第2条第1項: an NPO by the employees of its category; 医業を主たる事業とする法人 up to 300; other forms under the same code are
# outside. No answer says whether a corporation practises medicine, so in services both bounds stay possible.
_GUARANTEE = {**_SUPPORT, "npo": Test.MEDICAL_EMPLOYEES_OR_OUTSIDE}

REGIMES: Mapping[str, Regime] = {
    regime.key: regime
    for regime in (
        Regime("basic_law", _BASIC, specials=False),
        Regime("support_law", _SUPPORT),
        Regime("small_3laws", _SUPPORT, lodging_small=True),
        Regime("tokutei_jigyosha", _SUPPORT, tokutei=True),
        # 補助金の「中小企業等」: SMEs for certain; 特定事業者, NPO and medical corporations by each call's own rules.
        Regime("subsidy_sme", _GUARANTEE, tokutei=True, at_least="support_law"),
        Regime("chuken", _SUPPORT),
        Regime("mhlw", _MHLW, specials=False),
        Regime("tax_sme", _TAX, specials=False, tax=True),
        Regime("credit_guarantee", _GUARANTEE, lodging_small=True),
    )
}


def _is_sme(regime: Regime, test: Test, kind: Legal, capital: int, employees: int) -> bool:
    category, special, _ = kind
    if regime.tax:
        limit = Limit(TAX_CAPITAL, TAX_EMPLOYEES)
    elif special is not None and regime.specials:
        limit = SPECIAL_LIMITS[special]
    else:
        limit = BASIC_LIMITS[category]
    # An unincorporated business has no capital: the ceiling on capital holds for it trivially.
    small_capital = test is Test.EMPLOYEES or capital < TOKUTEI_CAPITAL_BELOW
    tokutei = TOKUTEI_EMPLOYEES[category] if special is None else TOKUTEI_SPECIAL_EMPLOYEES[special]
    if regime.tokutei and small_capital and employees <= tokutei:
        return True
    if test is Test.MEDICAL and category is Category.SERVICE and special is None:
        return employees <= MEDICAL_EMPLOYEES
    by_capital = test in (Test.EITHER, Test.CAPITAL) and capital <= limit.capital
    by_employees = test in (Test.EITHER, Test.EMPLOYEES, Test.MEDICAL) and employees <= limit.employees
    return by_capital or by_employees


def classify(regime: Regime, test: Test, kind: Legal, capital: int, employees: int) -> SizeClass:
    """The one class of a company of which everything is known.

    *test* is a plain one (none of the ``…_OR_OUTSIDE``); capital in yen, employees in heads.
    """
    if test is Test.OUTSIDE:
        return SizeClass.OUTSIDE
    category, _, lodging = kind
    small = LODGING_SMALL_EMPLOYEES if lodging and regime.lodging_small else SMALL_EMPLOYEES[category]
    if test is Test.ALWAYS or _is_sme(regime, test, kind, capital, employees):
        return SizeClass.MICRO if employees <= small else SizeClass.SME
    return SizeClass.MID if employees <= MID_EMPLOYEES else SizeClass.LARGE


_BRANCHES = {
    Test.EITHER_OR_OUTSIDE: (Test.EITHER, Test.OUTSIDE),
    Test.MEDICAL_EMPLOYEES_OR_OUTSIDE: (Test.MEDICAL, Test.EMPLOYEES, Test.OUTSIDE),
    Test.ALWAYS_OR_OUTSIDE: (Test.ALWAYS, Test.OUTSIDE),
}

# Either side of every bound that any regime knows: one company of each kind that law can tell apart.
CAPITAL_BOUNDS = tuple(
    sorted(
        {limit.capital for limit in (*BASIC_LIMITS.values(), *SPECIAL_LIMITS.values())} | {TOKUTEI_CAPITAL_BELOW - 1}
    )
)
EMPLOYEE_BOUNDS = tuple(
    sorted(
        {limit.employees for limit in (*BASIC_LIMITS.values(), *SPECIAL_LIMITS.values())}
        | set(SMALL_EMPLOYEES.values())
        | set(TOKUTEI_EMPLOYEES.values())
        | {LODGING_SMALL_EMPLOYEES, MID_EMPLOYEES, TAX_EMPLOYEES}
    )
)
_CAPITALS = (0, *(bound + 1 for bound in CAPITAL_BOUNDS))
_EMPLOYEES = (0, *(bound + 1 for bound in EMPLOYEE_BOUNDS))


@lru_cache(maxsize=65536)
def possible_classes(
    regime: str, entity_type: str | None, industry: str | None, capital: int | None, employees: int | None
) -> frozenset[SizeClass]:
    """Every class under *regime* that the answers leave possible; ``None`` means unanswered.

    Found by trying one company of each kind that the law can tell apart, so that it is exact:
    a single class is certain, several mean that another answer could settle it.
    """
    rule = REGIMES[regime]
    forms = rule.tests.values() if entity_type is None else (rule.tests[entity_type],)
    tests = {test for form in forms for test in _BRANCHES.get(form, (form,))}
    capitals = _CAPITALS if capital is None else (capital,)
    heads = _EMPLOYEES if employees is None else (employees,)
    found = frozenset(classify(rule, *case) for case in product(tests, legal_kinds(industry), capitals, heads))
    if rule.at_least:
        found |= possible_classes(rule.at_least, entity_type, industry, capital, employees)
    return found


SIZE_ANSWERS = ("entity_type", "industry", "capital_yen", "employees")
"""The answers that company size is derived from."""


def settling_answers(
    regime: str, entity_type: str | None, industry: str | None, capital: int | None, employees: int | None
) -> tuple[str, ...]:
    """The unanswered keys that could settle the class if they alone were answered; empty when it is settled.

    A key is named when at least one answer to it leaves a single class that the regime speaks of.
    """
    given = (entity_type, industry, capital, employees)
    if len(possible_classes(regime, *given)) == 1:
        return ()
    trials: tuple[tuple[str | int, ...], ...] = (
        tuple(REGIMES[regime].tests),
        finer_codes(industry),
        _CAPITALS,
        _EMPLOYEES,
    )
    found = []
    for place, key in enumerate(SIZE_ANSWERS):
        if given[place] is not None and not (key == "industry" and trials[place]):
            continue
        for answer in trials[place]:
            tried = (*given[:place], answer, *given[place + 1 :])
            classes = possible_classes(regime, *tried)
            if len(classes) == 1 and SizeClass.OUTSIDE not in classes:
                found.append(key)
                break
    return tuple(found)
