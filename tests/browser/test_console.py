"""The console as people use it, in a real browser, on what ``demo_console`` makes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from urllib.request import Request, urlopen

import pytest
from django.utils.timezone import localdate
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.conftest import DESK, PATIENCE, PHONE, Installation
from tests.browser.test_accessibility import wrong_about
from tests.browser.walking import press

MEASURE, PROGRAMME = "5-01", "gyomu-kaizen"
CLIENT = "福井繊維加工（見本）"
"""A weaver with 120 people: small by law, so 5-01 is for it until the threshold changes."""


PAGES = {
    "soudan": (
        "/console/",
        "/console/clients/",
        "/console/clients/?q=見本&sort=facts",
        "/console/clients/new/",
        "/console/clients/import/",
        "/console/clients/receive/",
        "/console/measures/",
        "/console/measures/6-14/",
        "/console/matrix/?area=1",
        "/console/feed/",
    ),
    "henshu": ("/console/", "/console/care/", "/console/calls/", "/console/catalogue/"),
}
"""Who opens what. A client's own pages are opened from the list."""


@contextmanager
def logged_in(
    browser: Browser, installation: Installation, username: str, size: dict[str, int] | None = None
) -> Iterator[Page]:
    """A desk, or what has this *size*, at which *username* has logged in."""
    context = browser.new_context(viewport=size or DESK, locale="ja-JP", base_url=installation.address)  # type: ignore[arg-type]
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.goto("/login/")
    page.fill("#id_username", username)
    page.fill("#id_password", installation.password)
    press(page, "ログイン")
    yield page
    context.close()


def begin_draft(editor: Page) -> None:
    """A new draft of the programme's rules, open to be edited."""
    editor.goto(f"/admin/catalogue/programme/?q={PROGRAMME}")
    editor.locator("#result_list tbody th a").first.click()
    editor.get_by_role("link", name="条件を変える下書きを作る").click()
    press(editor, "下書きを作る")


def verdict_by_api(address: str, day: str) -> str:
    """What partners are told of the measure, as of a day."""
    profile = {
        "entity_type": "corporation",
        "industry": "11",
        "prefecture": "18",
        "employees": 120,
        "capital_yen": 50_000_000,
    }
    body = json.dumps({"profile": profile, "as_of": day, "limit": 200, "include_ineligible": True}).encode()
    request = Request(f"{address}/api/v1/matches/", body, {"Content-Type": "application/json"})  # noqa: S310
    with urlopen(request, timeout=30) as response:  # noqa: S310  (our own address)
        found = {one["measure"]["code"]: one["verdict"] for one in json.load(response)["results"]}
    return str(found[MEASURE])


def test_a_threshold_goes_from_an_editor_through_an_approver_to_an_advisor_and_the_api(
    browser: Browser, installation: Installation
) -> None:
    today = localdate()
    yesterday = today - timedelta(days=1)
    assert verdict_by_api(installation.address, f"{today}") == "eligible"
    with logged_in(browser, installation, "soudan") as advisor:
        advisor.goto("/console/clients/")
        advisor.get_by_role("link", name=CLIENT).first.click()
        expect(advisor.get_by_role("heading", level=1)).to_contain_text(CLIENT)
        client = advisor.url
        with logged_in(browser, installation, "henshu") as editor:
            begin_draft(editor)
            editor.select_option("#id_criteria-0-feature", "employees")
            expect(editor.locator("#id_criteria-0-low")).to_be_visible()
            editor.select_option("#id_criteria-0-operator", "at_most")
            editor.fill("#id_criteria-0-low", "１００人")
            editor.fill("#id_why", "公募要領の改定で、従業員100人以下になったため。")
            expect(editor.locator(".draft__readback")).to_contain_text("常時使用する従業員数が100人以下")
            press(editor, "下書きを保存")
            draft = editor.url
            editor.goto(draft.replace("change/", f"gate/?first={today}"))
            flips = editor.locator("#content")
            expect(flips).to_contain_text("社が変わる")
            expect(flips.get_by_role("row", name=CLIENT)).to_contain_text("常時使用する従業員数が100人以下")
            for box in editor.locator("input[name=scenario]").all():
                box.check()
            press(editor, "選んだ会社の期待を、この版から改める")
            expect(editor.locator("#content")).to_contain_text("件すべて期待どおり")
            press(editor, "レビューを依頼する")
        with logged_in(browser, installation, "shonin") as approver:
            approver.goto(draft.replace("change/", f"gate/?first={today}"))
            press(approver, "公開する")
            expect(approver.locator(".messagelist")).to_contain_text("公開しました。")
        advisor.goto(client)
        changes = advisor.locator("#changes")
        expect(changes).to_contain_text(MEASURE)
        expect(changes).to_contain_text("カタログ")
    assert verdict_by_api(installation.address, f"{today}") == "ineligible"
    assert verdict_by_api(installation.address, f"{yesterday}") == "eligible"


@contextmanager
def on_its_way(page: Page) -> Iterator[None]:
    """What is asked of a draft's page within this is answered only at its end."""
    held: list[Route] = []
    page.route("**/change/", lambda route: held.append(route))
    yield
    for route in held:
        route.continue_()
    page.unroute("**/change/")


def test_what_is_typed_and_chosen_while_a_draft_is_made_anew_is_kept_and_put_into_words(
    browser: Browser, installation: Installation
) -> None:
    with logged_in(browser, installation, "henshu") as editor:
        begin_draft(editor)
        operator, low, high = (editor.locator(f"#id_criteria-0-{name}") for name in ("operator", "low", "high"))
        why, sentences = editor.locator("#id_why"), editor.locator(".draft__readback")
        editor.select_option("#id_criteria-0-feature", "employees")
        expect(low).to_be_visible()
        with on_its_way(editor):
            with editor.expect_request("**/change/"):
                operator.select_option("at_most")
            low.fill("１００人")
            editor.check("#id_criteria-1-remove")
            why.fill("公募要領の改定")
        expect(sentences).to_contain_text("常時使用する従業員数が100人以下")
        expect(low).to_have_value("１００人")
        expect(editor.locator("#id_criteria-1-remove")).to_be_checked()
        expect(why).to_have_value("公募要領の改定")
        with on_its_way(editor):
            for chosen in ("at_least", "between"):
                with editor.expect_request("**/change/"):
                    operator.select_option(chosen)
            low.fill("３００人")
        expect(high).to_be_visible()
        high.fill("４００人")
        why.focus()
        expect(sentences).to_contain_text("常時使用する従業員数が300人以上400人以下")


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_nothing_is_wrong_about_the_consoles_pages(
    browser: Browser, installation: Installation, size: dict[str, int]
) -> None:
    wrong = {}
    for username, pages in PAGES.items():
        with logged_in(browser, installation, username, size) as page:
            for address in pages:
                page.goto(address)
                wrong[address] = wrong_about(page)
            if username == "soudan":
                page.goto("/console/clients/")
                page.get_by_role("link", name=CLIENT).first.click()
                client = page.url
                for part in ("", "edit/", "print/", "history/", "delete/"):
                    page.goto(f"{client}{part}")
                    wrong[f"a client, {part}"] = wrong_about(page)
    assert {address: found for address, found in wrong.items() if found} == {}


def test_a_consultation_by_the_keyboard_alone(browser: Browser, installation: Installation) -> None:
    with logged_in(browser, installation, "soudan") as page:
        page.goto("/console/")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        reach(page, "#id_q")
        page.keyboard.type("繊維")
        page.keyboard.press("Enter")
        page.wait_for_url("**/console/clients/**")
        reach(page, f"a:text-is('{CLIENT}')")
        page.keyboard.press("Enter")
        page.wait_for_url("**/console/clients/*/")
        reach(page, "li.card summary >> nth=0")
        page.keyboard.press("Enter")
        reach(page, "li.card select[name=status] >> nth=0")
        page.keyboard.press("Home")
        page.keyboard.press("ArrowDown")
        chosen = page.evaluate("document.activeElement.value")
        reach(page, "li.card details[open] button >> nth=0")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        assert page.locator("li.card select[name=status]").first.evaluate("field => field.value") == chosen


def reach(page: Page, selector: str, most: int = 150) -> None:
    """Tab on until the element has the focus."""
    wanted = page.locator(selector).first
    for _ in range(most):
        if wanted.count() and wanted.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} is not reached by Tab")
