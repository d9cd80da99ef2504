"""Which local authority an LSOA lies in, from whatever was supplied that tells it."""

from collections.abc import Iterable

import polars as pl

from assessment.project import Area
from assessment.sources.tables import TABLES

UNKNOWN = "unknown"
SCHEMA = {"lsoa": pl.String, "authority": pl.String}


def authorities(
    told: Iterable[pl.DataFrame], changes: Iterable[pl.DataFrame], streets: Iterable[pl.DataFrame], area: Area
) -> pl.DataFrame:
    """One row an LSOA of any vintage: `lsoa`, `authority`.

    The newest look-up holds; an LSOA of 2011 goes with that of 2021 which it became; at last the district's
    name that police.uk puts into the LSOA's name, for the districts of the area's configuration.
    """
    lies = pl.concat([pl.DataFrame(schema=TABLES["lsoa_authority"]), *told])
    became = pl.concat([pl.DataFrame(schema=TABLES["lsoa_changes"]), *changes])
    later = became.join(lies, left_on="lsoa21", right_on="lsoa").select("authority", "vintage", lsoa="lsoa11")
    ranked = pl.concat([lies.select(later.columns), later, _by_name(streets, area).select(later.columns)])
    newest = ranked.sort("vintage", "authority", descending=[True, False])
    return newest.unique("lsoa", keep="first", maintain_order=True).select("lsoa", "authority")


def _by_name(streets: Iterable[pl.DataFrame], area: Area) -> pl.DataFrame:
    codes = {district.name: district.code for district in area.districts}
    if len(area.authorities) == 1:
        codes.setdefault(area.name, area.authorities[0])
    named = [street.select("lsoa", "district").drop_nulls().unique() for street in streets]
    if not named:
        return pl.DataFrame(schema=TABLES["lsoa_authority"])
    authority = pl.col("district").replace_strict(codes, default=None, return_dtype=pl.String)
    told = pl.concat(named).select("lsoa", authority.alias("authority"), pl.lit(0, pl.Int64).alias("vintage"))
    return told.drop_nulls().unique("lsoa", keep="first", maintain_order=True)


def located(frame: pl.DataFrame, lies: pl.DataFrame) -> pl.DataFrame:
    """The frame with `authority`: null without an LSOA, `unknown` for one that no look-up knows."""
    joined = frame.join(lies, on="lsoa", how="left", maintain_order="left")
    known = pl.when(pl.col("lsoa").is_not_null()).then(pl.col("authority").fill_null(UNKNOWN))
    return joined.with_columns(known.alias("authority"))
