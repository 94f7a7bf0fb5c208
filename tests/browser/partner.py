"""A partner's site: pages on an origin of their own, under a policy that lets in the widget and nothing else."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Site:
    """*port* of this machine, which has two names: so the same pages stand on two origins. *pages*: path → body."""

    port: int
    pages: dict[str, str] = field(default_factory=dict)

    def on(self, host: str) -> str:
        """The origin of the pages by the name of a *host*."""
        return f"http://{host}:{self.port}"

    def put(self, path: str, body: str, lang: str = "ja") -> None:
        """A page around a *body*."""
        self.pages[path] = (
            f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width, initial-scale=1"><title>みほん銀行</title></head>'
            f"<body><h1>みほん銀行</h1>{body}<p>おわり</p></body></html>"
        )


@contextmanager
def partner_site(headers: Mapping[str, str]) -> Iterator[Site]:
    """The site, served until the end; *headers* stand on every page."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found = site.pages.get(self.path)
            self.send_response(404 if found is None else 200)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write((found or "").encode())

        def log_message(self, format: str, *args: object) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    site = Site(server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
