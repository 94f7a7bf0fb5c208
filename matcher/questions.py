"""Which unanswered question would settle most verdicts: every possible answer is tried, and what it decides is counted.

Only what an open clause mentions is asked about. Answers that no rule can tell apart are tried once, by a representative:
for numbers both sides of every threshold, for codes every one that a rule names and one that none does, for sets the empty one,
each single value and all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from matcher import codes, industry
from matcher.assessment import assess
from matcher.facts import Facts, derive, size_facts
from matcher.features import FEATURES_OF_ANSWER, QUESTIONS
from matcher.index import Index, conditions_of
from matcher.profile import MAX_EMPLOYEES, MAX_ENERGY_KL, MAX_YEN, Profile
from matcher.rules import Candidate, Condition, Fact
from matcher.size import CAPITAL_BOUNDS, EMPLOYEE_BOUNDS, SIZE_ANSWERS
from matcher.tables import KEPT_ANSWERS
from matcher.truth import FALSE, UNKNOWN

REFINABLE = ("industry", "founded_on")
"""Questions to which an answer may be too broad."""


@dataclass(frozen=True, slots=True)
class Question:
    """A profile key to ask for.

    *decides*: undecided groups that the most telling answer would decide; *at_least*: those that the least telling one would;
    *mentioned_by*: undecided groups in which an open clause mentions it; *refines*: an answer is there but too broad.
    """

    answer: str
    decides: int
    at_least: int
    mentioned_by: int
    refines: bool


class Trials:
    """The representative answers to each question, given all rules."""

    def __init__(self, conditions: Iterable[Condition]) -> None:
        self._values: dict[str, set[object]] = {}
        facts: set[Fact] = set()
        for condition in conditions:
            self._values.setdefault(condition.feature, set()).update(condition.values)
            facts.add(condition.fact)
        self.affected = {question: _affected(facts, question) for question in QUESTIONS}
        self._makers: dict[str, Callable[[Profile, date], Sequence[object]]] = {
            "entity_type": lambda profile, as_of: codes.ENTITY_TYPES,
            "industry": self._industries,
            "prefecture": self._prefectures,
            "employees": self._numbers("employees", MAX_EMPLOYEES, EMPLOYEE_BOUNDS),
            "capital_yen": self._numbers("capital_yen", MAX_YEN, CAPITAL_BOUNDS),
            "topics": self._sets("topics", codes.TOPICS),
            "situations": self._sets("situations", codes.SITUATIONS),
            "certifications": self._sets("certifications", codes.CERTIFICATIONS),
            "founded_on": self._foundations,
            "annual_sales_yen": self._numbers("annual_sales_yen", MAX_YEN),
            "annual_energy_kl": self._numbers("annual_energy_kl", MAX_ENERGY_KL),
            "other_industries": self._sets("other_industries", ()),
            "other_prefectures": self._sets("other_prefectures", codes.PREFECTURES),
        }
        self._kept: dict[tuple[object, ...], list[tuple[object, Facts]]] = {}

    def of(self, question: str, profile: Profile, as_of: date) -> list[Profile]:
        """*profile* with each representative answer to *question*; empty when nothing more can be said to it."""
        return [profile.with_answer(question, answer) for answer, _ in self._of(question, profile, as_of)]

    def facts(self, question: str, profile: Profile, as_of: date) -> list[Facts]:
        """The affected facts under each of these answers."""
        found = self._of(question, profile, as_of)
        if question not in SIZE_ANSWERS:
            return [facts for _, facts in found]
        given: list[Any] = [getattr(profile, key) for key in SIZE_ANSWERS]
        place = SIZE_ANSWERS.index(question)
        trials = []
        for answer, facts in found:
            given[place] = answer
            trials.append({**facts, **size_facts(*given)})
        return trials

    def _of(self, question: str, profile: Profile, as_of: date) -> list[tuple[object, Facts]]:
        """The answers, each with the facts that it alone decides; kept, for they hang on little else."""
        if profile.answered(question) and question not in REFINABLE:
            return []
        key: tuple[object, ...] = (question,)
        if question == "industry":
            key = (question, profile.industry)
        elif question == "founded_on":
            key = (question, profile.founded_on is None, profile.founded_year, as_of)
        found = self._kept.get(key)
        if found is None:
            plain = [fact for fact in self.affected[question] if not fact[1]]
            answers = self._makers[question](profile, as_of)
            found = [(answer, derive(Profile().with_answer(question, answer), as_of, plain)) for answer in answers]
            if len(self._kept) >= KEPT_ANSWERS:
                self._kept.clear()
            self._kept[key] = found
        return found

    def _named(self, feature: str) -> set[object]:
        return self._values.get(feature, set())

    def _industries(self, profile: Profile, as_of: date) -> list[str]:
        named = {str(value) for value in self._named("industry")}
        answered = profile.industry
        trials = {code for code in named if len(code) > 2 and code != answered and _may_be(answered, code)}
        groups = {code[:2] for code in trials}
        trials.update(industry.finer_codes(answered))
        # Below what rules split stands one code that none of them names: to be told "something else" may settle as much.
        for group in groups:
            broad = answered if answered is not None and len(answered) > 2 else group
            trials.update(
                industry.elsewhere(broad, {code for code in trials if code != broad and code.startswith(broad)})
            )
        kinds: dict[object, str] = {}
        for code in sorted(trials):
            # Codes that every rule and every size law treat alike need one trial.
            met = frozenset(name for name in named if industry.within(code, name))
            left_open = frozenset(name for name in named - met if industry.within(name, code))
            kinds.setdefault((met, left_open, industry.legal_kinds(code)), code)
        return list(kinds.values())

    def _prefectures(self, profile: Profile, as_of: date) -> list[str]:
        named, regions = self._named("prefecture"), self._named("region")
        kinds: dict[object, str] = {}
        for code in codes.PREFECTURES:
            region = codes.REGION_OF[code]
            kinds.setdefault((code if code in named else None, region if region in regions else None), code)
        return list(kinds.values())

    def _numbers(
        self, feature: str, most: int, size_bounds: Sequence[int] = ()
    ) -> Callable[[Profile, date], list[float]]:
        def trials(profile: Profile, as_of: date) -> list[float]:
            marks = {value for value in self._named(feature) if isinstance(value, int | float)}
            if size_bounds and "company_size" in self._values:
                marks |= {*size_bounds, *(bound + 1 for bound in size_bounds)}
            return _around(marks, most)

        return trials

    def _sets(self, feature: str, allowed: Sequence[str]) -> Callable[[Profile, date], list[frozenset[str]]]:
        def trials(profile: Profile, as_of: date) -> list[frozenset[str]]:
            named = sorted(str(value) for value in self._named(feature))
            sets = [frozenset[str](), *(frozenset([value]) for value in named), frozenset(allowed or named)]
            return list(dict.fromkeys(sets))

        return trials

    def _foundations(self, profile: Profile, as_of: date) -> list[date]:
        marks = {value for value in self._named("years_since_foundation") if isinstance(value, int | float)}
        year = profile.founded_year
        if profile.founded_on is not None:
            return []
        if year is not None:
            # The day within the year is all that is missing: before and after the anniversary.
            return [date(year, 1, 1), date(year, 12, 31)] if year < as_of.year else []
        return [_years_before(as_of, int(age)) for age in _around(marks, as_of.year - 1)]


def _may_be(answered: str | None, code: str) -> bool:
    """Whether a company that *answered* an industry (or none) may turn out to be of *code*."""
    return answered is None or industry.within(code, answered)


def _around(marks: Iterable[float], most: float) -> list[float]:
    """Each mark, the gaps between them, and both ends: one number from every stretch that a threshold bounds."""
    points = sorted({0, *marks})
    between = [(low + high) // 2 if isinstance(low + high, int) else (low + high) / 2 for low, high in pairwise(points)]
    return sorted({*points, *between, most})


def _years_before(day: date, years: int) -> date:
    year = max(day.year - years, 1)
    try:
        return day.replace(year=year)
    except ValueError:  # 29 February
        return day.replace(year=year, month=3, day=1) - timedelta(days=1)


def _sorted(found: Iterable[Question]) -> list[Question]:
    rank = {key: place for place, key in enumerate(QUESTIONS)}
    return sorted(found, key=lambda q: (-q.decides, -q.at_least, -q.mentioned_by, rank[q.answer]))


def next_questions(index: Index, trials: Trials, profile: Profile, as_of: date) -> list[Question]:
    """The questions worth asking, the most telling first; by the index."""
    probe = index.probe(derive(profile, as_of, index.rule_facts))
    found = []
    for question in QUESTIONS:
        affected = trials.affected[question]
        mentioned = probe.mentioned(affected)
        answers = trials.facts(question, profile, as_of) if mentioned else []
        if answers:
            decided = probe.decided(answers, affected)
            found.append(Question(question, max(decided), min(decided), mentioned, profile.answered(question)))
    return _sorted(found)


def _affected(facts: Iterable[Fact], question: str) -> list[Fact]:
    features = FEATURES_OF_ANSWER[question]
    return [fact for fact in facts if fact[0] in features]


def reference_questions(
    candidates: Sequence[Candidate], trials: Trials, profile: Profile, as_of: date
) -> list[Question]:
    """The same by assessing every candidate against every trial; slow, and plain to read."""
    wanted = {condition.fact for candidate in candidates for condition in conditions_of(candidate)}
    facts = derive(profile, as_of, wanted)
    undecided = _undecided(candidates, facts)
    open_features: dict[str, set[str]] = {group: set() for group in undecided}
    for candidate in candidates:
        if candidate.group in undecided:
            for condition in assess(candidate, facts).open_conditions:
                open_features[candidate.group].add(condition.feature)
    found = []
    for question in QUESTIONS:
        mentioned = sum(not features.isdisjoint(FEATURES_OF_ANSWER[question]) for features in open_features.values())
        answers = trials.of(question, profile, as_of) if mentioned else []
        if answers:
            decided = [len(undecided - _undecided(candidates, derive(answer, as_of, wanted))) for answer in answers]
            found.append(Question(question, max(decided), min(decided), mentioned, profile.answered(question)))
    return _sorted(found)


def _undecided(candidates: Sequence[Candidate], facts: Facts) -> set[str]:
    best: dict[str, int] = {}
    for candidate in candidates:
        best[candidate.group] = max(best.get(candidate.group, FALSE), assess(candidate, facts).truth)
    return {group for group, truth in best.items() if truth == UNKNOWN}
