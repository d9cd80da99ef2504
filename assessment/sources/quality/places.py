"""The LSOAs of an area and their names, for findings that speak of places."""

from collections.abc import Mapping

import polars as pl

from assessment.project import Area


def codes_of(area: Area, tables: Mapping[str, pl.DataFrame]) -> list[str]:
    """The area's LSOAs by the look-up to wards, else the outlines, else the newest deprivation release; may be none."""
    for name, column in (("lsoa_wards", "lsoa"), ("boundaries", "code"), ("deprivation", "lsoa")):
        table = tables.get(name)
        if table is None:
            continue
        if name == "boundaries":
            table = table.filter(pl.col("layer") == "lsoa")
        if name == "deprivation":
            table = table.filter(pl.col("release") == table["release"].max())
        codes = table.filter(pl.col("authority").is_in(area.authorities))[column].unique().sort().to_list()
        if codes:
            return codes
    return []


def name_of(lsoa: str, tables: Mapping[str, pl.DataFrame]) -> str:
    """An LSOA's name and code: `Blackpool 010D (E01012736)`; the code alone where no file names it."""
    for name in ("lsoa_wards", "deprivation"):
        if name in tables:
            found = tables[name].filter(pl.col("lsoa") == lsoa)["lsoa_name"].drop_nulls()
            if len(found):
                return f"{found[0]} ({lsoa})"
    return lsoa
