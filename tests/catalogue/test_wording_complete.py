"""Everything that can be said has its words; what has none is named."""

import ast
from collections.abc import Collection
from datetime import date
from pathlib import Path

import pytest

from catalogue import labels, wording
from catalogue.contract.report import MARKS
from catalogue.models import Audience as StoredAudience
from catalogue.models import AvailabilityState, EventKind, SupportType
from matcher import (
    FALSE,
    TRUE,
    UNKNOWN,
    Audience,
    Availability,
    Candidate,
    Condition,
    Focus,
    Level,
    Outcome,
    Part,
    Period,
    Problem,
    Question,
    Relevance,
    Truth,
    codes,
)
from matcher.assessment import Finding
from matcher.features import FEATURES, QUESTIONS, Kind, Unit
from matcher.industry import _MARKS, DIVISION_OF, DIVISIONS
from matcher.operators import OPERATORS
from matcher.profile import PROFILE_KEYS
from matcher.relevance import FOCUS, SUPPORT
from matcher.size import REGIMES, SizeClass

ROOT = Path(__file__).resolve().parents[2]

TABLES = [
    ("outcomes", wording.OUTCOMES, [FALSE, UNKNOWN, TRUE]),
    ("verdicts", wording.VERDICTS, [*Outcome]),
    ("marks of the report", MARKS, [*Outcome]),
    ("availabilities", wording.AVAILABILITIES, [*Availability]),
    ("levels", wording.LEVELS, [*Level]),
    ("audiences", wording.AUDIENCE_TEXTS, [*Audience]),
    ("events", wording.EVENT_TEXTS, EventKind.values),
    ("features", labels.FEATURES, FEATURES),
    ("profile keys", labels.ANSWERS, PROFILE_KEYS),
    ("regimes", labels.REGIMES, REGIMES),
    ("company sizes", labels.COMPANY_SIZES, [*SizeClass]),
    ("entity types", labels.ENTITY_TYPES, codes.ENTITY_TYPES),
    ("topics", labels.TOPICS, codes.TOPICS),
    ("certifications", labels.CERTIFICATIONS, codes.CERTIFICATIONS),
    ("situations", labels.SITUATIONS, codes.SITUATIONS),
    ("prefectures", labels.PREFECTURES, codes.PREFECTURES),
    ("regions", labels.REGIONS, codes.REGIONS),
    ("divisions", labels.DIVISIONS, DIVISIONS),
    ("major groups", labels.MAJOR_GROUPS, DIVISION_OF),
    ("weights of support", SUPPORT, SupportType.values),
    ("stored audiences", dict(StoredAudience.choices), [*Audience]),
    ("stored availabilities and unknown", dict(AvailabilityState.choices) | {"unknown": ""}, [*Availability]),
]


@pytest.mark.parametrize(("table", "wanted"), [case[1:] for case in TABLES], ids=[case[0] for case in TABLES])
def test_every_code_has_its_words_and_no_word_is_left_over(
    table: Collection[object], wanted: Collection[object]
) -> None:
    assert [code for code in wanted if code not in table] == []
    assert [code for code in table if code not in wanted] == []


def test_the_deeper_industries_that_the_law_names_have_names() -> None:
    named = {mark for marks in _MARKS.values() for mark, inside in marks.items() if inside and len(mark) > 2}
    assert sorted(named - labels.DEEPER_INDUSTRIES.keys()) == []


def _values(feature: str, operator: str) -> tuple[str | int, ...]:
    kind, count = FEATURES[feature].kind, OPERATORS[operator].least
    if kind is Kind.NUMBER:
        return (1, 2)[:count]
    if kind in (Kind.INDUSTRY, Kind.INDUSTRIES):
        return ("09", "E")[:count]
    return FEATURES[feature].codes[:count]


EVERY_CONDITION = [
    Condition(feature, operator, _values(feature, operator), regime)
    for feature in FEATURES
    for operator in OPERATORS
    if FEATURES[feature].kind in OPERATORS[operator].kinds
    for regime in (REGIMES if FEATURES[feature].by_regime else ("",))
]


@pytest.mark.parametrize("truth", Truth)
def test_every_feature_with_every_operator_and_regime_can_be_said_in_every_outcome(truth: Truth) -> None:
    texts = [wording.finding_text(Finding(condition, truth, None)) for condition in EVERY_CONDITION]
    assert len(set(texts)) == len(EVERY_CONDITION)
    assert all(labels.FEATURES[row.feature] in text for row, text in zip(EVERY_CONDITION, texts, strict=True))


@pytest.mark.parametrize("feature", FEATURES)
def test_every_value_of_a_feature_can_be_said(feature: str) -> None:
    unit, allowed = FEATURES[feature].unit, FEATURES[feature].codes
    values = {unit: (0, 1, 10**15)} if unit else {}
    for value in allowed or values.get(unit) or (*DIVISIONS, *DIVISION_OF, "0911", "391"):
        assert wording.value_text(feature, value)


def test_every_unit_is_said() -> None:
    units = {FEATURES[feature].unit for feature in FEATURES} - {None}
    assert units == set(Unit)


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("refines", [True, False])
def test_every_question_can_be_asked(question: str, refines: bool) -> None:
    for decides, least in ((3, 3), (3, 0), (0, 0)):
        text = wording.question_text(Question(question, decides, least, 3, refines))
        assert text.startswith(labels.ANSWERS[question])


def test_every_part_of_a_score_has_its_words() -> None:
    wanted = {
        "verdict",
        "unasked_topics",
        "industry",
        "other_industry",
        "company",
        "bonus",
        "support",
        "audience",
        "availability",
    } | set(FOCUS)
    assert wording.PART_TEXTS.keys() == wanted


def test_the_parts_of_real_scores_are_among_them() -> None:
    rows = [
        Condition("topics", "has_any", ("gx",)),
        Condition("situations", "has_any", ("exporting",)),
        Condition("certifications", "has_any", ("kurumin",)),
        Condition("industry", "is_one_of", ("09",)),
        Condition("prefecture", "is_one_of", ("13",)),
    ]
    candidate = Candidate(
        "a", "a", (1,), (), True, tuple(Focus(row, Level.PRIMARY) for row in rows), (rows[2],), ("subsidy",),
        Audience.DIRECT, (Period(Availability.OPEN),),
    )  # fmt: skip
    facts = {row.fact: (row.values[0] if row.operator == "is_one_of" else frozenset(row.values),) for row in rows}
    answers = (facts, facts | {("topics", ""): None}, facts | {("industry", ""): ("50",)})
    parts = [
        part
        for known in answers
        for part in Relevance([candidate]).score(candidate, known, TRUE, date(2024, 3, 31)).parts
    ]
    assert {part.name for part in parts} == wording.PART_TEXTS.keys()
    assert all(isinstance(part, Part) and wording.part_text(part) for part in parts)


def _problem_codes(*files: str) -> set[str]:
    """The codes of problems that the code of *files* can raise: the one string argument of a refusal."""
    found = set()
    for file in files:
        for node in ast.walk(ast.parse((ROOT / file).read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in (
                "Problem",
                "_refuse",
                "_Refused",
                "Refused",
            ):
                found |= {
                    argument.value
                    for argument in node.args
                    if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
                }
    return found


def test_every_problem_that_can_be_found_has_its_words() -> None:
    raised = _problem_codes("matcher/profile.py", "catalogue/contract/match.py")
    assert sorted(raised - wording.PROBLEM_TEXTS.keys()) == []
    assert sorted(wording.PROBLEM_TEXTS.keys() - raised) == []


def test_every_type_that_can_be_expected_has_its_words() -> None:
    for expected in ("object", "string", "integer", "number", "list", "boolean"):
        text = wording.problem_text(Problem((), "wrong_type", {"expected": expected}))
        assert text.endswith("で書いてください。")
