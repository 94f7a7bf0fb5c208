"""One run after another: what is new, what stays silent, what is applied, what waits for somebody, and what is left alone."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalogue.bridge import compile_catalogue
from catalogue.imports.jgrants.fetching import MOST_FAILURES
from catalogue.imports.jgrants.links import differences, dismiss, link
from catalogue.models import AvailabilityPeriod, Call, CallState, CatalogueState
from matcher import Availability
from tests.catalogue.jgrants import IDS
from tests.catalogue.jgrants.world import CITATION, NOTE, NOW, TODAY, World, call, periods, told, version_is_true

pytestmark = pytest.mark.django_db

START, END = "acceptance_start_datetime", "acceptance_end_datetime"
LATER = NOW + timedelta(days=1)
OPEN = ("open", date(2026, 11, 5), date(2026, 12, 25))


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


@pytest.fixture
def linked(world: World) -> World:
    """One call is linked, one dismissed, one a candidate."""
    world.sync()
    link(call(1), world.setsubi, world.editor, TODAY)
    dismiss(call(8), world.editor, TODAY)
    return world


def test_the_first_run_makes_candidates_of_what_one_can_still_apply_for(world: World) -> None:
    report = world.sync()
    assert report.outcomes == {"new": 3}
    assert {reason: len(titles) for reason, titles in report.dropped.items()} == {
        "crossed_out": 1,
        "procedure": 1,
        "practice": 1,
        "far": 1,
        "over": 1,
    }
    assert (report.problems, report.vanished) == ([], 0)
    assert [(one.jgrants_id, one.state, one.programme) for one in Call.objects.order_by("jgrants_id")] == [
        (IDS[number], "suggested", None) for number in (1, 2, 8)
    ]
    assert call(1).suggestions == [
        {
            "programme": "setsubi",
            "score": 100,
            "why": "「中小企業省力化投資補助金」が公募名に含まれています。",
        }
    ]
    assert (call(1).fetched_at, call(1).changed_at) == (NOW, NOW)
    assert call(2).max_yen is None
    assert periods() == 0


def test_each_call_is_asked_for_once_and_only_if_it_may_be_one(world: World) -> None:
    world.sync()
    assert sorted(one for one in world.jgrants.asked if one in IDS) == [IDS[1], IDS[2], IDS[8]]
    assert len(set(world.jgrants.asked)) == len(world.jgrants.asked)


def test_what_is_unchanged_is_silent(linked: World) -> None:
    before = list(Call.objects.order_by("pk").values())
    version, history = CatalogueState.current_version(), Call.history.count()
    report = linked.sync(now=LATER)
    assert report.outcomes == {"unchanged": 3}
    # Only the linked one was asked for.
    after = [row | ({"fetched_at": LATER} if row["jgrants_id"] == IDS[1] else {}) for row in before]
    assert list(Call.objects.order_by("pk").values()) == after
    assert (CatalogueState.current_version(), Call.history.count()) == (version, history)


def test_changed_days_of_a_link_are_applied(linked: World) -> None:
    version = CatalogueState.current_version()
    linked.jgrants.change(1, **{START: "2026-11-10T01:00:00Z", END: "2027-01-15T03:00:00Z"})
    report = linked.sync(now=LATER)
    assert report.outcomes == {"applied": 1, "unchanged": 2}
    row = linked.setsubi.periods.get(citation=CITATION)
    assert (row.state, row.first, row.last) == ("open", date(2026, 11, 10), date(2027, 1, 15))
    assert (row.read_on, row.note) == (
        date(2026, 11, 24),
        NOTE.replace("2026年12月25日17時00分", "2027年1月15日12時00分"),
    )
    assert (call(1).state, call(1).period, call(1).changed_at) == (CallState.LINKED, row, LATER)
    assert CatalogueState.current_version() != version
    assert version_is_true()


def test_the_engine_sees_the_days_that_were_applied(linked: World) -> None:
    linked.jgrants.change(1, **{END: "2027-01-15T03:00:00Z"})
    linked.sync(now=LATER)
    (candidate,) = (one for one in compile_catalogue(TODAY).candidates if one.key == "1-01/setsubi")
    days = (date(2026, 11, 4), date(2026, 11, 5), date(2027, 1, 15), date(2027, 1, 16))
    assert [candidate.availability(day) for day in days] == [
        Availability.UNKNOWN,
        Availability.OPEN,
        Availability.OPEN,
        Availability.UNKNOWN,
    ]


def test_a_deadline_that_moves_to_a_past_day_is_applied(linked: World) -> None:
    linked.jgrants.change(1, **{END: "2026-11-20T08:00:00Z"})
    assert linked.sync().outcomes == {"applied": 1, "unchanged": 2}
    assert told(linked.setsubi) == [("open", date(2026, 11, 5), date(2026, 11, 20))]


def test_what_is_over_and_stays_over_is_not_asked_for_again(linked: World) -> None:
    after = datetime(2027, 3, 1, tzinfo=UTC)
    linked.jgrants.asked.clear()
    report = linked.sync(now=after)
    assert report.outcomes == {"unchanged": 3}
    assert not set(linked.jgrants.asked) & set(IDS)
    assert told(linked.setsubi) == [OPEN]


def test_a_deadline_that_is_no_longer_told_takes_the_period_away(linked: World) -> None:
    linked.jgrants.change(1, **{END: None})
    assert linked.sync().outcomes == {"applied": 1, "unchanged": 2}
    assert (periods(), call(1).period, call(1).state) == (0, None, CallState.LINKED)
    assert version_is_true()


def test_changed_content_of_a_link_waits_for_somebody(linked: World) -> None:
    version = CatalogueState.current_version()
    linked.jgrants.change(1, subsidy_max_limit=80_000_000, subsidy_rate="1/2")
    report = linked.sync(now=LATER)
    assert report.outcomes == {"changed": 1, "unchanged": 2}
    one = call(1)
    assert (one.state, one.programme, one.max_yen) == (CallState.CHANGED, linked.setsubi, 80_000_000)
    assert [tuple(row) for row in differences(one)] == [
        ("補助率", "1/2（小規模事業者は2/3）", "1/2"),
        ("補助上限額（円）", "100,000,000円", "80,000,000円"),
    ]
    assert (told(linked.setsubi), CatalogueState.current_version()) == ([OPEN], version)
    assert linked.sync(now=LATER).outcomes == {"unchanged": 3}


def test_content_that_changes_twice_is_compared_with_what_was_accepted(linked: World) -> None:
    for limit in (80_000_000, 70_000_000):
        linked.jgrants.change(1, subsidy_max_limit=limit)
        linked.sync()
    assert [tuple(row) for row in differences(call(1))] == [("補助上限額（円）", "100,000,000円", "70,000,000円")]


def test_content_that_changes_back_waits_no_longer(linked: World) -> None:
    for limit in (80_000_000, 100_000_000):
        linked.jgrants.change(1, subsidy_max_limit=limit)
        linked.sync()
    assert (call(1).state, call(1).accepted) == (CallState.LINKED, None)


def test_days_are_applied_while_content_waits(linked: World) -> None:
    linked.jgrants.change(1, title="中小企業省力化投資補助金（第7回・改）", **{END: "2027-01-15T03:00:00Z"})
    assert linked.sync().outcomes == {"changed": 1, "applied": 1, "unchanged": 2}
    assert told(linked.setsubi) == [("open", date(2026, 11, 5), date(2027, 1, 15))]
    assert [row.label for row in differences(call(1))] == ["公募名", "受付締切"]


@pytest.mark.parametrize(
    "fields",
    [
        {"title": "×中小企業省力化投資補助金（一般型・第7回公募）", END: "2027-01-15T03:00:00Z"},
        {END: "2040-12-31T14:59:00Z"},
    ],
    ids=["crossed out", "no deadline"],
)
def test_a_doubtful_link_waits_and_its_days_too(linked: World, fields: dict[str, str]) -> None:
    linked.jgrants.change(1, **fields)
    assert linked.sync().outcomes == {"changed": 1, "unchanged": 2}
    assert (call(1).state, told(linked.setsubi)) == (CallState.CHANGED, [OPEN])
    assert "受付締切" in [row.label for row in differences(call(1))]


@pytest.mark.parametrize("number", [2, 8], ids=["candidate", "dismissed"])
def test_what_is_not_linked_follows_without_a_word(linked: World, number: int) -> None:
    state = call(number).state
    linked.jgrants.change(number, title="別の題", **{END: "2026-12-20T08:00:00Z"})
    assert linked.sync(now=LATER).outcomes == {"followed": 1, "unchanged": 2}
    one = call(number)
    assert (one.title, one.closes_at, one.state) == ("別の題", datetime(2026, 12, 20, 8, tzinfo=UTC), state)
    assert periods() == 1


def test_a_candidate_gets_new_suggestions_when_the_catalogue_has_new_names(world: World) -> None:
    world.sync()
    assert call(2).suggestions == []
    world.reload(lambda text: text.replace("aliases: [", "aliases: [フェムテック等サポートサービス実証事業費補助金, "))
    assert world.sync().outcomes == {"unchanged": 3}
    assert [one["programme"] for one in call(2).suggestions] == ["setsubi"]


WEEK = timedelta(days=7)


@pytest.mark.parametrize(
    ("after", "changes", "asked"),
    [
        (WEEK - timedelta(seconds=1), {}, [1]),
        (WEEK, {}, [1, 2, 8]),
        (timedelta(0), {"title": "別の題"}, [1, 2]),
        (timedelta(0), {"subsidy_max_limit": 1}, [1, 2]),
        (timedelta(0), {"target_area_search": "北海道"}, [1, 2]),
        (timedelta(0), {START: "2026-12-02T00:00:00Z"}, [1, 2]),
        (timedelta(0), {END: "2027-01-30T00:00:00Z"}, [1, 2]),
        (timedelta(0), {"detail": "別の詳細"}, [1]),  # no list tells
    ],
)
def test_what_nobody_linked_is_asked_for_once_a_week_or_when_its_list_says_another_thing(
    linked: World, after: timedelta, changes: dict[str, object], asked: list[int]
) -> None:
    linked.jgrants.change(2, **changes)
    linked.jgrants.asked.clear()
    linked.sync(now=NOW + after)
    assert sorted(set(linked.jgrants.asked) & set(IDS)) == [IDS[number] for number in asked]


def test_what_has_vanished_is_left_and_counted(linked: World) -> None:
    linked.jgrants.listed = [row for row in linked.jgrants.listed if row["id"] not in (IDS[1], IDS[2])]
    assert linked.sync().vanished == 2
    assert (Call.objects.count(), told(linked.setsubi)) == (3, [OPEN])


def test_what_was_over_has_not_vanished(linked: World) -> None:
    linked.jgrants.listed = []
    assert [linked.sync(now=at).vanished for at in (NOW, call(8).closes_at + timedelta(seconds=1))] == [3, 2]


def test_nothing_is_said_to_have_vanished_when_not_all_was_asked(linked: World) -> None:
    linked.jgrants.listed = []
    assert linked.sync("省力化").vanished is None
    linked.jgrants.wrong["補助金"] = lambda: httpx.Response(403)
    report = linked.sync()
    assert (report.vanished, [str(one) for one in report.problems]) == (
        None,
        ["一覧「補助金」: 問い合わせが断られました。"],
    )


def test_a_call_that_cannot_be_read_is_named_and_the_others_are_stored(world: World) -> None:
    world.jgrants.change(1, title="あ" * 501)
    world.jgrants.change(2, **{END: "来年"})
    world.jgrants.wrong[IDS[8]] = lambda: httpx.Response(404)
    world.jgrants.listed.append(world.jgrants.listed[0] | {"id": "../x", "title": "変なID"})
    report = world.sync()
    assert [str(one) for one in report.problems] == [
        f"公募 {IDS[2]}「令和８年度 フェムテック等サポートサービス実証事業費補助金」: "
        f"{END} が「2026-12-01T08:00:00.000Z」の形の日時ではありません。",
        f"公募 {IDS[8]}「架空市空き店舗活用補助金」: 見つかりませんでした。",
        "公募 ../x「変なID」: 返事の形が仕様と違います。",
        f"公募 {IDS[1]}「{'あ' * 50}」: 公募名: この値は 500 文字以下でなければなりません( 501 文字になっています)。",
    ]
    assert Call.objects.count() == 0


def test_a_link_that_cannot_be_stored_anew_stays_as_it_was(linked: World) -> None:
    before = Call.objects.filter(jgrants_id=IDS[1]).values().get()
    linked.jgrants.change(1, title="あ" * 501, **{END: "2027-01-15T03:00:00Z"})
    assert len(linked.sync().problems) == 1
    assert (Call.objects.filter(jgrants_id=IDS[1]).values().get(), told(linked.setsubi)) == (before, [OPEN])


def test_after_so_many_failures_in_a_row_nothing_more_is_asked(world: World) -> None:
    def down() -> httpx.Response:
        raise httpx.ConnectError("lost")

    words = [f"語{number}" for number in range(MOST_FAILURES + 5)]
    world.jgrants.wrong = dict.fromkeys(words, down)
    report = world.sync(*words)
    assert len(report.problems) == MOST_FAILURES + 1
    assert str(report.problems[-1]) == "中断: 5回続けて返事がなかったため、残りは問い合わせていません。"
    assert len(world.jgrants.asked) == 3 * MOST_FAILURES


def test_failures_with_answers_in_between_stop_nothing(world: World) -> None:
    wrong = [f"語{number}" for number in range(MOST_FAILURES + 1)]
    world.jgrants.wrong = dict.fromkeys(wrong, lambda: httpx.Response(403))
    report = world.sync(*(word for one in wrong for word in (one, "補助金")))
    assert (len(report.problems), report.outcomes) == (MOST_FAILURES + 1, {"new": 3})


def test_nothing_is_half_stored(linked: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> str:
        raise RuntimeError("no version")

    monkeypatch.setattr("catalogue.imports.jgrants.sync.renew_version", fail)
    before = list(Call.objects.order_by("pk").values())
    linked.jgrants.change(1, **{END: "2027-01-15T03:00:00Z"})
    linked.jgrants.change(2, title="別の題")
    with pytest.raises(RuntimeError, match="no version"):
        linked.sync(now=LATER)
    assert list(Call.objects.order_by("pk").values()) == before
    assert told(linked.setsubi) == [OPEN]


LOADS: dict[str, Callable[[str], str]] = {
    "of files that know nothing of it": lambda text: text.replace("事業計画が要ります。", "計画が要ります。"),
    "of files that were exported with it": lambda text: text.replace(
        "place: p6 方針}\n  notes:",
        f"place: p6 方針}}\n  - {{state: open, from: 2026-11-05, until: 2026-12-25, citation: {CITATION},"
        f" read_on: 2026-11-23, note: {NOTE}}}\n  notes:",
    ).replace("事業計画が要ります。", "計画が要ります。"),
}


@pytest.mark.parametrize("edit", LOADS.values(), ids=LOADS)
def test_a_link_says_its_days_once_after_a_load(linked: World, edit: Callable[[str], str]) -> None:
    linked.reload(edit)
    linked.sync()
    assert told(linked.setsubi) == [OPEN]
    assert call(1).period == AvailabilityPeriod.objects.get(citation=CITATION)
    assert version_is_true()
    assert linked.sync().outcomes == {"unchanged": 3}


@pytest.mark.parametrize("limit", [100_000_000, 1], ids=["linked", "changed"])
def test_without_its_programme_a_call_is_a_candidate_again(linked: World, limit: int) -> None:
    linked.jgrants.change(1, subsidy_max_limit=limit)
    linked.sync()
    linked.setsubi.delete()
    one = call(1)
    assert (one.state, one.programme, one.period, one.accepted) == (CallState.SUGGESTED, None, None, None)
    assert periods() == 0


def test_the_history_tells_what_a_run_has_changed(linked: World) -> None:
    linked.jgrants.change(1, **{END: "2027-01-15T03:00:00Z"})
    linked.sync()
    last = call(1).history.first()
    assert (last.history_user, last.history_change_reason) == (None, "Jグランツから取り込み")


def test_unchanged_calls_cost_the_same_queries_however_many(linked: World) -> None:
    counts = []
    for copies in (0, 20):
        for number in range(copies):
            jgrants_id = f"a0Wcopy{number}"
            linked.jgrants.listed.append(linked.jgrants.listed[1] | {"id": jgrants_id})
            linked.jgrants.details[jgrants_id] = linked.jgrants.details[IDS[2]] | {"id": jgrants_id}
        linked.sync()
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert set(linked.sync().outcomes) == {"unchanged"}
        counts.append(len(queries))
    assert counts[0] == counts[1]
