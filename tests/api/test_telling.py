"""What goes out as ready-made bytes is to the letter what the contract lays out, whoever asked before, for what day and in what language."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest
from django.utils import translation

from catalogue.contract import telling
from catalogue.contract.match import MatchRequest, answer
from catalogue.contract.telling import dump, teller
from catalogue.shortlist import Snapshot, shortlist, snapshot
from matcher import Profile
from tests.benchmarks.generate import profiles
from tests.companies import COMPANIES

pytestmark = pytest.mark.usefixtures("real_stored", "db")

DAY = date(2024, 3, 31)
"""The day of the source."""


def _check(request: MatchRequest) -> None:
    laid_out = answer(
        shortlist(request.profile, request.as_of, request.limit, include_ineligible=request.include_ineligible)
    )
    told = teller(snapshot(request.as_of))
    assert told.answer(request, questions=True).decode() == dump(laid_out)
    del laid_out["next_questions"]
    assert told.answer(request, questions=False).decode() == dump(laid_out)


def _some() -> list[Profile]:
    judged = [Profile.from_mapping(one, DAY) for one in COMPANIES.values()]
    return [Profile(), *judged, *profiles(10, seed=11)]


@pytest.mark.parametrize("language", ["ja", "en"])
def test_it_says_what_the_contract_lays_out(language: str) -> None:
    with translation.override(language):
        for profile in _some():
            _check(MatchRequest(profile, DAY, 20, include_ineligible=False))
        _check(MatchRequest(Profile(), DAY, 200, include_ineligible=True))


def test_neither_days_nor_languages_nor_companies_get_into_each_other() -> None:
    chance = random.Random(5)
    companies = _some()
    for _ in range(40):
        day = DAY + timedelta(chance.choice((0, 0, 30, 366, 700, 970)))
        with translation.override(chance.choice(("ja", "en"))):
            _check(MatchRequest(chance.choice(companies), day, chance.choice((1, 20, 200)), chance.random() < 0.3))


def test_it_starts_to_remember_afresh_when_it_remembers_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telling, "KEPT", 3)
    monkeypatch.setattr(telling, "_KEPT_OF_ONE", 2)
    made = Snapshot(snapshot(DAY).version, DAY)
    for profile in _some()[:8]:
        request = MatchRequest(profile, DAY, 20, include_ineligible=False)
        assert teller(made).answer(request, questions=False) == teller(snapshot(DAY)).answer(request, questions=False)
