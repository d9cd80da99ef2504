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
WANTED = (*(column.source for column in COLUMNS), "context")
WORDS = tuple(column for column in COLUMNS if column.name not in ("record", "lsoa_name"))
KNOWN: dict[str, set[str]] = {column.name: set() for column in WORDS}  # words of earlier files that need no mending


def read_street(raw: RawFile) -> Reading:
    """Read one month of one force: a row an offence or ASB incident, in the file's order, its words as categories.

    Repeats stay: to find them takes every month of the force. `street_months` says which months came in which member,
    to know again one that came twice; `street_places` in which district an LSOA lies: its name without the last word.
    """
    found = rows(raw, WANTED)
    kept = _as_it_is(found) or _cell_by_cell(found)
    frame = kept.frame
    months = _months(frame).with_columns(
        member=pl.lit(raw.name),
        content=pl.lit(f"{zlib.crc32(raw.data):08x}-{len(raw.data)}"),
        header=pl.lit(",".join(raw.header)),
        contexts=pl.lit(_contexts(raw, found), pl.Int64),
    )
    tables = {
        "street": frame.select(TABLES["street"].keys()),
        "street_months": conformed(months, "street_months"),
        "street_places": _places(frame),
    }
    spans = sorted(set(tables["street_months"]["month"]))
    return Reading(tables, rows_read=found.read, rows_kept=frame.height, rejects=kept.rejects, months=spans)


def _months(frame: pl.DataFrame) -> pl.DataFrame:
    """By force and month the rows; the one month that nearly every file holds is seen without going through them."""
    if _alike(frame["force"]) and _alike(frame["month"]):
        return frame.select("force", "month").head(1).with_columns(rows=frame.height)
    return frame.group_by("force", "month").agg(rows=pl.len())


def _alike(cells: pl.Series) -> bool:
    """Is there one word, and it in every cell?"""
    codes = cells.to_physical()
    return len(codes) > 0 and not codes.has_nulls() and codes.min() == codes.max()


def _contexts(raw: RawFile, found: Rows) -> int | None:
    """How many rows have something in `Context`, which its publisher never fills; None where it is not the last."""
    if raw.columns[-1] != "context":
        return None
    cells = found.frame["context"].drop_nulls()
    return int((cells.str.strip_chars() != "").sum()) if len(cells) else 0


def _places(frame: pl.DataFrame) -> pl.DataFrame:
    """Each LSOA with the district that its first row names."""
    name = pl.col("lsoa_name").str.strip_chars().str.replace(r" \S+$", "")
    return frame[distinct(frame["lsoa"])].select(pl.col("lsoa").cast(pl.String), district=name)


def _as_it_is(found: Rows) -> Typed | None:
    """The rows where every cell can be taken as it is written, which the different words of each column tell."""
    record = pl.col("crime_id").str.strip_chars()
    words = [pl.col(column.source).cast(pl.Categorical).alias(column.name) for column in WORDS]
    frame = found.frame.select(pl.when(record != "").then(record).alias("record"), "lsoa_name", *words, line="line")
    if not all(_sound(frame[column.name], column) for column in WORDS):
        return None
    return Typed(frame, found.rejects)


def _sound(cells: pl.Series, column: Column) -> bool:
    """Can every cell be taken as it is? Words that were found so before are not looked at again."""
    if column.required and cells.has_nulls():
        return False
    words = cells[:1] if _alike(cells) else cells.gather(distinct(cells))
    fresh = {*words.cast(pl.String).to_list()} - KNOWN[column.name]
    if not fresh:
        return True
    words = pl.Series(sorted(fresh), dtype=pl.String)
    if (words == "").any() or (words != words.str.strip_chars()).any():
        return False
    if column.kind is not kinds.text and column.kind(words).has_nulls():
        return False
    KNOWN[column.name].update(fresh)
    return True


def _cell_by_cell(found: Rows) -> Typed:
    kept = typed(found, COLUMNS)
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
