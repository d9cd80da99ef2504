"""The real table of recorded crime, held against the total that its README gives."""

import gzip

import openpyxl
import polars as pl
import pytest

from assessment import project, store
from assessment.store.readings import _read

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def path(real):
    return real / "recorded_crime" / "ho_prc_pfa_2017_18_by_offence_code.csv.gz"


@pytest.fixture(scope="module")
def reading(path):
    ((reading,), problems) = [part.values() if isinstance(part, dict) else part for part in _read(path)]
    assert problems == []
    return reading


def test_lancashire_in_2017_18_is_as_published(reading):
    frame = reading.tables["recorded_crime"]
    assert (reading.rows_read, reading.rows_kept, reading.release) == (23068, 23068, "2017/18")
    assert frame.filter(pl.col("force") == "Lancashire")["count"].sum() == 127028
    assert (frame["category"].n_unique(), frame["subcategory"].n_unique()) == (10, 28)


def test_the_drift_and_the_corrections_are_counted(reading):
    told = {problem.check: problem.message for problem in reading.problems}
    assert "subgroup 'Rape offences' as 'Rape' in 1,056 rows" in told["label-drift"]
    assert told["below-zero"].startswith("36 counts are below zero")
    assert told["parts"] == "704 rows are parts of 176 counts (Homicide) and are added up"
    assert set(told) == {"label-drift", "below-zero", "parts"}


def test_nothing_is_lost_on_the_way_to_the_table_that_chapters_read(path, tmp_path, monkeypatch):
    monkeypatch.setenv("ASSESSMENT_PROCESSED", str(tmp_path / "processed"))
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / path.name).write_bytes(path.read_bytes())
    made = store.prepare(project.area("blackpool"), tmp_path / "raw")
    frame = made.polars("recorded_crime")
    assert frame.height == 23068 - 704 + 176
    assert frame.filter(pl.col("force") == "Lancashire")["count"].sum() == 127028
    assert "contradiction" not in {problem.check for problem in made.problems}


def test_the_same_table_in_a_workbook_has_the_same_rows(path, reading, tmp_path):
    rows = pl.read_csv(gzip.decompress(path.read_bytes()), infer_schema_length=0)
    sheet = openpyxl.Workbook(write_only=True)
    page = sheet.create_sheet("2017_18")
    page.append(["Police recorded crime"])
    page.append(rows.columns)
    for row in rows.with_columns(pl.col("Number_of_Offences", "Financial_Quarter").cast(pl.Int64)).iter_rows():
        page.append(row)
    sheet.save(tmp_path / "table.xlsx")
    (again,), _ = [part.values() if isinstance(part, dict) else part for part in _read(tmp_path / "table.xlsx")]
    assert again.tables["recorded_crime"].equals(reading.tables["recorded_crime"])


def test_the_table_without_a_year_is_known_and_not_used(real):
    (path,) = (real / "recorded_crime").glob("*unlabelled.csv")
    found, problems = _read(path)
    assert problems == []
    assert (found["recorded_crime"].rows_kept, found["recorded_crime"].tables) == (616, {})
    assert [problem.check for problem in found["recorded_crime"].problems] == ["not-used"]
