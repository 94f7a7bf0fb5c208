"""The page of what needs care: counted, filtered, each line with the way to where one mends it."""

from __future__ import annotations

import pytest
from pytest_django import DjangoAssertNumQueries

from catalogue import roles
from catalogue.console import care
from catalogue.models import Measure, Programme, RuleVersion
from tests.console.people import browser
from tests.console.small import small

pytestmark = pytest.mark.django_db

URL = "/console/care/"


@pytest.fixture(autouse=True)
def stored() -> None:
    """Three measures, of which one programme is not encoded."""
    small()
    RuleVersion.objects.filter(programme__code="sodan").update(encoding="not_yet", open_to_all=False)


def page(query: str = "", role: roles.Role = roles.EDITOR) -> str:
    answer = browser(role).get(f"{URL}{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_small_catalogue_needs_as_many_queries_as_a_large_one(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    reader = browser(roles.EDITOR)
    with django_assert_num_queries(26):
        reader.get(URL)


def test_a_line_leads_to_where_one_mends_it() -> None:
    programme = Programme.objects.get(code="sodan")
    text = page()
    assert f'<a href="/admin/catalogue/programme/{programme.pk}/change/">相談窓口</a>' in text
    assert browser(roles.EDITOR).get(f"/admin/catalogue/programme/{programme.pk}/change/").status_code == 200
    assert "要件をまだ整理していません。" in text
    assert "要件が未整理の事業 <strong>1</strong>" in text
    assert "4件あります。" in text


def test_the_list_is_filtered_by_kind_and_by_words() -> None:
    text = page("?kind=not_encoded")
    assert "1件あります。" in text
    assert '<option value="not_encoded" selected>' in text
    assert "1件あります。" in page("?q=１−０２")
    assert "1件あります。" in page("?q=相談 整理")
    none = page("?q=ない言葉&kind=scenarios")
    assert "0件あります。" in none
    assert "この条件に合うものはありません。" in none
    assert "4件あります。" in page("?kind=nonsense&page=nonsense")


@pytest.mark.parametrize(
    ("query", "back", "forth"), [("", False, True), ("?page=2", True, True), ("?page=4", True, False)]
)
def test_a_long_list_has_pages(query: str, back: bool, forth: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(care, "PER_PAGE", 1)
    text = page(query)
    assert ("前の50件" in text, "次の50件" in text) == (back, forth)


def test_nothing_to_mend_says_so() -> None:
    Measure.objects.all().delete()
    Programme.objects.all().delete()
    assert "手入れの要るところはありません。" in page()


def test_it_says_when_links_were_checked() -> None:
    assert "リンクはまだ確かめていません。" in page()


@pytest.mark.parametrize("role", [roles.VIEWER, roles.ADVISOR], ids=lambda role: role.code)
def test_it_is_for_those_who_keep_the_catalogue(role: roles.Role) -> None:
    assert browser(role).get(URL).status_code == 403
