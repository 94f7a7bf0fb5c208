"""A partner's server on this machine, which keeps what it is sent and answers as it is told."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import cast

from django.utils.timezone import now

from catalogue.models import ApiKey, HookEvent, Webhook
from catalogue.webhooks.registering import register

NAME = "hooks.example.jp"
CERTIFICATE = Path(__file__).with_name(f"{NAME}.pem")
"""Of that name, signed by itself, with its key: of use to nobody."""


@dataclass(frozen=True, slots=True)
class Received:
    path: str
    headers: dict[str, str]
    body: str


class Receiver(ThreadingHTTPServer):
    """*answers*: status, and seconds to wait for it, in turn; the last one for ever."""

    daemon_threads = True

    def __init__(self, *answers: int) -> None:
        self.answers, self.received, self.over = list(answers) or [204], list[Received](), threading.Event()
        self.waits = 0.0
        super().__init__(("127.0.0.1", 0), _Handler)

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook?from=catalogue"


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        server = cast(Receiver, self.server)
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        headers = {name.lower(): value for name, value in self.headers.items()}
        server.received.append(Received(self.path, headers, body))
        server.over.wait(server.waits)
        status = server.answers.pop(0) if len(server.answers) > 1 else server.answers[0]
        self.send_response(status)
        if 300 <= status < 400:
            self.send_header("Location", f"http://127.0.0.1:{server.port}/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args: object) -> None:
        """Quietly."""


@contextmanager
def receiving(*answers: int, tls: bool = False) -> Iterator[Receiver]:
    server = Receiver(*answers)
    if tls:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(CERTIFICATE)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.over.set()
        server.shutdown()
        server.server_close()
        thread.join()


def hook(key: ApiKey, url: str, *events: HookEvent) -> Webhook:
    """A webhook of *key*; of everything, unless told of what."""
    wanted = events or (HookEvent.CATALOGUE_CHANGED, HookEvent.DECISION_CHANGED)
    return register(key, url, wanted, "ja", now())
