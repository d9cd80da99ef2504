"""Each format's example in docs/data.md is recognised by its header and read whole; the examples cover every format."""

import csv
import io
import re

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment import project
from assessment.sources import formats, nearest, recognised
from assessment.sources.base import Problem, RawFile
from assessment.sources.files import raw_file
from assessment.sources.tables import TABLES
from assessment.sources.text import doubled

DOCS = (project.root() / "docs" / "data.md").read_text(encoding="utf-8")
SECTIONS = re.split(r"^## ", DOCS, flags=re.M)[1:]
EXAMPLES = [
    pytest.param(section.split("\n", 1)[0], kind, text, id=f"{section.split(chr(10), 1)[0]}-{place}")
    for section in SECTIONS
    for place, (kind, text) in enumerate(re.findall(r"```(csv|json)\n(.*?)```", section, flags=re.S))
]


def example(name: str, place: int = 0) -> str:
    (section,) = [section for section in SECTIONS if section.startswith(name + "\n")]
    return re.findall(r"```(?:csv|json)\n(.*?)```", section, flags=re.S)[place]


def read(text: str | bytes):
    raw = raw_file(text.encode() if isinstance(text, str) else text, "")
    assert isinstance(raw, RawFile), raw
    form = recognised(raw)
    return form, form.read(raw) if form else None


@pytest.mark.parametrize(("name", "kind", "text"), EXAMPLES)
def test_an_example_is_recognised_and_read_whole(name, kind, text):
    form, reading = read(text)
    assert form is not None
    assert form.name == name
    rows = text.count('"Feature"') if kind == "json" else text.strip().count("\n")
    assert (reading.rows_read, reading.rows_kept, reading.rejects.height) == (3, 3, 0) == (rows, rows, 0)
    for table, frame in reading.tables.items():
        assert dict(frame.schema) == TABLES[table], table


def test_every_format_has_a_section_and_an_entry():
    names = {form.name for form in formats()}
    assert {section.split("\n", 1)[0] for section in SECTIONS} == names
    assert names == set(project.sources())


def test_a_headers_capitals_blanks_and_order_do_not_matter():
    lines = [line.split(",") for line in example("asb_extract").strip().split("\n")]
    turned = "\n".join(",".join(reversed(cells)) for cells in lines).replace("incident_number", " Incident Number ")
    form, reading = read(turned)
    assert form.name == "asb_extract"
    assert reading.tables["asb"]["incident"].to_list() == ["A14-000001", "A14-000002", "A14-000003"]


def test_no_example_is_taken_for_two_formats():
    for _, text in [param.values[1:] for param in EXAMPLES]:
        raw = raw_file(text.encode(), "")
        assert len({form.name for form in formats() if form.recognises(raw)}) == 1, raw.header


@pytest.mark.parametrize(
    ("district", "lsoa", "release", "england"),
    [
        ("lad04_code", 2001, "IoD2004", 32482),
        ("lad07_code", 2001, "IoD2007", 32482),
        ("", 2001, "IoD2010", 32482),
        ("Local Authority District code (2013)", 2011, "IoD2015", 32844),
        ("Local Authority District code (2019)", 2011, "IoD2019", 32844),
        ("Local Authority District code (2024)", 2021, "IoD2025", 33755),
    ],
)
def test_the_release_follows_from_the_header(district, lsoa, release, england):
    rank = "Index of Multiple Deprivation (IMD) Rank (where 1 is most depriv"  # cut short, as published once
    header = f"LSOA code ({lsoa}),{rank}" + (f",{district}" if district else "")
    _, reading = read(f"{header}\nE01012662,{england}" + (",E06000009" if district else ""))
    row = reading.tables["deprivation"].row(0, named=True)
    assert (row["release"], row["lsoa_vintage"], row["lsoas_in_england"]) == (release, lsoa, england)
    assert row["rank"] == england
    assert row["income_rank"] is None


def test_income_is_not_taken_from_income_of_children():
    header = (
        "LSOA code (2021),Local Authority District code (2024),"
        "Income Deprivation Affecting Children Index (IDACI) Rank (where 1 is most deprived),"
        "Income Rank (where 1 is most deprived)"
    )
    _, reading = read(f"{header}\nE01012662,E06000009,7,11")
    assert reading.tables["deprivation"]["income_rank"].to_list() == [11]


@pytest.mark.parametrize(
    ("header", "near"),
    [
        ("incident_number,recorded_date,kind,lsoa", "asb_extract"),
        ("measure,area,period_start,until,value", "partnership_returns"),
        ("code,name,year,value", None),
        ("colour,shape", None),
    ],
)
def test_a_header_that_is_nearly_known_is_told_from_one_that_is_not(header, near):
    raw = raw_file(f"{header}\n".encode(), "")
    found = nearest(raw)
    assert recognised(raw) is None
    assert (found.name if found else None) == near


def test_published_summaries_become_one_row_a_measure():
    _, reading = read(example("deprivation_published", 1))
    told = reading.tables["deprivation_published"].filter(pl.col("authority") == "E06000009")
    assert dict(told.select("measure", "value").iter_rows()) == {
        "average_rank": 26536.86,
        "rank_of_average_rank": 1,
        "average_score": 43.467,
        "proportion_decile_1": 0.4043,
        "extent": 0.5217,
        "local_concentration": 33748.14,
    }
    assert told["release"].unique().to_list() == ["IoD2025"]


def test_deaths_are_the_same_wide_and_long():
    long, wide = (read(example("drug_deaths", place))[1].tables["drug_deaths"] for place in (0, 1))
    pick = (pl.col("authority") == "E06000009") & (pl.col("year") == 2020)
    assert long.filter(pick)["deaths"].to_list() == wide.filter(pick)["deaths"].to_list() == [31]
    assert wide.filter(pl.col("name") == "ENGLAND AND WALES")["deaths"].to_list() == [4561, 4393, 4359]


PIECES = st.sampled_from(
    [b",", b'"', b"\n", b"-", b"0", b"E01", b"\xff", b"\0", b"2014", b"", b" ", b"}", b"[", b"null"]
)


@settings(max_examples=400, deadline=None)
@given(st.sampled_from([param.values[2] for param in EXAMPLES]), st.data())
def test_a_reader_given_damaged_examples_neither_fails_nor_loses_a_row(text, data):
    damaged = text.encode()
    for _ in range(data.draw(st.integers(1, 4))):
        place, length = data.draw(st.integers(0, len(damaged))), data.draw(st.integers(0, 5))
        damaged = damaged[:place] + data.draw(PIECES) + damaged[place + length :]
    raw = raw_file(damaged, "")
    if isinstance(raw, Problem):
        assert raw.mend
        return
    form = recognised(raw)
    if form and not doubled(raw):
        reading = form.read(raw)
        assert reading.rows_kept + reading.rejects.height == reading.rows_read
        for table, frame in reading.tables.items():
            assert dict(frame.schema) == TABLES[table], table


CELLS = st.sampled_from(
    [
        "",
        " ",
        "0",
        "-1",
        "1,5",
        "1.5",
        "1e999",
        "2014-13",
        "31/02/2014",
        "E01",
        "Y",
        "perhaps",
        "[c]",
        "é\0",
        'a"b',
        "a\nb",
    ]
)
TABLES_OF_ROWS = [param.values for param in EXAMPLES if param.values[1] == "csv"]
CHANGES = st.lists(st.tuples(st.integers(0, 99), st.integers(0, 99), CELLS), max_size=6)


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(TABLES_OF_ROWS), CHANGES, st.data())
def test_rows_with_changed_cells_doubled_and_in_any_order_are_each_kept_or_set_aside(example, changes, data):
    name, _, text = example
    header, *rows = csv.reader(io.StringIO(text))
    rows = [list(row) for row in data.draw(st.lists(st.sampled_from(rows), min_size=1, max_size=8))]
    for row, column, cell in changes:
        rows[row % len(rows)][column % len(header)] = cell
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerows([header, *rows])
    form, reading = read(written.getvalue())
    assert form.name == name
    assert reading.rows_read == len(rows)
    assert reading.rows_kept + reading.rejects.height == len(rows)
    assert reading.rejects["reason"].str.len_chars().min() != 0
    assert reading.rejects["line"].null_count() == 0


def test_the_empty_marker_is_unknown_and_not_no():
    _, reading = read(example("force_extract"))
    assert reading.tables["crime"]["alcohol"].to_list() == [False, True, None]
    assert reading.tables["crime"]["month"].to_list() == ["2014-04"] * 3


def test_an_extracts_month_is_that_of_recording_though_the_crime_is_older():
    _, reading = read(example("force_extract"))
    late = reading.tables["crime"].row(2, named=True)
    assert (late["month"], str(late["committed_from"])) == ("2014-04", "2009-06-01")


def test_outlines_are_the_same_as_a_geographic_library_makes_them():
    import json

    shapely = pytest.importorskip("shapely")
    text = example("boundaries")
    _, reading = read(text)
    for feature, made in zip(json.loads(text)["features"], reading.tables["boundaries"]["geometry"], strict=True):
        assert shapely.from_wkb(made).equals(shapely.geometry.shape(feature["geometry"]))


def test_the_severity_score_is_dated_by_the_year_of_its_districts():
    _, reading = read(example("severity_scores"))
    assert reading.tables["severity_scores"]["period"].unique().to_list() == ["2022/23"]
    assert reading.tables["severity_scores"]["score"].null_count() == 1
