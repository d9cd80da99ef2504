"""A force's own extracts over all their files: each record counted once, the rows of other areas left out."""

from collections.abc import Sequence

import polars as pl

from assessment.project import Area
from assessment.sources.base import Problem
from assessment.sources.force_months import ForceMonths
from assessment.sources.months import gaps
from assessment.sources.places import UNKNOWN, located
from assessment.sources.tables import conformed

IDENTIFIERS = {"crime": "record", "asb": "incident"}
WORDS = {"crime": "the crime extract", "asb": "the ASB extract"}


def extracts(table: str, frames: Sequence[pl.DataFrame], lies: pl.DataFrame, area: Area) -> ForceMonths:
    """Combine extracts of `crime` or `asb`. A row without an LSOA, or with an unknown one, is the area's."""
    identifier = IDENTIFIERS[table]
    rows = located(pl.concat(frames).drop("authority"), lies).sort("month", maintain_order=True)
    rows = rows.with_columns(repeat=pl.col(identifier).is_not_null() & ~pl.col(identifier).is_first_distinct())
    elsewhere = pl.col("authority").is_not_null() & ~pl.col("authority").is_in([UNKNOWN, *area.authorities])
    inside = rows.filter(~pl.col("repeat") & ~elsewhere.fill_null(False))
    if len(area.authorities) == 1:
        inside = inside.with_columns(authority=pl.lit(area.authorities[0]))
    coverage = _coverage(rows, table)
    tables = {table: conformed(inside, table), "coverage": coverage}
    return ForceMonths(tables, [*gaps(coverage, WORDS[table]), *_told(rows, elsewhere, WORDS[table])])


def _coverage(rows: pl.DataFrame, table: str) -> pl.DataFrame:
    told = rows.group_by("source", "month").agg(
        rows=pl.len(), blank_lsoa=pl.col("lsoa").null_count(), repeated=pl.col("repeat").sum()
    )
    return conformed(told.with_columns(kind=pl.lit(table), note=pl.lit("")).sort("month"), "coverage")


def _told(rows: pl.DataFrame, elsewhere: pl.Expr, what: str) -> list[Problem]:
    """What to know of the rows: repeats, places elsewhere, places that no look-up knows."""
    repeats, away = rows["repeat"].sum(), rows.filter(elsewhere).height
    unknown = rows.filter(pl.col("authority") == UNKNOWN).height
    problems = []
    if repeats:
        message = f"{what}: {repeats:,} rows repeat a record's number; each record counts once, in its first month"
        problems.append(Problem("warning", "repeated-ids", message, "Ask the force why a number comes twice."))
    if away:
        message = f"{what}: rows of other authorities, left out: {away:,}"
        problems.append(Problem("warning", "outside-area", message, "Ask for an extract of the area alone."))
    if unknown and unknown < rows.height:
        message = f"{what}: rows with an LSOA that no look-up here knows, counted for the area: {unknown:,}"
        problems.append(Problem("warning", "unknown-lsoa", message, "Add a look-up of LSOAs to authorities."))
    return problems
