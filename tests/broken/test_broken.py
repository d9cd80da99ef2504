"""Every file of this folder is named after the fault it holds: each is read without a crash, and nothing is lost."""

from pathlib import Path

import pytest

from assessment.sources.base import RawFile
from assessment.store.readings import _read

HERE = Path(__file__).parent
FILES = sorted(
    path
    for path in HERE.iterdir()
    if path.suffix in {".csv", ".gz", ".zip", ".geojson", ".gpkg", ".xlsx", ".xls", ".ods"}
)

# rows kept, rows set aside, severity and check of the first problem, words that its message holds
EXPECTED = {
    "respondent_twice.csv": (2, 1, "warning", "rows-set-aside", "this respondent has a row above"),
    "weight_below_zero.csv": (1, 1, "warning", "rows-set-aside", "'-1' is not a number of at least 0"),
    "some_without_weight.csv": (2, 0, "warning", "weights-missing", "1 of 2 respondents have no weight"),
    "step_before_an_earlier_one.csv": (3, 0, "warning", "steps-backwards", "1 step is dated before an earlier step"),
    "case_without_number.csv": (1, 1, "warning", "rows-set-aside", "column 'case': the cell is empty"),
    "absolute_path.zip": (3, 0, "warning", "archive", "leads out of the archive"),
    "archive_inside.zip": (3, 0, "warning", "archive", "an archive inside an archive"),
    "blank_lines_between.csv": (3, 0, "", "", ""),
    "blank_lines_only.csv": (0, 0, "blocker", "empty", "empty"),
    "cut_short.csv.gz": (0, 0, "blocker", "damaged", "cut short"),
    "cut_short.zip": (0, 0, "blocker", "damaged", "damaged"),
    "decimal_comma.csv": (1, 1, "warning", "rows-set-aside", "'141400,5' is not a whole number"),
    "deprivation_headings_cut_short.csv": (
        1,
        1,
        "warning",
        "rows-set-aside",
        "'33756' is not a whole number from 1 to 33755",
    ),
    "deprivation_of_upper_tier.csv": (0, 0, "information", "not-recognised", "Upper Tier Local Authority"),
    "doubled_column.csv": (0, 0, "blocker", "doubled-column", "'month' is there twice"),
    "empty.csv": (0, 0, "blocker", "empty", "empty"),
    "every_row_wrong.csv": (0, 2, "blocker", "rows-set-aside", "2 rows were set aside"),
    "fingertips_suppressed.csv": (2, 2, "information", "values-missing", "2 of 2 values are missing"),
    "fingertips_without_period.csv": (0, 0, "blocker", "wrong-header", "has no column time_period"),
    "flipped_bytes.zip": (0, 0, "blocker", "damaged", "damaged"),
    "half_a_person.csv": (1, 1, "warning", "rows-set-aside", "'141400.5' is not a whole number"),
    "header_without_rows.csv": (0, 0, "warning", "no-rows", "not one row"),
    "impossible_date.csv": (1, 2, "warning", "rows-set-aside", "'2014-02-30' is not a date"),
    "keys_that_name_people.csv": (2, 0, "warning", "not-pseudonymous", "none of its keys was kept"),
    "link_inside.zip": (3, 0, "warning", "archive", "a link"),
    "map_cut_short.geojson": (0, 0, "blocker", "damaged", "JSON or GeoJSON that is damaged"),
    "map_cut_short.gpkg": (0, 0, "blocker", "damaged", "the map is damaged or cut short"),
    "map_in_metres.geojson": (1, 1, "warning", "rows-set-aside", "save the layer in WGS84"),
    "map_of_points.geojson": (1, 1, "warning", "rows-set-aside", "not an outline"),
    "map_that_points_elsewhere.gpkg": (0, 0, "information", "not-recognised", "OGRVRTDataSource"),
    "map_with_open_ring.geojson": (1, 1, "warning", "rows-set-aside", "fewer than four points"),
    "map_without_code.geojson": (1, 1, "warning", "rows-set-aside", "has no code"),
    "map_without_its_table.zip": (0, 0, "blocker", "shapefile-parts", ".dbf is missing"),
    "marker_neither_yes_nor_no.csv": (1, 1, "warning", "rows-set-aside", "'maybe' is not Y or N"),
    "markers_for_missing.csv": (1, 0, "", "", ""),
    "missing_column.csv": (0, 0, "blocker", "wrong-header", "no column crime_type"),
    "missing_crime_type.csv": (1, 1, "warning", "rows-set-aside", "column 'Crime type': the cell is empty"),
    "negative_count.csv": (1, 1, "warning", "rows-set-aside", "'-5' is not a whole number"),
    "not_compressed.csv.gz": (3, 0, "", "", ""),
    "nul_bytes.csv": (2, 1, "warning", "rows-set-aside", "NUL"),
    "one_torn_member.zip": (4, 1, "blocker", "torn-rows", "2 cells where the header has 12"),
    "outcome_without_type.csv": (1, 1, "warning", "rows-set-aside", "column 'Outcome type': the cell is empty"),
    "password.zip": (0, 0, "blocker", "password", "password"),
    "path_leads_out.zip": (3, 0, "warning", "archive", "leads out of the archive"),
    "period_backwards.csv": (1, 1, "warning", "rows-set-aside", "ends before it starts"),
    "quotation_marks_inside.csv": (3, 0, "", "", ""),
    "quotation_not_closed.csv": (2, 1, "warning", "rows-set-aside", "not closed"),
    "quotation_out_of_place.csv": (1, 1, "warning", "rows-set-aside", "out of place"),
    "quoted_newline.csv": (3, 0, "", "", ""),
    "rank_out_of_range.csv": (
        1,
        2,
        "warning",
        "rows-set-aside",
        "'32845' is not a whole number from 1 to 32844",
    ),
    "record_without_number.csv": (
        1,
        1,
        "warning",
        "rows-set-aside",
        "column 'record_number': the cell is empty",
    ),
    "recorded_crime_half_a_year.csv": (2, 1, "information", "part-year", "2017/18 has only quarters 1 and 2"),
    "recorded_crime_without_year.csv": (
        1,
        0,
        "information",
        "not-used",
        "names a financial year: recognised, not used",
    ),
    "recorded_crime_wrong_periods.csv": (1, 3, "information", "part-year", "2017/18 has only quarter 1"),
    "renamed_column.csv": (0, 0, "blocker", "wrong-header", "found Crime ID, Month"),
    "reordered_columns.csv": (3, 0, "", "", ""),
    "search_at_an_impossible_time.csv": (1, 1, "warning", "rows-set-aside", "is not a date and time"),
    "search_in_the_gulf_of_guinea.csv": (1, 1, "warning", "rows-set-aside", "'0' is not a latitude in the UK"),
    "semicolons.csv": (3, 0, "", "", ""),
    "spreadsheet_saved_as.csv": (0, 0, "blocker", "not-text", "not a text file"),
    "thousands_separators.csv": (1, 0, "", "", ""),
    "three_date_styles.csv": (3, 0, "", "", ""),
    "torn_last_line.csv": (2, 1, "blocker", "torn-rows", "4 cells where the header has 12"),
    "torn_row.csv": (2, 1, "blocker", "torn-rows", "3 cells where the header has 12"),
    "unknown_level.csv": (1, 1, "warning", "rows-set-aside", "'colour' is not one of"),
    "unknown_lsoa_form.csv": (2, 1, "warning", "rows-set-aside", "'Blackpool 2A' is not an LSOA code"),
    "unknown_table.csv": (0, 0, "information", "not-recognised", "colour, shape"),
    "utf16.csv": (3, 0, "information", "encoding", "UTF-16"),
    "utf8_with_bom.csv": (3, 0, "", "", ""),
    "web_page_saved_as.csv": (0, 0, "blocker", "web-page", "the download failed"),
    "windows_1252.csv": (2, 0, "information", "encoding", "Windows-1252"),
    "windows_newlines.csv": (3, 0, "", "", ""),
    "workbook_cut_short.xlsx": (0, 0, "blocker", "damaged", "cut short"),
    "workbook_far_too_long.ods": (0, 0, "blocker", "too-large", "far more than a table holds"),
    "workbook_far_too_wide.xlsx": (0, 0, "blocker", "too-large", "far more than a table holds"),
    "workbook_in_archive.zip": (3, 1, "information", "not-recognised", "passed over: Notes"),
    "workbook_is_a_web_page.xls": (0, 0, "blocker", "web-page", "the download failed"),
    "workbook_of_notes.xlsx": (0, 0, "information", "not-recognised", "any of its 2 sheets; passed over: Notes, Other"),
    "workbook_old.xls": (3, 0, "", "", ""),
    "workbook_open_format.ods": (3, 0, "information", "notes-above", "the header is in row 2"),
    "workbook_renamed_column.xlsx": (0, 0, "blocker", "wrong-header", "has no column type"),
    "workbook_with_notes.xlsx": (3, 1, "information", "not-recognised", "1 of its 2 sheets; passed over: Notes"),
    "workbook_with_password.ods": (0, 0, "blocker", "password", "password"),
    "workbook_with_password.xls": (0, 0, "blocker", "password", "password"),
    "workbook_with_password.xlsx": (0, 0, "blocker", "password", "password"),
    "wrong_month.csv": (1, 2, "warning", "rows-set-aside", "'2014-13' is not a month"),
}


def test_every_file_here_is_expected():
    assert {path.name for path in FILES} == set(EXPECTED)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_fault_is_told_and_no_row_is_lost(path):
    kept, aside, severity, check, words = EXPECTED[path.name]
    found, problems = _read(path)
    problems += [problem for reading in found.values() for problem in reading.problems]
    assert sum(reading.rows_kept for reading in found.values()) == kept
    assert sum(reading.rejects.height for reading in found.values()) == aside
    assert sum(reading.rows_read for reading in found.values()) == kept + aside
    first = problems[0] if problems else None
    assert (first.severity, first.check) == (severity, check) if first else severity == ""
    if first:
        assert words in first.message
        assert first.mend or severity == "information"


LINES = {
    "torn_row.csv": [3],
    "torn_last_line.csv": [4],
    "quotation_not_closed.csv": [3],
    "wrong_month.csv": [3, 4],
    "impossible_date.csv": [3, 4],
    "nul_bytes.csv": [3],
    "one_torn_member.zip": [3],
    "recorded_crime_wrong_periods.csv": [3, 4, 5],
    "workbook_with_notes.xlsx": [8],  # the row of the sheet, blank rows and notes counted
}


@pytest.mark.parametrize("name", LINES)
def test_a_row_set_aside_is_named_by_its_line(name):
    (reading,) = _read(HERE / name)[0].values()
    assert reading.rejects["line"].to_list() == LINES[name]
    assert reading.rejects["reason"].str.len_chars().min() > 10


def test_lines_after_a_quoted_newline_and_blank_lines_keep_their_numbers(tmp_path):
    torn = (HERE / "quoted_newline.csv").read_bytes() + b"\n\na4,2014-01\n"
    path = tmp_path / "late.csv"
    path.write_bytes(torn)
    (reading,) = _read(path)[0].values()
    assert reading.rejects["line"].to_list() == [8]  # header, row, row over two lines, row, two blank lines


def test_text_in_another_encoding_is_read_right():
    from assessment.sources.files import opened
    from assessment.sources.text import rows

    for name in ("windows_1252.csv",):
        (raw,) = opened(HERE / name)
        assert isinstance(raw, RawFile)
        assert rows(raw).frame["location"][0] == "On or near Café Road"


def test_an_archive_that_unpacks_to_far_too_much_is_left_alone(tmp_path, monkeypatch):
    import zipfile

    from assessment.sources import zips

    monkeypatch.setattr(zips, "LARGEST", 1000)
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb.csv", b"0" * 2000)
    found, (problem,) = _read(path)
    assert not found
    assert "far more than a table holds" in problem.message


def test_a_compressed_file_that_unpacks_to_far_too_much_is_left_alone(tmp_path, monkeypatch):
    import gzip

    from assessment.sources import files

    monkeypatch.setattr(files, "LARGEST", 1000)
    path = tmp_path / "bomb.csv.gz"
    path.write_bytes(gzip.compress(b"0" * 2000))
    found, (problem,) = _read(path)
    assert not found
    assert problem.severity == "blocker"


@pytest.mark.parametrize("size", [2_000_000, pytest.param(100_000_000, marks=pytest.mark.slow)])
def test_a_line_of_many_megabytes_is_set_aside_unread(tmp_path, size):
    start = (HERE / "reordered_columns.csv").read_bytes()
    path = tmp_path / "long.csv"
    path.write_bytes(start + b"x" * size + b"," * 11 + b"\n")
    (reading,) = _read(path)[0].values()
    assert (reading.rows_kept, reading.rejects.height) == (3, 1)
    assert "longer than a megabyte" in reading.rejects["reason"][0]
