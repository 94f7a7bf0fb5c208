"""下書き → レビュー依頼 → 公開: who may take which step, what each leaves behind, and that a refused step leaves nothing."""

import datetime
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import transaction

from catalogue.bridge import load_candidates
from catalogue.models import (
    CatalogueState,
    Criterion,
    Programme,
    RuleState,
    RuleVersion,
    Scenario,
    ScenarioKind,
    User,
)
from catalogue.publishing import (
    EditedMeanwhile,
    NotAllowed,
    NothingDifferent,
    NoWhy,
    OwnDraft,
    PublishingError,
    RulesOverlap,
    ScenariosFail,
    WrongState,
    differences,
    new_draft,
    publish,
    restore,
    rules_of,
    send_back,
    submit,
)
from catalogue.publishing.life import refuse_overlap
from catalogue.roles import APPROVER, EDITOR
from tests.publishing.conftest import person
from tests.publishing.drafting import NOW, TODAY, handed_in, with_employees

pytestmark = pytest.mark.django_db

DAY = datetime.timedelta(1)
WINTER, SPRING, SUMMER = datetime.date(2026, 12, 1), datetime.date(2027, 4, 1), datetime.date(2027, 7, 1)


def spans(programme: Programme) -> dict[int, tuple[datetime.date | None, datetime.date | None]]:
    """Number → first and last day, of what is published."""
    return {one.number: (one.first, one.last) for one in programme.versions.published()}


def employees(day: datetime.date) -> object:
    """What setsubi asks for on *day*."""
    candidate = next(one for one in load_candidates(day) if one.key == "1-01/setsubi")
    rows = [row for clause in candidate.requirements for row in clause.conditions if row.feature == "employees"]
    return rows[0].values[0]


def everything() -> list[Any]:
    models = (RuleVersion, Criterion, CatalogueState, Scenario)
    return [list(model._default_manager.order_by("pk").values()) for model in models]


def test_a_draft_says_what_it_is_made_of(programme: Programme, editor: User) -> None:
    draft = new_draft(programme, editor)
    first = programme.versions.get(number=1)
    assert (draft.number, draft.state, draft.author, draft.based_on) == (2, RuleState.DRAFT, editor, first)
    assert differences(rules_of(first), rules_of(draft)) == ()
    assert set(draft.criteria.all()).isdisjoint(first.criteria.all())
    assert load_candidates(TODAY)[0].requirements[0].conditions[1].values == (300,)


def test_a_draft_of_a_programme_without_rules_is_empty(programme: Programme, editor: User) -> None:
    bare = Programme.objects.create(code="bare", name="新しい事業", place="p6")
    draft = new_draft(bare, editor)
    assert (draft.number, draft.encoding, draft.based_on, draft.criteria.count()) == (1, "not_yet", None, 0)


def test_a_save_writes_rows_and_counts(programme: Programme, editor: User) -> None:
    saved = with_employees(new_draft(programme, editor), 200, editor)
    assert (saved.edits, saved.why) == (1, "要領の改正")
    assert [row.values for row in saved.criteria.filter(feature="employees")] == [[200]]
    assert saved.checks.count() == 1


def test_the_second_to_save_is_told_what_changed_and_changes_nothing(
    programme: Programme, editor: User, approver: User
) -> None:
    draft = new_draft(programme, editor)
    with_employees(draft, 200, editor)
    before = everything()
    with pytest.raises(EditedMeanwhile) as caught:
        with_employees(draft, 100, approver, seen=0)
    assert everything() == before
    assert (caught.value.edits, caught.value.by) == (1, ("編集",))
    (change,) = caught.value.differences
    assert change.before is not None
    assert change.after is not None
    assert (change.before.record.values, change.after.record.values) == ((300,), (200,))  # type: ignore[union-attr]
    assert str(caught.value) == "開いたあとに、編集がこの下書きを変えました。変わったところを確かめてください。"
    assert with_employees(draft, 100, approver, seen=1).edits == 2


def test_what_has_been_handed_in_is_no_longer_changed(programme: Programme, editor: User) -> None:
    draft = handed_in(programme, 200, editor)
    with pytest.raises(WrongState) as caught:
        with_employees(draft, 100, editor)
    assert str(caught.value) == "この版はいま「レビュー依頼」です。「下書き」の版でだけできます。"


def test_handing_in_and_sending_back_want_a_reason(programme: Programme, editor: User, approver: User) -> None:
    draft = new_draft(programme, editor)
    with pytest.raises(NoWhy):
        submit(draft, editor, NOW)
    draft = submit(with_employees(draft, 200, editor), editor, NOW)
    assert (draft.state, draft.submitted_at) == (RuleState.REVIEW, NOW)
    with pytest.raises(NoWhy):
        send_back(draft, approver, " ")
    draft = send_back(draft, approver, "根拠の頁が違います。")
    assert (draft.state, draft.submitted_at, draft.sent_back_why) == (RuleState.DRAFT, None, "根拠の頁が違います。")
    assert submit(draft, editor, NOW).sent_back_why == ""


def test_publication_ends_what_was_in_force_the_day_before(programme: Programme, editor: User, approver: User) -> None:
    name = CatalogueState.current_version()
    version = publish(handed_in(programme, 200, editor), approver, WINTER, NOW)
    assert (version.state, version.approver, version.published_at) == (RuleState.PUBLISHED, approver, NOW)
    assert spans(programme) == {1: (None, WINTER - DAY), 2: (WINTER, None)}
    assert [employees(day) for day in (datetime.date.min, WINTER - DAY, WINTER)] == [300, 300, 200]
    assert CatalogueState.current_version() != name


def test_what_is_published_for_later_ends_the_new_one(programme: Programme, editor: User, approver: User) -> None:
    publish(handed_in(programme, 200, editor), approver, SUMMER, NOW)
    publish(handed_in(programme, 100, editor), approver, WINTER, NOW)
    publish(handed_in(programme, 50, editor), approver, SPRING, NOW)
    assert spans(programme) == {
        1: (None, WINTER - DAY),
        2: (SUMMER, None),
        3: (WINTER, SPRING - DAY),
        4: (SPRING, SUMMER - DAY),
    }


def test_the_same_day_replaces(programme: Programme, editor: User, approver: User) -> None:
    publish(handed_in(programme, 200, editor), approver, WINTER, NOW)
    publish(handed_in(programme, 100, editor), approver, WINTER, NOW)
    assert spans(programme) == {1: (None, WINTER - DAY), 3: (WINTER, None)}
    assert programme.versions.get(number=2).state == RuleState.REPLACED


def test_without_a_day_what_has_held_since_always_is_corrected(
    programme: Programme, editor: User, approver: User
) -> None:
    publish(handed_in(programme, 200, editor), approver, WINTER, NOW)
    publish(handed_in(programme, 290, editor), approver, None, NOW)
    assert spans(programme) == {2: (WINTER, None), 3: (None, WINTER - DAY)}
    assert [employees(day) for day in (datetime.date.min, WINTER - DAY, WINTER)] == [290, 290, 200]


def test_what_begins_before_all_others_ends_before_them(programme: Programme, editor: User, approver: User) -> None:
    RuleVersion.objects.filter(programme=programme).update(first=SPRING)
    publish(handed_in(programme, 200, editor), approver, None, NOW)
    assert spans(programme) == {1: (SPRING, None), 2: (None, SPRING - DAY)}


def test_an_old_version_comes_back_as_a_new_one(programme: Programme, editor: User, approver: User) -> None:
    publish(handed_in(programme, 200, editor), approver, WINTER, NOW)
    draft = restore(programme.versions.get(number=1), editor)
    assert (draft.number, draft.based_on.number if draft.based_on else 0) == (3, 1)
    publish(handed_in(programme, 300, editor, draft), approver, SPRING, NOW)
    assert [employees(day) for day in (WINTER, SPRING)] == [200, 300]


REFUSED = ["draft", "no permission", "own", "own by an edit", "same", "seen"]


@pytest.mark.parametrize("case", REFUSED)
def test_a_refused_publication_leaves_everything_as_it_was(
    programme: Programme, editor: User, approver: User, case: str
) -> None:
    by, seen, first = approver, None, WINTER
    draft = new_draft(programme, approver if case == "own" else editor)
    if case == "own by an edit":
        draft = with_employees(draft, 100, approver)
    draft = with_employees(draft, 300 if case == "same" else 200, approver if case == "own" else editor)
    error: type[PublishingError] = WrongState
    if case != "draft":
        draft = submit(draft, editor, NOW)
        errors = {"no permission": NotAllowed, "same": NothingDifferent, "seen": EditedMeanwhile}
        error = errors.get(case, OwnDraft)
    if case == "no permission":
        by = person("ほかの編集", EDITOR)
    if case == "seen":
        seen = 0
    before = everything()
    with pytest.raises(error):
        publish(draft, by, first, NOW, edits_seen=seen)
    assert everything() == before


def test_sending_back_makes_nobody_an_author(programme: Programme, editor: User, approver: User) -> None:
    draft = send_back(handed_in(programme, 200, editor), approver, "根拠の頁が違います。")
    draft = submit(draft, editor, NOW)
    assert publish(draft, approver, WINTER, NOW, edits_seen=1).approver == approver


def test_one_person_alone_publishes_where_that_is_allowed_and_the_record_says_so(
    programme: Programme, approver: User, editor: User, settings: LazySettings
) -> None:
    settings.FOUR_EYES = False
    assert publish(handed_in(programme, 200, approver), approver, WINTER, NOW).alone
    assert not publish(handed_in(programme, 100, editor), approver, SPRING, NOW).alone


OVERLAPS = [
    # spans of published versions → whether two of them hold on one day
    ([(None, None)], False),
    ([(None, WINTER - DAY), (WINTER, SPRING - DAY), (SPRING, None)], False),
    ([(SPRING, None), (None, WINTER)], False),
    ([(None, WINTER), (WINTER, None)], True),
    ([(WINTER, WINTER), (WINTER, WINTER)], True),
    ([(None, None), (WINTER, WINTER)], True),
    ([(None, WINTER - DAY), (None, SPRING)], True),
]


@pytest.mark.parametrize(("days", "overlap"), OVERLAPS)
def test_versions_that_hold_on_one_day_are_refused(
    days: list[tuple[datetime.date | None, datetime.date | None]], overlap: bool
) -> None:
    with transaction.atomic():
        programme = Programme.objects.create(code="bare", name="新しい事業", place="p6")
        for number, (first, last) in enumerate(days, start=1):
            RuleVersion.objects.create(
                programme=programme,
                number=number,
                state=RuleState.PUBLISHED,
                first=first,
                last=last,
                encoding="done",
                published_at=NOW,
            )
        if overlap:
            with pytest.raises(RulesOverlap):
                refuse_overlap(programme)
        else:
            refuse_overlap(programme)
        transaction.set_rollback(True)


def scenario(programme: Programme, count: int, expected: str, **more: Any) -> Scenario:
    return Scenario.objects.create(
        kind=ScenarioKind.RULE,
        programme=programme,
        measure="1-01",
        name=f"{count}人の会社",
        profile={"entity_type": "corporation", "industry": "58", "capital_yen": 500_000_000, "employees": count},
        expected=expected,
        **more,
    )


def test_a_company_with_a_known_verdict_forbids_a_wrong_threshold(
    programme: Programme, editor: User, approver: User
) -> None:
    scenario(programme, 250, "eligible")
    scenario(programme, 301, "ineligible")
    wrong = handed_in(programme, 30, editor)
    before = everything()
    with pytest.raises(ScenariosFail) as caught:
        publish(wrong, approver, WINTER, NOW)
    assert [(one.name, one.expected.value, one.got and one.got.value) for one in caught.value.failed] == [
        ("250人の会社", "eligible", "ineligible")
    ]
    assert everything() == before
    assert publish(handed_in(programme, 250, editor), approver, WINTER, NOW).state == RuleState.PUBLISHED


def test_scenarios_come_and_go_with_the_version_that_needs_it(
    programme: Programme, editor: User, approver: User
) -> None:
    old = scenario(programme, 250, "eligible")
    draft = handed_in(programme, 200, editor)
    new = scenario(programme, 250, "ineligible", only_for=draft)
    Scenario.objects.filter(pk=old.pk).update(retired_by=draft)
    other = new_draft(programme, editor)
    assert set(Scenario.objects.for_trial(draft, WINTER)) == {new}
    assert set(Scenario.objects.for_trial(other, WINTER)) == {old}
    publish(draft, approver, WINTER, NOW)
    for first, expected in ((None, old), (WINTER - DAY, old), (WINTER, new), (SPRING, new)):
        assert set(Scenario.objects.for_trial(other, first)) == {expected}


def test_history_says_who_took_each_step(programme: Programme, editor: User, approver: User) -> None:
    version = publish(handed_in(programme, 200, editor), approver, WINTER, NOW)
    steps = version.history.order_by("history_id").values_list("state", "edits", "history_user__username")
    assert list(steps) == [
        ("draft", 0, "編集"),
        ("draft", 1, "編集"),
        ("review", 1, "編集"),
        ("published", 1, "承認"),
    ]
    rows = Criterion.history.filter(version_id=version.pk, history_type="+", feature="employees")
    assert [(row.values, str(row.history_user)) for row in rows.order_by("history_id")] == [
        ([300], "編集"),
        ([200], "編集"),
    ]
    assert programme.versions.get(number=1).history.latest("history_id").history_user == approver


def test_approvers_alone_have_the_permission() -> None:
    assert {role.code for role in (EDITOR, APPROVER) if "publish_ruleversion" in role.permissions} == {"approver"}
