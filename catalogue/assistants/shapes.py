"""JSON Schemas, put together from few words. Every object is closed, and all of its keys are there unless they are *optional*."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

Shape = dict[str, Any]


def text(description: str = "", *, enum: Iterable[str] = (), pattern: str = "", **more: object) -> Shape:
    """A string, or one of the codes of *enum*."""
    codes = list(enum)
    return {
        "type": "string",
        **_described(description),
        **({"enum": codes} if codes else {}),
        **({"pattern": pattern} if pattern else {}),
        **more,
    }


def whole(description: str = "", least: int | None = None, most: int | None = None, **more: object) -> Shape:
    """An integer within its bounds, both inclusive."""
    return {"type": "integer", **_described(description), **_bounds(least, most), **more}


def number(description: str = "", least: int | None = None, most: int | None = None) -> Shape:
    """A number within its bounds, both inclusive."""
    return {"type": "number", **_described(description), **_bounds(least, most)}


def flag(description: str = "", **more: object) -> Shape:
    """True or false."""
    return {"type": "boolean", **_described(description), **more}


def items(of: Shape, description: str = "", most: int | None = None) -> Shape:
    """A list."""
    return {
        "type": "array",
        **_described(description),
        "items": of,
        **({"maxItems": most} if most is not None else {}),
    }


def maybe(shape: Shape) -> Shape:
    """The same, or null where it is not known."""
    found = {**shape, "type": [shape["type"], "null"]}
    return {**found, "enum": [*shape["enum"], None]} if "enum" in shape else found


def record(properties: Mapping[str, Shape], *, optional: Iterable[str] = (), description: str = "") -> Shape:
    """An object with these keys and no other."""
    left_out = set(optional)
    return {
        "type": "object",
        **_described(description),
        "properties": dict(properties),
        "required": [key for key in properties if key not in left_out],
        "additionalProperties": False,
    }


def _described(description: str) -> Shape:
    return {"description": description} if description else {}


def _bounds(least: int | None, most: int | None) -> Shape:
    return {
        **({"minimum": least} if least is not None else {}),
        **({"maximum": most} if most is not None else {}),
    }
