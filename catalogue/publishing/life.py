"""The life of a version: handed in, sent back, published. Each step is one transaction, and refused by name where it may not be."""

from __future__ import annotations

import datetime
from itertools import pairwise

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localdate

from catalogue.imports.content import renew_version
from catalogue.models import Programme, RuleState, RuleVersion, User
from catalogue.publishing.differences import differences, rules_of
from catalogue.publishing.drafts import changed_since, editors, save_as
from catalogue.publishing.errors import (
    EditedMeanwhile,
    NotAllowed,
    NothingDifferent,
    NoWhy,
    OwnDraft,
    RulesOverlap,
    ScenariosFail,
    WrongState,
)
from catalogue.publishing.scenarios import check_scenarios

DAY = datetime.timedelta(1)


def submit(version: RuleVersion, by: User, now: datetime.datetime) -> RuleVersion:
    """下書き → レビュー依頼. Raises WrongState, NoWhy."""
    with transaction.atomic():
        stored = _locked(version, RuleState.DRAFT)
        if not stored.why.strip():
            raise NoWhy
        stored.state, stored.submitted_at, stored.sent_back_why = RuleState.REVIEW, now, ""
        return save_as(stored, by)


def send_back(version: RuleVersion, by: User, why: str) -> RuleVersion:
    """レビュー依頼 → 下書き, with the reason. Raises WrongState, NoWhy."""
    with transaction.atomic():
        stored = _locked(version, RuleState.REVIEW)
        if not why.strip():
            raise NoWhy
        stored.state, stored.submitted_at, stored.sent_back_why = RuleState.DRAFT, None, why
        return save_as(stored, by)


def publish(
    version: RuleVersion,
    approver: User,
    first: datetime.date | None,
    now: datetime.datetime,
    *,
    edits_seen: int | None = None,
) -> RuleVersion:
    """レビュー依頼 → 公開, in force from *first* on; None corrects what has held since always.

    The version in force until then ends the day before, or is replaced where nothing of it is left; one that is published
    for later ends the new one. *edits_seen*: what the approver has looked at. Raises a PublishingError, and writes nothing.
    """
    with transaction.atomic():
        programme = Programme.objects.select_for_update().get(pk=version.programme_id)
        stored = _locked(version, RuleState.REVIEW)
        if not approver.has_perm("catalogue.publish_ruleversion"):
            raise NotAllowed
        if settings.FOUR_EYES and approver.pk in editors(stored):
            raise OwnDraft
        if edits_seen is not None and edits_seen != stored.edits:
            raise EditedMeanwhile(stored.edits, (), changed_since(stored, edits_seen))
        before = replaced_by(stored, first)
        if before is not None and not differences(rules_of(before), rules_of(stored)):
            raise NothingDifferent
        failed = [one for one in check_scenarios(stored, first, localdate(now)) if not one.passed]
        if failed:
            raise ScenariosFail(failed)
        later = programme.versions.published().filter(first__gt=first or datetime.date.min).order_by("first").first()
        if before is not None:
            _cut(before, first, approver)
        stored.state, stored.published_at, stored.approver = RuleState.PUBLISHED, now, approver
        stored.alone = approver.pk == stored.author_id
        stored.first, stored.last = first, later.first - DAY if later and later.first else None
        save_as(stored, approver)
        refuse_overlap(programme)
        renew_version()
        return stored


def replaced_by(version: RuleVersion, first: datetime.date | None) -> RuleVersion | None:
    """The version in whose place *version* would stand from *first* on; None where there are no rules then."""
    return RuleVersion.objects.in_force(first or datetime.date.min).filter(programme=version.programme_id).first()


def refuse_overlap(programme: Programme) -> None:
    """Raise RulesOverlap when two published versions hold on one day."""
    spans = sorted(
        (one.first or datetime.date.min, one.last or datetime.date.max) for one in programme.versions.published()
    )
    if any(first <= last for (_, last), (first, _) in pairwise(spans)):
        raise RulesOverlap


def _cut(before: RuleVersion, first: datetime.date | None, by: User) -> None:
    """End *before* on the day before *first*; replaced if that leaves nothing."""
    if first is None or before.first == first:
        before.state = RuleState.REPLACED
    else:
        before.last = first - DAY
    save_as(before, by)


def _locked(version: RuleVersion, wanted: RuleState) -> RuleVersion:
    stored = RuleVersion.objects.select_for_update().get(pk=version.pk)
    if stored.state != wanted:
        raise WrongState(stored.get_state_display(), wanted.label)
    return stored
