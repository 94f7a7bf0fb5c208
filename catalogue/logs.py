"""Keys that stand in an address open what it shows to anybody, so no log ever has them."""

from __future__ import annotations

import logging
import re
from typing import Any

from gunicorn.glogging import Logger

_KEY = re.compile(r"(?<!/console)(/(?:feed|shared)/)[^/\s]+")


def without_keys(text: str) -> str:
    """*text* with the keys of calendars and of shared links left out."""
    return _KEY.sub(r"\1…", text)


class WithoutKeys(logging.Filter):
    """What Django says of a request names its path."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Every record passes, without keys."""
        record.msg, record.args = without_keys(record.getMessage()), ()
        return True


class AccessLog(Logger):
    """gunicorn's log: ``--logger-class catalogue.logs.AccessLog``."""

    def setup(self, cfg: Any) -> None:
        """Its own complaints name a path, too."""
        super().setup(cfg)
        self.error_log.addFilter(WithoutKeys())

    def atoms(self, *args: Any) -> dict[str, Any]:
        """What a line of the access log can be made of."""
        atoms = super().atoms(*args)
        return {name: without_keys(value) if isinstance(value, str) else value for name, value in atoms.items()}
