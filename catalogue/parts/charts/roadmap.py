"""A roadmap of three steps: what a company holds, what it can obtain with that, and what that opens."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, NamedTuple

from django.utils.translation import gettext as _

from catalogue.language import listed
from catalogue.parts.charts.layers import Links, Order, arranged
from catalogue.parts.charts.shapes import FONT, LINE, PAD, Frame, Label, Point, place, rounded, wrap, written


class State(StrEnum):
    HELD = "held"
    OBTAINABLE = "obtainable"
    OPENED = "opened"

    @property
    def text(self) -> str:
        texts = {"held": _("持っている"), "obtainable": _("これから取れる"), "opened": _("使えるようになる")}
        return texts[self.value]


@dataclass(frozen=True)
class Node:
    """One thing on the road. *column* 1 to 3; *href* a place on this site or an http address (ValueError otherwise)."""

    key: str
    column: int
    label: str
    state: State
    href: str = ""

    def __post_init__(self) -> None:
        if not self.key or self.column not in (1, 2, 3):
            raise ValueError(f"a node has a key and a column from 1 to 3, not {self.key!r} and {self.column}")
        if self.href and not self.href.startswith(("/", "#", "?", "https://", "http://")):
            raise ValueError(f"not an address to link to: {self.href}")


class Entry(NamedTuple):
    """A node in the list, with the labels of what it leads to."""

    node: Node
    leads_to: tuple[str, ...]


class Column(NamedTuple):
    """A step with all of its nodes, drawn or not."""

    title: str
    entries: tuple[Entry, ...]


class Box(NamedTuple):
    """A node as drawn; without a node it stands for those of its column that are not drawn."""

    x: float
    y: float
    width: float
    height: float
    label: Label
    column: int
    node: Node | None

    @property
    def href(self) -> str:
        return self.node.href if self.node else ""

    @property
    def kind(self) -> str:
        """The node's state, or ``rest``."""
        return self.node.state.value if self.node else "rest"


class Arrow(NamedTuple):
    """A cubic curve from one box to another."""

    start: Point
    bend: tuple[Point, Point]
    end: Point

    @property
    def path(self) -> str:
        return f"M{self.start} C{self.bend[0]} {self.bend[1]} {self.end}"


Direction = Literal["right", "down"]


@dataclass(frozen=True)
class Graph(Frame):
    direction: Direction
    columns: tuple[Column, ...]
    headings: tuple[Label, ...]
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]

    @property
    def states(self) -> tuple[State, ...]:
        """Those that occur, in their order."""
        kinds = {box.kind for box in self.boxes}
        return tuple(state for state in State if state in kinds)


MOST = 8
"""Nodes of a column that are drawn; more become one box."""

_EMS, _LINES = 12, 3  # 24 characters need a third line where words stay whole
_WIDTH, _INSET, _APART = _EMS * FONT + 20, 8, 12
_BETWEEN = 56  # two columns
_AISLE = 64  # beside the boxes of the narrow picture: room for arcs
_TIP = 1  # an arrow ends just before its box


def graph(nodes: Sequence[Node], edges: Iterable[tuple[str, str]], direction: Direction = "right") -> Graph:
    """Boxes in three steps, to the right or, for narrow screens, down; *edges* are pairs of keys, from one step to the next.

    Each step draws its first nodes, in an order that lets few arrows cross. Raises ValueError for a key that is there twice
    and for an edge that does not lead from a node to one of the next step.
    """
    named = {node.key: node for node in nodes}
    links = tuple(dict.fromkeys(edges))
    if len(named) != len(nodes):
        raise ValueError("two nodes have the same key")
    for source, target in links:
        if source not in named or target not in named or named[target].column != named[source].column + 1:
            raise ValueError(f"an edge leads from a node to one of the next column, not from {source} to {target}")
    titles = (_("いま持っているもの"), _("取れる認定・計画"), _("開ける施策（加点・条件）"))
    columns = tuple(
        Column(title, tuple(_entry(node, links, named) for node in nodes if node.column == number))
        for number, title in enumerate(titles, 1)
    )
    contents, numbers = _contents(columns)
    joined = tuple(dict.fromkeys((numbers[source], numbers[target]) for source, target in links))
    order = arranged(
        tuple(tuple(at for at, box in enumerate(contents) if box.column == number) for number in (1, 2, 3)),
        joined,
        last=[at for at, box in enumerate(contents) if box.node is None],
        nested=direction == "down",
    )
    return (_right if direction == "right" else _down)(columns, contents, order, joined)


def _entry(node: Node, links: Iterable[tuple[str, str]], named: Mapping[str, Node]) -> Entry:
    return Entry(node, tuple(named[target].label for source, target in links if source == node.key))


class _Content(NamedTuple):
    column: int
    node: Node | None
    lines: tuple[str, ...]


def _contents(columns: Sequence[Column]) -> tuple[list[_Content], dict[str, int]]:
    """What stands in the boxes, and each node's box: its own, or the one for the rest of its column."""
    contents: list[_Content] = []
    numbers: dict[str, int] = {}
    for number, column in enumerate(columns, 1):
        for entry in column.entries[:MOST]:
            numbers[entry.node.key] = len(contents)
            contents.append(_Content(number, entry.node, wrap(entry.node.label, _EMS, _LINES)))
        if rest := column.entries[MOST:]:
            numbers |= dict.fromkeys((entry.node.key for entry in rest), len(contents))
            contents.append(_Content(number, None, (_("ほか{count}件").format(count=len(rest)),)))
    return contents, numbers


def _height(contents: Sequence[_Content]) -> int:
    return LINE * max((len(content.lines) for content in contents), default=1) + 2 * _INSET


def _box(content: _Content, x: float, y: float, height: float) -> Box:
    top = y + (height - LINE * len(content.lines)) / 2
    label = written(x + _WIDTH / 2, top, "middle", content.lines)
    return Box(rounded(x), rounded(y), _WIDTH, height, label, content.column, content.node)


def _summary(columns: Sequence[Column]) -> str:
    counts = (_("{title}{count}件").format(title=column.title, count=len(column.entries)) for column in columns)
    return _("{counts}と、そのつながりです。すべての名前は一覧にあります。").format(counts=listed(counts))


def _right(columns: tuple[Column, ...], contents: Sequence[_Content], order: Order, links: Links) -> Graph:
    height, top = _height(contents), PAD + LINE + _APART
    tallest = max(len(column) for column in order) * (height + _APART) - _APART
    boxes: dict[int, Box] = {}
    for column, numbers in enumerate(order):
        y = top + (tallest - len(numbers) * (height + _APART) + _APART) / 2
        for row, at in enumerate(numbers):
            boxes[at] = _box(contents[at], PAD + column * (_WIDTH + _BETWEEN), y + row * (height + _APART), height)

    def arrow(start: Box, end: Box) -> Arrow:
        left, right = start.x + _WIDTH, end.x - _TIP
        above, below = start.y + height / 2, end.y + height / 2
        middle = (left + right) / 2
        return Arrow(place(left, above), (place(middle, above), place(middle, below)), place(right, below))

    return Graph(
        width=2 * PAD + 3 * _WIDTH + 2 * _BETWEEN,
        height=rounded(top + max(tallest, 0) + PAD),
        summary=_summary(columns),
        direction="right",
        columns=columns,
        headings=tuple(
            written(PAD + at * (_WIDTH + _BETWEEN) + _WIDTH / 2, PAD, "middle", (column.title,))
            for at, column in enumerate(columns)
        ),
        boxes=tuple(boxes.values()),
        arrows=tuple(arrow(boxes[source], boxes[target]) for source, target in links),
    )


def _down(columns: tuple[Column, ...], contents: Sequence[_Content], order: Order, links: Links) -> Graph:
    """One stack. Arcs from the first step to the second run on its right, those to the third on its left."""
    height, y = _height(contents), float(PAD)
    boxes: dict[int, Box] = {}
    headings = []
    for column, numbers in zip(columns, order, strict=True):
        headings.append(written(_AISLE + _WIDTH / 2, y, "middle", (column.title,)))
        y += LINE + _APART
        for at in numbers:
            boxes[at] = _box(contents[at], _AISLE, y, height)
            y += height + _APART
        y += _APART
    farthest = max((boxes[target].y - boxes[source].y for source, target in links), default=1)

    def arrow(start: Box, end: Box) -> Arrow:
        side = 1 if start.column == 1 else -1
        edge = start.x + (_WIDTH if side == 1 else 0)
        above, below = start.y + height / 2, end.y + height / 2
        # A cubic curve goes three quarters of the way to its bends; longer arcs go around shorter ones.
        bend = edge + side * (_AISLE - PAD) / 0.75 * (0.3 + 0.7 * (below - above) / farthest)
        return Arrow(place(edge, above), (place(bend, above), place(bend, below)), place(edge + side * _TIP, below))

    return Graph(
        width=_WIDTH + 2 * _AISLE,
        height=rounded(y - 2 * _APART + PAD),
        summary=_summary(columns),
        direction="down",
        columns=columns,
        headings=tuple(headings),
        boxes=tuple(boxes.values()),
        arrows=tuple(arrow(boxes[source], boxes[target]) for source, target in links),
    )
