"""Recorded crime of the Home Office: any release's headers, one vocabulary beside the published labels, no row lost."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_sources_formats import example, read
from test_sources_workbooks import book, found

from assessment.sources import recognised
from assessment.sources.crime_labels import GROUPS, OTHER_WORDS, SUBGROUPS, one_vocabulary
from assessment.sources.tables import KEYS

HEADER = "Financial Year,Financial Quarter,Force Name,CSP Name,Offence Description,Offence Group,Offence Subgroup,"
HEADER += "Offence Code,Number of Offences"


def table(*rows: str) -> pl.DataFrame:
    form, reading = read("\n".join([HEADER, *rows]))
    assert form.name == "recorded_crime"
    return reading.tables["recorded_crime"]


def problems(text: str) -> dict[str, str]:
    return {problem.check: problem.message for problem in read(text)[1].problems}


def test_both_releases_headers_make_the_same_table():
    force, partnership = (read(example("recorded_crime", place))[1].tables["recorded_crime"] for place in (0, 1))
    assert force["partnership"].null_count() == 3
    assert partnership["partnership"].to_list() == ["Blackpool"] * 3
    assert partnership["count"].to_list() == [500, 30, -1]
    assert partnership.row(1, named=True) == {
        "year": "2024/25",
        "quarter": 1,
        "force": "Lancashire",
        "partnership": "Blackpool",
        "category": "Sexual offences",
        "subcategory": "Rape",
        "offence_code": "19C",
        "offence": "Rape of a female aged 16 and over",
        "count": 30,
        "published_category": "Sexual offences",
        "published_subcategory": "Rape offences",
    }


def test_labels_of_all_years_come_to_one_vocabulary_and_the_drift_is_counted():
    rows = [
        f"2017/18,1,Lancashire,Wyre,x,{group},{subgroup},{code},1"
        for code, (group, subgroup) in enumerate(
            [
                ("Theft Offences", "Shoplifting"),
                ("Theft offences", "Shoplifting"),
                ("Sexual  offences", "Rape offences"),
                ("Sexual offences", "Rape"),
                ("Miscellaneous crimes", "Miscellaneous crimes"),
                ("Violence against the person", "Death or serious injury – unlawful driving"),
                ("Theft offences", "Residential burglary"),
            ]
        )
    ]
    frame = table(*rows)
    assert frame["category"].n_unique() == 4
    assert set(frame["category"]) <= set(GROUPS)
    assert set(frame["subcategory"]) <= set(SUBGROUPS)
    assert frame["published_category"].to_list()[0] == "Theft Offences"
    told = problems("\n".join([HEADER, *rows]))["label-drift"]
    assert "group 'Theft Offences' as 'Theft offences' in 1 row" in told
    assert "subgroup 'Rape offences' as 'Rape' in 1 row" in told


def test_domestic_and_residential_burglary_stay_apart():
    told = one_vocabulary(pl.Series(["DOMESTIC BURGLARY", "Residential Burglary"]), SUBGROUPS)
    assert told.to_list() == ["Domestic burglary", "Residential burglary"]


def test_a_label_that_is_not_known_is_kept_and_told():
    text = f"{HEADER}\n2017/18,1,Lancashire,Wyre,x,Piracy offences,Boarding,1,2"
    assert read(text)[1].tables["recorded_crime"]["category"].to_list() == ["Piracy offences"]
    assert "'Boarding', 'Piracy offences'" in problems(text)["label-unknown"]


def test_other_words_lead_into_a_vocabulary_and_are_in_none():
    assert set(OTHER_WORDS.values()) <= {*GROUPS, *SUBGROUPS}
    assert not set(OTHER_WORDS) & {label.lower() for label in GROUPS}


@given(st.sampled_from([*GROUPS, *SUBGROUPS]), st.data())
def test_capitals_and_blanks_never_matter(label, data):
    vocabulary = GROUPS if label in GROUPS else SUBGROUPS
    written = data.draw(st.sampled_from([str.upper, str.lower, str.title]))(label)
    written = written.replace(" ", data.draw(st.sampled_from([" ", "  ", "\t"])))
    assert one_vocabulary(pl.Series([written]), vocabulary).to_list() == [label]


@pytest.mark.parametrize("written", ["2017/18", "2017-18", "2017/2018", "2017_18"])
def test_years_and_quarters_are_read_as_they_are_written(written):
    frame = table(f"{written},Q4,Lancashire,Wyre,x,Robbery,Robbery of personal property,34B,3")
    assert frame.select("year", "quarter").rows() == [("2017/18", 4)]


def test_the_turn_of_a_century_is_a_year():
    assert table("1999/00,1,Lancashire,Wyre,x,Robbery,x,34B,3")["year"].to_list() == ["1999/00"]


def test_a_part_of_a_year_is_told_and_its_months_are_those_of_the_quarters():
    text = f"{HEADER}\n2024/25,4,Lancashire,Wyre,x,Robbery,Robbery of personal property,34B,3"
    assert problems(text)["part-year"].endswith("2024/25 has only quarter 4")
    assert read(text)[1].months == ["2025-01", "2025-02", "2025-03"]


def test_marks_of_notes_behind_a_name_do_not_make_another_force():
    frame = table("2017/18,1,Metropolitan Police [Note 6],Kingston & Ham,x,Robbery,x,34B,3")
    assert frame.select("force", "partnership").rows() == [("Metropolitan Police", "Kingston and Ham")]


def test_missing_counts_are_no_zeros():
    text = f"{HEADER}\n2017/18,1,Lancashire,Wyre,x,Robbery,Robbery of personal property,34B,.."
    assert read(text)[1].tables["recorded_crime"]["count"].to_list() == [None]
    assert problems(text)["no-count"].startswith("1 row has no count")


HOMICIDE = "2017/18,1,Lancashire,Wyre,Homicide,Violence against the person,Homicide,1/4.1/4.10/4.2"


def test_parts_of_an_offence_are_added_up_and_told():
    others = [f"2017/18,1,Lancashire,Wyre,x,Robbery,Robbery of personal property,{code},1" for code in range(40)]
    text = "\n".join([HEADER, f"{HOMICIDE},0", f"{HOMICIDE},..", f"{HOMICIDE},2", f"{HOMICIDE},1", *others])
    _, reading = read(text)
    frame = reading.tables["recorded_crime"]
    assert (reading.rows_kept, frame.height, frame["count"].sum()) == (44, 41, 43)
    (told,) = [problem for problem in reading.problems if problem.check == "parts"]
    assert (told.severity, told.message) == (
        "information",
        "4 rows are parts of 1 counts (Homicide) and are added up",
    )


def test_a_table_that_is_there_twice_is_a_warning():
    rows = [f"2017/18,1,Lancashire,Wyre,x,Robbery,Robbery of personal property,{code},1" for code in range(9)]
    (told,) = [problem for problem in read("\n".join([HEADER, *rows, *rows]))[1].problems if problem.check == "parts"]
    assert told.severity == "warning"


def test_a_workbook_of_years_with_a_cover_is_read_whole():
    rows = [line.split(",") for line in example("recorded_crime", 1).strip().split("\n")]
    rows = [[int(cell) if cell.lstrip("-").isdigit() else cell for cell in row] for row in rows]
    items = found(book(**{"Cover sheet": [["Police recorded crime"]], "2023_24": rows, "2024_25": [["Title"], *rows]}))
    readings = [form.read(raw) for raw in items[:2] if (form := recognised(raw))]
    assert [reading.rows_kept for reading in readings] == [3, 3]
    assert readings[0].tables["recorded_crime"].equals(readings[1].tables["recorded_crime"])
    assert readings[0].tables["recorded_crime"]["offence_code"].to_list() == ["46", "19C", "56A"]


CELLS = st.sampled_from(
    ["2017/18", "2017/19", "1", "5", "-1", "..", "Lancashire", "", "Rape", "x" * 20, "1e9", "Q3", "½"]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(CELLS, min_size=9, max_size=9), max_size=12))
def test_rows_of_any_cells_are_kept_or_set_aside_and_no_count_is_made_up(rows):
    _, reading = read("\n".join([HEADER, *(",".join(row) for row in rows)]) + "\n")
    assert reading.rows_kept + reading.rejects.height == reading.rows_read == len(rows)
    frame = reading.tables["recorded_crime"]
    assert not frame.select(KEYS["recorded_crime"]).is_duplicated().any()
    good = [row for row in rows if row[0] == "2017/18" and row[1] in {"1", "Q3"} and row[3] and row[5]]
    counted = sum(int(float(row[8])) for row in good if row[8] in {"1", "5", "-1", "1e9"})
    assert frame["count"].sum() == counted
