"""The schema as the code draws it in a language, and the texts in it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any
from unittest.mock import patch

from django.utils.translation import override, pgettext
from drf_spectacular.generators import SchemaGenerator

TEXTS, SAMPLES = ("description", "summary", "title"), ("example", "examples")


def drawn(language: str = "ja") -> dict[str, Any]:
    """The whole schema in *language*."""
    with override(language):
        found: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)
    return found


@cache
def docstrings() -> frozenset[str]:
    """What the schema takes from docstrings: each has its Japanese, and where it holds Japanese words, its English."""
    with patch("catalogue.api.schema.pgettext", wraps=pgettext) as looked_up:
        drawn()
    return frozenset(call.args[1] for call in looked_up.call_args_list if call.args[1])


def texts(node: Any, where: str = "") -> Iterator[tuple[str, str]]:
    """Every text of a schema that people read, with its place. Examples are data."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key in TEXTS and isinstance(value, str):
                yield f"{where}/{key}", value
            elif key not in SAMPLES:
                yield from texts(value, f"{where}/{key}")
    elif isinstance(node, list):
        for place, value in enumerate(node):
            # A parameter is known by its name: others may come to stand before it.
            yield from texts(value, f"{where}/{value.get('name', place) if isinstance(value, dict) else place}")


def without_texts(node: Any) -> Any:
    """What a schema says to programs."""
    if isinstance(node, dict):
        return {
            key: without_texts(value) for key, value in node.items() if not (key in TEXTS and isinstance(value, str))
        }
    return [without_texts(one) for one in node] if isinstance(node, list) else node
