"""What the settings do with the environment, asked of the real commands where a mistake would cost most."""

import os
import stat
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db.utils import ConnectionHandler

from catalogue.settings import database_from_environment, development_key

ROOT = Path(__file__).resolve().parent.parent

SAFE = {
    "APP_ENV": "production",
    "SECRET_KEY": "8Zr1xkq0VgS3mW7dT5bYpJ2nHc6LfQaEuKiOtXyRwNvMsGzBlDhFjPe4",
    "ALLOWED_HOSTS": "catalogue.example",
    "DATABASE_URL": "postgres://user:hunter2@127.0.0.1/catalogue",
}

# What is changed in the safe environment (None: left out), and what the refusal says.
UNSAFE = [
    ({"APP_ENV": "staging"}, "APP_ENV is 'staging'"),
    ({"SECRET_KEY": None}, "SECRET_KEY is not set"),
    ({"SECRET_KEY": "short"}, "SECRET_KEY has 5 characters"),
    ({"SECRET_KEY": "abc" * 20}, "SECRET_KEY has only 3 different characters"),
    ({"SECRET_KEY": "django-insecure-" + SAFE["SECRET_KEY"]}, "SECRET_KEY is one that Django made for development"),
    ({"DEBUG": "on"}, "DEBUG is on"),
    ({"WEBHOOK_PRIVATE_ADDRESSES": "on"}, "WEBHOOK_PRIVATE_ADDRESSES is on"),
    ({"ALLOWED_HOSTS": None}, "ALLOWED_HOSTS names no host"),
    ({"ALLOWED_HOSTS": "catalogue.example,*"}, "ALLOWED_HOSTS admits any host"),
    ({"DATABASE_URL": None}, "DATABASE_URL is not set"),
    ({"DATABASE_URL": "mysql://user:hunter2@127.0.0.1/catalogue"}, "DATABASE_URL must begin with postgres://"),
]


def run(*command: str, **environment: str | None) -> subprocess.CompletedProcess[str]:
    """Run a command of this Python in the safe production environment with the given changes."""
    changed: Mapping[str, str | None] = {"PATH": os.environ["PATH"], **SAFE, **environment}
    return subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env={name: value for name, value in changed.items() if value is not None},
        capture_output=True,
        text=True,
        check=False,
    )


def test_safe_production_passes_every_deployment_check() -> None:
    result = run("manage.py", "check", "--deploy", "--fail-level", "WARNING")
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize(("environment", "message"), UNSAFE, ids=[message for _, message in UNSAFE])
def test_production_refuses_an_unsafe_setting_and_names_it(environment: dict[str, str | None], message: str) -> None:
    result = run("manage.py", "check", **environment)
    assert result.returncode != 0
    assert message in result.stderr
    assert "hunter2" not in result.stderr


def test_every_unsafe_setting_is_named_at_once() -> None:
    result = run("manage.py", "check", SECRET_KEY=None, DEBUG="on", ALLOWED_HOSTS=None, DATABASE_URL=None)
    assert all(name in result.stderr for name in ("SECRET_KEY", "DEBUG", "ALLOWED_HOSTS", "DATABASE_URL"))


def test_the_server_starts_with_safe_settings() -> None:
    result = run("-m", "gunicorn", "--check-config", "catalogue.wsgi")
    assert result.returncode == 0, result.stderr


def test_the_server_does_not_start_with_unsafe_settings() -> None:
    result = run("-m", "gunicorn", "--check-config", "catalogue.wsgi", DEBUG="on", SECRET_KEY="short")
    assert result.returncode != 0
    assert "DEBUG is on" in result.stderr
    assert "SECRET_KEY has 5 characters" in result.stderr


def test_development_needs_no_variable() -> None:
    result = run("manage.py", "check", APP_ENV="development", SECRET_KEY=None, ALLOWED_HOSTS=None, DATABASE_URL=None)
    assert result.returncode == 0, result.stderr


def test_the_development_key_is_made_once_and_readable_by_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / ".dev-secret"
    key = development_key(path)
    assert len(key) >= 50
    assert development_key(path) == key
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.django_db
def test_sqlite_keeps_its_promises(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/catalogue.sqlite3")
    connection = ConnectionHandler({"default": database_from_environment()})["default"]
    try:
        with connection.cursor() as cursor:
            values = [
                cursor.execute(f"PRAGMA {name}").fetchone()[0]
                for name in ("journal_mode", "foreign_keys", "busy_timeout")
            ]
    finally:
        connection.close()
    assert values == ["wal", 1, 5000]


def test_postgresql_connections_are_kept_and_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", SAFE["DATABASE_URL"])
    database = database_from_environment()
    assert database["ENGINE"] == "django.db.backends.postgresql"
    assert (database["CONN_MAX_AGE"], database["CONN_HEALTH_CHECKS"]) == (600, True)


def test_another_database_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "mysql://127.0.0.1/catalogue")
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL"):
        database_from_environment()
