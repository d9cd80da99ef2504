"""The CSV twins of the spreadsheet: the same tables, cells that do nothing, a list of what they are."""

import csv
from datetime import date

import openpyxl
import pandas as pd
import pytest

from assessment.periods import FinancialYear
from assessment.present.tables import Table
from assessment.project import Area
from assessment.publish import cells, spreadsheet, twins

AREA = Area(slug="blackpool", name="Blackpool", authorities=("E06000009",), year="2014/15")
RISKY = ["=1+1", "+1", "-2+3", "@SUM(1)", "{=1}", "＝1+1", "＠SUM(1)", "  =1+1", "\t=1+1"]


def table(frame, **more):
    words = {"caption": "Crimes by ward", "unit": "offences", "source": "Force extract", "name": "crimes"}
    return Table(frame, **{**words, **more})


def written(folder, *tables):
    """Each file by its name, as rows of text."""
    twins.write(tables, folder)
    made = sorted((folder / "tables").iterdir())
    return {path.name: list(csv.reader(path.read_text(encoding="utf-8").splitlines())) for path in made}


def test_values_are_as_in_the_workbook(tmp_path):
    rows = {"Ward": ["Claremont", "Layton"], "Count": [1234.0, None], "Rate": [107.8261, -0.5], "Rose": [True, False]}
    found = written(tmp_path, table(pd.DataFrame(rows).assign(Seen=[date(2014, 12, 31), None], Hidden=["[c]", 3])))
    assert found["crimes.csv"] == [
        ["Ward", "Count", "Rate", "Rose", "Seen", "Hidden"],
        ["Claremont", "1234", "107.8261", "Yes", "2014-12-31", "[c]"],
        ["Layton", "[x]", "-0.5", "No", "[x]", "3"],
    ]


def test_the_list_says_what_each_file_is(tmp_path):
    frame = pd.DataFrame({"Ward": ["Claremont"], "n": [1]})
    empty, second = table(frame.iloc[:0], name="none"), table(frame, name="crimes", notes="A note.", illustrative=True)
    found = written(tmp_path, table(frame), empty, second)
    assert list(found) == ["contents.csv", "crimes.csv", "crimes_2.csv"]
    assert found["contents.csv"] == [
        ["file", "title", "unit", "source", "notes", "illustrative"],
        ["crimes.csv", "Crimes by ward", "offences", "Force extract", "", "No"],
        ["crimes_2.csv", "Crimes by ward", "offences", "Force extract", "A note.", "Yes"],
    ]


@pytest.mark.parametrize("text", RISKY)
def test_text_that_could_be_a_formula_is_text(tmp_path, text):
    frame = pd.DataFrame({text: [text, "x"], "n": [-1, 2]})
    risky = table(frame, caption=f"{text} in a title")
    found = written(tmp_path, risky)
    told = [cell for row in [*found["crimes.csv"], found["contents.csv"][1]] for cell in row]
    assert [cell for cell in told if cell.startswith(cells.FORMULA) and cell != "-1"] == []
    assert found["crimes.csv"][1] == [f"'{text.strip()}", "-1"], "a negative number is a number"


@pytest.mark.parametrize("text", RISKY)
def test_in_the_workbook_it_is_text_too(tmp_path, text):
    path = tmp_path / "tables.xlsx"
    spreadsheet.write([table(pd.DataFrame({"Ward": [text]}))], path, AREA, FinancialYear(2014))
    found = [cell for row in openpyxl.load_workbook(path)["crimes"].iter_rows() for cell in row if cell.value]
    cell = next(cell for cell in found if cell.value == text.strip())
    assert cell.data_type == "s" and cell.quotePrefix


def test_the_same_tables_give_the_same_bytes(tmp_path):
    frame = pd.DataFrame({"Ward": ["Claremont", "Cafe\u0301"], "n": [0.1 + 0.2, 2]})
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        twins.write([table(frame)], tmp_path / folder)
    one, two = ((tmp_path / folder / "tables" / "crimes.csv").read_bytes() for folder in ("one", "two"))
    assert one == two and b"\r" not in one
