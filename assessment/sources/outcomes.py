"""data.police.uk: outcomes of crimes, each in the month in which it was decided."""

from assessment.sources import typed as kinds
from assessment.sources.base import Format, RawFile, Reading
from assessment.sources.simple import read_table
from assessment.sources.typed import Column

COLUMNS = (
    Column("crime_id", "crime_id", kinds.text),
    Column("month", "month", kinds.month, required=True),
    Column("outcome", "outcome_type", kinds.text, required=True),
    Column("lsoa", "lsoa_code", kinds.lsoa),
)
NEEDS = ("crime_id", "month", "falls_within", "lsoa_code", "outcome_type")


def read(raw: RawFile) -> Reading:
    """Read one month of one force's outcomes. A crime may have several; its authority follows from its LSOA later."""
    reading = read_table(raw, "outcomes", COLUMNS)
    reading.months = sorted(reading.tables["outcomes"]["month"].unique())
    return reading


FORMATS = (Format("police_uk_outcomes", NEEDS, read),)
