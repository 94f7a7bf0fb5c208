"""Companies to match, as partners send them."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date

from matcher import Profile

COMPANIES: Mapping[str, Mapping[str, object]] = {
    "nothing answered": {},
    "a food maker in Nagano": {
        "entity_type": "corporation",
        "industry": "09",
        "prefecture": "20",
        "capital_yen": 10_000_000,
        "employees": 40,
        "topics": ["dx", "investment"],
        "situations": ["food_manufacturer", "wage_raise_planned"],
        "certifications": ["kurumin"],
    },
    "a restaurant without a company": {
        "entity_type": "sole_proprietor",
        "industry": "76",
        "prefecture": "27",
        "employees": 7,
        "founded_year": 2012,
        "topics": ["productivity"],
        "certifications": [],
    },
    "a large maker": {
        "entity_type": "corporation",
        "industry": "31",
        "capital_yen": 50_000_000_000,
        "employees": 8_000,
        "topics": ["gx", "rd"],
        "situations": ["capex_1bn"],
    },
    "a shop that hands over": {
        "entity_type": "corporation",
        "industry": "I",
        "topics": ["succession", "ma"],
        "situations": ["successor_absent", "succession_planned"],
    },
    "nothing wanted, nothing held": {
        "entity_type": "corporation",
        "industry": "39",
        "topics": [],
        "certifications": [],
        "situations": [],
        "other_industries": [],
        "other_prefectures": [],
    },
    "everything answered": {
        "name": "株式会社みほん",
        "corporate_number": "7000012050002",
        "entity_type": "corporation",
        "industry": "2433",
        "other_industries": ["391"],
        "prefecture": "23",
        "other_prefectures": ["13", "47"],
        "capital_yen": 50_000_000,
        "employees": 120,
        "founded_year": 1968,
        "founded_on": "1968-04-01",
        "annual_sales_yen": 2_800_000_000,
        "annual_energy_kl": 1_600.5,
        "topics": ["gx", "energy_saving", "investment", "wage"],
        "certifications": ["kurumin_platinum", "dx_certified"],
        "situations": ["wage_raise_planned", "aged_equipment"],
    },
}
"""From no answer to all of them; sizes, forms and wishes that the rules tell apart."""

FOOD_MAKER = COMPANIES["a food maker in Nagano"]


def as_json(profile: Profile) -> dict[str, object]:
    """*profile* as a partner would send it."""
    return {
        field.name: _plain(value) for field in fields(profile) if (value := getattr(profile, field.name)) is not None
    }


def _plain(value: object) -> object:
    if isinstance(value, frozenset):
        return sorted(value)
    return value.isoformat() if isinstance(value, date) else value
