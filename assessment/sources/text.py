"""Delimited text as it comes: any encoding, torn lines, stray quotes. Each record is kept or set aside.

The records are found by separators and quotation marks in one pass over the bytes, so that a torn line is
known by its number before anything is parsed, and a line of a hundred megabytes never meets the parser.
"""

import codecs
import csv
import io
import re
from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import polars as pl

from assessment.sources.base import REJECTS, Problem, RawFile, plain
from assessment.sources.records import Records
from assessment.sources.sound import LONGEST_LINE, parsed

NUL = 0
SAMPLE, MOSTLY = 2000, 0.8  # bytes that are looked at, and how many of every second are zero in UTF-16 without a mark
TORN = "cells where the header has"  # what is said of a record that was cut, or holds a stray separator


@dataclass(frozen=True)
class Rows:
    """The records of a file: `frame` has a text column for each column of the header, and `line` (from 1)."""

    name: str
    frame: pl.DataFrame
    rejects: pl.DataFrame
    titles: dict[str, str]  # each column's name as the file writes it

    @property
    def read(self) -> int:
        """How many records the file holds, its header not counted."""
        return self.frame.height + self.rejects.height


def decode(data: bytes) -> tuple[bytes, str]:
    """The text in UTF-8 with plain newlines, and the encoding in which it came, empty for UTF-8."""
    name = ""
    if wide := _wide(data):
        # What is cut in the middle of a sign, or is no sign at all, becomes a question mark.
        data, name = data.decode(wide, errors="replace").encode(errors="replace"), wide[:6].upper()
    data = data.removeprefix(codecs.BOM_UTF8)
    if not _is_utf8(data):
        data, name = data.decode("cp1252", errors="replace").encode(), "Windows-1252"
    if b"\r" in data and b"\n" not in data:
        data = data.replace(b"\r", b"\n")
    return data, name


def _wide(data: bytes) -> str:
    """The encoding of text with two or four bytes a sign, by its mark or by where its zeros are; empty for others."""
    marks = {"utf-32": (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE), "utf-16": (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)}
    for name, starts in marks.items():
        if data.startswith(starts):
            return name
    start = data[: SAMPLE - SAMPLE % 2]
    even, odd = (start[first::2].count(0) / max(len(start) // 2, 1) for first in (0, 1))
    for name, zeros, others in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
        if len(start) > 1 and zeros > MOSTLY and others < 1 - MOSTLY:
            return name
    return ""


def _is_utf8(data: bytes) -> bool:
    if data.isascii():
        return True
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def head(data: bytes) -> tuple[tuple[str, ...], str]:
    """The cells of the first record, and the separator that it uses: comma, semicolon or tab."""
    first = data[:LONGEST_LINE].lstrip(b"\r\n")
    if b'"' not in first.partition(b"\n")[0]:  # otherwise the record may go on in the next line
        first = first.partition(b"\n")[0]
    first = first.decode("utf-8", errors="ignore")
    line = first.split("\n", 1)[0]
    separator = max(",;\t", key=line.count)
    try:
        cells = next(csv.reader(io.StringIO(first), delimiter=separator), [])
    except csv.Error:
        cells = line.split(separator)
    return tuple(cell.strip() for cell in cells), separator


def rows(raw: RawFile, wanted: Collection[str] = (), words: Collection[str] = ()) -> Rows:
    """Split a CSV file into its records; those with a wrong number of cells are set aside with their line.

    Of a file in which nothing is amiss only the columns of `wanted` come, and those of `words` as categories.
    """
    titles = dict(zip(_names(raw.columns), raw.given or raw.header, strict=True))
    sound = parsed(raw, list(titles), wanted, words)
    if sound is not None:
        return Rows(raw.name, sound, pl.DataFrame(schema=REJECTS), titles)
    records = Records.of(raw.data, raw.separator)
    reasons = _reasons(raw, records)
    frame = _parsed(raw, records, reasons)
    bad = reasons != ""
    told = {"file": raw.name, "line": records.lines[bad].tolist(), "column": "", "reason": reasons[bad].tolist()}
    return Rows(raw.name, frame, pl.DataFrame(told, schema=REJECTS), titles)


def _reasons(raw: RawFile, records: Records) -> np.ndarray:
    """Why each record cannot be read; empty for a record that can."""
    reasons = np.full(len(records.starts), "", dtype=object)
    for count in np.unique(records.cells[records.cells != len(raw.header)]):
        reasons[records.cells == count] = f"{count} {TORN} {len(raw.header)}"
    reasons[records.torn] = "a quotation mark is out of place or not closed"
    reasons[records.ends - records.starts > LONGEST_LINE] = "the line is longer than a megabyte"
    if b"\0" in raw.data:
        nuls = np.flatnonzero(np.frombuffer(raw.data, np.uint8) == NUL)
        reasons[np.searchsorted(nuls, records.starts) < np.searchsorted(nuls, records.ends)] = "holds a NUL byte"
    return reasons


def _parsed(raw: RawFile, records: Records, reasons: np.ndarray) -> pl.DataFrame:
    """The records without a reason as text columns, with their lines; where the parser fails, one by one."""
    good = reasons == ""
    schema = dict.fromkeys(_names(raw.columns), pl.String)
    if not good.any():
        return pl.DataFrame(schema={**schema, "line": pl.Int64})
    data = _joined(raw.data, records.starts[good], records.ends[good])
    try:
        frame = pl.read_csv(data, has_header=False, schema=schema, separator=raw.separator)
    except pl.exceptions.PolarsError:
        frame = pl.DataFrame()
    if frame.height != good.sum():
        cells = _one_by_one(raw, records, reasons)
        frame = pl.DataFrame(cells, schema=schema, orient="row")
    return frame.with_columns(pl.Series("line", records.lines[reasons == ""], dtype=pl.Int64))


def _one_by_one(raw: RawFile, records: Records, reasons: np.ndarray) -> list[list[str]]:
    """The cells of each record by the plain parser; a record that it splits otherwise is given a reason."""
    found = []
    for place in np.flatnonzero(reasons == ""):
        text = raw.data[records.starts[place] : records.ends[place]].decode("utf-8", errors="replace")
        try:
            told = list(csv.reader(io.StringIO(text, newline=""), delimiter=raw.separator))
        except csv.Error:
            told = []
        if len(told) == 1 and len(told[0]) == len(raw.header):
            found.append(told[0])
        else:
            reasons[place] = "cannot be split into cells"
    return found


def _joined(data: bytes, starts: np.ndarray, ends: np.ndarray) -> bytes:
    """The records alone, without the bad ones and the blank lines between them."""
    breaks = np.flatnonzero(starts[1:] != ends[:-1] + 1) + 1
    firsts, lasts = np.concatenate([[0], breaks]), np.concatenate([breaks - 1, [len(starts) - 1]])
    return b"\n".join(data[starts[a] : ends[b]] for a, b in zip(firsts, lasts, strict=True)) + b"\n"


def _names(columns: tuple[str, ...]) -> list[str]:
    """The columns' names, those that are empty or there twice told apart by their place."""
    seen: set[str] = {"line"}
    names = []
    for place, name in enumerate(columns):
        name = name if name and name not in seen else f"{name}__{place + 1}"
        names.append(name)
        seen.add(name)
    return names


def doubled(raw: RawFile, but: str = "") -> list[Problem]:
    """A problem for each column that the header names twice, but for those that match the whole pattern `but`."""
    named = [plain(name) for name in raw.header if plain(name)]
    twice = sorted({name for name in named if named.count(name) > 1 and not (but and re.fullmatch(but, name))})
    mend = "Take one of the two out, or find out from the sender which is meant."
    return [
        Problem("blocker", "doubled-column", f"the column '{name}' is there twice", mend, raw.name, 1, name)
        for name in twice
    ]
