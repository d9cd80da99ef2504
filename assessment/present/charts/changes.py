"""Changes: bars of the difference by category, and what the parts add to the whole."""

from typing import Unpack

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes

from assessment.present import alt, style
from assessment.present.columns import numeric, shown, symbol, with_interval
from assessment.present.drawing import (
    folded,
    in_house_style,
    picture,
    rows_down,
    sheet,
    side_names,
    text_width,
    thousands,
    top_title,
    write,
)
from assessment.present.pictures import Picture, Words
from assessment.present.wording.numbers import SMALL_BASE, number, signed, signed_percent

ROW = 34
SLIM, UNDER = 0.4, 0.28  # of a row: the height of a bar, and how far below its middle its interval lies
NAMES = 24  # characters of a line of a name


def _told(before: float, difference: float) -> str:
    """`+101 (+2.6%)`; the number alone on a base below 20."""
    if before < SMALL_BASE:
        return signed(difference)
    return f"{signed(difference)} ({signed_percent(100 * difference / before)})"


def _clear(rows: pd.DataFrame) -> pd.Series:
    """True where the interval of the change leaves out zero, or no interval is known."""
    return ~((rows["low"] <= 0) & (rows["high"] >= 0))


def _bars(ax: Axes, lengths: pd.Series, colours: list[str], width: float = 0.6) -> None:
    """Horizontal bars in rows 0, 1, …, each in its colour, with a line at zero."""
    places = [str(row) for row in range(len(lengths))]
    sns.barplot(
        x=lengths.to_numpy(),
        y=places,
        hue=places,
        palette=colours,
        saturation=1,
        legend=False,
        width=width,
        ax=ax,
    )
    ax.axvline(0, color=style.INK, linewidth=1)
    ax.set(xlabel="", ylabel="")
    ax.grid(False, axis="y")
    ax.grid(True, axis="x")
    rows_down(ax, len(lengths))


def _room(ax: Axes, ends: pd.DataFrame, labels: list[str], wide: float) -> None:
    """Leave room beside the bars for the labels.

    Axes `wide` pixels, `ends` with first, last and `v` of each bar.
    """
    low, high = min(0.0, ends["first"].min()), max(0.0, ends["last"].max())
    pixels = np.array([text_width(label) + 14 for label in labels])
    fell = (ends["v"] < 0).to_numpy()
    left, right = np.max(pixels, where=fell, initial=4), np.max(pixels, where=~fell, initial=4)
    each = ((high - low) or 1) / max(wide - left - right, 60)
    ax.set_xlim(low - left * each, high + right * each)


def _change_rows(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows sorted by size of change: `b` before, `a` after, `v` the change, its interval."""
    b, a = numeric(frame["before"]).to_numpy(), numeric(frame["after"]).to_numpy()
    rows = with_interval(frame.assign(b=b, a=a, difference=a - b), "difference")
    order = rows["v"].abs().fillna(-1).sort_values(ascending=False, kind="stable").index
    return rows.loc[order].reset_index(drop=True)


def _gaps(periods: tuple[str, str]) -> tuple[float, float, float]:
    """How far left of the axes the two columns of numbers end, and the names before them."""
    wide = [max([52, *(1.15 * text_width(line) + 14 for line in folded(period, 14, 2))]) for period in periods]
    return 8 + wide[1], 8, 8 + sum(wide) + 8


def _left_over(names: pd.Series, before: float, width: int) -> float:
    """The pixels that names and columns leave for the bars."""
    widest = max((text_width(line) for name in names for line in folded(name, width)), default=0)
    return style.WIDTH - 20 - before - widest


def _change_told(rows: pd.DataFrame) -> list[str]:
    """What is written at the end of each bar."""
    pairs = zip(rows["b"], rows["v"], strict=True)
    return [_told(before, change) if np.isfinite(change) else "not shown" for before, change in pairs]


def _change_labels(ax: Axes, rows: pd.DataFrame, told: list[str], periods: tuple[str, str], gaps: list[float]) -> None:
    columns = {"xycoords": ("axes fraction", "data"), "ha": "right"}
    for at, row in rows.iterrows():
        for gap, name in zip(gaps, ("before", "after"), strict=True):
            value = row[name[0]]
            write(ax, number(value) if np.isfinite(value) else symbol(row[name]), (0, at), (-gap, 0), **columns)
        place, side, align = (row["first"], -6, "right") if row["v"] < 0 else (row["last"], 6, "left")
        write(ax, told[at], (place, at), (side, 0), ha=align)
    head = {"xycoords": "axes fraction", "ha": "right", "va": "baseline", "weight": "bold"}
    for gap, period in zip(gaps, periods, strict=True):
        lines = folded(period, 14, 2)
        for row, line in enumerate(lines):
            write(ax, line, (0, 1), (-gap, 8 + 15 * (len(lines) - 1 - row)), **head)


def _intervals(ax: Axes, rows: pd.DataFrame) -> None:
    """Lines with an upright end just below each bar, where no bar hides them."""
    for at, row in rows[rows["low"].notna()].iterrows():
        level = at + UNDER
        ax.plot([row["low"], row["high"]], [level, level], color=style.INK, linewidth=1.5, marker="|", markersize=7)


@in_house_style
def change_bars(
    frame: pd.DataFrame, *, periods: tuple[str, str], unit: str = "offences", **words: Unpack[Words]
) -> Picture:
    """Each category's change as a bar, sorted by size.

    `frame`: category, before, after, and low, high (the interval of the difference, in offences) where known.
    `periods` are the names of the two columns. Grey bars are changes whose interval holds zero.
    """
    rows = _change_rows(frame)
    rows["first"] = rows[["v", "low"]].assign(zero=0.0).min(axis=1)
    rows["last"] = rows[["v", "high"]].assign(zero=0.0).max(axis=1)
    made = sheet(ROW * len(rows) + 70, marks=3 * len(rows))
    ax, known = made.ax, rows["low"].notna().any()
    _bars(ax, rows["v"], [style.ACCENT if sure else style.REST for sure in _clear(rows)], SLIM if known else 0.6)
    _intervals(ax, rows)
    *gaps, before = _gaps(periods)
    labels, wide = _change_told(rows), _left_over(rows["category"], before, NAMES)
    _room(ax, rows, labels, wide)
    side_names(ax, rows["category"], gap=before, width=NAMES)
    _change_labels(ax, rows, labels, periods, gaps)
    thousands(ax, "x", 0)
    key = " (line below: 95% interval; grey: no clear change)" if known else ""
    top_title(ax, f"Change in {unit}{key}", wide)
    data = pd.DataFrame({"Category": rows["category"], **_change_columns(rows, periods, known)})
    told = alt.of_changes("Bar chart of changes", words["subtitle"], rows["category"], rows["v"].tolist())
    return picture(made, data, told, words, 0)


def _change_columns(rows: pd.DataFrame, periods: tuple[str, str], known: bool) -> dict[str, pd.Series]:
    both = dict(zip(periods, (shown(rows["before"]), shown(rows["after"])), strict=True))
    hidden = np.where((both[periods[0]] == "[c]") | (both[periods[1]] == "[c]"), "[c]", "[x]")
    change = rows["v"].astype("object").where(rows["v"].notna(), pd.Series(hidden, index=rows.index))
    ends = {"95% interval from": rows["low"].round(), "to": rows["high"].round()} if known else {}
    return {**both, "Change": change, **ends}


def _steps(rows: pd.DataFrame) -> pd.DataFrame:
    """Where each bar of the waterfall starts and how long it is; the last one is the total, from zero."""
    rows = rows.reset_index(drop=True)
    rows["start"] = rows["difference"].cumsum().shift(fill_value=0.0)
    total = {"category": "Total change", "difference": rows["difference"].sum(), "start": 0.0}
    return pd.concat([rows, pd.DataFrame([total])], ignore_index=True)


def _contribution_rows(frame: pd.DataFrame, total: float, residual: str) -> pd.DataFrame:
    rows = frame[["category", "difference"]].assign(difference=numeric(frame["difference"]).to_numpy())
    if rows["difference"].isna().any():
        msg = "a part of the change is suppressed or missing, and the others would tell it: leave it out."
        raise ValueError(msg)
    rows = rows.sort_values("difference", ascending=False, key=abs, kind="stable")
    rest = total - rows["difference"].sum()
    if abs(rest) > 1e-9:
        rows = pd.concat([rows, pd.DataFrame([{"category": residual, "difference": rest}])])
    return _steps(rows)


@in_house_style
def contributions(
    frame: pd.DataFrame,
    *,
    total: float,
    residual: str = "Not in a category shown",
    unit: str = "offences",
    **words: Unpack[Words],
) -> Picture:
    """What drove the change: each part starts where the one before ended, down to the total.

    `frame`: category, difference (no missing values); what they leave of `total` is drawn as `residual`.
    """
    rows = _contribution_rows(frame, total, residual)
    made = sheet(ROW * len(rows) + 60, marks=2 * len(rows))
    ax, last = made.ax, len(rows) - 1
    colours = [style.ACCENT if value > 0 else style.TURQUOISE for value in rows["difference"]]
    colours = [style.REST if name == residual else c for name, c in zip(rows["category"], colours, strict=True)]
    _bars(ax, rows["difference"], [*colours[:-1], style.CHARCOAL])
    for at, (bar, row) in enumerate(zip(ax.patches, rows.itertuples(), strict=True)):
        bar.set_x(row.start + min(row.difference, 0))
        bar.set_width(abs(row.difference))
        end = row.start + row.difference
        if at < last:
            ax.plot([end, end], [at - 0.3, at + 1.3], color=style.REST, linewidth=1)
        place, side, align = (end, 6, "left") if row.difference >= 0 else (end, -6, "right")
        write(ax, signed(row.difference), (place, at), (side, 0), ha=align)
    ends = rows["start"] + rows["difference"]
    bars = pd.DataFrame({"v": rows["difference"], "first": ends, "last": ends})
    _room(ax, bars, [signed(value) for value in rows["difference"]], _left_over(rows["category"], 8, 30))
    side_names(ax, rows["category"], bold="Total change")
    thousands(ax, "x", 0)
    top_title(
        ax, f"Change in {unit}: each bar starts where the one above it ended", _left_over(rows["category"], 8, 30)
    )
    data = rows[["category", "difference"]].set_axis(["Category", f"Change in {unit}"], axis=1)
    parts = rows["difference"].tolist()[:-1]
    told = alt.of_changes("Waterfall chart", words["subtitle"], rows["category"][:-1], parts)
    told = told.rstrip(".") + f"; together {signed(rows['difference'].iloc[-1])}."
    return picture(made, data, told, words, 0)
