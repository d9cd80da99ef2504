"""Deciles of deprivation: how many places in each, and the rate in each. Decile 1 is the most deprived."""

from typing import Unpack

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes

from assessment.present import alt, style
from assessment.present.columns import numeric, symbol, with_interval
from assessment.present.drawing import in_house_style, picture, sheet, thousands, top_title, write
from assessment.present.pictures import Picture, Words
from assessment.present.wording.numbers import number, percent

DECILES = list(range(1, 11))


def _decile_axis(ax: Axes) -> None:
    """1 to 10, with the direction in words under both ends."""
    ax.set_xticks(range(10), [str(decile) for decile in DECILES])
    ax.set_xlim(-0.6, 9.6)
    ax.set(xlabel="", ylabel="")
    ax.grid(False, axis="x")
    for x, told, side in (
        (-0.5, "most deprived tenth of England", "left"),
        (9.5, "least deprived tenth", "right"),
    ):
        write(ax, told, (x, 0), (0, -30), xycoords=("data", "axes fraction"), ha=side)


@in_house_style
def decile_bars(frame: pd.DataFrame, *, places: str = "LSOAs", **words: Unpack[Words]) -> Picture:
    """How many places are in each decile; the two most deprived in colour. `frame`: decile, count."""
    counts = numeric(frame.set_index("decile")["count"].reindex(DECILES, fill_value=0))
    total = counts.sum()
    made = sheet(330, marks=10)
    ax = made.ax
    names = [str(decile) for decile in DECILES]
    colours = [style.ACCENT] * 2 + [style.REST] * 8
    sns.barplot(
        x=names,
        y=counts.to_numpy(),
        hue=names,
        palette=colours,
        saturation=1,
        legend=False,
        width=0.75,
        ax=ax,
    )
    _decile_axis(ax)
    ax.margins(y=0.12)
    thousands(ax, "y", 0)
    for at, value in enumerate(counts):
        told = number(value) if np.isfinite(value) else "[c]"
        write(ax, told, (at, value if value > 0 else 0), (0, 9), ha="center")
    top_title(ax, f"{places} in each decile")
    data = pd.DataFrame({"Decile (1 is the most deprived)": DECILES, places: counts, "Share (%)": 100 * counts / total})
    first, two = number(counts[0]), number(counts[:2].sum())
    told = f"Bar chart: {words['subtitle'].rstrip('.')}. {first} of {number(total)} {places} are in decile 1"
    told += f" ({percent(100 * counts[0] / total)}) and {two} in deciles 1 and 2"
    return picture(made, data, alt.sentence(told), words, {places: 0, "Share (%)": 1})


def _rate_rows(frame: pd.DataFrame) -> pd.DataFrame:
    rows = with_interval(frame.set_index("decile").reindex(DECILES).reset_index(), "value")
    rows["f"] = numeric(rows["fitted"]) if "fitted" in rows else np.nan
    return rows


def _slope(ax: Axes, rows: pd.DataFrame, name: str) -> None:
    known = rows.index[rows["f"].notna()]
    if len(known) > 1:
        ax.plot(known, rows["f"][known], color=style.ORANGE, linewidth=2, linestyle=(0, (5, 2)), zorder=2)
        last = known[-1]
        low = rows["f"][last] < 0.08 * ax.get_ylim()[1]
        above = 26 if low and rows["v"][last + 1 :].isna().any() else 0  # over the words for a decile without a place
        write(ax, name, (last, rows["f"][last]), (10, above), ha="left", fontsize=style.SMALL)


@in_house_style
def decile_rates(
    frame: pd.DataFrame,
    *,
    axis: str,
    measure: str = "",
    decimals: int = 1,
    slope: str = "fitted slope",
    **words: Unpack[Words],
) -> Picture:
    """The rate in each decile with its interval, and the slope fitted to them.

    `frame`: decile, value, and low, high, fitted where known; a decile that the area has not got stays empty.
    """
    rows = _rate_rows(frame)
    made = sheet(350, marks=20)
    ax, colour = made.ax, style.colour_of(measure)
    ax.vlines(rows.index, rows["low"], rows["high"], color=colour, linewidth=2)
    ax.plot(rows.index, rows["v"], "o", color=colour, markersize=9, linestyle="none", zorder=3)
    ax.set_ylim(0, float(np.nanmax(rows[["v", "high", "f"]].to_numpy(), initial=1)) * 1.15)
    _slope(ax, rows, slope)
    _decile_axis(ax)
    thousands(ax, "y")
    for at, row in rows.iterrows():
        shown = np.isfinite(row["v"])
        top = max((v for v in (row["v"], row["high"]) if np.isfinite(v)), default=0)
        told = number(row["v"], decimals) if shown else _empty(frame, row["decile"])
        write(ax, told, (at, top), (0, 11), ha="center", fontsize=style.SMALL)
    known = rows["low"].notna().any()
    top_title(ax, axis + (" (bars: 95% interval)" if known else ""))
    data = pd.DataFrame({"Decile (1 is the most deprived)": DECILES})
    data[axis] = [
        value if np.isfinite(value) else _empty(frame, d) for d, value in zip(DECILES, rows["v"], strict=True)
    ]
    if known:
        data = data.assign(**{"95% interval from": rows["low"], "to": rows["high"]})
    if rows["f"].notna().any():
        data[slope.capitalize()] = rows["f"]
    names = [f"decile {decile}" for decile in DECILES]
    told = alt.of_categories("Rates by decile", words["subtitle"], names, rows["v"].tolist(), decimals=decimals)
    return picture(made, data, told, words, {head: decimals * (at > 0) for at, head in enumerate(data)})


def _empty(frame: pd.DataFrame, decile: int) -> str:
    """The symbol of a decile that is suppressed; `none` for one that the area has not got."""
    found = frame.loc[frame["decile"] == decile, "value"]
    return symbol(found.iloc[0]) if len(found) else "none"
