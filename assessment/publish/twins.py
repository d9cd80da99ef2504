"""Every table of an edition as a CSV file of its own beside the workbook, for programs and for other spreadsheets.

A file holds its headings and rows and nothing else; contents.csv says what each is. UTF-8, numbers with all their
digits, days as 2015-03-31, gaps as the symbols of the workbook.
"""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

from assessment.publish import cells
from assessment.publish.spreadsheet import Tabular, sheet_names

FOLDER, CONTENTS = "tables", "contents.csv"
HEADS = ("file", "title", "unit", "source", "notes", "illustrative")


def write(tables: Iterable[Tabular], edition: Path) -> None:
    """Write `tables/<name>.csv` for each table with rows, under the name of its sheet, and `tables/contents.csv`."""
    kept = [table for table in tables if table.frame.size]
    folder = edition / FOLDER
    folder.mkdir()
    listed = []
    for name, table in zip(sheet_names(kept), kept, strict=True):
        frame = cells.prepared(cells.with_index(table.frame))
        _file(folder / f"{name}.csv", list(frame.columns), frame.itertuples(index=False))
        listed.append((f"{name}.csv", *_about(table)))
    _file(folder / CONTENTS, HEADS, listed)


def _about(table: Tabular) -> tuple[str, ...]:
    notes = " ".join(getattr(table, "notes", ()))
    told = [cells.plain(text) for text in (table.caption, table.unit, table.source, notes)]
    return (*told, "Yes" if table.illustrative else "No")


def _file(path: Path, heads: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target, lineterminator="\n")
        writer.writerows([_plain(cell) for cell in row] for row in (heads, *rows))


def _plain(cell: object) -> object:
    """A cell that no program takes for a formula; a whole number without `.0`."""
    return int(cell) if isinstance(cell, float) and cell.is_integer() else cells.inert(cell)
