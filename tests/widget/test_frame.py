"""The frame: who may show it, what it asks, what it answers."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from catalogue.models import Scope
from tests.api.partners import partner
from tests.web.company import asked
from tests.web.reading import Node, page
from tests.web.visitor import Page
from tests.widget.embedding import FOUR, PROFILE, SITES, STATES, address, embedding, sent, shown

pytestmark = pytest.mark.usefixtures("real_stored", "db")

ENDS = datetime(2026, 12, 1, tzinfo=UTC)


def codes(answer: Node) -> list[str]:
    """The measures of an answer, in order."""
    return [link["href"].split("/")[-2] for card in answer.all("li.card") for link in card.all("a")]


# Who may show it


def policy(response: Any) -> dict[str, list[str]]:
    parts = [part.split() for part in response["Content-Security-Policy"].split(";")]
    return {part[0]: part[1:] for part in parts}


@pytest.mark.parametrize("state", STATES)
def test_the_sites_of_its_key_and_no_others_may_show_it(state: str) -> None:
    ask, status = STATES[state]
    response = ask(embedding())
    assert response.status_code == status
    found = policy(response)
    assert found.pop("frame-ancestors") == SITES
    assert found.pop("default-src") == found.pop("base-uri") == ["'none'"]
    assert set(found) == {"script-src", "style-src", "img-src", "connect-src", "form-action"}
    assert all(sources == ["'self'"] for sources in found.values())
    assert "X-Frame-Options" not in response
    assert page(response, status).one("html")["data-sites"] == " ".join(SITES)


def test_two_keys_have_sites_of_their_own() -> None:
    one, other = embedding(origins=SITES[:1]), embedding(origins=SITES[1:])
    found = [policy(Client().get(address(key)))["frame-ancestors"] for key in (one, other)]
    assert found == [SITES[:1], SITES[1:]]


def test_what_would_widen_the_policy_never_comes_into_it() -> None:
    bad = ["https://a.example; script-src *", "https://a.example;script-src", "*", "http://a.example", "'self'"]
    assert policy(Client().get(address(embedding(origins=[*bad, *SITES]))))["frame-ancestors"] == SITES
    assert Client().get(address(embedding(origins=bad))).status_code == 404


@pytest.mark.parametrize(
    ("key", "moment", "status"),
    [
        ({}, ENDS, 200),
        ({"expiry_date": ENDS}, ENDS - timedelta(seconds=1), 200),
        ({"expiry_date": ENDS}, ENDS, 404),
        ({"revoked": True}, ENDS, 404),
        ({"origins": []}, ENDS, 404),
        ({"origins": SITES[:1]}, ENDS, 200),
    ],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_key_has_to_hold_and_to_name_sites(key: dict[str, Any], moment: datetime, status: int, method: str) -> None:
    made = embedding(**key)
    with time_machine.travel(moment, tick=False):
        response = getattr(Client(), method)(address(made), FOUR)
    assert response.status_code == status
    assert (policy(response)["frame-ancestors"] == ["'none'"]) == (status == 404)
    assert (response.get("X-Frame-Options") == "DENY") == (status == 404)


def test_a_key_has_to_be_for_matching() -> None:
    key, _program = partner(Scope.READ, Scope.KEEP, origins=SITES)
    assert Client().get(address(key)).status_code == 404


def test_only_a_public_part_as_it_was_given_leads_to_a_frame() -> None:
    key, program = partner(Scope.MATCH, origins=SITES)
    secret = program.secret.partition(".")[2]
    wrong = [
        "nosuch00",
        key.prefix[:7],
        f"{key.prefix}a",
        program.secret,
        f"{key.prefix}.",
        key.prefix.swapcase(),
        secret,
    ]
    assert [one for one in wrong if Client().get(f"/widget/{one}/").status_code != 404] == []


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_it_is_read_and_sent_and_nothing_else(method: str) -> None:
    assert getattr(Client(), method)(address(embedding())).status_code == 405


# What it asks and answers


def test_it_asks_the_four_questions() -> None:
    form = Page("", Client().get(address(embedding()))).form("answer")
    assert set(form.sent) == {"industry_q", "industry_listed", "prefecture", "employees"}
    assert set(form.offered) == {"entity_type", "industry_listed", "prefecture"}
    assert form.action == "?lang=ja"


def test_the_answer_is_the_first_ten_of_the_services_own() -> None:
    answer = shown("answer", embedding())
    wanted = asked(PROFILE)
    assert codes(answer) == [one["measure"]["code"] for one in wanted["results"][:10]]
    assert answer.texts("p.card__rank") == [f"順位 {rank}" for rank in range(1, 11)]
    assert [figure.one("dd").text for figure in answer.all(".figures__one")] == [
        str(wanted["counts"][verdict]) for verdict in ("eligible", "needs_info", "ineligible")
    ]
    assert answer.one("p.figures__lead").text == "190施策のうち"
    assert [row.text for row in answer.one("dl.facts").all("dd")] == [
        "会社（株式会社・合同会社など）",
        "食料品製造業",
        "長野県",
        "40人",
    ]
    assert "中小企業基本法では中小企業者（小規模企業者を除く）にあたります。" in answer.texts("p")
    assert "結果は目安です。対象になるかどうかは、各施策の窓口が判断します。" in answer.texts("p")


def test_what_is_not_known_is_told_as_such() -> None:
    answer = page(sent(embedding(), FOUR | {"industry_listed": "24", "employees": "350"}))
    first = answer.all("li.card")[0]
    assert first.one("p.verdict").text == "△あと1項目で判定資本金"
    assert first.one("p.availability").text == "受付状況は要確認（2024年3月の資料による）"
    question = answer.one("section.question")
    assert question.one("h2").text == "次に答えるなら"
    assert question.all("p")[0].text.startswith("資本金を答えると")
    assert "中小企業基本法での企業規模はまだ決まりません。決め手になる回答: 資本金" in answer.texts("p")


def test_every_link_leads_to_the_service_in_a_tab_of_its_own() -> None:
    for state in STATES:
        for link in shown(state, embedding(name=state)).all("a"):
            if not link["href"].startswith("#"):
                assert (link["target"], link["rel"]) == ("_blank", "noopener")
                assert Client().get(link["href"]).status_code in (200, 302)


@pytest.mark.parametrize("employees", ["40", "４０人", "約40名", "四十人", "40人くらい"])
def test_what_is_typed_is_read_as_on_the_service(employees: str) -> None:
    assert page(sent(embedding(), FOUR | {"employees": employees})).one("dl.facts").all("dd")[3].text == "40人"


MISTAKES = [
    ({"employees": "50〜60人"}, "employees"),
    ({"employees": "たくさん"}, "employees"),
    ({"employees": "1.5"}, "employees"),
    ({"employees": ""}, "employees"),
    ({"prefecture": ""}, "prefecture"),
    ({"prefecture": "99"}, "prefecture"),
    ({"entity_type": "king"}, "entity_type"),
    ({"industry_listed": "", "industry_q": "ラーメン屋"}, "industry"),
    ({"industry_listed": "", "industry_q": "あいうえお"}, "industry"),
    ({"industry_listed": "97"}, "industry"),
    ({"industry_listed": ""}, "industry"),
]


@pytest.mark.parametrize(("typed", "field"), MISTAKES)
def test_a_mistake_is_told_in_the_words_of_the_service_and_what_was_typed_stays(
    typed: dict[str, str], field: str
) -> None:
    whole = FOUR | typed
    found = Page("", sent(embedding(), whole))
    slug = "size" if field == "employees" else "basics"
    service = Page("", Client().post(f"/profile/{slug}/", {**whole, "next": "1"}))
    assert found.status == service.status == 422
    assert found.at_fields() == {field: service.at_fields()[field]}
    assert [words for _where, words in found.summary()] == [found.at_fields()[field].removeprefix("＊")]
    assert found.title.startswith("エラー：")
    assert found.dangling() == []
    form = found.form("answer")
    for name, value in whole.items():
        if value in form.offered.get(name, [value]):  # what is not offered cannot be shown as chosen
            assert form.sent[name] == [value]


def test_words_find_industries_and_judge_nothing_else() -> None:
    found = Page("", sent(embedding(), {"industry_q": "町工場", "employees": "？"}, button="find"))
    assert (found.status, found.summary(), found.at_fields()) == (200, [], {})
    assert found.form("answer").offered["industry"][0] == "24"
    assert found.form("answer").sent["employees"] == ["？"]


def test_answers_can_be_changed_as_they_were_typed() -> None:
    key = embedding()
    answer = Page("", sent(key, FOUR))
    again = Page("", sent(key, {name: values[0] for name, values in answer.form("edit").sent.items()}, button="edit"))
    assert again.summary() == []
    assert {name: again.form("answer").sent[name] for name in FOUR} == {name: [value] for name, value in FOUR.items()}


@pytest.mark.parametrize(
    ("lang", "accepted", "language"),
    [
        ("ja", "en", "ja"),
        ("en", "ja", "en"),
        ("", "en-GB,en;q=0.9", "en"),
        ("", "fr", "ja"),
        ("fr", "en", "en"),
        ("../ja", "ja", "ja"),
    ],
)
def test_it_speaks_the_language_that_it_is_asked_in(lang: str, accepted: str, language: str) -> None:
    response = Client().get(address(embedding(), lang), headers={"accept-language": accepted})
    assert (page(response).one("html")["lang"], response["Content-Language"]) == (language, language)
    assert Page("", response).form("answer").action == f"?lang={language}"


def test_the_answer_in_english_has_japanese_only_where_it_says_so() -> None:
    def texts(node: Node) -> list[str]:
        own = [one for one in node.inside if isinstance(one, str)]
        return own + [
            text
            for one in node.inside
            if isinstance(one, Node) and one.attrs.get("lang") != "ja"
            for text in texts(one)
        ]

    japanese = re.compile("[\u3041-\u30ff\u4e00-\u9fff]")
    assert [text for text in texts(shown("in English", embedding()).one("body")) if japanese.search(text)] == []
