"""Keys: who may do what, and when a key stops."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils.timezone import now
from pytest_django.fixtures import DjangoAssertNumQueries

from catalogue.models import ApiKey, Scope
from catalogue.models.keys import origin_problem
from tests.api.partners import API, Partner, partner
from tests.console.people import OURS, company

pytestmark = pytest.mark.usefixtures("real_stored", "db")

READ, MATCH, KEEP, CLIENTS = Scope
NOBODY = Partner()
ABSENT = "decisions/" + "x" * 43 + "/"

ASKED = {
    "measures/": ("GET", None),
    "catalogue.csv": ("GET", None),
    "matches/": ("POST", {"profile": {}, "limit": 1}),
    "profiles/validate/": ("POST", {"profile": {}}),
    "matches/ (keep)": ("POST", {"profile": {}, "limit": 1, "keep": True}),
    ABSENT: ("GET", None),
    "clients/": ("GET", None),
}

TABLE = {
    # address              nobody, read, match, keep, clients
    "measures/": (200, 200, 403, 403, 403),
    "catalogue.csv": (200, 200, 403, 403, 403),
    "matches/": (200, 403, 200, 403, 403),
    "profiles/validate/": (200, 403, 200, 403, 403),
    "matches/ (keep)": (401, 403, 403, 403, 403),
    ABSENT: (401, 403, 403, 404, 403),
    "clients/": (401, 403, 403, 403, 200),
}


@pytest.mark.parametrize("address", TABLE)
def test_a_key_may_do_what_it_is_for_and_nothing_else(address: str) -> None:
    method, body = ASKED[address]
    asking = [NOBODY, *(partner(scope, of=OURS)[1] for scope in Scope)]
    found = tuple(one.ask(method, address.partition(" ")[0], body).status_code for one in asking)
    assert found == TABLE[address]


def test_to_keep_a_match_takes_both() -> None:
    _key, both = partner(MATCH, KEEP)
    assert both.post("matches/", {"profile": {}, "keep": True}).status_code == 200


def test_a_refusal_names_what_the_key_would_have_to_be_for() -> None:
    _key, reader = partner(READ)
    refused = reader.post("matches/", {"profile": {}})
    assert refused["Content-Type"] == "application/problem+json"
    assert refused.json()["detail"] == "この鍵は「会社を照合する」ためには使えません。"


def test_without_a_key_the_answer_says_how_to_send_one() -> None:
    refused = NOBODY.post("matches/", {"profile": {}, "keep": True})
    assert (refused.status_code, refused["WWW-Authenticate"]) == (401, "Api-Key")
    assert refused.json()["type"] == "urn:problem:key-required"
    assert "判定の記録を残す" in refused.json()["detail"]


@pytest.mark.parametrize(
    ("header", "part"),
    [
        ("Api-Key", "の形で"),
        ("Api-Key ", "の形で"),
        ("Bearer abc", "の形で"),
        ("Basic dTpw", "の形で"),
        ("Api-Key x", "ありません"),
        ("Api-Key \0", "ありません"),
        ("Api-Key 鍵", "ありません"),
        ("Api-Key abcdefgh." + "x" * 32, "ありません"),
        ("Api-Key " + "x" * 5000, "ありません"),
    ],
)
def test_what_is_no_key_is_refused_and_not_taken_for_nobody(header: str, part: str) -> None:
    refused = Client().get(f"{API}measures/", headers={"Authorization": header})
    assert (refused.status_code, refused["WWW-Authenticate"]) == (401, "Api-Key")
    assert part in refused.json()["detail"]


def test_the_scheme_may_be_written_in_any_case() -> None:
    _key, reader = partner(READ)
    sent = {"Authorization": f"api-key {reader.secret}"}
    assert Client().get(f"{API}measures/", headers=sent).status_code == 200


def test_the_right_name_with_another_secret_is_no_key() -> None:
    key, _reader = partner(READ)
    assert Partner(f"{key.prefix}.{'x' * 32}").get("measures/").status_code == 401


def test_a_revoked_key_stops_at_once_and_cannot_be_used_again() -> None:
    key, reader = partner(READ)
    assert reader.get("measures/").status_code == 200
    ApiKey.objects.filter(pk=key.pk).update(revoked=True)
    refused = reader.get("measures/")
    assert refused.status_code == 401
    assert "失効" in refused.json()["detail"]
    again = ApiKey.objects.get(pk=key.pk)
    again.revoked = False
    with pytest.raises(ValidationError):
        again.save()


def test_a_key_ends_with_its_last_moment() -> None:
    end = now() + timedelta(hours=1)
    _key, reader = partner(READ, expiry_date=end)
    statuses = []
    for moment in (end - timedelta(seconds=1), end):
        with time_machine.travel(moment, tick=False):
            statuses.append(reader.get("measures/").status_code)
    assert statuses == [200, 401]


def test_only_a_hash_of_the_key_is_kept() -> None:
    key, reader = partner(READ)
    stored = ApiKey.objects.filter(pk=key.pk).values().get()
    secret = reader.secret.partition(".")[2]
    assert not [name for name, value in stored.items() if secret in str(value)]


def test_the_last_use_is_written_at_most_once_a_minute() -> None:
    key, reader = partner(READ)
    begun, seen = now(), []
    for seconds in (0, 59, 60):
        with time_machine.travel(begun + timedelta(seconds=seconds), tick=False):
            reader.get("prefectures/")
            seen.append((ApiKey.objects.get(pk=key.pk).last_used_at or begun) - begun)
    assert seen == [timedelta(0), timedelta(0), timedelta(seconds=60)]


def test_a_key_costs_one_query_more(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    _key, matching = partner(MATCH)
    body = {"profile": {}, "limit": 1}
    matching.post("matches/", body)
    for asking, queries in ((NOBODY, 2), (matching, 3)):
        with django_assert_num_queries(queries):
            asking.post("matches/", body)


def test_a_key_for_clients_has_an_organisation() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        partner(CLIENTS)


@pytest.mark.parametrize("limit", ["per_minute", "per_day"])
def test_a_key_may_ask_at_all(limit: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        partner(READ, **{limit: 0})


@pytest.mark.parametrize(
    ("origin", "sound"),
    [
        ("https://www.example.jp", True),
        ("https://www.example.jp:8443", True),
        ("https://xn--eckwd4c7c.jp", True),
        ("http://www.example.jp", False),
        ("https://www.example.jp/", False),
        ("https://www.example.jp/path", False),
        ("https://WWW.example.jp", False),
        ("https://*.example.jp", False),
        ("https://user@example.jp", False),
        ("https://例え.jp", False),
        ("https://www.example.jp:0", False),
        ("https://www.example.jp:99999", False),
        ("https://www.example.jp:443", False),
        ("https://www.example.jp;script-src", False),
        ("https://a.example,b.example", False),
        ("https://'self'", False),
        ("https://[2001:db8::1]:8443", True),
        ("https://[2001:db8::1", False),
        ("http://localhost:8000", True),
        ("http://127.0.0.1:8000", True),
        ("http://localhost", True),
        ("http://localhost:80", False),
        ("http://localhost.example.jp:8000", False),
        ("http://127.0.0.2:8000", False),
        ("https://", False),
        ("https://a b", False),
        ("null", False),
        ("*", False),
        ("", False),
    ],
)
def test_sites_are_named_by_their_origin(origin: str, *, sound: bool) -> None:
    key = ApiKey(name="連携先", origins=[origin])
    if sound:
        key.full_clean(exclude=["prefix", "hashed_key"])
    else:
        with pytest.raises(ValidationError) as refused:
            key.full_clean(exclude=["prefix", "hashed_key"])
        assert list(refused.value.message_dict) == ["origins"]


@pytest.mark.parametrize(
    ("origin", "sound"),
    [
        ("https://www.example.jp", True),
        ("https://localhost:8000", True),
        ("http://localhost:8000", False),
        ("http://127.0.0.1:8000", False),
    ],
)
def test_pages_of_the_own_machine_are_for_development(settings: Any, origin: str, *, sound: bool) -> None:
    settings.APP_ENV = "production"
    assert (origin_problem(origin) == "") == sound
    assert ApiKey(origins=[origin]).sites == ((origin,) if sound else ())


def test_a_client_of_the_console_is_not_told_to_a_reader() -> None:
    company()
    _key, reader = partner(READ, MATCH, KEEP)
    assert reader.get("clients/").status_code == 403
