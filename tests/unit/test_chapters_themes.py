"""What only one priority has: peaks, non-recent offences, months that fell, the marker's own doubt."""

import pytest
from held import Held, monthly, opened, rows, together, year_of

from assessment.chapters.crime import subjects as s
from assessment.chapters.crime.changes import year_change
from assessment.chapters.crime.themes import theme_sentences
from assessment.periods import FinancialYear
from assessment.present.parts import Notice

YEAR = FinancialYear.parse("2014/15")


def told(priority: str, subject: s.Subject, **tables):
    """The chapter, and the sentences of a priority on those tables."""
    chapter = opened("priority_trends", Held(**tables))
    return chapter, list(theme_sentences(chapter, priority, year_change(chapter, subject)))


def abuse(counts: dict[str, int]):
    others = monthly("crime", dict.fromkeys(counts, 50), category="Theft", domestic_abuse=False)
    return together(others, monthly("crime", counts, category="Violence", domestic_abuse=True))


def test_the_peak_of_domestic_abuse_is_a_month_a_quarter_and_figures():
    counts = year_of("2013/14", 10) | year_of("2014/15", 10) | {"2014-12": 40, "2014-05": 25}
    chapter, sentences = told("domestic_abuse", s.DOMESTIC, crime=abuse(counts))
    assert sentences == [
        "Domestic abuse was 21.6% (165 of 765) of all recorded crime.",
        "The highest month was December 2014 with 40 offences, more than in any month since April 2013.",
        "The highest quarter was quarter 3 (October 2014 to December 2014) with 60 offences.",
    ]
    figures = {(one.id, one.period): one.value for one in chapter.ledger}
    assert figures["crime.domestic_abuse.peak_month", "2014-12"] == 40
    assert figures["crime.domestic_abuse.peak_quarter", "2014-10 to 2014-12"] == 60
    assert figures["crime.domestic_abuse.count", "2014-04 to 2014-06"] == 45


@pytest.mark.parametrize("earlier", [40, 41])
def test_a_peak_that_an_earlier_month_reached_is_not_called_the_highest_of_all(earlier):
    counts = year_of("2013/14", 10) | {"2013-10": earlier} | year_of("2014/15", 10) | {"2014-12": 40}
    _, sentences = told("domestic_abuse", s.DOMESTIC, crime=abuse(counts))
    assert "The highest month was December 2014 with 40 offences." in sentences


def test_a_part_year_has_a_peak_month_and_no_quarters_and_none_has_neither():
    _, sentences = told("domestic_abuse", s.DOMESTIC, crime=abuse({"2014-04": 30, "2014-05": 10}))
    assert sentences[1:] == ["The highest month was April 2014 with 30 offences."]
    _, sentences = told("domestic_abuse", s.DOMESTIC, crime=abuse({"2014-04": 1, "2013-04": 1}).iloc[:-2])
    none = monthly("crime", year_of("2014/15", 2), category="Theft", domestic_abuse=False)
    assert told("domestic_abuse", s.DOMESTIC, crime=none)[1] == [
        "Domestic abuse was 0.0% (0 of 24) of all recorded crime."
    ]


def rapes(year: str, number: int, days_before: int):
    """Rapes of a year, one a month and the rest in December, committed so many days before the recording."""
    import pandas as pd

    months = [*FinancialYear.parse(year).months, *[f"{year[:4]}-12"] * (number - 12)]
    recorded = pd.to_datetime([f"{month}-15" for month in months])
    told = {"month": months, "category": "Sexual offences", "subcategory": "Rape"}
    return rows("crime", recorded=list(recorded), committed_to=list(recorded - pd.Timedelta(days_before, "D")), **told)


def test_sexual_offences_are_told_by_when_they_took_place():
    before = [rapes("2013/14", 20, 3), rapes("2013/14", 13, 500)]
    crime = together(*before, rapes("2014/15", 22, 3), rapes("2014/15", 18, 500))
    chapter, sentences = told("sexual_offences", s.SEXUAL, crime=crime)
    assert sentences[1] == (
        "45.0% (18 of 40) of the rapes recorded took place more than twelve months before they were reported."
    )
    assert "22 rapes recorded in 2014/15 took place in that year, against 20 in the year before" in sentences[2]
    share = chapter.ledger.get("crime.rape_non_recent.share", "2014/15")
    assert (share.value, share.numerator, share.denominator) == (0.45, 18, 40) and share.low < 0.45 < share.high


def test_a_part_year_or_no_committed_dates_tell_nothing_of_when():
    part = rapes("2014/15", 12, 3).iloc[:11]
    assert told("sexual_offences", s.SEXUAL, crime=part)[1] == []
    assert told("sexual_offences", s.SEXUAL, crime=rapes("2014/15", 12, 3).assign(committed_to=None))[1] == []


def incidents(before: int, after: dict[str, int], **values):
    return monthly("asb", year_of("2013/14", before) | year_of("2014/15", before) | after, **values)


def test_the_months_in_which_antisocial_behaviour_fell_and_the_chance_of_that():
    fewer = {month: 20 - n for n, month in enumerate(YEAR.months[:8], 1)}
    chapter, sentences = told("antisocial_behaviour", s.ASB, asb=incidents(20, fewer | {"2015-03": 30}))
    assert sentences == [
        "8 of 12 months had fewer incidents than the same month a year before, November and October by the most "
        "(a split as uneven as that or more, by chance alone, has p = 0.039)."
    ]
    down = chapter.ledger.get("asb.all.months_down", "2014/15")
    assert (down.value, down.denominator) == (8, 12)
    assert round(chapter.ledger.get("asb.all.months_down_p", "2014/15").value, 3) == 0.039


def test_no_month_that_fell_makes_no_sentence_and_youth_is_a_share():
    asb = together(incidents(20, {}, youth=False), monthly("asb", {"2014-04": 60}, youth=True))
    _, sentences = told("antisocial_behaviour", s.ASB, asb=asb)
    assert sentences == ["20.0% (60 of 300) of the incidents were youth-related."]


def test_months_without_a_youth_marker_are_no_part_of_its_share():
    marked = together(monthly("asb", {"2014-06": 30}, youth=True), monthly("asb", {"2014-06": 70}, youth=False))
    chapter, sentences = told("antisocial_behaviour", s.ASB, asb=together(monthly("asb", {"2014-05": 900}), marked))
    assert sentences == ["30.0% (30 of 100) of the incidents were youth-related."]
    assert chapter.ledger.get("asb.youth.share", "2014-06").denominator == 100


def test_alcohol_is_a_share_of_violence_and_not_of_what_a_coarser_source_calls_so():
    violent = {"category": "Violence against the person"}
    marked, not_marked = (monthly("crime", {"2014-04": n}, **violent, alcohol=n == 30) for n in (30, 10))
    assert told("violence", s.VIOLENCE, crime=together(marked, not_marked))[1] == [
        "Alcohol was marked in 75.0% (30 of 40) of violence against the person."
    ]
    coarse = monthly("crime", {"2014-04": 30}, category="Violence and sexual offences", alcohol=True)
    assert told("violence", s.VIOLENCE_AND_SEXUAL, crime=coarse)[1] == []


def test_exploitation_says_what_its_marker_depends_on():
    crime = monthly("crime", {"2014-04": 3}, category="Theft", cse=True)
    assert "depends on an officer recognising" in told("exploitation", s.EXPLOITATION, crime=crime)[1][0]
    assert list(theme_sentences(None, "another", None)) == []


def test_the_lockdowns_recording_stands_beside_antisocial_behaviour():
    counts = year_of("2020/21", 9) | year_of("2021/22", 5)
    chapter = opened("priority_trends", Held(asb=monthly("asb", counts)), "2021/22")
    sentences = list(theme_sentences(chapter, "antisocial_behaviour", year_change(chapter, s.ASB)))
    assert "COVID-19 lockdown breaches logged as ASB (April 2020)" in sentences[-1]


@pytest.mark.parametrize(
    ("category", "heading", "named"),
    [
        ("Violence against the person", "Is violence against the person rising?", "Sexual offences are counted apart"),
        ("Violence and sexual offences", "Are violence and sexual offences rising?", "violence alone cannot be given"),
    ],
)
def test_the_heading_of_violence_names_what_is_counted(category, heading, named):
    chapter = opened("priority_trends", Held(crime=monthly("crime", year_of("2014/15", 2), category=category)))
    first, told = chapter.priority("violence")
    assert first.to_html() == f"<h2>{heading}</h2>"
    assert named in told.to_text()


def test_a_priority_that_no_file_tells_has_no_part_of_its_own_and_is_asked_for_once(undrawn):
    chapter = opened("priority_trends", Held(crime=monthly("crime", year_of("2014/15", 2), category="Theft offences")))
    assert not chapter.priority("violence").parts
    asked = [part for part in chapter.standing() if isinstance(part, Notice)]
    assert len(asked) == 2, "one for what a force's extract tells, one for antisocial behaviour"
    assert "Violence against the person, sexual offences, domestic abuse and child sexual" in asked[0].text
