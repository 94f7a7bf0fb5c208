"""A server on this machine that stands in for an outside source, and misbehaves as it is told."""

import contextlib
import itertools
import socketserver
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import cast

Steps = Sequence[bytes | float]
"""What the stand-in sends, and in between the seconds for which it waits."""


class StandIn(socketserver.ThreadingTCPServer):
    """Gives its answers in turn; *asked* are the requests. It waits for nothing once the test is *over*.

    *by_path*: answers in turn for requests that have this text in their first line.
    """

    daemon_threads, block_on_close, allow_reuse_address = True, True, True

    def __init__(self, *answers: Steps, by_path: Mapping[str, Sequence[Steps]] | None = None) -> None:
        self.answers, self.asked, self.over = itertools.cycle(answers), list[bytes](), threading.Event()
        self.by_path = {path: itertools.cycle(steps) for path, steps in (by_path or {}).items()}
        super().__init__(("127.0.0.1", 0), Answering)

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def answers_to(self, request: bytes) -> Iterator[Steps]:
        line = request.partition(b"\r\n")[0].decode()
        return next((answers for path, answers in self.by_path.items() if path in line), self.answers)


Start = Callable[..., StandIn]


class Answering(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        server = cast(StandIn, self.server)
        request = self.request.recv(65536)
        server.asked.append(request)
        with contextlib.suppress(OSError):  # the client has left
            for step in next(server.answers_to(request)):
                if isinstance(step, bytes):
                    self.request.sendall(step)
                elif server.over.wait(step):
                    break


def http(body: bytes, *headers: str, status: str = "200 OK", kind: str = "application/json", length: int = -1) -> bytes:
    """An answer whole, or one that promises *length* bytes."""
    length = len(body) if length < 0 else length
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {kind}", f"Content-Length: {length}", "Connection: close", *headers]
    return "\r\n".join([*lines, "", ""]).encode() + body


def trickle(piece: bytes) -> Steps:
    """Twenty seconds of it."""
    pair: list[bytes | float] = [piece, 0.1]
    return pair * 200
