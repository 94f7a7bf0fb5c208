"""The score, part by part, on candidates made by hand."""

from datetime import date

import pytest

from matcher.assessment import assess
from matcher.facts import derive
from matcher.features import FEATURES
from matcher.profile import Profile
from matcher.relevance import (
    ANY_INDUSTRY,
    AUDIENCE,
    BONUS,
    CLOSED_MOST,
    COMPANY,
    ELIGIBLE,
    FOCUS,
    INDUSTRY,
    NO_SCORE,
    SUPPORT,
    UNASKED,
    USABLE,
    Relevance,
    Score,
    several,
)
from matcher.rules import Audience, Availability, Candidate, Clause, Condition, Focus, Level, Period
from matcher.size import REGIMES

AS_OF = date(2024, 3, 31)
EVERY_FACT = [(key, regime) for key, row in FEATURES.items() for regime in (REGIMES if row.by_regime else [""])]
PRIMARY, SECONDARY = Level.PRIMARY, Level.SECONDARY


def candidate(*focus: Focus, key: str = "p", **more: object) -> Candidate:
    """Nothing but what is given: no support, nobody to act."""
    return Candidate(key, key, (1,), focus=focus, **{"audience": Audience.NONE, **more})  # type: ignore[arg-type]


def has_any(feature: str, *values: str, level: Level = PRIMARY, fit: int = 0) -> Focus:
    return Focus(Condition(feature, "has_any", values), level, fit)


def is_one_of(feature: str, *values: str, level: Level = PRIMARY, regime: str = "") -> Focus:
    return Focus(Condition(feature, "is_one_of", values, regime), level)


def scored(scored_one: Candidate, profile: Profile, *others: Candidate, day: date = AS_OF) -> Score:
    facts = derive(profile, AS_OF, EVERY_FACT)
    truth = assess(scored_one, facts).truth
    return Relevance([scored_one, *others]).score(scored_one, facts, truth, day)


def part(score: Score, name: str) -> tuple[int, tuple[object, ...]]:
    """Points and reasons of the part *name*; none when it earned nothing."""
    found = [(one.points, one.reasons) for one in score.parts if one.name == name]
    assert len(found) <= 1
    return found[0] if found else (0, ())


def holding(**answers: str) -> Profile:
    return Profile(**{key: frozenset(value.split()) for key, value in answers.items()})  # type: ignore[arg-type]


COUNTED = tuple(FOCUS)
CODES = {"topics": "gx dx", "situations": "exporting excess_debt"}


@pytest.mark.parametrize("feature", COUNTED)
@pytest.mark.parametrize(
    ("level", "fit", "strength"), [(PRIMARY, 0, 8), (SECONDARY, 0, 4), (PRIMARY, 10, 10), (SECONDARY, 1, 1)]
)
def test_a_matched_value_earns_by_its_fit(feature: str, level: Level, fit: int, strength: int) -> None:
    first, second = CODES[feature].split()
    one = candidate(has_any(feature, first, level=level, fit=fit))
    assert part(scored(one, holding(**{feature: first})), feature) == (FOCUS[feature] * strength, (first,))
    assert part(scored(one, holding(**{feature: second})), feature) == (0, ())
    assert part(scored(one, holding(**{feature: ""})), feature) == (0, ())
    assert part(scored(one, Profile()), feature) == (0, ())


@pytest.mark.parametrize("feature", COUNTED)
def test_the_better_fit_counts_where_two_are_given(feature: str) -> None:
    code = CODES[feature].split()[0]
    both = candidate(has_any(feature, code, level=SECONDARY, fit=5), has_any(feature, code, fit=6))
    assert part(scored(both, holding(**{feature: code})), feature) == (6 * FOCUS[feature], (code,))


def test_a_wish_says_more_than_a_situation() -> None:
    assert FOCUS["topics"] > FOCUS["situations"] > 0


@pytest.mark.parametrize(
    ("points", "together"),
    [
        ([], 0),
        ([100], 100),
        ([100, 0], 75 + 25),
        ([100, 100], 175),
        ([100, 40], 130),
        ([100, 40, 8], 136),
        ([7, 7, 7], 17),
    ],
)
def test_of_several_matches_the_strongest_counts_in_full_and_the_others_by_three_quarters(
    points: list[int], together: int
) -> None:
    assert several(points) == together


def test_matched_values_are_named_the_strongest_first() -> None:
    one = candidate(has_any("topics", "rd", "ip", level=SECONDARY), has_any("topics", "gx", "dx"))
    primary, secondary = 8 * FOCUS["topics"], 4 * FOCUS["topics"]
    points = several([primary, primary, secondary])
    assert part(scored(one, holding(topics="ip gx dx wage")), "topics") == (points, ("dx", "gx", "ip"))


def test_as_long_as_no_wish_is_known_who_serves_many_comes_first() -> None:
    many = candidate(has_any("topics", "rd", "ip", level=SECONDARY), has_any("topics", "gx", fit=10))
    few, none = candidate(has_any("topics", "rd", level=SECONDARY)), candidate(has_any("situations", "exporting"))
    assert [part(scored(one, Profile()), "unasked_topics") for one in (many, few, none)] == [
        (UNASKED * (4 + 4 + 10), ()),
        (UNASKED * 4, ()),
        (0, ()),
    ]
    for answer in ("", "wage", "gx"):
        assert part(scored(many, holding(topics=answer)), "unasked_topics") == (0, ())


def test_a_certification_that_it_was_made_for_counts_as_the_kind_of_company() -> None:
    one = candidate(has_any("certifications", "kurumin"))
    assert part(scored(one, holding(certifications="kurumin_platinum")), "company")[0] == COMPANY[PRIMARY]
    assert part(scored(one, holding(certifications="kurumin_try")), "company") == (0, ())


@pytest.mark.parametrize(
    ("total", "serving", "share"),
    [(1, 1, 100), (2, 1, 100), (100, 1, 100), (4, 2, 65), (100, 10, 65), (2, 2, 30), (100, 100, 30)],
)
def test_a_rare_match_says_more_than_a_common_one(total: int, serving: int, share: int) -> None:
    """From all of the points, where one candidate serves it, to RARITY_LEAST of them, where all do."""
    catalogue = [candidate(has_any("topics", "gx"), key=f"p{n}") for n in range(serving)]
    catalogue += [candidate(key=f"q{n}") for n in range(total - serving)]
    assert Relevance(catalogue).focus_points("topics", "gx", 8) == 8 * FOCUS["topics"] * share // 100


def test_a_candidate_that_names_a_value_twice_serves_it_once() -> None:
    twice = candidate(has_any("topics", "gx"), has_any("topics", "gx", level=SECONDARY))
    assert Relevance([twice, candidate(key="q")]).focus_points("topics", "gx", 8) == 8 * FOCUS["topics"]


@pytest.mark.parametrize(
    ("rows", "answer", "points", "met"),
    [
        # Made for no industry in particular.
        ((), "09", ANY_INDUSTRY, 0),
        ((), None, ANY_INDUSTRY, 0),
        # Made for food makers.
        ((is_one_of("industry", "09"),), "09", INDUSTRY[PRIMARY], 1),
        ((is_one_of("industry", "09"),), "0911", INDUSTRY[PRIMARY], 1),
        ((is_one_of("industry", "09", level=SECONDARY),), "09", INDUSTRY[SECONDARY], 1),
        ((is_one_of("industry", "09"),), "50", 0, 0),
        # Too broad an answer, or none: as good as made for none in particular.
        ((is_one_of("industry", "09"),), "E", ANY_INDUSTRY, 0),
        ((is_one_of("industry", "09"),), None, ANY_INDUSTRY, 0),
        # The best of several rows counts, once.
        ((is_one_of("industry", "E", level=SECONDARY), is_one_of("industry", "09")), "09", INDUSTRY[PRIMARY], 2),
        ((is_one_of("industry", "E", level=SECONDARY), is_one_of("industry", "09")), "10", INDUSTRY[SECONDARY], 1),
        ((is_one_of("industry", "E", level=SECONDARY), is_one_of("industry", "09")), "E", INDUSTRY[SECONDARY], 1),
    ],
)
def test_made_for_this_industry(rows: tuple[Focus, ...], answer: str | None, points: int, met: int) -> None:
    earned, reasons = part(scored(candidate(*rows), Profile(industry=answer)), "industry")
    assert (earned, len(reasons)) == (points, met)


def test_its_own_industry_is_worth_more_than_any_and_any_more_than_another() -> None:
    assert INDUSTRY[PRIMARY] > INDUSTRY[SECONDARY] > ANY_INDUSTRY > 0


@pytest.mark.parametrize(
    ("rows", "answer", "lost"),
    [
        ((is_one_of("industry", "09"),), "50", True),
        ((is_one_of("industry", "09"), is_one_of("industry", "10", level=SECONDARY)), "50", True),
        ((is_one_of("industry", "09", level=SECONDARY),), "50", False),  # not made for it alone
        ((is_one_of("industry", "09"),), "09", False),
        ((is_one_of("industry", "09"),), "E", False),  # may be
        ((is_one_of("industry", "09"),), None, False),
        ((), "50", False),
    ],
)
def test_what_was_made_for_another_industry_earns_half_for_wishes(
    rows: tuple[Focus, ...], answer: str | None, lost: bool
) -> None:
    one = candidate(has_any("topics", "gx", fit=7), has_any("situations", "exporting", fit=9), *rows)
    company = Profile(industry=answer, topics=frozenset(["gx"]), situations=frozenset(["exporting"]))
    topics, situations = 7 * FOCUS["topics"], 9 * FOCUS["situations"]
    score = scored(one, company)
    assert (part(score, "topics")[0], part(score, "situations")[0]) == (topics, situations)
    left_out = -((topics + 1) // 2 + (situations + 1) // 2)
    conditions = tuple(row.condition for row in rows)
    assert part(score, "other_industry") == ((left_out, conditions) if lost else (0, ()))


def test_made_for_companies_like_this_one() -> None:
    size = is_one_of("company_size", "micro", "sme", regime="basic_law")
    place = is_one_of("prefecture", "47", level=SECONDARY)
    young = Focus(Condition("years_since_foundation", "less_than", (5,)), PRIMARY)
    one = candidate(size, place, young)
    answers = {"entity_type": "corporation", "industry": "09", "employees": 21, "prefecture": "47"}
    both = part(scored(one, Profile(**answers)), "company")  # type: ignore[arg-type]
    assert both == (COMPANY[PRIMARY] + COMPANY[SECONDARY], (size.condition, place.condition))
    assert part(scored(one, Profile(prefecture="13")), "company") == (0, ())


def test_further_sites_are_a_matter_of_place_not_counted_by_value() -> None:
    sites = has_any("other_prefectures", "01", "13")
    score = scored(candidate(sites), holding(other_prefectures="01 13"))
    assert part(score, "company") == (COMPANY[PRIMARY], (sites.condition,))


@pytest.mark.parametrize(
    ("held", "points", "met"),
    [("", 0, []), ("dx_certified", 0, []), ("kurumin", BONUS, [0]), ("kurumin youth_yell", BONUS, [0, 1])],
)
def test_a_bonus_counts_once_however_many_are_met(held: str, points: int, met: list[int]) -> None:
    rows = tuple(Condition("certifications", "has_any", (code,)) for code in ("kurumin", "youth_yell"))
    score = scored(candidate(bonuses=rows), holding(certifications=held))
    assert part(score, "bonus") == (points, tuple(rows[place] for place in met))


def test_a_bonus_that_is_not_known_to_be_met_earns_nothing() -> None:
    row = Condition("certifications", "has_any", ("kurumin",))
    assert part(scored(candidate(bonuses=(row,)), Profile()), "bonus") == (0, ())


@pytest.mark.parametrize(
    ("kinds", "points"),
    [(("information", "subsidy"), SUPPORT["subsidy"]), (("information",), SUPPORT["information"]), ((), 0)],
)
def test_the_best_kind_of_help_counts(kinds: tuple[str, ...], points: int) -> None:
    assert part(scored(candidate(supports=kinds), Profile()), "support") == (points, kinds if points else ())


def test_money_and_hands_on_help_before_leaflets() -> None:
    order = ("subsidy", "loan", "consultation", "event", "information")
    assert sorted(order, key=lambda kind: -SUPPORT[kind]) == list(order)


@pytest.mark.parametrize("audience", list(Audience))
def test_who_acts(audience: Audience) -> None:
    points = AUDIENCE[audience]
    assert part(scored(candidate(audience=audience), Profile()), "audience") == (
        points,
        (audience.value,) if points else (),
    )


def test_direct_before_indirect_before_none() -> None:
    assert AUDIENCE[Audience.DIRECT] > AUDIENCE[Audience.INDIRECT] > AUDIENCE[Audience.NONE] == 0


NEEDS_TOKYO = (Clause((Condition("prefecture", "is_one_of", ("13",)),)),)


def test_an_eligible_one_scores_above_the_same_one_that_needs_information() -> None:
    one = candidate(requirements=NEEDS_TOKYO)
    sure, open_ = scored(one, Profile(prefecture="13")), scored(one, Profile())
    assert (part(sure, "verdict"), part(open_, "verdict")) == ((ELIGIBLE, ()), (0, ()))
    assert sure.points - open_.points == ELIGIBLE > 0


def test_what_is_ruled_out_has_no_score() -> None:
    one = candidate(has_any("topics", "gx"), requirements=NEEDS_TOKYO)
    assert scored(one, Profile(prefecture="01", topics=frozenset(["gx"]))) is NO_SCORE
    assert (NO_SCORE.points, NO_SCORE.parts) == (0, ())


@pytest.mark.parametrize("state", [Availability.OPEN, Availability.UPCOMING, Availability.UNKNOWN])
def test_whatever_is_not_known_to_be_closed_is_usable(state: Availability) -> None:
    assert part(scored(candidate(periods=(Period(state),)), Profile()), "availability") == (USABLE, ())


@pytest.mark.parametrize(
    ("matched", "left"),
    [((), (ELIGIBLE + ANY_INDUSTRY) // 16), (("gx", "dx", "rd", "ip", "wage", "data", "food", "care"), CLOSED_MOST)],
)
def test_a_closed_one_keeps_a_sixteenth_up_to_a_limit(matched: tuple[str, ...], left: int) -> None:
    one = candidate(*(has_any("topics", code) for code in matched), periods=(Period(Availability.CLOSED),))
    score = scored(one, Profile(topics=frozenset(matched)))
    assert score.points == sum(row.points for row in score.parts) == left
    assert part(score, "availability")[0] < 0


def test_the_best_match_that_has_closed_stands_below_the_worst_that_has_not() -> None:
    topics = ("gx", "dx", "rd", "ip", "wage", "data", "food", "care")
    closed = candidate(
        *(has_any("topics", code) for code in topics),
        is_one_of("industry", "09"),
        supports=("subsidy",),
        audience=Audience.DIRECT,
        periods=(Period(Availability.CLOSED, AS_OF),),
    )
    unrelated = candidate(is_one_of("industry", "50"), requirements=NEEDS_TOKYO, key="q")
    profile = Profile(industry="09", topics=frozenset(topics))
    assert scored(closed, profile).points < scored(unrelated, profile).points
    the_day_before = date(2024, 3, 30)
    assert scored(closed, profile, day=the_day_before).points > scored(unrelated, profile).points


def test_the_parts_of_a_full_score_in_their_order() -> None:
    one = candidate(
        has_any("topics", "gx"),
        has_any("situations", "exporting", level=SECONDARY),
        is_one_of("industry", "E", level=SECONDARY),
        is_one_of("prefecture", "13"),
        bonuses=(Condition("prefecture", "is_one_of", ("13",)),),
        supports=("loan",),
        audience=Audience.DIRECT,
    )
    profile = Profile(industry="09", prefecture="13", topics=frozenset(["gx"]), situations=frozenset(["exporting"]))
    score = scored(one, profile)
    assert [(row.name, row.points) for row in score.parts] == [
        ("verdict", ELIGIBLE),
        ("topics", 8 * FOCUS["topics"]),
        ("situations", 4 * FOCUS["situations"]),
        ("industry", INDUSTRY[SECONDARY]),
        ("company", COMPANY[PRIMARY]),
        ("bonus", BONUS),
        ("support", SUPPORT["loan"]),
        ("audience", AUDIENCE[Audience.DIRECT]),
        ("availability", USABLE),
    ]
    assert score.points == sum(row.points for row in score.parts)
