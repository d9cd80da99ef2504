"""Shares beside shares, and how concentrated something is."""

from typing import Unpack

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes

from assessment.present import alt, style
from assessment.present.columns import numeric, shown, symbol
from assessment.present.drawing import (
    BACKED,
    in_house_style,
    picture,
    rows_down,
    sheet,
    side_names,
    thousands,
    top_title,
    write,
)
from assessment.present.pictures import Picture, Words
from assessment.present.wording.numbers import number, percent, rounded

ROW = 30


def _panel(ax: Axes, raw: pd.Series, values: np.ndarray, most: float, colour: str) -> None:
    """One panel of bars on 0 to `most` per cent, with the value at the end of each."""
    places = [str(row) for row in range(len(values))]
    sns.barplot(x=values, y=places, color=colour, saturation=1, width=0.62, ax=ax)
    ax.set(xlabel="", ylabel="")
    ax.set_xlim(0, most * 1.3)
    ax.axvline(0, color=style.INK, linewidth=1)
    ax.set_xticks([])
    ax.spines["bottom"].set_visible(False)
    ax.grid(False)
    rows_down(ax, len(values))
    ax.set_yticks([])
    for at, value in enumerate(values):
        told = percent(value) if np.isfinite(value) else symbol(raw.iloc[at])
        write(ax, told, (value if np.isfinite(value) else 0, at), (5, 0), ha="left")


@in_house_style
def paired_bars(
    frame: pd.DataFrame,
    *,
    left: str = "Share of crimes",
    right: str = "Share of harm",
    colours: tuple[str, str] = (style.ACCENT, style.PINK),
    last: str = "",
    **words: Unpack[Words],
) -> Picture:
    """Two shares (0 to 1) of each category side by side, both in the order of the right one.

    `frame`: category, left, right; both panels have one scale, so that lengths can be compared across. The
    category `last` (all the others, say) stands at the end whatever its size.
    """
    rows = frame.assign(a=100 * numeric(frame["left"]).to_numpy(), b=100 * numeric(frame["right"]).to_numpy())
    rows = rows.assign(end=rows["category"] == last).sort_values("b", ascending=False, kind="stable")
    rows = rows.sort_values("end", kind="stable").reset_index(drop=True)
    made = sheet(ROW * len(rows) + 44, marks=2 * len(rows), columns=2)
    most = float(np.nanmax(rows[["a", "b"]].to_numpy(), initial=1))
    for ax, raw, key, name, colour in zip(
        made.figure.axes, ("left", "right"), ("a", "b"), (left, right), colours, strict=True
    ):
        _panel(ax, rows[raw], rows[key].to_numpy(), most, colour)
        top_title(ax, name, 230)
    side_names(made.ax, rows["category"], width=28)
    columns = {f"{left} (%)": shown(rows["left"], 100), f"{right} (%)": shown(rows["right"], 100)}
    data = pd.DataFrame({"Category": rows["category"], **columns})
    subtitle = words["subtitle"]
    told = alt.of_categories("Paired bars", subtitle, rows["category"], rows["b"].tolist(), decimals=1, suffix="%")
    return picture(made, data, told.replace(". ", f". {right}: ", 1), words, _digits(rows[["a", "b"]].to_numpy()))


def _digits(values: np.ndarray, most: int = 4) -> int:
    """As few decimals, from one to `most`, as tell the smallest value that is not nothing from nothing."""
    least = np.min(values, where=np.isfinite(values) & (values > 0), initial=1)
    return next((places for places in range(1, most) if rounded(least, places)), most)


def _half(cumulative: np.ndarray) -> int:
    """The least number of places, those with most first, that hold half of it."""
    return int(np.searchsorted(cumulative, 0.5 - 1e-12)) + 1


def _curve(ax: Axes, cumulative: np.ndarray) -> None:
    of = len(cumulative)
    y = 100 * np.concatenate([[0], cumulative])
    ax.plot([0, of], [0, 100], color=style.REST, linewidth=1.5, linestyle=(0, (4, 3)))
    ax.plot(range(of + 1), y, color=style.ACCENT, linewidth=3, clip_on=False)
    ax.set_xlim(0, of)
    ax.set_ylim(0, 102)
    ax.grid(False, axis="x")


@in_house_style
def lorenz_curve(counts: pd.Series, *, what: str, places: str = "LSOAs", **words: Unpack[Words]) -> Picture:
    """How concentrated `what` is: places with most first, and the number of them that hold half.

    `counts`: one non-negative number a place, zeros included, at least one above zero. The curve is drawn and told in
    whole per cent: to the last digit it would tell the number of each place.
    """
    values = np.sort(numeric(counts).to_numpy())[::-1]
    if not len(values) or not np.isfinite(values).all() or values[-1] < 0 or values.sum() <= 0:
        msg = "concentration needs a count for every place, none negative and not all zero."
        raise ValueError(msg)
    cumulative = np.cumsum(values) / values.sum()
    half, of = _half(cumulative), len(values)
    cumulative = cumulative.round(2)
    made = sheet(400, marks=of if of > style.MARKS else 2)
    ax = made.ax
    _curve(ax, cumulative)
    level = 100 * cumulative[half - 1]
    ax.plot([half, half], [0, level], color=style.INK, linewidth=1)
    ax.plot([half], [level], "o", color=style.ACCENT, markersize=9)
    told = f"Half of {what} is in {number(half)} of {number(of)} {places}"
    right = half < 0.3 * of
    by, side = ((14, -14), "left") if right else ((-12, 14), "right")
    write(ax, told, (half, level), by, ha=side, weight="bold", bbox=BACKED)
    write(ax, "If it were spread evenly", (of * 0.72, 72), (10, -14), ha="left", fontsize=style.SMALL)
    thousands(ax, "x", 0)
    thousands(ax, "y", 0, "%")
    top_title(ax, f"Share of {what}, by number of {places}, those with most first")
    marks = sorted({max(1, round(of * share)) for share in (0.01, 0.05, 0.1, 0.2, 0.25, 0.5, 0.75, 1)} | {half})
    rows = {f"{places} with most": marks, f"Share of {what} (%)": [100 * cumulative[n - 1] for n in marks]}
    tenth = max(1, round(of / 10))
    more = f"the {number(tenth)} with most hold {percent(100 * cumulative[tenth - 1])}"
    return picture(made, pd.DataFrame(rows), alt.sentence(f"Concentration curve: {told}; {more}"), words)
