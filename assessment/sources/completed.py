"""One row from the rows of several files: what the first file leaves empty comes from the next that has it."""

from collections.abc import Sequence

import polars as pl


def completed(frames: Sequence[tuple[int, pl.DataFrame]], keys: Sequence[str]) -> tuple[pl.DataFrame, set[int]]:
    """The rows of all frames, one for each key, in the order of the keys; and the places of the frames that gave any.

    `frames` are (place, frame), the one that holds first; a cell that it has is never replaced.
    """
    (first, whole), *others = [(place, once) for place, frame in frames for once in _once_each(frame, keys)]
    used = {first}
    for place, frame in others:
        joined = whole.join(frame, on=keys, how="full", coalesce=True, suffix="|next")
        values = [name for name in whole.columns if name not in keys]
        gives = pl.any_horizontal(pl.col(name).is_null() & pl.col(f"{name}|next").is_not_null() for name in values)
        if joined.select(gives.any()).item():
            used.add(place)
        whole = joined.with_columns(pl.coalesce(name, f"{name}|next").alias(name) for name in values).select(
            whole.columns
        )
    return whole.sort(keys), used


def _once_each(frame: pl.DataFrame, keys: Sequence[str]) -> list[pl.DataFrame]:
    """The frame as frames that hold a key once: the members of one archive come as one frame, below each other."""
    time = pl.int_range(pl.len()).over(keys).alias("|time")
    parts = frame.with_columns(time).partition_by("|time", maintain_order=True, include_key=False)
    return parts or [frame]


def differing(every: pl.DataFrame, keys: Sequence[str], columns: Sequence[str]) -> dict[str, pl.DataFrame]:
    """For each column in which rows of the same key differ, those keys with the `places` of their rows."""
    again = every.filter(pl.struct(keys).is_duplicated())
    found = {}
    for column in columns:
        told = again.drop_nulls(column).group_by(keys).agg(pl.col(column).n_unique().alias("values"), pl.col("place"))
        differ = told.filter(pl.col("values") > 1)
        if differ.height:
            found[column] = differ
    return found
