"""Rows become candidates: what a listing adds, replaces and narrows; what is encoded; the cards beside them."""

from dataclasses import replace
from datetime import date

import pytest

from catalogue.bridge import CheckCard, EventCard, MeasureCard, Origin, RowCard, compile_catalogue, load_candidates
from catalogue.imports.records import (
    CatalogueRecord,
    CheckRecord,
    CriterionRecord,
    MeasureRecord,
    PeriodRecord,
    ProgrammeRecord,
    RowsRecord,
    UseRecord,
)
from catalogue.imports.store import store_catalogue
from matcher import Audience, Availability, Candidate, Clause, Condition, Focus, Level, Period

pytestmark = pytest.mark.django_db

SMALL = Condition("employees", "at_most", (300,))
SME = Condition("company_size", "is_one_of", ("micro", "sme"), "support_law")
IN_TOKYO = Condition("prefecture", "is_one_of", ("13",))
GX = Condition("topics", "has_any", ("gx", "energy_saving"))
DX = Condition("topics", "has_any", ("dx",))
KURUMIN = Condition("certifications", "has_any", ("kurumin",))
RAISE = Condition("situations", "has_any", ("wage_raise_planned",))


def row(condition: Condition, level: str = "", effect: str = "", place: str = "p6") -> CriterionRecord:
    return CriterionRecord(
        condition.feature, condition.operator, condition.values, condition.regime, level, effect=effect, place=place
    )


OWN = RowsRecord(
    supports=("subsidy", "consultation"),
    requirements=((row(SME), row(SMALL)),),
    focus=(row(GX, "primary"),),
    bonuses=(row(KURUMIN, effect="加点"),),
    checks=(CheckRecord("事業計画が要ります。", "p6 方針"),),
    availability=(PeriodRecord("open", date(2024, 1, 15), date(2024, 3, 31), "p6"),),
)
PROGRAMME = ProgrammeRecord("hojo", "補助金", "", "p6", "done", False, OWN)


def measure(code: str, *programmes: ProgrammeRecord | UseRecord) -> MeasureRecord:
    area = int(code.partition("-")[0])
    return MeasureRecord(
        code, area, f"施策{code}", False, ("経産省", "中企庁"), "direct", "p6", "概要。", programmes, ()
    )


def catalogue(*measures: MeasureRecord, shared: ProgrammeRecord | None = None) -> CatalogueRecord:
    return CatalogueRecord((), (), {shared.code: shared} if shared else {}, {one.code: one for one in measures})


def candidates(*measures: MeasureRecord, shared: ProgrammeRecord | None = None) -> dict[str, Candidate]:
    store_catalogue(catalogue(*measures, shared=shared))
    return {candidate.key: candidate for candidate in load_candidates(date(2024, 3, 31))}


WHOLE = Candidate(
    key="1-01/hojo",
    group="1-01",
    order=(1, 1),
    requirements=(Clause((SME, SMALL)),),
    encoded=True,
    focus=(Focus(GX, Level.PRIMARY),),
    bonuses=(KURUMIN,),
    supports=("subsidy", "consultation"),
    audience=Audience.DIRECT,
    periods=(Period(Availability.OPEN, date(2024, 1, 15), date(2024, 3, 31)),),
)


def test_a_programme_is_a_candidate_with_all_its_rows() -> None:
    assert candidates(measure("1-01", PROGRAMME)) == {"1-01/hojo": WHOLE}


def use(**rows: object) -> UseRecord:
    return UseRecord("hojo", "", "p7", "グリーン枠", RowsRecord(**rows))  # type: ignore[arg-type]


LISTED = [
    ("a listing without rows of its own has the programme's", use(), {}),
    (
        "its requirements come beside the programme's, in groups of their own",
        use(requirements=((row(IN_TOKYO),), (row(SMALL),))),
        {"requirements": (Clause((SME, SMALL)), Clause((IN_TOKYO,)), Clause((SMALL,)))},
    ),
    (
        "its focus stands instead of the programme's",
        use(focus=(row(DX, "secondary"),)),
        {"focus": (Focus(DX, Level.SECONDARY),)},
    ),
    (
        "its kinds of help stand instead of the programme's",
        use(supports=("consultation",)),
        {"supports": ("consultation",)},
    ),
    (
        "its bonuses come beside the programme's, after them",
        use(bonuses=(row(RAISE, effect="補助率"),)),
        {"bonuses": (KURUMIN, RAISE)},
    ),
    (
        "its days come after the programme's, so that they win",
        use(availability=(PeriodRecord("closed", date(2024, 3, 1), None, "p7"),)),
        {"periods": (*WHOLE.periods, Period(Availability.CLOSED, date(2024, 3, 1), None))},
    ),
]


@pytest.mark.parametrize(("listing", "changes"), [case[1:] for case in LISTED], ids=[case[0] for case in LISTED])
def test_what_a_listing_says_itself(listing: UseRecord, changes: dict[str, object]) -> None:
    found = candidates(measure("1-01", use()), measure("1-02", listing), shared=PROGRAMME)
    assert found == {
        "1-01/hojo": WHOLE,
        "1-02/hojo": replace(WHOLE, key="1-02/hojo", group="1-02", order=(1, 2), **changes),  # type: ignore[arg-type]
    }


ENCODED = [
    # encoding, open to all, requirements, checks → encoded
    ("not_yet", False, False, False, False),
    ("not_yet", False, True, False, False),
    ("done", True, False, False, True),
    ("done", True, False, True, True),
    ("done", False, True, False, True),
    ("done", False, True, True, True),
    ("done", False, False, True, False),
    ("reviewed", False, True, False, True),
    ("reviewed", False, False, True, False),
]


@pytest.mark.parametrize(("encoding", "open_to_all", "required", "checked", "encoded"), ENCODED)
def test_only_what_is_stated_or_open_to_all_counts_as_encoded(
    encoding: str, open_to_all: bool, required: bool, checked: bool, encoded: bool
) -> None:
    rows = RowsRecord(
        supports=("subsidy",),
        requirements=OWN.requirements if required else (),
        checks=OWN.checks if checked else (),
    )
    programme = ProgrammeRecord("hojo", "補助金", "", "p6", encoding, open_to_all, rows)
    assert candidates(measure("1-01", programme))["1-01/hojo"].encoded is encoded


def test_what_a_listing_requires_counts_as_stated() -> None:
    unconditional = replace(PROGRAMME, rows=replace(OWN, requirements=()))
    listing = use(requirements=((row(IN_TOKYO),),))
    found = candidates(measure("1-01", use()), measure("1-02", listing), shared=unconditional)
    assert {key: candidate.encoded for key, candidate in found.items()} == {"1-01/hojo": False, "1-02/hojo": True}


def test_candidates_stand_in_the_order_of_the_source() -> None:
    others = [replace(PROGRAMME, code=code) for code in ("b", "a", "c")]
    measures = (measure("2-01", others[2]), measure("1-10", others[1]), measure("1-02", PROGRAMME, others[0]))
    found = candidates(*measures)
    assert [(key, candidate.order) for key, candidate in found.items()] == [
        ("1-02/hojo", (1, 2)),
        ("1-02/b", (1, 2)),
        ("1-10/a", (1, 10)),
        ("2-01/c", (2, 1)),
    ]


def test_the_cards_hold_what_is_shown() -> None:
    listing = use(bonuses=(row(RAISE, effect="補助率", place="p7"),), checks=(CheckRecord("都内。", "p7"),))
    store_catalogue(catalogue(measure("1-01", listing), shared=PROGRAMME))
    compiled = compile_catalogue(date(2024, 3, 31))
    assert compiled.measures == {
        "1-01": MeasureCard("1-01", "施策1-01", 1, ("経産省", "中企庁"), "概要。", "direct"),
    }
    card = compiled.programmes["1-01/hojo"]
    assert (card.code, card.name, card.aspect, card.encoding) == ("hojo", "補助金", "グリーン枠", "done")
    p6, p7 = Origin("p6", "", None), Origin("p7", "", None)
    assert card.supports == ("subsidy", "consultation")
    assert card.requirements == ((RowCard(SME, p6, "", ""), RowCard(SMALL, p6, "", "")),)
    assert card.bonuses == (RowCard(KURUMIN, p6, "", "加点"), RowCard(RAISE, p7, "", "補助率"))
    assert card.checks == (
        CheckCard("事業計画が要ります。", Origin("p6 方針", "", None)),
        CheckCard("都内。", p7),
    )


KNOWN = [
    # when it happened, when it was read of, the day asked for → known by then
    ("2025-03-31", date(2026, 1, 1), date(2025, 3, 30), False),
    ("2025-03-31", date(2026, 1, 1), date(2025, 3, 31), True),
    ("2025-03", date(2026, 1, 1), date(2025, 3, 31), False),
    ("2025-03", date(2026, 1, 1), date(2025, 4, 1), True),
    ("2025-12", date(2026, 1, 1), date(2026, 1, 1), True),
    ("", date(2026, 1, 1), date(2025, 12, 31), False),
    ("", date(2026, 1, 1), date(2026, 1, 1), True),
    ("", None, date(2100, 1, 1), False),
]


@pytest.mark.parametrize(("on", "read_on", "day", "known"), KNOWN)
def test_what_became_of_a_programme_is_known_from_its_day_on(
    on: str, read_on: date | None, day: date, known: bool
) -> None:
    assert EventCard("ended", on, "", "", "", Origin("", "官報", read_on)).known_on(day) is known
