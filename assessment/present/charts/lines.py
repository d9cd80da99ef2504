"""What the line charts share: lines with gaps, labels at their ends, the axis of time, labelled events."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from assessment.present import style
from assessment.present.columns import numeric
from assessment.present.drawing import BACKED, folded, spread, text_width, write, write_lines

OTHERS = (style.REST, style.TURQUOISE, style.ORANGE)
DASHES = ((0, (6, 2)), (0, (1, 1.5)), (0, (6, 2, 1, 2)))  # in grey print colours are alike
LINE = style.TEXT + 4


class End(NamedTuple):
    """Where a line ends, and what is written there."""

    name: str
    x: float
    value: float
    colour: str
    ours: bool = False
    size: float = style.TEXT


def broken_line(ax: Axes, values: np.ndarray, colour: str, **options: object) -> None:
    """A line that breaks at a missing value; a point that stands alone between gaps still shows."""
    ax.plot(range(len(values)), values, color=colour, marker="o", clip_on=False, **options)


def end_labels(ax: Axes, ends: Sequence[End], height: float) -> None:
    """Each end's name, moved apart where they would overlap.

    `height` is about that of the axes, in pixels.
    """
    low, high = ax.get_ylim()
    scale = height / ((high - low) or 1)
    lines = [folded(end.name, 24, 2) for end in ends]
    gap = LINE * max(map(len, lines), default=1)
    places = spread([(end.value - low) * scale for end in ends], gap)
    for end, told, place in zip(ends, lines, places, strict=True):
        shift = place - (end.value - low) * scale
        weight = "bold" if end.ours else "normal"
        write_lines(ax, told, (end.x, end.value), (12, shift), ha="left", weight=weight, fontsize=end.size)
        if abs(shift) > LINE / 2:
            arrow = {"arrowstyle": "-", "color": end.colour, "linewidth": 0.8, "shrinkA": 0, "shrinkB": 3}
            point = (end.x, end.value)
            ax.annotate("", point, (11, shift), textcoords="offset points", arrowprops=arrow, annotation_clip=False)


def lines_and_ends(ax: Axes, frame: pd.DataFrame, ours: str, colour: str) -> list[End]:
    """One line a column, ours last and strongest; their ends, with the value still to be named."""
    others = [name for name in frame.columns if name != ours]
    looks = {name: (OTHERS[at % 3], DASHES[at % 3], 2.0, 5) for at, name in enumerate(others)}
    looks[ours] = (colour, "-", 3.0, 6)
    ends = []
    for name, (ink, dash, width, size) in looks.items():
        values = numeric(frame[name]).to_numpy()
        broken_line(ax, values, ink, linestyle=dash, linewidth=width, markersize=size)
        known = np.flatnonzero(np.isfinite(values))
        if known.size:
            ends.append(End(str(name), int(known[-1]), float(values[known[-1]]), ink, name == ours))
    return ends


def time_axis(ax: Axes, labels: Sequence[str], shown: Sequence[int] | None = None) -> None:
    """Times as text, at the places in `shown` or at all."""
    at = list(range(len(labels)) if shown is None else shown)
    ax.set_xticks(at, [labels[place] for place in at])
    ax.set_xlim(-0.35, len(labels) - 0.7)
    ax.tick_params(axis="x", length=4)
    ax.grid(False, axis="x")
    ax.margins(y=0.14)


def _beside(before: float, value: float, after: float) -> tuple[float, float, str]:
    """Where a value stands clear of its line: above a peak and a fall, below a trough, left of a rise."""
    if not np.isfinite(before):
        before = value
    if not np.isfinite(after):
        after = value
    if before >= value < after:
        return 0, -15, "center"
    if before < value < after:
        return -5, 11, "right"
    return (5, 11, "left") if before > value > after else (0, 14, "center")


def values_at_points(ax: Axes, values: np.ndarray, labels: Sequence[str], upward: int = 1) -> None:
    """The label of every point but the last one, clear of the line.

    `upward` is -1 where less is further up.
    """
    padded = upward * np.array([np.nan, *values, np.nan])
    for at in np.flatnonzero(np.isfinite(values[:-1])):
        x, y, side = _beside(*padded[at : at + 3])
        write(ax, labels[at], (at, values[at]), (x, y), ha=side)


def event_lines(ax: Axes, events: Mapping[str, str], months: Sequence[str]) -> None:
    """Thin labelled verticals at months, the labels on three levels at the top, with room made for them."""
    found = sorted(set(events) & set(months))
    if not found:
        return
    low, high = ax.get_ylim()
    ax.set_ylim(low, high + (high - low) * 0.24)
    ends, step = [-1e9] * 3, 560 / max(len(months) - 1, 1)
    for month in found:
        x, told = months.index(month), folded(events[month], 40, 1)[0]
        wide = text_width(told, style.SMALL) + 10
        left = x * step + wide > 620
        start = x * step - wide if left else x * step
        level = next((n for n, end in enumerate(ends) if end <= start), 2)
        ends[level] = start + wide
        ax.axvline(x, color=style.INK, linewidth=1, linestyle=(0, (2, 2)))
        place = {"xycoords": ("data", "axes fraction"), "ha": "right" if left else "left", "bbox": BACKED}
        write(ax, told, (x, 1), (-5 if left else 5, -8 - 16 * level), fontsize=style.SMALL, **place)
