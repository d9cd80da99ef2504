"""Records of days that have not come yet: a slip of the keyboard, or a forecast that was sent as a count."""

import datetime
from collections.abc import Iterator, Mapping

import polars as pl

from assessment.problems import AHEAD
from assessment.sources.base import Problem
from assessment.sources.months import runs

DATED = {"crime": "month", "asb": "month", "outcomes": "month", "stops": "month", "cases": "date"}
DATED |= {"returns": "period_start", "recorded_crime": "year"}


def findings(tables: Mapping[str, pl.DataFrame], today: datetime.date) -> Iterator[Problem]:
    """A warning for each table with rows that begin after `today`."""
    for name, column in DATED.items():
        if name in tables:
            starts = _first_months(tables[name], column)
            later = starts.filter(starts > f"{today:%Y-%m}")
            if len(later):
                yield _told(name, len(later), later.unique().to_list())


def _first_months(table: pl.DataFrame, column: str) -> pl.Series:
    """The month of each row, or in which its period begins."""
    cells = table[column].drop_nulls()
    if cells.dtype == pl.Date:
        return cells.dt.strftime("%Y-%m")
    return cells.str.slice(0, 4) + "-04" if column == "year" else cells


def _told(name: str, count: int, months: list[str]) -> Problem:
    rows = "1 row" if count == 1 else f"{count:,} rows"
    message = f"{rows} of {name.replace('_', ' ')} of months that have not come yet: {runs(months)}"
    mend = "Mend the dates at their source; an edition leaves out what is recorded after its March."
    return Problem("warning", AHEAD, message, mend, tables=(name,), months=(min(months), max(months)))
