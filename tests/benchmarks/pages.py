"""The pages end to end: the results of one company over HTTP at a steady load, and what a browser says of them."""

from __future__ import annotations

import gzip
import http.client
import time
from urllib.parse import urlencode

from tests.benchmarks.http import WORKERS, database, percentile, server
from tests.benchmarks.measure import duration, heading, line
from tests.browser.chromium import executable, launched

RATE = 20
"""Requests a second."""

_PAGES = {
    "basics": {"entity_type": "corporation", "industry": "31", "prefecture": "23"},
    "size": {"employees": "120", "capital_yen": "5000", "founded_on": "1968", "annual_sales_yen": "28億"},
    "topics": {"topics": ["gx", "energy_saving", "investment", "wage"]},
    "situations": {"situations": ["wage_raise_planned", "aged_equipment"]},
    "certifications": {"certifications": ["kurumin"]},
}


class _Visitor:
    """One browser's cookies over one connection, behind what claims to be a proxy that speaks TLS."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self._origin = f"https://127.0.0.1:{port}/"
        self.cookies: dict[str, str] = {}

    def ask(self, method: str, path: str, fields: dict[str, object] | None = None) -> tuple[int, bytes]:
        headers = {
            "X-Forwarded-Proto": "https",
            "Referer": self._origin,
            "Accept-Encoding": "gzip",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
        }
        body = None
        if fields is not None:
            token = {"csrfmiddlewaretoken": self.cookies["csrftoken"]}
            body = urlencode(token | fields, doseq=True)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self._connection.request(method, path, body, headers)
        response = self._connection.getresponse()
        content = response.read()
        for cookie in response.headers.get_all("Set-Cookie") or []:
            name, _, rest = cookie.partition("=")
            self.cookies[name] = rest.partition(";")[0]
        return response.status, content


def _filled_in(port: int) -> _Visitor:
    visitor = _Visitor(port)
    for slug, fields in _PAGES.items():
        visitor.ask("GET", f"/profile/{slug}/")
        status, _ = visitor.ask("POST", f"/profile/{slug}/", {**fields, "next": "1"})
        assert status == 302, (slug, status)
    return visitor


def run(seconds: float) -> bool:
    """Print the figures; whether every page came back whole."""
    heading(f"Pages: gunicorn, {WORKERS} workers, PostgreSQL, the results of one company, {RATE} requests a second")
    with database() as url, server(url) as running:
        port = running.port
        visitor = _filled_in(port)
        for _ in range(20):
            status, content = visitor.ask("GET", "/results/")
        times, wrong = [], 0
        due = time.perf_counter()
        until = due + seconds
        while due < until:
            time.sleep(max(due - time.perf_counter(), 0))
            status, content = visitor.ask("GET", "/results/")
            times.append(time.perf_counter() - due)
            wrong += status != 200
            due += 1 / RATE
        ordered = sorted(times)
        for name, share in (("p50", 0.5), ("p99", 0.99)):
            line(f"results page, {name}", duration(percentile(ordered, share)))
        line(
            "results page, transferred (gzip)",
            f"{len(content) / 1000:.1f} kB of {len(gzip.decompress(content)) / 1000:.0f}",
        )
        line("not answered with 200", str(wrong))
        if executable():
            _in_browser(port, visitor)
        else:
            line("in a browser", "left out: no Chromium on this machine")
    return not wrong


_VITALS = """() => new Promise(done => {
  const found = {lcp: 0, cls: 0, blocked: 0};
  new PerformanceObserver(list => list.getEntries().forEach(one => { found.lcp = one.startTime; }))
    .observe({type: 'largest-contentful-paint', buffered: true});
  new PerformanceObserver(list => list.getEntries().forEach(one => { if (!one.hadRecentInput) found.cls += one.value; }))
    .observe({type: 'layout-shift', buffered: true});
  new PerformanceObserver(list => list.getEntries().forEach(one => { found.blocked += Math.max(one.duration - 50, 0); }))
    .observe({type: 'longtask', buffered: true});
  setTimeout(() => done(found), 500);
})"""


def _in_browser(port: int, visitor: _Visitor) -> None:
    """First visit and second: bytes over the wire, largest paint, shift of the layout, time that the page was blocked."""
    address = f"http://127.0.0.1:{port}"
    with launched() as browser:
        context = browser.new_context(
            viewport={"width": 375, "height": 800}, extra_http_headers={"X-Forwarded-Proto": "https"}
        )
        context.add_cookies([{"name": "draft", "value": visitor.cookies["draft"], "url": address}])
        page = context.new_page()
        devtools = context.new_cdp_session(page)
        devtools.send("Network.enable")
        received: list[float] = []
        devtools.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
        for visit in ("first visit", "second visit"):
            received.clear()
            page.goto(f"{address}/results/", wait_until="load")
            vitals = page.evaluate(_VITALS)
            line(f"{visit} on a phone-sized screen", f"{sum(received) / 1000:.1f} kB")
            line("  largest contentful paint", f"{vitals['lcp']:.0f} ms")
            line("  cumulative layout shift", f"{vitals['cls']:.3f}")
            line("  total blocking time", f"{vitals['blocked']:.0f} ms")
