"""Spreadsheets: what a sheet holds is read as the same table saved as CSV would be, and nothing of it is lost."""

import csv
import datetime
import io
import zipfile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_sources_formats import EXAMPLES, example

from assessment.sources import recognised
from assessment.sources.base import Problem, RawFile
from assessment.sources.files import opened, raw_file
from assessment.sources.workbooks import is_workbook, sheets, text

PLAIN = {param.values[0]: param.values[2] for param in EXAMPLES if param.values[1] == "csv"}


def book(**tables: list[list]) -> bytes:
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for name, table in tables.items():
        sheet = workbook.create_sheet(name)
        for row in table:
            sheet.append(row)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def found(data: bytes) -> list[RawFile | Problem]:
    return list(sheets(data, "", lambda raw: raw))


def table(name: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(PLAIN[name])))


@pytest.mark.parametrize("name", PLAIN)
def test_every_format_is_the_same_from_a_workbook_below_notes(name):
    (raw,) = found(book(Data=[["A title"], [], ["Made for tests", "and for nothing else"], *table(name)]))
    form = recognised(raw)
    assert form.name == name
    from_book, from_csv = form.read(raw), form.read(raw_file(PLAIN[name].encode(), "/Data"))
    assert (from_book.rows_read, from_book.rows_kept) == (from_csv.rows_read, from_csv.rows_kept)
    for key, frame in from_csv.tables.items():
        same = [name for name in frame.columns if name not in ("content", "line")]  # of the file's own bytes and lines
        assert from_book.tables[key].select(same).sort(same).equals(frame.select(same).sort(same)), key
    (note,) = raw.notes
    assert (note.check, note.line) == ("notes-above", 4)


def typed(cell: str) -> object:
    """What a person's spreadsheet makes of a cell that was typed in."""
    for kind in (int, float, datetime.date.fromisoformat):
        try:
            return kind(cell)
        except ValueError:
            continue
    return {"Y": True, "N": False, "": None}.get(cell, cell)


@pytest.mark.parametrize(
    "name", ["force_extract", "asb_extract", "population_lsoa", "partnership_returns", "deprivation"]
)
def test_numbers_dates_and_truths_of_cells_are_read_as_the_text_is(name):
    rows = table(name)
    (raw,) = found(book(Data=[rows[0], *([typed(cell) for cell in row] for row in rows[1:])]))
    form = recognised(raw)
    made, plain = form.read(raw), form.read(raw_file(PLAIN[name].encode(), "/Data"))
    assert made.rejects.height == 0
    for key, frame in plain.tables.items():
        assert made.tables[key].equals(frame), key


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        (2014.0, "2014"),
        (-3.0, "-3"),
        (1e-07, "0.0000001"),
        (12345678901234.0, "12345678901234"),
        (123456.789, "123456.789"),
        (1e20, "100000000000000000000"),
        (True, "TRUE"),
        (datetime.date(2014, 12, 31), "2014-12-31"),
        (datetime.datetime(2014, 12, 31), "2014-12-31"),
        (datetime.datetime(2014, 12, 31, 23, 15), "2014-12-31 23:15:00"),
        (" two\r\nlines ", "two lines"),
        ("0012", "0012"),
    ],
)
def test_a_cell_becomes_the_text_that_a_reader_of_csv_takes(cell, told):
    assert text(cell) == told


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_keeps_its_value_and_never_has_an_exponent(number):
    assert float(text(number)) == number
    assert abs(number) > 1e290 or "e" not in text(number)


def test_each_sheet_is_a_table_of_its_own_and_others_are_named():
    data = book(Notes=[["Contents"], ["Table 1", "page 2"]], One=table("asb_extract"), Two=table("population_lsoa"))
    one, two, passed = found(data)
    assert (one.name, two.name) == ("/One", "/Two")
    assert (recognised(one).name, recognised(two).name) == ("asb_extract", "population_lsoa")
    assert (passed.severity, passed.check) == ("information", "not-recognised")
    assert passed.message.endswith("passed over: Notes")


def test_a_header_below_the_fortieth_row_is_not_looked_for():
    (raw,) = found(book(Data=[["a note"]] * 39 + table("asb_extract")))
    assert isinstance(raw, RawFile)
    (problem,) = found(book(Data=[["a note"]] * 40 + table("asb_extract")))
    assert isinstance(problem, Problem)


def test_marks_of_footnotes_in_a_header_do_not_hide_it():
    rows = table("asb_extract")
    rows[0] = [f"{title} [note 1]" if place == 1 else title for place, title in enumerate(rows[0])]
    (raw,) = found(book(Data=rows))
    assert recognised(raw).name == "asb_extract"


def test_a_note_beside_the_table_loses_no_row_and_one_below_it_is_set_aside_with_its_row():
    rows = [*table("asb_extract"), [], ["Source: the force"]]
    rows[1] = [*rows[1], None, "looks odd"]
    (raw,) = found(book(Data=rows))
    reading = recognised(raw).read(raw)
    assert (reading.rows_kept, reading.rejects["line"].to_list()) == (3, [6])


def test_columns_are_looked_at_as_an_area_calls_them(tmp_path):
    rows = table("asb_extract")
    rows[0] = ["Ref", *rows[0][1:]]
    path = tmp_path / "incidents.xlsx"
    path.write_bytes(book(Data=[["Title"], *rows]))

    def seen(raw: RawFile) -> RawFile:
        from dataclasses import replace

        return replace(raw, header=tuple("incident_number" if title == "Ref" else title for title in raw.header))

    (raw,) = opened(path, seen)
    assert raw.header[0] == "Ref"
    assert raw.name == "/Data"


def test_a_page_or_a_table_with_a_workbooks_name_is_read_for_what_it_is(tmp_path):
    assert not is_workbook("a.xls", b"incident_number,recorded_date")
    path = tmp_path / "incidents.xls"
    path.write_text(example("asb_extract"), encoding="utf-8")
    (raw,) = opened(path)
    assert recognised(raw).name == "asb_extract"


GOOD = book(Notes=[["a"]], Data=[["Title"], *table("asb_extract")])


def repacked(edit) -> bytes:
    """The workbook with the text of its sheet changed inside the zip."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(GOOD)) as old, zipfile.ZipFile(out, "w") as new:
        for member in old.namelist():
            content = old.read(member)
            new.writestr(member, edit(content) if member == "xl/worksheets/sheet2.xml" else content)
    return out.getvalue()


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_damaged_workbook_is_told_and_nothing_of_what_is_read_is_lost(data):
    def mutated(content: bytes) -> bytes:
        for _ in range(data.draw(st.integers(1, 4))):
            place = data.draw(st.integers(0, len(content)))
            piece = data.draw(st.sampled_from([b"<", b">", b"", b"\0", b"\xff", b'"', b"</c>", b"<c/>", b"99", b"A"]))
            content = content[:place] + piece + content[place + data.draw(st.integers(0, 9)) :]
        return content

    whole = data.draw(st.booleans())
    for item in found(mutated(GOOD) if whole else repacked(mutated)):
        if isinstance(item, Problem):
            assert item.mend
            continue
        form = recognised(item)
        if form:
            reading = form.read(item)
            assert reading.rows_kept + reading.rejects.height == reading.rows_read
