# The two commands to know: `make run` and `make test`. Each works from a bare clone.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := run
.PHONY: setup run test mutants fuzz bench lint clean

PORT ?= 8000
ADDRESS := http://127.0.0.1:$(PORT)

# The first Python that really starts, is new enough and can make a venv (Debian's may lack ensurepip).
PYTHON ?= $(shell for python in python3.11 python3 python3.12 python3.13; do \
	$$python -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)
MANAGE := APP_ENV=development .venv/bin/python manage.py
# A file stays on one worker, so that what a module prepares (the whole catalogue in the database) is prepared once; in the
# order of tests/conftest.py, the long files first, since of its own accord xdist would begin those with few tests last.
PYTEST := .venv/bin/python -m pytest -rs -n 2 --dist loadfile --no-loadscope-reorder

setup: .venv/installed
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) collectstatic --noinput --verbosity 0
	@$(MANAGE) catalogue load

.venv/installed: requirements.txt
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer, with venv, is needed." >&2; exit 1; }
	@echo "Installing requirements.txt into .venv (about a minute, once) ..."
	@test -x .venv/bin/python || $(PYTHON) -m venv .venv
	@.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --requirement requirements.txt
	@.venv/bin/python -m pip check
	@touch $@

run: setup
	@printf '\n  %s\n\n' 'Open $(ADDRESS)/ or try:'
	@printf '  %s\n' "curl -s $(ADDRESS)/api/v1/matches/ -H 'Content-Type: application/json' \\" \
		"  -d '{\"profile\": {\"entity_type\": \"corporation\", \"industry\": \"09\", \"prefecture\": \"20\", \"employees\": 40, \"topics\": [\"dx\", \"investment\"]}}'"
	@printf '\n  %s\n\n' 'The console of support advisors: $(ADDRESS)/console/'
	@$(MANAGE) demo_console
	@printf '\n  %s\n\n' 'Stop with Ctrl+C.'
# Threads, because a browser opens connections ahead of need and would block a worker that has only one.
# The log has paths without their query and without keys: what people search for is theirs, and a key opens a calendar.
	@APP_ENV=development exec .venv/bin/python -m gunicorn catalogue.wsgi --bind 127.0.0.1:$(PORT) --workers 2 --threads 4 \
		--no-control-socket --logger-class catalogue.logs.AccessLog --access-logfile - --access-logformat '%(t)s %(m)s %(U)s %(s)s %(M)sms'

test: .venv/installed
	@failed=0; \
	echo "== The suite on SQLite =="; TEST_DATABASE=sqlite $(PYTEST) || failed=1; \
	echo "== On PostgreSQL: every test that asks a database (the browser's bring their own; walks over all addresses have run) =="; \
	TEST_DATABASE=postgres $(PYTEST) --ignore tests/browser --ignore tests/console/test_permissions.py --ignore tests/api/test_fuzz.py || failed=1; \
	exit $$failed

mutants: .venv/installed
	@.venv/bin/python -m tests.scenarios mutants

# About 250 questions to each operation of the API, well over 5,000 in all.
fuzz: .venv/installed
	@FUZZ_EXAMPLES=250 TEST_DATABASE=sqlite $(PYTEST) --dist load tests/api/test_fuzz.py

bench: .venv/installed
	@.venv/bin/python -m tests.benchmarks

lint: .venv/installed
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy matcher catalogue
	.venv/bin/lint-imports --no-logo

clean:
	rm -rf .venv .static .dev-secret db.sqlite3* .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
