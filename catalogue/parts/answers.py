"""A company's answers as people read them: for the check page, the print and the files to take along."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from catalogue import labels
from catalogue.industries.search import is_offered, name_of
from catalogue.language import day_text, kilolitres_text, listed, people_text
from catalogue.parts.inputs import to_kl, year_words, yen_words

IN_ORDER = (
    "name",
    "corporate_number",
    "entity_type",
    "industry",
    "other_industries",
    "prefecture",
    "other_prefectures",
    "employees",
    "capital_yen",
    "founded_on",
    "annual_sales_yen",
    "annual_energy_kl",
    "topics",
    "situations",
    "certifications",
)
"""The questions, in the order of the form; ``founded_on`` stands for the year as well."""


def said(answers: Mapping[str, Any], keys: Sequence[str]) -> list[dict[str, str]]:
    """One row for each of *keys*: label and answer, "" for what is not answered."""
    return [{"key": key, "label": label_of(key), "text": text_of(answers, key)} for key in keys]


def every_answer(answers: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(label, answer) of all that is answered, in the order of the form."""
    rows = said(answers, IN_ORDER)
    return [(row["label"], row["text"]) for row in rows if row["text"]]


def label_of(key: str) -> str:
    """The question in a word."""
    return _("設立・創業の年") if key == "founded_on" else _(labels.ANSWERS[key])


def text_of(answers: Mapping[str, Any], key: str) -> str:
    """The answer to *key* in words; "" when there is none."""
    if key == "founded_on":
        return _founded(answers)
    value = answers.get(key)
    if value is None:
        return ""
    if isinstance(value, list):
        names = [_named(key, code) for code in value]
        return listed(names) if names else _("特にない")
    return _TEXTS[key](value)


def _founded(answers: Mapping[str, Any]) -> str:
    if day := answers.get("founded_on"):
        return day_text(day)
    year = answers.get("founded_year")
    return year_words(year) if year else ""


_NAMES: Mapping[str, Mapping[str, str]] = {
    "entity_type": labels.ENTITY_TYPES,
    "prefecture": labels.PREFECTURES,
    "other_prefectures": labels.PREFECTURES,
    "topics": labels.TOPICS,
    "situations": labels.SITUATIONS,
    "certifications": labels.CERTIFICATIONS,
}


def _named(key: str, code: str) -> str:
    if key in ("industry", "other_industries"):
        return name_of(code) if is_offered(code) else code
    return _(_NAMES[key].get(code, code))


_TEXTS: Mapping[str, Callable[[Any], str]] = {
    "name": str,
    "corporate_number": str,
    "entity_type": lambda value: _named("entity_type", value),
    "industry": lambda value: _named("industry", value),
    "prefecture": lambda value: _named("prefecture", value),
    "employees": people_text,
    "capital_yen": yen_words,
    "annual_sales_yen": yen_words,
    "annual_energy_kl": lambda value: kilolitres_text(to_kl(value, ",")),
}
