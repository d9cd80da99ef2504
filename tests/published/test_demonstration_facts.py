"""What the two documents say in words about the records, and what an extract must be."""

import gzip
import re
import subprocess
import sys

import polars as pl
import pytest
from demonstration_records import (
    DATES,
    LESS,
    NON_INJURY,
    NON_RECENT,
    RAPE,
    RAW,
    ROOT,
    SERIOUS,
    SEXUAL,
    STRANDS,
    YEARS,
    col,
    counted,
    frame,
    marked,
    months,
    span,
)

HARM = {  # crimes of 2014/15 by subgroup, or by offence codes where a harm category is finer
    ("Homicide",): 1,
    ("5D", "5E"): 135,
    ("8N", "8P"): 2470,
    ("105A", "105B", "104"): 1150,
    ("Stalking and harassment",): 292,
    ("Rape",): 137,
    ("Other sexual offences",): 234,
    ("Robbery of personal property", "Robbery of business property"): 190,
    ("Domestic burglary",): 900,
    ("Non-domestic burglary",): 850,
    ("Theft of a motor vehicle", "Theft from a vehicle", "Vehicle interference"): 1300,
    ("Theft from the person", "Bicycle theft", "Other theft offences"): 2200,
    ("Shoplifting",): 1500,
    ("Criminal damage",): 2230,
    ("Arson",): 70,
    ("Public order offences",): 660,
    ("Possession of weapons offences",): 103,
    ("Possession of drugs", "Trafficking of drugs"): 514,
    ("Miscellaneous crimes against society",): 310,
}


def year_of(year: str, table: str = "crime") -> pl.DataFrame:
    return frame(table).filter(col("recorded_date").is_between(*span(year)))


@pytest.mark.parametrize("names", HARM, ids="+".join)
def test_harm_categories_of_2014_15(names):
    rule = col("offence_subgroup").is_in(names) | col("offence_code").is_in(names)
    assert year_of("2014/15").filter(rule).height == HARM[names]
    assert sum(HARM.values()) == counted("crime.all", *span("2014/15"))


def test_five_categories_hold_the_printed_shares():
    weights = pl.read_csv(RAW / "harm_weights_demonstration_v1.csv", infer_schema=False)
    found = year_of("2014/15").with_columns(days=pl.lit(None), category=pl.lit(None))
    for level, column in (
        ("offence_code",) * 2,
        ("subcategory", "offence_subgroup"),
        ("category", "offence_group"),
    ):
        part = weights.filter(col("level") == level)
        for source, target in (("days", "days"), ("harm_category", "category")):
            mapped = col(column).replace_strict(part["key"], part[source], default=None)
            found = found.with_columns(pl.coalesce(target, mapped).alias(target))
    harm = found.group_by("category").agg(pl.len(), col("days").cast(float).sum()).sort("days", descending=True)
    top = harm.head(5)
    assert harm["days"].sum() == 720_900, harm
    assert round(100 * top["days"].sum() / harm["days"].sum()) == 90, harm
    assert round(100 * top["len"].sum() / harm["len"].sum()) == 21, harm
    assert harm["days"].head(4).sum() < 0.9 * harm["days"].sum(), "four categories already hold 90% of harm"


def test_domestic_abuse_by_month():
    printed = [160, 163, 167, 170, 169, 166, 158, 155, 206, 165, 158, 163]
    assert months("domestic.all", "2016/17") == printed
    earlier = [n for year in YEARS[:5] for n in months("domestic.all", year)]
    assert max(earlier) < 206, "December 2016 is printed as the highest month"
    assert max(sum(earlier[n : n + 3]) for n in range(0, 60, 3)) < 519, "quarter 3 is printed as the highest"


def test_antisocial_behaviour_by_month():
    now, before = months("asb.all", "2016/17"), months("asb.all", "2015/16")
    change = [a - b for a, b in zip(now, before, strict=True)]
    assert change == [-30, -40, 20, -110, 25, -45, -120, -30, 22, -50, -42, 18]
    assert all(sum(change[n : n + 3]) < 0 for n in range(0, 12, 3)), "each quarter is printed as down"


def test_violence_of_2014_15_in_words():
    days = span("2014/15")
    assert counted("domestic.assaults.change", *days) < 0, "all domestic assaults fell"
    assert counted("violence.serious.change", *days) < 0, "serious assaults fell"
    at_home = counted("domestic.non_injury.change", *days)
    assert at_home > 0, "domestic non-injury assaults rose"
    assert counted("violence.non_injury.change", *days) > at_home, "and so did the others"


def test_theft_of_2016_17_rose_by_burglary_and_vehicles():
    names = ["Domestic burglary", "Non-domestic burglary", "Theft of a motor vehicle", "Theft from a vehicle"]
    rule = col("offence_subgroup").is_in([*names, "Vehicle interference"])
    risen = year_of("2016/17").filter(rule).height - year_of("2015/16").filter(rule).height
    assert risen > 0.75 * 908


def test_domestic_abuse_of_2014_15_in_words():
    found = year_of("2014/15").filter(marked("domestic_abuse"))
    assert found.filter(marked("alcohol")).height > found.height / 3, "over one third is alcohol related"
    for who in ("victim", "suspect"):
        bands = found.group_by(f"{who}_age_band").len().sort("len", descending=True)
        assert set(bands[f"{who}_age_band"][:2]) == {"20-24", "25-29"}, f"{who}s peak in their twenties"


def test_exploitation_by_november_and_its_marker():
    assert sum(months("cse.crimes", "2015/16")[:8]) == 104
    empty = frame("crime").filter(col("cse").is_null())["recorded_date"]
    assert (empty.min(), empty.max()) == (span("2011/12")[0], span("2012/13")[1]), "no marker before April 2013"


@pytest.mark.parametrize(("year", "offences", "marks"), [("2015/16", 132, 139), ("2016/17", 201, 216)])
def test_hate_strands_overlap(year, offences, marks):
    days = span(year)
    assert counted("hate.all", *days) == offences
    assert sum(counted(f"hate.{strand}", *days) for strand in STRANDS) == marks


def test_any_reading_of_twelve_months_gives_the_same_non_recent_offences():
    days = (col("recorded_date") - col("committed_to")).dt.total_days()
    first = (col("recorded_date") - col("committed_from")).dt.total_days()
    found = frame("crime").filter(SEXUAL)
    for rule in (days > 360, days > 370, first > 360, first > 370):
        assert found.filter(rule ^ NON_RECENT).is_empty()


def test_violence_of_2015_16_has_every_age():
    for who in ("victim", "suspect"):
        assert counted(f"violence.known_{who}", *span("2015/16")) == 5140


def test_columns_and_values():
    crime, asb = frame("crime"), frame("asb")
    assert crime["record_number"].is_unique().all()
    assert asb["incident_number"].is_unique().all()
    assert crime.filter(col("committed_from") > col("committed_to")).is_empty()
    assert crime.filter(col("committed_to") > col("recorded_date")).is_empty()
    for name in ("alcohol", "domestic_abuse", *(f"hate_{strand}" for strand in STRANDS)):
        assert set(crime[name]) == {"Y", "N"}, name
    codes = {f"E{number:08d}" for number in range(1012662, 1012756)}
    for table in (crime, asb):
        assert set(table["lsoa"].drop_nulls()) == codes
        assert 0.01 < table["lsoa"].null_count() / table.height < 0.02
    assert crime.group_by("offence_code").agg(col("offence_description").n_unique())["offence_description"].max() == 1
    assert crime.filter(RAPE)["offence_code"].str.contains("^19[C-H]$").all()
    assert set(crime["offence_code"].filter(crime["offence_subgroup"] == "Violence with injury")) == {
        "5D",
        "5E",
        "8N",
        "8P",
    }
    assert crime.filter(SERIOUS | LESS | NON_INJURY)["offence_group"].n_unique() == 1
    assert DATES[0] in asb.columns


def test_crime_sits_in_a_stable_minority_of_places():
    old, new = (year_of(year).group_by("lsoa").len().drop_nulls() for year in ("2013/14", "2016/17"))
    both = old.join(new, on="lsoa")
    assert both.select(pl.corr("len", "len_right", method="spearman")).item() > 0.9
    top = new["len"].sort(descending=True).head(19).sum() / new["len"].sum()  # a fifth of the 94
    assert 0.4 < top < 0.7


def test_generator_makes_the_committed_files_again(tmp_path):
    made = subprocess.run(
        [sys.executable, ROOT / "data" / "generator", "--out", tmp_path],
        capture_output=True,
        text=True,
        check=False,
    )
    assert made.returncode == 0, made.stderr
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == sorted(
        [
            *(f"{kind}_{year.replace('/', '-')}.csv.gz" for kind in ("asb", "crime") for year in YEARS),
            "partnership_returns.csv",
            "case_register.csv",
            "consultation_2016.csv",
            "residents_survey_2015.csv",
        ]
    )
    for name in names:
        new, old = (folder.joinpath(name).read_bytes() for folder in (tmp_path, RAW))
        if name.endswith(".gz"):  # the compressor may differ from one Python to another, its content may not
            assert new[:8] == old[:8] == bytes.fromhex("1f8b080000000000"), f"{name}: a time or a file name in its head"
            new, old = gzip.decompress(new), gzip.decompress(old)
        assert new == old, f"{name} is not what the generator makes: run `python -m data.generator` and commit"


def test_records_are_small():
    assert sum(path.stat().st_size for path in RAW.iterdir() if re.match("crime_|asb_|partnership", path.name)) < 5e6
