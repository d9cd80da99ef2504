"""Areas by size and rate, with the limits between which chance alone would keep them."""

from typing import Unpack

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from assessment.measures.rates import funnel_limits
from assessment.present import alt, style
from assessment.present.charts.lines import End, end_labels
from assessment.present.columns import numeric, shown
from assessment.present.drawing import BACKED, from_zero, in_house_style, picture, sheet, thousands, top_title, write
from assessment.present.pictures import Picture, Words
from assessment.present.wording.numbers import listed, number

LEVELS = {0.95: (0, (4, 3)), 0.998: "-"}
POINTS = 120


def _limits(ax: Axes, sizes: np.ndarray, average: float) -> list[End]:
    """The average and both funnels, and what is written at the right end of each."""
    ax.plot(sizes[[0, -1]], [average, average], color=style.INK, linewidth=1.2)
    ends = [End(f"all {number(average, 1)}", sizes[-1], average, style.INK, size=style.SMALL)]
    for level, dash in LEVELS.items():
        found = funnel_limits(sizes, average, confidence=level)
        for side in (found.low, found.high):
            ax.plot(sizes, side, color=style.REST, linewidth=1.5, linestyle=dash)
        told = f"{number(100 * level, 1).removesuffix('.0')}%"
        ends.append(End(told, sizes[-1], float(found.high[-1]), style.REST, size=style.SMALL))
    return ends


@in_house_style
def funnel(
    frame: pd.DataFrame, *, average: float, ours: str, measure: str = "", per: int = 1000, **words: Unpack[Words]
) -> Picture:
    """Each area's rate over its residents, with the limits of chance about the average; ours in colour.

    `frame`: area, residents, value (a rate `per` so many); `average` in the same unit, above zero. The broken line
    holds 19 areas in 20 that differ by chance alone, the whole one all but one in 500.
    """
    rows = frame.assign(x=numeric(frame["residents"]).to_numpy(), v=numeric(frame["value"]).to_numpy())
    rows = rows[rows["v"].notna()].sort_values("v", ascending=False, kind="stable").reset_index(drop=True)
    made = sheet(380, marks=len(rows) + POINTS)
    ax, sizes = made.ax, np.linspace(0.85 * rows["x"].min(), 1.06 * rows["x"].max(), POINTS)
    ends = _limits(ax, sizes, average)
    for row in rows.itertuples():
        mine = row.area == ours
        ink = style.colour_of(measure) if mine else style.REST
        ax.plot([row.x], [row.v], "o", color=ink, markersize=10 if mine else 7, zorder=3)
        if mine:
            write(ax, row.area, (row.x, row.v), (-12, 0), ha="right", weight="bold", bbox=BACKED)
    ax.set_xlim(sizes[0], sizes[-1])
    ax.margins(y=0.12)
    thousands(ax, "y")
    thousands(ax, "x", 0)
    end_labels(ax, ends, 290)
    what = f"Rate per {number(per)} residents over the number of residents; lines: 95% and 99.8% of chance"
    top_title(ax, from_zero(ax, what))
    outer = funnel_limits(rows["x"].to_numpy(), average, confidence=max(LEVELS))
    above, below = (rows["v"] > outer.high).to_numpy(), (rows["v"] < outer.low).to_numpy()
    data = pd.DataFrame({"Area": rows["area"], "Residents": rows["x"].round(), "Rate": shown(rows["value"])})
    data = data.assign(**{"Limit from": outer.low, "Limit to": outer.high})
    told = alt.of_categories("Funnel plot", words["subtitle"], rows["area"], rows["v"].tolist(), decimals=1).rstrip(".")
    sides = [f"{number(side.sum())} {word} the outer limits" for side, word in ((above, "above"), (below, "below"))]
    return picture(
        made, data, f"{told}; {listed(sides)}.", words, {"Residents": 0, "Rate": 1, "Limit from": 1, "Limit to": 1}
    )
