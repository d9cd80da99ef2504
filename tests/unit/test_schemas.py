"""Each table's promise: what readers make keeps it, and a row that breaks it stops the build with table and column."""

from datetime import date

import polars as pl
import pytest

from assessment import project, store
from assessment.errors import AssessmentError
from assessment.sources.schemas import BrokenPromise, kept
from assessment.sources.tables import KEYS, TABLES, conformed
from assessment.store import readings

GOOD: dict[str, dict[str, object]] = {
    "crime": {
        "record": "1",
        "month": "2014-12",
        "category": "Drugs",
        "lsoa": "E01012662",
        "authority": "E06000009",
        "source": "s",
    },
    "asb": {"incident": "1", "month": "2014-12", "source": "s"},
    "outcomes": {"month": "2014-12", "lsoa": "E01012662", "authority": "E06000009"},
    "stops": {"month": "2014-12", "longitude": -3.0, "latitude": 53.8},
    "street": {"category": "Drugs", "lsoa": None, "line": 2, "part": 0},
    "street_months": {"month": "2014-12", "rows": 1},
    "lsoa_authority": {"lsoa": "E01012662", "authority": "E06000009", "vintage": 2021},
    "district_months": {"month": "2014-12", "authority": "unknown", "category": "Drugs", "kind": "crime", "count": 0},
    "coverage": {"source": "s", "kind": "asb", "month": "2014-12", "rows": 10, "blank_lsoa": 10, "repeated": 0},
    "deprivation": {
        **{"release": "IoD2004", "lsoa": "E01012662", "lsoa_vintage": 2001, "authority": "00EY", "population": 1.0},
        **{"rank": 32482, "decile": 10, "lsoas_in_england": 32482, "crime_rank": 1, "crime_decile": 1},
    },
    "deprivation_published": {"release": "r", "authority": "E06000009", "measure": "income_extent", "value": 1.0},
    "population": {"authority": "E06000009", "year": 2014, "residents": 0, "age_0_15": 0, "basis": "Census 2021"},
    "population_lsoa": {
        "lsoa": "E01012662",
        "lsoa_vintage": 2011,
        "year": 2014,
        "residents": 1,
        "basis": "mid-year estimate",
    },
    "boundaries": {"layer": "ward", "code": "E05015186", "geometry": b"x"},
    "lsoa_wards": {"lsoa": "E01012662", "ward": "E05015186", "authority": "E06000009"},
    "lsoa_changes": {"lsoa11": "E01012662", "lsoa21": "E01012662", "change": "U"},
    "authorities": {"authority": "E06000009", "partnership": "E22000151"},
    "harm_weights": {"version": "v", "level": "category", "key": "k", "harm_category": "h", "days": 0.0},
    "returns": {
        "measure": "m",
        "area": "a",
        "period_start": date(2014, 4, 1),
        "period_end": date(2014, 4, 1),
        "value": -1.0,
    },
    "published": {"topic": "t", "measure": "m", "area": "a", "period": "2014/15"},
    "drug_deaths": {"authority": "E06000009", "year": 2014, "deaths": 0},
    "health_index": {"authority": "E06000009", "year": 2021, "indicator": "i", "value": 1.0},
    "severity_scores": {"authority": "E06000009", "period": "2022/23", "score": None},
    "recorded_crime": {"year": "2017/18", "quarter": 4, "partnership": "Blackpool", "count": -1},
}
BAD = {
    "crime": [
        ("month", "2014-13"),
        ("month", "2014"),
        ("month", "14-12"),
        ("month", None),
        ("lsoa", "E0101266"),
        ("authority", "Blackpool"),
        ("category", None),
        ("source", None),
    ],
    "asb": [("month", None)],
    "outcomes": [("lsoa", "x")],
    "stops": [("longitude", 3.1), ("latitude", 48.0)],
    "street": [("category", None)],
    "street_months": [("rows", -1)],
    "lsoa_authority": [("authority", "x")],
    "district_months": [("kind", "crimes"), ("count", -1)],
    "coverage": [("rows", -1), ("kind", None)],
    "deprivation": [
        ("decile", 0),
        ("decile", 11),
        ("crime_decile", 11),
        ("rank", 0),
        ("lsoa_vintage", 2012),
        ("population", -1.0),
        ("release", None),
    ],
    "deprivation_published": [("authority", "Blackpool")],
    "population": [("residents", -1), ("age_0_15", -1), ("year", 14), ("basis", "guess")],
    "population_lsoa": [("lsoa_vintage", 2022)],
    "boundaries": [("layer", "region"), ("geometry", None)],
    "lsoa_wards": [("ward", "Anchorsholme")],
    "lsoa_changes": [("change", "Q"), ("lsoa21", "x")],
    "authorities": [("partnership", "Blackpool")],
    "harm_weights": [("level", "offence"), ("days", -1.0), ("days", None)],
    "returns": [("period_end", None), ("measure", None)],
    "drug_deaths": [("deaths", -1), ("authority", "x")],
    "health_index": [("year", 21)],
    "severity_scores": [("authority", "x")],
    "recorded_crime": [("quarter", 5)],
}
ROWS_THAT_DISAGREE = [
    ("deprivation", {"rank": 32483}, "rank above"),
    ("coverage", {"blank_lsoa": 11}, "blank_lsoa above rows"),
    ("coverage", {"repeated": 11}, "repeated above rows"),
    ("returns", {"period_end": date(2014, 3, 31)}, "period_end before"),
    ("deprivation_published", {"value": 38.3}, "value of a share"),
    ("deprivation_published", {"value": -0.1, "measure": "proportion_decile_1"}, "value of a share"),
]


def table(name: str, *changes: dict[str, object]) -> pl.DataFrame:
    """A good row for each set of changes to it."""
    rows = [{**GOOD[name], **change} for change in changes or ({},)]
    return conformed(pl.DataFrame(rows, infer_schema_length=None), name)


@pytest.mark.parametrize("name", GOOD)
def test_a_good_table_comes_back_as_it_is(name):
    frame = table(name)
    assert kept(frame, name, "reader").equals(frame)
    assert kept(frame, name, "reader", combined=True).equals(frame)


@pytest.mark.parametrize("name", TABLES)
def test_every_table_has_a_schema(name):
    frame = pl.DataFrame(schema=TABLES[name])
    assert kept(frame, name, "reader", combined=True).height == 0
    with pytest.raises(BrokenPromise, match=name):
        kept(frame.with_columns(extra=pl.lit(1)), name, "reader")


@pytest.mark.parametrize(("name", "column", "bad"), [(name, *cell) for name, cells in BAD.items() for cell in cells])
def test_a_cell_that_breaks_the_promise_is_named_by_table_and_column(name, column, bad):
    frame = pl.concat([table(name), table(name).with_columns(pl.lit(bad).cast(TABLES[name][column]).alias(column))])
    with pytest.raises(BrokenPromise) as error:
        kept(frame, name, "reader")
    assert f"'reader' broke its promise about {name}.{column}" in str(error.value)
    assert "fault of the workbook" in error.value.mend
    assert isinstance(error.value, AssessmentError)


@pytest.mark.parametrize(("name", "change", "told"), ROWS_THAT_DISAGREE)
def test_cells_of_a_row_that_disagree(name, change, told):
    with pytest.raises(BrokenPromise, match=told):
        kept(table(name, change), name, "reader")


def test_what_may_stand_where_a_name_says_something_else():
    kept(
        table("deprivation_published", {"measure": "rank_of_extent", "value": 317.0}), "deprivation_published", "reader"
    )
    kept(table("deprivation", {"rank": None}), "deprivation", "reader")


@pytest.mark.parametrize("name", [*(name for name in KEYS if name in GOOD), "crime", "asb"])
def test_a_key_is_there_once_in_what_was_combined(name):
    twice = table(name, {}, {})
    kept(twice, name, "reader")
    with pytest.raises(BrokenPromise, match=name):
        kept(twice, name, "reader", combined=True)


def test_records_without_a_number_are_never_compared():
    kept(table("asb", {"incident": None}, {"incident": None}), "asb", "reader", combined=True)


@pytest.mark.parametrize("fault", ["column", "order", "type"])
def test_columns_are_those_of_the_table(fault):
    frame = table("asb")
    broken = {
        "column": frame.with_columns(extra=pl.lit(1)),
        "order": frame.select(reversed(frame.columns)),
        "type": frame.with_columns(pl.col("youth").cast(pl.Int64)),
    }
    with pytest.raises(BrokenPromise, match="asb"):
        kept(broken[fault], "asb", "reader")


def test_a_reader_that_breaks_its_promise_leaves_nothing_in_the_store(tmp_path, monkeypatch):
    """The reader lets a deaths count of minus one through."""
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "deaths.csv").write_text("code,name,year_registered,deaths\nE06000009,Blackpool,2019,38\n")
    monkeypatch.setenv("ASSESSMENT_PROCESSED", str(tmp_path / "processed"))
    read = readings._read

    def worse(*told):
        found, problems = read(*told)
        for reading in found.values():
            if "drug_deaths" in reading.tables:
                reading.tables["drug_deaths"] = reading.tables["drug_deaths"].with_columns(deaths=pl.lit(-1, pl.Int64))
        return found, problems

    monkeypatch.setattr(readings, "_read", worse)
    with pytest.raises(BrokenPromise, match=r"'drug_deaths' broke its promise about drug_deaths\.deaths: below zero"):
        store.prepare(project.area("blackpool"), raw)
    left = [path for path in (tmp_path / "processed" / "files").glob("*/*") if "drug_deaths" in path.name]
    assert left == []
