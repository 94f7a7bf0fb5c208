"""Clients × measures: what stands in which cell, what is left out, the page and its files."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import timedelta

import pytest
from django.test import Client as Browser
from openpyxl import load_workbook

from catalogue import roles
from catalogue.consulting.clientele import clientele
from catalogue.consulting.matrix import PLAIN, Cell, Matrix, Wanted, matrix
from catalogue.models import Client, Override, Proposal, ProposalStatus
from matcher import Availability, Outcome
from tests.console.people import NUMBERS, THEIRS, browser, company, user
from tests.console.small import OPENS, TODAY, small
from tests.web.reading import Node, see

pytestmark = pytest.mark.django_db

YES, MAYBE, NO = Outcome.ELIGIBLE, Outcome.NEEDS_INFO, Outcome.INELIGIBLE
ADDRESS = "/console/matrix/"


def three() -> None:
    """○△○ of a small one (applying for the first), ××○ of a large one (overridden at the second), △△○ of an unknown one."""
    small()
    little = company("あ商店", answers={"employees": 10}, corporate_number=NUMBERS[0])
    big = company("イー産業", answers={"employees": 400, "founded_on": "1990-01-01"})
    company("株式会社うみ", answers={})
    Proposal.objects.create(client=little, measure="1-01", status=ProposalStatus.APPLYING, on=TODAY)
    Override.objects.create(
        client=big, measure="1-02", verdict=MAYBE.value, ruled=NO.value, reason="分社したばかり。", until=TODAY
    )


def shown(wanted: Wanted = Wanted()) -> Matrix:  # noqa: B008  (frozen)
    return matrix(small(), clientele(Client.objects.of(user()), TODAY), TODAY, wanted)


def signs(found: Matrix) -> dict[str, str]:
    letters = {YES: "○", MAYBE: "△", NO: "×"}
    return {
        row.client.name: "".join(letters[cell.outcome] if cell else "・" for cell in row.cells) for row in found.rows
    }


WHOLE = {"あ商店": "○△○", "イー産業": "×△○", "株式会社うみ": "△△○"}

CASES: list[tuple[str, Wanted, list[str], dict[str, str]]] = [
    ("all", Wanted(), ["1-01", "1-02", "2-01"], WHOLE),
    ("an area", Wanted(area=2), ["2-01"], dict.fromkeys(WHOLE, "○")),
    ("a name", Wanted("うみ"), ["1-01", "1-02", "2-01"], {"株式会社うみ": "△△○"}),
    ("a name written otherwise", Wanted("ｱ商店"), [], {}),
    ("a name in another width", Wanted("ｲｰ産業"), ["1-01", "1-02", "2-01"], {"イー産業": "×△○"}),
    ("a number", Wanted(NUMBERS[0]), ["1-01", "1-02", "2-01"], {"あ商店": "○△○"}),
    ("a verdict", Wanted(outcome=NO), ["1-01"], {"イー産業": "×"}),
    ("an advisor's verdict", Wanted("産業", outcome=MAYBE), ["1-02"], {"イー産業": "△"}),
    ("a status", Wanted(status=ProposalStatus.APPLYING), ["1-01"], {"あ商店": "○"}),
    ("a status nobody has", Wanted(status=ProposalStatus.ADOPTED), [], {}),
    ("both at once", Wanted(outcome=NO, status=ProposalStatus.APPLYING), [], {}),
    (
        "a verdict and what is not proposed",
        Wanted(area=1, outcome=YES, status=ProposalStatus.NOT_PROPOSED),
        [],
        {},
    ),
    ("nothing known of its days", Wanted(availability=Availability.UNKNOWN, outcome=YES), ["1-01", "2-01"], {
        "あ商店": "○○", "イー産業": "・○", "株式会社うみ": "・○",
    }),
]  # fmt: skip


@pytest.mark.parametrize(("wanted", "codes", "rows"), [pytest.param(*case[1:], id=case[0]) for case in CASES])
def test_what_is_asked_for_is_shown(wanted: Wanted, codes: list[str], rows: dict[str, str]) -> None:
    three()
    found = shown(wanted)
    if rows:
        assert [one.code for one in found.measures] == codes
    assert signs(found) == rows


def test_availability_is_that_of_the_day() -> None:
    rules = small()
    company(answers={})
    wanted = Wanted(availability=Availability.OPEN)
    for day, codes in ((OPENS - timedelta(days=1), []), (OPENS, ["1-01"])):
        found = matrix(rules, clientele(Client.objects.of(user()), day), day, wanted)
        assert [one.code for one in found.measures] == codes


def test_a_cell_carries_status_and_override() -> None:
    three()
    first, second, third = shown().rows
    assert first.cells == (Cell(YES, ProposalStatus.APPLYING, False), PLAIN[MAYBE], PLAIN[YES])
    assert second.cells == (PLAIN[NO], Cell(MAYBE, ProposalStatus.NOT_PROPOSED, True), PLAIN[YES])
    assert third.cells == (PLAIN[MAYBE], PLAIN[MAYBE], PLAIN[YES])


# The page


def cells(page: Node) -> list[list[str]]:
    return [row.texts("td") for row in page.one("tbody").all("tr")]


def test_the_page_says_each_verdict_in_a_sign_and_a_word() -> None:
    three()
    page = see(browser(), ADDRESS)
    assert cells(page) == [
        ["○ 合いそう ●申請中", "△ 要確認", "○ 合いそう"],
        ["× 合わない", "△ 要確認 ※相談員の判断", "○ 合いそう"],
        ["△ 要確認", "△ 要確認", "○ 合いそう"],
    ]
    assert page.one("caption").text == "支援先（行）と施策（列）の判定と状況"
    assert [one["scope"] for one in page.one("thead").all("th")] == ["col"] * 4
    assert [one["scope"] for one in page.one("tbody").all("th")] == ["row"] * 3
    (region,) = [one for one in page.all("div") if one.attrs.get("role") == "region"]
    assert (region["tabindex"], region["aria-label"]) == ("0", "支援先と施策の一覧表。矢印キーで動かせます")
    links = [one["href"] for one in page.one("table").all("a")]
    assert links[:3] == [f"/console/measures/{code}/" for code in ("1-01", "1-02", "2-01")]
    assert links[3:] == [f"/console/clients/{one.pk}/" for one in Client.objects.of(user())]


def test_every_sign_is_explained() -> None:
    three()
    told = see(browser(), ADDRESS).one("details").texts("dt")
    assert told == ["○", "△", "×", "●", "※"]


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", "支援先3件、施策3件を表示しています。"),
        ("q=うみ&area=1", "支援先1件、施策2件を表示しています。"),
        ("verdict=ineligible", "支援先1件、施策1件を表示しています。"),
        ("status=adopted", "支援先0件、施策0件を表示しています。"),
        ("area=99&verdict=x&status=y&availability=z", "支援先3件、施策3件を表示しています。"),
        ("q=%00", "支援先3件、施策3件を表示しています。"),
    ],
)
def test_the_address_narrows_the_page_and_what_it_does_not_know_is_left_out(query: str, count: str) -> None:
    three()
    page = see(browser(), f"{ADDRESS}?{query}")
    assert [one.text for one in page.all("p.count")] == [count]


def test_a_filter_stays_chosen() -> None:
    three()
    page = see(browser(), f"{ADDRESS}?q=商店&area=1&verdict=eligible&status=applying&availability=unknown")
    chosen = [one["value"] for one in page.all("option") if "selected" in one.attrs]
    assert chosen == ["1", "eligible", "applying", "unknown"]
    assert page.one("#id_q")["value"] == "商店"


def test_without_clients_the_page_says_what_to_do_first() -> None:
    small()
    company("よその会社", of=THEIRS)
    assert "支援先を登録する" in see(browser(), ADDRESS).one("main").text
    assert "支援先を登録する" not in see(browser(roles.VIEWER), ADDRESS).one("main").text


def test_what_is_typed_as_a_name_stays_a_name() -> None:
    small()
    company("<b>太字</b>", answers={})
    assert see(browser(), ADDRESS).one("tbody").texts("th") == ["<b>太字</b>"]


# Files


def as_rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def sheet(content: bytes) -> Iterable[tuple[object, ...]]:
    return load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)


def test_the_files_say_the_same_in_words() -> None:
    three()
    rows = [
        ["支援先", "法人番号", "1-01 設備の更新", "1-02 創業の後押し", "2-01 経営の相談"],
        ["あ商店", NUMBERS[0], "○ 合いそう／申請中", "△ 要確認", "○ 合いそう"],
        ["イー産業", "", "× 合わない", "△ 要確認／相談員の判断", "○ 合いそう"],
        ["株式会社うみ", "", "△ 要確認", "△ 要確認", "○ 合いそう"],
    ]
    response = browser().get(f"{ADDRESS}table.csv")
    assert response["Content-Disposition"] == 'attachment; filename="ichiran-2026-11-23.csv"'
    assert as_rows(response.content) == [[f"'{cell}" if cell == NUMBERS[0] else cell for cell in row] for row in rows]
    assert [list(row) for row in sheet(browser().get(f"{ADDRESS}table.xlsx").content)] == [
        [cell or None for cell in row] for row in rows
    ]


def test_a_file_has_the_part_that_the_page_shows() -> None:
    three()
    content = browser().get(f"{ADDRESS}table.csv?verdict=ineligible").content
    assert as_rows(content) == [["支援先", "法人番号", "1-01 設備の更新"], ["イー産業", "", "× 合わない"]]


def test_a_name_that_is_a_formula_stays_a_name() -> None:
    small()
    company("=HYPERLINK(1)", answers={})
    assert as_rows(browser().get(f"{ADDRESS}table.csv").content)[1][0] == "'=HYPERLINK(1)"
    book = load_workbook(io.BytesIO(browser().get(f"{ADDRESS}table.xlsx").content))
    assert (book.active["A2"].value, book.active["A2"].data_type) == ("=HYPERLINK(1)", "s")


@pytest.mark.parametrize("address", [ADDRESS, f"{ADDRESS}table.csv"])
def test_another_organisations_clients_are_not_there(address: str) -> None:
    three()
    company("よその会社", of=THEIRS)
    assert "よその会社" not in browser().get(address).content.decode()
    theirs = browser(of=THEIRS).get(address).content.decode()
    assert "よその会社" in theirs
    assert "あ商店" not in theirs


def test_another_organisations_clients_are_not_in_a_workbook() -> None:
    three()
    company("よその会社", of=THEIRS)
    assert [row[0] for row in sheet(browser(of=THEIRS).get(f"{ADDRESS}table.xlsx").content)] == ["支援先", "よその会社"]


def test_a_post_changes_nothing(client: Browser) -> None:
    assert browser().post(ADDRESS).status_code == 405
