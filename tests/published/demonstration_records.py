"""Counts in the committed records of data/raw: what each measure is, how many between two days."""

from datetime import date
from functools import cache
from pathlib import Path

import polars as pl

ROOT = Path(__file__).resolve().parents[2]
RAW = ROOT / "data" / "raw"
YEARS = ["2011/12", "2012/13", "2013/14", "2014/15", "2015/16", "2016/17"]
col = pl.col


def marked(name: str) -> pl.Expr:
    return col(name) == "Y"


def codes(*names: str) -> pl.Expr:
    return col("offence_code").is_in(names)


GROUP, SUBGROUP = col("offence_group"), col("offence_subgroup")
VIOLENCE, SEXUAL = GROUP == "Violence against the person", GROUP == "Sexual offences"
RAPE, ASSAULT = SUBGROUP == "Rape", codes("17A", "17B", "20A", "20B")
SERIOUS, LESS, NON_INJURY = codes("5D", "5E"), codes("8N", "8P"), codes("105A", "105B", "104")
UNDER_16 = col("victim_age_band").is_in(["0-9", "10-14", "15"])
NON_RECENT = col("committed_to") < col("recorded_date").dt.offset_by("-1y")
OPENING = col("recorded_date").dt.offset_by("-3mo").dt.truncate("1y").dt.offset_by("3mo")
STRANDS = ["race", "religion", "sexual_orientation", "transgender", "disability"]
YOUNG = ["15", "16-19", "20-24"]
CRIME = {
    "crime.all": pl.lit(value=True),
    "crime.violence": VIOLENCE,
    "crime.sexual": SEXUAL,
    "crime.theft": GROUP == "Theft offences",
    "crime.drugs": GROUP == "Drug offences",
    "violence.serious": SERIOUS,
    "violence.less_serious": LESS,
    "violence.non_injury": NON_INJURY,
    "violence.other": VIOLENCE & ~(SERIOUS | LESS | NON_INJURY),
    "violence.known_victim": VIOLENCE & col("victim_age_band").is_not_null(),
    "violence.known_suspect": VIOLENCE & col("suspect_age_band").is_not_null(),
    "violence.victims_15_24": VIOLENCE & col("victim_age_band").is_in(YOUNG),
    "violence.suspects_15_24": VIOLENCE & col("suspect_age_band").is_in(YOUNG),
    "violence.suspects_25_29": VIOLENCE & (col("suspect_age_band") == "25-29"),
    "sexual.rape": RAPE,
    "sexual.assault": ASSAULT,
    "sexual.under_16": SEXUAL & UNDER_16,
    "sexual.non_recent": SEXUAL & NON_RECENT,
    "rape.in_year": RAPE & (col("committed_from") >= OPENING),
    "rape.earlier": RAPE & (col("committed_to") < OPENING) & ~NON_RECENT,
    "rape.non_recent": RAPE & NON_RECENT,
    "rape.non_recent_under_16": RAPE & NON_RECENT & UNDER_16,
    "domestic.all": marked("domestic_abuse"),
    "domestic.assaults": marked("domestic_abuse") & (SERIOUS | LESS | NON_INJURY),
    "domestic.serious": marked("domestic_abuse") & SERIOUS,
    "domestic.less_serious": marked("domestic_abuse") & LESS,
    "domestic.non_injury": marked("domestic_abuse") & NON_INJURY,
    "alcohol.all": marked("alcohol"),
    "alcohol.violence": marked("alcohol") & VIOLENCE,
    "alcohol.domestic": marked("alcohol") & marked("domestic_abuse"),
    "cse.crimes": marked("cse"),
    "cse.suspects": marked("cse") & col("suspect_sex").is_not_null(),
    "cse.male_suspects": marked("cse") & (col("suspect_sex") == "M"),
    "hate.all": pl.any_horizontal(marked(f"hate_{strand}") for strand in STRANDS),
    **{f"hate.{strand}": marked(f"hate_{strand}") for strand in STRANDS},
}
ASB = {
    "asb.all": pl.lit(value=True),
    "asb.youth": marked("youth"),
    **{f"asb.{name.lower()}": col("type") == name for name in ("Personal", "Nuisance", "Environmental")},
}
DATES = ("recorded_date", "committed_from", "committed_to")


@cache
def frame(kind: str) -> pl.DataFrame:
    """All years of `crime` or `asb`, dates typed."""
    parts = [pl.read_csv(RAW / f"{kind}_{year.replace('/', '-')}.csv.gz", infer_schema=False) for year in YEARS]
    found = pl.concat(parts)
    return found.with_columns(col(name).str.to_date() for name in DATES if name in found.columns)


def span(year: str) -> tuple[date, date]:
    return date(int(year[:4]), 4, 1), date(int(year[:4]) + 1, 3, 31)


def counted(what: str, first: date, last: date) -> int:
    """The records of a measure recorded between two days; `….change`: less the same days a year before."""
    if what.endswith(".change"):
        what = what.removesuffix(".change")
        before = [day.replace(year=day.year - 1) for day in (first, last)]
        return counted(what, first, last) - counted(what, *before)
    table, rule = ("asb", ASB[what]) if what in ASB else ("crime", CRIME[what])
    recorded = col("recorded_date").is_between(first, last)
    return frame(table).filter(recorded & rule).height


def months(what: str, year: str) -> list[int]:
    """The twelve months of a year, April first."""
    starts = pl.date_range(*span(year), "1mo", eager=True)
    return [counted(what, first, last) for first, last in zip(starts, starts.dt.month_end(), strict=True)]
