"""data.police.uk: street-level crime and antisocial behaviour."""

import zlib
from dataclasses import replace

import polars as pl

from assessment.sources import typed as kinds
from assessment.sources.base import Format, RawFile, Reading
from assessment.sources.sound import distinct
from assessment.sources.tables import TABLES, conformed
from assessment.sources.text import Rows, rows
from assessment.sources.typed import Column, Typed, typed

STREET = "police_uk_street"
COLUMNS = (
    Column("record", "crime_id", kinds.text),
    Column("month", "month", kinds.month, required=True),
    Column("category", "crime_type", kinds.text, required=True),
    Column("lsoa", "lsoa_code", kinds.lsoa),
    Column("lsoa_name", "lsoa_name", kinds.text),
    Column("outcome", "last_outcome_category", kinds.text),
    Column("force", "falls_within", kinds.text, required=True),
)
WANTED = tuple(column.source for column in COLUMNS)
CODED = tuple(column.source for column in COLUMNS if column.name in TABLES["street"] and column.name != "record")


def read_street(raw: RawFile) -> Reading:
    """Read one month of one force: a row an offence or ASB incident, in the file's order, its words as categories.

    Repeats stay: to find them takes every month of the force. `street_months` says which months came in which member,
    to know again one that came twice; `street_places` in which district an LSOA lies: its name without the last word.
    """
    found = rows(raw, WANTED, CODED)
    kept = _as_it_is(found) or _cell_by_cell(found)
    frame = kept.frame
    content = pl.lit(f"{zlib.crc32(raw.data):08x}-{len(raw.data)}").alias("content")
    months = _months(frame).with_columns(content, member=pl.lit(raw.name))
    tables = {
        "street": frame.select(TABLES["street"].keys()),
        "street_months": conformed(months, "street_months"),
        "street_places": _places(frame),
    }
    spans = months["month"].cast(pl.String).unique().sort().to_list()
    return Reading(tables, rows_read=found.read, rows_kept=frame.height, rejects=kept.rejects, months=spans)


def _months(frame: pl.DataFrame) -> pl.DataFrame:
    """By force and month the rows; the one month that nearly every file holds is seen without going through them."""
    if len(distinct(frame["force"])) == len(distinct(frame["month"])) == 1:
        return frame.select("force", "month").head(1).with_columns(rows=frame.height)
    return frame.group_by("force", "month").agg(rows=pl.len())


def _places(frame: pl.DataFrame) -> pl.DataFrame:
    """Each LSOA with the district that its first row names."""
    places = frame.select("lsoa", "lsoa_name")[distinct(frame["lsoa"])].cast(pl.String)
    district = pl.col("lsoa_name").str.replace(r" \S+$", "").alias("district")
    return conformed(places.with_columns(district), "street_places")


def _as_it_is(found: Rows) -> Typed | None:
    """The rows where every cell can be taken as it is written, which the different words of each column tell."""
    if not all(_sound(found.frame[column.source], column) for column in COLUMNS if column.source in CODED):
        return None
    names = {column.source: column.name for column in COLUMNS}
    record = pl.col("record").str.strip_chars()
    frame = found.frame.rename(names).with_columns(pl.when(record != "").then(record).alias("record"))
    return Typed(frame, found.rejects)


def _sound(cells: pl.Series, column: Column) -> bool:
    if cells.dtype != pl.Categorical or (column.required and cells.has_nulls()):
        return False
    words = cells.gather(distinct(cells)).cast(pl.String)
    alike = (words != "") & (words == words.str.strip_chars()) & column.kind(words).is_not_null()
    return bool(alike.all())


def _cell_by_cell(found: Rows) -> Typed:
    kept = typed(replace(found, frame=found.frame.cast({pl.Categorical: pl.String})), COLUMNS)
    words = pl.col(name for name, kind in TABLES["street"].items() if kind == pl.Categorical)
    return replace(kept, frame=kept.frame.with_columns(words.cast(pl.Categorical)))


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
)
