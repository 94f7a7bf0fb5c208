"""Kept matches: whole, its keeper's alone, gone when they are to go, and run again with the causes of what differs."""

from __future__ import annotations

import hashlib
import json
from datetime import date, timedelta
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.utils.timezone import now
from pytest_django.fixtures import DjangoAssertNumQueries

from catalogue.decisions.canonical import canonical, digest
from catalogue.imports.content import renew_version
from catalogue.models import Criterion, Decision, Measure, Programme, RuleState, RuleVersion, Scope
from tests.api.partners import Partner, partner
from tests.console import small
from tests.console.people import OURS

pytestmark = pytest.mark.django_db

DAY = small.TODAY
COMPANY = {"name": "株式会社みほん", "entity_type": "corporation", "employees": 40, "founded_on": "2021-12-01"}
"""Young until the end of November 2026, and small."""


@pytest.fixture(autouse=True)
def _three_measures() -> None:
    small.small()


@pytest.fixture
def keeper() -> Partner:
    return partner(Scope.MATCH, Scope.KEEP)[1]


def kept(keeper: Partner, **more: object) -> dict[str, Any]:
    response = keeper.post("matches/", {"profile": COMPANY, "as_of": DAY.isoformat(), "keep": True} | more)
    assert response.status_code == 200, response.content.decode()
    return response.json()


def verified(keeper: Partner, identity: str) -> dict[str, Any]:
    response = keeper.post(f"decisions/{identity}/verify/")
    assert (response.status_code, response["Cache-Control"]) == (200, "no-store"), response.content.decode()
    return response.json()


def moves(rerun: dict[str, Any]) -> dict[str, list[tuple[str, str | None, str | None]]]:
    """Measure → (cause, verdict and availability before, after) of each step."""

    def said(state: dict[str, str] | None) -> str | None:
        return state and f"{state['verdict']} {state['availability']}"

    return {
        one["measure"]: [(step["cause"], said(step["before"]), said(step["after"])) for step in one["steps"]]
        for one in rerun["differences"]
    }


def publish(code: str, most: int, first: date | None, *, ends: date | None = None) -> RuleVersion:
    """Other rules of a programme from a day on: at most so many employees."""
    programme = Programme.objects.get(code=code)
    programme.versions.filter(last=None).update(last=ends)
    version = RuleVersion.objects.create(
        programme=programme,
        number=programme.versions.count() + 1,
        state=RuleState.PUBLISHED,
        first=first,
        encoding="done",
        published_at=now(),
    )
    Criterion.objects.create(
        programme=programme,
        version=version,
        position=0,
        place="p6",
        role="requirement",
        group=1,
        feature="employees",
        operator="at_most",
        values=[most],
    )
    renew_version()
    return version


def test_a_kept_match_is_answered_as_any_other_and_has_a_receipt(keeper: Partner) -> None:
    answered = kept(keeper)
    plain = keeper.post("matches/", {"profile": COMPANY, "as_of": DAY.isoformat(), "keep": False}).json()
    receipt = answered.pop("decision")
    assert answered == plain
    assert list(answered) == list(plain)
    assert set(receipt) == {"id", "kept_at", "expires_at", "sha256"}
    assert (receipt["kept_at"], receipt["expires_at"]) == ("2026-11-23T10:00:00+09:00", "2027-11-23T10:00:00+09:00")


def test_without_being_asked_nothing_is_kept(keeper: Partner) -> None:
    keeper.post("matches/", {"profile": COMPANY})
    assert Decision.objects.count() == 0


def test_the_record_is_whole(keeper: Partner) -> None:
    answered = kept(keeper, limit=2, include_ineligible=True)
    receipt = answered.pop("decision")
    response = keeper.get(f"decisions/{receipt['id']}/")
    assert (response.status_code, response["Cache-Control"]) == (200, "no-store")
    record = response.json()
    assert record["answer"] == answered
    assert record["request"] == {
        "profile": COMPANY,
        "as_of": DAY.isoformat(),
        "limit": 2,
        "include_ineligible": True,
    }
    assert record["rules"] == {"setsubi": 1, "sogyo": 1, "sodan": 1}
    assert (record["as_of"], record["catalogue_version"]) == (answered["as_of"], answered["catalogue_version"])
    assert {key: record[key] for key in receipt} == receipt


def test_the_hash_can_be_made_by_anybody(keeper: Partner) -> None:
    answered = kept(keeper)
    receipt = answered.pop("decision")
    assert receipt["sha256"] == digest(json.loads(json.dumps(answered)))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"b": 1, "a": [1.0, 0.5, -3.0]}, '{"a":[1,0.5,-3],"b":1}'),
        ({"名": 'あ\n"', "x": None, "y": True}, '{"x":null,"y":true,"名":"あ\\n\\""}'),
        ([], "[]"),
    ],
)
def test_the_canonical_form(value: object, text: str) -> None:
    assert canonical(value) == text
    assert digest(value) == hashlib.sha256(text.encode()).hexdigest()


def test_what_one_key_keeps_no_other_sees(keeper: Partner) -> None:
    identity = kept(keeper)["decision"]["id"]
    others = [
        partner(Scope.MATCH, Scope.KEEP)[1],
        partner(Scope.MATCH, Scope.KEEP, Scope.CLIENTS, of=OURS)[1],
    ]
    for other in others:
        answers = [
            other.get(f"decisions/{identity}/"),
            other.post(f"decisions/{identity}/verify/"),
            other.ask("DELETE", f"decisions/{identity}/"),
        ]
        absent = other.get(f"decisions/{'x' * 43}/")
        assert [one.status_code for one in answers] == [404, 404, 404]
        assert {one.content for one in answers} == {absent.content}
    assert keeper.get(f"decisions/{identity}/").status_code == 200


def test_a_deleted_record_is_gone(keeper: Partner) -> None:
    identity = kept(keeper)["decision"]["id"]
    gone = keeper.ask("DELETE", f"decisions/{identity}/")
    assert (gone.status_code, gone.content) == (204, b"")
    assert [keeper.ask(method, f"decisions/{identity}/").status_code for method in ("GET", "DELETE")] == [404, 404]
    assert Decision.objects.count() == 0


def test_a_record_ends_with_its_time_and_is_then_deleted(keeper: Partner, settings: Any) -> None:
    settings.DECISIONS_KEPT_DAYS = 10
    identity = kept(keeper)["decision"]["id"]
    end, seen = now() + timedelta(days=10), []
    for moment in (end - timedelta(seconds=1), end):
        with time_machine.travel(moment, tick=False):
            told = StringIO()
            status = keeper.get(f"decisions/{identity}/").status_code
            call_command("decisions", "expire", stdout=told)
            seen.append((status, told.getvalue().strip(), Decision.objects.count()))
    assert seen == [
        (200, "期限の過ぎた判定の記録を 0 件消しました。", 1),
        (404, "期限の過ぎた判定の記録を 1 件消しました。", 0),
    ]


def test_nothing_differs_while_nothing_has_changed(keeper: Partner) -> None:
    found = verified(keeper, kept(keeper)["decision"]["id"])
    assert found["intact"] is True
    assert found["same_day"]["identical"] is True
    assert found["same_day"]["sha256"] == found["sha256"]
    assert (found["same_day"]["differs"], found["today"]["differs"]) == (False, False)
    assert moves(found["same_day"]) == moves(found["today"]) == {}


def test_the_day_is_a_cause(keeper: Partner) -> None:
    identity = kept(keeper)["decision"]["id"]
    with time_machine.travel("2026-12-18T10:00:00+09:00", tick=False):
        found = verified(keeper, identity)
    assert (found["same_day"]["identical"], found["today"]["as_of"]) == (True, "2026-12-18")
    assert moves(found["today"]) == {
        "1-01": [("date", "eligible unknown", "eligible open")],
        "1-02": [("date", "eligible unknown", "ineligible unknown")],
    }


def test_another_version_of_the_rules_is_a_cause(keeper: Partner) -> None:
    identity = kept(keeper)["decision"]["id"]
    publish("setsubi", 30, DAY, ends=DAY - timedelta(1))
    found = verified(keeper, identity)
    expected = {"1-01": [("rule_version", "eligible unknown", "ineligible unknown")]}
    assert moves(found["same_day"]) == moves(found["today"]) == expected
    assert found["same_day"]["identical"] is False
    [step] = found["same_day"]["differences"][0]["steps"]
    assert step["rules"] == [{"programme": "setsubi", "before": 1, "after": 2}]
    assert step["text"] == "別の版の要件が使われています。"


def test_rules_that_came_into_force_since_are_a_cause_of_today_alone(keeper: Partner) -> None:
    identity = kept(keeper)["decision"]["id"]
    publish("sodan", 30, DAY + timedelta(1), ends=DAY)
    with time_machine.travel("2026-11-24T10:00:00+09:00", tick=False):
        found = verified(keeper, identity)
    assert moves(found["same_day"]) == {}
    assert moves(found["today"]) == {"2-01": [("rule_version", "eligible unknown", "ineligible unknown")]}


def test_content_is_a_cause(keeper: Partner) -> None:
    identity = kept(keeper)["decision"]["id"]
    Measure.objects.filter(area=2, number=1).delete()
    Measure.objects.filter(area=1, number=1).update(title="設備を新しく")
    Criterion.objects.filter(programme__code="sogyo", feature="years_since_foundation").update(values=[3])
    renew_version()
    found = verified(keeper, identity)
    assert moves(found["same_day"]) == {
        "1-01": [("catalogue", "eligible unknown", "eligible unknown")],
        "1-02": [("catalogue", "eligible unknown", "ineligible unknown")],
        "2-01": [("catalogue", "eligible unknown", None)],
    }
    assert found["today"]["differs"] is True


def test_what_moves_twice_has_both_causes(keeper: Partner) -> None:
    identity = kept(keeper)["decision"]["id"]
    publish("setsubi", 30, DAY, ends=DAY - timedelta(1))
    with time_machine.travel("2026-12-18T10:00:00+09:00", tick=False):
        found = verified(keeper, identity)
    assert moves(found["today"])["1-01"] == [
        ("rule_version", "eligible unknown", "ineligible unknown"),
        ("date", "ineligible unknown", "ineligible open"),
    ]


def test_it_is_run_again_in_its_own_language(keeper: Partner) -> None:
    body = {"profile": COMPANY, "as_of": DAY.isoformat(), "keep": True}
    identity = keeper.post("matches/", body, **{"Accept-Language": "en"}).json()["decision"]["id"]
    assert verified(keeper, identity)["same_day"]["identical"] is True


def test_an_answer_that_is_none_yet_on_the_day_is_left_out_and_said(keeper: Partner) -> None:
    young = dict(COMPANY, founded_on="2026-12-24")
    identity = kept(keeper, profile=young, as_of="2026-12-25")["decision"]["id"]
    found = verified(keeper, identity)
    assert (found["same_day"]["left_out"], found["today"]["left_out"]) == ([], ["founded_on"])


def test_what_was_tampered_with_is_told(keeper: Partner) -> None:
    identity = kept(keeper)["decision"]["id"]
    one = Decision.objects.get()
    one.answer = one.answer.replace("eligible", "needs_info", 1)
    one.save()
    assert verified(keeper, identity)["intact"] is False


def test_verifying_takes_no_more_queries_for_more_differences(
    keeper: Partner, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    identity = kept(keeper)["decision"]["id"]
    verified(keeper, identity)
    with django_assert_num_queries(9):
        verified(keeper, identity)
    for code in ("sodan", "setsubi"):
        publish(code, 30, DAY, ends=DAY - timedelta(1))
    verified(keeper, identity)
    with django_assert_num_queries(9):
        verified(keeper, identity)


@pytest.mark.parametrize("body", [{"as_of": "2026-11-23"}, []])
def test_verify_takes_nothing(keeper: Partner, body: object) -> None:
    identity = kept(keeper)["decision"]["id"]
    assert keeper.post(f"decisions/{identity}/verify/", body).status_code == 400
    assert keeper.post(f"decisions/{identity}/verify/", {}).status_code == 200
    assert keeper.get(f"decisions/{identity}/?x=1").status_code == 400


@pytest.mark.parametrize("value", ["true", 1, []])
def test_keep_is_true_or_false(keeper: Partner, value: object) -> None:
    refused = keeper.post("matches/", {"profile": {}, "keep": value})
    assert [one["pointer"] for one in refused.json()["errors"]] == ["/keep"]
    assert Decision.objects.count() == 0
