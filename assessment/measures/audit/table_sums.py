"""Tables: changes between columns, and parts against their total."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import zip_longest

from assessment.measures.audit.claim import CONSISTENT, INCONSISTENT, UNVERIFIABLE, Draft, Verdict
from assessment.measures.audit.phrases import stems
from assessment.measures.audit.reading import Document
from assessment.measures.audit.sums import FROM_NOUGHT, SLACK, half_digit, overlap, shown
from assessment.measures.audit.tables import Cell, Row, Table

MOST_EXCESS = 0.25
"""Rows that pass their total by more than this share of it are not read as its parts (averages, say)."""
MOST_ROWS = 500
"""Rows under a total that are added up."""

_CHANGE_HEAD = re.compile(r"\b(?:change|difference|increase|decrease|reduction|variance|diff)\b|%|\+/-", re.IGNORECASE)
_UNSIGNED_HEAD = re.compile(
    r"\b(?:change|difference|increase|decrease|reduction|variance|diff)\b|^\s*%\s*(?:\+/-)?$", re.IGNORECASE
)
_CHANGE_WORD = re.compile(_UNSIGNED_HEAD.pattern.split("|^")[0], re.IGNORECASE)
_PERCENT_HEAD = re.compile(r"%|\bper ?cent(?:age)?\b", re.IGNORECASE)
_POINTS_HEAD = re.compile(r"\bpoints?\b|\bpp\b|\bppts?\b", re.IGNORECASE)
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


def changes(document: Document, table: Table) -> Iterator[Draft]:
    """Rows that print two counts, their difference and the percentage: 132, 201, +69, +52.3%."""
    for plain in table.rows:
        row = _headed(table, plain)
        place = _change_at(table, row)
        if place is None:
            continue
        printed = [cell for column, cell in enumerate(row.cells) if _is_change(table, place, column, cell)]
        if not printed:
            continue
        counts = [cell for cell in row.cells[:place] if cell]
        judged = [_row_change(first, counts[-1], printed) for first in counts[-2::-1]]
        holds, sums = next((found for found in judged if found[0]), judged[0])
        perhaps = not holds and _perhaps_percent(counts, printed)
        base = counts[-2].value if len(counts) == 2 and not counts[0].decimals else None
        undecided = perhaps or (not holds and not _surely_change(table, place)) or (holds and FROM_NOUGHT in sums)
        verdict = UNVERIFIABLE if undecided else CONSISTENT if holds else INCONSISTENT
        sums += "; it fits as a percentage, which the heading does not say" if perhaps else ""
        yield Draft(row.start, row.end, "change in a table", verdict, sums, base, base)


def _headed(table: Table, row: Row) -> Row:
    """The row with the per cent sign of each column's heading on its figures; a change in points is left out."""
    cells = []
    for cell, head in zip_longest(row.cells, table.heads[: len(row.cells)], fillvalue=""):
        if cell and _CHANGE_HEAD.search(head) and _POINTS_HEAD.search(head):
            cells.append(None)
        elif cell and _PERCENT_HEAD.search(head):
            cells.append(replace(cell, percent=True))
        else:
            cells.append(cell)
    return replace(row, cells=tuple(cells))


def _surely_change(table: Table, place: int) -> bool:
    """Whether the heading says that it is a change, or a sign does in some row; a bare % may head a share."""
    head = table.heads[place] if place < len(table.heads) else ""
    return bool(_CHANGE_WORD.search(head)) or any(cell and cell.sign for cell in table.column(place))


def _perhaps_percent(counts: list[Cell], printed: list[Cell]) -> bool:
    """Whether a change without a per cent sign, of which the heading says nothing either, fits as a percentage."""
    marked = [replace(cell, percent=True) for cell in printed]
    whole = not any(cell.decimals or cell.percent for cell in counts)
    return whole and any(_row_change(first, counts[-1], marked)[0] for first in counts[:-1])


def _is_change(table: Table, place: int, column: int, cell: Cell | None) -> bool:
    """Whether this is the first column of change or the one beside it, signed or under a head that says so."""
    head = table.heads[column] if column < len(table.heads) else ""
    named = bool(cell and (cell.sign or (cell.percent and _UNSIGNED_HEAD.search(head))))
    return place <= column <= place + 1 and named


def _change_at(table: Table, row: Row) -> int | None:
    """The column of the first figure that is a change (signed, or so headed) after two or more figures."""
    for place, cell in enumerate(row.cells):
        head = table.heads[place] if place < len(table.heads) else ""
        if cell is None:
            return None
        changed = _CHANGE_WORD.search(head) and place >= 2
        if cell.sign or changed or (cell.percent and _UNSIGNED_HEAD.search(head)):
            return place if place >= 2 and (not table.heads or _CHANGE_HEAD.search(head)) else None
        if cell.percent:
            return None
    return None


def _row_change(before: Cell, after: Cell, printed: list[Cell]) -> tuple[bool, str]:
    """Whether every printed change follows from the two figures (either of them being the earlier)."""
    holds, sums = _follows(before, after, printed)
    turned, other = _follows(after, before, printed)
    return (True, other) if turned and not holds else (holds, sums)


def _follows(before: Cell, after: Cell, printed: list[Cell]) -> tuple[bool, str]:
    holds, words = True, []
    for cell in printed:
        low, high = _span(before, after, percent=cell.percent)
        either = not cell.sign and overlap((-high, -low), cell.bounds)
        holds = holds and (either or overlap((low, high), cell.bounds))
        mark = "%" if cell.percent else ""
        words.append(f"{_middle(before, after, cell)}, printed {cell.value:+,.{cell.decimals}f}{mark}")
    return holds, f"{shown(before.value, before.decimals)} to {shown(after.value, after.decimals)}: {'; '.join(words)}"


def _span(before: Cell, after: Cell, *, percent: bool) -> tuple[float, float]:
    (low, high), (now_low, now_high) = before.bounds, after.bounds
    if not percent:
        return now_low - high, now_high - low
    if low <= 0:
        return float("-inf"), float("inf")
    return 100 * (now_low / high - 1), 100 * (now_high / low - 1)


def _middle(before: Cell, after: Cell, printed: Cell) -> str:
    if not printed.percent:
        return f"{after.value - before.value:+,.{after.decimals}f}"
    if not before.value:
        return FROM_NOUGHT
    return f"{100 * (after.value / before.value - 1):+,.{printed.decimals + 1}f}%"


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
