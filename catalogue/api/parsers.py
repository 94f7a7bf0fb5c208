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


class StrictJSONParser(BaseParser):
    """``application/json`` in UTF-8, by the contract's own decoder."""

    media_type = "application/json"

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        """The decoded body. Raises ParseError (400) or TooLarge (413)."""
        data = stream.read(MOST_BYTES + 1)
        if len(data) > MOST_BYTES:
            raise TooLarge
        try:
            return decode(data)
        except BadJson as error:
            raise ParseError(str(error)) from error
