"""``python -m tests.benchmarks [--quick] [PART …]``: all figures of one run.

Parts: real, 250, 10000, 100000, population, rivals, console, http, pages, load.
"""

from __future__ import annotations

import argparse
import os
import sys
from datetime import date

PARTS = ("real", "250", "10000", "100000", "population", "rivals", "console", "http", "pages", "load")

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "catalogue.settings")
_SERVER = os.environ.pop("DATABASE_URL", "")
os.environ |= {"APP_ENV": "development", "DATABASE_URL": "sqlite:///:memory:"}

import django  # noqa: E402  (reads the environment set above)

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402

from catalogue.bridge import load_candidates  # noqa: E402
from catalogue.imports.reader import read_catalogue  # noqa: E402
from catalogue.imports.store import store_catalogue  # noqa: E402
from matcher import Candidate, Index  # noqa: E402
from tests.benchmarks import console, engine, generate, http, load, pages, rivals  # noqa: E402
from tests.benchmarks.measure import duration, heading, line, machine, once  # noqa: E402


def real_catalogue() -> list[Candidate]:
    """The candidates of the catalogue's files, by way of a database in memory."""
    call_command("migrate", verbosity=0)
    seconds, record = once(lambda: read_catalogue(settings.BASE_DIR / "fixtures"))
    heading("The real catalogue")
    line("read and check all files", duration(seconds))
    line("store them", duration(once(lambda: store_catalogue(record))[0]))
    seconds, candidates = once(lambda: load_candidates(date(2024, 3, 31)))
    line("an edit is visible after (rows, index, swap)", duration(seconds + once(lambda: Index(candidates))[0]))
    return candidates


def main() -> int:
    """Returns the exit status: 1 when a rival's verdict differs or a page or an HTTP request fails."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", choices=[[], *PARTS], default=[])
    parser.add_argument("--quick", action="store_true", help="smaller sizes, a shorter load")
    asked = parser.parse_args()
    parts = asked.parts or PARTS
    print(machine())
    real = real_catalogue()
    sound = True
    if "real" in parts:
        engine.run("Real", real, reference=20)
    for count in (250, 10_000, 100_000):
        if str(count) in parts and not (asked.quick and count > 10_000):
            engine.run("Generated", generate.candidates(real, count), reference=max(1, 10_000 // count))
    if "population" in parts:
        scale = 10 if asked.quick else 1
        engine.run_population(generate.candidates(real, 250), 1_000_000 // scale, 100_000 // scale)
    if "rivals" in parts:
        sound &= rivals.run(generate.candidates(real, 250), seen=20)
    if "console" in parts:
        sound &= console.run(100 if asked.quick else console.CLIENTS)
    if _SERVER:
        os.environ["DATABASE_URL"] = _SERVER
    if "http" in parts:
        sound &= http.run(3 if asked.quick else 8)
    if "pages" in parts:
        sound &= pages.run(3 if asked.quick else 8)
    if "load" in parts:
        sound &= load.run(3 if asked.quick else 10, soak=5_000 if asked.quick else 100_000)
    return 0 if sound else 1


if __name__ == "__main__":
    sys.exit(main())
