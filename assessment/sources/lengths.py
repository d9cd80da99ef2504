"""Texts that are too long for what they are: a name of ten thousand letters would fill every page that holds it."""

import polars as pl

from assessment.sources.base import Problem, Reading

LONGEST = 200  # letters of a name, a category, a unit, an answer
FREE = {"text", "note"}  # what people wrote, of which pages show little or nothing
MEND = "Give it a short name where the file was made."


def shortened(reading: Reading, name: str) -> list[Problem]:
    """Cut what is too long in the tables of a reading, at its end; a warning for each column in which something was."""
    found = []
    for table, frame in reading.tables.items():
        for column in filter(lambda one, frame=frame: _too_long(frame[one]), frame.columns):
            frame = frame.with_columns(_cut(column, frame.schema[column]))
            message = f"texts in '{column}' have more than {LONGEST} letters: they are cut there"
            found.append(Problem("warning", "long-texts", message, MEND, name, column=column))
        reading.tables[table] = frame
    return found


def _too_long(column: pl.Series) -> bool:
    if column.name in FREE or column.dtype not in (pl.String, pl.Categorical):
        return False
    told = column.unique().cast(pl.String) if column.dtype == pl.Categorical else column
    return (told.str.len_bytes().max() or 0) > LONGEST and told.str.len_chars().max() > LONGEST


def _cut(column: str, kind: pl.DataType) -> pl.Expr:
    text = pl.col(column).cast(pl.String)
    long = text.str.len_chars() > LONGEST
    return pl.when(long).then(text.str.slice(0, LONGEST - 1) + "…").otherwise(text).cast(kind).alias(column)
