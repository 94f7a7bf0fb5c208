"""Kept matches in the public contract: the receipt, the whole record, and what running it again has shown."""

from __future__ import annotations

from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy

from catalogue.contract.match import points
from catalogue.decisions.keeping import State
from catalogue.decisions.verifying import Cause, Difference, Rerun, Step, Verification
from catalogue.models import Decision

CAUSES = {
    Cause.RULE_VERSION: gettext_lazy("別の版の要件が使われています。"),
    Cause.CATALOGUE: gettext_lazy("カタログの内容が変わっています。"),
    Cause.DATE: gettext_lazy("基準日が変わったためです（受付期間、設立からの年数、要件の期間など）。"),
}


def receipt(decision: Decision) -> dict[str, object]:
    """By what a kept match is found again."""
    return {
        "id": decision.code,
        "kept_at": localtime(decision.kept_at).isoformat(timespec="seconds"),
        "expires_at": localtime(decision.expires_at).isoformat(timespec="seconds"),
        "sha256": decision.digest,
    }


def record(decision: Decision) -> dict[str, object]:
    """Everything that is kept."""
    return {
        **receipt(decision),
        "as_of": decision.as_of.isoformat(),
        "catalogue_version": decision.catalogue_version,
        "language": decision.language,
        "rules": decision.rules,
        "request": {
            "profile": decision.profile,
            "as_of": decision.as_of.isoformat(),
            "limit": decision.limit,
            "include_ineligible": decision.include_ineligible,
        },
        "answer": decision.answered,
    }


def verification(decision: Decision, found: Verification) -> dict[str, object]:
    """What would be answered otherwise, and why."""
    return {
        **receipt(decision),
        "intact": found.intact,
        "same_day": {**_rerun(found.same_day), "identical": found.same_day.digest == decision.digest},
        "today": _rerun(found.today),
    }


def _rerun(rerun: Rerun) -> dict[str, object]:
    return {
        "as_of": rerun.as_of.isoformat(),
        "catalogue_version": rerun.version,
        "sha256": rerun.digest,
        "differs": bool(rerun.differences),
        "left_out": list(rerun.left_out),
        "differences": [_difference(one) for one in rerun.differences],
    }


def _difference(one: Difference) -> dict[str, object]:
    return {
        "measure": one.measure,
        "before": _state(one.before),
        "after": _state(one.after),
        "steps": [_step(step) for step in one.steps],
    }


def _step(step: Step) -> dict[str, object]:
    return {
        "cause": step.cause.value,
        "text": str(CAUSES[step.cause]),
        "before": _state(step.before),
        "after": _state(step.after),
        "rules": [{"programme": one.programme, "before": one.before, "after": one.after} for one in step.rules],
    }


def _state(state: State | None) -> dict[str, object] | None:
    if state is None:
        return None
    verdict, availability, tenths = state
    return {"verdict": verdict, "availability": availability, "score": points(tenths)}
