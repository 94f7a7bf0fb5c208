"""What a list of measures shows, as its address says it: so that it can be kept, shared and come back to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import TYPE_CHECKING

from django.http import QueryDict

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

PER_PAGE, MOST = 20, 200


def query_of(choice: DataclassInstance, changes: Mapping[str, object]) -> str:
    """The address's query for *choice* with *changes*; what is as usual, and what is empty, is left out."""
    query, usual = QueryDict(mutable=True), type(choice)()
    for name in (field.name for field in fields(choice)):
        value = changes.get(name, getattr(choice, name))
        if value and value != getattr(usual, name):
            query[name] = str(value)
    return f"?{query.urlencode()}"


def how_many(text: str) -> int:
    """How many measures to show, for what an address says of it."""
    if text.isascii() and text.isdigit() and len(text) <= len(str(MOST)):
        return min(max(int(text), PER_PAGE), MOST)
    return PER_PAGE
