"""Limits: so many a minute, so many a day in Japan, each caller by itself, told on every answer."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from catalogue.limits import Caller, address_of, network_of, spend
from catalogue.models import Scope, Usage
from tests.api.partners import API, Partner, partner

pytestmark = pytest.mark.usefixtures("real_stored", "db")

NOON = datetime(2026, 11, 23, 3, 0, 10, tzinfo=UTC)
"""Ten seconds past noon in Japan."""

ADDRESS = "prefectures/"


@pytest.fixture
def few(settings: Any) -> None:
    """Three a minute and five a day without a key."""
    settings.ANONYMOUS_PER_MINUTE, settings.ANONYMOUS_PER_DAY = 3, 5


def statuses(asking: Partner, *moments: datetime) -> list[int]:
    found = []
    for moment in moments:
        with time_machine.travel(moment, tick=False):
            found.append(asking.get(ADDRESS).status_code)
    return found


@pytest.mark.usefixtures("few")
def test_the_minute_begins_anew_with_the_clock() -> None:
    rest = timedelta(seconds=50)
    moments = [NOON, NOON, NOON, NOON, NOON + rest - timedelta(seconds=1), NOON + rest]
    assert statuses(Partner(), *moments) == [200, 200, 200, 429, 429, 200]


@pytest.mark.usefixtures("few")
def test_the_day_begins_anew_at_midnight_in_japan() -> None:
    midnight = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
    minutes = [midnight - timedelta(minutes=one) for one in (7, 6, 5, 4, 3, 2)]
    assert statuses(Partner(), *minutes) == [200, 200, 200, 200, 200, 429]
    assert statuses(Partner(), midnight - timedelta(seconds=1), midnight) == [429, 200]


@pytest.mark.usefixtures("few")
def test_a_refusal_says_when_to_come_again_and_counts_for_nothing() -> None:
    with time_machine.travel(NOON, tick=False):
        for _one in range(3):
            Partner().get(ADDRESS)
        refused = [Partner().get(ADDRESS) for _one in range(4)]
    assert {(one.status_code, one["Content-Type"], one["Retry-After"]) for one in refused} == {
        (429, "application/problem+json", "50")
    }
    assert refused[0].json()["type"] == "urn:problem:too-many-requests"
    row = Usage.objects.get()
    assert (row.in_minute, row.in_day) == (3, 3)


@pytest.mark.usefixtures("few")
def test_every_answer_says_what_is_left() -> None:
    with time_machine.travel(NOON, tick=False):
        first, second = Partner().get(ADDRESS), Partner().get("measures/?no_such=1")
    assert first["RateLimit-Policy"] == '"minute";q=3;w=60, "day";q=5;w=86400'
    assert first["RateLimit"] == '"minute";r=2;t=50, "day";r=4;t=43190'
    assert (second.status_code, second["RateLimit"]) == (400, '"minute";r=1;t=50, "day";r=3;t=43190')


@pytest.mark.usefixtures("few")
def test_a_key_has_limits_of_its_own() -> None:
    _one, first = partner(Scope.READ, per_minute=2, per_day=10)
    _other, second = partner(Scope.READ, per_minute=4, per_day=10)
    found = {
        name: statuses(asking, *[NOON] * 5)
        for name, asking in (("first", first), ("second", second), ("none", Partner()))
    }
    assert {name: codes.count(200) for name, codes in found.items()} == {"first": 2, "second": 4, "none": 3}


def test_a_key_has_a_quota_a_day() -> None:
    _key, asking = partner(Scope.READ, per_minute=100, per_day=2)
    assert statuses(asking, NOON, NOON, NOON, NOON + timedelta(hours=1)) == [200, 200, 429, 429]


@pytest.mark.usefixtures("few")
def test_each_address_counts_by_itself() -> None:
    def asked(address: str) -> int:
        return Client(REMOTE_ADDR=address).get(f"{API}{ADDRESS}").status_code

    with time_machine.travel(NOON, tick=False):
        assert [asked("192.0.2.1") for _one in range(4)] == [200, 200, 200, 429]
        assert [asked("192.0.2.2"), asked("::ffff:192.0.2.1")] == [200, 429]
        # One subscriber has a whole network of IPv6.
        assert [asked(f"2001:db8::{one}") for one in range(4)] == [200, 200, 200, 429]
        assert asked("2001:db8:0:1::1") == 200


def test_no_address_is_kept() -> None:
    Client(REMOTE_ADDR="192.0.2.1").get(f"{API}{ADDRESS}")
    assert "192.0.2.1" not in Usage.objects.get().caller


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "", "192.0.2.9"),
        (0, "198.51.100.1", "192.0.2.9"),
        (1, "198.51.100.1", "198.51.100.1"),
        (1, "203.0.113.7, 198.51.100.1", "198.51.100.1"),
        (2, "203.0.113.7, 198.51.100.1, 192.0.2.8", "198.51.100.1"),
        (2, "198.51.100.1", "192.0.2.9"),
        (1, "", "192.0.2.9"),
        (1, "unknown", "192.0.2.9"),
    ],
)
def test_a_forwarded_address_is_believed_from_our_own_proxies_alone(
    settings: Any, rf: Any, proxies: int, forwarded: str, address: str
) -> None:
    settings.TRUSTED_PROXIES = proxies
    given = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
    assert address_of(rf.get("/", REMOTE_ADDR="192.0.2.9", **given).META) == address


@pytest.mark.usefixtures("few")
def test_many_companies_count_as_many_on_the_day() -> None:
    companies = {"profiles": [{}, {}, {}, {}]}
    with time_machine.travel(NOON, tick=False):
        first = Partner().post("programmes/chi-no-shuseki/matches/", companies)
        second = Partner().post("programmes/chi-no-shuseki/matches/", companies)
    assert (first.status_code, first["RateLimit"]) == (200, '"minute";r=2;t=50, "day";r=1;t=43190')
    assert (second.status_code, second["Retry-After"]) == (429, "43190")


@pytest.mark.usefixtures("few")
def test_every_line_of_many_counts_on_the_day() -> None:
    def lines(count: int) -> int:
        body = b'{"profile": {}, "limit": 1}\n\n' * count
        address = f"{API}matches/bulk/"
        answered = Client().post(address, body, content_type="application/x-ndjson")
        return len(answered.getvalue().splitlines()) if answered.status_code == 200 else answered.status_code

    with time_machine.travel(NOON, tick=False):
        assert [lines(4), lines(2), lines(1)] == [4, 429, 429]


@given(
    st.lists(st.tuples(st.integers(0, 400), st.integers(0, 3), st.integers(1, 6)), max_size=30),
    st.integers(1, 5),
    st.integers(1, 12),
)
def test_no_minute_and_no_day_ever_has_more_than_its_limit(
    asked: list[tuple[int, int, int]], per_minute: int, per_day: int
) -> None:
    Usage.objects.all().delete()
    caller = Caller("somebody", per_minute, per_day)
    begun = datetime(2026, 11, 23, 14, 57, tzinfo=UTC)  # three minutes to midnight in Japan
    minutes: dict[int, int] = {}
    days: dict[bool, int] = {}
    for seconds, requests, cost in sorted(asked):
        minute, day = seconds // 60, seconds >= 180
        fits = minutes.get(minute, 0) + requests <= per_minute and days.get(day, 0) + cost <= per_day
        found = spend(caller, begun + timedelta(seconds=seconds), asked=requests, cost=cost)
        assert (found.wait == 0) == fits
        if fits:
            minutes[minute], days[day] = minutes.get(minute, 0) + requests, days.get(day, 0) + cost


def test_a_clock_that_is_behind_begins_nothing_anew() -> None:
    caller = Caller("somebody", 2, 100)
    ahead = NOON + timedelta(minutes=1)
    assert [spend(caller, at).wait == 0 for at in (ahead, NOON, ahead, NOON)] == [True, True, False, False]


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8::1", "2001:db8::/64"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("", ""),
        ("x", ""),
    ],
)
def test_an_address_stands_for_its_subscriber(address: str, network: str) -> None:
    assert network_of(address) == network
