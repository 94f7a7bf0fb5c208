"""The list of clients: found by name however it is written, by number, by facts; in order; in pages."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalogue import roles
from catalogue.clients.finding import Choice
from catalogue.clients.names import digits_of, name_key
from catalogue.models import Client
from tests.console.desk import Desk
from tests.console.people import FACTS, NUMBERS, THEIRS, browser, company


@pytest.mark.parametrize(
    "name",
    [
        "株式会社ヤマノ上食品",
        "ヤマノ上食品株式会社",
        "㈱ヤマノ上食品",
        "（株）ヤマノ上食品",
        "(株) ヤマノ上 食品",
        "ﾔﾏﾉ上食品㈱",
        "やまの上食品",
        "「ヤマノ上食品」",
    ],
)
def test_one_name_is_written_in_many_ways(name: str) -> None:
    assert name_key(name) == "やまの上食品"


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("有限会社ＡＢＣ", "abc"),
        ("合同会社 北・南", "北南"),
        ("NPO法人みどり", "みどり"),
        ("農事組合法人みどり", "みどり"),
        ("コーヒー店", "こーひー店"),
        ("株式会社", ""),
        ("株式会館", "株式会館"),
    ],
)
def test_what_of_a_name_is_compared(name: str, key: str) -> None:
    assert name_key(name) == key


@pytest.mark.parametrize(
    ("typed", "digits"),
    [
        ("7000012050002", "7000012050002"),
        ("７０００－０１２０", "70000120"),
        ("T7000012050002", "7000012050002"),
        ("7000", "7000"),
        ("700", ""),
        ("7000番", ""),
        ("みほん", ""),
        ("", ""),
    ],
)
def test_a_number_is_looked_for_from_four_digits_on(typed: str, digits: str) -> None:
    assert digits_of(typed) == digits


def names(address: str, desk: Desk | None = None) -> list[str]:
    page = (desk or Desk()).open(address)
    assert page.status == 200
    return [one.text for one in page.all("h2") if "client-row__name" in one.classes]


@pytest.fixture
def three(db: None) -> None:
    company("㈱ベータ工業", answers=FACTS | {"industry": "391", "prefecture": "13"}, facts_on=date(2025, 11, 22))
    company("アルファ食品株式会社", corporate_number=NUMBERS[0], facts_on=date(2025, 11, 23))
    company("合同会社ガンマ", answers={}, facts_on=date(2026, 11, 23))


ALL = ["アルファ食品株式会社", "合同会社ガンマ", "㈱ベータ工業"]


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ALL),
        ("?q=ｱﾙﾌｧ", ALL[:1]),
        ("?q=株式会社べーた", ALL[2:]),
        ("?q=合同会社", [ALL[1]]),
        ("?q=0000-1205", ALL[:1]),
        ("?q=ない", []),
        ("?prefecture=13", ALL[2:]),
        ("?prefecture=99", ALL),
        ("?industry=E", ALL[:1]),
        ("?industry=G", ALL[2:]),
        ("?old=1", ALL[2:]),
        ("?sort=facts", [ALL[2], ALL[0], ALL[1]]),
        ("?sort=updated", [ALL[0], ALL[1], ALL[2]]),
        ("?sort=nonsense", ALL),
        ("?q=食品&prefecture=13", []),
        ("?page=99", ALL),
        ("?page=x", ALL),
    ],
)
def test_the_list_is_what_is_asked_for(query: str, expected: list[str]) -> None:
    found = names(f"/console/clients/{query}")
    assert sorted(found) == sorted(expected) if "updated" in query else found == expected


def test_facts_are_old_after_a_year_to_the_day(three: None) -> None:
    page = Desk().open("/console/clients/")
    rows = [one for one in page.all("li") if "client-row" in one.classes]
    assert ["情報が古い" in one.text for one in rows] == [False, False, True]


@pytest.mark.django_db
def test_pages_hold_fifty_and_keep_what_was_asked_for() -> None:
    for number in range(51):
        company(f"みほん{number:02d}")
    company("べつの会社")
    page = Desk().open("/console/clients/?q=みほん&sort=facts")
    assert len(names("/console/clients/?q=みほん&sort=facts")) == 50
    following = next(link["href"] for link in page.all("a") if link.text == "次の50件")
    assert names(following) == ["みほん50"]


@pytest.mark.django_db
def test_the_number_of_queries_does_not_grow_with_the_clients() -> None:
    desk = browser()
    counts = []
    for total in (1, 3, 60):
        for number in range(Client.objects.count(), total):
            company(f"みほん{number}")
        with CaptureQueriesContext(connection) as queries:
            desk.get("/console/clients/")
        counts.append(len(queries))
    assert counts[0] == counts[1] == counts[2]
    assert counts[0] <= 6


@pytest.mark.django_db
def test_an_empty_list_says_the_ways_in() -> None:
    company(of=THEIRS)
    page = Desk().open("/console/clients/")
    assert {"/console/clients/new/", "/console/clients/import/", "/console/clients/receive/"} <= set(page.addresses)
    page = Desk(roles.VIEWER).open("/console/clients/")
    assert "まだ登録されていません" in page.words
    assert "/console/clients/new/" not in page.addresses


@pytest.mark.django_db
def test_without_an_organisation_there_are_no_clients() -> None:
    company()
    page = Desk(of="").open("/console/clients/")
    assert "支援機関に属していない" in page.words
    assert "みほん" not in page.words.replace("みほん商工会議所", "")


@pytest.mark.parametrize("choice", [Choice(), Choice("みほん", "20", "E", True, "facts"), Choice(sort="updated")])
def test_a_choice_is_read_back_from_its_address(choice: Choice) -> None:
    assert Choice.read(choice.address) == choice
