"""Every quirk that the README of the real files measured, found again by the workbook with the same number."""

import zipfile

import polars as pl
import pytest

from assessment import check, project, store
from assessment.sources.vintages import became, converted

pytestmark = pytest.mark.real
BLACKPOOL = "E06000009"


@pytest.fixture(scope="module")
def prepared(real, tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ASSESSMENT_PROCESSED", str(tmp_path_factory.mktemp("processed")))
        return store.prepare(project.area("blackpool"), real)


@pytest.fixture(scope="module")
def street(real) -> pl.DataFrame:
    """All rows of police.uk as they lie in the zips, read without the workbook."""
    names = {"Crime ID": "record", "Month": "month", "LSOA code": "lsoa", "Crime type": "category"}
    frames = []
    for path in sorted((real / "police_uk").glob("*.zip")):
        with zipfile.ZipFile(path) as archive:
            members = [name for name in archive.namelist() if name.endswith("-street.csv")]
            frames += [
                pl.read_csv(archive.read(name), infer_schema=False).select(*names).rename(names) for name in members
            ]
    return pl.concat(frames)


QUIRKS = {
    "street-headers": ("the same 12 columns in all 47 files", "Context is empty in every row"),
    "repeated-ids": (
        "123,065 rows in 47 months: 732 rows repeat a Crime ID of the same month, 521 of them identical, and 338 IDs",
        "1,149 in 2020-03, 1,034 in 2020-07, 814 in 2020-10, 1,070 in 2020-12",
    ),
    "blank-lsoa": ("14.5% in 2021-07 (22.5% of its crimes alone)", "1.6% in 2014-08", "2021-04 to 2021-10"),
    "outside-force": ("1,709 of 781,277 rows lie outside",),
    "without-id": ("280,513 incidents of antisocial behaviour and 0 crimes have no Crime ID",),
    "lsoas-without-rows": ("in 5 months only 93 of the 94 LSOAs", "2014-10, 2020-12, 2021-09, 2022-09, 2024-02"),
    "dominant-lsoa": ("Blackpool 010D (E01012736) has 8,701 of the 123,065 rows",),
    "lsoa-vintages": (
        "of 2021 in 2024-01 to 2024-04",
        "17 LSOAs of the force's districts became 21",
        "none of them in Blackpool",
    ),
    "asb-jump": ("11,636 of the 20,553 rows of 2020-04, 2.9 times the median of the months before (4,036)", "COVID-19"),
    "missing-months": ("2014-12 to 2019-11, 2020-06, 2020-08 to 2020-09, 2022-11 to 2023-12 (77 months)",),
    "snap-points": ("at least eight addresses",),
    "one-category": ("35,184 of the 77,811 rows of crime",),
    "blank-coordinates": ("4 of 10 searches have no coordinates", "no LSOA", "UTC"),
    "not-rebased": ("138,381 residents of Blackpool in mid 2020 against 141,031 counted",),
    "different-years": ("2022/23, 2023/24, 2024/25",),
    "part-populations": ("IoD2025: populations for 94 of 33,755 LSOAs only, all of them in Blackpool",),
    "without-domains": ("IoD2019: scores of the index only", "IoD2004, IoD2007, IoD2015: the index only"),
    "releases-differ": ("IoD2025 counts income after housing costs",),
    "carried-forward": ("the values of 2021 are those of 2020 for Alcohol misuse", "Drug misuse", "Personal crime"),
    "blank-scores": ("15 of 300 rows",),
}


@pytest.mark.parametrize("quirk", QUIRKS)
def test_each_quirk_is_one_finding_with_its_numbers(prepared, quirk):
    found = [problem for problem in prepared.problems if problem.check == quirk]
    assert len(found) == 1, "one finding a quirk"
    for part in QUIRKS[quirk]:
        assert part in found[0].message
    assert found[0].severity in ("warning", "information")


def test_the_check_lists_them_and_blocks_nothing(prepared):
    told = check.listing(prepared)
    for parts in QUIRKS.values():
        assert all(part in told for part in parts)
    assert check.blocks(prepared) == []


def test_every_finding_beyond_single_files_says_what_it_touches(prepared):
    for problem in prepared.problems:
        if problem.check in QUIRKS and problem.check != "blank-coordinates":
            assert problem.tables, problem.check
            assert set(problem.tables) <= {*prepared.heights, "population"}


def test_the_same_numbers_counted_from_the_rows_in_another_way(street):
    assert street.height == 781277
    ours = street.filter(pl.col("lsoa").is_between(pl.lit("E01012662"), pl.lit("E01012755")))
    assert ours.height == 123065
    assert ours["lsoa"].value_counts(sort=True).row(0) == ("E01012736", 8701)
    monthly = ours.group_by("month").agg(pl.col("lsoa").n_unique()).sort("month")
    assert monthly.filter(pl.col("lsoa") == 93)["month"].to_list() == [
        "2014-10",
        "2020-12",
        "2021-09",
        "2022-09",
        "2024-02",
    ]
    assert monthly["lsoa"].min() == 93
    april = street.filter(pl.col("month") == "2020-04")
    assert (april["category"] == "Anti-social behaviour").sum() == 11636
    assert street.filter(pl.col("record").is_null())["category"].unique().to_list() == ["Anti-social behaviour"]


def test_converting_conserves_every_months_total_in_every_authority(prepared, street):
    """The whole force under today's codes: 17 old LSOAs become 21, and nothing else moves."""
    changes, residents = prepared.polars("lsoa_changes"), prepared.polars("population_lsoa")
    wards = prepared.polars("lsoa_wards")
    force = street.filter(pl.col("lsoa").is_not_null()).sort("month", maintain_order=True)
    districts = [district.code for district in project.area("blackpool").districts]
    known = wards.filter(pl.col("authority").is_in(districts)).select("lsoa", "authority")
    after = became(changes, residents, known["lsoa"])
    assert (after["lsoa11"].n_unique(), after["lsoa21"].n_unique()) == (17, 21)
    found = converted(force, after)
    assert found.rows.select(pl.exclude("lsoa")).equals(force.select(pl.exclude("lsoa")))
    moved = force.filter(found.rows["lsoa"] != force["lsoa"])
    assert moved.height == found.exact + found.divided > 8000
    assert found.rows.filter(pl.col("lsoa").is_in(after["lsoa11"].implode())).is_empty()
    old = after.join(known, left_on="lsoa21", right_on="lsoa").select("authority", lsoa="lsoa11")
    lies = pl.concat([known, old.select("lsoa", "authority")]).unique()
    assert lies["lsoa"].is_unique().all(), "an old LSOA lies in one authority"
    totals = [
        frame.join(lies, on="lsoa")
        .group_by("month", "authority", "category")
        .len()
        .sort("month", "authority", "category")
        for frame in (force, found.rows)
    ]
    assert totals[0].equals(totals[1])


def test_a_split_follows_the_residents_of_its_parts(prepared, street):
    changes, residents = prepared.polars("lsoa_changes"), prepared.polars("population_lsoa")
    after = became(changes, residents, prepared.polars("lsoa_wards")["lsoa"])
    force = street.filter(pl.col("lsoa").is_in(after["lsoa11"].implode())).sort("month", maintain_order=True)
    busiest = force["lsoa"].value_counts(sort=True)["lsoa"][0]
    mine = after.filter(pl.col("lsoa11") == busiest)
    found = converted(force.filter(pl.col("lsoa") == busiest), after).rows
    census = residents.filter((pl.col("basis") == "Census 2021") & pl.col("lsoa").is_in(mine["lsoa21"].implode()))
    for lsoa, people in census.select("lsoa", "residents").iter_rows():
        share = people / census["residents"].sum()
        assert (found["lsoa"] == lsoa).mean() == pytest.approx(share, abs=0.005)


def test_blackpools_94_codes_need_no_converting(prepared):
    assert not [problem for problem in prepared.problems if problem.check == "lsoa-converted"]
    assert prepared.polars("crime").filter(pl.col("authority") == BLACKPOOL)["lsoa"].n_unique() == 94
