"""Rules hold on the days that they say: every question is answered by the rules of its day, and few eras are kept compiled."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils.timezone import now
from pytest_django.fixtures import DjangoAssertNumQueries

from catalogue import shortlist as shortlists
from catalogue.bridge import compile_catalogue
from catalogue.imports.changes import version_of
from catalogue.imports.content import renew_version
from catalogue.imports.dump import dump_catalogue
from catalogue.imports.reader import read_catalogue
from catalogue.imports.store import store_catalogue
from catalogue.models import CatalogueState, Criterion, Programme, RuleState, RuleVersion
from catalogue.selection import Wanted, measures_of
from catalogue.shortlist import ERAS_KEPT, explain, shortlist, snapshot
from matcher import Outcome, Profile
from tests.catalogue.files import GOOD, write

pytestmark = pytest.mark.django_db

NEW_YEAR, APRIL = date(2026, 1, 1), date(2026, 4, 1)
DAY = timedelta(1)
COMPANY = {"entity_type": "corporation", "industry": "09", "capital_yen": 500_000_000, "employees": 100}

Publish = Callable[..., RuleVersion]


@pytest.fixture
def publish(tmp_path: Path) -> Publish:
    """Put a version of the rules of setsubi beside the others: at most so many employees, and nothing else."""
    store_catalogue(read_catalogue(write(tmp_path, GOOD)))
    programme = Programme.objects.get(code="setsubi")

    def publish(most: int, first: date | None, last: date | None = None, topic: str = "") -> RuleVersion:
        version = RuleVersion.objects.create(
            programme=programme,
            number=programme.versions.count() + 1,
            state=RuleState.PUBLISHED,
            first=first,
            last=last,
            encoding="done",
            published_at=now(),
        )
        row = {"programme": programme, "version": version, "position": 0, "place": "p6"}
        Criterion.objects.create(
            **row, role="requirement", group=1, feature="employees", operator="at_most", values=[most]
        )
        if topic:
            Criterion.objects.create(
                **row, role="focus", feature="topics", operator="has_any", values=[topic], level="primary"
            )
        renew_version()
        return version

    programme.versions.update(last=NEW_YEAR - DAY)
    return publish


def asked_for(day: date) -> list[int]:
    """The numbers of employees that setsubi asks for on *day*."""
    candidate = next(one for one in compile_catalogue(day).candidates if one.key == "1-01/setsubi")
    rows = [row for clause in candidate.requirements for row in clause.conditions]
    return [int(str(value)) for row in rows if row.feature == "employees" for value in row.values]


def outcome(day: date) -> Outcome:
    found = explain(Profile.from_mapping(COMPANY, day), day, "1-01")
    assert found is not None
    return found.outcome


def test_each_day_has_its_rules(publish: Publish) -> None:
    publish(50, NEW_YEAR, APRIL - DAY)
    publish(80, APRIL)
    days = (date.min, NEW_YEAR - DAY, NEW_YEAR, APRIL - DAY, APRIL, date.max)
    assert [asked_for(day) for day in days] == [[300], [300], [50], [50], [80], [80]]


def test_a_day_without_rules_leaves_the_verdict_open(publish: Publish) -> None:
    publish(200, APRIL)
    days = (NEW_YEAR - DAY, NEW_YEAR, APRIL)
    assert [outcome(day) for day in days] == [Outcome.ELIGIBLE, Outcome.NEEDS_INFO, Outcome.ELIGIBLE]


UNSEEN = [
    {"state": RuleState.DRAFT, "published_at": None},
    {"state": RuleState.REVIEW, "published_at": None, "submitted_at": now()},
    {"state": RuleState.REPLACED},
]


@pytest.mark.parametrize("changes", UNSEEN)
def test_what_is_not_published_is_in_force_on_no_day(publish: Publish, changes: dict[str, object]) -> None:
    version = publish(50, NEW_YEAR)
    RuleVersion.objects.filter(pk=version.pk).update(**changes)
    assert not RuleVersion.objects.in_force(APRIL).filter(programme=version.programme_id).exists()
    assert RuleVersion.objects.days_of_change() == [NEW_YEAR]


def test_the_days_of_change_are_the_first_ones_of_each_span(publish: Publish) -> None:
    assert RuleVersion.objects.days_of_change() == [NEW_YEAR]
    publish(50, APRIL, APRIL)
    assert RuleVersion.objects.days_of_change() == [NEW_YEAR, APRIL, APRIL + DAY]


def test_every_question_is_answered_by_the_rules_of_its_day(publish: Publish) -> None:
    publish(50, NEW_YEAR)
    profile = Profile.from_mapping(COMPANY, APRIL)
    for day, expected in ((NEW_YEAR - DAY, Outcome.ELIGIBLE), (NEW_YEAR, Outcome.INELIGIBLE)):
        found = shortlist(profile, day, include_ineligible=True)
        assert (found.version, outcome(day)) == (CatalogueState.current_version(), expected)
        assert {one.measure.code: one.outcome for one in found.results}["1-01"] is expected


def test_the_catalogue_shows_and_finds_by_the_rules_of_the_day(publish: Publish) -> None:
    publish(50, NEW_YEAR, topic="dx")
    for day, topics, preferring in (
        (NEW_YEAR - DAY, {"investment": 1, "dx": 0}, 1),
        (NEW_YEAR, {"investment": 0, "dx": 1}, 0),
    ):
        assert {topic: len(measures_of([Wanted(topic=topic)], day)) for topic in topics} == topics
        assert len(measures_of([Wanted(kurumin_bonus=True)], day)) == preferring
        assert len(measures_of([Wanted(kurumin_bonus=False)], day)) == 2 - preferring


def test_the_api_and_the_page_show_the_rules_of_today(publish: Publish, client: Client) -> None:
    publish(50, date(2026, 11, 23), topic="dx")
    shown = client.get("/api/v1/measures/1-01/").json()
    assert shown["topics"] == ["dx"]
    assert [row["values"] for row in shown["programmes"][0]["criteria"]] == [[50], ["dx"]]
    assert [one["code"] for one in client.get("/api/v1/measures/?topic=dx").json()["results"]] == ["1-01"]
    assert "50人以下" in client.get("/measures/1-01/").content.decode()


def test_the_same_era_is_compiled_once(publish: Publish, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    publish(50, NEW_YEAR)
    first, second = snapshot(NEW_YEAR - DAY), snapshot(NEW_YEAR)
    with django_assert_num_queries(2):
        assert (snapshot(date(2000, 1, 1)), snapshot(APRIL)) == (first, second)


def test_few_eras_are_kept_and_those_asked_for_last(publish: Publish) -> None:
    days = [NEW_YEAR + DAY * number for number in range(ERAS_KEPT + 1)]
    for day in days:
        publish(50, day, day)
    kept = [snapshot(day) for day in days[:-1]]
    assert snapshot(days[0]) is kept[0]
    newest = snapshot(days[-1])
    assert shortlists._eras is not None
    assert set(shortlists._eras._kept.values()) == {kept[0], *kept[2:], newest}
    assert snapshot(days[0]) is kept[0]
    assert snapshot(days[1]) is not kept[1]


def test_the_version_of_the_catalogue_names_all_published_rules(publish: Publish, tmp_path: Path) -> None:
    record = read_catalogue(write(tmp_path, GOOD))
    assert CatalogueState.current_version() == version_of(record)
    seen = {renew_version()}
    version = publish(50, NEW_YEAR)
    seen.add(CatalogueState.current_version())
    for change in ({"first": APRIL}, {"last": APRIL + DAY}, {"open_to_all": True}, {"encoding": "reviewed"}):
        RuleVersion.objects.filter(pk=version.pk).update(**change)
        seen.add(renew_version())
    version.criteria.update(values=[51])
    seen.add(renew_version())
    assert len(seen) == 7
    name = renew_version()
    RuleVersion.objects.create(programme=version.programme, number=9, encoding="done")
    assert renew_version() == name


def test_a_past_day_is_written_out_with_its_rules(publish: Publish, tmp_path: Path) -> None:
    publish(50, NEW_YEAR)
    assert dump_catalogue(NEW_YEAR - DAY) == read_catalogue(write(tmp_path, GOOD))
    (row,) = dump_catalogue(NEW_YEAR).measures["1-01"].programmes[0].rows.requirements[0]
    assert row.values == (50,)


OVERLAPS = [
    # (first, last) of a second version beside one until the end of 2025 and one from April 2026 → whether they overlap
    (NEW_YEAR, APRIL - DAY, False),
    (NEW_YEAR - DAY, APRIL - DAY, True),
    (NEW_YEAR, APRIL, True),
    (None, None, True),
    (APRIL, None, True),
]


@pytest.mark.parametrize(("first", "last", "overlap"), OVERLAPS)
def test_postgresql_refuses_rules_that_overlap(
    publish: Publish, first: date | None, last: date | None, overlap: bool
) -> None:
    publish(80, APRIL)
    publish(50, first, last)
    if overlap and connection.vendor == "postgresql":  # elsewhere, publishing alone checks it
        with pytest.raises(IntegrityError, match="ruleversion_no_overlap"), transaction.atomic():
            connection.check_constraints()
        RuleVersion.objects.filter(number=3).delete()
    else:
        connection.check_constraints()
