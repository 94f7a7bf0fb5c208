"""An advisor without a browser: opens pages, fills fields by name, presses buttons by their words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.test import Client as Browser

from catalogue import roles
from tests.console.people import OURS, browser
from tests.web.visitor import Form, Page


class Desk:
    """One tab of somebody with *role* in the organisation *of*."""

    def __init__(self, role: roles.Role | None = roles.ADVISOR, of: str = OURS) -> None:
        self.browser: Browser = browser(role, of)
        self.page: Page

    def open(self, address: str) -> Page:
        return self._arrive(address, self.browser.get(address))

    def form(self, words: str) -> Form:
        """The form with a button of these *words*."""
        return next(form for form in self.page.forms() if any(words in texts for texts in form.buttons.values()))

    def press(self, words: str, files: dict[str, Any] | None = None, **typed: str | Sequence[str]) -> Page:
        """Send the form of the button with what was *typed*, and be led on, within the console's pages that there are."""
        form = self.form(words)
        for name, value in typed.items():
            form.fill(name, value)
        name = next(name for name, texts in form.buttons.items() if words in texts)
        address = form.action or self.page.address
        sent: dict[str, Any] = form.sent | ({name: ["1"]} if name else {}) | (files or {})
        return self._arrive(address, self.browser.post(address, sent))

    def _arrive(self, address: str, response: Any) -> Page:
        self.led_to = response["Location"] if response.status_code == 302 else ""
        self.page = Page(address, response) if response.content else Page(address, _Nothing(response.status_code))
        return self.page


class _Nothing:
    """A redirect has no page."""

    content = b"<html><head><title></title></head><body><h1></h1></body></html>"

    def __init__(self, status_code: int) -> None:
        self.status_code = status_code
