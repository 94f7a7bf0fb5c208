"""Which days of an answer are known, and the calendar file that they make."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar, Event

from catalogue.bridge import EventCard, Origin, PeriodCard, compile_catalogue
from catalogue.imports.records import PeriodRecord
from catalogue.imports.store import store_catalogue
from catalogue.parts.exports import KnownDate, ics_bytes, known_dates
from catalogue.parts.exports.table import clean
from catalogue.shortlist import MeasureResult, Shortlist
from matcher import Availability, Period
from matcher.truth import FALSE, TRUE, UNKNOWN, Truth
from tests.catalogue.test_bridge import PROGRAMME, catalogue, measure
from tests.contract.built import READ, SHORTLIST

OPEN, UPCOMING, CLOSED = Availability.OPEN, Availability.UPCOMING, Availability.CLOSED
P6 = "中堅企業等支援に関する取組方針フォローアップ（2024年3月） p6 方針"
CAUTION = "日程は変わることがあります。申し込む前に、公募要領や窓口で確かめてください。"
NOW = datetime(2026, 11, 23, 10, tzinfo=ZoneInfo("Asia/Tokyo"))

MARCH, APRIL, MAY, JUNE = date(2024, 3, 31), date(2024, 4, 1), date(2024, 5, 31), date(2024, 6, 1)
"""The day of the answer and the next, the last day of May and the next."""

Told = tuple[str, date]

TURNS: list[tuple[str, list[tuple[Availability, date | None, date | None]], list[Told]]] = [
    ("nothing is known", [], []),
    ("a window has both ends", [(OPEN, APRIL, MAY)], [("始まり", APRIL), ("終わり", MAY)]),
    ("an open end stays open", [(OPEN, APRIL, None)], [("始まり", APRIL)]),
    ("open as of a day may go on", [(OPEN, None, MAY)], []),
    ("unless something else follows", [(OPEN, None, MAY), (CLOSED, JUNE, None)], [("終わり", MAY)]),
    ("closing is the day before it is closed", [(OPEN, None, None), (CLOSED, JUNE, None)], [("終わり", MAY)]),
    ("announced for later is not open", [(OPEN, None, MAY), (UPCOMING, JUNE, None)], [("終わり", MAY)]),
    ("after a gap nothing is known", [(OPEN, None, MAY), (CLOSED, date(2024, 6, 2), None)], []),
    ("closed does not say that it was open", [(CLOSED, JUNE, None)], []),
    ("upcoming does not say when", [(UPCOMING, None, MAY)], []),
    ("upcoming until it opens", [(UPCOMING, None, MAY), (OPEN, JUNE, None)], [("始まり", JUNE)]),
    ("closed until it opens again", [(OPEN, None, None), (CLOSED, None, MAY)], [("始まり", JUNE)]),
    ("windows side by side are one", [(OPEN, APRIL, MAY), (OPEN, JUNE, None)], [("始まり", APRIL)]),
    ("a later row overrules", [(OPEN, APRIL, MAY), (CLOSED, APRIL, MAY)], []),
    ("what is overruled ends nothing", [(UPCOMING, APRIL, MAY), (OPEN, None, MAY)], []),
    ("a day is a window", [(OPEN, MAY, MAY)], [("始まり", MAY), ("終わり", MAY)]),
    ("today is not past", [(OPEN, MARCH, MARCH)], [("始まり", MARCH), ("終わり", MARCH)]),
    ("yesterday is", [(OPEN, date(2024, 3, 1), date(2024, 3, 30))], []),
    ("the last day there is", [(OPEN, APRIL, date.max)], [("始まり", APRIL)]),
    ("the first day there is", [(OPEN, date.min, MAY)], [("終わり", MAY)]),
    (
        "the last day that counts",
        [(OPEN, None, None), (CLOSED, date(2100, 12, 31), None)],
        [("終わり", date(2100, 12, 30))],
    ),
    ("the first day that does not", [(OPEN, None, None), (CLOSED, date(2101, 1, 1), None)], []),
]


def listed(
    periods: Iterable[PeriodCard] = (), history: tuple[EventCard, ...] = (), truth: Truth = TRUE, place: int = 0
) -> MeasureResult:
    """The measure at *place* of the hand-built answer, its first programme alone and with these days."""
    one = SHORTLIST.results[place]
    programme, cards = one.programmes[0], tuple(periods)
    candidate = replace(
        programme.verdict.candidate, periods=tuple(Period(row.state, row.first, row.last) for row in cards)
    )
    return replace(
        one,
        programmes=(
            replace(
                programme,
                card=replace(programme.card, periods=cards, history=history),
                verdict=replace(programme.verdict, candidate=candidate, truth=truth),
            ),
        ),
    )


def answer(*results: MeasureResult) -> Shortlist:
    return replace(SHORTLIST, results=results)


def period(
    state: Availability, first: date | None, last: date | None, note: str = "", origin: Origin = READ
) -> PeriodCard:
    return PeriodCard(state, first, last, note, origin)


def event(kind: str, on: str, old: str = "", new: str = "", note: str = "") -> EventCard:
    return EventCard(kind, on, old, new, note, READ)


def parsed(content: bytes) -> list[Event]:
    return list(Calendar.from_ical(content).events)


WINDOW = period(OPEN, APRIL, MAY)


@pytest.mark.parametrize(("rows", "told"), [pytest.param(rows, told, id=name) for name, rows, told in TURNS])
def test_days_of_opening_and_closing(
    rows: list[tuple[Availability, date | None, date | None]], told: list[Told]
) -> None:
    dates = known_dates(answer(listed(period(*row) for row in rows)))
    assert [(one.summary, one.day) for one in dates] == [
        (f"受付の{what}: 設備の更新（設備補助金（グリーン枠））", day) for what, day in told
    ]


def test_a_day_carries_its_note_and_source() -> None:
    found = answer(listed([period(OPEN, APRIL, MAY, "消印有効。", Origin("p6 方針", "", None))]))
    assert known_dates(found, lambda code: f"https://example.jp/{code}/") == [
        KnownDate(
            "setsubi-opening-2024-04-01@support-finder.invalid",
            APRIL,
            "受付の始まり: 設備の更新（設備補助金（グリーン枠））",
            f"消印有効。\n出典: {P6}\n{CAUTION}",
            "https://example.jp/1-01/",
        ),
        KnownDate(
            "setsubi-closing-2024-05-31@support-finder.invalid",
            MAY,
            "受付の終わり: 設備の更新（設備補助金（グリーン枠））",
            f"消印有効。\n出典: {P6}\n{CAUTION}",
            "https://example.jp/1-01/",
        ),
    ]


def test_two_rows_that_give_one_day_are_one_date() -> None:
    rows = [period(OPEN, None, MAY, "締切は5月末。"), period(CLOSED, JUNE, None, "6月からは受け付けない。")]
    (one,) = known_dates(answer(listed(rows)))
    assert one.description == (
        "締切は5月末。\n出典: 公募要領（2026-11-23確認）\n"
        f"6月からは受け付けない。\n出典: 公募要領（2026-11-23確認）\n{CAUTION}"
    )
    assert one.url == ""


WHOLE, PART, OLD = "設備補助金（グリーン枠）", "枠", "旧"
EVENTS = [
    (event("ended", "2024-04-01"), "", f"終了: 設備の更新（{WHOLE}）", "2024年4月1日に終わりました。"),
    (event("ended", "2024-04-01", PART), "-6b3a717c", f"終了: 設備の更新（{PART}）", "枠は、2024年4月1日に終わりました。"),
    (event("renamed", "2024-04-01", OLD, "新"), "-249c5f96", f"名称変更: 設備の更新（{OLD}）", "旧は、2024年4月1日に新に名前が変わりました。"),
    (event("succeeded", "2024-04-01", "", "新"), "", f"後継: 設備の更新（{WHOLE}）", "2024年4月1日に新に引き継がれました。"),
    (event("changed", "2024-04-01", "", "", "額が倍です。"), "", f"内容の変更: 設備の更新（{WHOLE}）", "2024年4月1日に内容が変わりました。額が倍です。"),
    (event("terms", "2024-04-01", "", "", "上限あり。"), "", f"のちの条件: 設備の更新（{WHOLE}）", "2024年4月1日に次の条件が公表されています。上限あり。"),
]  # fmt: skip


@pytest.mark.parametrize(("card", "mark", "summary", "text"), EVENTS)
def test_an_event_to_come_is_a_day(card: EventCard, mark: str, summary: str, text: str) -> None:
    assert known_dates(answer(listed(history=(card,)))) == [
        KnownDate(
            f"setsubi-{card.kind}-2024-04-01{mark}@support-finder.invalid",
            APRIL,
            summary,
            f"{text}\n出典: 公募要領（2026-11-23確認）\n{CAUTION}",
        )
    ]


def test_parts_of_a_programme_have_dates_of_their_own() -> None:
    history = tuple(event("ended", "2024-04-01", part) for part in ("", PART, OLD))
    dates = known_dates(answer(listed(history=history)))
    assert [one.summary for one in dates] == [f"終了: 設備の更新（{part}）" for part in (WHOLE, PART, OLD)]
    assert len({one.uid for one in dates}) == 3


@pytest.mark.parametrize(
    ("on", "days"), [("", []), ("2024-05", []), ("2024-03-30", []), ("2024-03-31", [MARCH]), ("2024-05-31", [MAY])]
)
def test_an_event_needs_a_day_that_is_not_past(on: str, days: list[date]) -> None:
    assert [one.day for one in known_dates(answer(listed(history=(event("ended", on),))))] == days


@pytest.mark.parametrize(("truth", "count"), [(TRUE, 2), (UNKNOWN, 2), (FALSE, 0)])
def test_what_is_ruled_out_has_no_days(truth: Truth, count: int) -> None:
    assert len(known_dates(answer(listed([WINDOW], truth=truth)))) == count


def test_a_programme_under_two_measures_is_told_under_the_first() -> None:
    first = listed([WINDOW])
    second = replace(first, rank=2, measure=SHORTLIST.results[1].measure)
    assert known_dates(answer(first, second)) == known_dates(answer(first))
    assert known_dates(answer(second, first))[0].summary == "受付の始まり: これからの制度（設備補助金（グリーン枠））"


def test_days_stand_in_order_and_on_one_day_in_that_of_the_list() -> None:
    first, second = listed([period(OPEN, MAY, None)]), listed([WINDOW], place=1, truth=UNKNOWN)
    assert [one.uid.partition("@")[0] for one in known_dates(answer(first, second))] == [
        "later-opening-2024-04-01",
        "setsubi-opening-2024-05-31",
        "later-closing-2024-05-31",
    ]


@pytest.mark.django_db
def test_the_catalogue_gives_a_card_the_periods_of_its_candidate() -> None:
    known = (
        PeriodRecord("open", APRIL, MAY, "p6"),
        PeriodRecord("closed", JUNE, None, "", "公募要領", date(2026, 11, 23), "終わった。"),
    )
    rows = replace(PROGRAMME.rows, availability=known)
    store_catalogue(catalogue(measure("1-01", replace(PROGRAMME, rows=rows))))
    compiled = compile_catalogue(date(2026, 11, 23))
    assert compiled.programmes["1-01/hojo"].periods == (
        PeriodCard(OPEN, APRIL, MAY, "", Origin("p6", "", None)),
        PeriodCard(CLOSED, JUNE, None, "終わった。", READ),
    )
    assert compiled.candidates[0].periods == (Period(OPEN, APRIL, MAY), Period(CLOSED, JUNE))


def test_an_answer_without_days_makes_an_empty_calendar() -> None:
    assert known_dates(SHORTLIST) == known_dates(answer()) == []
    assert parsed(ics_bytes([], NOW)) == []


def test_the_file_line_by_line() -> None:
    dates = [KnownDate("a-closing@x.invalid", MAY, "締切; 一つ, 二つ", "一\n二\\", "https://example.jp/?a=1,2;3")]
    assert ics_bytes(dates, NOW).decode().split("\r\n") == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//support-finder//known dates//JA",
        "METHOD:PUBLISH",
        "NAME:支援施策の日程",
        "X-WR-CALNAME:支援施策の日程",
        "X-WR-TIMEZONE:Asia/Tokyo",
        "BEGIN:VEVENT",
        r"SUMMARY:締切\; 一つ\, 二つ",
        "DTSTART;VALUE=DATE:20240531",
        "DTSTAMP:20261123T010000Z",
        "UID:a-closing@x.invalid",
        r"DESCRIPTION:一\n二" + "\\\\",
        "TRANSP:TRANSPARENT",
        "URL:https://example.jp/?a=1,2;3",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]


def test_a_known_date_comes_back_from_the_file() -> None:
    summary = "受付の終わり: " + "地域の中核となる企業の成長を支える、とても長い名前の施策；" * 20
    (read,) = parsed(ics_bytes([KnownDate("u@x.invalid", MAY, summary, "注\n" * 90, "")], NOW))
    assert (read["SUMMARY"], read["DESCRIPTION"], read["UID"]) == (summary, "注\n" * 90, "u@x.invalid")
    assert type(read.DTSTART) is date
    assert (read.DTSTART, read.DTSTAMP, "URL" in read) == (MAY, datetime(2026, 11, 23, 1, tzinfo=UTC), False)


@given(
    st.text(
        st.characters() | st.characters(categories=["Cs", "Cc", "Cf"]) | st.sampled_from("\r\n;,:\\あ𠮷"), max_size=200
    )
)
def test_any_text_is_folded_and_comes_back(text: str) -> None:
    content = ics_bytes([KnownDate("u@x.invalid", MAY, text, text)], NOW)
    assert max(map(len, content.split(b"\r\n"))) <= 75
    (read,) = parsed(content)
    assert (str(read["SUMMARY"]), str(read["DESCRIPTION"])) == (clean(text), clean(text))
