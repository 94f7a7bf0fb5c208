"""What the schema says of a field: its meaning with its unit, an example, and the values it can have."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.functional import Promise

Text = str | Promise
"""What is said in the language of the reader when it is read."""


def about(text: Text, example: object, *, enum: Iterable[object] | None = None, **more: Any) -> dict[str, Any]:
    """Arguments for a serializer's field. *more*: its other arguments."""
    style: dict[str, Any] = {"example": example}
    if enum is not None:
        style["enum"] = list(enum)
    if "pattern" in more:
        style["pattern"] = more.pop("pattern")
    if "format" in more:
        style["format"] = more.pop("format")
    return {"help_text": text, "style": style, **more}
