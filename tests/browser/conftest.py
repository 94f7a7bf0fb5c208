"""A real browser against the real service: gunicorn with the real catalogue, and Debian's Chromium.

On a machine without a browser these tests are left out, and say so; ``BROWSER_TESTS=required`` makes that a failure.
"""

from __future__ import annotations

import os
import re
import secrets
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.chromium import executable, launched

ROOT = Path(__file__).resolve().parents[2]
REQUIRED = os.environ.get("BROWSER_TESTS") == "required"
LEFT_OUT = "browser tests left out: no Chromium on this machine (apt-get install chromium fonts-noto-cjk)"

PATIENCE = 15_000
"""How long a page may take with something, in ms: on a machine that is busy with the rest of the tests, too."""

expect.set_options(timeout=PATIENCE)

PHONE, DESK = {"width": 375, "height": 812}, {"width": 1440, "height": 900}


@pytest.fixture(autouse=True)
def fixed_day() -> None:
    """The service runs in a process of its own, on the day that it is; here no clock is held."""


@pytest.fixture(scope="session")
def installed() -> None:
    """There is a browser; else the test is left out, or fails where it must not be."""
    if not executable():
        if REQUIRED:
            pytest.fail(LEFT_OUT)
        pytest.skip(LEFT_OUT)


@pytest.fixture(
    scope="module"
)  # Playwright keeps an event loop running, which Django's tests of other modules would trip over
def browser(installed: None) -> Iterator[Browser]:
    with launched() as browser:
        yield browser


@dataclass(frozen=True, slots=True)
class Installation:
    """A running service; *password* opens the accounts of ``demo_console``."""

    address: str
    password: str


@pytest.fixture(scope="session")
def service(installation: Installation) -> str:
    """The address of a running service with the real catalogue in a database of its own."""
    return installation.address


@pytest.fixture(scope="session")
def installation(installed: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """The service with what ``make run`` puts into it."""
    folder = tmp_path_factory.mktemp("service")
    environment = os.environ | {
        "APP_ENV": "development",
        "SECRET_KEY": secrets.token_urlsafe(64),
        "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3",
        "DJANGO_SETTINGS_MODULE": "tests.browser.settings",
    }
    said = ""
    for command in (("migrate", "--verbosity", "0"), ("catalogue", "load"), ("demo_console",)):
        said = subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=ROOT,
            env=environment,
            check=True,
            capture_output=True,
            encoding="utf-8",
        ).stdout
    (password,) = re.findall(r"[0-9a-f]{4}(?:-[0-9a-f]{4}){3}", said)
    log = folder / "log"
    with socket.create_server(("127.0.0.1", 0), backlog=64) as listening, log.open("wb") as out:
        number = listening.fileno()
        command_line = [
            sys.executable,
            "-m",
            "gunicorn",
            "catalogue.wsgi",
            "--bind",
            f"fd://{number}",
            "--threads",
            "4",
        ]
        process = subprocess.Popen(
            [*command_line, "--no-control-socket"], cwd=ROOT, env=environment, pass_fds=[number], stdout=out, stderr=out
        )
        address = f"http://127.0.0.1:{listening.getsockname()[1]}"
        try:
            with urlopen(f"{address}/healthz", timeout=60) as response:  # noqa: S310  (our own address)
                assert response.status == 200
            yield Installation(address, password)
        finally:
            process.terminate()
            process.wait(timeout=20)
    assert "Traceback" not in log.read_text(encoding="utf-8"), log.read_text(encoding="utf-8")[-3000:]


@pytest.fixture
def complaints() -> list[str]:
    """What the browser complained of in this test; nothing must be left in it."""
    return []


@pytest.fixture(params=["phone", "desk"])
def context(request: pytest.FixtureRequest, browser: Browser, service: str) -> Iterator[BrowserContext]:
    context = browser.new_context(
        viewport=PHONE if request.param == "phone" else DESK,  # type: ignore[arg-type]
        locale="ja-JP",
        base_url=service,
    )
    context.set_default_timeout(PATIENCE)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext, service: str) -> Iterator[Page]:
    """A page of a new visitor. It must ask no other machine for anything, and cause no error in the console."""
    page = context.new_page()
    wrong: list[str] = []
    page.on("request", lambda asked: asked.url.startswith(service) or wrong.append(f"asked {asked.url}"))
    page.on("pageerror", lambda error: wrong.append(f"error {error}"))
    page.on(
        "console",
        lambda said: wrong.append(said.text) if said.type == "error" and " 422 " not in said.text else None,
    )
    yield page
    assert wrong == []


@pytest.fixture
def without_scripts(browser: Browser, service: str) -> Iterator[Page]:
    context = browser.new_context(viewport=PHONE, locale="ja-JP", base_url=service, java_script_enabled=False)  # type: ignore[arg-type]
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()
