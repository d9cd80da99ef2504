"""A survey and a register of cases: every answer kept, what people wrote kept apart, what does not add up told."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment import project, store
from assessment.project import Area
from assessment.sources.case_register import read as read_cases
from assessment.sources.files import raw_file
from assessment.sources.survey import read

AREA = Area(slug="here", name="Here", authorities=("E06000009",), year="2014/15")
PACKAGE = project.root() / "assessment"
SURVEY = "respondent,weight,q_safe,q_worry,t_help\n1,0.5,Yes,,Lights\n2,1.5,No,Much,\n"


def raw(text: str):
    return raw_file(text.encode(), "")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("ASSESSMENT_PROCESSED", str(tmp_path / "processed"))
    made = tmp_path / "raw"
    made.mkdir()
    return made


def test_a_row_becomes_one_for_each_question_and_no_answer_stays_none():
    told = read(raw(SURVEY)).tables["survey"].select("respondent", "question", "answer", "weight")
    assert sorted(told.rows(), key=str) == [
        ("1", "q_safe", "Yes", 0.5),
        ("1", "q_worry", None, 0.5),
        ("2", "q_safe", "No", 1.5),
        ("2", "q_worry", "Much", 1.5),
    ]


def test_what_people_wrote_is_kept_apart():
    reading = read(raw(SURVEY))
    assert reading.tables["survey_text"].rows() == [(None, "1", "t_help", "Lights")]
    assert "Lights" not in str(reading.tables["survey"].rows())


def test_what_people_wrote_is_read_by_the_count_of_themes_alone():
    rooms = ("chapters", "present", "publish", "explore", "run")
    files = [path for room in rooms for path in (PACKAGE / room).rglob("*.py")]
    assert len(files) > 20
    named = {path.name for path in files if b"survey_text" in path.read_bytes()}
    assert named == {"comments.py", "disclosed.py"}, "the second names it to guard it"


def test_names_and_addresses_are_left_behind_and_a_postcode_is_cut():
    people = "1,A Person,a@example.org,fy1 1ab,Yes\n2,,,FY4 2,No\n3,,,FY42AB,No\n"
    text = f"respondent,name,email,postcode_sector,q_safe\n{people}"
    reading = read(raw(text))
    assert reading.tables["survey"]["stratum"].to_list() == ["FY1 1", "FY4 2", "FY4 2"]
    assert "Person" not in str([frame.rows() for frame in reading.tables.values()])
    assert "example.org" not in str([frame.rows() for frame in reading.tables.values()])


def test_a_stratum_goes_before_a_postcode():
    text = "respondent,stratum,postcode_sector,q_safe\n1,North,FY1 1,Yes\n2,,FY4 2,No\n"
    assert read(raw(text)).tables["survey"]["stratum"].to_list() == ["North", "FY4 2"]


def test_a_survey_without_weights_has_none_and_says_nothing():
    reading = read(raw("respondent,q_safe\n1,Yes\n2,No\n"))
    assert reading.tables["survey"]["weight"].null_count() == 2
    assert reading.problems == []


def test_a_survey_bears_its_own_name_or_the_files(folder):
    (folder / "residents_2014.csv").write_text(SURVEY)
    (folder / "other.csv").write_text("respondent,survey,q_safe\n1,Taxi drivers 2013,Yes\n")
    prepared = store.prepare(AREA, folder)
    counts = prepared.polars("survey").group_by("survey").len().sort("survey").rows()
    assert counts == [("Taxi drivers 2013", 1), ("residents_2014", 4)]
    assert prepared.polars("survey_text")["survey"].to_list() == ["residents_2014"]
    told = {
        file.file: (file.rows_read, file.rows_kept, file.period) for file in prepared.files if "config" not in file.file
    }
    assert told == {"residents_2014.csv": (2, 2, "2 respondents"), "other.csv": (1, 1, "1 respondent")}


def test_the_same_survey_twice_counts_once_and_what_differs_is_told(folder):
    (folder / "a.csv").write_text(SURVEY.replace("respondent,", "survey,respondent,").replace("\n", "\nS,", 2))
    (folder / "b.csv").write_text("survey,respondent,q_safe\nS,2,Yes\n")
    prepared = store.prepare(AREA, folder)
    assert prepared.polars("survey").height == 4
    (told,) = [problem for problem in prepared.problems if problem.check == "contradiction"]
    assert "1 values of survey" in told.message or "1 value of survey" in told.message


ANSWERS = st.sampled_from(["", "Yes", "No", " ", "n/a", "é", "-"])


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("abcd"), ANSWERS, ANSWERS), max_size=12))
def test_every_answer_of_every_respondent_is_there_once(sheets):
    text = "respondent,q_one,q_two\n" + "".join(f"{','.join(sheet)}\n" for sheet in sheets)
    reading = read(raw(text))
    first = {}
    for name, one, two in sheets:
        first.setdefault(name, (one, two))
    told = {(name, question): answer for _, name, question, answer, *_ in reading.tables["survey"].iter_rows()}
    expected = {
        (name, question): cell.strip() or None
        for name, cells in first.items()
        for question, cell in zip(("q_one", "q_two"), cells, strict=True)
    }
    assert told == expected
    assert reading.tables["survey"].height == 2 * len(first)
    assert reading.rejects.height == len(sheets) - len(first)


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("AB"), st.integers(1, 28)), max_size=10))
def test_steps_out_of_order_are_counted_as_a_plain_loop_counts_them(steps):
    text = "case,step,date\n" + "".join(f"{case},x,2014-05-{day:02}\n" for case, day in steps)
    reading = read_cases(raw(text))
    latest, wrong, lines = {}, 0, []
    for line, (case, day) in enumerate(steps, 2):
        if day < latest.get(case, 0):
            wrong += 1
            lines.append(line)
        latest[case] = max(day, latest.get(case, 0))
    assert reading.rows_kept == len(steps)
    assert [problem.line for problem in reading.problems] == lines[:1]
    if wrong:
        words = "1 step is" if wrong == 1 else f"{wrong} steps are"
        assert reading.problems[0].message.startswith(words)


def test_a_register_that_is_there_twice_counts_once(folder):
    text = "case,step,date\n1,warning,2014-05-01\n1,contract,2014-06-01\n"
    (folder / "a.csv").write_text(text)
    (folder / "b.csv").write_text(text + "2,warning,2014-07-01\n")
    prepared = store.prepare(AREA, folder)
    assert prepared.polars("cases").select("case", "step").rows() == [
        ("1", "warning"),
        ("1", "contract"),
        ("2", "warning"),
    ]
    assert "2 steps that another file has too" in next(
        p.message for p in prepared.problems if p.check == "repeated-steps"
    )
    assert prepared.polars("cases").schema["date"] == pl.Date


def test_a_text_too_long_for_a_name_is_cut_with_a_warning_and_what_people_wrote_is_not(folder):
    long = "Ω" * 10_000
    (folder / "survey.csv").write_text(SURVEY.replace("Much", long).replace("Lights", long), encoding="utf-8")
    prepared = store.prepare(AREA, folder)
    assert sorted(prepared.table("survey")["answer"].dropna().map(len)) == [2, 3, 200]
    assert prepared.table("survey_text")["text"].map(len).tolist() == [10_000]
    (told,) = [one for one in prepared.problems if one.check == "long-texts"]
    assert (told.severity, told.column) == ("warning", "answer") and "200 letters" in told.message
