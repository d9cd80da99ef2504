"""Tables: changes between columns, as differences and as percentages."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import zip_longest

from assessment.measures.audit.claim import CONSISTENT, INCONSISTENT, UNVERIFIABLE, Draft
from assessment.measures.audit.reading import Document
from assessment.measures.audit.sums import FROM_NOUGHT, overlap, shown
from assessment.measures.audit.tables import Cell, Row, Table

_WORD = r"\b(?:change|difference|increase|decrease|reduction|variance|diff)\b"
_CHANGE_WORD = re.compile(_WORD, re.IGNORECASE)
_CHANGE_HEAD = re.compile(rf"{_WORD}|%|\+/-", re.IGNORECASE)
_UNSIGNED_HEAD = re.compile(rf"{_WORD}|^\s*%\s*(?:\+/-)?$", re.IGNORECASE)
_PERCENT_HEAD = re.compile(r"%|\bper ?cent(?:age)?\b", re.IGNORECASE)
_ENDS_HEAD = re.compile(r"[0-9]% (?:confidence )?(?:interval|limits?|ci)\b|^(?:from|to)\b", re.IGNORECASE)
_POINTS_HEAD = re.compile(r"\bpoints?\b|\bpp\b|\bppts?\b", re.IGNORECASE)


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
    """The row, a heading's per cent sign on its column's figures; changes in points and ends of intervals left out."""
    cells = []
    for cell, head in zip_longest(row.cells, table.heads[: len(row.cells)], fillvalue=""):
        if cell and (_ENDS_HEAD.search(head) or (_CHANGE_HEAD.search(head) and _POINTS_HEAD.search(head))):
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
