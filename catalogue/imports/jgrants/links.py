"""What people decide about a call. Each decision is one transaction, with what it changes in the catalogue."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from typing import NamedTuple

from django.db import transaction

from catalogue.imports.content import renew_version
from catalogue.imports.jgrants.cleaning import moment
from catalogue.imports.jgrants.periods import apply_days, moment_text
from catalogue.models import Call, CallState, Programme, User
from catalogue.models.calls import CONTENT, LINKED_STATES

DAYS = ("opens_at", "closes_at")


class NotPossible(Exception):
    """The decision does not suit the state of the call; the message is a sentence for who decided."""


class Overtaken(NotPossible):
    """The call is no longer what who decided had before their eyes."""

    def __init__(self) -> None:
        super().__init__(
            "この公募は、ほかの人か取り込みが先に変えました。今の内容を確かめてから、もう一度操作してください。"
        )


class Difference(NamedTuple):
    """A field of a call, as it was accepted and as it is now."""

    label: str
    before: str
    after: str


def link(call: Call, programme: Programme, by: User, today: date) -> Call:
    """The call belongs to *programme*, whose availability it tells from now on. Also moves a link to another programme."""
    with transaction.atomic():
        current = _as_seen(call)
        current.programme = programme
        return _decided(current, CallState.LINKED, by, today, "事業に対応づけ")


def unlink(call: Call, by: User, today: date) -> Call:
    """Back to the candidates, from a link or from those that are of no concern. Raises NotPossible for a candidate."""
    with transaction.atomic():
        current = _as_seen(call)
        if current.state == CallState.SUGGESTED:
            raise NotPossible("この公募はすでに候補です。")
        current.programme = None
        return _decided(current, CallState.SUGGESTED, by, today, "候補に戻す")


def dismiss(call: Call, by: User, today: date) -> Call:
    """The call is of no concern here; a link ends. Raises NotPossible when it is dismissed already."""
    with transaction.atomic():
        current = _as_seen(call)
        if current.state == CallState.DISMISSED:
            raise NotPossible("この公募はすでに対象外です。")
        current.programme = None
        return _decided(current, CallState.DISMISSED, by, today, "対象外にする")


def accept_change(call: Call, by: User, today: date) -> Call:
    """The link holds with the content of now, and so do its days. Raises NotPossible when nothing waits to be accepted."""
    with transaction.atomic():
        current = _as_seen(call)
        if current.state != CallState.CHANGED:
            raise NotPossible("この公募には、確認を待つ変更がありません。")
        return _decided(current, CallState.LINKED, by, today, "変更を確認")


def snapshot(call: Call) -> dict[str, object]:
    """The content and the days of *call*, to be kept while a newer content waits."""
    days = {name: value.isoformat() if (value := getattr(call, name)) else None for name in DAYS}
    return {name: getattr(call, name) for name in CONTENT} | days


def differences(call: Call) -> list[Difference]:
    """What has changed since the content was last accepted; [] when nothing waits."""
    if call.accepted is None:
        return []
    now = snapshot(call)
    return [
        Difference(
            Call.label(name),
            _shown(name, call.accepted.get(name)),
            _shown(name, now[name]),
        )
        for name in (*CONTENT, *DAYS)
        if call.accepted.get(name) != now[name]
    ]


def _shown(name: str, value: object) -> str:
    if name in DAYS:
        at: datetime | None = moment(value)
        return moment_text(at) if at else ""
    return f"{value:,}円" if isinstance(value, int) else str(value or "")


def mark(call: Call) -> str:
    """How a page remembers the call that somebody had before their eyes: another call, another mark."""
    said = repr([str(getattr(call, name)) for name in ("state", "programme_id", "content_hash", *DAYS)])
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def _as_seen(call: Call) -> Call:
    """The stored row, locked. Raises Overtaken when it is not as *call* was read."""
    current = Call.objects.select_for_update().get(pk=call.pk)
    if mark(current) != mark(call):
        raise Overtaken
    return current


def _decided(call: Call, state: CallState, by: User, today: date, reason: str) -> Call:
    was_linked = call.period_id is not None
    call.state, call.accepted = state, None
    changed = apply_days(call, today) if was_linked or state in LINKED_STATES else False
    call._history_user, call._change_reason = by, reason
    call.save()
    if changed:
        renew_version()
    return call
