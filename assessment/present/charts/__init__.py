"""The charts, one call each: keyword arguments, pandas in, a `Picture` out.

Every chart takes the words around it (`pictures.Words`: title, subtitle, source, alt, illustrative) by name.

| chart | question |
|---|---|
| `change_bars` | how much, compared with the period before: each category's change, and whether it is clear |
| `contributions` | what drove the change: parts in offences that add up, with the residual |
| `year_line` | how it moves over the years, with comparison lines |
| `month_line` | how each month compares with the same month of the year before |
| `xmr_chart` | which months are unusual: mean, limits, marked points |
| `rank_line` | how the rank moves over releases, rank 1 at the top |
| `dot_ranks` | against others: areas sorted, ours marked, intervals |
| `share_dots` | shares by domain beside a comparator |
| `paired_bars` | share of crimes beside share of harm, in one order |
| `lorenz_curve` | how concentrated: half of it in so many places |
| `decile_bars` | how many places in each decile of deprivation |
| `decile_rates` | the rate by decile with intervals and the fitted slope |
| `calendar` | months by years as shades: the season |
| `coverage` | months by sources: complete, part, missing |
"""

from assessment.present.charts.changes import change_bars, contributions
from assessment.present.charts.deciles import decile_bars, decile_rates
from assessment.present.charts.grids import calendar, coverage
from assessment.present.charts.ranks import dot_ranks, rank_line, share_dots
from assessment.present.charts.shares import lorenz_curve, paired_bars
from assessment.present.charts.times import month_line, xmr_chart, year_line

__all__ = [
    "calendar",
    "change_bars",
    "contributions",
    "coverage",
    "decile_bars",
    "decile_rates",
    "dot_ranks",
    "lorenz_curve",
    "month_line",
    "paired_bars",
    "rank_line",
    "share_dots",
    "xmr_chart",
    "year_line",
]
