"""What holds for every picture: nothing is cut off, nothing is laid over another."""

from collections.abc import Iterable
from itertools import combinations

from catalogue.parts.charts.shapes import FONT, LINE, Frame, Label, text_width

Room = tuple[float, float, float, float]
"""Left, top, right, bottom."""

ROUNDING = 0.1
"""Sizes and places are rounded one by one."""


def rooms(labels: Iterable[Label]) -> list[Room]:
    """Where the text of every label stands."""
    found = []
    for label in labels:
        width = max(text_width(line.text) for line in label.lines) * FONT
        left = label.x - {"start": 0.0, "middle": width / 2, "end": width}[label.anchor]
        top = label.lines[0].y - FONT
        found.append((left, top, left + width, top + LINE * len(label.lines)))
    return found


def assert_inside(frame: Frame, points: Iterable[tuple[float, float]]) -> None:
    for x, y in points:
        assert -ROUNDING <= x <= frame.width + ROUNDING, (x, frame.view_box)
        assert -ROUNDING <= y <= frame.height + ROUNDING, (y, frame.view_box)


def assert_rooms_inside(frame: Frame, boxes: Iterable[Room]) -> None:
    assert_inside(frame, [corner for box in boxes for corner in (box[:2], box[2:])])


def assert_apart(boxes: Iterable[Room]) -> None:
    for one, other in combinations(boxes, 2):
        across = min(one[2], other[2]) - max(one[0], other[0])
        down = min(one[3], other[3]) - max(one[1], other[1])
        assert across < 0 or down < 0, (one, other)
