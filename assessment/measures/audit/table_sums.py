"""Tables: parts against their total."""

import re
from collections.abc import Iterator

from assessment.measures.audit.claim import CONSISTENT, INCONSISTENT, UNVERIFIABLE, Draft, Verdict
from assessment.measures.audit.phrases import stems
from assessment.measures.audit.reading import Document
from assessment.measures.audit.sums import SLACK, half_digit, shown
from assessment.measures.audit.tables import Cell, Row, Table

MOST_EXCESS = 0.25
"""Rows that pass their total by more than this share of it are not read as its parts (averages, say)."""
MOST_ROWS = 500
"""Rows under a total that are added up."""

_NOT_ADDED = re.compile(
    r"\b(?:average|mean|median|age|days|rank|score|rate|per|ratio|index|minutes|hours)\b", re.IGNORECASE
)
_TOTAL = re.compile(r"\b(?:total|totals|overall|all)\b", re.IGNORECASE)
_BARE_TOTAL = re.compile(r"(?:grand )?totals?|sum|overall total|all", re.IGNORECASE)
_BREAKDOWN = re.compile(
    r"\b(?:breakdown|broken down|split|by type|comprises?|made up of|distribution|composition)\b", re.IGNORECASE
)
_BY = re.compile(r"\s*(?:by\b|of which\b)", re.IGNORECASE)
_INSIDE = re.compile(r"\W*(?:of which|of these|of whom|including|incl|within|memo)\b", re.IGNORECASE)


def parts(document: Document, table: Table) -> Iterator[Draft]:
    """A total and the rows under it (or over it), column by column."""
    found = _total(document, table)
    if found is None:
        return
    whole, rows, bottom, strong = found
    rows = [row for row in rows if not _INSIDE.match(row.label)]
    rows = (rows[::-1] if bottom else rows)[:MOST_ROWS]
    usable = [(column, cells) for column in range(len(whole.cells)) if (cells := _addable(whole, rows, column))]
    surely = strong and not _has_subtotal([cells[1:] for _, cells in usable])
    for column, cells in usable:
        name = table.heads[column] if column < len(table.heads) else ""
        added = surely and not _NOT_ADDED.search(name)
        verdict, sums, reached = _adds(cells[0], cells[1:], strong=added, bottom=bottom)
        used = [whole, *rows[:reached]]
        start, end = min(row.start for row in used), max(row.end for row in used)
        yield Draft(start, end, "parts and total", verdict, f"{name}: {sums}" if name else sums)


def _addable(whole: Row, rows: list[Row], column: int) -> list[Cell]:
    """The total and the parts of one column, or nothing where one is missing, signed or negative."""
    cells = [row.cells[column] if column < len(row.cells) else None for row in [whole, *rows]]
    plain = [cell for cell in cells if cell and not cell.sign]
    return plain if len(plain) == len(cells) >= 3 else []


def _total(document: Document, table: Table) -> tuple[Row, list[Row], bool, bool] | None:
    """The whole, its parts, whether it stands below them, and whether the text says that they are its parts."""
    rows = list(table.rows)
    named = [row for row in rows if _TOTAL.search(row.label)]
    broken = bool(_BREAKDOWN.search(table.lead))
    if len(rows) < 3 or len(named) > 1:
        return None
    if not named:
        return (rows[0], rows[1:], False, True) if broken and _is_broken_down(document, table) else None
    whole, strong = named[0], broken or bool(_BARE_TOTAL.fullmatch(named[0].label))
    if whole is rows[0]:
        groups = [row.group for row in rows[1:] if _BY.match(row.group) and row.group != whole.group]
        below = [row for row in rows[1:] if groups and row.group == groups[0]]
        alike = [row for row in rows[1:] if row.group == whole.group]
        return whole, below or alike, False, strong or bool(below)
    above = [row for row in rows[:-1] if row.group == whole.group]
    return (whole, above, True, strong) if whole is rows[-1] and above else None


def _is_broken_down(document: Document, table: Table) -> bool:
    """Whether the words before the table break down what its first row names, and name none of the other rows."""
    said = _BREAKDOWN.search(table.lead)
    words = stems(table.rows[0].label, document.facts.forms)
    lead = stems(table.lead[said.end() : said.end() + 80] if said else "", document.facts.forms)
    others = [stems(row.label, document.facts.forms) - words for row in table.rows[1:]]
    return bool(words) and words <= lead and not any(other and other <= lead for other in others)


def _adds(total: Cell, cells: list[Cell], *, strong: bool, bottom: bool) -> tuple[Verdict, str, int]:
    """Consistent where the rows, or the first of them, add to the total within rounding; and how many were added."""
    running = list(_running(cells, total))
    for count in range(len(cells), 1, -1):
        value, slack = running[count - 1]
        if abs(value - total.value) <= slack:
            return CONSISTENT, _said(cells[:count], value, total), count
    over = [count for count, (value, slack) in enumerate(running, start=1) if value > total.value + slack]
    if not over:
        return UNVERIFIABLE, f"{_said(cells, running[-1][0], total)}: the rest is not listed", len(cells)
    reached = len(cells) if not bottom and len(cells) - over[0] <= 1 else over[0]
    sums = _said(cells[:reached], running[reached - 1][0], total)
    if not strong or over[0] < 2 or not _like_a_sum(total, cells, running[reached - 1][0]):
        return UNVERIFIABLE, f"{sums}: the rows may overlap, or may not be parts", reached
    return INCONSISTENT, f"{sums}: no run of rows adds to it, so they overlap or a figure is wrong", reached


def _like_a_sum(total: Cell, cells: list[Cell], value: float) -> bool:
    """Not far over the total, and for rates the total above each part: else it may be an average."""
    plain = not (total.percent or total.decimals)
    return value <= total.value * (1 + MOST_EXCESS) and (plain or total.value >= max(cell.value for cell in cells))


def _running(cells: list[Cell], total: Cell) -> Iterator[tuple[float, float]]:
    """The sum of the first one, two, ... cells and how far rounding may put it out."""
    value, slack = 0.0, _half(total) + SLACK
    for cell in cells:
        value, slack = value + cell.value, slack + _half(cell)
        yield value, slack + SLACK * abs(value)


def _half(cell: Cell) -> float:
    return half_digit(cell.decimals) if cell.percent or cell.decimals else 0.0


def _has_subtotal(columns: list[list[Cell]], reach: int = 40) -> bool:
    """Whether a row is, in every column, the sum of a run of rows next to it: adding all then counts some twice."""
    values = [[cell.value for cell in cells] for cells in columns]
    places = range(len(values[0]) if values else 0)
    return any(_sums_next(values, place, step, reach) for place in places for step in (1, -1))


def _sums_next(values: list[list[float]], place: int, step: int, reach: int) -> bool:
    sums = [0.0] * len(values)
    for far in range(1, reach):
        other = place + step * far
        if not 0 <= other < len(values[0]):
            return False
        sums = [value + column[other] for value, column in zip(sums, values, strict=True)]
        same = all(abs(value - column[place]) <= SLACK for value, column in zip(sums, values, strict=True))
        if far >= 2 and same and values[0][place]:
            return True
    return False


def _said(cells: list[Cell], value: float, total: Cell) -> str:
    places = max(cell.decimals for cell in [*cells, total])
    added = " + ".join(shown(cell.value, cell.decimals) for cell in cells[:12])
    added += " + …" if len(cells) > 12 else ""
    gap = f"{value - total.value:+,.{places}f}"
    return f"{added} = {shown(value, places)} against {shown(total.value, total.decimals)} ({gap})"
