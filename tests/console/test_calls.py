"""The calls' pages: what is shown of a call, and what each decision does, as the one who decided had it before their eyes."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from pytest_django import DjangoAssertNumQueries

from catalogue import roles
from catalogue.models import Call, CallState
from tests.catalogue.jgrants.world import NOW, World, call, told, version_is_true
from tests.console.people import browser, user

pytestmark = pytest.mark.django_db

URL = "/console/calls/"
CREDIT = "Jグランツ（jGrants）からの出典"


@pytest.fixture
def world(tmp_path: Path) -> World:
    """Recorded calls, taken in, as candidates."""
    world = World(tmp_path)
    world.sync()
    return world


def text(path: str = "", role: roles.Role = roles.EDITOR, status: int = 200) -> str:
    answer = browser(role).get(f"{URL}{path}")
    assert answer.status_code == status
    return answer.content.decode()


def seen(one: Call) -> str:
    (mark,) = set(re.findall(r'name="seen" value="([0-9a-f]+)"', text(f"{one.pk}/")))
    return str(mark)


def decide(
    one: Call, what: str, mark: str | None = None, role: roles.Role = roles.EDITOR, **sent: str
) -> tuple[int, str]:
    data = {"seen": seen(one) if mark is None else mark} | sent
    answer = browser(role).post(f"{URL}{one.pk}/{what}/", data, follow=True)
    return answer.status_code, answer.content.decode()


def test_the_list_says_where_it_comes_from_and_what_waits(world: World) -> None:
    page = text()
    assert CREDIT in page
    assert f'<a href="{URL}{call(1).pk}/">{call(1).title}</a>' in page
    assert f"{Call.objects.waiting().count()}件あります。" in page


def test_the_list_is_cut_down_by_state_and_words(world: World) -> None:
    every = Call.objects.count()
    assert decide(call(1), "dismiss")[0] == 200
    assert "1件あります。" in text("?state=dismissed")
    assert f"{every - 1}件あります。" in text("?state=suggested")
    assert f"{every}件あります。" in text("?state=all")
    assert f"{every - 1}件あります。" in text("?state=nonsense&page=nonsense")
    assert "1件あります。" in text("?state=all&q=第7回 省力化")
    assert "この条件に合う公募はありません。" in text("?state=all&q=ない言葉%00")


def test_what_has_closed_is_shown_when_it_is_asked_for(world: World) -> None:
    Call.objects.filter(pk=call(1).pk).update(closes_at=NOW)
    every = Call.objects.count()
    assert f"{every}件あります。" in text("?state=all")
    Call.objects.filter(pk=call(1).pk).update(opens_at=None, closes_at=NOW.replace(hour=0))
    assert f"{every - 1}件あります。" in text("?state=all")
    assert f"{every}件あります。" in text("?state=all&past=1")


def test_without_calls_it_says_how_they_come() -> None:
    assert "<code>manage.py jgrants sync</code>" in text()


def test_a_call_is_shown_with_its_text_and_why_a_programme_is_suggested(world: World) -> None:
    one = call(1)
    page = text(f"{one.pk}/")
    assert CREDIT in page
    assert "「中小企業省力化投資補助金」が公募名に含まれています。" in page
    assert "「中小企業省力化投資補助事業」に対応づける" in page
    assert one.detail_text.splitlines()[0] in page
    assert "<h1>中小企業省力化投資補助金（一般型・第7回公募）</h1>" in page


def test_markup_of_elsewhere_is_text_here(world: World) -> None:
    Call.objects.filter(pk=call(1).pk).update(title="<b>題</b>", detail_text="<script>x</script>")
    page = text(f"{call(1).pk}/")
    assert "<b>" not in page
    assert "<script>x" not in page
    assert "&lt;script&gt;x" in page


def test_a_link_tells_when_the_programme_is_open(world: World) -> None:
    status, page = decide(call(1), "link", programme="setsubi")
    assert status == 200
    assert "「中小企業省力化投資補助事業」に対応づけました。" in page
    assert (call(1).state, call(1).programme) == (CallState.LINKED, world.setsubi)
    assert told(world.setsubi) == [("open", date(2026, 11, 5), date(2026, 12, 25))]
    assert version_is_true()
    last = call(1).history.latest()
    assert last.history_user == user(roles.EDITOR)


def test_a_link_is_moved_and_taken_back(world: World) -> None:
    decide(call(1), "link", programme="setsubi")
    decide(call(1), "link", programme="soudan")
    assert (told(world.setsubi), len(told(world.soudan))) == ([], 1)
    assert "候補に戻しました。" in decide(call(1), "unlink")[1]
    assert (call(1).state, told(world.soudan)) == (CallState.SUGGESTED, [])


def test_a_changed_content_is_shown_and_accepted(world: World) -> None:
    decide(call(1), "link", programme="setsubi")
    assert "変更を確認し、対応づけを続ける" not in text(f"{call(1).pk}/")
    world.jgrants.change(1, subsidy_max_limit=80_000_000)
    world.sync()
    page = text(f"{call(1).pk}/")
    assert "<ins>80,000,000円</ins>" in page
    assert "変更を確認しました。" in decide(call(1), "accept")[1]
    assert call(1).state == CallState.LINKED


@pytest.mark.parametrize(
    ("what", "sentence"),
    [("unlink", "この公募はすでに候補です。"), ("accept", "この公募には、確認を待つ変更がありません。")],
)
def test_what_does_not_suit_the_state_is_refused(world: World, what: str, sentence: str) -> None:
    status, page = decide(call(1), what)
    assert (status, call(1).state) == (409, CallState.SUGGESTED)
    assert sentence in page


@pytest.mark.parametrize("what", ["link", "dismiss"])
def test_a_call_that_others_changed_meanwhile_is_shown_as_it_is_now(world: World, what: str) -> None:
    mark = seen(call(1))
    world.jgrants.change(1, title="中小企業省力化投資補助金（一般型・第8回公募）")
    world.sync()
    status, page = decide(call(1), what, mark, programme="setsubi")
    assert (status, call(1).state) == (409, CallState.SUGGESTED)
    assert "この公募は、ほかの人か取り込みが先に変えました。" in page
    assert "第8回公募）</h1>" in page


@pytest.mark.parametrize("programme", ["", "nonsense", "\x00"])
def test_a_programme_that_does_not_exist_is_refused(world: World, programme: str) -> None:
    status, page = decide(call(1), "link", programme=programme)
    assert (status, call(1).state) == (422, CallState.SUGGESTED)
    assert "事業：対応づける事業を一覧から選んでください。" in page


def test_who_may_only_look_finds_nothing_to_decide(world: World) -> None:
    page = text(f"{call(1).pk}/", roles.APPROVER)
    assert "が公募名に含まれています。" in page
    assert 'method="post" action="/console/' not in page
    for what in ("link", "dismiss", "unlink", "accept"):
        assert browser(roles.APPROVER).post(f"{URL}{call(1).pk}/{what}/").status_code == 403
        assert browser(roles.EDITOR).get(f"{URL}{call(1).pk}/{what}/").status_code == 405


@pytest.mark.parametrize("role", [roles.VIEWER, roles.ADVISOR], ids=lambda role: role.code)
def test_calls_are_for_those_who_keep_the_catalogue(world: World, role: roles.Role) -> None:
    text("", role, 403)
    text(f"{call(1).pk}/", role, 403)


def test_a_call_that_is_none_is_not_found() -> None:
    text("999/", status=404)


def test_the_list_needs_a_fixed_number_of_queries(
    world: World, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    reader = browser(roles.EDITOR)
    for programme in ("setsubi", "soudan"):
        Call.objects.filter(pk=call(1 if programme == "setsubi" else 2).pk).update(
            state=CallState.LINKED, programme=world.setsubi if programme == "setsubi" else world.soudan
        )
        with django_assert_num_queries(8):
            reader.get(f"{URL}?state=all")
