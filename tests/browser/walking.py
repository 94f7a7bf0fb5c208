"""The way through the form as somebody goes it, by the words on the page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from playwright.sync_api import Page

NEXT, RESULTS = "保存して次へ", "ここまでの答えで結果を見る"


def press(page: Page, name: str) -> None:
    """Press a button and wait for the page that it leads to: a click alone does not."""
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()


def tick(page: Page, key: str, codes: Sequence[str]) -> None:
    """Tick the boxes of *codes*, opening their groups."""
    for code in codes:
        box = page.locator(f"#id_{key}_{code}")
        group = page.locator("details.group", has=box)
        if group.count() and group.get_attribute("open") is None:
            group.locator("summary").click()
        box.check()


def basics(page: Page, entity: str, words: str, industry: str, prefecture: str) -> None:
    """The first page, with an industry found by everyday words."""
    page.goto("/profile/basics/")
    page.get_by_label(entity, exact=True).check()
    page.fill("#id_industry_q", words)
    page.locator(f"#id_industry_{industry}").check()
    page.select_option("#id_prefecture", prefecture)
    press(page, NEXT)


def size(page: Page, **typed: str) -> None:
    for key, text in typed.items():
        page.fill(f"#id_{key}", text)
    press(page, NEXT)


def whole_form(page: Page, several: Mapping[str, Sequence[str]]) -> None:
    """From the start page to the check page: a car parts maker in Aichi."""
    page.goto("/")
    page.get_by_role("link", name="答えはじめる").click()
    basics(page, "会社（株式会社・合同会社など）", "自動車部品", "31", "23")
    size(
        page,
        employees="約120人",
        capital_yen="5千万",
        founded_on="昭和43年",
        annual_sales_yen="28億円",
        annual_energy_kl="１，２００",
    )
    for key in ("topics", "situations"):
        tick(page, key, several[key])
        press(page, NEXT)
    tick(page, "certifications", several["certifications"])
    press(page, "保存して確認へ")
