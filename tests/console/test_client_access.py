"""Who may do what with clients, address by address; and that another organisation's clients are not there."""

from __future__ import annotations

import pytest
from django.urls import reverse

from catalogue import roles
from catalogue.models import Client
from tests.console.people import THEIRS, browser, company

pytestmark = pytest.mark.django_db

LOOKING = ("client-list", "client-csv", "client-xlsx")
KEEPING = ("client-new", "client-import", "client-template", "client-receive")
OF_ONE = ("client-edit", "client-industry", "client-delete")
LEADS_ON = ("client-industry",)
"""For a client whose industry needs no further question."""


def address(name: str, client: Client) -> str:
    return reverse(name, args=[client.pk] if name in OF_ONE else [])


@pytest.mark.parametrize("name", [*LOOKING, *KEEPING, *OF_ONE])
def test_nobody_comes_in_without_a_login(name: str, client: object) -> None:
    where = address(name, company())
    for ask in (client.get, client.post):  # type: ignore[attr-defined]
        response = ask(where)
        assert response.status_code == 302 or (name in (*LOOKING, "client-template") and response.status_code == 405)
        if response.status_code == 302:
            assert response["Location"] == f"/login/?next={where}"


@pytest.mark.parametrize("role", [*roles.ROLES, None], ids=lambda role: role.code if role else "nobody")
@pytest.mark.parametrize("name", [*LOOKING, *KEEPING, *OF_ONE])
def test_each_role_may_what_it_may(name: str, role: roles.Role | None) -> None:
    allowed = role is roles.ADVISOR or (role is roles.VIEWER and name in LOOKING)
    response = browser(role).get(address(name, company()))
    assert response.status_code == (302 if name in LEADS_ON else 200) if allowed else 403
    if allowed and response.status_code == 200:
        assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("role", roles.ROLES, ids=lambda role: role.code)
@pytest.mark.parametrize("name", OF_ONE)
def test_another_organisations_client_is_not_there(name: str, role: roles.Role) -> None:
    theirs = company(of=THEIRS, answers={"industry": "39"})
    before = Client.objects.values().get()
    for ask in (browser(role).get, browser(role).post):
        assert ask(address(name, theirs)).status_code == (404 if role is roles.ADVISOR else 403)
    assert Client.objects.values().get() == before


@pytest.mark.parametrize("name", LOOKING)
def test_another_organisations_clients_are_in_no_list(name: str) -> None:
    company("株式会社うちの", note="うちのメモ")
    company("株式会社よそのきゃく", of=THEIRS, note="よそのメモ")
    for query in ("", "?q=よその", "?sort=updated", "?q=メモ"):
        content = browser().get(reverse(name) + query).content
        assert "よそのきゃく".encode() not in content
        assert "よそのメモ".encode() not in content


@pytest.mark.parametrize("name", KEEPING)
def test_without_an_organisation_no_client_can_be_kept(name: str) -> None:
    response = browser(of="").get(reverse(name))
    assert response.status_code == (200 if name == "client-template" else 403)


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
@pytest.mark.parametrize("name", [*LOOKING, *KEEPING, *OF_ONE])
def test_there_are_no_other_ways(name: str, method: str) -> None:
    assert getattr(browser(), method)(address(name, company())).status_code == 405


def test_a_form_of_another_site_changes_nothing() -> None:
    ours = company()
    guarded = browser()
    guarded.handler.enforce_csrf_checks = True
    for name in OF_ONE:
        assert guarded.post(address(name, ours), {"name": "べつ"}).status_code == 403
    assert Client.objects.get().name == ours.name


@pytest.mark.parametrize("name", [*LOOKING[:1], *KEEPING[:2], "client-receive", *OF_ONE[:1]])
def test_the_console_is_japanese_whatever_language_the_public_pages_are_in(name: str) -> None:
    opened = browser()
    opened.cookies["django_language"] = "en"
    content = opened.get(address(name, company())).content.decode()
    assert '<html lang="ja">' in content
    assert "Required" not in content
