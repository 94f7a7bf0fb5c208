"""The next question, answered where it stands: the list follows, and it is told what has changed and why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from django.test import Client

from matcher.features import QUESTIONS
from tests.web.company import FOUR, JUDGED, MAKER, asked, browser, codes, kept
from tests.web.reading import Node, page, see

pytestmark = pytest.mark.usefixtures("real_stored", "db")

Json = dict[str, Any]
ANSWER = "/results/answer/"

WISH_ONLY: Json = {"topics": ["dx"]}

RIGHT: Mapping[str, tuple[Json, Json, str]] = {
    "entity_type": ({"entity_type": "npo"}, {"entity_type": "npo"}, "法人・個人の別：NPO法人・社会福祉法人・医療法人など"),
    "industry": ({"industry": "76"}, {"industry": "76"}, "主たる業種：飲食店"),
    "prefecture": ({"prefecture": "27"}, {"prefecture": "27"}, "本社の所在地：大阪府"),
    "employees": ({"employees": "約５０人"}, {"employees": 50}, "常時使用する従業員数：50人"),
    "capital_yen": ({"capital_yen": "3千万"}, {"capital_yen": 30_000_000}, "資本金：3,000万円"),
    "topics": ({"topics": ["gx", "dx"]}, {"topics": ["gx", "dx"]}, "取り組みたいこと：GX・脱炭素、DX・デジタル化"),
    "situations": ({"situations": ["none"]}, {"situations": []}, "いまの状況：特にない"),
    "certifications": ({"certifications": ["kurumin"]}, {"certifications": ["kurumin"]}, "認定・宣言：くるみん"),
    "founded_on": (
        {"founded_on": "昭和43年4月1日"},
        {"founded_on": "1968-04-01", "founded_year": 1968},
        "設立・創業の年：1968年4月1日",
    ),
    "annual_sales_yen": ({"annual_sales_yen": "1.5億"}, {"annual_sales_yen": 150_000_000}, "年間売上高：1億5,000万円"),
    "annual_energy_kl": ({"annual_energy_kl": "1,600"}, {"annual_energy_kl": 1600}, "年間エネルギー使用量：1,600kL"),
    "other_industries": ({"other_industries": "none"}, {"other_industries": []}, "ほかに営む業種：特にない"),
    "other_prefectures": ({"other_prefectures": ["13"]}, {"other_prefectures": ["13"]}, "ほかの事業所の所在地：東京都"),
}  # fmt: skip
"""Question → what is sent, the answers that it becomes, and how the cause is told."""

WRONG: Mapping[str, Json] = {
    "entity_type": {"entity_type": "club"},
    "industry": {"industry_q": "ラーメン屋"},
    "prefecture": {"prefecture": "48"},
    "employees": {"employees": "たくさん"},
    "capital_yen": {"capital_yen": "三つ"},
    "topics": {"topics": ["gx", "none"]},
    "situations": {"situations": ["exporting", "none"]},
    "certifications": {"certifications": ["kurumin", "none"]},
    "founded_on": {"founded_on": "むかし"},
    "annual_sales_yen": {"annual_sales_yen": "-1"},
    "annual_energy_kl": {"annual_energy_kl": "少し"},
    "other_industries": {"other_industries_q": "くじらの水族館"},
    "other_prefectures": {"other_prefectures": ["13", "none"]},
}


def give(client: Client, key: str, sent: Json) -> Any:
    return client.post(ANSWER, {"question": key} | dict(sent))


def changes(client: Client, response: Any) -> tuple[Node, Node]:
    """The page after an answer, and what it says of the changes."""
    assert response.status_code == 302
    shown = see(client, response["Location"])
    return shown, shown.one("#changes")


# What is asked


@pytest.mark.parametrize("answers", [FOUR, MAKER, WISH_ONLY, JUDGED["P36"]], ids=["four", "maker", "wish", "division"])
def test_the_question_is_the_one_that_the_api_names_first(answers: Json) -> None:
    asked_next = asked(answers)["next_questions"]
    question = see(browser(answers), "/results/").one("#question")
    assert question.one("p.question__why").text == asked_next[0]["text"]
    assert (
        next(one["value"] for one in question.all("input") if one.attrs.get("name") == "question")
        == (asked_next[0]["feature"])
    )
    following = [one["text"] for one in asked_next[1:3]]
    assert [text for details in question.all("details")[-1:] for text in details.texts("li")] == following
    assert "disabled" not in question.one("button.button--solid").attrs


def test_where_nothing_is_left_to_ask_nothing_is_asked() -> None:
    answers = dict(MAKER)
    while found := asked(answers)["next_questions"]:
        answers |= RIGHT[found[0]["feature"]][1]
    assert see(browser(answers), "/results/").all("#question") == []


# A good answer


def test_every_question_of_the_engine_can_be_answered_here() -> None:
    assert set(RIGHT) == set(WRONG) == set(QUESTIONS)


@pytest.mark.parametrize("key", RIGHT)
def test_an_answer_is_kept_the_list_follows_and_the_cause_is_told(key: str) -> None:
    sent, became, cause = RIGHT[key]
    client = browser(MAKER)
    response = give(client, key, sent)
    assert response["Location"] == f"/results/?changed={key}#changes"
    assert kept(client).answers == MAKER | became
    assert kept(client).before == MAKER
    shown, told = changes(client, response)
    assert told.texts("p")[0] == f"今回の答え — {cause}"
    wanted = [one["measure"]["code"] for one in asked(MAKER | became)["results"] if one["verdict"] != "ineligible"]
    assert codes(shown) == wanted[:20]
    assert wanted == codes(see(client, "/results/", show=200))


MOVING = [
    (FOUR, "capital_yen"),
    (FOUR, "situations"),
    (MAKER, "annual_energy_kl"),
    (MAKER, "industry"),
    (WISH_ONLY, "entity_type"),
    (JUDGED["P36"], "entity_type"),
]


@pytest.mark.parametrize(("answers", "key"), MOVING)
def test_it_tells_which_verdicts_have_changed_from_what_to_what(answers: Json, key: str) -> None:
    sent, became, _cause = RIGHT[key]
    client = browser(answers)
    before, after = asked(answers), asked(dict(answers) | became)
    verdicts = {one["measure"]["code"]: one["verdict"] for one in before["results"]}
    moved = [one["measure"] for one in after["results"] if one["verdict"] != verdicts[one["measure"]["code"]]]
    words_before = words(client)
    _shown, told = changes(client, give(client, key, sent))
    words_after = words(client)
    assert moved
    assert told.one("h2").text == f"{len(moved)}件の判定が変わりました"
    assert [link["href"] for link in told.all("a")] == [f"/measures/{one['code']}/" for one in moved[:8]]
    assert told.texts("li") == [
        f"{one['title']}：{words_before[one['code']]} → {words_after[one['code']]}" for one in moved[:8]
    ]
    rest = [text for text in told.texts("p") if text.startswith("ほか")]
    assert rest == ([f"ほか{len(moved) - 8}件"] if len(moved) > 8 else [])


def words(client: Client) -> dict[str, str]:
    """Measure → icon and word of its verdict, as its card says it; what is missing left out."""
    found = {}
    for verdict in ("", "ineligible"):
        for card in see(client, "/results/", show=200, verdict=verdict).all("li.card"):
            box = card.one("p.verdict")
            missing = "".join(box.texts("span.verdict__missing"))
            found[card["id"].removeprefix("m-")] = box.text.removesuffix(missing)
    return found


@pytest.mark.parametrize("sent", [{"annual_energy_kl": ""}, {}])
def test_an_empty_answer_changes_nothing_and_says_so(sent: Json) -> None:
    client = browser(MAKER)
    _shown, told = changes(client, give(client, "annual_energy_kl", sent))
    assert told.one("h2").text == "判定が変わった施策はありません"
    assert (told.all("p"), told.all("li")) == ([], [])
    assert kept(client).answers == MAKER


def test_an_answer_can_be_taken_back_and_that_is_told_too() -> None:
    client = browser(MAKER)
    give(client, "annual_energy_kl", {"annual_energy_kl": "1600"})
    _shown, told = changes(client, give(client, "annual_energy_kl", {"annual_energy_kl": ""}))
    assert told.one("h2").text == "1件の判定が変わりました"
    assert told.texts("p")[0] == "今回の答え — 年間エネルギー使用量：未回答"
    assert kept(client).answers == MAKER


def test_what_has_changed_is_told_only_when_the_address_asks() -> None:
    client = browser(MAKER)
    assert see(client, "/results/", changed="annual_energy_kl").all("#changes") == []
    give(client, "annual_energy_kl", {"annual_energy_kl": "1600"})
    assert see(client, "/results/").all("#changes") == []
    assert len(see(client, "/results/", changed="annual_energy_kl").all("#changes")) == 1


# A bad answer


@pytest.mark.parametrize("key", WRONG)
def test_a_wrong_answer_stands_where_it_was_typed_with_the_reason(key: str) -> None:
    client = browser(FOUR)
    response = give(client, key, WRONG[key])
    shown = page(response, 422)
    assert shown.one("title").text.startswith("エラー：")
    summary, field = shown.one("#errors"), shown.one(f"#field-{key}")
    assert summary["role"] == "alert"
    reason = summary.one("a").text
    assert field.texts("p.field__error") == [f"＊{reason}"]
    target = shown.one(summary.one("a")["href"])
    assert target in list(field.walk())
    assert still_there(field) >= {value for values in WRONG[key].values() for value in _several(values)} - {
        "club",
        "48",
    }
    assert kept(client).answers == FOUR
    assert kept(client).before is None
    assert len(codes(shown)) == 20


def still_there(field: Node) -> set[str]:
    """What is typed, checked or chosen in a field."""
    inputs = [one for one in field.all("input") if one["type"] == "text" or "checked" in one.attrs]
    return {one["value"] for one in [*inputs, *[one for one in field.all("option") if "selected" in one.attrs]]}


def _several(values: object) -> list[str]:
    return values if isinstance(values, list) else [str(values)]


def test_looking_for_an_industry_is_no_answer_yet() -> None:
    client = browser(MAKER)
    shown = page(give(client, "other_industries", {"other_industries_q": "ラーメン屋", "find": "1"}))
    found = shown.one("fieldset.industry__found")
    assert "76" in [one["value"] for one in found.all("input")]
    assert (shown.all("#errors"), kept(client).answers) == ([], MAKER)
    assert (
        "76" in kept_after(client, {"other_industries": "76", "other_industries_q": "ラーメン屋"})["other_industries"]
    )


def kept_after(client: Client, sent: Json) -> dict[str, Any]:
    assert give(client, "other_industries", sent).status_code == 302
    found: dict[str, Any] = kept(client).answers
    return found


@pytest.mark.parametrize("key", ["", "wages", "founded_year", "page", "\0", "x" * 500])
def test_an_unknown_question_leads_back_and_changes_nothing(key: str) -> None:
    client = browser(MAKER)
    response = client.post(ANSWER, {"question": key, key or "name": "1"})
    assert (response.status_code, response["Location"]) == (302, "/results/")
    assert kept(client).answers == MAKER


def test_who_has_said_nothing_yet_is_led_to_the_beginning() -> None:
    client = Client()
    response = give(client, "employees", {"employees": "5"})
    assert (response.status_code, response["Location"]) == (302, "/results/")
    assert not response.cookies


def test_an_answer_is_posted_and_only_from_our_own_pages() -> None:
    assert browser(MAKER).get(f"{ANSWER}?question=employees&employees=5").status_code == 405
    client = browser(MAKER)
    client.handler.enforce_csrf_checks = True
    assert give(client, "employees", {"employees": "5"}).status_code == 403
    assert kept(client).answers == MAKER
