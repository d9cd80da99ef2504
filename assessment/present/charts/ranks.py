"""Ours among others: dots by area, dots by domain, ranks over releases."""

from collections.abc import Mapping
from typing import Unpack

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from assessment.present import alt, style
from assessment.present.charts.lines import DASHES, OTHERS, End, broken_line, end_labels, time_axis, values_at_points
from assessment.present.columns import numeric, shown, symbol, with_interval
from assessment.present.drawing import (
    from_zero,
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
from assessment.present.wording.numbers import number, ordinal

ROW = 26
BESIDE = 450  # pixels over axes with names and values beside them
RANKS = (1, 5, 10, 20, 50, 100, 150, 200, 300, 400)


def _row_grid(ax: Axes, count: int) -> None:
    ax.grid(False, axis="y")
    ax.grid(True, axis="x")
    options = {"color": style.FAINT, "linewidth": 0.6, "zorder": 0.5}
    ax.hlines(range(count), 0, 1, transform=ax.get_yaxis_transform(), **options)
    rows_down(ax, count)


def _levels(values: list[float], middle: float) -> list[tuple[bool, int]]:
    """For sorted values.

    Whether the name goes to the left, and how far down, so that no line crosses a name.
    """
    split = sum(value < middle for value in values) if len(values) == 1 else (len(values) + 1) // 2
    lefts = len(values) - split if len(values) == 1 else split
    return [(True, at) if at < lefts else (False, len(values) - 1 - at) for at in range(len(values))]


def _reference_lines(ax: Axes, lines: Mapping[str, float], decimals: int, suffix: str) -> None:
    """Verticals for the county or for England, named below the axis."""
    found = sorted(lines.items(), key=lambda item: item[1])
    sides = _levels([value for _, value in found], sum(ax.get_xlim()) / 2)
    for at, ((name, value), (left, level)) in enumerate(zip(found, sides, strict=True)):
        down = -30 - 16 * level
        ax.axvline(value, color=style.INK, linewidth=1.2, linestyle=("--", ":")[at % 2], zorder=1)
        place = {
            "xycoords": ("data", "axes fraction"),
            "annotation_clip": False,
            "textcoords": "offset points",
        }
        arrow = {"arrowstyle": "-", "color": style.INK, "linewidth": 0.6, "shrinkA": 0, "shrinkB": 22}
        ax.annotate("", (value, 0), (0, down - 6), arrowprops=arrow, **place)
        told = f"{name} {number(value, decimals)}{suffix}"
        side = {"ha": "right" if left else "left", "fontsize": style.SMALL, "xycoords": place["xycoords"]}
        write(ax, told, (value, 0), (-5 if left else 5, down), **side)


def _dots(ax: Axes, rows: pd.DataFrame, ours: str, colour: str) -> None:
    for at, row in rows.iterrows():
        mine = row["area"] == ours
        ink = colour if mine else style.REST
        options = {"linewidth": 3 if mine else 2, "solid_capstyle": "butt"}
        ax.plot([row["low"], row["high"]], [at, at], color=ink, **options)
        ax.plot([row["v"]], [at], "o", color=ink, markersize=10 if mine else 7, zorder=3)


def _value_column(ax: Axes, rows: pd.DataFrame, names: pd.Series, ours: str, decimals: int, suffix: str) -> None:
    """The values right of the axes, one a row."""
    for at, (value, raw, name) in enumerate(zip(rows["v"], rows["value"], names, strict=True)):
        told = number(value, decimals) + suffix if np.isfinite(value) else symbol(raw)
        weight = "bold" if name == ours else "normal"
        write(ax, told, (1, at), (10, 0), xycoords=("axes fraction", "data"), ha="left", weight=weight)


def _place_of(rows: pd.DataFrame, ours: str) -> str:
    """`; Blackpool is 1st from the top`; nothing where ours is not among them."""
    found = rows.index[(rows["area"] == ours) & rows["v"].notna()]
    return f"; {alt.named(ours)} is {ordinal(int(found[0]) + 1)} from the top" if len(found) else ""


def _sorted(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.sort_values("v", ascending=False, na_position="last", kind="stable").reset_index(drop=True)


@in_house_style
def dot_ranks(
    frame: pd.DataFrame,
    *,
    ours: str,
    axis: str,
    measure: str = "",
    lines: Mapping[str, float] | None = None,
    decimals: int = 1,
    suffix: str = "",
    head: str = "Area",
    **words: Unpack[Words],
) -> Picture:
    """Areas, or what else `head` names, sorted by a value, the largest on top, ours in colour.

    `frame`: area, value, and low, high where known; `lines` are comparators (`{"Lancashire": 62.0}`).
    """
    rows = _sorted(with_interval(frame, "value"))
    made = sheet(ROW * len(rows) + 60 + 18 * len(lines or {}), marks=2 * len(rows))
    ax, known = made.ax, rows["low"].notna().any()
    _dots(ax, rows, ours, style.colour_of(measure))
    _row_grid(ax, len(rows))
    side_names(ax, rows["area"], bold=ours)
    thousands(ax, "x", suffix=suffix)
    _value_column(ax, rows, rows["area"], ours, decimals, suffix)
    _reference_lines(ax, lines or {}, decimals, suffix)
    top_title(ax, from_zero(ax, axis + (" (bars: 95% interval)" if known else ""), "x"), BESIDE)
    data = pd.DataFrame({head: rows["area"], axis: shown(rows["value"])})
    if known:
        data = data.assign(**{"95% interval from": rows["low"], "to": rows["high"]})
    form = {"decimals": decimals, "suffix": suffix}
    told = alt.of_categories("Dot plot", words["subtitle"], rows["area"], rows["v"].tolist(), **form)
    return picture(made, data, told.rstrip(".") + _place_of(rows, ours) + ".", words, decimals)


@in_house_style
def share_dots(
    frame: pd.DataFrame,
    *,
    ours: str,
    other: str = "",
    axis: str,
    decimals: int = 0,
    as_given: bool = False,
    **words: Unpack[Words],
) -> Picture:
    """A share (0 to 1) for each row, sorted unless `as_given`, with a comparator as an upright bar.

    `frame`: label, value, and other where there is a comparator; `ours` and `other` name the two.
    """
    rows = frame.assign(v=100 * numeric(frame["value"]).to_numpy())
    rows["o"] = 100 * numeric(rows["other"]).to_numpy() if "other" in rows else np.nan
    rows = rows.reset_index(drop=True) if as_given else _sorted(rows)
    made = sheet(32 * len(rows) + 74, marks=2 * len(rows))
    ax, compared = made.ax, bool(other) and rows["o"].notna().any()
    _row_grid(ax, len(rows))
    plain = {"linestyle": "none", "clip_on": False}
    ax.hlines(rows.index, rows["o"], rows["v"], color=style.FAINT, linewidth=4, zorder=1)
    ax.plot(rows["o"], rows.index, "|", color=style.CHARCOAL, markersize=16, markeredgewidth=3, **plain)
    ax.plot(rows["v"], rows.index, "o", color=style.ACCENT, markersize=11, zorder=3, **plain)
    ax.set_xlim(0, None)
    side_names(ax, rows["label"], gap=12)
    thousands(ax, "x", suffix="%")
    _value_column(ax, rows, rows["label"], "", decimals, "%")
    top_title(ax, f"{axis} (dot: {ours}" + (f"; upright bar: {other})" if compared else ")"), BESIDE)
    data = pd.DataFrame({"Group": rows["label"], f"{ours} (%)": shown(rows["value"], 100)})
    if compared:
        data[f"{other} (%)"] = shown(rows["other"], 100)
    form = {"decimals": decimals, "suffix": "%"}
    told = alt.of_categories("Dot plot", words["subtitle"], rows["label"], rows["v"].tolist(), **form)
    return picture(made, data, told, words, decimals)


def _rank_axis(ax: Axes, most: float) -> None:
    """Rank 1 at the top, a few places named."""
    places = [rank for rank in RANKS if rank <= most]
    places = [rank for at, rank in enumerate(places) if at == 0 or rank - places[at - 1] > most / 12]
    ax.set_ylim(most * 1.08 + 0.5, 1 - max(most, 5) * 0.14)
    ax.set_yticks(places, [ordinal(rank) for rank in places])


def _rank_ends(ranks: pd.DataFrame, ours: str) -> list[End]:
    """One end for all the lines that stop at the same rank."""
    ends: dict[tuple[int, int], list[str]] = {}
    for name in ranks.columns:
        known = np.flatnonzero(np.isfinite(ranks[name]))
        if known.size:
            ends.setdefault((int(known[-1]), int(ranks[name].iloc[known[-1]])), []).append(str(name))
    told = {key: f" {', '.join(names)}" if ranks.shape[1] > 1 else "" for key, names in ends.items()}
    return [End(ordinal(key[1]) + told[key], *key, style.REST, ours in names) for key, names in ends.items()]


@in_house_style
def rank_line(frame: pd.DataFrame, *, ours: str, of: str = "authorities", **words: Unpack[Words]) -> Picture:
    """Ranks over releases, rank 1 (the most deprived) at the top.

    `frame`: one row a release (index: its name), one column a measure of rank; `ours` is drawn in the accent.
    """
    made = sheet(330, marks=frame.size)
    ax, releases = made.ax, [str(release) for release in frame.index]
    ranks = frame.apply(lambda column: numeric(column).to_numpy())
    others = [name for name in frame.columns if name != ours]
    for at, name in enumerate([*others, ours]):
        mine = name == ours
        ink, dash = (style.ACCENT, "-") if mine else (OTHERS[at % 3], DASHES[at % 3])
        broken_line(ax, ranks[name].to_numpy(), ink, linestyle=dash, linewidth=3 if mine else 2, markersize=6)
    time_axis(ax, releases)
    _rank_axis(ax, float(np.nanmax(ranks.to_numpy())))
    mine = ranks[ours].to_numpy()
    values_at_points(ax, mine, [ordinal(int(rank)) if np.isfinite(rank) else "" for rank in mine], -1)
    end_labels(ax, _rank_ends(ranks, ours), 250)
    top_title(ax, f"Rank among {of}; 1st is the most deprived")
    told = alt.of_ranks("Line chart of ranks", words["subtitle"], releases, ranks[ours].tolist(), name=ours)
    return picture(made, frame.rename_axis(index="Release"), told, words, 0)
