"""Finds the records of delimited text by its newlines, separators and quotation marks, in one pass over the bytes."""

from dataclasses import dataclass

import numpy as np

NEWLINE, RETURN, QUOTE = 10, 13, 34


@dataclass(frozen=True)
class Records:
    """Where each record after the header starts and ends, its line, its cells, whether a quotation is torn."""

    starts: np.ndarray
    ends: np.ndarray
    lines: np.ndarray
    cells: np.ndarray
    torn: np.ndarray

    @classmethod
    def of(cls, data: bytes, separator: str) -> "Records":
        """Find the records; where the file's quotation marks do not pair up, each line is one."""
        text = np.frombuffer(data, np.uint8)
        newlines, cuts = np.flatnonzero(text == NEWLINE), np.flatnonzero(text == ord(separator))
        quotes = np.flatnonzero(text == QUOTE) if b'"' in data else np.empty(0, np.int64)
        borders = _borders(text, quotes, ord(separator))
        if len(quotes) % 2 == 0 and borders[:, ::2][0].all() and borders[:, 1::2][1].all():
            starts, ends = _lines(newlines[_outside(newlines, quotes)], len(text))
            outside, torn = cuts[_outside(cuts, quotes)], np.zeros(len(starts), bool)
        else:
            starts, ends = _lines(newlines, len(text))
            outside = cuts[_outside(cuts, quotes, starts)]
            torn = _torn(starts, ends, quotes, borders, _each(cuts, starts, ends) - _each(outside, starts, ends))
        lines = np.searchsorted(newlines, starts) + 1
        whole = cls(starts, ends, lines, _each(outside, starts, ends) + 1, torn)
        return whole._without_header_and_blank_lines(text)

    def _without_header_and_blank_lines(self, text: np.ndarray) -> "Records":
        length = self.ends - self.starts
        first = text[np.minimum(self.starts, max(len(text) - 1, 0))]
        keep = (length > 1) | ((length == 1) & (first != RETURN))
        keep[np.flatnonzero(keep)[:1]] = False
        return Records(*(part[keep] for part in (self.starts, self.ends, self.lines, self.cells, self.torn)))


def _lines(ends: np.ndarray, length: int) -> tuple[np.ndarray, np.ndarray]:
    """The starts and ends of the records that end there; the last may have no newline."""
    if length and (not len(ends) or ends[-1] != length - 1):
        ends = np.append(ends, length)
    return (np.concatenate([[0], ends[:-1] + 1]) if len(ends) else ends), ends


def _each(places: np.ndarray, starts: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """How many of the places each record holds."""
    return np.searchsorted(places, ends) - np.searchsorted(places, starts)


def _outside(places: np.ndarray, quotes: np.ndarray, starts: np.ndarray | None = None) -> np.ndarray:
    """Which places lie outside quotation marks, paired over the file or, given the lines' starts, in each line."""
    before = np.searchsorted(quotes, places)
    if starts is not None:
        before -= np.searchsorted(quotes, starts[np.searchsorted(starts, places, side="right") - 1])
    return before % 2 == 0


def _borders(text: np.ndarray, quotes: np.ndarray, separator: int) -> np.ndarray:
    """For each quotation mark, whether one could open after what is before it, and close before what follows."""
    padded = np.concatenate([[NEWLINE], text, [NEWLINE]]) if len(quotes) else text
    sides = [padded[quotes], padded[quotes + 2]] if len(quotes) else [quotes, quotes]
    return np.isin(np.stack(sides), [separator, NEWLINE, RETURN, QUOTE])


def _torn(
    starts: np.ndarray, ends: np.ndarray, quotes: np.ndarray, borders: np.ndarray, hidden: np.ndarray
) -> np.ndarray:
    """Which lines cannot be split for certain: a quotation that stays open, or a mark out of place that matters.

    A mark amid a cell is taken as it stands where no cell of the line is quoted and none of its `hidden`
    separators lies between such marks.
    """
    line = np.searchsorted(starts, quotes, side="right") - 1
    opens = (np.arange(len(quotes)) - np.searchsorted(quotes, starts[line])) % 2 == 0
    misplaced = np.where(opens, ~borders[0], ~borders[1])
    odd = _each(quotes, starts, ends) % 2 == 1
    amid = np.bincount(line[misplaced], minlength=len(starts)) > 0
    quoted = np.bincount(line[opens & borders[0]], minlength=len(starts)) > 0
    return odd | (amid & (quoted | (hidden > 0)))
