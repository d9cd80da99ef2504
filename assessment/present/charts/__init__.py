"""The charts, one call each: keyword arguments, pandas in, a `Picture` out.

Every chart takes the words around it (`pictures.Words`: title, subtitle, source, alt, illustrative) by name.

| chart | question |
|---|---|
| `change_bars` | how much, compared with the period before: each category's change, and whether it is clear |
| `contributions` | what drove the change: parts in offences that add up, with the residual |
| `year_line` | how it moves over the years, with comparison lines |
| `course_line` | how it moves month by month, over any months |
| `month_line` | how each month compares with the same month of the year before |
| `forecast_line` | what may come: months seen, months expected, an interval that widens |
| `xmr_chart` | which months are unusual: mean, limits, marked points |
| `funnel` | against others: rates by size, with the limits between which chance would keep them |
| `rank_line` | how the rank moves over releases, rank 1 at the top |
| `dot_ranks` | against others: areas sorted, ours marked, intervals |
| `share_dots` | shares by domain beside a comparator |
| `paired_bars` | share of crimes beside share of harm, in one order |
| `lorenz_curve` | how concentrated: half of it in so many places |
| `decile_bars` | how many places in each decile of deprivation |
| `decile_rates` | the rate by decile with intervals and the fitted slope |
| `calendar` | months by years as shades: the season |
| `score_grid` | which priorities: candidates by criteria, with what the scores come to |
| `cascade` | how far it went: steps, each with its share of the step before |
| `opinions` | what people think: answers for and against, with the share for it |
| `coverage` | months by sources: complete, part, missing |
"""

from assessment.present.charts.changes import change_bars, contributions
from assessment.present.charts.courses import course_line
from assessment.present.charts.deciles import decile_bars, decile_rates
from assessment.present.charts.forecasts import forecast_line
from assessment.present.charts.funnels import funnel
from assessment.present.charts.grids import calendar, coverage
from assessment.present.charts.opinions import opinions
from assessment.present.charts.ranks import dot_ranks, rank_line, share_dots
from assessment.present.charts.scores import score_grid
from assessment.present.charts.shares import lorenz_curve, paired_bars
from assessment.present.charts.steps import cascade
from assessment.present.charts.times import month_line, xmr_chart, year_line

__all__ = [
    "calendar",
    "cascade",
    "change_bars",
    "contributions",
    "course_line",
    "coverage",
    "decile_bars",
    "decile_rates",
    "dot_ranks",
    "forecast_line",
    "funnel",
    "lorenz_curve",
    "month_line",
    "opinions",
    "paired_bars",
    "rank_line",
    "score_grid",
    "share_dots",
    "xmr_chart",
    "year_line",
]
