"""The partnership's returns: each printed figure that records cannot give, and the county's districts."""

import csv
import tomllib
from collections import Counter
from datetime import date

import pytest
from demonstration_records import RAW, ROOT, counted, span

PUBLISHED = ROOT.parent / "shared" / "reference" / "published_figures.csv"
YEARS = ["2013/14", "2014/15", "2015/16", "2016/17"]
DISTRICT = {
    "crime.all": "crime.all",
    "crime.violence_against_the_person": "crime.violence",
    "crime.theft_offences": "crime.theft",
    "crime.sexual_offences": "crime.sexual",
    "crime.domestic_abuse": "domestic.all",
    "asb.all": "asb.all",
}


def read(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


RETURNS = read(RAW / "partnership_returns.csv")
PRINTED = read(ROOT / "data" / "generator" / "printed.csv")


def counts(measure: str, year: str) -> dict[str, int]:
    """The counts of the 14 districts."""
    start = span(year)[0].isoformat()
    return {
        row["area"]: int(row["value"])
        for row in RETURNS
        if row["measure"] == f"district.{measure}" and row["period_start"] == start
    }


def changes(measure: str, year: str) -> dict[str, float]:
    """Each district's change in per cent on the year before."""
    now, before = counts(measure, year), counts(measure, YEARS[YEARS.index(year) - 1])
    return {area: 100 * (now[area] / before[area] - 1) for area in now}


def county(measure: str, year: str) -> int:
    return sum(counts(measure, year).values())


def place(measure: str, year: str) -> int:
    """Blackpool's place among the districts, 1 the lowest change."""
    found = changes(measure, year)
    return sorted(found, key=found.get).index("Blackpool") + 1


def test_printed_figures_are_those_of_the_documents():
    if not PUBLISHED.exists():
        pytest.skip(f"{PUBLISHED} is not here: the printed figures are taken as committed")
    published = read(PUBLISHED)
    assert len(published) == 172
    for source, ours in zip(published, PRINTED, strict=False):
        same = [
            (source[a], ours[b]) for a, b in (("document", "document"), ("section", "section"), ("geography", "area"))
        ]
        assert all(a == b for a, b in same), f"{source} is not {ours}"
        assert float(source["value"]) == float(ours["value"]), f"{source} is not {ours}"


@pytest.mark.parametrize(
    "row",
    [
        pytest.param(row, id=f"{row['measure']} {row['area']} {row['period_start']}")
        for row in PRINTED
        if row["found"] != "records"
    ],
)
def test_every_printed_figure_is_a_return(row):
    columns = ("measure", "area", "period_start", "period_end")
    found = [each for each in RETURNS if all(each[name] == row[name] for name in columns)]
    assert len(found) == 1, f"{len(found)} returns for {row}"
    assert [found[0][name] for name in ("value", "unit", "numerator", "denominator")] == [
        row[name] for name in ("value", "unit", "numerator", "denominator")
    ]


def test_returns_are_tidy():
    keys = Counter((row["measure"], row["area"], row["period_start"], row["period_end"]) for row in RETURNS)
    assert max(keys.values()) == 1, keys.most_common(1)
    for row in RETURNS:
        assert date.fromisoformat(row["period_start"]) <= date.fromisoformat(row["period_end"]), row
        assert row["unit"], row
        float(row["value"])


@pytest.mark.parametrize(
    "row",
    [row for row in RETURNS if row["unit"] == "percent" and row["numerator"]],
    ids=lambda row: f"{row['measure']} {row['period_start']}",
)
def test_printed_percentages_follow_from_their_numbers(row):
    share = 100 * float(row["numerator"]) / float(row["denominator"])
    if row["measure"].endswith("change_percent"):
        share -= 100
    half = 0.5 * 10 ** -len(row["value"].partition(".")[2])
    assert abs(share - float(row["value"])) <= half, row


def test_districts_are_the_areas_of_the_configuration():
    names = {area["name"] for area in tomllib.loads((ROOT / "config/areas/blackpool.toml").read_text())["districts"]}
    for measure in DISTRICT:
        for year in YEARS:
            assert set(counts(measure, year)) == names, f"{measure} in {year}"


@pytest.mark.parametrize("measure", DISTRICT)
def test_blackpool_equals_the_records(measure):
    for year in YEARS:
        assert counts(measure, year)["Blackpool"] == counted(DISTRICT[measure], *span(year)), year


def test_county_totals_are_the_printed_ones():
    assert county("crime.all", "2014/15") == 92_646
    assert county("crime.all", "2014/15") - county("crime.all", "2013/14") == -2_726
    rise = county("crime.all", "2016/17") - county("crime.all", "2015/16")
    assert rise == 10_438
    assert round(100 * rise / county("crime.all", "2015/16"), 1) == 10.8
    for measure, change in (("crime.violence_against_the_person", 18.6), ("asb.all", -1.5)):
        assert round(100 * (county(measure, "2016/17") / county(measure, "2015/16") - 1), 1) == change


def test_blackpools_place_is_the_printed_one():
    violence = "crime.violence_against_the_person"
    for measure, year, printed in (
        (violence, "2014/15", 5),
        (violence, "2016/17", 4),
        ("crime.domestic_abuse", "2016/17", 3),
    ):
        assert all(change > 0 for change in changes(measure, year).values()), f"every district is up: {measure} {year}"
        assert place(measure, year) == printed, f"{measure} {year}"
    assert sum(change > 0 for change in changes("crime.theft_offences", "2016/17").values()) == 13


def test_kinds_of_crime_fit_into_all_crime():
    for year in YEARS:
        for area, total in counts("crime.all", year).items():
            parts = [counts(measure, year)[area] for measure in list(DISTRICT)[1:4]]
            assert sum(parts) < total, f"{area} in {year}"
