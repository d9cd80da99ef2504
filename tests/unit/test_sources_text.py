"""Splitting delimited text: held against the csv module on sound text, and losing nothing on any bytes at all."""

import csv
import io

import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from assessment.sources import typed as kinds
from assessment.sources.base import Problem, RawFile
from assessment.sources.files import raw_file
from assessment.sources.text import rows
from assessment.sources.typed import Column, typed

CELL = st.text(st.characters(codec="utf-8", exclude_characters="\0\r\ufeff", exclude_categories=["Cs"]), max_size=12)
TABLES = st.integers(2, 5).flatmap(lambda n: st.lists(st.lists(CELL, min_size=n, max_size=n), min_size=1, max_size=15))


def written(header: list[str], table: list[list[str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([header, *table])
    return out.getvalue().encode()


@settings(max_examples=150, deadline=None)
@given(TABLES)
@example([["", '"'], ["\n", ","]])
@example([["a", "b\n\n"], ["c", 'x"",""y']])
def test_what_a_writer_of_csv_wrote_is_read_back(table):
    header = [f"c{n}" for n in range(len(table[0]))]
    found = rows(raw_file(written(header, table), ""))
    assert found.rejects.height == 0
    back = [[cell or "" for cell in row] for row in found.frame.drop("line").iter_rows()]
    assert back == table


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=300), st.binary(max_size=60))
@example(b'a,b\n1,"2\n', b"")
@example(b"a,b\r1,2\r", b"")
def test_no_bytes_at_all_make_it_fail_or_lose_a_row(data, mutation):
    start = b"code,name,year,total_population\nE06000009,Blackpool,2014,141400\n"
    for text in (data, start + data, start[:20] + mutation + start[20:] + data):
        raw = raw_file(text, "")
        if isinstance(raw, Problem) or raw.kind != "csv":
            continue
        found = rows(raw)
        kept = typed(found, [Column("a", "code", kinds.code, required=True), Column("b", "year", kinds.year)])
        assert kept.frame.height + kept.rejects.height == found.read
        assert found.read <= text.count(b"\n") + text.count(b"\r") + text.count(b"\n\0") + 1


def column(kind, *cells: str) -> list:
    frame = pl.DataFrame({"x": list(cells), "line": list(range(len(cells)))}, schema_overrides={"line": pl.Int64})
    from assessment.sources.text import Rows

    told = typed(Rows("", frame, pl.DataFrame(schema=kinds.REJECTS), {}), [Column("x", "x", kind)])
    read = dict(told.frame.select("line", "x").iter_rows())
    return [read.get(n, "set aside") for n in range(len(cells))]


@pytest.mark.parametrize(
    ("kind", "cells", "expected"),
    [
        (kinds.number, ["1", "-2.5", "1,234.5", "1e3", " 7 "], [1.0, -2.5, 1234.5, 1000.0, 7.0]),
        (kinds.number, ["1,5", "1,23,456", "nan", "inf", "1 000", "£5"], ["set aside"] * 6),
        (kinds.number, ["", ":", "..", "*", "[c]", "-", "[X]"], [None] * 7),
        (kinds.count, ["12", "12.0", "0", "12.5", "-1"], [12, 12, 0, "set aside", "set aside"]),
        (kinds.amount, ["0.5", "-0.5"], [0.5, "set aside"]),
        (kinds.between(1, 10), ["1", "10", "0", "11"], [1, 10, "set aside", "set aside"]),
        (kinds.year, ["2014", "2014.0", "14", "3014"], [2014, 2014, "set aside", "set aside"]),
        (kinds.month, ["2014-01", "2014-13", "2014-1", "Jan 2014"], ["2014-01", *["set aside"] * 3]),
        (kinds.flag, ["Y", "n", "TRUE", "0", "", "perhaps"], [True, False, True, False, None, "set aside"]),
        (kinds.lsoa, ["E01012662", "W01000001", "E02012662", ""], ["E01012662", "W01000001", "set aside", None]),
        (kinds.code, ["E06000009", "Blackpool"], ["E06000009", "set aside"]),
    ],
)  # fmt: skip
def test_cells_are_read_as_their_kind(kind, cells, expected):
    assert column(kind, *cells) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("2014-12-31", "2014-12-31"),
        ("31/12/2014", "2014-12-31"),
        ("31 Dec 2014", "2014-12-31"),
        ("1/4/2014", "2014-04-01"),
        ("2014-12-31T23:15:00+00:00", "2014-12-31"),
        ("31/12/2014 23:15", "2014-12-31"),
        ("12/31/2014", "set aside"),
        ("2014-02-29", "set aside"),
        ("31122014", "set aside"),
        ("31/12/14", "set aside"),
    ],
)
def test_dates_are_read_in_three_styles_and_never_guessed_at(cell, expected):
    assert str(column(kinds.date, "2014-01-01", cell)[1]) == expected


def test_the_first_fault_of_a_row_is_told_with_the_columns_own_name():
    raw = raw_file(b"LSOA Code,Total Count\nE01012662,-3\nnowhere,x\n", "")
    assert isinstance(raw, RawFile)
    told = typed(rows(raw), [Column("a", "lsoa_code", kinds.lsoa), Column("b", "total_count", kinds.count)])
    assert told.rejects.select("line", "column", "reason").rows() == [
        (2, "Total Count", "'-3' is not a whole number of at least 0"),
        (3, "LSOA Code", "'nowhere' is not an LSOA code"),
    ]
