"""Answers stay between a browser and the database: in no address and no log, behind the cookie and the token; reading writes nothing."""

import datetime
import logging
import os
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from catalogue.models import Draft
from tests.web.visitor import KEPT, WAY, Visitor

ROOT = Path(__file__).parents[2]

FORM = [f"/profile/{slug}/" for slug in WAY]
PAGES = [
    "/profile/",
    *FORM,
    "/profile/industry/",
    "/profile/check/",
    "/profile/delete/",
    "/profile/deleted/",
    "/privacy/",
]

TELLTALE = [
    *("山ノ上", "㈱", "7000012050002", "７０００", "7319", "4861", "48610000", "昭和43", "1968", "2345", "234.567"),
    *("corporation", "overseas_safety", "hq_relocation", "町工場", "3921", "数十人"),
    *("%E5%B1%B1", "%E7%94%BA", "%E6%95%B0"),  # 山, 町, 数 in an address
]
"""What would tell about the company that walks through the pages below."""

PRODUCTION = """
import django
django.setup()
from django.core.management import call_command
from django.test import Client
call_command("migrate", verbosity=0)
client = Client(headers={"host": "catalogue.example"})
response = client.post("/profile/size/", {"employees": "40"}, secure=True)
print(response.status_code, response["Location"])
print(response.cookies["draft"].OutputString().partition("; ")[2])
print(client.post("/profile/size/", {"employees": "40"}).status_code)
"""


def walk_with_detours(visitor: Visitor) -> None:
    """The whole form with mistakes, a search, a follow-up, a change of mind, and an end."""
    visitor.open("/")
    visitor.open("/profile/")
    visitor.fill(**WAY["basics"] | {"corporate_number": "70000120500021"}).press("next")
    visitor.fill(industry_q="町工場", industry_listed="").press("find")
    visitor.fill(industry_listed="39", corporate_number="7000012050002").press("results")
    visitor.press("next")
    visitor.fill(industry="3921").press("next")
    visitor.fill(**WAY["size"] | {"employees": "数十人"}).press("next")
    visitor.fill(employees="7319").press("results")
    visitor.walk({slug: WAY[slug] for slug in ("topics", "situations", "certifications")})
    visitor.open("/profile/size/")
    visitor.press("check")
    assert Draft.objects.get().answers == KEPT | {"industry": "3921"}
    visitor.open("/profile/delete/")
    visitor.press()


@pytest.mark.django_db
def test_answers_stand_in_no_address() -> None:
    visitor = Visitor()
    walk_with_detours(visitor)
    assert "/profile/industry/" in visitor.addresses
    assert "/results/" in visitor.addresses
    assert [address for address in visitor.addresses if "?" in address] == []
    assert [(tale, address) for address in visitor.addresses for tale in TELLTALE if tale in address] == []


@pytest.mark.django_db
def test_no_page_of_the_form_links_to_an_address_with_answers() -> None:
    visitor = Visitor()
    visitor.walk()
    for address in PAGES:
        page = visitor.open(address)
        addresses = page.addresses
        assert {one.partition("?")[2] for one in addresses} <= {"", f"next={page.address}"}
        assert [one for one in addresses if any(tale in one for tale in TELLTALE)] == []


@pytest.mark.django_db
def test_answers_stand_in_no_log(caplog: pytest.LogCaptureFixture) -> None:
    django = logging.getLogger("django")
    django.addHandler(caplog.handler)
    try:
        with caplog.at_level(logging.DEBUG), caplog.at_level(logging.DEBUG, "django"):
            visitor = Visitor()
            walk_with_detours(visitor)
    finally:
        django.removeHandler(caplog.handler)
    said = [f"{record.getMessage()} {record.args} {record.exc_text}" for record in caplog.records]
    assert any("Unprocessable Entity: /profile/basics/" in line for line in said)
    assert [line for line in said if visitor.key and visitor.key in line] == []
    assert [(tale, line) for line in said for tale in TELLTALE if tale in line] == []


@pytest.mark.django_db
def test_answers_are_kept_in_no_cache_on_the_way() -> None:
    client = Client()
    Visitor(client).walk()
    for address in [*FORM, "/profile/check/", "/profile/delete/"]:
        control = client.get(address)["Cache-Control"]
        assert {"no-store", "private"} <= set(control.split(", "))


# Cookie and token


@pytest.mark.django_db
def test_the_cookie_is_for_this_site_alone_and_for_thirty_days() -> None:
    client = Client()
    cookie = client.post("/profile/size/", {"employees": "40"}).cookies["draft"]
    assert {name: value for name, value in cookie.items() if value != ""} == {
        "expires": "Wed, 23 Dec 2026 01:00:00 GMT",
        "path": "/",
        "max-age": 30 * 24 * 60 * 60,
        "httponly": True,
        "samesite": "Lax",
    }


def test_in_production_the_cookie_travels_by_https_only(tmp_path: Path) -> None:
    environment = {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "catalogue.settings",
        "SECRET_KEY": "8Zr1xkq0VgS3mW7dT5bYpJ2nHc6LfQaEuKiOtXyRwNvMsGzBlDhFjPe4",
        "ALLOWED_HOSTS": "catalogue.example",
        "DATABASE_URL": f"sqlite:///{tmp_path / 'drafts.sqlite3'}",
    }
    result = subprocess.run(
        [sys.executable, "-c", PRODUCTION], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr
    saved, cookie, plain = result.stdout.splitlines()
    assert saved == "302 /profile/topics/"
    flags = {flag for flag in cookie.split("; ") if not flag.startswith("expires=")}
    assert flags == {"HttpOnly", "Max-Age=2592000", "Path=/", "SameSite=Lax", "Secure"}
    assert plain == "301"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    [*FORM, "/profile/industry/", "/profile/industry/search/", "/profile/delete/", "/results/answer/", "/measures/1-05/star/"],
)  # fmt: skip
def test_nothing_is_taken_without_the_token_of_a_page(address: str) -> None:
    visitor = Visitor()
    visitor.walk()
    visitor.open("/profile/size/")
    before = Draft.objects.values().get()
    typed = {"employees": "1", "topics": "gx", "question": "employees", "industry": "39", "next": "1"}
    refused = visitor.client.post(address, typed)
    assert refused.status_code == 403
    assert "もう一度送ってください" in refused.content.decode()
    assert visitor.client.post(address, typed | {"csrfmiddlewaretoken": "x" * 64}).status_code == 403
    assert Draft.objects.values().get() == before


@pytest.mark.django_db
@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_no_other_method_does_anything(address: str, method: str) -> None:
    client = Client()
    Visitor(client).walk({"size": {"employees": "40"}})
    before = Draft.objects.values().get()
    assert getattr(client, method)(address).status_code == 405
    assert Draft.objects.values().get() == before


# Queries


@pytest.fixture
def few() -> Client:
    """Somebody who has said one thing."""
    client = Client()
    Visitor(client).walk({"basics": WAY["basics"] | {"industry_listed": "75"}})
    return client


@pytest.fixture
def many() -> Client:
    """Somebody who has said everything."""
    client = Client()
    visitor = Visitor(client)
    visitor.walk()
    for slug in ("topics", "situations", "certifications"):
        page = visitor.open(f"/profile/{slug}/")
        visitor.fill(**{slug: [code for code in page.form("next").offered[slug] if code != "none"]}).press("next")
    visitor.open("/profile/basics/")
    visitor.fill(industry_listed="75").press("next")
    return client


def asked(act: Callable[[], object]) -> list[str]:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        act()
    return [query["sql"].split()[0] for query in queries]


@pytest.mark.django_db
@pytest.mark.parametrize("address", PAGES)
def test_reading_a_page_asks_once_and_writes_nothing(few: Client, many: Client, address: str) -> None:
    before = list(Draft.objects.values())
    once = [] if address in ("/profile/deleted/", "/privacy/") else ["SELECT"]
    with time_machine.travel(now() + datetime.timedelta(days=1), tick=False):
        for client, expected in [(few, once), (many, once), (Client(), [])]:
            for method in (client.get, client.head):
                response = method(address)
                assert response.status_code in (200, 302)
                assert "draft" not in response.cookies
                assert asked(partial(method, address)) == expected
    assert list(Draft.objects.values()) == before


@pytest.mark.django_db
@pytest.mark.parametrize("slug", WAY)
def test_saving_a_page_takes_the_same_queries_however_much_is_kept(few: Client, many: Client, slug: str) -> None:
    with_few = asked(lambda: few.post(f"/profile/{slug}/", WAY[slug]))
    assert asked(lambda: many.post(f"/profile/{slug}/", WAY[slug])) == with_few
    assert with_few == ["SELECT", "SAVEPOINT", "SELECT", "SELECT", "UPDATE", "RELEASE"]
