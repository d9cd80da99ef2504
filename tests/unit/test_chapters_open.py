"""Opening a chapter: unknown and malformed parameters stop there; what every chapter shows and keeps."""

import json

import pytest
from held import AREA, Held, monthly, opened, rows, small_town, source, year_of

from assessment import open_chapter, project
from assessment.chapters import opening
from assessment.errors import Blocked, UsageError
from assessment.figures import read_figures


@pytest.mark.parametrize(
    ("name", "given", "told"),
    [
        ("harms", {}, "There is no chapter 'harms'. The chapters are: summary, "),
        ("../harm", {}, "There is no chapter '../harm'"),
        ("harm", {"area": "atlantis"}, "There is no area 'atlantis'. The configured areas are: blackpool"),
        ("harm", {"area": "../../etc"}, "There is no area '../../etc'"),
        ("harm", {"year": "2014"}, "'2014' is not a financial year. Write it as 2014/15"),
        ("harm", {"year": "2014/16"}, "'2014/16' is not a financial year"),
        ("harm", {"colour": "red"}, "open_chapter has no parameter 'colour'. Its parameters are: area, year"),
    ],
)
def test_a_wrong_parameter_stops_with_its_mend(name, given, told):
    with pytest.raises(UsageError) as caught:
        open_chapter(name, **{"area": "blackpool", "year": "2014/15"} | given)
    assert str(caught.value).startswith(told)


def test_a_notebook_of_another_year_than_the_build_is_refused(tmp_path, monkeypatch):
    context = {"area": "blackpool", "year": "2014/15", "prepared": str(tmp_path)}
    (tmp_path / "context.json").write_text(json.dumps(context), encoding="utf-8")
    monkeypatch.setenv(opening.CONTEXT, str(tmp_path))
    with pytest.raises(UsageError, match="This build is of blackpool 2014/15, not of blackpool 2016/17"):
        open_chapter("harm", area="blackpool", year="2016/17")


@pytest.mark.parametrize("name", ["substance_misuse", "priority_trends", "harm"])
@pytest.mark.parametrize("year", ["2012/13", "2019/20"])
def test_a_year_without_crime_blocks_with_the_mend(name, year):
    with pytest.raises(Blocked, match=f"No crime recorded in {year} is in the raw files. Add the files of that year"):
        opened(name, small_town("2014/15"), year).check()


def test_what_was_read_is_counted_with_its_gaps():
    months = {month: count for month, count in year_of("2014/15", 100).items() if month != "2014-09"}
    told = opened("priority_trends", Held(crime=monthly("crime", months), asb=monthly("asb", {"2014-05": 1}))).load()
    assert told.to_text().splitlines()[1:] == [
        "Records used: 1,100 crimes, April 2014 to March 2015, with 1 month missing.",
        "Records used: 1 incident of antisocial behaviour, May 2014.",
    ]


def test_sources_are_the_files_that_were_used_and_none_from_after_march():
    files = [
        source(f"crime_{period}.csv", "force_extract", "crime", period=period) for period in ("2014-04", "2015-04")
    ]
    held = Held({"crime": files}, crime=monthly("crime", year_of("2014/15", 5), category="Drugs"))
    chapter = opened("substance_misuse", held)
    chapter.findings()
    assert list(chapter.sources().parts[0].frame["File"]) == ["crime_2014-04.csv"]
    assert all(figure.sources == ("crime_2014-04.csv",) for figure in chapter.ledger)


def test_the_golden_cell_prints_every_figure_rounded(capsys):
    chapter = opened("harm", small_town("2014/15"))
    chapter.figure("a.b", "x", 1 / 3, "ratio")
    chapter.figure("a.c", "x", 1234567, "count", period="2014-12")
    chapter.headline()
    assert capsys.readouterr().out.splitlines() == ["a.b [2014/15] 0.333333 ratio", "a.c [2014-12] 1234567 count"]


def test_saving_leaves_figures_findings_and_tables_in_a_build_and_nothing_outside_one(tmp_path, undrawn):
    (tmp_path / "chapters").mkdir()
    chapter = opened("harm", small_town("2014/15"))
    chapter.findings(), chapter.harm_table()
    chapter.save()
    assert list((tmp_path / "chapters").iterdir()) == []
    chapter.edition = tmp_path
    chapter.save()
    told = json.loads((tmp_path / "chapters" / "harm.json").read_text(encoding="utf-8"))
    assert told["findings"] == chapter.sentences and told["tables"][0]["name"] == "harm_by_category"
    assert read_figures(tmp_path / "chapters" / "harm.figures.json") == list(chapter.ledger)


def test_a_share_has_wilsons_interval_and_what_it_was_made_from():
    figure = opened("harm", small_town("2014/15")).share("a.share", "x", 81, 263, period="2014-12")
    assert (round(figure.low, 4), round(figure.high, 4)) == (0.2553, 0.3662), "Newcombe (1998), table I, method 3"
    assert (figure.value, figure.numerator, figure.denominator, figure.period) == (81 / 263, 81, 263, "2014-12")
    assert figure.unit == "ratio" and figure.confidence == 0.95 and "Wilson" in figure.method


def test_what_is_missing_is_not_said_to_be_absent_where_a_file_of_the_kind_is_there():
    crime = rows("crime", month="2014-04", source="force_extract")
    there, absent = (opened("harm", held).missing("Rape", "force_extract") for held in (Held(crime=crime), Held()))
    assert "the files of the kind" in there.text and "do not tell it" in there.text
    assert "no file of the kind" in absent.text
    assert there.mend == absent.mend == project.sources()["force_extract"].how_to_get


def test_an_areas_own_priorities_are_the_ones_in_its_findings(undrawn):
    area = AREA.model_copy(update={"priorities": ("violence",)})
    chapter = opened("priority_trends", small_town("2013/14", "2014/15"), area=area)
    assert "domestic abuse" not in chapter.findings().to_text()
    assert "Domestic abuse" in chapter.priority("domestic_abuse").to_text(), "its part of the notebook stays"


def test_what_to_read_with_care_is_one_box_after_the_findings(undrawn):
    chapter = opened("substance_misuse", small_town("2014/15"))
    assert chapter.check().to_html() == "" == chapter.load().to_html()
    findings, box = chapter.findings().parts
    assert findings.findings and box.kind == "read with care" and len(box.points) == len(set(box.points)) > 1


def test_the_numbers_behind_each_picture_go_into_the_spreadsheet(tmp_path):
    chapter = opened("deprivation", small_town("2014/15"))
    chapter.edition = tmp_path
    (tmp_path / "chapters").mkdir()
    chapter.deciles(), chapter.deciles()
    chapter.save()
    tables = json.loads((tmp_path / "chapters" / "deprivation.json").read_text(encoding="utf-8"))["tables"]
    assert [(table["name"], table["drawn"]) for table in tables] == [("deprivation_picture_1", True)]
    assert tables[0]["rows"][0][0] == 1 and tables[0]["columns"][1] == "LSOAs"
