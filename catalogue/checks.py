"""System checks: production refuses to start with an unsafe setting, and names it."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register, run_checks
from django.core.exceptions import ImproperlyConfigured

ENVIRONMENTS = ("production", "development")
SHORTEST_KEY = 50
FEWEST_DIFFERENT = 10  # characters in a key; fewer is a word or a repetition, not chance


@register(Tags.security)
def production_is_safe(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Return an error for each setting that production must not run with; nothing in development."""
    if settings.APP_ENV not in ENVIRONMENTS:
        return [
            Error(
                f"APP_ENV is {settings.APP_ENV!r}.",
                hint="Set APP_ENV to 'production', or to 'development' on your own machine.",
                id="catalogue.E001",
            )
        ]
    return [] if settings.APP_ENV == "development" else list(_unsafe_settings())


def refuse_unsafe_settings() -> None:
    """Raise ImproperlyConfigured if a security check finds an error: a server runs no checks of its own accord."""
    errors = [message for message in run_checks(tags=[Tags.security]) if message.is_serious()]
    if errors:
        raise ImproperlyConfigured("\n".join(["This service does not start with unsafe settings:", *map(str, errors)]))


def _unsafe_settings() -> Iterator[Error]:
    if problem := _key_problem():
        yield Error(
            f"SECRET_KEY {problem}.",
            hint=f"Set SECRET_KEY to at least {SHORTEST_KEY} random characters, "
            "for example from: python -c 'import secrets; print(secrets.token_urlsafe(64))'",
            id="catalogue.E002",
        )
    if settings.DEBUG:
        yield Error(
            "DEBUG is on: error pages would show source code and settings.",
            hint="Unset DEBUG, or set it to 'off'.",
            id="catalogue.E003",
        )
    if not settings.ALLOWED_HOSTS or "*" in settings.ALLOWED_HOSTS:
        yield Error(
            "ALLOWED_HOSTS names no host." if not settings.ALLOWED_HOSTS else "ALLOWED_HOSTS admits any host.",
            hint="Set ALLOWED_HOSTS to the host names this service answers to, separated by commas.",
            id="catalogue.E004",
        )
    if settings.DATABASES["default"]["NAME"] == settings.DEFAULT_DATABASE:
        yield Error(
            "DATABASE_URL is not set: data would go into a file of the program's own folder.",
            hint="Set DATABASE_URL, for example to postgres://user:password@host/name or sqlite:////srv/data/db.sqlite3.",
            id="catalogue.E005",
        )
    if settings.WEBHOOK_PRIVATE_ADDRESSES:
        yield Error(
            "WEBHOOK_PRIVATE_ADDRESSES is on: a partner could have requests sent into this network.",
            hint="Unset WEBHOOK_PRIVATE_ADDRESSES, or set it to 'off'.",
            id="catalogue.E006",
        )


def _key_problem() -> str:
    """Return what is wrong with SECRET_KEY as the end of a sentence, or "" if nothing is."""
    try:
        key = settings.SECRET_KEY
    except ImproperlyConfigured:  # Django's way of saying that it is empty
        return "is not set"
    if len(key) < SHORTEST_KEY:
        return f"has {len(key)} characters"
    if len(set(key)) < FEWEST_DIFFERENT:
        return f"has only {len(set(key))} different characters"
    if key.startswith("django-insecure-"):
        return "is one that Django made for development"
    return ""
