"""axe finds nothing on any page in any state, and the things that it cannot see: size of targets, zoom, forced colours."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser.conftest import DESK, PATIENCE, PHONE
from tests.browser.walking import NEXT, press, tick, whole_form

LARGE = {
    "topics": ["gx", "energy_saving", "investment", "wage", "succession"],
    "situations": ["wage_raise_planned", "aged_equipment"],
    "certifications": ["partnership_declaration"],
}
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def violations(page: Page, context: dict[str, list[list[str]]] | None = None) -> list[str]:
    """What axe finds within the *context* (all of the page). It is told to describe nothing else: that took most of its time."""
    options = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
    found = Axe().run(page, context, options)
    return [f"{one['id']}: {node['html'][:160]}" for one in found.response["violations"] for node in one["nodes"]]


def wrong_about(page: Page, *, by_axe: bool = True) -> list[str]:
    """What axe finds, and what it does not look for."""
    found = violations(page) if by_axe else []
    width = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if width > 0:
        found.append(f"scrolls sideways by {width} px")
    if page.locator("h1").count() != 1:
        found.append("not one h1")
    if page.locator("[placeholder], :disabled, [readonly]").count():
        found.append("a placeholder, or something disabled or read-only")
    return found


def go(address: str) -> Callable[[Page], None]:
    return lambda page: page.goto(address) and None  # type: ignore[func-returns-value]


def _errors(page: Page) -> None:
    page.goto("/profile/size/")
    page.fill("#id_employees", "50〜60人")
    page.fill("#id_capital_yen", "いくらか")
    press(page, NEXT)


def _contradiction(page: Page) -> None:
    page.goto("/profile/topics/")
    tick(page, "topics", ["gx", "none"])
    press(page, NEXT)


def _industry(page: Page) -> None:
    page.goto("/profile/basics/")
    page.fill("#id_industry_q", "ラーメン")
    page.locator("#id_industry_76").wait_for()


def _answered(page: Page) -> None:
    page.goto("/results/")
    page.locator("#question input[value=none], #question input[type=checkbox], #question input.input").first.wait_for()
    box = page.locator("#question input[value=none]")
    if box.count():
        box.first.check()
    press(page, "答えて一覧を更新")


def _starred(page: Page) -> None:
    page.goto("/results/")
    for place in range(3):
        with page.expect_navigation():
            page.locator(".star").nth(place).click()
    page.goto("/results/compare/")


def _shared(page: Page) -> None:
    page.goto("/results/shares/")
    press(page, "リンクを作る")


def _open_shared(page: Page) -> None:
    page.goto("/results/shares/")
    page.get_by_role("link", name="開いて確かめる").first.click()


BEFORE: dict[str, Callable[[Page], None]] = {
    "start": go("/"),
    "no answers": go("/results/"),
    "first page, empty": go("/profile/basics/"),
    "an industry found": _industry,
    "errors": _errors,
    "a contradiction": _contradiction,
    "check page, empty": go("/profile/check/"),
    "nothing to delete": go("/profile/delete/"),
    "nothing to compare": go("/results/compare/"),
    "nothing to share": go("/results/shares/"),
    "the catalogue": go("/measures/"),
    "a search": go("/measures/?q=跡継ぎ"),
    "nothing found": go("/measures/?q=ぬるぽがっ"),
    "a measure without a profile": go("/measures/1-28/"),
    "privacy": go("/privacy/"),
    "an unknown page": go("/no-such-page/"),
    "English": go("/language/en/?next=/profile/size/"),
    "Japanese again": go("/language/ja/?next=/"),
}
AFTER: dict[str, Callable[[Page], None]] = {
    "check page": go("/profile/check/"),
    "topics, filled in": go("/profile/topics/"),
    "certifications, filled in": go("/profile/certifications/"),
    "the answer": go("/results/"),
    "an answer given in place": _answered,
    "filtered and grouped": go("/results/?group=area&support=subsidy&sort=catalogue"),
    "ruled out": go("/results/?verdict=ineligible"),
    "to be confirmed": go("/results/?verdict=needs_info"),
    "nothing left": go("/results/?q=ぬるぽがっ"),
    "near misses": go("/results/near/"),
    "roadmap": go("/results/roadmap/"),
    "compared": _starred,
    "shares": _shared,
    "a shared answer": _open_shared,
    "print": go("/results/print/"),
    "a measure": go("/measures/1-14/"),
    "a measure that has closed": go("/measures/1-12/"),
    "the answer in English": go("/language/en/?next=/results/"),
    "a measure in English": go("/measures/9-08/"),
    "delete": go("/profile/delete/"),
}


@pytest.fixture(params=["phone", "desk"])
def sized(request: pytest.FixtureRequest, browser: Browser, service: str) -> Iterator[Page]:
    viewport = {"phone": PHONE, "desk": DESK}[request.param]
    context = browser.new_context(viewport=viewport, locale="ja-JP", base_url=service, reduced_motion="reduce")  # type: ignore[arg-type]
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()


def test_nothing_is_wrong_on_any_page_in_any_state(sized: Page) -> None:
    wrong = {}
    for name, lead in BEFORE.items():
        lead(sized)
        wrong[name] = wrong_about(sized)
    whole_form(sized, LARGE)
    for name, lead in AFTER.items():
        lead(sized)
        wrong[name] = wrong_about(sized)
    assert {name: found for name, found in wrong.items() if found} == {}
    assert len(wrong) == len(BEFORE) + len(AFTER)


def test_a_desk_at_twice_the_size_needs_no_scrolling_sideways(browser: Browser, service: str) -> None:
    half = {"width": DESK["width"] // 2, "height": DESK["height"] // 2}
    context = browser.new_context(viewport=half, locale="ja-JP", base_url=service)  # type: ignore[arg-type]
    page = context.new_page()
    whole_form(page, LARGE)
    wrong = {}
    for name, lead in AFTER.items():
        lead(page)
        wrong[name] = wrong_about(page, by_axe=False)
    assert {name: found for name, found in wrong.items() if found} == {}
    context.close()


def test_targets_are_large_enough_for_a_finger(browser: Browser, service: str) -> None:
    context = browser.new_context(viewport=PHONE, locale="ja-JP", base_url=service)  # type: ignore[arg-type]
    page = context.new_page()
    small = []
    for address in ("/", "/profile/basics/", "/profile/size/", "/profile/topics/", "/measures/"):
        page.goto(address)
        for target in page.locator(
            "button:not(.visually-hidden):visible, a.button:visible, .choice label:visible, select:visible"
        ).all():
            box = target.bounding_box()
            if box and min(box["width"], box["height"]) < 24:
                small.append((address, target.inner_text(), box))
    assert small == []
    context.close()


def test_everything_is_there_in_forced_colours(browser: Browser, service: str) -> None:
    context = browser.new_context(viewport=DESK, locale="ja-JP", base_url=service, forced_colors="active")  # type: ignore[arg-type]
    page = context.new_page()
    whole_form(page, LARGE)
    page.goto("/results/")
    assert page.locator(".verdict__icon").first.is_visible()
    assert violations(page) == []
    context.close()


def test_the_printed_sheet_is_a4_and_whole(sized: Page) -> None:
    whole_form(sized, LARGE)
    sized.goto("/results/print/")
    paper = sized.pdf(format="A4")
    assert paper.startswith(b"%PDF-")
    sized.emulate_media(media="print")
    for hidden in ("header nav", ".no-print"):
        for one in sized.locator(hidden).all():
            assert not one.is_visible(), hidden
    assert sized.locator(".sheet__one").count() >= 10
