"""How each answer of a profile is written in the public contract: its type, its bounds, its codes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from matcher import codes
from matcher.profile import EARLIEST_FOUNDATION, MAX_EMPLOYEES, MAX_ENERGY_KL, MAX_LIST, MAX_YEN

TYPES = ("code", "codes", "industry", "industries", "integer", "number", "date")


@dataclass(frozen=True, slots=True)
class Form:
    """*type*: one of ``TYPES``. *least*, *most*: of a number, or how many a list may hold. *codes*: what may stand there."""

    type: str
    least: int | None = None
    most: int | None = None
    codes: tuple[str, ...] = ()


FORMS: Mapping[str, Form] = {
    "entity_type": Form("code", codes=codes.ENTITY_TYPES),
    "industry": Form("industry"),
    "other_industries": Form("industries", None, MAX_LIST),
    "prefecture": Form("code", codes=codes.PREFECTURES),
    "other_prefectures": Form("codes", None, MAX_LIST, codes.PREFECTURES),
    "capital_yen": Form("integer", 0, MAX_YEN),
    "employees": Form("integer", 0, MAX_EMPLOYEES),
    "founded_on": Form("date"),
    "founded_year": Form("integer", EARLIEST_FOUNDATION, 9999),
    "annual_sales_yen": Form("integer", 0, MAX_YEN),
    "annual_energy_kl": Form("number", 0, MAX_ENERGY_KL),
    "topics": Form("codes", None, MAX_LIST, codes.TOPICS),
    "certifications": Form("codes", None, MAX_LIST, codes.CERTIFICATIONS),
    "situations": Form("codes", None, MAX_LIST, codes.SITUATIONS),
}
"""Profile key → how it is answered; but for a company's name and number, on which no verdict depends."""
