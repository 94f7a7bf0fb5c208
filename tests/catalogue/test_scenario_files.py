"""Scenarios as files: every mistake is named, what is the same stays, and what editors have done is not undone."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from catalogue.imports.nodes import CatalogueError
from catalogue.imports.reader import read_catalogue
from catalogue.imports.scenarios import ScenarioRecord, read_scenarios, store_scenarios
from catalogue.imports.store import store_catalogue
from catalogue.models import Programme, RuleVersion, Scenario
from tests.catalogue.files import GOOD, write

RULES, JUDGED = "scenarios/rules/1-01.yaml", "scenarios/judged/own.json"
YAML = """\
setsubi:
- {eligible: {employees: 300}}
- {ineligible: {entity_type: corporation, industry: "58", capital_yen: 500000000, employees: 301}}
"""
COMPANY = {"id": "J01", "story": "商店。", "profile": {"employees": 5}, "grades": {"1-01": 3, "1-02": 0.5}}


def judged(**changes: Any) -> str:
    return json.dumps({"as_of": "2024-03-31", "companies": [COMPANY | changes]})


def read(folder: Path, files: Mapping[str, str]) -> list[ScenarioRecord]:
    write(folder, {**GOOD, **files})
    return read_scenarios(folder, read_catalogue(folder))


MISTAKES = [
    (RULES, YAML.replace("setsubi", "soudan"), "soudan: この事業は measures/1-01.yaml に載っていません。"),
    ("scenarios/rules/1-09.yaml", YAML, "setsubi: この事業は measures/1-09.yaml に載っていません。"),
    (RULES, YAML.replace("employees: 300", "employes: 300"), "setsubi/1.employes: プロフィールとして読めません。項目と値を確かめてください。"),
    (RULES, YAML.replace("eligible: {employees: 300}", "perhaps: {employees: 300}"), "setsubi/1: 判定は eligible、needs_info、ineligible のいずれかです。"),
    (RULES, "setsubi:\n- eligible\n", "setsubi/1: 「- {判定: {回答}}」の形で書いてください。"),
    (RULES, "setsubi: [", " 読めません。UTF-8の YAML か JSON として書いてください。"),
    (JUDGED, "{", " 読めません。UTF-8の YAML か JSON として書いてください。"),
    (JUDGED, "{}", " as_of と companies（それぞれ id、profile、grades）を書いてください。"),
    (JUDGED, judged(grades={"1-09": 3}), "J01.grades: 施策「1-09」はありません。"),
    (JUDGED, judged(grades={"1-01": 4}), "J01: 評価は、施策番号ごとに0より大きく3までの数で書いてください。"),
    (JUDGED, judged(profile={"employees": -1}), "J01.employees: プロフィールとして読めません。項目と値を確かめてください。"),
    ("scenarios/rules/1-01.txt", "", " ここに置けるのは rules の .yaml と judged の .json です。"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "text", "message"), MISTAKES)
def test_a_mistake_is_named(tmp_path: Path, name: str, text: str, message: str) -> None:
    with pytest.raises(CatalogueError) as caught:
        read(tmp_path, {name: text})
    joint = ":" if message.startswith(" ") else " "
    assert [str(one) for one in caught.value.mistakes] == [f"{name}{joint}{message}"]


def test_a_catalogue_without_scenarios_has_none(tmp_path: Path) -> None:
    assert read(tmp_path, {}) == []


def test_a_company_is_named_by_its_place(tmp_path: Path) -> None:
    found = read(tmp_path, {RULES: YAML, JUDGED: judged()})
    assert [(one.code, one.name, one.expected) for one in found] == [
        ("judged/own/J01", "J01", {"1-01": 3, "1-02": 0.5}),
        ("rules/1-01/setsubi/1", "1-01の会社1", "eligible"),
        ("rules/1-01/setsubi/2", "1-01の会社2", "ineligible"),
    ]


@pytest.mark.django_db
def test_what_is_stored_follows_the_files_and_leaves_editors_alone(tmp_path: Path) -> None:
    records = read(tmp_path, {RULES: YAML, JUDGED: judged()})
    store_catalogue(read_catalogue(tmp_path))
    assert store_scenarios(records) == 3
    programme = Programme.objects.get(code="setsubi")
    version = RuleVersion.objects.get(programme=programme)
    own = Scenario.objects.create(
        kind="rule", programme=programme, measure="1-01", name="編集者の会社", expected="eligible"
    )
    Scenario.objects.filter(kind="rule").update(retired_by=version)
    assert store_scenarios(records) == 0

    changed = read(tmp_path, {RULES: YAML.replace("employees: 300", "employees: 299"), JUDGED: judged()})
    assert store_scenarios(changed) == 1
    assert set(Scenario.objects.filter(retired_by=None).values_list("code", flat=True)) == {
        "judged/own/J01",
        "rules/1-01/setsubi/1",
    }
    assert store_scenarios(changed, overwrite=True) == 1
    assert list(Scenario.objects.exclude(retired_by=None)) == [own]

    fewer = read(tmp_path, {RULES: YAML.splitlines(keepends=True)[0] + YAML.splitlines()[1], JUDGED: judged()})
    assert store_scenarios(fewer) == 2
    assert set(Scenario.objects.values_list("name", flat=True)) == {"J01", "1-01の会社1", "編集者の会社"}


@pytest.mark.django_db
def test_a_programme_that_the_database_does_not_hold_has_nothing_to_verify(tmp_path: Path) -> None:
    records = read(tmp_path, {RULES: YAML})
    assert store_scenarios(records) == 0
