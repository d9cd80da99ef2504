"""Indices of Deprivation by LSOA, 2004 to 2025, in the publisher's File 7 (or 1, or 2)."""

import re

import polars as pl

from assessment.sources import typed as kinds
from assessment.sources.base import Format, RawFile, Reading, find
from assessment.sources.simple import read_table
from assessment.sources.tables import DOMAINS, conformed
from assessment.sources.typed import Column

LSOAS_IN_ENGLAND = {2004: 32482, 2007: 32482, 2010: 32482, 2015: 32844, 2019: 32844, 2025: 33755}
DISTRICT_YEARS = {
    "2013": 2015,
    "2019": 2019,
    "2024": 2025,
    "04": 2004,
    "07": 2007,
    "10": 2010,
    "13": 2015,
    "19": 2019,
    "24": 2025,
}
HEADINGS = {
    "": "index_of_multiple_deprivation_imd",
    "income": "income",
    "employment": "employment",
    "education": "education_skills_and_training",
    "health": "health_deprivation_and_disability",
    "crime": "crime",
    "barriers": "barriers_to_housing_and_services",
    "living": "living_environment",
}
LSOA = r"lsoa_code_(2001|2011|2021)"
DISTRICT = r"local_authority_district_code_(\d{4})|lad(\d\d)_code"


def recognise(raw: RawFile) -> bool:
    """An LSOA column that names its vintage, and the rank of the index or of a domain."""
    return bool(find(raw, LSOA) and any(_heading(raw, domain, "rank") for domain in HEADINGS))


def read(raw: RawFile) -> Reading:
    """Read a release. Rank 1 is the most deprived; scores are not comparable between releases."""
    release = release_of(raw)
    vintage = int(re.fullmatch(LSOA, find(raw, LSOA))[1])
    fixed = {
        "release": f"IoD{release}",
        "lsoa_vintage": vintage,
        "lsoas_in_england": LSOAS_IN_ENGLAND[release],
    }
    constants = [pl.lit(value).alias(name) for name, value in fixed.items()]
    reading = read_table(raw, "deprivation", _columns(raw, release), lambda frame: frame.with_columns(constants))
    reading.release = f"IoD{release}"
    reading.tables["lsoa_authority"] = _authorities(reading.tables["deprivation"], release)
    return reading


def release_of(raw: RawFile) -> int:
    """The year of the release, from the year in which the header's districts are named, or else its LSOAs."""
    named = re.fullmatch(DISTRICT, find(raw, DISTRICT) or "")
    year = DISTRICT_YEARS.get((named[1] or named[2]) if named else "")
    by_lsoa = {"2001": 2010, "2011": 2019, "2021": 2025}
    return year or by_lsoa[re.fullmatch(LSOA, find(raw, LSOA))[1]]


def _heading(raw: RawFile, domain: str, what: str) -> str:
    """The column of a domain's score, rank or decile, though its name may be cut short after the word."""
    return find(raw, f"{HEADINGS[domain]}_{what}(_.*)?")


def _columns(raw: RawFile, release: int) -> list[Column]:
    rank, decile = kinds.between(1, LSOAS_IN_ENGLAND[release]), kinds.between(1, 10)
    columns = [
        Column("lsoa", find(raw, LSOA), kinds.lsoa, required=True),
        Column("lsoa_name", find(raw, r"lsoa_name_\d{4}"), kinds.text),
        Column("authority", find(raw, DISTRICT), kinds.text),
        Column("authority_name", find(raw, DISTRICT.replace("code", "name")), kinds.text),
        Column("population", find(raw, r"total_population(_.*)?"), kinds.amount),
    ]
    for domain in ("", *DOMAINS):
        stem = f"{domain}_" if domain else ""
        for what, kind in (("score", kinds.number), ("rank", rank), ("decile", decile)):
            columns.append(Column(stem + what, _heading(raw, domain, what), kind))
    return columns


def _authorities(frame: pl.DataFrame, release: int) -> pl.DataFrame:
    """Which authority an LSOA lies in, where the release names it by today's kind of code."""
    known = frame.filter(pl.col("authority").str.contains(r"^E\d{8}$"))
    return conformed(known.with_columns(pl.lit(release - 1).alias("vintage")), "lsoa_authority")


FORMATS = (Format("deprivation", ("lsoa_code", "index_of_multiple_deprivation_imd_rank"), read, recognise),)
