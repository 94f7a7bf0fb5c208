"""One run: what jGrants has of calls becomes what is stored of them, and what linked calls say of their programmes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localtime

from catalogue.imports.content import renew_version
from catalogue.imports.jgrants.cleaning import drop_reason
from catalogue.imports.jgrants.client import JGrants
from catalogue.imports.jgrants.fetching import Known, Problem, fetch
from catalogue.imports.jgrants.links import snapshot
from catalogue.imports.jgrants.mapping import Names, as_stored
from catalogue.imports.jgrants.periods import apply_days
from catalogue.imports.jgrants.reading import Content, Summary, hash_of
from catalogue.models import Call, CallState
from catalogue.models.calls import LINKED_STATES

OUTCOMES = {
    "new": "新しい公募（候補）",
    "unchanged": "変更なし",
    "followed": "内容を更新（候補・対象外）",
    "applied": "日程を受付状況に反映（対応づけ済み）",
    "changed": "内容が変わり、確認待ち（対応づけ済み）",
}
"""What can become of a call in a run; days and content of one may both have changed."""


@dataclass(frozen=True, slots=True)
class Report:
    """*outcomes*: how many calls by the key of OUTCOMES; *vanished*: open calls that no list has any more, None when not all was asked."""

    outcomes: Mapping[str, int]
    dropped: Mapping[str, Sequence[str]]
    problems: Sequence[Problem]
    vanished: int | None


def sync(client: JGrants, keywords: Sequence[str] | None, now: datetime) -> Report:
    """Ask for *keywords*, or for all that the catalogue suggests, and store what came: all of it or, when storing fails, nothing."""
    names = Names.stored()
    found = fetch(client, keywords or names.keywords(), _known(), now)
    outcomes, unstorable = _store(found.contents, names, now)
    if found.unasked:
        outcomes["unchanged"] += found.unasked
    everything = keywords is None and found.complete
    gone = Call.objects.closing_from(now).exclude(jgrants_id__in=found.seen).count() if everything else None
    return Report(outcomes, found.dropped, [*found.problems, *unstorable], gone)


def _known() -> dict[str, Known]:
    calls = Call.objects.defer("detail_html", "detail_text", "suggestions", "accepted")
    return {
        call.jgrants_id: Known(
            Summary(call.title, call.target_area, call.max_yen, call.opens_at, call.closes_at),
            call.state in LINKED_STATES,
            call.fetched_at,
        )
        for call in calls
    }


def _store(contents: Sequence[Content], names: Names, now: datetime) -> tuple[Counter[str], list[Problem]]:
    run = _Run(now)
    with transaction.atomic():
        stored = Call.objects.select_for_update().in_bulk([one.jgrants_id for one in contents], field_name="jgrants_id")
        for content in contents:
            run.take(stored.get(content.jgrants_id), content)
        Call.objects.filter(pk__in=run.untouched).update(fetched_at=now)
        _suggest_anew(names)
        if run.catalogue_changed:
            renew_version()
    return run.outcomes, run.problems


def _suggest_anew(names: Names) -> None:
    """Candidates follow the names of the catalogue, and their own titles."""
    outdated = []
    for call in Call.objects.filter(state=CallState.SUGGESTED).only("title", "suggestions"):
        suggestions = as_stored(names.suggest(call.title))
        if suggestions != call.suggestions:
            call.suggestions = suggestions
            outdated.append(call)
    Call.objects.bulk_update(outdated, ["suggestions"], batch_size=100)


class _Run:
    def __init__(self, now: datetime) -> None:
        self._now, self._today = now, localtime(now).date()
        self.outcomes: Counter[str] = Counter()
        self.problems: list[Problem] = []
        self.untouched: list[int] = []
        self.catalogue_changed = False

    def take(self, call: Call | None, content: Content) -> None:
        """Store what has changed of one call. What cannot be stored is named, and stays as it was."""
        try:
            if call is None:
                self._new(content)
            elif call.state in LINKED_STATES:
                self._linked(call, content)
            else:
                self._followed(call, content)
        except ValidationError as error:
            why = "、".join(f"{Call.label(name)}: {' '.join(texts)}" for name, texts in error.message_dict.items())
            self.problems.append(Problem(f"公募 {content.jgrants_id}「{content.title[:50]}」", why))

    def _new(self, content: Content) -> None:
        call = Call(state=CallState.SUGGESTED)
        self._fill(call, content)
        call.save()
        self.outcomes["new"] += 1

    def _followed(self, call: Call, content: Content) -> None:
        """Nobody has to look at a change of what is not linked."""
        if not _differs(call, content):
            self._unchanged(call)
            return
        self._fill(call, content)
        call.save()
        self.outcomes["followed"] += 1

    def _linked(self, call: Call, content: Content) -> None:
        # A load from files takes away what they do not say.
        lost = call.state == CallState.LINKED and call.period_id is None and call.days is not None
        if not _differs(call, content) and not lost:
            self._unchanged(call)
            return
        before, other = snapshot(call), call.content_hash != content.content_hash
        self._fill(call, content)
        # Crossed out, or with a deadline that is none: somebody looks before the catalogue says so.
        doubtful = drop_reason(content.title, "", content.closes_at, self._now) not in (None, "over")
        if call.accepted is not None and content.content_hash == hash_of(call.accepted) and not doubtful:
            call.state, call.accepted = CallState.LINKED, None
        elif other or doubtful:
            call.state, call.accepted = CallState.CHANGED, call.accepted or before
            self.outcomes["changed"] += 1
        if not doubtful and apply_days(call, self._today):
            self.catalogue_changed = True
            self.outcomes["applied"] += 1
        call.save()

    def _unchanged(self, call: Call) -> None:
        self.outcomes["unchanged"] += 1
        self.untouched.append(call.pk)

    def _fill(self, call: Call, content: Content) -> None:
        """The new values, checked. Raises ValidationError."""
        for name, value in content.values.items():
            setattr(call, name, value)
        call.fetched_at = call.changed_at = self._now
        call._change_reason = "Jグランツから取り込み"
        call.clean_fields(exclude=["programme", "period"])


def _differs(call: Call, content: Content) -> bool:
    return (call.content_hash, call.opens_at, call.closes_at) != (
        content.content_hash,
        content.opens_at,
        content.closes_at,
    )
