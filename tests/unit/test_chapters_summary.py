"""The summary: made from what the other chapters left, and from three of them where it is opened by itself."""

from dataclasses import asdict

import pytest
from held import AREA, opened, shown, small_town
from sentences import lacking

from assessment import project
from assessment.chapters.gathering import before
from assessment.chapters.tested import changes_tested
from assessment.figures import Figure
from assessment.periods import FinancialYear
from assessment.present.parts import Notice, Prose

TOWN = small_town("2013/14", "2014/15")
OTHERS = ("priority_trends", "harm", "priorities", "substance_misuse")
YEAR = FinancialYear.parse("2014/15")


@pytest.fixture
def edition(tmp_path, undrawn):
    """A build's folder in which some chapters have left what they found."""
    (tmp_path / "chapters").mkdir()
    for name in OTHERS:
        chapter = opened(name, TOWN)
        list(shown(chapter))
        chapter.edition = tmp_path
        chapter.save()
    return tmp_path


def summary(edition=None):
    chapter = opened("summary", TOWN, area=AREA.model_copy(update={"priorities": ("violence", "antisocial_behaviour")}))
    chapter.edition = edition
    return chapter


def test_in_a_build_it_reads_every_chapter_that_left_something(edition):
    chapter = summary(edition)
    assert set(chapter.others) == set(OTHERS)
    (notice,) = chapter.needs()
    assert "Deprivation" in notice.text and "Harm" not in notice.text
    assert {file.file for left in chapter.others.values() for file in left.files} <= set(chapter.used)


def test_every_number_of_its_sentences_is_a_figure_of_some_chapter(edition):
    chapter = summary(edition)
    told = [one for _, part in shown(chapter) if isinstance(part, Prose) for one in (*part.paragraphs, *part.bullets)]
    wanted = [one for one in told if "Records used" not in one]
    assert len(wanted) > 6 and 3 <= len(chapter.sentences) <= 5
    assert lacking(wanted, [asdict(figure) for figure in chapter.ledger]) == []


def test_it_quotes_the_chapters_and_leaves_their_figures_as_theirs(edition):
    chapter = summary(edition)
    chapter.findings()
    assert chapter.sentences[0] == chapter.others["priority_trends"].findings[0]
    owners = {figure.id: figure.chapter for figure in chapter.ledger}
    assert owners["crime.all.count"] == "priority_trends"
    assert {id for id, owner in owners.items() if owner == "summary"} == {
        "summary.changes.tested",
        "summary.changes.clear",
        "summary.changes.by_chance",
    }


def test_opened_by_itself_it_says_that_it_needs_a_build_and_shows_what_it_can(undrawn, capsys):
    chapter = summary()
    (notice,) = chapter.needs()
    assert isinstance(notice, Notice) and "assessment build" in notice.mend
    assert set(chapter.others) == {"priority_trends", "harm", "priorities"}
    chapter.findings()
    assert len(chapter.sentences) == 5
    chapter.headline()
    assert capsys.readouterr().out.splitlines()[0].startswith("summary.changes.tested [2014/15]")


def test_alone_in_a_build_it_still_tells_of_all_crime(tmp_path, undrawn):
    (tmp_path / "chapters").mkdir()
    chapter = summary(tmp_path)
    list(shown(chapter))
    assert chapter.others == {} and len(chapter.sentences) == 1
    assert "Priority trends" in next(iter(chapter.needs())).text


def test_the_table_has_each_priority_with_its_change_and_its_place(edition):
    chapter = summary(edition)
    frame = next(part.frame for part in chapter.priorities() if hasattr(part, "frame"))
    assert list(frame["Priority"]) == ["Violence against the person", "Antisocial behaviour"]
    rank = chapter.ledger.get("priorities.violence.rank", "2014/15").value
    assert frame.loc[0, "Place by the criteria"] == rank
    assert frame.loc[0, "2014/15"] == chapter.ledger.get("crime.violence_against_the_person.count", "2014/15").value


def test_priorities_that_nobody_recorded_are_not_called_the_areas_own(edition):
    chapter = opened("summary", TOWN)
    chapter.edition = edition
    told, _, table = chapter.priorities()
    assert "records no priorities" in told.paragraphs[0]
    assert table.caption == "Candidates for a priority, Sandmouth, 2014/15"


def change(id, before, after, p, period="2014/15", **more):
    made = {"numerator": after, "denominator": before, "period": period}
    yield Figure(f"{id}.change_p", f"{id}: change on the year before, p", p, "probability", **made)
    yield Figure(f"{id}.change_percent", id, 100 * (after / before - 1), "percent", **made)
    if more:
        yield Figure(f"{id}.change_p_dispersion", id, more["wider"], "probability", **made)


def test_a_change_counts_once_with_the_p_that_allows_for_the_scatter_of_the_months():
    figures = [
        *change("crime.one", 100, 150, 0.001, wider=0.2),
        *change("substance.the_same", 100, 150, 0.001),
        *change("crime.two", 200, 100, 0.001),
        *change("crime.part", 30, 90, 0.001, period="2014-04 to 2014-12"),
        *change("crime.few", 4, 19, 0.001),
        *change("deaths.earlier", 10, 40, 0.001, period="2012"),
        *change("crime.last_year", 10, 41, 0.001, period="2013/14"),
    ]
    found = changes_tested(figures, YEAR)
    assert [(one.label, one.clear) for one in found] == [
        ("crime.part", True),
        ("crime.one", False),
        ("crime.two", True),
        ("crime.few", True),
    ]
    assert found[-1].percent is None, "too few before for a percentage"


def test_it_alone_comes_last_and_reads_all_others():
    chapters = project.chapters()
    assert [entry.name for entry in chapters if entry.after == project.WAVES[-1]] == ["summary"]
    assert before(project.chapter("summary")) == [entry for entry in chapters if entry.name != "summary"]


def test_the_last_plan_reads_what_was_counted_and_not_the_summary():
    names = [entry.name for entry in before(project.chapter("last_plan"))]
    assert "priority_trends" in names
    assert not {"summary", "last_plan"} & set(names)
    assert before(project.chapter("harm")) == []
