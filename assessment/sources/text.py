"""Delimited text as it comes: any encoding, torn lines, stray quotes. Each record is kept or set aside.

The records are found by separators and quotation marks in one pass over the bytes, so that a torn line is
known by its number before anything is parsed, and a line of a hundred megabytes never meets the parser.
"""

import codecs
import csv
import io
from dataclasses import dataclass

import numpy as np
import polars as pl

from assessment.sources.base import REJECTS, Problem, RawFile, plain

LONGEST_LINE = 1_000_000  # bytes; a longer one is set aside unread
NEWLINE, RETURN, QUOTE, NUL = 10, 13, 34, 0


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
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        data, name = data.decode("utf-16", errors="replace").encode(), "UTF-16"
    data = data.removeprefix(codecs.BOM_UTF8)
    if not _is_utf8(data):
        data, name = data.decode("cp1252", errors="replace").encode(), "Windows-1252"
    if b"\r" in data and b"\n" not in data:
        data = data.replace(b"\r", b"\n")
    return data, name


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def head(data: bytes) -> tuple[tuple[str, ...], str]:
    """The cells of the first record, and the separator that it uses: comma, semicolon or tab."""
    first = data[:LONGEST_LINE].decode("utf-8", errors="ignore")
    line = first.split("\n", 1)[0]
    separator = max(",;\t", key=line.count)
    try:
        cells = next(csv.reader(io.StringIO(first), delimiter=separator), [])
    except csv.Error:
        cells = line.split(separator)
    return tuple(cell.strip() for cell in cells), separator


def rows(raw: RawFile) -> Rows:
    """Split a CSV file into its records; those with a wrong number of cells are set aside with their line."""
    spans = _Spans.of(raw.data, raw.separator)
    reasons = _reasons(raw, spans)
    good = reasons == ""
    frame = _parsed(raw, spans, good)
    bad = ~good
    rejects = {
        "file": np.full(bad.sum(), raw.name, dtype=object),
        "line": spans.lines[bad],
        "column": np.full(bad.sum(), "", dtype=object),
        "reason": reasons[bad],
    }
    told = pl.DataFrame({name: values.tolist() for name, values in rejects.items()}, schema=REJECTS)
    return Rows(raw.name, frame, told, dict(zip(_names(raw.columns), raw.header, strict=True)))


@dataclass(frozen=True)
class _Spans:
    """Where each record after the header starts and ends, its line, its cells, whether it is torn."""

    starts: np.ndarray
    ends: np.ndarray
    lines: np.ndarray
    cells: np.ndarray
    torn: np.ndarray

    @classmethod
    def of(cls, data: bytes, separator: str) -> "_Spans":
        """Find the records; where the file's quotation marks do not pair up, each line is one."""
        text = np.frombuffer(data, np.uint8)
        newlines = np.flatnonzero(text == NEWLINE)
        cuts = np.flatnonzero(text == ord(separator))
        quotes = np.flatnonzero(text == QUOTE) if b'"' in data else np.empty(0, np.int64)
        sound = _sound(text, quotes, ord(separator))
        ends = newlines[_outside(newlines, quotes)] if sound else newlines
        if len(text) and (not len(ends) or ends[-1] != len(text) - 1):
            ends = np.append(ends, len(text))
        starts = np.concatenate([[0], ends[:-1] + 1]) if len(ends) else ends
        opened = np.zeros(len(starts), np.int64) if sound else np.searchsorted(quotes, starts)
        closed = np.zeros(len(starts), np.int64) if sound else np.searchsorted(quotes, ends)
        cuts = cuts[_outside(cuts, quotes) if sound else _outside_in_line(cuts, quotes, starts)]
        cells = np.searchsorted(cuts, ends) - np.searchsorted(cuts, starts) + 1
        lines = np.searchsorted(newlines, starts) + 1
        whole = cls(starts, ends, lines, cells, (closed - opened) % 2 == 1)
        return whole._without_header_and_blank_lines(text)

    def _without_header_and_blank_lines(self, text: np.ndarray) -> "_Spans":
        length = self.ends - self.starts
        blank = (length == 0) | ((length == 1) & (text[np.minimum(self.starts, max(len(text) - 1, 0))] == RETURN))
        keep = ~blank
        keep[np.flatnonzero(keep)[:1]] = False
        return _Spans(*(part[keep] for part in (self.starts, self.ends, self.lines, self.cells, self.torn)))


def _outside(places: np.ndarray, quotes: np.ndarray) -> np.ndarray:
    """Which places lie outside quotation marks, where the marks of the whole file pair up."""
    return np.searchsorted(quotes, places) % 2 == 0


def _outside_in_line(places: np.ndarray, quotes: np.ndarray, starts: np.ndarray) -> np.ndarray:
    """The same, pairing the marks of each line by itself."""
    line_start = starts[np.searchsorted(starts, places, side="right") - 1]
    return (np.searchsorted(quotes, places) - np.searchsorted(quotes, line_start)) % 2 == 0


def _sound(text: np.ndarray, quotes: np.ndarray, separator: int) -> bool:
    """Do the quotation marks pair up, each opening one after a separator and each closing one before one?"""
    if len(quotes) % 2:
        return False
    padded = np.concatenate([[NEWLINE], text, [NEWLINE]]) if len(quotes) else text
    borders = [separator, NEWLINE, RETURN, QUOTE]
    opening, closing = padded[quotes[0::2]], padded[quotes[1::2] + 2]
    return bool(np.isin(opening, borders).all() and np.isin(closing, borders).all())


def _reasons(raw: RawFile, spans: _Spans) -> np.ndarray:
    """Why each record cannot be read; empty for a record that can."""
    reasons = np.full(len(spans.starts), "", dtype=object)
    for count in np.unique(spans.cells[spans.cells != len(raw.header)]):
        reasons[spans.cells == count] = f"{count} cells where the header has {len(raw.header)}"
    reasons[spans.torn] = "a quotation mark is not closed"
    reasons[spans.ends - spans.starts > LONGEST_LINE] = "the line is longer than a megabyte"
    if b"\0" in raw.data:
        nuls = np.flatnonzero(np.frombuffer(raw.data, np.uint8) == NUL)
        reasons[np.searchsorted(nuls, spans.starts) < np.searchsorted(nuls, spans.ends)] = "holds a NUL byte"
    return reasons


def _parsed(raw: RawFile, spans: _Spans, good: np.ndarray) -> pl.DataFrame:
    """The good records as text columns, with their lines."""
    names = _names(raw.columns)
    schema = dict.fromkeys(names, pl.String)
    lines = pl.Series("line", spans.lines[good], dtype=pl.Int64)
    if not good.any():
        return pl.DataFrame(schema=schema).with_columns(lines)
    data = _joined(raw.data, spans.starts[good], spans.ends[good])
    frame = pl.read_csv(data, has_header=False, schema=schema, separator=raw.separator)
    if frame.height != len(lines):  # the parser and we disagree: the plain reader decides
        told = csv.reader(io.StringIO(data.decode()), delimiter=raw.separator)
        frame = pl.DataFrame([row for row in told if row], schema=schema, orient="row")
    return frame.with_columns(lines)


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


def doubled(raw: RawFile) -> list[Problem]:
    """A problem for each column that the header names twice."""
    named = [plain(name) for name in raw.header if plain(name)]
    twice = sorted({name for name in named if named.count(name) > 1})
    mend = "Take one of the two out, or find out from the sender which is meant."
    return [
        Problem("blocker", "doubled-column", f"the column '{name}' is there twice", mend, raw.name, 1, name)
        for name in twice
    ]
