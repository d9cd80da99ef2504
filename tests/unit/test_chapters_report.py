"""The committee's report: the lines of the report of 2017, in memory, and what it says where sources lack something."""

import pytest
from held import Held, monthly, opened, rows, shown, small_town, together, year_of

from assessment import project
from assessment.chapters.crime import subjects as s
from assessment.chapters.crime.changes import year_change
from assessment.chapters.report import lines, tables
from assessment.present.parts import Notice

TOWN = small_town("2013/14", "2014/15")
PRINTED = [  # claim of report-2017, figure id, value as printed, decimals printed
    ("R1", "crime.all.change", 2059, 0),
    ("R2", "crime.violence_against_the_person.residual_change", 216, 0),
    ("R2", "crime.violence_against_the_person.explained_change", 535, 0),
    ("R3", "crime.violence_against_the_person.contribution", 0.365, 3),
    ("R3", "crime.theft_offences.contribution", 0.441, 3),
    ("R4", "crime.all.county_change", 10438, 0),
    ("R4", "crime.all.share_of_county_change", 0.197, 3),
    ("R5", "crime.theft_offences.districts_up", 13, 0),
    ("R5", "crime.violence_against_the_person.county_rank", 4, 0),
    ("R5", "crime.domestic_abuse.county_rank", 3, 0),
    ("R6", "crime.rape.change", 45, 0),
    ("R6", "crime.sexual_offences_under_16.share", 0.52, 2),
    ("R7", "crime.rape_non_recent.share", 0.38, 2),
    ("R7", "crime.rape_non_recent_under_16.share", 0.77, 2),
    ("R7", "crime.rape_committed_in_year.change_percent", 2.7, 1),
    ("R7", "crime.rape_committed_in_year.change_p", 0.89, 2),
    ("R8", "crime.domestic_assaults.change", 87, 0),
    ("R9", "crime.domestic_abuse.change", 214, 0),
    ("R10", "marac.cases.change_percent", 18.7, 1),
    ("R10", "marac.repeats.change_percent", 46.2, 1),
    ("R11", "asb.all.change", -382, 0),
    ("R11", "asb.all.months_down", 8, 0),
    ("R12", "asbrac.referrals.change_percent", -34, 0),
    ("R13", "powers.warnings.stopped_share", 0.77, 2),
    ("R13", "powers.notices.stopped_share", 0.916, 3),
    ("R14", "powers.cse_warnings.stopped_share", 0.91, 2),
    ("R15", "hate.all.count", 201, 0),
    ("R15", "hate.marks.count", 216, 0),
    ("R16", "cctv.requests.count", 361, 0),
    ("R17", "crime.violence_against_the_person.count", 5891, 0),
]


@pytest.fixture(scope="module")
def report_2016(demonstration):
    """The report of 2016/17 with every line made."""
    with pytest.MonkeyPatch.context() as patch:
        from assessment.chapters import performance_report

        patch.setattr(performance_report, "years_picture", lambda *_: None)
        patch.setattr(performance_report.overview.charts, "contributions", lambda *_, **__: None)
        chapter = opened("performance_report", demonstration, "2016/17", project.area("blackpool"))
        list(shown(chapter))
    return {(figure.id, figure.period): figure.value for figure in chapter.ledger}


@pytest.mark.parametrize(("claim", "id", "value", "decimals"), PRINTED)
def test_each_line_of_the_printed_report_has_its_figure(report_2016, claim, id, value, decimals):
    found = [number for (name, period), number in report_2016.items() if name == id and period.startswith("2016")]
    assert any(number == pytest.approx(value, abs=0.5 * 10**-decimals + 1e-9) for number in found), f"{claim}: {found}"


def test_each_quarter_of_the_printed_report_is_down(report_2016):
    quarters = [number for (id, _), number in report_2016.items() if id == "asb.all.quarter_change"]
    assert len(quarters) == 4 and max(quarters) < 0 and sum(quarters) == -382


def test_ages_of_victims_and_suspects_of_2015_are_the_printed_ones(demonstration):
    chapter = opened("performance_report", demonstration, "2015/16", project.area("blackpool"))
    (told,) = lines.age_sentences(chapter, s.VIOLENCE)
    id = "crime.violence_against_the_person"
    shares = [chapter.ledger.get(f"{id}_{name}.share", "2015/16").value
              for name in ("victims.aged_15_24", "suspects.aged_15_24", "suspects.aged_25_29")]  # fmt: skip
    assert [round(share, 2) for share in shares] == [0.27, 0.29, 0.16]
    assert told.startswith("Where the age is known, 27")


def report(**tables):
    return opened("performance_report", Held(**tables))


def test_ages_of_fewer_than_twenty_are_not_told():
    crime = rows("crime", 19, month="2014-05", category=s.VIOLENCE.label, victim_age="15")
    assert list(lines.age_sentences(report(crime=crime), s.VIOLENCE)) == []
    crime = rows("crime", 20, month="2014-05", category=s.VIOLENCE.label, victim_age="15")
    (told,) = lines.age_sentences(report(crime=crime), s.VIOLENCE)
    assert "20" not in told.replace("15 to 24", ""), "all of them are of one band: so is each whom a reader knows"
    crime.loc[crime.index[:5], "victim_age"] = "45-54"
    (told,) = lines.age_sentences(report(crime=crime), s.VIOLENCE)
    assert told == "Where the age is known, 75.0% (15 of 20) of the victims were aged 15 to 24."
    crime.loc[5, "victim_age"] = "of age"  # no band that is known, as in the chapter of the priority
    assert not list(lines.age_sentences(report(crime=crime), s.VIOLENCE))


def incidents(**more):
    return monthly("asb", year_of("2013/14", 10) | year_of("2014/15", 8) | more, type="Nuisance")


def test_quarters_are_told_of_a_whole_year_alone():
    chapter = report(asb=incidents(), crime=monthly("crime", year_of("2014/15", 1), category="Theft"))
    (told,) = lines.quarters_sentence(chapter, year_change(chapter, s.ASB))
    assert told.startswith("Every quarter was below the same quarter of the year before (−6 in quarter 1, −6")
    chapter = report(asb=incidents(**{"2015-03": 40}))
    (told,) = lines.quarters_sentence(chapter, year_change(chapter, s.ASB))
    assert told.startswith("Quarters below the same quarter of the year before: 3 of the 4 (")
    chapter = report(asb=incidents(**{"2014-05": 3}))
    assert list(lines.quarters_sentence(chapter, year_change(chapter, s.ASB))) == [], "it would tell the three of May"
    assert not [one for one in chapter.ledger if one.id == "asb.all.quarter_change"]
    part = incidents()
    chapter = report(asb=part[part["month"] != "2014-09"])
    assert list(lines.quarters_sentence(chapter, year_change(chapter, s.ASB))) == []


def test_the_county_s_growth_is_not_split_where_the_area_went_the_other_way():
    def county(ours):
        told = {"unit": "count", "measure": "district.crime.all"}
        years = [("2013-04-01", "2014-03-31"), ("2014-04-01", "2015-03-31")]
        values = {"Sandmouth": ours, "Dunely": (100, 180)}
        each = [(area, *when, n) for area, pair in values.items() for when, n in zip(years, pair, strict=True)]
        return rows("returns", area=[e[0] for e in each], period_start=[e[1] for e in each],
                    period_end=[e[2] for e in each], value=[float(e[3]) for e in each], **told)  # fmt: skip

    told = list(lines.county_sentence(report(returns=county((100, 120))), s.ALL_CRIME))
    assert told[1] == "Sandmouth makes up 20.0% of that rise and 40.0% of the force's offences."
    assert len(list(lines.county_sentence(report(returns=county((100, 80))), s.ALL_CRIME))) == 1


def test_thefts_of_the_street_level_source_are_counted_together():
    kinds = ["Burglary", "Shoplifting", "Vehicle crime", "Other theft", "Drugs"]
    crime = together(*[monthly("crime", year_of("2014/15", 2), category=kind) for kind in kinds])
    chapter = report(crime=crime)
    assert chapter.theft.count == 4 * 24
    assert chapter.theft.subject.id == "crime.theft_of_all_kinds"


def test_a_source_that_tells_counts_alone_gives_notices_with_a_mend_and_no_failure(undrawn):
    crime = monthly("crime", year_of("2013/14", 9) | year_of("2014/15", 9), category="Violence and sexual offences")
    chapter = report(crime=crime)
    told = [part for _, part in shown(chapter)]
    missing = [part.text for part in told if isinstance(part, Notice) and part.kind == "missing"]
    assert len(missing) >= 7 and all("cannot be shown" in text for text in missing)
    assert chapter.sentences[0].startswith("All recorded crime did not change")


def test_the_part_of_the_change_in_all_crime_is_not_told_where_there_is_none():
    crime = monthly("crime", year_of("2013/14", 9) | year_of("2014/15", 9), category="Theft offences")
    chapter = report(crime=crime)
    assert lines.contribution_sentence(chapter, chapter.all_crime, [chapter.theft]) == ""


THEFTS = monthly("crime", year_of("2014/15", 1), category="Theft")


def test_months_of_few_incidents_are_hidden_as_in_the_pictures():
    chapter = report(asb=incidents(**{"2014-08": 2, "2014-09": 3}), crime=THEFTS)
    months = lines.months_table(chapter, year_change(chapter, s.ASB)).frame.set_index("Month")
    assert months.loc["August"].tolist() == [10, "[c]", "[c]"] and months.loc["July"].tolist() == [10, 8, -2]


def test_a_year_of_few_offences_is_hidden_in_the_table_of_years():
    rape = {"category": s.SEXUAL.label, "subcategory": "Rape"}
    thefts = {"category": "Theft offences", "subcategory": "Shoplifting"}
    both = monthly("crime", year_of("2013/14", 1) | year_of("2014/15", 1), **thefts)
    crime = together(both, rows("crime", 60, month="2013-05", **rape), rows("crime", 3, month="2014-05", **rape))
    chapter = report(crime=crime)
    (row, *_) = tables.years_table(chapter, [s.RAPE]).frame.to_dict("records")
    assert (row["2013/14"], row["2014/15"]) == (60, "[c]")
    assert chapter.ledger.get("crime.rape.count", "2014/15").suppressed
