"""Evidence in, sentences out: word for word."""

from typing import Any

import pytest

from catalogue.wording import (
    answer_text,
    condition_text,
    event_text,
    finding_text,
    industry_text,
    part_text,
    question_text,
    size_text,
    value_text,
)
from matcher import FALSE, TRUE, UNKNOWN, Condition, Part, Question, Truth
from matcher.assessment import Finding

C = Condition

CONDITIONS = [
    (C("employees", "at_most", (300,)), "常時使用する従業員数が300人以下"),
    (C("capital_yen", "at_least", (150_000_000,)), "資本金が1億5,000万円以上"),
    (C("capital_yen", "less_than", (1_000_000_000,)), "資本金が10億円未満"),
    (C("annual_sales_yen", "more_than", (50_000_000,)), "年間売上高が5,000万円を超える"),
    (C("annual_energy_kl", "between", (500, 1500.5)), "年間エネルギー使用量（原油換算）が500kL以上1,500.5kL以下"),
    (C("years_since_foundation", "at_most", (5,)), "設立・創業からの年数が5年以下"),
    (C("entity_type", "is_one_of", ("npo",)), "法人・個人の別がNPO法人・社会福祉法人・医療法人など"),
    (C("prefecture", "is_one_of", ("13", "47")), "本社の所在地が次のいずれか: 東京都、沖縄県"),
    (C("region", "is_none_of", ("kinki",)), "本社のある地域が近畿ではない"),
    (C("prefecture", "is_none_of", ("01", "13")), "本社の所在地が次のいずれでもない: 北海道、東京都"),
    (
        C("industry", "is_one_of", ("E", "09", "0911")),
        "主たる業種が次のいずれか: 製造業（E）、食料品製造業（09）、食料品製造業のうち分類0911",
    ),
    (
        C("company_size", "is_one_of", ("micro",), "small_3laws"),
        "企業規模（小規模事業者支援法（宿泊業・娯楽業は20人以下））が小規模企業者",
    ),
    (
        C("company_size", "is_one_of", ("micro", "sme"), "tax_sme"),
        "企業規模（租税特別措置法）が次のいずれか: 小規模企業者、中小企業者（小規模企業者を除く）",
    ),
    (C("certifications", "has_any", ("kurumin",)), "認定・宣言に「くるみん」がある"),
    (C("topics", "has_any", ("gx", "dx")), "取り組みたいことに次のいずれかがある: GX・脱炭素、DX・デジタル化"),
    (
        C("situations", "has_all", ("exporting", "overseas_site")),
        "いまの状況に次のすべてがある: すでに輸出している、海外に拠点・子会社がある",
    ),
    (C("industry", "is_answered"), "主たる業種がわかっている"),
]


@pytest.mark.parametrize(("condition", "text"), CONDITIONS)
def test_a_condition_as_a_phrase(condition: Condition, text: str) -> None:
    assert condition_text(condition) == text


SMALL = C("employees", "at_most", (300,))
SME = C("company_size", "is_one_of", ("micro", "sme"), "basic_law")
SIZE = "企業規模（中小企業基本法）が次のいずれか: 小規模企業者、中小企業者（小規模企業者を除く）"
KURUMIN = C("certifications", "has_any", ("kurumin",))
FOOD = C("industry", "is_one_of", ("09",))

FINDINGS = [
    (SMALL, TRUE, (40,), "常時使用する従業員数が300人以下。合っています（40人）。"),
    (SMALL, FALSE, (1200,), "常時使用する従業員数が300人以下。合っていません（1,200人）。"),
    (SMALL, UNKNOWN, None, "常時使用する従業員数が300人以下。常時使用する従業員数が未回答なので、まだわかりません。"),
    (KURUMIN, FALSE, (frozenset(),), "認定・宣言に「くるみん」がある。合っていません（なし）。"),
    (
        KURUMIN,
        TRUE,
        (frozenset({"kurumin", "kurumin_try"}),),
        "認定・宣言に「くるみん」がある。合っています（くるみん、トライくるみん）。",
    ),
    (FOOD, TRUE, ("0911",), "主たる業種が食料品製造業（09）。合っています（食料品製造業のうち分類0911）。"),
    (
        FOOD,
        UNKNOWN,
        ("E",),
        "主たる業種が食料品製造業（09）。いまの回答では決まりません（製造業（E））。主たる業種を詳しく答えると決まることがあります。",
    ),
    (
        SME,
        UNKNOWN,
        ("mid", "sme"),
        f"{SIZE}。いまの回答では決まりません（中堅企業者または中小企業者（小規模企業者を除く））。"
        "法人・個人の別、主たる業種、資本金、常時使用する従業員数を詳しく答えると決まることがあります。",
    ),
    (SME, FALSE, ("outside",), f"{SIZE}。合っていません（この法律の中小企業者・大企業の区分の外）。"),
    (
        C("years_since_foundation", "less_than", (5,)),
        UNKNOWN,
        (4, 5),
        "設立・創業からの年数が5年未満。いまの回答では決まりません（4年または5年）。設立・創業の日を詳しく答えると決まることがあります。",
    ),
    (C("prefecture", "is_answered"), TRUE, ("20",), "本社の所在地がわかっている。合っています（長野県）。"),
    (
        C("capital_yen", "less_than", (50_000_000,)),
        FALSE,
        (50_000_000,),
        "資本金が5,000万円未満。合っていません（5,000万円）。",
    ),
]


@pytest.mark.parametrize(("condition", "truth", "answer", "text"), FINDINGS)
def test_a_condition_with_how_it_came_out(condition: Condition, truth: Truth, answer: Any, text: str) -> None:
    assert finding_text(Finding(condition, truth, answer)) == text


NUMBERS = [
    ("capital_yen", 0, "0円"),
    ("capital_yen", 9_999, "9,999円"),
    ("capital_yen", 10_000, "1万円"),
    ("capital_yen", 12_345, "12,345円"),
    ("capital_yen", 10_000_000, "1,000万円"),
    ("capital_yen", 50_000_000, "5,000万円"),
    ("capital_yen", 100_000_000, "1億円"),
    ("capital_yen", 150_000_000, "1億5,000万円"),
    ("capital_yen", 123_450_000, "1億2,345万円"),
    ("annual_sales_yen", 123_456_789, "123,456,789円"),
    ("annual_sales_yen", 10**15, "10,000,000億円"),
    ("employees", 7, "7人"),
    ("employees", 1_000, "1,000人"),
    ("years_since_foundation", 1_446, "1446年"),
    ("annual_energy_kl", 1_500, "1,500kL"),
    ("annual_energy_kl", 1_500.25, "1,500.25kL"),
    ("annual_energy_kl", 0.1234, "0.1234kL"),
    ("annual_energy_kl", 1_234_567.5, "1,234,567.5kL"),
]


@pytest.mark.parametrize(("feature", "number", "text"), NUMBERS)
def test_numbers_are_grouped_as_people_write_them(feature: str, number: float, text: str) -> None:
    assert value_text(feature, number) == text


INDUSTRIES = [
    ("A", "農業、林業（A）"),
    ("09", "食料品製造業（09）"),
    ("391", "ソフトウェア業（391）"),
    ("3921", "情報処理サービス業（3921）"),
    ("3911", "情報サービス業のうち分類3911"),
]


@pytest.mark.parametrize(("code", "text"), INDUSTRIES)
def test_industries_carry_their_code(code: str, text: str) -> None:
    assert industry_text(code) == text


ANSWERS = [
    ("topics", None, "未回答"),
    ("topics", (frozenset(),), "なし"),
    ("topics", (frozenset({"gx", "dx"}),), "DX・デジタル化、GX・脱炭素"),
    ("company_size", ("micro", "sme"), "小規模企業者または中小企業者（小規模企業者を除く）"),
    ("other_industries", (frozenset({"E", "391"}),), "ソフトウェア業（391）、製造業（E）"),
]


@pytest.mark.parametrize(("feature", "worlds", "text"), ANSWERS)
def test_an_answer_or_the_answers_that_remain(feature: str, worlds: Any, text: str) -> None:
    assert answer_text(feature, worlds) == text


QUESTIONS = [
    (Question("capital_yen", 12, 12, 20, False), "資本金を答えると12件の判定が決まります。"),
    (Question("employees", 12, 3, 20, False), "常時使用する従業員数を答えると、答えにより3〜12件の判定が決まります。"),
    (Question("topics", 1, 0, 1, False), "取り組みたいことを答えると、答えにより0〜1件の判定が決まります。"),
    (Question("situations", 0, 0, 7, False), "いまの状況は、ほかの回答とあわせて7件の判定に使います。"),
    (Question("industry", 2, 2, 2, True), "主たる業種（より詳しく）を答えると2件の判定が決まります。"),
    (
        Question("founded_on", 0, 0, 1, True),
        "設立・創業の日（より詳しく）は、ほかの回答とあわせて1件の判定に使います。",
    ),
]


@pytest.mark.parametrize(("question", "text"), QUESTIONS)
def test_a_question_says_what_an_answer_would_decide(question: Question, text: str) -> None:
    assert question_text(question) == text


PARTS = [
    (Part("verdict", 100), "登録された条件をすべて満たしている"),
    (Part("topics", 50, ("gx", "dx")), "取り組みたいことに合う: GX・脱炭素、DX・デジタル化"),
    (Part("situations", 50, ("exporting",)), "いまの状況に合う: すでに輸出している"),
    (Part("unasked_topics", 50), "取り組みたいことが未回答なので、多くの会社の取組に役立つものを上げる"),
    (
        Part("other_industry", -50, (C("industry", "is_one_of", ("09",)),)),
        "ほかの業種のための支援なので、合う点を半分に数える: 主たる業種が食料品製造業（09）",
    ),
    (Part("industry", 140, (FOOD,)), "この業種のための支援: 主たる業種が食料品製造業（09）"),
    (Part("industry", 50), "業種を限らない、または業種が広く答えられている"),
    (Part("company", 60, (SMALL,)), "このような会社のための支援: 常時使用する従業員数が300人以下"),
    (Part("bonus", 40, (KURUMIN,)), "加点・優遇を受けられる: 認定・宣言に「くるみん」がある"),
    (Part("support", 80, ("subsidy",)), "支援の手厚さ"),
    (Part("audience", 100, ("direct",)), "企業が自ら申し込み、または参加できる"),
    (Part("availability", 200), "受付終了とわかっているものを下げ、ほかを上げる"),
]


@pytest.mark.parametrize(("part", "text"), PARTS)
def test_a_part_of_the_score_says_why(part: Part, text: str) -> None:
    assert part_text(part) == text


EVENTS = [
    (("ended", "2025-03-31", "設備補助金", "", ""), "設備補助金は、2025年3月31日に終わりました。"),
    (("ended", "", "", "", "再開は未定です。"), "終わりました。再開は未定です。"),
    (("renamed", "2025-04", "古い名", "新しい名", ""), "古い名は、2025年4月に新しい名に名前が変わりました。"),
    (("succeeded", "2025-04-01", "", "次の事業", ""), "2025年4月1日に次の事業に引き継がれました。"),
    (
        ("changed", "", "設備補助金", "", "上限が上がりました。"),
        "設備補助金は、内容が変わりました。上限が上がりました。",
    ),
]


@pytest.mark.parametrize(("event", "text"), EVENTS)
def test_what_became_of_a_programme(event: tuple[str, str, str, str, str], text: str) -> None:
    assert event_text(*event) == text


LAW = "中小企業基本法"
FOUR = ("micro", "sme", "mid", "large")

SIZES = [
    ("sme", ("sme",), (), (), f"{LAW}では中小企業者（小規模企業者を除く）にあたります。"),
    (None, ("outside",), (), (), f"会社でも個人事業主でもないため、{LAW}の中小企業者にはあたりません。"),
    (
        None,
        ("mid", "sme"),
        ("capital_yen",),
        ("capital_yen",),
        f"{LAW}での企業規模はまだ決まりません。決め手になる回答: 資本金",
    ),
    (
        None,
        FOUR,
        (),
        ("industry", "employees"),
        f"{LAW}での企業規模はまだ決まりません。まだない回答: 主たる業種、常時使用する従業員数",
    ),
    (None, ("outside", "sme"), (), (), f"{LAW}での企業規模は、ここまでの回答だけでは決まりません。"),
]


@pytest.mark.parametrize(("value", "possible", "settling", "missing", "text"), SIZES)
def test_the_size_and_why(
    value: str | None, possible: tuple[str, ...], settling: tuple[str, ...], missing: tuple[str, ...], text: str
) -> None:
    assert size_text(value, possible, settling, missing, "basic_law") == text
