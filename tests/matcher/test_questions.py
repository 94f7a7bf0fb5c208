"""The next question, on catalogues made by hand where the count is known."""

from datetime import date

import pytest

from matcher.features import QUESTIONS
from matcher.index import Index, conditions_of
from matcher.profile import Profile
from matcher.questions import Question, Trials, next_questions, reference_questions
from matcher.rules import Candidate, Clause, Condition

AS_OF = date(2024, 3, 31)

RICH = Condition("capital_yen", "at_least", (10**9,))
POOR = Condition("capital_yen", "at_most", (50_000_000,))
SMALL = Condition("employees", "at_most", (20,))
MANY = Condition("employees", "at_least", (100,))
TOKYO = Condition("prefecture", "is_one_of", ("13",))
KINKI = Condition("region", "is_one_of", ("kinki",))
GREEN = Condition("topics", "has_any", ("gx",))
DIGITAL = Condition("topics", "has_any", ("dx",))
NO_DEBT = Condition("situations", "is_none_of", ("excess_debt",))
KURUMIN = Condition("certifications", "has_any", ("kurumin",))
YOUNG = Condition("years_since_foundation", "less_than", (5,))
SOFTWARE = Condition("industry", "is_one_of", ("391",))
FOOD = Condition("industry", "is_one_of", ("09",))
SERVES_090 = Condition("industry", "is_one_of", ("090",))
LIVESTOCK = Condition("industry", "is_one_of", ("091",))


def sized(regime: str, *sizes: str) -> Condition:
    return Condition("company_size", "is_one_of", sizes or ("micro", "sme"), regime)


Asked = tuple[Condition, ...]


def measures(*measures_asked: list[Asked]) -> list[Candidate]:
    """One measure for each list, asking for each tuple as a clause."""
    return [
        Candidate(f"m{n}", f"m{n}", (n,), tuple(Clause(clause) for clause in clauses))
        for n, clauses in enumerate(measures_asked)
    ]


def asked(candidates: list[Candidate], **answers: object) -> list[Question]:
    """The questions by the index, which are those by the reference."""
    trials = Trials(condition for candidate in candidates for condition in conditions_of(candidate))
    profile = Profile(**answers)  # type: ignore[arg-type]
    found = next_questions(Index(candidates), trials, profile, AS_OF)
    assert found == reference_questions(candidates, trials, profile, AS_OF)
    return found


def question(answer: str, decides: int, at_least: int, mentioned_by: int, refines: bool = False) -> Question:
    return Question(answer, decides, at_least, mentioned_by, refines)


def test_three_measures_that_are_open_only_for_capital() -> None:
    catalogue = measures([(RICH,)], [(POOR,)], [(RICH,), (SMALL,)])
    assert asked(catalogue, employees=5) == [question("capital_yen", 3, 3, 3)]


def test_nothing_is_asked_when_nothing_is_open() -> None:
    catalogue = measures([(RICH,)], [(SMALL,)], [])
    assert asked(catalogue, capital_yen=0, employees=5) == []


def test_nothing_is_asked_that_no_open_clause_mentions() -> None:
    """Region is met by another condition, capital stands in a measure that is ruled out, certifications in none."""
    catalogue = measures([(TOKYO, KINKI), (SMALL,)], [(MANY,)], [(RICH,), (NO_DEBT,)])
    answers = {"topics": frozenset(["gx"]), "situations": frozenset(["excess_debt"]), "prefecture": "13"}
    assert asked(catalogue, **answers) == [question("employees", 2, 2, 2)]


def test_an_or_clause_is_decided_by_either_answer_when_it_is_yes() -> None:
    """A yes settles the clause, a no leaves it to the other."""
    assert asked(measures([(SMALL, GREEN)])) == [question("employees", 1, 0, 1), question("topics", 1, 0, 1)]


def test_of_two_clauses_one_answer_can_only_rule_out() -> None:
    assert asked(measures([(SMALL,), (GREEN,)])) == [question("employees", 1, 0, 1), question("topics", 1, 0, 1)]


def test_a_question_that_no_answer_to_it_alone_can_settle_is_still_asked_last() -> None:
    """(small or green) and (many or green): employees leave the one or the other open, whatever the number."""
    found = asked(measures([(SMALL, GREEN), (MANY, GREEN)]))
    assert found == [question("topics", 1, 0, 1), question("employees", 0, 0, 1)]


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        # Few people make an SME of any company, whatever its capital; capital decides only what employees leave open.
        ({"entity_type": "corporation", "industry": "09"}, [("employees", 1, 0), ("capital_yen", 1, 0)]),
        ({"entity_type": "corporation", "industry": "09", "employees": 300}, []),
        ({"entity_type": "corporation", "industry": "09", "employees": 301}, [("capital_yen", 1, 1)]),
        ({"entity_type": "corporation", "industry": "09", "capital_yen": 3 * 10**8}, []),
        ({"entity_type": "corporation", "industry": "09", "capital_yen": 3 * 10**8 + 1}, [("employees", 1, 1)]),
        ({"entity_type": "sole_proprietor", "industry": "09"}, [("employees", 1, 1), ("capital_yen", 0, 0)]),
        ({"entity_type": "npo"}, []),
        ({"employees": 5, "industry": "09"}, [("entity_type", 1, 0), ("capital_yen", 0, 0)]),
    ],
)
def test_a_rule_for_smes(answers: dict[str, object], expected: list[tuple[str, int, int]]) -> None:
    found = asked(measures([(sized("basic_law"),)]), **answers)
    assert [(one.answer, one.decides, one.at_least) for one in found] == expected


@pytest.mark.parametrize(
    ("industry", "refines"),
    [
        ("39", [question("industry", 1, 1, 1, refines=True)]),
        ("392", [question("industry", 1, 1, 1, refines=True)]),
        ("391", []),
        ("3922", []),
        ("09", []),
    ],
)
def test_an_industry_that_is_too_broad_for_size_law_is_asked_more_closely(
    industry: str, refines: list[Question]
) -> None:
    catalogue = measures([(sized("support_law"),)])
    answers = {"entity_type": "corporation", "capital_yen": 2 * 10**8, "employees": 250, "industry": industry}
    assert asked(catalogue, **answers) == refines


def test_an_industry_that_is_too_broad_for_a_rule_is_asked_more_closely() -> None:
    assert asked(measures([(SOFTWARE,)], [(FOOD,)]), industry="39") == [question("industry", 1, 1, 1, refines=True)]
    assert asked(measures([(SOFTWARE,)], [(FOOD,)]), industry="E") == [question("industry", 1, 1, 1, refines=True)]
    assert asked(measures([(SOFTWARE,)], [(FOOD,)]), industry="391") == []


def test_to_be_told_something_else_below_the_answer_is_tried_too() -> None:
    """Only a food maker outside 091 is decided without more: it is ruled out."""
    assert asked(measures([(LIVESTOCK,), (SMALL,)]), industry="09") == [
        question("industry", 1, 0, 1, refines=True),
        question("employees", 1, 0, 1),
    ]


def test_something_else_is_none_of_the_codes_that_rules_name() -> None:
    """090 is named here, so that the code that stands for something else has to be another."""
    catalogue = measures([(LIVESTOCK, SERVES_090), (SMALL,)])
    found = asked(catalogue, industry="09")
    assert found[0] == question("industry", 1, 0, 1, refines=True)


def test_no_answer_is_tried_that_contradicts_the_one_given() -> None:
    """391 leaves the second clause to employees, anything else of 39 the first; only 0911, not of 39, would meet both."""
    other = Condition("industry", "is_none_of", ("391",))
    farm = Condition("industry", "is_one_of", ("391", "0911"))
    found = asked(measures([(farm, SMALL), (other, SMALL)]), industry="39", employees=None)
    assert found == [question("employees", 1, 0, 1), question("industry", 0, 0, 1, refines=True)]


def test_an_answer_as_broad_as_the_open_rule_leaves_it_open() -> None:
    """Unanswered: the major group 09 alone would not tell whether it is 091; any other group would."""
    assert asked(measures([(LIVESTOCK,)])) == [question("industry", 1, 0, 1)]


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({}, [question("founded_on", 1, 1, 1)]),
        # The year alone leaves it open only around the fifth anniversary; then the day is asked for.
        ({"founded_year": 2019}, [question("founded_on", 1, 1, 1, refines=True)]),
        ({"founded_year": 2018}, []),
        ({"founded_year": 2020}, []),
        ({"founded_on": date(2019, 4, 1)}, []),
        ({"founded_on": date(2019, 3, 31)}, []),
    ],
)
def test_the_day_of_foundation(answers: dict[str, object], expected: list[Question]) -> None:
    assert asked(measures([(YOUNG,)]), **answers) == expected


def test_prefecture_answers_for_the_region_too() -> None:
    assert asked(measures([(TOKYO,)], [(KINKI,)], [(GREEN,)])) == [
        question("prefecture", 2, 2, 2),
        question("topics", 1, 1, 1),
    ]


def test_a_set_is_counted_with_none_one_and_all() -> None:
    """Any list answers what is asked of it; a higher certification answers for the lower one."""
    assert asked(measures([(GREEN,)], [(DIGITAL,)], [(KURUMIN,)], [(NO_DEBT,)])) == [
        question("topics", 2, 2, 2),
        question("situations", 1, 1, 1),
        question("certifications", 1, 1, 1),
    ]


def test_the_order_is_decides_then_at_least_then_mentioned_by_then_the_table() -> None:
    catalogue = measures(
        [(TOKYO,)],
        [(TOKYO,)],  # prefecture decides 2
        [(GREEN,)],  # topics: 1, at least 1
        [(SMALL, RICH)],  # employees and capital: 1 at most
        [(NO_DEBT, KURUMIN), (NO_DEBT, YOUNG)],  # situations decide it, the other two only together
    )
    found = asked(catalogue)
    assert [(one.answer, one.decides, one.at_least, one.mentioned_by) for one in found] == [
        ("prefecture", 2, 2, 2),
        ("topics", 1, 1, 1),
        ("employees", 1, 0, 1),
        ("capital_yen", 1, 0, 1),
        ("situations", 1, 0, 1),
        ("certifications", 0, 0, 1),
        ("founded_on", 0, 0, 1),
    ]
    assert QUESTIONS.index("employees") < QUESTIONS.index("capital_yen") < QUESTIONS.index("situations")


def test_what_is_mentioned_more_comes_first_of_equals() -> None:
    catalogue = measures([(SMALL, GREEN)], [(DIGITAL, RICH), (DIGITAL, SMALL)])
    by_key = {one.answer: one for one in asked(catalogue)}
    assert by_key["employees"] == question("employees", 1, 0, 2)
    assert by_key["capital_yen"] == question("capital_yen", 0, 0, 1)
    assert next(iter(by_key)) == "topics"


def test_measures_are_counted_not_their_programmes() -> None:
    """A measure with one sure programme is decided; one with two open ones is decided when either is met or both fail."""
    programmes = [
        Candidate("a", "sure", (1,)),
        Candidate("b", "sure", (1,), (Clause((RICH,)),)),
        Candidate("c", "open", (2,), (Clause((POOR,)),)),
        Candidate("d", "open", (2,), (Clause((RICH,)),)),
    ]
    assert asked(programmes) == [question("capital_yen", 1, 1, 1)]


def test_what_is_not_encoded_can_only_be_ruled_out() -> None:
    bare = Candidate("a", "1", (1,), encoded=False)
    half = Candidate("b", "2", (2,), (Clause((SMALL,)),), encoded=False)
    assert asked([bare, half]) == [question("employees", 1, 0, 1)]
    assert asked([bare]) == []


def test_an_empty_catalogue_asks_nothing() -> None:
    assert asked([]) == []
