"""Where a webhook may lead: public addresses alone, and the very one that was looked at."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from typing import Any

import httpcore
import pytest

from catalogue.models import SendFailure
from catalogue.webhooks.addresses import (
    AddressRefused,
    CheckedBackend,
    NameUnknown,
    is_public,
    reachable,
    resolve,
    url_problem,
)
from catalogue.webhooks.sending import Outcome, send
from tests.webhooks.receiver import NAME, Receiver, receiving

PRIVATE = [
    "0.0.0.0",  # noqa: S104  (an address, and nothing is bound to it)
    "10.0.0.1",
    "100.64.0.1",
    "127.0.0.1",
    "127.255.255.254",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.1",
    "192.0.2.1",
    "192.168.1.1",
    "198.18.0.1",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::7f00:1",
    "::ffff:10.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:169.254.169.254",
    "64:ff9b::a00:1",
    "64:ff9b::7f00:1",
    "64:ff9b:1::1",
    "100::1",
    "2001:db8::1",
    "2001::1",
    "2002:7f00:1::",
    "2002:a00:1::",
    "2002:a9fe:a9fe::1",
    "fc00::1",
    "fd00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fe80::1%eth0",
    "2606:4700:4700::1111%eth0",
    "fec0::1",
    "ff02::1",
    "4000::1",
]
PUBLIC = [
    "1.1.1.1",
    "9.255.255.255",
    "11.0.0.0",
    "100.63.255.255",
    "100.128.0.0",
    "172.15.255.255",
    "172.32.0.0",
    "2606:4700:4700::1111",
    "::ffff:1.1.1.1",
    "64:ff9b::101:101",
    "2002:101:101::1",
]


@pytest.mark.parametrize("address", PRIVATE)
def test_a_private_address_is_refused(address: str) -> None:
    assert is_public(ipaddress.ip_address(address)) is False
    with pytest.raises(AddressRefused):
        reachable(NAME, 443, lambda _host, _port: [address])


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_is_taken(address: str) -> None:
    assert is_public(ipaddress.ip_address(address)) is True
    assert reachable(NAME, 443, lambda _host, _port: [address]) == [address]


@pytest.mark.parametrize("address", PRIVATE)
@pytest.mark.parametrize("is_first", [True, False])
def test_a_name_that_also_leads_to_a_private_address_is_refused(address: str, is_first: bool) -> None:
    found = [address, "1.1.1.1"] if is_first else ["1.1.1.1", address]
    with pytest.raises(AddressRefused):
        reachable(NAME, 443, lambda _host, _port: found)


def test_a_name_that_leads_nowhere_is_no_name() -> None:
    with pytest.raises(NameUnknown):
        reachable(NAME, 443, lambda _host, _port: [])


@pytest.mark.parametrize("host", ["127.0.0.1", "2130706433", "0x7f.1", "0177.0.0.1", "127.1", "0"])
def test_a_number_is_looked_at_as_what_the_system_takes_it_for(host: str) -> None:
    """Registered, none of them is let in; and if one were, the address that it means would be refused."""
    with pytest.raises(AddressRefused):
        reachable(host, 443, resolve)


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        ("https://hooks.example.jp", None),
        ("https://hooks.example.jp/a/b?c=d&e=%E3%81%82", None),
        ("https://hooks.example.jp:8443/", None),
        ("https://xn--eckwd4c7c.example/", None),
        ("https://1.1.1.1/", None),
        ("https://[2606:4700:4700::1111]/", None),
        ("", "length"),
        (f"https://hooks.example.jp/{'a' * 475}", None),
        (f"https://hooks.example.jp/{'a' * 476}", "length"),
        ("https://ほっく.example/", "characters"),
        ("https://hooks.example.jp/a b", "characters"),
        ("https://hooks.example.jp/\r\nX: y", "characters"),
        ("https://hooks.example.jp\\@10.0.0.1/", "characters"),
        ("http://hooks.example.jp/", "scheme"),
        ("HTTP://hooks.example.jp/", "scheme"),
        ("ftp://hooks.example.jp/", "scheme"),
        ("file:///etc/passwd", "scheme"),
        ("hooks.example.jp", "scheme"),
        ("https://user@hooks.example.jp/", "credentials"),
        ("https://user:word@hooks.example.jp/", "credentials"),
        ("https://@hooks.example.jp/", "credentials"),
        ("https://hooks.example.jp/#part", "fragment"),
        ("https://hooks.example.jp:0/", "port"),
        ("https://hooks.example.jp:/", "port"),
        ("https://hooks.example.jp:65536/", "port"),
        ("https://hooks.example.jp:x/", "port"),
        ("https://", "host"),
        ("https:///hook", "host"),
        ("https://localhost/", "host"),
        ("https://intranet/", "host"),
        ("https://2130706433/", "host"),
        ("https://0x7f000001/", "host"),
        ("https://0x7f.1/", "host"),
        ("https://127.1/", "host"),
        ("https://0177.0.0.1/", "host"),
        ("https://hooks..example.jp/", "host"),
        ("https://-hooks.example.jp/", "host"),
        ("https://[::1/", "host"),
        ("https://127.0.0.1/", "private"),
        ("https://10.0.0.1/", "private"),
        ("https://169.254.169.254/latest/meta-data/", "private"),
        ("https://[::1]/", "private"),
        ("https://[fd00::1]/", "private"),
        ("https://[::ffff:10.0.0.1]/", "private"),
    ],
)
def test_an_address_as_it_is_written(url: str, problem: str | None) -> None:
    assert url_problem(url) == problem


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        ("http://127.0.0.1:8000/", None),
        ("http://localhost/", None),
        ("https://[::1]/", None),
        ("ftp://localhost/", "scheme"),
        ("http://user@localhost/", "credentials"),
        ("http://", "host"),
    ],
)
def test_in_development_an_address_may_be_of_this_machine(private: None, url: str, problem: str | None) -> None:
    assert url_problem(url) == problem


class Rebinding:
    """A name that leads to a public address when it is looked at, and to this machine from then on."""

    def __init__(self) -> None:
        self.asked = 0

    def __call__(self, host: str, port: int) -> list[str]:
        self.asked += 1
        return ["1.1.1.1"] if self.asked == 1 else ["127.0.0.1"]


def test_the_address_that_was_looked_at_is_the_one_connected_to(monkeypatch: pytest.MonkeyPatch) -> None:
    connected: list[str] = []

    class Sockets(httpcore.SyncBackend):
        def connect_tcp(self, host: str, *args: Any, **kwargs: Any) -> httpcore.NetworkStream:
            connected.append(host)
            raise httpcore.ConnectError

    names = Rebinding()
    backend = CheckedBackend(names)
    monkeypatch.setattr(backend, "_sockets", Sockets())
    with pytest.raises(httpcore.ConnectError):
        backend.connect_tcp(NAME, 443)
    assert (names.asked, connected) == (1, ["1.1.1.1"])
    with pytest.raises(AddressRefused):
        backend.connect_tcp(NAME, 443)
    assert connected == ["1.1.1.1"]


def test_of_several_addresses_the_next_is_tried(receiver: Callable[..., Receiver]) -> None:
    server = receiver()
    found = send(f"http://{NAME}:{server.port}/", "{}", {}, look_up=lambda _host, _port: ["::1", "127.0.0.1"])
    assert (found, len(server.received)) == (Outcome(204, None), 1)


def test_nothing_is_sent_to_this_machine_in_production() -> None:
    with receiving() as server:
        for url in (server.url, f"http://localhost:{server.port}/"):
            assert send(url, "{}", {}) == Outcome(None, SendFailure.ADDRESS)
        assert send(f"http://{NAME}:{server.port}/", "{}", {}, look_up=lambda _h, _p: ["127.0.0.1"]) == Outcome(
            None, SendFailure.ADDRESS
        )
    assert server.received == []
