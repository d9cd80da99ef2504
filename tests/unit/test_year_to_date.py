"""A year to date, `--to 2016-12`: April to that month, beside the same months of the years before, in every chapter."""

import re
from itertools import product

import pytest
from editions import command
from held import Held, opened, shown, small_town, text_of

from assessment import project
from assessment.errors import UsageError
from assessment.periods import FinancialYear
from assessment.present.tables import Table
from assessment.run.request import Request

TOWN = small_town("2011/12", "2012/13", "2013/14", "2014/15")
YEAR = "April to December 2014"
ENDINGS = (".count", ".change", ".change_percent")
QUARTERLY = ("domestic_abuse", "performance_report", "partnership_activity")
CHAPTERS = [entry.name for entry in project.chapters()]


def cut(held: Held, last: str) -> Held:
    tables = ("crime", "asb", "coverage")
    return held.but(**{name: lambda table: table[table["month"] <= last] for name in tables if name in held.tables})


@pytest.mark.parametrize(
    ("to", "name", "slug", "period", "quarters"),
    [
        ("2014-04", "April 2014", "2014-15-to-2014-04", "2014-04", 0),
        ("2014-06", "April to June 2014", "2014-15-to-2014-06", "2014-04 to 2014-06", 1),
        ("2014-12", "April to December 2014", "2014-15-to-2014-12", "2014-04 to 2014-12", 3),
        ("2015-02", "April 2014 to February 2015", "2014-15-to-2015-02", "2014-04 to 2015-02", 3),
        ("2015-03", "2014/15", "2014-15", "2014/15", 4),
    ],
)
def test_a_year_to_date_has_a_name_that_reads_back_a_folder_and_a_period(to, name, slug, period, quarters):
    year = FinancialYear.parse("2014/15").until(to)
    assert (str(year), year.slug, year.period, len(year.quarters)) == (name, slug, period, quarters)
    assert FinancialYear.parse(name) == year
    assert year.last_month == year.months[-1] == to
    assert str(year.last_day)[:7] == to
    assert [month[5:] for month in year.before.months] == [month[5:] for month in year.months]
    assert year.before.last_month < year.first_month
    assert [one.length for one in year.alike(3)] == [year.length] * 3
    assert [one.length for one in year.back(3)] == [12, 12, year.length]


NOT_MONTHS = ["", "2014", "2014-13", "2014-00", "14-12", "2014-12-01", "December", "２０１４-12", "2014-1"]


@pytest.mark.parametrize("to", NOT_MONTHS)
def test_what_is_no_month_is_refused_with_the_mend(to):
    with pytest.raises(UsageError, match="Write it as 2014-12"):
        FinancialYear.parse("2014/15").until(to)


@pytest.mark.parametrize("to", ["2014-03", "2015-04", "1999-12"])
def test_a_month_of_another_year_is_refused_with_the_months_there_are(to):
    with pytest.raises(UsageError, match="Name one from 2014-04 to 2015-03"):
        FinancialYear.parse("2014/15").until(to)


def test_the_command_refuses_a_month_outside_the_year_with_exit_code_2(tmp_path):
    done = command("build", "--year", "2016/17", "--to", "2017-04", "--out", tmp_path)
    assert done.returncode == 2
    assert "April 2017 is not a month of 2016/17" in done.stderr
    assert not list(tmp_path.iterdir())


def test_the_edition_has_a_folder_of_its_own(tmp_path):
    asked = Request.of("blackpool", "2016/17", None, tmp_path, [], to="2016-12")
    assert asked.folder == "2016-17-to-2016-12"


@pytest.fixture(scope="module")
def figures():
    """The figures of every chapter by id and period: of the year to date, and of the same year with files cut there."""
    found = {}
    for year, held in ((YEAR, TOWN), ("2014/15", cut(TOWN, "2014-12"))):
        chapters = [
            opened(name, held, year) for name in ("priority_trends", "performance_report", "antisocial_behaviour")
        ]
        for chapter in chapters:
            list(shown(chapter))
        found[year] = {(one.id, one.period): one for chapter in chapters for one in chapter.ledger}
    return found


def test_every_number_of_the_year_is_of_its_months_and_none_of_the_whole_year(figures):
    assert not [key for key in figures[YEAR] if key[1] == "2014/15"]
    count = figures[YEAR]["crime.all.count", "2014-04 to 2014-12"]
    assert count.value == 9 * 200
    assert figures[YEAR]["crime.all.count", "2011-04 to 2011-12"].value == 9 * 200
    assert figures[YEAR]["crime.all.change", "2014-04 to 2014-12"].denominator == 9 * 200


def test_counts_and_changes_are_those_of_files_that_end_with_the_month(figures):
    period = "2014-04 to 2014-12"
    keys = [key for key in figures["2014/15"] if key[1] == period and key[0].endswith((*ENDINGS, ".change_p"))]
    assert len(keys) > 40
    assert {key: figures[YEAR][key].value for key in keys} == {key: figures["2014/15"][key].value for key in keys}


def test_a_narrow_column_has_a_short_head_and_a_sentence_the_months_in_words():
    chapter = opened("priority_trends", TOWN, YEAR)
    assert next(iter(chapter.key_sentences())).startswith(f"In {YEAR}, ")
    table = next(part for part in chapter.overview() if isinstance(part, Table))
    assert {"to Dec 2013", "to Dec 2014"} <= set(table.frame)
    assert f"Sandmouth, {YEAR} and the year before" in table.caption


def test_a_rate_of_residents_is_of_a_whole_year_and_not_given(figures):
    assert not [id for id, _ in figures[YEAR] if id.endswith(".rate")]


def test_the_quarters_are_those_that_have_ended(figures):
    periods = [period for id, period in figures[YEAR] if id == "asb.all.quarter_change"]
    assert periods == ["2014-04 to 2014-06", "2014-07 to 2014-09", "2014-10 to 2014-12"]


@pytest.mark.parametrize(
    ("name", "year"),
    [*((name, YEAR) for name in CHAPTERS), *product(QUARTERLY, ("April 2014", "April 2014 to February 2015"))],
)
@pytest.mark.usefixtures("undrawn")
def test_every_chapter_shows_a_year_to_date_and_names_it(name, year):
    chapter = opened(name, TOWN, year)
    texts = [text_of(part) for _, part in shown(chapter)]
    called = [text for text in texts if re.search(r"\b2014/15\b", text) and year not in text]
    assert not [text for text in called if not re.search("by financial year|four financial years", text)][:1]
    assert "2014/15" not in {figure.period for figure in chapter.ledger}
