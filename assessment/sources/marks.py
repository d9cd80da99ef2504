"""The marks of a force's own extract: what it writes for yes, no and unknown, made what the workbook reads."""

from collections.abc import Callable, Sequence

import polars as pl

from assessment.sources import typed as kinds
from assessment.sources.base import RawFile
from assessment.sources.typed import Column

WRITTEN = {"yes": "Y", "no": "N"}


def unmarked(raw: RawFile, columns: Sequence[Column]) -> Callable[[pl.DataFrame], pl.DataFrame]:
    """A change of the text cells: `unknown` is empty in every column, yes and no are so among the markers only."""
    flags = {column.source for column in columns if column.kind is kinds.flag}
    known = {mark.strip().lower(): to for name, to in WRITTEN.items() for mark in raw.marks.get(name, ())}
    unknown = [mark.strip().lower() for mark in raw.marks.get("unknown", ())]

    def cell(name: str) -> pl.Expr:
        text = pl.col(name).str.strip_chars().str.to_lowercase()
        told = pl.col(name)
        if name in flags and known:
            told = pl.coalesce(text.replace_strict(known, default=None, return_dtype=pl.String), told)
        return pl.when(~text.is_in(unknown)).then(told).alias(name) if unknown else told

    def change(frame: pl.DataFrame) -> pl.DataFrame:
        return frame.with_columns(cell(name) for name in frame.columns if name != "line") if raw.marks else frame

    return change
