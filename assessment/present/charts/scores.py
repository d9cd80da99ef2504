"""Scores in a grid: what is weighed down the side, by what it is weighed along the top."""

from collections.abc import Collection
from typing import Unpack

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.colors import ListedColormap

from assessment.present import alt, style
from assessment.present.columns import numeric, shown
from assessment.present.drawing import folded, in_house_style, picture, sheet, top_title, write, write_lines
from assessment.present.pictures import Picture, Words
from assessment.present.wording.numbers import number

ROW, CLASSES = 32, 5


@in_house_style
def score_grid(frame: pd.DataFrame, *, bold: Collection[str] = (), **words: Unpack[Words]) -> Picture:
    """Scores from 0 to 1 as shades with the number in each cell; the last column is what they come to.

    `frame`: one row a candidate in the order to be drawn, one column a criterion; a missing score is a dash. The rows
    named in `bold` are set apart.
    """
    values = frame.apply(lambda column: numeric(column).to_numpy()).to_numpy(dtype=float)
    made = sheet(ROW * len(frame) + 84, marks=values.size)
    ax, shades = made.ax, style.steps(CLASSES)
    classes = np.where(np.isfinite(values), np.floor(np.clip(values, 0, 0.9999) * CLASSES), np.nan)
    options = {"cmap": ListedColormap(shades), "vmin": -0.5, "vmax": CLASSES - 0.5, "cbar": False}
    sns.heatmap(classes, ax=ax, linewidths=1.5, linecolor="white", **options)
    for (row, column), value in np.ndenumerate(values):
        told, ink = "–", style.INK
        if np.isfinite(value):
            told, ink = number(value, 2), style.text_on(shades[int(classes[row, column])])
        weight = "bold" if column == frame.shape[1] - 1 else "normal"
        write(ax, told, (column + 0.5, row + 0.5), ha="center", color=ink, weight=weight)
    _names(ax, frame, bold)
    top_title(ax, "Score: darker is the greater priority", 560)
    data = frame.apply(shown).set_axis(frame.index).rename_axis(index="Candidate")
    last = values[:, -1].tolist()
    told = alt.of_categories("Grid of scores", words["subtitle"], list(frame.index), last, decimals=2)
    return picture(made, data, told.replace(". ", f". {frame.columns[-1]}: ", 1), words, 2)


def _names(ax: object, frame: pd.DataFrame, bold: Collection[str]) -> None:
    """The criteria below, the candidates on the left."""
    ax.set_xticks(np.arange(frame.shape[1]) + 0.5, ["\n".join(folded(name, 13, 2)) for name in frame.columns])
    ax.set_yticks([])
    place = {"xycoords": ("axes fraction", "data"), "ha": "right"}
    for row, name in enumerate(frame.index):
        weight = "bold" if name in bold else "normal"
        write_lines(ax, folded(name, 30, 2), (0, row + 0.5), (-8, 0), weight=weight, **place)
    ax.tick_params(axis="both", length=0, rotation=0)
    ax.set(xlabel="", ylabel="")
    ax.grid(False)
    for spine in ax.spines.values():
        spine.set_visible(False)
