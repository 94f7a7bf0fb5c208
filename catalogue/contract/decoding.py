"""Bytes → JSON, strictly: what a lenient parser would let pass (NaN, repeated keys) is refused, and nothing can upset it."""

from __future__ import annotations

import json
from typing import NoReturn

MOST_BYTES = 1024 * 1024


class BadJson(ValueError):
    """Text that is not the JSON we take; the message says why, in Japanese."""


def decode(data: bytes) -> object:
    """The value that *data* spells out. Raises BadJson."""
    if len(data) > MOST_BYTES:
        raise BadJson(f"大きすぎます。{MOST_BYTES:,}バイトまでです。")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadJson(f"UTF-8の文字列ではありません（{error.start + 1}バイト目）。") from error
    try:
        return json.loads(text, parse_constant=_refuse_constant, object_pairs_hook=_object)
    except json.JSONDecodeError as error:
        raise BadJson(f"JSONとして読めません（{error.lineno}行目の{error.colno}文字目）。") from error
    except RecursionError as error:
        raise BadJson("入れ子が深すぎます。") from error
    except BadJson:
        raise
    except ValueError as error:  # an integer of more digits than Python reads
        raise BadJson("桁の多すぎる数があります。") from error


def _refuse_constant(name: str) -> NoReturn:
    raise BadJson(f"{name} は数として使えません。わからないときは null にしてください。")


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    result: dict[str, object] = {}
    for key, value in pairs:
        if key in result:
            raise BadJson(f"キー「{printable(key)}」が同じ所に二度あります。")
        result[key] = value
    return result


def printable(text: str, most: int = 100) -> str:
    """*text* shortened, and without what cannot be sent back as UTF-8 (lone surrogates)."""
    short = text if len(text) <= most else text[:most] + "…"
    return short.encode("utf-8", "replace").decode()
