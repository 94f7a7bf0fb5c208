"""The schema as the code draws it in a language, and the texts in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from unittest.mock import patch

from django.utils.translation import gettext, override
from drf_spectacular.generators import SchemaGenerator

from tests.translations import JAPANESE

TEXTS, SAMPLES = ("description", "summary", "title"), ("example", "examples")


def drawn(language: str = "ja") -> dict[str, Any]:
    """The whole schema in *language*."""
    with override(language):
        found: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)
    return found


def docstrings_with_japanese() -> Iterator[str]:
    """What the schema takes from docstrings, where they have Japanese words: in English they need others."""
    with patch("catalogue.api.schema.gettext", wraps=gettext) as looked_up:
        drawn()
    yield from (call.args[0] for call in looked_up.call_args_list if JAPANESE.search(call.args[0]))


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
