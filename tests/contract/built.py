"""An answer of a match, built by hand: two measures, every outcome, a check, a bonus and a question."""

from datetime import date

from catalogue.bridge import CheckCard, EventCard, MeasureCard, Origin, ProgrammeCard, RowCard
from catalogue.shortlist import MeasureResult, ProgrammeResult, Shortlist, SizeAnswer
from matcher import Availability, Candidate, Clause, Condition, Outcome, Part, Question, Score, assess
from matcher.assessment import Finding
from matcher.truth import TRUE

PRINTED = Origin("p6 方針", "", None)
READ = Origin("", "公募要領", date(2026, 11, 23))

SMALL = Condition("employees", "at_most", (300,))
IN_TOKYO = Condition("prefecture", "is_one_of", ("13",))
RICH = Condition("capital_yen", "at_least", (150_000_000,))
KURUMIN = Condition("certifications", "has_any", ("kurumin",))

FACTS = {("employees", ""): (40,), ("prefecture", ""): None, ("capital_yen", ""): (10_000_000,)}


def _card(code: str, name: str, *groups: tuple[RowCard, ...], **rest: object) -> ProgrammeCard:
    given = {"aspect": "", "encoding": "done", "supports": ("subsidy",), "bonuses": (), "checks": ()} | rest
    return ProgrammeCard(code, name, requirements=groups, **given)  # type: ignore[arg-type]


def _candidate(group: str, card: ProgrammeCard) -> Candidate:
    clauses = tuple(Clause(tuple(row.condition for row in group)) for group in card.requirements)
    return Candidate(f"{group}/{card.code}", group, (1,), clauses, encoded=card.encoding != "not_yet")


def _row(condition: Condition, origin: Origin = PRINTED, effect: str = "") -> RowCard:
    return RowCard(condition, origin, "", effect)


_SETSUBI = _card(
    "setsubi",
    "設備補助金",
    (_row(SMALL), _row(RICH)),
    aspect="グリーン枠",
    bonuses=(_row(KURUMIN, READ, "審査で加点"),),
    checks=(CheckCard("事業計画が要ります。", PRINTED),),
)
_TOKYO = _card("tokyo", "都内の相談", (_row(IN_TOKYO), _row(RICH)), supports=("consultation", "information"))
_RENAMED = EventCard("renamed", "2025-04", "大きな会社の制度", "成長の支援", "窓口は同じ。", READ)
_BIG = _card("big", "大きな会社の制度", (_row(RICH),), (_row(SMALL, READ),), history=(_RENAMED,))
_LATER = _card("later", "これから整理する制度", encoding="not_yet")


def _result(group: str, card: ProgrammeCard, *bonuses: Finding) -> ProgrammeResult:
    return ProgrammeResult(card, assess(_candidate(group, card), FACTS), bonuses, card.history)


SHORTLIST = Shortlist(
    as_of=date(2024, 3, 31),
    version="0123456789ab",
    size=SizeAnswer("sme", ("sme",), (), ("capital_yen",)),
    counts={Outcome.ELIGIBLE: 1, Outcome.NEEDS_INFO: 1, Outcome.INELIGIBLE: 1},
    results=(
        MeasureResult(
            1,
            MeasureCard(
                "1-01", "設備の更新", 1, ("経産省", "中企庁"), "設備を新しくする会社に補助金が出ます。", "direct"
            ),
            Outcome.ELIGIBLE,
            Availability.OPEN,
            Score(380, (Part("verdict", 100), Part("topics", 80, ("gx",)), Part("availability", 200))),
            (
                _result("1-01", _SETSUBI, Finding(KURUMIN, TRUE, (frozenset({"kurumin", "kurumin_try"}),))),
                _result("1-01", _TOKYO),
            ),
        ),
        MeasureResult(
            2,
            MeasureCard("1-02", "これからの制度", 1, ("中企庁",), "まだ整理していません。", "direct"),
            Outcome.NEEDS_INFO,
            Availability.UNKNOWN,
            Score(205, (Part("support", 5, ("subsidy",)), Part("availability", 200))),
            (_result("1-02", _LATER),),
        ),
        MeasureResult(
            3,
            MeasureCard("1-03", "大きな会社の支援", 1, ("経産省",), "大きな会社のための制度です。", "indirect"),
            Outcome.INELIGIBLE,
            Availability.CLOSED,
            Score(0, ()),
            (_result("1-03", _BIG),),
        ),
    ),
    questions=(Question("prefecture", decides=1, at_least=0, mentioned_by=1, refines=False),),
)
