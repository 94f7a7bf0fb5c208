"""The rules engine: which support programmes can a company use, in what order, and why.

The method. A company's answers are turned into *facts*, each kept as the answers that remain possible: one when it is
certain, several when the law or a broad answer leaves it open, none given when it is unknown (``facts``, ``size``). A *candidate*
asks for clauses, AND-ed, of conditions, OR-ed. A condition holds, or fails, when it does so in every possible world; otherwise it is
unknown, and strong Kleene logic carries that up: a clause is the greatest of its conditions, a candidate the least of its
clauses (``truth``, ``assessment``). What a candidate is for never excludes; it earns points, in named parts that add up to the score
(``relevance``), and the list is ordered by one stated sentence (``ranking``). Every answer to an open question is tried, to count
what it would decide (``questions``).

All of that exists twice: as a reference that reads like the rule and explains the few results that are shown, and as an *index* of
bit planes, one integer holding a bit for each candidate, which finds and orders them (``index``, ``scoring``, ``probe``), or a bit for
each company (``population``). Tests prove them equal.

Standard library only; no clock (the day is an argument), no language, no I/O.
"""

from matcher.assessment import ClauseFinding, Finding, Outcome, Verdict, assess
from matcher.errors import Problem, ProfileError, RuleError
from matcher.facts import Facts, derive
from matcher.index import Index, Verdicts
from matcher.population import Population, Standing
from matcher.profile import Profile
from matcher.questions import Question, Trials, next_questions
from matcher.ranking import Ranked, rank
from matcher.relevance import Part, Relevance, Score
from matcher.rules import Audience, Availability, Candidate, Clause, Condition, Focus, Level, Period
from matcher.truth import FALSE, TRUE, UNKNOWN, Truth

__all__ = [
    "FALSE",
    "TRUE",
    "UNKNOWN",
    "Audience",
    "Availability",
    "Candidate",
    "Clause",
    "ClauseFinding",
    "Condition",
    "Facts",
    "Finding",
    "Focus",
    "Index",
    "Level",
    "Outcome",
    "Part",
    "Period",
    "Population",
    "Problem",
    "Profile",
    "ProfileError",
    "Question",
    "Ranked",
    "Relevance",
    "RuleError",
    "Score",
    "Standing",
    "Trials",
    "Truth",
    "Verdict",
    "Verdicts",
    "assess",
    "derive",
    "next_questions",
    "rank",
]
