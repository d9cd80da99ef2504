"""A partnership's returns: a part of a year among whole ones, and values that their own numerators contradict."""

from collections.abc import Iterator, Mapping

import polars as pl

from assessment.sources.base import Problem

HALF = r"(?i)half[- ]year|six months|6 months|first half|q1 (and|to|-) q2|april to september"
YEAR = 360  # days: a period as long as that is offered as a year
UNITS = {"percent": 100.0, "share": 1.0, "ratio": 1.0}
RATES = r"(?:share|rate)$"
LISTED = 3


def findings(tables: Mapping[str, pl.DataFrame]) -> Iterator[Problem]:
    """What to know of the rows of returns."""
    table = tables.get("returns")
    if table is None:
        return
    lengths = table.with_columns(days=(pl.col("period_end") - pl.col("period_start")).dt.total_days() + 1)
    yield from part_years(lengths)
    yield from half_years(lengths)
    yield from contradicted(table)
    yield from stale_denominators(table)


def part_years(table: pl.DataFrame) -> Iterator[Problem]:
    """Rows of less than a year where the same measure has rows of whole years."""
    longest = pl.col("days").max().over("measure", "area")
    part = table.filter(pl.col("days").is_between(32, YEAR - 1) & (longest >= YEAR)).sort("measure", "period_start")
    if part.height:
        told = _periods(part)
        message = f"{_rows(part.height)} of less than a year among yearly ones: {told}"
        mend = "Each is shown with its own period and compared with no whole year."
        yield Problem("warning", "part-year", message, mend, tables=("returns",))


def half_years(table: pl.DataFrame) -> Iterator[Problem]:
    """Rows whose period is a year and whose note says half a year."""
    half = table.filter((pl.col("days") >= YEAR) & pl.col("note").str.contains(HALF)).sort("measure", "period_start")
    if half.height:
        told = _periods(half)
        message = f"{_rows(half.height)} offered as a year whose note speaks of half a year: {told}"
        yield Problem("warning", "half-year", message, "Put the true end of the period in.", tables=("returns",))


def contradicted(table: pl.DataFrame) -> Iterator[Problem]:
    """Shares and rates that are not their numerator by their denominator, as they are rounded."""
    rated = table.drop_nulls(["value", "numerator", "denominator"]).filter(pl.col("denominator") > 0)
    rated = rated.filter(pl.col("measure").str.contains(RATES) & pl.col("unit").is_in(list(UNITS)))
    scale = pl.col("unit").replace_strict(UNITS, return_dtype=pl.Float64)
    rated = rated.with_columns(scale=scale, computed=scale * pl.col("numerator") / pl.col("denominator"))
    wrong = rated.filter((pl.col("value") - pl.col("computed")).abs() > 0.006 * pl.col("scale")).sort("measure")
    if wrong.height:
        values = wrong.select("measure", "value", "computed").iter_rows()
        told = _listed([f"{measure} {value:g} against {computed:.1f}" for measure, value, computed in values])
        message = f"{_rows(wrong.height)} with a value that is not its numerator by its denominator: {told}"
        yield Problem("warning", "contradicted-value", message, "Ask the sender which is right.", tables=("returns",))


def stale_denominators(table: pl.DataFrame) -> Iterator[Problem]:
    """Measures whose denominator is the same in every one of three or more years while the numerator moves."""
    filled = table.drop_nulls(["numerator", "denominator"]).filter(pl.col("numerator") != pl.col("denominator"))
    told = filled.group_by("measure", "area").agg(
        pl.col("period_start").n_unique().alias("periods"),
        pl.col("numerator", "denominator").n_unique(),
        pl.col("denominator").first().alias("same"),
    )
    still = (pl.col("periods") >= 3) & (pl.col("denominator") == 1) & (pl.col("numerator") > 1)
    stale = told.filter(still).sort("measure")
    if stale.height:
        listed = _listed([f"{r['measure']} ({r['same']:,.0f})" for r in stale.iter_rows(named=True)])
        message = f"the same denominator in every period while the numerator changes: {listed}"
        mend = "Ask for the denominators of the years themselves: these are of another year than the numerators."
        yield Problem("warning", "stale-denominator", message, mend, tables=("returns",))


def _periods(rows: pl.DataFrame) -> str:
    told = rows.select("measure", "period_start", "period_end").iter_rows()
    return _listed([f"{measure} {start} to {end}" for measure, start, end in told])


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count:,} rows"


def _listed(items: list[str]) -> str:
    """The first few, and how many more there are."""
    more = f" and {len(items) - LISTED} more" if len(items) > LISTED else ""
    return ", ".join(items[:LISTED]) + more
