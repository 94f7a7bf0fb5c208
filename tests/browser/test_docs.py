"""The pages that explain the API, in a real browser: from this machine alone, under their policy, in either language, to try out."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.api.drawing import drawn
from tests.browser.test_accessibility import violations, wrong_about
from tests.translations import JAPANESE

DOCS = "/api/v1/docs/"


def listed(page: Page) -> list[tuple[str, str]]:
    """Method and address of each operation on the page, in its order."""
    page.locator(".opblock").first.wait_for()
    methods = page.locator(".opblock-summary-method").all_inner_texts()
    paths = [str(one.get_attribute("data-path")) for one in page.locator(".opblock-summary-path").all()]
    return list(zip((one.lower() for one in methods), paths, strict=True))


def test_every_operation_is_listed_and_one_is_tried_out(page: Page) -> None:
    page.goto(DOCS)
    expect(page).to_have_title("支援施策さがし API")
    promised = [(method, path) for path, methods in drawn()["paths"].items() for method in methods]
    assert sorted(listed(page)) == sorted(promised)
    one = page.locator(".opblock", has=page.locator("[data-path='/api/v1/areas/']"))
    one.locator(".opblock-summary-control").click()
    one.get_by_role("button", name="Try it out").click()
    with page.expect_response("**/api/v1/areas/*") as asked:
        one.get_by_role("button", name="Execute").click()
    assert asked.value.status == 200
    answer = one.locator(".live-responses-table")
    expect(answer.locator(".response-col_status").last).to_contain_text("200")
    expect(answer.locator(".response-col_description").last).to_contain_text('"count": 10')


def test_the_page_is_english_on_request_and_japanese_again(page: Page) -> None:
    page.goto(DOCS)
    page.get_by_role("link", name="English").click()
    expect(page).to_have_title("Support Finder API")
    listed(page)
    assert JAPANESE.search(page.locator("#swagger-ui").inner_text()) is None
    page.get_by_role("link", name="日本語").click()
    expect(page).to_have_title("支援施策さがし API")
    listed(page)
    expect(page.locator("#swagger-ui")).to_contain_text("会社に合う施策を順に返す")


def test_nothing_is_wrong_with_what_stands_around_the_operations(page: Page) -> None:
    # Inside is Swagger UI, whose contrasts, headings and nested buttons are its maker's.
    for language in ("ja", "en"):
        page.goto(f"{DOCS}?lang={language}")
        listed(page)
        assert violations(page, {"exclude": [["#swagger-ui"]]}) == []
        assert wrong_about(page, by_axe=False) == []


def test_without_scripts_the_page_leads_to_the_definition(without_scripts: Page) -> None:
    without_scripts.goto(f"{DOCS}?lang=en")
    expect(without_scripts.get_by_role("heading", level=1)).to_have_text("Support Finder API")
    expect(without_scripts.get_by_role("link", name="OpenAPI definition")).to_have_attribute("href", "/api/v1/schema/")
