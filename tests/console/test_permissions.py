"""Who may open what: asked of every address, held against what the roles are for and against the README."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model

from catalogue import publishing, roles
from catalogue.models import (
    ApiKey,
    Budget,
    Call,
    HookEvent,
    Measure,
    Ministry,
    Organisation,
    PendingImport,
    Programme,
    Reading,
    Scenario,
    Task,
)
from catalogue.webhooks.registering import register
from tests.console.people import company, user
from tests.console.permissions import ANYBODY, OTHERS, Table, markdown, table

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("real_stored"),
    pytest.mark.ignore_template_errors,  # Django's admin and simple-history leave variables undefined
]

NOW = datetime(2026, 11, 23, 1, tzinfo=UTC)
README = Path(__file__).resolve().parents[2] / "README.md"
BEGIN, END = "<!-- permissions -->\n", "\n<!-- /permissions -->"


def admin_objects() -> dict[str, dict[str, Any]]:
    """One object of each model of the admin, with an entry in its history."""
    found: dict[str, dict[str, Any]] = {}
    for model in (Budget, Measure, Organisation, Programme, Scenario):
        one = model.objects.first()
        assert one is not None
        one.save()
        found[f"admin/catalogue/{model._meta.model_name}/"] = {
            "object_id": one.pk,
            "history_id": one.history.latest("history_id").pk,
        }
    key, _shown_once = ApiKey.objects.create_key(name="窓口")
    hook = register(key, "https://hooks.example.jp/", [HookEvent.CATALOGUE_CHANGED], "ja", NOW)
    others: list[Model] = [hook, Ministry.objects.all()[0], Reading.objects.all()[0], user(roles.VIEWER), key]
    return found | {f"admin/catalogue/{one._meta.model_name}/": {"object_id": one.pk, "id": one.pk} for one in others}


def objects() -> dict[str, dict[str, Any]]:
    """A value for each parameter of an address; what belongs to somebody is of our organisation."""
    client = company()
    task = Task.objects.create(client=client, text="電話する", due=date(2026, 12, 1))
    programme = Programme.objects.get(code="shoryokuka-toshi")
    draft = publishing.new_draft(programme, user(roles.EDITOR))
    Scenario.objects.create(kind="rule", programme=programme, measure="6-14", name="三人の会社", expected="needs_info")
    return admin_objects() | {
        "console/clients/": {"pk": client.pk, "task": task.pk, "code": "6-14"},
        "console/tasks/": {"pk": task.pk},
        "console/measures/": {"code": "6-14"},
        "console/calls/": {"pk": _call().pk},
        "console/catalogue/": {"pk": _import().pk},
        "feed/": {"key": "nobodys"},
        "admin/catalogue/ruleversion/": {"pk": draft.pk, "object_id": draft.pk, "programme": programme.pk},
        "admin/r/": {
            "content_type_id": ContentType.objects.get_for_model(Measure).pk,
            "object_id": Measure.objects.all()[0].pk,
        },
    }


def _call() -> Call:
    """A candidate."""
    return Call.objects.create(jgrants_id="a1", title="公募", content_hash="0" * 64, fetched_at=NOW, changed_at=NOW)


def _import() -> PendingImport:
    """Handed in by an editor; what is in it nobody can read."""
    return PendingImport.objects.create(
        by=user(roles.EDITOR), at=NOW, name="a.zip", reason="理由", files={}, base={}, difference=[]
    )


_asked: dict[str, Table] = {}


@pytest.fixture
def asked() -> Table:
    """The whole table; asked by the first test and the same for all."""
    if not _asked:
        _asked["once"] = table(objects())
    return _asked["once"]


def refused(asked: Table, kind: str, start: str, method: str = "POST") -> set[str]:
    """What of an area is *not* open to one kind of person."""
    return {
        route for (route, how), row in asked.items() if route.startswith(start) and how == method and row[kind] == "–"
    }


def opened(asked: Table, kind: str, start: str, method: str = "POST") -> set[str]:
    """What of an area is open to one kind of person."""
    return {
        route for (route, how), row in asked.items() if route.startswith(start) and how == method and row[kind] == "○"
    }


def test_nobody_opens_anything_without_a_login(asked: Table) -> None:
    free = {route for (route, _how), row in asked.items() if row[ANYBODY] == "○"}
    assert free == {"/login/", "/logout/", "/admin/logout/"}


def test_another_organisations_client_is_not_there(asked: Table) -> None:
    for method in ("GET", "POST"):
        assert {route for route in opened(asked, OTHERS, "/console/", method) if "<pk>" in route} == set()


def test_a_viewer_looks_at_clients_and_changes_nothing_of_them(asked: Table) -> None:
    looked_at = opened(asked, "閲覧者", "/console/clients/<pk>/", "GET")
    assert looked_at >= {"/console/clients/<pk>/", "/console/clients/<pk>/print/", "/console/clients/<pk>/history/"}
    changing = opened(asked, "閲覧者", "/console/clients/") | opened(asked, "閲覧者", "/console/tasks/")
    assert changing <= {"/console/clients/<pk>/print/note/"}  # on the paper alone; nothing is stored
    assert opened(asked, "閲覧者", "/admin/catalogue/", "GET") == set()


def test_an_advisor_keeps_clients_and_not_the_catalogue(asked: Table) -> None:
    assert refused(asked, "相談員", "/console/clients/") == set()
    assert opened(asked, "相談員", "/admin/catalogue/", "GET") == set()


def test_editor_approver_and_administrator_see_no_clients(asked: Table) -> None:
    for kind in ("編集者", "承認者", "管理者"):
        for method in ("GET", "POST"):
            assert opened(asked, kind, "/console/clients/", method) == set(), kind
            assert opened(asked, kind, "/console/matrix/", method) == set(), kind


def test_an_editor_writes_rules_and_only_an_approver_publishes_them(asked: Table) -> None:
    rules = "/admin/catalogue/ruleversion/"
    assert asked[f"{rules}<object_id>/change/", "POST"]["編集者"] == "○"
    assert asked[f"{rules}<pk>/publish/", "POST"] == {
        kind: "○" if kind == "承認者" else "–" for kind in asked[f"{rules}<pk>/publish/", "POST"]
    }
    assert asked[f"{rules}<object_id>/change/", "POST"]["承認者"] == "–"


def test_an_editor_hands_the_catalogue_in_and_only_an_approver_decides(asked: Table) -> None:
    pages = "/console/catalogue/"
    assert opened(asked, "編集者", pages) == {f"{pages}import/", f"{pages}<pk>/withdraw/"}
    assert opened(asked, "承認者", pages) == {f"{pages}<pk>/apply/", f"{pages}<pk>/reject/"}
    assert opened(asked, "管理者", pages) == set()


def test_an_editor_decides_about_calls_and_nobody_else(asked: Table) -> None:
    decisions = {f"/console/calls/<pk>/{what}/" for what in ("link", "dismiss", "unlink", "accept")}
    assert opened(asked, "編集者", "/console/calls/") == decisions
    for kind in ("閲覧者", "相談員", "承認者", "管理者"):
        assert opened(asked, kind, "/console/calls/") == set(), kind


def test_only_an_administrator_keeps_accounts_keys_and_webhooks(asked: Table) -> None:
    for model in ("user", "organisation", "apikey", "webhook"):
        for (route, how), row in asked.items():
            if route.startswith(f"/admin/catalogue/{model}/"):
                assert {kind for kind, may in row.items() if may == "○"} <= {"管理者"}, (route, how)


def test_the_readme_tells_the_table(asked: Table) -> None:
    text = README.read_text(encoding="utf-8")
    told = text.partition(BEGIN)[2].partition(END)[0]
    assert told == markdown(asked)
