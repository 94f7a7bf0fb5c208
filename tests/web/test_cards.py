"""A card: verdict as word and icon, missing answers, reasons, bonuses, availability; each as the API's evidence has it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
import time_machine

from catalogue.labels import ANSWERS, CERTIFICATIONS, PREFECTURES, SITUATIONS, TOPICS
from catalogue.models import SupportType
from tests.web.company import FOUR, JUDGED, MAKER, asked, browser
from tests.web.reading import Node, see

pytestmark = pytest.mark.usefixtures("real_stored", "db")

Json = dict[str, Any]

COMPANIES: Mapping[str, Json] = {
    "four facts": FOUR,
    "a maker": MAKER,
    "a maker with くるみん": MAKER | {"certifications": ["kurumin_platinum"], "other_industries": []},
    "a hotel": JUDGED["R06"],
    "a large company": JUDGED["Q12"],
}
ICONS = {"eligible": "○", "needs_info": "△", "ineligible": "×"}
WORDS = {"eligible": "条件に合う可能性が高い", "ineligible": "条件に合わない"}
READS: Mapping[str, tuple[str, ...]] = {
    "company_size": ("entity_type", "industry", "capital_yen", "employees"),
    "region": ("prefecture",),
    "years_since_foundation": ("founded_on",),
}
"""Feature → the answers it is read from, where they are not of the same name."""


@pytest.fixture(scope="module")
def whole(real_stored: None) -> dict[str, tuple[dict[str, Json], dict[str, Node]]]:
    """Company → measure → what the API says, and measure → its card."""
    with time_machine.travel("2026-11-26T10:00:00+09:00", tick=False):
        found = {}
        for name, answers in COMPANIES.items():
            client = browser(answers)
            cards = {
                card["id"].removeprefix("m-"): card
                for verdict in ("", "ineligible")
                for card in see(client, "/results/", show=200, verdict=verdict).all("li.card")
            }
            found[name] = {one["measure"]["code"]: one for one in asked(answers)["results"]}, cards
        return found


@pytest.fixture(params=COMPANIES)
def pairs(request: pytest.FixtureRequest, whole: Any) -> list[tuple[Json, Node]]:
    """(what the API says, card) of all measures for one company."""
    told, cards = whole[request.param]
    assert set(told) == set(cards)
    return [(told[code], cards[code]) for code in told]


def test_every_card_says_what_the_measure_is(pairs: list[tuple[Json, Node]]) -> None:
    for one, card in pairs:
        measure = one["measure"]
        supports = dict.fromkeys(code for programme in one["programmes"] for code in programme["support_types"])
        assert card.one("h3").text == measure["title"]
        assert card.one("h3").one("a")["href"] == f"/measures/{measure['code']}/"
        assert card.one("p.card__summary").text == " ".join(measure["summary"].split())
        assert card.texts("li.chip") == [str(SupportType(code).label) for code in supports] + measure["ministries"]
        assert (
            card.texts("p.card__audience")
            == {
                "direct": [],
                "indirect": ["ほかの主体を通じて企業に届く"],
                "none": ["企業が使う手続きはない"],
            }[measure["audience"]]
        )


def test_the_verdict_is_a_word_with_an_icon_and_never_colour_alone(pairs: list[tuple[Json, Node]]) -> None:
    for one, card in pairs:
        verdict = card.one("p.verdict")
        icon = verdict.one("span.verdict__icon")
        assert card.classes == ["card", f"card--{one['verdict']}"]
        assert verdict.classes == ["verdict", f"verdict--{one['verdict']}"]
        assert (icon.text, icon["aria-hidden"]) == (ICONS[one["verdict"]], "true")
        if one["verdict"] in WORDS:
            assert verdict.text == icon.text + WORDS[one["verdict"]]


def missing(programme: Json, answers: Json) -> list[str]:
    """The answers that an undecided group of conditions reads, and that are not given."""
    groups: dict[int, list[Json]] = {}
    for row in programme["criteria"]:
        groups.setdefault(row["group"], []).append(row)
    keys: dict[str, None] = {}
    for rows in groups.values():
        outcomes = {row["outcome"] for row in rows}
        if "unknown" in outcomes and "met" not in outcomes:
            for row in rows:
                if row["outcome"] == "unknown":
                    keys |= dict.fromkeys(READS.get(row["feature"], (row["feature"],)))
    return [key for key in keys if key not in answers and not (key == "founded_on" and "founded_year" in answers)]


@pytest.mark.parametrize("company", COMPANIES)
def test_what_is_missing_is_counted_and_named(whole: Any, company: str) -> None:
    told, cards = whole[company]
    counted = set()
    for code, one in told.items():
        if one["verdict"] != "needs_info":
            assert cards[code].all("span.verdict__missing") == []
            continue
        of_one = [missing(programme, COMPANIES[company]) for programme in one["programmes"]]
        texts = [verdict_text([ANSWERS[key] for key in keys]) for keys in of_one]
        assert cards[code].one("p.verdict").text in texts  # of several programmes, the one that the measure stands for
        counted.add(len(of_one[0]))
    assert counted >= {0, 1}


def verdict_text(names: list[str]) -> str:
    return f"△あと{len(names)}項目で判定{'、'.join(names)}" if names else "△確認が必要"


TOLD_MISSING = {
    "7-20": "△あと1項目で判定いまの状況",
    "3-26": "△あと1項目で判定設立・創業の日",
    "1-06": "△あと1項目で判定年間エネルギー使用量",
    "9-07": "△あと1項目で判定資本金",
    "6-13": "△あと1項目で判定いまの状況",
    "7-11": "△あと2項目で判定ほかに営む業種、いまの状況",
    "8-03": "△あと3項目で判定ほかに営む業種、いまの状況、取り組みたいこと",
    "9-01": "△確認が必要",
}


def test_word_for_word_for_who_has_given_four_facts(whole: Any) -> None:
    _told, cards = whole["four facts"]
    assert {code: cards[code].one("p.verdict").text for code in TOLD_MISSING} == TOLD_MISSING


TELLING = ("topics", "situations", "industry", "other_industry", "company")
SAYS_NOTHING = "業種を限らない、または業種が広く答えられている"


def test_the_reasons_are_the_three_that_count_most(pairs: list[tuple[Json, Node]]) -> None:
    seen = set()
    for one, card in pairs:
        parts = [part for part in one["score_parts"] if part["part"] in TELLING and part["points"]]
        parts = [part for part in parts if part["why"] != SAYS_NOTHING]
        speaks_for = [part["why"] for part in sorted(parts, key=lambda part: -abs(part["points"]))]
        shown = [text for box in card.all("ul.card__reasons") for text in box.texts("li")]
        against = [text for text in shown if text not in speaks_for]
        state = {"eligible": "met", "needs_info": "unknown", "ineligible": "unmet"}[one["verdict"]]
        stated = [
            row["text"] for programme in one["programmes"] for row in programme["criteria"] if row["outcome"] == state
        ]
        assert set(against) <= ({*stated} if one["verdict"] != "eligible" else set())
        if one["verdict"] == "ineligible":
            assert against
        assert shown == [*against[:1], *speaks_for, *against[1:]][:3]
        seen.add((one["verdict"], len(shown)))
    assert {verdict for verdict, _count in seen} >= {"eligible", "needs_info", "ineligible"}


NAMES = {"certifications": CERTIFICATIONS, "situations": SITUATIONS, "topics": TOPICS, "prefecture": PREFECTURES}


HEAD_OFFICE = ("prefecture", "unmet")
"""Nobody is told to move it."""


def bonus(row: Json) -> str:
    names = "、".join(NAMES[row["feature"]][value] for value in row["values"])
    return f"{names}：{row['effect']}" if row["effect"] else names


def test_bonuses_are_those_held_and_those_to_be_had_of_what_is_not_ruled_out(pairs: list[tuple[Json, Node]]) -> None:
    for one, card in pairs:
        rows = [row for each in one["programmes"] if each["verdict"] != "ineligible" for row in each["bonuses"]]
        held = list(dict.fromkeys(bonus(row) for row in rows if row["outcome"] == "met"))
        could = [row for row in rows if row["outcome"] != "met" and (row["feature"], row["outcome"]) != HEAD_OFFICE]
        still = [bonus(row) for row in could if bonus(row) not in held]
        wanted = [f"受けられる優遇 {'、'.join(held)}"] if held else []
        wanted += [f"あれば優遇 {'、'.join(dict.fromkeys(still))}"] if still else []
        assert card.texts("p.card__bonus") == wanted


def test_who_holds_kurumin_has_what_others_could_have(whole: Any) -> None:
    _told, without = whole["a maker"]
    _told, holding = whole["a maker with くるみん"]
    text = "くるみん：補助金の審査で加点"
    assert f"あれば優遇 {text}" in without["1-11"].texts("p.card__bonus")
    assert text in holding["1-11"].texts("p.card__bonus")[0]
    assert holding["1-11"].texts("p.card__bonus")[0].startswith("受けられる優遇 ")


# Is it open?


BEGINS = {"open": "受付中", "upcoming": "受付予定", "closed": "受付終了", "unknown": "受付状況は要確認"}


def test_availability_is_said_with_its_day(pairs: list[tuple[Json, Node]]) -> None:
    for one, card in pairs:
        box = card.one("p.availability")
        assert f"availability--{one['availability']}" in box.classes
        assert box.text.startswith(BEGINS[one["availability"]])
        if one["availability"] == "unknown":
            assert box.text == "受付状況は要確認（2024年3月の資料による）"
    texts = {one["measure"]["code"]: card.one("p.availability").text for one, card in pairs}
    assert texts["1-29"] == "受付終了（2025年4月1日から）"
    assert texts["10-04"] == "受付終了（2024年7月1日から）"
    assert texts["3-26"] == "受付中（2023年3月15日から）"


def test_what_has_closed_stands_below_all_that_may_be_open(pairs: list[tuple[Json, Node]]) -> None:
    usable = [one["availability"] == "closed" for one, _card in pairs if one["verdict"] == "eligible"]
    assert usable == sorted(usable)
    assert any(usable)


DAYS_OF_LOANS = {
    "2023-01-09": "受付状況は要確認（2024年3月の資料による）",
    "2023-01-10": "受付中（2023年1月10日から2024年6月30日まで）",
    "2024-06-30": "受付中（2023年1月10日から2024年6月30日まで）",
    "2024-07-01": "受付終了（2024年7月1日から）",
}


@pytest.mark.parametrize("day", DAYS_OF_LOANS)
def test_it_is_todays_state_that_is_said(day: str) -> None:
    with time_machine.travel(f"{day}T10:00:00+09:00", tick=False):
        card = see(browser(MAKER), "/results/", show=200, area=10).one("#m-10-04")
    assert card.one("p.availability").text == DAYS_OF_LOANS[day]


def test_what_became_of_it_is_said_in_a_sentence(pairs: list[tuple[Json, Node]]) -> None:
    by_code = {one["measure"]["code"]: (one, card) for one, card in pairs}
    one, card = by_code["9-09"]
    events = [event for programme in one["programmes"] for event in programme["history"]]
    headlines = [event["text"].partition("。")[0] + "。" for event in events if event["event"] == "renamed"]
    assert headlines
    assert set(headlines) <= set(card.texts("p.card__history"))
    assert "IT導入補助金は、2026年1月23日にデジタル化・AI導入補助金に名前が変わりました。" in headlines
