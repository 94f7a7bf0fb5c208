"""The sentences of the client page, one for each cause and each event."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from catalogue.console.client_text import (
    _EVENTS,
    _PASSING,
    _STEPS,
    CAUSES,
    entry_text,
    override_text,
    state_texts,
    step_text,
)
from catalogue.consulting.changes import Cause, Passing, State, Step
from catalogue.consulting.history import Entry, Event
from catalogue.consulting.overrides import Judgement
from catalogue.models import Override, User
from matcher import Availability, Condition, Outcome

NO_CLOSED = State(Outcome.INELIGIBLE, Availability.CLOSED)
NEEDS_CLOSED = State(Outcome.NEEDS_INFO, Availability.CLOSED)
NEEDS_OPEN = State(Outcome.NEEDS_INFO, Availability.OPEN)


def test_every_cause_and_every_event_has_its_words() -> None:
    assert list(CAUSES) == list(_STEPS) == list(Cause)
    assert set(_PASSING) == set(Passing)
    assert set(_EVENTS) == set(Event)


@pytest.mark.parametrize(
    ("before", "after", "texts"),
    [
        (NO_CLOSED, NEEDS_CLOSED, ("× 条件に合わない", "△ 確認が必要")),
        (NEEDS_CLOSED, NEEDS_OPEN, ("受付終了", "受付中")),
        (NO_CLOSED, NEEDS_OPEN, ("× 条件に合わない・受付終了", "△ 確認が必要・受付中")),
        (None, NEEDS_OPEN, ("カタログになし", "△ 確認が必要・受付中")),
        (NEEDS_OPEN, None, ("△ 確認が必要・受付中", "カタログになし")),
    ],
)
def test_only_what_differs_is_said(before: State | None, after: State | None, texts: tuple[str, str]) -> None:
    assert state_texts(before, after) == texts


AGE = Condition("years_since_foundation", "less_than", (5,))
BEFORE = {"employees": 40, "founded_year": 2021}
AFTER = {"employees": 320, "founded_year": 2021, "capital_yen": 10_000_000}


@pytest.mark.parametrize(
    ("step", "text"),
    [
        (Step(Cause.RULE, None, NEEDS_OPEN), "カタログに加わりました。"),
        (Step(Cause.RULE, NEEDS_OPEN, None), "カタログからなくなりました。"),
        (Step(Cause.RULE, NO_CLOSED, NEEDS_CLOSED), "カタログの規則が変わりました。"),
        (Step(Cause.RULE, NO_CLOSED, NEEDS_OPEN), "カタログの規則が変わりました。"),
        (Step(Cause.RULE, NEEDS_CLOSED, NEEDS_OPEN), "カタログの受付状況が変わりました。"),
        (Step(Cause.DATE, NO_CLOSED, NEEDS_OPEN, (Passing.RULE,)), "新しい規則の適用日になりました。"),
        (Step(Cause.DATE, NEEDS_CLOSED, NEEDS_OPEN, (Passing.AVAILABILITY,)), "受付状況の変わる日を過ぎました。"),
        (
            Step(Cause.DATE, NO_CLOSED, NEEDS_OPEN, (Passing.AVAILABILITY, Passing.AGE), (AGE,)),
            "受付状況の変わる日を過ぎました。設立・創業からの年数の区切りを過ぎました（条件：設立・創業からの年数が5年未満）。",
        ),
        (Step(Cause.FACT, NO_CLOSED, NEEDS_CLOSED, facts=("employees",)), "常時使用する従業員数：40人 → 320人"),
        (
            Step(Cause.FACT, NO_CLOSED, NEEDS_CLOSED, facts=("employees", "capital_yen")),
            "常時使用する従業員数：40人 → 320人、資本金：未回答 → 1,000万円",
        ),
    ],
)
def test_every_step_says_why(step: Step, text: str) -> None:
    assert step_text(step, BEFORE, AFTER) == text


def override(**more: Any) -> Override:
    advisor = User(username="a", last_name="山田", first_name="花子")
    return Override(verdict="eligible", reason="窓口に確かめた", until=date(2027, 3, 31), by=advisor, **more)


def test_an_override_says_who_what_why_until_when_and_what_the_rules_say() -> None:
    assert override_text(Judgement(Outcome.INELIGIBLE)) == ""
    assert override_text(Judgement(Outcome.INELIGIBLE, override())) == (
        "相談員の判断（山田 花子）：条件に合う可能性が高い。理由：窓口に確かめた。期限：2027年3月31日まで。規則では：条件に合わない。"
    )
    assert override_text(Judgement(Outcome.ELIGIBLE, override())).endswith("規則では：条件に合う可能性が高い（同じ）。")


def entry(event: Event, before: dict[str, Any], after: dict[str, Any], measure: str = "", *facts: str) -> Entry:
    return Entry(datetime.fromisoformat("2026-11-23T10:00:00+09:00"), "山田 花子", event, measure, before, after, facts)


OVERRULED = {
    "verdict": "eligible",
    "ruled": "ineligible",
    "reason": "窓口に確かめた",
    "until": date(2027, 3, 31),
    "withdrawn_at": None,
}
TITLES = {"4-05": "ユースエール"}


@pytest.mark.parametrize(
    ("entry", "text"),
    [
        (
            entry(Event.REGISTERED, {}, {"name": "株式会社みほん", "answers": {}}),
            "支援先「株式会社みほん」を登録しました。",
        ),
        (
            entry(Event.EDITED, {"answers": BEFORE}, {"answers": AFTER}, "", "employees", "capital_yen"),
            "情報を変更しました。常時使用する従業員数：40人 → 320人、資本金：未回答 → 1,000万円",
        ),
        (
            entry(Event.EDITED, {"name": "旧社名", "note": ""}, {"name": "新社名", "note": "後継者を探す"}),
            "情報を変更しました。名称：旧社名 → 新社名、メモ：なし → 後継者を探す",
        ),
        (
            entry(Event.EDITED, {"facts_on": date(2025, 4, 1)}, {"facts_on": date(2026, 11, 23)}),
            "情報を変更しました。情報の確認日：2025年4月1日 → 2026年11月23日",
        ),
        (
            entry(Event.STATUS, {}, {"status": "proposed", "on": date(2026, 11, 23), "note": ""}, "4-05"),
            "4-05 ユースエール：状況 提案済み、日付 2026年11月23日",
        ),
        (
            entry(Event.STATUS, {"status": "proposed"}, {"status": "applying"}, "4-05"),
            "4-05 ユースエール：状況 提案済み → 申請中",
        ),
        (entry(Event.STATUS, {"note": "旧"}, {"note": "新"}, "4-05"), "4-05 ユースエール：メモ 新"),
        (entry(Event.STATUS, {"note": "旧"}, {"note": ""}, "4-05"), "4-05 ユースエール：メモ （消去）"),
        (
            entry(Event.OVERRULED, {}, OVERRULED, "4-05"),
            "4-05 ユースエール：相談員の判断を「条件に合う可能性が高い」としました。"
            "理由：窓口に確かめた。期限：2027年3月31日まで。規則では：条件に合わない。",
        ),
        (
            entry(Event.WITHDRAWN, {}, OVERRULED, "9-99"),
            "9-99 （いまのカタログにない施策）：相談員の判断「条件に合う可能性が高い」を取り消しました。",
        ),
        (
            entry(Event.RAN_OUT, {}, OVERRULED, "4-05"),
            "4-05 ユースエール：期限の切れた相談員の判断「条件に合う可能性が高い」を終わりにしました。",
        ),
    ],
)
def test_every_entry_of_the_history_is_a_sentence(entry: Entry, text: str) -> None:
    assert entry_text(entry, TITLES) == text
