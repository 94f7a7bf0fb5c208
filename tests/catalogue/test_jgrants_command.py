"""``manage.py jgrants sync``: what it says, how it ends, and what it refuses before it asks anything."""

from functools import partial
from io import StringIO
from pathlib import Path
from typing import Any

import httpx
import pytest
from django.core.management import CommandError, call_command

from catalogue.imports.jgrants.client import JGrants
from catalogue.models import Call, CatalogueState
from tests.catalogue.jgrants import IDS
from tests.catalogue.jgrants.world import World, call

pytestmark = pytest.mark.django_db

FIRST_RUN = """\
Jグランツ（jGrants）からの出典
新しい公募（候補）: 3
変更なし: 0
内容を更新（候補・対象外）: 0
日程を受付状況に反映（対応づけ済み）: 0
内容が変わり、確認待ち（対応づけ済み）: 0
取り込まない（採択や交付の後の手続き）: 1
取り込まない（練習用・試験用の登録）: 1
取り込まない（題名が「×」で始まる取りやめの登録）: 1
取り込まない（締切が3年より先の登録）: 1
取り込まない（すでに締め切られた公募）: 1
一覧から消えた受付中・受付前の公募（そのまま残す）: 0
"""


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    """The command asks the jGrants of this world."""
    world = World(tmp_path)
    asking = partial(JGrants, transport=world.jgrants, sleep=lambda seconds: None)
    monkeypatch.setattr("catalogue.management.commands.jgrants.JGrants", asking)
    return world


def run(*arguments: str, **options: Any) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command("jgrants", "sync", *arguments, stdout=out, stderr=err, no_color=True, **options)
    return out.getvalue(), err.getvalue()


def test_a_run_tells_what_it_did(world: World) -> None:
    assert run() == (FIRST_RUN, "")
    assert run()[0] == FIRST_RUN.replace("（候補）: 3", "（候補）: 0").replace("変更なし: 0", "変更なし: 3")


def test_a_call_keeps_the_hour_at_which_it_was_fetched(world: World) -> None:
    run()
    assert call(1).fetched_at.isoformat() == "2026-11-23T01:00:00+00:00"


def test_what_was_dropped_is_named_on_demand(world: World) -> None:
    out, _err = run(verbosity=2)
    assert "取り込まない（採択や交付の後の手続き）: 1\n  ［第十三回］事業再構築補助金（交付申請等）\n" in out


def test_only_the_keywords_that_were_given_are_asked(world: World) -> None:
    out, _err = run("--keyword", " 省力化 ", "--keyword", "ＤＸ")
    assert [one for one in world.jgrants.asked if one not in IDS] == ["省力化", "ＤＸ"]
    assert out.endswith("一覧から消えた受付中・受付前の公募（そのまま残す）: 数えていません\n")


def test_a_run_with_failures_stores_the_rest_and_fails(world: World) -> None:
    world.jgrants.wrong[IDS[2]] = lambda: httpx.Response(404)
    out, err = StringIO(), StringIO()
    with pytest.raises(CommandError) as failure:
        call_command("jgrants", "sync", stdout=out, stderr=err, no_color=True)
    assert str(failure.value) == "読めなかったものが 1 件あります。読めた分は取り込みました。"
    assert err.getvalue() == (
        f"公募 {IDS[2]}「令和８年度 フェムテック等サポートサービス実証事業費補助金」: 見つかりませんでした。\n"
    )
    assert "新しい公募（候補）: 2" in out.getvalue()
    assert Call.objects.count() == 2


LENGTH = "キーワードは2文字から255文字までです。"


@pytest.mark.parametrize("word", ["", "補", " 補 ", "あ" * 256])
def test_a_keyword_that_jgrants_would_refuse_is_refused_here(world: World, word: str) -> None:
    with pytest.raises(CommandError, match=LENGTH):
        run(f"--keyword={word}")
    with pytest.raises(CommandError, match=LENGTH):
        run(keywords=[word])
    assert world.jgrants.asked == []


@pytest.mark.parametrize("word", ["補助", "あ" * 255])
def test_a_keyword_of_just_the_length_is_asked(world: World, word: str) -> None:
    run(f"--keyword={word}")
    assert world.jgrants.asked[0] == word


def test_without_a_catalogue_nothing_is_asked(world: World) -> None:
    CatalogueState.objects.all().delete()
    with pytest.raises(CommandError, match="カタログが読み込まれていません"):
        run()
    assert world.jgrants.asked == []


@pytest.mark.parametrize("address", ["", "api.jgrants-portal.go.jp", "ftp://example.com"])
def test_an_address_that_is_none_is_named(world: World, settings: Any, address: str) -> None:
    settings.JGRANTS_URL = address
    with pytest.raises(CommandError, match="JGRANTS_URL"):
        run()
