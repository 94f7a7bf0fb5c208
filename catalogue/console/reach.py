"""A measure, and which of the organisation's clients may use it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate

from catalogue import labels, wording
from catalogue.console import words
from catalogue.console.access import SEES_CLIENTS, page, user_of
from catalogue.console.files import download
from catalogue.console.letters import OPENINGS, known, letter
from catalogue.consulting.availability import availability
from catalogue.consulting.clientele import clientele, outcomes
from catalogue.consulting.reach import Cause, Change, Reached, reach
from catalogue.language import day_text, listed
from catalogue.models import AREAS, Client, Measure, User
from catalogue.parts.cards import ICONS, open_text
from catalogue.parts.exports.spreadsheet import Sheet
from catalogue.parts.exports.table import Table, clean
from catalogue.parts.unavailable import with_catalogue
from catalogue.search.query import matching
from catalogue.shortlist import Snapshot, snapshot
from catalogue.turns import EARLIEST
from matcher import Outcome

DAYS_BACK = timedelta(days=30)
_LONGEST_QUERY = 200


@page(SEES_CLIENTS)
@with_catalogue
def measures(request: HttpRequest) -> HttpResponse:
    """Pick a measure: all of them, or those that the words find, each with how many clients may use it."""
    day = localdate()
    query = request.GET.get("q", "").replace("\x00", " ").strip()[:_LONGEST_QUERY]
    area = request.GET.get("area", "") if request.GET.get("area", "") in map(str, AREAS) else ""
    chosen = matching(Measure.objects.in_order(), query) if query else Measure.objects.in_order()
    if area:
        chosen = chosen.filter(area=area)
    rules = snapshot(day)
    counts = _counts(rules, user_of(request), day)
    context = {
        "q": query,
        "area": area,
        "areas": [(str(number), name) for number, name in AREAS.items()],
        "rows": [
            {
                "measure": rules.measures[code],
                "counts": counts[code],
                "availability": _availability(rules, code, day),
            }
            for code in chosen.values_list("code", flat=True)
            if code in counts
        ],
        "as_of": day,
    }
    return render(request, "catalogue/console/measures.html", context)


def _counts(rules: Snapshot, user: User, day: date) -> dict[str, dict[str, int]]:
    """Measure → verdict → how many of the user's clients."""
    whose = clientele(Client.objects.of(user), day)
    counts = {code: dict.fromkeys(wording.VERDICTS, 0) for code in rules.groups}
    for client in whose.clients:
        for code, ruled in outcomes(rules, client, day).items():
            counts[code][whose.outcome(client, code, ruled).value] += 1
    return counts


def _availability(rules: Snapshot, code: str, day: date) -> dict[str, str]:
    state = availability(rules, code, day).value
    return {"key": state, "text": wording.AVAILABILITIES[state]}


@page(SEES_CLIENTS)
@with_catalogue
def reach_page(request: HttpRequest, code: str) -> HttpResponse:
    """Who may use it, who is newly or no longer among them, and what to write to them."""
    day = localdate()
    rules = _rules_with(code, day)
    typed, since, mistake = _since(request, day)
    user = user_of(request)
    found = reach(rules, snapshot(since), clientele(Client.objects.of(user), day), code, day, since)
    about = known(rules, code, day)
    groups = [_group([one for one in found if one.outcome is outcome], outcome) for outcome in Outcome]
    sender = " ".join(filter(None, (str(user.organisation or ""), str(user))))
    for group in groups:
        if group["rows"] and group["outcome"] in OPENINGS:
            group["letter"] = letter(about, group["outcome"], group["missing"], sender)
    context = {
        "about": about,
        "availability": _availability(rules, code, day),
        "availability_then": _availability(rules, code, since),
        "programmes": [
            {"name": card.name, "aspect": card.aspect, "open": open_text(candidate, day)}
            for candidate, card in about.programmes
        ],
        "groups": groups,
        "newly": [_row(one) for one in found if one.is_newly_usable],
        "no_longer": [_row(one) for one in found if one.is_no_longer_usable],
        "total": len(found),
        "since": since,
        "typed": typed,
        "mistakes": [{"target": "id_since", "text": mistake}] if mistake else [],
        "as_of": day,
        "query": f"?since={since.isoformat()}",
    }
    return render(request, "catalogue/console/reach.html", context, status=422 if mistake else 200)


@page(SEES_CLIENTS)
@with_catalogue
def reach_file(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """The same as a table: a row a client."""
    day = localdate()
    rules = _rules_with(code, day)
    _typed, since, _mistake = _since(request, day)
    found = reach(rules, snapshot(since), clientele(Client.objects.of(user_of(request)), day), code, day, since)
    change = f"{day_text(since.isoformat())}からの変化"
    header = (
        "支援先",
        "法人番号",
        "判定",
        "規則による判定",
        "足りない情報",
        "受付状況",
        "状況",
        change,
        "相談員の判断の理由",
    )
    table = Table(header, tuple(_file_row(one) for one in found))
    sheet = Sheet(f"施策{code}", table, (30, 16, 14, 14, 30, 24, 12, 40, 40), freeze="B2", filtered=True)
    return download(sheet, kind, f"shisaku-{code}", day)


def _rules_with(code: str, day: date) -> Snapshot:
    rules = snapshot(day)
    if code not in rules.groups:
        raise Http404
    return rules


def _since(request: HttpRequest, day: date) -> tuple[str, date, str]:
    """The day to compare with: as typed, as read (30 days ago when there is none), and what is wrong with it."""
    typed = request.GET.get("since", "").strip()
    usual = day - DAYS_BACK
    if not typed:
        return usual.isoformat(), usual, ""
    try:
        since = date.fromisoformat(typed)
    except ValueError:
        return typed, usual, "比べる日: 日付ではありません。「2026-04-01」のように書いてください。"
    if not EARLIEST <= since <= day:
        first, last = (day_text(one.isoformat()) for one in (EARLIEST, day))
        return typed, usual, f"比べる日: {first}から{last}までの日を書いてください。"
    return typed, since, ""


def _group(found: Sequence[Reached], outcome: Outcome) -> dict[str, Any]:
    """The clients of one verdict. *missing*: what any of them has not answered yet."""
    return {
        "outcome": outcome,
        "key": outcome.value,
        "icon": ICONS[outcome],
        "word": wording.VERDICTS[outcome.value],
        "rows": [_row(one) for one in found],
        "missing": list(dict.fromkeys(key for one in found for key in one.missing)),
        "letter": "",
    }


def _row(one: Reached) -> dict[str, Any]:
    return {
        "client": one.client,
        "url": reverse("client", args=[one.client.pk]),
        "verdict": {
            "key": one.outcome.value,
            "icon": ICONS[one.outcome],
            "text": wording.VERDICTS[one.outcome.value],
        },
        "missing": _missing_text(one),
        "availability": {"key": one.availability.value, "text": wording.AVAILABILITIES[one.availability.value]},
        "status": str(one.status.label),
        "override": one.override,
        "ruled": wording.VERDICTS[one.ruled.value],
        "change": _change_text(one.change, one.ruled),
    }


def _missing_text(one: Reached) -> str:
    """What would settle the verdict of the rules."""
    if one.ruled is not Outcome.NEEDS_INFO:
        return ""
    if one.missing:
        return listed(labels.ANSWERS[key] for key in one.missing)
    if not one.lead.candidate.encoded:
        return wording.NOT_ENCODED
    open_conditions = dict.fromkeys(wording.condition_text(row) for row in one.lead.open_conditions)
    return f"より詳しい回答（{listed(open_conditions)}）"


_CAUSES = {Cause.DATE: "日付が進んだため", Cause.RULE: "有効な規則が変わったため"}


def _change_text(change: Change | None, now: Outcome) -> str:
    """「要確認 → 合いそう（日付が進んだため）」; "" without a change."""
    if change is None:
        return ""
    causes = listed(_CAUSES[cause] for cause in change.causes)
    return f"{words.VERDICTS[change.before]} → {words.VERDICTS[now]}（{causes}）"


def _file_row(one: Reached) -> tuple[str, ...]:
    texts = (
        one.client.name,
        one.client.corporate_number,
        words.verdict(one.outcome) + (f"（{words.OVERRIDE_WORD}）" if one.override else ""),
        words.verdict(one.ruled),
        _missing_text(one),
        wording.AVAILABILITIES[one.availability.value],
        str(one.status.label),
        _change_text(one.change, one.ruled),
        one.override.reason if one.override else "",
    )
    return tuple(clean(text) for text in texts)
