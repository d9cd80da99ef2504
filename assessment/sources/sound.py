"""The quick way through a table in which nothing is amiss: each record is proved whole, then what is wanted parsed."""

from collections.abc import Collection

import numpy as np
import polars as pl

from assessment.sources.base import RawFile

LONGEST_LINE = 1_000_000  # bytes; a longer one is set aside unread
CHUNK = 1 << 18  # bytes compared at a time, so that they stay near the processor; a multiple of 64
NEWLINE = 10
HELD = pl.Series([""], dtype=pl.Categorical)  # as long as one is held, words keep their numbers


def parsed(
    raw: RawFile, names: list[str], wanted: Collection[str] = (), words: Collection[str] = ()
) -> pl.DataFrame | None:
    """The rows as text with `line`, the `wanted` columns alone where some are; None where anything is out of order.

    Columns of `words` come as categories.

    No quotation mark, no NUL, no stray return, no very long line, and in every record as many separators as there are
    between the columns: what is not wanted then need not be parsed to know that nothing is torn.
    """
    data, start = raw.data, raw.data.find(b"\n") + 1
    if len(names) < 2 or start < 2 or start == len(data) or not _plain(data):
        return None
    text, separator = np.frombuffer(data, np.uint8)[start:], ord(raw.separator)
    ends = _records(text, separator, len(names) - 1)
    if ends is None:
        return None
    blank = names[-1] if (text[ends - 1] == separator).all() else ""  # the last column, where no row fills it
    told = {"skip_lines": 1, "has_header": False, "separator": raw.separator, "quote_char": None}
    schema = {name: pl.Categorical() if name in words else pl.String() for name in names}
    line = pl.int_range(2, pl.len() + 2, dtype=pl.Int64).alias("line")
    try:
        columns = [name for name in names if name in wanted] or names
        cells = [pl.lit(None, schema[name]).alias(name) if name == blank else name for name in columns]
        frame = pl.scan_csv(data, schema=schema, **told).select(*cells, line).collect()
    except pl.exceptions.PolarsError:
        return None
    return frame if frame.height == len(ends) else None


def numbered(frame: pl.DataFrame, columns: Collection[str]) -> dict[str, np.ndarray]:
    """The cells of columns of categories as the categories' numbers, from 1; an empty cell is 0."""
    told = frame.select((pl.col(name).to_physical() + 1).fill_null(0) for name in columns)
    return {name: told[name].to_numpy() for name in columns}


def among(numbers: np.ndarray, known: set[int]) -> bool:
    """Is every number one of those known?"""
    return known.issuperset(np.flatnonzero(np.bincount(numbers)).tolist())


def first_rows(numbers: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The different numbers but 0, in order, and the row in which each is first."""
    first = np.full(int(numbers.max(initial=0)) + 1, -1, np.int32)
    first[numbers[::-1]] = np.arange(len(numbers) - 1, -1, -1, dtype=np.int32)
    found = np.flatnonzero(first[1:] >= 0) + 1
    return found, first[found]


def _plain(data: bytes) -> bool:
    """Has the text neither quotation marks nor NULs nor stray returns?"""
    if b'"' in data or b"\0" in data:
        return False
    return b"\r" not in data or data.count(b"\r") == data.count(b"\r\n")


def _records(text: np.ndarray, separator: int, each: int) -> np.ndarray | None:
    """Where each line ends; None where one of them is too long, or has not just `each` separators."""
    marks = _marked(text, separator)
    ends = _places(_marked(text, NEWLINE).view(np.uint8))
    ends = ends if text[-1] == NEWLINE else np.append(ends, len(text))
    word, bit = ends >> 6, (ends & 63).astype(np.uint64)
    before = np.cumsum(np.bitwise_count(marks), dtype=np.int64)[word] - np.bitwise_count(marks[word] >> bit)
    if np.diff(ends, prepend=-1).max() > LONGEST_LINE or not np.array_equal(before, np.arange(1, len(ends) + 1) * each):
        return None
    return ends


def _marked(text: np.ndarray, byte: int) -> np.ndarray:
    """A bit for each byte, 64 of them in a number: is it this one? One number more than the text needs."""
    bits = np.zeros(8 * (len(text) // 64 + 1), np.uint8)
    for at in range(0, len(text), CHUNK):
        told = np.packbits(text[at : at + CHUNK] == byte, bitorder="little")
        bits[at // 8 : at // 8 + len(told)] = told
    return bits.view("<u8")


def _places(bits: np.ndarray) -> np.ndarray:
    """Which bits are set."""
    filled = np.flatnonzero(bits != 0)
    set_ = np.flatnonzero(np.unpackbits(bits[filled], bitorder="little").view(bool))
    return filled[set_ >> 3] * 8 + (set_ & 7)
