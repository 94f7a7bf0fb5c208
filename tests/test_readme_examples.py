"""The README's worked examples are run as they stand, against a service of our own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from pytest_django.live_server_helper import LiveServer

from catalogue.imports.records import CatalogueRecord
from catalogue.imports.store import store_catalogue
from tests.catalogue.conftest import real

__all__ = ["real"]

README = Path(__file__).resolve().parents[1] / "README.md"
SECTION = "### Worked examples"
HERE = "http://127.0.0.1:8000"

text = README.read_text(encoding="utf-8").partition(SECTION)[2].partition("\n## ")[0]
EXAMPLES = re.findall(r"```(sh|python)\n(.*?)```", text, re.DOTALL)


@pytest.fixture
def service(live_server: LiveServer, real: CatalogueRecord) -> str:
    store_catalogue(real)
    return live_server.url


def test_there_are_examples_of_both_kinds() -> None:
    assert {kind for kind, _ in EXAMPLES} == {"sh", "python"}
    assert all(HERE in code for _, code in EXAMPLES)


def test_every_example_runs(service: str) -> None:
    for kind, code in EXAMPLES:
        command = ["bash", "-euo", "pipefail", "-c"] if kind == "sh" else [sys.executable, "-c"]
        plain = {key: value for key, value in os.environ.items() if "proxy" not in key.lower()}
        done = subprocess.run(
            [*command, code.replace(HERE, service)], capture_output=True, text=True, timeout=60, env=plain, check=False
        )
        assert (done.returncode, done.stderr) == (0, ""), code
        assert done.stdout.strip(), code
        assert "urn:problem" not in done.stdout, code
