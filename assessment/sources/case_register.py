"""A register of tools and powers: one row a step of a case, such as a warning, an agreement or an order."""

import polars as pl

from assessment.sources import typed as kinds
from assessment.sources.base import Format, Problem, RawFile, Reading
from assessment.sources.simple import read_table
from assessment.sources.typed import Column

COLUMNS = (
    Column("case", "case", kinds.text, required=True),
    Column("step", "step", kinds.text, required=True),
    Column("date", "date", kinds.date, required=True),
    Column("measure", "measure", kinds.text),
)


def read(raw: RawFile) -> Reading:
    """Read a register. A case's steps stand in the order in which they were taken; where the dates say otherwise,
    that is told and nothing is changed."""
    problems: list[Problem] = []

    def ordered(frame: pl.DataFrame) -> pl.DataFrame:
        problems.extend(_backwards(frame, raw.name))
        return frame

    reading = read_table(raw, "cases", COLUMNS, ordered)
    reading.problems += problems
    days = reading.tables["cases"]["date"]
    reading.release = f"{days.min()} to {days.max()}" if len(days) else ""
    return reading


def _backwards(frame: pl.DataFrame, name: str) -> list[Problem]:
    """A warning where a step is dated before one that stands above it in the same case."""
    latest = pl.col("date").cum_max().over("case")
    wrong = frame.filter(pl.col("date") < latest)
    if wrong.is_empty():
        return []
    steps = "1 step is" if wrong.height == 1 else f"{wrong.height:,} steps are"
    cases, every = wrong["case"].n_unique(), frame["case"].n_unique()
    message = f"{steps} dated before an earlier step of the same case ({cases:,} of {every:,} cases)"
    mend = "Put each case's rows in the order of its steps, or ask whoever keeps the register for the right dates."
    return [Problem("warning", "steps-backwards", message, mend, name, wrong["line"][0], "date")]


FORMATS = (Format("case_register", ("case", "step", "date"), read),)
