"""Drafts: made of rules that are there already, changed as a whole, and never over what somebody else has saved meanwhile."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import Max
from simple_history.utils import bulk_create_with_history

from catalogue.imports.dump import LAST_DAY
from catalogue.models import Criterion, Encoding, ManualCheck, Programme, RuleState, RuleVersion, User
from catalogue.publishing.differences import Difference, Rules, differences, rules_from, rules_of
from catalogue.publishing.errors import EditedMeanwhile, WrongState


def new_draft(programme: Programme, author: User, based_on: RuleVersion | None = None) -> RuleVersion:
    """A draft that says what *based_on* says; without one, what stands in the end."""
    with transaction.atomic():
        Programme.objects.select_for_update().get(pk=programme.pk)
        versions = RuleVersion.objects.filter(programme=programme)
        base = based_on or versions.in_force(LAST_DAY).first()
        draft = RuleVersion(
            programme=programme,
            number=versions.aggregate(last=Max("number", default=0))["last"] + 1,
            encoding=base.encoding if base else Encoding.NOT_YET,
            open_to_all=base is not None and base.open_to_all,
            based_on=base,
            author=author,
        )
        save_as(draft, author)
        if base is not None:
            _write(draft, author, list(base.criteria.all()), list(base.checks.all()))
    return draft


def restore(old: RuleVersion, author: User) -> RuleVersion:
    """A draft that says again what *old* says."""
    return new_draft(old.programme, author, old)


def save_draft(
    version: RuleVersion,
    edits_seen: int,
    *,
    by: User,
    why: str,
    encoding: str,
    open_to_all: bool,
    criteria: Sequence[Criterion],
    checks: Sequence[ManualCheck],
) -> RuleVersion:
    """Make the draft say this; *edits_seen*: how often it had been saved when it was read. Returns the draft as saved.

    The rows are taken as they are: whoever calls has validated them. Raises EditedMeanwhile, WrongState.
    """
    with transaction.atomic():
        stored = RuleVersion.objects.select_for_update().get(pk=version.pk)
        if stored.state != RuleState.DRAFT:
            raise WrongState(stored.get_state_display(), RuleState.DRAFT.label)
        if stored.edits != edits_seen:
            raise EditedMeanwhile(stored.edits, _savers(stored, edits_seen), changed_since(stored, edits_seen))
        stored.why, stored.encoding, stored.open_to_all = why, encoding, open_to_all
        stored.edits += 1
        stored.criteria.all().delete()
        stored.checks.all().delete()
        _write(stored, by, criteria, checks)
        return save_as(stored, by)


def changed_since(version: RuleVersion, edits_seen: int) -> tuple[Difference, ...]:
    """What the draft says otherwise than when it had been saved *edits_seen* times."""
    return differences(_rules_at(version, edits_seen), rules_of(version))


def editors(version: RuleVersion) -> set[int]:
    """The keys of all who have written the version: its author, and whoever saved it."""
    first: dict[int, int | None] = {}
    for edits, user in version.history.order_by("history_id").values_list("edits", "history_user"):
        first.setdefault(edits, user)
    return {user for user in (version.author_id, *first.values()) if user is not None}


def _savers(version: RuleVersion, edits_seen: int) -> list[str]:
    rows = version.history.filter(edits__gt=edits_seen).select_related("history_user").order_by("history_id")
    return list(dict.fromkeys(str(row.history_user) for row in rows if row.history_user))


def _rules_at(version: RuleVersion, edits: int) -> Rules:
    """What the draft said when it had been saved *edits* times: each save writes its rows anew, and marks them so."""
    said = version.history.filter(edits=edits).latest("history_id")
    made = {"version_id": version.pk, "history_type": "+", "history_change_reason": str(edits)}
    criteria: Iterable[Criterion] = [row.instance for row in Criterion.history.filter(**made).order_by("history_id")]
    checks: Iterable[ManualCheck] = [row.instance for row in ManualCheck.history.filter(**made).order_by("history_id")]
    return rules_from(said.encoding, said.open_to_all, criteria, checks)


def _write(draft: RuleVersion, by: User, criteria: Sequence[Criterion], checks: Sequence[ManualCheck]) -> None:
    kinds: list[tuple[type[Criterion] | type[ManualCheck], Sequence[Criterion | ManualCheck]]]
    kinds = [(Criterion, criteria), (ManualCheck, checks)]
    for model, rows in kinds:
        for position, row in enumerate(rows):
            row.pk, row.position = None, position
            row.version, row.programme = draft, draft.programme
            row._state.adding = True
        bulk_create_with_history(rows, model, default_user=by, default_change_reason=str(draft.edits))


def save_as(version: RuleVersion, by: User) -> RuleVersion:
    """Save, and tell the history who did."""
    version._history_user = by  # type: ignore[attr-defined]  # simple_history reads it
    version.save()
    return version
