"""What needs care in the catalogue on a day, each with the place where one mends it. Read in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.timezone import localtime

from catalogue.models import (
    AvailabilityState,
    Encoding,
    LinkCheck,
    Measure,
    Override,
    Programme,
    RuleVersion,
    User,
)
from catalogue.review.links import addresses_in
from catalogue.review.thresholds import companies, missing_sides, number_conditions
from catalogue.wording import VERDICTS, condition_text

READ_LONG_AGO = timedelta(days=365)
SOON = timedelta(days=30)
OPEN_LONG = timedelta(days=14)

KINDS = {
    "overrides": "規則と違う判断",
    "not_encoded": "要件が未整理の事業",
    "ending": "終わった・まもなく終わる",
    "drafts": "長く開いたままの下書き",
    "scenarios": "境目を確かめる会社がない数",
    "origin": "出典のない行",
    "old": "確認から1年を過ぎた行",
    "links": "つながらないリンク",
}
"""Key → what it is called; the most telling first."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to mend. *target*: programme, measure or ruleversion, and *pk* which one; *about*: the codes it concerns."""

    kind: str
    title: str
    text: str
    target: str
    pk: int
    about: str


def care(day: date, now: datetime, user: User) -> list[Line]:
    """Everything that needs care as of *day*, by kind and in the order of the catalogue. *now*: for what was begun at a time.

    Clients are named only to a *user* who may see them.
    """
    programmes = _programmes(day)
    found = [
        *_overrides(day, user),
        *_not_encoded(programmes),
        *_ending(programmes, day),
        *_drafts(now),
        *_thresholds(programmes, day),
        *_without_origin(programmes),
        *_measures_without_origin(),
        *_read_long_ago(programmes, day),
        *_dead_links(programmes),
    ]
    places = {kind: place for place, kind in enumerate(KINDS)}
    return sorted(found, key=lambda one: places[one.kind])


def _programmes(day: date) -> list[Programme]:
    rules = RuleVersion.objects.in_force(day).prefetch_related("criteria", "checks")
    found = Programme.objects.prefetch_related(
        _versions(rules, "in_force"),
        _versions(RuleVersion.objects.published(), "published"),
        "listings__measure",
        "periods",
        "events",
        "fundings",
        "results",
        "notes",
    )
    return sorted(found, key=lambda one: (_first(one), one.code))


def _versions(rows: QuerySet[RuleVersion], name: str) -> Prefetch:
    return Prefetch("versions", rows, to_attr=name)


def _first(programme: Programme) -> tuple[int, int]:
    return min(((one.measure.area, one.measure.number) for one in programme.listings.all()), default=(99, 0))


def _line(kind: str, programme: Programme, text: str) -> Line:
    codes = "、".join(one.measure.code for one in programme.listings.all())
    return Line(kind, programme.name, text, "programme", programme.pk, codes)


def _rows(programme: Programme) -> Iterator[tuple[str, Any]]:
    """(what it is called, row) of every row that may have an origin; rules are those in force."""
    ruled = [*programme.rules.criteria.all(), *programme.rules.checks.all()] if programme.rules else []
    others = (programme.periods, programme.events, programme.fundings, programme.results, programme.notes)
    for row in (*ruled, *(row for rows in others for row in rows.all())):
        yield str(row._meta.verbose_name), row


def _not_encoded(programmes: Iterable[Programme]) -> Iterator[Line]:
    for one in programmes:
        if one.rules is None:
            yield _line("not_encoded", one, "きょう有効な要件の版がありません。判定は「確認が必要」になります。")
        elif one.encoding == Encoding.NOT_YET:
            yield _line("not_encoded", one, "要件をまだ整理していません。判定は「確認が必要」になります。")


def _without_origin(programmes: Iterable[Programme]) -> Iterator[Line]:
    for one in programmes:
        if not one.place:
            yield _line("origin", one, "事業の出典の箇所がありません。")
        for label, row in _rows(one):
            if not getattr(row, "place", "") and not getattr(row, "citation", ""):
                yield _line("origin", one, f"{label} {row.position + 1}行目に、出典がありません。")


def _measures_without_origin() -> Iterator[Line]:
    for one in Measure.objects.in_order().filter(place=""):
        yield Line("origin", one.title, "施策の出典の箇所がありません。", "measure", one.pk, one.code)


def _read_long_ago(programmes: Iterable[Programme], day: date) -> Iterator[Line]:
    for one in programmes:
        for label, row in _rows(one):
            read_on = getattr(row, "read_on", None)
            if read_on is not None and read_on < day - READ_LONG_AGO:
                yield _line("old", one, f"{label} {row.position + 1}行目（{row.citation}）は {read_on} の確認です。")


def _ending(programmes: Iterable[Programme], day: date) -> Iterator[Line]:
    """Times to apply that are over or nearly so with none after them, events that come soon, and rules that nothing follows."""
    for one in programmes:
        last = max((row.last or date.max for row in one.periods.all()), default=None)
        closed = any(row.state == AvailabilityState.CLOSED for row in one.periods.all())
        if last is not None and not closed and last <= day + SOON:
            over = "終わりました" if last < day else "終わります"
            yield _line("ending", one, f"受付状況が {last} で{over}。次の受付か、終了を記してください。")
        for event in one.events.all():
            if day.isoformat() < event.on <= (day + SOON).isoformat():
                yield _line("ending", one, f"{event.on} に「{event.get_kind_display()}」があります。")
        rules = one.rules
        if rules and rules.last and rules.last <= day + SOON and not _followed(rules, one.published):  # type: ignore[attr-defined]  # prefetched
            yield _line("ending", one, f"要件の版が {rules.last} で終わり、次の版がありません。")


def _followed(rules: RuleVersion, versions: Iterable[RuleVersion]) -> bool:
    return any(one.first is not None and rules.last is not None and one.first > rules.last for one in versions)


def _drafts(now: datetime) -> Iterator[Line]:
    found = RuleVersion.objects.open_work().filter(created_at__lt=now - OPEN_LONG)
    for one in found.select_related("programme", "author").prefetch_related("programme__listings__measure"):
        codes = "、".join(listing.measure.code for listing in one.programme.listings.all())
        text = f"第{one.number}版の{one.get_state_display()}（{one.author or '作成者なし'}）は {localtime(one.created_at):%Y-%m-%d} から開いたままです。"
        yield Line("drafts", one.programme.name, text, "ruleversion", one.pk, codes)


_SIDES = {
    (True, True): "満たす会社も満たさない会社も",
    (True, False): "満たす会社が",
    (False, True): "満たさない会社が",
}


def _thresholds(programmes: Iterable[Programme], day: date) -> Iterator[Line]:
    scenarios = companies(day)
    for one in programmes:
        for condition in number_conditions(one.rules.criteria.all() if one.rules else ()):
            sides = missing_sides(condition, scenarios.get(one.pk, ()))
            if any(sides):
                text = f"「{condition_text(condition)}」を{_SIDES[sides]}、検証用の会社にありません。"
                yield _line("scenarios", one, text)


def _dead_links(programmes: Iterable[Programme]) -> Iterator[Line]:
    dead = {one.url: one for one in LinkCheck.objects.exclude(problem="")}
    for one in programmes:
        for text in _dead(dead, (row for _label, row in _rows(one))):
            yield _line("links", one, text)
    for measure in Measure.objects.in_order().prefetch_related("notes"):
        for text in _dead(dead, measure.notes.all()):
            yield Line("links", measure.title, text, "measure", measure.pk, measure.code)


def _dead(dead: Mapping[str, LinkCheck], rows: Iterable[Any]) -> Iterator[str]:
    """Of the addresses in *rows*, each of those that do not answer once, with since when."""
    texts = (getattr(row, field, "") for row in rows for field in ("citation", "note", "text"))
    for url in dict.fromkeys(url for text in texts for url in addresses_in(text)):
        if check := dead.get(url):
            assert check.failing_since is not None  # the database says so of whatever has a problem
            yield f"{url} {check.problem}（{localtime(check.failing_since):%Y-%m-%d} から）"


def _overrides(day: date, user: User) -> Iterator[Line]:
    """One line a measure: how many advisors' verdicts are against the rule, and why."""
    measures = {one.code: one for one in Measure.objects.in_order()}
    by_measure: dict[str, list[Override]] = {}
    for one in Override.objects.in_force(day).select_related("client").order_by("pk"):
        if one.verdict != one.ruled and one.measure in measures:
            by_measure.setdefault(one.measure, []).append(one)
    for code, measure in measures.items():
        if found := by_measure.get(code):
            said = " ／ ".join(_override(one, user) for one in found)
            yield Line("overrides", measure.title, f"{len(found)}件。{said}", "measure", measure.pk, code)


def _override(one: Override, user: User) -> str:
    own = user.organisation_id is not None and one.client.organisation_id == user.organisation_id
    name = f"（{one.client.name}）" if own and user.has_perm("catalogue.view_client") else ""
    return f"{VERDICTS[one.ruled]}→{VERDICTS[one.verdict]}：{one.reason}{name}"
