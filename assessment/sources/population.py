"""Residents: mid-year estimates by authority and LSOA, censuses of 2011 and 2021; and who is there by day."""

import re

import polars as pl

from assessment.sources import typed as kinds
from assessment.sources.base import Format, RawFile, Reading, find
from assessment.sources.simple import read_table
from assessment.sources.tables import TABLES
from assessment.sources.typed import Column

LSOA = r"lsoa(11|21)_?(code|cd)"
CENSUS = r"census(2011|2021)_usual_residents"
WORKDAY = r"census(2011|2021)_workday_population"
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
    columns, year = _by_lsoa(raw, "residents", CENSUS)
    vintage = _vintage(find(raw, LSOA))
    return _with(raw, "population_lsoa", columns, lsoa_vintage=vintage, year=year, basis=f"Census {year}")


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


def read_workday(raw: RawFile) -> Reading:
    """Read who is in each LSOA on a working day; a table of its own, so that nobody takes it for residents."""
    columns, year = _by_lsoa(raw, "people", WORKDAY)
    return _with(raw, "population_workday", columns, year=year, basis=f"Workday population {year}")


def _by_lsoa(raw: RawFile, name: str, counted: str) -> tuple[list[Column], int]:
    """The columns of what a census counted by LSOA, and the year of that census."""
    found = find(raw, counted)
    columns = [
        Column("lsoa", find(raw, LSOA), kinds.lsoa, required=True),
        Column(name, found, kinds.count, required=True),
    ]
    return columns, int(re.fullmatch(counted, found)[1])


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
    Format(
        "workday_population",
        ("lsoa11_code", "census2011_workday_population"),
        read_workday,
        lambda raw: bool(find(raw, LSOA) and find(raw, WORKDAY)),
    ),
)
