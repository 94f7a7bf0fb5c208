"""Catalogue files that editors hand in: compared, kept until somebody else has looked, then stored or sent back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from catalogue.bridge import compile_catalogue
from catalogue.imports.archive import Archive
from catalogue.imports.changes import Change
from catalogue.imports.dump import LAST_DAY, dump_catalogue
from catalogue.imports.merge import BothChanged, merge
from catalogue.imports.nodes import CatalogueError, Mistake
from catalogue.imports.records import CatalogueRecord
from catalogue.imports.scenarios import RULES_DAY
from catalogue.imports.store import store_catalogue
from catalogue.imports.writer import render_catalogue
from catalogue.models import (
    CatalogueState,
    ImportState,
    LoadedPart,
    PendingImport,
    Programme,
    RuleVersion,
    Scenario,
    User,
)
from catalogue.publishing.scenarios import checked
from catalogue.review.differences import Difference, Line, differences
from catalogue.wording import VERDICTS


class NotPossible(Exception):
    """The decision does not suit the state of the import; the message is a sentence for who decided."""


class Overtaken(NotPossible):
    """The catalogue is no longer what who decided had before their eyes."""

    def __init__(self) -> None:
        super().__init__(
            "開いたあとにカタログが変わったため、反映していません。今のカタログとの違いを確かめて、よければもう一度承認してください。"
        )


class Unmet(NotPossible):
    """The rules would give companies whose answer is known another one; *found*: each in words."""

    def __init__(self, found: Sequence[str]) -> None:
        self.found = found
        super().__init__(
            f"検証用の会社{len(found)}社の判定が想定と違うため、反映していません。判定を変えるときは、カタログの管理で下書きを作り、"
            "会社の想定と合わせて公開してください。"
        )


@dataclass(frozen=True, slots=True)
class Plan:
    """What files would change of the catalogue as it stands. *clashes*: parts that have changed on both sides; with them, or with
    *mistakes* of the parts taken together, nothing can be stored."""

    version: str
    differences: tuple[Difference, ...] = ()
    clashes: tuple[str, ...] = ()
    mistakes: tuple[Mistake, ...] = ()

    @property
    def is_possible(self) -> bool:
        """Whether it could be stored."""
        return not (self.clashes or self.mistakes)


def plan(files: CatalogueRecord, base: Mapping[str, str]) -> Plan:
    """Compare *files*, made from the parts with the digests *base*, with what is stored."""
    version, stored = CatalogueState.current_version(), dump_catalogue(LAST_DAY)
    try:
        merged = merge(files, stored, base)
    except BothChanged as error:
        return Plan(version, clashes=tuple(error.names))
    except CatalogueError as error:
        return Plan(version, mistakes=tuple(error.mistakes))
    return Plan(version, tuple(differences(stored, merged)))


def base_of(archive: Archive) -> dict[str, str]:
    """What the files of *archive* were made from: what it says itself, else the files as last loaded."""
    return dict(LoadedPart.objects.values_list("name", "digest") if archive.base is None else archive.base)


def hand_in(
    files: CatalogueRecord, base: Mapping[str, str], found: Plan, *, by: User, name: str, reason: str, now: datetime
) -> PendingImport:
    """Keep *files* until somebody decides. *found*: what they would change, which is possible and something."""
    return PendingImport.objects.create(
        by=by,
        at=now,
        name=name,
        reason=reason,
        files=render_catalogue(files),
        base=dict(base),
        difference=[asdict(one) for one in found.differences],
        against=found.version,
    )


def files_of(pending: PendingImport) -> CatalogueRecord:
    """What was handed in. Raises CatalogueError when rules that hold today refuse what was right on that day."""
    return Archive({name: text.encode() for name, text in pending.files.items()}, None).read()


def plan_of(pending: PendingImport) -> Plan:
    """What a waiting import would change now."""
    try:
        files = files_of(pending)
    except CatalogueError as error:
        return Plan(CatalogueState.current_version(), mistakes=tuple(error.mistakes))
    return plan(files, pending.base)


def kept_difference(pending: PendingImport) -> tuple[Difference, ...]:
    """The difference as it was stored."""
    return tuple(_difference(one) for one in pending.difference)


def _difference(stored: Mapping[str, Any]) -> Difference:
    lines = tuple(Line(**line) for line in stored["lines"])
    return Difference(stored["kind"], stored["name"], stored["title"], lines)


def approve(pending: PendingImport, seen: str, by: User, now: datetime, *, four_eyes: bool) -> PendingImport:
    """Store what *by* has seen compared with the catalogue's version *seen*, in one transaction.

    Raises Overtaken when the catalogue has changed meanwhile, Unmet when a scenario would fail, NotPossible when it cannot be
    stored or *by* handed it in and *four_eyes* are asked for.
    """
    with transaction.atomic():
        current = _waiting(pending)
        if four_eyes and current.by_id == by.pk:
            raise NotPossible("自分が依頼した取り込みは、自分では承認できません。ほかの承認者に頼んでください。")
        state = CatalogueState.objects.select_for_update().filter(pk=1).first()
        if (state.version if state else "") != seen:
            raise Overtaken
        try:
            files = files_of(current)
            found = plan(files, current.base)
            change = store_catalogue(files, base=current.base, by=by)
        except CatalogueError as error:
            raise NotPossible("今のカタログとは合わせられないため、反映していません。") from error
        if unmet := _unmet(change):
            raise Unmet(unmet)
        current.difference = [asdict(one) for one in found.differences]
        current.against, current.applied = seen, change.version
        current.alone = current.by_id == by.pk
        return _decided(current, ImportState.APPLIED, by, now, "")


def _unmet(change: Change) -> list[str]:
    """The scenarios that rules fail which stand now in what has changed, in words. Companies that no measure lists are not asked."""
    touched = {name.partition("/")[2] for name in (*change.added, *change.changed)}
    programmes = Programme.objects.filter(Q(code__in=touched) | Q(listings__measure__code__in=touched)).distinct()
    candidates = {one.key: one for one in compile_catalogue(LAST_DAY).candidates}
    found = []
    for version in RuleVersion.objects.in_force(LAST_DAY).filter(programme__in=programmes).select_related("programme"):
        programme, first = version.programme, version.first
        asked = checked(Scenario.objects.for_trial(version, first), candidates, programme.code, first or RULES_DAY)
        found += [
            f"{one.measure} {programme.name}「{one.name}」：想定は「{VERDICTS[one.expected]}」、判定は「{VERDICTS[one.got]}」"
            for one in asked
            if one.got is not None and not one.passed
        ]
    return found


def reject(pending: PendingImport, by: User, now: datetime, why: str) -> PendingImport:
    """Send it back, and say *why*."""
    with transaction.atomic():
        return _decided(_waiting(pending), ImportState.REJECTED, by, now, why)


def withdraw(pending: PendingImport, by: User, now: datetime) -> PendingImport:
    """Who handed it in takes it back."""
    with transaction.atomic():
        return _decided(_waiting(pending), ImportState.WITHDRAWN, by, now, "")


def _waiting(pending: PendingImport) -> PendingImport:
    """The stored row, locked. Raises NotPossible when somebody has decided."""
    current = PendingImport.objects.select_for_update().get(pk=pending.pk)
    if current.state != ImportState.WAITING:
        raise NotPossible(f"この取り込みは、すでに{current.get_state_display()}です。")
    return current


def _decided(pending: PendingImport, state: ImportState, by: User, now: datetime, why: str) -> PendingImport:
    pending.state, pending.decided_by, pending.decided_at, pending.why = state, by, now, why
    pending.save()
    return pending
