"""Advice as sentences, word for word."""

from __future__ import annotations

from datetime import date

import pytest

from catalogue import labels
from catalogue.advice_text import CHANGES, PLANS, gain_text, given_text, then_text, until_text, way_text
from matcher import FALSE, Condition, Outcome
from matcher.assessment import OUTCOME_OF
from matcher.codes import CERTIFICATIONS
from matcher.features import FEATURES, Change

C = Condition
FIXED, TIME, OBTAINABLE, PLAN = Change.FIXED, Change.TIME, Change.OBTAINABLE, Change.PLAN

WAYS = [
    # change, condition, what is missing, from when; the sentence
    (OBTAINABLE, C("certifications", "has_any", ("kurumin",)), ["kurumin"], None,
     "「くるみん」があれば、この条件に合うようになります。"),
    (OBTAINABLE, C("certifications", "has_any", ("kurumin", "eruboshi_1")), ["kurumin", "eruboshi_1"], None,
     "「くるみん」「えるぼし（1段階目）」のいずれかがあれば、この条件に合うようになります。"),
    (OBTAINABLE, C("certifications", "has_all", ("kurumin", "j_startup")), ["kurumin", "j_startup"], None,
     "「くるみん」「J-Startup」のすべてがあれば、この条件に合うようになります。"),
    (OBTAINABLE, C("certifications", "has_all", ("kurumin", "j_startup")), ["j_startup"], None,
     "「J-Startup」があれば、この条件に合うようになります。"),
    (TIME, C("years_since_foundation", "at_least", (5,)), [], date(2027, 4, 1),
     "2027年4月1日には、この条件に合うようになっています。"),
    (TIME, C("years_since_foundation", "at_least", (9000,)), [], None,
     "時がたち、「設立・創業からの年数が9000年以上」にあてはまるようになれば、この条件に合います。"),
    (TIME, C("annual_sales_yen", "at_least", (10**8,)), [], None,
     "今後「年間売上高が1億円以上」にあてはまるようになったときは、この条件に合います。そのために増やすことを勧めるものではありません。"),
    (TIME, C("annual_energy_kl", "at_least", (1500,)), [], None,
     "今後「年間エネルギー使用量（原油換算）が1,500kL以上」にあてはまるようになったときは、この条件に合います。"
     "そのために増やすことを勧めるものではありません。"),
    (PLAN, C("topics", "has_any", ("gx", "dx")), ["gx", "dx"], None,
     "取り組みたいことに「GX・脱炭素」「DX・デジタル化」のいずれかが加われば、この条件に合うようになります。"),
    (PLAN, C("situations", "has_any", ("overseas_site",)), ["overseas_site"], None,
     "「海外に拠点・子会社がある」にあてはまるようになれば、この条件に合います。"),
    (PLAN, C("other_industries", "has_any", ("09", "E")), ["09", "E"], None,
     "「食料品製造業（09）」「製造業（E）」のいずれかの事業も営むようになれば、この条件に合います。"),
    (PLAN, C("other_prefectures", "has_any", ("47",)), ["47"], None,
     "「沖縄県」にも事業所を置くようになれば、この条件に合います。"),
    (FIXED, C("employees", "at_most", (20,)), [], None, "この条件に合わせて会社を変えることは勧めません。"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "condition", "values", "on", "text"), WAYS)
def test_how_a_condition_could_come_to_hold(
    change: Change, condition: Condition, values: list[str], on: date | None, text: str
) -> None:
    assert way_text(change, condition, values, on) == text


def test_every_change_and_every_plan_has_its_words() -> None:
    assert {change for change, *_ in WAYS} == CHANGES.keys() == set(Change)
    assert PLANS.keys() == {key for key, row in FEATURES.items() if row.change is PLAN}
    assert {condition.feature for _, condition, *_ in WAYS} > {
        key for key, row in FEATURES.items() if row.change is not FIXED
    }


def test_until_when_an_age_holds() -> None:
    assert until_text(date(2027, 4, 30)) == "2027年4月30日までは、この条件に合います。"


@pytest.mark.parametrize(
    ("certification", "measures", "text"),
    [
        ("kurumin", [("4-04", "優遇措置")], "「くるみん」の取り方: 施策4-04「優遇措置」"),
        ("kurumin", [("4-04", "甲"), ("4-05", "乙")], "「くるみん」の取り方: 施策4-04「甲」、施策4-05「乙」"),
        (
            "management_innovation_plan",
            [],
            "「経営革新計画の承認」の取り方は、この一覧の施策には載っていません。",
        ),
    ],
)
def test_where_a_certification_is_obtained(certification: str, measures: list[tuple[str, str]], text: str) -> None:
    assert given_text(certification, measures) == text


@pytest.mark.parametrize(
    ("bonuses", "opens", "text"),
    [
        (13, 0, "「くるみん」があると、加点・優遇: 13施策"),
        (1, 2, "「くるみん」があると、加点・優遇: 1施策、判定がよくなる: 2施策"),
        (0, 1, "「くるみん」があると、判定がよくなる: 1施策"),
        (0, 0, "「くるみん」があると、加点・優遇や判定が変わる施策は見つかっていません"),
    ],
)
def test_what_a_certification_brings(bonuses: int, opens: int, text: str) -> None:
    assert gain_text("kurumin", bonuses, opens) == text


def test_every_certification_can_be_named() -> None:
    for code in CERTIFICATIONS:
        assert labels.CERTIFICATIONS[code] in gain_text(code, 1, 0)
        assert labels.CERTIFICATIONS[code] in given_text(code, [])


def test_what_the_verdict_would_be() -> None:
    assert then_text("eligible") == "すべてそろうと、判定は「条件に合う可能性が高い」になります。"
    assert then_text("needs_info") == "すべてそろっても、ほかの条件が残り、判定は「確認が必要」です。"
    assert {outcome for truth, outcome in OUTCOME_OF.items() if truth is not FALSE} == {
        Outcome.ELIGIBLE,
        Outcome.NEEDS_INFO,
    }
