"""Tables: percentages that should make 100, and rates that should share one base."""

import re
from collections.abc import Iterator

from assessment.measures.audit.claim import CONSISTENT, INCONSISTENT, UNVERIFIABLE, Draft
from assessment.measures.audit.reading import Document
from assessment.measures.audit.sums import add_up, implied_base, interval, shown, whole_bases
from assessment.measures.audit.tables import Cell, Row, Table

NEAR_100 = 5.0
"""Percentages of a group are read as shares of one whole when they add to 100 give or take this."""
TIGHT, AGREE, MISPRINT = 0.02, 0.75, 0.10
"""A base is sure when three rows pin it to 2% of itself and three quarters of the rows agree; a row whose own
base is within 10% of it is then a misprint, one further off is on another base."""

_CHANGE = re.compile(r"\b(?:change|difference|increase|decrease|reduction|rise|fall)\b", re.IGNORECASE)
_SHARES = re.compile(r"\b(?:breakdown|distribution|composition|share|split|100%)\b", re.IGNORECASE)


def hundreds(document: Document, table: Table) -> Iterator[Draft]:
    """Groups of percentages that add to 100, give or take half of the last digit of each."""
    width = max(len(row.cells) for row in table.rows)
    for group in table.groups():
        rows = [row for row in group if not re.search(r"\btotal\b", row.label, re.IGNORECASE)]
        columns = [(column, cells) for column in range(width) if (cells := _shares(table, rows, column))]
        sums = {column: add_up([c.value for c in cells], [c.decimals for c in cells]) for column, cells in columns}
        held = any(abs(total - 100) <= slack for total, slack in sums.values())
        for column, cells in columns:
            total, slack = sums[column]
            if abs(total - 100) > NEAR_100:
                continue
            yield _hundred(table, rows, column, cells, total, slack, sure=held or bool(_SHARES.search(table.lead)))


def _shares(table: Table, rows: list[Row], column: int) -> list[Cell]:
    if _CHANGE.search(table.heads[column] if column < len(table.heads) else ""):
        return []
    cells = [row.cells[column] if column < len(row.cells) else None for row in rows]
    plain = [cell for cell in cells if cell and cell.percent and not cell.sign]
    return plain if len(plain) == len(cells) >= 3 else []


def _hundred(
    table: Table, rows: list[Row], column: int, cells: list[Cell], total: float, slack: float, *, sure: bool
) -> Draft:
    places = max(cell.decimals for cell in cells)
    added = " + ".join(shown(cell.value, cell.decimals) for cell in cells[:12]) + (" + …" if len(cells) > 12 else "")
    name = f"{table.heads[column]}: " if column < len(table.heads) and table.heads[column] else ""
    sums = f"{name}{added} = {shown(total, places)}, within {slack:g} of 100 for rounding"
    if abs(total - 100) <= slack + 1e-9:
        verdict = CONSISTENT
    else:
        verdict = INCONSISTENT if sure else UNVERIFIABLE
        sums = sums.replace(", within", ", not within")
    return Draft(rows[0].start, rows[-1].end, "shares of one whole", verdict, sums)


def bases(document: Document, table: Table) -> Iterator[Draft]:
    """Counts and rates side by side: the base each row implies, and the rows that do not share it."""
    width = min(8, max(len(row.cells) for row in table.rows))
    for counts in range(width):
        for rates in range(width):
            found = list(_implied(table, counts, rates))
            common = _common(found) if len(found) >= 4 else None
            if common:
                yield from _judge(table, found, common, counts, rates)


def _implied(table: Table, counts: int, rates: int) -> Iterator[tuple[Row, Cell, Cell, tuple[float, float]]]:
    for row in table.rows:
        if max(counts, rates) >= len(row.cells):
            continue
        count, rate = row.cells[counts], row.cells[rates]
        if not count or not rate or count.decimals or count.percent or count.sign or rate.sign or count.value <= 0:
            continue
        if rate.value > 0 and (rate.decimals or rate.percent):
            yield row, count, rate, implied_base(count.value, rate.value, rate.decimals)


def _common(found: list) -> tuple[float, float] | None:
    """The interval in which most of the rows' bases lie, where it is sure enough to judge the others by."""
    ends = sorted((low, 0, low) for *_, (low, _) in found) + sorted((high, 1, high) for *_, (_, high) in found)
    depth, best, place = 0, 0, None
    for value, closing, _ in sorted(ends):
        depth += -1 if closing else 1
        if depth > best:
            best, place = depth, value
    if place is None:
        return None
    inside = [base for *_, base in found if base[0] <= place <= base[1]]
    tight = [base for base in inside if base[1] - base[0] <= TIGHT * base[0]]
    if len(tight) < 3 or len(inside) < max(4, AGREE * len(found)):
        return None
    return max(low for low, _ in inside), min(high for _, high in inside)


def _judge(table: Table, found: list, common: tuple[float, float], counts: int, rates: int) -> Iterator[Draft]:
    apart = [item for item in found if item[3][1] < common[0] or item[3][0] > common[1]]
    name = table.heads[rates] if rates < len(table.heads) else ""
    base = whole_bases(*common) or common
    for row, count, rate, (low, high) in apart:
        middle = sum(common) / 2
        near = abs((low + min(high, 1e15)) / 2 / middle - 1) <= MISPRINT
        right = 100 * count.value / middle
        own = interval(*(whole_bases(low, high) or (low, high)))
        right_rate = f"{shown(right, rate.decimals + 1)}, to be printed {shown(right, rate.decimals)}"
        sums = (
            f"{name}: {shown(count.value)} at {shown(rate.value, rate.decimals)} is of {own}, the other rows are of"
            f" {interval(*base)}: {shown(count.value)} of {shown(middle)} is {right_rate}"
        )
        verdict = INCONSISTENT if near else UNVERIFIABLE
        yield Draft(row.start, row.end, "rates of one base", verdict, sums, *(whole_bases(low, high) or (None, None)))
    agreeing = len(found) - len(apart)
    sums = f"{name}: {agreeing} of {len(found)} rows share a base of {interval(*base)} (per 100)"
    yield Draft(table.rows[0].start, table.rows[-1].end, "rates of one base", CONSISTENT, sums, *base)
