"""Rows without a number of their own, over several files: what came twice in two downloads counts once."""

from collections.abc import Sequence

import polars as pl

from assessment.project import Area
from assessment.sources.base import Problem
from assessment.sources.force_months import ForceMonths
from assessment.sources.months import runs
from assessment.sources.places import located
from assessment.sources.tables import conformed


def once(frames: Sequence[pl.DataFrame]) -> tuple[pl.DataFrame, int]:
    """The rows of all files together, and how many were left out for being in more than one.

    Rows that are alike in one file are as many things, such as two people searched at once; of rows that are alike
    in several files the file with the most of them holds.
    """
    columns = frames[0].columns
    every = pl.concat(frame.with_columns(place=pl.lit(place, pl.Int32)) for place, frame in enumerate(frames))
    alike = every.with_columns(nth=pl.int_range(pl.len()).over(*columns, "place"))
    kept = alike.unique([*columns, "nth"], keep="first", maintain_order=True)
    return kept.select(columns), every.height - kept.height


def outcomes(frames: Sequence[pl.DataFrame], lies: pl.DataFrame, area: Area) -> ForceMonths:
    """The outcomes of the area's crimes, chosen by LSOA; how many rows have none is told."""
    rows, twice = once(frames)
    rows = located(rows.drop("authority"), lies)
    inside = conformed(rows.filter(pl.col("authority").is_in(area.authorities)), "outcomes")
    message = (
        f"outcomes, {_span(rows)}: {rows.height:,} rows, {inside.height:,} of them of {area.name}; "
        f"{rows['lsoa'].null_count():,} have no LSOA and are counted for no area{_twice(twice)}"
    )
    return ForceMonths({"outcomes": inside}, [Problem("information", "outcomes", message)])


def stops(frames: Sequence[pl.DataFrame], lies: pl.DataFrame, area: Area) -> ForceMonths:
    """The searches of the force; those without coordinates, which nothing can place, are counted and told of."""
    rows, twice = once(frames)
    blank = rows.filter(pl.col("longitude").is_null() | pl.col("latitude").is_null()).height
    message = (
        f"stop and search, {_span(rows)}: {blank:,} of {rows.height:,} searches have no coordinates; all are the whole "
        f"force's, for they name no LSOA, and their times, which come in UTC, are those of the clock{_twice(twice)}"
    )
    return ForceMonths({"stops": rows}, [Problem("information", "blank-coordinates", message)])


def cases(frames: Sequence[pl.DataFrame], lies: pl.DataFrame, area: Area) -> ForceMonths:
    """The steps of all registers; a register that is there twice counts once, which is told."""
    rows, twice = once(frames)
    message = f"cases: {twice:,} steps that another file has too are counted once"
    return ForceMonths({"cases": rows}, [Problem("information", "repeated-steps", message)] if twice else [])


RECORDS = {"outcomes": outcomes, "stops": stops, "cases": cases}


def _span(rows: pl.DataFrame) -> str:
    return runs(rows["month"].unique().to_list()) or "no month"


def _twice(count: int) -> str:
    return f"; {count:,} rows that another file has too are counted once" if count else ""
