"""The data-quality chapter on small data, and the findings that other chapters tell beside their figures."""

import pandas as pd
import pytest
from held import opened, rows, shown, small_town, source, text_of

from assessment.chapters.cautions import in_words, noted_of
from assessment.chapters.received import calendar_states, files_received
from assessment.periods import FinancialYear
from assessment.present.tables import Table
from assessment.sources.base import Problem

YEAR = FinancialYear.parse("2014/15")
JUMP = Problem(
    "warning", "asb-jump", "incidents are 9 of 2014-05", "Look.", tables=("asb",), months=("2014-05", "2014-06")
)


@pytest.mark.parametrize(
    ("problem", "uses", "rated", "told"),
    [
        (JUMP, ("crime", "asb"), False, True),
        (JUMP, ("crime",), False, False),
        (Problem("warning", "asb-jump", "m", tables=("asb",), months=("2012-05", "2012-06")), ("asb",), False, False),
        (Problem("warning", "asb-jump", "m", tables=("asb",), months=("2015-04",)), ("asb",), False, False),
        (Problem("information", "snap-points", "m", tables=("asb",)), ("asb",), False, False),
        (Problem("warning", "missing-months", "m", tables=("asb",)), ("asb",), False, False),
        (Problem("warning", "not-rebased", "m", tables=("population",)), ("crime",), False, False),
        (Problem("warning", "not-rebased", "m", tables=("population",)), ("crime",), True, True),
    ],
)
def test_a_finding_is_told_where_the_chapter_rests_on_what_it_touches(problem, uses, rated, told):
    assert bool(list(noted_of([problem], YEAR, uses, rated))) == told


def test_months_are_told_by_name_and_days_left_alone():
    assert in_words(JUMP) == "Incidents are 9 of May 2014."
    assert in_words(Problem("warning", "c", "x 2015-04-01 to 2015-09-30")) == "X 2015-04-01 to 2015-09-30."


def chapter(*problems: Problem, **changes: object):
    held = small_town("2013/14", "2014/15").but(**changes)
    held.problems = problems
    return opened("data_quality", held)


def tables_of(one) -> dict[str, Table]:
    return {part.name: part for _, part in shown(one) if isinstance(part, Table)}


def test_every_finding_stands_in_the_table_once_with_its_mend(undrawn):
    again = [Problem("information", "not-used", "recognised, not used yet", file=f"{n}.csv") for n in range(3)]
    frame = tables_of(chapter(*again, JUMP))["quality_findings"].frame
    assert frame["Weight"].to_list() == ["Read with care", "To know"]
    assert frame.iloc[0].to_list()[1:] == ["Incidents are 9 of May 2014.", "Look.", "antisocial behaviour"]


def test_assumptions_are_rated_in_words(undrawn):
    frame = tables_of(chapter())["quality_assumptions"].frame
    assert len(frame) >= 10
    assert set(frame["Evidence"]) | set(frame["Impact"]) == {"Red", "Amber", "Green"}


def test_a_month_that_is_missing_is_counted_and_drawn_as_missing(undrawn):
    def without(table: pd.DataFrame) -> pd.DataFrame:
        return table[table["month"] != "2014-06"]

    one = chapter(crime=without, coverage=without)
    list(shown(one))
    assert "Of 24 months from April 2013 to March 2015 one is missing." in one.sentences
    states = calendar_states(one)
    assert states.loc["Crime, extract", "2014-06"] == "missing"
    assert states.loc["Crime, extract", "2014-07"] == "complete"


@pytest.mark.parametrize(("blank", "state"), [(10, "complete"), (11, "part")])
def test_a_month_with_more_than_a_twentieth_without_a_place_is_part(undrawn, blank, state):
    months = YEAR.months
    police = rows(
        "coverage", source="police_uk_street", kind="crime", month=months, rows=200, blank_lsoa=blank, repeated=0
    )
    one = chapter(coverage=police, crime=lambda table: table.assign(source="police_uk_street"))
    assert calendar_states(one).loc["Crime, police.uk", "2014-04"] == state
    told = [text_of(part) for call, part in shown(one) if "places" in call]
    assert one.ledger.get("quality.blank_lsoa.share", "2014/15").value == blank / 200
    assert any("given to no area" in sentence for sentence in one.sentences)
    assert told


def test_files_of_later_months_alone_are_not_received(undrawn):
    held = small_town("2014/15")
    late = source("late.csv", "force_extract", "crime", "coverage", period="2015-04 to 2016-03")
    held._files["crime"].append(late)
    assert "late.csv" not in [file.file for file in files_received(opened("data_quality", held))]


def test_without_any_record_the_chapter_says_so(undrawn):
    one = opened("data_quality", small_town("2014/15").only("population"))
    told = " ".join(text_of(part) for _, part in shown(one))
    assert "no month can be shown" in told
    assert "No month of crime is in the files." in one.sentences
