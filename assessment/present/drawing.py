"""The sheet on which charts and maps are drawn, and its way into a picture.

It is laid out by constrained layout and drawn once. Text is measured in DejaVu Sans, which comes with
matplotlib and is wider than Arial and Liberation Sans, so that what fits here fits on every page; a unit of
the sheet is a pixel of the page.
"""

import io
import itertools
import textwrap
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, wraps
from typing import ParamSpec, TypeVar

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib import style as mpl_style
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.text import Annotation
from matplotlib.textpath import text_to_path
from matplotlib.ticker import FuncFormatter, MaxNLocator
from PIL import Image

from assessment.present import style, svg
from assessment.present.markup import clean
from assessment.present.pictures import Picture, Words
from assessment.present.wording.numbers import number

P, R = ParamSpec("P"), TypeVar("R")
OURS = {
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans"],
    "font.size": style.TEXT,
    "axes.facecolor": "none",
    "axes.titlesize": style.TEXT,
    "axes.titleweight": "normal",
    "axes.titlelocation": "left",
    "axes.titlepad": 8,
    "axes.labelsize": style.TEXT,
    "axes.edgecolor": style.REST,
    "axes.unicode_minus": True,
    "grid.color": style.FAINT,
    "xtick.labelsize": style.TEXT,
    "ytick.labelsize": style.TEXT,
    "xtick.color": style.REST,
    "ytick.color": style.REST,
    "xtick.labelcolor": style.INK,
    "ytick.labelcolor": style.INK,
    "text.color": style.INK,
    "text.parse_math": False,
    "svg.fonttype": "none",
    "svg.hashsalt": "assessment",
    "figure.dpi": 72,
    "savefig.dpi": 72,
    "savefig.bbox": None,
    "figure.constrained_layout.h_pad": 0.06,
    "figure.constrained_layout.w_pad": 0.06,
    "hatch.linewidth": 0.8,
}
UNDATED = dict.fromkeys(("Date", "Creator", "Format", "Type"))


@cache
def _settings() -> dict[str, object]:
    with mpl_style.context("afcharts.afcharts"):
        theirs = dict(mpl.rcParams)
    theirs.pop("backend", None)
    return {key: value for key, value in {**theirs, **OURS}.items() if not key.startswith("backend")}


def in_house_style(function: Callable[P, R]) -> Callable[P, R]:
    """Run a function that draws under afcharts' style and ours, and leave matplotlib as it was."""

    @wraps(function)
    def styled(*args: P.args, **kwargs: P.kwargs) -> R:
        with mpl.rc_context(_settings()), warnings.catch_warnings():
            warnings.filterwarnings("ignore", message="Glyph .* missing from", category=UserWarning)
            return function(*args, **kwargs)

    return styled


@dataclass
class Sheet:
    """A figure in the making; `png` was decided before drawing, by the number of marks."""

    figure: Figure
    png: bool

    @property
    def ax(self) -> Axes:
        """Its first axes."""
        return self.figure.axes[0]


def sheet(height: float, *, marks: int, columns: int = 1, **options: object) -> Sheet:
    """An empty sheet 700 pixels wide and `height` high, with one row of axes."""
    figure = Figure(figsize=(style.WIDTH / 72, height / 72), dpi=72, layout="constrained")
    figure.subplots(1, columns, **options)
    return Sheet(figure, png=marks > style.MARKS)


def _png(figure: Figure) -> bytes:
    """The figure at twice its size, in 64 colours: a third of the bytes, and no difference to the eye."""
    canvas = FigureCanvasAgg(figure)
    figure.set_dpi(144)
    canvas.draw()
    colours = Image.fromarray(np.asarray(canvas.buffer_rgba())[:, :, :3].copy())
    target = io.BytesIO()
    colours.quantize(64, dither=Image.Dither.NONE).save(target, format="PNG", optimize=True)
    return target.getvalue()


def render(made: Sheet) -> str | bytes:
    """Draw the sheet, once: the text of an SVG, or the bytes of a PNG of twice its size."""
    if made.png:
        return _png(made.figure)
    text = io.StringIO()
    FigureCanvasSVG(made.figure).print_svg(text, metadata=UNDATED)  # savefig would draw it once more before, unseen
    return svg.inline(text.getvalue())


def picture(
    made: Sheet,
    data: pd.DataFrame,
    alt: str,
    words: Words,
    decimals: Mapping[object, int] | int | None = None,
) -> Picture:
    """The finished picture: `alt` is the text made from the data, which a text given in `words` replaces."""
    told = {**words, "alt": words.get("alt") or alt}
    keep = told.pop("keep", None)
    drawn = Picture(image=render(made), data=data, decimals=decimals, **told)
    if keep is not None:
        keep(drawn)
    return drawn


@cache
def text_width(text: str, size: float = style.TEXT) -> float:
    """How wide a line of text is, in pixels, in the widest font it may be shown in."""
    font = FontProperties(family="DejaVu Sans", size=size)
    return text_to_path.get_text_width_height_descent(text, font, ismath=False)[0] if text else 0


def folded(name: object, width: int = 30, lines: int = 3) -> list[str]:
    """A name in lines of at most `width` characters; what does not fit in so many lines is in the table."""
    told = textwrap.wrap(clean(name).replace("\n", " "), width) or [""]
    return told if len(told) <= lines else [*told[: lines - 1], told[lines - 1][: width - 1] + "…"]


def write(
    ax: Axes, text: str, at: tuple[float, float], by: tuple[float, float] = (0, 0), **options: object
) -> Annotation:
    """One line of text at a place in the data (or `xycoords`), moved `by` pixels."""
    settings = {"textcoords": "offset points", "va": "center", "annotation_clip": False, **options}
    return ax.annotate(clean(text), at, by, **settings)


BACKED = {"facecolor": "white", "edgecolor": "none", "boxstyle": "square,pad=0.1"}  # for text over lines


def write_lines(
    ax: Axes, lines: Sequence[str], at: tuple[float, float], by: tuple[float, float], **options: object
) -> None:
    """Several lines around one place, each its own text so that it stays aligned in any font."""
    for row, line in enumerate(lines):
        drop = ((len(lines) - 1) / 2 - row) * (style.TEXT + 3)
        write(ax, line, at, (by[0], by[1] + drop), **options)


def side_names(ax: Axes, names: Sequence[object], *, gap: float = 8, bold: object = None, width: int = 30) -> None:
    """The names of rows 0, 1, … left of the axes, right-aligned; the one equal to `bold` in bold."""
    ax.set_yticks([])
    for row, name in enumerate(names):
        weight = "bold" if bold is not None and name == bold else "normal"
        place = {"xycoords": ("axes fraction", "data"), "ha": "right", "weight": weight}
        write_lines(ax, folded(name, width), (0, row), (-gap, 0), **place)


def rows_down(ax: Axes, count: int) -> None:
    """Rows from the top down, with no frame on the side."""
    ax.set_ylim(count - 0.4, -0.6)
    ax.spines["left"].set_visible(False)
    ax.tick_params(axis="y", length=0)


def spread(wanted: Sequence[float], gap: float) -> list[float]:
    """Places as near the wanted ones as they can be at least `gap` apart, in the order given."""
    order = sorted(range(len(wanted)), key=lambda at: wanted[at])
    blocks: list[list[float]] = []  # sum of wanted starts, members
    for rank, at in enumerate(order):
        blocks.append([wanted[at] - rank * gap, 1])
        while len(blocks) > 1 and blocks[-2][0] / blocks[-2][1] > blocks[-1][0] / blocks[-1][1]:
            total, members = blocks.pop()
            blocks[-1] = [blocks[-1][0] + total, blocks[-1][1] + members]
    starts = [total / members for total, members in blocks for _ in range(int(members))]
    places = [0.0] * len(order)
    for rank, at in enumerate(order):
        places[at] = starts[rank] + rank * gap
    return places


def thousands(ax: Axes, axis: str, decimals: int | None = None, suffix: str = "") -> None:
    """Tick labels with thousands separators, as many decimals as the steps need, and a true minus."""
    one = ax.xaxis if axis == "x" else ax.yaxis
    one.set_major_locator(MaxNLocator(nbins=6, steps=[1, 2, 2.5, 5, 10], integer=decimals == 0))
    ticks = one.get_major_locator().tick_values(*(ax.get_xlim() if axis == "x" else ax.get_ylim()))
    step = min((b - a for a, b in itertools.pairwise(ticks)), default=1)
    places = decimals if decimals is not None else 0 if step >= 1 and step % 1 == 0 else 1 if step >= 0.1 else 2
    one.set_major_formatter(FuncFormatter(lambda value, _: number(value, places) + suffix))


def from_zero(ax: Axes, text: str, axis: str = "y") -> str:
    """The title of an axis, which says so where the scale does not begin at 0."""
    low, high = ax.get_ylim() if axis == "y" else ax.get_xlim()
    return text if low <= 0 <= high else f"{text}; the scale does not begin at 0"


def top_title(ax: Axes, text: str, wide: float = 620) -> None:
    """The title of an axis, horizontal and above it, in at most two lines of `wide` pixels."""
    told = clean(text)
    most = max(12, int(len(told) * wide / max(text_width(told), 1)))
    lines = folded(told, most if len(told) <= most else min(most, len(told) // 2 + 8), 2)
    for row, line in enumerate(lines):
        up = 8 + (len(lines) - 1 - row) * (style.TEXT + 3)
        write(ax, line, (0, 1), (0, up), xycoords="axes fraction", ha="left", va="baseline")
