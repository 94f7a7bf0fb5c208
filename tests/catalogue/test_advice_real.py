"""Advice on the real catalogue, held against its files and against the shortlist."""

from __future__ import annotations

from datetime import date

import pytest

from catalogue.advice import certification_gains, near_misses, roadmap
from catalogue.imports.records import CatalogueRecord, UseRecord
from catalogue.shortlist import MOST, MeasureResult, shortlist
from matcher import FALSE, TRUE, Availability, Outcome, Profile
from matcher.codes import with_lower_kinds
from matcher.features import FEATURES, Change
from matcher.near import AGE, UNWANTED, holds_until
from tests.companies import COMPANIES

pytestmark = pytest.mark.usefixtures("real_stored", "db")

THEN, NOW = date(2024, 3, 31), date(2026, 11, 23)
DAYS = (THEN, NOW)

MAKER = Profile(
    entity_type="corporation", industry="24", prefecture="23", capital_yen=50_000_000, employees=120, founded_year=2022,
    topics=frozenset(["dx", "investment"]), certifications=frozenset(), situations=frozenset(),
    other_industries=frozenset(), annual_energy_kl=800,
)  # fmt: skip

# Read off the bonus rows of the files: くるみん in 1-09, 1-10, 3-10, 4-06, 4-09, 5-06, 6-10, 7-16, 9-09; in 生産性革命推進事業, which
# 1-05, 1-11, 1-28, 5-04, 6-14 and 9-09 use; in 事業再構築補助金, which 1-05, 1-29 and 5-04 use and which has closed since.
KURUMIN = [
    "1-05", "1-09", "1-10", "1-11", "1-28", "1-29", "3-10", "4-06", "4-09", "5-04", "5-06", "6-10", "6-14", "7-16", "9-09",
]  # fmt: skip
OTHERS = {
    "kurumin_platinum": ["4-01", "4-02", "4-08"],
    "eruboshi_1": ["4-03", "4-06"],
    "kurumin_try": ["4-04"],
    "eruboshi_2": ["5-06"],
    "youth_yell": ["4-05"],
    "partnership_declaration": ["5-05"],
}


@pytest.mark.parametrize(
    ("day", "kurumin"), [(THEN, KURUMIN), (NOW, [code for code in KURUMIN if code != "1-29"])], ids=str
)
def test_what_certifications_bring_to_a_maker_of_120_people(day: date, kurumin: list[str]) -> None:
    found = certification_gains(MAKER, day)
    assert {gain.certification: [one.measure.code for one in gain.bonuses] for gain in found} == OTHERS | {
        "kurumin": kurumin
    }
    assert [gain.certification for gain in found] == ["kurumin", *OTHERS]
    assert [gain.opens for gain in found] == [()] * len(found)
    assert [one.measure.code for one in found[0].given_by] == ["4-04"]


def test_the_table_above_is_what_the_files_say(real: CatalogueRecord) -> None:
    rows = {
        (code, value)
        for code, measure in real.measures.items()
        for listed in measure.programmes
        for part in (listed, *([real.programmes[listed.use]] if isinstance(listed, UseRecord) else []))
        for row in part.rows.bonuses
        if row.feature == "certifications"
        for value in row.values
    }
    assert {value: sorted(code for code, named in rows if named == value) for _, value in rows} == OTHERS | {
        "kurumin": KURUMIN
    }


EMPLOYEES = [(300, True), (301, False)]


@pytest.mark.parametrize(("employees", "offered"), EMPLOYEES)
def test_what_a_company_cannot_obtain_is_not_offered(employees: int, offered: bool) -> None:
    found = certification_gains(MAKER.with_answer("employees", employees), NOW)
    assert ("youth_yell" in [gain.certification for gain in found]) is offered


def test_a_plan_for_critical_materials_is_no_way_for_a_company_without_any() -> None:
    found = {one.measure.code: one for one in near_misses(MAKER, NOW)}["1-26"]
    assert found.change is Change.PLAN
    assert [(way.blocking.via.feature, way.values) for way in found.ways] == [("situations", ("critical_materials",))]
    for certifications in (None, frozenset[str]()):
        company = MAKER.with_answer("certifications", certifications)
        assert "supply_security_plan" not in [gain.certification for gain in certification_gains(company, NOW)]


def test_for_a_company_with_critical_materials_the_plan_brings_nothing_it_has_not() -> None:
    company = MAKER.with_answer("situations", frozenset(["critical_materials"]))
    assert "1-26" not in [one.measure.code for one in near_misses(company, NOW)]
    assert "supply_security_plan" not in [gain.certification for gain in certification_gains(company, NOW)]


def test_how_long_a_young_company_stays_young() -> None:
    found = shortlist(MAKER, NOW, MOST)
    (startup,) = [one for one in found.results if one.measure.code == "3-26"]
    days = {
        holds_until(finding.condition, profile, NOW)
        for profile in (MAKER, MAKER.with_answer("founded_on", date(2022, 6, 15)))
        for programme in startup.programmes
        for clause in programme.verdict.clauses
        for finding in clause.findings
        if finding.condition.feature == AGE
    }
    assert days == {date(2026, 12, 31), date(2027, 6, 14)}


def everything(profile: Profile, day: date) -> dict[str, MeasureResult]:
    return {one.measure.code: one for one in shortlist(profile, day, MOST, include_ineligible=True).results}


COMPANY_DAYS = [(name, day) for name in (*COMPANIES, "a maker") for day in DAYS]


def profile_of(name: str, day: date) -> Profile:
    return Profile.from_mapping(COMPANIES[name], day) if name in COMPANIES else MAKER


@pytest.mark.parametrize(("name", "day"), COMPANY_DAYS)
def test_near_misses_are_ruled_out_and_changeable_and_no_longer_ruled_out_when_followed(name: str, day: date) -> None:
    profile = profile_of(name, day)
    before = everything(profile, day)
    for miss in near_misses(profile, day):
        assert before[miss.measure.code].outcome is Outcome.INELIGIBLE
        assert before[miss.measure.code].measure.audience != "none"
        followed = profile
        for way in miss.ways:
            feature = way.blocking.via.feature
            assert FEATURES[feature].change is not Change.FIXED
            assert not UNWANTED & set(way.values)
            if feature == "annual_energy_kl":
                followed = followed.with_answer(feature, way.blocking.via.values[0])
            else:
                more = way.values if way.every else way.values[:1]
                followed = followed.with_answer(feature, getattr(followed, feature) | set(more))
        after = everything(followed, day)[miss.measure.code]
        (programme,) = [one for one in after.programmes if one.card == miss.programme]
        assert programme.verdict.outcome is miss.then
        assert programme.verdict.candidate.availability(day) is not Availability.CLOSED


def bettered(results: dict[str, MeasureResult]) -> set[tuple[str, object]]:
    """(measure, bonus row) that holds, where the programme may be used."""
    return {
        (code, finding.condition)
        for code, result in results.items()
        for programme in result.programmes
        if programme.verdict.truth is not FALSE
        and programme.verdict.candidate.availability(NOW) is not Availability.CLOSED
        for finding in programme.bonuses
        if finding.truth is TRUE
    }


@pytest.mark.parametrize("name", [*COMPANIES, "a maker"])
def test_what_a_gain_promises_is_what_the_shortlist_shows_once_it_is_held(name: str) -> None:
    profile = profile_of(name, NOW)
    held = profile.certifications or frozenset()
    for gain in certification_gains(profile, NOW):
        higher = held | {gain.certification}
        lower = held | (with_lower_kinds(frozenset([gain.certification])) - {gain.certification})
        before, after = (everything(profile.with_answer("certifications", codes), NOW) for codes in (lower, higher))
        new = {code for code, _ in bettered(after) - bettered(before)} - {one.measure.code for one in gain.opens}
        assert {one.measure.code for one in gain.bonuses} == new
        risen = {code: result.outcome for code, result in after.items() if result.outcome != before[code].outcome}
        assert {one.measure.code: one.outcome for one in gain.opens} == risen


def test_the_roadmap_of_the_maker_stays_with_its_shortlist() -> None:
    first = [one.measure.code for one in shortlist(MAKER, NOW, 10).results]
    drawn = roadmap(MAKER, NOW)
    opened = [node.key for node in drawn.nodes if node.column == 3]
    assert [step.certification for step in drawn.steps] == ["kurumin"]
    assert opened == [code for code in first if code in KURUMIN]
    assert len(opened) >= 3
    assert drawn.edges == tuple(("kurumin", code) for code in drawn.steps[0].measures)


def test_with_nothing_answered_nothing_is_missed() -> None:
    assert near_misses(Profile(), NOW) == ()
