"""How often a caller may ask: so many requests a minute, so many a day in Japan, counted in the database for all workers at once."""

from __future__ import annotations

import datetime
import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.db import connection, transaction
from django.utils.crypto import salted_hmac
from django.utils.timezone import localdate, localtime

from catalogue.models import ApiKey, Usage

MINUTE, DAY = 60, 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks, and how often it may."""

    name: str
    per_minute: int
    per_day: int


@dataclass(frozen=True, slots=True)
class Allowance:
    """One limit: *quota* in *seconds*, of which *left* until it begins anew in *renewed_in* seconds."""

    name: str
    quota: int
    seconds: int
    left: int
    renewed_in: int


@dataclass(frozen=True, slots=True)
class Spending:
    """What came of asking. *wait*: seconds until it may be tried again, 0 when it was allowed."""

    allowances: tuple[Allowance, ...]
    wait: int


def holder_of(key: ApiKey) -> Caller:
    """Whoever has *key*."""
    return Caller(f"key:{key.pk}", key.per_minute, key.per_day)


def visitors_of(key: ApiKey) -> Caller:
    """Whoever asks in pages that embed the widget by *key*: as often a day as its holder, and apart from it.

    The public part of a key stands in pages: what strangers do with it must not use up what the holder of its secret has.
    """
    return Caller(f"visitors:{key.pk}", key.per_minute, key.per_day)


def somebody_at(address: str) -> Caller:
    """Whoever asks without a key from *address*, of which only a fingerprint is kept."""
    mark = salted_hmac("catalogue.limits", network_of(address), algorithm="sha256").hexdigest()
    return Caller(mark[:_MARK], settings.ANONYMOUS_PER_MINUTE, settings.ANONYMOUS_PER_DAY)


_MARK = 32


def address_of(meta: Mapping[str, str]) -> str:
    """Where a request comes from: the connection, or what the outermost of our own proxies has seen, if there are any.

    What stands further left in X-Forwarded-For was written by the caller.
    """
    own = meta.get("REMOTE_ADDR", "")
    proxies = settings.TRUSTED_PROXIES
    hops = [one.strip() for one in meta.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    if proxies == 0 or len(hops) < proxies:
        return own
    return hops[-proxies] if network_of(hops[-proxies]) else own


def network_of(address: str) -> str:
    """The address, or of IPv6 the network: one subscriber has 2^64 addresses and would have as many limits."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped:
            return str(found.ipv4_mapped)
        return str(ipaddress.ip_network((int(found), 64), strict=False))
    return str(found)


# One statement, so that no two workers count from the same number. A clock that is behind another's begins nothing anew.
_SPEND = """
INSERT INTO catalogue_usage (caller, minute, in_minute, day, in_day) VALUES (%(caller)s, %(minute)s, %(asked)s, %(day)s, %(cost)s)
ON CONFLICT (caller) DO UPDATE SET
    minute = CASE WHEN catalogue_usage.minute < excluded.minute THEN excluded.minute ELSE catalogue_usage.minute END,
    in_minute = excluded.in_minute
        + CASE WHEN catalogue_usage.minute < excluded.minute THEN 0 ELSE catalogue_usage.in_minute END,
    day = CASE WHEN catalogue_usage.day < excluded.day THEN excluded.day ELSE catalogue_usage.day END,
    in_day = excluded.in_day + CASE WHEN catalogue_usage.day < excluded.day THEN 0 ELSE catalogue_usage.in_day END
WHERE (catalogue_usage.minute < excluded.minute OR catalogue_usage.in_minute + excluded.in_minute <= %(per_minute)s)
    AND (catalogue_usage.day < excluded.day OR catalogue_usage.in_day + excluded.in_day <= %(per_day)s)
RETURNING in_minute, in_day
"""


def spend(caller: Caller, now: datetime.datetime, *, asked: int = 1, cost: int = 1) -> Spending:
    """Count *asked* requests in the minute and *cost* on the day, or nothing at all when either would be too much."""
    minute, day = int(now.timestamp()) // MINUTE, localdate(now)
    given: dict[str, str | int | datetime.date] = {
        "caller": caller.name,
        "minute": minute,
        "asked": asked,
        "day": day,
        "cost": cost,
        "per_minute": caller.per_minute,
        "per_day": caller.per_day,
    }
    row = None
    if asked <= caller.per_minute and cost <= caller.per_day:
        with connection.cursor() as cursor:
            cursor.execute(_SPEND, given)
            row = cursor.fetchone()
    if row is not None:
        return Spending(_allowances(caller, now, *row), 0)
    stored = Usage.objects.filter(caller=caller.name).first()
    in_minute = stored.in_minute if stored and stored.minute >= minute else 0
    in_day = stored.in_day if stored and stored.day >= day else 0
    allowances = _allowances(caller, now, in_minute, in_day)
    short = [one for one, wanted in zip(allowances, (asked, cost), strict=True) if one.left < wanted]
    return Spending(allowances, max((one.renewed_in for one in short), default=1))


def spend_embedded(address: str, key: ApiKey, now: datetime.datetime) -> Spending:
    """Count a request that somebody at *address* makes in the widget, for them and for the *key*, or for neither.

    Of the key the day alone counts: its visitors do not know of one another, and are not held up by a busy minute.
    """
    with transaction.atomic():
        spending = spend(somebody_at(address), now)
        if spending.wait == 0:
            spending = spend(visitors_of(key), now, asked=0)
        if spending.wait:
            transaction.set_rollback(True)
    return spending


def _allowances(caller: Caller, now: datetime.datetime, in_minute: int, in_day: int) -> tuple[Allowance, ...]:
    begun = int(now.timestamp())
    clock = localtime(now)
    of_day = clock.hour * 3600 + clock.minute * 60 + clock.second  # Japan has no summer time
    return (
        Allowance("minute", caller.per_minute, MINUTE, max(caller.per_minute - in_minute, 0), MINUTE - begun % MINUTE),
        Allowance("day", caller.per_day, DAY, max(caller.per_day - in_day, 0), DAY - of_day),
    )
