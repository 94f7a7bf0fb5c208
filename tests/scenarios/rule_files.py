"""The rule cases as files: ``fixtures/scenarios/rules/<measure>.yaml``, programme code → companies and their verdicts, made for eyes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import yaml

from matcher import Candidate, Outcome
from tests.catalogue.files import FIXTURES
from tests.scenarios.rule_cases import Case

FOLDER = FIXTURES / "scenarios" / "rules"


class _Line(dict):
    """A case on one line."""


class _Dumper(yaml.SafeDumper):
    pass


_Dumper.add_representer(
    _Line, lambda dumper, data: dumper.represent_mapping("tag:yaml.org,2002:map", data.items(), flow_style=True)
)


def programme_of(candidate: Candidate) -> str:
    """The programme's code, from the candidate's key."""
    return candidate.key.partition("/")[2]


def write(cases: Mapping[str, Iterable[Case]], measure: str) -> None:
    """Write the cases of one measure, by programme code."""
    FOLDER.mkdir(exist_ok=True)
    data = {
        programme: [_Line({case.verdict.value: dict(case.answers)}) for case in found]
        for programme, found in cases.items()
    }
    text = yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10**6)
    (FOLDER / f"{measure}.yaml").write_text(text, encoding="utf-8")


def read(measure: str) -> dict[str, list[Case]]:
    """The cases of one measure; empty when it has no file."""
    path = FOLDER / f"{measure}.yaml"
    if not path.exists():
        return {}
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    return {
        programme: [Case(answers, Outcome(verdict)) for line in lines for verdict, answers in line.items()]
        for programme, lines in data.items()
    }
