"""The gate's pages: what publishing a version would change, and the steps to publication."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.dateparse import parse_date
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_POST, require_safe

from catalogue import publishing
from catalogue.admin.draft_pages import between, needs, page, user_of, version_of
from catalogue.admin.readback import cause_text
from catalogue.admin.trying import facts_text
from catalogue.models import Client, RuleState, RuleVersion, Scenario
from catalogue.publishing.life import replaced_by
from catalogue.publishing.scenarios import check_scenarios
from catalogue.wording import VERDICTS

_KINDS = {"rule": "検証用の会社", "judged": "判定済みの会社", publishing.gate.CLIENT: "支援先"}
_FLIPS_SHOWN = 200


@require_safe
def gate(request: HttpRequest, pk: int) -> HttpResponse:
    """Who would flip, from what to what and by which row; whether the scenarios pass; how the ranking moves."""
    needs(request, "view_ruleversion")
    version = version_of(pk)
    first, problem = _first(request.GET.get("first", ""))
    trial = publishing.trial(version, first, localdate(), Client.objects.of(user_of(request)))
    profiles = dict(Scenario.objects.filter(pk__in=[one.key for one in trial.failed]).values_list("pk", "profile"))
    before = replaced_by(version, first)
    working = version.state == RuleState.REVIEW
    context = {
        "version": version,
        "first": first,
        "problem": problem,
        "trial": trial,
        "failed": [
            {
                "key": one.key,
                "facts": facts_text(profiles[one.key]),
                "name": one.name,
                "measure": one.measure,
                "expected": _word(one.expected),
                "got": _word(one.got),
            }
            for one in trial.failed
        ],
        "flips": [_flip(one) for one in trial.flips[:_FLIPS_SHOWN]],
        "differences": between(before, version) if before and before.pk != version.pk else [],
        "before": f"{trial.before_average:.3f}",
        "after": f"{trial.after_average:.3f}",
        "moves": [
            {"name": one.name, "before": f"{one.before:.3f}", "after": f"{one.after:.3f}"} for one in trial.moved
        ],
        "can_publish": working and request.user.has_perm("catalogue.publish_ruleversion"),
        "can_edit": version.state == RuleState.DRAFT and request.user.has_perm("catalogue.change_ruleversion"),
    }
    return page(request, "gate", context, status=422 if problem else 200)


def _first(text: str) -> tuple[date | None, str]:
    """The day that was asked for, and what is wrong with it."""
    try:
        found = parse_date(text) if text else None
    except ValueError:
        found = None
    return found, "" if found or not text else "日付は「2027-04-01」のように書いてください。"


def _word(outcome: Any) -> str:
    return VERDICTS[outcome.value] if outcome else "この施策に事業がない"


def _flip(one: publishing.Flip) -> dict[str, Any]:
    return {
        "kind": _KINDS[one.kind],
        "name": one.name or "（ほかの支援機関の支援先）",
        "measure": one.measure,
        "before": _word(one.before),
        "after": _word(one.after),
        "cause": cause_text(one),
    }


@require_POST
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """The draft's author says that scenarios are to expect what the draft gives, from this version on; the old ones stay for the old rules."""
    needs(request, "change_scenario")
    version = version_of(pk)
    first, problem = _first(request.POST.get("first", ""))
    chosen = set(request.POST.getlist("scenario"))
    if version.state != RuleState.DRAFT or problem or not chosen:
        messages.error(request, problem or "下書きで、期待を改める会社を選んでください。")
        return redirect("admin:catalogue_ruleversion_gate", pk)
    asked = check_scenarios(version, first, localdate())
    with transaction.atomic():
        for one in asked:
            if not one.passed and str(one.key) in chosen and one.got is not None:
                _renewed(Scenario.objects.get(pk=one.key), version, one.got.value)
    messages.success(request, f"{len(chosen)}件の期待を、この版から改めました。")
    return _back(version, first)


def _renewed(old: Scenario, version: RuleVersion, expected: str) -> None:
    """*old* until *version*, and from then on the same company with what is *expected* then."""
    if old.only_for_id == version.pk:
        old.expected = expected
        old.save()
        return
    Scenario.objects.create(
        kind=old.kind,
        programme=old.programme,
        measure=old.measure,
        name=old.name,
        profile=old.profile,
        as_of=None,
        expected=expected,
        note=old.note,
        only_for=version,
    )
    old.retired_by = version
    old.save()


def _back(version: RuleVersion, first: date | None = None) -> HttpResponse:
    response = redirect("admin:catalogue_ruleversion_gate", version.pk)
    if first:
        response["Location"] += f"?first={first:%Y-%m-%d}"
    return response


def _step(
    request: HttpRequest, version: RuleVersion, step: Callable[[], object], done: str, first: date | None = None
) -> HttpResponse:
    """Do it and say so, or say why not."""
    try:
        step()
    except publishing.PublishingError as error:
        messages.error(request, str(error))
        return _back(version, first)
    messages.success(request, done)
    return redirect("admin:catalogue_ruleversion_change", version.pk)


@require_POST
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    """下書き → レビュー依頼."""
    needs(request, "change_ruleversion")
    version = version_of(pk)
    return _step(
        request,
        version,
        lambda: publishing.submit(version, user_of(request), now()),
        "レビューを依頼しました。承認者が公開します。",
    )


@require_POST
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    """レビュー依頼 → 下書き, with a reason."""
    user = user_of(request)
    if not user.has_perm("catalogue.publish_ruleversion"):
        needs(request, "change_ruleversion")
    version, why = version_of(pk), request.POST.get("reason", "")[:2000]
    return _step(request, version, lambda: publishing.send_back(version, user, why), "下書きに戻しました。")


@require_POST
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """レビュー依頼 → 公開, by somebody else than its author, from the day that the gate was looked at for."""
    needs(request, "publish_ruleversion")
    version = version_of(pk)
    first, problem = _first(request.POST.get("first", ""))
    seen = request.POST.get("seen", "")
    if problem or not (seen.isascii() and seen.isdigit()):
        messages.error(request, problem or "公開の確認のページからやり直してください。")
        return _back(version)
    return _step(
        request,
        version,
        lambda: publishing.publish(version, user_of(request), first, now(), edits_seen=int(seen)),
        "公開しました。",
        first,
    )
