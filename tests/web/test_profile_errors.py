"""Mistakes: all named on top with links, the same words at the field, nothing that was typed is lost, nothing is saved."""

from collections.abc import Mapping
from typing import Any

import pytest
from django.test import Client

from catalogue.models import Draft
from tests.web.visitor import BASICS, KEPT, SIZE, WAY, Visitor

pytestmark = pytest.mark.django_db

Mistakes = list[tuple[str, str, str]]

NO_CHOICE = "正しく選択してください。 {} は候補にありません。"
NO_YEN = "金額を読み取れませんでした。「3000」のように万円単位の数字で書いてください（3,000万円）。"
NO_KL = "エネルギー使用量を読み取れませんでした。「1200」のように原油換算の数字をkL単位で書いてください（1,200kL）。"
BOTH = "「特にない」と、ほかの選択肢は一緒に選べません。どちらかを外してください。"

ENTITY = ("entity_type", "id_entity_type_0", "法人・個人の別を選んでください。")
INDUSTRY = ("industry", "id_industry_q", "主たる業種を選んでください。")
PREFECTURE = ("prefecture", "id_prefecture", "本社の所在地を選んでください。")
EMPLOYEES = ("employees", "id_employees", "常時使用する従業員数を書いてください。")
NUMBER = (
    "corporate_number",
    "id_corporate_number",
    "法人番号の検査用の数字（先頭の1桁）が合いません。番号を確かめてください。",
)

CASES: Mapping[str, tuple[str, Mapping[str, Any], Mistakes]] = {
    "nothing on the first page": ("basics", {}, [ENTITY, INDUSTRY, PREFECTURE]),
    "only a name": ("basics", {"name": "山ノ上"}, [ENTITY, INDUSTRY, PREFECTURE]),
    "no form of business": ("basics", {key: BASICS[key] for key in BASICS if key != "entity_type"}, [ENTITY]),
    "no industry": ("basics", {key: BASICS[key] for key in BASICS if key != "industry_listed"}, [INDUSTRY]),
    "no prefecture": ("basics", BASICS | {"prefecture": ""}, [PREFECTURE]),
    "a number mistyped": ("basics", BASICS | {"corporate_number": "8000012050002"}, [NUMBER]),
    "a number mistyped and nothing else": ("basics", {"corporate_number": "8000012050002"}, [ENTITY, INDUSTRY, PREFECTURE, NUMBER]),
    "a name with a control character": (
        "basics",
        BASICS | {"name": "山\x1bノ上"},
        [("name", "id_name", "使えない文字（制御文字など）が入っています。")],
    ),
    "a name without end": (
        "basics",
        BASICS | {"name": "あ" * 201},
        [("name", "id_name", "この値は 200 文字以下でなければなりません( 201 文字になっています)。")],
    ),
    "nothing on the second page": ("size", {}, [EMPLOYEES]),
    "no employees": ("size", SIZE | {"employees": "　"}, [EMPLOYEES]),
    "employees that nobody sees": ("size", SIZE | {"employees": "\u200b"}, [EMPLOYEES]),
    "nothing that can be read": (
        "size",
        {"employees": "数十人", "capital_yen": "たくさん", "founded_on": "むかし", "annual_sales_yen": "数億", "annual_energy_kl": "10トン"},
        [
            ("employees", "id_employees", "人数を読み取れませんでした。「50」のように数字で書いてください（50人）。"),
            ("capital_yen", "id_capital_yen", NO_YEN),
            ("founded_on", "id_founded_on", "年を読み取れませんでした。「1968」「昭和43年」のように書いてください。"),
            ("annual_sales_yen", "id_annual_sales_yen", NO_YEN),
            ("annual_energy_kl", "id_annual_energy_kl", NO_KL),
        ],
    ),
    "a year that contradicts itself": (
        "size",
        SIZE | {"founded_on": "1968年（昭和44年）"},
        [("founded_on", "id_founded_on", "かっこの中と外で年や日が食い違っています。どちらかを直してください。")],
    ),
    "a day to come": (
        "size",
        SIZE | {"founded_on": "2026年11月24日"},
        [("founded_on", "id_founded_on", "今日（2026年11月23日）より後は書けません。年を確かめてください。")],
    ),
    "none and some": ("topics", {"topics": ["dx", "none"]}, [("topics", "id_topics_gx", BOTH)]),
    "none and some situations": (
        "situations",
        {"situations": ["hq_relocation", "exporting", "none"]},
        [("situations", "id_situations_fixed_term_workers", BOTH)],
    ),
    "none and some certifications": (
        "certifications",
        {"certifications": ["kurumin", "none"]},
        [("certifications", "id_certifications_kurumin_try", BOTH)],
    ),
}  # fmt: skip
"""What is wrong → page, what is typed, (field, where its link leads, the words) of each mistake in the page's order."""


@pytest.fixture
def visitor() -> Visitor:
    return Visitor()


def in_page_order(values: list[str], offered: list[str]) -> list[str]:
    return sorted(values, key=offered.index) if offered else values


@pytest.mark.parametrize("button", ["next", "results"])
@pytest.mark.parametrize("case", CASES)
def test_a_mistake_is_said_twice_and_nothing_is_lost(visitor: Visitor, case: str, button: str) -> None:
    slug, typed, mistakes = CASES[case]
    page = visitor.open(f"/profile/{slug}/")
    title = page.title
    page = visitor.fill(**typed).press(button)
    assert page.status == 422
    assert page.address == f"/profile/{slug}/"
    assert page.title == f"エラー：{title}"
    assert page.summary() == [(f"#{target}", words) for _key, target, words in mistakes]
    assert page.at_fields() == {key: f"＊{words}" for key, _target, words in mistakes}
    for key, target, _words in mistakes:
        assert target in page.ids
        assert "field--error" in page.named(f"field-{key}")["class"]
    offered = page.form("next").offered
    for name, value in typed.items():
        values = [value] if isinstance(value, str) else value
        assert page.sent[name] == in_page_order(values, offered.get(name, []))
    assert page.dangling() == []
    assert not Draft.objects.exists()
    assert visitor.key == ""


@pytest.mark.parametrize("case", CASES)
def test_a_mistake_is_tied_to_its_field(visitor: Visitor, case: str) -> None:
    slug, typed, mistakes = CASES[case]
    visitor.open(f"/profile/{slug}/")
    page = visitor.fill(**typed).press("next")
    wrong = {key for key, _target, _words in mistakes}
    for key in {"name", "corporate_number", "prefecture", *SIZE} & set(page.sent):
        box = page.named(f"id_{key}").attrs
        assert ("error-" + key in box.get("aria-describedby", "").split()) is (key in wrong)
        assert (box.get("aria-invalid") == "true") is (key in wrong)
    summary = page.named("errors")
    assert summary["role"] == "alert"
    assert summary.texts("h2") == ["入力を確かめてください"]


def test_what_is_mended_goes_through(visitor: Visitor) -> None:
    visitor.open("/profile/size/")
    visitor.fill(**SIZE | {"employees": "数十人", "capital_yen": "1億5000"}).press("next")
    assert len(visitor.page.summary()) == 2
    assert visitor.fill(employees="40").press("next").status == 422
    assert len(visitor.page.summary()) == 1
    assert visitor.fill(capital_yen="1億5千万").press("next").address == "/profile/topics/"
    kept = Draft.objects.get().answers
    assert kept == {key: KEPT[key] for key in (*SIZE, "founded_year")} | {"employees": 40, "capital_yen": 150_000_000}


@pytest.mark.parametrize("button", ["next", "results", "check"])
def test_a_mistake_leaves_the_answers_of_before_alone(button: str) -> None:
    visitor = Visitor(Client())
    visitor.walk()
    before = Draft.objects.values().get()
    for slug, typed, _mistakes in CASES.values():
        response = visitor.client.post(f"/profile/{slug}/", {**typed, button: "1"})
        assert response.status_code == 422
    assert Draft.objects.values().get() == before
    assert before["answers"] == KEPT


def test_the_words_under_a_box_are_those_of_what_stands_in_it(visitor: Visitor) -> None:
    visitor.walk()
    visitor.open("/profile/size/")
    page = visitor.fill(employees="数十人", capital_yen="5千万", annual_sales_yen="").press("next")
    assert [one.text for one in page.all("p", **{"class": "field__echo"})] == [
        "読み取り: 5,000万円",
        "読み取り: 1968年（昭和43年）",
        "読み取り: 1,234.567kL",
    ]


def test_a_page_without_mistakes_has_no_summary(visitor: Visitor) -> None:
    for slug in WAY:
        page = visitor.open(f"/profile/{slug}/")
        assert "errors" not in page.ids
        assert page.at_fields() == {}
        assert "aria-invalid" not in page.html
