"""The project's settings made hostile, and the database that was asked for.

`TEST_DATABASE=sqlite` takes SQLite in memory; `TEST_DATABASE=postgres` takes the server of `DATABASE_URL` or, without one,
starts its own. Without `TEST_DATABASE`: `DATABASE_URL` if given, else SQLite.
"""

import os

from tests import postgres

_asked = os.environ.get("TEST_DATABASE", "")
if _asked not in ("", "sqlite", "postgres"):
    raise ValueError(f"TEST_DATABASE is {_asked!r}; it is 'sqlite' or 'postgres'.")
if _asked == "sqlite":
    os.environ.pop("DATABASE_URL", None)
elif _asked == "postgres" and not os.environ.get("DATABASE_URL"):
    # In the environment, because the worker processes of a parallel run inherit it and use the same server.
    os.environ["DATABASE_URL"] = postgres.start()

os.environ["APP_ENV"] = "development"
os.environ["SECRET_KEY"] = "a key for tests, of no use to anyone, and long enough to pass"

from catalogue.settings import *  # noqa: E402  (reads the environment set above)

DEBUG = False
ALLOWED_HOSTS = ["testserver", "127.0.0.1"]

# Static files straight from the source folders: no collectstatic before a test.
STATIC_ROOT = None
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = True

# Tests ask often, and of a day that stands still; the tests of the limits set their own.
ANONYMOUS_PER_MINUTE = ANONYMOUS_PER_DAY = 1_000_000
