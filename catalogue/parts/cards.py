"""A measure of the answer as a card: what it is, the verdict as a word, the reasons that matter most, what could still be had."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalogue import labels, wording
from catalogue.contract.match import event_headline
from catalogue.language import days_text
from catalogue.models import SupportType
from catalogue.shortlist import MeasureResult, ProgrammeResult
from matcher import FALSE, TRUE, Availability, Candidate, Outcome, Profile, Verdict
from matcher.assessment import Finding
from matcher.features import FEATURES, Change
from matcher.near import change_of

ICONS = {Outcome.ELIGIBLE: "○", Outcome.NEEDS_INFO: "△", Outcome.INELIGIBLE: "×"}
_REASONS = 3
_TELLING = ("topics", "situations", "industry", "other_industry", "company")
"""Parts of a score that say something about this company."""


@dataclass(frozen=True, slots=True)
class VerdictWord:
    """*key*: eligible, needs_info or ineligible; *missing*: labels of the answers that would settle it."""

    key: str
    icon: str
    text: str
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """A measure as its card shows it."""

    code: str
    title: str
    url: str
    area: int
    rank: int
    score: str
    summary: str
    verdict: VerdictWord
    supports: tuple[str, ...]
    ministries: tuple[str, ...]
    reasons: tuple[str, ...]
    bonus_held: tuple[str, ...]
    bonus_open: tuple[str, ...]
    availability: str
    availability_text: str
    history: tuple[str, ...]
    audience: str
    starred: bool


def card(one: MeasureResult, profile: Profile, as_of: date, stars: Collection[str]) -> Card:
    """The card of one result."""
    held, still_open = bonuses(one)
    audience = one.measure.audience
    return Card(
        one.measure.code,
        one.measure.title,
        reverse("measure", args=[one.measure.code]),
        one.measure.area,
        one.rank,
        f"{one.score.points / 10:g}",
        one.measure.summary,
        verdict_word(one.lead.verdict, profile),
        support_labels(one),
        one.measure.ministries,
        reasons(one),
        held,
        still_open,
        one.availability.value,
        availability_text(one, as_of),
        tuple(
            dict.fromkeys(filter(None, (event_headline(event) for part in one.programmes for event in part.history)))
        ),
        "" if audience == "direct" else _(wording.AUDIENCE_TEXTS[audience]),
        one.measure.code in stars,
    )


def support_labels(one: MeasureResult) -> tuple[str, ...]:
    """What its programmes give, each kind once."""
    codes = dict.fromkeys(code for programme in one.programmes for code in programme.card.supports)
    return tuple(_(str(SupportType(code).label)) for code in codes)


def missing_answers(verdict: Verdict, profile: Profile) -> tuple[str, ...]:
    """The profile keys, not answered yet, that an open condition of *verdict* reads."""
    keys = dict.fromkeys(key for condition in verdict.open_conditions for key in FEATURES[condition.feature].answers)
    return tuple(key for key in keys if not profile.answered(key))


def verdict_word(verdict: Verdict, profile: Profile) -> VerdictWord:
    """The verdict in words; of one that needs information, how many answers are missing."""
    outcome = verdict.outcome
    missing = missing_answers(verdict, profile) if outcome is Outcome.NEEDS_INFO else ()
    text = _(wording.VERDICTS[outcome.value])
    if missing:
        text = ngettext("あと{count}項目で判定", "あと{count}項目で判定", len(missing)).format(count=len(missing))
    return VerdictWord(outcome.value, ICONS[outcome], text, tuple(_(labels.ANSWERS[key]) for key in missing))


def reasons(one: MeasureResult) -> tuple[str, ...]:
    """The two or three reasons that matter most: what rules it out or holds it open, then what speaks for it."""
    texts = [wording.finding_text(finding) for finding in decisive(one.lead)]
    parts = [part for part in one.score.parts if part.name in _TELLING and part.reasons and part.points]
    parts.sort(key=lambda part: -abs(part.points))
    return tuple([*texts[:1], *(wording.part_text(part) for part in parts), *texts[1:]][:_REASONS])


def decisive(programme: ProgrammeResult) -> list[Finding]:
    """The findings that keep a programme from being eligible: of clauses that fail, else of those that are open."""
    verdict = programme.verdict
    if verdict.truth is TRUE:
        return []
    clauses = verdict.failing or tuple(clause for clause in verdict.clauses if clause.truth is not TRUE)
    return [next(finding for finding in clause.findings if finding.truth is clause.truth) for clause in clauses]


def bonuses(one: MeasureResult) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """加点・優遇 that the company has, and that it could have; each said once. Nobody is told to be another company for one."""
    held: dict[str, None] = {}
    still_open: dict[str, None] = {}
    for programme in one.programmes:
        if programme.verdict.truth is FALSE:
            continue
        for finding, row in zip(programme.bonuses, programme.card.bonuses, strict=True):
            if finding.truth is not FALSE or change_of(finding) is not Change.FIXED:
                text = bonus_text(row.condition.feature, row.condition.values, row.effect)
                (held if finding.truth is TRUE else still_open)[text] = None
    return tuple(held), tuple(text for text in still_open if text not in held)


def bonus_text(feature: str, values: Iterable[object], effect: str) -> str:
    """What earns a bonus, and which."""
    names = wording.values_text(feature, values)
    return _("{names}：{effect}").format(names=names, effect=effect) if effect else names


def availability_text(one: MeasureResult, as_of: date) -> str:
    """Is it open that day, and since or until when."""
    return open_text(one.lead.verdict.candidate, as_of)


def open_text(candidate: Candidate, as_of: date) -> str:
    """The same of one programme."""
    state = candidate.availability(as_of)
    word = _(wording.AVAILABILITIES[state.value])
    if state is Availability.UNKNOWN:
        return _("{word}（2024年3月の資料による）").format(word=word)
    for period in reversed(candidate.periods):
        covers = (period.first is None or period.first <= as_of) and (period.last is None or as_of <= period.last)
        if covers and period.state is state:
            days = days_text(period.first, period.last)
            return _("{word}（{days}）").format(word=word, days=days) if days else word
    return word
