"""data.police.uk: street-level crime and antisocial behaviour; outcomes and searches are recognised only."""

import zlib

import polars as pl

from assessment.sources import typed as kinds
from assessment.sources.base import Format, Problem, RawFile, Reading
from assessment.sources.simple import counted
from assessment.sources.tables import conformed
from assessment.sources.text import rows
from assessment.sources.typed import Column, typed

STREET = "police_uk_street"
ASB = "Anti-social behaviour"
COLUMNS = (
    Column("record", "crime_id", kinds.text),
    Column("month", "month", kinds.month, required=True),
    Column("category", "crime_type", kinds.text, required=True),
    Column("lsoa", "lsoa_code", kinds.lsoa),
    Column("lsoa_name", "lsoa_name", kinds.text),
    Column("outcome", "last_outcome_category", kinds.text),
    Column("force", "falls_within", kinds.text, required=True),
)


def read_street(raw: RawFile) -> Reading:
    """Read one month of one force: a row an offence or ASB incident, in the file's order.

    The district's name is the LSOA's without its last word. Repeats stay: to find them takes every month of
    the force. `street_months` says which months came in which member, to know again one that came twice.
    """
    found = rows(raw)
    kept = typed(found, COLUMNS)
    frame = kept.frame.with_columns(
        pl.lit(raw.name).alias("member"),
        pl.col("lsoa_name").str.replace(r" \S+$", "").alias("district"),
    )
    content = pl.lit(f"{zlib.crc32(raw.data):08x}-{len(raw.data)}").alias("content")
    months = frame.group_by("force", "month", "member").agg(rows=pl.len()).with_columns(content)
    return Reading(
        tables={"street": conformed(frame, "street"), "street_months": conformed(months, "street_months")},
        rows_read=found.read,
        rows_kept=frame.height,
        rejects=kept.rejects,
        months=sorted(frame["month"].unique()),
    )


def _not_used(raw: RawFile) -> Reading:
    """Outcomes and stop and search: counted, and said to be unused."""
    reading = counted(raw)
    message = "recognised, not used yet"
    reading.problems.append(Problem("information", "not-used", message, file=raw.name))
    return reading


FORMATS = (
    Format(
        STREET,
        (
            "crime_id",
            "month",
            "falls_within",
            "lsoa_code",
            "lsoa_name",
            "crime_type",
            "last_outcome_category",
        ),
        read_street,
    ),
    Format("police_uk_outcomes", ("crime_id", "month", "falls_within", "lsoa_code", "outcome_type"), _not_used),
    Format(
        "police_uk_stop_and_search",
        ("type", "date", "part_of_a_policing_operation", "legislation", "object_of_search", "outcome"),
        _not_used,
    ),
)
