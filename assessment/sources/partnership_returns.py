"""A partnership's tidy return: one row a measure, area and period, for what no publisher gives."""

import polars as pl

from assessment.sources import typed as kinds
from assessment.sources.base import REJECTS, Format, RawFile, Reading
from assessment.sources.simple import read_table
from assessment.sources.typed import Column

TABLE = "returns"
COLUMNS = (
    Column("measure", "measure", kinds.text, required=True),
    Column("area", "area", kinds.text, required=True),
    Column("period_start", "period_start", kinds.date, required=True),
    Column("period_end", "period_end", kinds.date, required=True),
    Column("value", "value", kinds.number),
    Column("unit", "unit", kinds.text),
    Column("numerator", "numerator", kinds.number),
    Column("denominator", "denominator", kinds.number),
    Column("note", "note", kinds.text),
)


def read(raw: RawFile) -> Reading:
    """Read a return. A row whose period ends before it starts is set aside; a value may be missing."""
    backwards: list[pl.DataFrame] = []

    def forwards(frame: pl.DataFrame) -> pl.DataFrame:
        wrong = pl.col("period_end") < pl.col("period_start")
        backwards.append(frame.filter(wrong))
        return frame.filter(~wrong)

    reading = read_table(raw, TABLE, COLUMNS, forwards)
    reading.rows_kept = reading.tables[TABLE].height
    reading.rejects = pl.concat([reading.rejects, _rejects(raw.name, backwards[0])])
    starts, ends = reading.tables[TABLE]["period_start"], reading.tables[TABLE]["period_end"]
    reading.release = f"{starts.min()} to {ends.max()}" if len(starts) else ""
    return reading


def _rejects(name: str, frame: pl.DataFrame) -> pl.DataFrame:
    reason = pl.lit("the period ends before it starts").alias("reason")
    return frame.select(pl.lit(name).alias("file"), "line", pl.lit("period_end").alias("column"), reason).cast(REJECTS)


FORMATS = (Format("partnership_returns", ("measure", "area", "period_start", "period_end", "value"), read),)
