"""A match end to end: gunicorn with two workers on PostgreSQL answers a steady load over HTTP on this machine."""

from __future__ import annotations

import http.client
import json
import os
import secrets
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

from matcher import Profile
from tests import postgres
from tests.benchmarks.generate import profiles
from tests.benchmarks.measure import duration, heading, line

ROOT = Path(__file__).resolve().parents[2]
WORKERS, THREADS = 2, 4
CLIENTS = 2
RATE = 50
"""Requests a second, of all clients together."""

START_WITHIN = 60
"""Seconds until the first answer has to be there."""


@dataclass
class Tally:
    """What came back: seconds from when a request was due to its last byte, and what was not a 200."""

    seconds: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


def body_of(profile: Profile) -> bytes:
    """The request that asks for a match."""
    answers = {
        key: sorted(value) if isinstance(value, frozenset) else value
        for key, value in asdict(profile).items()
        if value is not None
    }
    return json.dumps({"profile": answers}, default=str).encode()


@contextmanager
def database() -> Iterator[str]:
    """The URL of a database of its own, on the server of ``DATABASE_URL`` or on one that ends with this process."""
    server = os.environ.get("DATABASE_URL", "")
    if not server.startswith(("postgres://", "postgresql://")):
        server = postgres.start()
    name = f"benchmark_{secrets.token_hex(4)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")  # type: ignore[arg-type]  # a name of our own making
        try:
            yield urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Running:
    """A running service: where it answers, and its first process."""

    port: int
    process: int

    def memory(self) -> int:
        """Bytes that the workers hold, what they share counted by its share."""
        workers = Path(f"/proc/{self.process}/task/{self.process}/children").read_text().split()
        rollups = [Path(f"/proc/{worker}/smaps_rollup").read_text() for worker in workers]
        return sum(int(text.partition("\nPss:")[2].split()[0]) * 1024 for text in rollups)


@contextmanager
def server(url: str) -> Iterator[Running]:
    """A running service, in production settings behind what claims to be a proxy that speaks TLS."""
    environment = os.environ | {
        "APP_ENV": "production",
        "SECRET_KEY": secrets.token_urlsafe(64),
        "ALLOWED_HOSTS": "127.0.0.1",
        "DATABASE_URL": url,
        "TRUST_FORWARDED_PROTO": "on",
        "ANONYMOUS_PER_MINUTE": "100000000",  # counted like everybody, but never refused
        "ANONYMOUS_PER_DAY": "100000000",
        "DJANGO_SETTINGS_MODULE": "catalogue.settings",
    }
    for command in (("migrate", "--verbosity", "0"), ("catalogue", "load")):
        subprocess.run(
            [sys.executable, "manage.py", *command], cwd=ROOT, env=environment, check=True, capture_output=True
        )
    # Bound here and handed on, so that the port is free for certain and early requests wait instead of failing.
    with socket.create_server(("127.0.0.1", 0), backlog=64) as listening:
        # As gunicorn does on a socket that it binds itself; else each answer waits 40 ms for the client's acknowledgement.
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        number = listening.fileno()
        command_line = [sys.executable, "-m", "gunicorn", "catalogue.wsgi", "--bind", f"fd://{number}"]
        command_line += [
            "--workers",
            str(WORKERS),
            "--threads",
            str(THREADS),
            "--no-control-socket",
            "--log-level",
            "error",
        ]
        process = subprocess.Popen(command_line, cwd=ROOT, env=environment, pass_fds=[number])
        try:
            yield Running(listening.getsockname()[1], process.pid)
        finally:
            process.terminate()
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _ask(connection: http.client.HTTPConnection, body: bytes) -> str:
    """Empty, or what is wrong with the answer."""
    headers = {"Content-Type": "application/json", "X-Forwarded-Proto": "https"}
    try:
        connection.request("POST", "/api/v1/matches/", body, headers)
        response = connection.getresponse()
        text = response.read()
    except (OSError, http.client.HTTPException) as error:
        connection.close()
        return f"{type(error).__name__}: {error}"
    if response.status != 200:
        return f"{response.status}: {text[:200]!r}"
    return "" if json.loads(text)["results"] is not None else "no results"


def _client(port: int, bodies: Sequence[bytes], spacing: float, until: float, tally: Tally) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    due, number = time.perf_counter(), 0
    while due < until:
        time.sleep(max(due - time.perf_counter(), 0))
        problem = _ask(connection, bodies[number % len(bodies)])
        # From when it was due: a slow answer that holds up the next request counts for both.
        tally.seconds.append(time.perf_counter() - due)
        if problem:
            tally.errors.append(problem)
        due += spacing
        number += 1
    connection.close()


def percentile(ordered: Sequence[float], share: float) -> float:
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


def run(seconds: float) -> bool:
    """Print the figures; whether there was no error."""
    heading(f"Match over HTTP: gunicorn, {WORKERS} workers, PostgreSQL, the real measures")
    bodies = [body_of(profile) for profile in profiles(200, seed=9)]
    with database() as url, server(url) as running:
        port = running.port
        started = time.perf_counter()
        first = http.client.HTTPConnection("127.0.0.1", port, timeout=START_WITHIN)
        problem = _ask(first, bodies[0])
        line("start of the server to its first match", duration(time.perf_counter() - started))
        if problem:
            line("first match", problem)
            return False
        for body in bodies[:50]:
            _ask(first, body)
        first.close()
        tallies = [Tally() for _ in range(CLIENTS)]
        until = time.perf_counter() + seconds
        threads = [
            threading.Thread(target=_client, args=(port, bodies[number::CLIENTS], CLIENTS / RATE, until, tally))
            for number, tally in enumerate(tallies)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    times = sorted(time for tally in tallies for time in tally.seconds)
    errors = [error for tally in tallies for error in tally.errors]
    line("load", f"{len(times)} requests in {seconds:g} s from {CLIENTS} clients, 20 measures an answer")
    for name, share in (("p50", 0.5), ("p90", 0.9), ("p99", 0.99)):
        line(name, duration(percentile(times, share)))
    line("errors", str(len(errors)))
    for error in errors[:3]:
        print(f"    {error}")
    return not errors
