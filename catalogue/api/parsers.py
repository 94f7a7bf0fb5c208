"""Request bodies, read strictly and never more than the limit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import APIException, ParseError
from rest_framework.parsers import BaseParser

from catalogue.contract.bulk import MOST_LINE_BYTES, MOST_LINES
from catalogue.contract.decoding import MOST_BYTES, BadJson, decode


class TooLarge(APIException):
    """A body over a limit."""

    status_code = 413
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
            raise TooLarge(_("本文が大きすぎます。{most}バイトまでです。").format(most=f"{MOST_BYTES:,}"))
        try:
            return decode(data)
        except BadJson as error:
            raise ParseError(str(error)) from error


MOST_BULK_BYTES = 64 * 1024 * 1024
_CHUNK, _IN_MEMORY = 64 * 1024, 1024 * 1024


class NdjsonParser(BaseParser):
    """``application/x-ndjson``: laid down on disk when it is long, so that memory stays as it is."""

    media_type = "application/x-ndjson"

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        """The body as a file, at its start. Raises TooLarge (413)."""
        spool = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115  (closed by whoever reads the lines)
        size = ends = 0
        last = b"\n"
        while chunk := stream.read(_CHUNK):
            size, ends, last = size + len(chunk), ends + chunk.count(b"\n"), chunk[-1:]
            if size > MOST_BULK_BYTES or ends + (last != b"\n") > MOST_LINES:
                spool.close()
                _drain(stream)
                raise TooLarge(
                    _("多すぎます。一度に{lines}行、{most}バイトまでです。").format(
                        lines=f"{MOST_LINES:,}", most=f"{MOST_BULK_BYTES:,}"
                    )
                )
            spool.write(chunk)
        spool.seek(0)
        return spool


def count_lines(spool: IO[bytes]) -> int:
    """How many lines ask for something; the file is at its start again."""
    count = sum(1 for line in spool if not line.isspace())
    spool.seek(0)
    return count


def lines_of(spool: IO[bytes]) -> Iterator[bytes]:
    """The lines; of one that is too long only as much as shows that it is."""
    with spool:
        while line := spool.readline(MOST_LINE_BYTES + 1):
            rest = line
            while not rest.endswith(b"\n") and (rest := spool.readline(MOST_LINE_BYTES)):
                pass
            yield line
