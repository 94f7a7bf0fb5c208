"""What rules, numbers and days say in English, word for word, beside the Japanese of the same."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.utils import translation

from catalogue import wording
from catalogue.advice_text import gain_text, given_text, then_text, until_text, way_text
from catalogue.bridge import Origin
from catalogue.contract.match import source
from catalogue.industries.search import choices, name_of, search
from catalogue.language import budget_text, day_text, days_text, listed, people_text, quantity_text
from catalogue.parts.inputs import NotUnderstood, read_count, read_founded, read_yen, year_words, yen_words
from catalogue.templatetags.language import marked
from catalogue.web.measures import fiscal_year_text
from matcher import FALSE, TRUE, UNKNOWN, Condition, Part, Question
from matcher.assessment import Finding
from matcher.features import Change, Unit

C = Condition
SMALL = C("employees", "at_most", (300,))
SME = C("company_size", "is_one_of", ("micro", "sme"), "basic_law")
FOOD = C("industry", "is_one_of", ("09",))
KURUMIN = C("certifications", "has_any", ("kurumin",))
APRIL, MAY = date(2025, 4, 1), date(2025, 5, 31)

Say = Callable[[], str]

SAMPLES: list[tuple[Say, str, str]] = [
    # conditions
    (lambda: wording.condition_text(SMALL), "常時使用する従業員数が300人以下", "Regular employees: at most 300 people"),
    (
        lambda: wording.condition_text(C("capital_yen", "less_than", (150_000_000,))),
        "資本金が1億5,000万円未満",
        "Capital: under ¥150,000,000",
    ),
    (
        lambda: wording.condition_text(C("annual_energy_kl", "between", (500, 1500.5))),
        "年間エネルギー使用量（原油換算）が500kL以上1,500.5kL以下",
        "Annual energy use (crude oil equivalent): from 500 kL to 1,500.5 kL",
    ),
    (
        lambda: wording.condition_text(C("years_since_foundation", "at_least", (1,))),
        "設立・創業からの年数が1年以上",
        "Time since foundation: at least 1 year",
    ),
    (
        lambda: wording.condition_text(C("prefecture", "is_none_of", ("01", "13"))),
        "本社の所在地が次のいずれでもない: 北海道、東京都",
        "Head office location: none of Hokkaido, Tokyo",
    ),
    (
        lambda: wording.condition_text(C("industry", "is_one_of", ("E", "0911"))),
        "主たる業種が次のいずれか: 製造業（E）、食料品製造業のうち分類0911",
        "Main industry: one of Manufacturing (E), Food manufacturing, class 0911",
    ),
    (
        lambda: wording.finding_text(Finding(SMALL, TRUE, (1200,))),
        "常時使用する従業員数が300人以下。合っています（1,200人）。",
        "Regular employees: at most 300 people. Met (1,200 people).",
    ),
    (
        lambda: wording.finding_text(Finding(SME, FALSE, ("mid", "large"))),
        "企業規模（中小企業基本法）が次のいずれか: 小規模企業者、中小企業者（小規模企業者を除く）。"
        "合っていません（中堅企業者または大企業）。",
        "Company size (SME Basic Act): one of small enterprise, SME (other than a small enterprise)."
        " Not met (mid-sized enterprise or large enterprise).",
    ),
    (
        lambda: wording.finding_text(Finding(KURUMIN, UNKNOWN, None)),
        "認定・宣言に「くるみん」がある。認定・宣言が未回答なので、まだわかりません。",
        "Certifications and declarations: includes “Kurumin”. Not known yet."
        " Still unanswered: Certifications and declarations.",
    ),
    (lambda: wording.answer_text("topics", (frozenset(),)), "なし", "none"),
    # size
    (
        lambda: wording.size_text("sme", ("sme",), (), (), "basic_law"),
        "中小企業基本法では中小企業者（小規模企業者を除く）にあたります。",
        "Company size (SME Basic Act): SME (other than a small enterprise).",
    ),
    (
        lambda: wording.size_text(None, ("mid", "sme"), ("capital_yen",), ("capital_yen",), "basic_law"),
        "中小企業基本法での企業規模はまだ決まりません。決め手になる回答: 資本金",
        "Company size (SME Basic Act): not settled yet. Any one of these answers could settle it: Capital",
    ),
    # questions, parts of a score, how far a verdict goes
    (
        lambda: wording.question_text(Question("capital_yen", 1, 1, 9, False)),
        "資本金を答えると1件の判定が決まります。",
        "Answering “Capital” settles 1 verdict.",
    ),
    (
        lambda: wording.question_text(Question("industry", 12, 3, 20, True)),
        "主たる業種（より詳しく）を答えると、答えにより3〜12件の判定が決まります。",
        "Answering “Main industry (in more detail)” settles 3 to 12 verdicts, depending on the answer.",
    ),
    (
        lambda: wording.part_text(Part("industry", 140, (FOOD,))),
        "この業種のための支援: 主たる業種が食料品製造業（09）",
        "Made for this industry: Main industry: Food manufacturing (09)",
    ),
    (
        lambda: wording.part_text(Part("audience", 100, ("direct",))),
        "企業が自ら申し込み、または参加できる",
        "Companies can apply or take part themselves",
    ),
    (lambda: wording.judged_text(1, 0), "要件1件をすべて自動判定しました。", "The one condition was judged automatically."),
    (
        lambda: wording.judged_text(0, 2),
        "要件2件は、公募要領などで確認が必要です。",
        "2 conditions must be checked in the application guidelines.",
    ),
    # what became of a programme; its names stay as they are
    (
        lambda: wording.event_text("ended", "2025-03-31", "設備補助金", "", "再開は未定です。"),
        "設備補助金は、2025年3月31日に終わりました。再開は未定です。",
        "設備補助金 ended on 31 March 2025. 再開は未定です。",
    ),
    (
        lambda: wording.event_text("renamed", "2025-04", "", "新補助金", ""),
        "2025年4月に新補助金に名前が変わりました。",
        "It was renamed in April 2025: 新補助金.",
    ),
    (lambda: wording.event_text("changed", "", "", "", ""), "内容が変わりました。", "It was changed."),
    # where it comes from
    (
        lambda: source(Origin("p6 フォローアップ", "", None)),
        "中堅企業等支援に関する取組方針フォローアップ（2024年3月） p6 フォローアップ",
        "Follow-up to the Policy on Support for Mid-sized and Other Enterprises (March 2024) p6 follow-up",
    ),
    (lambda: source(Origin("", "公募要領", APRIL)), "公募要領（2025-04-01確認）", "公募要領 (read on 2025-04-01)"),
    # advice
    (
        lambda: way_text(Change.OBTAINABLE, C("certifications", "has_all", ("kurumin", "dx_certified")), ("kurumin", "dx_certified"), None),
        "「くるみん」「DX認定」のすべてがあれば、この条件に合うようになります。",
        "With all of “Kurumin”, “DX certification”, this condition would be met.",
    ),
    (lambda: until_text(MAY), "2025年5月31日までは、この条件に合います。", "This condition is met until 31 May 2025."),
    (
        lambda: gain_text("kurumin", 2, 1),
        "「くるみん」があると、加点・優遇: 2施策、判定がよくなる: 1施策",
        "With “Kurumin”: extra points or better terms in 2 measures, a better verdict on 1 measure",
    ),
    (
        lambda: given_text("kurumin", [("4-04", "題")]),
        "「くるみん」の取り方: 施策4-04「題」",
        "How to obtain “Kurumin”: measure 4-04 “題”",
    ),
    (
        lambda: then_text("needs_info"),
        "すべてそろっても、ほかの条件が残り、判定は「確認が必要」です。",
        "Even then other conditions remain, and the verdict would be “Needs checking”.",
    ),
    # numbers, days and lists
    (lambda: quantity_text(300_000_000, Unit.YEN), "3億円", "¥300,000,000"),
    (lambda: quantity_text(1_446, Unit.YEARS), "1446年", "1446 years"),
    (lambda: people_text(1), "1人", "1 person"),
    (lambda: people_text(1_200), "1,200人", "1,200 people"),
    (lambda: budget_text(98_770_000_000), "987.7億円", "¥98,770,000,000"),
    (lambda: yen_words(120_000_000), "1億2,000万円", "¥120,000,000"),
    (lambda: year_words(1968), "1968年（昭和43年）", "1968"),
    (lambda: fiscal_year_text("R5"), "令和5年度", "FY2023"),
    (lambda: fiscal_year_text("H30"), "H30年度", "FY2018"),
    (lambda: day_text("2025-03-31"), "2025年3月31日", "31 March 2025"),
    (lambda: day_text("2025-12"), "2025年12月", "December 2025"),
    (lambda: days_text(APRIL, MAY), "2025年4月1日から2025年5月31日まで", "1 April 2025 to 31 May 2025"),
    (lambda: days_text(APRIL, None), "2025年4月1日から", "from 1 April 2025"),
    (lambda: days_text(None, MAY), "2025年5月31日まで", "until 31 May 2025"),
    (lambda: days_text(None, None), "", ""),
    (lambda: listed("abc"), "a、b、c", "a, b, c"),
    (lambda: name_of("13"), "家具・装備品製造業", "Manufacture of furniture and fixtures"),
    (lambda: str(choices()[1][:1]), "('漁業',)", "('Fisheries',)"),
    (lambda: choices()[0][1][1][1], "林業", "Forestry"),
]  # fmt: skip


@pytest.mark.parametrize(("say", "japanese", "english"), SAMPLES, ids=[case[1][:30] or "nothing" for case in SAMPLES])
def test_the_same_in_both_languages(say: Say, japanese: str, english: str) -> None:
    assert say() == japanese
    with translation.override("en"):
        assert say() == english
    with translation.override("en-gb"):
        assert say() == english
    assert say() == japanese


REFUSED = [
    ("2千5", "This can be read as “¥20,050,000” or as “¥25,000,000”. Please write it as one of them."),
    ("much", "The amount could not be read. Write a number in the unit of the box (× 10,000 yen), for example 3000 (¥30,000,000)."),
    ("50-60", "Ranges such as “50–60” or “more than 50” cannot be read. Write the one number that comes closest, for example 55."),
    ("九千兆円", "This is too large: the limit is ¥1,000,000,000,000,000. Please check the unit and the digits."),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "said"), REFUSED)
def test_an_amount_that_is_refused_is_refused_in_english(typed: str, said: str) -> None:
    with translation.override("en"), pytest.raises(NotUnderstood) as refused:
        read_yen(typed)
    assert str(refused.value) == said


def test_a_year_that_is_refused_tells_what_it_could_be() -> None:
    with translation.override("en"), pytest.raises(NotUnderstood) as refused:
        read_founded("43", date(2026, 11, 23))
    assert str(refused.value) == (
        "“43” alone does not tell the year. Write all four digits. It could be: Showa 43 (1968), Meiji 43 (1910), 1943."
    )


def test_what_the_english_hints_say_can_be_typed() -> None:
    with translation.override("en"):
        assert read_yen("1,000") == read_yen("¥10,000,000") == 10_000_000
        assert read_yen("8,000") == read_yen("¥80,000,000") == 80_000_000
        assert read_founded("S43", date(2026, 11, 23)) == read_founded("1968", date(2026, 11, 23)) == 1968
        assert read_founded("1968-04-01", date(2026, 11, 23)) == date(1968, 4, 1)
        assert read_count("50") == 50


SEARCHES = [
    ("restaurant", "76"),
    ("Hotel", "751"),
    ("software", "391"),
    ("printing", "15"),
    ("construction", "D"),
    ("food manufacturing", "09"),
    ("ラーメン屋", "76"),
    ("町工場", "24"),
]


@pytest.mark.parametrize(("words", "code"), SEARCHES)
def test_industries_are_found_by_english_words_and_by_japanese_ones(words: str, code: str) -> None:
    with translation.override("en"):
        found = search(words)
        assert found[0].code == code
        assert found[0].name == name_of(code)
    assert search("restaurant") == []


MARKED = [
    ("くるみん: 補助金の審査で加点", '<span lang="ja">くるみん: 補助金の審査で加点</span>'),
    ("Kurumin: 加点", 'Kurumin: <span lang="ja">加点</span>'),
    ("IT導入補助金 was renamed: AI 導入 補助金.", '<span lang="ja">IT導入補助金</span> was renamed: AI <span lang="ja">導入 補助金.</span>'),
    ("all in English – “so”", "all in English – “so”"),
    ("<b>太字</b> & more", '<span lang="ja">&lt;b&gt;太字&lt;/b&gt;</span> &amp; more'),
]  # fmt: skip


@pytest.mark.parametrize(("text", "shown"), MARKED)
def test_japanese_words_in_another_language_say_that_they_are(text: str, shown: str) -> None:
    assert marked(text) == text
    with translation.override("en"):
        assert marked(text) == shown
