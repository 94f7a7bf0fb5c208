"""The industry question as its template reads it: what was found for the words, what is chosen, the list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from catalogue.industries import search as industries


def shown_industry(key: str, value: Any) -> dict[str, Any]:
    """*value*: {code, words, listed} as typed or stored."""
    given: Mapping[str, str] = value if isinstance(value, Mapping) else {"code": "", "words": "", "listed": ""}
    code = given["listed"] or given["code"]
    found = found_industries(given["words"])
    chosen = {"code": code, "name": industries.name_of(code)} if code and industries.is_offered(code) else None
    return {
        "words": given["words"],
        "listed": given["listed"],
        "chosen": chosen,
        "found": [one for one in found if one["code"] != code],
        "choices": industries.choices(),
        "target": f"id_{key}_q",
        "searched": bool(given["words"]),
        "empty": bool(given["words"]) and not found,
        "none": code == "none",
    }


def found_industries(words: str, limit: int = 12) -> list[dict[str, str]]:
    """What *words* find: code, name, division and the everyday word that matched."""
    return [
        {"code": one.code, "name": one.name, "division": one.division, "matched": one.matched}
        for one in industries.search(words, limit)
    ]
