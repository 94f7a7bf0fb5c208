"""Addresses that the catalogue names, and whether they still answer. Asked by a command, never while somebody waits for a page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

import httpx
from django.db import transaction

from catalogue.models import (
    AvailabilityPeriod,
    Criterion,
    Event,
    Funding,
    LinkCheck,
    ManualCheck,
    Note,
    RuleState,
)

WITHIN = 10.0
"""Seconds for each step of an answer."""

MOST_REDIRECTS = 5

_ADDRESS = re.compile(r"https?://[^\s\u3000-\u303f\uff00-\uffef「」『』<>\"']+")
_TRAILING = ".,;:)]}"
_HEAD_IS_NO_ANSWER = frozenset([400, 403, 404, 405, 501])
"""Servers that do not like HEAD answer so; they are asked again by GET."""


def addresses_in(text: str) -> list[str]:
    """The addresses that stand in *text*, without the marks that end a sentence."""
    return [found.rstrip(_TRAILING) for found in _ADDRESS.findall(text)]


def addresses() -> list[str]:
    """Every address that an editor has written into the catalogue once, in order; of rules those of published versions."""
    published = {"version__state": RuleState.PUBLISHED}
    rows: tuple[Iterable[tuple[str, ...]], ...] = (
        Criterion.objects.filter(**published).values_list("citation", "note"),
        ManualCheck.objects.filter(**published).values_list("text", "citation"),
        AvailabilityPeriod.objects.values_list("citation", "note"),
        Event.objects.values_list("citation", "note"),
        Note.objects.values_list("text"),
        Funding.objects.values_list("note"),
    )
    return sorted({url for found in rows for texts in found for text in texts for url in addresses_in(text)})


def client(transport: httpx.BaseTransport | None = None) -> httpx.Client:
    """Asks politely and says who asks."""
    return httpx.Client(
        transport=transport,
        timeout=WITHIN,
        follow_redirects=True,
        max_redirects=MOST_REDIRECTS,
        headers={"User-Agent": "shien-shisaku-sagashi link check"},
    )


def problem_of(asking: httpx.Client, url: str) -> str:
    """What is wrong with an address, as a sentence; "" when it answers. Its content is not read."""
    try:
        status = asking.head(url).status_code
        if status in _HEAD_IS_NO_ANSWER:
            with asking.stream("GET", url) as answer:
                status = answer.status_code
    except httpx.TimeoutException:
        return "時間内に返事がありません。"
    except httpx.TooManyRedirects:
        return "転送が多すぎます。"
    except (httpx.HTTPError, httpx.InvalidURL, UnicodeError):
        return "つながりません。"
    if status in (404, 410):
        return f"ページがありません（{status}）。"
    return f"開けません（{status}）。" if status >= 400 else ""


@dataclass(frozen=True, slots=True)
class Checked:
    """An address and what is wrong with it, "" for nothing."""

    url: str
    problem: str


def check_links(
    urls: Iterable[str], asking: httpx.Client, now: Callable[[], datetime], told: Callable[[Checked], None]
) -> list[Checked]:
    """Ask each of *urls*, keep what it answered, and forget addresses that are not among them. *told* of each as it is asked."""
    found = []
    for url in urls:
        one = Checked(url, problem_of(asking, url))
        _keep(one, now())
        told(one)
        found.append(one)
    LinkCheck.objects.exclude(url__in=[one.url for one in found]).delete()
    return found


def _keep(one: Checked, at: datetime) -> None:
    with transaction.atomic():
        before = LinkCheck.objects.select_for_update().filter(url=one.url).first()
        since = (before.failing_since if before else None) or at
        LinkCheck.objects.update_or_create(
            url=one.url,
            defaults={"checked_at": at, "problem": one.problem, "failing_since": since if one.problem else None},
        )
