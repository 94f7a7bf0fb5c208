"""Who may open the pages about many clients, and how often they ask the database: never more for more clients."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from catalogue import roles
from catalogue.models import Client, Override, Proposal, ProposalStatus, Seen, Task
from tests.console.people import browser, company, user
from tests.console.small import TODAY, small

pytestmark = pytest.mark.django_db

LOOKED_AT = [
    "/console/measures/",
    "/console/measures/1-01/",
    "/console/measures/1-01/clients.csv",
    "/console/measures/1-01/clients.xlsx",
    "/console/matrix/",
    "/console/matrix/table.csv",
    "/console/matrix/table.xlsx",
    "/console/feed/",
]
SENT = ["/console/feed/new/", "/console/feed/revoke/"]

MAY_LOOK = {roles.VIEWER, roles.ADVISOR}


def test_roles_that_see_clients_are_these() -> None:
    assert {role for role in roles.ROLES if "view_client" in role.permissions} == MAY_LOOK


@pytest.mark.parametrize("role", [*roles.ROLES, None], ids=lambda role: role.code if role else "no role")
@pytest.mark.parametrize("address", LOOKED_AT)
def test_who_may_see_clients_may_look(address: str, role: roles.Role | None) -> None:
    small()
    opened = browser(role)
    assert opened.get(address).status_code == (200 if role in MAY_LOOK else 403)
    assert opened.post(address).status_code == 405


@pytest.mark.parametrize("role", [*roles.ROLES, None], ids=lambda role: role.code if role else "no role")
@pytest.mark.parametrize("address", SENT)
def test_who_may_see_clients_may_have_a_calendar(address: str, role: roles.Role | None) -> None:
    expected = 200 if address.endswith("new/") else 302
    assert browser(role).post(address).status_code == (expected if role in MAY_LOOK else 403)


@pytest.mark.parametrize("address", [*LOOKED_AT, "/console/"])
def test_a_stranger_is_led_to_the_login_and_back(address: str) -> None:
    response = Browser().get(address)
    assert (response.status_code, response["Location"]) == (302, f"/login/?next={address}")


@pytest.mark.parametrize("address", [*SENT, "/console/tasks/1/done/"])
def test_a_stranger_changes_nothing(address: str) -> None:
    response = Browser().post(address)
    assert (response.status_code, response["Location"]) == (302, f"/login/?next={address}")


@pytest.mark.parametrize("address", LOOKED_AT)
def test_without_an_organisation_there_are_no_clients(address: str) -> None:
    small()
    company("あ商店")
    response = browser(of="").get(address)
    assert response.status_code == 200
    assert "あ商店".encode() not in response.content


@pytest.mark.parametrize("address", LOOKED_AT[:-1])
def test_without_a_catalogue_the_pages_say_so(address: str) -> None:
    assert browser().get(address).status_code == 503


def fill(count: int) -> None:
    """*count* clients of which there is something of every kind."""
    for number in range(count):
        client = company(f"会社{number:02d}", answers={"employees": 10 * number}, facts_on=TODAY.replace(year=2024))
        Proposal.objects.create(client=client, measure="1-01", status=ProposalStatus.APPLYING, on=TODAY)
        Override.objects.create(
            client=client, measure="1-02", verdict="eligible", ruled="needs_info", reason="確かめた。", until=TODAY
        )
        Task.objects.create(client=client, text="用事", due=TODAY, by=user())
        Seen.objects.create(client=client, by=user(), at=client.created_at, as_of=TODAY, version="")


def queries(opened: Browser, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert opened.get(address).status_code == 200
    return len(captured)


@pytest.mark.parametrize(("address", "most"), [*((one, 11) for one in LOOKED_AT), ("/console/", 13)])
def test_thirty_clients_take_the_queries_of_three(address: str, most: int) -> None:
    small()
    opened = browser()
    opened.get(address)
    fill(3)
    three = queries(opened, address)
    Client.objects.all().delete()
    fill(30)
    assert queries(opened, address) == three
    assert three <= most


def test_the_calendar_of_thirty_clients_takes_the_queries_of_three() -> None:
    small()
    page = browser().post("/console/feed/new/").content.decode()
    address = page[page.index("http://testserver/feed/") :].partition("<")[0]
    fill(3)
    three = queries(Browser(), address)
    Client.objects.all().delete()
    fill(30)
    assert queries(Browser(), address) == three
    assert three <= 9
