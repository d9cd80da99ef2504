"""Records month by month: jumps that are no change in crime or disorder."""

from collections.abc import Iterator, Mapping

import polars as pl

from assessment.periods import shift_month
from assessment.project import Area, recording_changes
from assessment.sources.base import Problem

JUMP = 2  # times the median of the months before
LOOK_BACK = 12  # months
ENOUGH = 3  # months to look back on
WORDS = {"crime": "crimes", "asb": "incidents of antisocial behaviour"}


def findings(area: Area, tables: Mapping[str, pl.DataFrame]) -> Iterator[Problem]:
    """A warning for each kind of records of which a month has far more than those before it."""
    coverage = tables.get("coverage")
    if coverage is None:
        return
    for (_, kind), own in sorted(coverage.group_by("source", "kind")):
        yield from jumps(own.sort("month"), coverage, str(kind), recording_changes(area.force, str(kind)))


def jumps(own: pl.DataFrame, coverage: pl.DataFrame, kind: str, changes: Mapping[str, str]) -> Iterator[Problem]:
    """The first month of a source with more than twice the median of the twelve before it, as far as they are there."""
    counts = dict(own.select("month", "rows").iter_rows())
    high = {month: usual for month in counts if (usual := _usual(counts, month)) and counts[month] > JUMP * usual}
    if not high:
        return
    first = min(high)
    every = coverage.filter((pl.col("month") == first) & pl.col("source").is_in(own["source"].implode()))["rows"].sum()
    lead = max((month for month in changes if shift_month(first, -3) <= month <= first), default="")
    why = f"; {changes[lead]} ({lead})" if lead else ""
    more = f", and {', '.join(sorted(high)[1:])} likewise" if len(high) > 1 else ""
    message = (
        f"{WORDS[kind]} are {counts[first]:,} of the {every:,} rows of {first}, {counts[first] / high[first]:.1f} "
        f"times the median of the months before ({high[first]:,.0f}){more}{why}"
    )
    mend = "Compare years with and without these months; say what happened beside the figure."
    touched, span = (kind, "district_months"), (first, max(high))
    yield Problem("warning", f"{kind}-jump", message, mend, tables=touched, months=span)


def _usual(counts: Mapping[str, int], month: str) -> float | None:
    """The median of the months before one; None where too few of them are there."""
    before = [shift_month(month, -back) for back in range(1, LOOK_BACK + 1)]
    found = [counts[one] for one in before if one in counts]
    return pl.Series(found).median() if len(found) >= ENOUGH else None
