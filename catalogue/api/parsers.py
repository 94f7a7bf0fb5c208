"""Request bodies, read strictly and never more than the limit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import IO, Any

from rest_framework.exceptions import APIException, ParseError
from rest_framework.parsers import BaseParser

from catalogue.contract.decoding import MOST_BYTES, BadJson, decode


class TooLarge(APIException):
    """A body over the limit."""

    status_code = 413
    default_detail = f"本文が大きすぎます。{MOST_BYTES:,}バイトまでです。"
    default_code = "too_large"


_MOST_DRAINED = 32 * 1024 * 1024


def _drain(stream: IO[Any]) -> None:
    """Read on for a while and throw away: a client that is still sending would see a reset instead of the answer."""
    left = _MOST_DRAINED
    while left > 0 and (chunk := stream.read(min(left, MOST_BYTES))):
        left -= len(chunk)


class StrictJSONParser(BaseParser):
    """``application/json`` in UTF-8, by the contract's own decoder."""

    media_type = "application/json"

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        """The decoded body. Raises ParseError (400) or TooLarge (413)."""
        data = stream.read(MOST_BYTES + 1)
        if len(data) > MOST_BYTES:
            _drain(stream)
            raise TooLarge
        try:
            return decode(data)
        except BadJson as error:
            raise ParseError(str(error)) from error
