"""What is kept and taken along: ★, the comparison, paper, and files."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

import pytest
from django.test import Client
from icalendar import Calendar
from openpyxl import load_workbook

from catalogue.models import Draft
from tests.web.company import FOUR, MAKER, asked, browser, kept
from tests.web.reading import Node, see

pytestmark = pytest.mark.usefixtures("real_stored", "db")

Json = dict[str, Any]

STARS = ["4-04", "1-05", "1-29"]


def by_code(answers: Json) -> dict[str, Json]:
    return {one["measure"]["code"]: one for one in asked(answers)["results"]}


# ★


def star(client: Client, code: str, **sent: str) -> Any:
    return client.post(f"/measures/{code}/star/", sent)


def test_a_star_is_kept_once_in_the_order_of_keeping_and_taken_back() -> None:
    client = browser(MAKER)
    for code, sent, stars in [
        ("1-05", {"keep": "yes"}, ["1-05"]),
        ("4-04", {}, ["1-05", "4-04"]),
        ("1-05", {"keep": "yes"}, ["4-04", "1-05"]),
        ("10-01", {"keep": "no"}, ["4-04", "1-05"]),
        ("4-04", {"keep": "no"}, ["1-05"]),
    ]:
        assert star(client, code, **sent).status_code == 302
        assert kept(client).stars == stars
    assert kept(client).answers == MAKER


def test_the_button_says_how_it_stands_and_sends_the_other() -> None:
    client = browser(MAKER, ["1-05"])
    for address, box in (("/results/?show=200", "#m-1-05"), ("/measures/1-05/", "#main")):
        for keep, word, pressed in (("no", "残しています", "true"), ("yes", "残す", "false")):
            form = next(
                form for form in see(client, address).one(box).all("form") if form["action"] == "/measures/1-05/star/"
            )
            sent = {one["name"]: one["value"] for one in form.all("input") if one["name"] != "csrfmiddlewaretoken"}
            assert sent == {"next": address, "keep": keep}
            assert form.one("button")["aria-pressed"] == pressed
            assert form.one("button").text.startswith(word)
            assert star(client, "1-05", **sent)["Location"] == f"{address}#m-1-05"


def test_the_list_counts_what_is_kept_and_leads_to_compare() -> None:
    assert see(browser(MAKER), "/results/").one("p.count").all("a") == []
    link = see(browser(MAKER, STARS), "/results/").one("p.count").one("a")
    assert (link.text, link["href"]) == ("★ 3件を比べる", "/results/compare/")


def test_who_has_answered_nothing_may_keep_too(client: Client) -> None:
    response = star(client, "1-05", next="/measures/1-05/")
    assert response["Location"] == "/measures/1-05/#m-1-05"
    assert response.cookies["draft"]["httponly"]
    assert (kept(client).stars, kept(client).answers) == (["1-05"], {})
    assert see(client, "/measures/1-05/").one("button.star").text == "残しています"


@pytest.mark.parametrize("code", ["1-99", "x", "1-05x", "0"])
def test_only_measures_can_be_kept(client: Client, code: str) -> None:
    assert star(client, code).status_code == 404
    assert client.get("/measures/1-05/star/").status_code == 405
    assert Draft.objects.count() == 0


OURS = [
    ("", "/results/#m-1-05"),
    ("/measures/1-05/", "/measures/1-05/#m-1-05"),
    ("/results/?q=a%20b&show=40", "/results/?q=a%20b&show=40#m-1-05"),
    ("/results/#m-4-04", "/results/#m-4-04"),
]
NOT_OURS = [
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "https://evil.example",
    "http:evil.example",
    "HTTPS:/evil.example",
    "javascript:alert(1)",
    " //evil.example",
    "\t//evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "//testserver@evil.example",
    "evil.example",
    "data:text/html,x",
]


@pytest.mark.parametrize(("wanted", "onward"), [*OURS, *[(wanted, "/results/#m-1-05") for wanted in NOT_OURS]])
def test_one_is_led_back_and_never_to_another_site(wanted: str, onward: str) -> None:
    assert star(browser(MAKER), "1-05", next=wanted)["Location"] == onward


def test_no_line_break_gets_into_a_header() -> None:
    response = star(browser(MAKER), "1-05", next="/results/\r\nX-Evil: 1")
    assert "X-Evil" not in response.headers
    assert "\n" not in response["Location"]


# Side by side


def columns(shown: Node) -> list[str]:
    return [link["href"].split("/")[2] for box in shown.all("thead") for link in box.all("a")]


FIVE = ["4-04", "1-05", "1-29", "10-01", "9-09"]


@pytest.mark.parametrize("count", range(6))
def test_up_to_four_kept_measures_stand_side_by_side(count: int) -> None:
    shown = see(browser(MAKER, FIVE[:count]), "/results/compare/")
    assert columns(shown) == FIVE[: min(count, 4)]
    assert len(shown.all("table")) == (1 if count else 0)
    assert ("残す」を押した施策を、4つまで並べて" in shown.one("main").text) == (count == 0)
    boxes = [(one["value"], "checked" in one.attrs) for one in shown.one("main").all("input")]
    assert boxes == ([(code, code != FIVE[4]) for code in FIVE] if count == 5 else [])


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("?m=1-12", ["1-12"]),
        ("?m=9-09&m=1-12", ["9-09", "1-12"]),
        ("?m=9-09&m=9-09&m=1-99&m=%00", ["9-09"]),
        ("?m=1-01&m=1-02&m=1-03&m=1-04&m=1-05", ["1-01", "1-02", "1-03", "1-04"]),
        ("?m=1-99", ["4-04", "1-05"]),
        ("?m=", ["4-04", "1-05"]),
    ],
)
def test_the_address_may_name_them(query: str, shown: list[str]) -> None:
    assert columns(see(browser(MAKER, ["4-04", "1-05"]), f"/results/compare/{query}")) == shown


def test_every_row_of_the_comparison_is_what_the_api_says() -> None:
    found = by_code(MAKER)
    table = see(browser(MAKER, FIVE), "/results/compare/").one("table")
    assert all(head["scope"] in ("row", "col") for head in table.all("th"))
    rows = {row.one("th").text: row.texts("td") for row in table.one("tbody").all("tr")}
    wanted = [found[code] for code in FIVE[:4]]
    words = {"eligible": "○ 条件に合う可能性が高い", "ineligible": "× 条件に合わない"}
    assert [cell for cell in rows["判定"] if not cell.startswith("△")] == [
        words[one["verdict"]] for one in wanted if one["verdict"] != "needs_info"
    ]
    assert rows["概要"] == [" ".join(one["measure"]["summary"].split()) for one in wanted]
    assert rows["所管"] == ["".join(one["measure"]["ministries"]) for one in wanted]
    assert rows["受付状況"][2].startswith("受付終了（2025年4月1日から）")
    assert all(len(cells) == 4 and all(cells) for cells in rows.values())


# On paper


def test_the_sheet_has_the_companys_facts_the_day_and_the_version() -> None:
    sheet = see(browser(MAKER), "/results/print/").one("main")
    found = asked(MAKER)
    facts = dict(zip(sheet.texts("dt"), sheet.texts("dd"), strict=True))
    assert sheet.one("h1").text == "株式会社みほんに合いそうな支援施策"
    assert sheet.one("p.sheet__meta").text == f"基準日 2026年11月23日 カタログの版 {found['catalogue_version']}"
    assert facts == {
        "会社名": "株式会社みほん",
        "法人・個人の別": "会社（株式会社・合同会社など）",
        "主たる業種": "食料品製造業",
        "本社の所在地": "長野県",
        "常時使用する従業員数": "47人",
        "資本金": "1,234万円",
        "設立・創業の年": facts["設立・創業の年"],
        "取り組みたいこと": "DX・デジタル化、設備投資",
        "いまの状況": "食品を製造している、賃上げを予定している",
        "認定・宣言": "特にない",
    }
    assert "1968" in facts["設立・創業の年"]
    counts = found["counts"]
    assert sheet.one("p.sheet__lead").text == (
        f"上から順に見てください。 条件に合う可能性が高い {counts['eligible']}、確認が必要 {counts['needs_info']}、"
        f"条件に合わない {counts['ineligible']}"
    )
    assert "結果は目安です。" in sheet.one("p.sheet__note").text


def sheet_codes(shown: Node) -> list[str]:
    return shown.texts("span.sheet__code")


def test_on_paper_stand_the_first_twenty_or_the_kept_ones_in_their_order() -> None:
    found = by_code(MAKER)
    assert sheet_codes(see(browser(MAKER), "/results/print/")) == list(found)[:20]
    shown = see(browser(MAKER, STARS), "/results/print/")
    assert sheet_codes(shown) == sorted(STARS, key=lambda code: found[code]["rank"])
    assert shown.one("p.sheet__lead").text.startswith("残した施策（★） ")
    for one in shown.all("li.sheet__one"):
        place = found[one.one("span.sheet__code").text]["rank"]
        assert one.one("h2").text.startswith(f"{place}. ")
        assert one.one("strong").text[:1] in "○△×"


def test_without_answers_there_is_nothing_to_print() -> None:
    assert Client().get("/results/print/")["Location"] == "/results/"


# Files


FILES = {
    "/results/list.csv": ("text/csv; charset=utf-8", "shien-shisaku.csv"),
    "/results/list.xlsx": (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "shien-shisaku.xlsx",
    ),
    "/results/days.ics": ("text/calendar; charset=utf-8", "shien-shisaku.ics"),
}


@pytest.mark.parametrize("address", FILES)
def test_a_file_says_what_it_is_and_is_kept_by_nobody_in_between(address: str) -> None:
    kind, name = FILES[address]
    response = browser(MAKER).get(address)
    assert (response.status_code, response["Content-Type"]) == (200, kind)
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    assert "no-store" in response["Cache-Control"]
    assert browser(MAKER).post(address).status_code == 405
    for nobody in (Client(), browser({}, STARS)):
        assert nobody.get(address).status_code == 404


def measures_of(rows: list[list[Any]]) -> list[tuple[str, str, str, str]]:
    header = rows[0]
    places = [header.index(name) for name in ("順位", "施策番号", "判定", "点数")]
    return [tuple(str(row[place]) for place in places) for row in rows[1:191]]  # type: ignore[misc]


def wanted(answers: Json, mark: str = "") -> list[tuple[str, str, str, str]]:
    words = {"eligible": "条件に合う可能性が高い", "needs_info": "確認が必要", "ineligible": "条件に合わない"}
    return [
        (str(one["rank"]), f"{mark}{one['measure']['code']}", words[one["verdict"]], f"{one['score']:g}")
        for one in asked(answers)["results"]
    ]


def test_the_csv_has_every_measure_and_the_company() -> None:
    text = browser(MAKER).get("/results/list.csv").content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    found = [(rank, code, verdict, f"{float(score):g}") for rank, code, verdict, score in measures_of(rows)]
    assert found == wanted(MAKER, "'")  # 1-05 would become the fifth of January
    assert ["会社名", "株式会社みほん"] in rows[191:]
    assert ["資本金", "1,234万円"] in rows[191:]


def test_the_workbook_has_the_same() -> None:
    book = load_workbook(io.BytesIO(browser(FOUR).get("/results/list.xlsx").content))
    assert book.sheetnames == ["施策", "会社の情報"]
    rows = [list(row) for row in book["施策"].iter_rows(values_only=True)]
    found = [(rank, code, verdict, f"{float(score):g}") for rank, code, verdict, score in measures_of(rows)]
    assert found == wanted(FOUR)
    assert ("常時使用する従業員数", "40人") in list(book["会社の情報"].iter_rows(values_only=True))


def test_the_calendar_has_only_days_to_come_with_addresses_of_ours() -> None:
    calendar = Calendar.from_ical(browser(MAKER).get("/results/days.ics").content)
    assert calendar["X-WR-TIMEZONE"] == "Asia/Tokyo"
    for event in calendar.walk("VEVENT"):
        assert event.decoded("DTSTART") >= date(2026, 11, 23)
        assert str(event["URL"]).startswith("http://testserver/measures/")
