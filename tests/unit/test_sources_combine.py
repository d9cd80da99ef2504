"""Combining files: extracts, look-ups, the same row in two files, and where an LSOA lies."""

import polars as pl

from assessment.project import Area
from assessment.sources.combine import Part, combined
from assessment.sources.extracts import extracts
from assessment.sources.places import authorities
from assessment.sources.tables import TABLES, conformed

AREA = Area(slug="here", name="Here", authorities=("E06000009",), year="2014/15")
LIES = pl.DataFrame({"lsoa": ["E01012662", "E01012663"], "authority": ["E06000009", "E07000128"]})


def crimes(*rows: tuple) -> pl.DataFrame:
    """Rows are (record, month, lsoa)."""
    frame = pl.DataFrame(rows, schema={"record": pl.String, "month": pl.String, "lsoa": pl.String}, orient="row")
    return conformed(frame.with_columns(source=pl.lit("force_extract")), "crime")


def test_an_extract_keeps_rows_without_a_place_and_with_an_unknown_one():
    found = extracts(
        "crime",
        [crimes(("1", "2014-04", None), ("2", "2014-04", "E01012662"), ("3", "2014-04", "E01099999"))],
        LIES,
        AREA,
    )
    assert found.tables["crime"]["record"].to_list() == ["1", "2", "3"]
    assert found.tables["crime"]["authority"].unique().to_list() == ["E06000009"]
    assert [problem.check for problem in found.problems] == ["unknown-lsoa"]


def test_an_extracts_rows_of_other_authorities_are_left_out_and_told_of():
    found = extracts("crime", [crimes(("1", "2014-04", "E01012663"), ("2", "2014-04", "E01012662"))], LIES, AREA)
    assert found.tables["crime"]["record"].to_list() == ["2"]
    assert "rows of other authorities, left out: 1" in found.problems[0].message


def test_a_record_number_counts_once_over_all_files():
    frames = [crimes(("1", "2015-04", None)), crimes(("1", "2014-04", None), ("2", "2014-04", None))]
    found = extracts("crime", frames, LIES, AREA)
    assert found.tables["crime"].select("record", "month").rows() == [("1", "2014-04"), ("2", "2014-04")]
    assert found.tables["coverage"]["repeated"].sum() == 1
    assert "2014-05 to 2015-03 (11 months)" in found.problems[0].message


def changes(*rows):
    return pl.DataFrame(rows, schema=TABLES["lsoa_changes"], orient="row")


def lies(*rows):
    return pl.DataFrame(rows, schema=TABLES["lsoa_authority"], orient="row")


def test_the_newest_look_up_says_where_an_lsoa_lies():
    told = authorities([lies(("E01000001", "E07000001", 2013)), lies(("E01000001", "E06000099", 2024))], [], [], AREA)
    assert told.rows() == [("E01000001", "E06000099")]


def test_an_lsoa_of_2011_goes_with_that_of_2021_which_it_became():
    told = authorities(
        [lies(("E01030002", "E06000099", 2024), ("E01000001", "E07000001", 2013))],
        [changes(("E01000001", "E01030002", "S"))],
        [],
        AREA,
    )
    assert dict(told.iter_rows())["E01000001"] == "E06000099"


def test_at_last_the_name_that_police_uk_gives_an_lsoa():
    street = pl.DataFrame({"lsoa": ["E01012662", "E01012662", None], "district": ["Here", "Here", None]})
    assert authorities([], [], [street], AREA).rows() == [("E01012662", "E06000009")]
    assert authorities([], [], [street.with_columns(district=pl.lit("Nowhere"))], AREA).height == 0


def part(folder, name: str, illustrative: bool = False, rows: int = 1, **tables: pl.DataFrame) -> Part:
    paths = {}
    for table, frame in tables.items():
        paths[table] = folder / f"{name}.{table}.parquet"
        frame.write_parquet(paths[table])
    return Part(name, "format", illustrative, rows, paths)


def population(residents: int, name: str = "Here"):
    frame = pl.DataFrame(
        {
            "authority": ["E06000009"],
            "name": [name],
            "year": [2014],
            "residents": [residents],
            "basis": ["mid-year estimate"],
        }
    )
    return conformed(frame, "population")


def test_what_is_illustrative_gives_way_and_is_not_a_source_then(tmp_path):
    parts = [part(tmp_path, "a", True, population=population(1)), part(tmp_path, "b", population=population(2))]
    found = combined(AREA, parts)
    assert found.tables["population"]["residents"].to_list() == [2]
    assert found.made_from["population"] == {1}


def test_two_files_that_contradict_each_other_are_told_of(tmp_path):
    parts = [part(tmp_path, "a", population=population(1)), part(tmp_path, "b", population=population(2))]
    (problem,) = combined(AREA, parts).problems
    assert (problem.severity, problem.check) == ("warning", "contradiction")
    assert "a and b" in problem.message
    alike = [part(tmp_path, "a", population=population(1)), part(tmp_path, "c", population=population(1, "HERE"))]
    assert combined(AREA, alike).problems == []


def test_the_finer_outline_holds(tmp_path):
    def outline(size: int):
        row = {"layer": ["lsoa"], "code": ["E01012662"], "geometry": [b"x" * size]}
        return conformed(pl.DataFrame(row), "boundaries")

    parts = [part(tmp_path, "a", rows=9, boundaries=outline(10)), part(tmp_path, "b", boundaries=outline(20))]
    found = combined(AREA, parts)
    assert found.made_from["boundaries"] == {1}


def test_old_releases_are_given_todays_authority(tmp_path):
    frame = pl.DataFrame(
        {
            "release": ["IoD2007"] * 3,
            "lsoa": ["E01012662", "E01012663", "E01000077"],
            "authority": ["00EY", "00EY", "00EY"],
        }
    )
    now = lies(("E01012662", "E06000009", 2024), ("E01012663", "E06000009", 2024))
    found = combined(AREA, [part(tmp_path, "a", deprivation=conformed(frame, "deprivation"), lsoa_authority=now)])
    assert found.tables["deprivation"]["authority"].to_list() == ["E06000009"] * 3


def test_records_of_a_split_lsoa_get_todays_codes_and_stay_in_the_area(tmp_path):
    rows = [(str(n), "2014-04", "E01000001") for n in range(8)] + [
        ("8", "2014-04", None),
        ("9", "2014-04", "E01012662"),
    ]
    today = ("E01030002", "E01030003", "E01012662")
    wards = conformed(pl.DataFrame({"lsoa": today, "ward": "E05000001", "authority": "E06000009"}), "lsoa_wards")
    parts = [
        part(tmp_path, "a", crime=crimes(*rows)),
        part(tmp_path, "b", lsoa_wards=wards, lsoa_authority=lies(*((lsoa, "E06000009", 2024) for lsoa in today))),
        part(tmp_path, "c", lsoa_changes=changes(("E01000001", "E01030002", "S"), ("E01000001", "E01030003", "S"))),
    ]
    found = combined(AREA, parts)
    crime = found.tables["crime"]
    assert crime["record"].to_list() == [str(n) for n in range(10)]
    assert set(crime["lsoa"][:8]) == {"E01030002", "E01030003"}
    assert crime["lsoa"][8:].to_list() == [None, "E01012662"]
    assert crime["authority"].unique().to_list() == ["E06000009"]
    (told,) = [problem.message for problem in found.problems if problem.check == "lsoa-converted"]
    assert told.startswith("8 rows of crime are under LSOA codes of 2011: 0 were given")


def test_residents_of_a_split_lsoa_are_told_under_todays_codes_too(tmp_path):
    today = ("E01030002", "E01030003", "E01012662")
    wards = conformed(pl.DataFrame({"lsoa": today, "ward": "E05000001", "authority": "E06000009"}), "lsoa_wards")
    told = pl.DataFrame({"lsoa": ["E01000001", "E01012662"], "lsoa_vintage": 2011, "year": 2019, "residents": [9, 5]})
    residents = conformed(told.with_columns(basis=pl.lit("mid-year estimate")), "population_lsoa")
    split = changes(("E01000001", "E01030002", "S"), ("E01000001", "E01030003", "S"), ("E01012662", "E01012662", "U"))
    parts = [
        part(tmp_path, "a", population_lsoa=residents),
        part(tmp_path, "b", lsoa_wards=wards),
        part(tmp_path, "c", lsoa_changes=split),
    ]
    found = combined(AREA, parts)
    rows = dict(found.tables["population_lsoa"].select("lsoa", "residents").iter_rows())
    assert sum(rows[lsoa] for lsoa in today) == 14
    assert {rows["E01030002"], rows["E01030003"]} == {4, 5}
    assert [problem.check for problem in found.problems if problem.tables == ("population_lsoa",)] == [
        "residents-converted"
    ]
