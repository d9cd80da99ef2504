"""police.uk over all months of a force: each Crime ID counted once, and only then the area's rows chosen."""

from dataclasses import dataclass

import polars as pl

from assessment.project import Area
from assessment.sources.base import Problem
from assessment.sources.months import blanks, gaps, runs
from assessment.sources.places import located
from assessment.sources.police_uk import ASB, STREET
from assessment.sources.tables import conformed

# What police.uk writes where it has no outcome yet or has lost it: anything else in the same month says more.
UNSETTLED = ("Status update unavailable", "Under investigation")


@dataclass(frozen=True)
class ForceMonths:
    """What police.uk gives: the area's `crime` and `asb`, every authority's months, the force's coverage."""

    tables: dict[str, pl.DataFrame]
    problems: list[Problem]


def force_months(street: pl.DataFrame, copies: pl.DataFrame, lies: pl.DataFrame, area: Area) -> ForceMonths:
    """Combine street-level rows. `street` and `copies` have `source`, their file's place among the parts.

    An ID that recurs counts in its first month with its latest outcome; rows without one are never compared.
    Rows without an LSOA stay in the force's total (`district_months.authority` is null) and in `coverage`.
    """
    street, doubles = _each_month_once(street, copies)
    rows = pl.concat([_identified(frame) for frame in street.partition_by("force", maintain_order=True)])
    rows = located(rows, lies).with_columns(
        kind=pl.when(pl.col("category") == ASB).then(pl.lit("asb")).otherwise(pl.lit("crime"))
    )
    inside = rows.filter(pl.col("authority").is_in(area.authorities))
    force = inside["force"].mode().sort().first() if inside.height else rows["force"].mode().sort().first()
    coverage = _coverage(rows.filter(pl.col("force") == force))
    once = inside.filter(~pl.col("repeat"))
    tables = {
        "crime": _crime(once.filter(pl.col("kind") == "crime")),
        "asb": _asb(once.filter(pl.col("kind") == "asb")),
        "district_months": _districts(rows.filter(~pl.col("repeat"))),
        "coverage": coverage,
    }
    told = [
        *doubles,
        *gaps(coverage, force),
        *blanks(coverage, force),
        *_repeats(inside, area),
        *_outside(rows, area),
    ]
    return ForceMonths(tables, told)


def _each_month_once(street: pl.DataFrame, copies: pl.DataFrame) -> tuple[pl.DataFrame, list[Problem]]:
    """A month of a force that came twice is read from the file with the most rows, the last of equals."""
    month, place = ["force", "month"], ["source", "member"]
    copies = copies.sort(*month, "rows", *place)
    chosen = copies.unique(month, keep="last", maintain_order=True)
    if chosen.height == copies.height:
        return street, []
    contents = copies.group_by(month).agg(pl.col("content").n_unique())
    differ = sorted(contents.filter(pl.col("content") > 1)["month"].unique())
    kept = street.join(chosen, on=[*month, *place], how="semi", maintain_order="left")
    return kept, [_twice(sorted(set(copies["month"].filter(copies["month"].is_duplicated()))), differ)]


def _twice(months: list[str], differ: list[str]) -> Problem:
    """A month that came in two files: to be looked at where they differ."""
    mend = "Take the older download out of the raw folder."
    if differ:
        message = f"months that came twice and differ: {runs(differ)}; the file with the most rows was used"
        return Problem("warning", "month-twice", message, mend)
    return Problem("information", "month-twice", f"months that came twice, alike: {runs(months)}; counted once", mend)


def _identified(rows: pl.DataFrame) -> pl.DataFrame:
    """One force's rows in order of month with `repeat` (an ID seen before) and each ID's latest outcome."""
    rows = rows.sort("month", maintain_order=True)
    named = pl.col("record").is_not_null()
    rows = rows.with_columns(
        repeat=named & ~pl.col("record").is_first_distinct(), recurs=named & pl.col("record").is_duplicated()
    )
    settled = ~pl.col("outcome").is_in(UNSETTLED)
    stated = rows.filter(pl.col("recurs") & pl.col("outcome").is_not_null()).with_columns(settled=settled)
    latest = (
        stated.sort("month", "settled", maintain_order=True).group_by("record").agg(latest=pl.col("outcome").last())
    )
    joined = rows.join(latest, on="record", how="left", maintain_order="left")
    return joined.with_columns(pl.coalesce("latest", "outcome").alias("last_outcome")).drop("latest")


def _coverage(rows: pl.DataFrame) -> pl.DataFrame:
    """The force's rows by kind and month, as they came: repeats are counted in the month of their own row."""
    told = rows.group_by("kind", "month").agg(
        rows=pl.len(), blank_lsoa=pl.col("lsoa").null_count(), repeated=pl.col("repeat").sum()
    )
    told = told.with_columns(source=pl.lit(STREET), note=pl.lit("")).sort("kind", "month")
    return conformed(told, "coverage")


def _crime(rows: pl.DataFrame) -> pl.DataFrame:
    told = rows.drop("outcome").rename({"last_outcome": "outcome"}).with_columns(source=pl.lit(STREET))
    return conformed(told, "crime")


def _asb(rows: pl.DataFrame) -> pl.DataFrame:
    return conformed(rows.with_columns(source=pl.lit(STREET)), "asb")


def _districts(rows: pl.DataFrame) -> pl.DataFrame:
    keys = ["month", "authority", "category", "kind"]
    return conformed(rows.group_by(keys).agg(count=pl.len()).sort(keys), "district_months")


def _repeats(inside: pl.DataFrame, area: Area) -> list[Problem]:
    """How many of the area's rows repeat an ID: in the same month, identical or not, and in another month."""
    named = inside.filter(pl.col("recurs"))
    if named.is_empty():
        return []
    month_first = named.unique(["force", "record", "month"], keep="first", maintain_order=True)
    same = named.height - month_first.height
    identical = named.height - named.select("force", "record", "month", "category", "lsoa", "outcome").n_unique()
    other = month_first.group_by("force", "record").len().filter(pl.col("len") > 1).height
    message = (
        f"{area.name}, {inside.height:,} rows in {inside['month'].n_unique()} months: {same:,} rows repeat "
        f"a Crime ID of the same month, {identical:,} of them identical, and {other:,} IDs recur in another "
        f"month; each is counted once, in its first month with its latest outcome"
    )
    return [Problem("information", "repeated-ids", message)]


def _outside(rows: pl.DataFrame, area: Area) -> list[Problem]:
    """Rows of places outside the force's districts: they are no part of any area here."""
    if not area.districts:
        return []
    own = [district.code for district in area.districts] + list(area.authorities)
    count = rows.filter(pl.col("authority").is_not_null() & ~pl.col("authority").is_in(own)).height
    message = f"{count:,} of {rows.height:,} rows lie outside the force's districts; they are counted for no area"
    return [Problem("information", "outside-force", message)] if count else []
