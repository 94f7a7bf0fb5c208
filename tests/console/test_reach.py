"""The pages that lead from a measure to clients: pick a measure, see who may use it, write to them, take the list along."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta

import pytest
import time_machine
from django.utils.timezone import now
from openpyxl import load_workbook

from catalogue.imports.content import renew_version
from catalogue.models import Client, Criterion, Override, Programme, Proposal, ProposalStatus, RuleVersion
from tests.console.people import NUMBERS, OURS, THEIRS, browser, company, user
from tests.console.small import ADVICE, ENDED, SMALL, START, TODAY, kept, measure, programme, small
from tests.web.reading import Node, page, see

pytestmark = pytest.mark.django_db

PICK, EQUIPMENT, START_UP = "/console/measures/", "/console/measures/1-01/", "/console/measures/1-02/"


def four() -> None:
    """○ and ○ by an advisor, △, × for the equipment."""
    small()
    company("あ商店", answers={"employees": 10}, corporate_number=NUMBERS[0])
    big = company("いの産業", answers={"employees": 400})
    company("うみ水産", answers={})
    company("えび物流", answers={"employees": 400})
    Override.objects.create(
        client=big, measure="1-01", verdict="eligible", ruled="ineligible", reason="出向者を除く。", until=TODAY
    )
    Proposal.objects.create(client=big, measure="1-01", status=ProposalStatus.CONSIDERING, on=TODAY)


# Pick


def test_each_measure_says_how_many_clients_may_use_it() -> None:
    four()
    rows = [row.texts("td") for row in see(browser(), PICK).one("tbody").all("tr")]
    assert rows == [
        ["2", "1", "受付状況は要確認"],
        ["0", "4", "受付状況は要確認"],
        ["4", "0", "受付状況は要確認"],
    ]


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("", ["1-01", "1-02", "2-01"]),
        ("q=設備", ["1-01"]),
        ("area=2", ["2-01"]),
        ("q=設備&area=2", []),
        ("area=x", ["1-01", "1-02", "2-01"]),
        ("q=%00", ["1-01", "1-02", "2-01"]),
    ],
)
def test_measures_are_found_by_words_and_area(query: str, codes: list[str]) -> None:
    four()
    found = see(browser(), f"{PICK}?{query}")
    assert [one["href"] for one in found.one("main").all("a")] == [f"{PICK}{code}/" for code in codes]


def test_counts_are_of_the_own_clients_alone() -> None:
    four()
    company("よその会社", of=THEIRS, answers={})
    rows = [row.texts("td")[:2] for row in see(browser(of=THEIRS), PICK).one("tbody").all("tr")]
    assert rows == [["0", "1"], ["0", "1"], ["1", "0"]]


# Who may use it


def groups(found: Node) -> dict[str, list[list[str]]]:
    """Verdict → its table, row by row."""
    return {
        section.one("h2").text: [[*row.texts("th"), *row.texts("td")] for row in section.one("tbody").all("tr")]
        for section in found.all("section")
        if section.all("tbody")
    }


def test_clients_stand_under_their_verdict() -> None:
    four()
    unknown = "受付状況は要確認"
    because = "※ 相談員の判断：条件に合う可能性が高い。出向者を除く。（2026年11月23日まで。規則では「条件に合わない」）"
    assert groups(see(browser(), EQUIPMENT)) == {
        "○ 条件に合う可能性が高い（2件）": [
            ["あ商店", "未提案", unknown, "なし"],
            [f"いの産業{because}", "検討中", unknown, "なし"],
        ],
        "△ 確認が必要（1件）": [["うみ水産", "未提案", "常時使用する従業員数", unknown, "なし"]],
        "× 条件に合わない（1件）": [["えび物流", "未提案", unknown, "なし"]],
    }


def test_what_is_missing_is_named_even_when_it_is_not_an_answer() -> None:
    not_yet = measure("1-04", "まだの施策", programme("mada", "まだの補助金"))
    kept(START, not_yet)
    company("あ商店", answers={"founded_year": 2021})
    (row,) = groups(see(browser(), START_UP))["△ 確認が必要（1件）"]
    assert row[2] == "より詳しい回答（設立・創業からの年数が5年未満）"


def test_who_is_new_and_who_is_no_longer_among_them_is_told_with_the_cause() -> None:
    small()
    company("あ商店", answers={"founded_on": "2021-11-01"})
    company("うみ水産", answers={"founded_on": "2026-11-01"})
    company("えび物流", answers={"founded_on": "2024-01-01"})
    (changes,) = (one for one in see(browser(), START_UP).all("section") if "からの変化" in one.text)
    assert changes.one("h2").text == "2026年10月24日からの変化"
    assert changes.texts("h3") == ["新しく使えそうになった支援先", "使えそうでなくなった支援先"]
    assert changes.texts("li") == [
        "うみ水産 要確認 → 合いそう（日付が進んだため）",
        "あ商店 合いそう → 合わない（日付が進んだため）",
    ]


def test_the_state_of_the_measure_is_compared_too() -> None:
    small()
    company("あ商店", answers={"employees": 1})
    with time_machine.travel("2026-12-02T10:00:00+09:00", tick=False):
        text = see(browser(), f"{EQUIPMENT}?since=2026-11-30").one("main").text
    assert "受付状況は「受付状況は要確認」から「受付中」に変わりました。" in text


@pytest.mark.parametrize(
    ("since", "status", "said"),
    [
        ("", 200, ""),
        ("2026-11-23", 200, ""),
        ("2000-01-01", 200, ""),
        ("2026-11-24", 422, "比べる日: 2000年1月1日から2026年11月23日までの日を書いてください。"),
        ("1999-12-31", 422, "比べる日: 2000年1月1日から2026年11月23日までの日を書いてください。"),
        ("きのう", 422, "比べる日: 日付ではありません。「2026-04-01」のように書いてください。"),
        ("2026-02-30", 422, "比べる日: 日付ではありません。「2026-04-01」のように書いてください。"),
    ],
)
def test_the_day_to_compare_with_is_read_or_refused(since: str, status: int, said: str) -> None:
    four()
    found = page(browser().get(EQUIPMENT, query_params={"since": since}), status)
    field = found.one("#id_since")
    assert field["value"] == (since or "2026-10-24")
    assert found.texts("p.field__error") == ([f"＊{said}"] if said else [])
    assert ("aria-invalid" in field.attrs) == bool(said)


@pytest.mark.parametrize("code", ["1-99", "x", "１-01"])
@pytest.mark.parametrize("rest", ["", "clients.csv", "clients.xlsx"])
def test_a_measure_that_is_not_there(code: str, rest: str) -> None:
    small()
    assert browser().get(f"{PICK}{code}/{rest}").status_code == 404


def test_without_clients_the_page_says_what_to_do_first() -> None:
    small()
    company("よその会社", of=THEIRS)
    text = see(browser(), EQUIPMENT).one("main").text
    assert "支援先を登録する" in text
    assert "よその会社" not in text


# The letter


def letters(found: Node) -> dict[str, str]:
    return {one["id"].removeprefix("id_letter_"): "".join(one.inside).strip() for one in found.all("textarea")}  # type: ignore[arg-type]


def test_a_letter_says_what_the_catalogue_says_and_nothing_else() -> None:
    four()
    found = letters(see(browser(), EQUIPMENT))
    assert list(found) == ["eligible", "needs_info"]
    assert (
        found["eligible"]
        == f"""\
件名：支援施策「設備の更新」のお知らせ

いつもお世話になっております。
{OURS} {user()}です。
いまうかがっている内容では、条件に合う可能性が高い支援施策があるため、お知らせします。

■施策　設備の更新
設備の更新の概要。

■支援の内容
種類：補助金
使い方：企業が自ら申し込み、または参加できる
所管：経産省

■確かめること
・事業計画が要ります。

■受付状況（2026年11月23日現在でわかっていること）
・設備補助金：受付状況は要確認（2024年3月の資料による）
　旧・設備補助金は、2026年10月1日に設備補助金に名前が変わりました。

■ご注意
この案内は目安です。使えるかどうかは、施策の窓口が最終的に判断します。
申し込む前に、最新の公募要領や所管の案内を確かめてください。"""
    )
    assert "・次のうち、まだうかがっていないもの：常時使用する従業員数\n・事業計画が要ります。" in found["needs_info"]


def test_a_letter_tells_of_the_window_and_leaves_out_what_has_not_happened() -> None:
    kept(measure("1-01", "設備の更新", programme("setsubi", "設備補助金", SMALL, history=(ENDED,))), ADVICE)
    company("あ商店", answers={"employees": 1})
    text = letters(see(browser(), EQUIPMENT))["eligible"]
    assert "終わりました" not in text  # it ends with this month
    assert "・公募要領にある、そのほかの条件" in text


# Files


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_list_to_take_along(kind: str) -> None:
    four()
    response = browser().get(f"{EQUIPMENT}clients.{kind}")
    assert response["Content-Disposition"] == f'attachment; filename="shisaku-1-01-2026-11-23.{kind}"'
    unknown = "受付状況は要確認"
    rows = [
        [
            *["支援先", "法人番号", "判定", "規則による判定", "足りない情報", "受付状況", "状況"],
            "2026年10月24日からの変化",
            "相談員の判断の理由",
        ],
        ["あ商店", NUMBERS[0], "○ 合いそう", "○ 合いそう", "", unknown, "未提案", "", ""],
        ["いの産業", "", "○ 合いそう（相談員の判断）", "× 合わない", "", unknown, "検討中", "", "出向者を除く。"],
        ["うみ水産", "", "△ 要確認", "△ 要確認", "常時使用する従業員数", unknown, "未提案", "", ""],
        ["えび物流", "", "× 合わない", "× 合わない", "", unknown, "未提案", "", ""],
    ]
    if kind == "csv":
        found = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"), newline="")))
        rows[1][1] = f"'{NUMBERS[0]}"
        assert found == rows
    else:
        sheet = load_workbook(io.BytesIO(response.content)).active
        assert [[cell or "" for cell in row] for row in sheet.iter_rows(values_only=True)] == rows


def test_another_organisations_clients_are_in_no_list_and_no_file() -> None:
    four()
    company("よその会社", of=THEIRS, answers={"employees": 1})
    for address in (EQUIPMENT, f"{EQUIPMENT}clients.csv"):
        ours, theirs = (browser(of=one).get(address).content.decode() for one in (OURS, THEIRS))
        assert "よその会社" not in ours
        assert "よその会社" in theirs
        assert [name for name in Client.objects.of(user()).values_list("name", flat=True) if name in theirs] == []
    book = load_workbook(io.BytesIO(browser(of=THEIRS).get(f"{EQUIPMENT}clients.xlsx").content))
    assert [row[0] for row in book.active.iter_rows(min_row=2, values_only=True)] == ["よその会社"]


def published(employees: int, first: date) -> None:
    """From *first* on, the equipment is for at most so many people; until the day before, for 300."""
    rules = Programme.objects.get(code="setsubi")
    rules.versions.update(last=first - timedelta(days=1))
    version = RuleVersion.objects.create(
        programme=rules, number=2, state="published", first=first, encoding="done", published_at=now(), why="法改正。"
    )
    row = {"programme": rules, "version": version, "position": 0, "place": "p6", "role": "requirement", "group": 1}
    Criterion.objects.create(**row, feature="employees", operator="at_most", values=[employees])
    renew_version()


@pytest.mark.parametrize(
    ("first", "said"),
    [(TODAY, ["あ商店 合いそう → 合わない（有効な規則が変わったため）"]), (TODAY + timedelta(days=1), [])],
)
def test_a_rule_in_force_from_a_day_is_told_from_that_day(first: date, said: list[str]) -> None:
    small()
    company("あ商店", answers={"employees": 200})
    published(100, first)
    (changes,) = (one for one in see(browser(), EQUIPMENT).all("section") if "からの変化" in one.text)
    assert changes.texts("li") == said


def test_published_rules_are_news() -> None:
    small()
    published(100, date(2027, 4, 1))
    (news,) = (one for one in see(browser(), "/console/").all("section") if one["aria-labelledby"] == "news")
    first = news.all("li")[0]
    assert first.text == "2026年11月23日 設備補助金の規則を公開しました（2027年4月1日から有効）。法改正。設備の更新"
    assert first.one("a")["href"] == EQUIPMENT
