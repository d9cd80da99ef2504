"""The data-quality chapter on small data, and the findings that other chapters tell beside their figures."""

import re
from dataclasses import replace

import pandas as pd
import pytest
from held import opened, rows, shown, small_town, source, text_of, together

from assessment.chapters.crime.cautions import in_words
from assessment.chapters.quality.findings import findings_of, seen
from assessment.chapters.quality.received import calendar_states, calendar_title, files_received
from assessment.figures import Figure, write_figures
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
    held = small_town("2014/15")
    held.problems = (problem,)
    chapter = opened("harm", held)
    chapter.uses, chapter.counted, chapter.rated = uses, (), rated
    assert (in_words(problem) in chapter.care) == told


def test_months_and_days_are_told_in_words():
    assert in_words(JUMP) == "Incidents are 9 of May 2014."
    assert in_words(Problem("warning", "c", "x 2015-04-01 to 2015-09-30")) == "X 1 April 2015 to 30 September 2015."


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
    assert {told.split(":")[0] for told in frame["Evidence"]} == {"Good", "Fair", "Weak"}
    assert set(frame["Impact"]) == {"Little changes", "A number changes", "A conclusion may turn"}
    assert not re.search(r"\b(red|amber|green)\b", frame.to_string(), re.IGNORECASE), "never by a colour alone"


def test_what_is_taken_for_granted_of_made_up_data_is_told_of_those_alone(undrawn):
    one = chapter()
    real = [replace(file, illustrative=False) for file in one.received_files]
    made_up = [replace(real[0], illustrative=True), *real[1:]]
    for files, told in ((real, False), (made_up, True)):
        one = chapter()
        one.__dict__["received_files"] = files
        assert (tables_of(one)["quality_assumptions"].frame["Assumption"].str.contains("demonstration").any()) == told


def test_a_month_that_is_missing_is_counted_and_drawn_as_missing(undrawn):
    def without(table: pd.DataFrame) -> pd.DataFrame:
        return table[table["month"] != "2014-06"]

    one = chapter(crime=without, coverage=without)
    list(shown(one))
    assert "Of 24 months of crime from April 2013 to March 2015, one is missing." in one.sentences
    states = calendar_states(one)
    assert states.loc["Crime, police extract", "2014-06"] == "missing"
    assert states.loc["Crime, police extract", "2014-07"] == "complete"


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


def test_the_sources_list_the_files_that_are_counted_and_the_others_are_named(undrawn):
    held = small_town("2013/14", "2014/15")
    late = source("late.csv", "force_extract", "crime", "coverage", period="2015-04 to 2016-03")
    held._files["crime"].append(late)
    one = opened("data_quality", held)
    tables = {part.name: part for _, part in shown(one) if isinstance(part, Table)}
    counted = one.ledger.get("quality.files.count", "2014/15").value
    listed, sources = tables["quality_files"], tables["data_quality_sources"]
    assert counted == len(listed.frame) == len(sources.frame)
    assert set(listed.frame["File"]) == set(sources.frame["File"])
    assert f"The assessment rests on {counted} files" in one.sentences[0]
    assert "1 more file holds only months after March 2015 and is not used" in one.sentences[0]
    assert "late.csv" in listed.notes[0]


@pytest.mark.parametrize(
    ("problem", "told"),
    [
        (Problem("warning", "asb-jump", "m", tables=("asb",), months=("2015-04", "2015-05")), False),
        (Problem("warning", "asb-jump", "m", tables=("asb",), months=("2015-03", "2015-05")), True),
        (Problem("warning", "check", "3 rows of 2016-04-01 to 2016-08-31"), False),
        (Problem("warning", "check", "nothing of 2015/16 and 2016/17"), False),
        (Problem("warning", "check", "nothing of 2013/14"), True),
        (Problem("warning", "check", "no time in it"), True),
        (Problem("warning", "different-years", "no count of 2013/14, 2015/16"), False),
    ],
)
def test_findings_of_later_months_are_not_told(problem, told):
    assert (problem in seen(chapter(problem))) == told


def test_missing_months_and_part_years_are_told_up_to_march(undrawn):
    def without(table: pd.DataFrame) -> pd.DataFrame:
        return table[~table["month"].isin(["2014-06", "2014-07", "2014-10"])]

    def returns(table: pd.DataFrame) -> pd.DataFrame:
        parts = rows("returns", measure="district.crime.all", area="Sandmouth", value=9.0,
                     period_start=["2014-04-01", "2015-04-01"], period_end=["2014-11-30", "2015-11-30"])  # fmt: skip
        return together(table, parts)

    found = [told for _, told, _, _ in findings_of(chapter(crime=without, coverage=without, returns=returns))]
    lacking = "All recorded crime: no file has June 2014 to July 2014 and October 2014, 3 months of 24."
    assert lacking in found
    assert "1 return of less than a year among yearly ones: district, crime, all." in found


def test_no_internal_name_is_shown(undrawn):
    message = "3 values of severity_scores are there twice"
    one = chapter(Problem("warning", "contradiction", message, tables=("district_months",)))
    parts = [*one.findings(), *one.calendar(), *one.problems(), *one.places()]
    text = " ".join(text_of(part).split("Source:")[0] for part in parts)
    assert "Crime Severity Scores are there twice" in text
    assert not re.findall(r"\b[a-z]+_[a-z_]+\b(?!\.)", text)
    assert not re.search(r"force extract|asb extract|police uk", text)


def test_the_calendars_title_counts_what_it_draws_and_returns_have_years(undrawn):
    def without(table: pd.DataFrame) -> pd.DataFrame:
        return table[table["month"] != "2014-06"]

    states = calendar_states(chapter(crime=without, coverage=without))
    title = calendar_title(states, "2011/12 to 2014/15")
    assert title == "Crime: 23 of the 48 months of 2011/12 to 2014/15 are in the files"
    whole = calendar_title(states.iloc[:, -6:], "2014/15")
    assert whole == "Crime: all 6 months of 2014/15 are in the files"


def test_without_any_record_the_chapter_says_so(undrawn):
    one = opened("data_quality", small_town("2014/15").only("population"))
    told = " ".join(text_of(part) for _, part in shown(one))
    assert "no month can be shown" in told
    assert "No month of crime is in the files." in one.sentences


def left_in(folder, figures):
    """An edition's folder in which the chapter on harm left these figures."""
    (folder / "chapters").mkdir()
    (folder / "chapters" / "harm.json").write_text('{"findings": [], "files": []}', encoding="utf-8")
    write_figures(figures, folder / "chapters" / "harm.figures.json")
    return folder


def a_test(id, p, **more):
    return Figure(id, f"Label of {id}", p, "probability", "2014/15", **more)


def test_tests_are_counted_once_and_those_that_do_not_survive_the_others_are_named(tmp_path):
    ends = {"numerator": 5, "denominator": 9}
    figures = [
        a_test("crime.a.change_p", 0.0001, **ends),
        a_test("crime.a.change_p_dispersion", 0.001, **ends),  # takes the place of the one above
        a_test("crime.a_again.change_p_dispersion", 0.001, **ends),  # the same comparison under another name
        a_test("crime.b.trend_p", 0.04),
        a_test("crime.c.trend_p", 0.049),
        a_test("crime.d.trend_p", 0.6),
        Figure("crime.e.trend_p", "Hidden", None, "probability", "2014/15", suppressed=True),
        Figure("crime.f.share", "No test", 0.01, "ratio", "2014/15"),
    ]
    chapter = opened("data_quality", small_town("2014/15"))
    chapter.edition = left_in(tmp_path, figures)
    words, table = chapter.tests().parts
    told = {one.id.removeprefix("quality.tests."): one.value for one in chapter.ledger if "quality.tests" in one.id}
    assert told == {"count": 4, "clear": 3, "survive": 1, "chance": 0}
    assert table.frame["Figure"].tolist() == ["crime.b.trend_p", "crime.c.trend_p"]
    assert table.frame["p held together"].tolist() == pytest.approx([0.049 * 4 / 3] * 2)
    assert "4 tests, of which 3 are clear each for itself" in words.paragraphs[0]


def test_by_itself_the_chapter_says_that_a_build_counts_the_tests():
    chapter = opened("data_quality", small_town("2014/15"))
    assert "when an edition is built" in chapter.tests().parts[0].text
    assert not [one for one in chapter.ledger if one.id.startswith("quality.tests")]
