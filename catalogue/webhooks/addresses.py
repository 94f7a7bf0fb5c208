"""Where a webhook may lead: to public addresses alone, and to the very address that was looked at."""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Callable, Iterable
from enum import StrEnum
from urllib.parse import SplitResult, urlsplit

import httpcore
from django.conf import settings

from catalogue.models.webhooks import LONGEST_URL

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_CHARACTERS = re.compile(r"[!-~]+\Z")
_UNSAFE = frozenset('\\"<>^`{|}')
_NAME = re.compile(r"(?=.{4,253}\Z)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?\Z")
_GLOBAL_UNICAST, _NAT64 = ipaddress.IPv6Network("2000::/3"), ipaddress.IPv6Network("64:ff9b::/96")
_MOST_TRIED = 3


class UrlProblem(StrEnum):
    """What can be wrong with an address that somebody registers."""

    LENGTH = "length"
    CHARACTERS = "characters"
    SCHEME = "scheme"
    CREDENTIALS = "credentials"
    FRAGMENT = "fragment"
    PORT = "port"
    HOST = "host"
    PRIVATE = "private"


class AddressRefused(Exception):
    """A name leads to an address that is not public."""


class NameUnknown(Exception):
    """A name leads nowhere."""


def url_problem(url: str) -> UrlProblem | None:
    """What is wrong with *url* as it is written, None when nothing is. No name is looked up: that is done with each delivery."""
    if not 0 < len(url) <= LONGEST_URL:
        return UrlProblem.LENGTH
    if not _CHARACTERS.match(url) or not _UNSAFE.isdisjoint(url):
        return UrlProblem.CHARACTERS
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return UrlProblem.PORT if "[" not in url else UrlProblem.HOST
    if parts.scheme != "https" and not (parts.scheme == "http" and settings.WEBHOOK_PRIVATE_ADDRESSES):
        return UrlProblem.SCHEME
    if "@" in parts.netloc:
        return UrlProblem.CREDENTIALS
    if "#" in url:
        return UrlProblem.FRAGMENT
    if port == 0 or parts.netloc.endswith(":"):
        return UrlProblem.PORT
    return _host_problem(parts)


def _host_problem(parts: SplitResult) -> UrlProblem | None:
    host = parts.hostname or ""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        is_name = bool(_NAME.match(host)) or (bool(host) and settings.WEBHOOK_PRIVATE_ADDRESSES)
        return None if is_name else UrlProblem.HOST  # 2130706433 and 0x7f.1 are numbers, to those who look them up
    return None if settings.WEBHOOK_PRIVATE_ADDRESSES or is_public(address) else UrlProblem.PRIVATE


def is_public(address: Address) -> bool:
    """Whether anybody on the internet reaches it. An IPv6 address that stands for an IPv4 one is what that is."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.scope_id is not None:
            return False
        inner = _inner(address)
        if inner is not None:
            return is_public(inner)
        if (
            address not in _GLOBAL_UNICAST
        ):  # no loopback, link-local, unique local, site-local, multicast, or what is to come
            return False
    return address.is_global and not address.is_multicast


def _inner(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address inside: mapped, by 6to4 or by NAT64."""
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour


Resolve = Callable[[str, int], Iterable[str]]


def resolve(host: str, port: int) -> list[str]:
    """The addresses of a name, or of what is one. Raises NameUnknown."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise NameUnknown(host) from error
    return list(dict.fromkeys(str(one[4][0]) for one in found))


def reachable(host: str, port: int, look_up: Resolve) -> list[str]:
    """The addresses to connect to. Raises NameUnknown, and AddressRefused when any one of them is not public."""
    found = list(look_up(host, port))
    if not found:
        raise NameUnknown(host)
    if not settings.WEBHOOK_PRIVATE_ADDRESSES and not all(is_public(ipaddress.ip_address(one)) for one in found):
        raise AddressRefused(host)
    return found[:_MOST_TRIED]


class CheckedBackend(httpcore.NetworkBackend):
    """Looks a name up once, looks at every address, and connects to one of just those: a second look-up could say something else.

    TLS is verified against the name all the same.
    """

    def __init__(self, look_up: Resolve = resolve) -> None:
        self._look_up, self._sockets = look_up, httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """A connection. Raises NameUnknown, AddressRefused, or what the last address tried has raised."""
        *others, last = reachable(host, port, self._look_up)
        for address in others:
            try:
                return self._sockets.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        return self._sockets.connect_tcp(last, port, timeout, local_address, socket_options)
