"""Months one after another, as many as there are."""

from typing import Unpack

import numpy as np
import pandas as pd

from assessment.periods import month_name
from assessment.present import alt, style
from assessment.present.charts.lines import End, broken_line, end_labels
from assessment.present.charts.times import month_axis
from assessment.present.columns import numeric, shown
from assessment.present.drawing import from_zero, in_house_style, picture, sheet, thousands, top_title
from assessment.present.pictures import Picture, Words
from assessment.present.wording.numbers import number


@in_house_style
def course_line(
    values: pd.Series, *, measure: str = "", unit: str = "offences", decimals: int = 0, **words: Unpack[Words]
) -> Picture:
    """A line over any number of months, the last value at its end; a missing or hidden month is a gap.

    `values`: index of months (2014-12), with no month left out; `unit` is what a month's value is.
    """
    drawn, months = numeric(values).to_numpy(), list(values.index)
    made = sheet(320, marks=len(months))
    ax, known = made.ax, np.flatnonzero(np.isfinite(drawn))
    broken_line(ax, drawn, style.colour_of(measure), linewidth=2, markersize=4)
    month_axis(ax, months)
    ax.margins(y=0.14)
    if known.size:
        ax.set_ylim(0, float(np.nanmax(drawn)) * 1.14 or 1)
        last = End(number(drawn[known[-1]], decimals), int(known[-1]), drawn[known[-1]], style.colour_of(measure), True)
        end_labels(ax, [last], 240)
    thousands(ax, "y", decimals or 0)
    top_title(ax, from_zero(ax, f"{unit[:1].upper()}{unit[1:]} a month"))
    names = [month_name(month) for month in months]
    told = alt.of_series("Line chart by month", words["subtitle"], names, drawn, decimals=decimals)
    data = pd.DataFrame({"Month": names, unit[:1].upper() + unit[1:]: shown(values).to_numpy()})
    return picture(made, data, told, words, decimals)
