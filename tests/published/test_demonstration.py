"""Every figure that the two documents print and records can give, counted in the files of data/raw."""

import csv
import re
from datetime import date

import pytest
from demonstration_records import ROOT, YEARS, counted, months, span

CHANGE = re.compile(r"printed\.(.+)\.change_percent")
SHARES = {
    "printed.alcohol.share_of_crime": ("alcohol.all", "crime.all"),
    "printed.asb.youth_share": ("asb.youth", "asb.all"),
    "printed.domestic.share_of_crime": ("domestic.all", "crime.all"),
    "printed.violence.alcohol_share": ("alcohol.violence", "crime.violence"),
    "printed.crime.violence.share_of_crime": ("crime.violence", "crime.all"),
    "printed.cse.male_suspect_share": ("cse.male_suspects", "cse.suspects"),
    "printed.violence.victims_15_24": ("violence.victims_15_24", "violence.known_victim"),
    "printed.violence.suspects_15_24": ("violence.suspects_15_24", "violence.known_suspect"),
    "printed.violence.suspects_25_29": ("violence.suspects_25_29", "violence.known_suspect"),
    "printed.sexual.non_recent_share": ("sexual.non_recent", "crime.sexual"),
    "printed.rape.non_recent_share": ("rape.non_recent", "sexual.rape"),
    "printed.rape.non_recent_under_16_share": ("rape.non_recent_under_16", "rape.non_recent"),
}
# the reference counts behind the printed figures: a count a year, None where it is not fixed
TABLE = {
    "crime.all": (17650, 16900, 16332, 15246, 16600, 18659),
    "crime.violence": (3960, 3910, 3947, 4048, 5140, 5891),
    "violence.serious": (None, None, 150, 135, 148, 163),
    "violence.less_serious": (None, None, 2500, 2470, 2370, 2816),
    "violence.non_injury": (None, None, 1010, 1150, 1950, 2024),
    "violence.other": (None, None, 287, 293, 672, 888),
    "crime.sexual": (300, 317, 370, 371, 516, 690),
    "sexual.rape": (None, 105, 118, 137, 175, 220),
    "rape.in_year": (None, None, None, None, 111, 114),
    "rape.earlier": (None, None, None, None, None, 22),
    "rape.non_recent": (None, None, None, None, None, 84),
    "rape.non_recent_under_16": (None, None, None, None, None, 65),
    "sexual.non_recent": (None, None, None, None, None, 215),
    "sexual.assault": (None, None, None, None, 188, 245),
    "sexual.under_16": (None, None, None, 182, 257, 361),
    "domestic.all": (None, None, 1655, 1569, 1786, 2000),
    "domestic.serious": (None, None, None, None, 31, 35),
    "domestic.less_serious": (None, None, None, None, 660, 701),
    "domestic.non_injury": (None, None, None, None, 532, 574),
    "crime.theft": (None, None, None, 6750, 6830, 7738),
    "crime.drugs": (760, 690, 620, 514, None, None),
    "alcohol.all": (None, None, 2316, 2256, None, None),
    "alcohol.violence": (None, None, 1385, 1312, None, None),
    "asb.all": (None, None, 14100, 13734, 13640, 13258),
    "asb.personal": (None, None, 4300, 4250, None, None),
    "asb.nuisance": (None, None, 7300, 7025, None, None),
    "asb.environmental": (None, None, 2500, 2459, None, None),
    "asb.youth": (None, None, None, 2747, None, None),
    "cse.crimes": (0, 0, 147, 150, 154, None),
    "hate.all": (None, None, None, None, 132, 201),
}


def printed(*found: str) -> list:
    """Rows of the printed figures, one test each."""
    with (ROOT / "data" / "generator" / "printed.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["found"] in found]
    return [
        pytest.param(row, id=f"{row['document']}, {row['section']}: {row['measure']} {row['period_start'][:7]}")
        for row in rows
    ]


def close(actual: float, row: dict, what: str) -> None:
    """The figure rounds to what is printed."""
    half = 0.5 * 10.0 ** -len(row["value"].partition(".")[2])
    assert abs(actual - float(row["value"])) <= half + 1e-9, (
        f"{row['document']}, {row['section']}, {row['period_start']} to {row['period_end']}: "
        f"{what} is printed as {row['value']} and the records give {actual:.3f}"
    )


@pytest.mark.parametrize("row", printed("records"))
def test_printed_count(row):
    days = [date.fromisoformat(row[name]) for name in ("period_start", "period_end")]
    if row["measure"] == "asb.months_down":
        now, before = months("asb.all", "2016/17"), months("asb.all", "2015/16")
        actual = sum(a < b for a, b in zip(now, before, strict=True))
    else:
        actual = counted(row["measure"], *days)
    close(actual, row, row["measure"])


@pytest.mark.parametrize("row", [p for p in printed("both") if p.values[0]["measure"] in SHARES])
def test_printed_share(row):
    days = [date.fromisoformat(row[name]) for name in ("period_start", "period_end")]
    part, whole = (counted(name, *days) for name in SHARES[row["measure"]])
    close(100 * part / whole, row, f"{SHARES[row['measure']]}, {part} of {whole},")


@pytest.mark.parametrize("row", [p for p in printed("both") if CHANGE.fullmatch(p.values[0]["measure"])])
def test_printed_change_in_per_cent(row):
    name = CHANGE.fullmatch(row["measure"])[1]
    days = [date.fromisoformat(row[side]) for side in ("period_start", "period_end")]
    change, now = counted(f"{name}.change", *days), counted(name, *days)
    close(100 * change / (now - change), row, f"the change of {name}, {change} to {now},")


@pytest.mark.parametrize("what", TABLE)
def test_reference_counts(what):
    for year, expected in zip(YEARS, TABLE[what], strict=True):
        actual = counted(what, *span(year))
        assert expected in (None, actual), f"{what} in {year}: {expected} expected, the records give {actual}"
