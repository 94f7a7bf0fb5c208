"""Every field of the form, there and back: what is typed, the answer as the public contract has it, what stands there again."""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from django.utils.timezone import localdate
from hypothesis import given
from hypothesis import strategies as st

from catalogue import labels
from catalogue.parts import groups
from catalogue.parts.pages import NEEDED, PAGES, AnswerForm, keys_of, shown_field
from matcher import Profile
from matcher.codes import CERTIFICATIONS, ENTITY_TYPES, PREFECTURES, SITUATIONS, TOPICS
from matcher.profile import MAX_ENERGY_KL, PROFILE_KEYS

IN_PLACE = {"other_industries", "other_prefectures"}
"""Asked for on the page of results, if at all."""

LISTS = {
    "topics": TOPICS,
    "situations": SITUATIONS,
    "certifications": CERTIFICATIONS,
    "other_prefectures": PREFECTURES,
}

# Key, what is typed, the answer, what stands in the box again.
TEXTS = [
    ("employees", "約50人 | ５０名 | 50", 50, "50"),
    ("employees", "なし | 0 | ゼロ人", 0, "0"),
    ("employees", "1.5万人 | 15,000", 15_000, "15000"),
    ("capital_yen", "3千万 | ３，０００ | 3000万円 | 金三千万円也 | 30百万円", 30_000_000, "3000"),
    ("capital_yen", "1.5億 | 1億5千万", 150_000_000, "15000"),
    ("capital_yen", "35,000円 | 3.5", 35_000, "3.5"),
    ("capital_yen", "1円", 1, "0.0001"),
    ("capital_yen", "0", 0, "0"),
    ("annual_sales_yen", "1億2,000万円 | 12000", 120_000_000, "12000"),
    ("annual_sales_yen", "1000兆", 10**15, "100000000000"),
    ("annual_energy_kl", "1200 | １，２００ｋＬ", 1200.0, "1200"),
    ("annual_energy_kl", "1234.567", 1234.567, "1234.567"),
    ("annual_energy_kl", "0.00001", 0.00001, "0.00001"),
    ("annual_energy_kl", "0", 0.0, "0"),
    ("annual_energy_kl", "10億", 1e9, "1000000000"),
    ("corporate_number", "７０００－０１２０５０００２ | 0000-12-050002 | T7000012050002", "7000012050002", "7000012050002"),
    ("name", " ㈱髙﨑①Ⅳ～ ", "㈱髙﨑①Ⅳ～", "㈱髙﨑①Ⅳ～"),
    ("name", "あ" * 200, "あ" * 200, "あ" * 200),
]  # fmt: skip

FOUNDED = [
    ("昭和43年 | 1968 | S43 | 1968年4月", None, 1968, "1968"),
    ("昭和43年4月1日 | 1968-04-01 | S43.4.1 | 19680401", "1968-04-01", 1968, "1968-04-01"),
    ("578年1月1日", "0578-01-01", 578, "0578-01-01"),
    ("2026年11月23日", "2026-11-23", 2026, "2026-11-23"),
]

WORDS = [
    ("employees", "1200", "1,200人"),
    ("capital_yen", "1億2千万", "1億2,000万円"),
    ("annual_sales_yen", "3万5千円", "3万5,000円"),
    ("annual_energy_kl", "1200", "1,200kL"),
    ("annual_energy_kl", "0.00001", "0.00001kL"),
    ("founded_on", "S64.1.7", "1989年（昭和64年・平成元年）"),
    ("corporate_number", "000012050002", ""),
    ("name", "山ノ上食品", ""),
]
"""Key, what is typed, how it is read back."""

REFUSED = [
    ("employees", "3.5", "人数は整数で"),
    ("employees", "10000001", "10,000,000人まで"),
    ("capital_yen", "数千万", "金額を読み取れませんでした"),
    ("capital_yen", "1億5000", "「1億5,000円」とも「1億5,000万円」とも"),
    ("capital_yen", "-1", "マイナスの数は使えません"),
    ("annual_sales_yen", "1001兆", "1,000兆円まで"),
    ("annual_energy_kl", "1000000000.1", "1,000,000,000kLまで"),
    ("founded_on", "43", "「43」だけでは年が決まりません"),
    ("founded_on", "2026年11月24日", "今日（2026年11月23日）より後は書けません"),
    ("founded_on", "1968年（昭和44年）", "食い違っています"),
    ("corporate_number", "8000012050002", "検査用の数字（先頭の1桁）が合いません"),
    ("name", "あ" * 201, "200 文字以下"),
    ("name", "a\tb", "使えない文字（制御文字など）が入っています。"),
    ("prefecture", "48", "正しく選択してください"),
    ("entity_type", "株式会社", "正しく選択してください"),
    ("industry", "S", "業種を選び直してください。"),
    ("industry", "96", "業種を選び直してください。"),
    ("industry", "０９", "業種を選び直してください。"),
    ("industry_listed", "none", "業種を選び直してください。"),
    ("topics", "gx2", "正しく選択してください"),
]

NUMBERS = {"capital_yen", "annual_sales_yen", "annual_energy_kl", "founded_on", "corporate_number"}
NOT_TYPED = ["", " ", "　", "\u200b", "\ufeff \t"]


def each(table: Iterable[tuple[Any, ...]], column: int) -> list[tuple[Any, ...]]:
    """*table* with a row for every spelling in its *column*, which may hold several with ``|`` between them."""
    return [(*row[:column], text, *row[column + 1 :]) for row in table for text in row[column].split(" | ")]


def form(key: str, data: Mapping[str, Any], other: Mapping[str, Any] | None = None) -> AnswerForm:
    return AnswerForm([key], other or {}, QueryDict(urlencode(data, doseq=True)))


def read(key: str, data: Mapping[str, Any]) -> dict[str, Any]:
    """The answers to a form that has nothing to complain of."""
    filled = form(key, data)
    assert filled.is_valid(), filled.errors
    Profile.from_mapping(filled.answers(), localdate())
    return filled.answers()


def again(key: str, answers: Mapping[str, Any]) -> Any:
    """What stands in the field when it has been answered."""
    return shown_field(AnswerForm([key], answers), key, answers)["value"]


def there_and_back(key: str, answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers that sending the page as it stands would give."""
    value = again(key, answers)
    return read(key, {key: value["code"]} if isinstance(value, dict) else {key: value})


def refusal(key: str, data: Mapping[str, Any]) -> str:
    filled = form(key, data)
    assert not filled.is_valid()
    (errors,) = filled.errors.values()
    assert len(errors) == 1
    return str(errors[0])


def test_every_answer_of_the_contract_has_a_field_and_every_field_a_page() -> None:
    asked = [key for page in PAGES for key in page.keys]
    assert len(asked) == len(set(asked))
    assert {*asked, *IN_PLACE} == set(PROFILE_KEYS) - {"founded_year"}


def test_further_businesses_and_sites_can_be_changed_beside_the_first_once_they_are_answered() -> None:
    basics, size = PAGES[0], PAGES[1]
    assert keys_of(basics, {}) == basics.keys
    assert keys_of(basics, {"other_prefectures": [], "other_industries": ["76"]}) == (
        *basics.keys,
        "other_industries",
        "other_prefectures",
    )
    assert keys_of(size, {"other_industries": ["76"]}) == size.keys


@pytest.mark.parametrize(("key", "text", "answer", "box"), each(TEXTS, 1))
def test_what_is_typed_is_read_and_stands_there_again(key: str, text: str, answer: Any, box: str) -> None:
    answers = read(key, {key: text})
    assert answers == {key: answer}
    assert type(answers[key]) is type(answer)
    assert again(key, answers) == box
    assert there_and_back(key, answers) == answers


@pytest.mark.parametrize(("text", "day", "year", "box"), each(FOUNDED, 0))
def test_a_full_date_is_kept_with_its_year_and_a_year_alone(text: str, day: str | None, year: int, box: str) -> None:
    answers = read("founded_on", {"founded_on": text})
    assert answers == {"founded_on": day, "founded_year": year}
    assert again("founded_on", answers) == box
    assert there_and_back("founded_on", answers) == answers


@pytest.mark.parametrize(("key", "text", "words"), WORDS)
def test_what_was_read_is_said_in_words(key: str, text: str, words: str) -> None:
    answers = read(key, {key: text})
    assert shown_field(AnswerForm([key], answers), key, answers)["echo"] == words


@pytest.mark.parametrize("key", [key for key in PROFILE_KEYS if key != "founded_year"])
def test_without_an_answer_there_is_nothing_to_read_back(key: str) -> None:
    assert shown_field(AnswerForm([key], {}), key, {})["echo"] == ""


def test_words_follow_what_is_typed_now_and_not_what_was_kept() -> None:
    filled = form("capital_yen", {"capital_yen": "5000"}, {"capital_yen": 30_000_000})
    assert shown_field(filled, "capital_yen", {"capital_yen": 30_000_000})["echo"] == "5,000万円"


@pytest.mark.parametrize(("key", "text", "words"), REFUSED)
def test_what_cannot_be_an_answer_is_refused_in_words(key: str, text: str, words: str) -> None:
    assert words in refusal(key.removesuffix("_listed"), {key: text})


@pytest.mark.parametrize("key", [key for key in PROFILE_KEYS if key not in ("founded_year", *NEEDED)])
def test_everything_else_can_be_left_out(key: str) -> None:
    not_answered = {"founded_on": None, "founded_year": None} if key == "founded_on" else {key: None}
    assert read(key, {}) == not_answered
    if key in NUMBERS:
        assert [read(key, {key: text}) for text in NOT_TYPED] == [not_answered] * len(NOT_TYPED)


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("entity_type", "法人・個人の別を選んでください。"),
        ("industry", "主たる業種を選んでください。"),
        ("prefecture", "本社の所在地を選んでください。"),
        ("employees", "常時使用する従業員数を書いてください。"),
    ],
)
def test_four_facts_are_needed(key: str, words: str) -> None:
    assert key in NEEDED
    assert refusal(key, {}) == words
    for text in NOT_TYPED if key == "employees" else [""]:
        assert refusal(key, {key: text}) == words, repr(text)


@pytest.mark.parametrize(("key", "codes"), [("entity_type", ENTITY_TYPES), ("prefecture", PREFECTURES)])
def test_every_choice_of_one_is_offered_and_kept(key: str, codes: tuple[str, ...]) -> None:
    for code in codes:
        assert read(key, {key: code}) == there_and_back(key, {key: code}) == {key: code}
    assert not form(key, {key: "00"}).is_valid()


@pytest.mark.parametrize("key", LISTS)
def test_every_choice_of_many_is_offered_once_and_kept(key: str) -> None:
    shown = shown_field(AnswerForm([key], {}), key, {})
    offered = [option["value"] for group in shown["groups"] for option in group["options"]]
    assert sorted(offered) == sorted(LISTS[key])
    for code in offered:
        assert read(key, {key: [code]}) == there_and_back(key, {key: [code]}) == {key: [code]}
    assert read(key, {key: offered}) == there_and_back(key, {key: offered}) == {key: offered}


@pytest.mark.parametrize("key", LISTS)
def test_none_of_them_is_an_answer_and_nothing_checked_is_not(key: str) -> None:
    code = LISTS[key][0]
    assert read(key, {key: ["none"]}) == there_and_back(key, {key: []}) == {key: []}
    assert read(key, {}) == {key: None}
    assert again(key, {}) == []
    both = refusal(key, {key: [code, "none"]})
    assert both == "「特にない」と、ほかの選択肢は一緒に選べません。どちらかを外してください。"


@pytest.mark.parametrize(
    ("table", "names"),
    [
        (groups.TOPICS, labels.TOPICS),
        (groups.SITUATIONS, labels.SITUATIONS),
        (groups.CERTIFICATIONS, labels.CERTIFICATIONS),
    ],
)
def test_groups_fit_on_a_screen(table: groups.Groups, names: Mapping[str, str]) -> None:
    assert sorted(code for _title, codes in table for code in codes) == sorted(names)
    assert max(len(codes) for _title, codes in table) <= 8
    assert len({title for title, _codes in table}) == len(table)


def test_the_groups_with_a_tick_stand_open_and_say_how_many() -> None:
    answers = {"topics": ["dx", "data", "ma"]}
    shown = shown_field(AnswerForm(["topics"], answers), "topics", answers)["groups"]
    assert {group["title"]: group["checked"] for group in shown if group["checked"]} == {"デジタル": 2, "承継・M&A": 1}
    assert [group["title"] for group in shown if group["open"]] == ["脱炭素・省エネ", "デジタル", "承継・M&A"]


@given(st.floats(0, MAX_ENERGY_KL))
def test_every_quantity_stands_there_again_with_all_its_digits(kilolitres: float) -> None:
    text = again("annual_energy_kl", {"annual_energy_kl": kilolitres})
    assert float(text) == kilolitres
    assert "e" not in text


@given(st.integers(0, 10**15))
def test_every_amount_stands_there_again(yen: int) -> None:
    assert there_and_back("capital_yen", {"capital_yen": yen}) == {"capital_yen": yen}
