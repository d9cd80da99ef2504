"""The demonstration's small reference files agree with what is printed and published."""

import csv
import json
import math
import shutil
import subprocess
import sys
import tomllib
from collections import Counter
from pathlib import Path

import geopandas
import pytest
import shapely

ROOT = Path(__file__).resolve().parents[2]
RAW = ROOT / "data" / "raw"
REAL = ROOT.parent / "shared" / "real"
CODES = [f"E{number:08d}" for number in range(1012662, 1012756)]
INDEX = "Index of Multiple Deprivation (IMD)"
RANK, DECILE = "Rank (where 1 is most deprived)", "Decile (where 1 is most deprived 10% of LSOAs)"
DOMAINS = (
    "Income",
    "Employment",
    "Education, Skills and Training",
    "Health Deprivation and Disability",
    "Crime",
    "Barriers to Housing and Services",
    "Living Environment",
)

# crimes of 2014/15 by harm category, as the demonstration's plan of counts has them
COUNTS = {
    "Rape": 137,
    "Wounding": 135,
    "Sexual offences other than rape": 234,
    "Robbery": 190,
    "Assault with less serious injury": 2470,
    "Homicide": 1,
    "Non-injury assault": 1150,
    "Other violence": 292,
    "Dwelling burglary": 900,
    "Other burglary": 850,
    "Vehicle": 1300,
    "Other theft": 2200,
    "Shoplifting": 1500,
    "Criminal damage": 2230,
    "Arson": 70,
    "Public order": 660,
    "Weapons": 103,
    "Drugs": 514,
    "Miscellaneous crimes against society": 310,
}

# Cambridge Crime Harm Index, February 2026: median days, by subgroup, under both names of a subgroup
MEDIANS = {
    "Homicide": 5475,
    "Rape": 2555,
    "Rape offences": 2555,
    "Other sexual offences": 182.25,
    "Violence with injury": 365,
    "Violence without injury": 10,
    "Stalking and harassment": 10,
    "Death or serious injury - unlawful driving": 365,
    "Domestic burglary": 273.5,
    "Residential burglary": 273.5,
    "Non-domestic burglary": 183.5,
    "Non-residential burglary": 183.5,
    "Robbery of personal property": 365,
    "Robbery of business property": 365,
    "Vehicle offences": 5,
    "Theft of a motor vehicle": 5,
    "Theft from a vehicle": 5,
    "Vehicle interference": 5,
    "Theft from the person": 2,
    "Bicycle theft": 2,
    "Shoplifting": 1,
    "Other theft offences": 2,
    "Criminal damage": 2,
    "Arson": 185,
    "Public order offences": 7.5,
    "Possession of drugs": 3,
    "Trafficking of drugs": 5,
    "Possession of weapons offences": 273.75,
    "Miscellaneous crimes against society": 10,
    "Miscellaneous crimes": 10,
}


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def deprivation() -> list[dict[str, str]]:
    return read(RAW / "deprivation_2015_illustrative.csv")


@pytest.fixture(scope="module")
def lsoas() -> geopandas.GeoDataFrame:
    features = json.loads((RAW / "lsoa_2011_blackpool.geojson").read_text(encoding="utf-8"))["features"]
    return geopandas.GeoDataFrame.from_features(features, crs=4326)


def test_boundaries_are_the_94_lsoas_in_longitude_and_latitude(lsoas):
    assert list(lsoas["LSOA11CD"]) == CODES
    assert set(lsoas["LADCD"]) == {"E06000009"}
    assert lsoas["LSOA11NM"].str.fullmatch(r"Blackpool 0\d\d[A-F]").all()
    west, south, east, north = lsoas.total_bounds
    assert -3.07 < west < east < -2.98
    assert 53.77 < south < north < 53.88


def test_boundaries_cover_the_town_without_gap_or_overlap(lsoas):
    polygons = lsoas.geometry.to_numpy()
    assert lsoas.geometry.is_valid.all()
    assert shapely.coverage_is_valid(polygons)
    town = shapely.union_all(polygons)
    assert town.geom_type == "Polygon"
    assert not town.interiors
    square_kilometres = lsoas.to_crs(27700).area.sum() / 1e6
    assert square_kilometres == pytest.approx(34.9, rel=0.01), "Blackpool's land is 34.9 square kilometres"


@pytest.mark.real
@pytest.mark.skipif(not REAL.is_dir(), reason="../shared/real is not there: boundaries are not compared")
def test_boundaries_lie_where_the_publishers_finer_ones_lie(lsoas):
    finer = geopandas.read_file(REAL / "geography" / "blackpool_lsoa.geojson").set_index("LSOA21CD").to_crs(27700)
    ours = lsoas.set_index("LSOA11CD").to_crs(27700)
    town, theirs = ours.union_all(), finer.union_all()
    assert town.intersection(theirs).area / town.union(theirs).area > 0.95
    assert ours.centroid.distance(finer.geometry.centroid.reindex(ours.index)).max() < 200  # metres


def test_coordinates_are_rounded_to_five_decimals(lsoas):
    points = shapely.get_coordinates(lsoas.geometry.to_numpy())
    assert (points == points.round(5)).all()


def test_census_residents_of_the_94_lsoas_sum_to_the_published_142065():
    rows = read(RAW / "census_2011_lsoa_residents.csv")
    assert [row["lsoa11_code"] for row in rows] == CODES
    assert sum(int(row["census2011_usual_residents"]) for row in rows) == 142065


def test_census_residents_of_the_districts():
    rows = read(RAW / "census_2011_authorities.csv")
    residents = {row["code"]: int(row["census2011_usual_residents"]) for row in rows}
    area = tomllib.loads((ROOT / "config" / "areas" / "blackpool.toml").read_text(encoding="utf-8"))
    assert {row["code"]: row["name"] for row in rows} == {d["code"]: d["name"] for d in area["districts"]}
    assert residents["E06000009"] == 142065
    assert residents["E06000008"] == 147489  # Blackburn with Darwen, Census 2011
    assert sum(residents.values()) == 1460893  # Lancashire-14, Census 2011


def test_the_printed_population_alone():
    (row,) = read(RAW / "population_authority.csv")
    assert {name: value for name, value in row.items() if value} == {
        "code": "E06000009",
        "name": "Blackpool",
        "year": "2014",
        "total_population": "141400",
    }
    assert list(row)[4:] == [
        "age_0_15",
        "age_16_64",
        "age_65_plus",
        "age_15_64",
        "age_10_17",
        "age_18_24",
        "age_18_plus",
    ]


def test_deprivation_counts_are_the_published_ones(deprivation):
    deciles = Counter(int(row[f"{INDEX} {DECILE}"]) for row in deprivation)
    assert [row["LSOA code (2011)"] for row in deprivation] == CODES
    assert deciles[1] == 36
    assert deciles[1] + deciles[2] == 48
    assert sum(int(row[f"{INDEX} {RANK}"]) <= 100 for row in deprivation) == 13


@pytest.mark.parametrize("name", [INDEX, *DOMAINS])
def test_ranks_deciles_and_scores_agree(deprivation, name):
    (score,) = (column for column in deprivation[0] if column.startswith(f"{name} Score"))
    rows = sorted((int(row[f"{name} {RANK}"]), row) for row in deprivation)
    ranks = [rank for rank, _ in rows]
    assert len(set(ranks)) == 94
    assert 1 <= ranks[0] <= ranks[-1] <= 32844
    assert [int(row[f"{name} {DECILE}"]) for _, row in rows] == [math.ceil(rank * 10 / 32844) for rank in ranks]
    scores = [float(row[score]) for _, row in rows]
    assert scores == sorted(scores, reverse=True), "the more deprived has the higher score"


def test_the_most_deprived_lsoas_follow_the_shared_order(deprivation):
    order = subprocess.run(
        [
            sys.executable,
            "-c",
            "from data.generator.lsoas import deprivation_order; print(*deprivation_order())",
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    ranked = sorted(deprivation, key=lambda row: int(row[f"{INDEX} {RANK}"]))
    assert [row["LSOA code (2011)"] for row in ranked] == order


def test_deprivation_populations_are_the_census_residents(deprivation):
    census = {
        row["lsoa11_code"]: row["census2011_usual_residents"] for row in read(RAW / "census_2011_lsoa_residents.csv")
    }
    people = "Total population: mid 2012 (excluding prisoners)"
    assert {row["LSOA code (2011)"]: row[people] for row in deprivation} == census


@pytest.mark.real
@pytest.mark.skipif(not REAL.is_dir(), reason="../shared/real is not there: headings are not compared")
def test_headings_are_those_of_the_publishers_file(deprivation):
    published = set()
    for release in ("IoD2015", "IoD2025"):
        path = REAL / "iod" / f"{release}_LSOA_scores_ranks_deciles.csv"
        with path.open(encoding="utf-8-sig", newline="") as file:
            published |= set(next(csv.reader(file)))
    assert set(deprivation[0]) - published == {"Total population: mid 2012 (excluding prisoners)"}


@pytest.mark.parametrize(
    ("release", "measure", "value"),
    [
        ("IoD2004", "rank", 24),
        ("IoD2007", "rank", 12),
        ("IoD2010", "rank", 6),
        ("IoD2015", "rank", 1),
        ("IoD2010", "rank_of_local_concentration", 1),
        ("IoD2015", "rank_of_local_concentration", 1),
        ("IoD2015", "lsoas_in_top_100", 13),
        ("IoD2015", "proportion_decile_1", 0.383),
        ("IoD2015", "proportion_deciles_1_2", 0.5106),
    ],
)
def test_published_deprivation_ranks(release, measure, value):
    rows = read(RAW / "deprivation_published_ranks.csv")
    found = [row for row in rows if (row["release"], row["measure"]) == (release, measure)]
    assert [(row["authority_code"], float(row["value"])) for row in found] == [("E06000009", value)]


def test_five_categories_hold_90_per_cent_of_harm_and_21_per_cent_of_crimes():
    rows = read(RAW / "harm_weights_demonstration_v1.csv")
    days = {row["harm_category"]: float(row["days"]) for row in rows}
    assert set(days) == set(COUNTS)
    harm = {category: count * days[category] for category, count in COUNTS.items()}
    first = sorted(harm, key=harm.__getitem__, reverse=True)[:5]
    assert set(first) == set(list(COUNTS)[:5])
    assert sum(COUNTS.values()) == 15246
    assert sum(harm.values()) == 720900
    assert sum(harm[name] for name in first) / 720900 == pytest.approx(0.903, abs=0.0005)
    assert sum(COUNTS[name] for name in first) / 15246 == pytest.approx(0.208, abs=0.0005)
    assert sum(sorted(harm.values(), reverse=True)[:4]) / 720900 < 0.9, "four categories must not be enough"


def test_demonstration_weights_are_illustrative_and_agree_within_a_category():
    rows = read(RAW / "harm_weights_demonstration_v1.csv")
    assert {row["illustrative"] for row in rows} == {"true"}
    assert {row["version"] for row in rows} == {"Demonstration weights, version 1"}
    assert len({(row["harm_category"], row["days"]) for row in rows}) == len(COUNTS)
    assert len({(row["level"], row["key"]) for row in rows}) == len(rows)
    assert {row["key"] for row in rows if row["harm_category"] == "Wounding"} == {"5D", "5E"}


def test_cambridge_medians_of_2026():
    rows = read(ROOT / "config" / "harm" / "cchi_2026_subgroups.csv")
    assert {row["key"]: float(row["days"]) for row in rows} == MEDIANS
    assert len(rows) == len(MEDIANS)
    assert {(row["version"], row["level"], row["illustrative"]) for row in rows} == {
        ("Cambridge Crime Harm Index, February 2026", "subcategory", "false")
    }
    for row in rows:
        assert float(row["days_low"]) <= float(row["days"]) <= float(row["days_high"]), row["key"]


def test_every_raw_file_has_its_provenance():
    entries = tomllib.loads((RAW / "provenance.toml").read_text(encoding="utf-8"))
    for path in RAW.iterdir():
        if path.name in {"README.md", "provenance.toml"}:
            continue
        entry = next((entry for pattern, entry in entries.items() if path.match(pattern)), None)
        assert entry is not None, f"{path.name} has no entry in provenance.toml"
        assert set(entry) == {"publisher", "licence", "release", "illustrative", "note"}, path.name
    assert entries["deprivation_2015_illustrative.csv"]["illustrative"] is True
    assert entries["lsoa_2011_blackpool.geojson"]["illustrative"] is False
    assert "Contains OS data © Crown copyright" in entries["lsoa_2011_blackpool.geojson"]["note"]


def test_the_generator_gives_the_committed_bytes_again(tmp_path):
    shutil.copytree(ROOT / "data" / "generator", tmp_path / "data" / "generator")
    raw = tmp_path / "data" / "raw"
    raw.mkdir()
    for name in ("lsoa_2011_blackpool.geojson", "census_2011_lsoa_residents.csv"):
        shutil.copy(RAW / name, raw)
    subprocess.run([sys.executable, "-m", "data.generator.deprivation"], cwd=tmp_path, check=True)
    for name in ("deprivation_2015_illustrative.csv", "deprivation_published_ranks.csv"):
        assert (raw / name).read_bytes() == (RAW / name).read_bytes(), name


def test_reference_files_are_small():
    names = ("*.geojson", "census_*.csv", "deprivation_*.csv", "population_*.csv", "harm_*.csv", "*.toml")
    assert 0 < sum(path.stat().st_size for name in names for path in RAW.glob(name)) < 150_000
