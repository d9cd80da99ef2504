"""Months in a grid: by year as shades, by source as complete, part or missing."""

from collections.abc import Collection
from typing import Unpack

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.colors import ListedColormap
from matplotlib.patches import Rectangle
from matplotlib.transforms import ScaledTranslation

from assessment.periods import MONTHS, FinancialYear, month_name
from assessment.present import alt, style
from assessment.present.columns import numeric, shown
from assessment.present.drawing import in_house_style, picture, rows_down, sheet, side_names, top_title, write
from assessment.present.pictures import Picture, Words
from assessment.present.wording.numbers import number

SHORT = [name[:3] for name in (*MONTHS[3:], *MONTHS[:3])]
STATES = {"complete": style.ACCENT, "part": style.ORANGE, "missing": "#FFFFFF"}


def _month_columns(ax: Axes, labels: list[str]) -> None:
    ax.set_xticks(np.arange(len(labels)) + 0.5, labels, rotation=0)
    ax.tick_params(axis="both", length=0)
    ax.set(xlabel="", ylabel="")
    for spine in ax.spines.values():
        spine.set_visible(False)
    ax.grid(False)


def _classes(values: np.ndarray, most: int = 5) -> np.ndarray:
    """Up to five classes of about equal numbers of months; the class of each value, NaN kept."""
    known = values[np.isfinite(values)]
    edges = np.unique(np.quantile(known, np.linspace(0, 1, most + 1)[1:-1])) if known.size else np.array([])
    found = np.searchsorted(edges, values, side="right").astype(float)
    found[~np.isfinite(values)] = np.nan
    return found


def _cells(ax: Axes, values: np.ndarray, raw: np.ndarray, classes: np.ndarray, shades: list[str]) -> None:
    for (row, column), value in np.ndenumerate(values):
        told, ink = "[c]" if raw[row, column] == "[c]" else "–", style.INK
        if np.isfinite(value):
            told, ink = number(value), style.text_on(shades[int(classes[row, column])])
        write(ax, told, (column + 0.5, row + 0.5), ha="center", color=ink, fontsize=style.SMALL)


@in_house_style
def calendar(counts: pd.Series, *, unit: str = "offences", **words: Unpack[Words]) -> Picture:
    """Months by financial years as shades with the number in each cell.

    `counts`: index of months (2014-12).
    """
    years = sorted({FinancialYear.of_month(month) for month in counts.index})
    raw = np.array([shown(counts.reindex(year.months)).to_numpy() for year in years])
    values = numeric(raw.ravel()).to_numpy().reshape(raw.shape)
    classes = _classes(values)
    shades = style.steps(int(np.nanmax(classes, initial=0)) + 1)
    made = sheet(34 * len(years) + 60, marks=values.size)
    ax = made.ax
    options = {"cmap": ListedColormap(shades), "vmin": -0.5, "vmax": len(shades) - 0.5, "cbar": False}
    sns.heatmap(classes, ax=ax, linewidths=1.5, linecolor="white", **options)
    _month_columns(ax, SHORT)
    ax.set_yticks(np.arange(len(years)) + 0.5, [str(year) for year in years], rotation=0)
    _cells(ax, values, raw, classes, shades)
    top_title(ax, f"{unit[:1].upper()}{unit[1:]} a month; darker is more")
    data = pd.DataFrame(raw, columns=[*MONTHS[3:], *MONTHS[:3]])
    data.index = pd.Index([str(year) for year in years], name="Year")
    names = [month_name(month) for year in years for month in year.months]
    told = alt.of_categories("Calendar of months", words["subtitle"], names, values.ravel().tolist())
    return picture(made, data, told.replace(" rows,", " months,", 1), words, 0)


def _box(ax: Axes, at: tuple[float, float], state: str, wide: float = 1) -> None:
    """One month of one source, or `wide` months in one."""
    look = {"facecolor": STATES[state], "edgecolor": style.INK, "linewidth": 0.6, "clip_on": False}
    ax.add_patch(Rectangle(at, wide - 0.12, 0.64, hatch="////" if state == "part" else None, **look))


def _key(ax: Axes) -> None:
    """The three states, named above the grid."""
    mark = {"ms": 13, "marker": "s", "markeredgecolor": style.INK, "linestyle": "none", "clip_on": False}
    for at, (state, colour) in enumerate(STATES.items()):
        place = {"xycoords": "axes fraction", "ha": "left", "va": "baseline"}
        shift = ax.transAxes + ScaledTranslation((at * 110 + 7) / 72, 12 / 72, ax.figure.dpi_scale_trans)
        ax.plot([0], [1], color=colour, transform=shift, **mark)
        write(ax, state, (0, 1), (at * 110 + 20, 8), **place)


def _years(states: pd.Series) -> list[tuple[int, int, str]]:
    """First column, length and state of each financial year: missing or complete throughout, otherwise part."""
    found, at = [], 0
    for _, own in states.groupby([FinancialYear.of_month(month) for month in states.index]):
        found.append((at, len(own), own.iloc[0] if len(set(own)) == 1 else "part"))
        at += len(own)
    return found


def _boxes(states: pd.DataFrame, yearly: Collection[str]) -> list[tuple[int, int, int, str]]:
    """Row, first column, length and state of everything drawn: a box a month, or a year in the rows `yearly`."""
    found = []
    for row, source in enumerate(states.index):
        months = [(at, 1, state) for at, state in enumerate(states.iloc[row])]
        found += [(row, *box) for box in (_years(states.iloc[row]) if source in yearly else months)]
    return found


@in_house_style
def coverage(states: pd.DataFrame, *, yearly: Collection[str] = (), **words: Unpack[Words]) -> Picture:
    """Which months each source covers.

    `states`: one row a source, one column a month: complete, part or missing. The rows named in `yearly` know years
    and no months, and have one box a financial year.
    """
    months, rows = list(states.columns), len(states)
    made = sheet(30 * rows + 76, marks=states.size)
    ax = made.ax
    boxes = _boxes(states, yearly)
    for row, column, length, state in boxes:
        _box(ax, (column + 0.06, row - 0.32), state, length)
    _month_columns(ax, [""] * len(months))
    ax.set_xlim(0, len(months))
    rows_down(ax, rows)
    _year_marks(ax, months)
    side_names(ax, list(states.index))
    _key(ax)
    data = states.rename(columns=month_name).rename_axis(index="Source")
    known = {state: (sum(box[3] == state and box[2] == 1 for box in boxes)) for state in STATES}
    parts = [f"{number(count)} {state}" for state, count in known.items()]
    what = f"Calendar of months and sources: {words['subtitle'].rstrip('.')}"
    told = f"{what}. Of {number(sum(known.values()))} months of a source, {', '.join(parts)}"
    if yearly:
        years = [state for _, _, length, state in boxes if length > 1]
        told += f"; of {number(len(years))} years of a source, {number(years.count('complete'))} complete"
    return picture(made, data, alt.sentence(told), words)


def _year_marks(ax: Axes, months: list[str]) -> None:
    """The first month of each financial year, named below."""
    at = [n for n, month in enumerate(months) if n == 0 or month.endswith("-04")]
    while len(at) > 9:
        at = at[::2]
    ax.set_xticks([n + 0.5 for n in at], [f"{month_name(months[n])[:3]} {months[n][:4]}" for n in at])
