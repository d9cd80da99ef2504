"""What people think: answers on a scale, those for to the right and those against to the left."""

from collections.abc import Sequence
from typing import Unpack

import pandas as pd
from matplotlib.axes import Axes

from assessment.present import alt, style
from assessment.present.columns import numeric
from assessment.present.drawing import (
    folded,
    in_house_style,
    picture,
    rows_down,
    sheet,
    text_width,
    write,
    write_lines,
)
from assessment.present.pictures import Picture, Words
from assessment.present.wording.numbers import SMALL_BASE, number, percent

ROW, NAMES = 62, 26  # pixels of a row, characters of a line of its name
FOR = {1: (style.ACCENT,), 2: (style.SEQUENTIAL[2], style.ACCENT)}  # from the middle outward
AGAINST = {1: (style.ORANGE,), 2: (style.ORANGE, style.PINK)}
MIDDLE = style.FAINT


def _colours(answers: Sequence[str], against: int, middle: int) -> list[str]:
    """The colours of the answers from the left: the strongest against, …, the strongest for."""
    in_favour = len(answers) - against - middle
    left = [AGAINST[min(against, 2)][min(at, 1)] for at in reversed(range(against))]
    right = [FOR[min(in_favour, 2)][min(at, 1)] for at in range(in_favour)]
    return [*left, *[MIDDLE] * middle, *right]


def _key(ax: Axes, answers: Sequence[str], colours: Sequence[str]) -> None:
    """The answers above the bars, each with a box of its colour, in as many lines as they need."""
    x, line, options = 0.0, 0, {"xycoords": "axes fraction", "ha": "left", "va": "baseline"}
    places = []
    for answer in answers:
        wide = text_width(answer) + 34
        if x and x + wide > 430:
            x, line = 0.0, line + 1
        places.append((x, line))
        x += wide
    for (left, row), answer, colour in zip(places, answers, colours, strict=True):
        up = 8 + 18 * (line - row)
        write(ax, "■", (0, 1), (left, up), color=colour, **options)
        write(ax, answer, (0, 1), (left + 15, up), **options)


def _bars(ax: Axes, shares: pd.DataFrame, colours: Sequence[str], against: int, middle: int) -> None:
    """One bar a question, the middle answers astride the line at zero."""
    starts = -(shares.iloc[:, :against].sum(axis=1) + shares.iloc[:, against : against + middle].sum(axis=1) / 2)
    for name, colour in zip(shares, colours, strict=True):
        ax.barh(range(len(shares)), shares[name], left=starts, height=0.5, color=colour)
        starts = starts + shares[name]


@in_house_style
def opinions(
    frame: pd.DataFrame, *, answers: Sequence[str], against: int, middle: int = 0, say: str, **words: Unpack[Words]
) -> Picture:
    """Each question's answers as one bar, with the share that is for it and its interval at the end.

    `frame`: question, n, a column for each of `answers` (shares from 0 to 1), and value, low, high (the share for it);
    `answers` go from the strongest against, of which there are `against`, over the `middle` ones to the strongest
    for. `say` heads the shares: `Agree`.
    """
    rows = frame.reset_index(drop=True)
    shares = pd.DataFrame({name: 100 * numeric(rows[name]).to_numpy() for name in answers})
    lines = 1 + sum(text_width(name) + 34 for name in answers) // 430
    names = [[*folded(one, NAMES, 4), f"n = {number(n)}"] for one, n in zip(rows["question"], rows["n"], strict=True)]
    tall = max(ROW, 17 * max(map(len, names)) + 10)
    made = sheet(tall * len(rows) + 30 + 22 * lines, marks=len(answers) * len(rows))
    ax, colours = made.ax, _colours(answers, against, middle)
    _bars(ax, shares, colours, against, middle)
    ax.axvline(0, color=style.INK, linewidth=1)
    ax.set_xticks([])
    ax.spines["bottom"].set_visible(False)
    ax.grid(False)
    rows_down(ax, len(rows))
    ax.set_yticks([])
    for at, name in enumerate(names):
        write_lines(ax, name, (0, at), (-8, 0), xycoords=("axes fraction", "data"), ha="right")
    _key(ax, answers, colours)
    _ends(ax, rows, say)
    told = {f"{name} (%)": shares[name] for name in answers}
    ends = {f"{say} (%)": 100 * rows["value"], "95% interval from": 100 * rows["low"], "to": 100 * rows["high"]}
    data = pd.DataFrame({"Question": rows["question"], "Answers": rows["n"], **told, **ends})
    form = {"decimals": 1, "suffix": "%"}
    sides = ends[f"{say} (%)"].tolist()
    text = alt.of_categories("Bars of answers", words["subtitle"], rows["question"], sides, **form)
    return picture(made, data, text.replace(". ", f". {say}: ", 1), words, {**dict.fromkeys(data, 1), "Answers": 0})


def _ends(ax: Axes, rows: pd.DataFrame, say: str) -> None:
    """The share for it right of each bar, its interval below."""
    place = {"xycoords": ("axes fraction", "data"), "ha": "left"}
    write(ax, say, (1, 1), (8, 8), xycoords="axes fraction", ha="left", va="baseline", weight="bold")
    for at, row in rows.iterrows():
        if row["n"] < SMALL_BASE:
            write(ax, "too few", (1, at), (8, 0), **place)
            continue
        write(ax, percent(100 * row["value"]), (1, at), (8, 8), weight="bold", **place)
        write(ax, f"{number(100 * row['low'], 1)} to {number(100 * row['high'], 1)}", (1, at), (8, -8), **place)
