"""A measure's page, for each of the 190: with and without a company, every condition with its source; and the catalogue to browse."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalogue.labels import ANSWERS, CERTIFICATIONS
from catalogue.models import AREAS, Measure, SupportType
from tests.api.asking import MEASURES
from tests.catalogue.files import FIXTURES
from tests.web.company import FOUR, MAKER, asked, browser
from tests.web.reading import Node, page, see

pytestmark = pytest.mark.usefixtures("real_stored", "db")

Json = dict[str, Any]

CODES = sorted(path.stem for path in (FIXTURES / "measures").glob("*.yaml"))
STATES = {"met": "合っている：", "unmet": "合っていない：", "unknown": "まだわからない："}


@pytest.fixture(scope="module")
def stated(real_stored: None) -> dict[str, Json]:
    """Measure → what the API says of it to everybody."""
    response = Client().get(MEASURES, query_params={"page_size": 200})
    return {one["code"]: one for one in response.json()["results"]}


@pytest.fixture(scope="module")
def judged(real_stored: None) -> dict[str, Json]:
    """Measure → what the API says of it to the maker."""
    with time_machine.travel("2026-11-23T10:00:00+09:00", tick=False):
        return {one["measure"]["code"]: one for one in asked(MAKER)["results"]}


def sections(shown: Node) -> list[Node]:
    return shown.all("section.programme")


def conditions(section: Node) -> list[tuple[str, str, str]]:
    """(state, text, source) of everything that is asked for or counts."""
    return [
        (
            one.classes[1].removeprefix("condition--"),
            one.one("p.condition__text").text,
            one.one("p.source").text.removeprefix("出典 "),
        )
        for one in section.all("li.condition")
    ]


def test_there_are_190() -> None:
    assert len(CODES) == 190


@pytest.mark.parametrize("code", CODES)
def test_without_a_company_it_says_what_the_source_says(client: Client, stated: dict[str, Json], code: str) -> None:
    one, shown = stated[code], see(client, f"/measures/{code}/")
    assert shown.one("head").one("title").text == f"{' '.join(one['title'].split())}｜支援施策さがし"
    assert shown.texts("h1") == [" ".join(one["title"].split())]
    main = shown.one("main")
    assert main.one("p.lead").text == " ".join(one["summary"].split())
    assert "・".join(one["ministries"]) in main.text
    assert (main.all("p.verdict"), main.all("#why")) == ([], [])
    assert len(sections(shown)) == len(one["programmes"])
    for section, programme in zip(sections(shown), one["programmes"], strict=True):
        asked_for = [row for row in programme["criteria"] if row["role"] == "requirement"]
        rows = [("stated", f"条件：{row['text']}", row["source"]) for row in asked_for]
        rows += [("unknown", f"手で確認：{check['text']}", check["source"]) for check in programme["checks"]]
        bonuses = [row for row in programme["criteria"] if row["role"] == "bonus"]
        found = conditions(section)
        assert found[: len(rows)] == rows
        assert [(state, source) for state, _text, source in found[len(rows) :]] == [
            ("stated", row["source"]) for row in bonuses
        ]
        for row, (_state, text, _source) in zip(bonuses, found[len(rows) :], strict=True):
            assert text.partition("：")[2] == row["effect"]
        assert programme["name"] in section.one("h2").text
        assert_facts(section, programme)


def assert_facts(section: Node, programme: Json) -> None:
    """What for whom, how much and when; and what became of it."""
    facts = dict(zip(section.texts("dt"), section.texts("dd"), strict=True))
    supports = "、".join(str(SupportType(code).label) for code in programme["support_types"])
    gives = "、".join(CERTIFICATIONS[code] for code in programme["gives"])
    assert facts["何をしてくれる"] == supports + (f"。取れる認定：{gives}" if gives else "")
    assert facts.get("ほかの呼び名", "") == "、".join(programme["aliases"])
    if programme["budgets"]:
        for row in programme["budgets"]:
            assert f"国の予算 {row['fiscal_year'].replace('R', '令和')}年度" in facts["いくら"]
            assert row["source"] in facts["いくら"]
    else:
        assert facts["いくら"] == "出典に金額の記載はありません。"
    assert facts["いつ"].startswith(("受付", "いつ"))
    told = [(event["text"], event["source"]) for event in programme["history"]]
    assert [tuple(notice.texts("p")) for notice in section.all("div.notice")] == told
    for result in programme["results"]:
        assert result["metric"] in section.one("table").text


@pytest.mark.parametrize("code", CODES)
def test_with_a_company_every_condition_says_how_it_came_out(judged: dict[str, Json], code: str) -> None:
    one, shown = judged[code], see(browser(MAKER), f"/measures/{code}/")
    main = shown.one("main")
    assert main.one("p.verdict--large").classes[-1] == f"verdict--{one['verdict']}"
    for section, programme in zip(sections(shown), one["programmes"], strict=True):
        assert section.one("p.verdict").classes == ["verdict", f"verdict--{programme['verdict']}"]
        assert section.one("p.verdict").text[1:] != ""
        found = conditions(section)
        rows = [(row["outcome"], STATES[row["outcome"]] + row["text"], row["source"]) for row in programme["criteria"]]
        rows += [("unknown", f"手で確認：{check['text']}", check["source"]) for check in programme["checks"]]
        assert found[: len(rows)] == rows
        bonuses = [("met" if row["outcome"] == "met" else "stated", row["source"]) for row in programme["bonuses"]]
        assert [(state, source) for state, _text, source in found[len(rows) :]] == bonuses
        assert all(text.endswith("（受けられます）") == (state == "met") for state, text, _ in found[len(rows) :])
        assert programme["judged"]["text"] in section.text
    assert [link["href"] for link in main.one("nav.breadcrumb").all("a")] == [
        "/results/",
        f"/measures/?area={one['measure']['area']}",
    ]


@pytest.mark.parametrize("code", ["10-01", "10-04", "1-05"])
def test_numbers_of_every_length_are_addresses(client: Client, code: str) -> None:
    assert see(client, f"/measures/{code}/").one("nav.breadcrumb").texts("li")[-1] == code


@pytest.mark.parametrize("code", ["1-99", "11-01", "0-00", "01-05", "x", "1-05x", "1-5", "１-05", "1-05%00", "%00"])
def test_an_unknown_number_is_not_found(client: Client, code: str) -> None:
    assert page(client.get(f"/measures/{code}/"), 404).one("h1").text == "ページが見つかりません"
    assert page(client.post(f"/measures/{code}/star/"), 404)


def test_what_is_missing_is_named_on_the_page() -> None:
    box = see(browser(FOUR), "/measures/8-03/").one("p.verdict--large")
    assert box.text == "△あと3項目で判定足りない情報：ほかに営む業種、いまの状況、取り組みたいこと"
    assert all(name in ANSWERS.values() for name in box.text.partition("：")[2].split("、"))


# What has closed, and what is listed elsewhere


@pytest.mark.parametrize(("day", "ended"), [("2025-03-30", False), ("2025-03-31", True), ("2026-11-26", True)])
@pytest.mark.parametrize("answers", [None, MAKER], ids=["nobody", "maker"])
def test_the_dx_tax_has_been_closed_since_april_2025(day: str, ended: bool, answers: Json | None) -> None:
    with time_machine.travel(f"{day}T10:00:00+09:00", tick=False):
        shown = see(browser(answers) if answers else Client(), "/measures/1-12/")
    certified, tax = sections(shown)
    assert tax.one("h2").text == "DX投資促進税制"
    assert tax.one("span.availability").classes == ["availability", "availability--closed"]
    assert tax.one("span.availability").text == "受付終了 2025年4月1日から"
    assert [notice.texts("p")[0] for notice in tax.all("div.notice")] == ["2025年3月31日に終わりました。"] * ended
    assert (certified.all("span.availability"), certified.all("div.notice")) == ([], [])


def test_a_shared_programme_names_its_other_measures(client: Client) -> None:
    section = sections(see(client, "/measures/9-09/"))[0]
    assert [link["href"] for link in section.one("ul.links").all("a")] == [
        f"/measures/{code}/" for code in ("1-05", "1-11", "1-28", "5-04", "6-14")
    ]


@pytest.mark.parametrize("code", ["1-05", "1-17", "9-05"])
def test_it_says_where_to_ask_and_never_itself(client: Client, code: str) -> None:
    links = [link["href"] for link in see(client, f"/measures/{code}/").all("ul.links")[-1].all("a")]
    assert links == [f"/measures/{one}/" for one in ("1-17", "9-05") if one != code]


def queries(client: Client, address: str) -> int:
    see(client, address)
    with CaptureQueriesContext(connection) as captured:
        see(client, address)
    return len(captured)


@pytest.mark.parametrize("answers", [None, MAKER], ids=["nobody", "maker"])
def test_several_programmes_take_no_more_queries_than_one(answers: Json | None) -> None:
    client = browser(answers) if answers else Client()
    # One programme; several shared ones; one that is listed under six measures; four of its own.
    counts = {code: queries(client, f"/measures/{code}/") for code in ("1-26", "1-05", "5-04", "9-09", "1-18")}
    assert len(set(counts.values())) == 1, counts
    assert counts["1-05"] <= 21


# To browse


def rows(shown: Node) -> list[str]:
    return [one["id"].removeprefix("m-") for one in shown.all("li.card")]


def test_all_measures_twenty_a_page(client: Client, stated: dict[str, Json]) -> None:
    found, address = [], "/measures/"
    while address:
        shown = see(client, address)
        found.append(rows(shown))
        onward = [link["href"] for link in shown.one("nav.pager").all("a") if link.text == "次の20件"]
        address = f"/measures/{onward[0]}" if onward else ""
    assert [len(one) for one in found] == [20] * 9 + [10]
    assert [code for one in found for code in one] == list(stated)


@pytest.mark.parametrize(
    "query",
    [
        {"q": "IT導入補助金"},
        {"q": "承継"},
        {"area": 10},
        {"support_type": "tax"},
        {"ministry": "厚労省"},
        {"audience": "indirect", "area": 3},
        {"q": "補助金", "area": 1, "support_type": "subsidy"},
    ],
    ids=str,
)
def test_it_finds_the_same_as_the_api(client: Client, query: dict[str, Any]) -> None:
    wanted = [one["code"] for one in client.get(MEASURES, {"page_size": 200} | query).json()["results"]]
    query = {"support" if key == "support_type" else key: value for key, value in query.items()}
    shown = see(client, "/measures/", **query)
    assert wanted
    assert rows(shown) == wanted[:20]
    assert shown.one("p.count").text == f"{len(wanted)}件あります。"
    for link in shown.one("nav.pager").all("a"):
        sent = {name: values[0] for name, values in parse_qs(link["href"].lstrip("?")).items()}
        assert sent == {key: str(value) for key, value in query.items()} | {"page": "2"}


@pytest.mark.parametrize(("number", "first"), [("0", 9), ("11", 9), ("x", 0), ("-1", 9), ("9" * 400, 9), ("10", 9)])
def test_a_page_that_is_not_there(client: Client, stated: dict[str, Json], number: str, first: int) -> None:
    assert rows(see(client, "/measures/", page=number)) == list(stated)[first * 20 : first * 20 + 20]


def test_nothing_found_and_unknown_filters(client: Client) -> None:
    assert "見つかりませんでした" in see(client, "/measures/", q="くじらの水族館").one("main").text
    assert see(client, "/measures/", area=11, ministry="火星省", support="x").one("p.count").text == "190件あります。"


def test_a_page_of_any_size_takes_the_same_queries(client: Client) -> None:
    whole = queries(client, "/measures/")
    Measure.objects.exclude(code__in=["1-05", "1-12", "4-04"]).delete()
    assert (len(rows(see(client, "/measures/"))), queries(client, "/measures/")) == (3, whole)


def test_areas_lead_to_their_measures(client: Client) -> None:
    options = see(client, "/measures/").one("#id_area").all("option")
    assert {one["value"]: one.text for one in options} == {"": "すべて"} | {str(k): v for k, v in AREAS.items()}
