"""What holds for every page of the service: headers, cookies, addresses, and nothing inline or from elsewhere."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from catalogue.web.urls import urlpatterns
from tests.web.company import MAKER, browser, kept
from tests.web.reading import Node, page

pytestmark = pytest.mark.usefixtures("real_stored", "db")

ARGUMENTS: dict[str, list[Any]] = {
    "language": ["en"],
    "profile-page": ["size"],
    "revoke": [1],
    "shared": ["of this company"],
    "measure": ["1-05"],
    "star": ["1-05"],
}
POSTED = ("answer-question", "industry-search", "share", "revoke", "star", "handover-revoke")
"""What is only sent by a form."""
LEADS_ON = ("language", "profile", "profile-industry")
OFF = ("prefill",)
"""Without a token there is no such page."""
FILES = ("csv", "xlsx", "calendar", "healthz")

NAMES = [str(pattern.name) for pattern in urlpatterns]

TELLING = {
    "name": "株式会社とくべつなほうじん",
    "corporate_number": "7000012050002",
    "capital_yen": 123_450_000,
    "employees": 137,
    "annual_sales_yen": 9_876_540_000,
    "annual_energy_kl": 1_357,
    "founded_on": "1931-07-19",
    "founded_year": 1931,
}
"""Answers that cannot stand anywhere by chance."""


def company() -> Client:
    return browser(MAKER | TELLING, ["4-04", "1-05"])


def address_of(client: Client, name: str) -> str:
    if name == "shared":
        client.post("/results/shares/new/")
        return reverse(name, args=[kept(client).shares.get().key])
    return reverse(name, args=ARGUMENTS.get(name, []))


def is_page(name: str) -> bool:
    return name not in (*POSTED, *LEADS_ON, *OFF, *FILES)


PAGES = [name for name in NAMES if is_page(name)]
STATES = ["somebody", "nobody"]


def client_for(state: str) -> Client:
    return company() if state == "somebody" else Client()


@pytest.mark.parametrize("name", NAMES)
def test_every_address_answers_as_expected(name: str) -> None:
    client = company()
    expected = 405 if name in POSTED else 302 if name in LEADS_ON else 404 if name in OFF else 200
    response = client.get(address_of(client, name))
    assert response.status_code == expected
    if expected == 200 and name not in FILES:
        assert page(response).texts("h1")


# Headers


def directives(policy: str) -> dict[str, list[str]]:
    parts = [part.split() for part in policy.split(";")]
    return {part[0]: part[1:] for part in parts}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("name", [*NAMES, "/no-such-page", "/measures/1-99/"])
def test_every_answer_is_guarded(name: str, state: str) -> None:
    client = company()
    address = name if name.startswith("/") else address_of(client, name)
    response = (client if state == "somebody" else Client()).get(address)
    policy = directives(response["Content-Security-Policy"])
    assert policy.pop("default-src") == policy.pop("base-uri") == policy.pop("frame-ancestors") == ["'none'"]
    assert set(policy) == {"script-src", "style-src", "img-src", "connect-src", "form-action"}
    assert all(sources == ["'self'"] for sources in policy.values())
    assert "unsafe" not in response["Content-Security-Policy"]
    assert response["X-Frame-Options"] == "DENY"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == ("no-referrer" if name == "shared" else "same-origin")
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    if response.status_code == 200 and state == "somebody" and name not in ("home", "privacy", "measure-list"):
        assert name == "profile-deleted" or "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("name", NAMES)
def test_to_look_sets_no_cookie_but_the_guard_of_forms(name: str, state: str) -> None:
    """Only who presses a button begins a draft. The guard against forms of other sites (CSRF) comes with a form alone."""
    client = client_for(state)
    address = address_of(client, name) if name != "shared" or state == "somebody" else "/shared/x/"
    visitor = Client()
    if state == "somebody":
        visitor.cookies["draft"] = client.cookies["draft"].value
    response = visitor.get(address)
    posts = response["Content-Type"].startswith("text/html") and b'method="post"' in response.content
    wanted = {"django_language"} if name == "language" else {"csrftoken"} if posts else set()
    assert set(response.cookies) == wanted
    for cookie in response.cookies.values():
        assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


# Inside the pages


SHOWN = [
    *PAGES,
    *(f"/profile/{slug}/" for slug in ("basics", "topics", "situations", "certifications")),
    "/results/?show=200&group=area",
    "/results/?verdict=ineligible&show=200",
    "/results/?q=くじらの水族館",
    "/results/compare/?m=1-05&m=1-12",
    "/measures/?q=補助金",
    "/measures/1-12/",
    "/measures/10-04/",
    "/no-such-page",
]


def shown(state: str, name: str) -> Node:
    client = company()
    address = name if name.startswith("/") else address_of(client, name)
    response = (client if state == "somebody" else Client()).get(address, follow=True)
    return page(response, 404 if name == "/no-such-page" else 200)


LINKS = (
    "href",
    "src",
    "action",
    "formaction",
    "xlink:href",
    "data",
    "poster",
    "srcset",
    "content",
    "hx-get",
    "hx-post",
)
ELSEWHERE = re.compile(r"(https?:)?//(?!testserver/)|^\s*(javascript|data|vbscript):", re.IGNORECASE)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("name", SHOWN)
def test_nothing_is_inline_and_nothing_comes_from_elsewhere(name: str, state: str) -> None:
    for node in shown(state, name).walk():
        assert node.tag not in ("style", "iframe", "object", "embed", "base")
        assert node.tag != "script" or (node.attrs.get("src") and node.inside == [])
        for attribute, value in node.attrs.items():
            assert attribute != "style"
            assert not attribute.startswith("on")
            assert not attribute.startswith("hx-on")
            if attribute != "xmlns":
                assert not ELSEWHERE.search(value), value
        assert not [text for text in node.inside if isinstance(text, str) and ELSEWHERE.search(text)]


@pytest.mark.parametrize("name", SHOWN)
def test_no_answer_stands_in_any_address(name: str) -> None:
    given = [str(value) for value in TELLING.values()] + ["12345", "987654", "とくべつ"]
    for node in shown("somebody", name).walk():
        for attribute in LINKS:
            found = node.attrs.get(attribute, "")
            assert not [value for value in given if value in found], (attribute, found)


GETS = {
    "filters": {"q", "verdict", "area", "support", "ministry", "audience", "availability", "kurumin", "star", "sort", "group"},
    "form": {"m"},
}  # fmt: skip


@pytest.mark.parametrize("name", SHOWN)
def test_forms_that_go_into_the_address_hold_no_answers(name: str) -> None:
    for form in shown("somebody", name).all("form"):
        controls = [one for one in form.walk() if "name" in one.attrs]
        if form.attrs.get("method") == "post":
            assert "csrfmiddlewaretoken" in [one["name"] for one in controls]
        else:
            assert {one["name"] for one in controls} <= GETS[form.classes[0]]


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("name", SHOWN)
def test_everybody_can_read_it(name: str, state: str) -> None:
    whole = shown(state, name)
    assert whole.one("html")["lang"] == "ja"
    assert whole.one("head").one("title").text.endswith("｜支援施策さがし")
    assert len(whole.all("h1")) == 1
    assert whole.all("a")[0]["href"] == "#main"
    ids = {node["id"] for node in whole.walk() if "id" in node.attrs}
    labelled = {label["for"] for label in whole.all("label")}
    for node in whole.walk():
        for attribute in ("aria-labelledby", "aria-describedby", "for"):
            assert set(node.attrs.get(attribute, "").split()) <= ids, (attribute, node.attrs)
        if node.tag in ("input", "select", "textarea") and node.attrs.get("type") != "hidden":
            assert node["id"] in labelled
        if node.tag in ("button", "a", "summary"):
            assert node.text
        assert not {"placeholder", "disabled", "autofocus"} & set(node.attrs)
    levels = [int(node.tag[1]) for node in whole.walk() if re.fullmatch("h[1-6]", node.tag)]
    assert all(lower - upper <= 1 for upper, lower in pairwise(levels)), levels


@pytest.mark.parametrize("state", STATES)
def test_every_link_of_every_page_leads_to_a_page(state: str) -> None:
    client = client_for(state)
    seen: set[str] = set()
    waiting = ["/"]
    while waiting:
        address = waiting.pop()
        if address in seen or len(seen) > 400:
            continue
        seen.add(address)
        response = client.get(address)
        assert response.status_code in (200, 302), (address, response.status_code)
        if response.status_code == 302:
            waiting.append(urlsplit(response["Location"]).path)
        elif response["Content-Type"].startswith("text/html") and "?" not in address:
            for link in page(response).all("a"):
                target = urlsplit(link["href"])
                path = target.path or urlsplit(address).path
                if not path.startswith(("/language/", "/api/")):
                    waiting.append(f"{path}?{target.query}" if target.query else path)
    assert {"/profile/basics/", "/measures/", "/privacy/", "/measures/1-01/"} <= seen
    assert ("/results/roadmap/" in seen) == (state == "somebody")
