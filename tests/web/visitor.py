"""A visitor without a browser: reads what a page shows, fills its fields by name, presses its buttons and is led on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.test import Client

from tests.web.reading import Node, read

_LEADING = ("href", "action", "src", "hx-get", "hx-post")
"""Attributes that name an address."""

_POINTING = ("for", "aria-describedby", "aria-labelledby", "hx-target")
"""Attributes that name ids of the same page."""

BASICS: dict[str, Any] = {
    "entity_type": "corporation",
    "industry_listed": "09",
    "prefecture": "20",
    "name": "㈱山ノ上食品①",
    "corporate_number": "７０００－０１２０５－０００２",
}
SIZE: dict[str, Any] = {
    "employees": "約7319人",
    "capital_yen": "4千861万",
    "founded_on": "昭和43年4月9日",
    "annual_sales_yen": "1億2,345万",
    "annual_energy_kl": "1,234.567",
}
WAY: dict[str, dict[str, Any]] = {
    "basics": BASICS,
    "size": SIZE,
    "topics": {"topics": ["dx", "overseas_safety"]},
    "situations": {"situations": ["hq_relocation"]},
    "certifications": {"certifications": "none"},
}
"""Page → what is typed on it, all five pages long."""

KEPT: dict[str, Any] = {
    "entity_type": "corporation",
    "industry": "09",
    "prefecture": "20",
    "name": "㈱山ノ上食品①",
    "corporate_number": "7000012050002",
    "employees": 7319,
    "capital_yen": 48_610_000,
    "founded_on": "1968-04-09",
    "founded_year": 1968,
    "annual_sales_yen": 123_450_000,
    "annual_energy_kl": 1234.567,
    "topics": ["dx", "overseas_safety"],
    "situations": ["hq_relocation"],
    "certifications": [],
}
"""What is kept of it."""


class Page:
    """What came back, as its reader sees it. *response*: of a test client."""

    def __init__(self, address: str, response: Any) -> None:
        self.address, self.status = address, response.status_code
        self.html = response.content.decode()
        self._root = read(self.html)

    def all(self, tag: str, **attributes: str) -> list[Node]:
        """Elements by tag and attributes."""
        found = self._root.all(tag)
        return [one for one in found if all(one.attrs.get(name) == value for name, value in attributes.items())]

    @property
    def title(self) -> str:
        return self._root.one("title").text

    @property
    def heading(self) -> str:
        return self._root.one("h1").text

    @property
    def words(self) -> str:
        return self._root.one("body").text

    @property
    def ids(self) -> list[str]:
        return [one["id"] for one in self._root.walk() if "id" in one.attrs]

    @property
    def addresses(self) -> list[str]:
        """Every address that the page names."""
        return [one[name] for one in self._root.walk() for name in _LEADING if name in one.attrs]

    def named(self, name: str) -> Node:
        """The element with this id."""
        return self._root.one(f"#{name}")

    def summary(self) -> list[tuple[str, str]]:
        """(where it leads, words) of each mistake on top of the page."""
        return [(link["href"], link.text) for box in self._root.all("#errors") for link in box.all("a")]

    def at_fields(self) -> dict[str, str]:
        """Field → the words at it."""
        return {one["id"].removeprefix("error-"): one.text for one in self._root.all("p.field__error")}

    def dangling(self) -> list[str]:
        """Ids that are pointed at and are not there."""
        pointers = [one.attrs.get(name, "") for one in self._root.walk() for name in _POINTING]
        wanted = [name.removeprefix("#") for pointer in pointers for name in pointer.split()]
        return [name for name in wanted if name not in self.ids]

    def form(self, button: str = "") -> Form:
        """The form with a *button* of that name ("": a button without a name)."""
        return next(form for form in self.forms() if button in form.buttons)

    def forms(self) -> list[Form]:
        return [Form.read(outer) for outer in self._root.all("form")]

    @property
    def sent(self) -> dict[str, list[str]]:
        """What the page's own form would send as it stands, without its token."""
        sent = self.form("next").sent
        return {name: values for name, values in sent.items() if name != "csrfmiddlewaretoken"}


@dataclass
class Form:
    """*sent*: name → values as they stand. *offered*: name → what may be chosen. *buttons*: name → their words."""

    action: str
    sent: dict[str, list[str]]
    offered: dict[str, list[str]]
    buttons: dict[str, list[str]]

    @classmethod
    def read(cls, outer: Node) -> Form:
        form = cls(outer.attrs.get("action", ""), {}, {}, {})
        for one in outer.walk():
            name, kind = one.attrs.get("name", ""), one.attrs.get("type", "text")
            if one.tag == "button":
                form.buttons.setdefault(name, []).append(one.text)
            elif one.tag == "input" and kind in ("radio", "checkbox"):
                form.offered.setdefault(name, []).append(one["value"])
                if "checked" in one.attrs:
                    form.sent.setdefault(name, []).append(one["value"])
            elif one.tag == "input" and kind != "file":
                form.sent.setdefault(name, []).append(one["value"])
            elif one.tag == "textarea":
                form.sent.setdefault(name, []).append("".join(map(str, one.inside)).removeprefix("\n"))
            elif one.tag == "select":
                options = one.all("option")
                form.offered[name] = [option["value"] for option in options]
                chosen = [option["value"] for option in options if "selected" in option.attrs]
                form.sent[name] = chosen or form.offered[name][:1]
        return form

    def fill(self, name: str, value: str | Sequence[str]) -> None:
        """Type or choose. Raises AssertionError for what the form does not offer; an empty list takes every tick away."""
        values = [value] if isinstance(value, str) else list(value)
        assert name in self.sent or name in self.offered, f"no field {name}"
        assert set(values) <= set(self.offered.get(name, values)), f"{name} does not offer {values}"
        self.sent[name] = values


class Visitor:
    """One tab of one browser. *addresses*: where it has been and was sent."""

    def __init__(self, client: Client | None = None) -> None:
        self.client = client or Client(enforce_csrf_checks=True)
        self.addresses: list[str] = []
        self.page: Page
        self._typed: dict[str, str | Sequence[str]] = {}

    def tab(self) -> Visitor:
        """Another tab of the same browser."""
        return Visitor(self.client)

    def open(self, address: str) -> Page:
        return self._arrive(address, self.client.get(address))

    def fill(self, **typed: str | Sequence[str]) -> Visitor:
        self._typed |= typed
        return self

    def press(self, button: str = "") -> Page:
        """Send the form that has the *button*, with what was filled in, and go where it leads."""
        form = self.page.form(button)
        for name, value in self._typed.items():
            form.fill(name, value)
        address = form.action or self.page.address
        return self._arrive(address, self.client.post(address, form.sent | ({button: ["1"]} if button else {})))

    def walk(self, way: Mapping[str, Mapping[str, Any]] = WAY) -> Page:
        """Fill page after page as *way* says; stop where the last one leads."""
        for slug, typed in way.items():
            self.open(f"/profile/{slug}/")
            self.fill(**typed).press("next")
        return self.page

    @property
    def key(self) -> str:
        """What the cookie says; "" without one."""
        return self.client.cookies["draft"].value if "draft" in self.client.cookies else ""

    def _arrive(self, address: str, response: Any) -> Page:
        self._typed = {}
        self.addresses.append(address)
        while response.status_code == 302:
            address = response["Location"]
            self.addresses.append(address)
            response = self.client.get(address)
        self.page = Page(address, response)
        return self.page
