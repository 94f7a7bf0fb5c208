"""``python -m tests.scenarios write``: find the rule cases of every programme anew. ``… mutants``: list the mutants that survive.

Both read the catalogue's files into a database in memory. A mutant that no company can tell from its rule is no mistake of
the cases; it is printed as "alike".
"""

from __future__ import annotations

import os
import sys
from collections import defaultdict

os.environ["DJANGO_SETTINGS_MODULE"] = "catalogue.settings"
os.environ["APP_ENV"] = "development"
os.environ["DATABASE_URL"] = "sqlite:///:memory:"

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402

from catalogue.bridge import load_candidates  # noqa: E402
from catalogue.imports.reader import read_catalogue  # noqa: E402
from catalogue.imports.store import store_catalogue  # noqa: E402
from tests.scenarios import rule_files  # noqa: E402
from tests.scenarios.mutants import mutants  # noqa: E402
from tests.scenarios.rule_cases import AS_OF, Case, choose, survivors  # noqa: E402


def main(action: str) -> int:
    """Returns the exit status: 1 when a mutant survives."""
    call_command("migrate", verbosity=0)
    store_catalogue(read_catalogue(settings.BASE_DIR / "fixtures"))
    candidates = [candidate for candidate in load_candidates(AS_OF) if candidate.requirements]
    if action == "write":
        for old in rule_files.FOLDER.glob("*.yaml"):
            old.unlink()
        found: dict[str, dict[str, list[Case]]] = defaultdict(dict)
        for candidate in candidates:
            cases, alike = choose(candidate)
            found[candidate.group][rule_files.programme_of(candidate)] = cases
            for name in alike:
                print(f"alike: {candidate.key} {name}")
        for measure, cases_by_programme in found.items():
            rule_files.write(cases_by_programme, measure)
    total = alive = 0
    for candidate in candidates:
        cases = rule_files.read(candidate.group).get(rule_files.programme_of(candidate), [])
        total += sum(1 for _ in mutants(candidate))
        for name in survivors(candidate, cases):
            alive += 1
            print(f"survives: {candidate.key} {name}")
    print(f"{len(candidates)} programmes with requirements, {total} mutants, {alive} surviving")
    return 1 if alive else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "mutants"))
