"""What may come: the months seen, and those expected with an interval that widens."""

from typing import Unpack

import numpy as np
import pandas as pd

from assessment.periods import month_name, months_between
from assessment.present import alt, style
from assessment.present.charts.lines import End, broken_line, end_labels
from assessment.present.charts.times import month_axis
from assessment.present.columns import numeric
from assessment.present.drawing import in_house_style, picture, sheet, thousands, top_title
from assessment.present.pictures import Picture, Words
from assessment.present.wording.numbers import number


@in_house_style
def forecast_line(
    seen: pd.Series, ahead: pd.DataFrame, *, measure: str = "", unit: str = "offences", **words: Unpack[Words]
) -> Picture:
    """The months seen as a line, the months expected as a dashed one inside a band.

    `seen`: counts indexed by month (2014-12), gaps where one is absent; `ahead`: month, value, low, high, all after
    the last month seen.
    """
    months = months_between(min(seen.index), max(ahead["month"]))
    values = numeric(seen.reindex(months)).to_numpy()
    expected = ahead.set_index("month").reindex(months)
    made = sheet(340, marks=len(months))
    ax, colour, at = made.ax, style.colour_of(measure), np.arange(len(months))
    broken_line(ax, values, colour, linewidth=2, markersize=3)
    last = int(np.flatnonzero(np.isfinite(values))[-1])
    joined = {name: np.where(at == last, values[last], expected[name].to_numpy(float)) for name in expected}
    ax.fill_between(at, joined["low"], joined["high"], color=colour, alpha=0.2, linewidth=0)
    ax.plot(at, joined["value"], color=colour, linewidth=2, linestyle=(0, (4, 2)))
    month_axis(ax, months)
    ax.set_ylim(0, None)
    thousands(ax, "y", 0)
    final = {name: float(ahead[name].iloc[-1]) for name in ("high", "value", "low")}
    end_labels(ax, [End(number(value), len(months) - 1, value, colour, name == "value", style.SMALL)
                    for name, value in final.items()], 270)  # fmt: skip
    top_title(ax, f"{unit[:1].upper()}{unit[1:]} a month; dashed: expected; band: 95% interval")
    names = [month_name(month) for month in ahead["month"]]
    told = alt.of_series("Line chart with a forecast", words["subtitle"], names, ahead["value"].to_numpy()).rstrip(".")
    told += f"; interval at the end {number(final['low'])} to {number(final['high'])}."
    data = pd.DataFrame(
        {"Month": names, "Expected": ahead["value"], "95% interval from": ahead["low"], "to": ahead["high"]}
    )
    return picture(made, data.reset_index(drop=True), told, words, 0)
