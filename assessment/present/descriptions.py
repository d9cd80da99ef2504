"""A picture in words: what its alternative text has no room for, made from the numbers behind it."""

from typing import TYPE_CHECKING

from assessment.present.alt import named
from assessment.present.tables import Column, Decimals, columns_of
from assessment.present.wording.numbers import counted, listed, number

if TYPE_CHECKING:
    import pandas as pd

MOST = 14  # columns: a year of months, and a name and a total beside them
GAPS = {"[c]": "suppressed", "[x]": "not available"}


def description(frame: "pd.DataFrame", decimals: Decimals = None) -> tuple[str, ...]:
    """How many rows the numbers have, then a sentence a column: its least and its most, and where they are.

    The values are those of the table beside it, rounded as there; what is suppressed there is counted here, not told.
    """
    heads, *columns = columns_of(frame, decimals)
    names = [f"{heads.head} {name}" if name.isdecimal() else name for name in heads.cells]
    if not names:
        return ()
    ends = f"{counted(len(names), 'row')}, the first {named(names[0])}, the last {named(names[-1])}"
    told = [f"The table has {ends if len(names) > 1 else f'one row: {named(names[0])}'}."]
    told += [_course(column, names) for column in columns[:MOST] if column.kind == "number"]
    rest = sum(column.kind == "number" for column in columns[MOST:])
    return (*told, *([f"{counted(rest, 'more column')} in the table."] if rest else []))


def _course(column: Column, names: list[str]) -> str:
    """`2014/15: least 253 (February), most 397 (August), 1 suppressed.`"""
    known = {at: float(value) for at, value in enumerate(column.values) if column.cells[at] not in GAPS}
    gaps = [f"{number(column.cells.count(mark))} {word}" for mark, word in GAPS.items() if mark in column.cells]
    least, most = min(known.values()), max(known.values())
    ends = [("least", least), ("most", most)] if least < most else [("all", least)]
    told = [f"{word} {_place(column, names, [at for at in known if known[at] == end])}" for word, end in ends]
    head = " ".join(map(str, column.head)) if isinstance(column.head, tuple) else column.head
    return f"{named(head)}: {', '.join([*told, *gaps])}."


def _place(column: Column, names: list[str], rows: list[int]) -> str:
    """A value and the rows that have it, by name where they are few."""
    where = listed([named(names[at]) for at in rows]) if len(rows) < 4 else f"{number(len(rows))} rows"
    return f"{column.cells[rows[0]]} ({where})"
