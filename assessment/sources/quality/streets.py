"""police.uk as it came: what its rows of a force and of the area show before repeats are taken out."""

from collections.abc import Iterator, Mapping

import polars as pl

from assessment.project import Area
from assessment.sources.base import Problem
from assessment.sources.force_months import Street
from assessment.sources.months import runs
from assessment.sources.quality.places import codes_of, name_of
from assessment.sources.vintages import begun, ended

RECORDS = ("crime", "asb")
BOTH = "Violence and sexual offences"
DOMINANT = 5  # times what an LSOA would have if all had alike
MANY_REPEATS = 0.01  # of a month's rows


def findings(street: Street, area: Area, tables: Mapping[str, pl.DataFrame]) -> Iterator[Problem]:
    """What the rows of a force show."""
    inside = street.inside
    yield from repeats(street, area)
    yield from _without_id(street.monthly)
    yield from vintages(street.places, area, tables)
    if inside.height:
        yield from few_lsoas(inside, area, tables)
        yield from dominant(inside, area, tables)
        yield from _one_category(inside, area)
        message = "places are snap points that stand for at least eight addresses each: nothing below the LSOA is exact"
        mend = "Show LSOAs or wards; name no street and no address from these files."
        yield Problem("information", "snap-points", message, mend, tables=RECORDS)


def repeats(street: Street, area: Area) -> Iterator[Problem]:
    """How many rows repeat an ID: in the same month, identical or not, and in another month."""
    inside = street.inside
    named = inside.filter(pl.col("recurs"))
    if named.is_empty():
        return
    same, other = _repeated(named)
    identical = named.height - named.select("force", "record", "month", "category", "lsoa", "outcome").n_unique()
    message = (
        f"{area.name}, {inside.height:,} rows in {inside['month'].n_unique()} months: {same:,} rows repeat a Crime ID "
        f"of the same month, {identical:,} of them identical, and {other:,} IDs recur in another "
        f"month{_of_force(street)}; each is counted once, in its first month with its latest outcome"
    )
    mend = "Nothing needs mending; a newer download may have fewer, for the publisher corrects them."
    yield Problem("information", "repeated-ids", message, mend, tables=("crime", "district_months"))


def _repeated(named: pl.DataFrame) -> tuple[int, int]:
    """Of rows whose ID recurs: those that repeat one of the same month, and the IDs that are in several months."""
    months = named.select("force", "record", "month").unique()
    ids = months.select("force", "record")
    return named.height - months.height, ids.filter(ids.is_duplicated()).n_unique()


def _of_force(street: Street) -> str:
    """The same over the force, with the months that hold the most."""
    named = street.again
    same, other = _repeated(named)
    monthly = named.group_by("month").agg(again=pl.len() - pl.struct("force", "record").n_unique())
    counts = street.monthly.group_by("month").agg(len=pl.col("rows").sum())
    most = monthly.join(counts, on="month").filter(pl.col("again") > MANY_REPEATS * pl.col("len")).sort("month")
    listed = ", ".join(f"{again:,} in {month}" for month, again in most.select("month", "again").iter_rows())
    return f"; over the force {same:,} rows{f' ({listed})' if listed else ''} and {other:,} IDs"


def _without_id(monthly: pl.DataFrame) -> Iterator[Problem]:
    incidents, crimes = (monthly.filter(pl.col("kind") == kind)["unnamed"].sum() for kind in RECORDS[::-1])
    if incidents:
        message = (
            f"{incidents:,} incidents of antisocial behaviour and {crimes:,} crimes have no Crime "
            f"ID: they are never compared with each other, and all of them count"
        )
        mend = "Nothing needs mending; take no duplicates out of these files by their blank IDs."
        yield Problem("information", "without-id", message, mend, tables=RECORDS)


def vintages(places: pl.DataFrame, area: Area, tables: Mapping[str, pl.DataFrame]) -> Iterator[Problem]:
    """Codes of 2011 and of 2021 in one series: which months have which, and whose LSOAs changed."""
    changes = tables.get("lsoa_changes")
    if changes is None:
        return
    old, new = ended(changes), begun(changes)
    before, after = (
        places.join(frame.select(name).unique(), left_on="lsoa", right_on=name, how="semi")
        for frame, name in ((old, "lsoa11"), (new, "lsoa21"))
    )
    if before.is_empty() or after.is_empty():
        return
    codes = [district.code for district in area.districts] or list(area.authorities)
    theirs = before.filter(pl.col("authority").is_in(codes))["lsoa"].unique()
    became = old.filter(pl.col("lsoa11").is_in(theirs.implode()))["lsoa21"].n_unique()
    told = " and ".join(
        f"of {year} in {runs(frame['month'].unique().to_list())}" for year, frame in ((2011, before), (2021, after))
    )
    own = before.filter(pl.col("authority").is_in(area.authorities))["lsoa"].n_unique()
    mine = f"{own} of them in {area.name}" if own else f"none of them in {area.name}, whose codes are the same in both"
    message = f"LSOA codes are {told}; {len(theirs)} LSOAs of the force's districts became {became}, {mine}"
    mend = "A series by LSOA is under the codes of 2021 throughout; its totals are those of the files."
    yield Problem("information", "lsoa-vintages", message, mend, tables=RECORDS)


def few_lsoas(inside: pl.DataFrame, area: Area, tables: Mapping[str, pl.DataFrame]) -> Iterator[Problem]:
    """Months in which some of the area's LSOAs have no row: they count zero there."""
    codes = codes_of(area, tables)
    monthly = inside.filter(pl.col("lsoa").is_in(codes)).group_by("month").agg(pl.col("lsoa").n_unique()).sort("month")
    few = monthly.filter(pl.col("lsoa") < len(codes))
    if not codes or few.is_empty():
        return
    least, most = few["lsoa"].min(), few["lsoa"].max()
    told = f"{least}" if least == most else f"{least} to {most}"
    months = few["month"].to_list()
    count = f"{len(months)} month" if len(months) == 1 else f"{len(months)} months"
    message = f"in {count} only {told} of the {len(codes)} LSOAs of {area.name} have a row: {', '.join(months)}"
    mend = "Those without a row are filled with zero."
    yield Problem("information", "lsoas-without-rows", message, mend, tables=RECORDS)


def dominant(inside: pl.DataFrame, area: Area, tables: Mapping[str, pl.DataFrame]) -> Iterator[Problem]:
    """An LSOA with far more rows than its equal part."""
    codes = codes_of(area, tables)
    counts = inside.filter(pl.col("lsoa").is_in(codes)).group_by("lsoa").len().sort("len", "lsoa")
    if len(codes) < 2 * DOMINANT or counts.is_empty() or counts["len"][-1] * len(codes) <= DOMINANT * inside.height:
        return
    lsoa, count = counts.row(-1)
    message = (
        f"{name_of(lsoa, tables)} has {count:,} of the {inside.height:,} rows of {area.name} "
        f"({count / inside.height:.1%}), where one LSOA of {len(codes)} would have {1 / len(codes):.1%}"
    )
    mend = "A rate by its residents says who comes there, not who lives there: show counts beside it."
    yield Problem("information", "dominant-lsoa", message, mend, tables=RECORDS)


def _one_category(inside: pl.DataFrame, area: Area) -> Iterator[Problem]:
    both, crimes = inside.filter(pl.col("category") == BOTH).height, inside.filter(pl.col("kind") == "crime").height
    if both:
        message = (
            f"violence and sexual offences are one category: {both:,} of the {crimes:,} rows of crime of {area.name} "
            f"({both / crimes:.1%}) cannot be told apart"
        )
        mend = "For either alone, ask the force for an extract with offence codes."
        yield Problem("information", "one-category", message, mend, tables=("crime", "district_months"))
