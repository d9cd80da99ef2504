"""Fingertips: headers of 26 and 27 columns, any parent's name, values suppressed with their note, categories apart."""

import csv
import io

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_sources_formats import example, read

from assessment import project, store
from assessment.sources.files import raw_file
from assessment.sources.tables import KEYS
from assessment.sources.text import doubled

WITHOUT, WITH = (list(csv.reader(io.StringIO(example("fingertips", place)))) for place in (0, 1))
PARENT = 22  # the place of the column that is named after the area's parent
PARENTS = [
    "Compared to England value or percentiles",  # as the column before it, where the parent is England
    "Compared to percentiles",
    "Compared to England value or percentiles of deprivation",
    "Compared to Regions (statistical) value or percentiles",
    "Compared to CCGs (from Apr 2021) value or percentiles",
    "Compared to parent value or percentiles",
    "Compared to ICB value or percentiles",
]


def written(rows: list[list[str]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()


def table(rows: list[list[str]]) -> pl.DataFrame:
    form, reading = read(written(rows))
    assert form.name == "fingertips"
    return reading.tables["fingertips"]


@pytest.mark.parametrize("parent", PARENTS)
@pytest.mark.parametrize("rows", [WITHOUT, WITH], ids=["26", "27"])
def test_the_parents_name_in_the_header_changes_nothing(rows, parent):
    text = written([[*rows[0][:PARENT], parent, *rows[0][PARENT + 1 :]], *rows[1:]])
    form, reading = read(text)
    assert reading.tables["fingertips"].equals(table(rows))
    assert doubled(raw_file(text.encode(), ""), form.repeats) == []


def test_a_row_is_read_into_its_columns():
    assert table(WITH).row(0, named=True) == {
        "indicator_id": 90244,
        "indicator": "Example of treatment",
        "area_code": "E06000009",
        "area": "Blackpool",
        "area_type": "UA",
        "sex": "Persons",
        "age": "18+ yrs",
        "category_type": None,
        "category": None,
        "period": "2022",
        "value": 30.5,
        "low": 27.0,
        "high": 34.2,
        "numerator": 180.0,
        "denominator": 590.0,
        "note": None,
        "trend": "No significant change",
        "compared_to_england": "Similar",
    }


@pytest.mark.parametrize(
    ("old", "new"),
    [("Area Name", "AreaName"), ("Sex", "Gender"), ("Lower CI 95.0 limit", "Lower CI limit")],
)
def test_columns_under_other_names_are_the_same(old, new):
    header = [new if title == old else title for title in WITH[0]]
    assert table([header, *WITH[1:]]).equals(table(WITH))


def test_a_suppressed_value_is_missing_with_its_note_and_counted():
    _, reading = read(written(WITHOUT))
    row = reading.tables["fingertips"].row(2, named=True)
    assert (row["value"], row["note"]) == (None, "Value suppressed for disclosure control due to small count")
    (told,) = [problem.message for problem in reading.problems if problem.check == "values-missing"]
    assert told == "1 of 3 values are missing: Value suppressed for disclosure control due to small count (1)"


def test_rows_of_categories_are_told_and_kept_apart_from_whole_areas():
    _, reading = read(written(WITH))
    whole = reading.tables["fingertips"].filter(pl.col("category_type").is_null())
    assert whole["value"].to_list() == [30.5, 31.1]
    (told,) = [problem.message for problem in reading.problems if problem.check == "categories"]
    assert told.endswith("LSOA21 deprivation deciles in England (IMD 2019) (1)")


def test_two_downloads_that_overlap_count_each_value_once_and_tell_a_revision(tmp_path, monkeypatch):
    monkeypatch.setenv("ASSESSMENT_PROCESSED", str(tmp_path / "processed"))
    raw = tmp_path / "raw"
    raw.mkdir()
    revised = [list(row) for row in WITH[:3]]
    revised[1][12] = "31.5"
    (raw / "a.csv").write_text(written(WITH), encoding="utf-8")
    (raw / "b.csv").write_text(written(revised), encoding="utf-8")
    (raw / "c.csv").write_text(written(WITHOUT), encoding="utf-8")
    made = store.prepare(project.area("blackpool"), raw)
    frame = made.polars("fingertips")
    assert frame.height == 6
    assert not frame.select(KEYS["fingertips"]).is_duplicated().any()
    (told,) = [problem.message for problem in made.problems if problem.check == "contradiction"]
    assert told == "1 values of fingertips differ between a.csv and b.csv; the first is used"
    assert {source.release for source in made.sources_of("fingertips")} == {
        "1 indicator, 2022",
        "1 indicator, 2018/19 - 20/21",
    }


CELL = st.sampled_from(["", "E06000009", "12.5", "-1", "*", "½", "2022", "Persons", "1e309", "9" * 30, "90244"])


@settings(max_examples=200, deadline=None)
@given(st.sampled_from([WITHOUT, WITH]), st.data())
def test_mutated_rows_are_kept_or_set_aside(rows, data):
    table = [list(row) for row in rows]
    for _ in range(data.draw(st.integers(1, 8))):
        row = data.draw(st.integers(1, len(table) - 1))
        table[row][data.draw(st.integers(0, len(table[0]) - 1))] = data.draw(CELL)
    _, reading = read(written(table))
    assert reading.rows_kept + reading.rejects.height == reading.rows_read == len(table) - 1
    frame = reading.tables["fingertips"]
    assert frame.height == reading.rows_kept
    assert frame.select(pl.col("indicator_id", "indicator", "area_code", "area_type", "period").null_count()).row(
        0
    ) == (
        0,
        0,
        0,
        0,
        0,
    )
