"""How far something went: steps one after another, each with its share of the step before."""

from typing import Unpack

import numpy as np
import pandas as pd

from assessment.present import alt, style
from assessment.present.columns import numeric
from assessment.present.drawing import (
    folded,
    in_house_style,
    picture,
    rows_down,
    sheet,
    side_names,
    text_width,
    top_title,
    write,
    write_lines,
)
from assessment.present.pictures import Picture, Words
from assessment.present.wording.numbers import SMALL_BASE, interval, number, share

ROW, NAMES = 58, 22


def _labels(rows: pd.DataFrame) -> list[list[str]]:
    """What stands beside each bar: the count, or the share of the step before with its interval."""
    told = [[number(rows["c"].iloc[0])]]
    for before, row in zip(rows["c"], rows.iloc[1:].to_dict("records"), strict=False):
        lines = [f"{share(row['c'], before)} {row['of']}".strip()] if before else [number(row["c"])]
        known = before >= SMALL_BASE and np.isfinite(row["l"]) and np.isfinite(row["h"])
        told.append([*lines, *([interval(100 * row["l"], 100 * row["h"], suffix="%")] if known else [])])
    return told


def _reach(rows: pd.DataFrame, labels: list[list[str]]) -> float:
    """How far the axis goes, so that every bar and the text after it fit."""
    names = max(text_width(line) for name in rows["step"] for line in folded(name, NAMES))
    wide = style.WIDTH - 40 - names
    beside = [max(map(text_width, lines)) + 18 for lines in labels]
    ends = [count * wide / max(wide - after, 60) for count, after in zip(rows["c"], beside, strict=True)]
    return max([1.0, *ends])


@in_house_style
def cascade(frame: pd.DataFrame, *, measure: str = "", axis: str = "Number", **words: Unpack[Words]) -> Picture:
    """Steps from the first down, each bar labelled with its share of the step above and the interval of that share.

    `frame`: step, count, of (what the share is of, `of the warnings`), and low, high (the share's interval, 0 to 1);
    the first row has no share.
    """
    rows = frame.reset_index(drop=True)
    for short, name in (("c", "count"), ("l", "low"), ("h", "high")):
        rows[short] = numeric(rows[name]).to_numpy()
    labels = _labels(rows)
    made = sheet(ROW * len(rows) + 46, marks=len(rows))
    ax = made.ax
    ax.barh(range(len(rows)), rows["c"], height=0.6, color=style.colour_of(measure))
    ax.axvline(0, color=style.INK, linewidth=1)
    ax.set_xlim(0, _reach(rows, labels))
    ax.set_xticks([])
    ax.spines["bottom"].set_visible(False)
    ax.grid(False)
    rows_down(ax, len(rows))
    side_names(ax, rows["step"], width=NAMES)
    for at, lines in enumerate(labels):
        if len(lines) == 1:
            write(ax, lines[0], (rows["c"].iloc[at], at), (8, 0), ha="left")
        else:
            write_lines(ax, lines, (rows["c"].iloc[at], at), (8, 0), ha="left")
    top_title(ax, axis)
    known = {"95% interval from (%)": 100 * rows["l"], "to (%)": 100 * rows["h"]}
    shares = 100 * rows["c"] / rows["c"].shift().where(lambda before: before > 0)
    data = pd.DataFrame({"Step": rows["step"], axis: rows["c"], "Share of the step before (%)": shares, **known})
    told = alt.sentence(f"Steps as bars: {words['subtitle'].rstrip('.')}. {_in_order(rows, labels)}")
    return picture(made, data, told, words, {axis: 0, **dict.fromkeys(data.columns[2:], 1)})


def _in_order(rows: pd.DataFrame, labels: list[list[str]]) -> str:
    return "; ".join(f"{alt.named(step)}: {lines[0]}" for step, lines in zip(rows["step"], labels, strict=True))
