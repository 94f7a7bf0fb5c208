"""A radar: up to twelve values from 0 to 1, each on an axis of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin
from typing import NamedTuple

from django.utils.translation import gettext as _

from catalogue.language import listed
from catalogue.parts.charts.shapes import (
    FONT,
    LINE,
    PAD,
    Anchor,
    Frame,
    Label,
    Point,
    place,
    rounded,
    text_width,
    wrap,
    written,
)


@dataclass(frozen=True)
class Axis:
    """One axis. *value* from 0 to 1 (ValueError otherwise); *mark* is a short name, a number for instance."""

    label: str
    value: float
    note: str = ""
    mark: str = ""

    def __post_init__(self) -> None:
        if not 0 <= self.value <= 1:
            raise ValueError(f"an axis has a value from 0 to 1, not {self.value}")

    @property
    def percent(self) -> int:
        return int(self.value * 100 + 0.5)

    @property
    def name(self) -> str:
        return f"{self.mark} {self.label}".lstrip()


class Spoke(NamedTuple):
    """An axis as drawn: its far end, its value's place, its name."""

    tip: Point
    point: Point
    label: Label


class Ring(NamedTuple):
    """The outline of one percentage, and where its figure ends."""

    percent: int
    points: tuple[Point, ...]
    figure: Point

    @property
    def outline(self) -> str:
        return " ".join(map(str, self.points))


@dataclass(frozen=True)
class Radar(Frame):
    axes: tuple[Axis, ...]
    center: Point
    spokes: tuple[Spoke, ...]
    rings: tuple[Ring, ...]

    @property
    def outline(self) -> str:
        """The values' polygon, as SVG writes it."""
        return " ".join(str(spoke.point) for spoke in self.spokes)

    @property
    def has_notes(self) -> bool:
        return any(axis.note for axis in self.axes)


_RADIUS, _GAP = 100, 14
_EMS, _LINES = 12, 2
_RINGS = (25, 50, 75, 100)


class _Name(NamedTuple):
    """An axis's name around the picture's middle: where it hangs, and the corners of its room."""

    lines: tuple[str, ...]
    anchor: Anchor
    x: float
    left: float
    top: float
    right: float
    bottom: float


def radar(axes: Sequence[Axis], *, compact: bool = False) -> Radar:
    """Three to twelve axes (ValueError otherwise), the first one upwards, clockwise. *compact* writes marks instead of labels.

    The picture grows with its labels: they neither overlap nor leave it.
    """
    count = len(axes)
    if not 3 <= count <= 12:
        raise ValueError(f"a radar has 3 to 12 axes, not {count}")
    texts = [wrap(axis.mark if compact and axis.mark else axis.name, _EMS, _LINES) for axis in axes]
    widest = max(text_width(line) for lines in texts for line in lines) * FONT
    turn = 2 * pi / count
    # The label at the top stands in the middle; those beside it begin where it ends.
    reach = max(_RADIUS + _GAP, (widest / 2 + _GAP) / sin(turn))
    radius = reach - _GAP

    ways = [(sin(turn * at), -cos(turn * at)) for at in range(count)]
    names = [_name(lines, reach, *way) for lines, way in zip(texts, ways, strict=True)]
    cx = PAD - min(name.left for name in names)
    cy = PAD - min(name.top for name in names)

    def at(way: tuple[float, float], distance: float) -> Point:
        return place(cx + way[0] * distance, cy + way[1] * distance)

    return Radar(
        width=rounded(cx + max(name.right for name in names) + PAD),
        height=rounded(cy + max(name.bottom for name in names) + PAD),
        summary=_summary(axes),
        axes=tuple(axes),
        center=place(cx, cy),
        spokes=tuple(
            Spoke(
                at(way, radius),
                at(way, radius * axis.value),
                written(cx + name.x, cy + name.top, name.anchor, name.lines),
            )
            for axis, way, name in zip(axes, ways, names, strict=True)
        ),
        rings=tuple(
            Ring(
                percent,
                tuple(at(way, radius * percent / 100) for way in ways),
                place(cx - PAD, cy - radius * percent / 100 + PAD),
            )
            for percent in _RINGS
        ),
    )


def _name(lines: tuple[str, ...], reach: float, x: float, y: float) -> _Name:
    """Outside the tip of its axis: above it at the top, below it at the bottom, in between beside it."""
    width, height = max(map(text_width, lines)) * FONT, LINE * len(lines)
    anchor: Anchor = "middle" if abs(x) < 0.01 else "start" if x > 0 else "end"
    left = reach * x - {"start": 0.0, "middle": width / 2, "end": width}[anchor]
    top = reach * y - height * (1 - y) / 2
    return _Name(lines, anchor, reach * x, left, top, left + width, top + height)


def _summary(axes: Sequence[Axis]) -> str:
    least, most = min(axis.percent for axis in axes), max(axis.percent for axis in axes)
    if least == most:
        return _("{count}項目のすべてが{percent}%です。").format(count=len(axes), percent=most)
    low, high = (listed(axis.name for axis in axes if axis.percent == bound) for bound in (least, most))
    return _("{count}項目のうち、いちばん高いのは{high}の{most}%、いちばん低いのは{low}の{least}%です。").format(
        count=len(axes), high=high, most=most, low=low, least=least
    )
