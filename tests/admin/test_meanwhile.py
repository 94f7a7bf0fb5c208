"""Two editors at once: the second is told what changed meanwhile, and nothing typed is lost."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client as Browser

from catalogue import publishing, roles
from catalogue.models import Budget, CatalogueState, Programme, RuleVersion, User
from tests.console.people import browser, user

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("real_stored"),
    pytest.mark.ignore_template_errors,  # Django's admin leaves variables undefined
]


def second_editor() -> Browser:
    """Another person with the same role."""
    other = User.objects.create(username="second", organisation=user(roles.EDITOR).organisation)
    other.groups.set(user(roles.EDITOR).groups.all())
    opened = Browser()
    opened.force_login(other, backend="django.contrib.auth.backends.ModelBackend")
    return opened


def sent(page: str) -> dict[str, Any]:
    """What the form of a page would send as it stands."""
    data: dict[str, Any] = {}
    for tag in re.findall(r"<input[^>]*>", page):
        name, kind = re.search(r'name="([^"]+)"', tag), re.search(r'type="([^"]+)"', tag)
        if name and kind and kind[1] in ("text", "hidden", "number") and name[1] != "csrfmiddlewaretoken":
            value = re.search(r'value="([^"]*)"', tag)
            data[name[1]] = value[1] if value else ""
    for name, options in re.findall(r'<select name="([^"]+)"[^>]*>(.*?)</select>', page, re.S):
        chosen = re.search(r'<option value="([^"]*)" selected', options)
        data[name] = chosen[1] if chosen else ""
    return data


def test_the_second_of_two_editors_is_told_and_saves_on_purpose() -> None:
    budget = Budget.objects.filter(is_shared=True)[0]
    address = f"/admin/catalogue/budget/{budget.pk}/change/"
    first, second = browser(roles.EDITOR), second_editor()
    seen_by_both = sent(second.get(address).content.decode()) | {"is_shared": "on"}
    assert first.post(address, seen_by_both | {"name": "一人目の名称"}).status_code == 302
    version = CatalogueState.current_version()

    refused = second.post(address, seen_by_both | {"name": "二人目の名称"})
    page = refused.content.decode()
    assert refused.status_code == 200
    assert "開いたあとに、ほかの人が変更しました。" in page
    assert "一人目の名称" in page
    assert 'value="二人目の名称"' in page
    assert Budget.objects.get(pk=budget.pk).name == "一人目の名称"
    assert CatalogueState.current_version() == version

    assert second.post(address, sent(page) | {"is_shared": "on"}).status_code == 302
    assert Budget.objects.get(pk=budget.pk).name == "二人目の名称"


def test_what_is_saved_names_the_catalogue_anew_and_tells_the_history_who_did() -> None:
    budget = Budget.objects.filter(is_shared=True)[0]
    address = f"/admin/catalogue/budget/{budget.pk}/change/"
    editor = browser(roles.EDITOR)
    before = CatalogueState.current_version()
    data = sent(editor.get(address).content.decode()) | {"is_shared": "on", "name": "新しい名称"}
    assert editor.post(address, data).status_code == 302
    assert CatalogueState.current_version() != before
    assert budget.history.latest("history_id").history_user == user(roles.EDITOR)
    assert "新しい名称" in editor.get(f"/admin/catalogue/budget/{budget.pk}/history/").content.decode()


def draft() -> RuleVersion:
    return publishing.new_draft(Programme.objects.get(code="gyomu-kaizen"), user(roles.EDITOR))


def filled(version: RuleVersion, **changes: str) -> dict[str, Any]:
    """The form of a draft with one criterion."""
    return {
        "seen": str(version.edits),
        "why": "改定",
        "encoding": "done",
        "criteria-count": "1",
        "checks-count": "0",
        "criteria-0-role": "requirement",
        "criteria-0-group": "1",
        "criteria-0-feature": "employees",
        "criteria-0-operator": "at_most",
        "criteria-0-low": "100",
        "criteria-0-place": "p6 方針",
        "save": "1",
    } | changes


def test_a_draft_is_saved_and_read_back() -> None:
    version, editor = draft(), browser(roles.EDITOR)
    address = f"/admin/catalogue/ruleversion/{version.pk}/change/"
    assert editor.post(address, filled(version)).status_code == 302
    assert [(row.feature, row.operator, row.values) for row in version.criteria.all()] == [
        ("employees", "at_most", [100])
    ]
    assert "常時使用する従業員数が100人以下" in editor.get(address).content.decode()


def test_a_draft_with_a_mistake_keeps_what_was_typed_and_stores_nothing() -> None:
    version, editor = draft(), browser(roles.EDITOR)
    before = list(version.criteria.values_list("pk", flat=True))
    answer = editor.post(
        f"/admin/catalogue/ruleversion/{version.pk}/change/",
        filled(version, **{"criteria-0-low": "たくさん", "why": ""}),
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="たくさん"' in page
    assert "何をなぜ変えるのかを書いてください。" in page
    assert list(version.criteria.values_list("pk", flat=True)) == before


def test_a_row_is_added_and_chosen_again_without_storing() -> None:
    version, editor = draft(), browser(roles.EDITOR)
    address = f"/admin/catalogue/ruleversion/{version.pk}/change/"
    data = filled(version)
    del data["save"]
    added = editor.post(address, data | {"add-criterion": "1"}).content.decode()
    assert 'id="row-criteria-1"' in added
    chosen = editor.post(address, data | {"choose": "1", "criteria-0-feature": "prefecture"}).content.decode()
    assert "福井県" in chosen
    version.refresh_from_db()
    assert version.edits == 0


def test_the_second_editor_of_a_draft_is_told_row_by_row() -> None:
    version, first, second = draft(), browser(roles.EDITOR), second_editor()
    address = f"/admin/catalogue/ruleversion/{version.pk}/change/"
    assert first.post(address, filled(version)).status_code == 302
    answer = second.post(address, filled(version, **{"criteria-0-low": "50"}))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "常時使用する従業員数が100人以下" in page
    assert 'value="50"' in page
    version.refresh_from_db()
    assert second.post(address, filled(version, **{"criteria-0-low": "50"})).status_code == 302
    assert [row.values for row in version.criteria.all()] == [[50]]


def test_a_tried_company_becomes_a_scenario_of_the_draft() -> None:
    version, editor = draft(), browser(roles.EDITOR)
    editor.post(f"/admin/catalogue/ruleversion/{version.pk}/change/", filled(version))
    address = f"/admin/catalogue/ruleversion/{version.pk}/try/"
    tried = editor.post(address, {"employees": "101"}).content.decode()
    assert "条件に合わない" in tried
    assert editor.post(address, {"employees": "101", "keep": "1", "scenario": "境目の外"}).status_code == 302
    (kept,) = version.new_scenarios.all()
    assert (kept.name, kept.profile, kept.expected) == ("境目の外", {"employees": 101}, "ineligible")


def test_rules_of_a_programme_that_no_measure_lists_cannot_be_tried_yet() -> None:
    version, editor = draft(), browser(roles.EDITOR)
    version.programme.listings.all().delete()
    answer = editor.post(f"/admin/catalogue/ruleversion/{version.pk}/try/", {"employees": "101"}, follow=True)
    assert answer.redirect_chain == [(f"/admin/catalogue/ruleversion/{version.pk}/change/", 302)]
    assert "この事業を載せている施策がまだないため、試せません。" in answer.content.decode()


def test_a_draft_is_published_by_another_and_then_only_read() -> None:
    version, editor, approver = draft(), browser(roles.EDITOR), browser(roles.APPROVER)
    base = f"/admin/catalogue/ruleversion/{version.pk}/"
    editor.post(f"{base}change/", filled(version))
    assert editor.get(f"{base}gate/?first=2027-04-01").status_code == 200
    assert editor.get(f"{base}gate/?first=2027-13-01").status_code == 422
    editor.post(f"{base}submit/")
    assert editor.post(f"{base}publish/", {"first": "2027-04-01", "seen": "1"}).status_code == 403
    approver.post(f"{base}publish/", {"first": "2027-04-01", "seen": "0"})
    version.refresh_from_db()
    assert version.state == "review"  # looked at before the last change
    approver.post(f"{base}publish/", {"first": "2027-04-01", "seen": "1"})
    version.refresh_from_db()
    assert (version.state, str(version.first), version.approver) == ("published", "2027-04-01", user(roles.APPROVER))
    assert editor.post(f"{base}change/", filled(version)).status_code == 403
    assert editor.post(f"{base}restore/").status_code == 302
    assert RuleVersion.objects.open_work().filter(based_on=version).count() == 1
