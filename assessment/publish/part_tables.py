"""Tables of two editions whose columns count other months of a year: subtracted by the period and not by the head."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import product

from assessment.periods import MONTHS, FinancialYear, months_of
from assessment.publish.beside import Beside
from assessment.publish.table_lines import COUNTS, YEAR

TO_DATE = re.compile(r"to ([A-Z][a-z]{2}) (\d{4})")
OTHERS = ("Victims", "Suspects", "Marked as alcohol-related")  # heads of other counts of an edition's own months
OF_EACH = " of each)"  # in the caption of a table whose years are all cut where the edition ends


def differ_by_few(tables: Iterable[Mapping], guarded: Collection[str], beside: Beside, threshold: int) -> Iterator[str]:
    """Cells of guarded tables that differ by a small count from those of the same row in another edition."""
    for table, theirs, year in beside.alike(tables):
        if table["name"] not in guarded or not theirs or year == beside.year:
            continue
        heads = _months(table["columns"], beside.year, table["caption"])
        others = _months(theirs[0], year, table["caption"])
        rows = {row[0]: row for row in theirs[1:]}
        pairs = [
            (n, m)
            for n, (kind, own) in heads.items()
            for m, (other, months) in others.items()
            if kind == other and (own < months or months < own)
        ]
        for row, (at, place) in product(table["rows"], pairs):
            if _few(row[at], rows.get(str(row[0]), theirs[0])[place], threshold):
                name = f"{table['caption']}: {row[0]}, {table['columns'][at]},"
                yield f"{name} and {theirs[0][place]} of another edition differ by a number that is hidden"


def _months(heads: Iterable[str], year: str, caption: str) -> dict[int, tuple[str, frozenset[str]]]:
    """By the place of each column of counts, what it counts and the months that it is of in the edition of `year`."""
    own, found = FinancialYear.parse(year), {}
    for at, head in enumerate(heads):
        if head in (*COUNTS, *OTHERS):
            found[at] = (head if head in OTHERS else "", frozenset(own.months))
        elif YEAR.fullmatch(head):
            months = FinancialYear.parse(head).months
            found[at] = ("", frozenset(months[: own.length] if OF_EACH in caption else months))
        elif told := TO_DATE.fullmatch(head):
            number = next((n for n, name in enumerate(MONTHS, 1) if name.startswith(told[1])), 3)
            last = f"{told[2]}-{number:02d}"
            found[at] = ("", frozenset(months_of(f"{FinancialYear.of_month(last).first_month} to {last}")))
    return found


def _few(ours: object, theirs: str, threshold: int) -> bool:
    try:
        return isinstance(ours, (int, float)) and 0 < abs(ours - float(theirs)) < threshold
    except ValueError:
        return False
