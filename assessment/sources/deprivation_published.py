"""Deprivation as published for whole authorities: the summaries of a release, or a long table of ranks."""

import re

import polars as pl

from assessment.sources import typed as kinds
from assessment.sources.base import REJECTS, Format, RawFile, Reading, find, plain
from assessment.sources.deprivation import DISTRICT_YEARS, HEADINGS
from assessment.sources.simple import read_table
from assessment.sources.tables import conformed
from assessment.sources.text import rows
from assessment.sources.typed import Column, typed

CODE = r"local_authority_district_code_(\d{4})|ltla(\d\d)_code"
SHARE = re.compile(r"(?:\w+_)?(?:proportion_decile_1|extent)")
share = kinds.within(0, 1, "a share from 0 to 1")
LONG = (
    Column("release", "release", kinds.text, required=True),
    Column("authority", "authority_code", kinds.code, required=True),
    Column("authority_name", "authority_name", kinds.text),
    Column("measure", "measure", kinds.text, required=True),
    Column("value", "value", kinds.number),
)


def read_long(raw: RawFile) -> Reading:
    """Read a long table: release, authority, measure, value. A share outside 0 to 1 is set aside."""
    percent: list[pl.DataFrame] = []

    def shares(frame: pl.DataFrame) -> pl.DataFrame:
        known = frame["measure"].map_elements(_is_share, pl.Boolean)
        wrong = known & ~frame["value"].is_between(0, 1).fill_null(True)
        percent.append(frame.filter(wrong))
        return frame.filter(~wrong)

    reading = read_table(raw, "deprivation_published", LONG, shares)
    reading.rows_kept = reading.tables["deprivation_published"].height
    reason = pl.lit("the value of a share is not from 0 to 1").alias("reason")
    told = percent[0].select(pl.lit(raw.name).alias("file"), "line", pl.lit("value").alias("column"), reason)
    reading.rejects = pl.concat([reading.rejects, told.cast(REJECTS)])
    reading.release = ", ".join(sorted(reading.tables["deprivation_published"]["release"].unique()))
    return reading


def recognise_summaries(raw: RawFile) -> bool:
    """One row an authority, with the average rank of the index or of a domain: each has a sheet of its own."""
    named = re.fullmatch(CODE, find(raw, CODE) or "")
    known = bool(named) and (named[1] or named[2]) in DISTRICT_YEARS
    return known and any(measure_of(name).endswith("average_rank") for name in raw.columns)


def read_summaries(raw: RawFile) -> Reading:
    """Read the authority summaries of a release into one row a measure; rank 1 is the most deprived."""
    named = re.fullmatch(CODE, find(raw, CODE))
    release = f"IoD{DISTRICT_YEARS[named[1] or named[2]]}"
    measures = {measure_of(name): name for name in raw.columns if measure_of(name)}
    identity = [
        Column("authority", named[0], kinds.code, required=True),
        Column("authority_name", named[0].replace("code", "name"), kinds.text),
    ]
    found = rows(raw)
    kept = typed(found, [*identity, *(Column(m, source, _kind(m)) for m, source in measures.items())])
    long = kept.frame.drop("line").unpivot(
        index=["authority", "authority_name"], variable_name="measure", value_name="value"
    )
    long = long.drop_nulls("value").with_columns(pl.lit(release).alias("release"))
    tables = {"deprivation_published": conformed(long, "deprivation_published")}
    return Reading(tables, found.read, kept.frame.height, kept.rejects, release=release)


def _is_share(measure: str) -> bool:
    return bool(SHARE.fullmatch(measure)) and "rank_of" not in measure


def _kind(measure: str) -> kinds.Parse:
    return share if _is_share(measure) else kinds.number


def measure_of(heading: str) -> str:
    """The measure that a summary's column holds, such as `average_rank`; empty for other columns."""
    cut_short = r"proportion(_of(_lso.*)?)?$"
    name = re.sub(cut_short, "proportion_decile_1", plain(heading))
    stems = {long: short for short, long in HEADINGS.items() if short} | {"": "", "idaci": "idaci", "idaopi": "idaopi"}
    for stem, domain in stems.items():
        start = stem + "_" if stem else r"imd(?:\d\d)?(?:_20\d\d)?_"
        what = re.fullmatch(
            start + r"((?:rank_of_)?(?:average_rank|average_score|proportion_decile_1|extent|local_concentration))",
            name,
        )
        if what:
            return f"{domain}_{what[1]}" if domain else what[1]
    return name if re.fullmatch(r"(rank_of_)?(income|employment)_scale", name) else ""


FORMATS = (
    Format("deprivation_published", ("release", "authority_code", "measure", "value"), read_long),
    Format("deprivation_published", ("ltla_code", "imd_average_rank"), read_summaries, recognise_summaries),
)
