"""Published values: carried forward from the year before, or blank."""

from collections.abc import Iterator, Mapping, Sequence

import polars as pl

from assessment.project import Area
from assessment.sources.base import Problem

MOST = 0.9  # of all authorities with the value of the year before: a single one may be the same by chance


def findings(area: Area, tables: Mapping[str, pl.DataFrame], scores: Sequence[pl.DataFrame]) -> Iterator[Problem]:
    """Values of the Health Index that are those of the year before, and severity scores that are blank."""
    if "health_index" in tables:
        yield from carried(area, tables["health_index"])
    yield from blank_scores(scores)


def carried(area: Area, table: pl.DataFrame) -> Iterator[Problem]:
    """The indicators whose value of a year is that of the year before, here and in nearly every authority."""
    earlier = table.select("authority", "indicator", pl.col("year") + 1, before="value")
    both = table.join(earlier, on=["authority", "indicator", "year"]).drop_nulls(["value", "before"])
    same = both.with_columns(same=pl.col("value") == pl.col("before"))
    whole = same.group_by("indicator", "year").agg(share=pl.col("same").mean(), places=pl.len())
    ours = (
        same.filter(pl.col("same") & pl.col("authority").is_in(area.authorities)).select("indicator", "year").unique()
    )
    found = ours.join(whole.filter(pl.col("share") >= MOST), on=["indicator", "year"]).sort("year", "indicator")
    if found.is_empty():
        return
    last = found["year"].max()
    latest = found.filter(pl.col("year") == last)
    named, others = latest["indicator"].to_list(), found.height - latest.height
    more = f"; {others} earlier values likewise" if others else ""
    message = (
        f"the values of {last} are those of {last - 1} for {', '.join(named)}, in {area.name} and in "
        f"{MOST:.0%} or more of {latest['places'].max():,} authorities: carried forward, not measured{more}"
    )
    mend = f"Do not read {last} against {last - 1} as a change; wait for the next release."
    yield Problem("warning", "carried-forward", message, mend, tables=("health_index",))


def blank_scores(scores: Sequence[pl.DataFrame]) -> Iterator[Problem]:
    """How many rows of severity scores are blank."""
    rows = sum(frame.height for frame in scores)
    blank = sum(frame["score"].null_count() for frame in scores)
    if blank:
        message = f"{blank:,} of {rows:,} rows of crime severity scores are blank"
        mend = "Those authorities are left out of comparisons; a blank is not zero."
        yield Problem("information", "blank-scores", message, mend, tables=("severity_scores",))
