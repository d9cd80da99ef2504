"""Outcomes and searches: read whole, in local time, a row of two downloads once, what cannot be placed told."""

import zipfile
from datetime import datetime
from zoneinfo import ZoneInfo

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment import store
from assessment.project import Area
from assessment.sources.files import raw_file
from assessment.sources.records_once import once, outcomes
from assessment.sources.stops import read as read_stops
from assessment.sources.tables import TABLES

AREA = Area(slug="here", name="Here", authorities=("E06000009",), year="2014/15")
LIES = pl.DataFrame({"lsoa": ["E01012662", "E01012663"], "authority": ["E06000009", "E07000128"]})
HERE, THERE = LIES["lsoa"]
WARDS = "lsoa21_code,ward24_code,ltla24_code\nE01012662,E05015186,E06000009\n"
OUTCOMES = "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Outcome type\n"
STOPS = (
    "Type,Date,Part of a policing operation,Latitude,Longitude,Legislation,Object of search,Outcome,"
    "Outcome linked to object of search\n"
)


def outcome(name: str, lsoa: str = HERE, month: str = "2014-02", kind: str = "Local resolution") -> str:
    return f"{name},{month},A Force,A Force,,,No Location,{lsoa},,{kind}\n"


def stop(at: str, place: str = ",", outcome: str = "Arrest", linked: str = "") -> str:
    return f"Person search,{at},,{place},An Act,Stolen goods,{outcome},{linked}\n"


@pytest.fixture
def prepare(tmp_path, monkeypatch):
    monkeypatch.setenv("ASSESSMENT_PROCESSED", str(tmp_path / "processed"))
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "wards.csv").write_text(WARDS)

    def made(**files: str):
        for name, text in files.items():
            (raw / f"{name}.csv").write_text(text)
        return store.prepare(AREA, raw)

    made.raw = raw
    return made


def message(prepared, check: str) -> str:
    return next(problem.message for problem in prepared.problems if problem.check == check)


def test_outcomes_of_the_area_are_chosen_by_lsoa_and_the_rest_told(prepare):
    text = OUTCOMES + outcome("a") + outcome("a", month="2014-03") + outcome("b", THERE) + outcome("c", "")
    found = prepare(outcomes=text)
    assert found.polars("outcomes").select("crime_id", "month", "authority").rows() == [
        ("a", "2014-02", "E06000009"),
        ("a", "2014-03", "E06000009"),
    ]
    told = message(found, "outcomes")
    assert "outcomes, 2014-02 to 2014-03: 4 rows, 2 of them of Here; 1 have no LSOA" in told
    (file,) = found.sources_of("outcomes")
    assert (file.format, file.rows_read, file.rows_kept, file.period) == (
        "police_uk_outcomes",
        4,
        4,
        "2014-02 to 2014-03",
    )


def test_what_two_downloads_share_counts_once(prepare):
    found = prepare(one=OUTCOMES + outcome("a") + outcome("b"), two=OUTCOMES + outcome("b") + outcome("c"))
    assert found.polars("outcomes")["crime_id"].to_list() == ["a", "b", "c"]
    assert "1 rows that another file has too are counted once" in message(found, "outcomes")


def test_two_people_searched_at_once_are_two(prepare):
    twice = stop("2023-10-01T12:00:00+00:00") * 2
    found = prepare(one=STOPS + twice, two=STOPS + twice[: len(twice) // 2])
    assert found.polars("stops").height == 2


def test_outcomes_and_searches_in_an_archive(prepare):
    with zipfile.ZipFile(prepare.raw / "months.zip", "w") as archive:
        for month in ("2014-02", "2014-03"):
            archive.writestr(f"{month}/{month}-x-outcomes.csv", OUTCOMES + outcome("a", month=month))
            archive.writestr(f"{month}/{month}-x-stop-and-search.csv", STOPS + stop(f"{month}-01T12:00:00+00:00"))
    found = prepare()
    assert (found.polars("outcomes").height, found.polars("stops").height) == (2, 2)
    told = {file.format: (file.rows_read, file.rows_kept) for file in found.files if file.file == "months.zip"}
    assert told == {"police_uk_outcomes": (2, 2), "police_uk_stop_and_search": (2, 2)}


def test_blank_coordinates_stay_blank_and_are_counted(prepare):
    found = prepare(s=STOPS + stop("2023-10-01T12:00:00Z") + stop("2023-10-02T12:00:00Z", "53.8,-3.05", "", "True"))
    rows = found.polars("stops").select("longitude", "latitude", "outcome", "linked").rows()
    assert rows == [(None, None, "Arrest", None), (-3.05, 53.8, None, True)]
    assert "stop and search, 2023-10: 1 of 2 searches have no coordinates" in message(found, "blank-coordinates")


@settings(max_examples=80, deadline=None)
@given(st.datetimes(datetime(2010, 1, 1), datetime(2030, 1, 1)))
def test_times_are_those_of_the_clock_in_london(at):
    at = at.replace(microsecond=0)
    reading = read_stops(raw_file((STOPS + stop(at.isoformat() + "+00:00")).encode(), ""))
    local = at.replace(tzinfo=ZoneInfo("UTC")).astimezone(ZoneInfo("Europe/London"))
    row = reading.tables["stops"].row(0, named=True)
    assert (row["date"], row["time"]) == (local.date(), f"{local:%H:%M}")
    assert row["month"] == f"{local:%Y-%m}" == reading.months[0]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.sampled_from("abc"), max_size=6), min_size=1, max_size=4))
def test_of_rows_alike_the_file_with_the_most_holds(files):
    kept, left_out = once([pl.DataFrame({"x": names}, schema={"x": pl.String}) for names in files])
    assert {name: kept["x"].to_list().count(name) for name in "abc"} == {
        name: max(names.count(name) for names in files) for name in "abc"
    }
    assert kept.height + left_out == sum(map(len, files))


def test_an_outcome_without_an_id_is_kept():
    frame = pl.DataFrame(
        {"crime_id": [None], "month": ["2014-02"], "outcome": ["x"], "lsoa": [HERE], "authority": [None]},
        schema=TABLES["outcomes"],
    )
    assert outcomes([frame], LIES, AREA).tables["outcomes"].height == 1


@pytest.mark.real
def test_the_ten_real_searches_are_read_with_nothing_lost(real, prepare):
    (path,) = (real / "police_uk").glob("*stop-and-search*.csv")
    found = prepare(stops=path.read_text(encoding="utf-8"))
    (file,) = found.sources_of("stops")
    assert (file.rows_read, file.rows_kept, file.rows_set_aside, file.period) == (10, 10, 0, "2023-10")
    stops = found.polars("stops")
    assert stops.select("date", "time").row(0) == (datetime(2023, 10, 1).date(), "00:15")
    assert "4 of 10 searches have no coordinates" in message(found, "blank-coordinates")
    assert stops["sex"].null_count() == 1
