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
    message = f"{what}: no rows for {runs(absent)} ({len(absent)} months)"
    span = (absent[0], absent[-1])
    return [Problem("warning", "missing-months", message, MENDS, tables=touched(coverage), months=span)]


def touched(coverage: pl.DataFrame) -> tuple[str, ...]:
    """The tables of records that some coverage is of."""
    return tuple(coverage["kind"].unique().sort())


def headers(copies: pl.DataFrame) -> list[Problem]:
    """Whether all files of street rows have one header, and whether anything stands in the column that is not read."""
    files = copies.unique(["source", "member"])
    different, filled, empty = files["header"].n_unique(), files["contexts"].sum(), files["contexts"].null_count()
    count = f"{files.height} file{'' if files.height == 1 else 's'}"
    columns = files["header"][0].count(",") + 1
    message = f"the header is the same {columns} columns in all {count}"
    if different > 1:
        message = f"{count} have {different} different headers; every column that is read is in each of them"
    if not empty:
        context = f"is filled in {filled:,} rows and not read" if filled else "is empty in every row"
        message += f"; Context {context}"
    mend = "Nothing needs mending: columns are read by their names."
    return [Problem("information", "street-headers", message, mend, tables=("crime", "asb"))]


def blanks(coverage: pl.DataFrame, what: str) -> list[Problem]:
    """A warning where a month has far more rows without an LSOA, which no area can be given, than usual."""
    monthly = shares(coverage)
    high = monthly.filter(pl.col("share") > MUCH_BLANK)
    if high.is_empty():
        return []
    least, worst = (monthly.sort("share").row(place, named=True) for place in (0, -1))
    crimes = shares(coverage.filter(pl.col("kind") == "crime"))["share"].max()
    alone = f" ({crimes:.1%} of its crimes alone)" if crimes and crimes > worst["share"] else ""
    message = (
        f"{what}: rows without an LSOA are {least['share']:.1%} in {least['month']} and {worst['share']:.1%} in "
        f"{worst['month']}{alone}, {monthly['share'].median():.1%} in the median month, and more than "
        f"{MUCH_BLANK:.0%} in {runs(high['month'].to_list())}: they can be given to no area, which is "
        f"undercounted, and a rise in their share looks like a fall in crime"
    )
    mend = "Read changes that touch these months with care; the monthly share stands beside the figure."
    span = (high["month"].min(), high["month"].max())
    return [Problem("warning", "blank-lsoa", message, mend, tables=("crime", "district_months"), months=span)]


def shares(coverage: pl.DataFrame) -> pl.DataFrame:
    """By month `rows`, `blank_lsoa` and the `share` (0 to 1) of the rows that have no LSOA."""
    monthly = coverage.group_by("month").agg(pl.col("rows", "blank_lsoa").sum()).sort("month")
    return monthly.with_columns((pl.col("blank_lsoa") / pl.col("rows")).alias("share"))
