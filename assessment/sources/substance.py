"""Deaths from drug poisoning by authority (wide or long, or by substance), and the ONS Health Index."""

import re

from assessment.sources import typed as kinds
from assessment.sources.base import Format, Problem, RawFile, Reading, find
from assessment.sources.simple import counted, read_table
from assessment.sources.tables import conformed
from assessment.sources.text import rows
from assessment.sources.typed import Column, typed

YEAR = r"(19|20)\d\d"
DISTRICT = r"(ltla|lad)\d\d_?(code|cd)"


def read_deaths(raw: RawFile) -> Reading:
    """Read the long form: a row an authority and year of registration."""
    columns = [
        Column("authority", "code", kinds.code, required=True),
        Column("name", "name", kinds.text),
        Column("year", "year_registered", kinds.year, required=True),
        Column("deaths", "deaths", kinds.count),
    ]
    return _with_years(read_table(raw, "drug_deaths", columns))


def read_deaths_wide(raw: RawFile) -> Reading:
    """Read the published form: a row an area, a column a year of registration."""
    years = [name for name in raw.columns if re.fullmatch(YEAR, name)]
    found = rows(raw)
    kept = typed(
        found,
        [
            Column("authority", "code", kinds.code, required=True),
            Column("name", "name", kinds.text),
            *(Column(year, year, kinds.count) for year in years),
        ],
    )
    long = kept.frame.unpivot(years, index=["authority", "name"], variable_name="year", value_name="deaths")
    tables = {"drug_deaths": conformed(long.drop_nulls("deaths"), "drug_deaths")}
    return _with_years(Reading(tables, found.read, kept.frame.height, kept.rejects))


def read_by_substance(raw: RawFile) -> Reading:
    """Deaths by substance and region: counted, and said to be unused."""
    reading = counted(raw)
    reading.problems.append(Problem("information", "not-used", "recognised, not used yet", file=raw.name))
    return reading


def read_health_index(raw: RawFile) -> Reading:
    """Read the indicators of the Health Index by authority and year."""
    columns = [
        Column("authority", find(raw, DISTRICT), kinds.code, required=True),
        Column("year", "year", kinds.year, required=True),
        Column("indicator", "indicator", kinds.text, required=True),
        Column("value", "value", kinds.number),
    ]
    return _with_years(read_table(raw, "health_index", columns))


def _with_years(reading: Reading) -> Reading:
    (frame,) = reading.tables.values()
    years = frame["year"]
    reading.release = f"{years.min()} to {years.max()}" if frame.height else ""
    return reading


FORMATS = (
    Format("drug_deaths", ("code", "name", "year_registered", "deaths"), read_deaths),
    Format(
        "drug_deaths",
        ("code", "name"),
        read_deaths_wide,
        lambda raw: {"code", "name"} <= set(raw.columns) and len([c for c in raw.columns if re.fullmatch(YEAR, c)]) > 1,
    ),
    Format(
        "drug_deaths_by_substance",
        ("year_of_death_registration", "usual_residence_code", "substance", "deaths"),
        read_by_substance,
    ),
    Format(
        "health_index",
        ("ltla21_code", "year", "indicator", "value"),
        read_health_index,
        lambda raw: bool(find(raw, DISTRICT)) and {"year", "indicator", "value"} <= set(raw.columns),
    ),
)
