"""The gate tells who would flip, from what to what, by which condition, and how rankings move; it writes nothing and names nobody else's clients."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import DjangoAssertNumQueries

from catalogue.imports.records import CatalogueRecord
from catalogue.imports.scenarios import read_scenarios, store_scenarios
from catalogue.models import (
    CatalogueState,
    Client,
    Criterion,
    Encoding,
    Organisation,
    Programme,
    RuleVersion,
    Scenario,
    ScenarioKind,
    User,
)
from catalogue.publishing import Checked, Flip, Move, ScenariosFail, new_draft, publish, save_draft, submit, trial
from catalogue.publishing.ndcg import agreement
from catalogue.shortlist import warm_up
from matcher import TRUE, Condition, Outcome
from matcher.assessment import Finding
from matcher.truth import FALSE
from tests.catalogue.files import FIXTURES
from tests.publishing.conftest import person
from tests.publishing.drafting import NOW, TODAY, with_employees

WINTER = datetime.date(2026, 12, 1)
SHOP = {"entity_type": "corporation", "industry": "58", "capital_yen": 500_000_000}
ELIGIBLE, OPEN, RULED_OUT = Outcome.ELIGIBLE, Outcome.NEEDS_INFO, Outcome.INELIGIBLE

pytestmark = pytest.mark.django_db


@pytest.fixture
def companies(programme: Programme, editor: User) -> None:
    """Shops: three clients of the editor's organisation, one of another, one scenario and two judged companies."""
    other = Organisation.objects.create(name="よその金庫")
    for organisation, name, answers in (
        (editor.organisation, "百人商店", SHOP | {"employees": 100}),
        (editor.organisation, "二百人商店", SHOP | {"employees": 200}),
        (editor.organisation, "人数不明商店", SHOP),
        (other, "よその商店", SHOP | {"employees": 250}),
        (other, "読めない商店", {"employees": "たくさん"}),
    ):
        Client.objects.create(organisation=organisation, name=name, answers=answers, facts_on=TODAY)
    Scenario.objects.create(
        kind=ScenarioKind.RULE,
        programme=programme,
        measure="1-01",
        name="三百人の会社",
        profile=SHOP | {"employees": 300},
        expected="eligible",
    )
    grades = {"1-01": 3, "1-02": 1}
    for name, employees in (("J01", 100), ("J02", 250)):
        Scenario.objects.create(
            kind=ScenarioKind.JUDGED,
            name=name,
            profile=SHOP | {"employees": employees},
            expected=grades,
            as_of=datetime.date(2024, 3, 31),
        )


def employees(most: int, count: int) -> Finding:
    condition = Condition("employees", "at_most", (most,))
    return Finding(condition, TRUE if count <= most else FALSE, (count,))


@pytest.mark.usefixtures("companies")
def test_who_flips_and_why(programme: Programme, editor: User) -> None:
    draft = with_employees(new_draft(programme, editor), 150, editor)
    found = trial(draft, WINTER, TODAY, Client.objects.of(editor))
    size = Condition("company_size", "is_one_of", ("micro", "sme"), "support_law")

    def flip(kind: str, name: str, count: int) -> Flip:
        was = (employees(300, count),)
        (one,) = [one for one in found.flips if (one.kind, one.name) == (kind, name)]
        (too_large,) = [finding for finding in one.now if finding.condition == size]
        assert too_large.truth is FALSE
        return Flip(kind, name, "1-01", ELIGIBLE, RULED_OUT, was, (too_large, employees(150, count)))

    assert found.flips == (
        flip("rule", "三百人の会社", 300),
        flip("judged", "J02", 250),
        flip("client", "二百人商店", 200),
        flip("client", "", 250),
    )
    assert (found.flip_count, found.unread, found.day) == (4, 1, WINTER)
    scenario = Scenario.objects.get(name="三百人の会社")
    assert found.failed == (Checked(scenario.pk, scenario.name, "1-01", ELIGIBLE, RULED_OUT),)
    assert found.passed_count == 0


@pytest.mark.usefixtures("companies")
def test_how_rankings_move(programme: Programme, editor: User) -> None:
    draft = with_employees(new_draft(programme, editor), 150, editor)
    found = trial(draft, WINTER, TODAY, Client.objects.none())
    grades = {"1-01": 3.0, "1-02": 1.0}
    without = agreement(grades, ["1-02"])
    whole = found.moves[0].before
    assert found.moves == (Move("J01", whole, whole), Move("J02", whole, without))
    assert found.moved == (Move("J02", whole, without),)
    assert (found.before_average, found.after_average) == (pytest.approx(whole), pytest.approx((whole + without) / 2))
    assert without < whole


@pytest.mark.usefixtures("companies")
def test_what_was_ruled_out_and_would_be_let_in_tells_what_kept_it_out(programme: Programme, editor: User) -> None:
    Client.objects.create(
        organisation=editor.organisation, name="五百人商店", answers=SHOP | {"employees": 500}, facts_on=TODAY
    )
    draft = with_employees(new_draft(programme, editor), 600, editor)
    (one,) = trial(draft, None, TODAY, Client.objects.of(editor)).flips
    assert (one.name, one.before, one.after) == ("五百人商店", RULED_OUT, ELIGIBLE)
    assert employees(300, 500) in one.was
    assert one.now == (employees(600, 500),)


def everything() -> list[Any]:
    models = (RuleVersion, Criterion, CatalogueState, Scenario, Client)
    return [list(model._default_manager.order_by("pk").values()) for model in models]


@pytest.mark.usefixtures("companies")
def test_a_trial_writes_nothing(programme: Programme, editor: User) -> None:
    draft = with_employees(new_draft(programme, editor), 150, editor)
    before = everything()
    with CaptureQueriesContext(connection) as seen:
        trial(draft, WINTER, TODAY, Client.objects.of(editor))
    assert everything() == before
    assert {query["sql"].split()[0] for query in seen} == {"SELECT"}


@pytest.mark.usefixtures("companies")
def test_a_hundred_clients_take_no_more_queries_than_five(
    programme: Programme, editor: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    draft = RuleVersion.objects.get(pk=with_employees(new_draft(programme, editor), 150, editor).pk)
    warm_up(WINTER)
    with CaptureQueriesContext(connection) as few:
        trial(draft, WINTER, TODAY, Client.objects.of(editor))
    Client.objects.bulk_create(
        Client(organisation=editor.organisation, name=f"{count}人", answers=SHOP | {"employees": count}, facts_on=TODAY)
        for count in range(101, 201)
    )
    draft = RuleVersion.objects.get(pk=draft.pk)
    with django_assert_num_queries(len(few)):
        found = trial(draft, WINTER, TODAY, Client.objects.of(editor))
    assert found.flip_count == 4 + 50


@pytest.mark.usefixtures("companies")
def test_rules_that_are_no_longer_said_to_be_encoded_leave_the_verdict_open(programme: Programme, editor: User) -> None:
    draft = new_draft(programme, editor)
    draft = save_draft(
        draft,
        0,
        by=editor,
        why="読み直す",
        encoding=Encoding.NOT_YET,
        open_to_all=False,
        criteria=list(draft.criteria.all()),
        checks=[],
    )
    flips = trial(draft, WINTER, TODAY, Client.objects.of(editor)).flips
    assert {(one.before, one.after, one.was, one.now) for one in flips} == {(ELIGIBLE, OPEN, (), ())}


def _nudged(feature: str, operator: str) -> Callable[[Criterion], bool]:
    return lambda row: (row.feature, row.operator, row.role) == (feature, operator, "requirement")


WRONG = [
    # a requirement of the real catalogue, and by how much its threshold is wrong
    ("employees", "at_most", 1),
    ("employees", "at_most", -1),
    ("annual_energy_kl", "at_least", 1),
    ("years_since_foundation", "less_than", 1),
]


@pytest.mark.usefixtures("real_stored")
@pytest.mark.parametrize(("feature", "operator", "step"), WRONG)
def test_the_real_scenarios_catch_a_threshold_that_is_wrong_by_one(
    real: CatalogueRecord, feature: str, operator: str, step: int
) -> None:
    store_scenarios(read_scenarios(FIXTURES, real))
    editor, approver = person("編集"), person("承認")
    approver.is_superuser = True
    rows = Criterion.objects.filter(role="requirement", feature=feature, operator=operator)
    row = rows.exclude(values=[0]).order_by("pk")[0]
    draft = new_draft(row.programme, editor)
    criteria = list(draft.criteria.all())
    for one in criteria:
        if (one.feature, one.operator, one.values) == (feature, operator, row.values):
            one.values = [row.values[0] + step]
    draft = save_draft(
        draft,
        0,
        by=editor,
        why="写し間違い",
        encoding=draft.encoding,
        open_to_all=draft.open_to_all,
        criteria=criteria,
        checks=list(draft.checks.all()),
    )
    with pytest.raises(ScenariosFail):
        publish(submit(draft, editor, NOW), approver, WINTER, NOW)
    found = trial(draft, WINTER, TODAY, Client.objects.none())
    assert found.failed
    assert found.flip_count >= len({one.name for one in found.failed})
    assert len(found.moves) == 64
