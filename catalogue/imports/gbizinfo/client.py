"""Asking gBizINFO, REST API v2, for one corporation: whatever it does, the asker has an answer within a bounded time."""

from __future__ import annotations

import json
import logging
import re
import time
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

import httpx
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables

from catalogue.imports.within import within
from matcher.profile import Profile

ADDRESS = "https://api.info.gbiz.go.jp/hojin/v2/hojin/"
"""Before the corporate number, behind which no slash may follow: it would be answered with an error."""

MOST_BYTES = 1024 * 1024
"""Of an answer, unpacked. Answers in use have a few kilobytes."""


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds: for a connection, between two pieces of an answer, and for everything together."""

    connect: float = 3.0
    read: float = 5.0
    total: float = 10.0


PATIENCE = Patience()

_AND_GO_ON = _("{reason}会社の情報は、そのまま入力を続けられます。")

REASONS = {
    "off": _("このサービスでは、gBizINFOからの取り込みを使っていません。"),
    "timeout": _("gBizINFOから時間内に返事がありませんでした。"),
    "unreachable": _("gBizINFOと通信できませんでした。"),
    "refused": _("このサービスの設定に問題があり、gBizINFOから取り込めませんでした。"),
    "busy": _("gBizINFOへの問い合わせが混み合っています。しばらくたってからお試しください。"),
    "failed": _("gBizINFOの側で問題が起きています。しばらくたってからお試しください。"),
    "unreadable": _("gBizINFOの返事を読み取れませんでした。"),
    "too_large": _("gBizINFOの返事が大きすぎて、読み取れませんでした。"),
}
"""Why there is no answer."""


class Unavailable(Exception):
    """gBizINFO has not answered; *reason* is a key of REASONS, and the message its sentence: no token, no address."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason

    def __str__(self) -> str:
        return str(_AND_GO_ON).format(reason=REASONS[self.reason])


_logger = logging.getLogger(__name__)
_TOKEN = re.compile(r"[!-~]+")

T = TypeVar("T")


@sensitive_variables("token", "client")
def fetch(
    corporate_number: str,
    token: str,
    *,
    transport: httpx.BaseTransport | None = None,
    patience: Patience = PATIENCE,
) -> Mapping[str, object] | None:
    """What gBizINFO knows of a corporation, in its own words; None when it knows none of that number.

    The basics come without the list ``certification``, which is asked for apart; it is missing when only that failed.
    Raises ProfileError for a number that is none, before anything is asked, and Unavailable. Never asks twice, save for
    a connection that failed.
    """
    Profile.from_mapping({"corporate_number": corporate_number}, date.max)
    deadline = time.monotonic() + patience.total
    with _client(token, transport, patience) as client:

        def ask(below: str) -> Mapping[str, object] | None:
            return _within(deadline, lambda: _entry(client, corporate_number, below, deadline))

        try:
            basics = ask("?metadata_flg=true")
            if basics is None or isinstance(basics.get("certification"), list):
                return basics
        except Unavailable as unavailable:
            _logger.warning("No answer from gBizINFO: %s", unavailable.reason)
            raise
        try:
            certified = ask("/certification")
        except Unavailable as unavailable:
            _logger.warning("No certifications from gBizINFO: %s", unavailable.reason)
            return basics
        return basics if certified is None else {**basics, "certification": certified.get("certification")}


@sensitive_variables("token")
def _client(token: str, transport: httpx.BaseTransport | None, patience: Patience) -> httpx.Client:
    token = token.strip()
    if not token:
        raise Unavailable("off")
    if not _TOKEN.fullmatch(token):  # httpx would refuse it with a message that quotes it
        raise Unavailable("refused")
    headers = {
        "X-hojinInfo-api-token": token,
        "Accept": "application/json",
        "Accept-Encoding": "gzip",  # the one packing that is unpacked below, within bounds
    }
    timeout = httpx.Timeout(patience.read, connect=patience.connect)
    # A redirect is never followed: the token is for this one address.
    return httpx.Client(transport=transport, headers=headers, timeout=timeout, follow_redirects=False)


def _within(deadline: float, work: Callable[[], T]) -> T:
    """What *work* returns or raises; Unavailable when the deadline comes first."""
    try:
        return within(deadline, "gbizinfo", work)
    except TimeoutError:
        pass
    raise Unavailable("timeout")


def _entry(client: httpx.Client, corporate_number: str, below: str, deadline: float) -> Mapping[str, object] | None:
    """The one entry of an answer, asked for once more when no connection came about."""
    reason = "unreachable"
    for _attempt in range(2):
        try:
            with client.stream("GET", f"{ADDRESS}{corporate_number}{below}") as response:
                return _read(response, corporate_number, deadline)
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            reason = "timeout" if isinstance(error, httpx.TimeoutException) else "unreachable"
        except httpx.TimeoutException:
            reason = "timeout"
            break
        except (httpx.HTTPError, httpx.StreamError):
            reason = "unreachable"
            break
    # Outside of the handlers, so that no exception of httpx, which knows the headers, hangs on this one.
    raise Unavailable(reason)


_STATUSES = {401: "refused", 403: "refused", 429: "busy"}


def _read(response: httpx.Response, corporate_number: str, deadline: float) -> Mapping[str, object] | None:
    status = response.status_code
    if status == 404:
        return None
    if status != 200:
        raise Unavailable(_STATUSES.get(status) or ("failed" if status >= 500 else "unreadable"))
    if response.headers.get("Content-Type", "").partition(";")[0].strip().lower() != "application/json":
        raise Unavailable("unreadable")
    return _entry_of(_body(response, deadline), corporate_number)


def _body(response: httpx.Response, deadline: float) -> bytes:
    packing = response.headers.get("Content-Encoding", "identity").strip().lower()
    if packing not in ("gzip", "identity"):
        raise Unavailable("unreadable")
    body = bytearray()
    for piece in response.iter_raw() if packing == "gzip" else response.iter_bytes():
        body += piece
        if len(body) > MOST_BYTES:
            raise Unavailable("too_large")
        if time.monotonic() > deadline:
            raise Unavailable("timeout")
    return _unpacked(body) if packing == "gzip" else bytes(body)


def _unpacked(body: bytearray) -> bytes:
    """A kilobyte can unpack to a megabyte: no more is unpacked than may be read."""
    unpacker = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS)
    try:
        unpacked = unpacker.decompress(body, MOST_BYTES + 1)
    except zlib.error:
        unpacked = b""
    if len(unpacked) > MOST_BYTES:
        raise Unavailable("too_large")
    return unpacked


def _entry_of(body: bytes, corporate_number: str) -> Mapping[str, object] | None:
    """The one entry of ``{"hojin-infos": [{…}]}``, None without one; Unavailable for any other shape or corporation."""
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        answer = None
    if not isinstance(answer, dict) or "hojin-infos" not in answer:
        raise Unavailable("unreadable")
    entries = answer["hojin-infos"]
    if entries is None or entries == []:
        return None
    if not isinstance(entries, list) or len(entries) != 1 or not isinstance(entries[0], dict):
        raise Unavailable("unreadable")
    entry: dict[str, object] = entries[0]
    if entry.get("corporate_number") != corporate_number:
        raise Unavailable("unreadable")
    return entry
