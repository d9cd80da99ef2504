"""The Crime Severity Score that the Office for National Statistics publishes by authority."""

import re

import polars as pl

from assessment.sources import typed as kinds
from assessment.sources.base import Format, RawFile, Reading, find
from assessment.sources.simple import read_table
from assessment.sources.typed import Column

CODE = r"(?:ltla|lad)(\d\d)_?(?:code|cd)"


def read(raw: RawFile) -> Reading:
    """Read the scores. The districts' year is the March that ends the period: ltla23 is 2022/23."""
    code = find(raw, CODE)
    march = int(re.fullmatch(CODE, code)[1])
    period = pl.lit(f"20{march - 1:02d}/{march:02d}").alias("period")
    columns = [Column("authority", code, kinds.code, required=True), Column("score", "css", kinds.amount)]
    reading = read_table(raw, "severity_scores", columns, lambda frame: frame.with_columns(period))
    reading.release = f"20{march - 1:02d}/{march:02d}"
    return reading


def recognise(raw: RawFile) -> bool:
    """An authority's code and `css`."""
    return bool(find(raw, CODE)) and "css" in raw.columns


FORMATS = (Format("severity_scores", ("ltla23_code", "css"), read, recognise),)
