"""Texts that are too long for what they are: a name of ten thousand letters would fill every page that holds it."""

import polars as pl

from assessment.sources.base import Problem, Reading
from assessment.sources.sound import among, numbered

LONGEST = 200  # letters of a name, a category, a unit, an answer
SHORT = {0}  # the numbers of words that were found short before; 0 is none
FREE = {"text", "note"}  # what people wrote, of which pages show little or nothing
MEND = "Give it a short name where the file was made."


def shortened(reading: Reading, name: str) -> list[Problem]:
    """Cut what is too long in the tables of a reading, at its end; a warning for each column in which something was."""
    found = []
    for table, frame in reading.tables.items():
        for column in _too_long(frame):
            frame = frame.with_columns(_cut(column, frame.schema[column]))
            message = f"texts in '{column}' have more than {LONGEST} letters: they are cut there"
            found.append(Problem("warning", "long-texts", message, MEND, name, column=column))
        reading.tables[table] = frame
    return found


def _too_long(frame: pl.DataFrame) -> list[str]:
    """The columns in which a text is too long; words that were found short before are not looked at again."""
    names = [name for name in frame.columns if name not in FREE]
    texts = [name for name in names if frame.schema[name] == pl.String]
    most = frame.select(pl.col(texts).str.len_bytes().max().fill_null(0)).to_dicts() if texts else []
    long = {name for told in most for name in texts if told[name] > LONGEST and _long(frame[name])}
    for name, numbers in numbered(frame, [name for name in names if frame.schema[name] == pl.Categorical]).items():
        if not among(numbers, SHORT):
            words = frame[name].unique()
            if _long(words.cast(pl.String)):
                long.add(name)
            else:
                SHORT.update((words.to_physical() + 1).fill_null(0).to_list())
    return [name for name in names if name in long]


def _long(texts: pl.Series) -> bool:
    return (texts.str.len_chars().max() or 0) > LONGEST


def _cut(column: str, kind: pl.DataType) -> pl.Expr:
    text = pl.col(column).cast(pl.String)
    long = text.str.len_chars() > LONGEST
    return pl.when(long).then(text.str.slice(0, LONGEST - 1) + "…").otherwise(text).cast(kind).alias(column)
