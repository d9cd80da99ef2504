"""Lines over time: years, months against the months of the year before, control charts."""

import itertools
from collections.abc import Mapping, Sequence
from typing import Unpack

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from assessment.periods import FinancialYear, month_name, months_between
from assessment.present import alt, style
from assessment.present.charts.lines import (
    DASHES,
    End,
    broken_line,
    end_labels,
    event_lines,
    lines_and_ends,
    time_axis,
    values_at_points,
)
from assessment.present.columns import numeric, shown
from assessment.present.drawing import from_zero, in_house_style, picture, sheet, thousands, top_title
from assessment.present.pictures import Picture, Words
from assessment.present.wording.numbers import number

MOST_YEARS = 12  # whose names and values have room beside each other
LIMITS = {"upper": "Upper limit", "mean": "Mean", "lower": "Lower limit"}


@in_house_style
def year_line(
    frame: pd.DataFrame,
    *,
    ours: str,
    measure: str = "",
    axis: str = "",
    decimals: int = 0,
    suffix: str = "",
    zero: bool = False,
    **words: Unpack[Words],
) -> Picture:
    """Years as a line, the last value labelled at its end; of a few years each has its value and its name.

    `frame`: one row a year (index: text such as 2014/15), one column a line; `ours` is drawn in the colour
    of `measure`, the others in grey and broken lines. `axis` names what is measured; `zero` starts the axis
    there.
    """
    made = sheet(330, marks=frame.size)
    ax, years = made.ax, [str(year) for year in frame.index]
    ends = lines_and_ends(ax, frame, ours, style.colour_of(measure))
    time_axis(ax, years, range(len(years) - 1, -1, -len(years) // MOST_YEARS)[::-1])
    low, high = (0, ax.get_ylim()[1]) if zero else ax.get_ylim()
    ax.set_ylim(low, high + (high - low) / 8)  # room for a value between the line and the axis' title
    mine, many = numeric(frame[ours]).to_numpy(), frame.shape[1] > 1
    if not many:
        values_at_points(
            ax, mine, [number(v, decimals) + suffix if at in _told(mine) else "" for at, v in enumerate(mine)]
        )
    names = [f"{end.name} " * many + number(end.value, decimals) + suffix for end in ends]
    thousands(ax, "y", None if decimals else 0, suffix)
    end_labels(ax, [end._replace(name=name) for end, name in zip(ends, names, strict=True)], 250)
    top_title(ax, from_zero(ax, axis or words["subtitle"]))
    form = {"decimals": decimals, "suffix": suffix}
    told = alt.of_series("Line chart", words["subtitle"], years, mine, name=ours, **form)
    return picture(made, frame.rename_axis(index=frame.index.name or "Year"), told, words, decimals)


def _told(values: np.ndarray) -> list[int]:
    """The points whose values are written: all of a few; of many the first, the highest and the lowest."""
    known = np.flatnonzero(np.isfinite(values))
    if len(values) <= MOST_YEARS or not known.size:
        return known.tolist()
    return [int(known[0]), int(np.nanargmax(values)), int(np.nanargmin(values))]


def _in_year(counts: pd.Series, year: FinancialYear) -> np.ndarray:
    return numeric(counts.reindex(year.months)).to_numpy()


def _year_ends(lines: Mapping[FinancialYear, tuple[np.ndarray, str]], this: FinancialYear) -> list[End]:
    found = []
    for year, (values, colour) in lines.items():
        known = np.flatnonzero(np.isfinite(values))
        if known.size:
            found.append(End(str(year), int(known[-1]), float(values[known[-1]]), colour, year == this))
    return found


def _months_below(new: np.ndarray, old: np.ndarray) -> str:
    """`; below 2013/14 in …` of the months that both years have."""
    both = np.isfinite(new) & np.isfinite(old)
    below = int((new[both] < old[both]).sum())
    return f"; below the year before in {number(below)} of {number(both.sum())} months" if both.any() else ""


@in_house_style
def month_line(
    counts: pd.Series,
    *,
    year: str,
    measure: str = "",
    unit: str = "offences",
    events: Mapping[str, str] | None = None,
    decimals: int = 0,
    suffix: str = "",
    **words: Unpack[Words],
) -> Picture:
    """The months of a year over those of the year before; missing months are gaps in the line.

    `counts`: index of months (2014-12), or shares with their `decimals` and the `suffix` %; `events` labels months
    of the year with what happened then.
    """
    this = FinancialYear.parse(year)
    lines = {this.before: (_in_year(counts, this.before), style.REST)}
    lines[this] = (_in_year(counts, this), style.colour_of(measure))
    made = sheet(340, marks=24)
    ax, names = made.ax, [month_name(month) for month in this.months]
    for at, ((values, colour), dash) in enumerate(zip(lines.values(), (DASHES[0], "-"), strict=True)):
        broken_line(ax, values, colour, linestyle=dash, linewidth=2 + at, markersize=5 + at)
    time_axis(ax, [name[:3] for name in names])
    ax.set_ylim(max(0, ax.get_ylim()[0]), None)
    event_lines(ax, events or {}, this.months)
    thousands(ax, "y", None if decimals else 0, suffix)
    end_labels(ax, _year_ends(lines, this), 260)
    top_title(ax, from_zero(ax, f"{unit[:1].upper()}{unit[1:]} a month"))
    (old, _), (new, _) = lines.values()
    columns = {str(one): shown(counts.reindex(one.months)) for one in lines}
    data = pd.DataFrame({"Month": [name.split()[0] for name in names], **columns})
    form = {"name": f"In {this}", "decimals": decimals, "suffix": suffix}
    told = alt.of_series("Line chart by month", words["subtitle"], names, new, **form)
    return picture(made, data, told.rstrip(".") + _months_below(new, old) + ".", words, decimals)


def month_axis(ax: Axes, months: Sequence[str]) -> None:
    """Aprils are labelled with their year; where there are few months, every quarter is."""
    every = (4,) if len(months) > 24 else (1, 4, 7, 10)
    at = [n for n, month in enumerate(months) if int(month[5:7]) in every] or [0]
    while len(at) > 9:
        at = at[::2]
    time_axis(ax, [f"{month_name(month)[:3]} {month[:4]}" for month in months], at)
    ax.set_xlim(-0.8, len(months) - 0.2)


def _bases(rows: pd.DataFrame) -> tuple[pd.DataFrame, list[int]]:
    """Mean and limits for every month, gaps filled, and where each base begins.

    The end of the last one too.
    """
    base = rows[list(LIMITS)].ffill().bfill()
    moved = (base != base.shift()).any(axis=1).to_numpy()
    return base, [0, *np.flatnonzero(moved)[1:].tolist(), len(rows)]


def _limits(ax: Axes, rows: pd.DataFrame) -> list[End]:
    """Mean and limits as steps, which break where a new base begins; what is written at the end of each."""
    base, starts = _bases(rows)
    for first, end in itertools.pairwise(starts):
        for name in LIMITS:
            look = {
                "color": style.REST,
                "linewidth": 1.5,
                "linestyle": "-" if name == "mean" else (0, (4, 3)),
            }
            ax.plot([first - 0.5, end - 0.5], [base[name].iloc[first]] * 2, **look)
    last = base.iloc[-1]
    place = len(rows) - 0.9
    return [
        End(f"{word} {number(last[name])}", place, last[name], style.REST, size=style.SMALL)
        for name, word in LIMITS.items()
    ]


@in_house_style
def xmr_chart(
    frame: pd.DataFrame,
    *,
    unit: str = "offences",
    measure: str = "",
    events: Mapping[str, str] | None = None,
    **words: Unpack[Words],
) -> Picture:
    """A control chart by month: mean, limits, and the points that are more than chance.

    `frame`: month, value, mean, lower, upper, special_cause (a label such as "outside limits", or empty).
    Months that are not in it are gaps. A new mean or limits begin a new base.
    """
    months = months_between(min(frame["month"]), max(frame["month"]))
    rows = frame.set_index("month").reindex(months)
    rows["special_cause"] = rows["special_cause"].fillna("").astype(str)
    values = numeric(rows["value"]).to_numpy()
    made = sheet(360, marks=len(months))
    ax, at = made.ax, np.flatnonzero((rows["special_cause"] != "").to_numpy() & np.isfinite(values))
    broken_line(ax, values, style.colour_of(measure), linewidth=1.5, markersize=3)
    ax.plot(at, values[at], "D", color=style.ORANGE, markersize=8, markeredgecolor=style.INK, linestyle="none")
    ends = _limits(ax, rows)
    month_axis(ax, months)
    event_lines(ax, events or {}, months)
    thousands(ax, "y", 0)
    end_labels(ax, ends, 270)
    what = f"{unit[:1].upper()}{unit[1:]} a month; diamonds: more than chance would explain"
    top_title(ax, from_zero(ax, what))
    names = [month_name(month) for month in months]
    told = alt.of_series("Control chart", words["subtitle"], names, values).rstrip(".")
    told += f"; {number(len(at))} of {number(np.isfinite(values).sum())} months marked as unusual."
    return picture(made, _control_table(rows, names, unit), told, words, 0)


def _control_table(rows: pd.DataFrame, months: list[str], unit: str) -> pd.DataFrame:
    heads = {"value": unit.capitalize(), **LIMITS, "special_cause": "Special cause"}
    data = rows[list(heads)].rename(columns=heads).reset_index(drop=True)
    data["Special cause"] = data["Special cause"].replace("", "none")
    data.insert(0, "Month", months)
    return data
