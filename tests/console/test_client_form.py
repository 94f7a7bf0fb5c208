"""A client in two minutes: made once, changed on purpose, deleted for good."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import time_machine

from catalogue import roles
from catalogue.models import Client, Consent, Override, Proposal, User
from tests.console.desk import Desk
from tests.console.people import FACTS, NUMBERS, THEIRS, company, user

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 23)
FOUR: dict[str, Any] = {
    "name": "㈱やまの上食品",
    "entity_type": "corporation",
    "industry_listed": "09",
    "prefecture": "20",
    "employees": "約40人",
}
REST: dict[str, Any] = {
    "corporate_number": "７０００－０１２０５－０００２",
    "capital_yen": "4千861万",
    "founded_on": "昭和43年4月9日",
    "annual_sales_yen": "1億2,345万",
    "annual_energy_kl": "1,234.567",
    "other_industries_listed": "10",
    "topics": ["dx", "investment"],
    "certifications": "none",
    "note": "一行目\r\n二行目",
}


@pytest.fixture
def desk() -> Desk:
    return Desk()


def edit(desk: Desk, client: Client) -> Desk:
    desk.open(f"/console/clients/{client.pk}/edit/")
    return desk


def test_five_answers_are_enough_and_they_are_read_as_on_the_public_form(desk: Desk) -> None:
    desk.open("/console/clients/new/")
    desk.press("登録する", **FOUR)
    client = Client.objects.get()
    assert desk.led_to == f"/console/clients/{client.pk}/"
    assert (client.name, client.corporate_number, client.answers) == ("㈱やまの上食品", "", FACTS)
    assert (client.facts_on, client.edits, client.created_by) == (TODAY, 0, user())
    assert client.organisation == user().organisation


def test_everything_that_can_be_told_is_kept(desk: Desk) -> None:
    desk.open("/console/clients/new/")
    desk.press("登録する", **FOUR | REST)
    client = Client.objects.get()
    assert client.corporate_number == NUMBERS[0]
    assert client.note == "一行目\n二行目"
    assert client.answers == FACTS | {
        "capital_yen": 48_610_000,
        "founded_on": "1968-04-09",
        "founded_year": 1968,
        "annual_sales_yen": 123_450_000,
        "annual_energy_kl": 1234.567,
        "other_industries": ["10"],
        "topics": ["dx", "investment"],
        "certifications": [],
    }


def test_what_is_shown_again_and_sent_again_changes_nothing(desk: Desk) -> None:
    desk.open("/console/clients/new/")
    desk.press("登録する", **FOUR | REST)
    before = Client.objects.values().get()
    edit(desk, Client.objects.get()).press("保存する")
    assert Client.objects.values().get() == before
    assert Client.history.count() == 1


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("name", "", "会社名を書いてください。"),
        ("name", " 　", "会社名を書いてください。"),
        ("employees", "", "常時使用する従業員数を書いてください。"),
        ("employees", "50〜60", "幅のある書き方は読み取れません"),
        ("corporate_number", "7000012050003", "検査用の数字"),
        ("capital_yen", "たくさん", "金額を読み取れませんでした"),
        ("founded_on", "2099", "今日（2026年11月23日）より後は書けません"),
    ],
)
def test_a_mistake_is_told_at_its_field_and_nothing_typed_is_lost(
    desk: Desk, field: str, typed: str, words: str
) -> None:
    desk.open("/console/clients/new/")
    given = FOUR | REST | {field: typed}
    page = desk.press("登録する", **given)
    assert page.status == 422
    assert words in page.at_fields()[field]
    assert [words in text for _target, text in page.summary()] == [True]
    assert page.dangling() == []
    again = desk.form("登録する").sent
    for name, value in given.items():
        kept = again[name] if isinstance(value, list) else again[name][0]
        assert kept == value or (name, kept) == ("name", value)
    assert not Client.objects.exists()


def test_a_group_with_a_mistake_is_open_and_the_others_are_closed(desk: Desk) -> None:
    page = desk.open("/console/clients/new/")
    groups = [one for one in page.all("details") if "more-facts" in one.classes]
    assert [("open" in one.attrs) for one in groups] == [False] * 5
    page = desk.press("登録する", **FOUR | {"capital_yen": "たくさん"})
    groups = [one for one in page.all("details") if "more-facts" in one.classes]
    assert [("open" in one.attrs) for one in groups] == [True, False, False, False, False]


def test_industries_are_found_by_everyday_words_before_anything_is_judged(desk: Desk) -> None:
    desk.open("/console/clients/new/")
    page = desk.press("探す", name="みほん", industry_q="ラーメン屋")
    assert page.status == 200
    assert page.summary() == []
    assert "76" in desk.form("登録する").offered["industry"]
    assert desk.form("登録する").sent["name"] == ["みほん"]


def test_six_industries_get_one_more_question(desk: Desk) -> None:
    desk.open("/console/clients/new/")
    desk.press("登録する", **FOUR | {"industry_listed": "39"})
    client = Client.objects.get()
    assert desk.led_to == f"/console/clients/{client.pk}/industry/"
    page = desk.open(desk.led_to)
    assert "情報サービス業" in page.words
    assert desk.press("保存する").status == 422
    desk.press("保存する", industry="391")
    assert desk.led_to == f"/console/clients/{client.pk}/"
    client.refresh_from_db()
    assert (client.answers["industry"], client.edits) == ("391", 1)
    edit(desk, client).press("保存する", note="あとで電話")
    assert desk.led_to == f"/console/clients/{client.pk}/"


def test_other_industries_have_no_more_question(desk: Desk) -> None:
    client = company()
    desk.open(f"/console/clients/{client.pk}/industry/")
    assert desk.led_to == f"/console/clients/{client.pk}/"


def test_a_form_that_is_sent_twice_makes_one_client(desk: Desk) -> None:
    desk.open("/console/clients/new/")
    sent = desk.form("登録する").sent | {key: [value] for key, value in FOUR.items()}
    led_to = [desk.browser.post("/console/clients/new/", sent)["Location"] for _time in range(2)]
    assert led_to == [f"/console/clients/{Client.objects.get().pk}/"] * 2


def test_two_forms_make_two_clients_though_they_say_the_same(desk: Desk) -> None:
    for _time in range(2):
        desk.open("/console/clients/new/")
        desk.press("登録する", **FOUR)
    assert Client.objects.count() == 2


def test_the_same_form_with_another_company_makes_another(desk: Desk) -> None:
    """Somebody went back, and typed the next company over the last."""
    desk.open("/console/clients/new/")
    sent = desk.form("登録する").sent | {key: [value] for key, value in FOUR.items()}
    for name in ("みほん一", "みほん二", "みほん一"):
        desk.browser.post("/console/clients/new/", sent | {"name": [name]})
    assert list(Client.objects.values_list("name", flat=True)) == ["みほん一", "みほん二"]


def test_a_number_that_is_there_already_is_told_with_a_link(desk: Desk) -> None:
    there = company("株式会社さき", corporate_number=NUMBERS[0])
    desk.open("/console/clients/new/")
    page = desk.press("登録する", **FOUR | REST)
    assert page.status == 422
    assert "同じ法人番号の支援先がすでにあります" in page.at_fields()["corporate_number"]
    assert f"/console/clients/{there.pk}/" in page.addresses
    assert "株式会社さき" in page.words
    assert desk.form("登録する").sent["capital_yen"] == ["4千861万"]
    assert Client.objects.count() == 1


def test_another_organisation_may_advise_the_same_company(desk: Desk) -> None:
    theirs = company("株式会社となりのきゃく", of=THEIRS, corporate_number=NUMBERS[0])
    desk.open("/console/clients/new/")
    desk.press("登録する", **FOUR | REST)
    assert desk.led_to
    assert set(Client.objects.values_list("corporate_number", flat=True)) == {NUMBERS[0]}
    assert desk.led_to != f"/console/clients/{theirs.pk}/"


# Change


def test_a_change_is_counted_and_kept_in_the_history_with_who(desk: Desk) -> None:
    client = company()
    edit(desk, client).press("保存する", employees="41", note="増えた")
    client.refresh_from_db()
    assert (client.answers["employees"], client.note, client.edits) == (41, "増えた", 1)
    assert client.history.latest().history_user == user()
    assert client.facts_on == date(2026, 11, 1)


def test_the_day_of_the_confirmation_is_set_on_purpose(desk: Desk) -> None:
    client = company(facts_on=date(2024, 1, 1))
    edit(desk, client).press("保存する", confirmed="1")
    client.refresh_from_db()
    assert (client.facts_on, client.edits) == (TODAY, 1)


def test_a_fact_that_could_not_be_told_then_was_told_today(desk: Desk) -> None:
    client = company(facts_on=date(2024, 1, 1))
    edit(desk, client).press("保存する", founded_on="2025-04-01")
    client.refresh_from_db()
    assert client.facts_on == TODAY
    client.clean()


def test_what_nobody_could_tell_so_far_need_not_be_told_now(desk: Desk) -> None:
    """A client from a file without its number of employees: a note can be added."""
    client = company(answers={"entity_type": "corporation"})
    edit(desk, client).press("保存する", note="電話した")
    client.refresh_from_db()
    assert (client.note, client.answers) == ("電話した", {"entity_type": "corporation"})


def test_what_is_known_is_not_lost_by_emptying_a_needed_field(desk: Desk) -> None:
    page = edit(desk, company()).press("保存する", employees="")
    assert page.at_fields() == {"employees": "＊常時使用する従業員数を書いてください。"}


def test_further_industries_than_the_form_can_show_stay(desk: Desk) -> None:
    client = company(answers=FACTS | {"other_industries": ["10", "56"]})
    page = edit(desk, client).page
    assert "いまの登録: 飲料・たばこ・飼料製造業、各種商品小売業" in page.words
    desk.press("保存する", note="そのまま")
    client.refresh_from_db()
    assert client.answers["other_industries"] == ["10", "56"]
    edit(desk, client).press("保存する", other_industries_listed="58")
    client.refresh_from_db()
    assert client.answers["other_industries"] == ["58"]


# Two at once


def test_the_second_editor_is_told_and_loses_nothing() -> None:
    client = company(note="はじめ")
    first, second = edit(Desk(), client), edit(Desk(), client)
    second.browser.force_login(colleague(), backend="django.contrib.auth.backends.ModelBackend")
    with time_machine.travel("2026-11-23T10:05:00+09:00", tick=False):
        first.press("保存する", employees="55", note="一人目")
    page = second.press("保存する", employees="60", capital_yen="1000")
    assert page.status == 422
    assert "この支援先が変更されました" in page.words
    assert "advisor-みほん商工会議所さんが、2026年11月23日 10:05に保存しました" in page.words
    told = [(one.text, other.text) for one, other in zip(page.all("dt"), page.all("dd"), strict=True)]
    assert told == [("常時使用する従業員数", "40人 → 55人"), ("メモ", "はじめ → 一人目")]
    client.refresh_from_db()
    assert (client.answers["employees"], client.note, client.edits) == (55, "一人目", 1)
    sent = second.form("この内容で保存する").sent
    assert (sent["employees"], sent["capital_yen"], sent["note"]) == (["60"], ["1000"], ["はじめ"])
    second.press("この内容で保存する")
    client.refresh_from_db()
    assert (client.answers["employees"], client.answers["capital_yen"], client.note) == (60, 10_000_000, "はじめ")
    assert client.edits == 2


def colleague() -> User:
    made = User.objects.create(username="colleague", organisation=user().organisation)
    made.groups.set(user().groups.all())
    return made


# Delete


def test_delete_asks_first_and_leaves_nothing_not_even_a_history(desk: Desk) -> None:
    client, other = company(), company("株式会社のこる")
    for one in (client, other):
        Proposal.objects.create(client=one, measure="1-05", status="proposed", on=TODAY)
        Override.objects.create(
            client=one, measure="1-05", verdict="eligible", ruled="ineligible", reason="理由", until=TODAY
        )
        Consent.objects.create(client=one, given_at="2026-11-01T00:00Z", scope=[], wording="")
    page = desk.open(f"/console/clients/{client.pk}/delete/")
    assert "元には戻せません" in page.words
    assert Client.objects.count() == 2
    desk.press("削除する")
    assert desk.led_to == "/console/clients/"
    assert list(Client.objects.all()) == [other]
    for model in (Client, Proposal, Override):
        field = "id" if model is Client else "client_id"
        assert set(model.history.values_list(field, flat=True)) == {other.pk}  # type: ignore[attr-defined]


def test_who_may_not_delete_is_not_offered_it() -> None:
    client = company()
    assert f"/console/clients/{client.pk}/delete/" in Desk().open(f"/console/clients/{client.pk}/edit/").addresses
    viewer = Desk(roles.VIEWER)
    assert viewer.open(f"/console/clients/{client.pk}/edit/").status == 403
