"""A force's own extract of antisocial behaviour: one row an incident. It is never crime."""

import polars as pl

from assessment.sources import typed as kinds
from assessment.sources.base import Format, RawFile, Reading
from assessment.sources.marks import unmarked
from assessment.sources.simple import read_table
from assessment.sources.typed import Column

NAME = "asb_extract"
COLUMNS = (
    Column("incident", "incident_number", kinds.text, required=True),
    Column("recorded", "recorded_date", kinds.date, required=True),
    Column("type", "type", kinds.text),
    Column("youth", "youth", kinds.flag),
    Column("lsoa", "lsoa", kinds.lsoa),
)


def read(raw: RawFile) -> Reading:
    """Read an extract of ASB incidents; the month is that of recording."""
    reading = read_table(raw, "asb", COLUMNS, _with_month, unmarked(raw, COLUMNS))
    reading.months = sorted(reading.tables["asb"]["month"].unique())
    return reading


def _with_month(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.with_columns(
        pl.col("recorded").dt.strftime("%Y-%m").alias("month"),
        pl.col("type").str.to_titlecase(),
        pl.lit(NAME).alias("source"),
    )


FORMATS = (Format(NAME, ("incident_number", "recorded_date", "type", "lsoa"), read),)
