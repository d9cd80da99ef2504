"""police.uk over all months of a force: each Crime ID counted once, and only then the area's rows chosen."""

from dataclasses import dataclass

import polars as pl

from assessment.project import Area
from assessment.sources.base import Problem
from assessment.sources.months import blanks, gaps, headers, runs
from assessment.sources.national import National
from assessment.sources.places import located
from assessment.sources.police_uk import STREET
from assessment.sources.tables import conformed


@dataclass(frozen=True)
class Street:
    """One force's rows as they came: the area's `inside`, those of IDs that recur (`again`), and counts of all.

    `monthly` has rows, unnamed (no ID) and repeated by month, authority, category and kind; `places` the LSOAs of a
    month.
    """

    inside: pl.DataFrame
    again: pl.DataFrame
    monthly: pl.DataFrame
    places: pl.DataFrame


@dataclass(frozen=True)
class ForceMonths:
    """What police.uk gives: the area's `crime` and `asb`, every authority's months, the force's coverage.

    `street` is what was seen of the force's rows as they came: for findings, never for counts.
    """

    tables: dict[str, pl.DataFrame]
    problems: list[Problem]
    street: Street | None = None


def force_months(national: National, copies: pl.DataFrame, lies: pl.DataFrame, area: Area) -> ForceMonths:
    """Combine street-level rows. `copies` says which months came in which member of which source.

    An ID that recurs counts in its first month with its latest outcome; rows without one are never compared.
    Rows without an LSOA stay in the force's total (`district_months.authority` is null) and in `coverage`.
    """
    ours = lies.filter(pl.col("authority").is_in(area.authorities))["lsoa"].to_list()
    rows = _told(national.rows(ours), lies)
    monthly = _added_up(national, lies)
    every = monthly.group_by("force").agg(pl.col("rows").sum()).filter(pl.col("rows") == pl.col("rows").max())
    force = (rows["force"].mode() if rows.height else every["force"]).sort().first()
    of_force = monthly.filter(pl.col("force") == force)
    coverage = _coverage(of_force)
    once = rows.filter(~pl.col("repeat"))
    tables = {
        "crime": _crime(once.filter(pl.col("kind") == "crime")),
        "asb": _asb(once.filter(pl.col("kind") == "asb")),
        "district_months": _districts(monthly),
        "coverage": coverage,
    }
    told = [
        *each_month_once(copies)[1],
        *gaps(coverage, force),
        *blanks(coverage, force),
        *headers(copies),
        *_outside(monthly, area),
    ]
    theirs = pl.col("force") == force
    again = _told(national.recurring().filter(theirs), lies)
    street = Street(rows.filter(theirs), again, of_force, _lsoa_months(national, lies, force))
    return ForceMonths(tables, told, street)


def _told(rows: pl.DataFrame, lies: pl.DataFrame) -> pl.DataFrame:
    """The rows with their authority and with their `kind`."""
    return _kinds(located(rows.cast({pl.Categorical: pl.String}), lies))


def _kinds(rows: pl.DataFrame) -> pl.DataFrame:
    letters = pl.col("category").str.to_lowercase().str.replace_all("[^a-z]", "")  # it is spelt in several ways
    kind = pl.when(letters == "antisocialbehaviour").then(pl.lit("asb")).otherwise(pl.lit("crime"))
    return rows.with_columns(kind=kind)


def _added_up(national: National, lies: pl.DataFrame) -> pl.DataFrame:
    """Every force's `rows`, `unnamed` and `repeated` by month, authority, category and kind."""
    words, keys = lies.cast(pl.Categorical), ["force", "month", "authority", "category"]
    sums = pl.col("rows", "unnamed", "repeated").sum()
    parts = [located(part, words).group_by(keys).agg(sums) for part in national.counts()]
    return _kinds(pl.concat(parts).group_by(keys).agg(sums).cast({pl.Categorical: pl.String}))


def _lsoa_months(national: National, lies: pl.DataFrame, force: str) -> pl.DataFrame:
    """The LSOAs that have a row of the force in each month: `month`, `lsoa`, `authority`."""
    found = (part.select("month", "lsoa").unique() for part in national.counts(force))
    told = pl.concat(found).drop_nulls().unique().cast(pl.String)
    return located(told.sort("month", "lsoa"), lies)


def each_month_once(copies: pl.DataFrame) -> tuple[pl.DataFrame, list[Problem]]:
    """Which of `copies` are read: of a month of a force that came twice that with the most rows, the last of equals."""
    month, place = ["force", "month"], ["source", "member"]
    copies = copies.sort(*month, "rows", *place)
    chosen = copies.unique(month, keep="last", maintain_order=True)
    if chosen.height == copies.height:
        return copies, []
    contents = copies.group_by(month).agg(pl.col("content").n_unique())
    differ = sorted(contents.filter(pl.col("content") > 1)["month"].unique())
    return chosen, [_twice(sorted(set(copies["month"].filter(copies["month"].is_duplicated()))), differ)]


def _twice(months: list[str], differ: list[str]) -> Problem:
    """A month that came in two files: to be looked at where they differ."""
    mend = "Take the older download out of the raw folder."
    about = {"mend": mend, "tables": ("crime", "asb", "district_months")}
    if differ:
        message, span = f"{runs(differ)}; the file with the most rows was used", (differ[0], differ[-1])
        return Problem("warning", "month-twice", f"months that came twice and differ: {message}", months=span, **about)
    message, span = f"months that came twice, alike: {runs(months)}; counted once", (months[0], months[-1])
    return Problem("information", "month-twice", message, months=span, **about)


def _coverage(monthly: pl.DataFrame) -> pl.DataFrame:
    """The force's rows by kind and month, as they came: repeats are counted in the month of their own row."""
    blank = pl.col("rows").filter(pl.col("authority").is_null()).sum()
    told = monthly.group_by("kind", "month").agg(
        rows=pl.col("rows").sum(), blank_lsoa=blank, repeated=pl.col("repeated").sum()
    )
    told = told.with_columns(source=pl.lit(STREET), note=pl.lit("")).sort("kind", "month")
    return conformed(told, "coverage")


def _crime(rows: pl.DataFrame) -> pl.DataFrame:
    told = rows.drop("outcome").rename({"last_outcome": "outcome"}).with_columns(source=pl.lit(STREET))
    return conformed(told, "crime")


def _asb(rows: pl.DataFrame) -> pl.DataFrame:
    return conformed(rows.with_columns(source=pl.lit(STREET)), "asb")


def _districts(monthly: pl.DataFrame) -> pl.DataFrame:
    keys = ["month", "authority", "category", "kind"]
    counts = monthly.group_by(keys).agg(count=(pl.col("rows") - pl.col("repeated")).sum())
    return conformed(counts.filter(pl.col("count") > 0).sort(keys), "district_months")


def _outside(monthly: pl.DataFrame, area: Area) -> list[Problem]:
    """Rows of places outside the force's districts: they are no part of any area here."""
    if not area.districts:
        return []
    own = [district.code for district in area.districts] + list(area.authorities)
    elsewhere = pl.col("authority").is_not_null() & ~pl.col("authority").is_in(own)
    count, every = monthly.filter(elsewhere)["rows"].sum(), monthly["rows"].sum()
    message = f"{count:,} of {every:,} rows lie outside the force's districts; they are counted for no area"
    mend = "Nothing needs mending: rows are chosen by LSOA, never by force."
    return [Problem("information", "outside-force", message, mend, tables=("district_months",))] if count else []
