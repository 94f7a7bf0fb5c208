"""Measures without a profile: browse and search the catalogue; and one measure's page, with the verdict when there is a profile."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from catalogue import labels, wording
from catalogue.advice_text import until_text
from catalogue.bridge import EventCard, Origin, condition_of, event_card
from catalogue.contract.match import event_sentence, judged_sentence, source
from catalogue.language import budget_text, day_text, days_text, in_japanese, listed
from catalogue.models import AREAS, Funding, Listing, Measure, Programme, Role
from catalogue.models.codes import BudgetKind, SupportType
from catalogue.parts.answer import profile_of
from catalogue.parts.cards import Card, bonus_text, card, verdict_word
from catalogue.parts.charts import Bar, bars
from catalogue.parts.unavailable import with_catalogue
from catalogue.search.query import matching
from catalogue.selection import Wanted, measures_of
from catalogue.shortlist import MeasureResult, NoCatalogue, ProgrammeResult, explain, version_at_hand
from catalogue.web import drafts
from catalogue.web.choices import Choice, read_choice
from catalogue.wording import place_text
from matcher import TRUE, Profile
from matcher.assessment import Finding
from matcher.near import holds_until

PER_PAGE = 20
_ICONS = {"met": "○", "unmet": "×", "unknown": "？", "stated": "・"}
_OUTCOME_WORDS = {"met": "合っている", "unmet": "合っていない", "unknown": "まだわからない", "stated": "条件"}
CONTACTS = ("1-17", "9-05")
"""Measures that offer general advice and a first place to ask."""


@require_safe
@with_catalogue
def browse(request: HttpRequest) -> HttpResponse:
    """The catalogue by itself: search, filters, twenty a page; all in the address."""
    version_at_hand()
    choice = read_choice(request.GET)
    measures: QuerySet[Measure] = Measure.objects.in_order()
    if choice.q:
        measures = matching(measures, choice.q)
    if choice.area:
        measures = measures.filter(area=choice.area)
    if choice.ministry:
        measures = measures.filter(charges__ministry__name=choice.ministry)
    if choice.audience:
        measures = measures.filter(audience=choice.audience)
    if choice.support:
        measures = measures.filter(code__in=measures_of([Wanted(support_type=choice.support)], localdate()))
    pages = Paginator(measures.prefetch_related("charges__ministry", "listings__programme__supports"), PER_PAGE)
    page = pages.get_page(request.GET.get("page"))
    context = {
        "choice": choice,
        "areas": [(str(number), _(name)) for number, name in AREAS.items()],
        "supports": [(code, _(str(label))) for code, label in SupportType.choices],
        "page": page,
        "total": pages.count,
        "rows": [_row(measure) for measure in page],
        "previous": _page_address(choice, page.previous_page_number()) if page.has_previous() else "",
        "following": _page_address(choice, page.next_page_number()) if page.has_next() else "",
    }
    return render(request, "catalogue/measures/list.html", context)


def _page_address(choice: Choice, number: int) -> str:
    query = choice.query()
    return f"{query}{'&' if len(query) > 1 else ''}page={number}"


def _row(measure: Measure) -> dict[str, Any]:
    codes = dict.fromkeys(code for listing in measure.listings.all() for code in listing.support_codes)
    return {
        "code": measure.code,
        "title": measure.title,
        "summary": measure.summary,
        "area": _(AREAS[measure.area]),
        "supports": [_(str(SupportType(code).label)) for code in codes],
        "ministries": measure.ministry_names,
        "url": reverse("measure", args=[measure.code]),
    }


@require_safe
@never_cache
def measure_page(request: HttpRequest, code: str) -> HttpResponse:
    """For whom, what, how much, when, each condition with its source, what is missing, bonuses, results, related ones."""
    today = localdate()
    found = Measure.objects.whole(today).prefetch_related("listings__programme__listings__measure")
    measure = found.filter(code=code).first()
    if measure is None:
        raise Http404
    draft = drafts.current(request)
    profile = profile_of(draft.answers if draft else {}, today)
    result = None
    if draft and draft.answers:
        try:
            result = explain(profile, today, code)
        except NoCatalogue:
            result = None
    judged = {one.card.code: one for one in result.programmes} if result else {}
    listings = list(measure.listings.all())
    context = {
        "measure": measure,
        "area": _(AREAS[measure.area]),
        "ministries": measure.ministry_names,
        "audience": _(wording.AUDIENCE_TEXTS[measure.audience]),
        "programmes": [_programme(one, judged.get(one.programme.code), profile, today) for one in listings],
        "card": _card(result, profile, today, draft.stars if draft else []),
        "kept": bool(draft and code in draft.stars),
        "notes": [
            {"text": note.text, "place": place_text(note.place)}
            for note in measure.notes.all()
            if not note.programme_id
        ],
        "contacts": _contacts(code),
        "here": request.get_full_path(),
        "as_of": today,
    }
    return render(request, "catalogue/measures/detail.html", context)


def _card(result: MeasureResult | None, profile: Profile, today: date, stars: Sequence[str]) -> Card | None:
    return card(result, profile, today, stars) if result else None


def _contacts(code: str) -> list[dict[str, str]]:
    found = Measure.objects.filter(code__in=CONTACTS).exclude(code=code).in_order()
    return [{"title": one.title, "url": reverse("measure", args=[one.code])} for one in found]


def _programme(listing: Listing, judged: ProgrammeResult | None, profile: Profile, today: date) -> dict[str, Any]:
    programme = listing.programme
    events = [event_card(row) for row in listing.rows("events")]
    results = [
        Bar(row.metric, row.value, row.unit, _result_detail(row.detail, row.as_of)) for row in listing.rows("results")
    ]
    return {
        "code": programme.code,
        "name": programme.name,
        "aspect": listing.aspect,
        "aliases": programme.aliases,
        "supports": [_(str(SupportType(code).label)) for code in listing.support_codes],
        "verdict": verdict_word(judged.verdict, profile) if judged else None,
        "judged": judged_sentence(judged.card) if judged else "",
        "groups": _judged_groups(judged, profile, today) if judged else _stated_groups(listing),
        "checks": [
            {"text": check.text, "source": source(Origin(check.place, check.citation, check.read_on))}
            for check in listing.rows("checks")
        ],
        "bonuses": _bonuses(listing, judged),
        "budgets": [_budget(row) for row in listing.rows("fundings")],
        "chart": bars(results) if results else None,
        "periods": [_period(row) for row in listing.rows("periods")],
        "history": [_event(event) for event in events if event.known_on(today)],
        "gives": [_(labels.CERTIFICATIONS[code]) for code in programme.gives],
        "elsewhere": _elsewhere(programme, listing.measure_id),
        "focus": _focus(listing),
        "place": listing.place or programme.place,
    }


def _result_detail(detail: str, as_of: str) -> str:
    return listed(part for part in (detail, _("{day}時点").format(day=day_text(as_of)) if as_of else "") if part)


def _until(finding: Finding, profile: Profile, today: date) -> str:
    """Till when a condition on the company's age holds that holds now."""
    last = holds_until(finding.condition, profile, today) if finding.truth is TRUE else None
    return until_text(last) if last else ""


def _judged_groups(judged: ProgrammeResult, profile: Profile, today: date) -> list[dict[str, Any]]:
    """Every condition with how it came out. Of alternatives one is enough."""
    return [
        {
            "several": len(clause.findings) > 1,
            "outcome": wording.outcome_code(clause.truth),
            "rows": [
                {
                    "outcome": (outcome := wording.outcome_code(finding.truth)),
                    "icon": _ICONS[outcome],
                    "word": _(_OUTCOME_WORDS[outcome]),
                    "text": wording.finding_text(finding) + _until(finding, profile, today),
                    "source": source(row.origin),
                    "note": row.note,
                }
                for finding, row in zip(clause.findings, rows, strict=True)
            ],
        }
        for clause, rows in zip(judged.verdict.clauses, judged.card.requirements, strict=True)
    ]


def _stated_groups(listing: Listing) -> list[dict[str, Any]]:
    """The conditions as stated, for who has not said anything about a company."""
    return [
        {
            "several": len(group) > 1,
            "outcome": "stated",
            "rows": [
                {
                    "outcome": "stated",
                    "icon": _ICONS["stated"],
                    "word": _(_OUTCOME_WORDS["stated"]),
                    "text": wording.condition_text(condition_of(row)),
                    "source": source(Origin(row.place, row.citation, row.read_on)),
                    "note": row.note,
                }
                for row in group
            ],
        }
        for group in listing.requirement_groups()
    ]


def _bonuses(listing: Listing, judged: ProgrammeResult | None) -> list[dict[str, Any]]:
    if judged:
        return [
            {
                "text": bonus_text(row.condition.feature, row.condition.values, row.effect),
                "held": finding.truth is TRUE,
                "source": source(row.origin),
            }
            for finding, row in zip(judged.bonuses, judged.card.bonuses, strict=True)
        ]
    return [
        {
            "text": bonus_text(row.feature, row.values, row.effect),
            "held": False,
            "source": source(Origin(row.place, row.citation, row.read_on)),
        }
        for row in listing.criteria(Role.BONUS)
    ]


def _budget(row: Funding) -> dict[str, str]:
    amount = budget_text(row.amount_yen) if row.amount_yen is not None else _("金額の記載なし")
    return {
        "year": fiscal_year_text(row.budget.fiscal_year),
        "kind": _(str(BudgetKind(row.budget.kind).label)),
        "amount": _("{amount}の内数").format(amount=amount) if row.part_of else amount,
        "note": row.note,
        "source": place_text(row.place),
    }


_BEFORE = {"R": 2018, "H": 1988}
"""The year before the first of an era."""


def fiscal_year_text(year: str) -> str:
    """R5 → 令和5年度, FY2023 without eras; what the source prints otherwise stays."""
    if not in_japanese() and year[:1] in _BEFORE and year[1:].isdigit():
        return _("{year}年度").format(year=_BEFORE[year[:1]] + int(year[1:]))
    if year[:1] == "R" and year[1:].isdigit():
        return _("令和{number}年度").format(number=year[1:])
    return _("{year}年度").format(year=year)


def _period(row: Any) -> dict[str, str]:
    return {
        "state": row.state,
        "text": f"{_(wording.AVAILABILITIES[row.state])} {days_text(row.first, row.last)}",
        "note": row.note,
        "source": source(Origin(row.place, row.citation, row.read_on)),
    }


def _event(event: EventCard) -> dict[str, str]:
    return {"text": event_sentence(event), "source": source(event.origin)}


def _elsewhere(programme: Programme, here: int) -> list[dict[str, str]]:
    """The other measures under which the same programme is listed."""
    found = [listing.measure for listing in programme.listings.all() if listing.measure_id != here]
    found.sort(key=lambda one: (one.area, one.number))
    return [{"title": one.title, "url": reverse("measure", args=[one.code])} for one in found]


def _focus(listing: Listing) -> list[str]:
    """What it is for, the best fits first; names only."""
    names: dict[str, None] = {}
    for row in listing.criteria(Role.FOCUS):
        if row.level == "primary" and row.feature in ("topics", "situations", "industry"):
            for value in row.values:
                names[wording.value_text(row.feature, value)] = None
    return list(names)[:8]
