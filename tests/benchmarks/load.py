"""The API under load: gunicorn with two workers on PostgreSQL behind nginx, asked by wrk; at its peak, and at 70 % of it.

nginx stands in front as it does in production, and for its reason: a client that keeps its connection stays with one worker, however
busy that is; nginx hands each request to whichever is free.
"""

from __future__ import annotations

import contextlib
import http.client
import json
import shutil
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.generate import profiles
from tests.benchmarks.http import WORKERS, Running, body_of, database, server
from tests.benchmarks.measure import heading, line

SCRIPT = Path(__file__).with_name("load.lua")
CONNECTIONS, PACED_CONNECTIONS = 8, 32
"""At the peak there are as many connections as threads; at a rate, enough of them that the pauses make it."""

SHARE = 0.7
"""Of the peak: how hard a service is driven that still has some air."""

PROXY = """
worker_processes 1; daemon off; pid {folder}/pid; error_log {folder}/error.log;
events {{ worker_connections 256; }}
http {{
    access_log off; keepalive_requests 1000000; client_max_body_size 64m; client_body_buffer_size 1m;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    server {{
        listen 127.0.0.1:{port};
        location / {{
            proxy_pass http://127.0.0.1:{service}; proxy_buffers 16 64k;
            proxy_set_header Host $host; proxy_set_header X-Forwarded-Proto https;
        }}
    }}
}}
"""

V1 = "/api/v1/"
LINES = 2_000
"""Companies in one bulk request."""


@dataclass(frozen=True, slots=True)
class Figures:
    """One run of wrk. Times in milliseconds."""

    requests: int
    seconds: float
    p50: float
    p95: float
    p99: float
    most: float
    refused: int
    broken: int

    @property
    def rate(self) -> float:
        """Requests a second."""
        return self.requests / self.seconds

    def told(self) -> str:
        """In one line."""
        errors = f", {self.refused} refused, {self.broken} broken" if self.refused or self.broken else ""
        return (
            f"{self.rate:7.0f}/s   p50 {self.p50:6.1f}   p95 {self.p95:6.1f}   p99 {self.p99:6.1f}"
            f"   most {self.most:6.0f} ms{errors}"
        )


@contextmanager
def proxy(service: int) -> Iterator[int]:
    """The port of nginx, in front of the port of a *service*."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o777)  # its worker is another user
        settings = Path(folder) / "nginx.conf"
        settings.write_text(PROXY.format(folder=folder, port=port, service=service))
        command = [shutil.which("nginx") or "nginx", "-c", str(settings)]
        process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        try:
            _wait_for(port)
            yield port
        finally:
            process.terminate()
            process.wait()


def _wait_for(port: int) -> None:
    for _attempt in range(100):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    raise RuntimeError("nginx has not come up")


def ask(port: int, method: str, requests: Sequence[str], seconds: float, *, rate: float = 0, tag: str = "") -> Figures:
    """Ask *requests* in turn for some *seconds*: as fast as they are answered, or at a *rate* a second."""
    connections = PACED_CONNECTIONS if rate else CONNECTIONS
    pause = 1000 * connections / rate if rate else 0
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.write("\n".join(requests) + "\n")
        file.flush()
        command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds:g}s", "--timeout", "10s", "-s", str(SCRIPT)]
        command += [f"http://127.0.0.1:{port}", "--", file.name, method, str(pause), *([tag] if tag else [])]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
    return Figures(**json.loads(done.stdout.splitlines()[-1]))


def _tag(port: int, path: str) -> str:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", path, headers={"X-Forwarded-Proto": "https"})
    response = connection.getresponse()
    response.read()
    connection.close()
    return response.getheader("ETag", "")


def _bulk(port: int, lines: bytes, answered: list[int]) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    headers = {"Content-Type": "application/x-ndjson", "X-Forwarded-Proto": "https"}
    connection.request("POST", f"{V1}matches/bulk/", lines, headers)
    response = connection.getresponse()
    rest, count = b"", 0
    while block := response.read(1 << 20):
        count += block.count(
            b'"company_size":'
        )  # cut in two by a block once in ten thousand; the figure does not see it
        rest = block[-1:]
    assert response.status == 200
    assert rest == b"\n"
    answered.append(count)
    connection.close()


def _bulk_rate(port: int, requests: int) -> float:
    """Companies a second, of *requests* bulk requests at once, with the first 20 measures explained."""
    answered: list[int] = []
    texts = [b"\n".join(body_of(one) for one in profiles(LINES, seed=50 + number)) for number in range(requests)]
    threads = [threading.Thread(target=_bulk, args=(port, text, answered)) for text in texts]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return requests * LINES / (time.perf_counter() - started)


def run(seconds: float, soak: int) -> bool:
    """Print the figures; whether there was no error. *soak*: requests of the long run."""
    heading(f"The API under load: nginx, gunicorn with {WORKERS} workers, PostgreSQL and wrk, all on the same cores")
    if missing := [program for program in ("nginx", "wrk") if shutil.which(program) is None]:
        line("left out", f"not installed: {', '.join(missing)}")
        return True
    matches = [f"{V1}matches/ {body_of(one).decode()}" for one in profiles(500, seed=9)]
    lists = [f"{V1}measures/?page_size=20&page={page}" for page in range(1, 10)]
    details = [f"{V1}measures/{code}/" for code in ("1-05", "4-02", "6-15", "9-11")]
    sound = True
    with database() as url, server(url) as running, proxy(running.port) as port:
        tag = _tag(port, details[0])
        asked: list[tuple[str, str, list[str], str]] = [
            ("match, 20 explained", "POST", matches, ""),
            ("list of 20", "GET", lists, ""),
            ("one measure", "GET", details, ""),
            ("one measure, 304", "GET", details[:1], tag),
        ]
        for name, method, requests, known in asked:
            ask(port, method, requests, 5, tag=known)  # warm
            peak = ask(port, method, requests, seconds, tag=known)
            paced = ask(port, method, requests, seconds, rate=SHARE * peak.rate, tag=known)
            line(name, peak.told())
            line(f"  at {SHARE:.0%} of it", paced.told())
            sound &= not (peak.broken or paced.broken or peak.refused or paced.refused)
        for count in (1, WORKERS):
            best = max(_bulk_rate(port, count) for _ in range(3))
            line(f"bulk, {count} request{'s' if count > 1 else ''} of {LINES:,} at once", f"{best:7.0f} companies/s")
        sound &= _soak(running, port, matches, soak)
    return sound


def _soak(running: Running, port: int, matches: Sequence[str], requests: int) -> bool:
    """Many requests: memory of the workers before and after, and what broke."""
    done, broken, before = 0, 0, 0
    while done < requests:
        figures = ask(port, "POST", matches, 20)
        done += figures.requests
        broken += figures.broken + figures.refused
        # After a tenth of it everything that is remembered has been remembered.
        if not before and done >= requests / 10:
            before = running.memory()
        line(
            f"soak: after {done:,} matches", f"{running.memory() / 2**20:7.1f} MB in {WORKERS} workers, {broken} errors"
        )
    return not broken and running.memory() < 1.1 * before
