"""Look-ups: LSOA of 2011 to 2021, LSOA to ward to authority, authority to partnership to police force."""

import re

import polars as pl

from assessment.sources import typed as kinds
from assessment.sources.base import Format, RawFile, Reading, find
from assessment.sources.simple import read_table
from assessment.sources.tables import conformed
from assessment.sources.typed import Column

# The Office for National Statistics writes LSOA21CD and LSOA21NM; other extracts lsoa21_code and lsoa21_name.
LSOA11, LSOA21 = r"lsoa11_?(code|cd)", r"lsoa21_?(code|cd)"
WARD, DISTRICT = r"(ward|wd)\d\d_?(code|cd)", r"(ltla|lad)(\d\d)_?(code|cd)"
PARTNERSHIP, FORCE = r"csp\d\d_?(code|cd)", r"pfa\d\d_?(code|cd)"
CHANGE = r"change_code|chgind"


def change(cell: pl.Series) -> pl.Series:
    """How an LSOA changed: U, S, M or X."""
    return kinds.matching(cell, "^[USMX]$")


kinds.WORDS[change] = "U, S, M or X"


def read_changes(raw: RawFile) -> Reading:
    """Read which LSOA of 2011 became which of 2021: U unchanged, S split, M merged, X irregular."""
    district = find(raw, DISTRICT)
    columns = [
        Column("lsoa11", find(raw, LSOA11), kinds.lsoa, required=True),
        Column("lsoa21", find(raw, LSOA21), kinds.lsoa, required=True),
        Column("change", find(raw, CHANGE), change, required=True),
        Column("authority", district, kinds.code),
    ]
    found: list[pl.DataFrame] = []
    reading = read_table(raw, "lsoa_changes", columns, lambda frame: found.append(frame) or frame)
    both = pl.concat([found[0].select("authority", lsoa=old) for old in ("lsoa21", "lsoa11")]).unique()
    reading.tables["lsoa_authority"] = _authorities(both, district)
    return reading


def read_wards(raw: RawFile) -> Reading:
    """Read the ward and authority of each LSOA of 2021."""
    lsoa, ward, district = (find(raw, pattern) for pattern in (LSOA21, WARD, DISTRICT))
    columns = [
        Column("lsoa", lsoa, kinds.lsoa, required=True),
        Column("lsoa_name", name_of(lsoa), kinds.text),
        Column("ward", ward, kinds.code, required=True),
        Column("ward_name", name_of(ward), kinds.text),
        Column("authority", district, kinds.code, required=True),
        Column("authority_name", name_of(district), kinds.text),
    ]
    reading = read_table(raw, "lsoa_wards", columns)
    reading.tables["lsoa_authority"] = _authorities(reading.tables["lsoa_wards"], district)
    return reading


def read_partnerships(raw: RawFile) -> Reading:
    """Read the community safety partnership and the police force area of each authority."""
    district, partnership, force = (find(raw, pattern) for pattern in (DISTRICT, PARTNERSHIP, FORCE))
    columns = [
        Column("authority", district, kinds.code, required=True),
        Column("name", name_of(district), kinds.text),
        Column("partnership", partnership, kinds.code),
        Column("partnership_name", name_of(partnership), kinds.text),
        Column("force", force, kinds.code),
        Column("force_name", name_of(force), kinds.text),
    ]
    return read_table(raw, "authorities", columns)


def name_of(code: str) -> str:
    """The column that holds the name for a column that holds the code."""
    return re.sub(r"cd$", "nm", code.replace("_code", "_name"))


def _authorities(frame: pl.DataFrame, district: str) -> pl.DataFrame:
    vintage = 2000 + int(re.fullmatch(DISTRICT, district)[2]) if district else 0
    known = frame.filter(pl.col("authority").is_not_null()) if district else frame.clear()
    return conformed(known.with_columns(pl.lit(vintage).alias("vintage")), "lsoa_authority")


def _has(*patterns: str):
    return lambda raw: all(find(raw, pattern) for pattern in patterns)


FORMATS = (
    Format(
        "lsoa_changes",
        ("lsoa11_code", "lsoa21_code", "change_code"),
        read_changes,
        _has(LSOA11, LSOA21, CHANGE),
    ),
    Format("lsoa_wards", ("lsoa21_code", "ward24_code", "ltla24_code"), read_wards, _has(LSOA21, WARD, DISTRICT)),
    Format(
        "authorities",
        ("ltla24_code", "csp24_code", "pfa24_code"),
        read_partnerships,
        _has(DISTRICT, PARTNERSHIP, FORCE),
    ),
)
