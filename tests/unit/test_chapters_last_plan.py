"""The last plan: counted from the records, judged only where a test allows it, and beside the edition before."""

import json
import re
from dataclasses import replace
from html import unescape

import pytest
from held import AREA, Held, monthly, opened, rows, shown, text_of, together, year_of
from sentences import lacking
from test_chapters_whole import SCENES, go_through

from assessment import project
from assessment.areas import Area
from assessment.chapters import last_plan
from assessment.editions import Plan
from assessment.figures import Figure, write_figures
from assessment.measures.counts import compare
from assessment.neighbours import Neighbour
from assessment.present import wording
from assessment.present.parts import Notice, Prose
from assessment.published import year_before

MEASURES = (
    {"objective": "Less of it.", "figure": "asb.all.count", "wanted": "fall"},
    {"objective": "Fewer repeats.", "figure": "marac.repeats.count", "wanted": "fall", "measured_by": "Repeat cases"},
    {
        "objective": "More known.",
        "figure": "crime.sexual_offences.count",
        "wanted": "none",
        "why": "The count mixes two.",
    },
)


def planned(*measures, baseline="2015/16", since="2016/17", until="2018/19"):
    told = {"name": "plan of a test", "source": "A plan", "baseline": baseline, "since": since, "until": until}
    return AREA.model_copy(update={"last_plan": (Plan.model_validate({**told, "measures": measures or MEASURES}),)})


def town(before=100, after=120, sexual=(20, 20), *more):
    return Held(
        asb=together(monthly("asb", year_of("2015/16", before)), monthly("asb", year_of("2016/17", after))),
        crime=together(*(monthly("crime", year_of(year, number), category="Sexual offences")
                         for year, number in zip(("2015/16", "2016/17"), sexual, strict=True))),
        returns=rows("returns", measure="marac.repeats", area="Sandmouth", value=[60.0, 95.0], unit="count",
                     period_start=["2015-04-01", "2016-04-01"], period_end=["2015-12-31", "2016-12-31"]),
    )  # fmt: skip


def chapter(held=None, area=None, year="2016/17"):
    return opened("last_plan", held or town(), year, area or planned())


def text(section):
    return " ".join(unescape(text_of(part)) for part in section)


def verdicts(made):
    return {one.measure.figure: one.verdict for one in made.measures}


@pytest.mark.parametrize(
    ("wanted", "difference", "p", "lacking", "told"),
    [
        ("fall", -50, 0.01, "", "fell as the plan wanted"),
        ("fall", 50, 0.01, "", "rose, against the plan"),
        ("rise", 50, 0.05, "", "rose as the plan wanted"),
        ("rise", -50, 0.01, "", "fell, against the plan"),
        ("none", 50, 0.01, "", "rose; the plan names no direction"),
        ("fall", -50, 0.051, "", "no clear change"),
        ("none", -50, 0.2, "", "no clear change"),
        ("fall", 0, 1.0, "", "did not change"),
        ("fall", -50, 0.01, "recording changed", "cannot be judged: recording changed"),
        ("fall", -50, None, "", "cannot be judged: no test could be made"),
        ("fall", None, None, "", "cannot be judged: no test could be made"),
    ],
)
def test_a_verdict_says_no_more_than_its_test(wanted, difference, p, lacking, told):
    assert wording.verdict(wanted, difference, p, lacking) == told


def test_each_measure_is_counted_from_the_records_of_both_years_and_judged():
    made = chapter()
    assert verdicts(made) == {
        "asb.all.count": "rose, against the plan",
        "marac.repeats.count": "rose, against the plan",
        "crime.sexual_offences.count": "did not change",
    }
    held = {(one.id, one.period): one for one in made.ledger}
    assert [held["asb.all.count", year].value for year in ("2015/16", "2016/17")] == [1200, 1440]
    assert held["last_plan.asb_all.change", "2016/17"].value == 240
    assert held["last_plan.asb_all.change_percent", "2016/17"].value == pytest.approx(20.0)
    assert held["last_plan.marac_repeats.p_value", "2016/17"].value == pytest.approx(compare(60, 95).p_exact)
    assert held["marac.repeats.count", "2015-04 to 2015-12"].value == 60


@pytest.mark.parametrize(("after", "told"), [(102, "no clear change"), (80, "fell as the plan wanted")])
def test_chance_alone_gives_no_verdict(after, told):
    assert verdicts(chapter(town(100, after)))["asb.all.count"] == told


def test_a_baseline_of_two_years_before_is_compared_month_by_month():
    held = Held(
        asb=together(monthly("asb", year_of("2014/15", 50)), monthly("asb", year_of("2015/16", 500)),
                     monthly("asb", dict.fromkeys(["2016-04", "2016-05", "2016-06"], 90))),
        crime=monthly("crime", year_of("2016/17", 5), category="Theft offences"),
    )  # fmt: skip
    (one,) = chapter(held, planned(MEASURES[0] | {"baseline": "2014/15"})).measures
    assert (one.before, one.after, one.verdict) == (150, 270, "rose, against the plan")
    assert "over the three months that both years have" in one.sentence()


def test_where_recording_changed_in_between_nothing_is_judged():
    held = Held(
        crime=together(*(monthly("crime", year_of(year, number), category="Sexual offences")
                         for year, number in (("2013/14", 90), ("2014/15", 30)))),
    )  # fmt: skip
    area = planned({**MEASURES[2], "wanted": "fall"}, baseline="2013/14", since="2014/15", until="2014/15")
    (one,) = chapter(held, area, "2014/15").measures
    assert (
        one.verdict == "cannot be judged: recording changed in between (Inspection of crime recording, November 2014)"
    )
    assert (one.before, one.after) == (1080, 360)


@pytest.mark.parametrize(
    ("measure", "why"),
    [
        ({"figure": "marac.cases.count"}, "no file counts it in 2015/16"),
        ({"figure": "crime.sexual_offences.count", "baseline": "2011/12"}, "the files cannot tell it in 2011/12"),
        ({"figure": "crime.no_such_thing.count"}, "no file counts it in 2015/16"),
    ],
)
def test_what_no_file_counts_cannot_be_judged_and_says_why(measure, why):
    (one,) = chapter(area=planned(MEASURES[0] | measure)).measures
    assert one.verdict == f"cannot be judged: {why}"


def test_returns_of_other_months_are_not_held_against_each_other():
    held = town()
    table = held.tables["returns"].assign(period_end=["2015-11-30", "2016-12-31"])
    (one,) = chapter(held.but(returns=table), planned(MEASURES[1])).measures
    assert one.verdict == "cannot be judged: other months were returned for one year than for the other"


def test_small_counts_are_not_told():
    crime = monthly("crime", {"2015-05": 3, "2016-05": 40}, category="Sexual offences")
    made = chapter(town().but(crime=crime), planned(MEASURES[2]))
    (one,) = made.measures
    assert (one.before, one.after) == (None, None)
    assert "so that no person can be recognised" in one.verdict
    assert 3 not in [figure.value for figure in made.ledger]


def test_the_findings_add_up_the_verdicts():
    made = chapter()
    told = list(made.key_sentences())
    assert told[0] == "Of 3 measures of the plan of a test: two moved against it and one shows no clear change."
    held = {figure.id: figure.value for figure in made.ledger if figure.id.startswith("last_plan.measures.")}
    assert held.pop("last_plan.measures.all") == sum(held.values()) == 3
    assert any(one.startswith("Against the plan: since 2015/16 antisocial behaviour rose by 20.0%") for one in told)


def test_without_a_plan_the_page_says_where_to_enter_it():
    made = chapter(area=AREA)
    parts = [part for call in ("aims", "since") for part in getattr(made, call)()]
    assert all(isinstance(part, Notice) and part.mend for part in parts)
    assert "[[last_plan]]" in text(made.aims())
    assert len(list(made.key_sentences())) == 2


def test_the_plan_of_a_year_is_the_one_that_names_it():
    area = project.area(project.DEMONSTRATION)
    named = {
        year: area.plan_of(last_plan.base.FinancialYear.parse(year))
        for year in ("2010/11", "2014/15", "2016/17", "2021/22")
    }
    assert [plan and plan.baseline for plan in named.values()] == [None, "2013/14", "2015/16", None]


@pytest.fixture
def built(tmp_path):
    """A chapter inside a build, beside an edition of the year before that gives those figures."""

    def make(*figures, held=None, text_of_figures=None, year="2016/17"):
        before = tmp_path / "2015-16"
        before.mkdir()
        told = [Figure("asb.all.count", "ASB", value, "count", period) for value, period in figures]
        write_figures(told, before / "figures.json")
        if text_of_figures is not None:
            (before / "figures.json").write_text(text_of_figures, encoding="utf-8")
        run = {"year": "2015/16", "name": "Sandmouth", "standing": {"state": "final"}}
        (before / "run.json").write_text(json.dumps(run), encoding="utf-8")
        made = chapter(held, year=year)
        made.edition = tmp_path / ".2016-17.x.part"
        return made

    return make


def test_a_figure_revised_since_the_edition_before_is_marked(built):
    made = built((1100, "2015/16"), (900, "2014/15"))
    told = text(made.since())
    assert "The one figure that this edition and that of 2015/16 give for the same period was revised since." in told
    assert "The edition of 2015/16 (final) stands beside this one." in told
    (revised,) = made.earlier.revised
    assert (revised.old.value, revised.new.value) == (1100, 1200)
    assert re.search(r"1,100\s+1,440\s+340\s+yes", told)


def test_without_a_revision_the_page_says_so_and_shows_what_moved(built):
    told = text(built((1200, "2015/16")).since())
    assert (
        "The one figure that this edition and that of 2015/16 give for the same period was not revised since." in told
    )
    assert re.search(r"1,200\s+1,440\s+240\s+no", told)


def test_what_this_edition_hides_of_the_year_before_is_no_row_of_what_moved(built):
    months = year_of("2015/16", 100) | {"2016-03": 2}
    incidents = together(monthly("asb", months), monthly("asb", year_of("2016/17", 120)))
    made = built((1102, "2015/16"), held=town().but(asb=incidents))
    assert "1,102" in text(made.since())
    shorter = Neighbour(last_plan.base.FinancialYear(2015, 11))  # with which the whole year would tell March's two
    made.disclosure = replace(made.disclosure, beside=(shorter,))
    assert "1,102" not in text(made.since())


def test_a_year_to_date_is_headed_by_its_months_and_no_whole_year_is_set_beside_it(built):
    made = built((1200, "2015/16"), year="April to December 2016")
    heads = next(part for part in made.scorecard() if hasattr(part, "frame")).frame.columns
    assert {"to Dec 2015", "to Dec 2016"} <= set(heads) and not {"2015/16", "2016/17"} & set(heads)
    told = text(made.since())
    assert "their counts are not set side by side" in told and "1,200" not in told


def test_a_return_of_nine_months_says_so_under_the_table_of_a_whole_year():
    table = next(part for part in chapter().scorecard() if hasattr(part, "frame"))
    assert table.notes == ("Repeat cases: over the same nine months of both years.",)


def test_an_edition_before_that_cannot_be_read_stops_nothing(built):
    (notice,) = built(text_of_figures="{").since()
    assert (notice.kind, bool(notice.mend)) == ("missing", True)


def test_without_an_edition_before_the_page_says_how_to_get_one(tmp_path):
    made = chapter()
    made.edition = tmp_path / "here"
    assert "assessment build sandmouth --year 2015/16" in text(made.since())


def test_a_public_edition_never_looks_at_a_restricted_one(tmp_path):
    (tmp_path / "2015-16-restricted").mkdir()
    year = last_plan.base.FinancialYear.parse("2016/17")
    assert year_before(tmp_path / "here", year).name == "2015-16"
    assert year_before(tmp_path / "here", year, restricted=True).name == "2015-16-restricted"


@pytest.mark.parametrize("year", ["2014/15", "2016/17"])
def test_every_number_of_the_page_is_a_figure(demonstration, undrawn, year):
    made = opened("last_plan", demonstration, year, project.area(project.DEMONSTRATION))
    cells = [(call, part) for call, part in shown(made) if isinstance(part, Prose)]
    parts = [unescape(text_of(part)) for call, part in cells if call != "chapter.sources()"]
    assert lacking(parts, [vars(figure) for figure in made.ledger]) == []
    assert 2 <= len(made.sentences) <= 5


def test_the_worked_example_is_judged_as_its_report_prints(demonstration):
    made = opened("last_plan", demonstration, "2016/17", project.area(project.DEMONSTRATION))
    told = verdicts(made)
    assert told["asb.all.count"] == "fell as the plan wanted"  # R11: −2.8% (−382)
    assert told["crime.violence_against_the_person.count"] == "rose, against the plan"  # R2: +14.6% (+751)
    assert told["crime.cse.count"] == "no clear change"
    held = {one.id: one.value for one in made.ledger if one.period == "2016/17"}
    assert held["last_plan.asb_all.change"] == -382
    assert held["last_plan.asbrac_referrals.change_percent"] == pytest.approx(-33.8, abs=0.05)  # R12
    assert held["last_plan.crime_sexual_offences.change_percent"] == pytest.approx(33.7, abs=0.05)  # R6


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"measures": []}, "measures"),
        ({"measures": [MEASURES[0], MEASURES[0]]}, "'asb.all.count' is there twice"),
        ({"measures": [MEASURES[0] | {"figure": "asb.all"}]}, "not the id of a count"),
        ({"measures": [MEASURES[0] | {"figure": "ASB <b>"}]}, "not a figure's id"),
        ({"measures": [MEASURES[0] | {"wanted": "less"}]}, "wanted"),
        ({"measures": [MEASURES[0] | {"objective": ""}]}, "objective"),
        ({"measures": [MEASURES[0] | {"baseline": "2016/17"}]}, "every baseline comes before since"),
        ({"baseline": "2016/17"}, "every baseline comes before since"),
        ({"since": "2019/20"}, "since not after until"),
        ({"until": ""}, "until"),
        ({"who": "someone"}, "who"),
    ],
)
def test_what_a_plan_may_not_say(change, told):
    plan = {"name": "A plan", "source": "A source", "baseline": "2015/16", "since": "2016/17", "until": "2018/19",
            "measures": [MEASURES[0]], **change}  # fmt: skip
    with pytest.raises(ValueError, match=told):
        Area(slug="x", name="X", authorities=("E06000009",), year="2014/15", last_plan=(plan,))


@pytest.mark.parametrize("scene", SCENES)
@pytest.mark.parametrize("with_plan", [True, False])
def test_every_cell_runs_on_what_there_is(undrawn, scene, with_plan):
    area = planned(baseline="2013/14", since="2014/15", until="2014/15") if with_plan else AREA
    made = chapter(SCENES[scene], area, "2014/15")
    assert go_through(made) > 4
    assert len(made.sentences) <= 5
    assert lacking(made.sentences, [vars(figure) for figure in made.ledger]) == []
