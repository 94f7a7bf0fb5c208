"""A page as a tree: what stands where. What is not well made is refused."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from django.test import Client

VOID = frozenset(["br", "circle", "hr", "img", "input", "line", "link", "meta", "path", "polygon", "rect", "wbr"])
BLOCKS = frozenset(["details", "div", "dl", "fieldset", "footer", "form", "h1", "h2", "h3", "h4", "header", "main"])
BLOCKS |= frozenset(["nav", "ol", "p", "pre", "section", "table", "ul"])
"""What ends a paragraph: a browser would put it beside, not into it."""


@dataclass(eq=False)
class Node:
    """An element. *inside*: its elements and texts, in order."""

    tag: str
    attrs: dict[str, str]
    inside: list[Node | str] = field(default_factory=list)

    def __getitem__(self, name: str) -> str:
        return self.attrs[name]

    @property
    def classes(self) -> list[str]:
        return self.attrs.get("class", "").split()

    @property
    def text(self) -> str:
        """What it says, white space as a browser shows it."""
        return " ".join("".join(self._texts()).split())

    def _texts(self) -> Iterator[str]:
        for one in self.inside:
            if isinstance(one, str):
                yield one
            else:
                yield from one._texts()

    def walk(self) -> Iterator[Node]:
        """Every element in it, in order."""
        for one in self.inside:
            if isinstance(one, Node):
                yield one
                yield from one.walk()

    def all(self, wanted: str) -> list[Node]:
        """The elements that are *wanted*: a tag, ``.class``, ``#id`` or ``tag.class``."""
        tag, _, name = wanted.partition(".")
        if wanted.startswith("#"):
            return [one for one in self.walk() if one.attrs.get("id") == wanted[1:]]
        return [one for one in self.walk() if tag in ("", one.tag) and (not name or name in one.classes)]

    def one(self, wanted: str) -> Node:
        """The only one."""
        found = self.all(wanted)
        assert len(found) == 1, f"{len(found)} of {wanted}"
        return found[0]

    def texts(self, wanted: str) -> list[str]:
        return [one.text for one in self.all(wanted)]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open = [Node("", {})]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"<{tag}> says {names}"
        assert not (tag in BLOCKS and self.open[-1].tag == "p"), f"<{tag}> in a paragraph"
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].inside.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in VOID, f"<{tag}/>"
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:  # <path …></path>
            return
        last = self.open.pop()
        assert last.tag == tag, f"</{tag}> where <{last.tag}> is open"

    def handle_data(self, data: str) -> None:
        self.open[-1].inside.append(data)


def read(markup: str) -> Node:
    """The page. Refuses elements that are not closed, paragraphs that a browser would break, and an id that stands twice."""
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    assert len(reader.open) == 1, [node.tag for node in reader.open]
    ids = [node["id"] for node in reader.open[0].walk() if "id" in node.attrs]
    assert len(ids) == len(set(ids)), sorted(one for one in set(ids) if ids.count(one) > 1)
    return reader.open[0]


def page(response: Any, status: int = 200) -> Node:
    """What a *response* of the client shows."""
    assert response.status_code == status, response.status_code
    assert response["Content-Type"] == "text/html; charset=utf-8"
    return read(response.content.decode())


def see(client: Client, address: str, **query: Any) -> Node:
    """The page at *address*."""
    return page(client.get(address, query_params=query))
