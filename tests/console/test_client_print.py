"""The page to hand over."""

from __future__ import annotations

import pytest

from catalogue.consulting.proposals import HANDED_OVER
from catalogue.models import ProposalStatus
from catalogue.parts.answer import answer_of
from tests.console.client_page import TODAY, address, post, status
from tests.console.people import FACTS, OURS, browser, company, user
from tests.web.reading import page, see

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("real_stored")]


def test_the_sheet_shows_the_first_ten_or_what_is_under_way() -> None:
    client = company(note="社外秘")
    ranked = [one.measure.code for one in answer_of(FACTS, TODAY).found.results]
    sheet = see(browser(), address(client, "print/"))
    assert [one.one("span.sheet__code").text for one in sheet.all("li.sheet__one")] == ranked[:HANDED_OVER]
    for code, word in ((ranked[30], "applying"), (ranked[2], "proposed"), (ranked[1], "adopted")):
        status(client, code, ProposalStatus(word))
    sheet = see(browser(), address(client, "print/"))
    assert [one.one("span.sheet__code").text for one in sheet.all("li.sheet__one")] == [ranked[2], ranked[30]]
    assert sheet.one("h1").text == "株式会社みほん 様：支援施策のご案内"
    assert sheet.one("p.sheet__meta").text.startswith(f"{OURS} 担当 {user()} 2026年11月23日 カタログの版 ")
    assert "社外秘" not in sheet.text


def test_what_is_to_be_checked_by_hand_is_on_the_sheet() -> None:
    client = company()
    results = answer_of(FACTS, TODAY).found.results
    checked = next(one for one in results if one.lead.card.checks)
    status(client, checked.measure.code, ProposalStatus.PROPOSED)
    sheet = see(browser(), address(client, "print/"))
    assert all(check.text in sheet.one("li.sheet__one").text for check in checked.lead.card.checks)


def test_a_note_stands_on_the_sheet_and_is_not_kept() -> None:
    client = company()
    sheet = page(post(client, "print/note/", {"note": "<b>来週</b>\n伺います"}))
    assert sheet.one("textarea").text == "<b>来週</b> 伺います"
    assert "お客さまへ" in [one.text for one in sheet.all("h2")]
    assert "来週" not in see(browser(), address(client, "print/")).text


@pytest.mark.parametrize(("length", "code"), [(2000, 200), (2001, 422)])
def test_a_note_fits_on_a_sheet(length: int, code: int) -> None:
    sheet = page(post(company(), "print/note/", {"note": "長" * length}), code)
    assert sheet.one("textarea").text == "長" * length
    assert bool(sheet.all("#errors")) is (code == 422)
