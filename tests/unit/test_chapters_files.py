"""The files of a chapter as its page names them: a row a source, and none of them lost."""

from held import source

from assessment.chapters.files import source_rows

YEARS = [source(f"crime_{year}.csv", "Crime", "crime", period=f"20{year[:2]}-04 to 20{year[3:]}-03")
         for year in ("11-12", "12-13", "13-14", "14-15")]  # fmt: skip


def test_the_years_of_one_source_are_one_row_over_all_their_months():
    row = source_rows(YEARS).iloc[0]
    assert len(source_rows(YEARS)) == 1
    assert row["File"] == "crime_11-12.csv and 3 more"
    assert row["Period or release"] == "April 2011 to March 2015"


def test_a_gap_between_two_files_is_no_span():
    row = source_rows([YEARS[0], YEARS[2]]).iloc[0]
    assert row["File"] == "crime_11-12.csv, crime_13-14.csv"
    assert row["Period or release"] == "April 2011 to March 2012, April 2013 to March 2014"


def test_sources_of_another_kind_or_publisher_have_rows_of_their_own():
    found = source_rows([YEARS[0], source("census.csv", "Census", "population", period=""), YEARS[1]])
    assert found["Source"].tolist() == ["Crime", "Census"]
    assert found["Period or release"].tolist() == ["April 2011 to March 2013", "not stated"]
