"""data.police.uk: stop and search, its times in UTC made those of the clock in London, its blanks left blank."""

import polars as pl

from assessment.sources import typed as kinds
from assessment.sources.base import Format, RawFile, Reading
from assessment.sources.simple import read_table
from assessment.sources.typed import Column

# As far as the United Kingdom reaches, in degrees; a place beyond it is a mistake.
LONGITUDE, LATITUDE = kinds.within(-9.5, 2.5, "a longitude in the UK"), kinds.within(49.0, 61.5, "a latitude in the UK")
COLUMNS = (
    Column("at", "date", kinds.instant, required=True),
    Column("type", "type", kinds.text, required=True),
    Column("age", "age_range", kinds.text),
    Column("sex", "gender", kinds.text),
    Column("ethnicity_self_defined", "self_defined_ethnicity", kinds.text),
    Column("ethnicity_officer_defined", "officer_defined_ethnicity", kinds.text),
    Column("legislation", "legislation", kinds.text),
    Column("object", "object_of_search", kinds.text),
    Column("outcome", "outcome", kinds.text),
    Column("linked", "outcome_linked_to_object_of_search", kinds.flag),
    Column("longitude", "longitude", LONGITUDE),
    Column("latitude", "latitude", LATITUDE),
)
NEEDS = ("type", "date", "part_of_a_policing_operation", "legislation", "object_of_search", "outcome")


def read(raw: RawFile) -> Reading:
    """Read searches. `month`, `date` and `time` are local: 23:15 UTC on 30 September is 00:15 on 1 October."""
    reading = read_table(raw, "stops", COLUMNS, _local)
    reading.months = sorted(reading.tables["stops"]["month"].unique())
    return reading


def _local(frame: pl.DataFrame) -> pl.DataFrame:
    local = pl.col("at").dt.convert_time_zone("Europe/London")
    return frame.with_columns(
        local.dt.strftime("%Y-%m").alias("month"),
        local.dt.date().alias("date"),
        local.dt.strftime("%H:%M").alias("time"),
    )


FORMATS = (Format("police_uk_stop_and_search", NEEDS, read),)
