"""Bars one below the other, never two units on one scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from django.utils.translation import gettext as _

from catalogue.language import listed
from catalogue.parts.charts.shapes import (
    FONT,
    LINE,
    PAD,
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
class Bar:
    """One figure. *value* is finite and not negative (ValueError otherwise)."""

    label: str
    value: Decimal | int
    unit: str
    detail: str = ""

    def __post_init__(self) -> None:
        if not Decimal(self.value).is_finite() or self.value < 0:
            raise ValueError(f"a bar has a value of 0 or more, not {self.value}")

    @property
    def figure(self) -> str:
        """1234.50 with 億円 → 1,234.5億円."""
        text = f"{Decimal(self.value):,f}"
        return (text.rstrip("0").rstrip(".") if "." in text else text) + self.unit


class Strip(NamedTuple):
    """A bar as drawn: its label above it, the bar from the left edge, its figure behind it."""

    label: Label
    y: float
    width: float
    height: float
    figure: str
    figure_at: Point


@dataclass(frozen=True)
class BarGroup(Frame):
    """Bars of one unit on one scale. A row alone has nothing to be compared with: no strips then."""

    unit: str
    rows: tuple[Bar, ...]
    strips: tuple[Strip, ...]


@dataclass(frozen=True)
class Bars:
    """Groups in the order in which their units first appear."""

    groups: tuple[BarGroup, ...]

    @property
    def has_details(self) -> bool:
        return any(row.detail for group in self.groups for row in group.rows)


_WIDTH, _LEAST_SPAN, _HEIGHT, _GAP = 320, 80, 16, 6


def bars(rows: Sequence[Bar]) -> Bars:
    """Bars one below the other, each unit on a scale of its own that begins at 0."""
    units = dict.fromkeys(row.unit for row in rows)
    return Bars(tuple(_group(unit, [row for row in rows if row.unit == unit]) for unit in units))


def _group(unit: str, rows: Sequence[Bar]) -> BarGroup:
    most = max(Decimal(row.value) for row in rows)
    beside = max(text_width(row.figure) for row in rows) * FONT + _GAP
    span = max(_LEAST_SPAN, _WIDTH - beside)
    top, strips = float(PAD), []
    for row in rows if len(rows) > 1 else ():
        lines = wrap(row.label, _WIDTH / FONT, len(row.label) + 1)
        y = top + LINE * len(lines) + _GAP / 2
        width = max(1.0, float(Decimal(row.value) / most) * span) if row.value else 0.0
        figure_at = place(width + _GAP, y + _HEIGHT - 3)
        strips.append(
            Strip(written(0, top, "start", lines), rounded(y), rounded(width), _HEIGHT, row.figure, figure_at)
        )
        top = y + _HEIGHT + LINE
    largest = listed(row.label for row in rows if row.value == most)
    return BarGroup(
        width=rounded(span + beside),
        height=rounded(max(top - LINE, 0.0) + PAD),
        summary=_("{count}件のうち、いちばん大きいのは{names}の{figure}です。").format(
            count=len(rows), names=largest, figure=next(row.figure for row in rows if row.value == most)
        ),
        unit=unit,
        rows=tuple(rows),
        strips=tuple(strips),
    )
