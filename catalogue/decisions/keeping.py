"""A match made and kept in one step."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import get_language

from catalogue.contract.match import MatchRequest, answer
from catalogue.decisions.canonical import digest
from catalogue.models import ApiKey, CatalogueState, Decision, RuleVersion
from catalogue.shortlist import MOST, Shortlist, Snapshot, snapshot
from matcher import Profile

State = tuple[str, str, int]
"""What a measure says to a company: verdict, availability, tenths of points."""


@dataclass(frozen=True, slots=True)
class Findings:
    """What a catalogue says on a day: the answer as it is sent (*text*) and read again, and every measure's state.

    *rules*: programme → number of the version by which it was judged; *listed*: measure → its programmes.
    """

    found: Shortlist
    text: str
    answer: Mapping[str, Any]
    states: Mapping[str, State]
    rules: Mapping[str, int]
    listed: Mapping[str, Sequence[str]]

    @property
    def digest(self) -> str:
        """The hash of the answer."""
        return digest(self.answer)


def findings(profile: Profile, as_of: datetime.date, limit: int, *, include_ineligible: bool) -> Findings:
    """Match, by one version of the catalogue and with the numbers of its rules. Raises NoCatalogue."""
    while True:
        now = snapshot(as_of)
        rules = dict(RuleVersion.objects.in_force(as_of).values_list("programme__code", "number"))
        if CatalogueState.current_version() == now.version:  # else the numbers may be those of another version
            return _findings(now, rules, profile, as_of, limit, include_ineligible)


def _findings(
    now: Snapshot,
    rules: Mapping[str, int],
    profile: Profile,
    as_of: datetime.date,
    limit: int,
    include_ineligible: bool,
) -> Findings:
    found = now.answer(profile, as_of, limit, include_ineligible)
    every = now.answer(profile, as_of, MOST, True).results
    states = {one.measure.code: (one.outcome.value, one.availability.value, one.score.points) for one in every}
    listed = {code: [now.programmes[one.key].code for one in group] for code, group in now.groups.items()}
    text = json.dumps(answer(found), ensure_ascii=False, separators=(",", ":"))
    return Findings(found, text, json.loads(text), states, rules, listed)


def keep(key: ApiKey, asked: MatchRequest, given: Mapping[str, Any], now: datetime.datetime) -> Decision:
    """Answer *asked* and keep it for *key*. *given*: the profile as it is kept. Raises NoCatalogue."""
    made = findings(asked.profile, asked.as_of, asked.limit, include_ineligible=asked.include_ineligible)
    return Decision.objects.create(
        key=key,
        profile=dict(given),
        as_of=asked.as_of,
        limit=asked.limit,
        include_ineligible=asked.include_ineligible,
        language=get_language() or settings.LANGUAGE_CODE,
        catalogue_version=made.found.version,
        rules=dict(made.rules),
        states={code: list(state) for code, state in made.states.items()},
        answer=made.text,
        digest=made.digest,
        kept_at=now,
        expires_at=now + datetime.timedelta(days=settings.DECISIONS_KEPT_DAYS),
    )
