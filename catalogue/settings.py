"""Settings of the project, read from the environment.

Production is the default: `APP_ENV=development` has to be said, and `make run` says it. What production
must not run without is refused by `catalogue.checks`, which names the variable.

| variable                 | meaning                                                  | default                         |
|--------------------------|----------------------------------------------------------|---------------------------------|
| `APP_ENV`                | `production` or `development`                            | `production`                    |
| `SECRET_KEY`             | at least 50 random characters                            | development: made and kept      |
| `ALLOWED_HOSTS`          | host names this service answers to, separated by commas  | development: this machine       |
| `DATABASE_URL`           | `postgres://…` or `sqlite:///…`                          | SQLite in the project's folder  |
| `DEBUG`                  | error pages with source code                             | off                             |
| `CSRF_TRUSTED_ORIGINS`   | origins (`https://…`) whose forms are accepted           | none                            |
| `CORS_ALLOWED_ORIGINS`   | origins (`https://…`) whose pages may ask the API        | none                            |
| `GBIZINFO_TOKEN`         | asks gBizINFO for suggestions by corporate number         | off                             |
| `FOUR_EYES`              | nobody approves rules or imports of their own            | on                              |
| `JGRANTS_URL`            | the list of calls that `manage.py jgrants sync` asks      | the public API of jGrants       |
| `ANONYMOUS_PER_MINUTE`   | requests to the API without a key, from one address       | 60                              |
| `ANONYMOUS_PER_DAY`      | the same, in a day of Japan                               | 2000                            |
| `DECISIONS_KEPT_DAYS`    | for how long a kept match is kept                         | 365                             |
| `SECRET_KEY_FALLBACKS`   | keys of before, while SECRET_KEY is being changed         | none                            |
| `WEBHOOK_PRIVATE_ADDRESSES` | webhooks may lead to this machine, over http; development only | off                     |
| `TRUSTED_PROXIES`        | how many proxies of our own add to X-Forwarded-For        | 0: the header is not read       |
| `TRUST_FORWARDED_PROTO`  | on only behind a proxy that always sets X-Forwarded-Proto | off                             |
"""

import os
import secrets
from datetime import timedelta
from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()


def development_key(path: Path) -> str:
    """Return the key kept in `path`; the first call makes it, readable by its owner alone."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii")
    key = secrets.token_urlsafe(64)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(key)
    return key


APP_ENV = env.str("APP_ENV", default="production")
_development = APP_ENV == "development"

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="")
if _development and not SECRET_KEY:
    SECRET_KEY = development_key(BASE_DIR / ".dev-secret")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"] if _development else [])

INSTALLED_APPS = [
    "catalogue",
    "django.contrib.admin.apps.SimpleAdminConfig",  # registered in catalogue.admin, on a site of its own
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "simple_history",
    "axes",
    "rest_framework",
    "rest_framework_api_key",  # for what our keys are built on; its own table stays empty
    "django_filters",
    "corsheaders",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "csp",
    "django_htmx",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "catalogue.middleware.request_number",
    "django.middleware.security.SecurityMiddleware",
    "catalogue.middleware.CompressionMiddleware",  # below whitenoise's own, made beforehand; pads its answers against guessing
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "catalogue.api.throttling.rate_limit_headers",
    "catalogue.api.deprecations.deprecation_headers",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "catalogue.urls"
WSGI_APPLICATION = "catalogue.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "catalogue.web.context.site",
                "catalogue.console.context.console",
            ]
        },
    }
]

# Database

DEFAULT_DATABASE = BASE_DIR / "db.sqlite3"

# Readers are not held up by a writer (WAL); a transaction that will write says so at its start and then waits its turn
# for up to `timeout` seconds, instead of failing half-way when it first writes.
_SQLITE = {
    "init_command": "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;",
    "transaction_mode": "IMMEDIATE",
    "timeout": 5,
}
_POSTGRESQL = {"connect_timeout": 5}


def database_from_environment() -> dict[str, Any]:
    """Return the connection's settings: `DATABASE_URL` or the default file, with this project's options added.

    Raises ImproperlyConfigured for a URL of any other kind of database; the message leaves the URL, with its password, out.
    """
    url = env.str("DATABASE_URL", default="")
    if not url:
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": DEFAULT_DATABASE, "OPTIONS": _SQLITE}
    if not url.startswith(("postgres://", "postgresql://", "sqlite:///")):
        raise ImproperlyConfigured("DATABASE_URL must begin with postgres:// or sqlite:///.")
    database: dict[str, Any] = env.db_url("DATABASE_URL")
    if url.startswith("sqlite:///"):
        return database | {"OPTIONS": _SQLITE | database.get("OPTIONS", {})}
    return database | {
        "OPTIONS": _POSTGRESQL | database.get("OPTIONS", {}),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }


DATABASES = {"default": database_from_environment()}

# Language and time

LANGUAGE_CODE = "ja"
LANGUAGES = [("ja", "日本語"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "catalogue" / "locale"]
TIME_ZONE = "Asia/Tokyo"
USE_TZ = True

# Static files

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / ".static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Requests

DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["catalogue.api.parsers.StrictJSONParser"],
    "EXCEPTION_HANDLER": "catalogue.api.problems.exception_handler",
    "URL_FORMAT_OVERRIDE": None,  # the form of an answer is asked for by Accept alone; ?format= is no parameter of ours
    "DEFAULT_AUTHENTICATION_CLASSES": ["catalogue.api.keys.KeyAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["catalogue.api.keys.MayAsk"],
    "DEFAULT_THROTTLE_CLASSES": ["catalogue.api.throttling.Limits"],
    "UNAUTHENTICATED_USER": None,
    "DEFAULT_SCHEMA_CLASS": "catalogue.api.schema.Schema",
}

# The API: callers without a key by their address; a key has limits of its own.

ANONYMOUS_PER_MINUTE = env.int("ANONYMOUS_PER_MINUTE", default=60)
ANONYMOUS_PER_DAY = env.int("ANONYMOUS_PER_DAY", default=2000)
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)
DECISIONS_KEPT_DAYS = env.int("DECISIONS_KEPT_DAYS", default=365)
WEBHOOK_PRIVATE_ADDRESSES = env.bool("WEBHOOK_PRIVATE_ADDRESSES", default=False)
# The same words as in the addresses' own patterns, for who reads the schema.
SPECTACULAR_SETTINGS = {
    "TITLE": _("支援施策さがし API"),
    "DESCRIPTION": _(
        "中小企業・中堅企業が使える国の支援施策を、会社の情報から判定と根拠つきで返します。結果は目安です。"
        "アシスタント（MCP）は /api/v1/mcp/ で同じことを尋ねられます。"
    ),
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SWAGGER_UI_SETTINGS": {"deepLinking": True, "validatorUrl": None},
    "POSTPROCESSING_HOOKS": ["catalogue.api.deprecations.mark"],
    "PATH_CONVERTER_OVERRIDES": {
        "measure_code": {"type": "string", "pattern": "^(10|[1-9])-[0-9]{2}$"},
        "programme_code": {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"},
        "budget_code": {"type": "string", "pattern": "^[a-z0-9@:_-]+$"},
        "ministry_name": {"type": "string", "format": "ministry"},
        "decision_code": {"type": "string", "pattern": "^[A-Za-z0-9_-]{43}$"},
        "webhook_code": {"type": "string", "pattern": "^[A-Za-z0-9_-]{43}$"},
        "client_number": {"type": "integer", "minimum": 1, "maximum": 10**18 - 1},
        "int": {"type": "integer", "minimum": 1, "maximum": 10},
    },
}

# Pages of others that may ask the API from a browser: without cookies, since none of its answers depend on any.
CORS_ALLOWED_ORIGINS = env.list("CORS_ALLOWED_ORIGINS", default=[])
CORS_URLS_REGEX = r"^/api/"
CORS_EXPOSE_HEADERS = [
    "ETag",
    "Last-Modified",
    "X-Request-ID",
    "Retry-After",
    "RateLimit",
    "RateLimit-Policy",
    "Deprecation",
    "Sunset",
    "Link",
]
CORS_ALLOW_HEADERS = [
    "accept",
    "accept-language",
    "authorization",
    "content-type",
    "if-modified-since",
    "if-none-match",
    "mcp-method",
    "mcp-name",
    "mcp-protocol-version",
    "x-request-id",
]

# Accounts: for advisors and editors. Companies need none.

AUTH_USER_MODEL = "catalogue.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "console"
LOGOUT_REDIRECT_URL = "login"
SESSION_COOKIE_AGE = 12 * 60 * 60  # a working day
SESSION_COOKIE_NAME = "console"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# Five wrong passwords for one name from one address: nothing more for fifteen minutes.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "catalogue/console/locked.html"
AXES_VERBOSE = False
AXES_ENABLE_ADMIN = False

# Outside sources: off unless a token is given; jGrants is asked by its command alone.

GBIZINFO_TOKEN = env.str("GBIZINFO_TOKEN", default="")
JGRANTS_URL = env.str("JGRANTS_URL", default="https://api.jgrants-portal.go.jp/exp/v1/public/subsidies")

# Who wrote a version of the rules does not approve it. An installation of one person sets this to off; the record then says so.

FOUR_EYES = env.bool("FOUR_EYES", default=True)

# Transport and headers

CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
CSRF_COOKIE_HTTPONLY = True
X_FRAME_OPTIONS = "DENY"

# Nothing from elsewhere, nothing inline. htmx runs with `allowEval` off.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}
SECURE_REFERRER_POLICY = "same-origin"

if not _development:
    CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$"]  # a probe inside the machine speaks plain HTTP
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    # Preloading binds a whole domain for years and anyone may submit a site that offers it: its owner's decision.
    SILENCED_SYSTEM_CHECKS = ["security.W021"]
    if env.bool("TRUST_FORWARDED_PROTO", default=False):
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# Logs: to the console; never a request's body, for it tells about a company, nor a key that stands in an address.

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "keys": {"()": "catalogue.logs.WithoutKeys"},
        "number": {"()": "catalogue.middleware.NumberFilter"},
    },
    "formatters": {"line": {"format": "{asctime} {levelname} {request_number} {name}: {message}", "style": "{"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["keys", "number"]},
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "INFO", "propagate": False},
        # Any scanner can cause it, as often as it likes, and it is answered with 400 already.
        "django.security.DisallowedHost": {"level": "CRITICAL"},
    },
}
