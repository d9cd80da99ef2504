"""What the lines of a table tell of its hidden cells, and which rows say what is hidden elsewhere."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np
import pandas as pd

from assessment.measures.disclosure import audit
from assessment.publish.beside import HIDDEN

YEAR = re.compile(r"(\d{4})/\d\d")
COUNTS = ("Offences", "Crimes", "Number")  # heads of counts of the edition's own period


def told_in_rows(tables: Iterable[Mapping], withheld: Iterable[tuple[str, str, int]], own: str) -> Iterator[str]:
    """Rows that bear the name of what is hidden and hold its number under its period; `own` is that of plain counts."""
    lost = {(label.casefold(), period, count) for label, period, count in withheld}
    for table in tables:
        for name, *cells in table["rows"]:
            for head, cell in zip(table["columns"][1:], cells, strict=True):
                known = [one for one in lost if (str(name).strip().casefold(), cell) == (one[0], one[2])]
                if any(head == period or (head in COUNTS and period == own) for _, period, _ in known):
                    yield f"{table['caption']}: {name} is hidden elsewhere and stands here under {head}"


def told_by_table(table: Mapping, threshold: int, families: Iterable[Sequence[str]] = ()) -> Iterator[str]:
    """The hidden cells of a table that its own lines tell; `families` are the names of wholes, each with its parts."""
    rows, columns = table["rows"], table["columns"]
    if not any(HIDDEN in row for row in rows):
        return
    for row in rows:
        yield from _told_in_row(dict(zip(columns, row, strict=True)))
    yield from _told_in_columns(table, threshold, [*families])


def _told_in_row(row: Mapping[str, object]) -> Iterator[str]:
    """A change beside one of its sides, a share beside its count."""
    name, years = next(iter(row.values())), [head for head in row if YEAR.fullmatch(head)]
    sides = [*years[:2], "Change"]
    if len(years) == 2 and "Change" in row and [row[head] for head in sides].count(HIDDEN) == 1:
        yield f"{name}: the other two of {', '.join(sides)} tell the third"
    for head in row:
        part = row.get(head.removesuffix(", %")) if head.endswith(", %") else None
        if part == HIDDEN and isinstance(row[head], (int, float)):
            yield f"{name}: {head} tells the number beside it"


def _told_in_columns(table: Mapping, threshold: int, families: list[Sequence[str]]) -> Iterator[str]:
    """The parts of a whole that stands above them, or below as a total."""
    rows = table["rows"]
    for at, head in enumerate(table["columns"]):
        cells = [row[at] for row in rows]
        if at == 0 or HIDDEN not in cells or not (YEAR.fullmatch(head) or head in COUNTS):
            continue
        for whole, parts in _wholes(table, families):
            known = isinstance(cells[whole], (int, float))
            if known and _worked_out([cells[n] for n in parts], cells[whole], threshold):
                yield f"{head}: what is hidden follows from {rows[whole][0]}"


def _wholes(table: Mapping, families: list[Sequence[str]]) -> Iterator[tuple[int, list[int]]]:
    """The rows of wholes, each with those of its parts: of a known family by their names, for some kinds overlap."""
    names, levels = [str(row[0]).strip() for row in table["rows"]], table.get("levels") or ()
    total = next((at for at, name in enumerate(names) if name.casefold() == "total"), None)
    if total is not None:
        yield total, [at for at in range(len(names)) if at != total]
    elif levels and levels[0] == 0 and 0 not in levels[1:]:
        own = [parts for whole, *parts in families if whole == names[0]]
        for kinds in own or [[name for name, level in zip(names, levels, strict=True) if level == 1]]:
            yield 0, [at for at, name in enumerate(names) if at and name in kinds]


def _worked_out(parts: list[object], whole: float, threshold: int) -> bool:
    """Whether the parts shown and their whole bring a hidden part to a range narrower than the threshold."""
    counts = [float(part) if isinstance(part, (int, float)) else np.nan for part in parts]
    rest = {} if np.nansum(counts) > whole else {"rest": np.nan}
    given = pd.Series({**dict(enumerate(counts)), **rest, "Total": float(whole)})
    try:
        found = audit(given, threshold=threshold)
    except ValueError:
        return False  # kinds that overlap: they bind nothing
    return not found.loc[found["row"] != "rest", "protected"].all()
