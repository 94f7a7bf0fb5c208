"""Companies whose answer is known, as files beside the catalogue: ``scenarios/rules/1-05.yaml`` and ``scenarios/judged/own.json``.

A rules file: programme code → a list of ``{verdict: answers}``. A judged file: ``as_of`` and ``companies``, each with ``id``,
``profile`` and ``grades``.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from catalogue.imports.nodes import LOADER, CatalogueError, Mistake
from catalogue.imports.records import CatalogueRecord, UseRecord
from catalogue.models import Programme, Scenario, ScenarioKind
from catalogue.models.scenarios import expectation_problem
from matcher import Profile, ProfileError

RULES_DAY = datetime.date(2024, 3, 31)
"""The day of the companies of rules files: that of the source."""


@dataclass(frozen=True, slots=True)
class ScenarioRecord:
    """One company; *code* names its place in the files."""

    code: str
    kind: str
    programme: str
    measure: str
    name: str
    profile: Mapping[str, Any]
    as_of: datetime.date
    expected: Any
    note: str = ""


def read_scenarios(folder: Path, catalogue: CatalogueRecord) -> list[ScenarioRecord]:
    """The scenarios beside a catalogue, none where there are no files. Raises CatalogueError with every mistake."""
    mistakes: list[Mistake] = []
    found: list[ScenarioRecord] = []
    for path in sorted((folder / "scenarios").glob("*/*")):
        name = str(path.relative_to(folder))
        kind = (path.parent.name, path.suffix)
        if kind == ("rules", ".yaml"):
            found += _file(path, name, mistakes, _parse_yaml, lambda data, one: _rules(data, one, catalogue))
        elif kind == ("judged", ".json"):
            found += _file(path, name, mistakes, json.loads, lambda data, one: _judged(data, one, catalogue))
        else:
            mistakes.append(Mistake(name, 0, "", "ここに置けるのは rules の .yaml と judged の .json です。"))
    if mistakes:
        raise CatalogueError(mistakes)
    return found


Found = Iterator[ScenarioRecord | Mistake]


def _parse_yaml(text: str) -> object:
    return yaml.load(text, Loader=LOADER)  # noqa: S506  (a safe loader, in C)


def _file(
    path: Path,
    name: str,
    mistakes: list[Mistake],
    parse: Callable[[str], object],
    read: Callable[[Any, str], Found],
) -> list[ScenarioRecord]:
    try:
        data = parse(path.read_text(encoding="utf-8"))
    except (ValueError, yaml.YAMLError):
        mistakes.append(Mistake(name, 0, "", "読めません。UTF-8の YAML か JSON として書いてください。"))
        return []
    found = []
    for one in read(data, name):
        if isinstance(one, Mistake):
            mistakes.append(one)
        elif problems := list(_problems(one, name)):
            mistakes.extend(problems)
        else:
            found.append(one)
    return found


def _problems(one: ScenarioRecord, file: str) -> Iterator[Mistake]:
    """What is wrong with a company that has its place."""
    key = one.code.split("/", 2)[2]
    try:
        Profile.from_mapping(one.profile, one.as_of)
    except ProfileError as error:
        for problem in error.problems:
            where = ".".join([key, *map(str, problem.path)])
            yield Mistake(file, 0, where, "プロフィールとして読めません。項目と値を確かめてください。")
    if message := expectation_problem(one.kind, one.expected):
        yield Mistake(file, 0, key, message)


def _rules(data: Any, file: str, catalogue: CatalogueRecord) -> Found:
    measure = Path(file).stem
    listed = catalogue.measures[measure].programmes if measure in catalogue.measures else ()
    codes = {one.use if isinstance(one, UseRecord) else one.code for one in listed}
    for programme, cases in data.items() if isinstance(data, dict) else [("", None)]:
        if programme not in codes:
            yield Mistake(file, 0, str(programme), f"この事業は measures/{measure}.yaml に載っていません。")
            continue
        for number, case in enumerate(cases if isinstance(cases, list) else [None], start=1):
            if not isinstance(case, dict) or len(case) != 1:
                yield Mistake(file, 0, f"{programme}/{number}", "「- {判定: {回答}}」の形で書いてください。")
                continue
            ((expected, answers),) = case.items()
            yield ScenarioRecord(
                f"rules/{measure}/{programme}/{number}",
                ScenarioKind.RULE,
                programme,
                measure,
                f"{measure}の会社{number}",
                answers,
                RULES_DAY,
                expected,
            )


def _judged(data: Any, file: str, catalogue: CatalogueRecord) -> Found:
    try:
        day = datetime.date.fromisoformat(data["as_of"])
        companies = [(one["id"], one["profile"], one["grades"], one.get("story", "")) for one in data["companies"]]
    except (KeyError, TypeError, ValueError):
        yield Mistake(file, 0, "", "as_of と companies（それぞれ id、profile、grades）を書いてください。")
        return
    for name, profile, grades, story in companies:
        for code in grades if isinstance(grades, dict) else ():
            if code not in catalogue.measures:
                yield Mistake(file, 0, f"{name}.grades", f"施策「{code}」はありません。")
        code = f"judged/{Path(file).stem}/{name}"
        yield ScenarioRecord(code, ScenarioKind.JUDGED, "", "", str(name), profile, day, grades, story)


def store_scenarios(records: list[ScenarioRecord], *, overwrite: bool = False) -> int:
    """Make the files' scenarios say what *records* say; returns how many that changed. Those of editors stay.

    One that says something new is in use again; with *overwrite* all are. Of a programme that the database does not hold,
    there is nothing to verify.
    """
    with transaction.atomic():
        programmes = dict(Programme.objects.values_list("code", "pk"))
        records = [record for record in records if not record.programme or record.programme in programmes]
        stored = {one.code: one for one in Scenario.objects.exclude(code=None)}
        gone = stored.keys() - {record.code for record in records}
        Scenario.objects.filter(code__in=gone).delete()
        new, changed = [], []
        for record in records:
            said = {
                "kind": record.kind,
                "programme_id": programmes.get(record.programme),
                "measure": record.measure,
                "name": record.name,
                "profile": dict(record.profile),
                "as_of": record.as_of,
                "expected": record.expected,
                "note": record.note,
            }
            row = stored.get(record.code)
            if row is None:
                new.append(Scenario(code=record.code, **said))
            elif any(getattr(row, key) != value for key, value in said.items()) or (overwrite and row.retired_by_id):
                for key, value in {**said, "retired_by": None}.items():
                    setattr(row, key, value)
                changed.append(row)
        Scenario.objects.bulk_create(new)
        for row in changed:
            row.save()
    return len(new) + len(changed) + len(gone)
