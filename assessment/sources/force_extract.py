"""A force's own record-level extract: one row a recorded crime, with offence code, markers and age bands."""

import polars as pl

from assessment.sources import typed as kinds
from assessment.sources.base import Format, Problem, RawFile, Reading
from assessment.sources.marks import unmarked
from assessment.sources.simple import read_table
from assessment.sources.tables import MARKERS
from assessment.sources.typed import Column

NAME = "force_extract"
KEYS = ("victim_key", "place_key")
NAMELIKE = r"[\s@,]"  # as in a name, an address or an e-mail, and never in a pseudonym
COLUMNS = (
    Column("record", "record_number", kinds.text, required=True),
    Column("recorded", "recorded_date", kinds.date, required=True),
    Column("committed_from", "committed_from", kinds.date),
    Column("committed_to", "committed_to", kinds.date),
    Column("offence_code", "offence_code", kinds.text),
    Column("offence", "offence_description", kinds.text),
    Column("category", "offence_group", kinds.text, required=True),
    Column("subcategory", "offence_subgroup", kinds.text),
    Column("lsoa", "lsoa", kinds.lsoa),
    *(Column(name, name, kinds.flag) for name in MARKERS),
    Column("victim_age", "victim_age_band", kinds.text),
    Column("victim_sex", "victim_sex", kinds.text),
    Column("suspect_age", "suspect_age_band", kinds.text),
    Column("suspect_sex", "suspect_sex", kinds.text),
    *(Column(name, name, kinds.text) for name in KEYS),
)
NEEDS = ("record_number", "recorded_date", "offence_code", "offence_group", "offence_subgroup", "lsoa")


def read(raw: RawFile) -> Reading:
    """Read an extract. The month is that of recording; a marker that is empty is unknown, not `no`."""
    cells = unmarked(raw, COLUMNS)
    problems: list[Problem] = []
    reading = read_table(raw, "crime", COLUMNS, lambda frame: _with_month(_pseudonymous(frame, raw, problems)), cells)
    reading.problems += problems
    reading.months = sorted(reading.tables["crime"]["month"].unique())
    return reading


def _pseudonymous(frame: pl.DataFrame, raw: RawFile, problems: list[Problem]) -> pl.DataFrame:
    """Keys that look like names or addresses are not kept: a column of such keys is emptied, and that is told."""
    named = [name for name in KEYS if frame[name].str.contains(NAMELIKE).any()]
    for name in named:
        message = f"{name} holds blanks, commas or @ as names and addresses do; none of its keys was kept"
        mend = "Ask the force for keys that tell nobody who or where it was: a number, or a salted hash."
        problems.append(Problem("warning", "not-pseudonymous", message, mend, raw.name, None, name))
    return frame.with_columns(pl.lit(None, pl.String).alias(name) for name in named)


def _with_month(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.with_columns(pl.col("recorded").dt.strftime("%Y-%m").alias("month"), pl.lit(NAME).alias("source"))


FORMATS = (Format(NAME, NEEDS, read),)
