"""Asking the public API of jGrants: whatever it does, each question ends within a bounded time with an answer or a named reason."""

from __future__ import annotations

import json
import re
import time
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Self

import httpx

from catalogue.imports.within import within
from catalogue.models.calls import JGRANTS_ID

SHORTEST_KEYWORD, LONGEST_KEYWORD = 2, 255
"""The list is given for a keyword only."""

MOST_BYTES = 32 * 1024 * 1024
"""Of an answer, unpacked: one call comes with all its attachments as base64, some tens of megabytes at times."""

ATTACHMENTS = frozenset(["application_guidelines", "outline_of_grant", "application_form"])

Row = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds: for a connection, between two pieces of an answer, for one question together, and before the next one.

    *waits*: before each further attempt at a question that failed in a way that may pass.
    """

    connect: float = 5.0
    read: float = 20.0
    total: float = 90.0
    pause: float = 0.3
    waits: tuple[float, ...] = (2.0, 8.0)


PATIENCE = Patience()

REASONS = {
    "timeout": "時間内に返事がありませんでした。",
    "unreachable": "通信できませんでした。",
    "cut": "返事が途中で切れました。",
    "failed": "Jグランツの側で問題が起きています。",
    "busy": "問い合わせが混み合っています。",
    "refused": "問い合わせが断られました。",
    "gone": "見つかりませんでした。",
    "html": "返事がJSONではなく、ウェブページでした。",
    "encoding": "返事の文字コードがUTF-8ではありません。",
    "broken": "返事がJSONとして読めません。途中で切れている可能性があります。",
    "shape": "返事の形が仕様と違います。",
    "too_large": f"返事が{MOST_BYTES // 1024 // 1024}MBを超えるため、読み取りませんでした。",
}
"""Why there is no answer."""

MAY_PASS = frozenset(["timeout", "unreachable", "cut", "failed", "busy"])
"""What is worth another attempt."""


class Unavailable(Exception):
    """jGrants has not answered; *reason* is a key of REASONS, and the message its sentence."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason

    def __str__(self) -> str:
        return REASONS[self.reason]


class JGrants:
    """The two questions that the API answers. A context manager: its connections are closed at the end.

    *address*: of the list; one call stands under ``/id/<id>`` below it.
    """

    def __init__(
        self,
        address: str,
        *,
        transport: httpx.BaseTransport | None = None,
        patience: Patience = PATIENCE,
        sleep: Callable[[float], None] = time.sleep,
        most_bytes: int = MOST_BYTES,
    ) -> None:
        self._address, self._patience, self._sleep, self._most = address.rstrip("/"), patience, sleep, most_bytes
        self._asked = False
        self._client = httpx.Client(
            transport=transport,
            headers={"Accept": "application/json", "Accept-Encoding": "gzip"},  # the one packing unpacked below
            timeout=httpx.Timeout(patience.read, connect=patience.connect),
            follow_redirects=False,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def listed(self, keyword: str) -> Sequence[Row]:
        """The calls that *keyword* finds, past ones too, in short. Raises Unavailable."""
        query = {"keyword": keyword, "sort": "acceptance_end_datetime", "order": "DESC", "acceptance": "0"}
        return self._result(f"{self._address}?{httpx.QueryParams(query)}")

    def detail(self, jgrants_id: str) -> Row:
        """One call with everything but its attachments. Raises Unavailable."""
        if not re.fullmatch(JGRANTS_ID, jgrants_id):
            raise Unavailable("shape")
        rows = self._result(f"{self._address}/id/{jgrants_id}")
        if not rows:
            raise Unavailable("gone")
        if len(rows) > 1 or rows[0].get("id") != jgrants_id:
            raise Unavailable("shape")
        return {key: value for key, value in rows[0].items() if key not in ATTACHMENTS}

    def _result(self, url: str) -> Sequence[Row]:
        """The rows of ``{"result": [{…}]}``, asked for again after a while when what went wrong may pass."""
        if self._asked:
            self._sleep(self._patience.pause)
        self._asked = True
        for wait in (*self._patience.waits, None):
            try:
                return self._attempt(url)
            except Unavailable as unavailable:
                if wait is None or unavailable.reason not in MAY_PASS:
                    raise
                self._sleep(wait)
        raise AssertionError("the last attempt returns or raises")

    def _attempt(self, url: str) -> Sequence[Row]:
        deadline = time.monotonic() + self._patience.total
        try:
            return within(deadline, "jgrants", lambda: self._ask(url, deadline))
        except (TimeoutError, httpx.TimeoutException) as error:
            raise Unavailable("timeout") from error
        except httpx.ConnectError as error:
            raise Unavailable("unreachable") from error
        except (httpx.HTTPError, httpx.StreamError) as error:
            raise Unavailable("cut") from error

    def _ask(self, url: str, deadline: float) -> Sequence[Row]:
        with self._client.stream("GET", url) as response:
            if response.status_code != 200:
                raise Unavailable(_reason_of(response.status_code))
            kind = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
            if kind in ("text/html", "application/xhtml+xml"):
                raise Unavailable("html")
            return _rows(_body(response, deadline, self._most))


def _reason_of(status: int) -> str:
    if status in (404, 410):
        return "gone"
    if status == 429:
        return "busy"
    return "failed" if status >= 500 else "refused"


def _body(response: httpx.Response, deadline: float, most: int) -> bytes:
    """Unpacked piece by piece, and never more of it than may be read."""
    packing = response.headers.get("Content-Encoding", "identity").strip().lower()
    if packing not in ("gzip", "identity"):
        raise Unavailable("encoding")
    unpacker = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS) if packing == "gzip" else None
    body = bytearray()
    for piece in response.iter_raw() if unpacker else response.iter_bytes():
        try:
            body += unpacker.decompress(piece, most + 1 - len(body)) if unpacker else piece
        except zlib.error as error:
            raise Unavailable("broken") from error
        if len(body) > most:
            raise Unavailable("too_large")
        if time.monotonic() > deadline:
            raise Unavailable("timeout")
    return bytes(body)


def _rows(body: bytes) -> Sequence[Row]:
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        cut_in_a_letter = error.reason == "unexpected end of data"
        raise Unavailable("broken" if cut_in_a_letter else "encoding") from error
    if text.lstrip()[:1] == "<":
        raise Unavailable("html")
    try:
        answer = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Unavailable("broken") from error
    rows = answer.get("result") if isinstance(answer, dict) else None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise Unavailable("shape")
    return rows
