"""The change on the year before: like for like, every number a figure, no sentence against its figures."""

import pytest
from held import AREA, Held, monthly, opened, rows, together, year_of

from assessment.chapters.crime import subjects as s
from assessment.chapters.crime.changes import (
    change_sentence,
    clear_sentences,
    count_sentence,
    rate_per_1000,
    rate_sentence,
    share_of_crime,
    year_change,
)
from assessment.chapters.crime.changes_table import changes_table, dispersion_sentences
from assessment.chapters.crime.overview import changes_title, residual_sentence
from assessment.chapters.crime.series import (
    months_picture,
    months_title,
    trend_of,
    trend_sentences,
    trends_together,
    years_title,
)
from assessment.periods import FinancialYear

YEAR = FinancialYear.parse("2014/15")
THEFT = s.category("Theft offences")
SAME = "the same month a year before"


def chapter_of(before: dict, after: dict, category="Theft offences", population=None, **values):
    crime = monthly("crime", before | after, category=category, **values)
    return opened("priority_trends", Held(crime=crime, population=population))


def changed(before: int, after: int, months_before=12, months_after=12):
    """The change of theft from so many a month to so many, over the first months of each year."""
    old = dict(list(year_of("2013/14", before).items())[:months_before])
    new = dict(list(year_of("2014/15", after).items())[:months_after])
    chapter = chapter_of(old, new)
    return chapter, year_change(chapter, THEFT)


def figure(chapter, id, period="2014/15"):
    return chapter.ledger.get(id, period)


def test_a_whole_year_against_a_whole_year():
    chapter, found = changed(50, 40)
    assert (found.like.before, found.like.after, found.over) == (600, 480, "")
    change = figure(chapter, "crime.theft_offences.change_percent")
    assert (change.value, change.numerator, change.denominator) == (pytest.approx(-20), 480, 600)
    assert change.low < -20 < change.high and change.confidence == 0.95
    assert figure(chapter, "crime.theft_offences.change").value == -120
    assert change_sentence(found).startswith(
        "Theft offences fell by 20.0% (120 fewer offences), from 600 to 480, a change larger"
    )


def test_only_the_months_that_both_years_have_are_compared_and_the_sentence_says_so():
    chapter, found = changed(50, 50, months_before=12, months_after=7)
    assert (found.count, found.period) == (350, "2014-04 to 2014-10")
    assert (found.like.before, found.like.after) == (350, 350), "twelve months against seven would be a fall"
    change = figure(chapter, "crime.theft_offences.change", "2014-04 to 2014-10")
    assert change.value == 0 and "over the seven months that both years have" in change.label
    assert change_sentence(found).startswith(
        "Over the seven months that both years have, theft offences did not change"
    )


def test_both_ps_are_figures_the_exact_one_and_the_one_of_the_interval():
    chapter, found = changed(10, 14)
    exact, allowing = (figure(chapter, f"crime.theft_offences.change_p{end}").value for end in ("", "_dispersion"))
    assert found.tested == allowing and exact != allowing
    assert 0 < exact < 0.05 and 0 < allowing < 0.05 and not found.unclear


@pytest.mark.parametrize("years", [{"months_before": 0}, {"months_before": 3, "months_after": 0}])
def test_without_a_year_before_there_is_a_count_and_no_change(years):
    chapter, found = changed(5, 5, **years)
    if not years.get("months_after", 12):
        assert found is None
        return
    assert found.like is None and found.ends == (None, None) and found.tested is None and not found.unclear
    assert (
        count_sentence(found) == "Theft offences: 60 in 2014/15; the files have no month of the year before to compare."
    )
    assert [one.id for one in chapter.ledger] == ["crime.theft_offences.count"]


def test_years_without_a_month_in_common_are_not_compared():
    chapter = chapter_of({"2013-04": 5, "2013-05": 5}, {"2014-10": 5, "2014-11": 7})
    found = year_change(chapter, THEFT)
    assert found.like is None
    assert count_sentence(found).startswith(
        "Theft offences: 12 in October 2014 to November 2014; the files have no month"
    )


def test_of_none_before_there_is_a_difference_and_no_percentage():
    chapter = chapter_of(year_of("2013/14", 1), {}, "Robbery")
    crime = together(
        chapter.prepared.table("crime"), monthly("crime", year_of("2014/15", 1), category="Theft offences")
    )
    chapter = opened("priority_trends", Held(crime=crime))
    found = year_change(chapter, THEFT)
    assert figure(chapter, "crime.theft_offences.change").value == 12
    assert "crime.theft_offences.change_percent" not in {one.id for one in chapter.ledger}
    table = changes_table(chapter, [found], "Theft", "theft").to_text()
    assert "Theft offences\t0\t12\t12\t[x]\t[x]\t[x]\tyes" in table


def test_the_table_has_no_percentage_of_few():
    chapter, found = changed(1, 2)
    assert "12\t24\t12\t[x]\t[x]" in changes_table(chapter, [found], "Theft", "theft").to_text()
    assert changes_table(chapter, [None, changed(5, 5, months_before=0)[1]], "Theft", "theft") is None


def test_the_caption_of_a_part_year_says_that_it_is_one():
    chapter, found = changed(5, 6, months_after=2)
    caption = changes_table(chapter, [found], "Theft", "theft").caption
    assert caption == "Theft, Sandmouth, 2014/15 and the year before over the two months that both years have"


def several(**counts: tuple[int, int]):
    """Changes of some categories, named with underscores, from so many a month to so many."""
    frames = [
        monthly("crime", year_of("2013/14", old) | year_of("2014/15", new), category=name.replace("_", " "))
        for name, (old, new) in counts.items()
    ]
    chapter = opened("priority_trends", Held(crime=together(*frames)))
    return chapter, [year_change(chapter, s.category(name.replace("_", " "))) for name in counts]


def test_several_clear_changes_are_told_together_by_direction():
    _, found = several(Arson=(50, 80), Robbery=(50, 70), Theft=(90, 60), Fraud=(50, 51))
    rises, falls = clear_sentences(found)
    assert rises == (
        "Rises larger than chance would explain: arson +60.0% (600 to 960; p < 0.001) and robbery +40.0% (600 to 840; "
        "p < 0.001)."
    )
    assert falls.startswith("Theft fell by 33.3% (360 fewer offences), from 1,080 to 720, a change larger than chance")


def test_the_title_of_the_categories_counts_the_clear_ones():
    _, found = several(Arson=(50, 80), Robbery=(50, 51), Theft=(90, 60))
    more = "changed by more than chance would explain"
    assert changes_title(found) == f"Two of three categories {more}, arson by the most offences"
    assert changes_title(found[:2]) == f"Of two categories arson alone {more}"
    assert changes_title(found[1:2]) == f"No category {more}; robbery changed by the most offences"


def test_what_the_parts_leave_over_is_a_figure():
    chapter, found = several(Violence=(100, 120), Serious=(10, 12), Lesser=(20, 15))
    told = residual_sentence(chapter, found[0], found[1:])
    assert told == "The kinds shown make up −36 of the change of +240 offences; +276 lie outside them."
    assert figure(chapter, "crime.violence.residual_change").value == 276
    assert figure(chapter, "crime.violence.explained_change").value == -36


PEOPLE = rows(
    "population", authority=AREA.authorities[0], name="Sandmouth", year=2014, residents=10000, basis="estimate"
)


def test_a_rate_is_of_a_whole_year_only():
    whole = chapter_of({}, year_of("2014/15", 10), population=PEOPLE)
    rate = rate_per_1000(whole, THEFT)
    assert (rate.value, rate.numerator, rate.denominator) == (12, 120, 10000)
    assert rate.low < 12 < rate.high and "estimate of 2014" in rate.method
    part = chapter_of({}, {"2014-04": 120}, population=PEOPLE)
    assert rate_per_1000(part, THEFT) is None
    assert list(rate_sentence(part, year_change(part, THEFT))) == []
    assert rate_per_1000(chapter_of({}, year_of("2014/15", 10)), THEFT) is None, "no population"


def test_a_share_of_crime_is_over_the_months_that_can_tell_it():
    unmarked = monthly("crime", {"2014-04": 100}, category="Theft offences")
    marked = together(
        *(monthly("crime", {"2014-05": n}, category="Theft offences", cse=yes) for n, yes in ((5, True), (15, False)))
    )
    share = share_of_crime(opened("priority_trends", Held(crime=together(unmarked, marked))), s.EXPLOITATION)
    assert (share.value, share.numerator, share.denominator, share.period) == (0.25, 5, 20, "2014-05")
    assert share.low < 0.25 < share.high


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ([5, 4, 3, 2], "2 offences in 2014/15, the fewest of the last four years"),
        ([2, 3, 4, 5], "5 offences in 2014/15, the most of the last four years"),
        ([2, 5, 3, 4], "4 offences in 2014/15, the second most of the last four years"),
        ([4, 4], "4 offences in 2014/15, as many as in each of the last two years"),
    ],
)
def test_the_title_of_the_years_says_what_happened(counts, told):
    import pandas as pd

    years = [str(year) for year in YEAR.back(len(counts))]
    assert years_title(s.RAPE, pd.Series(counts, index=years)) == f"Rape: {told}"


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ([5] * 12, [6] * 9 + [4] * 3, f"above {SAME} in 9 of 12 months"),
        ([5] * 12, [4] * 8 + [5] * 4, f"below {SAME} in 8 of 12 months"),
        ([5] * 12, [4] * 6 + [6] * 6, f"below {SAME} as often as above it, six times each in 12 months"),
        ([5] * 12, [5] * 12, f"as many as in {SAME} in all of 12 months"),
        ([5] * 2, [6] * 12, f"above {SAME} in 2 of 2 months that both years have"),
        ([], [5, 7, 6, 2], "most in May 2014 (7), fewest in July 2014 (2)"),
        ([], [5, 5], "5 in each of 2 months"),
    ],
)  # fmt: skip
def test_the_title_of_the_months_says_what_happened(before, after, told):
    old, new = (dict(zip(year.months, counts, strict=False)) for year, counts in ((YEAR.before, before), (YEAR, after)))
    chapter = chapter_of(old, new)
    months = chapter.counts.months(THEFT)
    assert months_title(year_change(chapter, THEFT), months[months.index >= "2014-04"]) == f"Theft offences: {told}"


def test_a_clear_trend_beside_no_clear_change_is_explained():
    falling = {month: 100 - 2 * n for n, year in enumerate(YEAR.back(4)) for month in year.months}
    chapter = chapter_of({}, falling)
    found = year_change(chapter, THEFT)
    assert found.unclear
    told = list(trend_sentences(chapter, found))
    assert "strong downward" in told[0]
    assert told[1].startswith("The change is this year against the year before, the trend is the course of all these")
    key = " ".join(trends_together(chapter, [THEFT, s.RAPE]))
    assert key.endswith("allowing for season, the trend is strong downward for theft offences.")


def test_the_dispersion_is_named_with_its_size_and_is_a_figure():
    import numpy as np

    wild = np.random.default_rng(1).integers(5, 95, 24)
    months = [*YEAR.before.months, *YEAR.months]
    chapter = chapter_of({}, dict(zip(months, map(int, wild), strict=True)))
    found = year_change(chapter, THEFT)
    size = figure(chapter, "crime.theft_offences.change_dispersion").value
    assert size > 5
    how, told = dispersion_sentences(found, [found])
    assert "Pearson's chi-squared over its degrees of freedom" in how
    assert told.startswith(f"The dispersion is {size:.1f} for theft offences and {size:.1f} for the categories")
    assert changes_table(chapter, [found], "Theft", "theft").frame["Dispersion"].iloc[0] == round(size, 1)


def test_months_that_fell_and_rose_are_figures_of_the_title():
    chapter, found = changed(50, 40)
    months_picture(chapter, found)
    assert (figure(chapter, "crime.theft_offences.months_down").value, figure(
        chapter, "crime.theft_offences.months_up").value) == (12, 0)  # fmt: skip


def test_a_trend_needs_two_years_of_months_and_looks_at_four():
    short = {month: 5 for year in ("2013/14", "2014/15") for month in year_of(year, 1)}
    del short["2013-04"]
    assert trend_of(chapter_of({}, short), THEFT) is None
    rising = {month: 10 * n for n, year in enumerate(YEAR.back(6), 1) for month in year.months}
    chapter = chapter_of({}, rising)
    assert trend_of(chapter, THEFT).test.points == 48
    told, rule = trend_sentences(chapter, year_change(chapter, THEFT), explained=True)
    assert told.startswith(
        "Over 48 months (April 2011 to March 2015), allowing for season, the trend is strong upward (p "
    )
    assert "one rule: strong" in rule
    assert "|" not in rule
    slope = figure(chapter, "crime.theft_offences.trend_slope")
    assert (slope.value, slope.unit, slope.denominator) == (10, "offences a month, a year", 48)


def test_parts_are_set_in_under_the_whole_and_parts_of_parts_deeper():
    from assessment.chapters.crime.changes_table import _levels

    assaults = s.DOMESTIC.within("offence_code", "5D", "8N", id="crime.a", label="Assaults")
    serious = assaults.within("subcategory", "Violence with injury", id="crime.b", label="Serious")
    assert _levels([s.DOMESTIC, assaults, serious, s.RAPE]) == (0, 1, 2, 1)


def test_a_table_of_changes_is_headed_by_its_years_and_holds_numbers(demonstration):
    from assessment import project
    from assessment.chapters.crime.changes import year_change

    chapter = opened("priority_trends", demonstration, "2014/15", project.area("blackpool"))
    table = changes_table(chapter, [year_change(chapter, one) for one in (s.VIOLENCE, s.RAPE)], "Crime", "crime")
    assert list(table.frame.columns[:3]) == ["Recorded", "2013/14", "2014/15"] and table.levels == (0, 1)
    assert table.frame.loc[0, ["2013/14", "2014/15"]].tolist() == [3947, 4048]
    assert all(isinstance(end, float) for end in table.frame.loc[0, ["95% interval from, %", "to, %"]])
