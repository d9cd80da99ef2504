"""data.police.uk: street-level crime and antisocial behaviour."""

import numpy as np
import polars as pl

from assessment.sources import typed as kinds
from assessment.sources.base import Format, RawFile, Reading
from assessment.sources.sound import among, first_rows, numbered
from assessment.sources.tables import SHORT, TABLES, conformed
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
WORDS = {column.name: column for column in COLUMNS if column.name not in ("record", "lsoa_name")}
HASH = pl.when(pl.col("record").is_not_null()).then(pl.col("record").hash() | 1).otherwise(0)  # 0 is no ID
KNOWN: dict[str, set[int]] = {name: {0} for name in WORDS}  # words of earlier files that need no mending


def read_street(raw: RawFile) -> Reading:
    """Read months of forces, mostly one: a row an offence or ASB incident, in order of LSOA, its words as categories.

    Repeats stay: to find them takes every month of the force. `street_months` says which months came in which member,
    to know again one that came twice; `part` counts them. `street_places` says in which rows each LSOA is, and in
    which district it lies: its name without the last word.
    """
    found = rows(raw, WANTED, {column.source for column in WORDS.values()})
    kept, numbers = _as_it_is(found) or _cell_by_cell(found)
    frame = kept.frame
    part, months = _months(frame, numbers)
    rank, places = _places(frame, numbers["lsoa"])
    order = np.argsort(rank.astype(np.min_scalar_type(places.height)), kind="stable")  # short numbers sort fast
    about = {
        "member": raw.name,
        "content": raw.sha256,
        "header": ",".join(raw.header),
        "contexts": _contexts(raw, found),
    }
    street = conformed(frame.with_columns(pl.Series("part", part)), "street")[order]
    tables = {
        "street": street,
        "street_ids": street.select(hash=HASH),
        "street_months": pl.DataFrame([{**month, **about} for month in months], schema=TABLES["street_months"]),
        "street_places": places,
        "street_counts": _counts(frame, numbers["category"], part, rank, places["lsoa"]),
    }
    spans = sorted({month["month"] for month in months})
    return Reading(tables, rows_read=found.read, rows_kept=frame.height, rejects=kept.rejects, months=spans)


def _months(frame: pl.DataFrame, numbers: dict[str, np.ndarray]) -> tuple[np.ndarray, list[dict]]:
    """For each row its `part`, which stands for a force and a month; and those, with their `rows`."""
    key = numbers["force"].astype(np.uint64) << 32 | numbers["month"]
    if len(key) and (key == key[0]).all():  # as in nearly every file
        part, first, count = np.zeros(len(key), np.uint32), np.zeros(1, np.int64), np.array([len(key)])
    else:
        _, first, part, count = np.unique(key, return_index=True, return_inverse=True, return_counts=True)
    told = zip(first.tolist(), count.tolist(), strict=True)
    force, month = frame["force"], frame["month"]
    months = [{"part": at, "force": force[row], "month": month[row], "rows": n} for at, (row, n) in enumerate(told)]
    return part.astype(np.uint32), months


def _places(frame: pl.DataFrame, numbers: np.ndarray) -> tuple[np.ndarray, pl.DataFrame]:
    """For each row the rank of its LSOA, the last for none; and each LSOA with the district of its first row."""
    found, first = first_rows(numbers)
    name = pl.col("lsoa_name").str.strip_chars().str.replace(r" \S+$", "")
    told = frame.select("lsoa", "lsoa_name")[first].with_columns(number=pl.Series(found, dtype=SHORT))
    named = told.select(pl.col("lsoa").cast(pl.String), "number", district=name).sort("lsoa")
    ranks = np.full(int(numbers.max(initial=0)) + 1, named.height, np.uint32)
    ranks[named["number"].to_numpy()] = np.arange(named.height, dtype=np.uint32)
    rank = ranks[numbers]
    count = np.bincount(rank, minlength=named.height + 1)[:-1]
    begin = np.cumsum(count) - count
    columns = {"lsoa": named["lsoa"], "district": named["district"], "begin": begin, "rows": count}
    return rank, pl.DataFrame(columns, schema=TABLES["street_places"])


def _counts(
    frame: pl.DataFrame, category: np.ndarray, part: np.ndarray, rank: np.ndarray, lsoas: pl.Series
) -> pl.DataFrame:
    """The rows of each part, category and LSOA, those with an ID and those without: together one number a row."""
    names, first = first_rows(category)
    place = np.zeros(int(category.max(initial=0)) + 1, np.int64)
    place[names] = np.arange(len(names))
    parts, kinds_ = int(part.max(initial=0)) + 1, max(len(names), 1)
    named = frame["record"].is_not_null().to_numpy()
    key = ((rank.astype(np.int64) * parts + part) * kinds_ + place[category]) * 2 + named
    count = np.bincount(key)
    key = np.flatnonzero(count)
    count = count[key]
    named, key = (key & 1).astype(bool), key >> 1
    kind, key = key % kinds_, key // kinds_
    words = pl.concat([lsoas.cast(pl.Categorical), pl.Series([None], dtype=pl.Categorical)])
    kinds_, places = frame["category"].gather(first[kind]), words.gather(key // parts)
    columns = {"part": key % parts, "category": kinds_, "lsoa": places, "named": named, "rows": count}
    return pl.DataFrame(columns, schema=TABLES["street_counts"])


def _contexts(raw: RawFile, found: Rows) -> int | None:
    """How many rows have something in `Context`, which its publisher never fills; None where it is not the last."""
    if raw.columns[-1] != "context":
        return None
    cells = found.frame["context"].drop_nulls()
    return int((cells.str.strip_chars() != "").sum()) if len(cells) else 0


def _as_it_is(found: Rows) -> tuple[Typed, dict[str, np.ndarray]] | None:
    """The rows, with their words' numbers, where every cell can be taken as it is written: the different words tell."""
    if found.frame.schema["month"] != pl.Categorical:
        return None
    record = found.frame["crime_id"].str.strip_chars()
    if (record == "").any():
        record = record.set(record == "", None)
    words = [pl.col(column.source).alias(name) for name, column in WORDS.items()]
    frame = found.frame.select(record.alias("record"), "lsoa_name", *words, "line")
    numbers = numbered(frame, WORDS)
    if not all(_sound(frame[name], numbers[name], column) for name, column in WORDS.items()):
        return None
    return Typed(frame, found.rejects), numbers


def _sound(cells: pl.Series, numbers: np.ndarray, column: Column) -> bool:
    """Can every cell be taken as it is? Words that were found so before are not looked at again."""
    if column.required and not numbers.all():
        return False
    known = KNOWN[column.name]
    if among(numbers, known):
        return True
    different, first = first_rows(numbers)
    fresh = [number not in known for number in different.tolist()]
    words = cells.gather(first[fresh]).cast(pl.String)
    if (words == "").any() or (words != words.str.strip_chars()).any():
        return False
    if column.kind is not kinds.text and column.kind(words).has_nulls():
        return False
    known.update(different.tolist())
    return True


def _cell_by_cell(found: Rows) -> tuple[Typed, dict[str, np.ndarray]]:
    whole = Rows(found.name, found.frame.cast({pl.Categorical: pl.String}), found.rejects, found.titles)
    kept = typed(whole, COLUMNS)
    frame = kept.frame.with_columns(pl.col(*WORDS).cast(pl.Categorical))
    return Typed(frame, kept.rejects), numbered(frame, WORDS)


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
