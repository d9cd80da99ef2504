"""What drives crime: reoffending in points and each, printed numbers against each other, referrals in part years."""

import math
import re
from html import unescape

import pandas as pd
import pytest
from held import Held, calls, opened, rows, shown, text_of, together
from sentences import lacking
from statsmodels.stats.proportion import proportions_ztest

from assessment import project
from assessment.chapters.public_health import drug_use
from assessment.chapters.returns import reoffending
from assessment.present.parts import Prose


def returned(measure, value, start="2013-01-01", end="2013-12-31", unit="count", area="Sandmouth", **more):
    about = {"measure": measure, "area": area, "value": float(value), "unit": unit}
    return rows("returns", period_start=start, period_end=end, **about, **more)


def cohort(year, *numbers):
    names = ("offenders", "reoffenders", "reoffences")
    when = (f"{year}-01-01", f"{year}-12-31")
    return [returned(f"reoffending.{name}", n, *when) for name, n in zip(names, numbers, strict=False)]


def causes(*frames, year="2014/15", restricted=False, **tables):
    held = Held(returns=together(*frames), **tables) if frames else Held(**tables)
    return opened("causation_factors", held, year, restricted=restricted)


def figures(chapter):
    return {figure.id: figure for figure in chapter.ledger}


def text(section):
    return " ".join(unescape(text_of(part)) for part in section)


PRINTED = [*cohort(2012, 3213, 1004, 3157), *cohort(2013, 2704, 788, 2720)]


# Reoffending


def test_the_rate_changes_in_percentage_points_and_chance_could_explain_it():
    """claims.md P27: 29.14% after 31.25%, two-proportion p = 0.079."""
    chapter = causes(*PRINTED)
    assert reoffending.rate_sentence(chapter.cohorts) == (
        "No clear change in the share of offenders who reoffend: 29.1% (788 of 2,704) against 31.2% (1,004 of 3,213) "
        "in the cohort of 2012 (−2.1 percentage points), which chance alone could explain (p = 0.079)."
    )
    found = figures(chapter)
    assert found["reoffending.rate.change"].value == pytest.approx(-2.106, abs=0.001)
    assert found["reoffending.rate.change_percent"].value == pytest.approx(-6.74, abs=0.01)
    assert found["reoffending.rate.change"].low < 0 < found["reoffending.rate.change"].high


@pytest.mark.parametrize("parts", [((1004, 3213), (788, 2704)), ((3, 40), (9, 41)), ((500, 1000), (600, 1000))])
def test_the_two_proportion_test_is_that_of_statsmodels(parts):
    (a, m), (b, n) = parts
    before, after = (reoffending.Cohort("x", whole, part, None, {}) for part, whole in ((a, m), (b, n)))
    expected = proportions_ztest([a, b], [m, n])[1]
    assert math.isclose(reoffending.Reoffending(after, before).p, expected, rel_tol=1e-9)


def test_fewer_reoffences_by_fewer_people_are_no_fall_in_how_often_each_reoffends():
    told = " ".join(reoffending.each_sentences(causes(*PRINTED).cohorts))
    assert "fewer reoffences (2,720 against 3,157), reoffences for each reoffender rose from 3.14 to 3.45" in told
    assert "0.983 to 1.006" in told


def test_a_fall_for_each_is_told_as_a_fall():
    told = " ".join(reoffending.each_sentences(causes(*cohort(2012, 100, 40, 80), *cohort(2013, 100, 40, 60)).cohorts))
    assert told.startswith("Reoffences for each reoffender fell from 2.00 to 1.50.")


def test_one_cohort_has_a_rate_and_no_change(undrawn):
    chapter = causes(*cohort(2013, 100, 40, 80))
    assert "40.0% (40 of 100) of the offenders of 2013 reoffended." in text(chapter.reoffending())
    assert "reoffending.rate.change" not in figures(chapter)


@pytest.mark.parametrize(
    "frames",
    [cohort(2013, 100), cohort(2013, 10, 20, 5), cohort(2013, 0, 0, 0), cohort(2015, 100, 40, 80)],
    ids=["without reoffenders", "more reoffenders than offenders", "nobody", "after March"],
)
def test_a_cohort_that_cannot_be_is_missing(frames):
    assert "Missing" in text(causes(*frames).reoffending())


@pytest.mark.parametrize("parts", [(0, 0), (50, 50)])
def test_where_none_or_all_reoffend_there_is_no_test(parts, undrawn):
    chapter = causes(*cohort(2012, 50, parts[0], 10), *cohort(2013, 50, parts[1], 10), restricted=True)
    assert chapter.cohorts.p is None
    assert "p =" not in text(chapter.reoffending())


# Drug use


def users(number=1822.0, rate=21.89):
    when = {"start": "2011-04-01", "end": "2012-03-31"}
    return [
        returned("substance.opiate_crack_users", number, unit="people", **when),
        returned("substance.opiate_crack_prevalence", rate, unit="per 1,000 aged 15-64", **when),
    ]


def claimants(number=20310.0, rate=23.2):
    return [
        returned("profile.benefits.total", number, unit="people"),
        returned("profile.benefits.total_share", rate, unit="percent"),
    ]


def test_users_and_their_rate_imply_fewer_residents_than_benefits_do():
    """claims.md P14: 83,234 aged 15 to 64 against 87,355 or more aged 16 to 64."""
    chapter = causes(*users(), *claimants())
    told = text(chapter.drug_use())
    assert "imply 83,234 residents" in told
    assert "at least 87,355 residents" in told
    assert any("do not fit" in one for one in chapter.care)
    assert figures(chapter)["causes.opiate_crack.implied_residents"].value == pytest.approx(83234.4, abs=0.1)


def test_users_that_fit_the_residents_raise_no_doubt():
    chapter = causes(*users(2000.0, 20.0), *claimants())
    assert "imply 100,000 residents" in text(chapter.drug_use())
    assert chapter.care == ()


def test_users_and_rate_of_different_years_imply_nothing():
    number, rate = users()
    rate = rate.assign(period_end=pd.Timestamp("2013-03-31"))
    assert drug_use.printed(causes(number, rate)) is None


def published(*told):
    periods, values, england = (list(column) for column in zip(*told, strict=True))
    return rows("published", topic="drugs", measure="Opiate and/or crack users (15-64)", area="Sandmouth", value=values,
                period=periods, unit="per 1000 population 15-64", comparator_england=england,
                source_url="https://example.org")  # fmt: skip


def test_a_published_rate_is_told_beside_england_and_as_people():
    people = rows(
        "population", authority="E06000999", year=2013, residents=100, age_15_64=50000, basis="mid-year estimate"
    )
    table = published(("2011/12", 20.0, 8.0), ("2013/14", 24.0, 8.0), ("2015/16", 99.0, 8.0))
    chapter = causes(published=table, population=people)
    first, second = drug_use.series_sentences(chapter, chapter.prevalence)
    assert "24.0 per 1,000" in first
    assert "three times the rate of England (8.0) (2013/14), up from 20.0 in 2011/12" in first
    assert "about 1,200 users of opiates or crack among the 50,000 residents" in second


def test_two_periods_make_no_line():
    chapter = causes(published=published(("2011/12", 20.0, 8.0), ("2013/14", 24.0, 8.0)))
    assert drug_use.series_picture(chapter, chapter.prevalence) is None


# Referrals and alcohol


def test_a_part_year_is_annualised_and_says_so():
    """claims.md P28: 636 in nine months, 848 a year."""
    chapter = causes(returned("mental_health.liaison_referrals", 636, "2015-04-01", "2015-12-31"), year="2015/16")
    assert "636 referrals in nine months of the year, 848 a year at the same pace (annualised)" in text(
        chapter.mental_health()
    )
    assert figures(chapter)["mental_health.liaison_referrals.annualised"].value == 848


def test_growth_is_a_year_and_a_rounded_start_is_about():
    """claims.md P28: about 3,000 to 8,651 in six years, 19% a year."""
    first = returned("mental_health.referrals", 3000, "2008-04-01", "2009-03-31", note="A plan; about 3,000 a year")
    chapter = causes(first, returned("mental_health.referrals", 8651, "2014-04-01", "2015-03-31"))
    told = text(chapter.mental_health())
    assert "8,651 in 2014/15 against about 3,000 in 2008/09, almost three times as many" in told
    assert "(about +19% a year over six years)" in told
    assert figures(chapter)["mental_health.referrals.yearly_percent"].value == pytest.approx(19.3, abs=0.05)


def test_a_part_year_is_never_set_against_a_whole_one():
    part = returned("mental_health.referrals", 900, "2013-04-01", "2013-12-31")
    chapter = causes(part, returned("mental_health.referrals", 1200, "2014-04-01", "2015-03-31"))
    assert "1,200 in 2014/15." in text(chapter.mental_health())


def test_alcohol_beyond_crime_is_told_a_day_and_a_year():
    """claims.md P35: 100 pounds a day, 370 attendances a year, 810 of residents."""
    when = ("2011-04-01", "2014-03-31")
    chapter = causes(
        returned("alcohol.working_days_lost", 105000, unit="days"),
        returned("alcohol.working_days_cost", 10500000, unit="pounds"),
        returned("alcohol.assault_attendances_in_home", 1109, *when, area="Sandmouth Hospital"),
        returned("alcohol.assault_attendances_in_home_resident_share", 73, *when, "percent", "Sandmouth Hospital"),
    )
    told = text(chapter.alcohol())
    assert "100 pounds for each day, which looks like days times a round sum" in told
    assert "1,109 attendances after assaults in the home in three years" in told
    assert "370 a year; 73% of them, about 810" in told


# The whole chapter


def test_every_number_of_the_findings_and_cautions_is_a_figure(demonstration, undrawn):
    for year in ("2014/15", "2016/17"):
        chapter = opened("causation_factors", demonstration, year, project.area(project.DEMONSTRATION))
        parts = [unescape(text_of(part)) for _, part in shown(chapter) if isinstance(part, Prose)]
        assert lacking([*parts, *chapter.care], [vars(figure) for figure in chapter.ledger]) == []
        assert 3 <= len(chapter.sentences) <= 5


def test_without_any_file_every_part_says_what_it_lacks(undrawn):
    told = [text_of(part) for _, part in shown(causes())]
    assert sum("Missing" in one for one in told) == len(calls("causation_factors")) - 4
    assert not any(re.search(r"\b(nan|None)\b", one) for one in told)


def test_published_rates_of_other_areas_alone_leave_the_part_missing():
    chapter = causes(published=published(("2011/12", 20.0, 8.0)).assign(area="Dunely"))
    assert "missing" in text(chapter.drug_use()).lower() or "cannot be shown" in text(chapter.drug_use())
    assert drug_use.series(chapter).empty
