"""What could still be had: what certifications bring, near misses, the way in order, and the fit over the ten areas."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest

from catalogue.labels import CERTIFICATIONS
from catalogue.models import AREAS
from tests.web.company import FOUR, JUDGED, MAKER, asked, browser
from tests.web.reading import Node, see

pytestmark = pytest.mark.usefixtures("real_stored", "db")

Json = dict[str, Any]

NEAR, ROADMAP = "/results/near/", "/results/roadmap/"
LARGE: Json = {
    "entity_type": "corporation",
    "industry": "31",
    "prefecture": "13",
    "capital_yen": 50_000_000_000,
    "employees": 8_000,
    "founded_year": 1950,
    "topics": [],
    "situations": [],
    "certifications": [],
    "other_industries": [],
    "other_prefectures": [],
}
COMPANIES: Mapping[str, Json] = {
    "a maker": MAKER,
    "four facts": FOUR,
    "a large company": LARGE,
    "a large company that wants": {**LARGE, "topics": ["gx", "rd"], "situations": ["capex_1bn"]},
    "a hotel": JUDGED["R06"],
    "an NPO": JUDGED["Q25"],
    "a sole proprietor": JUDGED["P05"],
}
KURUMIN = ("kurumin_try", "kurumin", "kurumin_platinum")


def codes(links: list[Node]) -> list[str]:
    """The measures that links lead to."""
    return [link["href"].split("/")[2] for link in links]


def gains(shown: Node) -> dict[str, Node]:
    """Certification → its card."""
    return {card.one("h3").text: card for card in shown.one("main").all("section")[0].all("li.card")}


def misses(shown: Node) -> dict[str, Node]:
    """Measure → its card."""
    cards = shown.one("main").all("section")[1].all("li.card")
    return {codes(card.one("h3").all("a"))[0]: card for card in cards}


def usable(found: list[Json]) -> list[tuple[Json, Json]]:
    """(measure's place, programme) of what is neither ruled out nor known to have closed nor closed to companies."""
    return [
        (one, programme)
        for one in found
        if one["availability"] != "closed" and one["measure"]["audience"] != "none"
        for programme in one["programmes"]
        if programme["verdict"] != "ineligible"
    ]


# Certifications


def test_who_has_no_kurumin_sees_what_it_would_bring_kind_by_kind() -> None:
    brings: dict[str, list[str]] = {code: [] for code in KURUMIN}
    for one, programme in usable(asked(MAKER)["results"]):
        for row in programme["bonuses"]:
            least = next((code for code in KURUMIN if code in row["values"]), None)
            if row["feature"] == "certifications" and least:
                brings[least].append(one["measure"]["code"])
    cards = gains(see(browser(MAKER), NEAR))
    for code, measures in brings.items():
        name = CERTIFICATIONS[code]
        card = cards[name]
        assert set(codes(card.one("details").all("a"))) == set(measures)
        assert card.all("p")[0].text == f"「{name}」があると、加点・優遇: {len(set(measures))}施策"
        assert codes(card.all("p")[1].all("a")) == ["4-04"]  # くるみん認定企業への優遇措置
    assert len(brings["kurumin"]) > 10


def test_what_brings_most_stands_first() -> None:
    counts = [len(card.one("details").all("a")) for card in gains(see(browser(MAKER), NEAR)).values()]
    assert counts == sorted(counts, reverse=True)
    assert all(counts)


@pytest.mark.parametrize(
    ("held", "gone", "left"),
    [
        ([], [], ["トライくるみん", "くるみん", "プラチナくるみん"]),
        (["kurumin_try"], ["トライくるみん"], ["くるみん", "プラチナくるみん"]),
        (["kurumin"], ["トライくるみん", "くるみん"], ["プラチナくるみん"]),
        (["kurumin_platinum"], ["トライくるみん", "くるみん", "プラチナくるみん"], []),
    ],
)
def test_what_is_held_is_no_gain_and_a_higher_kind_is_the_lower_too(
    held: list[str], gone: list[str], left: list[str]
) -> None:
    names = gains(see(browser({**MAKER, "certifications": held}), NEAR))
    assert set(left) <= set(names)
    assert not set(gone) & set(names)


# Near misses


@pytest.mark.parametrize("company", COMPANIES)
def test_a_near_miss_is_ruled_out_by_the_api_and_says_by_which_condition(company: str) -> None:
    found = {one["measure"]["code"]: one for one in asked(COMPANIES[company])["results"]}
    shown = see(browser(COMPANIES[company]), NEAR)
    for code, card in misses(shown).items():
        one = found[code]
        assert one["verdict"] == "ineligible"
        programme = next(
            programme for programme in one["programmes"] if programme["name"] == card.one("p.programme__aspect").text
        )
        unmet = [row["text"] for row in programme["criteria"] if row["outcome"] == "unmet"]
        texts = card.texts("li")
        assert texts[0] in unmet
        assert texts[-1].startswith("すべてそろ")
        assert len(texts) % 2 == 1  # each obstacle with its way, and what would then be


GROWN_SMALLER = ("減ら", "減資", "縮小", "下げ", "移転", "移す", "分社", "辞め")
FIXED = ("company_size", "capital_yen", "employees", "prefecture", "region", "entity_type", "industry")


@pytest.mark.parametrize("company", COMPANIES)
def test_nobody_is_told_to_shrink_to_move_or_to_be_another_company(company: str) -> None:
    answers = COMPANIES[company]
    shown = see(browser(answers), NEAR)
    near = misses(shown)
    for one in asked(answers)["results"]:
        if one["verdict"] == "ineligible" and all(needs_another_company(each) for each in one["programmes"]):
            assert one["measure"]["code"] not in near
    for card in (*near.values(), *gains(shown).values()):
        assert not [word for word in GROWN_SMALLER if word in card.text]
    assert "資本金や従業員を減らす、本社を移すといった、会社の形を変える助言はしません。" in shown.one("main").text


def needs_another_company(programme: Json) -> bool:
    """Whether a group of conditions fails that only size, place, form or main business could meet."""
    groups: dict[int, list[Json]] = {}
    for row in programme["criteria"]:
        groups.setdefault(row["group"], []).append(row)
    return any(all(row["outcome"] == "unmet" and row["feature"] in FIXED for row in rows) for rows in groups.values())


def test_for_a_large_company_most_of_what_is_ruled_out_stays_so() -> None:
    ruled_out = [one for one in asked(LARGE)["results"] if one["verdict"] == "ineligible"]
    near = misses(see(browser(LARGE), NEAR))
    assert len(ruled_out) > 2 * len(near)


CAN_IT_CHANGE = [
    ({**MAKER, "annual_energy_kl": 1499}, "1-06", False),  # from 1,500 kL a year
    ({**LARGE, "annual_energy_kl": 1500}, "1-14", False),  # less than 1,500 kL, or a small firm
    ({**MAKER, "founded_year": 2020}, "3-26", False),  # less than five years old
    (LARGE, "1-16", False),  # a small firm
    (MAKER, "1-16", True),  # old equipment to be replaced
]


@pytest.mark.parametrize(("answers", "code", "can"), CAN_IT_CHANGE)
def test_a_plan_is_told_and_what_takes_shrinking_or_youth_or_more_energy_is_not(
    answers: Json, code: str, can: bool
) -> None:
    assert {one["measure"]["code"]: one["verdict"] for one in asked(answers)["results"]}[code] == "ineligible"
    near = misses(see(browser(answers), NEAR))
    assert (code in near) == can
    if can:
        assert near[code].texts("li")[1:] == [
            "「法定耐用年数を超えた設備を更新したい」にあてはまるようになれば、この条件に合います。",
            "すべてそろうと、判定は「条件に合う可能性が高い」になります。",
        ]


# The way in order


@pytest.mark.parametrize("company", COMPANIES)
def test_the_list_beside_the_graph_has_the_same_links_and_names(company: str) -> None:
    shown = see(browser(COMPANIES[company]), ROADMAP)
    way = shown.one("main").all("section")[0]
    if not way.all("svg"):
        assert "いまの答えで、先に取るとよい認定や計画はありません。" in way.text
        return
    wide, narrow = way.all("svg")
    steps = way.one("div.chart-steps")
    assert steps.texts("p.chart-step") == ["いま持っているもの", "取れる認定・計画", "開ける施策（加点・条件）"]
    listed = set(codes(steps.all("a")))
    for picture in (wide, narrow):
        assert {link["href"].split("/")[2] for link in picture.all("a") if not link["href"].startswith("#")} <= listed
        assert picture.one("title").text == "先に取る認定・計画と、それで開ける施策"
        assert picture.one("desc").text


def test_the_way_leads_over_kurumin_to_what_it_opens() -> None:
    first = [one["measure"] for one in asked(MAKER)["results"][:10]]
    brought = set(codes(gains(see(browser(MAKER), NEAR))["くるみん"].one("details").all("a")))
    columns = see(browser(MAKER), ROADMAP).one("div.chart-steps").all("div")
    assert columns[0].text == "いま持っているもの ありません。"
    obtainable = columns[1].texts("li")
    assert [text for text in obtainable if text.startswith("くるみん（これから取れる）つながる先: ")]
    opened = codes(columns[2].all("a"))
    assert {one["code"] for one in first} & brought <= set(opened)
    assert opened


def test_what_is_held_stands_in_the_first_column() -> None:
    held = {**MAKER, "certifications": ["kurumin", "dx_certified"]}
    shown = see(browser(held), ROADMAP).one("main").all("section")[0]
    for column in shown.all("div.chart-steps"):
        assert {text.partition("（")[0] for text in column.all("div")[0].texts("li")} == {"くるみん", "DX認定"}


# The fit over the areas


def fit(answers: Json) -> dict[str, str]:
    """Area → the mean of its three best scores as a percentage of the best score of all, from what the API says."""
    scores: dict[int, list[Decimal]] = {area: [] for area in AREAS}
    for one in asked(answers)["results"]:
        scores[one["measure"]["area"]].append(Decimal(str(one["score"])))
    best = max(max(points) for points in scores.values())
    shares = {area: sum(sorted(points)[-3:], Decimal()) / 3 / best for area, points in scores.items()}
    return {
        f"{area} {AREAS[area]}": f"{(share.quantize(Decimal('.0001')) * 100).quantize(Decimal(1), ROUND_HALF_UP)}%"
        for area, share in shares.items()
    }


@pytest.mark.parametrize("company", COMPANIES)
def test_the_radar_shows_the_fit_that_the_scores_of_the_api_give(company: str) -> None:
    section = see(browser(COMPANIES[company]), ROADMAP).one("main").all("section")[1]
    wanted = fit(COMPANIES[company])
    rows = section.one("table").one("tbody").all("tr")
    assert {row.one("th").text: row.one("td").text for row in rows} == wanted
    most = max(wanted.values(), key=lambda text: int(text[:-1]))
    for picture in section.all("svg"):
        assert (picture["role"], picture.one("title").text) == ("img", "分野ごとの合いぐあい")
        assert most in picture.one("desc").text
        assert len(picture.all("circle")) == 10


def test_the_radar_is_drawn_to_scale() -> None:
    picture = see(browser(MAKER), ROADMAP).one("main").all("section")[1].all("svg")[0]
    for dot, axis, text in zip(picture.all("circle"), picture.all("line"), fit(MAKER).values(), strict=True):
        start, tip, point = (
            complex(float(axis["x1"]), float(axis["y1"])),
            complex(float(axis["x2"]), float(axis["y2"])),
            complex(float(dot["cx"]), float(dot["cy"])),
        )
        assert abs(point - start) / abs(tip - start) * 100 == pytest.approx(int(text[:-1]), abs=0.7)
