"""Tables in a text: rows whose cells are parted by tabs, bars or wide gaps, with their heads and groups."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from assessment.measures.audit.sums import half_digit

MOST_CELLS = 40
"""A row with more cells than this is not read as a table's."""

_CELL = re.compile(
    r"(?P<sign>[+-])?[£$€]?(?P<digits>[0-9]{1,3}(?:,[0-9]{3}){1,4}|[0-9]{1,12})(?P<decimals>\.[0-9]{1,6})?"
    r" ?(?P<percent>%)?[*†‡]{0,3}(?: ?\((?P<note>[^()]{1,60})\))?"
)
_RULE = re.compile(r"[\s|:+=-]+")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")


@dataclass(frozen=True)
class Cell:
    """A figure in a table: its value, last printed digit, sign, whether a percentage, and a note in brackets."""

    value: float
    decimals: int
    sign: str = ""
    percent: bool = False
    note: str = ""

    @property
    def bounds(self) -> tuple[float, float]:
        """What it may have been before rounding; a whole number without % is a count and exact."""
        half = half_digit(self.decimals) if self.percent or self.decimals else 0.0
        return self.value - half, self.value + half


@dataclass(frozen=True)
class Row:
    """A row of figures: its label, its cells by column (None where not a figure), the subheading it stands under."""

    label: str
    cells: tuple[Cell | None, ...]
    start: int
    end: int
    group: str


@dataclass(frozen=True)
class Table:
    """Rows with the heads of their columns (the label's column left out) and the last words before the table."""

    rows: tuple[Row, ...]
    heads: tuple[str, ...]
    lead: str
    start: int
    first_line: int
    last_line: int

    def column(self, index: int) -> list[Cell | None]:
        """The cells of one column, None where a row has no figure there."""
        return [row.cells[index] if index < len(row.cells) else None for row in self.rows]

    def groups(self) -> Iterator[list[Row]]:
        """Rows that stand together under one subheading."""
        group: list[Row] = []
        for row in self.rows:
            if group and row.group != group[0].group:
                yield group
                group = []
            group.append(row)
        if group:
            yield group


@dataclass(frozen=True)
class _Line:
    number: int
    start: int
    end: int
    cells: tuple[str, ...]


def tables(text: str, starts: list[int]) -> list[Table]:
    """Every table of the text: neighbouring lines with separated cells, at least one of them with figures."""
    found, block = [], []
    for number, start in enumerate(starts):
        end = starts[number + 1] - 1 if number + 1 < len(starts) else len(text)
        cells = _cells(text[start:end])
        if cells is not None:
            block.append(_Line(number, start, end, cells))
        elif block:
            found.append(block)
            block = []
    made = [_table(text, lines) for lines in [*found, block] if lines]
    return [table for table in made if table]


def _cells(line: str) -> tuple[str, ...] | None:
    """The cells of a line, or None where it is not a table's."""
    if len(line) < 3:
        return None
    if "\t" in line:
        parts = line.split("\t", MOST_CELLS + 1)
    elif line.count("|") >= 2:
        parts = line.strip().removeprefix("|").removesuffix("|").split("|", MOST_CELLS + 1)
    else:
        parts = re.split(r" {2,}", line.strip(), maxsplit=MOST_CELLS + 1) if len(line) <= 2000 else []
        if sum(bool(_figure(part)) for part in parts[1:]) < 2 and not (parts[1:] and _all_years(parts[1:])):
            return None
    return tuple(part.strip() for part in parts) if 2 <= len(parts) <= MOST_CELLS else None


def _figure(cell: str) -> Cell | None:
    match = _CELL.fullmatch(cell.strip()) if len(cell) <= 100 else None
    if match is None:
        return None
    value = float(match["digits"].replace(",", "") + (match["decimals"] or ""))
    decimals = len(match["decimals"] or "") - bool(match["decimals"])
    signed = -value if match["sign"] == "-" else value
    return Cell(signed, decimals, match["sign"] or "", bool(match["percent"]), match["note"] or "")


def _all_years(cells: tuple[str, ...] | list[str]) -> bool:
    filled = [cell.strip() for cell in cells if cell.strip()]
    return len(filled) >= 2 and all(_YEAR.fullmatch(cell) for cell in filled)


def _table(text: str, lines: list[_Line]) -> Table | None:
    rows: list[Row] = []
    heads: list[str] = []
    group = ""
    for line in lines:
        if all(_RULE.fullmatch(cell) or not cell for cell in line.cells):
            continue
        label, rest = line.cells[0], line.cells[1:]
        cells = tuple(_figure(cell) for cell in rest)
        figures = [said for said, cell in zip(rest, cells, strict=True) if cell]
        if figures and not _all_years(rest if rows else figures):
            rows.append(Row(label, cells, line.start, line.end, group))
        elif not any(rest) and rows and label[:1].islower():
            rows[-1] = replace(rows[-1], label=f"{rows[-1].label} {label}")
        elif not any(rest):
            group = label
        elif not rows:
            heads = _merged(heads, rest)
            group = label
    if not rows:
        return None
    first, last = lines[0], lines[-1]
    return Table(tuple(rows), tuple(heads), _lead(text, first.start), first.start, first.number, last.number)


def _merged(heads: list[str], more: tuple[str, ...]) -> list[str]:
    width = max(len(heads), len(more))
    above = heads + [""] * (width - len(heads))
    below = list(more) + [""] * (width - len(more))
    return [f"{one} {two}".strip() for one, two in zip(above, below, strict=True)]


def _lead(text: str, start: int) -> str:
    """The last two non-blank lines within 600 characters before the table."""
    lines = [line.strip() for line in text[max(0, start - 600) : start].splitlines() if line.strip()]
    return " ".join(lines[-2:])
