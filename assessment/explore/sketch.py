"""Quick drawings for the panels: plain SVG in the house's colours, made in a few thousandths of a second.

A chapter's own pictures take longer to draw than a slider may wait; they are what the chapter's cell then shows.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from assessment.periods import month_name
from assessment.present import alt, style
from assessment.present.classes import Classes
from assessment.present.markup import escape, tag
from assessment.present.wording.numbers import counted, number, percent

if TYPE_CHECKING:
    import geopandas as gpd

WIDE, HIGH, LEFT, FOOT, TOP = 620, 250, 56, 26, 12
MAP, NAMES, BAR = 340, 230, 22


def svg(width: float, height: float, told: str, *content: str) -> str:
    """A drawing with its text alternative."""
    box = f"0 0 {width:g} {height:g}"
    return tag("svg", *content, viewBox=box, width=f"{width:g}", height=f"{height:g}", role="img", aria_label=told)


def text(x: float, y: float, told: object, anchor: str = "start", **more: object) -> str:
    """A line of text in a drawing."""
    look = {"font_size": 12, "font_family": style.FONTS, "fill": style.INK, "text_anchor": anchor, **more}
    return tag("text", escape(told), x=f"{x:.1f}", y=f"{y:.1f}", **look)


def line(values: pd.Series, subtitle: str, colour: str, decimals: int = 0) -> str:
    """Months as a line from zero, a missing month as a gap. `values`: index of months (2014-12)."""
    drawn = values.to_numpy(dtype=float)
    top = float(np.nanmax(drawn, initial=0)) or 1
    xs = LEFT + (WIDE - LEFT - 12) * np.arange(len(drawn)) / max(len(drawn) - 1, 1)
    ys = TOP + (HIGH - TOP - FOOT) * (1 - drawn / top)
    marks = "".join(
        tag("circle", cx=f"{x:.1f}", cy=f"{y:.1f}", r=2.5, fill=colour) for x, y in zip(xs, ys, strict=True) if y == y
    )
    path = tag("path", d=_broken(xs, ys), fill="none", stroke=colour, stroke_width=2)
    told = alt.of_series("Line chart by month", subtitle, list(map(month_name, values.index)), drawn, decimals=decimals)
    return svg(WIDE, HIGH, told, *_scale(top, decimals), *_months(list(values.index), xs), path, marks)


def _broken(xs: np.ndarray, ys: np.ndarray) -> str:
    """A path that is lifted at gaps."""
    known = np.isfinite(ys)
    steps = zip(xs, ys, known, [False, *known[:-1]], strict=True)
    return " ".join(f"{'L' if before else 'M'}{x:.1f} {y:.1f}" for x, y, there, before in steps if there)


def _scale(top: float, decimals: int) -> list[str]:
    """Lines at nought, the half and the most, with their values."""
    found = []
    for part in (0, 0.5, 1):
        y = TOP + (HIGH - TOP - FOOT) * (1 - part)
        found.append(tag("line", x1=LEFT, x2=WIDE, y1=f"{y:.1f}", y2=f"{y:.1f}", stroke=style.FAINT))
        found.append(text(LEFT - 6, y + 4, number(top * part, decimals or (1 if top < 10 else 0)), "end"))
    return found


def _months(months: Sequence[str], xs: np.ndarray) -> list[str]:
    """At most eight months below, Aprils where there are years of them."""
    at = (
        [n for n, month in enumerate(months) if month.endswith("-04")] if len(months) > 24 else list(range(len(months)))
    )
    step = max(1, -(-len(at) // 8))
    ends = {0: "start", len(months) - 1: "end"}
    return [
        text(xs[n], HIGH - 6, f"{month_name(months[n])[:3]} {months[n][:4]}", ends.get(n, "middle")) for n in at[::step]
    ]


def bars(values: pd.Series, told: str, colour: str = style.ACCENT) -> str:
    """Shares from 0 to 100 as bars, in their order, each named. `values`: index of names."""
    drawn = []
    for row, (name, value) in enumerate(values.items()):
        y, long = row * BAR, (WIDE - NAMES - 60) * value / 100
        drawn.append(text(NAMES - 8, y + 15, name, "end"))
        drawn.append(tag("rect", x=NAMES, y=y + 3, width=f"{long:.1f}", height=BAR - 6, fill=colour))
        drawn.append(text(NAMES + long + 5, y + 15, percent(value, 1)))
    return svg(WIDE, BAR * len(values) + 4, told, *drawn)


@dataclass(frozen=True)
class Outlines:
    """The shapes of places as paths, by code, worked out once; `middles` are their inner points."""

    paths: Mapping[str, str]
    middles: Mapping[str, tuple[float, float]]
    names: Mapping[str, str]
    size: tuple[float, float]

    @classmethod
    def of(cls, shaped: "gpd.GeoDataFrame") -> "Outlines":
        """From shapes in metres with code and name."""
        low_x, low_y, high_x, high_y = shaped.total_bounds
        scale = MAP / max(high_x - low_x, (high_y - low_y) * 0.75)
        size = ((high_x - low_x) * scale, (high_y - low_y) * scale)

        def placed(points: np.ndarray) -> np.ndarray:
            return np.column_stack([(points[:, 0] - low_x) * scale, (high_y - points[:, 1]) * scale])

        paths, middles = {}, {}
        for code, shape in zip(shaped["code"], shaped.geometry, strict=True):
            rings = [ring for one in getattr(shape, "geoms", [shape]) for ring in (one.exterior, *one.interiors)]
            corners = [placed(np.asarray(ring.coords)[:, :2]) for ring in rings]
            paths[code] = "".join("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in ring) + "Z" for ring in corners)
            point = shape.representative_point()
            middles[code] = tuple(placed(np.array([[point.x, point.y]]))[0])
        return cls(paths, middles, dict(zip(shaped["code"], shaped["name"], strict=True)), size)


def shaded(
    outlines: Outlines,
    made: Classes,
    codes: Sequence[str],
    told: str,
    *,
    circles: Mapping[str, float] | None = None,
    chosen: str = "",
    choices: Mapping[str, str] | None = None,
) -> str:
    """Places shaded by their class; `circles` by code with an area as their value; `chosen` has a thick outline.

    `choices` by code are the lines of a list that a click on the place chooses (labextensions/assessment). The legend
    below is text. A place without an outline is in the table alone.
    """
    lines = choices or {}
    colours = {code: made.shades[int(at)] if at == at else "#FFFFFF" for code, at in zip(codes, made.of, strict=True)}
    drawn = [
        tag("path", tag("title", escape(outlines.names[code])), d=outlines.paths[code], fill=colour,
            stroke=style.REST, stroke_width=0.6, data_choice=lines.get(code))
        for code, colour in colours.items() if code in outlines.paths
    ]  # fmt: skip
    most = max((circles or {}).values(), default=0) or 1
    for code, value in (circles or {}).items():
        if code in outlines.middles and value > 0:
            x, y = outlines.middles[code]
            look = {"fill": style.ORANGE, "fill_opacity": 0.75, "stroke": style.INK, "stroke_width": 0.6}
            look["pointer_events"] = "none"  # a click is on the place
            drawn.append(tag("circle", cx=f"{x:.1f}", cy=f"{y:.1f}", r=f"{14 * (value / most) ** 0.5:.1f}", **look))
    if chosen in outlines.paths:
        drawn.append(tag("path", d=outlines.paths[chosen], fill="none", stroke=style.INK, stroke_width=3.5,
                         pointer_events="none"))  # fmt: skip
    return svg(*outlines.size, told, *drawn) + legend(made)


def legend(made: Classes) -> str:
    """The classes in words, the darkest first."""
    rows = zip(made.shades, made.words, made.counts, strict=True)
    items = [
        tag("li", tag("svg", tag("rect", width=14, height=14, fill=shade, stroke=style.INK), width=14, height=14,
                      aria_hidden="true"), " ", escape(f"{word} ({counted(count, 'place')})"))
        for shade, word, count in [*rows][::-1]
    ]  # fmt: skip
    return tag("ul", *items, class_="legend")
