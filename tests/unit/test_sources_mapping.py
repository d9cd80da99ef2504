"""A force's extract in its own words: recognised as translated, read as the plain one, never mixed up in the store."""

import re
import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment import project, store
from assessment.errors import AssessmentError
from assessment.project import Area, Extract
from assessment.sources import recognised
from assessment.sources.base import Problem
from assessment.sources.files import raw_file
from assessment.sources.mapping import mapped, mapping
from assessment.sources.text import doubled
from assessment.store import readings

(SECTION,) = re.findall(
    r"^## force_extract\n(.*?)^## ", (project.root() / "docs/data.md").read_text(encoding="utf-8"), flags=re.S | re.M
)
SETTINGS, OWN = (re.findall(rf"```{kind}\n(.*?)```", SECTION, flags=re.S)[0] for kind in ("toml", "text"))
EXTRACT = Extract(**tomllib.loads(SETTINGS)["extract"])
AREA = Area(slug="here", name="Here", authorities=("E06000009",), year="2014/15", extract=EXTRACT)
PLAIN = (
    "record_number,recorded_date,offence_code,offence_group,offence_subgroup,lsoa,domestic_abuse,victim_key,place_key\n"
    "LC/1,2014-04-01,28E,Theft offences,Domestic burglary,E01012662,N,v-81c2,p-0007\n"
    "LC/2,2014-04-01,105A,Violence against the person,Violence without injury,E01012663,Y,v-90aa,\n"
    "LC/3,2014-04-02,17A,Sexual offences,Other sexual offences,,,v-81c2,p-0007\n"
)


def read(text: str, extract: Extract | None = EXTRACT):
    raw = mapped(raw_file(text.encode(), ""), extract)
    return recognised(raw), raw


def test_the_documented_example_is_read_as_the_plain_extract_is():
    form, raw = read(OWN)
    plain, other = read(PLAIN, None)
    told, expected = form.read(raw), plain.read(other)
    assert form.name == plain.name == "force_extract"
    assert told.tables["crime"].equals(expected.tables["crime"])
    assert (told.rows_read, told.rows_kept, told.problems) == (3, 3, [])
    assert told.tables["crime"]["victim_key"].to_list() == ["v-81c2", "v-90aa", "v-81c2"]
    assert told.tables["crime"]["place_key"].to_list() == ["p-0007", None, "p-0007"]


def test_without_the_configuration_the_same_file_is_not_an_extract():
    form, _ = read(OWN, None)
    assert form is None


def test_a_source_without_keys_leaves_them_empty():
    form, raw = read(PLAIN.replace("victim_key,place_key", "a,b"), None)
    crime = form.read(raw).tables["crime"]
    assert crime["victim_key"].null_count() == crime["place_key"].null_count() == 3


def test_a_row_set_aside_is_told_by_the_files_own_name_of_the_column():
    form, raw = read(OWN.replace("02/04/2014", "32/04/2014"))
    reading = form.read(raw)
    assert reading.rejects.select("line", "column").rows() == [(4, "Date Recorded")]
    assert "'32/04/2014' is not a date" in reading.rejects["reason"][0]


def test_a_column_that_bears_the_workbooks_name_for_another_steps_aside():
    form, raw = read(OWN.replace("Offence Code,", "Offence Code,Offence Group,").replace("28E,", "28E,local,"))
    assert doubled(raw) == []
    assert "own_Offence Group" in raw.header
    assert form.read(raw).tables["crime"]["category"][0] == "Theft offences"


def test_a_configured_column_that_is_missing_is_told_of():
    extract = EXTRACT.model_copy(update={"columns": {**EXTRACT.columns, "alcohol": ("Drink",)}})
    _, raw = read(OWN, extract)
    assert [(note.severity, note.check) for note in raw.notes] == [("warning", "mapped-column")]
    assert "no column 'Drink', which the configuration takes for alcohol" in raw.notes[0].message


def test_the_first_name_that_is_there_holds():
    extract = Extract(columns={"incident_number": "Log", "recorded_date": ["Day", "Log Date"], "type": "Kind"})
    form, raw = read("Log,Day,Log Date,Kind,LSOA\n7,2014-04-01,2014-05-01,Personal,E01012662\n", extract)
    assert form.name == "asb_extract"
    assert form.read(raw).tables["asb"].select("incident", "month").rows() == [("7", "2014-04")]


def test_a_publishers_file_is_left_as_it_is():
    street = "Crime ID,Month,Falls within,LSOA code,LSOA name,Crime type,Last outcome category\n"
    extract = Extract(columns={"lsoa": "LSOA code"})
    form, raw = read(street, extract)
    assert form.name == "police_uk_street"
    assert raw.header[3] == "LSOA code"


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"values": {"yes": ["1"], "no": ["1"]}}, "one thing only"),
        ({"columns": {"lsoa": "Where", "offence_code": "where"}}, "one thing only"),
        ({"columns": {"lsoa": ""}}, "must not be empty"),
        ({"values": {"perhaps": ["1"]}}, "values"),
        ({"rows": {}}, "rows"),
        ({"columns": "Crime Ref"}, "dictionary"),
    ],
)
def test_a_wrong_setting_is_refused(told, words):
    with pytest.raises(ValueError, match=words):
        Extract(**told)


def test_a_column_that_no_extract_has_is_refused_by_name():
    wrong = AREA.model_copy(update={"extract": Extract(columns={"crime_number": "Crime Ref"})})
    with pytest.raises(AssessmentError, match=r"extract.columns.crime_number.*config/areas/here.toml.*record_number"):
        mapping(wrong)


def test_a_file_read_by_one_mapping_is_not_taken_for_what_another_would_read(tmp_path, monkeypatch):
    monkeypatch.setenv("ASSESSMENT_PROCESSED", str(tmp_path / "processed"))
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "crime.csv").write_text(OWN)
    (raw / "wards.csv").write_text("lsoa21_code,ward24_code,ltla24_code\nE01012662,E05015186,E06000009\n")
    seen: list[str] = []
    inner = readings._read
    monkeypatch.setattr(readings, "_read", lambda path, *rest: seen.append(path.name) or inner(path, *rest))
    without = AREA.model_copy(update={"extract": None})
    turned = Extract(columns=EXTRACT.columns, values={"yes": ["F"], "no": ["T"], "unknown": ["Not known"]})
    told = []
    for area in (without, AREA, AREA.model_copy(update={"extract": turned}), AREA, without):
        found = store.prepare(area, raw).table("crime")
        told.append(None if found is None else found["domestic_abuse"].fillna(True).to_list())
    assert told == [None, [False, True, True], [True, False, True], [False, True, True], None]
    assert sorted(name for name in seen if "cchi" not in name) == ["crime.csv"] * 3 + ["wards.csv"]


def test_what_the_demonstrations_configuration_shows_in_a_comment_is_sound(tmp_path, monkeypatch):
    text = (project.root() / "config/areas/blackpool.toml").read_text(encoding="utf-8")
    block = text[text.index("# [extract.columns]") :].partition("\n\n")[0]
    shown = re.findall(r"^# (\[extract\..*\]|\w+ = .*)", block, flags=re.M)
    assert len(shown) >= 6
    (tmp_path / "config/areas").mkdir(parents=True)
    (tmp_path / "config/chapters.toml").write_text("")
    (tmp_path / "config/areas/here.toml").write_text("\n".join([text, *shown]), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    told = mapping(project.area("here"))
    assert told.columns["record_number"] == ("Crime Ref",)
    assert set(told.values) == {"yes", "no", "unknown"}


def test_an_extract_in_a_workbook_is_read_by_the_same_mapping(tmp_path):
    xlsxwriter = pytest.importorskip("xlsxwriter")
    path = tmp_path / "crime.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Crime")
        sheet.write(0, 0, "Recorded crime, not for publication")
        for place, line in enumerate(OWN.strip().split("\n"), 2):
            sheet.write_row(place, 0, line.split(","))
    found, _ = readings._read(path, EXTRACT)
    assert found["force_extract"].tables["crime"].equals(read(OWN)[0].read(read(OWN)[1]).tables["crime"])
    assert [p.check for p in found["force_extract"].problems] == ["notes-above"]
    assert "force_extract" not in readings._read(path)[0]


JUNK = st.sampled_from(["", "T", "Not known", "32/13/2014", "x,y", '"', "E0101266", "\n", "é", "-", "1"])


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 8), JUNK), max_size=6))
def test_no_row_of_a_mapped_extract_is_lost(changes):
    lines = [line.split(",") for line in OWN.strip().split("\n")]
    for row, column, cell in changes:
        lines[row][column] = cell
    raw = raw_file("\n".join(",".join(line) for line in lines).encode(), "")
    assert not isinstance(raw, Problem)
    raw = mapped(raw, EXTRACT)
    form = recognised(raw)
    if form and not doubled(raw):
        reading = form.read(raw)
        assert reading.rows_kept + reading.rejects.height == reading.rows_read
        assert reading.tables["crime"].height == reading.rows_kept
