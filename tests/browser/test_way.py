"""The whole way of a new visitor, on a phone and on a desk, with and without scripts."""

from __future__ import annotations

import json
import re
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Page, expect

from tests.browser.walking import NEXT, RESULTS, basics, press, size, tick, whole_form
from tests.scenarios.judged import companies

MAKER = {
    "topics": ["gx", "energy_saving", "investment", "wage"],
    "situations": ["wage_raise_planned", "aged_equipment"],
    "certifications": ["kurumin"],
}
ENTITIES = {"corporation": "会社（株式会社・合同会社など）", "sole_proprietor": "個人事業主"}
GIVEN = {company.id: company for company in companies("given")}


def matched(service: str, profile: object) -> list[str]:
    """The measures of the API's answer, in order; what is ruled out left out."""
    body = json.dumps({"profile": profile, "limit": 200}).encode()
    request = Request(f"{service}/api/v1/matches/", body, {"Content-Type": "application/json"})  # noqa: S310
    with urlopen(request, timeout=30) as response:  # noqa: S310  (our own address)
        return [one["measure"]["code"] for one in json.load(response)["results"]]


def listed(page: Page) -> list[str]:
    """The measures on the page of results, in order."""
    return [str(card.get_attribute("id")).removeprefix("m-") for card in page.locator("li.card").all()]


def test_from_the_start_page_to_the_answer(page: Page, service: str) -> None:
    whole_form(page, MAKER)
    for said in (
        "会社（株式会社・合同会社など）",
        "輸送用機械器具製造業",
        "愛知県",
        "120人",
        "5,000万円",
        "1968年（昭和43年）",
        "28億円",
        "1,200",
        "くるみん",
    ):
        expect(page.get_by_text(said).first).to_be_visible()
    page.get_by_role("link", name="結果を見る").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("使えそうな支援施策")
    page.goto("/results/?show=200")
    assert listed(page) == matched(service, GIVEN["P01"].profile)


@pytest.mark.parametrize(("name", "words"), [("P05", "和食"), ("P17", "情報サービス業"), ("P26", "居酒屋")])
def test_a_company_entered_by_hand_gets_the_order_of_the_api(
    without_scripts: Page, service: str, name: str, words: str
) -> None:
    page, profile = without_scripts, GIVEN[name].profile
    page.goto("/profile/basics/")
    page.fill("#id_industry_q", words)
    press(page, "探す")
    page.locator(f"#id_industry_{profile['industry']}").check()
    page.get_by_label(ENTITIES[profile["entity_type"]], exact=True).check()
    page.select_option("#id_prefecture", profile["prefecture"])
    press(page, NEXT)
    if page.url.endswith("/profile/industry/"):
        page.locator(f"input[name=industry][value='{profile['industry']}']").check()
        press(page, NEXT)
    texts = {"employees": str(profile["employees"]), "founded_on": str(profile["founded_year"])}
    if "capital_yen" in profile:
        texts["capital_yen"] = str(profile["capital_yen"] // 10_000)
    size(page, **texts)
    for key in ("topics", "situations", "certifications"):
        tick(page, key, profile[key] or ["none"])
        press(page, "保存して確認へ" if key == "certifications" else NEXT)
    page.goto("/results/?show=200")
    assert listed(page) == matched(service, profile)


def test_four_facts_are_enough(page: Page) -> None:
    basics(page, "個人事業主", "ラーメン屋", "76", "27")
    page.fill("#id_employees", "七人")
    press(page, RESULTS)
    expect(page).to_have_url(re.compile(r"/results/$"))
    assert len(listed(page)) == 20
    page.get_by_role("link", name="もっと見る").click()
    assert len(listed(page)) == 40


def test_a_question_answered_in_place_tells_what_it_changed(page: Page) -> None:
    basics(page, "会社（株式会社・合同会社など）", "町工場", "24", "27")
    page.fill("#id_employees", "350")
    press(page, RESULTS)
    question = page.locator("#question")
    assert question.locator("input[name=question]").get_attribute("value") == "capital_yen"
    page.fill("#id_capital_yen", "いっぱい")
    press(page, "答えて一覧を更新")
    expect(page).to_have_title(re.compile("^エラー："))
    expect(page.locator("#id_capital_yen")).to_have_value("いっぱい")
    page.fill("#id_capital_yen", "２千万")
    press(page, "答えて一覧を更新")
    changes = page.locator("#changes")
    expect(changes).to_contain_text("件の判定が変わりました")
    expect(changes).to_contain_text("資本金：2,000万円")
    assert changes.locator("li").count() > 0


def test_mistakes_are_named_and_nothing_typed_is_lost(page: Page) -> None:
    page.goto("/profile/size/")
    page.fill("#id_employees", "50〜60人")
    page.fill("#id_capital_yen", "三千万円")
    page.fill("#id_founded_on", "昭和65年")
    press(page, NEXT)
    expect(page).to_have_title(re.compile("^エラー："))
    summary = page.locator("#errors")
    expect(summary).to_be_focused()
    expect(page.locator("#id_employees")).to_have_value("50〜60人")
    expect(page.locator("#id_capital_yen")).to_have_value("三千万円")
    first = summary.locator("a").first
    words = first.inner_text()
    first.click()
    expect(page.locator("#id_employees")).to_be_focused()
    expect(page.locator("#error-employees")).to_have_text(f"＊{words}")


def test_back_and_forth_keeps_what_was_said(page: Page) -> None:
    basics(page, "会社（株式会社・合同会社など）", "工務店", "06", "20")
    page.fill("#id_employees", "12")
    press(page, NEXT)
    expect(page).to_have_url(re.compile(r"/profile/topics/$"))
    page.go_back()
    expect(page.locator("#id_employees")).to_have_value("12")
    page.fill("#id_employees", "13")
    press(page, NEXT)
    page.goto("/profile/check/")
    expect(page.get_by_text("13人")).to_be_visible()
    page.goto("/profile/")
    expect(page).to_have_url(re.compile(r"/profile/topics/$"))


def test_by_keyboard_alone(page: Page) -> None:
    page.goto("/profile/basics/")
    page.keyboard.press("Tab")
    expect(page.locator("a.skip")).to_be_focused()
    page.keyboard.press("Enter")
    page.locator("#id_entity_type_0").focus()
    page.keyboard.press("Space")
    page.locator("#id_industry_q").focus()
    page.keyboard.type("酒蔵")
    page.locator("#id_industry_10").wait_for()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.locator("#id_industry_10")).to_be_focused()
    page.keyboard.press("Space")
    page.locator("#id_prefecture").focus()
    page.keyboard.press("ArrowDown")
    page.locator("#id_corporate_number").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/profile/size/$"))


def test_deleting_really_deletes(page: Page) -> None:
    basics(page, "個人事業主", "花屋", "60", "13")
    page.goto("/profile/check/")
    page.get_by_role("link", name="すべて消す").click()
    press(page, "すべて消す")
    expect(page.get_by_role("heading", level=1)).to_have_text("すべて消しました")
    page.goto("/results/")
    expect(page.get_by_role("heading", level=1)).to_have_text("まだ答えがありません")
