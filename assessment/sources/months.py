"""Words for months, and what the coverage of a source says about them."""

import polars as pl

from assessment.periods import months_between, shift_month
from assessment.sources.base import Problem

MUCH_BLANK = 0.05  # of a month's rows without an LSOA; 2 to 3% is usual
MENDS = "Add the files of those months to the raw folder; without them only the months there are compared."


def runs(months: list[str]) -> str:
    """Months as spans: `2020-06, 2020-08 to 2020-09`."""
    spans: list[list[str]] = []
    for month in sorted(set(months)):
        if spans and shift_month(spans[-1][1], 1) == month:
            spans[-1][1] = month
        else:
            spans.append([month, month])
    return ", ".join(first if first == last else f"{first} to {last}" for first, last in spans)


def missing(months: list[str]) -> list[str]:
    """The months between the first and the last that are not there."""
    return [month for month in months_between(min(months), max(months)) if month not in set(months)] if months else []


def gaps(coverage: pl.DataFrame, what: str) -> list[Problem]:
    """A warning that names the months missing inside the span of a source."""
    absent = missing(coverage["month"].unique().to_list())
    if not absent:
        return []
    return [Problem("warning", "missing-months", f"{what}: no rows for {runs(absent)} ({len(absent)} months)", MENDS)]


def blanks(coverage: pl.DataFrame, what: str) -> list[Problem]:
    """A warning where a month has far more rows without an LSOA, which no area can be given, than usual."""
    monthly = coverage.group_by("month").agg(pl.col("rows", "blank_lsoa").sum()).sort("month")
    monthly = monthly.with_columns((pl.col("blank_lsoa") / pl.col("rows")).alias("share"))
    high = monthly.filter(pl.col("share") > MUCH_BLANK)
    if high.is_empty():
        return []
    worst = high.sort("share").row(-1, named=True)
    message = (
        f"{what}: more than {MUCH_BLANK:.0%} of the rows have no LSOA in {runs(high['month'].to_list())}, "
        f"{worst['share']:.1%} in {worst['month']}: they can be given to no area, which is undercounted"
    )
    mend = "Read changes that touch these months with care; the monthly share stands beside the figure."
    return [Problem("warning", "blank-lsoa", message, mend)]
