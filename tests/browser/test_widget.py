"""The widget in a partner's page, in a real browser: another origin, another site, a policy of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Frame, Page, Request, Route, expect

from tests.browser.conftest import DESK, PATIENCE, PHONE, Installation
from tests.browser.partner import Site, partner_site
from tests.browser.test_accessibility import wrong_about
from tests.browser.test_console import logged_in
from tests.browser.test_way import matched
from tests.browser.walking import press

PROFILE = {"entity_type": "corporation", "industry": "76", "prefecture": "27", "employees": 7}
REFUSED = {
    "/whole": ("AbCdEfGh.s3cretS3cretS3cretS3cretS3cret1", "失効させてください"),
    "/long": ("AbCdEfGhs3cretS3cretS3cretS3cretS3cret1", "失効させてください"),
    "/short": ("AbCdEfG", "先頭の8文字を書いてください"),
    "/none": ("", "先頭の8文字を書いてください"),
}
"""Path → what stands in the place of the key, and what the browser's console says of it."""

LONGEST_TO_GIVE_UP = 10_000


@dataclass(frozen=True, slots=True)
class Embedding:
    """A *site* that a key allows by the name ``localhost`` alone, and the *tag* that the admin shows for it."""

    site: Site
    tag: str

    @property
    def key(self) -> str:
        return self.tag.partition('data-key="')[2][:8]


@pytest.fixture(scope="module")
def embedding(browser: Browser, installation: Installation) -> Iterator[Embedding]:
    service = installation.address
    policy = f"default-src 'none'; script-src {service}; frame-src {service}"
    with partner_site({"Content-Security-Policy": policy}) as site:
        with logged_in(browser, installation, "kanri") as page:
            page.goto("/admin/catalogue/apikey/add/")
            page.fill("#id_name", f"みほん銀行 {site.port}")
            page.fill("#id_origins", site.on("localhost"))
            press(page, "保存")
            page.get_by_role("link", name="鍵の一覧へ").click()
            page.get_by_role("link", name=f"みほん銀行 {site.port}").click()
            tag = page.locator("section code").inner_text()
        site.put("/", tag)
        site.put("/en", tag, lang="en")
        site.put("/two", f"{tag}<p>まんなか</p>{tag}")
        site.put("/without", "")
        site.put(
            "/plain",
            f'<iframe src="{service}/widget/{tag.partition("data-key=")[2][1:9]}/" title="支援施策さがし"></iframe>',
        )
        for path, wrong in REFUSED.items():
            site.put(path, tag.replace("data-key", f'data-lang="ja" data-key="{wrong[0]}" data-was'))
        yield Embedding(site, tag)


class Visit:
    """One look at a page of the partner, and what the browser asked and complained of meanwhile."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.asked: list[str] = []
        self.complaints: list[str] = []
        page.on("request", self._on_request)
        page.on("console", self._on_console)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _on_request(self, asked: Request) -> None:
        self.asked.append(asked.url)

    def _on_console(self, said: ConsoleMessage) -> None:
        if said.type == "error" and " 422 " not in said.text:
            self.complaints.append(said.text)

    def frames(self, count: int = 1) -> list[Frame]:
        """The widget's frames, once they have said how high they are."""
        shown = self.page.locator("iframe")
        expect(shown).to_have_count(count)
        for number in range(count):
            expect(shown.nth(number)).not_to_have_css("height", "480px")
        handles = [shown.nth(number).element_handle() for number in range(count)]
        return [frame for handle in handles if handle and (frame := handle.content_frame())]

    def settled(self, *frames: Frame) -> list[float]:
        """The heights of all frames of the page, once each is that of its content."""
        for _ in range(PATIENCE // 100):
            self.page.wait_for_timeout(100)
            outer = self.page.locator("iframe").evaluate_all(
                "all => all.map(one => one.getBoundingClientRect().height)"
            )
            inner = [frame.evaluate("document.body.getBoundingClientRect().height") for frame in frames]
            hidden = [
                frame.evaluate("document.documentElement.scrollHeight - document.documentElement.clientHeight")
                for frame in frames
            ]
            if not any(hidden) and all(its <= shown < its + 1 for its, shown in zip(inner, outer, strict=True)):
                return [float(shown) for shown in outer]
        raise AssertionError(f"frames of {outer} px around contents of {inner} px, of which {hidden} px are hidden")


@contextmanager
def visiting(browser: Browser, size: dict[str, int] = PHONE, **more: Any) -> Iterator[Visit]:
    context = browser.new_context(viewport=size, locale="ja-JP", **more)  # type: ignore[arg-type]
    context.set_default_timeout(PATIENCE)
    yield Visit(context.new_page())
    context.close()


def fill(frame: Frame) -> None:
    """The four answers of PROFILE; the industry by its everyday word."""
    frame.get_by_label("会社（株式会社・合同会社など）", exact=True).check()
    frame.select_option("#id_prefecture", "27")
    frame.fill("#id_employees", "七人")
    frame.fill("#id_industry_q", "ラーメン屋")
    frame.get_by_role("button", name="探す", exact=True).click()
    frame.locator("#id_industry_76").check()


def answer(frame: Frame) -> None:
    fill(frame)
    frame.get_by_role("button", name="施策をさがす", exact=True).click()
    expect(frame.locator("h1")).to_have_text("使えそうな支援施策")


def listed(frame: Frame) -> list[str]:
    return [str(one.get_attribute("href")).split("/")[-2] for one in frame.locator("li.card h3 a").all()]


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_a_page_of_another_site_shows_the_form_and_then_the_first_ten(
    browser: Browser, service: str, embedding: Embedding, size: dict[str, int]
) -> None:
    with visiting(browser, size) as visit:
        visit.page.goto(f"{embedding.site.on('localhost')}/")
        (frame,) = visit.frames()
        before = visit.settled(frame)
        answer(frame)
        assert listed(frame) == matched(service, PROFILE)[:10]
        assert visit.settled(frame) != before
        expect(frame.locator("#answer")).to_be_focused()
        assert visit.page.locator("iframe").evaluate("one => one.getBoundingClientRect().top") >= -1
        assert visit.page.context.cookies() == []
        with visit.page.context.expect_page() as opened:
            frame.locator("li.card a").first.click()
        expect(opened.value).to_have_url(f"{service}/measures/{listed(frame)[0]}/")
        assert opened.value.evaluate("window.opener") is None
        frame.get_by_role("button", name="答えを直す").click()
        expect(frame.locator("#id_employees")).to_have_value("七人")
        expect(frame.locator("#id_industry_chosen")).to_be_checked()
        ours = (service, embedding.site.on("localhost"))
        assert [address for address in visit.asked if not address.startswith(ours)] == []
        assert visit.complaints == []


def test_the_frame_is_as_high_as_what_it_shows(browser: Browser, embedding: Embedding) -> None:
    with visiting(browser) as visit:
        visit.page.goto(f"{embedding.site.on('localhost')}/")
        (frame,) = visit.frames()
        shut = visit.settled(frame)
        frame.locator("summary").click()
        opened = visit.settled(frame)
        frame.locator("summary").click()
        assert shut == visit.settled(frame) < opened
        visit.page.set_viewport_size(DESK)
        assert visit.settled(frame) < shut


def test_it_is_used_by_the_keyboard_alone(browser: Browser, embedding: Embedding) -> None:
    with visiting(browser) as visit:
        page = visit.page
        page.goto(f"{embedding.site.on('localhost')}/")
        (frame,) = visit.frames()
        # Only keys that a keyboard has: other characters do not reach a frame of another site this way.
        for field, keys in (
            ("#id_entity_type_0", [" "]),
            ("#id_industry_q", ["I", "T"]),
            ("#id_prefecture", ["ArrowDown"]),
        ):
            reach_in(page, frame, field)
            for key in keys:
                page.keyboard.press(key)
        reach_in(page, frame, "#id_employees")
        page.keyboard.press("4")
        page.keyboard.press("Enter")
        expect(frame.locator("#errors")).to_be_focused()
        reach_in(page, frame, "#errors a")
        page.keyboard.press("Enter")
        expect(frame.locator("#id_industry_q")).to_be_focused()
        reach_in(page, frame, "#found-industry input >> nth=0")
        page.keyboard.type(" ")
        reach_in(page, frame, ".form__actions button")
        page.keyboard.press("Enter")
        expect(frame.locator("li.card")).to_have_count(10)
        reach_in(page, frame, "li.card a >> nth=0")


def reach_in(page: Page, frame: Frame, selector: str) -> None:
    """Tab on until the element has the focus in its frame."""
    wanted = frame.locator(selector).first
    for _ in range(60):
        if wanted.evaluate("one => one === document.activeElement && document.hasFocus()"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} is not reached by Tab")


def test_a_page_of_another_origin_shows_a_link_and_no_frame(
    browser: Browser, service: str, embedding: Embedding
) -> None:
    with visiting(browser) as visit:
        visit.page.goto(f"{embedding.site.on('127.0.0.1')}/")
        link = visit.page.get_by_role("link", name="支援施策さがしを開く")
        link.wait_for(timeout=LONGEST_TO_GIVE_UP)
        assert (link.get_attribute("href"), link.get_attribute("rel")) == (f"{service}/profile/", "noopener")
        assert not visit.page.locator("iframe").is_visible()
        assert any("frame-ancestors" in text for text in visit.complaints)


def test_a_key_that_no_longer_holds_leaves_a_link(browser: Browser, embedding: Embedding) -> None:
    embedding.site.put("/gone", embedding.tag.replace(embedding.key, "nosuch00"))
    with visiting(browser) as visit:
        visit.page.goto(f"{embedding.site.on('localhost')}/gone")
        visit.page.get_by_role("link", name="支援施策さがしを開く").wait_for(timeout=LONGEST_TO_GIVE_UP)
        assert not visit.page.locator("iframe").is_visible()


@pytest.mark.parametrize("path", REFUSED)
def test_what_is_no_public_part_is_refused_and_sent_nowhere(browser: Browser, embedding: Embedding, path: str) -> None:
    with visiting(browser) as visit:
        visit.page.goto(f"{embedding.site.on('localhost')}{path}", wait_until="networkidle")
        expect(visit.page.locator("iframe, a")).to_have_count(0)
        assert [REFUSED[path][1] in text for text in visit.complaints] == [True]
        assert [address for address in visit.asked if "AbCd" in address] == []


def test_it_listens_to_its_own_frame_alone_and_within_bounds(browser: Browser, embedding: Embedding) -> None:
    def height_is(wanted: float) -> None:
        visit.page.wait_for_timeout(100)  # so that what must do nothing has had its time
        expect(visit.page.locator("iframe")).to_have_js_property("clientHeight", wanted)

    with visiting(browser) as visit:
        visit.page.goto(f"{embedding.site.on('localhost')}/")
        (frame,) = visit.frames()
        (before,) = visit.settled(frame)
        visit.page.evaluate("() => window.postMessage({ type: 'shien-widget', height: 999 }, '*')")
        height_is(before)
        for told, shown in ((999, 999), (1, 160), (160.2, 161), (1e9, 20_000), ("'500'", 20_000), ("NaN", 20_000)):
            frame.evaluate(f"() => window.parent.postMessage({{ type: 'shien-widget', height: {told} }}, '*')")
            height_is(shown)
        frame.evaluate("() => window.parent.postMessage({ type: 'other', height: 500 }, '*')")
        frame.evaluate("() => window.parent.postMessage(null, '*')")
        height_is(20_000)
        assert visit.complaints == []


def test_its_height_is_told_to_no_other_site_even_if_the_policy_did_not_hold(
    browser: Browser, service: str, embedding: Embedding
) -> None:
    def without_policy(route: Route) -> None:
        answered = route.fetch()
        kept = {name: value for name, value in answered.headers.items() if name != "content-security-policy"}
        route.fulfill(response=answered, headers=kept)

    with visiting(browser) as visit:
        visit.page.route(f"{service}/widget/{embedding.key}/**", without_policy)
        visit.page.goto(f"{embedding.site.on('127.0.0.1')}/")
        expect(visit.page.frame_locator("iframe").locator("h1")).to_be_visible()
        visit.page.get_by_role("link", name="支援施策さがしを開く").wait_for(timeout=LONGEST_TO_GIVE_UP)
        assert visit.page.locator("iframe").evaluate("one => one.style.height") == "480px"


def test_two_in_one_page_have_heights_and_answers_of_their_own(browser: Browser, embedding: Embedding) -> None:
    with visiting(browser) as visit:
        visit.page.goto(f"{embedding.site.on('localhost')}/two")
        first, second = visit.frames(2)
        answer(first)
        answered, asking = visit.settled(first, second)
        assert answered != asking
        expect(second.locator("h1")).to_have_text("使えそうな支援施策をさがす")
        order = visit.page.locator("body > *").evaluate_all("all => all.map(one => one.tagName)")
        assert order == ["H1", "SCRIPT", "IFRAME", "P", "SCRIPT", "IFRAME", "P"]


def test_a_tag_that_comes_after_the_page_works(browser: Browser, service: str, embedding: Embedding) -> None:
    with visiting(browser) as visit:
        visit.page.goto(f"{embedding.site.on('localhost')}/without", wait_until="load")
        visit.page.evaluate(
            """([src, key]) => {
              const tag = Object.assign(document.createElement("script"), { src });
              tag.dataset.key = key;
              document.body.append(tag);
            }""",
            [f"{service}/widget/v1.js", embedding.key],
        )
        (frame,) = visit.frames()
        expect(frame.locator("h1")).to_have_text("使えそうな支援施策をさがす")


def test_it_speaks_the_language_of_the_page(browser: Browser, embedding: Embedding) -> None:
    with visiting(browser) as visit:
        visit.page.goto(f"{embedding.site.on('localhost')}/en")
        (frame,) = visit.frames()
        expect(frame.locator("html")).to_have_attribute("lang", "en")
        expect(visit.page.locator("iframe")).to_have_attribute("title", "Support Finder")


@pytest.mark.parametrize(("path", "width"), [("/", 280), ("/", 375), ("/", 800), ("/en", 280)])
def test_nothing_is_wrong_about_it_at_any_width(browser: Browser, embedding: Embedding, width: int, path: str) -> None:
    # The margins of the page around are 8 px.
    with visiting(browser, {"width": width + 16, "height": 812}) as visit:
        visit.page.goto(f"{embedding.site.on('localhost')}{path}")
        (frame,) = visit.frames()
        wrong = {"form": wrong_about(frame)}
        frame.locator(".form__actions button").click()
        expect(frame.locator("#errors")).to_be_visible()
        wrong["mistakes"] = wrong_about(frame)
        frame.locator("#id_entity_type_0").check()
        frame.select_option("#id_prefecture", "20")
        frame.fill("#id_employees", "350")
        frame.fill("#id_industry_q", "町工場")
        frame.locator("button[name=find]").click()
        frame.locator("#id_industry_24").check()
        wrong["industries found"] = wrong_about(frame)
        frame.locator(".form__actions button").click()
        expect(frame.locator("li.card")).to_have_count(10)
        wrong["answer"] = wrong_about(frame)
        assert frame.evaluate("document.documentElement.clientWidth") == width
        assert {state: found for state, found in wrong.items() if found} == {}


def test_it_works_without_scripts(browser: Browser, service: str, embedding: Embedding) -> None:
    with visiting(browser, java_script_enabled=False) as visit:
        visit.page.goto(f"{embedding.site.on('localhost')}/plain")
        (frame,) = (one for one in visit.page.frames if one.url.startswith(service))
        answer(frame)
        expect(frame.locator("li.card")).to_have_count(10)
