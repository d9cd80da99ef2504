"""tables.xlsx, read back by another library, and the parts of it as XML."""

import re
import zipfile
from dataclasses import dataclass
from datetime import date

import numpy as np
import openpyxl
import pandas as pd
import pytest

from assessment.errors import AssessmentError
from assessment.periods import FinancialYear
from assessment.present.tables import Table
from assessment.project import Area
from assessment.publish import cells, spreadsheet

AREA = Area(slug="blackpool", name="Blackpool", authorities=("E06000009",), year="2014/15")
YEAR = FinancialYear(2014)
HOSTILE = [
    '=HYPERLINK("http://x")',
    *("+1+1", "-2+3", "@SUM(1)", "{=1}", "[x](http://y)", "$$ref$$", "http://z", "a\x1b[0m"),
]


@dataclass
class Plain:
    """A table with the six fields that a sheet needs."""

    frame: pd.DataFrame
    caption: str = "Crimes by ward, Blackpool"
    unit: str = "offences"
    source: str = "Force extract"
    name: str = "crimes"
    illustrative: bool = False


def written(tmp_path, *tables):
    path = tmp_path / "tables.xlsx"
    spreadsheet.write(tables, path, AREA, YEAR)
    return openpyxl.load_workbook(path)


def body(sheet):
    """The table of a sheet, its headings first."""
    (reference,) = [table.ref for table in sheet.tables.values()]
    return [[cell.value for cell in row] for row in sheet[reference]]


@pytest.fixture
def mixed():
    return pd.DataFrame(
        {
            "Ward": ["Claremont", "Layton", None],
            "Count": pd.array([1234, None, 0], dtype="Int64"),
            "Rate": [107.8261, np.nan, np.inf],
            "Rose": pd.array([True, None, False], dtype="boolean"),
            "Seen": [date(2014, 12, 31), pd.NaT, pd.Timestamp("2015-01-02")],
            "Year": [2014, 2015, 2016],
            "Note": ["[c]", "–", ""],
        }
    )


def test_sheets_are_cover_contents_notes_and_tables(tmp_path, mixed):
    book = written(tmp_path, Plain(mixed), Plain(mixed, name="crimes_by_month"))
    assert book.sheetnames == ["Cover", "Contents", "Notes", "crimes", "crimes_by_month"]
    assert "Blackpool 2014/15" in book["Cover"]["A1"].value


def test_values_come_back(tmp_path, mixed):
    sheet = written(tmp_path, Plain(mixed))["crimes"]
    assert body(sheet) == [
        ["Ward", "Count", "Rate", "Rose", "Seen", "Year", "Note"],
        ["Claremont", 1234, 107.8261, "Yes", "2014-12-31", 2014, "[c]"],
        ["Layton", "[x]", "[x]", "[x]", "[x]", 2015, "[z]"],
        ["[x]", 0, "[x]", "No", "2015-01-02", 2016, "[z]"],
    ]


def test_sheet_names_title_unit_source_and_notes(tmp_path, mixed):
    book = written(tmp_path, Plain(mixed, illustrative=True))
    told = [cell.value for cell in book["crimes"]["A"] if cell.value]
    assert told[0] == "Crimes by ward, Blackpool"
    assert "Unit: offences [note 1][note 2]" in told and "Illustrative data [note 3]" in told
    assert "Symbols in square brackets are explained in [note 4]" in told and "Source: Force extract" in told
    notes = body(book["Notes"])
    assert [row[0] for row in notes[1:]] == [1, 2, 3, 4]
    for told, row in zip(
        ("A rate per 1,000", "1 April to 31 March", "made up", "not available"), notes[1:], strict=True
    ):
        assert told in row[1]


def test_contents_link_to_every_sheet(tmp_path, mixed):
    sheet = written(tmp_path, Plain(mixed), Plain(mixed))["Contents"]
    links = [cell.hyperlink.location for row in sheet["A"] for cell in [row] if cell.hyperlink]
    assert links == ["'crimes'!A1", "'crimes_2'!A1"]


def test_text_like_a_formula_is_text(tmp_path):
    frame = pd.DataFrame({"=Name": HOSTILE, "n": range(len(HOSTILE))})
    sheet = written(tmp_path, Plain(frame, caption="=Title", source="=Source"))["crimes"]
    assert {cell.data_type for row in sheet for cell in row if cell.value is not None} <= {"s", "n"}
    assert not [cell for row in sheet for cell in row if cell.hyperlink]
    told = {cell.value: cell for row in sheet for cell in row if isinstance(cell.value, str)}
    for text in ("=Name", '=HYPERLINK("http://x")', "+1+1", "-2+3", "@SUM(1)", "{=1}"):
        assert told[text].quotePrefix, text
    assert "[x] (http://y)" in told and "$ $ref$ $" in told and "a\ufffd[0m" in told


def test_no_formula_or_outside_link_in_the_file(tmp_path):
    written(tmp_path, Plain(pd.DataFrame({"Name": HOSTILE})))
    with zipfile.ZipFile(tmp_path / "tables.xlsx") as file:
        for name in file.namelist():
            text = file.read(name).decode("utf-8")
            assert "<f>" not in text and 'TargetMode="External"' not in text, name


def test_numbers_keep_their_digits_and_are_shown_rounded(tmp_path, mixed):
    sheet = written(tmp_path, Plain(mixed))["crimes"]
    shown = {cell.value: cell.number_format for row in sheet for cell in row if isinstance(cell.value, (int, float))}
    assert shown[1234] == "#,##0" and shown[107.8261] == "#,##0.0" and shown[2014] == "General"


def test_decimals_of_a_table_of_ours_are_kept(tmp_path):
    frame = pd.DataFrame({"Ward": ["a"], "Share": [0.12345]})
    table = Table(frame, "Shares", "proportion", "IoD2019", "shares", decimals={"Share": 2}, notes="Read it so.")
    sheet = written(tmp_path, table)["shares"]
    shown = {cell.value: cell.number_format for row in sheet for cell in row}
    assert shown[0.12345] == "#,##0.00" and "Read it so." in shown


def test_a_row_of_its_own_digits_is_a_number_shown_with_them(tmp_path):
    frame = pd.DataFrame({"Measure": ["LSOAs", "Average score", "Extent, %"], "IoD2019": [94, 45.0382, None]})
    sheet = written(tmp_path, Table(frame, "Releases", "as named", "MHCLG", "releases", decimals=(0, 1, 1)))["releases"]
    found = {cell.value: cell.number_format for cell in sheet["B"] if isinstance(cell.value, (int, float))}
    assert found == {94: "#,##0", 45.0382: "#,##0.0"}


def test_parts_are_set_in_and_a_pictures_numbers_say_so(tmp_path):
    frame = pd.DataFrame({"Recorded": ["Violence", "Wounding", "Of children"], "2014/15": [4048, 100, 10]})
    about = {"unit": "offences", "source": "Extract", "name": "violence"}
    sheet = written(tmp_path, Table(frame, "Violence", levels=(0, 1, 2), drawn=True, **about))["violence"]
    sets = {cell.value: cell.alignment.indent for cell in sheet["A"]}
    assert [sets[name] for name in frame["Recorded"]] == [0, 1, 2]
    assert "The numbers behind a picture: offences" in str([cell.value for cell in sheet["A"]])


def test_two_levels_of_columns_and_a_named_index(tmp_path):
    frame = pd.DataFrame(
        [[1, 2], [3, 4]],
        columns=pd.MultiIndex.from_tuples([("Crime", "count"), ("ASB", "count")]),
        index=pd.Index(["2013/14", "2014/15"], name="Year"),
    )
    assert body(written(tmp_path, Plain(frame))["crimes"]) == [
        ["Year", "Crime: count", "ASB: count"],
        ["2013/14", 1, 2],
        ["2014/15", 3, 4],
    ]


def test_headings_that_are_alike_are_numbered():
    found = cells.headings(["Count", "count", "Count (2)", "", "a\nb"])
    assert found == ["Count", "count (2)", "Count (2) (2)", "[z]", "a b"]


@pytest.mark.parametrize("text", ["Łódź", "東京", "%", "…", "=", "x" * 40_000, "\u202eabc", "\ud800"])
def test_any_text_can_be_a_cell(tmp_path, text):
    rows = body(written(tmp_path, Plain(pd.DataFrame({"Name": [text], "n": [1]})))["crimes"])
    assert rows[1][1] == 1 and 0 < len(rows[1][0]) <= 32_767


def test_names_of_sheets_fit_and_differ():
    frame = pd.DataFrame({"a": [1]})
    names = ["crime by month " * 4, "crime by month " * 4 + "x", "Notes", "History", "[]:*?/\\", "'", ""]
    found = spreadsheet.sheet_names([Plain(frame, name=name) for name in names])
    assert len({name.lower() for name in found}) == len(found) and max(map(len, found)) <= 31
    assert all(re.fullmatch(r"\w+", name) and name not in spreadsheet.RESERVED for name in found)


def test_a_hundred_long_names_are_written(tmp_path):
    tables = [Plain(pd.DataFrame({"a": [number]}), name="a very long name of a table indeed") for number in range(12)]
    assert len(written(tmp_path, *tables).sheetnames) == 15


def test_tables_without_rows_are_left_out(tmp_path, mixed):
    assert written(tmp_path, Plain(mixed.head(0))).sheetnames == ["Cover"]


def test_the_same_tables_give_the_same_bytes(tmp_path, mixed):
    written(tmp_path, Plain(mixed))
    first = (tmp_path / "tables.xlsx").read_bytes()
    written(tmp_path, Plain(mixed))
    assert (tmp_path / "tables.xlsx").read_bytes() == first


def test_a_folder_that_is_not_there_is_said(tmp_path, mixed):
    with pytest.raises(AssessmentError, match="cannot be written"):
        spreadsheet.write([Plain(mixed)], tmp_path / "absent" / "tables.xlsx", AREA, YEAR)
