"""What the client page says of overrides, changes and the history: evidence → sentences. Complete, or a test says what is missing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from catalogue import wording
from catalogue.consulting.changes import Cause, Passing, State, Step
from catalogue.consulting.history import Entry, Event
from catalogue.consulting.overrides import Judgement
from catalogue.language import day_text
from catalogue.models import ProposalStatus
from catalogue.parts.answers import label_of, text_of
from catalogue.parts.cards import ICONS
from matcher import Outcome

CAUSES = {Cause.RULE: "カタログ", Cause.DATE: "日付", Cause.FACT: "会社の情報"}
"""Cause of a step → a word for it."""

FIELDS = {"name": "名称", "corporate_number": "法人番号", "note": "メモ", "facts_on": "情報の確認日"}
"""Fields of a client beside the answers."""


def on(day: date) -> str:
    """2026年11月23日."""
    return day_text(day.isoformat())


def verdict(outcome: Outcome) -> str:
    """○ 条件に合う可能性が高い."""
    return f"{ICONS[outcome]} {wording.VERDICTS[outcome.value]}"


def override_text(judgement: Judgement) -> str:
    """That an advisor judged it, why, until when, and what the rules say; "" when the rules alone judge."""
    override = judgement.override
    if not override:
        return ""
    by = f"（{override.by}）" if override.by else ""
    rules = wording.VERDICTS[judgement.ruled.value]
    return (
        f"相談員の判断{by}：{wording.VERDICTS[override.verdict]}。理由：{override.reason}。期限：{on(override.until)}まで。"
        f"規則では：{rules}{'（同じ）' if judgement.ruled is judgement.outcome else ''}。"
    )


# Changes


def state_texts(before: State | None, after: State | None) -> tuple[str, str]:
    """(before, after) of what differs: verdict, availability or both."""
    if before is None or after is None:
        return _whole(before), _whole(after)
    shown: list[list[str]] = []
    for one in (before, after):
        texts = [verdict(one.outcome)] if before.outcome is not after.outcome else []
        if before.availability is not after.availability:
            texts.append(wording.AVAILABILITIES[one.availability.value])
        shown.append(texts)
    return "・".join(shown[0]), "・".join(shown[1])


def _whole(state: State | None) -> str:
    if state is None:
        return "カタログになし"
    return f"{verdict(state.outcome)}・{wording.AVAILABILITIES[state.availability.value]}"


def step_text(step: Step, before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    """Why it moved. *before*, *after*: the client's answers."""
    return _STEPS[step.cause](step, before, after)


def _rule_text(step: Step) -> str:
    if step.before is None:
        return "カタログに加わりました。"
    if step.after is None:
        return "カタログからなくなりました。"
    if step.before.outcome is step.after.outcome:
        return "カタログの受付状況が変わりました。"
    return "カタログの規則が変わりました。"


_PASSING: Mapping[Passing, Callable[[Step], str]] = {
    Passing.RULE: lambda step: "新しい規則の適用日になりました。",
    Passing.AVAILABILITY: lambda step: "受付状況の変わる日を過ぎました。",
    Passing.AGE: lambda step: "設立・創業からの年数の区切りを過ぎました{}。".format(
        f"（条件：{'、'.join(map(wording.condition_text, step.turned))}）" if step.turned else ""
    ),
}

_STEPS: Mapping[Cause, Callable[[Step, Mapping[str, Any], Mapping[str, Any]], str]] = {
    Cause.RULE: lambda step, before, after: _rule_text(step),
    Cause.DATE: lambda step, before, after: "".join(_PASSING[one](step) for one in step.passing),
    Cause.FACT: lambda step, before, after: facts_text(step.facts, before, after),
}


def facts_text(keys: Iterable[str], before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    """What the client says otherwise: 従業員数：40人 → 320人."""
    return "、".join(f"{label_of(key)}：{_answer(before, key)} → {_answer(after, key)}" for key in keys)


def _answer(answers: Mapping[str, Any], key: str) -> str:
    return text_of(answers, key) or "未回答"


# History


def entry_text(entry: Entry, titles: Mapping[str, str]) -> str:
    """What somebody did. *titles*: measure code → title, as far as the catalogue still has it."""
    about = f"{entry.measure} {titles.get(entry.measure, '（いまのカタログにない施策）')}：" if entry.measure else ""
    return about + _EVENTS[entry.event](entry)


def status_text(entry: Entry) -> str:
    """提案済み → 検討中（2026年11月23日）メモ."""
    status, before = entry.after.get("status"), entry.before.get("status")
    texts = []
    if status:
        moved = f"{ProposalStatus(before).label} → " if before else ""
        texts.append(f"状況 {moved}{ProposalStatus(status).label}")
    if "on" in entry.after:
        texts.append(f"日付 {on(entry.after['on'])}")
    if entry.after.get("note") or entry.before.get("note"):
        texts.append(f"メモ {entry.after['note'] or '（消去）'}")
    return "、".join(texts)


def _edited(entry: Entry) -> str:
    texts = [facts_text(entry.facts, entry.before["answers"], entry.after["answers"])] if entry.facts else []
    texts += [
        f"{label}：{_plain(entry.before[name])} → {_plain(entry.after[name])}"
        for name, label in FIELDS.items()
        if name in entry.after
    ]
    return f"情報を変更しました。{'、'.join(texts)}"


def _plain(value: Any) -> str:
    return on(value) if isinstance(value, date) else str(value) or "なし"


def _overruled(entry: Entry) -> str:
    said, ruled = (wording.VERDICTS[entry.after[name]] for name in ("verdict", "ruled"))
    return f"相談員の判断を「{said}」としました。理由：{entry.after['reason']}。期限：{on(entry.after['until'])}まで。規則では：{ruled}。"


_EVENTS: Mapping[Event, Callable[[Entry], str]] = {
    Event.REGISTERED: lambda entry: f"支援先「{entry.after['name']}」を登録しました。",
    Event.EDITED: _edited,
    Event.STATUS: status_text,
    Event.OVERRULED: _overruled,
    Event.WITHDRAWN: lambda entry: f"相談員の判断「{wording.VERDICTS[entry.after['verdict']]}」を取り消しました。",
    Event.RAN_OUT: lambda entry: (
        f"期限の切れた相談員の判断「{wording.VERDICTS[entry.after['verdict']]}」を終わりにしました。"
    ),
}
