"""Answers of the catalogue, made once: an answer's ETag names all that it depends on, so that the same name is the same answer."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass

from django.http import HttpResponse, HttpResponseBase
from rest_framework.response import Response

MOST_BYTES = 16 * 1024 * 1024
"""What each process remembers at most; what nobody has asked for longest goes first."""

HEADERS = ("Content-Type", "Content-Disposition")


@dataclass(frozen=True, slots=True)
class _Kept:
    content: bytes
    headers: dict[str, str]


class Remembered:
    """Answers by address and ETag."""

    def __init__(self, most_bytes: int) -> None:
        self._most, self._bytes = most_bytes, 0
        self._kept: OrderedDict[tuple[str, str], _Kept] = OrderedDict()
        self._lock = threading.Lock()

    def answer(self, path: str, tag: str) -> HttpResponse | None:
        """The answer again; None when it is not remembered."""
        with self._lock:
            found = self._kept.get((path, tag))
            if found is not None:
                self._kept.move_to_end((path, tag))
        return None if found is None else HttpResponse(found.content, headers=found.headers)

    def keep(self, path: str, tag: str, response: HttpResponseBase) -> None:
        """Remember *response*, as soon as it is written, unless it is a refusal or too large to remember much else beside it."""
        if isinstance(response, Response):
            response.add_post_render_callback(lambda written: self._put((path, tag), written))
        elif isinstance(response, HttpResponse):
            self._put((path, tag), response)

    def forget(self) -> None:
        """Begin afresh."""
        with self._lock:
            self._kept.clear()
            self._bytes = 0

    def _put(self, key: tuple[str, str], response: HttpResponse) -> None:
        if response.status_code != 200 or len(response.content) * 4 > self._most:
            return
        made = _Kept(response.content, {name: response.headers[name] for name in HEADERS if name in response.headers})
        with self._lock:
            if key in self._kept:
                return
            self._kept[key] = made
            self._bytes += len(made.content)
            while self._bytes > self._most:
                _oldest, gone = self._kept.popitem(last=False)
                self._bytes -= len(gone.content)


remembered = Remembered(MOST_BYTES)
"""Those of this process."""
