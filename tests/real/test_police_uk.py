"""The real files of police.uk, held against what their README counted in another way."""

import polars as pl
import pytest

from assessment import check, project, store
from assessment.periods import FinancialYear

pytestmark = pytest.mark.real
BLACKPOOL = "E06000009"


@pytest.fixture(scope="module")
def prepared(real, tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ASSESSMENT_PROCESSED", str(tmp_path_factory.mktemp("processed")))
        return store.prepare(project.area("blackpool"), real)


def problem(prepared, check_: str) -> str:
    return next(problem.message for problem in prepared.problems if problem.check == check_)


def test_every_file_is_recognised(prepared):
    assert [file.file for file in prepared.files if not file.format] == []
    assert prepared.blockers == []
    assert all(file.rows_kept + file.rows_set_aside == file.rows_read for file in prepared.files)
    assert sum(file.rows_set_aside for file in prepared.files) == 0
    assert len(check.rows(prepared)) >= len(prepared.files)


def test_47_months_and_their_gaps(prepared):
    coverage = prepared.polars("coverage")
    assert coverage["month"].n_unique() == 47
    assert coverage["rows"].sum() == 781277
    gaps = problem(prepared, "missing-months")
    assert "2014-12 to 2019-11, 2020-06, 2020-08 to 2020-09, 2022-11 to 2023-12 (77 months)" in gaps


def test_blackpools_rows_and_repeats(prepared):
    told = problem(prepared, "repeated-ids")
    assert "123,065 rows in 47 months: 732 rows repeat a Crime ID of the same month, 521 of them identical" in told
    assert "338 IDs recur in another month" in told
    kept = prepared.polars("crime").height + prepared.polars("asb").height
    removed = prepared.polars("district_months").filter(pl.col("authority") == BLACKPOOL)["count"].sum()
    assert kept == removed  # the same rows, counted in two ways
    assert prepared.polars("crime")["record"].is_duplicated().sum() == 0
    assert 123065 - 732 - 400 < kept < 123065 - 732


@pytest.mark.parametrize("month", ["2020-03", "2020-07", "2020-10", "2020-12"])
def test_the_months_with_many_repeats(prepared, month):
    repeated = prepared.polars("coverage").filter(pl.col("month") == month)["repeated"].sum()
    assert 800 <= repeated <= 1200


def test_crimes_without_a_place_in_2021_22(prepared):
    year = FinancialYear.parse("2021/22").months
    coverage = prepared.polars("coverage").filter(pl.col("month").is_in(year))
    assert coverage.filter(pl.col("kind") == "crime")["blank_lsoa"].sum() == 18122
    july = coverage.filter(pl.col("month") == "2021-07")
    assert july["blank_lsoa"].sum() / july["rows"].sum() == pytest.approx(0.145, abs=0.0005)
    assert "14.5% in 2021-07" in problem(prepared, "blank-lsoa")


def test_asb_is_apart_and_as_many_as_in_april_2020(prepared):
    coverage = prepared.polars("coverage").filter(pl.col("month") == "2020-04")
    assert coverage.filter(pl.col("kind") == "asb")["rows"].to_list() == [11636]
    assert coverage["rows"].sum() == 20553
    assert prepared.polars("crime").filter(pl.col("category").str.contains("(?i)anti-?social")).height == 0


def test_one_lsoa_has_a_large_part_of_the_rows(prepared):
    name = prepared.polars("lsoa_wards").filter(pl.col("lsoa_name") == "Blackpool 010D")["lsoa"][0]
    count = sum(prepared.polars(table).filter(pl.col("lsoa") == name).height for table in ("crime", "asb"))
    assert 8500 < count <= 8701


def test_the_lsoas_are_blackpools_94_of_either_vintage(prepared):
    codes = set(prepared.polars("crime")["lsoa"]) | set(prepared.polars("asb")["lsoa"])
    assert codes == {f"E010{number}" for number in range(12662, 12756)}


def test_lancashires_districts_all_have_crime(prepared):
    months = prepared.polars("district_months")
    districts = {district.code for district in project.area("blackpool").districts}
    assert districts <= set(months["authority"].drop_nulls())
    assert months.filter(pl.col("authority") == "unknown").height == 0


def test_from_the_store_nothing_is_read(prepared, real, monkeypatch):
    from assessment.store import readings

    monkeypatch.setattr(readings, "_read", lambda path, *rest: pytest.fail(f"{path} was read again"))
    monkeypatch.setenv("ASSESSMENT_PROCESSED", str(prepared.folder.parent.parent))
    assert store.prepare(project.area("blackpool"), real).folder == prepared.folder


def test_the_releases_are_whole(prepared):
    rows = (
        prepared.polars("deprivation")
        .group_by("release")
        .agg(pl.len(), pl.col("lsoas_in_england").first(), pl.col("rank").max())
    )
    told = {release: (count, england, last) for release, count, england, last in rows.iter_rows()}
    assert told == {
        "IoD2004": (32482, 32482, 32482),
        "IoD2007": (32482, 32482, 32482),
        "IoD2010": (32482, 32482, 32482),
        "IoD2015": (32844, 32844, 32844),
        "IoD2019": (32844, 32844, 32844),
        "IoD2025": (33755, 33755, 33755),
    }


def test_blackpool_has_its_94_lsoas_in_every_release(prepared):
    ours = prepared.polars("deprivation").filter(pl.col("authority") == BLACKPOOL)
    assert dict(ours.group_by("release").len().iter_rows()) == {
        f"IoD{year}": 94 for year in (2004, 2007, 2010, 2015, 2019, 2025)
    }
    assert ours.filter((pl.col("release") == "IoD2015") & (pl.col("decile") <= 2)).height == 48


def test_the_published_summaries_of_2025(prepared):
    told = prepared.polars("deprivation_published").filter(pl.col("authority") == BLACKPOOL)
    values = dict(told.select("measure", "value").iter_rows())
    names = ("average_rank", "average_score", "proportion_decile_1", "extent", "local_concentration")
    assert [values[name] for name in names] == [26536.86, 43.467, 0.4043, 0.5217, 33748.14]


def test_17_of_lancashires_old_lsoas_became_21(prepared):
    changes, wards = prepared.polars("lsoa_changes"), prepared.polars("lsoa_wards")
    codes = [district.code for district in project.area("blackpool").districts]
    ours = wards.filter(pl.col("authority").is_in(codes))["lsoa"].implode()
    changed = changes.filter(pl.col("lsoa21").is_in(ours) & (pl.col("change") != "U"))
    assert (changed["lsoa11"].n_unique(), changed["lsoa21"].n_unique()) == (17, 21)


def test_residents_and_scores(prepared):
    residents = prepared.polars("population").filter((pl.col("authority") == BLACKPOOL) & (pl.col("year") == 2020))
    assert residents["residents"].to_list() == [138381]
    lsoas = prepared.polars("lsoa_wards").filter(pl.col("authority") == BLACKPOOL)["lsoa"].implode()
    census = prepared.polars("population_lsoa").filter(pl.col("lsoa").is_in(lsoas) & (pl.col("basis") == "Census 2021"))
    assert census["residents"].sum() == 141031
    assert prepared.polars("severity_scores")["score"].null_count() >= 13


def test_the_outlines(prepared):
    layers = prepared.polars("boundaries").group_by("layer", "authority").len()
    told = {(layer, authority): count for layer, authority, count in layers.iter_rows()}
    assert (told["lsoa", BLACKPOOL], told["ward", BLACKPOOL]) == (94, 21)
    assert sum(count for (layer, _), count in told.items() if layer == "authority") == 318
