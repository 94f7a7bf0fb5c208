"""What people decide about a call: each decision on both sides of what it may be, with what it does to the catalogue."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from catalogue.imports.jgrants.links import NotPossible, Overtaken, accept_change, differences, dismiss, link, unlink
from catalogue.models import AvailabilityPeriod, Call, CallState, CatalogueState
from tests.catalogue.jgrants import IDS
from tests.catalogue.jgrants.world import CITATION, NOTE, NOW, TODAY, World, call, periods, told, version_is_true

pytestmark = pytest.mark.django_db

START, END = "acceptance_start_datetime", "acceptance_end_datetime"
OPEN = ("open", date(2026, 11, 5), date(2026, 12, 25))
TOMORROW = date(2026, 11, 24)


@pytest.fixture
def world(tmp_path: Path) -> World:
    world = World(tmp_path)
    world.sync()
    return world


def in_state(world: World, state: CallState) -> Call:
    """The first recorded call, brought into a state."""
    if state in (CallState.LINKED, CallState.CHANGED):
        link(call(1), world.setsubi, world.editor, TODAY)
    if state == CallState.CHANGED:
        world.jgrants.change(1, subsidy_max_limit=80_000_000)
        world.sync()
    if state == CallState.DISMISSED:
        dismiss(call(1), world.editor, TODAY)
    assert call(1).state == state
    return call(1)


Decision = Callable[[World, Call], Call]

DECISIONS: dict[str, Decision] = {
    "link": lambda world, one: link(one, world.setsubi, world.editor, TODAY),
    "link elsewhere": lambda world, one: link(one, world.soudan, world.editor, TODAY),
    "unlink": lambda world, one: unlink(one, world.editor, TODAY),
    "dismiss": lambda world, one: dismiss(one, world.editor, TODAY),
    "accept": lambda world, one: accept_change(one, world.editor, TODAY),
}
ALREADY = "この公募はすでに候補です。"
DISMISSED = "この公募はすでに対象外です。"
NOTHING = "この公募には、確認を待つ変更がありません。"

# What is decided in which state: the state after it and the code of the programme, or the refusal.
TABLE = [
    (CallState.SUGGESTED, "link", "linked", "setsubi"),
    (CallState.SUGGESTED, "unlink", ALREADY, None),
    (CallState.SUGGESTED, "dismiss", "dismissed", None),
    (CallState.SUGGESTED, "accept", NOTHING, None),
    (CallState.LINKED, "link", "linked", "setsubi"),
    (CallState.LINKED, "link elsewhere", "linked", "soudan"),
    (CallState.LINKED, "unlink", "suggested", None),
    (CallState.LINKED, "dismiss", "dismissed", None),
    (CallState.LINKED, "accept", NOTHING, None),
    (CallState.CHANGED, "link", "linked", "setsubi"),
    (CallState.CHANGED, "link elsewhere", "linked", "soudan"),
    (CallState.CHANGED, "unlink", "suggested", None),
    (CallState.CHANGED, "dismiss", "dismissed", None),
    (CallState.CHANGED, "accept", "linked", "setsubi"),
    (CallState.DISMISSED, "link", "linked", "setsubi"),
    (CallState.DISMISSED, "unlink", "suggested", None),
    (CallState.DISMISSED, "dismiss", DISMISSED, None),
    (CallState.DISMISSED, "accept", NOTHING, None),
]


@pytest.mark.parametrize(("state", "decision", "after", "programme"), TABLE)
def test_a_decision(world: World, state: CallState, decision: str, after: str, programme: str | None) -> None:
    one = in_state(world, state)
    if after not in CallState.values:
        with pytest.raises(NotPossible) as refusal:
            DECISIONS[decision](world, one)
        assert (str(refusal.value), call(1).state) == (after, state)
        return
    decided = DECISIONS[decision](world, one)
    stored = call(1)
    assert decided == stored
    assert (stored.state, stored.programme and stored.programme.code, stored.accepted) == (after, programme, None)
    assert [told(world.setsubi), told(world.soudan)] == [
        [OPEN] if programme == code else [] for code in ("setsubi", "soudan")
    ]
    assert stored.period == AvailabilityPeriod.objects.filter(citation=CITATION).first()
    assert version_is_true()


def test_every_decision_is_tried_in_every_state() -> None:
    tried = {(state, decision.removesuffix(" elsewhere")) for state, decision, _after, _programme in TABLE}
    assert len(tried) == len(CallState) * 4


def test_a_link_says_when_its_programme_is_open_and_where_that_is_from(world: World) -> None:
    version = CatalogueState.current_version()
    link(call(1), world.setsubi, world.editor, TOMORROW)
    row = world.setsubi.periods.get(citation=CITATION)
    assert (row.state, row.first, row.last, row.note) == (*OPEN, NOTE)
    assert (row.read_on, row.place, row.listing) == (TOMORROW, "", None)
    row.full_clean()
    assert [one.position for one in world.setsubi.periods.all()] == [0, 1]
    assert CatalogueState.current_version() != version


def test_the_first_period_of_a_programme_stands_first(world: World) -> None:
    link(call(1), world.soudan, world.editor, TODAY)
    assert world.soudan.periods.get().position == 0


def test_linking_and_unlinking_leaves_the_catalogue_as_it_was(world: World) -> None:
    version = CatalogueState.current_version()
    link(call(1), world.setsubi, world.editor, TODAY)
    unlink(call(1), world.editor, TODAY)
    assert CatalogueState.current_version() == version


def test_two_calls_of_one_programme_say_their_days_each(world: World) -> None:
    for number in (1, 2):
        link(call(number), world.setsubi, world.editor, TODAY)
    assert told(world.setsubi) == [OPEN, ("open", date(2026, 12, 1), date(2027, 1, 29))]
    unlink(call(1), world.editor, TODAY)
    assert told(world.setsubi) == [("open", date(2026, 12, 1), date(2027, 1, 29))]


@pytest.mark.parametrize("missing", [START, END])
def test_without_both_ends_a_link_says_nothing(world: World, missing: str) -> None:
    world.jgrants.change(1, **{missing: None})
    world.sync()
    version = CatalogueState.current_version()
    link(call(1), world.setsubi, world.editor, TODAY)
    assert (call(1).state, call(1).period, periods()) == (CallState.LINKED, None, 0)
    assert CatalogueState.current_version() == version


def test_a_long_title_fits_into_the_note(world: World) -> None:
    world.jgrants.change(1, title="あ" * 500)
    world.sync()
    link(call(1), world.setsubi, world.editor, TODAY)
    row = world.setsubi.periods.get(citation=CITATION)
    row.full_clean()
    assert row.note == f"公募「{'あ' * 300}…」の受付です。締切は2026年12月25日17時00分です。"


def test_accepting_a_doubtful_change_says_its_days(world: World) -> None:
    in_state(world, CallState.LINKED)
    world.jgrants.change(1, **{END: "2040-12-31T14:59:00Z"})
    world.sync()
    assert told(world.setsubi) == [OPEN]
    accept_change(call(1), world.editor, TODAY)
    assert told(world.setsubi) == [("open", date(2026, 11, 5), date(2040, 12, 31))]


@pytest.mark.parametrize("decision", DECISIONS)
def test_who_decides_on_what_has_changed_meanwhile_is_told(world: World, decision: str) -> None:
    seen = in_state(world, CallState.LINKED)
    world.jgrants.change(1, **{END: "2027-01-15T03:00:00Z"})
    world.sync()
    before = Call.objects.filter(jgrants_id=IDS[1]).values().get()
    with pytest.raises(Overtaken, match="先に変えました"):
        DECISIONS[decision](world, seen)
    assert Call.objects.filter(jgrants_id=IDS[1]).values().get() == before


def test_of_two_editors_the_second_is_told(world: World) -> None:
    first, second = call(1), call(1)
    link(first, world.setsubi, world.editor, TODAY)
    with pytest.raises(Overtaken):
        dismiss(second, world.editor, TODAY)
    assert call(1).programme == world.setsubi


def test_the_history_tells_who_decided_what(world: World) -> None:
    for decision in ("link", "unlink", "dismiss", "link"):
        DECISIONS[decision](world, call(1))
    rows = [(row.state, row.history_user, row.history_change_reason) for row in call(1).history.all()]
    assert rows == [
        ("linked", world.editor, "事業に対応づけ"),
        ("dismissed", world.editor, "対象外にする"),
        ("suggested", world.editor, "候補に戻す"),
        ("linked", world.editor, "事業に対応づけ"),
        ("suggested", None, "Jグランツから取り込み"),
    ]


def test_nothing_differs_while_nothing_waits(world: World) -> None:
    assert differences(in_state(world, CallState.LINKED)) == []


@pytest.mark.parametrize(
    ("fields", "row"),
    [
        ({"subsidy_max_limit": 0}, ("補助上限額（円）", "100,000,000円", "")),
        ({"title": "別の題"}, ("公募名", "中小企業省力化投資補助金（一般型・第7回公募）", "別の題")),
    ],
)
def test_a_difference_is_shown_as_people_read_it(world: World, fields: dict[str, object], row: tuple[str, ...]) -> None:
    in_state(world, CallState.LINKED)
    world.jgrants.change(1, **fields)
    world.sync()
    assert [tuple(one) for one in differences(call(1))] == [row]


def test_a_deadline_that_is_gone_differs_too(world: World) -> None:
    in_state(world, CallState.LINKED)
    world.jgrants.change(1, title="別の題", **{END: None})
    world.sync()
    assert tuple(differences(call(1))[-1]) == ("受付締切", "2026年12月25日17時00分", "")


def test_queries_speak_the_domain(world: World) -> None:
    in_state(world, CallState.CHANGED)
    dismiss(call(8), world.editor, TODAY)
    assert [one.jgrants_id for one in Call.objects.waiting()] == [IDS[1], IDS[2]]
    assert [one.jgrants_id for one in Call.objects.linked()] == [IDS[1]]
    assert [one.jgrants_id for one in Call.objects.closing_from(NOW)] == [IDS[8], IDS[1], IDS[2]]
    deadline = call(1).closes_at
    assert deadline is not None
    assert [one.jgrants_id for one in Call.objects.closing_from(deadline)] == [IDS[1], IDS[2]]
