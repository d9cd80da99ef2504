"""Figures that a publisher prints about the area, one a row, each with its address."""

from assessment.sources import typed as kinds
from assessment.sources.base import Format, RawFile, Reading
from assessment.sources.simple import read_table
from assessment.sources.typed import Column

COLUMNS = (
    Column("topic", "topic", kinds.text, required=True),
    Column("measure", "measure", kinds.text, required=True),
    Column("area", "area", kinds.text, required=True),
    Column("period", "period", kinds.text, required=True),
    Column("value", "value", kinds.number),
    Column("unit", "unit", kinds.text),
    Column("comparator_england", "comparator_england", kinds.number),
    Column("source_url", "source_url", kinds.text),
    Column("note", "note", kinds.text),
)


def read(raw: RawFile) -> Reading:
    """Read the figures as they are printed."""
    return read_table(raw, "published", COLUMNS)


FORMATS = (Format("published_figures", ("topic", "measure", "area", "period", "value", "source_url"), read),)
