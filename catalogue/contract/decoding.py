"""Bytes → JSON, strictly: what a lenient parser would let pass (NaN, repeated keys) is refused, and nothing can upset it."""

from __future__ import annotations

import json
from typing import NoReturn

from django.utils.translation import gettext as _

MOST_BYTES = 1024 * 1024


class BadJson(ValueError):
    """Text that is not the JSON we take; the message says why."""


def decode(data: bytes) -> object:
    """The value that *data* spells out. Raises BadJson."""
    if len(data) > MOST_BYTES:
        raise BadJson(_("大きすぎます。{most}バイトまでです。").format(most=f"{MOST_BYTES:,}"))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadJson(_("UTF-8の文字列ではありません（{place}バイト目）。").format(place=error.start + 1)) from error
    try:
        return json.loads(text, parse_constant=_refuse_constant, object_pairs_hook=_object)
    except json.JSONDecodeError as error:
        raise BadJson(
            _("JSONとして読めません（{line}行目の{column}文字目）。").format(line=error.lineno, column=error.colno)
        ) from error
    except RecursionError as error:
        raise BadJson(_("入れ子が深すぎます。")) from error
    except BadJson:
        raise
    except ValueError as error:  # an integer of more digits than Python reads
        raise BadJson(_("桁の多すぎる数があります。")) from error


def _refuse_constant(name: str) -> NoReturn:
    raise BadJson(_("{name} は数として使えません。わからないときは null にしてください。").format(name=name))


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    result: dict[str, object] = {}
    for key, value in pairs:
        if key in result:
            raise BadJson(_("キー「{key}」が同じ所に二度あります。").format(key=printable(key)))
        result[key] = value
    return result


def printable(text: str, most: int = 100) -> str:
    """*text* shortened, and without what cannot be sent back as UTF-8 (lone surrogates)."""
    short = text if len(text) <= most else text[:most] + "…"
    return short.encode("utf-8", "replace").decode()
