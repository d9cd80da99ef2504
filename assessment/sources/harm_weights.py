"""Days of harm for each kind of crime: the workbook's versioned table, and the Cambridge index."""

import polars as pl

from assessment.sources import typed as kinds
from assessment.sources.base import Format, Problem, RawFile, Reading
from assessment.sources.simple import read_table
from assessment.sources.typed import Column

CAMBRIDGE = "Cambridge Crime Harm Index, February 2026"
LEVELS = ("offence_code", "subcategory", "category")


def _level(cell: pl.Series) -> pl.Series:
    return kinds.matching(cell, f"^({'|'.join(LEVELS)})$")


kinds.WORDS[_level] = "one of " + ", ".join(LEVELS)
VERSIONED = (
    Column("version", "version", kinds.text, required=True),
    Column("level", "level", _level, required=True),
    Column("key", "key", kinds.text, required=True),
    Column("harm_category", "harm_category", kinds.text, required=True),
    Column("days", "days", kinds.amount, required=True),
    Column("days_low", "days_low", kinds.amount),
    Column("days_high", "days_high", kinds.amount),
    Column("illustrative", "illustrative", kinds.flag),
)


def read(raw: RawFile) -> Reading:
    """Read weights with their version. `level` says which column of a crime `key` is matched with."""
    illustrative = pl.col("illustrative").fill_null(False)
    reading = read_table(raw, "harm_weights", VERSIONED, lambda frame: frame.with_columns(illustrative))
    reading.release = ", ".join(sorted(reading.tables["harm_weights"]["version"].unique()))
    return reading


def read_subgroups(raw: RawFile) -> Reading:
    """Read the median days of each Home Office subgroup."""
    return _cambridge(raw, "subcategory", "prc_subgroup", days="cchi_days")


def read_distribution(raw: RawFile) -> Reading:
    """Read the median, least and most days of each Home Office subgroup."""
    return _cambridge(raw, "subcategory", "prc_subgroup", "median_days", "min_days", "max_days")


def read_categories(raw: RawFile) -> Reading:
    """Read one weight for each category of police.uk, mixed in the proportions of one force."""
    reading = _cambridge(raw, "category", "crime_type", days="cchi_days")
    message = "weights by police.uk category hold for the mix of offences of the force that they were made for"
    reading.problems.append(Problem("information", "mixed-weights", message, file=raw.name))
    return reading


def _cambridge(raw: RawFile, level: str, key: str, days: str, low: str = "", high: str = "") -> Reading:
    columns = [
        Column("key", key, kinds.text, required=True),
        Column("days", days, kinds.amount, required=True),
        Column("days_low", low, kinds.amount),
        Column("days_high", high, kinds.amount),
    ]
    fixed = {"version": CAMBRIDGE, "level": level, "illustrative": False}
    constants = [pl.lit(value).alias(name) for name, value in fixed.items()]
    same_name = pl.col("key").alias("harm_category")
    reading = read_table(raw, "harm_weights", columns, lambda frame: frame.with_columns(*constants, same_name))
    reading.release = CAMBRIDGE
    return reading


FORMATS = (
    Format("harm_weights", ("version", "level", "key", "harm_category", "days"), read),
    Format("harm_weights", ("prc_subgroup", "cchi_days"), read_subgroups),
    Format("harm_weights", ("force", "crime_type", "cchi_days"), read_categories),
    Format("harm_distribution", ("prc_subgroup", "min_days", "median_days", "max_days"), read_distribution),
)
