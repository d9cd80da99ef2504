"""What every source is made of: a raw file, a problem, what was read from the file, a publisher's format."""

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Literal

import polars as pl

from assessment.problems import Problem

# Columns that many tables have: a file that shares only these with a format is not like it.
COMMON = {
    *("code", "name", "year", "month", "date", "type", "value", "area", "measure", "note", "unit", "period"),
    *("version", "level", "key", "outcome", "lsoa"),
}
REJECTS = {"file": pl.String, "line": pl.Int64, "column": pl.String, "reason": pl.String}


@dataclass(frozen=True)
class RawFile:
    """One table or map as it was sent: a file (`name` is empty) or a member of an archive (`/member.csv`).

    `data` is UTF-8 without a byte-order mark, and `hashed` its SHA-256 where that is known; `header` has the first
    record's cells, or a map's properties.
    Where an area's configuration renames them, `given` has them as they are written; `marks` are its own marks.
    """

    name: str
    data: bytes
    header: tuple[str, ...]
    kind: Literal["csv", "geojson"] = "csv"
    separator: str = ","
    notes: tuple[Problem, ...] = ()
    given: tuple[str, ...] = ()
    marks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    hashed: str = ""

    @cached_property
    def sha256(self) -> str:
        """The hash of `data`."""
        return self.hashed or hashlib.sha256(self.data).hexdigest()

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The header in the form in which columns are compared: lower snake case."""
        return tuple(plain(name) for name in self.header)


@dataclass
class Reading:
    """What was read from a raw file. `rows_kept` and the rows of `rejects` make up `rows_read`."""

    tables: dict[str, pl.DataFrame] = field(default_factory=dict)
    rows_read: int = 0
    rows_kept: int = 0
    rejects: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=REJECTS))
    problems: list[Problem] = field(default_factory=list)
    release: str = ""
    months: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Format:
    """A publisher's format. `needs` are the columns (lower snake case) by which it is recognised.

    `repeats` is a pattern of columns that its publisher may name twice.
    """

    name: str
    needs: tuple[str, ...]
    read: Callable[[RawFile], Reading]
    recognise: Callable[[RawFile], bool] | None = None
    kind: Literal["csv", "geojson"] = "csv"
    repeats: str = ""

    def recognises(self, raw: RawFile) -> bool:
        """Is the file of this format? Its name is never looked at."""
        if raw.kind != self.kind:
            return False
        return self.recognise(raw) if self.recognise else set(self.needs) <= set(raw.columns)

    def missing(self, raw: RawFile) -> list[str]:
        """The columns of this format that the file has not got."""
        return [name for name in self.needs if name not in raw.columns]

    def nearly(self, raw: RawFile) -> bool:
        """Has the file most, but not all, of this format's columns, and one that is not in every table?"""
        shared = set(self.needs) & set(raw.columns)
        most = 0.6 * len(self.needs) <= len(shared) < len(self.needs)
        return raw.kind == self.kind and len(self.needs) >= 3 and most and bool(shared - COMMON)


def plain(name: str) -> str:
    """A column's name as it is compared: `LSOA code (2011)` is `lsoa_code_2011`."""
    return re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")


def merged(readings: Iterable[Reading]) -> Reading:
    """Several readings of one format as one: the members of an archive."""
    readings = list(readings)
    if len(readings) == 1:
        return readings[0]
    names = dict.fromkeys(name for reading in readings for name in reading.tables)
    releases = dict.fromkeys(reading.release for reading in readings if reading.release)
    return Reading(
        tables={n: pl.concat([r.tables[n] for r in readings if n in r.tables], how="vertical") for n in names},
        rows_read=sum(reading.rows_read for reading in readings),
        rows_kept=sum(reading.rows_kept for reading in readings),
        rejects=pl.concat([reading.rejects for reading in readings]),
        problems=[problem for reading in readings for problem in reading.problems],
        release=", ".join(releases),
        months=sorted({month for reading in readings for month in reading.months}),
    )


def find(raw: RawFile, pattern: str) -> str:
    """The first column whose plain name matches the whole pattern; empty where there is none."""
    return _find(raw.columns, pattern)


@lru_cache(maxsize=1000)  # every file of a series has the same columns
def _find(columns: tuple[str, ...], pattern: str) -> str:
    return next((name for name in columns if re.fullmatch(pattern, name)), "")
