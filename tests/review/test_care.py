"""What needs care: each kind on both sides of its bound, with what to do and where."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from catalogue import roles
from catalogue.models import (
    AvailabilityPeriod,
    Criterion,
    Event,
    LinkCheck,
    Measure,
    Note,
    Override,
    Programme,
    RuleState,
    RuleVersion,
    Scenario,
)
from catalogue.review.care import KINDS, Line, care
from tests.console.people import THEIRS, company, user
from tests.console.small import CLOSES, small

pytestmark = pytest.mark.django_db

TODAY, NOW = date(2026, 11, 23), datetime(2026, 11, 23, 1, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def stored() -> None:
    """Three measures, all in order save what the scenarios lack."""
    small()


def found(kind: str, role: roles.Role = roles.EDITOR, day: date = TODAY, now: datetime = NOW) -> list[Line]:
    return [one for one in care(day, now, user(role)) if one.kind == kind]


def texts(kind: str, **more: Any) -> list[tuple[str, str]]:
    return [(one.title, one.text) for one in found(kind, **more)]


def programme(code: str = "setsubi") -> Programme:
    return Programme.objects.get(code=code)


def version(code: str = "setsubi") -> RuleVersion:
    return RuleVersion.objects.get(programme__code=code)


def test_a_catalogue_in_order_needs_no_care_but_scenarios() -> None:
    assert {one.kind for one in care(TODAY - timedelta(days=30), NOW, user(roles.EDITOR))} == {"scenarios"}


def test_a_programme_that_is_not_encoded_is_named_with_its_measures() -> None:
    RuleVersion.objects.filter(programme=programme()).update(encoding="not_yet")
    text = "要件をまだ整理していません。判定は「確認が必要」になります。"
    assert found("not_encoded") == [Line("not_encoded", "設備補助金", text, "programme", programme().pk, "1-01")]


def test_a_programme_without_rules_of_today_is_not_encoded() -> None:
    RuleVersion.objects.filter(programme=programme()).update(first=TODAY + DAY)
    text = "きょう有効な要件の版がありません。判定は「確認が必要」になります。"
    assert texts("not_encoded") == [("設備補助金", text)]
    assert texts("not_encoded", day=TODAY + DAY) == []


def test_rows_without_an_origin_are_named() -> None:
    Note.objects.create(programme=programme(), position=1, text="注", place="")
    Programme.objects.filter(code="sogyo").update(place="")
    Measure.objects.filter(code="2-01").update(place="")
    assert texts("origin") == [
        ("設備補助金", "注記 2行目に、出典がありません。"),
        ("創業補助金", "事業の出典の箇所がありません。"),
        ("経営の相談", "施策の出典の箇所がありません。"),
    ]
    assert [one.target for one in found("origin")] == ["programme", "programme", "measure"]


@pytest.mark.parametrize(("days", "old"), [(365, False), (366, True)])
def test_what_was_read_more_than_a_year_ago_is_old(days: int, old: bool) -> None:
    read_on = TODAY - timedelta(days=days)
    Criterion.objects.filter(programme=programme()).update(place="", citation="公募要領", read_on=read_on)
    said = ("設備補助金", f"条件 1行目（公募要領）は {read_on} の確認です。")
    assert texts("old") == ([said] if old else [])


def test_rules_that_no_longer_hold_grow_no_older() -> None:
    long_ago = TODAY - timedelta(days=999)
    Criterion.objects.filter(programme=programme()).update(place="", citation="公募要領", read_on=long_ago)
    RuleVersion.objects.filter(programme=programme()).update(state=RuleState.REPLACED)
    assert texts("old") == []


@pytest.mark.parametrize(
    ("day", "word"),
    [
        (CLOSES - timedelta(days=31), None),
        (CLOSES - timedelta(days=30), "終わります"),
        (CLOSES, "終わります"),
        (CLOSES + DAY, "終わりました"),
    ],
)
def test_a_time_to_apply_that_ends_is_told_a_month_before(day: date, word: str | None) -> None:
    said = [("設備補助金", f"受付状況が 2026-12-18 で{word}。次の受付か、終了を記してください。")]
    assert texts("ending", day=day) == (said if word else [])


@pytest.mark.parametrize(
    ("state", "last"), [("upcoming", None), ("open", CLOSES + timedelta(days=60)), ("closed", TODAY - DAY)]
)
def test_a_time_to_apply_that_is_followed_or_closed_needs_nothing(state: str, last: date | None) -> None:
    AvailabilityPeriod.objects.create(
        programme=programme(), position=1, state=state, first=TODAY - DAY, last=last, place="p6"
    )
    assert texts("ending") == []


@pytest.mark.parametrize(("days", "told"), [(0, False), (1, True), (30, True), (31, False)])
def test_an_event_that_comes_soon_is_told(days: int, told: bool) -> None:
    on = (TODAY + timedelta(days=days)).isoformat()
    Event.objects.create(programme=programme("sodan"), position=0, kind="ended", on=on, citation="官報", read_on=TODAY)
    said = ("相談窓口", f"{on} に「終了」があります。")
    assert [one for one in texts("ending") if one[0] == "相談窓口"] == ([said] if told else [])


def test_rules_that_end_with_none_after_them_are_told() -> None:
    RuleVersion.objects.filter(programme=programme("sodan")).update(last=TODAY + DAY)
    said = ("相談窓口", "要件の版が 2026-11-24 で終わり、次の版がありません。")
    assert said in texts("ending")
    RuleVersion.objects.create(
        programme=programme("sodan"), number=2, state=RuleState.PUBLISHED, first=TODAY + 2 * DAY, encoding="done",
        published_at=NOW,
    )  # fmt: skip
    assert said not in texts("ending")


@pytest.mark.parametrize(("days", "long"), [(14, False), (15, True)])
def test_a_draft_that_stands_open_for_long_is_named(days: int, long: bool) -> None:
    draft = RuleVersion.objects.create(programme=programme(), number=2, encoding="done", author=user(roles.EDITOR))
    RuleVersion.objects.filter(pk=draft.pk).update(created_at=NOW - timedelta(days=days))
    day = (TODAY - timedelta(days=days)).isoformat()
    text = f"第2版の下書き（editor-みほん商工会議所）は {day} から開いたままです。"
    said = Line("drafts", "設備補助金", text, "ruleversion", draft.pk, "1-01")
    assert found("drafts") == ([said] if long else [])


def scenario(employees: int | None, **more: Any) -> Scenario:
    given = {
        "profile": {} if employees is None else {"employees": employees},
        "kind": "rule",
        "programme": programme(),
        "measure": "1-01",
        "name": "会社",
        "expected": "eligible",
    }
    return Scenario.objects.create(**(given | more))


THRESHOLD = "「常時使用する従業員数が300人以下」を"


@pytest.mark.parametrize(
    ("employees", "text"),
    [
        ([], f"{THRESHOLD}満たす会社も満たさない会社も、検証用の会社にありません。"),
        ([None], f"{THRESHOLD}満たす会社も満たさない会社も、検証用の会社にありません。"),
        ([300], f"{THRESHOLD}満たさない会社が、検証用の会社にありません。"),
        ([301], f"{THRESHOLD}満たす会社が、検証用の会社にありません。"),
        ([300, 301], None),
    ],
)
def test_a_threshold_wants_a_company_on_each_side(employees: list[int | None], text: str | None) -> None:
    for one in employees:
        scenario(one)
    assert [said for title, said in texts("scenarios") if title == "設備補助金"] == ([text] if text else [])


def test_only_scenarios_in_use_count() -> None:
    draft = RuleVersion.objects.create(programme=programme(), number=2, encoding="done")
    scenario(300)
    scenario(301, only_for=draft)
    scenario(301, retired_by=version("sogyo"))
    assert ("設備補助金", f"{THRESHOLD}満たさない会社が、検証用の会社にありません。") in texts("scenarios")


def test_an_age_is_a_threshold_as_of_the_day() -> None:
    answers = ({"founded_on": "2021-11-24"}, {"founded_on": "2021-11-23"})
    for one in answers:
        scenario(None, programme=programme("sogyo"), measure="1-02", profile=one)
    assert [title for title, _text in texts("scenarios")] == ["設備補助金"]


def test_both_ends_of_a_range_are_thresholds() -> None:
    Criterion.objects.filter(programme=programme()).update(operator="between", values=[5, 300])
    for employees in (4, 5):
        scenario(employees)
    assert [said for title, said in texts("scenarios") if title == "設備補助金"] == [
        f"{THRESHOLD}満たさない会社が、検証用の会社にありません。"
    ]


def override(of: str, reason: str, **more: Any) -> Override:
    given = {"measure": "1-01", "verdict": "eligible", "ruled": "ineligible", "until": TODAY}
    return Override.objects.create(client=company(f"{of}の会社", of=of), reason=reason, **(given | more))


def test_overrides_against_a_rule_are_counted_by_measure_and_name_nobody() -> None:
    override("みほん商工会議所", "要領の例外。")
    override(THEIRS, "特例。", verdict="needs_info")
    text = "2件。条件に合わない→条件に合う可能性が高い：要領の例外。 ／ 条件に合わない→確認が必要：特例。"
    measure = Measure.objects.get(code="1-01")
    assert found("overrides") == [Line("overrides", "設備の更新", text, "measure", measure.pk, "1-01")]


def test_who_may_see_clients_reads_the_names_of_the_own_ones() -> None:
    override("みほん商工会議所", "要領の例外。")
    override(THEIRS, "特例。")
    person = user(roles.EDITOR)
    person.groups.add(*user(roles.VIEWER).groups.all())
    (line,) = (one for one in care(TODAY, NOW, person) if one.kind == "overrides")
    assert "要領の例外。（みほん商工会議所の会社）" in line.text
    assert "となり信用金庫" not in line.text


@pytest.mark.parametrize(
    "more", [{"verdict": "ineligible"}, {"until": TODAY - DAY}, {"withdrawn_at": NOW}, {"measure": "9-99"}]
)
def test_overrides_that_say_nothing_against_a_rule_of_today_are_left_out(more: dict[str, Any]) -> None:
    override("みほん商工会議所", "理由。", **more)
    assert found("overrides") == []


def test_a_dead_link_is_named_where_it_stands() -> None:
    Note.objects.create(
        programme=programme(), position=1, text="https://example.go.jp/a と https://example.go.jp/b", place="p6"
    )
    Note.objects.create(
        measure=Measure.objects.get(code="2-01"), position=0, text="https://example.go.jp/a", place="p6"
    )
    problem = "ページがありません（404）。"
    LinkCheck.objects.create(url="https://example.go.jp/a", checked_at=NOW, problem=problem, failing_since=NOW - DAY)
    LinkCheck.objects.create(url="https://example.go.jp/b", checked_at=NOW)
    said = f"https://example.go.jp/a {problem}（2026-11-22 から）"
    assert texts("links") == [("設備補助金", said), ("経営の相談", said)]


def test_lines_come_by_kind_in_one_order() -> None:
    override("みほん商工会議所", "理由。")
    RuleVersion.objects.filter(programme=programme("sodan")).update(encoding="not_yet", open_to_all=False)
    kinds = [one.kind for one in care(TODAY, NOW, user(roles.EDITOR))]
    assert kinds == sorted(kinds, key=list(KINDS).index)
    assert kinds[:2] == ["overrides", "not_encoded"]
