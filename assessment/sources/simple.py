"""Reads a file whose rows become the rows of one table: most formats are a list of columns and no more."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import polars as pl

from assessment.sources.base import RawFile, Reading
from assessment.sources.tables import conformed
from assessment.sources.text import rows
from assessment.sources.typed import Column, typed

Change = Callable[[pl.DataFrame], pl.DataFrame]


def read_table(
    raw: RawFile, table: str, columns: Sequence[Column], change: Change | None = None, cells: Change | None = None
) -> Reading:
    """Read the columns into `table`; `change` adds what follows from them. Every row is kept or set aside.

    `cells` changes the text cells before they are read.
    """
    found = rows(raw)
    found = replace(found, frame=cells(found.frame)) if cells else found
    kept = typed(found, columns)
    frame = change(kept.frame) if change else kept.frame
    return Reading(
        tables={table: conformed(frame, table)},
        rows_read=found.read,
        rows_kept=kept.frame.height,
        rejects=kept.rejects,
    )


def counted(raw: RawFile) -> Reading:
    """Count the rows of a file that is recognised and not used; torn ones are set aside all the same."""
    found = rows(raw)
    return Reading(rows_read=found.read, rows_kept=found.frame.height, rejects=found.rejects)
