"""A visitor without a browser: reads what a page shows, fills its fields by name, presses its buttons and is led on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from django.test import Client

_VOID = frozenset(["input", "link", "meta", "br", "wbr", "hr", "img"])
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


@dataclass
class Element:
    """*inside*: the elements around it, outermost first."""

    tag: str
    attributes: dict[str, str]
    inside: tuple[Element, ...]
    pieces: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return " ".join("".join(self.pieces).split())

    def within(self, name: str) -> bool:
        return any(outer.attributes.get("id") == name for outer in self.inside)


class _Reader(HTMLParser):
    """Every element in order. Raises AssertionError for a tag that closes what is not open."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self._open: list[Element] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs}, tuple(self._open))
        self.elements.append(element)
        if tag not in _VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        opened = self._open.pop()
        assert opened.tag == tag, f"<{opened.tag}> is closed by </{tag}>"

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.pieces.append(data)


class Page:
    """What came back, as its reader sees it. *response*: of a test client."""

    def __init__(self, address: str, response: Any) -> None:
        self.address, self.status = address, response.status_code
        self.html = response.content.decode()
        reader = _Reader()
        reader.feed(self.html)
        self._elements = reader.elements

    def all(self, tag: str, **attributes: str) -> list[Element]:
        """Elements by tag and attributes."""
        return [
            one
            for one in self._elements
            if one.tag == tag and all(one.attributes.get(name) == value for name, value in attributes.items())
        ]

    @property
    def title(self) -> str:
        return self.all("title")[0].text

    @property
    def heading(self) -> str:
        (heading,) = self.all("h1")
        return heading.text

    @property
    def words(self) -> str:
        return self.all("body")[0].text

    @property
    def ids(self) -> list[str]:
        return [one.attributes["id"] for one in self._elements if "id" in one.attributes]

    @property
    def addresses(self) -> list[str]:
        """Every address that the page names."""
        names = ("href", "action", "src", "hx-get", "hx-post")
        return [one.attributes[name] for one in self._elements for name in names if name in one.attributes]

    def named(self, name: str) -> Element:
        """The element with this id."""
        return next(one for one in self._elements if one.attributes.get("id") == name)

    def summary(self) -> list[tuple[str, str]]:
        """(where it leads, words) of each mistake on top of the page."""
        return [(one.attributes["href"], one.text) for one in self.all("a") if one.within("errors")]

    def at_fields(self) -> dict[str, str]:
        """Field → the words at it."""
        starts = [(one.attributes.get("id", ""), one.text) for one in self.all("p")]
        return {name.removeprefix("error-"): text for name, text in starts if name.startswith("error-")}

    def dangling(self) -> list[str]:
        """Ids that are pointed at and are not there, and ids that are there twice."""
        ids = self.ids
        wanted = [
            name
            for one in self._elements
            for pointer in _POINTING
            for name in one.attributes.get(pointer, "").replace("#", "").split()
        ]
        return [name for name in wanted if name not in ids] + [name for name in set(ids) if ids.count(name) > 1]

    def form(self, button: str = "") -> Form:
        """The form with a *button* of that name ("": a button without a name)."""
        return next(form for form in self.forms() if button in form.buttons)

    def forms(self) -> Iterator[Form]:
        for outer in self.all("form"):
            yield Form.read(outer, [one for one in self._elements if outer in one.inside])

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
    def read(cls, outer: Element, elements: Sequence[Element]) -> Form:
        form = cls(outer.attributes.get("action", ""), {}, {}, {})
        for one in elements:
            name, kind = one.attributes.get("name", ""), one.attributes.get("type", "text")
            if one.tag == "button":
                form.buttons.setdefault(name, []).append(one.text)
            elif one.tag == "input" and kind in ("radio", "checkbox"):
                form.offered.setdefault(name, []).append(one.attributes["value"])
                if "checked" in one.attributes:
                    form.sent.setdefault(name, []).append(one.attributes["value"])
            elif one.tag == "input":
                form.sent.setdefault(name, []).append(one.attributes["value"])
            elif one.tag == "select":
                options = [inner for inner in elements if inner.tag == "option" and one in inner.inside]
                form.offered[name] = [option.attributes["value"] for option in options]
                chosen = [option.attributes["value"] for option in options if "selected" in option.attributes]
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
