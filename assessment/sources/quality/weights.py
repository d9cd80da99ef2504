"""Harm weights that cannot weigh: all of them nothing, or for kinds of crime that no record is of."""

from collections.abc import Iterator, Mapping

import polars as pl

from assessment.sources.base import Problem

FITS = 0.9  # of the records must have a weight; fewer, and the version is not used


def findings(tables: Mapping[str, pl.DataFrame]) -> Iterator[Problem]:
    """A warning for each version of weights that no record can be weighed by."""
    weights, crime = tables.get("harm_weights"), tables.get("crime")
    if weights is None:
        return
    for (version,), rows in sorted(weights.group_by("version")):
        if not rows["days"].sum():
            message = f"every weight of '{version}' is nought: nothing can be weighed by it"
            yield Problem("warning", "weights-nought", message, "Put the days in.", tables=("harm_weights",))
        elif crime is not None and crime.height:
            yield from _unfitting(str(version), rows, crime)


def _unfitting(version: str, rows: pl.DataFrame, crime: pl.DataFrame) -> Iterator[Problem]:
    known = {level: own["key"].implode() for (level,), own in rows.group_by("level")}
    share = crime.select(pl.any_horizontal(pl.col(level).is_in(keys) for level, keys in known.items()).mean()).item()
    if (share or 0) < FITS:
        levels = ", ".join(sorted(level.replace("_", " ") for level in known))
        message = (
            f"the weights of '{version}' (by {levels}) fit {share or 0:.0%} of the records of crime: they are not used"
        )
        mend = "Nothing, where other weights fit; otherwise write their keys as the records do."
        yield Problem("information", "weights-unfitting", message, mend, tables=("harm_weights",))
