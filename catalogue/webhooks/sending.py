"""One attempt: a signed POST, of whose answer only the status counts."""

from __future__ import annotations

import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit

import certifi
import httpcore

from catalogue.imports.within import within
from catalogue.models import SendFailure
from catalogue.webhooks.addresses import AddressRefused, CheckedBackend, NameUnknown, Resolve, resolve

SECONDS = 10.0
"""For all of it: the name, the connection, the answer."""

GONE = 410
_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Outcome:
    """*status*: of the answer, None without one. *failure*: None when it was taken."""

    status: int | None
    failure: SendFailure | None

    @property
    def is_gone(self) -> bool:
        """Whether there will never be anybody at this address."""
        return self.status == GONE


@cache
def _trusted() -> ssl.SSLContext:
    return ssl.create_default_context(cafile=certifi.where())


def send(
    url: str,
    payload: str,
    headers: Mapping[str, str],
    *,
    look_up: Resolve = resolve,
    trusted: ssl.SSLContext | None = None,
    seconds: float = SECONDS,
) -> Outcome:
    """POST *payload*; never raises for what the other side does. A redirect is not followed, and the body of an answer not read."""
    deadline = time.monotonic() + seconds
    # Not httpx: below it there are no redirects, no proxies of the environment and no cookies to be turned off.
    pool = httpcore.ConnectionPool(
        ssl_context=trusted or _trusted(), max_connections=1, network_backend=CheckedBackend(look_up)
    )
    try:
        status = within(deadline, "webhook", lambda: _post(pool, url, payload.encode(), headers, seconds))
    except (TimeoutError, httpcore.TimeoutException):
        return Outcome(None, SendFailure.TIMEOUT)
    except NameUnknown:
        return Outcome(None, SendFailure.NAME)
    except AddressRefused:
        return Outcome(None, SendFailure.ADDRESS)
    except (OSError, httpcore.NetworkError, httpcore.ProtocolError) as error:
        return Outcome(None, SendFailure.TLS if _is_about_tls(error) else SendFailure.CONNECTION)
    finally:
        pool.close()
    return Outcome(status, None if 200 <= status < 300 else SendFailure.STATUS)


def _post(pool: httpcore.ConnectionPool, url: str, body: bytes, headers: Mapping[str, str], seconds: float) -> int:
    parts = urlsplit(url)
    target = httpcore.URL(
        scheme=parts.scheme,
        host=parts.hostname or "",
        port=parts.port or _PORTS[parts.scheme],
        target=f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}",
    )
    said = {
        "Host": parts.netloc,
        "Content-Type": "application/json",
        "Content-Length": str(len(body)),
        "User-Agent": "shien-shisaku-webhooks/1",
        **headers,
    }
    timeouts = dict.fromkeys(("connect", "read", "write", "pool"), seconds)
    with pool.stream(
        "POST", target, headers=list(said.items()), content=body, extensions={"timeout": timeouts}
    ) as response:
        return int(response.status)


def _is_about_tls(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, ssl.SSLError):
            return True
        error = error.__cause__ or error.__context__
    return False
