"""Residents: mid-year estimates by authority and LSOA, and those of the censuses of 2011 and 2021."""

import re

import polars as pl

from assessment.sources import typed as kinds
from assessment.sources.base import Format, RawFile, Reading, find
from assessment.sources.simple import read_table
from assessment.sources.tables import TABLES
from assessment.sources.typed import Column

LSOA = r"lsoa(11|21)_?(code|cd)"
CENSUS = r"census(2011|2021)_usual_residents"
BANDS = tuple(name for name in TABLES["population"] if name.startswith("age_"))
ESTIMATE = "mid-year estimate"
PEOPLE = kinds.between(1, 100_000_000)  # of an authority: a nought stands for a number that was not known


def read_authority(raw: RawFile) -> Reading:
    """Read mid-year estimates by authority. Those up to 2020 were made before the census of 2021."""
    columns = [
        Column("authority", "code", kinds.code, required=True),
        Column("name", "name", kinds.text),
        Column("year", "year", kinds.year, required=True),
        Column("residents", "total_population", PEOPLE, required=True),
        *(Column(band, band, kinds.count) for band in BANDS),
    ]
    return _with(raw, "population", columns, basis=ESTIMATE)


def read_lsoa(raw: RawFile) -> Reading:
    """Read mid-year estimates by LSOA."""
    named = find(raw, LSOA)
    columns = [
        Column("lsoa", named, kinds.lsoa, required=True),
        Column("year", "year", kinds.year, required=True),
        Column("residents", "total_population", kinds.count, required=True),
    ]
    return _with(raw, "population_lsoa", columns, lsoa_vintage=_vintage(named), basis=ESTIMATE)


def read_census_lsoa(raw: RawFile) -> Reading:
    """Read the residents that a census found in each LSOA."""
    named, counted = find(raw, LSOA), find(raw, CENSUS)
    columns = [
        Column("lsoa", named, kinds.lsoa, required=True),
        Column("residents", counted, kinds.count, required=True),
    ]
    year = int(re.fullmatch(CENSUS, counted)[1])
    return _with(raw, "population_lsoa", columns, lsoa_vintage=_vintage(named), year=year, basis=f"Census {year}")


def read_census_authority(raw: RawFile) -> Reading:
    """Read the residents that a census found in each authority."""
    counted = find(raw, CENSUS)
    columns = [
        Column("authority", "code", kinds.code, required=True),
        Column("name", "name", kinds.text),
        Column("residents", counted, PEOPLE, required=True),
    ]
    year = int(re.fullmatch(CENSUS, counted)[1])
    return _with(raw, "population", columns, year=year, basis=f"Census {year}")


def _with(raw: RawFile, table: str, columns: list[Column], **fixed: object) -> Reading:
    """Read the columns and add what is the same in every row; the release names basis and years."""
    constants = [pl.lit(value).alias(name) for name, value in fixed.items()]
    reading = read_table(raw, table, columns, lambda frame: frame.with_columns(constants))
    years = reading.tables[table]["year"].unique().sort().to_list()
    span = f" {years[0]} to {years[-1]}" if len(years) > 1 else f" {years[0]}" if years else ""
    reading.release = fixed["basis"] if "year" in fixed else f"{fixed['basis']}{span}"
    return reading


def _vintage(named: str) -> int:
    return 2000 + int(re.fullmatch(LSOA, named)[1])


FORMATS = (
    Format("population_authority", ("code", "name", "year", "total_population"), read_authority),
    Format(
        "population_lsoa",
        ("lsoa11_code", "year", "total_population"),
        read_lsoa,
        lambda raw: bool(find(raw, LSOA)) and {"year", "total_population"} <= set(raw.columns),
    ),
    Format(
        "census_residents",
        ("lsoa21_code", "census2021_usual_residents"),
        read_census_lsoa,
        lambda raw: bool(find(raw, LSOA) and find(raw, CENSUS)),
    ),
    Format(
        "census_residents",
        ("code", "name", "census2021_usual_residents"),
        read_census_authority,
        lambda raw: "code" in raw.columns and bool(find(raw, CENSUS)),
    ),
)
