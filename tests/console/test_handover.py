"""A company hands its answers over: says what and to whom, a code once; an advisor receives them once, with the consent."""

from __future__ import annotations

import datetime
import re
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client as Browser
from django.utils import translation
from django.utils.timezone import now

from catalogue.clients.handover import CodeRefused, give, look_up, take, wording
from catalogue.models import Client, CodeFailure, Consent, Draft, Handover
from catalogue.models.clients import plain_code
from tests.console.desk import Desk
from tests.console.people import FACTS, NUMBERS, THEIRS, company, user
from tests.web.company import browser, kept
from tests.web.visitor import Page, Visitor

pytestmark = pytest.mark.django_db

HANDOVER, RECEIVE = "/results/handover/", "/console/clients/receive/"
CODE = re.compile(r"[2-9A-HJ-NP-Z]{5}-[2-9A-HJ-NP-Z]{5}")
TOLD = FACTS | {"name": "株式会社てわたし", "corporate_number": NUMBERS[0], "topics": ["dx"]}
REFUSED = "このコードでは受け取れません。"
DAY = datetime.timedelta(days=1)
SECOND = datetime.timedelta(seconds=1)


def make(answers: dict[str, Any] = TOLD, **sent: Any) -> str:
    """The code that a company with these *answers* is shown."""
    return shown_code(made(browser(answers), **sent))


def made(visitor: Browser, **sent: Any) -> Page:
    return Page(HANDOVER, visitor.post(HANDOVER, {"agreed": "1"} | sent))


def shown_code(page: Page) -> str:
    (code,) = (one.text for one in page.all("p") if "code" in one.classes)
    return code


# The company


def test_the_page_says_what_is_read_by_whom_and_how_long() -> None:
    page = Visitor(browser(TOLD)).open(HANDOVER)
    for words in ("株式会社てわたし", NUMBERS[0], "食料品製造業", "長野県", "40人", "DX・デジタル化", *wording()):
        assert words in page.words
    assert "3日以内に1回だけ" in page.words
    assert not Handover.objects.exists()
    assert "/results/handover/" in Visitor(browser(TOLD)).open("/results/shares/").addresses


def test_the_code_is_shown_once_and_only_its_fingerprint_is_kept() -> None:
    visitor = browser(TOLD)
    page = made(visitor)
    code = shown_code(page)
    assert CODE.fullmatch(code)
    handover = Handover.objects.get()
    assert code not in str(vars(handover))
    assert plain_code(code) not in str(vars(handover))
    assert handover.answers == TOLD
    assert set(handover.scope) == set(TOLD)
    assert handover.wording.splitlines() == wording()
    assert handover.expires_at == now() + 3 * DAY
    again = Page(HANDOVER, visitor.get(HANDOVER))
    assert code not in again.html
    assert "まだ使われていないコードがあります（2026年11月26日まで）" in again.words


def test_nothing_is_handed_over_without_agreement() -> None:
    visitor = browser(TOLD)
    response = visitor.post(HANDOVER, {"left_out": "name"})
    assert response.status_code == 422
    page = Page(HANDOVER, response)
    assert page.summary()[0][0] == "#id_agreed"
    assert page.dangling() == []
    assert "checked" in page.named("id_left_out_name").attrs
    assert not Handover.objects.exists()


@pytest.mark.parametrize("left_out", [["name"], ["corporate_number"], ["name", "corporate_number"], ["employees"], []])
def test_name_and_number_may_be_left_out(left_out: list[str]) -> None:
    make(left_out=left_out)
    expected = {key: value for key, value in TOLD.items() if key not in left_out or key == "employees"}
    assert Handover.objects.get().answers == expected


@pytest.mark.parametrize("answers", [{}, {"name": "なまえだけ"}])
def test_without_answers_there_is_nothing_to_hand_over(answers: dict[str, Any]) -> None:
    visitor = browser(answers)
    assert "先に会社のことを答えてください" in Page(HANDOVER, visitor.get(HANDOVER)).words
    assert visitor.post(HANDOVER, {"agreed": "1"}).status_code == 404
    assert Browser().post(HANDOVER, {"agreed": "1"}).status_code == 404


def test_a_new_code_replaces_the_one_before() -> None:
    visitor = browser(TOLD)
    first, second = (shown_code(made(visitor)) for _time in range(2))
    assert refused(first)
    assert not refused(second)


def test_a_code_can_be_taken_back_by_its_maker_alone() -> None:
    visitor, stranger = browser(TOLD), browser(TOLD)
    code = shown_code(made(visitor))
    assert stranger.post("/results/handover/revoke/").status_code == 302
    assert not refused(code)
    assert Browser().post("/results/handover/revoke/").status_code == 404
    assert visitor.post("/results/handover/revoke/").status_code == 302
    assert refused(code)


def test_who_forgets_the_answers_forgets_the_codes() -> None:
    visitor = browser(TOLD)
    code = shown_code(made(visitor))
    visitor.post("/profile/delete/")
    assert not Handover.objects.exists()
    assert refused(code)


def test_the_daily_command_deletes_codes_that_have_run_out() -> None:
    make()
    CodeFailure.objects.create(by=user(), at=now())
    for delay, left, words in (
        (3 * DAY - SECOND, 1, ""),
        (3 * DAY, 0, "期限の切れた引き渡しコードを 1 件消しました。\n"),
    ):
        with time_machine.travel(datetime.datetime(2026, 11, 23, 1, tzinfo=datetime.UTC) + delay, tick=False):
            said = StringIO()
            call_command("drafts", "expire", stdout=said)
        assert Handover.objects.count() == left
        assert said.getvalue() == f"30日触れられていない回答を 0 件消しました。\n{words}"
    assert not CodeFailure.objects.exists()


def test_what_was_agreed_to_is_kept_in_the_words_that_were_read() -> None:
    visitor = browser(TOLD)
    visitor.cookies["django_language"] = "en"
    made(visitor)
    with translation.override("en"):
        assert Handover.objects.get().wording.splitlines() == wording()
    assert "support organisation" in Handover.objects.get().wording


# The advisor


def refused(code: str, of: str = "") -> bool:
    """Whether an advisor is told that the code is worth nothing."""
    desk = Desk(of=of or "みほん商工会議所")
    desk.open(RECEIVE)
    page = desk.press("内容を見る", code=code)
    assert (page.status == 422) == (REFUSED in page.words)
    return page.status == 422


def test_what_is_handed_over_is_seen_and_becomes_a_client() -> None:
    code = make()
    desk = Desk()
    desk.open(RECEIVE)
    page = desk.press("内容を見る", code=code.lower().replace("-", " "))
    for words in ("新しい支援先として登録します", "株式会社てわたし", "食料品製造業", wording()[0]):
        assert words in page.words
    assert not Client.objects.exists()
    desk.press("支援先として登録する")
    client = Client.objects.get()
    assert desk.led_to == f"/console/clients/{client.pk}/"
    assert (client.name, client.corporate_number) == ("株式会社てわたし", NUMBERS[0])
    assert client.answers == FACTS | {"topics": ["dx"]}
    assert (client.facts_on, client.organisation, client.created_by) == (
        datetime.date(2026, 11, 23),
        user().organisation,
        user(),
    )
    consent = Consent.objects.get()
    assert (consent.client, consent.received_by, consent.given_at) == (client, user(), now())
    assert set(consent.scope) == set(TOLD)
    assert consent.wording.splitlines() == wording()


def test_after_that_the_code_is_used_up_and_the_answers_are_the_client_s_alone() -> None:
    visitor = browser(TOLD)
    code = shown_code(made(visitor))
    receive(code)
    handover = Handover.objects.get()
    assert (handover.answers, handover.used_at) == ({}, now())
    assert refused(code)
    assert "2026年11月23日に、相談員がコードを使って受け取りました" in Page(HANDOVER, visitor.get(HANDOVER)).words


def receive(code: str, desk: Desk | None = None, **typed: str) -> Page:
    """Both pages."""
    desk = desk or Desk()
    desk.open(RECEIVE)
    desk.press("内容を見る", code=code)
    words = next(one for one in ("支援先として登録する", "この内容で変更する") if one in desk.page.html)
    return desk.press(words, **typed)


def test_a_client_without_a_name_is_given_one() -> None:
    code = make(left_out=["name"])
    desk = Desk()
    page = receive(code, desk)
    assert page.status == 422
    assert page.at_fields() == {"name": "＊会社名を書いてください。"}
    assert page.dangling() == []
    desk.press("支援先として登録する", name=" 相談者Ａ ")
    assert Client.objects.get().name == "相談者Ａ"
    assert "name" not in Consent.objects.get().scope


def test_a_name_too_long_is_refused_in_words() -> None:
    page = receive(make(), name="あ" * 201)
    assert "200字まで" in page.at_fields()["name"]
    assert not Client.objects.exists()


def test_a_client_of_the_same_number_is_changed_after_the_difference_was_seen() -> None:
    client = company(
        "みほん",
        corporate_number=NUMBERS[0],
        note="だいじ",
        answers=FACTS | {"employees": 30, "capital_yen": 10_000_000},
    )
    desk = Desk()
    desk.open(RECEIVE)
    page = desk.press("内容を見る", code=make())
    told = [(one.text, other.text) for one, other in zip(page.all("dt"), page.all("dd"), strict=True)][:4]
    assert told == [
        ("会社名", "みほん → 株式会社てわたし"),
        ("常時使用する従業員数", "30人 → 40人"),
        ("取り組みたいこと", "未回答 → DX・デジタル化"),
        ("情報の確認日", "2026年11月1日 → 2026年11月23日"),
    ]
    desk.press("この内容で変更する")
    client.refresh_from_db()
    assert Client.objects.count() == 1
    assert client.answers == FACTS | {"topics": ["dx"], "capital_yen": 10_000_000}
    assert (client.name, client.note, client.edits) == ("みほん", "だいじ", 1)
    assert client.consents.count() == 1


def test_a_client_of_another_organisation_is_not_changed() -> None:
    theirs = company("となり", of=THEIRS, corporate_number=NUMBERS[0], answers={})
    receive(make())
    theirs.refresh_from_db()
    assert (theirs.answers, theirs.edits) == ({}, 0)
    assert Client.objects.count() == 2


def test_what_changed_while_one_was_looking_is_shown_again() -> None:
    code = make()
    desk = Desk()
    desk.open(RECEIVE)
    desk.press("内容を見る", code=code)
    company("さきに", corporate_number=NUMBERS[0], answers={})
    page = desk.press("支援先として登録する")
    assert page.status == 422
    assert "支援先の情報が変わりました" in page.words
    assert Client.objects.get().answers == {}
    assert Handover.objects.get().used_at is None
    desk.press("この内容で変更する")
    assert Client.objects.get().answers == FACTS | {"topics": ["dx"]}


def test_of_two_advisors_at_once_one_gets_it() -> None:
    code = make()
    first, second = Desk(), Desk(of=THEIRS)
    for desk in (first, second):
        desk.open(RECEIVE)
        desk.press("内容を見る", code=code)
    first.press("支援先として登録する")
    page = second.press("支援先として登録する")
    assert REFUSED in page.words
    assert Client.objects.get().organisation == user().organisation


def test_a_code_that_was_looked_up_and_used_meanwhile_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Between the look and the taking somebody else was quicker."""
    code = make()
    offer = look_up(user(), code, now())
    monkeypatch.setattr("catalogue.clients.handover.look_up", lambda *arguments: offer)
    Handover.objects.update(used_at=now())
    with pytest.raises(CodeRefused):
        take(user(), code, "みほん", offer.mark, now())
    assert not Client.objects.exists()
    assert not Consent.objects.exists()


@pytest.mark.parametrize("kind", ["wrong", "used", "withdrawn", "expired", "nothing like it", "very long"])
def test_every_code_that_is_worth_nothing_is_refused_in_the_same_words(kind: str) -> None:
    visitor = browser(TOLD)
    code = shown_code(made(visitor))
    if kind == "used":
        receive(code)
    if kind == "withdrawn":
        visitor.post("/results/handover/revoke/")
    typed = {"wrong": "22222-22222", "nothing like it": "＊", "very long": "A" * 1000}.get(kind, code)
    with time_machine.travel(now() + (3 * DAY if kind == "expired" else 3 * DAY - SECOND), tick=False):
        desk = Desk()
        desk.open(RECEIVE)
        page = desk.press("内容を見る", code=typed)
    assert page.status == 422
    assert [text for _target, text in page.summary()] == [
        "このコードでは受け取れません。文字が違うか、使用済みか、期限（3日）が過ぎています。会社の方に確かめてください。"
    ]


def test_guessing_ends_after_ten_wrong_codes_an_hour() -> None:
    code = make()
    for _time in range(10):
        assert refused("22222-22222")
    desk = Desk()
    desk.open(RECEIVE)
    page = desk.press("内容を見る", code=code)
    assert page.status == 422
    assert "しばらく受け取れません" in page.words
    assert not refused(code, of=THEIRS)
    with time_machine.travel(now() + datetime.timedelta(hours=1), tick=False):
        assert not refused(code)


def test_nine_wrong_codes_are_forgiven_and_nothing_typed_is_no_guess() -> None:
    code = make()
    for _time in range(9):
        assert refused("22222-22222")
    desk = Desk()
    desk.open(RECEIVE)
    assert "コードを書いてください。" in desk.press("内容を見る", code=" ").words
    assert CodeFailure.objects.count() == 9
    assert not refused(code)


def test_the_consent_is_shown_where_the_client_is_changed() -> None:
    receive(make())
    page = Desk().open(f"/console/clients/{Client.objects.get().pk}/edit/")
    for words in ("会社の同意", "2026年11月23日 10:00", "会社名、法人番号", "取り組みたいこと", *wording()):
        assert words in page.words


def test_the_privacy_page_mentions_it() -> None:
    assert "支援機関の相談員に渡す" in Visitor().open("/privacy/").words


def test_a_draft_s_own_answers_stay_as_they_are() -> None:
    visitor = browser(TOLD)
    receive(shown_code(made(visitor)))
    assert kept(visitor).answers == TOLD
    assert Draft.objects.count() == 1


def test_giving_touches_nothing_else() -> None:
    visitor = browser(TOLD)
    draft = kept(visitor)
    give(draft, [], now())
    assert draft.touched_at == kept(visitor).touched_at
