"""The five pages as a new user goes through them: what is saved, what is shown again, and where each button leads."""

from typing import Any

import pytest
from django.test import Client

from catalogue.models import Draft
from catalogue.parts.pages import NEEDED, PAGES
from tests.web.visitor import BASICS, KEPT, SIZE, WAY, Visitor

pytestmark = pytest.mark.django_db

SLUGS = ["basics", "size", "topics", "situations", "certifications"]
TITLES = ["会社の基本", "規模", "やりたいこと", "いまの状況", "認定・宣言"]

SHOWN_AGAIN = {
    "basics": {
        "entity_type": ["corporation"],
        "industry": ["09"],
        "industry_q": [""],
        "industry_listed": [""],
        "prefecture": ["20"],
        "name": ["㈱山ノ上食品①"],
        "corporate_number": ["7000012050002"],
    },
    "size": {
        "employees": ["7319"],
        "capital_yen": ["4861"],
        "founded_on": ["1968-04-09"],
        "annual_sales_yen": ["12345"],
        "annual_energy_kl": ["1234.567"],
    },
    "topics": {"topics": ["dx", "overseas_safety"]},
    "situations": {"situations": ["hq_relocation"]},
    "certifications": {"certifications": ["none"]},
}
"""Page → what stands in it once everything has been answered."""

EMPTY = {
    "basics": {
        "industry_q": [""],
        "industry_listed": [""],
        "prefecture": [""],
        "name": [""],
        "corporate_number": [""],
    },
    "size": {key: [""] for key in SIZE},
    "topics": {},
    "situations": {},
    "certifications": {},
}

READ_BACK = ["7,319人", "4,861万円", "1968年（昭和43年）", "1億2,345万円", "1,234.567kL"]

SAID = [
    ("法人・個人の別", "会社（株式会社・合同会社など）"),
    ("主たる業種", "食料品製造業"),
    ("本社の所在地", "長野県"),
    ("会社名", "㈱山ノ上食品①"),
    ("法人番号", "7000012050002"),
    ("常時使用する従業員数", "7,319人"),
    ("資本金", "4,861万円"),
    ("設立・創業の年", "1968年4月9日"),
    ("年間売上高", "1億2,345万円"),
    ("年間エネルギー使用量", "1,234.567kL"),
]


@pytest.fixture
def visitor() -> Visitor:
    return Visitor()


def answers() -> dict[str, Any]:
    kept: dict[str, Any] = Draft.objects.get().answers
    return kept


def rows(visitor: Visitor) -> list[tuple[str, str]]:
    """(question, answer) on the check page."""
    page = visitor.open("/profile/check/")
    told = [one for one in page.all("dd") if "facts__change" not in one.attrs.get("class", "")]
    return [(question.text, answer.text) for question, answer in zip(page.all("dt"), told, strict=True)]


def test_five_pages_with_one_topic_each() -> None:
    assert [page.slug for page in PAGES] == SLUGS
    assert [page.title for page in PAGES] == TITLES
    assert NEEDED == ("entity_type", "industry", "prefecture", "employees")


@pytest.mark.parametrize("place", range(5))
def test_a_page_says_where_one_is(visitor: Visitor, place: int) -> None:
    page = visitor.open(f"/profile/{SLUGS[place]}/")
    assert page.status == 200
    assert page.title == f"{TITLES[place]}｜支援施策さがし"
    assert page.heading == f"5ページ中の{place + 1}ページ目 {TITLES[place]}"
    assert [one.text for one in page.all("li", **{"aria-current": "step"})] == [TITLES[place]]
    steps = [one for one in page.all("li") if "steps__item" in one.attrs.get("class", "")]
    assert [one.text for one in steps] == TITLES
    assert (f"/profile/{SLUGS[place - 1]}/" if place else "/") in page.addresses
    assert page.dangling() == []


@pytest.mark.parametrize("slug", SLUGS)
def test_a_page_begins_empty_without_placeholder_or_disabled_button(visitor: Visitor, slug: str) -> None:
    page = visitor.open(f"/profile/{slug}/")
    assert page.sent == EMPTY[slug]
    assert "placeholder" not in page.html
    assert " disabled" not in page.html


def test_each_page_is_saved_as_it_is_left_and_leads_to_the_next(visitor: Visitor) -> None:
    page = visitor.open("/profile/")
    kept: set[str] = set()
    for slug, onward in zip(SLUGS, [*SLUGS[1:], "check"], strict=True):
        assert page.address == f"/profile/{slug}/"
        page = visitor.fill(**WAY[slug]).press("next")
        assert page.address == f"/profile/{onward}/"
        kept |= {key for key in KEPT if key in SHOWN_AGAIN[slug] or (key == "founded_year" and slug == "size")}
        assert answers() == {key: KEPT[key] for key in kept}
    assert answers() == KEPT
    assert Draft.objects.get().pages == SLUGS


@pytest.mark.parametrize("slug", SLUGS)
def test_what_was_saved_is_shown_again_and_sending_it_changes_nothing(visitor: Visitor, slug: str) -> None:
    visitor.walk()
    page = visitor.open(f"/profile/{slug}/")
    assert page.sent == SHOWN_AGAIN[slug]
    visitor.press("next")
    assert answers() == KEPT


def test_numbers_are_read_back_in_words(visitor: Visitor) -> None:
    visitor.walk()
    page = visitor.open("/profile/size/")
    echoes = [one.text for one in page.all("p", **{"class": "field__echo"})]
    assert echoes == [f"読み取り: {words}" for words in READ_BACK]


def test_a_box_of_numbers_brings_up_the_right_keyboard(visitor: Visitor) -> None:
    page = visitor.open("/profile/size/")
    modes = {one["name"]: one.attrs.get("inputmode") for one in page.all("input", type="text")}
    assert modes == {
        "employees": "numeric",
        "capital_yen": "numeric",
        "founded_on": "text",
        "annual_sales_yen": "numeric",
        "annual_energy_kl": "decimal",
    }
    name = visitor.open("/profile/basics/").named("id_name")
    assert name["autocomplete"] == "organization"


def test_an_answer_can_be_taken_back(visitor: Visitor) -> None:
    visitor.walk()
    visitor.open("/profile/size/")
    visitor.fill(capital_yen="", founded_on="", annual_sales_yen="", annual_energy_kl="").press("next")
    visitor.open("/profile/certifications/")
    visitor.fill(certifications=[]).press("next")
    gone = {"capital_yen", "founded_on", "founded_year", "annual_sales_yen", "annual_energy_kl", "certifications"}
    assert answers() == {key: value for key, value in KEPT.items() if key not in gone}


def test_a_day_makes_room_for_a_year_and_back(visitor: Visitor) -> None:
    visitor.walk()
    for typed, kept in [
        ("1970", {"founded_year": 1970}),
        ("S45.5.6", {"founded_year": 1970, "founded_on": "1970-05-06"}),
        ("", {}),
    ]:
        visitor.open("/profile/size/")
        visitor.fill(founded_on=typed).press("next")
        assert {key: value for key, value in answers().items() if key.startswith("founded")} == kept


def test_only_the_first_pages_facts_are_needed(visitor: Visitor) -> None:
    visitor.open("/profile/basics/")
    visitor.fill(entity_type="sole_proprietor", industry_listed="76", prefecture="47").press("next")
    visitor.fill(employees="3").press("next")
    for onward in ["situations", "certifications", "check"]:
        assert visitor.press("next").address == f"/profile/{onward}/"
    assert answers() == {"entity_type": "sole_proprietor", "industry": "76", "prefecture": "47", "employees": 3}


@pytest.mark.parametrize("slug", SLUGS)
def test_the_results_are_one_click_away_from_every_page(visitor: Visitor, slug: str) -> None:
    visitor.open(f"/profile/{slug}/")
    assert visitor.fill(**WAY[slug]).press("results").address == "/results/"
    assert Draft.objects.get().pages == [slug]


@pytest.mark.parametrize("slug", SLUGS[:-1])
def test_with_answers_the_check_page_is_one_click_away(visitor: Visitor, slug: str) -> None:
    assert "check" not in visitor.open(f"/profile/{slug}/").form("next").buttons
    visitor.walk()
    visitor.open(f"/profile/{slug}/")
    assert visitor.press("check").address == "/profile/check/"


def test_the_buttons_say_where_they_lead(visitor: Visitor) -> None:
    buttons = visitor.open("/profile/size/").form("next").buttons
    assert buttons["next"] == ["次へ", "保存して次へ"]  # the first is what Enter presses
    assert buttons["results"] == ["ここまでの答えで結果を見る"]
    assert visitor.open("/profile/certifications/").form("next").buttons["next"][-1] == "保存して確認へ"


def test_coming_back_goes_on_where_one_left(visitor: Visitor) -> None:
    for slug in SLUGS:
        assert visitor.open("/profile/").address == f"/profile/{slug}/"
        visitor.fill(**WAY[slug]).press("next")
    assert visitor.open("/profile/").address == "/profile/check/"


def test_pages_that_were_left_are_marked(visitor: Visitor) -> None:
    visitor.walk({"basics": BASICS, "size": SIZE})
    steps = [one for one in visitor.page.all("li") if "steps__item" in one.attrs.get("class", "")]
    assert [one.text for one in steps] == ["会社の基本（入力済み）", "規模（入力済み）", *TITLES[2:]]


def test_the_check_page_says_everything_with_a_way_to_change_it(visitor: Visitor) -> None:
    visitor.walk()
    said = rows(visitor)
    assert said[:10] == SAID
    assert [question for question, _answer in said[10:]] == ["取り組みたいこと", "いまの状況", "認定・宣言"]
    assert said[-1] == ("認定・宣言", "特にない")
    assert "最初の結果に必要な答え" not in visitor.page.words
    changes = [one["href"] for one in visitor.page.all("a") if one.text.startswith("変更")]
    assert len(changes) == len(said)
    for change in changes:
        address, _sign, place = change.partition("#")
        assert place in visitor.open(address).ids


def test_the_check_page_says_what_is_not_answered(visitor: Visitor) -> None:
    assert {answer for _question, answer in rows(visitor)} == {"未回答"}
    assert "最初の結果に必要な答えが、まだあります" in visitor.page.words
    visitor.walk({"basics": BASICS})
    assert "最初の結果に必要な答えが、まだあります" in visitor.open("/profile/check/").words
    visitor.walk({"size": {"employees": "0"}})
    assert "最初の結果に必要な答え" not in visitor.open("/profile/check/").words
    assert ("常時使用する従業員数", "0人") in rows(visitor)


@pytest.mark.parametrize("slug", ["nix", "Basics", "founded_on", "1", "会社", "%00", "a" * 1000])
def test_any_other_page_is_not_there(client: Client, slug: str) -> None:
    assert client.get(f"/profile/{slug}/").status_code == 404
    assert client.post(f"/profile/{slug}/", {"employees": "1"}).status_code == 404
    assert not Draft.objects.exists()
