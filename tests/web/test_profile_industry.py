"""The industry question: words find choices and never decide, the list, the fragment for htmx, one more question for six groups."""

import pytest
from django.test import Client

from catalogue.industries.search import FOLLOW_UPS, choices, is_offered, search
from catalogue.models import Draft
from catalogue.parts.industry_field import found_industries
from matcher.industry import DIVISION_OF
from tests.web.visitor import BASICS, Page, Visitor

pytestmark = pytest.mark.django_db

OTHERS = {key: value for key, value in BASICS.items() if key != "industry_listed"}

ASKED_MORE = ["19", "39", "41", "69", "75", "79"]

WORDS = [
    ("ラーメン屋", "76"),
    ("町工場", "24"),
    ("酒蔵", "10"),
    ("民泊", "75"),
    ("IT", "39"),
    ("工務店", "06"),
    ("392", "3921"),
]
"""Everyday words, and the first that they find."""

LONGEST_SHOWN = 12


@pytest.fixture
def visitor() -> Visitor:
    visitor = Visitor()
    visitor.open("/profile/basics/")
    return visitor


def kept() -> object:
    """The industry that is kept."""
    return Draft.objects.get().answers["industry"]


def found(page: Page, key: str = "industry") -> list[str]:
    """The codes to choose from under the words."""
    return [one["value"] for one in page.named(f"found-{key}").all("input")]


@pytest.mark.parametrize(("words", "first"), WORDS)
@pytest.mark.parametrize("button", ["next", "results", "find"])
def test_words_alone_show_choices_and_are_never_guessed_at(
    visitor: Visitor, words: str, first: str, button: str
) -> None:
    page = visitor.fill(industry_q=words, **OTHERS).press(button)
    assert page.address == "/profile/basics/"
    assert found(page) == [one.code for one in search(words, LONGEST_SHOWN)]
    assert found(page)[0] == first
    assert page.sent == {
        "entity_type": ["corporation"],
        "industry_q": [words],
        "industry_listed": [""],
        "prefecture": ["20"],
        "name": [BASICS["name"]],
        "corporate_number": [BASICS["corporate_number"]],
    }
    assert not Draft.objects.exists()
    if button == "find":
        assert (page.status, page.summary(), page.at_fields()) == (200, [], {})
    else:
        words_of_error = "下に見つかった業種から、近いものを選んでください。"
        assert (page.status, page.summary()) == (422, [("#id_industry_q", words_of_error)])


def test_a_choice_among_what_was_found_is_kept(visitor: Visitor) -> None:
    visitor.fill(industry_q="町工場", **OTHERS).press("find")
    assert visitor.fill(industry="25").press("next").address == "/profile/size/"
    assert kept() == "25"
    page = visitor.open("/profile/basics/")
    assert page.sent["industry"] == ["25"]
    assert page.named("id_industry_chosen")["value"] == "25"
    assert "はん用機械器具製造業" in page.words


@pytest.mark.parametrize("words", ["あいうえお", "！？", "\u200b", "あ" * 61, "9999", "\0"])
def test_words_that_find_nothing_say_so(visitor: Visitor, words: str) -> None:
    page = visitor.fill(industry_q=words, **OTHERS).press("next")
    sentence = f"「{words[:40]}」では業種が見つかりませんでした。別の言葉で探すか、一覧から選んでください。"
    assert page.status == 422
    assert [(where, text.replace("\ufffd", "\0")) for where, text in page.summary()] == [("#id_industry_q", sentence)]
    assert found(page) == []
    assert "では見つかりませんでした。" in page.words
    assert not Draft.objects.exists()


def test_looking_for_an_industry_judges_nothing_else(visitor: Visitor) -> None:
    page = visitor.fill(industry_q="酒蔵", corporate_number="123").press("find")
    assert (page.status, page.summary(), page.at_fields()) == (200, [], {})
    assert page.title == "会社の基本｜支援施策さがし"
    assert page.sent["corporate_number"] == ["123"]
    assert page.dangling() == []


def test_the_list_offers_every_group_but_public_service_and_the_unclassifiable(visitor: Visitor) -> None:
    offered = visitor.page.form("next").offered["industry_listed"]
    assert offered[0] == ""
    assert offered[1:] == [code for _division, codes in choices() for code, _name in codes]
    assert offered[1:] == [code for code in sorted(DIVISION_OF) if DIVISION_OF[code] not in ("S", "T") and code != "96"]


def test_the_list_wins_over_an_earlier_choice_and_over_words(visitor: Visitor) -> None:
    visitor.fill(industry_listed="09", industry_q="酒蔵", **OTHERS).press("next")
    assert kept() == "09"
    visitor.open("/profile/basics/")
    visitor.fill(industry_listed="10", industry_q="ラーメン屋").press("next")
    assert kept() == "10"


def test_other_words_do_not_undo_a_choice(visitor: Visitor) -> None:
    visitor.fill(industry_listed="09", **OTHERS).press("next")
    visitor.open("/profile/basics/")
    visitor.fill(industry_q="酒蔵").press("next")
    assert kept() == "09"


@pytest.mark.parametrize("code", ["S", "T", "96", "00", "991", "０９", "none", "09\0", "9" * 1000, "<b>"])
@pytest.mark.parametrize("part", ["industry", "industry_listed"])
def test_an_unknown_code_is_refused(client: Client, code: str, part: str) -> None:
    response = client.post("/profile/basics/", OTHERS | {part: code})
    page = Page("/profile/basics/", response)
    assert page.status == 422
    assert page.summary() == [("#id_industry_q", "業種を選び直してください。")]
    assert not Draft.objects.exists()


def test_six_groups_are_asked_once_more_and_no_other(client: Client) -> None:
    assert list(FOLLOW_UPS) == ASKED_MORE
    codes = [code for _division, groups in choices() for code, _name in groups]
    asked = []
    for code in codes:
        response = client.post("/profile/basics/", OTHERS | {"industry_listed": code})
        assert response["Location"] in ("/profile/industry/", "/profile/size/")
        if response["Location"] == "/profile/industry/":
            asked.append(code)
    assert asked == ASKED_MORE


@pytest.mark.parametrize("group", ASKED_MORE)
def test_each_answer_to_the_one_more_question_is_kept(visitor: Visitor, group: str) -> None:
    for code, words in FOLLOW_UPS[group]:
        visitor.open("/profile/basics/")
        page = visitor.fill(industry_listed=group, **OTHERS).press("next")
        assert (page.address, page.heading) == ("/profile/industry/", "業種をもう少し詳しく")
        assert page.form("next").offered["industry"] == [one for one, _words in FOLLOW_UPS[group]]
        assert words in page.words
        assert visitor.fill(industry=code).press("next").address == "/profile/size/"
        assert kept() == code
        assert is_offered(code)
    assert FOLLOW_UPS[group][-1][0] == group
    assert "わからない" in FOLLOW_UPS[group][-1][1]


def test_the_part_that_was_chosen_stands_there_again_and_is_not_asked_twice(visitor: Visitor) -> None:
    visitor.fill(industry_listed="39", **OTHERS).press("next")
    visitor.fill(industry="3921").press("next")
    assert visitor.open("/profile/industry/").form("next").sent["industry"] == ["3921"]
    page = visitor.open("/profile/basics/")
    assert page.sent["industry"] == ["3921"]
    assert visitor.press("next").address == "/profile/size/"
    assert kept() == "3921"


def test_the_one_more_question_leads_to_the_results_too(visitor: Visitor) -> None:
    visitor.fill(industry_listed="75", **OTHERS).press("results")
    assert visitor.page.address == "/profile/industry/"
    assert visitor.fill(industry="75").press("results").address == "/results/"


@pytest.mark.parametrize("code", ["", "76", "999", "\0", "none"])
def test_the_one_more_question_takes_only_its_own_answers(client: Client, code: str) -> None:
    visitor = Visitor(client)
    visitor.walk({"basics": {"industry_listed": "75", **OTHERS}})
    page = Page("/profile/industry/", client.post("/profile/industry/", {"industry": code} if code else {}))
    words = "近いものを一つ選んでください。わからなければ「わからない」を選べます。"
    assert page.status == 422
    assert page.title.startswith("エラー：")
    assert page.summary() == [("#id_industry_0", words)]
    assert page.at_fields() == {"industry": f"＊{words}"}
    assert page.dangling() == []
    assert "id_industry_0" in page.ids
    assert kept() == "75"


@pytest.mark.parametrize("industry", [None, "09", "G", "M", "76"])
def test_where_there_is_no_more_to_ask_it_leads_back(client: Client, industry: str | None) -> None:
    if industry:
        client.post("/profile/basics/", OTHERS | {"industry": industry})
    assert Visitor(client).open("/profile/industry/").address == "/profile/basics/"


@pytest.mark.parametrize("key", ["industry", "other_industries"])
@pytest.mark.parametrize(
    "words", ["ラーメン屋", "タイヤ", "うどん ", "あいうえお", "", " ", "あ" * 5000, "\0", "<script>"]
)
def test_the_fragment_shows_what_the_page_would(client: Client, key: str, words: str) -> None:
    response = client.post("/profile/industry/search/", {f"{key}_q": words})
    page = Page("/profile/industry/search/", response)
    assert page.status == 200
    codes = [one["value"] for one in page.all("input", type="radio", name=key)]
    assert codes == [one["code"] for one in found_industries(words[:60])]
    assert ("では見つかりませんでした" in page.html) is (bool(words.strip()) and not codes)
    assert page.dangling() == []
    assert "<script" not in page.html
    assert not Draft.objects.exists()


def test_what_is_looked_for_stands_in_no_address(client: Client, visitor: Visitor) -> None:
    box = visitor.page.named("id_industry_q")
    assert box["hx-post"] == "/profile/industry/search/"
    assert box["hx-params"] == "industry_q,csrfmiddlewaretoken"
    assert client.get("/profile/industry/search/", {"industry_q": "酒蔵"}).status_code == 405
